"""What must hold in any world, whatever the scenario."""

from __future__ import annotations

from typing import Any

import numpy as np
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from simulation.model.columns import BLOCKED, CLIENT, FIXED, LEFT, MEMBER, OUTSIDE, PROSPECT
from simulation.model.community import Community
from simulation.scenario import load_scenario

KINDS = ["coupon", "livestream_reminder", "product_news", "value_content", "topic_prompt", "activity"]
entries = st.builds(
    lambda post, rate, via: {"post": post, "per_day": rate, "via": via},
    st.sampled_from(KINDS),
    st.floats(0, 4),
    st.sampled_from(["group", "group", "moments", "direct"]),
)


@st.composite
def teams(draw: Any) -> dict[str, Any]:
    """Those who run the groups, and the firm behind them; as ever in one case of four."""
    if draw(st.integers(0, 3)) == 0:
        return {}
    share = st.floats(0, 1)
    return {
        "behaviour.talk.question_share": draw(share),
        "strategy.service": {
            "answer": draw(st.booleans()),
            "delay": draw(st.integers(0, 4)),
            "expert": draw(share),
            "feedback": draw(share),
            "onboarding": draw(st.booleans()),
        },
        "strategy.personas": draw(st.sampled_from([{}, {"kol": 1}, {"brand": 0.25, "companion": 0.75}])),
        "strategy.segments": draw(st.integers(1, 6)),
        "strategy.shop_share": draw(share),
        "product.range": draw(st.integers(0, 3)),
        "product.launches_per_year": draw(st.floats(0, 365)),
        "operators.groups_per_operator": draw(st.integers(1, 5)),
        "operators.kpi": draw(
            st.sampled_from(["none", "activity", "sales", "retention", "repeat_orders", "satisfaction"])
        ),
        "operators.steer_every": draw(st.integers(3, 10)),
        "operators.pressure": draw(st.floats(0, 10)),
        "operators.sop": draw(share),
        "operators.attribution": draw(share),
        "operators.budget_follows_credit": draw(st.booleans()),
        "operators.franchise": draw(st.booleans()),
        "operators.gives_up_after": draw(st.sampled_from([0, 0, 1, 5])),
    }


