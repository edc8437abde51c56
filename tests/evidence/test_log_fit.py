"""Fitting to a log: recovery from logs the model wrote, and a real one."""

from __future__ import annotations

from pathlib import Path
from types import SimpleNamespace

import numpy as np
import pytest
import yaml
from made_logs import START, model_log, write

from simulation import load_scenario, run
from simulation.errors import UsageError
from simulation.evidence.log.cleaning import read_log
from simulation.evidence.log.facts import facts_of_log
from simulation.evidence.log.fit import Fitted, days_until, fit_log
from simulation.evidence.log.history import history_of
from simulation.evidence.log.matching import from_outside, growth_timeline, inflow_of, match, newcomers_sigma
from simulation.evidence.log.saving import as_json, fits_text, scenario_of, scenario_text, weights_text
from simulation.evidence.log.simulate import Plan, run_one
from simulation.evidence.log.weights import fit_members
from simulation.experiments.ensemble import draw_ensemble

SHARED = Path(__file__).resolve().parents[3] / "shared"
HOUSTON = SHARED / "data" / "houston_slack_events.csv"
needs_houston = pytest.mark.skipif(not HOUSTON.exists(), reason=f"no log in {SHARED}")

BASE = load_scenario("reference_communities")
SMALL = {"groups.count": 12, "days": 112, "market.people": 3000}
MEMBERS = 24


@pytest.fixture(scope="module")
def log_file(tmp_path_factory) -> Path:
    """A log written by a member of the very ensemble it is then fitted with."""
    path = tmp_path_factory.mktemp("log") / "own log.csv"
    world = BASE.override(SMALL)
    member = draw_ensemble(MEMBERS, 1, [world]).overrides(world, 7)
    model_log(world.override(member), seed=99, path=path)
    return path


@pytest.fixture(scope="module")
def fitted(log_file) -> Fitted:
    return fit_log(log_file, base=BASE, timezone="UTC", until="84", ensemble=MEMBERS, seeds=2, workers=1)


def test_the_history_of_a_log_the_model_wrote_is_the_models_own(tmp_path):
    scenario = BASE.override({**SMALL, "days": 70})
    result = run(scenario, seed=5)
    model_log(scenario, 5, tmp_path / "log.csv")

    history = history_of(read_log(tmp_path / "log.csv", zone="UTC"))

    order = [int(name[1:]) for name in history.names]
    seen = result.observed.history[: history.days, :-1]
    for name in ("messages", "posters"):
        assert np.array_equal(getattr(history, name), seen[name][:, order]), name
    assert np.array_equal(history.leaves, seen["leaves"][:, order])
    assert np.array_equal(history.present, seen["present"][:, order])
    assert (history.active_28 >= seen["active_28"][:, order]).all()  # the model forgets who has left
    life, own = history.lives, result.observed.lives
    assert np.array_equal(life.start, own.start[order])
    assert np.array_equal(life.stillborn, own.stillborn[order])
    posted = history.gini
    assert np.allclose(posted, result.observed.gini_posts[0][order], equal_nan=True)


def test_a_run_and_its_log_give_the_same_facts(log_file):
    world = BASE.override(SMALL)
    ensemble = draw_ensemble(MEMBERS, 1, [world])
    plan = Plan(world, ensemble, (), (70, 112), 1)
    one = run_one(plan, 3, 0)
    assert [facts.groups for facts in one.facts] == [len(one.lived)] * 2
    assert one.messages.shape == (112, len(one.lived))
    assert (one.messages[0] > 0).all()  # on its own clock a group begins with its first message
    history = history_of(read_log(log_file, zone="UTC"), 84)
    groups = np.flatnonzero(history.start >= 0)
    facts = facts_of_log(history, groups, 84)
    assert facts.groups == len(groups)
    first = history.lives.first_messages[groups]
    early = facts.talk[:3] * np.array([[7], [7], [14]])
    old = ~np.isnan(early).any(axis=0)
    assert np.allclose(early.sum(axis=0)[old], first[old])


