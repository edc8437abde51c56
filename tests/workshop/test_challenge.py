"""Challenges: sound as declared, practised with what an operator sees, scored fairly with fresh seeds."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from simulation.errors import UsageError
from simulation.model.definitions import DAILY
from simulation.report.numbers import LANGUAGES
from simulation.scenario import diff
from simulation.workshop import tournament as module
from simulation.workshop.challenges import (
    Budget,
    Challenge,
    as_state,
    challenges,
    check,
    fitting,
    practice_seeds,
    setting,
)
from simulation.workshop.compute import SEEDS, Laboratory
from simulation.workshop.room import MAX_NAME, Rooms
from simulation.workshop.scoring import START, Score, board, overruns, score_of
from simulation.workshop.seen import Hidden, as_seen, hidden_sentences, hidden_side, practice_charts
from simulation.workshop.session import Session, visitor_of
from simulation.workshop.state import State, from_query, to_yaml
from simulation.workshop.tournament import FRESH_FROM, PER_VISITOR, Tournament
from simulation.workshop.working import run_light

pytestmark = pytest.mark.xdist_group("laboratory")
COUPONS = "strategy.calendar:coupon"
WORDS = {"en": "words", "zh": "词"}
#: One that runs in a hundredth of a second.
SMALL = Challenge.model_validate(
    {
        "name": "small",
        "title": WORDS,
        "task": WORDS,
        "base": "baseline",
        "set": {"days": 60, "groups.count": 4, "groups.members_at_start": 40, "market.people": 1000},
        "goal": {"value": "incremental_profit_day_30", "better": "more", "scale": "money", "title": WORDS},
        "budgets": (
            {"value": "operator_hours_day_30 * 7 / 30", "at_most": 40, "title": WORDS, "unit": WORDS},
        ),
        "levers": (COUPONS, "strategy.coupon.depth", "operators.hours_per_day", "strategy.kocs.per_group"),
    }
)


def score(*goal: float, hours: float = 10.0) -> Score:
    return Score(np.array(goal), (hours,), Hidden())


@pytest.fixture
def room() -> Tournament:
    return Tournament(Rooms())


# ---------------------------------------------------------------------------------------- as declared


@pytest.mark.parametrize("name", sorted(challenges()))
def test_a_challenge_can_be_played_with_every_lever_it_allows(name: str) -> None:
    one = challenges()[name]
    check(one)
    assert all(getattr(one.task, lang) for lang in LANGUAGES)
    assert not any(budget.hidden for budget in one.budgets)
    for key, control in one.controls.items():
        end = control.options[-1] if control.options else True if control.kind == "switch" else control.high
        moved = setting(one, fitting(one, {key: end}, "en"))
        path = control.path
        assert all(changed.startswith(path) for changed, _, _ in diff(one.start, moved)), key


@pytest.mark.parametrize("name", sorted(challenges()))
def test_the_goal_and_every_budget_have_a_value_in_a_run_of_what_is_handed_out(name: str) -> None:
    one = challenges()[name]
    found = score_of(one, [run_light(one.start, 1), run_light(one.start, 2)])
    assert found.mean is not None
    assert None not in found.budgets


def test_a_budget_nobody_can_see_is_refused() -> None:
    with pytest.raises(ValueError, match="nobody can see"):
        Budget.model_validate({"value": "trust_day_91", "at_least": 0.5, "title": WORDS})


def test_a_lever_a_measure_and_a_day_there_is_not_are_refused() -> None:
    with pytest.raises(UsageError, match=r"strategy\.nothing"):
        check(SMALL.model_copy(update={"levers": ("strategy.nothing",)}))
    late = SMALL.goal.model_copy(update={"value": "incremental_profit_day_180"})
    with pytest.raises(UsageError, match="beyond day 60"):
        check(SMALL.model_copy(update={"goal": late}))
    with pytest.raises(ValueError, match="did you mean"):
        Budget.model_validate({"value": "operator_hour_day_180", "at_most": 1, "title": WORDS})


@pytest.mark.parametrize(
    "values",
    [
        {"strategy.growth.public_per_day": 5},  # no lever of this one
        {COUPONS: 1e9},
        {COUPONS: "many"},
        {"strategy.kocs.per_group": 2.5},
        {"operators.hours_per_day": True},
        [1, 2],
        {"market.people": 10},
    ],
)
def test_a_link_cannot_set_what_the_challenge_does_not_allow(values: object) -> None:
    for lang in LANGUAGES:
        with pytest.raises(UsageError):
            fitting(SMALL, values, lang)


def test_a_link_restores_the_plan_and_the_file_holds_it() -> None:
    values = {COUPONS: 2, "strategy.coupon.depth": 0.1}
    kept = State(tab="challenge", base="baseline", more={"challenge": {"name": "small", "set": values}})
    assert from_query(kept.query()).more["challenge"]["set"] == values
    state = as_state(SMALL, values, kept)
    assert state.scenario() == setting(SMALL, values)
    assert "depth: 0.1" in to_yaml(state)


# ---------------------------------------------------------------------------------------- who sees what


def test_of_a_try_only_what_an_operator_sees_remains() -> None:
    answers = [run_light(SMALL.start, seed) for seed in practice_seeds(SMALL)]
    seen = as_seen(SMALL, answers)
    for world in seen.worlds:
        assert world
        assert {DAILY[name].observability for name in world} == {"observable"}
    kept = {field.name for field in dataclasses.fields(seen)}
    assert not kept & {"trust", "fatigue", "mutes", "opened", "profit", "incremental"}
    assert seen.goal is None, "it counts profit against no groups, which nobody sees"
    assert seen.budgets[0] == pytest.approx(
        np.mean([run.summary["operator_hours_day_30"] for run in answers]) * 7 / 30
    )
    for lang in LANGUAGES:
        charts = practice_charts(seen, seen, SMALL.start, lang)
        assert len(charts) == 6
        told = " ".join(f"{one.title} {one.unit} {one.alt}" for one in charts).lower()
        for word in ("trust", "fatigue", "muted", "incremental", "信任", "疲劳", "免打扰", "增量"):
            assert word not in told


def test_a_goal_that_all_can_see_is_seen_in_a_try() -> None:
    goal = SMALL.goal.model_copy(update={"value": "orders_day_30"})
    seen = as_seen(SMALL.model_copy(update={"goal": goal}), [run_light(SMALL.start, 1)])
    assert seen.goal is not None
    assert seen.goal > 0


def test_the_hidden_side_says_what_would_have_come_anyway() -> None:
    answers = [run_light(SMALL.start, seed) for seed in range(1, 5)]
    hidden = hidden_side(answers)
    assert hidden.incremental == pytest.approx(
        np.mean([run.daily["cumulative_incremental_profit"][-1] for run in answers])
    )
    assert hidden.anyway > 0
    assert 0 <= hidden.trust <= 1
    told = " ".join(hidden_sentences(hidden, 60, "en"))
    assert f"{hidden.anyway:,.0f}" in told
    assert hidden_sentences(hidden_side([]), 60, "zh") == []


# ---------------------------------------------------------------------------------------- scores


def scored(room: Tournament, lab: Laboratory) -> dict[str, Score]:
    wanted = len(room.entries(SMALL)) + 1
    for _ in range(600):
        room.advance(lab, SMALL, "en")
        if len(found := room.scores(SMALL)) == wanted:
            return found
        lab.ask("wait", []).wait(1, 0.1)
        with lab.changed:
            lab.changed.wait(0.2)
    raise AssertionError("not scored")


def test_everybody_is_scored_with_the_same_fresh_seeds_which_no_try_has_used(
    room: Tournament, lab: Laboratory
) -> None:
    seeds = room.stage().seeds
    assert len(seeds) == SEEDS
    assert seeds[0] >= FRESH_FROM > max(practice_seeds(SMALL))
    first = room.submit("one", "A", SMALL, {COUPONS: 0}, "en")
    second = room.submit("two", "B", SMALL, {COUPONS: 0}, "en")
    third = room.submit("three", "C", SMALL, {COUPONS: 20}, "en")
    found = scored(room, lab)
    assert np.array_equal(found[first.id].goal, found[second.id].goal), "one plan, one score"
    assert not np.array_equal(found[first.id].goal, found[third.id].goal)
    by_hand = run_light(setting(SMALL, {COUPONS: 20}), seeds[4]).summary["incremental_profit_day_30"]
    assert found[third.id].goal[4] == by_hand
    assert START in found
    rows = board(SMALL, [(one.id, one.team) for one in room.entries(SMALL)], found, "en")
    assert {row.team for row in rows if row.shared} >= {"A", "B"}
    room.renew()
    assert room.stage().seeds != seeds
    assert room.entries(SMALL) == []
    assert room.scores(SMALL) == {}


def test_runs_that_failed_are_asked_for_again_before_a_score_is_kept(room: Tournament) -> None:
    lab = Laboratory(workers=2)
    try:
        assert lab.ask_runs("first", [SMALL.start], [1]).wait(1, 240.0) == 1
        shut(lab)  # now no worker can be started: every run fails
        entry = room.submit("one", "A", SMALL, {COUPONS: 0}, "en")
        runs = lab.ask_runs(
            f"challenge 1 {entry.id} 0", [setting(SMALL, {COUPONS: 0})], room.stage().seeds, "small"
        )
        assert runs.wait(SEEDS, 240.0) == SEEDS
        assert len(runs.answers()[0]) < SEEDS  # a worker may have finished what it had in hand
        room.advance(lab, SMALL, "en")
        assert room.scores(SMALL) == {}, "not kept as it is"
        for lane in lab.lanes:
            lane._closed = False
        found = scored(room, lab)[entry.id]
        assert found.failed == 0
        assert not np.isnan(found.goal).any()
    finally:
        lab.close()


def test_runs_that_fail_again_and_again_are_counted_in_the_note(room: Tournament) -> None:
    lab = Laboratory(workers=2)
    try:
        assert lab.ask_runs("first", [SMALL.start], [1]).wait(1, 240.0) == 1
        shut(lab)
        entry = room.submit("one", "A", SMALL, {}, "en")
        found = scored(room, lab)
        failed = found[entry.id].failed
        assert failed > SEEDS // 2
        for lang, said in (("en", f"{failed} of {SEEDS} runs failed"), ("zh", f"{failed} 次失败")):
            (row,) = (row for row in board(SMALL, [(entry.id, "A")], found, lang) if row.team == "A")
            assert said in row.note
    finally:
        lab.close()


def shut(lab: Laboratory) -> None:
    """End the workers, and let none be started."""
    for lane in lab.lanes:
        lane.close()


def test_what_half_of_the_seeds_did_not_give_is_no_mean() -> None:
    answers = [run_light(SMALL.start, seed) for seed in (1, 2)]
    found = score_of(SMALL, [*answers, None, None, None])
    assert found.failed == 3
    assert found.mean is None
    assert found.budgets == (None,)
    assert score_of(SMALL, [*answers, None]).budgets != (None,)


def test_a_score_of_a_round_that_is_over_is_not_kept(room: Tournament) -> None:
    before = room.stage()
    room.renew()
    room.score(SMALL, "x", score(1.0, 2.0), before.number)
    assert room.scores(SMALL) == {}


def test_places_are_shared_where_luck_may_have_made_the_order() -> None:
    rng = np.random.default_rng(1)
    luck = rng.normal(0, 100, 30)
    scores = {
        "a": score(*(1000 + luck)),
        "b": score(*(999 + luck + rng.normal(0, 10, 30))),
        "c": score(*(900 + luck)),
    }
    rows = board(SMALL, [("c", "C"), ("b", "B"), ("a", "A")], scores, "en")
    assert [(row.team, row.place, row.shared) for row in rows] in (
        [("A", 1, True), ("B", 1, True), ("C", 3, False)],
        [("B", 1, True), ("A", 1, True), ("C", 3, False)],
    )
    assert "tie" in rows[0].note
    assert rows[2].spread, "with its interval"


def test_who_overruns_the_budget_is_disqualified_with_the_amount() -> None:
    scores = {"a": score(1000.0, 1001.0, hours=52.5), "b": score(1.0, 2.0, hours=40.0)}
    assert [missed for _, missed in overruns(SMALL, scores["a"])] == [12.5]
    rows = board(SMALL, [("a", "A"), ("b", "B")], scores, "en")
    assert [row.team for row in rows] == ["B", "A"], "however much it earned"
    assert rows[1].state == "out"
    assert "12" in rows[1].note
    assert "40" in rows[1].note
    assert "取消资格" in board(SMALL, [("a", "A")], scores, "zh")[0].note


def test_where_less_is_better_the_least_is_first() -> None:
    goal = SMALL.goal.model_copy(update={"better": "less"})
    other = SMALL.model_copy(update={"goal": goal})
    rows = board(other, [("a", "A"), ("b", "B")], {"a": score(5.0, 5.1), "b": score(1.0, 1.1)}, "en")
    assert [row.team for row in rows] == ["B", "A"]


def test_a_plan_without_a_value_has_no_place() -> None:
    rows = board(
        SMALL, [("a", "A"), ("b", "B")], {"a": score(np.nan, np.nan, 1.0), "b": score(1, 2, 3)}, "en"
    )
    assert [(row.team, row.state) for row in rows] == [("B", "placed"), ("A", "valueless")]


# ---------------------------------------------------------------------------------------- the room


def test_a_team_submits_once_under_a_name_of_its_own(room: Tournament) -> None:
    entry = room.submit("one", "  <b>Rot\u202e</b>" + "x" * 100, SMALL, {}, "en")
    assert len(entry.team) <= MAX_NAME
    assert "\u202e" not in entry.team
    for session, team, why in (
        ("one", "Other", "in this round"),
        ("two", entry.team.upper(), "of that name"),
    ):
        with pytest.raises(UsageError, match=why):
            room.submit(session, team, SMALL, {}, "en")
    with pytest.raises(UsageError, match="队名"):
        room.submit("two", "\n\u200b", SMALL, {}, "zh")
    assert room.mine("one", SMALL) == entry
    assert room.mine("two", SMALL) is None


def test_submissions_are_capped_by_visitor_and_by_room(
    room: Tournament, monkeypatch: pytest.MonkeyPatch
) -> None:
    for k in range(PER_VISITOR):
        room.submit("greedy", f"T{k}", SMALL, {}, "en")
        room.renew()
    with pytest.raises(UsageError, match=str(PER_VISITOR)):
        room.submit("greedy", "more", SMALL, {}, "en")
    monkeypatch.setattr(module, "MOST_TEAMS", 2)
    room.submit("a", "A", SMALL, {}, "en")
    room.submit("b", "B", SMALL, {}, "en")
    with pytest.raises(UsageError, match="full"):
        room.submit("c", "C", SMALL, {}, "en")


def test_a_plan_beyond_the_levers_is_not_taken(room: Tournament) -> None:
    with pytest.raises(UsageError):
        room.submit("a", "A", SMALL, {"strategy.kocs.per_group": 50_000}, "en")
    assert room.entries(SMALL) == []


def test_what_is_closed_opens_again_but_not_what_was_revealed(room: Tournament) -> None:
    room.choose("small")
    room.close()
    with pytest.raises(UsageError, match="closed"):
        room.submit("a", "A", SMALL, {}, "en")
    room.close(False)
    room.submit("a", "A", SMALL, {}, "en")
    room.reveal()
    room.close(False)
    assert room.stage().closed
    room.renew()
    stage = room.stage()
    assert (stage.closed, stage.revealed, stage.challenge, stage.number) == (False, False, "small", 2)


def test_emptying_the_room_forgets_votes_too(room: Tournament) -> None:
    shared = Rooms()
    other = Tournament(shared)
    shared.put("room", "votes K1", "x", "yes")
    other.submit("a", "A", SMALL, {}, "en")
    other.forget()
    assert shared.topics("room") == ["stage"]
    assert other.stage().number == 2


def test_a_browser_that_loads_the_page_again_keeps_its_team_and_its_tries(room: Tournament) -> None:
    before, again = (
        Session(id_, {}, None, lambda: None, visitor=visitor_of(cookie, id_))  # type: ignore[arg-type]
        for id_, cookie in (
            ("one", "2|d42187ca|96eea599753d73dd7b68ca1b4b5ab27f|1795344630"),
            ("two", "2|6b757db8|29ba5febca6989afc43c3069f40e480d|1795344630"),
        )
    )
    assert before.id != again.id
    room.practise(before.visitor, SMALL, {COUPONS: 3})
    room.practise(again.visitor, SMALL, {COUPONS: 3})
    assert [one.values for one in room.tries(again.visitor, SMALL)] == [{COUPONS: 3}]
    room.submit(before.visitor, "A", SMALL, {}, "en")
    with pytest.raises(UsageError, match="in this round"):
        room.submit(again.visitor, "B", SMALL, {}, "en")
    assert room.mine(again.visitor, SMALL) is not None
    room.practise(again.visitor, SMALL, {COUPONS: 4})
    assert len(room.tries(again.visitor, SMALL)) == 1, "it is over"
    room.renew()
    assert room.tries(again.visitor, SMALL) == []
    for k in range(SMALL.practices + 2):
        room.practise(again.visitor, SMALL, {COUPONS: k})
    assert len(room.tries(before.visitor, SMALL)) == SMALL.practices
