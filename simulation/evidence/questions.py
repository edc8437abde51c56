"""The questions of docs/findings.md: which arms each needs, and the quantities made of their runs."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from ..scenario import Scenario, load_scenario
from .panel import Arm, Panel, Values

#: The three plans whose order is asked for, from the one expected to be dead most.
PLANS = ("coupon_spam", "baseline", "value_content")
#: Theories of death beside the one that holds by default.
RIVALS = ("lost_reciprocity", "turnover")
#: Depths of the coupon on the map of its worth; the plans' own is among them.
DEPTHS = (0.05, 0.1, 0.15, 0.25, 0.4)
#: A world in which each member brings more than one: referral_burst offered to customers who get the calendar
#: of value_content, for longer, in a market small enough to run out; inviting and accepting at the upper end
#: of their ranges of doubt.
SPREADING = {
    "groups.customers": True,
    "market.people": 10_000,
    "strategy.referral.length": 90,
    "behaviour.referral.incentive_rate": 0.25,
    "behaviour.referral.accept_base": -3.2,
}
#: Referral campaigns: first day and length.
CAMPAIGNS = {
    "referral_burst": (7, 60),
    "referral_trusted": (35, 60),
    "spreading": (7, 90),
    "endless": (7, 90),
}
#: KOC plan -> the same plan without KOCs, as it is and with nobody learning what a visit is worth.
KOCS = {
    "kocs_in_spam": "coupon_spam",
    "kocs_in_value": "value_content",
    "kocs_in_spam_unlearnt": "spam_unlearnt",
    "kocs_in_value_unlearnt": "value_unlearnt",
}


@dataclass(frozen=True)
class Effort:
    """How much is run.

    seeds: of every arm; members: of the ensemble, in most arms; theory: where only the members of one theory
    are looked at; wide: of the three plans, whose doubts are taken apart; map: seeds of the map.
    """

    seeds: int
    members: int
    theory: int
    wide: int
    map: int


FULL = Effort(seeds=50, members=60, theory=150, wide=300, map=20)
QUICK = Effort(seeds=3, members=9, theory=12, wide=30, map=2)


def off(name: str, *mechanisms: str) -> Scenario:
    """A scenario of the library with these mechanisms switched off."""
    return load_scenario(name).override({f"mechanisms.{mechanism}": False for mechanism in mechanisms})


def arms_of(effort: Effort) -> dict[str, Arm]:
    """Every arm of every question, by name."""
    arms = {name: Arm(load_scenario(name), effort.wide, tables=True) for name in PLANS}
    base = load_scenario("baseline")
    arms["no_topic_depletion"] = Arm(off("baseline", "topic_depletion"), effort.theory, tables=True)
    arms["no_enthusiasm"] = Arm(off("baseline", "operator_enthusiasm"), effort.theory)
    arms["neither"] = Arm(off("baseline", "topic_depletion", "operator_enthusiasm"), effort.theory)
    usual = {
        **{theory: base.override({"submodels.death": theory}) for theory in RIVALS},
        **{
            name: load_scenario(name)
            for name in ("kocs_in_spam", "kocs_in_value", "self_organising", "neglect")
        },
        **{name: load_scenario(name) for name in ("mixed_calendar", "understaffed", "no_group")},
        "spam_unlearnt": off("coupon_spam", "expectation_learning"),
        "value_unlearnt": off("value_content", "expectation_learning"),
        "kocs_in_spam_unlearnt": off("kocs_in_spam", "expectation_learning"),
        "kocs_in_value_unlearnt": off("kocs_in_value", "expectation_learning"),
        "no_own_topics": off("self_organising", "own_topics"),
        "ordinary_ground": load_scenario("self_organising").override(
            {f"groups.{name}": getattr(base.groups, name) for name in ("common_ground", "ground_sigma")}
        ),
    }
    arms |= {name: Arm(scenario, effort.members) for name, scenario in usual.items()}
    arms |= {name: Arm(scenario, effort.members, tables=True) for name, scenario in _detailed().items()}
    return arms | _map(effort)


def _detailed() -> dict[str, Scenario]:
    """Arms of which more than the summary is needed."""
    reference, burst = load_scenario("reference_communities"), load_scenario("referral_burst")
    calendar = load_scenario("value_content").strategy.calendar
    spreading = burst.override(
        {**SPREADING, "strategy.calendar": [entry.model_dump(exclude_none=True) for entry in calendar]}
    )
    return {
        "reference": reference,
        "reference_large": reference.override({"groups.members_at_start": 150, "market.people": 40_000}),
        "no_optimism": off("baseline", "initial_optimism"),
        "referral_burst": burst,
        "referral_trusted": load_scenario("referral_trusted"),
        "spreading": spreading,
        "endless": spreading.override({"mechanisms.finite_contacts": False}),
    }


def _map(effort: Effort) -> dict[str, Arm]:
    """Two plans at several depths of the coupon; buying additive at default parameters only."""
    arms = {}
    for name in ("coupon_spam", "value_content"):
        for depth in DEPTHS:
            deep = load_scenario(name).override({"strategy.coupon.depth": depth})
            additive = deep.override({"submodels.buying": "additive"})
            arms[_on_map(name, depth)] = Arm(deep, 2 * effort.members, seeds=effort.map)
            arms[_on_map(name, depth, "_additive")] = Arm(additive, seeds=effort.map)
    return arms


def _on_map(name: str, depth: float, form: str = "") -> str:
    return f"{name}_{round(100 * depth)}{form}"


# --- quantities -------------------------------------------------------------------------------------------


def profit_gap(panel: Panel, day: int, depth: float | None = None) -> dict[str, Values]:
    """Incremental profit of the first days, coupon_spam less value_content, by form of buying. CNY.

    Members are those that hold the form. depth: of the coupon, of those on the map; None: as the plans say,
    both forms together under the name "drawn".
    """
    measure = f"incremental_profit_day_{day}"
    if depth is None:
        return {"drawn": panel.values("coupon_spam", measure) - panel.values("value_content", measure)}
    drawn, additive = (
        panel.values(_on_map("coupon_spam", depth, form), measure)
        - panel.values(_on_map("value_content", depth, form), measure)
        for form in ("", "_additive")
    )
    forms = panel.draws["submodels.buying"].to_numpy()
    return {
        "multiplicative": drawn.where(forms == "multiplicative"),
        "additive": Values(additive.default, drawn.where(forms == "additive").drawn),
    }


def talk(panel: Panel, arm: str, first: int, last: int) -> Values:
    """Member messages per member present and day, over the days first .. last - 1."""
    return panel.sums(arm, "member_messages", first, last) / panel.sums(arm, "members_present", first, last)


def thirds(panel: Panel, arm: str, measure: str, delay: int = 0) -> list[Values]:
    """A daily measure summed over each third of a campaign.

    delay: 1 for what yesterday's invitations come to this morning.
    """
    start, length = CAMPAIGNS[arm]
    edges = [start + delay + n * (length // 3) for n in range(4)]
    return [panel.sums(arm, measure, a, b) for a, b in pairwise(edges)]


def fresh_k(panel: Panel, arm: str, generation: int) -> Values:
    """K of a generation as it would be had no attempt met an exhausted contact."""
    return (
        panel.values(arm, f"k_generation_{generation}") / panel.values(arm, "contacts_exhausted_share").rest()
    )


def decline(panel: Panel, arm: str) -> dict[str, Values]:
    """Joins of a campaign's last third over those of its first, and the factors that multiply to it."""
    visits, sent = thirds(panel, arm, "visits"), thirds(panel, arm, "invitations")
    joins, lost = thirds(panel, arm, "referred_joins", 1), thirds(panel, arm, "exhausted_invitations", 1)
    each = {
        "joins": joins,
        "visits": visits,
        "invitations a visit": [s / v for s, v in zip(sent, visits, strict=True)],
        "share of fresh contacts": [(x / s).rest() for x, s in zip(lost, sent, strict=True)],
        "joins per fresh contact": [j / (s - x) for j, s, x in zip(joins, sent, lost, strict=True)],
    }
    return {name: values[-1] / values[0] for name, values in each.items()}
