"""What customers buy, and what reaches them beside the group: baskets, rivals, deciders, service, resellers, offers."""

from __future__ import annotations

import math
from functools import cache
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulation.model import chance
from simulation.model.columns import BLOCKED, CLIENT, FIXED, LEFT, MEMBER, RESELLER, VIP
from simulation.model.community import Community
from simulation.model.customers import top_share
from simulation.model.result import observe
from simulation.model.rules_customer import share_kept, signing_hazard, towards_one
from simulation.scenario import load_scenario
from simulation.scenario.behaviour_customer import Sellers, Subscribing

SMALL = {"days": 60, "groups.count": 4, "groups.members_at_start": 100, "market.people": 4000}
CLOSED = {"strategy.growth.public_per_day": 0, "behaviour.referral.organic_rate": 0}
EAGER = {"product.need_interval": 10, "behaviour.buying.rate": 3}
MOMENTS = {"strategy.calendar": [{"post": "coupon", "per_day": 1, "via": "moments"}]}
DIRECT = {"strategy.calendar": [{"post": "coupon", "per_day": 1, "via": "direct"}]}
RESALE = {
    **EAGER,
    "strategy.resellers": {"per_group": 10, "commission": 0.2},
    "behaviour.reselling.pitch_rate": 0.8,
}
OFFER = {"strategy.subscription": {"on": 5, "open_days": 10, "price": 40, "length": 30}}


def run(changes: dict[str, Any], key: int = 3, **more: Any) -> Community:
    return Community(load_scenario("baseline", {**SMALL, **changes, **more}), key=key).run()


@cache
def plain() -> Community:
    return run({})


# --- what is bought ---------------------------------------------------------------------------------------


def test_baskets_change_what_orders_are_worth_and_not_when_they_come() -> None:
    one, other = plain(), run({"market.basket_sigma": 0.8})
    assert np.array_equal(one.history["orders"], other.history["orders"])
    basket = other.columns.people["basket"]
    assert abs(basket.mean() - 1) < 0.1
    assert np.std(np.log(basket)) == pytest.approx(0.8, abs=0.05)
    assert (plain().columns.people["basket"] == 1).all()
    assert np.array_equal(one.history["sold"], one.history["orders"] * int(FIXED))
    few, many = observe(one).summary["top_fifth_spend_share"], observe(other).summary["top_fifth_spend_share"]
    assert few is not None
    assert many is not None
    assert many > few + 0.1


def test_the_top_fifth_is_counted_in_whole_people() -> None:
    assert top_share(np.array([0.0, 0.0])) is None
    assert top_share(np.array([5.0])) == 1.0
    assert top_share(np.array([6.0, 1.0, 1.0, 1.0, 1.0, 0.0])) == 0.6


@given(st.floats(0, 1), st.floats(0, 20), st.floats(0, 10))
def test_a_share_of_a_need_is_kept_and_more_of_it_by_the_trusting(
    trust: float, sellers: float, pull: float
) -> None:
    p = Sellers(pull=pull)
    kept = share_kept(trust, sellers, p)
    assert 0 < kept <= 1
    assert kept >= share_kept(trust, sellers + 1, p)
    assert share_kept(min(1.0, trust + 0.1), sellers, p) >= kept
    assert share_kept(1.0, sellers, p) == 1.0
    assert share_kept(trust, 0.0, p) == 1.0


def test_each_decider_more_adds_an_exponential_to_the_threshold() -> None:
    def thresholds(deciders: int) -> np.ndarray:
        model = Community(load_scenario("baseline", {**SMALL, "product.deciders": deciders}), key=8)
        founders = model.columns.daily["joined"] == 0
        return np.asarray(model.columns.daily["until_order"][founders])

    one, five = thresholds(1), thresholds(5)
    assert (five > one).all(), "the first decider is the same person with the same luck"
    assert five.mean() == pytest.approx(5, rel=0.1)
    assert five.std() == pytest.approx(math.sqrt(5), rel=0.15)
    assert np.array_equal(thresholds(1), one)


@pytest.mark.parametrize("buying", ["multiplicative", "additive"])
def test_the_arm_carried_along_is_the_run_without_groups_whatever_is_sold(buying: str) -> None:
    market = {
        **CLOSED,
        **EAGER,
        "market.basket_sigma": 0.7,
        "market.sellers": 2,
        "product.deciders": 3,
        "submodels.buying": buying,
    }
    plan = {
        "strategy.calendar": [*MOMENTS["strategy.calendar"], *DIRECT["strategy.calendar"]],
        "strategy.one_to_one": {"hours_per_day": 4, "share": 0.3},
        "strategy.purchase_ease": 0.4,
        **OFFER,
    }
    with_groups = run({**market, **plan}, key=9)
    without = Community(
        load_scenario("no_group", {**SMALL, **{k: v for k, v in market.items() if k not in CLOSED}}), key=9
    ).run()
    assert np.array_equal(with_groups.columns.people["baseline_orders"], without.columns.people["orders"])
    both = with_groups.history["baseline_sold"].sum(axis=1), without.history["sold"].sum(axis=1)
    assert np.array_equal(*both)
    assert both[0].sum() > 0
    assert np.allclose(
        with_groups.history["baseline_margin"].sum(axis=1), without.history["margin"].sum(axis=1)
    )


