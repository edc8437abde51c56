"""Two engines, one text: the same bits from compiled columns and from activated agents, in any order."""

from __future__ import annotations

import numpy as np
import pytest

from simulation.model.community import Community
from simulation.scenario import Scenario, library, load_scenario

SMALL = {"days": 60, "groups.count": 4, "groups.members_at_start": 100, "market.people": 4000}


def small(name: str, **more: object) -> Scenario:
    return load_scenario(name, {**SMALL, **more})


def assert_same_run(a: Community, b: Community) -> None:
    for field in a.history.dtype.names or ():
        assert np.array_equal(a.history[field], b.history[field]), f"history differs in {field}"
    for field in a.columns.people.dtype.names or ():
        assert np.array_equal(a.columns.people[field], b.columns.people[field]), f"people differ in {field}"
    assert a.columns.operators.tobytes() == b.columns.operators.tobytes()
    assert a.events is not None
    assert b.events is not None
    assert a.events.frame().equals(b.events.frame())


@pytest.mark.parametrize("name", sorted(n for n in library() if n != "reference_communities"))
def test_both_engines_give_the_same_bits_for_every_scenario(name: str) -> None:
    classes = {"strategy.funnel.classes": 2} if load_scenario(name).strategy.funnel.classes else {}
    spec = small(name, **classes)
    a = Community(spec, key=7, events=True).run()
    b = Community(spec, key=7, engine="agents", events=True).run()
    assert_same_run(a, b)


@pytest.mark.parametrize("death", ["topic_depletion", "lost_reciprocity", "turnover"])
@pytest.mark.parametrize("buying", ["multiplicative", "additive"])
def test_rival_submodels_give_the_same_bits_on_both_engines(death: str, buying: str) -> None:
    spec = small("mixed_calendar", **{"submodels.death": death, "submodels.buying": buying, "days": 30})
    a = Community(spec, key=2, events=True).run()
    assert_same_run(a, Community(spec, key=2, engine="agents", events=True).run())


#: Everything at once: KOCs by behaviour, a campaign, newcomers, a timeline.
BUSY = {
    "strategy.kocs": {"per_group": 3, "choose": "behaviour", "from_day": 10},
    "strategy.referral": {"start": 5, "length": 30, "bait_inviter": 40, "bait_friend": 40},
    "strategy.growth.public_per_day": 4,
    "behaviour.leaving.base": 0.01,
    "timeline": [{"on": 20, "set": {"strategy.calendar[0].per_day": 2}}],
}


#: All that customers can do, and all that reaches them beside the group.
CUSTOMERS = {
    "market.basket_sigma": 0.6,
    "market.sellers": 1.5,
    "product.deciders": 2,
    "product.need_interval": 10,
    "behaviour.buying.rate": 3,
    "groups.contacts_share": 0.7,
    "strategy.purchase_ease": 0.8,
    "strategy.calendar": [
        {"post": "coupon", "per_week": 3},
        {"post": "product_news", "per_day": 1, "via": "moments"},
        {"post": "coupon", "per_day": 1, "via": "direct"},
    ],
    "strategy.one_to_one": {"hours_per_day": 3, "share": 0.2, "every": 10},
    "strategy.resellers": {"per_group": 4, "choose": "contacts", "from_day": 3, "commission": 0.15},
    "strategy.subscription": {"on": 10, "open_days": 20, "price": 100, "length": 60},
    "strategy.growth.public_per_day": 4,
    "behaviour.leaving.base": 0.01,
    "behaviour.reselling.pitch_rate": 0.6,
    "behaviour.beside.block_rate": 0.1,
}


@pytest.mark.parametrize("buying", ["multiplicative", "additive"])
@pytest.mark.parametrize("activation", ["order", "shuffle"])
def test_all_that_customers_do_gives_the_same_bits_on_both_engines(activation: str, buying: str) -> None:
    spec = small("baseline", **CUSTOMERS, **{"submodels.buying": buying})
    a = Community(spec, key=5, events=True).run()
    b = Community(spec, key=5, engine="agents", activation=activation, events=True).run()
    assert_same_run(a, b)
    for name in ("direct_read", "contact_blocks", "service_contacts", "clients", "client_orders", "sign_ups"):
        assert a.history[name].sum() > 0, f"the scenario must exercise {name}"
    assert a.history["moments_seen"][:, -1].sum() > 0, "and moments seen by those who left"


