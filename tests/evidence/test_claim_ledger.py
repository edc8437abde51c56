"""The ledger runs every run once, keeps what finished, and comes to the same end however often it was stopped."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from scipy.stats import binom

from simulation import GrouplifeError, UsageError, run
from simulation.evidence.claims.evaluate import Evaluation
from simulation.evidence.claims.forms import Asked, parts_of
from simulation.evidence.claims.ledger import Ledger, chance_band, run_ledger
from simulation.evidence.claims.measuring import lies_at_bounds
from simulation.evidence.claims.needs import Effort, Needs
from simulation.evidence.claims.placebos import shuffled, two_names
from simulation.evidence.claims.plan import BASE, KNOCKOUT_SEEDS, Plan, plans_of
from simulation.evidence.claims.reading import read_claim
from simulation.evidence.claims.shapes import FORMS
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


@pytest.fixture
def failing(monkeypatch):
    """Let the runs fail of which told(task) is true."""

    def fail(told):
        whole = work.run_task

        def run_task(shared, task, progress=None):
            if told(task):
                return work.Record(task, error="the sky fell")
            return whole(shared, task, progress)

        monkeypatch.setattr(work, "run_task", run_task)

    return fail


@pytest.mark.parametrize("bad", [1, 3, 5, 8])
def test_a_claim_of_which_runs_failed_has_no_verdict_however_many(plans, tmp_path, failing, bad):
    failing(lambda task: task.seed <= bad)
    ledger = run_ledger(plans[1:], tmp_path, seeds=SEEDS, ensemble=0, workers=1)
    (outcome,) = ledger.outcomes
    assert ledger.failed == outcome.failed_runs == 2 * bad
    assert outcome.failed == ("the sky fell",)
    assert (outcome.verdict, outcome.reason, outcome.strength) == ("inconclusive", "failed", None)
    assert outcome.turned_round == "inconclusive"
    assert not outcome.placebos
    assert ledger.broken() == (outcome,)
    json.dumps(ledger.as_json(), allow_nan=False)


def test_a_run_that_failed_for_a_knockout_a_value_or_the_placebo_is_not_passed_over(plans, tmp_path, failing):
    failing(lambda task: task.seed > 1000)
    ledger = run_ledger(plans[1:], tmp_path, seeds=SEEDS, ensemble=0, workers=1)
    assert ledger.outcomes[0].reason == "failed"


def test_failed_runs_are_made_again_and_then_the_claim_is_judged(plans, tmp_path, failing, monkeypatch):
    failing(lambda task: task.seed == 3)
    run_ledger(plans[1:], tmp_path, seeds=SEEDS, ensemble=0, workers=1)
    monkeypatch.undo()
    again = run_ledger(plans[1:], tmp_path, seeds=SEEDS, ensemble=0, workers=1)
    assert again.made == 2
    assert again.outcomes[0].reason != "failed"


def test_a_measure_without_a_value_is_no_verdict(tmp_path):
    text = (HERE / "T2.yaml").read_text(encoding="utf-8")
    path = tmp_path / "T2.yaml"
    path.write_text(
        text.replace(
            "orders_day_40 / members_present_day_40", "orders_day_40 / (orders_day_40 - orders_day_40)"
        ),
        encoding="utf-8",
    )
    ledger = run_ledger(plans_of([path]), tmp_path, seeds=SEEDS, ensemble=MEMBERS, workers=1)
    (outcome,) = ledger.outcomes
    assert (outcome.verdict, outcome.reason) == ("inconclusive", "not_defined")
    assert outcome.seeds_needed is None
    assert ledger.broken() == (outcome,)
    assert ledger.placebos()["n"] == 0
    json.dumps(ledger.as_json(), allow_nan=False)


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
    assert set(claim["knockouts"]["learning"]) == {"effect", "share", "no_share"}
    assert {"n", "supported"} <= set(found["placebos"])
    assert found["placebos"]["n"] == 4
    assert found["placebos"]["intervals"] == 4
    assert len(found["placebos"]["chance"]) == 2
    assert set(claim["theories"]) >= {"submodels.death", "submodels.buying"}


def test_what_is_shared_is_told_of_the_same_members_by_theory_as_for_the_verdict(made):
    for outcome in made[0].outcomes:
        for forms in outcome.theories.values():
            agreeing = sum(round(one.share * one.members) for one in forms.values() if one.members)
            assert agreeing == round(outcome.agree.share * outcome.agree.members)
            assert sum(one.members for one in forms.values()) == outcome.agree.members


def test_coupons_all_day_open_less_and_the_rest_follows(made):
    outcome = made[0].outcomes[0]
    assert outcome.verdict == "supported"
    assert outcome.effect.high < 0.0
    assert outcome.turned_round == "opposite"
    assert outcome.sweeps[0].verdicts[1] == outcome.verdict
    low, high = outcome.part.spread
    assert low <= outcome.effect.low <= outcome.effect.high <= high


def test_the_share_of_a_knockout_is_of_the_effect_and_of_a_level_only_where_the_claim_says_so(tmp_path):
    text = (HERE / "T1.yaml").read_text(encoding="utf-8")
    level = text.replace(
        "effect: {form: difference, of: spam, against: value}",
        "effect: {form: level, of: spam, threshold: 0.3SAYS}",
    )
    shares = {}
    for number, says in enumerate(("", ", share_of_level: true")):
        path = tmp_path / str(number) / "T1.yaml"
        path.parent.mkdir()
        path.write_text(level.replace("SAYS", says), encoding="utf-8")
        (outcome,) = run_ledger(plans_of([path]), tmp_path, seeds=SEEDS, ensemble=0, workers=1).outcomes
        one = outcome.knockouts["learning"]
        assert one.share is not None
        add = 0.3 if says else 0.0
        expected = 1.0 - (one.effect.mean + add) / (outcome.effect.mean + add)
        assert one.share.mean == pytest.approx(expected)
        shares[says] = one.share.mean
    assert len(set(shares.values())) == 2


def test_a_knockout_with_fewer_seeds_is_held_against_the_same_seeds_without_it(tmp_path):
    path = tmp_path / "T1.yaml"
    path.write_text((HERE / "T1.yaml").read_text(encoding="utf-8") + "seeds_times: 6\n", encoding="utf-8")
    (outcome,) = run_ledger(plans_of([path]), tmp_path, seeds=SEEDS, ensemble=0, workers=1).outcomes
    one = outcome.knockouts["learning"]
    effects = [effect for _, variant, _, _, effect in outcome.rows if variant == ""]
    assert len(effects) == 6 * SEEDS > one.effect.runs == KNOCKOUT_SEEDS
    assert one.share.mean == pytest.approx(1.0 - one.effect.mean / np.mean(effects[:KNOCKOUT_SEEDS]))


def test_a_knockout_shares_nothing_of_an_effect_that_its_own_seeds_cannot_tell_from_luck(tmp_path):
    path = tmp_path / "T1.yaml"
    path.write_text((HERE / "T1.yaml").read_text(encoding="utf-8") + "seeds_times: 6\n", encoding="utf-8")
    (plan,) = plans_of([path])
    run_ledger([plan], tmp_path, seeds=SEEDS, ensemble=0, workers=1)
    none = draw_ensemble(0, 1, [])
    store = RunStore(tmp_path)
    found = Evaluation(Needs(Effort(SEEDS, 0, 1), none).add(plan), store, none, [])
    # the seeds that knockouts have see a difference that is noise, all others what was run
    noise = np.where(np.arange(KNOCKOUT_SEEDS) % 2, 0.05, -0.051)
    key = next(key for key in found.base if key[0] == "spam")
    found.base[key][:KNOCKOUT_SEEDS] = found.base["value", key[1]][:KNOCKOUT_SEEDS] + noise
    one = found.outcome().knockouts["learning"]
    assert (one.share, one.no_share) == (None, "luck")


def test_where_every_arm_lies_at_a_bound_a_knockout_cannot_show(tmp_path):
    text = (HERE / "T1.yaml").read_text(encoding="utf-8")
    nobody = "measure: open_rate_day_40 - open_rate_day_40\nmeasure_title: nobody\nunit: share"
    path = tmp_path / "T1.yaml"
    path.write_text(text.replace("measure: open_rate_day_40", nobody), encoding="utf-8")
    (outcome,) = run_ledger(plans_of([path]), tmp_path, seeds=SEEDS, ensemble=0, workers=1).outcomes
    for one in outcome.knockouts.values():
        assert one.share is None
        assert one.no_share == "at_bounds"


def test_a_knockout_shows_nothing_where_all_arms_end_at_one_bound_or_stay_at_theirs():
    none, every, most = np.zeros(9), np.ones(9), np.full(9, 0.9)
    assert lies_at_bounds([none, every], [none, every])
    assert lies_at_bounds([none, most], [every, every])
    assert lies_at_bounds([most, every], [none, none])
    assert lies_at_bounds([every], [every])
    assert not lies_at_bounds([every], [none])  # of one arm held against a number: all of it goes
    assert not lies_at_bounds([none, every], [every, none])
    assert not lies_at_bounds([none, most], [none, most])
    assert not lies_at_bounds([none, most], [none, every])
    assert not lies_at_bounds([none], [np.full(9, np.nan)])


# --- placebos ---------------------------------------------------------------------------------------------


def test_the_band_of_chance_has_two_ends():
    assert chance_band(0) == (0, 0)
    low, high = chance_band(140)
    assert 1 <= low < 7 < high <= 13


NAMES = ("a", "b", "c", "d")
COMPARED = {
    "difference": {"of": "a", "against": "b"},
    "trend": {"arms": NAMES, "levels": (1, 2, 3, 4)},
    "interaction": {"cells": (("a", "b"), ("c", "d"))},
    "synergy": {"all": "a", "none": "b", "parts": ("c", "d")},
    "crossing": {"of": "a", "against": "b", "early": "m", "late": "n"},
    "rank_correlation": {"arms": NAMES, "with": "n"},
}


def made_claim(number: int, form: str, **says):
    """A claim about the measures m and n of arms a, b, c, d; its id decides the luck of its placebo."""
    effect = FORMS[form].model_validate({"form": form, **says})
    claim = read_claim(HERE / "T1.yaml").claim
    return claim.model_copy(update={"id": f"N{number}", "effect": effect, "measure": "m", "unit": "x"})


def values_of_arms(rng, effect: float, runs: int = 30):
    return {(arm, name): rng.normal(effect * (arm == "a"), 1.0, runs) for arm in NAMES for name in "mn"}


@pytest.mark.parametrize("form", COMPARED)
def test_one_in_twenty_placebo_intervals_leaves_zero_out_whether_there_is_an_effect_or_not(form):
    rng = np.random.default_rng(11)
    for effect in (0.0, 3.0):
        beyond = 0
        for number in range(300):
            claim = made_claim(number, form, **COMPARED[form])
            values = values_of_arms(rng, effect)
            parts = parts_of(Asked(claim.effect, "m", claim.sign), values)
            placebo = shuffled(claim, values, parts)
            beyond += placebo.beyond
        low, high = binom.ppf((0.001, 0.999), 300, 0.05)
        assert low <= beyond <= high, (form, effect, beyond)


@pytest.mark.parametrize(
    ("form", "says"),
    [
        ("level", {"of": "a", "threshold": 0.5}),
        ("sign_change", {"arms": NAMES, "levels": (1, 2, 3, 4)}),
        ("rank_correlation", {"arms": NAMES, "with": "n", "threshold": 0.5}),
        ("winner_share", {"arms": NAMES}),
    ],
)
def test_what_is_held_against_a_number_has_no_labels_to_deal(form, says):
    claim = made_claim(1, form, **says)
    values = values_of_arms(np.random.default_rng(1), 1.0)
    parts = parts_of(Asked(claim.effect, "m", claim.sign), values)
    assert shuffled(claim, values, parts) is None


def test_intervals_that_are_too_narrow_show_in_the_placebos():
    # pairs of equal runs: an interval that takes them for independent is too narrow by the root of two
    rng, beyond = np.random.default_rng(3), 0
    for number in range(140):
        claim = made_claim(number, "difference", of="a", against="b")
        first, second = (np.repeat(rng.normal(5.0, 1.0, 15), 2) for _ in range(2))
        beyond += two_names(claim, first, second).beyond
    assert beyond > chance_band(140)[1]
