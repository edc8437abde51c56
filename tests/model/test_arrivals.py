"""How people come in, how that selects them, and what ends by plan or by the platform."""

from __future__ import annotations

import json
from functools import cache
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from simulation.model.arrivals import channel_code
from simulation.model.columns import BLOCKED, FRIEND, LEFT, MEMBER, PROSPECT, PUBLIC
from simulation.model.community import Community
from simulation.model.result import observe
from simulation.scenario import load_scenario

SMALL = {
    "days": 40,
    "groups.count": 6,
    "groups.members_at_start": 60,
    "market.people": 6000,
    "strategy.growth.public_per_day": 0,
}
CAMPAIGN = {
    "strategy.referral": {"start": 2, "length": 36, "bait_inviter": 60, "bait_friend": 60},
    "behaviour.referral.incentive_rate": 0.3,
}


@cache
def _lived(changes: str, key: int) -> Community:
    return Community(load_scenario("baseline", {**SMALL, **json.loads(changes)}), key=key).run()


def lived(key: int = 3, **changes: Any) -> Community:
    return _lived(json.dumps({name.replace("__", "."): value for name, value in changes.items()}), key)


def growth(**plan: Any) -> dict[str, Any]:
    return {"strategy__growth": {"public_per_day": 8, **plan}}


def by(model: Community, channel: int) -> np.ndarray:
    rows = model.members()
    return rows[rows["channel"] == channel]


# --- where they come to -----------------------------------------------------------------------------------------


def came_to(model: Community) -> np.ndarray:
    return np.bincount(by(model, PUBLIC)["group"], minlength=6)


def test_newcomers_spread_evenly_over_groups_or_as_unevenly_as_asked() -> None:
    even = came_to(lived(**growth(public_per_day=25)))
    uneven = came_to(lived(**growth(public_per_day=25), groups__newcomers_sigma=1.5))

    assert even.sum() == uneven.sum()
    assert even.max() < 1.4 * even.min()
    assert uneven.max() > 3 * uneven.min()


def test_shares_of_newcomers_are_the_groups_own_and_leave_out_classes() -> None:
    plan = {"strategy.funnel": {"classes": 2}, "groups.newcomers_sigma": 1.0}
    groups = Community(load_scenario("baseline", {**SMALL, **plan}), key=3).columns.groups
    upper = groups["newcomers_up_to"]

    assert upper[3] == pytest.approx(1.0)
    assert (np.diff(upper[:4]) > 0).all()
    assert upper[4:].tolist() == [0.0, 0.0, 0.0]


# --- self-selection -------------------------------------------------------------------------------------------


def test_a_well_aimed_channel_brings_the_interested_and_as_many() -> None:
    plain, aimed = by(lived(**growth()), PUBLIC), by(lived(**growth(precision=1)), PUBLIC)
    assert aimed["relevance"].mean() > plain["relevance"].mean() + 0.15
    assert len(aimed) == len(plain)


def test_a_gift_for_joining_brings_deal_seekers_and_is_booked_for_each() -> None:
    plain, model = lived(**growth()), lived(**growth(bait=30))
    baited = by(model, PUBLIC)
    assert baited["deal"].mean() > by(plain, PUBLIC)["deal"].mean() + 0.05
    assert model.history["cost_reward"].sum() == pytest.approx(30 * len(baited))
    assert plain.history["cost_reward"].sum() == 0


def test_a_choosy_channel_pays_for_going_through_its_audience() -> None:
    plain, aimed = lived(**growth(public_per_day=25)), lived(**growth(public_per_day=25, precision=1))
    price = [m.history["cost_acquisition"].sum() / len(by(m, PUBLIC)) for m in (plain, aimed)]
    assert price[1] > 1.3 * price[0] > 15


def test_who_was_reached_and_did_not_come_is_not_asked_again_by_the_channel() -> None:
    model = lived(**growth(precision=1), market__people=800)
    # the whole market has been gone through long before the end
    assert by(model, PUBLIC)["joined"].max() < 30
    assert (model.columns.people["status"] == PROSPECT).sum() > 50