def test_the_member_that_wrote_the_log_comes_near_to_it(fitted):
    rank = int((fitted.fit.distance < fitted.fit.distance[7]).sum())

    assert rank < MEMBERS / 3
    assert fitted.fit.weight[7] > 1.0 / MEMBERS
    assert fitted.fit.weight.sum() == pytest.approx(1.0)
    assert fitted.fit.ess >= MEMBERS / 2 - 1e-6


def test_the_truth_is_covered(fitted):
    world = BASE.override(SMALL)
    truth = draw_ensemble(MEMBERS, 1, [world]).overrides(world, 7)
    inside = [
        one.posterior[0] <= truth[one.path] <= one.posterior[2] for one in fitted.learned if one.path in truth
    ]
    assert np.mean(inside) > 0.8

    total = [one for one in fitted.coverage if one["class"] == "total" and one["measure"] == "messages"]
    assert total[0]["months"] == 1
    assert total[0]["held_95"] == 1.0
    groups = [one for one in fitted.coverage if one["class"].startswith("groups")]
    assert np.mean([one["held_95"] for one in groups]) > 0.8


def test_the_same_on_any_number_of_workers(log_file, fitted):
    again = fit_log(log_file, base=BASE, timezone="UTC", until="84", ensemble=MEMBERS, seeds=2, workers=2)

    assert np.array_equal(again.fit.weight, fitted.fit.weight)
    assert again.forecast.equals(fitted.forecast)
    assert as_json(again) == as_json(fitted)


def test_the_scenario_is_read_back_and_runs(fitted, tmp_path):
    path = tmp_path / f"{fitted.name}.yaml"
    path.write_text(scenario_text(fitted, tmp_path, "grouplife fit"), encoding="utf-8")
    (tmp_path / f"{fitted.name}_fits.csv").write_text(fits_text(fitted, "grouplife fit"), encoding="utf-8")

    scenario = load_scenario(path)

    assert fitted.name == "own_log"
    assert scenario.groups == scenario_of(fitted).groups
    assert scenario.timeline == scenario_of(fitted).timeline
    assert scenario.behaviour == scenario_of(fitted).behaviour
    assert scenario.groups.count == len(fitted.match.groups)
    assert yaml.safe_load(path.read_text(encoding="utf-8"))["extends"] == "reference_communities"
    assert run(scenario, seed=1, days=20).summary["stillborn_share"] is None


def test_the_tables_name_every_member_and_fit(fitted):
    weights = weights_text(fitted).splitlines()
    assert len(weights) == MEMBERS + 1
    assert weights[0].startswith("member,weight,distance,submodels.death,")
    fits = [line.split(",") for line in fits_text(fitted, "x").splitlines() if not line.startswith("#")]
    assert {len(row) for row in fits} == {len(fits[0])}
    assert "behaviour.opening.base" in fits[0]
    assert "reference.groups.common_ground" in fits[0]
    assert "behaviour.buying.rate" not in fits[0]
    point = dict(zip(fits[0], fits[1], strict=True))
    assert {path: float(point[path]) for path in fitted.point if path in point} == {
        path: value for path, value in fitted.point.items() if path in point
    }
    shares = np.bincount([int(row[1]) for row in fits[2:]], minlength=MEMBERS) / (len(fits) - 2)
    assert np.abs(shares - fitted.fit.weight).max() < 0.011


def test_only_what_recorded_leaves_and_joins_say_is_fitted(log_file):
    history = history_of(read_log(log_file, zone="UTC"), 84)
    matched = match(history, BASE, 28, 4)
    plan = Plan(matched.scenario, draw_ensemble(4, 1, [BASE]), tuple(matched.inflow), (84,), 1)
    runs = [run_one(plan, member, 0) for member in range(4)]
    facts = facts_of_log(history, matched.groups, 84)

    whole = fit_members(facts, runs, 0)
    part = fit_members(facts, runs, 0, joins=False, leaves=False)

    assert {s.family for s in whole.statistics} - {s.family for s in part.statistics} == {
        "joiners",
        "leavers",
    }


