"""Operators as a team, under a KPI, on the side, on a budget, in a franchise; newcomers welcomed or not."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_histories import history, result

from simulation.model.community import Community
from simulation.model.result import observe
from simulation.model.rules_team import budget_after, mix_after, times_planned
from simulation.scenario import load_scenario
from simulation.scenario.behaviour_team import Budget, Steering

WORLD: dict[str, Any] = {
    "days": 84,
    "groups.count": 6,
    "groups.members_at_start": 120,
    "market.people": 4000,
    "operators.groups_per_operator": 6,
    "strategy.growth.public_per_day": 5,
}
STEADY = {"mechanisms.operator_enthusiasm": False}


def lived(name: str = "baseline", key: int = 4, **changes: Any) -> Community:
    return Community(load_scenario(name, {**WORLD, **changes}), key=key).run()


# --- KPI ------------------------------------------------------------------------------------------------------


def test_without_a_kpi_the_calendar_is_as_planned() -> None:
    plain = lived()
    assert (plain.columns.operators["mix"] == 0).all()
    asked = lived(**{"operators.kpi": "activity", "mechanisms.kpi_steering": False})
    for name in ("posts", "messages", "orders", "leaves"):
        assert np.array_equal(plain.history[name], asked.history[name]), name


def test_half_of_the_groups_try_more_promotion_and_half_less_in_turns() -> None:
    only_coupons = {"strategy.calendar": [{"post": "coupon", "per_day": 4}], **STEADY}
    model = lived(
        **only_coupons,
        **{"operators.kpi": "sales", "operators.steer_every": 20, "operators.hours_per_day": 16},
    )
    posts = model.history["posts"][:, :-1]
    first, second = posts[:20].sum(axis=0), posts[20:40].sum(axis=0)
    assert (first[::2] == first[0]).all()
    assert (first[1::2] == first[1]).all()
    assert first[0] > 80 > first[1], "four a day as planned"
    assert second[0] < 80 < second[1]


@pytest.mark.parametrize("kpi", ["activity", "sales", "retention", "repeat_orders", "satisfaction"])
@pytest.mark.parametrize("groups", [1, 6])
def test_any_kpi_moves_the_mix_by_a_step_a_period_at_most(kpi: str, groups: int) -> None:
    model = Community(
        load_scenario(
            "mixed_calendar",
            {**WORLD, "groups.count": groups, "operators.kpi": kpi, "operators.steer_every": 14},
        ),
        key=4,
    ).run()
    mix = model.history["mix"][:, 0]
    steps = np.diff(mix)
    assert (np.flatnonzero(steps) % 14 == 13).all()
    assert np.count_nonzero(steps) <= 4, "the first period only shows where one stands"
    assert (abs(steps) <= 0.25 + 1e-12).all()
    assert (mix != 0).any()


@given(
    st.floats(-1, 1),
    st.floats(-50, 50),
    st.floats(0, 10),
    st.floats(0, 1),
    st.floats(0, 100),
    st.integers(0, 1),
)
def test_a_mix_stays_within_its_bounds_and_follows_the_better_half(
    mix: float, lead: float, pressure: float, step: float, sensitivity: float, selling: int
) -> None:
    after = mix_after(mix, lead, pressure, Steering(step=step, sensitivity=sensitivity))
    assert -1.0 <= after <= 1.0
    assert (after - mix) * lead >= 0
    assert 0.0 <= times_planned(selling, after) <= 2.0


# --- giving up, team, budget ----------------------------------------------------------------------------------


def test_one_on_the_side_who_meets_no_rise_of_response_stops_for_good() -> None:
    model = lived(**{"operators.gives_up_after": 20})
    hours = sum(
        model.history[name].sum(axis=1) for name in ("hours_content", "hours_reply", "hours_moderation")
    )
    stopped = int(np.flatnonzero(hours == 0)[0])
    assert stopped >= 28 + 20
    assert (hours[stopped:] == 0).all()
    assert model.history["posts"][stopped:].sum() == 0
    assert model.history["answered"][stopped:].sum() == 0
    assert lived().history["posts"][stopped:].sum() > 0
    effort = observe(model).summary["effort_days"]
    assert effort is not None
    assert effort <= stopped


def test_effort_days_hold_hours_against_the_first_28_days() -> None:
    hours = np.concatenate((np.full(28, 4.0), [2.0, 1.9, 0.0, 5.0]))
    assert result(history(32, hours_content=hours)).summary["effort_days"] == 28 + 2
    assert result(history(27, hours_content=1.0)).summary["effort_days"] is None
    assert result(history(40)).summary["effort_days"] is None


def test_colleagues_cost_hours_unless_procedures_stand_for_agreement() -> None:
    alone = lived(**{"operators.sop": 0})
    team = lived(**{"operators.sop": 0, "operators.groups_per_operator": 1})
    agreed = lived(**{"operators.sop": 1, "operators.groups_per_operator": 1})
    assert alone.history["hours_coordination"].sum() == 0
    assert agreed.history["hours_coordination"].sum() == 0
    each = team.history["hours_coordination"][:, :-1]
    assert np.allclose(each, 5 * 0.1), "five colleagues, a tenth of an hour each"
    huge = lived(
        **{"operators.sop": 0, "operators.groups_per_operator": 1, "behaviour.team.coordination": 8.0}
    )
    assert np.allclose(huge.history["hours_coordination"][:, :-1], 6.0), "all there are, and no more"
    assert huge.history["posts"].sum() == 0


def test_a_budget_follows_what_is_credited() -> None:
    follows = {"operators.budget_follows_credit": True}
    unseen, seen = lived(**follows, **{"operators.attribution": 0.02}), lived(**follows)
    assert (seen.columns.operators["budget"] == 1).all(), "the groups' margin is many times their cost"
    budget = unseen.history["budget"][:, 0]
    assert (np.diff(budget) <= 0).all()
    assert (np.flatnonzero(np.diff(budget)) % 28 == 27).all()
    assert budget[-1] < 0.9


@given(st.floats(0, 1), st.floats(-1e6, 1e6), st.floats(0, 1e6), st.floats(0, 1))
def test_a_budget_stays_a_share(budget: float, credited: float, spent: float, rate: float) -> None:
    assert -1e-12 <= budget_after(budget, credited, spent, Budget(rate=rate)) <= 1.0 + 1e-12


# --- franchise ------------------------------------------------------------------------------------------------


def test_shops_and_brand_together_make_the_whole() -> None:
    model = lived(**{"operators.franchise": True, "strategy.shop_share": 0.3})
    run = observe(model)
    inside = model.history[:, :-1]
    assert run.daily["shop_income"].to_numpy() == pytest.approx(0.3 * inside["margin"].sum(axis=1))
    assert run.daily["shop_profit"].to_numpy() == pytest.approx(
        0.3 * inside["margin"].sum(axis=1) - inside["cost_hours"].sum(axis=1)
    )
    both = run.daily["shop_profit"] + run.daily["brand_incremental_profit"]
    assert both.to_numpy() == pytest.approx(run.daily["incremental_profit"].to_numpy())
    own = observe(lived())
    assert (own.daily["shop_profit"] == 0).all()
    assert own.daily["brand_incremental_profit"].equals(own.daily["incremental_profit"])


def test_a_shop_that_earns_little_loses_heart_and_one_that_earns_well_does_not() -> None:
    poor = lived(**{"operators.franchise": True, "strategy.shop_share": 0.0})
    rich = lived(**{"operators.franchise": True, "strategy.shop_share": 0.9})
    assert poor.columns.operators["zeal"].mean() < 0.8 < rich.columns.operators["zeal"].mean()


# --- newcomers ------------------------------------------------------------------------------------------------


def test_newcomers_are_welcomed_within_two_days_or_disappointed() -> None:
    promise = {"strategy.service.onboarding": True, "strategy.growth.public_per_day": 30}
    enough = lived(**promise, **{"operators.hours_per_day": 16})
    short = lived(**promise, **{"operators.hours_per_day": 1.5})
    assert enough.history["neglected"].sum() == 0
    assert observe(enough).summary["onboarded_2_days_share"] == 1.0
    share = observe(short).summary["onboarded_2_days_share"]
    assert share is not None
    assert share < 0.6
    waiting = short.columns.people["awaiting"] == 1
    assert (
        short.day - short.columns.people["joined"][waiting & (short.columns.people["left"] < 0)] <= 2
    ).all()
    unpromised = lived(**{"strategy.growth.public_per_day": 30})
    assert unpromised.history["onboarded"].sum() + unpromised.history["neglected"].sum() == 0
    assert observe(unpromised).summary["onboarded_2_days_share"] is None


def test_procedures_save_hours_of_welcome() -> None:
    promise = {"strategy.service.onboarding": True, "operators.hours_per_day": 16}
    written, unwritten = lived(**promise, **{"operators.sop": 1}), lived(**promise, **{"operators.sop": 0})
    each = [m.history["hours_onboarding"].sum() / m.history["onboarded"].sum() for m in (written, unwritten)]
    assert each[0] == pytest.approx(0.4 * each[1])


def test_founders_are_nobodys_newcomers() -> None:
    model = Community(
        load_scenario("baseline", {**WORLD, "groups.customers": False, "strategy.service.onboarding": True}),
        key=1,
    )
    assert (model.columns.people["awaiting"] == 0).all()
    assert (model.columns.groups["awaiting"] == 0).all()
