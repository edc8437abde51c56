"""How people respond to being reached, vouched for and asked for something; what a platform does to a wild campaign."""

# fmt: off
from __future__ import annotations

from .parameter import Section, parameter


class Arrival(Section):
    """Who comes, of those reached: chances relative to one whom the theme concerns and the deal draws fully."""

    by_interest: float = parameter(3.0, "log per unit of interest missing", "A well aimed offer brings people whom the theme concerns: exponent at full precision", low=0, high=10, draw=(1.5, 5.0), mechanism="self_selection", off=0.0)
    by_bait: float = parameter(3.0, "log per unit of deal proneness missing", "A gift for joining brings deal seekers: exponent at a large gift", low=0, high=10, draw=(1.0, 5.0), mechanism="self_selection", off=0.0)
    endorsed_trust: float = parameter(0.3, "share of what is missing", "Trust that a full endorsement adds on joining", low=0, high=1, draw=(0.1, 0.5), mechanism="endorsement", off=0.0)


class Gating(Section):
    """What a gate asks for, and whom that keeps out."""

    base: float = parameter(3.0, "log-odds", "Readiness to join against which the costs of a gate weigh", low=0, high=8, draw=(2.0, 4.0))
    question_cost: float = parameter(4.0, "log-odds", "A long form puts off one whom the theme does not concern", low=0, high=12, draw=(2.0, 6.0))
    deposit_cost: float = parameter(4.0, "log-odds", "A large deposit or price puts off one without any trust", low=0, high=12, draw=(2.0, 6.0))
    deposit_half: float = parameter(30.0, "CNY", "Deposit or price that puts off half as much as a large one", low=0.1, high=10000, draw=(10.0, 80.0))
    selection: float = parameter(1.0, "share", "How far the cost of a gate depends on who stands before it; 0: everyone is put off like the usual newcomer", low=0, high=1, draw=(0.6, 1.0), mechanism="gate_selection", off=0.0)


class PlatformResponse(Section):
    """What a platform does to a campaign that goes beyond what it tolerates (market.platform)."""

    ban_rate: float = parameter(1.0, "hazard per day per paid invitation a member and week too many", "Being cut off by the platform", low=0, high=50, draw=(0.3, 3.0), mechanism="platform_limit", off=0.0)
    closed_share: float = parameter(0.2, "share", "Share of the open groups that a ban closes, those with most referred joins first", low=0, high=1, draw=(0.05, 0.5))