def test_a_product_that_satisfies_is_remembered_with_the_groups_and_without() -> None:
    on, off = run(EAGER), run(EAGER, **{"mechanisms.experience_memory": False})
    assert on.history["baseline_orders"].sum() > off.history["baseline_orders"].sum()
    poor = run(EAGER, **{"product.quality": 0.0})
    good = run(EAGER, **{"product.quality": 1.0})
    ordered = good.columns.people["baseline_orders"] > 0
    assert (good.columns.people["baseline_recall"][~ordered] == 0).all(), (
        "who never ordered has nothing to recall"
    )
    assert good.columns.people["baseline_recall"].mean() > 1.5 * poor.columns.people["baseline_recall"].mean()


def test_a_hard_way_to_order_costs_members_orders_and_leaves_the_counterfactual_alone() -> None:
    hard = run(CLOSED, **{"strategy.purchase_ease": 0.2})
    easy = run(CLOSED)
    assert hard.history["orders"].sum() < 0.6 * easy.history["orders"].sum()
    assert np.array_equal(
        hard.history["baseline_orders"].sum(axis=1), easy.history["baseline_orders"].sum(axis=1)
    )


def test_repeat_and_full_price_orders_add_up() -> None:
    result = observe(plain())
    daily = result.daily
    assert (daily["full_price_orders"] + daily["coupon_orders"] == daily["orders"]).all()
    assert daily["repeat_orders"].sum() == result.summary["repeat_orders"] > 0
    assert result.value("repeat_orders_day_60") == daily["repeat_orders"].sum()


def test_active_customers_are_those_who_ordered_within_90_days() -> None:
    spec = load_scenario("baseline", {**SMALL, **EAGER, "days": 130, "behaviour.leaving.base": 0.01})
    model = Community(spec, key=3)
    for _ in range(130):
        model.step()
        last = model.columns.people["last_order"]
        assert model.today("active_customers").sum() == ((last >= 0) & (model.day - last <= 90)).sum()
    assert model.history["active_customers"][:, -1].any(), "people who left and order are counted outside"
    assert observe(model).value("active_customers_90_day_130") == model.today("active_customers").sum() > 0


# --- beside the group -------------------------------------------------------------------------------------


def test_nothing_beside_the_group_is_posted_in_it() -> None:
    for plan in (MOMENTS, DIRECT):
        history = run(plan).history
        assert history["posts"].sum() == 0
        assert history["clicks"].sum() == 0
        assert history["coupon_orders"].sum() > 0, "yet the coupon is seen"


def test_only_contacts_are_reached() -> None:
    none = run(MOMENTS, **{"groups.contacts_share": 0})
    assert none.history["moments_seen"].sum() == 0
    assert none.history["coupon_orders"].sum() == 0
    people = run(DIRECT).columns.people
    never = (people["contact"] == 0) & (people["coupon_orders"] > 0)
    assert (people["until_blocking"][never] <= 0).all(), "or they were, until they blocked"


def test_direct_messages_take_hours_per_recipient_and_moments_hardly_any() -> None:
    def hours(plan: dict[str, Any], share: float = 0.5) -> float:
        changes = {**CLOSED, "groups.contacts_share": share, "operators.hours_per_day": 16}
        return float(run(plan, **changes).history["hours_content"][0].sum())

    made = 0.15  # hours to make a coupon, one operator
    assert hours(MOMENTS) == pytest.approx(made + 0.03)
    model = Community(load_scenario("baseline", {**SMALL, **CLOSED, **DIRECT}), key=3)
    assert hours(DIRECT) == pytest.approx(made + 0.003 * model.columns.groups["contacts"].sum())
    assert hours(DIRECT, 1.0) > 1.6 * hours(DIRECT)


def test_a_direct_message_tires_more_than_the_same_one_in_moments() -> None:
    def fatigue(via: str) -> float:
        calendar = [{"post": "livestream_reminder", "per_day": 1, "via": via}]
        rates = {"behaviour.beside.moments_rate": 0.5, "behaviour.beside.direct_rate": 0.5}
        return float(run({"strategy.calendar": calendar}, **rates).history["fatigue"].mean())

    assert fatigue("direct") > 1.5 * fatigue("moments") > 0


