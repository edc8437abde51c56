"""Behaviours a reader of the model description expects, on small worlds; no rule knows a scenario or a day."""

from __future__ import annotations

import ast
from pathlib import Path

import numpy as np

import simulation
from simulation.model.community import Community
from simulation.scenario import library, load_scenario

SMALL = {"groups.count": 8, "groups.members_at_start": 150, "market.people": 12_000, "days": 120}


def lived(name: str, key: int = 1, **more: object) -> Community:
    return Community(load_scenario(name, {**SMALL, **more}), key=key).run()


def last_month(model: Community, name: str) -> float:
    return float(model.history[-28:, :-1][name].sum())


def test_a_group_that_sees_only_coupons_opens_less_than_one_that_sees_value() -> None:
    assert last_month(lived("coupon_spam"), "visits") < last_month(lived("value_content"), "visits")


def test_coupons_sell_at_once_and_lower_the_price_people_expect() -> None:
    spam, value = lived("coupon_spam"), lived("value_content")
    assert spam.history["orders"][:14].sum() > value.history["orders"][:14].sum()
    assert spam.members()["reference"].mean() < value.members()["reference"].mean()


def test_hours_that_do_not_cover_the_calendar_leave_posts_unmade() -> None:
    # the same eight groups and calendar; hours of the one person who runs them
    few = lived("value_content", **{"operators.hours_per_day": 1.5, "mechanisms.operator_enthusiasm": False})
    enough = lived("value_content", **{"operators.hours_per_day": 9, "mechanisms.operator_enthusiasm": False})
    assert few.history["posts"].sum() < 0.7 * enough.history["posts"].sum()


def test_coupon_and_value_calendars_hold_the_same_number_of_posts() -> None:
    weekly = [
        sum(e.rate for e in load_scenario(n).strategy.calendar) * 7
        for n in ("coupon_spam", "value_content", "mixed_calendar")
    ]
    assert np.allclose(weekly, 25)


def test_a_campaign_that_pays_on_orders_draws_no_fakes_and_fewer_hunters() -> None:
    campaign = {"start": 5, "length": 60, "bait_inviter": 60, "bait_friend": 60, "loophole": 1}
    on_join = lived("value_content", **{"strategy.referral": {**campaign, "pay_on": "join"}})
    on_order = lived("value_content", **{"strategy.referral": {**campaign, "pay_on": "first_order"}})
    assert on_order.history["fakes"].sum() == 0
    assert on_join.history["fakes"].sum() > 0
    assert on_order.history["hunters"].sum() < on_join.history["hunters"].sum()


def test_no_source_of_the_model_names_a_scenario() -> None:
    root = Path(simulation.__file__).parent
    names = set(library())
    for path in [*root.glob("model/**/*.py"), *root.glob("scenario/*.py")]:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                # value_content is also a kind of post; "baseline" is the default scenario of Community and `extends`
                assert node.value not in names - {"value_content", "baseline"}, f"{path}:{node.lineno}"


def test_where_members_win_more_than_one_friend_each_finite_contacts_slow_the_spread() -> None:
    world = {
        "groups.count": 10, "groups.members_at_start": 20, "market.people": 20_000, "days": 60,
        "strategy.referral": {"start": 0, "length": 60, "bait_inviter": 60, "bait_friend": 60, "loophole": 0},
        "behaviour.referral.incentive_rate": 0.5, "behaviour.referral.accept_base": -2.0,
    }  # fmt: skip
    finite = lived("baseline", **world)
    endless = lived("baseline", **{**world, "mechanisms.finite_contacts": False})
    members = finite.members()
    old_enough = (members["generation"] == 0) & (members["joined"] <= 45)
    assert members["invites_accepted"][old_enough].mean() > 1, "the world must spread by itself"
    assert finite.history["exhausted"].sum() > 0.2 * finite.history["invitations"].sum()
    assert endless.history["exhausted"].sum() == 0
    assert endless.history["referred"].sum() > 1.3 * finite.history["referred"].sum()


def test_a_price_learned_is_forgotten_once_no_price_is_seen() -> None:
    stop = {
        "timeline": [
            {"on": 40, "set": {"strategy.calendar[0].per_day": 0, "strategy.calendar[1].per_week": 0}}
        ]
    }
    at_once = lived("coupon_spam", **stop, days=41).members()
    later = lived("coupon_spam", **stop).members()
    assert later["reference"].mean() > at_once["reference"].mean() + 0.01


def test_margin_within_90_days_of_joining_is_part_of_the_margin_and_grows_for_90_days() -> None:
    margins = {days: lived("value_content", days=days).members()["margin_90"].sum() for days in (60, 90, 120)}
    assert margins[60] < margins[90]
    assert np.isclose(
        lived("value_content", **{"strategy.growth.public_per_day": 0, "behaviour.referral.organic_rate": 0}, days=90)
        .members()["margin_90"].sum(),
        lived("value_content", **{"strategy.growth.public_per_day": 0, "behaviour.referral.organic_rate": 0}, days=120)
        .members()["margin_90"].sum(),
    )  # fmt: skip


def test_planted_leaders_do_not_displace_newcomers() -> None:
    inflow = {"strategy.growth.public_per_day": 5, "behaviour.referral.organic_rate": 0, "days": 20}
    plain = lived("coupon_spam", **inflow).members()
    planted = lived("kocs_in_spam", **inflow).members()
    public = set(plain["slot"][plain["channel"] == 1].tolist())
    assert public
    assert public == set(planted["slot"][planted["channel"] == 1].tolist())


def test_a_group_that_is_opened_and_left_alone_sells_next_to_nothing_more() -> None:
    idle = lived("baseline", **{"operators.hours_per_day": 0, "strategy.growth.public_per_day": 0})
    bought, background = idle.history["orders"].sum(), idle.history["baseline_orders"].sum()
    assert abs(bought - background) <= 0.03 * background