def test_founders_select_themselves_by_the_offer_that_won_them() -> None:
    plain, aimed, baited = lived(), lived(groups__precision=1.0), lived(groups__bait=100.0)
    assert aimed.members()["relevance"].mean() > plain.members()["relevance"].mean() + 0.05
    assert baited.members()["deal"].mean() > plain.members()["deal"].mean() + 0.05
    assert baited.history["cost_reward"].sum() == 0, "what was paid before the start is sunk"


def test_an_endorsement_raises_trust_and_not_that_of_the_counterfactual() -> None:
    plain, vouched = lived(**growth(), days=1), lived(**growth(endorsement=1), days=1)
    a, b = by(plain, PUBLIC), by(vouched, PUBLIC)
    assert np.array_equal(a["slot"], b["slot"])
    assert (b["trust"] > a["trust"] + 0.15).all()
    assert np.array_equal(a["baseline_trust"], b["baseline_trust"])


# --- channels and bursts --------------------------------------------------------------------------------------


def test_a_channel_brings_only_its_audience() -> None:
    one = lived(channels={"tv": {"reach": 0.1}}, strategy__growth={"channels": {"tv": 50}})
    # 600 of 6,000 are on it: it runs dry, and those who were founders already are lost to it
    assert 400 < one.history["joins"].sum() < 620


def test_at_volume_several_channels_are_cheaper_than_one() -> None:
    table = {name: {"reach": 0.2, "cost_per_join": 10} for name in ("tv", "radio", "press")}
    one = lived(channels=table, strategy__growth={"channels": {"tv": 15}})
    three = lived(channels=table, strategy__growth={"channels": dict.fromkeys(table, 5)})
    price = [m.history["cost_acquisition"].sum() / m.history["joins"].sum() for m in (one, three)]
    assert one.history["joins"].sum() == pytest.approx(three.history["joins"].sum(), rel=0.2)
    assert price[0] > 1.2 * price[1] > 12


def test_a_channel_is_keyed_by_its_name_alone() -> None:
    table = {"tv": {"reach": 0.5}}
    alone = lived(channels=table, strategy__growth={"channels": {"tv": 5}}, days=5)
    more = lived(
        channels={"a_first": {"reach": 0.9}, **table}, strategy__growth={"channels": {"tv": 5}}, days=5
    )
    assert np.array_equal(alone.columns.people["joined"], more.columns.people["joined"])
    assert channel_code(None) == 0 < channel_code("tv") != channel_code("radio")


def test_a_burst_brings_as_many_as_there_are_seats_and_turns_the_rest_away() -> None:
    burst = [{"on": 5, "people": 900}]
    model = lived(strategy__growth={"bursts": burst, "cost_per_join": 10}, groups__cap=150, days=8)
    day = model.history[5, :-1]
    assert day["joins"].sum() > 300
    assert (day["joins"] + day["turned_away"]).sum() == 900
    assert (day["present"] + day["leaves"] == 150).all()
    assert day["cost_acquisition"].sum() > 9000, "whoever comes has been paid for"
    assert observe(model).summary["turned_away"] == day["turned_away"].sum()


def test_friends_who_find_no_seat_are_counted() -> None:
    model = lived(**{k.replace(".", "__"): v for k, v in CAMPAIGN.items()}, groups__cap=62)
    assert model.history["turned_away"].sum() > 0


# --- the gate -------------------------------------------------------------------------------------------------


def test_a_gate_keeps_some_out_who_were_paid_for_and_those_let_in_care_and_trust_more() -> None:
    free = lived(**growth())
    asked = lived(**growth(), strategy__gate={"question": 1.0})
    deposit = lived(**growth(), strategy__gate={"deposit": 100.0})
    for gated, trait in ((asked, "relevance"), (deposit, "baseline_trust")):
        gone = gated.history["turned_away_at_gate"].sum()
        assert gone > 20
        assert gone + gated.history["joins"].sum() == pytest.approx(free.history["joins"].sum(), abs=8)
        assert by(gated, PUBLIC)[trait].mean() > by(free, PUBLIC)[trait].mean() + 0.01
        assert gated.history["cost_acquisition"].sum() > 0.95 * free.history["cost_acquisition"].sum()


