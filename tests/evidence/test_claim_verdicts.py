"""Verdicts cover every place an interval can lie, and never turn the wrong way as the effect grows."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulation.evidence.claims.measuring import alike
from simulation.evidence.claims.verdict import Judged, decided, judge, strength_of, with_doubt

NUMBERS = st.floats(-10, 10, allow_nan=False)
WIDTHS = st.floats(0.0, 5.0)
SIGNS = [np.array([1.0, 1.0, -1.0, 0.0, math.nan]), np.array([1.0, -1.0, -1.0, 1.0, 1.0])]


def test_a_parameter_set_agrees_where_all_parts_have_the_sign_at_once():
    nan = math.nan
    np.testing.assert_array_equal(alike(SIGNS), [1, 0, 0, 0, nan])
    np.testing.assert_array_equal(alike(SIGNS, any_of=True), [1, 1, 0, 1, nan])
    np.testing.assert_array_equal(alike(SIGNS, -1.0), [0, 0, 1, 0, nan])
    np.testing.assert_array_equal(alike(SIGNS[:1]), [1, 1, 0, 0, nan])


ORDER = ["opposite", "not_supported", "inconclusive", "supported"]


@pytest.mark.parametrize(
    ("mean", "low", "high", "verdict", "reason"),
    [
        (2.0, 1.0, 3.0, "supported", "large_and_beyond_luck"),
        (1.0, 0.1, 1.9, "supported", "large_and_beyond_luck"),
        (2.0, -0.1, 4.1, "inconclusive", "too_few_seeds"),
        (0.9, 0.5, 1.3, "inconclusive", "too_few_seeds"),
        (0.5, 0.2, 0.8, "not_supported", "smaller_than_min_effect"),
        (0.1, -0.3, 0.5, "not_supported", "no_effect"),
        (0.0, 0.0, 0.0, "not_supported", "no_effect"),
        (-0.5, -0.8, -0.2, "not_supported", "wrong_direction"),
        (-0.9, -1.5, -0.3, "not_supported", "wrong_direction"),
        (-2.0, -4.1, 0.1, "not_supported", "no_effect"),
        (-2.0, -6.0, 2.0, "inconclusive", "too_few_seeds"),
        (-2.0, -3.0, -1.0, "opposite", "large_and_opposite"),
        (math.nan, math.nan, math.nan, "inconclusive", "not_defined"),
        (2.0, math.nan, math.nan, "inconclusive", "too_few_seeds"),
    ],
)
def test_each_place_of_the_interval_has_its_verdict_and_reason(mean, low, high, verdict, reason):
    found = judge(mean, low, high, 1.0, 60)
    assert (found.verdict, found.reason) == (verdict, reason)


@given(mean=NUMBERS, below=WIDTHS, above=WIDTHS, least=st.floats(0.01, 5.0))
def test_a_verdict_means_what_it_says(mean, below, above, least):
    low, high = mean - below, mean + above
    found = judge(mean, low, high, least, 60).verdict
    if found == "supported":
        assert low > 0.0
        assert mean >= least
    if found == "opposite":
        assert high < 0.0
        assert -mean >= least
    if found == "not_supported":
        assert high < least or low == high
    if found == "inconclusive":
        # more seeds shrink the interval around the mean: at some width every mean but one gets a verdict
        assert high >= least
        assert not (low > 0.0 and mean >= least)
        assert judge(mean, mean, mean, least, 60).verdict != "inconclusive"


@given(mean=NUMBERS, below=WIDTHS, above=WIDTHS, least=st.floats(0.01, 5.0), more=st.floats(0.0, 5.0))
def test_a_larger_effect_is_never_judged_worse(mean, below, above, least, more):
    before = judge(mean, mean - below, mean + above, least, 60).verdict
    after = judge(mean + more, mean + more - below, mean + more + above, least, 60).verdict
    if below or above:  # an interval without width is a number, and judged as one
        assert ORDER.index(after) >= ORDER.index(before)


@given(mean=NUMBERS, below=WIDTHS, above=WIDTHS, least=st.floats(0.01, 5.0))
def test_a_claim_turned_round_is_supported_exactly_where_the_claim_is_opposite(mean, below, above, least):
    plain = judge(mean, mean - below, mean + above, least, 60)
    turned = judge(-mean, -mean - above, -mean + below, least, 60)
    assert (turned.verdict == "supported") == (plain.verdict == "opposite")


@given(mean=NUMBERS, half=st.floats(0.1, 5.0), least=st.floats(0.01, 5.0), runs=st.integers(8, 500))
def test_the_seeds_an_inconclusive_claim_is_told_to_need_would_decide(mean, half, least, runs):
    found = judge(mean, mean - half, mean + half, least, runs)
    if found.seeds_needed is not None:
        assert found.seeds_needed > runs
        narrow = half * math.sqrt(runs / found.seeds_needed)
        assert judge(mean, mean - narrow, mean + narrow, least, found.seeds_needed).verdict != "inconclusive"


def judged(verdict, margin=1.0):
    return Judged(verdict, "no_effect", margin)


def test_where_all_must_hold_the_weakest_decides():
    parts = [judged("supported", 9.0), judged("supported", 2.0)]
    assert decided(parts, "all") == (1, parts[1])
    parts = [judged("supported"), judged("inconclusive")]
    assert decided(parts, "all")[1].verdict == "inconclusive"
    assert decided([judged("supported"), judged("not_supported")], "all")[1].verdict == "not_supported"
    assert decided([judged("supported"), judged("opposite")], "all")[1].verdict == "not_supported"
    assert decided([judged("opposite"), judged("opposite")], "all")[1].verdict == "opposite"


def test_where_any_is_enough_the_strongest_decides():
    parts = [judged("not_supported"), judged("supported", 2.0), judged("supported", 3.0)]
    assert decided(parts, "any") == (2, parts[2])
    assert decided([judged("not_supported"), judged("inconclusive")], "any")[1].verdict == "inconclusive"
    assert decided([judged("opposite"), judged("not_supported")], "any")[1].verdict == "not_supported"
    assert decided([judged("opposite"), judged("opposite")], "any")[1].verdict == "opposite"


@pytest.mark.parametrize("verdict", ["supported", "opposite"])
def test_a_verdict_that_fewer_than_half_of_the_ensemble_share_does_not_stand(verdict):
    assert with_doubt(judged(verdict), 0.49) == ("not_supported", "contested")
    assert with_doubt(judged(verdict), 0.5)[0] == verdict
    assert with_doubt(judged(verdict), None)[0] == verdict
    assert with_doubt(judged("inconclusive"), 0.1)[0] == "inconclusive"


def test_strength_follows_agreement():
    found = [strength_of(share) for share in (0.9, 0.89, 2 / 3, 0.66, None)]
    assert found == ["robust", "mostly", "mostly", "contested", None]
