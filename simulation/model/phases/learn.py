"""Phase 6, learn: expected value, trust, fatigue, belonging, memory and recall, voice."""

from __future__ import annotations

from typing import Any

from ..compiled import rule
from ..rules import (
    expected_after,
    fatigue_after,
    need_level,
    saturating,
    trust_after_good,
    trust_after_promotion,
    worth_of_visit,
)
from ..rules_team import matched_relevance
from .ask import answered_at_once, take_to_heart


@rule
def learn(m: Any, x: Any, g: Any, p: Any) -> None:
    """What a day leaves behind: a visit teaches, an absence fades."""
    m.fatigue -= p.fatigue.recovery * m.fatigue
    m.memory -= p.memory.forgetting * m.memory
    m.recall -= p.memory.forgetting * m.recall
    m.belonging -= p.belonging.decay * m.belonging
    if m.opened == 1:
        learn_from_visit(m, x, g, p)
    if p.death == 2:
        spend_spell(m, x, p)
    elif p.death == 1 and m.opened == 0:
        x.voice -= p.lost_reciprocity.fading * x.voice


@rule
def learn_from_visit(m: Any, x: Any, g: Any, p: Any) -> None:
    """A visit: was it worth it, did it tire, build or cost trust, make one belong? The talk read is yesterday's."""
    part = x.read_share
    relevance = x.relevance
    if p.plan.segments > 1:
        relevance = matched_relevance(relevance, p.plan.matching)
    information = saturating(g.information * part, p.attention.information_half) * relevance
    need = need_level(m.need_since, m.need_pace)
    deals = saturating(g.deal * part, 1.0) * m.deal * need
    social = saturating(g.yesterday * part, p.attention.social_half)
    noise = g.noise * saturating(g.volume * part, p.attention.social_half)
    worth = worth_of_visit(information, deals, social, x.unwanted, x.overload, noise, p.expectation)
    m.expected = expected_after(m.expected, worth, p.expectation)
    m.fatigue = fatigue_after(m.fatigue, x.unwanted, p.fatigue)
    answered = answered_at_once(m, x, g, p)
    m.trust = trust_after_promotion(m.trust, x.unwanted / p.plan.credibility, m.deal, p.trust)
    m.trust = trust_after_good(
        m.trust, information * p.plan.credibility, answered, g.koc_posts * part, p.trust
    )
    impressed = p.memory.impression * min(1.0, g.posted * part)
    m.memory += impressed * (1.0 - m.memory)
    m.recall += impressed * (1.0 - m.recall)
    gain = p.belonging.from_reading * social
    if m.said > 0 and g.heard_in_all > 0:  # a KOC may post on a day on which nobody talks
        heard = 1.0 if answered > 0.0 else g.reply_share
        gain += p.belonging.from_speaking * (0.5 + 0.5 * heard)
        take_to_heart(x, heard, p)
    m.belonging += gain * (1.0 - m.belonging)


@rule
def spend_spell(m: Any, x: Any, p: Any) -> None:
    """Rival submodel turnover: a talking spell runs out, after which little voice is left for good."""
    if x.spell > 0.0:
        x.spell -= 1.0
        if x.spell <= 0.0:
            x.voice = min(x.voice, p.turnover.residue)
