"""Thresholds of responses whose truth is known."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from made_answers import SEEDS, logistic, one_lever, question, seen, two_levers

from simulation import UsageError
from simulation.questions.levers import levers_of
from simulation.questions.tipping import check, unknown_of
from simulation.questions.tipping_response import furthest, lattice, smoother, surface_of
from simulation.questions.tipping_tables import as_json, curve_table, points_table
from simulation.questions.tipping_thresholds import crossings, doubtful, quarter_levels, tips

QUARTERS = (0.25, 0.75)


def test_the_interval_of_a_threshold_holds_it_nearly_always():
    """By construction 95 times in 100: fewer than 34 of 40 would come once in 80 times."""
    held = 0
    for seed in range(40):
        (tip,) = one_lever(logistic(0.43, 0.06), seed=seed).tips
        assert tip.low is not None
        assert tip.high is not None
        held += tip.low <= 0.43 <= tip.high

    assert held >= 34


@pytest.mark.parametrize("step", [0.3, 0.41, 0.52, 0.68])
def test_the_interval_of_a_jump_between_two_points_holds_it(step):
    (tip,) = one_lever(lambda places: 0.1 + 0.8 * (places[:, 0] > step)).tips

    assert tip.low <= step <= tip.high


def test_a_member_that_passes_the_threshold_and_comes_back_does_not_tip():
    places, at = lattice(1, 19), lattice(1, 201)
    hump = np.where(np.abs(places[:, 0] - 0.5) < 0.2, 0.9, 0.1)
    rise = logistic(0.4, 0.1)(places)
    unknown = unknown_of(question(), places, np.stack([hump, rise], axis=1), at)

    assert unknown is not None
    assert np.isnan(unknown.at).tolist() == [True, False]
    assert (unknown.below, unknown.above, unknown.back) == (0, 0, 1)


def test_on_a_map_an_ensemble_is_refused():
    with pytest.raises(UsageError, match="--ensemble: given 5, allowed: 0 on a map"):
        check(replace(two_levers(lambda places: places[:, 0]).question, ensemble=5))


@pytest.mark.parametrize("scale", [0.04, 0.06, 0.12])
def test_sharpness_is_the_width_from_one_quarter_to_three(scale):
    (tip,) = one_lever(logistic(0.5, scale)).tips

    truth = 2 * scale * np.log(3)
    assert tip.rising
    assert tip.width == pytest.approx(truth, abs=0.03 + 0.1 * truth)
    assert tip.width_luck is not None
    assert tip.width_luck[0] <= tip.width <= tip.width_luck[1]


def test_a_response_that_goes_down_and_up_has_two_thresholds():
    falling, rising = one_lever(lambda places: (2 * places[:, 0] - 1) ** 2).tips

    assert (falling.rising, rising.rising) == (False, True)
    assert falling.at == pytest.approx(0.5 - 0.5**1.5, abs=0.03)
    assert rising.at == pytest.approx(0.5 + 0.5**1.5, abs=0.03)


def test_a_response_that_stays_on_one_side_has_none():
    answer = one_lever(lambda places: 0.1 + 0.2 * places[:, 0])

    assert answer.tips == ()
    assert as_json(answer)["tips"] == []


def test_a_threshold_that_luck_does_not_place_within_the_range_is_open_there():
    answer = one_lever(logistic(0.99, 0.2))

    for tip in answer.tips:  # it is seen to be passed in some of the luck only
        assert tip.high is None
        assert tip.span is None


def test_more_seeds_narrow_the_interval():
    asked, places = question(), lattice(1, 19)

    def width(seeds: int) -> float:
        surface = surface_of(places, seen(places, logistic(0.5, 0.1), 3, seeds), lattice(1, 201), (0.0, 1.0))
        (tip,) = tips(surface, asked.threshold, QUARTERS)
        assert tip.low is not None
        assert tip.high is not None
        return tip.high - tip.low

    assert width(320) < 0.5 * width(20)


def test_a_map_has_the_threshold_of_each_line():
    answer = two_levers(logistic_of_both)

    for part in answer.slices:
        (tip,) = part.tips
        assert tip.at == pytest.approx(0.7 - 0.6 * part.place, abs=0.04)
    share = float((answer.surface.mean > 0.5).mean())
    assert share == pytest.approx(0.3 + 0.3, abs=0.03)


def logistic_of_both(places: np.ndarray) -> np.ndarray:
    return 1.0 / (1.0 + np.exp(-(places[:, 0] + 0.6 * places[:, 1] - 0.7) / 0.1))


def test_each_set_of_parameters_has_its_own_threshold():
    answer = one_lever(logistic(0.5, 0.03), ensemble=20)

    assert answer.unknown is not None
    assert answer.unknown.range is not None
    low, high = answer.unknown.range
    (tip,) = answer.tips
    assert tip.low is not None
    assert low < tip.low
    assert high > (tip.high or 0)
    assert int((~np.isnan(answer.unknown.at)).sum()) + answer.unknown.below + answer.unknown.above == 20
    table = curve_table(answer)
    assert (table["all_low"] <= table["low"]).all()
    assert (table["all_high"] >= table["high"]).all()


def test_where_runs_tell_most_is_around_the_threshold():
    places = lattice(1, 9)
    surface = surface_of(places, seen(places, logistic(0.4, 0.03)), lattice(1, 401), (0.0, 1.0))

    where = surface.at[doubtful(surface, 0.5, QUARTERS)]
    new = where[furthest(where, places, 4)]

    assert len(new) == 4
    assert ((new > 0.25) & (new < 0.55)).all()
    assert np.abs(new[:, None] - places[None]).min() > 0.005


@settings(deadline=None, max_examples=40)
@given(
    st.integers(1, 2),
    st.integers(5, 20),
    st.lists(st.floats(-3, 3), min_size=3, max_size=3),
    st.integers(0, 1000),
)
def test_a_plane_is_smoothed_to_itself(levers, count, slopes, seed):
    points = np.random.default_rng(seed).random((count, levers))
    at = lattice(levers, 7)
    plane = lambda places: slopes[0] + places @ np.array(slopes[1 : 1 + levers])  # noqa: E731

    weights = smoother(at, points, count)

    assert weights @ plane(points) == pytest.approx(plane(at), abs=1e-3)
    assert weights.sum(axis=1) == pytest.approx(np.ones(len(at)), abs=1e-3)


def test_undefined_values_are_left_out():
    places = lattice(1, 9)
    values = seen(places, logistic(0.5, 0.05))
    values[4] = np.nan  # no seed of a point
    values[2, ::2] = np.nan

    surface = surface_of(places, values, lattice(1, 101), (0.0, 1.0))

    assert np.isfinite(surface.draws).all()
    assert len(tips(surface, 0.5, QUARTERS)) == 1


def test_crossings_lie_on_the_line():
    assert crossings(np.array([0.0, 1.0, 2.0]), np.array([-1.0, 3.0, -3.0])) == pytest.approx([0.25, 1.5])


def test_levels_of_money_are_quarters_of_its_own_span():
    curve = np.array([-100.0, 300.0])

    assert quarter_levels(curve, (-np.inf, np.inf)) == (0.0, 200.0)
    assert quarter_levels(curve, (0.0, 1.0)) == (0.25, 0.75)


def test_tables_hold_values_of_the_levers():
    answer = two_levers(logistic_of_both)
    table = points_table(answer)

    assert table["strategy.calendar[0].per_day"].min() == pytest.approx(0.1)
    assert table["strategy.calendar[0].per_day"].max() == pytest.approx(10.0)
    assert (table["runs"] == SEEDS).all()
    assert table["low"].min() >= 0.0
    assert len(table) == 64
    said = as_json(answer)
    assert [part["strategy.coupon.depth"] for part in said["slices"]] == [0.0, 0.125, 0.25, 0.375, 0.5]


def test_a_question_is_checked_before_anything_runs():
    from dataclasses import replace

    from simulation.errors import UsageError

    with pytest.raises(UsageError, match=r"--threshold: given 1.5, allowed: 0 to 1"):
        check(replace(question(), threshold=1.5))
    with pytest.raises(UsageError, match=r"--points: given 3, allowed: 4 to 200"):
        check(replace(question(), points=3))
    with pytest.raises(UsageError, match="2 or more, to tell luck"):
        check(replace(question(), replicates=1))
    few = levers_of(["operators.groups_per_operator=2..4"], question().scenario)
    with pytest.raises(UsageError, match="a range of whole numbers needs 4 of them"):
        check(replace(question(), levers=few))
