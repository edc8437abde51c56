"""In whose voice posts are written, and for whom they are chosen."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulation.model.community import Community
from simulation.model.pack import pack
from simulation.model.rules_team import coupons_of_segment, matched_relevance
from simulation.scenario import load_scenario

WORLD: dict[str, Any] = {
    "days": 60,
    "groups.count": 4,
    "groups.members_at_start": 150,
    "market.people": 4000,
    "strategy.calendar": [{"post": "coupon", "per_day": 2}, {"post": "value_content", "per_day": 1}],
}


def lived(**changes: Any) -> Community:
    return Community(load_scenario("baseline", {**WORLD, **changes}), key=4).run()


def credibility_of(**changes: Any) -> float:
    return float(pack(load_scenario("baseline", changes), 1, 0)[0]["plan"]["credibility"])


def test_the_brand_in_its_own_voice_is_the_measure() -> None:
    assert credibility_of() == 1.0
    assert credibility_of(**{"strategy.personas": {"brand": 1.0}}) == 1.0
    expert = credibility_of(**{"strategy.personas": {"expert": 1.0}})
    assert expert > 1.0
    half = credibility_of(**{"strategy.personas": {"expert": 0.5, "brand": 0.5}})
    assert half == pytest.approx((1 + expert) / 2)
    assert credibility_of(
        **{"strategy.personas": {"expert": 1.0}, "mechanisms.source_credibility": False}
    ) == pytest.approx(1.0)


def test_a_voice_that_is_believed_builds_more_trust_and_loses_less() -> None:
    fixed = {"mechanisms.operator_enthusiasm": False}
    brand, friend = lived(**fixed), lived(**fixed, **{"strategy.personas": {"koc": 1.0}})
    assert friend.history["trust"][30:, :-1].mean() > brand.history["trust"][30:, :-1].mean()
    assert np.array_equal(brand.history["posts"], friend.history["posts"]), "at equal posts"


def test_segments_cost_the_same_hours_and_bring_each_member_less_to_read() -> None:
    fixed = {"mechanisms.operator_enthusiasm": False}
    broadcast, matched = lived(**fixed), lived(**fixed, **{"strategy.segments": 4})
    for name in ("posts", "hours_content"):
        assert np.array_equal(broadcast.history[name], matched.history[name]), name
    groups = broadcast.columns.groups[:-1], matched.columns.groups[:-1]
    assert np.allclose(groups[1]["load"], groups[0]["load"] / 4)
    assert np.allclose(groups[1]["posted"], groups[0]["posted"] / 4)
    assert matched.history["fatigue"][-1].sum() < broadcast.history["fatigue"][-1].sum()


@given(st.integers(0, 20), st.integers(0, 10**6), st.integers(1, 50))
def test_every_segment_gets_its_share_of_coupons_in_turn(coupons: int, slot: int, segments: int) -> None:
    days = [coupons_of_segment(float(coupons), slot, day, segments) for day in range(segments)]
    assert sum(days) == coupons
    assert max(days) - min(days) <= 1


@given(st.floats(0, 1), st.floats(0, 1))
def test_matching_never_makes_posts_concern_one_less(relevance: float, matching: float) -> None:
    matched = matched_relevance(relevance, matching)
    assert relevance <= matched <= max(relevance, 0.85) + 1e-12
