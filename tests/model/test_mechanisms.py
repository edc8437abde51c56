"""Every mechanism, switched off by name, changes what its description says and leaves the rest alone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cache
from typing import Any

import numpy as np
import pytest

from simulation.model.columns import FRIEND, HISTORY_FLOATS, HISTORY_INTS, PUBLIC
from simulation.model.community import Community
from simulation.scenario import load_scenario
from simulation.scenario.mechanisms import NEUTRAL

SMALL = {
    "days": 60,
    "groups.count": 6,
    "groups.members_at_start": 120,
    "market.people": 4000,
    "strategy.growth.public_per_day": 0,
}
PROMOTION = {
    "strategy.calendar": [{"post": "coupon", "per_day": 3}, {"post": "livestream_reminder", "per_day": 1}]
}
VALUE = {
    "strategy.calendar": [{"post": "value_content", "per_day": 1}, {"post": "topic_prompt", "per_day": 1}]
}
SILENT = {"strategy.calendar": []}
CAMPAIGN = {
    "strategy.referral": {"start": 2, "length": 50, "bait_inviter": 60, "bait_friend": 60, "loophole": 1},
    "behaviour.referral.incentive_rate": 0.3,
}
BESIDE = {
    "strategy.calendar": [
        {"post": "product_news", "per_day": 1, "via": "moments"},
        {"post": "coupon", "per_week": 2, "via": "direct"},
    ]
}
ASKING = {**VALUE, "behaviour.talk.question_share": 0.5}
NEWS = {"strategy.calendar": [{"post": "product_news", "per_day": 1}]}
WELCOME = {"strategy.growth.public_per_day": 20, "strategy.service.onboarding": True}
KOCS = {"strategy.kocs": {"per_group": 5, "planted": False, "from_day": 0}}

Reading = Callable[[Community], float]


def total(name: str) -> Reading:
    return lambda m: float(m.history[name].sum())


def mean(name: str, start: int = 20) -> Reading:
    return lambda m: float(m.history[start:, :-1][name].mean())


def people(name: str, how: Callable[[Any], Any] = np.mean, channel: int | None = None) -> Reading:
    def read(m: Community) -> float:
        rows = m.members()
        return float(how(rows[name] if channel is None else rows[name][rows["channel"] == channel]))

    return read


@dataclass(frozen=True)
class Case:
    """What switching a mechanism off does: reading goes up or down, or to a value; fields that must not change."""

    reading: Reading
    becomes: str | float
    world: dict[str, Any] = field(default_factory=dict)
    changes_only: tuple[str, ...] = ()


CASES: dict[str, Case] = {
    "attention": Case(people("overload"), 0.0, {**PROMOTION, "market.attention_median": 3}),
    "outside_option": Case(total("visits"), "up", {"market.rivals": [0, 0, 0, 1]}),
    "expectation_learning": Case(people("expected", np.std), 0.0, PROMOTION),
    "initial_optimism": Case(lambda m: float(m.history["visits"][:14].sum()), "down"),
    "promotion_annoyance": Case(mean("expected_value"), "up", PROMOTION),
    "promotion_fatigue": Case(total("fatigue"), 0.0, PROMOTION),
    "trust_erosion": Case(mean("trust"), "up", PROMOTION),
    "trust_building": Case(mean("trust"), "down", VALUE),
    "word_of_friend": Case(people("trust", channel=FRIEND), "down", CAMPAIGN),
    "belonging": Case(total("belonging"), 0.0),
    "forgetting": Case(mean("memory"), "up", SILENT),
    "topic_depletion": Case(mean("freshness"), "up"),
    "own_topics": Case(
        mean("freshness"), "down", {**SILENT, "groups.common_ground": 4, "behaviour.topics.own": 0.01}
    ),
    "newcomer_topics": Case(mean("freshness"), "down", {"strategy.growth.public_per_day": 20}),
    "content_topics": Case(mean("freshness"), "down", VALUE),
    "topic_events": Case(mean("freshness"), "down", {"behaviour.topics.event_rate": 0.1}),
    "replies": Case(total("replies"), 0.0),
    "reciprocity": Case(people("voice", np.min), 1.0),
    "noise": Case(mean("expected_value"), "up", {**VALUE, "strategy.moderation.strictness": 0}),
    "chill": Case(total("messages"), "up", {"strategy.moderation.strictness": 1}),
    "muting": Case(total("mutes"), 0.0, PROMOTION),
    "leaving": Case(total("leaves"), 0.0, PROMOTION),
    "departed_contacts": Case(
        total("leaves"), "down", {"behaviour.leaving.base": 0.01, "behaviour.leaving.from_departed": 0.2}
    ),
    "reference_price": Case(people("reference", np.min), 1.0, PROMOTION),
    "forward_buying": Case(people("need_since", np.min), "up", PROMOTION),
    "organic_referral": Case(total("invitations"), 0.0, {"behaviour.referral.organic_rate": 0.1}),
    "incentivised_referral": Case(total("invitations"), "down", CAMPAIGN),
    "trust_in_invitation": Case(total("invitations"), "up", {**CAMPAIGN, "behaviour.trust.customers": 0.2}),
    "bait_driven_acceptance": Case(total("hunters"), 0.0, CAMPAIGN),
    "fake_accounts": Case(total("fakes"), 0.0, CAMPAIGN, ("fakes", "rewards", "cost_reward")),
    "finite_contacts": Case(total("exhausted"), 0.0, CAMPAIGN),
    "operator_hours": Case(total("posts"), "up", {**VALUE, "operators.hours_per_day": 0.5}),
    "operator_enthusiasm": Case(lambda m: float(np.ptp(m.history[:, :-1]["zeal"])), 0.0),
    "koc_motivation": Case(people("motivation", np.max), 1.0, KOCS),
    "koc_influence": Case(
        mean("trust"), "down", {**KOCS, "strategy.kocs.care": 1, "behaviour.leaders.posts_per_day": 3}
    ),
    "self_selection": Case(
        people("relevance", channel=PUBLIC),
        "down",
        {"strategy.growth": {"public_per_day": 10, "precision": 1, "bait": 20}},
    ),
    "endorsement": Case(
        people("trust", channel=PUBLIC), "down", {"strategy.growth": {"public_per_day": 10, "endorsement": 1}}
    ),
    "gate_selection": Case(
        people("relevance", channel=PUBLIC),
        "down",
        {"strategy.growth.public_per_day": 20, "strategy.gate.question": 1},
    ),
    "platform_limit": Case(total("dismissed"), 0.0, {**CAMPAIGN, **KOCS, "market.platform.tolerance": 0.01}),
    "answer_satisfaction": Case(people("satisfaction"), "down", ASKING),
    "reply_quality": Case(people("satisfaction"), "down", {**ASKING, "strategy.service.expert": 1}),
    "product_feedback": Case(mean("quality"), "down", {**ASKING, "strategy.service.feedback": 1}),
    "product_news": Case(mean("news"), 1.0, {**NEWS, "product.range": 5}),
    "source_credibility": Case(mean("trust"), "down", {**VALUE, "strategy.personas": {"expert": 1}}),
    "segment_matching": Case(mean("expected_value"), "down", {**VALUE, "strategy.segments": 3}),
    "kpi_steering": Case(total("mix"), 0.0, {"operators.kpi": "activity", "operators.steer_every": 7}),
    "giving_up": Case(total("posts"), "up", {"operators.gives_up_after": 10}),
    "coordination": Case(
        total("hours_coordination"), 0.0, {"operators.groups_per_operator": 1, "operators.sop": 0}
    ),
    "onboarding": Case(people("belonging", channel=PUBLIC), "down", WELCOME),
    "budget_feedback": Case(
        mean("budget"), 1.0, {"operators.attribution": 0.01, "operators.budget_follows_credit": True}
    ),
    "own_income": Case(mean("zeal"), "up", {"operators.franchise": True, "strategy.shop_share": 0}),
    "rising_acquisition_cost": Case(
        total("cost_acquisition"), "down", {"strategy.growth.public_per_day": 20}, ("cost_acquisition",)
    ),
}
CASES |= {
    "experience_memory": Case(people("baseline_recall", np.max), 0.0),
    "rival_sellers": Case(total("baseline_orders"), "up", {"market.sellers": 3}),
    "buying_committee": Case(total("baseline_orders"), "up", {"product.deciders": 4}),
    "beside_the_group": Case(total("moments_seen"), 0.0, BESIDE),
    "one_to_one_service": Case(
        mean("trust"), "down", {"strategy.one_to_one": {"hours_per_day": 5, "share": 0.5}}
    ),
    "reselling": Case(total("clients"), 0.0, {"strategy.resellers": {"per_group": 10}}),
    "subscription": Case(total("sign_ups"), 0.0, {"strategy.subscription": {"on": 5, "price": 100}}),
}
#: They hold for the same people without the groups, too.
IN_BOTH_WORLDS = ("trust_building", "forgetting", "experience_memory", "rival_sellers", "buying_committee")


@cache
def lived(mechanism: str, on: bool) -> Community:
    changes = {**SMALL, **CASES[mechanism].world, f"mechanisms.{mechanism}": on}
    return Community(load_scenario("baseline", changes), key=6).run()


def test_every_mechanism_has_its_knockout() -> None:
    assert set(CASES) == set(NEUTRAL)


@pytest.mark.parametrize("mechanism", sorted(CASES))
def test_switching_a_mechanism_off_does_what_it_says(mechanism: str) -> None:
    case = CASES[mechanism]
    on, off = case.reading(lived(mechanism, True)), case.reading(lived(mechanism, False))
    if case.becomes == "up":
        assert off > on
    elif case.becomes == "down":
        assert off < on
    else:
        assert off == pytest.approx(float(case.becomes), abs=1e-9)
        assert on != pytest.approx(float(case.becomes), abs=1e-3), "the world must show the mechanism at work"


@pytest.mark.parametrize("mechanism", sorted(CASES))
def test_switching_a_mechanism_off_leaves_people_and_their_background_needs_alone(mechanism: str) -> None:
    on, off = lived(mechanism, True), lived(mechanism, False)
    for trait in ("deal", "attention", "tolerance", "rivals", "theme_first"):
        assert np.array_equal(on.columns.people[trait], off.columns.people[trait])
    founders = on.columns.people["channel"] == 0
    founders &= on.columns.people["joined"] == 0
    if mechanism not in IN_BOTH_WORLDS:
        same = (
            on.columns.people["baseline_orders"][founders] == off.columns.people["baseline_orders"][founders]
        )
        assert same.all()


@pytest.mark.parametrize("mechanism", sorted(m for m, c in CASES.items() if c.changes_only))
def test_switching_a_narrow_mechanism_off_changes_nothing_else(mechanism: str) -> None:
    on, off = lived(mechanism, True), lived(mechanism, False)
    for name in (*HISTORY_INTS, *HISTORY_FLOATS):
        if name not in CASES[mechanism].changes_only:
            assert np.array_equal(on.history[name], off.history[name]), name
