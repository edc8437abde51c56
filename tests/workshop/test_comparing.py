"""The page "compare" without a browser: what is run, and that its numbers are those of `grouplife compare`."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from simulation import compare, load_scenario
from simulation.errors import UsageError
from simulation.scenario import scenario_hash
from simulation.workshop.comparing import (
    KEPT,
    WORLD,
    Arm,
    Contest,
    Strategy,
    arms,
    command,
    contest_of,
    files,
    first_contest,
    keep,
)
from simulation.workshop.compute import Laboratory
from simulation.workshop.contest import NOBODY, Outcome
from simulation.workshop.contest_words import answer, contest_chart, crossing_lines, end_table, when_line
from simulation.workshop.state import State, from_query
from simulation.workshop.working import Answer

pytestmark = pytest.mark.xdist_group("laboratory")
SMALL = State(base="baseline").set(
    {"days": 120, "groups.count": 3, "groups.members_at_start": 50, "market.people": 1500}
)
THREE = Contest(who=(Strategy(mine=True), Strategy(base="coupon_spam"), Strategy(base="value_content")))
SEEDS = range(1, 11)


@pytest.fixture(scope="module")
def ran(lab: Laboratory) -> tuple[list[Arm], list[list[Answer]]]:
    found = arms(THREE, SMALL)
    runs = lab.ask_runs("a", [arm.scenario for arm in found], SEEDS, "compare")
    assert runs.wait(len(SEEDS), 280.0) == len(SEEDS)
    return found, runs.answers()


def test_the_numbers_are_those_of_the_command_with_the_same_seeds(ran) -> None:
    found, answers = ran
    same = compare([arm.scenario for arm in found], len(SEEDS), 0, 1, workers=1)
    shown = Outcome(found, answers, "money")
    assert shown.names == same.names
    assert len(shown.ends) >= 6
    for kind in ("scenarios", "differences"):
        for name, measures in shown.effects[kind].items():
            for measure, said in measures.items():
                meant = same.effects[kind][name][measure]
                assert said["mean"] == meant["mean"]
                assert said["luck"] == pytest.approx(meant["luck"], nan_ok=True)
    crossings = {(one.leader, one.other): one.day for one in shown.crossings}
    meant_days = {}
    for pair, one in same.crossing.items():
        if one["day"] is not None:
            leader = same.names.index(one["leader"])
            (other,) = {same.names.index(name) for name in same.names if name in pair} - {leader}
            meant_days[leader, other] = one["day"]
    assert crossings == meant_days


def test_a_leader_is_ahead_of_every_other_beyond_luck_that_day(ran) -> None:
    shown = Outcome(*ran, "activity")
    assert len(shown.leaders) == 120
    assert set(shown.leaders) - {NOBODY}, "somebody leads on some day"
    for day in range(0, 120, 7):
        leader = shown.leaders[day]
        for other in {0, 1, 2} - {leader}:
            gaps = shown.series[leader][:, day] - shown.series[other][:, day]
            if leader != NOBODY:
                half = 2.2621571627409915 * gaps.std(ddof=1) / np.sqrt(len(gaps))  # Student's t, 10 runs
                assert gaps.mean() - half > 0
    assert shown.spans[0].first == 1
    assert shown.spans[-1].last == 120


def test_few_runs_name_no_leader_and_say_so(ran) -> None:
    found, answers = ran
    shown = Outcome(found, [runs[:4] for runs in answers], "money")
    assert shown.leaders == []
    assert "Too few" in answer(shown, "en")
    assert when_line(shown, "en") == ""
    assert crossing_lines(shown, "en") == []
    assert "gl-clear" not in end_table(shown, "en"), "nothing is called beyond luck"
    contest_chart(shown, "en")


def test_only_seeds_that_every_strategy_was_run_with_count(ran) -> None:
    found, answers = ran
    shown = Outcome(found, [answers[0], answers[1][1:], answers[2][:-1]], "money")
    assert shown.seeds == tuple(range(2, 10))


def test_the_same_strategy_twice_differs_in_nothing(ran, lab: Laboratory) -> None:
    contest = Contest(who=(Strategy(mine=True), Strategy(mine=True)))
    found = arms(contest, SMALL)
    assert len({arm.scenario.name for arm in found}) == 2
    runs = ran[1][0]
    shown = Outcome(found, [runs, runs], "trust")
    assert set(shown.leaders) == {NOBODY}
    assert "alike" in answer(shown, "en")
    assert shown.crossings == []
    assert "no difference" in end_table(shown, "en")


def test_everything_is_said_in_both_languages(ran) -> None:
    for by in ("survival", "activity", "trust", "money", "referral"):
        chinese = Outcome(arms(THREE, SMALL.with_(lang="zh")), ran[1], by)
        said = answer(chinese, "zh") + when_line(chinese, "zh") + " ".join(crossing_lines(chinese, "zh"))
        assert "第 120 天" in said
        assert not any(word in said for word in ("day", "ahead", "luck"))
        drawn = contest_chart(chinese, "zh")
        assert drawn.data["text"].dropna().nunique() == 3
        assert (drawn.data["from"].notna()).sum() == len(chinese.spans)


def test_titles_are_escaped_in_the_table(ran) -> None:
    _, answers = ran
    wild = Contest(who=(Strategy(base="baseline", file="<script>x"), *THREE.who[1:]))
    shown = Outcome(arms(wild, SMALL), answers, "money")
    assert "<script>" not in end_table(shown, "en")


# ---------------------------------------------------------------------------------------- what is run


def test_the_first_ones_world_is_laid_over_all_and_only_that() -> None:
    found = arms(THREE, SMALL)
    first = found[0].scenario
    for arm, base in zip(found[1:], ("coupon_spam", "value_content"), strict=True):
        assert arm.scenario.market == first.market
        assert arm.scenario.days == first.days == 120
        assert arm.scenario.groups.count == 3
        assert arm.scenario.strategy == load_scenario(base).strategy
        assert arm.scenario.operators == load_scenario(base).operators
        assert arm.laid
    assert found[0].laid == ()
    apart = arms(THREE.model_copy(update={"same": False}), SMALL)
    assert apart[1].scenario.groups.count == load_scenario("coupon_spam").groups.count
    assert "market" in WORLD


def test_the_files_say_what_was_run_and_the_command_names_them(tmp_path: Path) -> None:
    found = arms(THREE, SMALL)
    written = files(found)
    for (name, text), arm in zip(written, found, strict=True):
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        assert scenario_hash(load_scenario(path)) == scenario_hash(arm.scenario)
        assert path.stem == arm.scenario.name
    assert all(name in command(found, 7, 30) for name, _ in written)
    assert "--ensemble" in command(found, 7, 30)
    assert "--seed 7" in command(found, 7, 30)


def test_a_link_holds_the_choice() -> None:
    contest = Contest(
        who=(
            Strategy(mine=True),
            Strategy(base="coupon_spam", changes={"strategy.coupon.depth": 0.1}, file="ours"),
        ),
        by="trust",
        same=False,
    )
    state = keep(SMALL.with_(tab="compare"), contest)
    again = from_query(state.query())
    assert contest_of(again) == (contest, "")
    assert [scenario_hash(a.scenario) for a in arms(contest, state)] == [
        scenario_hash(a.scenario) for a in arms(contest_of(again)[0], again)
    ]


@pytest.mark.parametrize(
    "kept",
    [
        "nonsense",
        {"who": []},
        {"who": [{"base": "baseline"}] * 5},
        {"who": [{"base": "no such"}, {"mine": True}]},
        {"who": [{"base": "baseline", "changes": {"no.such.path": 1}}, {"mine": True}]},
        {"who": [{"mine": True}, {"mine": True}], "by": "luck"},
    ],
)
def test_a_choice_that_cannot_be_read_gives_one_message_and_the_usual_one(kept: object) -> None:
    state = SMALL.with_(more={KEPT: kept})
    contest, trouble = contest_of(state)
    assert contest == first_contest(state)
    assert "cannot be read" in trouble
    assert "无法读取" in contest_of(state.with_(lang="zh"))[1]


def test_one_starts_with_ones_own_setting_against_what_it_was_made_from() -> None:
    assert first_contest(SMALL).who == (Strategy(mine=True), Strategy(base="baseline"))
    fresh = first_contest(State(base="baseline"))
    assert fresh.who[0].mine
    assert fresh.who[1].base not in ("", "baseline")


def test_more_than_a_link_can_hold_is_refused() -> None:
    words = np.random.default_rng(1).bytes(6000).hex()
    changes = {f"strategy.x{k}": words[60 * k : 60 * k + 60] for k in range(190)}
    one = Strategy(base="baseline", changes=changes)
    with pytest.raises(UsageError, match="too much for a link"):
        keep(SMALL, Contest(who=(one, Strategy(mine=True))))
