"""Rules of coming in: who comes of those reached, who passes a gate, when a platform steps in.

As in rules.py: pure scalar functions, the same bits plain and compiled; levels are assumed, forms in
docs/model.md#arrival.
"""

from __future__ import annotations

import math
from typing import Any

from .compiled import rule
from .rules import logistic, saturating

Section = Any  # a section of behavioural parameters, as a record or a namespace


@rule
def weight_of_coming(relevance: float, deal: float, precision: float, pull: float, p: Section) -> float:
    """Chance (0..1] that one who is reached comes, relative to one whom theme and gift draw fully.

    relevance of the theme, deal proneness, precision of the offer, pull of the gift: all 0..1. It says who comes, not
    how many.
    """
    missing = p.by_interest * precision * (1.0 - relevance) + p.by_bait * pull * (1.0 - deal)
    return math.exp(-min(missing, 40.0))


@rule
def trust_after_endorsement(trust: float, endorsement: float, p: Section) -> float:
    """Trust (0..1) of a newcomer for whom somebody trusted vouched, by a share (0..1) of what is missing."""
    return trust + (1.0 - trust) * p.endorsed_trust * endorsement


@rule
def towards_usual(value: float, usual: float, selection: float) -> float:
    """A trait as a gate feels it: the person's own (selection 1) or that of the usual newcomer (0)."""
    return usual + selection * (value - usual)


@rule
def share_passing(question: float, deposit: float, relevance: float, trust: float, p: Section) -> float:
    """Chance (0..1] that one who comes passes the gate, against one who meets none.

    question: effort, 0..1; deposit (or price) in CNY; relevance, trust in 0..1. Log-odds of a readiness less what is
    asked; over
    the odds of asking nothing, so that a gate that asks for nothing keeps nobody out.
    """
    cost = p.question_cost * question * (1.0 - relevance)
    cost += p.deposit_cost * saturating(deposit, p.deposit_half) * (1.0 - trust)
    return logistic(p.base - cost) / logistic(p.base)


@rule
def ban_hazard(sent: float, tolerance: float, p: Section) -> float:
    """Hazard a day of being cut off; sent, tolerance: paid invitations per member and week."""
    return p.ban_rate * max(0.0, sent - tolerance)
