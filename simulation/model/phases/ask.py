"""Questions to the operators: asked while talking, answered in the morning or at once, or given up."""

from __future__ import annotations

from typing import Any

from .. import chance
from ..compiled import rule
from ..rules import trust_after_good, voice_after
from ..rules_team import chance_to_ask, satisfaction_after_answer


@rule
def remember_speaking(m: Any, x: Any, p: Any) -> None:
    """Days of the first and the last message, and of the first after the day of one's first question."""
    if x.first_post < 0:
        x.first_post = p.day
    m.last_post = p.day
    if 0 <= x.first_question < p.day and x.spoke_again < 0:
        x.spoke_again = p.day


@rule
def may_ask(m: Any, x: Any, g: Any, p: Any, u: float) -> None:
    """Of what one has said today something may have been a question to the operators; at most one is open.

    u: one draw for the day, so that the chance grows with all that was said whatever the round.
    """
    if m.asking == 1 or m.planted == 1 or u >= chance_to_ask(m.said, p.talk.question_share):
        return
    m.asking = 1
    x.question_day = p.day
    if x.first_question < 0:
        x.first_question = p.day
    g.today.questions += 1


@rule
def await_answer(m: Any, x: Any, g: Any, p: Any) -> None:
    """The morning of one whose question is open: answered, given up, or still waiting."""
    if m.asking == 0:
        return
    u = chance.uniforms(p.key, chance.ANSWER, p.day - m.joined, m.slot, 0)
    waited = p.day - x.question_day
    if waited >= p.plan.answer_delay and u[0] < g.answer_share:
        be_answered(m, g, p, waited)
        m.trust = trust_after_good(m.trust, 0.0, p.plan.reply_quality, 0.0, p.trust)
        m.belonging += 0.5 * p.belonging.from_speaking * (1.0 - m.belonging)
        take_to_heart(x, 1.0, p)
    elif u[1] * max(1.0, p.workload.patience) < 1.0:
        m.asking = 0
        g.today.given_up += 1
        take_to_heart(x, 0.0, p)


@rule
def answered_at_once(m: Any, x: Any, g: Any, p: Any) -> float:
    """Whether today's question is answered the same day: quality of the reply, 0 if not. Voice follows with the day."""
    if m.asking == 0 or x.question_day != p.day or g.answer_now <= 0.0:
        return 0.0
    u = chance.uniforms(p.key, chance.ANSWER, p.day - m.joined, m.slot, 0)
    if u[2] >= g.answer_now:
        return 0.0
    be_answered(m, g, p, 0)
    return float(p.plan.reply_quality)


@rule
def be_answered(m: Any, g: Any, p: Any, waited: int) -> None:
    """An answer closes the question and pleases."""
    m.asking = 0
    g.today.answered += 1
    g.today.waited += waited
    m.satisfaction = satisfaction_after_answer(m.satisfaction, p.plan.reply_quality, p.replies)


@rule
def take_to_heart(x: Any, heard: float, p: Any) -> None:
    """Voice after finding a share `heard` (0..1) of what one said answered, by the theory of why talk dies."""
    if p.death == 1:
        x.voice = voice_after(
            x.voice, heard, p.lost_reciprocity.encouragement, p.lost_reciprocity.discouragement
        )
    elif p.death == 0 or x.spell > 0.0:
        x.voice = voice_after(x.voice, heard, p.reciprocity.encouragement, p.reciprocity.discouragement)