@st.composite
def worlds(draw: Any) -> dict[str, Any]:
    """A small world under a random strategy, some mechanisms off, any submodels."""
    share = st.floats(0, 1)
    off = draw(
        st.lists(
            st.sampled_from(["leaving", "muting", "topic_depletion", "belonging", "noise", "replies"]),
            max_size=2,
        )
    )
    return {
        "days": draw(st.integers(5, 40)),
        "market.people": draw(st.integers(400, 900)),
        "groups.count": draw(st.integers(1, 5)),
        "groups.members_at_start": draw(st.integers(2, 60)),
        "groups.cap": draw(st.sampled_from([60, 70, 500])),
        "groups.open": draw(st.sampled_from([True, True, True, False])),
        "strategy.calendar": draw(st.lists(entries, max_size=4)),
        "strategy.coupon.depth": draw(st.floats(0, 0.9)),
        "strategy.moderation.strictness": draw(share),
        "strategy.growth.public_per_day": draw(st.floats(0, 30)),
        "strategy.kocs": {
            "per_group": draw(st.integers(0, 4)),
            "planted": draw(st.booleans()),
            "from_day": draw(st.integers(0, 6)),
            "choose": draw(st.sampled_from(["random", "behaviour", "contacts"])),
        },
        "strategy.referral": {
            "start": draw(st.integers(0, 9)),
            "length": draw(st.integers(0, 30)),
            "bait_inviter": draw(st.floats(0, 300)),
            "bait_friend": draw(st.floats(0, 300)),
            "pay_on": draw(st.sampled_from(["join", "first_order"])),
            "loophole": draw(share),
        },
        "strategy.one_to_one": {
            "hours_per_day": draw(st.sampled_from([0, 0, 2, 16])),
            "share": draw(share),
            "choose": draw(st.sampled_from(["spend", "random"])),
            "every": draw(st.integers(1, 20)),
        },
        "strategy.resellers": {
            "per_group": draw(st.sampled_from([0, 0, 3, 50])),
            "choose": draw(st.sampled_from(["random", "behaviour", "contacts", "spend"])),
            "from_day": draw(st.integers(0, 6)),
            "commission": draw(st.floats(0, 0.9)),
        },
        "strategy.subscription": {
            "on": draw(st.sampled_from([None, 0, 5])),
            "price": draw(st.floats(0, 400)),
            "length": draw(st.integers(1, 60)),
        },
        "strategy.purchase_ease": draw(st.floats(0.1, 1)),
        "market.basket_sigma": draw(st.sampled_from([0, 0, 0.5, 2])),
        "market.sellers": draw(st.sampled_from([0, 0, 3])),
        "product.deciders": draw(st.sampled_from([1, 1, 4])),
        "operators.hours_per_day": draw(st.floats(0, 10)),
        **draw(teams()),
        "submodels.death": draw(st.sampled_from(["topic_depletion", "lost_reciprocity", "turnover"])),
        "submodels.buying": draw(st.sampled_from(["multiplicative", "additive"])),
        "behaviour.leaving.base": draw(st.floats(0, 0.05)),
        **{f"mechanisms.{name}": False for name in off},
    }


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(worlds(), st.integers(0, 2**40))
def test_people_and_money_add_up_in_any_world(world: dict[str, Any], key: int) -> None:
    model = Community(load_scenario("baseline", world), key=key).run()
    people, history = model.columns.people, model.history
    inside = history[:, :-1]
    status = people["status"]

    # people: whoever joined is present, left or blocked; seats agree with the columns
    joined = people["joined"] >= 0
    assert joined.sum() == np.isin(status, [MEMBER, LEFT, BLOCKED, OUTSIDE, CLIENT]).sum()
    assert (~joined).sum() == (status == PROSPECT).sum()
    assert inside["present"][-1].sum() == (status == MEMBER).sum()
    assert inside["leaves"].sum() == np.isin(status, [LEFT, BLOCKED]).sum()
    assert (inside["present"] <= model.spec.groups.cap).all()
    start = 0 if not model.spec.groups.open else model.columns.groups["start_size"][:-1].sum()
    assert inside["joins"].sum() + start >= (joined & (status != OUTSIDE) & (status != CLIENT)).sum()
    balance = inside["present"][0] + inside["joins"][1:].sum(axis=0) - inside["leaves"][1:].sum(axis=0)
    assert np.array_equal(balance, inside["present"][-1])
    for k in range(len(model.columns.present)):
        seats = model.columns.roster[k, : model.columns.present[k]]
        assert len(set(seats.tolist())) == len(seats)
        assert (model.columns.life["group"][seats] == k).all()

    # shares and states stay within their ranges
    for name in (
        "trust",
        "satisfaction",
        "fatigue",
        "belonging",
        "memory",
        "voice",
        "relevance",
        "read_share",
    ):
        values = people[name][joined]
        assert np.isfinite(values).all(), name
        assert ((values >= 0) & (values <= 1.05)).all(), name
    assert ((people["expected"][joined] >= -1) & (people["expected"][joined] <= 1)).all()
    assert (inside["visits"] <= inside["present"] + inside["leaves"]).all()
    assert (inside["replies"] <= inside["messages"] + inside["planted_messages"]).all()
    assert (inside["posters"] <= inside["messages"]).all()
    assert (inside["exhausted"].sum() + inside["referred"].sum()) <= inside["invitations"].sum()

    # money: what the day says is what the orders say, and every order is somebody's
    price, product = model.spec.product.price, model.spec.product
    plan = model.spec.strategy
    assert history["orders"].sum() == people["orders"].sum()
    assert history["baseline_orders"].sum() == people["baseline_orders"].sum()
    sold, with_coupon, signed = history["sold"] / FIXED, history["sold_coupon"] / FIXED, history["sign_ups"]
    revenue = price * (sold - plan.coupon.depth * with_coupon) + plan.subscription.price * signed
    assert np.allclose(sold.sum(), (people["orders"] * people["basket"]).sum())
    assert np.allclose(with_coupon.sum(), (people["coupon_orders"] * people["basket"]).sum())
    assert np.allclose(
        (history["baseline_sold"] / FIXED).sum(), (people["baseline_orders"] * people["basket"]).sum()
    )
    assert np.allclose(history["revenue"], revenue)
    assert np.allclose(people["spend"].sum(), history["revenue"].sum())
    goods = (
        product.price * (1 - product.margin) * sold + (1 - product.margin) * plan.subscription.price * signed
    )
    assert np.allclose(history["margin"], revenue - goods)
    # clients: they sit in no group, and their orders are outside and pay commission
    client = status == CLIENT
    assert history["clients"].sum() == client.sum()
    assert inside["client_orders"].sum() == 0
    assert history["client_orders"].sum() == people["orders"][client].sum()
    assert (people["visits_total"][client] == 0).all()
    assert (history["client_sold"] <= history["sold"]).all()
    # repeat orders are what people ordered beyond their first
    repeated = np.maximum(people["orders"] - 1, 0)[~client].sum()
    assert history["repeat_orders"].sum() == repeated
    # contacts and those served are counted where they sit
    groups, there = model.columns.groups, status == MEMBER
    for k in range(len(model.columns.present)):
        here = there & (people["group"] == k)
        assert groups["contacts"][k] == people["contact"][here].sum()
        assert groups["served"][k] == people["served"][here].sum()
    assert (people["served"][~there] == 0).all()
    for name in ("cost_hours", "cost_reward", "cost_koc", "cost_acquisition", "cost_campaign"):
        assert (history[name] >= 0).all(), name

    # operators: no hours beyond those of the day, whatever the work, and what they are within its bounds
    hours = sum(
        inside[f"hours_{name}"]
        for name in ("content", "reply", "onboarding", "moderation", "koc", "coordination")
    )
    operators = model.columns.operators
    for o in operators:
        mine = hours[:, o["first"] : o["first"] + o["count"]].sum(axis=1)
        assert (mine <= model.spec.operators.hours_per_day + 1e-9).all()
    assert (abs(operators["mix"]) <= 1).all()
    assert ((operators["budget"] >= 0) & (operators["budget"] <= 1)).all()

    # questions: whoever has one open is waited for, and only they
    asking = (people["asking"] == 1) & (status == MEMBER)
    assert inside["waiting"][-1].sum() == asking.sum()
    assert inside["questions"].sum() >= inside["answered"].sum() + inside["given_up"].sum() + asking.sum()
    assert (inside["repeat_orders"] <= inside["orders"]).all()

    # messages: what members are counted to have said is what the days say
    assert history["messages"].sum() + history["planted_messages"].sum() == people["posts_total"].sum()


@settings(max_examples=15, deadline=None)
@given(worlds(), st.integers(0, 1000))
def test_any_world_is_the_same_world_twice(world: dict[str, Any], key: int) -> None:
    spec = load_scenario("baseline", world)
    a, b = Community(spec, key=key).run(), Community(spec, key=key).run()
    assert a.history.tobytes() == b.history.tobytes()
    assert all(
        one.tobytes() == other.tobytes() for one, other in zip(a.columns.rows, b.columns.rows, strict=True)
    )


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(worlds(), st.integers(0, 1000))
def test_both_engines_agree_on_any_world(world: dict[str, Any], key: int) -> None:
    spec = load_scenario("baseline", {**world, "days": min(world["days"], 12)})
    a, b = Community(spec, key=key).run(), Community(spec, key=key, engine="agents").run()
    assert a.history.tobytes() == b.history.tobytes()
    assert all(
        one.tobytes() == other.tobytes() for one, other in zip(a.columns.rows, b.columns.rows, strict=True)
    )
