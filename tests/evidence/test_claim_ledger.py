"""The ledger runs every run once, keeps what finished, and comes to the same end however often it was stopped."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest

from simulation import GrouplifeError, UsageError, run
from simulation.evidence.claims.ledger import Ledger, chance_allows, run_ledger
from simulation.evidence.claims.needs import Effort, Needs
from simulation.evidence.claims.plan import BASE, Plan, plans_of
from simulation.evidence.claims.store import Key, RunStore, hash_of
from simulation.experiments import work
from simulation.experiments.ensemble import draw_ensemble

HERE = Path(__file__).parent / "claims"
SEEDS, MEMBERS = 8, 6
#: T1: 2 arms x (1 + 2 knockouts) x 8 seeds, 3 values, 6 members; its reference arm again for the placebo. The value 0.4
#: looked through is the library's own, so these runs are those of the arms themselves. T2 has the same arms, and adds
#: the luck of its own placebo.
RUNS = 2 * 3 * SEEDS + 2 * 2 * SEEDS + 2 * MEMBERS + 2 * SEEDS


@pytest.fixture(scope="module")
def plans() -> list[Plan]:
    return plans_of([HERE / "T1.yaml", HERE / "T2.yaml"])


@pytest.fixture(scope="module")
def made(plans, tmp_path_factory) -> tuple[Ledger, Path]:
    folder = tmp_path_factory.mktemp("ledger")
    return run_ledger(plans, folder, seeds=SEEDS, ensemble=MEMBERS, workers=1), folder


def plain(ledger: Ledger) -> dict:
    found = ledger.as_json()
    found.pop("runs")
    return json.loads(json.dumps(found, allow_nan=False))


def test_runs_that_claims_share_are_made_once(made, plans):
    ledger, _ = made
    assert ledger.made == RUNS
    assert ledger.reused == 0


def test_a_second_ledger_makes_nothing_and_says_the_same(made, plans):
    ledger, folder = made
    again = run_ledger(plans, folder, seeds=SEEDS, ensemble=MEMBERS, workers=1)
    assert (again.made, again.reused) == (0, RUNS)
    assert plain(again) == plain(ledger)


def test_two_workers_find_the_same(made, plans, tmp_path):
    ledger, _ = made
    assert plain(run_ledger(plans, tmp_path, seeds=SEEDS, ensemble=MEMBERS, workers=2)) == plain(ledger)


def test_the_values_are_those_of_plain_runs(made, plans):
    ledger, _ = made
    base = plans[0].variants[BASE]
    gaps = [
        run(base["spam"], seed).value("open_rate_day_40") - run(base["value"], seed).value("open_rate_day_40")
        for seed in range(1, SEEDS + 1)
    ]
    assert ledger.outcomes[0].effect.mean == pytest.approx(np.mean(gaps), rel=1e-12)
    kept = {seed: x for part, variant, seed, member, x in ledger.outcomes[0].rows if member < 0}
    assert list(kept.values()) == gaps


def test_more_seeds_or_another_measure_run_only_what_is_missing(made, plans, tmp_path):
    _, folder = made
    (journal,) = folder.glob("*.jsonl")
    (tmp_path / journal.name).write_bytes(journal.read_bytes())
    more = run_ledger(plans[:1], tmp_path, seeds=SEEDS + 1, ensemble=0, workers=1)
    assert more.made == 2 * 3 + 2 * 2 + 1
    text = (HERE / "T1.yaml").read_text(encoding="utf-8").replace("mute_share_day_40", "trust_day_33")
    path = tmp_path / "T1.yaml"
    path.write_text(text, encoding="utf-8")
    other = run_ledger(plans_of([path]), tmp_path, seeds=SEEDS, ensemble=0, workers=1)
    assert other.made == RUNS - 2 * MEMBERS - SEEDS  # every run of T1 needs the new measure
    assert run_ledger(plans[:1], tmp_path, seeds=SEEDS, ensemble=0, workers=1).made == 0


def test_fresh_forgets_what_was_kept(plans, tmp_path):
    first = run_ledger(plans[1:], tmp_path, seeds=SEEDS, ensemble=0, workers=1)
    again = run_ledger(plans[1:], tmp_path, seeds=SEEDS, ensemble=0, workers=1, fresh=True)
    assert first.made == again.made == 3 * SEEDS


def test_an_interrupted_ledger_keeps_its_finished_batches(plans, tmp_path):
    class Interrupted(Exception):
        pass

    def watch(progress):
        if progress.done >= 20:
            raise Interrupted

    with pytest.raises(Interrupted):
        run_ledger(plans, tmp_path, seeds=SEEDS, ensemble=MEMBERS, workers=1, watch=watch)
    rest = run_ledger(plans, tmp_path, seeds=SEEDS, ensemble=MEMBERS, workers=1)
    assert rest.reused >= 20
    assert rest.made + rest.reused == RUNS


def test_a_line_torn_off_by_a_kill_costs_only_its_own_runs(made, plans, tmp_path):
    ledger, folder = made
    (journal,) = folder.glob("*.jsonl")
    (tmp_path / journal.name).write_bytes(journal.read_bytes()[:-40])
    rest = run_ledger(plans, tmp_path, seeds=SEEDS, ensemble=MEMBERS, workers=1)
    assert 0 < rest.made < RUNS
    assert plain(rest) == plain(ledger)
    with RunStore(tmp_path) as store:
        assert len(store.runs) == RUNS


@pytest.mark.parametrize(
    "line",
    [
        "[" * 100_000,
        '{"scenario": ' + "{" * 50_000,
        '{"scenario":"a","measures":["x"],"runs":[[1,"",1' + "0" * 400 + "]]}",
        '{"scenario":"a","measures":["x","y"],"runs":[[1,"",2.0]]}',
        '{"scenario":["a"],"measures":["x"],"runs":[[1,"",2.0]]}',
        '{"scenario":"a","measures":["x"],"runs":7}',
        "null",
        "\x00",
    ],
    ids=["deep", "deep in a block", "too large", "too short", "no name", "no runs", "null", "zero"],
)
def test_a_line_that_is_no_block_is_passed_over_whole(tmp_path, line):
    good = '{"scenario":"a","measures":["x"],"runs":[[2,"",2.5]]}'
    (tmp_path / "one.jsonl").write_text(f"{good}\n{line}\n{good}\n", encoding="utf-8")
    with RunStore(tmp_path, version="one") as store:
        assert store.runs == {Key("a", 2, ""): {"x": 2.5}}


def test_runs_of_another_version_of_the_model_are_left_aside(tmp_path):
    key = Key("a", 1, "")
    with RunStore(tmp_path, version="older") as store:
        store.add([(key, {"x": 1.5, "y": float("nan")})])
    with RunStore(tmp_path, version="newer") as store:
        assert not store.has(key, ["x"])
        assert store.left_aside == 1
    with RunStore(tmp_path, version="older") as store:
        assert store.has(key, ["x", "y"])
        assert store.value(key, "x") == 1.5
        assert np.isnan(store.value(key, "y"))


def test_a_claim_is_judged_as_soon_as_its_runs_are_there(plans, tmp_path):
    seen = []
    run_ledger(plans[::-1], tmp_path, seeds=SEEDS, ensemble=0, workers=1, watch=seen.append)
    judged = [name for progress in seen for name in progress.judged]
    assert sorted(judged) == ["T1", "T2"]
    first = next(progress for progress in seen if progress.judged)
    assert first.done < first.total


def test_members_get_other_keys_and_equal_scenarios_the_same(plans):
    needs = Needs(Effort(2, 3, 1), draw_ensemble(3, 1, []))
    runs = needs.add(plans[0])
    spam = runs.keys["members"]["spam"]
    assert len({key.member for key in spam}) == 3
    assert {key.scenario for key in spam} == {hash_of(plans[1].variants[BASE]["spam"])}


def test_a_failed_run_is_no_value_and_is_told(plans, tmp_path, monkeypatch):
    whole = work.run_task

    def run_task(shared, task, progress=None):
        if task.seed == 3 and task.member < 0:
            return work.Record(task, error="the sky fell")
        return whole(shared, task, progress)

    monkeypatch.setattr(work, "run_task", run_task)
    ledger = run_ledger(plans[1:], tmp_path, seeds=SEEDS, ensemble=0, workers=1)
    (outcome,) = ledger.outcomes
    assert ledger.failed == 2
    assert outcome.failed == ("the sky fell",)
    assert outcome.effect.runs == SEEDS - 1


def test_a_ledger_of_which_every_run_fails_says_why(plans, tmp_path, monkeypatch):
    monkeypatch.setattr(
        work, "run_task", lambda shared, task, progress=None: work.Record(task, error="no sky")
    )
    with pytest.raises(GrouplifeError, match="no sky"):
        run_ledger(plans[1:], tmp_path, seeds=SEEDS, ensemble=0, workers=1)


@pytest.mark.parametrize(
    ("given", "says"),
    [
        ({"seeds": 7}, "from 8"),
        ({"seed": 999_995}, "placebos"),
        ({"ensemble": -1}, "ensemble"),
        ({"workers": 0}, "workers"),
    ],
)
def test_what_cannot_be_judged_is_refused(plans, tmp_path, given, says):
    with pytest.raises(UsageError, match=says):
        run_ledger(plans, tmp_path, **{"seeds": SEEDS, "ensemble": 0, **given})


# --- what is found --------------------------------------------------------------------------------------


def test_json_has_the_agreed_shape(made):
    found = plain(made[0])
    claim = found["claims"][0]
    assert {"id", "verdict", "kind", "effect", "knockouts", "ensemble_agree", "reason", "strength"} <= set(
        claim
    )
    assert set(claim["effect"]) == {"mean", "lo", "hi"}
    assert set(claim["knockouts"]["learning"]) == {"effect", "share"}
    assert {"n", "supported"} <= set(found["placebos"])
    assert found["placebos"]["n"] == 4
    assert set(claim["theories"]) >= {"submodels.death", "submodels.buying"}


def test_coupons_all_day_open_less_and_the_rest_follows(made):
    outcome = made[0].outcomes[0]
    assert outcome.verdict == "supported"
    assert outcome.effect.high < 0.0
    assert outcome.turned_round == "opposite"
    assert outcome.sweeps[0].verdicts[1] == outcome.verdict
    low, high = outcome.part.spread
    assert low <= outcome.effect.low <= outcome.effect.high <= high


def test_chance_allows_one_placebo_in_forty():
    assert chance_allows(0) == 0
    assert 3 <= chance_allows(138) <= 8
