"""Rules of what customers buy and what reaches them beside the group: pure scalar functions, as in rules.py.

Levels are assumed unless a source is named; each parameter's range of doubt stands in the schema.
"""

from __future__ import annotations

from .compiled import rule
from .rules import Section


@rule
def share_kept(trust: float, sellers: float, p: Section) -> float:
    """Share (0..1) of a need that stays with the brand among `sellers` rivals: all of it for the fully trusting.

    The form is a choice in proportion to pull, the brand's being 1 and a rival's p.pull times the trust missing.
    """
    return 1.0 / (1.0 + sellers * p.pull * (1.0 - trust))


@rule
def towards_one(x: float, share: float) -> float:
    """x (0..1) after gaining a share (0..1) of what is missing."""
    return x + min(1.0, share) * (1.0 - x)


@rule
def recall_after_order(recall: float, satisfaction: float, p: Section) -> float:
    """Recall (0..1) after an order: a product used brings its brand to mind, as far as it satisfied (0..1)."""
    return towards_one(recall, p.experience * satisfaction)


@rule
def pitch_chance(trust: float, p: Section) -> float:
    """Chance that a reseller of a trust (0..1) pitches to a contact today."""
    return p.pitch_rate * trust


@rule
def signing_hazard(trust: float, relevance: float, p: Section) -> float:
    """Hazard of signing a subscription on a visit, before the price: trust beyond a threshold, times relevance."""
    return p.rate * max(0.0, trust - p.threshold) * relevance
