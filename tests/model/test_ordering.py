"""Markets in order: the same as a stable argsort, whatever ties there are."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from simulation.model.arrivals import poisson
from simulation.model.ordering import in_order, smallest

DRAWS = st.floats(2.0**-33, 1.0 - 2.0**-33)


@given(st.lists(st.integers(0, 2**32 - 1) | st.integers(0, 3)))
def test_equal_numbers_keep_the_order_they_stand_in(numbers: list[int]) -> None:
    given_numbers = np.array(numbers, np.uint32)
    assert np.array_equal(in_order(given_numbers), np.argsort(given_numbers, kind="stable"))


@given(st.lists(st.integers(0, 4), min_size=1), st.integers(1, 60))
def test_the_smallest_are_those_a_stable_sort_puts_first(values: list[int], count: int) -> None:
    given_values = np.array(values) / 3.0
    first = np.argsort(given_values, kind="stable")[:count]
    assert np.array_equal(smallest(given_values, count), np.sort(first))


@given(DRAWS, st.floats(0.001, 10_000.0))
def test_a_day_brings_as_many_newcomers_as_its_draw_is_the_quantile_of(u: float, mean: float) -> None:
    count = poisson(u, mean)
    assert stats.poisson.cdf(count, mean) >= u - 1e-9
    assert count == 0 or stats.poisson.cdf(count - 1, mean) <= u + 1e-9