def test_without_selection_a_gate_lets_as_many_through() -> None:
    gate = {"strategy__gate": {"question": 1.0}, **growth(public_per_day=20)}
    picky, blind = lived(**gate), lived(**gate, mechanisms__gate_selection=False)
    rates = [
        m.history["turned_away_at_gate"].sum()
        / (m.history["turned_away_at_gate"].sum() + by(m, PUBLIC).shape[0])
        for m in (picky, blind)
    ]
    assert rates[0] == pytest.approx(rates[1], abs=0.08)


def test_the_invited_meet_the_gate_too() -> None:
    campaign = {k.replace(".", "__"): v for k, v in CAMPAIGN.items()}
    free, gated = lived(**campaign), lived(**campaign, strategy__gate={"question": 1.0, "deposit": 200.0})
    assert gated.history["turned_away_at_gate"].sum() > 0
    assert len(by(gated, FRIEND)) < len(by(free, FRIEND))


# --- classes --------------------------------------------------------------------------------------------------

LADDER = {
    "strategy__funnel": {"classes": 2, "every": 12, "length": 10, "step_up_orders": 1, "entry_price": 20.0},
    **growth(public_per_day=12),
    "behaviour__buying__rate": 6.0,
}


def test_classes_open_on_their_day_take_the_newcomers_and_are_dissolved() -> None:
    model = lived(**LADDER)
    opened = model.history["open"][:, 4:6]
    assert np.array_equal(np.flatnonzero(opened[:, 0]), np.arange(0, 10))
    assert np.array_equal(np.flatnonzero(opened[:, 1]), np.arange(12, 22))
    assert model.history["open"][:, :4].all()
    joins = model.history["joins"]
    assert joins[:10, 4].sum() > 60
    assert joins[:10, :4].sum() < 0.1 * joins[:10, 4].sum(), "friends at most"
    assert joins[25:, :4].sum() > 60, "without an open class newcomers come to lasting groups"
    assert (model.history["present"][~opened[:, 0].astype(bool), 4] == 0).all()


def test_buyers_step_up_and_the_others_are_let_go_without_having_left() -> None:
    model = lived(**LADDER)
    moved, gone = model.history["regrouped"], model.history["dismissed"]
    assert moved[10, :4].sum() > 2
    assert moved.sum() == moved[[10, 22]].sum()
    assert gone.sum() == gone[[10, 22]][:, 4:6].sum() > 5
    classes = model.history["present"][9, 4]
    assert moved[10].sum() + gone[10, 4] == classes
    rows = model.members()
    let_go = rows[(rows["group"] >= 4) & np.isin(rows["left"], (10, 22))]
    assert len(let_go) == gone.sum()
    assert (let_go["status"] == LEFT).all()
    events = Community(model.spec, key=model.key, events=True).run().events
    assert events is not None
    log = events.frame()
    assert (log["event"] == "dismiss").sum() == gone.sum()
    found = observe(model)
    assert found.summary["dismissed"] == gone.sum()
    assert found.summary["regrouped"] == moved.sum()
    assert found.groups["closed"].tolist()[4:] == [10, 22], "dissolved groups are censored"


def test_a_place_in_a_class_is_paid_for_on_joining_and_its_price_puts_some_off() -> None:
    free = {**LADDER, "strategy__funnel": {**LADDER["strategy__funnel"], "entry_price": 0.0}}
    paid, free = lived(**LADDER), lived(**free)
    fees = 20.0 * paid.history["joins"][:, 4:6].sum()
    goods = paid.spec.product.price * (
        paid.history["orders"] - paid.spec.strategy.coupon.depth * paid.history["coupon_orders"]
    )
    assert paid.history["revenue"].sum() == pytest.approx(goods.sum() + fees)
    assert paid.columns.people["spend"].sum() == pytest.approx(goods.sum() + fees)
    assert paid.history["turned_away_at_gate"].sum() == paid.history["turned_away_at_gate"][:, 4:6].sum() > 5
    assert free.history["turned_away_at_gate"].sum() == 0