def test_too_many_direct_messages_lose_contacts_but_not_members() -> None:
    model = run(DIRECT, **{"behaviour.beside.block_rate": 0.3, "behaviour.leaving.base": 0})
    lost = model.history["contact_blocks"].sum()
    people = model.columns.people
    assert lost > 20
    assert lost == ((people["until_blocking"] <= 0) & (people["joined"] >= 0)).sum()
    assert (people["contact"][people["until_blocking"] <= 0] == 0).sum() >= lost
    read = model.history["direct_read"].sum(axis=1)
    assert read[-10:].mean() < 0.9 * read[:10].mean()


def test_those_who_left_without_blocking_still_see_moments() -> None:
    model = run(MOMENTS, **{"behaviour.leaving.base": 0.03, "behaviour.beside.moments_rate": 1.0})
    assert model.history["moments_seen"][:, -1].sum() > 0
    assert model.history["coupon_orders"][:, -1].sum() > 0
    status, contact = model.columns.people["status"], model.columns.people["contact"]
    today = model.history["moments_seen"][-1, -1]
    newly = model.history["leaves"][-1].sum()
    watching = ((status == LEFT) & (contact == 1)).sum()
    assert watching - newly <= today <= watching
    assert ((status == BLOCKED) & (contact == 1)).sum() + watching > 0


# --- one to one -------------------------------------------------------------------------------------------

SERVICE = {"strategy.one_to_one": {"hours_per_day": 2, "share": 0.3, "every": 7}}


def test_hours_kept_for_service_make_as_many_contacts_as_they_cover() -> None:
    model = run(SERVICE)
    made = model.history["service_contacts"].sum()
    hours = model.history["hours_service"].sum()
    assert hours == pytest.approx(2.0 * SMALL["days"] * len(model.columns.operators))
    assert made == pytest.approx(hours / 0.25, rel=0.1)
    assert model.history["cost_hours"].sum() > 0
    summary = observe(model).summary
    assert summary["service_contacts"] == made


def test_no_more_hours_are_used_than_there_are_members_to_serve() -> None:
    model = run({"strategy.one_to_one": {"hours_per_day": 6, "share": 0.01}})
    served = model.columns.groups["served"].sum()
    assert model.history["hours_service"][0].sum() == pytest.approx(0.25 * served, rel=0.3)
    assert model.history["hours_service"].sum(axis=1).max() < 6


def test_those_who_spent_most_are_served_and_called_vips() -> None:
    model = Community(load_scenario("baseline", {**SMALL, **CLOSED, **SERVICE}), key=3)
    for _ in range(42):
        model.step()
    spent, there = model.columns.people["spend"], model.columns.people["status"] == MEMBER
    model.step()  # on day 42 they are chosen anew
    people = model.columns.people
    for k in range(len(model.columns.present)):
        here = there & (people["group"] == k) & (people["status"] == MEMBER)
        served = people["served"] == 1
        assert spent[here & served].min() >= spent[here & ~served].max()
        assert served[here].mean() == pytest.approx(0.3, abs=0.03)
    vips = (people["role"] == VIP) & (people["status"] == MEMBER)
    assert np.array_equal(vips, (people["served"] == 1) & (people["status"] == MEMBER))


def test_service_that_the_timeline_starts_begins_at_once() -> None:
    later = {"timeline": [{"on": 20, "set": {"strategy.one_to_one.hours_per_day": 2}}]}
    made = run({**later, "strategy.one_to_one": {"share": 0.3}}).history["service_contacts"].sum(axis=1)
    assert made[:20].sum() == 0
    assert made[20] > 0


def test_service_sells_nothing_to_those_who_need_nothing() -> None:
    never = {"product.need_interval": 3650, "market.need_sigma": 0}
    assert run({**SERVICE, **never}).history["orders"].sum() <= run(never).history["orders"].sum() + 5


# --- resellers --------------------------------------------------------------------------------------------


@cache
def resale() -> Community:
    return run(RESALE)


def test_clients_buy_outside_the_groups_and_pay_commission() -> None:
    model = resale()
    history, people = model.history, model.columns.people
    client = people["status"] == CLIENT
    assert client.sum() == history["clients"].sum() > 100
    assert history["client_orders"][:, -1].sum() > 20
    price = model.spec.product.price
    assert history["cost_commission"].sum() == pytest.approx(0.2 * price * people["orders"][client].sum())
    assert (people["coupon_orders"][client] == 0).all(), "clients see no coupons"
    daily = observe(model).daily
    assert np.allclose(daily["cost"].sum(), sum(daily[c].sum() for c in daily if c.startswith("cost_")))


