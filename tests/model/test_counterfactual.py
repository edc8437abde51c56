"""The silent arm: the same people, needs and luck without the groups."""

from __future__ import annotations

import numpy as np
import pytest

from simulation.model.community import Community
from simulation.scenario import load_scenario

SMALL = {"days": 120, "groups.count": 5, "groups.members_at_start": 100, "market.people": 4000}
CLOSED = {**SMALL, "strategy.growth.public_per_day": 0, "behaviour.referral.organic_rate": 0}


@pytest.mark.parametrize("buying", ["multiplicative", "additive"])
def test_the_arm_carried_along_is_the_run_without_groups_person_by_person(buying: str) -> None:
    with_groups = Community(load_scenario("coupon_spam", {**CLOSED, "submodels.buying": buying}), key=9).run()
    without = Community(load_scenario("no_group", {**SMALL, "submodels.buying": buying}), key=9).run()
    assert np.array_equal(with_groups.columns.people["baseline_orders"], without.columns.people["orders"])
    day = with_groups.history["baseline_orders"].sum(axis=1)
    assert np.array_equal(day, without.history["orders"].sum(axis=1))
    assert day.sum() > 20


def test_without_groups_nothing_is_gained_spent_or_said() -> None:
    history = Community(load_scenario("no_group", SMALL), key=2).run().history
    assert np.array_equal(history["orders"], history["baseline_orders"])
    assert np.array_equal(history["margin"], history["baseline_margin"])
    for name in ("messages", "visits", "posts", "cost_hours", "cost_acquisition", "cost_campaign", "joins"):
        assert history[name].sum() == 0, name


def test_a_group_that_does_nothing_hardly_changes_what_people_buy() -> None:
    idle = {
        **CLOSED,
        "strategy.calendar": [],
        "operators.hours_per_day": 0,
        "behaviour.memory.forgetting": 1.0,
    }
    model = Community(load_scenario("baseline", idle), key=2).run()
    bought, background = model.history["orders"].sum(), model.history["baseline_orders"].sum()
    assert abs(bought - background) <= 0.1 * background


def test_those_who_left_go_on_buying_and_are_counted_outside() -> None:
    model = Community(load_scenario("coupon_spam", {**CLOSED, "behaviour.leaving.base": 0.03}), key=3).run()
    outside = model.history[:, -1]
    assert outside["orders"].sum() > 0
    assert outside["coupon_orders"].sum() == 0, "who left sees no coupons"
    assert (model.columns.people["opened"][model.columns.people["left"] >= 0] == 0).all()
