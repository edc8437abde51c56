from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from simulation.experiments.intervals import MANY, crossed, estimates, luck_intervals, pairing_gain

NO_MEMBERS = np.empty((0, 1))


@pytest.mark.parametrize("runs", [3, 5, 10, 40, MANY + 1])
def test_the_interval_from_luck_holds_the_true_mean_19_times_in_20(runs):
    values = np.random.default_rng(1).normal(7.0, 2.0, size=(runs, 1500))

    found = luck_intervals(values)

    covered = ((found[:, 0] <= 7.0) & (found[:, 1] >= 7.0)).mean()
    assert 0.93 <= covered <= 0.97


def test_more_seeds_shrink_luck_but_not_what_we_do_not_know():
    rng = np.random.default_rng(2)
    members = rng.normal(0.0, 5.0, size=(200, 1))
    few, many = (estimates(rng.normal(size=(n, 1)), members)[0] for n in (10, 1000))

    assert np.ptp(many.luck) < np.ptp(few.luck) / 5
    assert np.ptp(many.all) == pytest.approx(np.ptp(few.all), rel=0.05)


def test_what_we_do_not_know_always_contains_luck_and_the_mean():
    values = np.random.default_rng(3).normal(0.0, 10.0, size=(12, 1))

    found = estimates(values, np.full((50, 1), 300.0))[0]

    assert found.all[0] <= found.luck[0] <= found.mean <= found.luck[1] <= found.all[1]
    assert found.all[1] == 300.0


def test_without_an_ensemble_nothing_but_luck_is_claimed():
    found = estimates(np.random.default_rng(4).normal(size=(12, 1)), NO_MEMBERS)[0]

    assert found.all == found.luck


def test_one_run_cannot_show_luck():
    found = estimates(np.array([[3.0]]), NO_MEMBERS)[0]

    assert (found.mean, found.luck) == (3.0, (None, None))


def test_a_measure_that_never_varies_has_no_width():
    found = estimates(np.full((30, 1), 0.1), NO_MEMBERS)[0]

    assert (found.mean, found.luck) == (0.1, (0.1, 0.1))


def test_undefined_runs_are_left_out_and_counted():
    values = np.array([[1.0], [np.nan], [3.0], [np.nan], [2.0]])

    found = estimates(values, NO_MEMBERS)[0]

    assert found.mean == 2.0
    assert found.as_json()["defined"] == 3
    assert np.allclose(found.luck, estimates(values[~np.isnan(values)][:, None], NO_MEMBERS)[0].luck)


def test_a_measure_defined_in_no_run_is_null():
    found = estimates(np.full((5, 1), np.nan), np.full((5, 1), np.nan))[0]

    assert found.as_json() == {"mean": None, "luck": [None, None], "all": [None, None], "defined": 0}


def test_an_interval_does_not_depend_on_the_measures_beside_it():
    values = np.random.default_rng(5).normal(size=(20, 4))
    values[3, 2] = np.nan

    together = luck_intervals(values)

    for k in range(4):
        np.testing.assert_allclose(together[k], luck_intervals(values[:, [k]])[0], rtol=1e-12)


def test_the_interval_of_a_share_stays_a_share():
    values = np.array([[0.0], [1.0], [0.0]])

    found = estimates(values, NO_MEMBERS, np.array([[0.0, 1.0]]))[0]

    assert found.luck[0] == 0.0
    assert found.luck[1] <= 1.0


def test_pairing_gains_as_much_as_the_arms_share():
    rng = np.random.default_rng(6)
    shared, own = rng.normal(0.0, 3.0, 4000), rng.normal(0.0, 1.0, (2, 4000))

    assert pairing_gain(shared + own[0], shared + own[1]) == pytest.approx(10.0, rel=0.1)
    assert pairing_gain(own[0], own[1]) == pytest.approx(1.0, abs=0.1)
    assert pairing_gain(shared, shared + 1.0) is None  # nothing is left to gain


@pytest.mark.parametrize(("worlds", "seeds"), [(2, 3), (2, 10), (20, 2), (20, 10)])
@pytest.mark.parametrize("apart", [0.0, 1.0, 20.0])
def test_luck_and_worlds_together_hold_the_true_mean_of_a_world_19_times_in_20(worlds, seeds, apart):
    rng = np.random.default_rng(6)
    held = 0
    for _ in range(400):
        true = rng.normal(0.0, apart, worlds)
        low, high = crossed(true[:, None] + rng.normal(0.0, 5.0, (worlds, seeds)))
        held += float(((low <= true) & (true <= high)).mean())

    assert held / 400 >= 0.93


def test_luck_and_worlds_together_is_each_of_them_where_the_other_is_nothing():
    rng = np.random.default_rng(7)
    one = rng.normal(size=(1, 5))
    many = rng.normal(0.0, 9.0, size=(500, 1)) + rng.normal(0.0, 1.0, size=(500, 400))

    assert crossed(one) == pytest.approx(tuple(luck_intervals(one.T)[0]), rel=0.05)
    assert crossed(many) == pytest.approx(tuple(np.quantile(many.mean(axis=1), [0.025, 0.975])), rel=0.05)
    for nothing in (np.full((3, 4), np.nan), np.array([]), np.empty((0, 3))):
        assert crossed(nothing) == (None, None)
    assert crossed(np.array([[2.0, np.nan], [np.nan, np.nan], [4.0, 4.0]])) == (2.0, 4.0)
    assert crossed(np.array([[1.0], [3.0]])) == pytest.approx((1.05, 2.95))  # of one seed nothing tells luck


@pytest.mark.parametrize("apart", [0.0, 1.0, 5.0])
def test_more_seeds_never_widen_the_interval_over_worlds_and_luck(apart):
    def width(seeds: int) -> float:
        worlds, luck = np.random.default_rng(9), np.random.default_rng(10)
        drawn = (worlds.normal(0.0, apart, (20, 1)) + luck.normal(size=(20, seeds)) for _ in range(60))
        return float(np.median([np.subtract(*crossed(values)[::-1]) for values in drawn]))

    widths = [width(seeds) for seeds in (2, 3, 10, 100)]
    assert all(later <= 1.05 * earlier for earlier, later in pairwise(widths))
    assert widths[0] <= 1.3 * 3.92 * np.sqrt(apart**2 + 1 / 2)
    assert widths[-1] >= 0.75 * 3.92 * apart