#: Every way of coming in and of ending: aimed channels, bursts beyond the seats, a gate, classes, a ban, a budget.
ARRIVING = {
    "groups.count": 6,
    "groups.cap": 130,
    "groups.precision": 0.5,
    "groups.bait": 10,
    "market.rivals_scale": 2,
    "market.platform.tolerance": 0,
    "behaviour.platform.ban_rate": 1,
    "behaviour.leaving.base": 0.01,
    "behaviour.referral.incentive_rate": 0.4,
    "strategy.calendar": [{"post": "coupon", "per_day": 1}, {"post": "topic_prompt", "per_day": 1}],
    "strategy.kocs": {"per_group": 2, "planted": True, "from_day": 12},
    "strategy.referral": {
        "start": 2, "length": 50, "bait_inviter": 40, "bait_friend": 40, "ease": 0.8,
        "trigger": "after_good_order", "budget": 4000,
    },
    "strategy.growth": {
        "public_per_day": 3, "precision": 0.4, "bait": 5, "endorsement": 0.3,
        "channels": {"short_video": 4, "note_sharing": 2},
        "bursts": [{"on": 6, "people": 60}, {"on": 30, "people": 300, "channel": "short_video"}],
    },
    "strategy.gate": {"question": 0.4, "deposit": 10},
    "strategy.funnel": {"classes": 2, "every": 15, "length": 12, "entry_price": 9},
    "timeline": [{"on": 40, "set": {"strategy.growth.channels.mini_program": 3}}],
}  # fmt: skip


@pytest.mark.parametrize("activation", ["order", "shuffle"])
def test_every_way_of_coming_in_gives_the_same_bits_on_both_engines(activation: str) -> None:
    spec = small("baseline", **ARRIVING)
    a = Community(spec, key=4, events=True).run()
    assert_same_run(a, Community(spec, key=4, engine="agents", activation=activation, events=True).run())
    assert a.arrivals.ban_day is not None, "the world must see a ban"
    for name in ("turned_away", "turned_away_at_gate", "dismissed", "regrouped", "referred", "leaves"):
        assert a.history[name].sum() > 0, f"the world must see {name}"


#: All that those who run the groups, and the firm behind them, can do.
TEAM = {
    "strategy.service": {"delay": 1, "expert": 0.5, "feedback": 0.5, "onboarding": True},
    "strategy.personas": {"brand": 0.4, "koc": 0.6},
    "strategy.segments": 3,
    "strategy.shop_share": 0.3,
    "strategy.growth.public_per_day": 6,
    "behaviour.talk.question_share": 0.5,
    "product.range": 3,
    "product.launches_per_year": 12,
    "operators.groups_per_operator": 2,
    "operators.hours_per_day": 2,
    "operators.kpi": "satisfaction",
    "operators.steer_every": 7,
    "operators.sop": 0.2,
    "operators.attribution": 0.3,
    "operators.budget_follows_credit": True,
    "operators.franchise": True,
    "operators.gives_up_after": 25,
    "timeline": [
        {"on": 15, "set": {"operators.kpi": "repeat_orders"}},
        {"on": 30, "set": {"operators.kpi": "retention", "strategy.service.delay": 0}},
    ],
}


@pytest.mark.parametrize("activation", ["order", "reverse", "shuffle"])
def test_a_team_at_work_gives_the_same_bits_on_both_engines(activation: str) -> None:
    spec = small("mixed_calendar", **TEAM)
    a = Community(spec, key=5, events=True).run()
    b = Community(spec, key=5, engine="agents", activation=activation, events=True).run()
    assert_same_run(a, b)
    for name in ("answered", "given_up", "onboarded", "neglected", "repeat_orders", "product_posts"):
        assert a.history[name].sum() > 0, f"the scenario must exercise {name}"
    operators = a.columns.operators
    assert (operators["mix"] != 0).any()
    assert (operators["budget"] < 1).all()
    assert (operators["gone"] == 1).any()


@pytest.mark.parametrize("activation", ["order", "reverse", "shuffle"])
def test_order_of_activation_does_not_matter(activation: str) -> None:
    spec = small("baseline", **BUSY)
    a = Community(spec, key=5, events=True).run()
    b = Community(spec, key=5, engine="agents", activation=activation, events=True).run()
    assert_same_run(a, b)
    assert a.history["leaves"].sum() > 20, "the scenario must exercise departures"
    assert a.history["referred"].sum() > 5, "and referral"


def test_threads_do_not_change_the_bits() -> None:
    spec = load_scenario("baseline", {"days": 10, "groups.count": 120, "groups.members_at_start": 220})
    one = Community(spec, key=3, threads=1).run()
    two = Community(spec, key=3, threads=2).run()
    assert one.columns.present.sum() > 20_000, "below that, one thread does all the work"
    assert one.history.tobytes() == two.history.tobytes()
    assert all(
        one.tobytes() == other.tobytes()
        for one, other in zip(one.columns.rows, two.columns.rows, strict=True)
    )


def test_another_key_is_another_world() -> None:
    spec = small("baseline", days=10)
    a, b = Community(spec, key=1).run(), Community(spec, key=2).run()
    assert not np.array_equal(a.history["visits"], b.history["visits"])


def test_an_unknown_engine_is_refused_by_name() -> None:
    with pytest.raises(ValueError, match="'columns' or 'agents'"):
        Community(small("baseline"), engine="rows")


def test_an_agent_is_its_row() -> None:
    model = Community(small("baseline"), key=1)
    model.step()
    agent = next(iter(model.agents.select(lambda a: hasattr(a, "trust"))))
    assert agent.home.today.present == model.columns.present[agent.group]
    row = model.columns.people[agent.slot]
    assert agent.trust == row["trust"]
    agent.trust = 0.125
    assert model.columns.people[agent.slot]["trust"] == 0.125