def test_every_client_is_a_contact_of_the_reseller_who_won_them() -> None:
    model = resale()
    people = model.columns.people
    circle = model.columns.contacts.circle
    for client in np.flatnonzero(people["status"] == CLIENT)[:200]:
        seller = people["invited_by"][client]
        assert people["role"][seller] == RESELLER
        assert (circle[:, client] == circle[:, seller]).any()


def test_a_reseller_s_word_raises_trust_and_the_counterfactual_has_not_heard_it() -> None:
    model = run(RESALE, **{"behaviour.reselling.word": 1.0, "behaviour.buying.rate": 0.0})
    people = model.columns.people
    client = people["status"] == CLIENT
    assert people["trust"][client].mean() > people["baseline_trust"][client].mean() + 0.02
    assert (people["trust"][client] >= people["baseline_trust"][client]).all()


def test_contacts_run_out() -> None:
    model = run({**RESALE, "days": 150, "behaviour.leaving.base": 0})
    new, pitches = model.history["clients"].sum(axis=1), model.history["pitches"].sum(axis=1)
    assert pitches[-30:].sum() > 0.5 * pitches[1:31].sum()
    assert new[-30:].sum() < 0.5 * new[1:31].sum()


def test_clients_are_no_joiners() -> None:
    model = resale()
    found = observe(model).summary
    people = model.columns.people
    joined = (people["joined"] >= 0) & (people["status"] != CLIENT)
    assert found["orders_per_joiner"] == pytest.approx(people["orders"][joined].sum() / joined.sum())
    assert found["clients"] == (people["status"] == CLIENT).sum()
    assert found["commission"] == pytest.approx(model.history["cost_commission"].sum())


# --- subscription -----------------------------------------------------------------------------------------


def test_a_subscription_is_signed_only_while_it_is_on_offer() -> None:
    model = run({**OFFER, "behaviour.subscribing.rate": 1})
    signed = model.history["sign_ups"].sum(axis=1)
    assert signed[5:15].sum() == signed.sum() > 20
    share = observe(model).summary["sign_ups_10_days_share"]
    assert share == pytest.approx(signed[5:15].sum() / model.history["present"][4, :-1].sum())
    assert observe(plain()).summary["sign_ups_10_days_share"] is None


def test_an_offer_that_the_timeline_makes_is_found() -> None:
    later = {
        "timeline": [{"on": 20, "set": {"strategy.subscription.on": 25, "strategy.subscription.price": 100}}]
    }
    model = run({**later, "behaviour.subscribing.rate": 1})
    signed = model.history["sign_ups"].sum(axis=1)
    assert np.flatnonzero(signed)[0] >= 25
    share = observe(model).summary["sign_ups_10_days_share"]
    assert share == pytest.approx(signed[25:35].sum() / model.history["present"][24, :-1].sum())


@pytest.mark.parametrize("buying", ["multiplicative", "additive"])
def test_a_subscriber_orders_nothing_else_until_it_ends(buying: str) -> None:
    spec = load_scenario(
        "baseline", {**SMALL, **EAGER, **OFFER, "behaviour.subscribing.rate": 1, "submodels.buying": buying}
    )
    model = Community(spec, key=3)
    ended = 0
    for _ in range(60):
        model.step()
        people = model.columns.people
        bound = people["subscribed_until"] > model.day - 1
        assert (people["bought"][bound] == 0).all()
        ended += int(((people["bought"] == 1) & (people["subscribed_until"] > 0) & ~bound).sum())
    assert ended > 0, "and orders again afterwards"


def test_a_dear_subscription_is_signed_by_fewer() -> None:
    def signed(price: float) -> int:
        plan = {"on": 5, "open_days": 10, "price": price, "length": 90}
        return int(
            run({"strategy.subscription": plan, "behaviour.subscribing.rate": 1}).history["sign_ups"].sum()
        )

    assert signed(100) > signed(160) > signed(1000)


@given(st.floats(0, 1), st.floats(0, 1), st.floats(0, 1))
def test_nobody_signs_below_the_threshold(trust: float, relevance: float, threshold: float) -> None:
    hazard = signing_hazard(trust, relevance, Subscribing(threshold=threshold))
    assert hazard >= 0
    assert (hazard == 0) or trust > threshold


@given(st.floats(0, 1), st.floats(0, 5))
def test_a_gain_stays_within_one(x: float, share: float) -> None:
    assert x <= towards_one(x, share) <= 1.0


def test_streams_of_chance_have_numbers_of_their_own() -> None:
    numbers = [
        v for n, v in vars(chance).items() if n.isupper() and not n.startswith("_") and isinstance(v, int)
    ]
    assert len(numbers) == len(set(numbers))