def test_operators_of_classes_alone_do_not_lose_heart_while_none_is_open() -> None:
    model = lived(**LADDER, operators__groups_per_operator=2)
    assert model.columns.operators["days"][2] == 20
    assert model.columns.operators["days"][0] == 40


# --- the campaign's limits ------------------------------------------------------------------------------------


def referral(**plan: Any) -> Community:
    campaign = {"start": 2, "length": 36, "bait_inviter": 60, "bait_friend": 60, "loophole": 0, **plan}
    return lived(strategy__referral=campaign, behaviour__referral__incentive_rate=0.3)


def test_awkward_inviting_is_less_inviting() -> None:
    easy, awkward, none = referral(), referral(ease=0.3), referral(ease=0.0)
    sent = [int(m.history["invitations"].sum()) for m in (easy, awkward, none)]
    assert sent[0] > 1.5 * sent[1] > sent[2]


def test_a_reward_for_pleased_buyers_alone_is_paid_to_few_and_draws_fewer_hunters() -> None:
    anyone, pleased = referral(), referral(trigger="after_good_order")
    assert 0 < pleased.history["paid_invitations"].sum() < 0.5 * anyone.history["paid_invitations"].sum()
    assert pleased.history["rewards"].sum() < 0.5 * anyone.history["rewards"].sum()
    assert pleased.history["hunters"].sum() < anyone.history["hunters"].sum()


def test_a_campaign_ends_when_its_budget_is_spent() -> None:
    model = referral(budget=2400.0)
    booked = model.history["rewards"].sum(axis=1).cumsum()
    full = int(np.flatnonzero(booked * 120 >= 2400)[0])
    assert model.history["paid_invitations"][full].sum() > 0
    assert model.history["paid_invitations"][full + 1 :].sum() == 0
    campaign = observe(model, model.spec).observed.campaign
    assert campaign[full]
    assert not campaign[full + 1 :].any()


def test_a_platform_ends_a_wild_campaign_for_good_and_closes_the_wildest_groups() -> None:
    wild = {
        **{k.replace(".", "__"): v for k, v in CAMPAIGN.items()},
        "market__platform__tolerance": 0.02,
        "behaviour__platform__closed_share": 0.3,
    }
    model = lived(**wild)
    day = model.arrivals.ban_day
    assert day is not None
    assert model.history["paid_invitations"][day:].sum() == 0
    closed = np.flatnonzero(model.history["open"][day, :-1] == 0)
    assert len(closed) == 2
    week = model.history["referred"][max(0, day - 7) : day, :-1].sum(axis=0)
    assert week[closed].min() >= np.delete(week, closed).max()
    assert (model.history["dismissed"][day, closed] == model.history["present"][day - 1, closed]).all()
    found = observe(model).summary
    assert (found["banned"], found["ban_day"]) == (1.0, day)
    calm = observe(lived(**{**wild, "market__platform__tolerance": 1.0})).summary
    assert (calm["banned"], calm["ban_day"]) == (0.0, None)


def test_an_era_of_more_groups_leaves_less_attention() -> None:
    now, later = lived(), lived(market__rivals_scale=3.0)
    assert later.history["visits"].sum() < now.history["visits"].sum()
    assert np.allclose(np.expm1(later.columns.people["rivals"]), 3.0 * np.expm1(now.columns.people["rivals"]))


# --- what must hold whatever the plan -------------------------------------------------------------------------


