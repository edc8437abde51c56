"""Keyed chance: published test vectors, and independence from everything but the key."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy import stats

from simulation.model import chance

# Known answers of Philox 4x32-10 from Random123 (kat_vectors): counter, key -> output.
VECTORS = [
    ([0, 0, 0, 0], [0, 0], [0x6627E8D5, 0xE169C58D, 0xBC57AC4C, 0x9B00DBD8]),
    ([0xFFFFFFFF] * 4, [0xFFFFFFFF] * 2, [0x408F276D, 0x41C83B0E, 0xA20BC7C6, 0x6D5451FD]),
    (
        [0x243F6A88, 0x85A308D3, 0x13198A2E, 0x03707344],
        [0xA4093822, 0x299F31D0],
        [0xD16CFE09, 0x94FDCCEB, 0x5001E420, 0x24126EA1],
    ),
]


@pytest.mark.parametrize(("counter", "key", "expected"), VECTORS)
def test_philox_gives_the_published_numbers(counter: list[int], key: list[int], expected: list[int]) -> None:
    words = chance.philox(*(np.uint64(w) for w in [*counter, *key]))
    assert [int(w) for w in words] == expected


@given(st.integers(0, 2**63 - 1), st.integers(0, 50), st.integers(0, 730), st.integers(0, 2**31 - 1))
def test_uniforms_lie_strictly_between_zero_and_one(key: int, stream: int, clock: int, slot: int) -> None:
    assert all(0.0 < u < 1.0 for u in chance.uniforms(key, stream, clock, slot, 0))


def test_uniforms_are_uniform_and_streams_are_uncorrelated() -> None:
    draws = np.array(
        [chance.uniforms(11, s, d, i, 0) for s in (1, 2) for d in range(10) for i in range(1000)]
    )
    assert stats.kstest(draws.ravel(), "uniform").pvalue > 1e-4
    one, two = draws[:10_000].ravel(), draws[10_000:].ravel()
    assert abs(np.corrcoef(one, two)[0, 1]) < 0.03


def test_large_keys_differ_in_their_high_half() -> None:
    assert chance.uniforms(1, 1, 1, 1, 1) != chance.uniforms(1 + 2**32, 1, 1, 1, 1)


@given(st.floats(1e-6, 1 - 1e-6), st.floats(0, 15))
def test_poisson_counts_follow_the_inverse_distribution_function(u: float, mean: float) -> None:
    count = chance.poisson(u, mean)
    assert stats.poisson.cdf(count, mean) >= u - 1e-9
    assert count == 0 or stats.poisson.cdf(count - 1, mean) <= u + 1e-9


@given(st.floats(1e-6, 1 - 1e-6), st.floats(0, 10), st.floats(0, 5))
def test_poisson_counts_never_fall_when_the_mean_rises(u: float, mean: float, more: float) -> None:
    assert chance.poisson(u, mean + more) >= chance.poisson(u, mean)


def test_thresholds_are_unit_exponential() -> None:
    draws = [chance.exponential(chance.uniforms(5, 1, 0, i, 0)[0]) for i in range(5000)]
    assert math.isclose(float(np.mean(draws)), 1.0, abs_tol=0.06)