def test_sizes_and_inflow_are_those_of_the_log(tmp_path):
    def day(n: int, hour: int = 9) -> str:
        return f"{(START.date().toordinal() + n - 719163) * 86400 + hour * 3600 + 1}"

    rows = [(day(0), f"g{k}", f"m{k}_{j}", "join") for k in range(6) for j in range(10 + 2 * k)]
    rows += [(day(n), f"g{k}", f"m{k}_{n % 10}", "message") for k in range(6) for n in range(60)]
    rows += [(day(n), f"g{k}", f"n{k}_{n}", "join") for k in range(6) for n in range(30, 58)]  # one a day

    history = history_of(read_log(write(tmp_path / "log.csv", rows), zone="UTC"))
    matched = match(history, BASE, 84, 200)

    assert matched.settings["groups.count"] == 6
    assert matched.settings["groups.members_at_start"] == 15
    assert inflow_of(history, np.arange(6))[:2].tolist() == pytest.approx([0.0, 26 / 28])
    grown = growth_timeline(matched.inflow, 6, BASE, 730)
    assert grown["timeline"][0] == {
        "on": 28,
        "set": {"strategy.growth.public_per_day": pytest.approx(6 * 26 / 28, abs=1e-4)},
    }


@pytest.mark.parametrize("sigma", [0.0, 1.0])
def test_how_unevenly_newcomers_came_is_read_off_the_log(sigma):
    rng = np.random.default_rng(3)
    age = np.tile(np.arange(1, 201)[:, None], (1, 60))
    found = []
    for _ in range(15):
        pulls = np.exp(sigma * rng.standard_normal(60))
        joins = np.zeros((200, 60), np.int64)
        joins[8:] = rng.poisson(0.2 * pulls / pulls.mean(), (192, 60))
        history = SimpleNamespace(joins=joins, lives=SimpleNamespace(age=age))
        found.append(newcomers_sigma(history, np.arange(60)))

    assert np.median(found) == pytest.approx(sigma, abs=0.15)


def test_groups_go_together_as_much_as_their_talk_is_of_the_same_people(tmp_path):
    def said(group: str, who: str, times: int) -> list[tuple[str, str, str, str]]:
        return [(f"2026-01-05T09:{n // 60:02d}:{n % 60:02d}", group, who, "message") for n in range(times)]

    rows = said("a", "ann", 30) + said("a", "bob", 40) + said("b", "ann", 30) + said("c", "cid", 9)
    rows.append(("2026-01-05T10:00:00", "d", "ann", "join"))

    history = history_of(read_log(write(tmp_path / "log.csv", rows), zone="UTC"))

    assert history.names == ("a", "b", "c", "d")
    expected = np.eye(4)
    expected[0, 1] = expected[1, 0] = 30 / 50
    assert np.allclose(history.together, expected)


def test_days_after_the_last_event_count_as_silent(tmp_path):
    rows = [
        (f"2026-01-{d:02d}T09:00:{n:02d}", "a", who, "message")
        for d in range(1, 29)
        for n, who in enumerate("abc")
    ]
    log = read_log(write(tmp_path / "log.csv", rows))

    history = history_of(log, 90)

    assert (history.days, int(history.messages[28:].sum())) == (90, 0)
    assert history.lives.dead[89].tolist() == history.lives.silent[89].tolist() == [True]


def test_a_log_without_joins_keeps_the_sizes_of_the_plan(log_file, tmp_path):
    lines = log_file.read_text(encoding="utf-8").splitlines()
    path = tmp_path / "talk.csv"
    path.write_text(
        "\n".join([lines[0], *(x for x in lines if x.endswith("message"))]) + "\n", encoding="utf-8"
    )

    fitted = fit_log(path, base=BASE, timezone="UTC", forecast=28, ensemble=20, seeds=1, workers=1)

    assert "groups.members_at_start" not in fitted.match.settings
    assert "the log does not record joins" in " ".join(note.say("en") for note in fitted.notes)
    assert {"joiners", "leavers"}.isdisjoint(s.family for s in fitted.fit.statistics)
    assert scenario_of(fitted).strategy.growth == BASE.strategy.growth


