"""Joining a group: the state of a newcomer, and who becomes a KOC.

Compiled functions shared by both engines: they are the world's bookkeeping, not anybody's behaviour. `people` is the
pair of row arrays (daily, life), m and x the two rows of a person.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from . import chance
from .columns import FRIEND, LEADER, MEMBER, ORDINARY, PLANTED, PUBLIC, RESOLD, VIP
from .compiled import entry, rule
from .network import degree
from .rules import talking_spell
from .thresholds import order_threshold, signing_threshold


@rule
def join(
    people: Any, groups: Any, roster: Any, present: Any, row: int, group: int, channel: int, p: Any
) -> None:
    """A person joins a group: state of a newcomer, by channel. The caller has made sure of a seat."""
    m, x = people[0][row], people[1][row]
    g = groups[group]
    m.status = MEMBER
    m.role = ORDINARY
    x.group = group
    x.channel = channel
    m.joined = p.day
    newcomer(m, x, g.theme, p)
    if p.plan.onboarding == 1 and channel in (PUBLIC, FRIEND):
        m.awaiting = 1
        g.awaiting += 1
    roster[group, present[group]] = row
    present[group] += 1
    g.today.present = present[group]
    g.today.joins += 1
    g.contacts += m.contact
    if g.is_class == 1 and channel != PLANTED:
        pay_entry(m, x, g, p)


@rule
def pay_entry(m: Any, x: Any, g: Any, p: Any) -> None:
    """A place in a class is paid for on joining; all of the price is margin."""
    g.fees += p.plan.entry_price
    x.spend += p.plan.entry_price
    x.margin_90 += p.plan.entry_price


@rule
def newcomer(m: Any, x: Any, theme: int, p: Any) -> None:
    """State on joining: expectation, trust by channel, thresholds still to run down, the need at a random phase."""
    u = chance.uniforms(p.key, chance.BIRTH, 0, m.slot, 0)
    t = chance.uniforms(p.key, chance.THRESHOLDS, 0, m.slot, 0)
    z, _ = chance.normal_pair(u[0], u[1])
    x.relevance = relevance(x.theme_first, x.theme_second, theme, u[2])
    mean = p.trust.customers
    if x.channel == PUBLIC or x.channel == FRIEND or x.channel == RESOLD:
        mean = p.trust.strangers
    m.trust = trust_at_birth(mean, z)
    m.satisfaction = 0.5
    m.expected = min(1.0, p.expectation.start + p.expectation.optimism)
    m.fatigue = 0.0
    m.belonging = p.belonging.start
    # the group is new and in mind; the brand is met in its posts, and joining alone sells nothing
    m.memory = 1.0
    m.recall = 0.0
    x.voice = 1.0
    m.reference = 1.0
    m.need_since = u[3] / m.need_pace
    x.spell = talking_spell(chance.exponential(t[2]), x.talk, p.turnover)
    x.until_muting = chance.exponential(t[0])
    m.until_leaving = chance.exponential(t[1])
    x.until_blocking = chance.exponential(t[3])
    x.until_signing = signing_threshold(m.slot, 0, p)
    m.until_order = order_threshold(m.slot, 0, p)
    start_baseline(m, x)


@rule
def trust_at_birth(mean: float, z: float) -> float:
    """Trust (0..1) of one who has only just met the brand; z: a standard normal."""
    return min(0.98, max(0.02, mean + 0.12 * z))


@rule
def start_baseline(m: Any, x: Any) -> None:
    """The counterfactual starts where the person does, before any friend's word."""
    m.baseline_trust = m.trust
    x.baseline_satisfaction = m.satisfaction
    m.baseline_since = m.need_since
    m.baseline_until_order = m.until_order
    m.baseline_recall = m.recall


@rule
def relevance(first: int, second: int, theme: int, u: float) -> float:
    """How much (0..1) a group's theme concerns a person: first interest, second interest, or neither; assumed."""
    base = 0.2
    if theme == first:
        base = 0.85
    elif theme == second:
        base = 0.55
    return base + 0.3 * (u - 0.5)


def usual_relevance(topics: int) -> float:
    """Mean relevance (0..1) of a theme to people at large, where interests are spread evenly over topics."""
    first, second = 1.0 / topics, (1.0 - 1.0 / topics) / topics
    return 0.2 + 0.65 * first + 0.35 * second


@rule
def seat(first: int, groups: Any, present: Any, low: int, high: int) -> int:
    """The first open group of low..high-1 with room, from the `first` on, going round; -1 where all are full."""
    count = high - low
    for step in range(count):
        k = low + (first + step) % count
        if present[k] < groups[k].cap and groups[k].today.open == 1:
            return k
    return -1


@rule
def appoint(m: Any, x: Any, g: Any) -> None:
    """A member becomes a KOC."""
    m.role = LEADER
    x.motivation = 1.0
    g.leaders += 1


@entry
def choose_leaders(
    people: Any,
    groups: Any,
    roster: Any,
    present: Any,
    circle: Any,
    start: Any,
    rule_code: int,
    per_group: int,
    params: Any,
) -> None:
    """Choose KOCs in every group: rule_code 0 at random, 1 by observed messages so far, 2 by number of contacts."""
    p = params[0]
    for k in range(groups.shape[0] - 1):
        n = present[k]
        score = np.empty(n, np.float64)
        for j in range(n):
            m, x = people[0][roster[k, j]], people[1][roster[k, j]]
            u = chance.uniforms(p.key, chance.KOC_CHOICE, 0, m.slot, 0)
            score[j] = u[0]  # decides alone, or breaks ties
            if rule_code == 1:
                score[j] += x.posts_total
            elif rule_code == 2:
                score[j] += degree(m.slot, circle, start)
            if m.role != ORDINARY and m.role != VIP:
                score[j] = -1.0
        for _ in range(min(per_group, n)):
            best = np.argmax(score)
            if score[best] >= 0.0:
                appoint(people[0][roster[k, best]], people[1][roster[k, best]], groups[k])
            score[best] = -1.0