@st.composite
def plans(draw: Any) -> dict[str, Any]:
    """A small world under a random plan of coming in."""
    share = st.floats(0, 1)
    names = st.sampled_from(["short_video", "note_sharing", "mini_program", "official_account"])
    return {
        "days": draw(st.integers(3, 35)),
        "market.people": draw(st.integers(300, 1500)),
        "groups.count": draw(st.integers(3, 6)),
        "groups.members_at_start": draw(st.integers(2, 40)),
        "groups.cap": draw(st.sampled_from([40, 60, 500])),
        "groups.precision": draw(share),
        "market.platform.tolerance": draw(st.sampled_from([0.0, 0.05, 1.0])),
        "behaviour.leaving.base": draw(st.floats(0, 0.05)),
        "behaviour.referral.incentive_rate": draw(share),
        "strategy.growth": {
            "public_per_day": draw(st.floats(0, 20)),
            "precision": draw(share),
            "bait": draw(st.floats(0, 100)),
            "endorsement": draw(share),
            "channels": draw(st.dictionaries(names, st.floats(0, 20), max_size=3)),
            "bursts": draw(
                st.lists(
                    st.builds(
                        lambda on, people: {"on": on, "people": people},
                        st.integers(0, 20),
                        st.integers(0, 400),
                    ),
                    max_size=2,
                )
            ),
        },
        "strategy.gate": {"question": draw(share), "deposit": draw(st.floats(0, 200))},
        "strategy.funnel": {
            "classes": draw(st.integers(0, 2)),
            "every": draw(st.integers(1, 10)),
            "length": draw(st.integers(1, 15)),
            "step_up_orders": draw(st.integers(0, 2)),
            "entry_price": draw(st.floats(0, 50)),
        },
        "strategy.kocs": {
            "per_group": 1,
            "planted": draw(st.booleans()),
            "from_day": draw(st.integers(0, 6)),
        },
        "strategy.referral": {
            "length": draw(st.sampled_from([0, 30])),
            "bait_inviter": draw(st.floats(0, 200)),
            "ease": draw(share),
            "trigger": draw(st.sampled_from(["any", "after_good_order"])),
            "budget": draw(st.sampled_from([0.0, 100.0])),
        },
    }


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(plans(), st.integers(0, 2**40))
def test_people_seats_and_money_add_up_whatever_the_plan(plan: dict[str, Any], key: int) -> None:
    model = Community(load_scenario("baseline", plan), key=key).run()
    people, inside = model.columns.people, model.history[:, :-1]
    status, joined = people["status"], people["joined"] >= 0
    assert joined.sum() == np.isin(status, [MEMBER, LEFT, BLOCKED]).sum()
    assert (inside["leaves"] + inside["dismissed"]).sum() == np.isin(status, [LEFT, BLOCKED]).sum()
    flow = (inside["joins"] - inside["leaves"] - inside["dismissed"]).sum(axis=1)
    assert np.array_equal(inside["present"][0].sum() + flow[1:].cumsum(), inside["present"][1:].sum(axis=1))
    assert (inside["present"] <= model.spec.groups.cap).all()
    assert (inside["present"][inside["open"] == 0] == 0).all()
    for name in ("visits", "messages", "posts", "joins", "regrouped"):
        assert (inside[name][inside["open"] == 0] == 0).all(), name
    for k, present in enumerate(model.columns.present):
        seats = model.columns.roster[k, :present]
        assert len(set(seats.tolist())) == present
        assert (model.columns.life["group"][seats] == k).all()
        assert (model.columns.daily["status"][seats] == MEMBER).all()
        leaders = (model.columns.daily["role"][seats] == 1).sum()
        assert leaders == model.columns.groups["leaders"][k]
    outsiders = model.columns.outsiders[: model.columns.state[1]]
    assert len(set(outsiders.tolist())) == len(outsiders)
    assert np.isclose(people["spend"].sum(), model.history["revenue"].sum())
    assert model.history["orders"].sum() == people["orders"].sum()
    assert (people["orders_30"] <= people["orders"]).all()
    summary = observe(model).summary
    assert all(value is None or np.isfinite(value) for value in summary.values())


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(plans(), st.integers(0, 1000))
def test_both_engines_agree_whatever_the_plan(plan: dict[str, Any], key: int) -> None:
    spec = load_scenario("baseline", {**plan, "days": min(plan["days"], 15)})
    a, b = Community(spec, key=key).run(), Community(spec, key=key, engine="agents").run()
    assert a.history.tobytes() == b.history.tobytes()
    assert all(
        one.tobytes() == other.tobytes() for one, other in zip(a.columns.rows, b.columns.rows, strict=True)
    )
