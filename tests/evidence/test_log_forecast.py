"""Weighing members and drawing futures, on small made-up runs."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulation.evidence.log.facts import Facts, facts_of
from simulation.evidence.log.forecast import Draws, Misfit, State, draw_futures, misfit_of
from simulation.evidence.log.learned import learn, resampled
from simulation.evidence.log.scoring import coverage, intervals
from simulation.evidence.log.simulate import Run
from simulation.evidence.log.weights import Statistic, natural, statistics_of, weigh, weighted_quantiles


def made_run(member: int, daily: list[int], days: int = 140, active: int = 3) -> Run:
    """A run whose groups speak so much every day."""
    messages = np.tile(np.array(daily, dtype=np.uint16), (days, 1))
    heads = np.full_like(messages, active)
    facts = Facts(*(np.zeros((0, len(daily))) for _ in range(4)), *(np.zeros(len(daily)) for _ in range(5)))
    return Run(member, messages, heads, np.full(len(daily), days), (facts,))


def state(recent: list[int], life: list[int], age: int = 56) -> State:
    return State(np.full(len(recent), age), np.array(recent), np.array(life), np.full(len(recent), 3))


def test_a_group_goes_on_as_simulated_groups_that_stood_alike():
    runs = [made_run(0, [1, 1, 1, 10, 10, 10])]

    draws = draw_futures(state([28, 280], [56, 560]), runs, np.array([1.0]), 3, draws=200)

    assert np.abs(np.median(draws.messages, axis=0) - [[28] * 3, [280] * 3]).max() <= 3


def test_what_a_like_group_did_is_scaled_to_the_level_of_the_log():
    runs = [made_run(0, [2, 2, 2])]

    draws = draw_futures(state([84], [168]), runs, np.array([1.0]), 2, draws=200)

    assert np.median(draws.messages) == pytest.approx(84, rel=0.05)


def test_futures_come_from_the_members_that_count():
    runs = [made_run(0, [1] * 5), made_run(1, [1] * 5)]
    runs[1].messages[60:] = 0

    silent = draw_futures(state([28], [56]), runs, np.array([0.0, 1.0]), 2, draws=100)
    alive = draw_futures(state([28], [56]), runs, np.array([1.0, 0.0]), 2, draws=100)

    assert (silent.messages[:, :, 1] == 0).all()
    assert (alive.messages > 0).all()
    assert silent.series()["known", "silent"][:, 1].tolist() == [1] * 100


def test_groups_founded_later_come_on_top_at_the_rate_seen():
    runs = [made_run(0, [1] * 5)]
    founding = State(np.array([56]), np.array([28]), np.array([56]), np.array([3]), founded=(12, 6.0))

    draws = draw_futures(founding, runs, np.array([1.0]), 3, draws=800)

    # two a month, each from a random day on: in its first month half of 28 messages
    assert draws.messages_new.mean(axis=0) == pytest.approx([29, 88, 146], rel=0.15)
    assert (draws.series()["all", "messages"] >= draws.series()["known", "messages"]).all()


def test_misfit_widens_the_intervals_and_keeps_the_mean():
    runs = [made_run(0, [4] * 5)]

    tight = draw_futures(state([112], [224]), runs, np.array([1.0]), 2, draws=4000).messages
    wide = draw_futures(state([112], [224]), runs, np.array([1.0]), 2, Misfit(0.3, 0.3), draws=4000).messages

    assert wide.std() > 20 * max(1.0, tight.std())
    assert wide.mean() == pytest.approx(tight.mean(), rel=0.05)


def test_misfit_grows_with_what_forecasts_of_the_window_left_unexplained():
    drawn = np.random.default_rng(1).poisson(50, (500, 10, 2))
    nothing = np.zeros((500, 2), dtype=np.int64)
    draws = Draws(drawn, drawn, nothing, nothing)

    good = misfit_of([(draws, np.full((10, 2), 50))])
    bad = misfit_of([(draws, np.full((10, 2), 200))])

    assert good.held == bad.held == 20
    assert good.own < 0.3 < bad.own
    assert good.common < bad.common <= 1.0


def test_groups_in_which_the_same_people_talk_fall_silent_together():
    runs = [made_run(0, [1] * 6)]
    runs[0].messages[56:, :3] = 0  # of six alike, three fall silent
    there = state([28] * 5, [56] * 5)

    apart, same = (
        draw_futures(replace(there, together=together), runs, np.array([1.0]), 2, draws=4000).messages
        for together in (np.eye(5), np.ones((5, 5)))
    )

    assert np.array_equal(np.unique((same[:, :, 1] == 0).sum(axis=1)), [0, 5])
    assert same[:, :, 1].sum(axis=1).std() > 2 * apart[:, :, 1].sum(axis=1).std()
    for groups in (apart, same):  # each by itself fares as before
        assert (groups[:, :, 1] == 0).mean(axis=0) == pytest.approx([0.5] * 5, abs=0.04)


def test_a_group_is_forecast_dead_by_the_rule_that_judges_the_model():
    runs = [made_run(0, [1] * 6)]
    runs[0].messages[56:, :3] = 0  # of six alike, three fall silent
    first = np.array([100, 280, 0, 2800])  # none judged below a tenth: 28 of 280 is not dead, 28 of 2800 is
    there = replace(state([28] * 4, [56] * 4), first=first)

    draws = draw_futures(there, runs, np.array([1.0]), 2, draws=1000)

    assert draws.dead is not None
    chance = draws.dead[:, :, 1].mean(axis=0)
    assert chance == pytest.approx([0.5, 0.5, 0.0, 1.0], abs=0.06)
    assert np.array_equal(draws.series()["known", "dead"], draws.dead.sum(axis=1))
    assert ("known", "dead") not in replace(draws, first=None).series()


def test_draws_are_the_same_for_the_same_seed():
    runs = [made_run(0, [1, 2, 3]), made_run(1, [2, 3, 4])]
    one, two = (
        draw_futures(state([28], [56]), runs, np.array([0.5, 0.5]), 2, Misfit(0.2, 0.2)) for _ in range(2)
    )

    assert np.array_equal(one.messages, two.messages)


# --- weights


@given(st.lists(st.floats(0.0, 50.0), min_size=4, max_size=60), st.floats(1.0, 40.0))
def test_enough_members_count_and_nearer_ones_never_less(distance, least):
    weight, width, ess = weigh(np.array(distance), least)

    assert weight.sum() == pytest.approx(1.0)
    assert width >= 1.0
    assert ess >= min(least, len(distance) / 2) - 1e-6
    order = np.argsort(distance)
    assert (np.diff(weight[order]) <= 1e-12).all()


def test_members_equally_far_count_alike_and_the_kernel_stays_narrow():
    weight, width, ess = weigh(np.full(50, 3.0))

    assert np.allclose(weight, 0.02)
    assert (width, ess) == (1.0, pytest.approx(50))


def test_statistics_of_two_groups_by_hand():
    messages = np.zeros((60, 4), dtype=np.int64)
    messages[:28] = [1, 2, 1, 0]  # the last group never speaks
    messages[28:56, 0] = 1
    active = np.minimum(messages, 1) * 3
    active[:56, :3] = 3
    people = np.array([0, 0, 1, 2]), np.array([0, 0, 0, 59]), np.array([3, -1, 0, 59])
    facts = facts_of(
        messages, active, np.array([0.5, 0.7, 0.6, np.nan]), np.array([True, True, True, False]), people, 28,
        (np.array([10, 10, 10, 0]), np.array([1, 0, 2, 0])), 60,
    )  # fmt: skip

    found = {f"{s.family}.{s.name}": (s, value) for s, value in statistics_of(facts).items()}

    def value(name: str) -> float:
        return natural(*found[name])

    assert facts.groups == 3
    assert value("talk.day_0_7") == pytest.approx(4 / 3)
    assert value("talk.day_28_56") == pytest.approx(1 / 3)
    assert value("posters.day_28") == pytest.approx(3)
    assert value("gini.posters") == pytest.approx(0.6)
    assert value("joiners.posted") == pytest.approx(
        2.5 / 4
    )  # two of three seen for 28 days, with half a one each way
    assert value("leavers.left") == pytest.approx(3.5 / 31)
    assert value("deaths.dead_day_56") == value("deaths.silent_day_56") == pytest.approx(2 / 3)
    assert value("talk_left.day_56_p50") == 0.0


def test_weighted_quantiles_follow_the_weights():
    values = np.array([1.0, 2.0, 3.0, 10.0])

    assert weighted_quantiles(values, np.array([1, 1, 1, 1e-9]), [0.5]) == pytest.approx([2.0])
    assert weighted_quantiles(values, np.array([1e-9, 1e-9, 1e-9, 1]), [0.5]) == pytest.approx(
        [10.0], abs=0.01
    )


# --- what is learned


def test_only_a_parameter_that_moves_the_weights_is_told():
    rng = np.random.default_rng(3)
    columns = {f"p{n}": rng.random(200) for n in range(40)}
    weight, _, _ = weigh(8.0 * np.abs(columns["p7"] - 0.3))

    found = learn(columns, weight)

    assert found[0].path == "p7"
    assert [one.path for one in found if one.told] == ["p7"]
    assert found[0].width < 0.7
    assert found[0].posterior[1] == pytest.approx(0.3, abs=0.1)
    assert not any(one.told for one in learn(columns, np.full(200, 1 / 200)))


def test_members_come_into_the_table_as_often_as_they_count():
    rows = resampled(np.array([0.5, 0.3, 0.2, 0.0]), 100, 1)

    assert np.bincount(rows, minlength=4).tolist() == [50, 30, 20, 0]


# --- scores


def test_coverage_is_counted_by_hand():
    spans = {
        f"{end}_{level}": value for level in (50, 80, 95) for end, value in (("low", 1.0), ("high", 3.0))
    }
    rows = [
        {"kind": kind, "name": name, "measure": "messages", "observed": seen, **spans,
         **{f"holds_{level}": level / 100 for level in (50, 80, 95)}}
        for kind, name, seen in (("total", "known", 2.0), ("total", "known", 4.0), ("total", "known", np.nan),
                                 ("group", "a", 1.0), ("group", "b", 0.0))
    ]  # fmt: skip

    found = {(one["class"], one["measure"]): one for one in coverage(pd.DataFrame(rows), {"a": 9, "b": 1})}

    assert found["total", "messages"]["months"] == 2
    assert found["total", "messages"]["held_80"] == 0.5
    assert found["groups that talked more", "messages"]["held_50"] == 1.0
    assert found["groups that talked less", "messages"]["held_95"] == 0.0
    assert coverage(pd.DataFrame(rows)[:0], {"a": 1}) == []


@given(st.lists(st.integers(0, 50), min_size=20, max_size=200))
def test_wider_levels_hold_more_and_at_least_their_level(values):
    found = intervals(np.array(values))

    assert found["low_95"] <= found["low_80"] <= found["low_50"] <= found["median"]
    assert found["median"] <= found["high_50"] <= found["high_80"] <= found["high_95"]
    for level in (50, 80, 95):
        assert found[f"holds_{level}"] >= level / 100 - 1e-9
    assert Statistic("a", "b").name == "b"