def test_a_single_group_is_fitted_too_and_a_large_one_is_cut(tmp_path):
    rng = np.random.default_rng(1)
    rows = [("2026-01-05T08:00:00", "a", f"m{n}", "join") for n in range(600)]
    rows += [
        (
            f"2026-{1 + (day + 4) // 28:02d}-{1 + (day + 4) % 28:02d}T09:{n:02d}:01",
            "a",
            f"m{rng.integers(40)}",
            "message",
        )
        for day in range(60)
        for n in range(int(rng.poisson(5)))
    ]

    fitted = fit_log(
        write(tmp_path / "log.csv", rows), base=BASE, ensemble=20, seeds=1, workers=1, forecast=28
    )

    said = " | ".join(note.say("en") for note in fitted.notes)
    assert "cap of 500: 1; they are simulated at the cap" in said
    assert "few groups take part (1)" in said
    assert fitted.match.settings["groups.members_at_start"] == 500
    assert {"talk", "posters", "gini"} <= {s.family for s in fitted.fit.statistics}
    assert "spread" not in {s.family for s in fitted.fit.statistics}
    assert np.isfinite(fitted.fit.noise).all()


def test_inflow_from_outside_is_what_members_do_not_bring():
    assert from_outside(np.array([1.0, 2.0, 3.0]), np.array([0.5, 4.0])).tolist() == [0.5, 0.0, 0.0]
    assert from_outside(np.array([1.0]), np.empty(0)).tolist() == [1.0]


@pytest.mark.parametrize(
    ("rows", "said"),
    [
        ([("2026-01-05T09:00:00", "a", "ann", "join")] * 2, "no message within the days fitted"),
        ([(f"2026-01-{d:02d}T09:00:01", "a", "ann", "message") for d in range(1, 32)], "1 member in all"),
        (
            [(f"2026-01-{d:02d}T09:00:01", "a", who, "message") for d in range(1, 9) for who in "abcdef"],
            "at least 30 messages and 28 days",
        ),
    ],
)
def test_too_little_of_a_log_is_refused(tmp_path, rows, said):
    with pytest.raises(UsageError, match=said):
        fit_log(write(tmp_path / "log.csv", rows), ensemble=20, workers=1)


def test_wrong_numbers_are_refused(log_file):
    log = read_log(log_file, zone="UTC")
    assert days_until(log, "2026-01-31") == days_until(log, "27") == 27
    assert days_until(log, str(log.days + 30)) == log.days + 30
    for until in ("tomorrow", "0", "10000", "2020-01-01", "²", "①", "9" * 5000, ""):
        with pytest.raises(UsageError, match="--until: given"):
            days_until(log, until)
    for seeds in (0, -1, 100_001):
        with pytest.raises(UsageError, match=f"--seeds must be a whole number from 1 to 100000, not {seeds}"):
            fit_log(log_file, seeds=seeds)
    with pytest.raises(UsageError, match="--ensemble: given 5"):
        fit_log(log_file, ensemble=5)
    with pytest.raises(UsageError, match="--forecast: given 5"):
        fit_log(log_file, timezone="UTC", forecast=5)
    with pytest.raises(UsageError, match="did you mean baseline"):
        fit_log(log_file, base="baselin")


@needs_houston
def test_the_houston_log_is_read():
    log = read_log(HOUSTON, zone="UTC")
    history = history_of(log, 120)

    assert (log.members, len(log.groups), log.days) == (71, 16, 418)
    assert (len(history.names), history.people, int(history.messages.sum())) == (11, 29, 451)
    assert history.messages[:, history.names.index("datajam")].sum() == 106


@needs_houston
@pytest.mark.slow
def test_the_rest_of_the_houston_year_lies_within_the_intervals():
    fitted = fit_log(HOUSTON, base=BASE, timezone="UTC", until="120", ensemble=60, seeds=2)

    assert len(fitted.match.groups) == 11
    for one in fitted.coverage:
        assert one["months"] >= 10
        assert one["held_95"] >= 0.9, one
        assert one["held_80"] >= 0.6, one
    known = fitted.forecast[(fitted.forecast["kind"] == "total") & (fitted.forecast["name"] == "known")]
    assert (known["low_80"] <= known["median"]).all()
    assert (known["median"] <= known["high_80"]).all()
