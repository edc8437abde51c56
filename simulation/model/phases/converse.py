"""Phase 5, converse: three rounds of talk, a branching process over the messages of the round before."""

from __future__ import annotations

import math
from typing import Any

from .. import chance
from ..compiled import rule
from ..rules import inclination_to_speak, share_done
from .ask import may_ask, remember_speaking


@rule
def speak(m: Any, x: Any, g: Any, p: Any, turn: int) -> None:
    """Speak in a round (0, 1, 2): in the first from oneself and prompted by posts, then in reply to the round before.

    Replies per message do not grow with the audience: with more readers each feels less called upon. What KOCs posted
    in the morning is not heard as a message: it prompts talk through its spark.
    """
    if m.opened == 0 or (turn > 0 and g.heard == 0):
        return
    urge = inclination_to_speak(
        x.talk,
        x.voice,
        m.belonging,
        g.today.freshness,
        p.plan.strictness * g.moderated,
        p.talk,
        p.moderation.chill,
    )
    if turn == 0:
        mean = urge * (p.talk.base_rate + p.talk.spark_rate * g.spark * x.read_share)
    else:
        mean = urge * p.talk.reply_rate * g.heard * x.read_share / max(1.0, g.today.visits)
    if mean < 1e-9:
        return
    u = chance.uniforms(p.key, chance.TALK, p.day - m.joined, m.slot, 0)
    count = chance.poisson(u[turn], mean)
    if count > 0:
        if m.said == 0 and m.planted == 0:
            g.today.posters += 1
        m.said += count
        x.posts_total += count
        remember_speaking(m, x, p)
        may_ask(m, x, g, p, u[3])
        if m.planted == 1:
            g.today.planted_messages += count
        else:
            g.today.messages += count
            if turn > 0:
                g.today.replies += count
        g.round_messages += count
        if turn > 0:
            g.answers += count


@rule
def end_round(g: Any) -> None:
    """What was said in this round is what the next one hears."""
    g.heard = g.round_messages
    g.heard_in_all += g.heard
    g.round_messages = 0


@rule
def end_talk(g: Any, p: Any) -> None:
    """After the last round: the share of messages answered, questions answered at once, and the topic stock.

    The stock is an intensity, topics per present member. A message uses up its share of a member's topics; a post or
    an outside event gives everyone something to talk about, whatever the size; visitors and newcomers bring topics
    each in proportion to their share of the group. So a large group is not fresher than a small one for its size.
    """
    said = g.today.messages + g.today.planted_messages
    # what was said in the last round found no ear today
    g.reply_share = min(1.0, g.answers / max(1.0, g.heard_in_all - g.heard))
    g.answer_now = 0.0
    if p.plan.answer_delay <= 0:
        needed = g.today.questions * p.workload.reply * p.plan.reply_effort
        g.answer_now = share_done(g.spare_hours, needed) * p.plan.answer
        g.today.hours_reply += needed * g.answer_now
    present = max(1.0, g.today.present)
    u = chance.uniforms(p.key, chance.TOPIC_EVENT, p.day, g.slot, 0)
    gained = g.ground * p.topics.own * g.today.visits / present
    gained += p.topics.newcomer * g.today.joins / present
    gained += p.topics.content * g.spark
    if u[0] < p.topics.event_rate * g.ground:
        # log-normal by a logistic approximation of the normal quantile (scale sqrt(3)/pi)
        gained += p.topics.event_size * math.exp(
            0.5513 * p.topics.event_sigma * math.log(u[1] / (1.0 - u[1]))
        )
    used = p.topics.depletion * said / present + p.topics.staleness * g.topics
    g.topics = max(0.0, min(50.0, g.topics + gained - used))
