"""Joining a group: the state of a newcomer, newcomers from public channels, and who becomes a KOC.

Compiled functions shared by both engines: they are the world's bookkeeping, not anybody's behaviour. `people` is the
pair of row arrays (daily, life), m and x the two rows of a person.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from . import chance
from .columns import FRIEND, LEADER, MEMBER, ORDINARY, PLANTED, PROSPECT, PUBLIC
from .compiled import entry, rule
from .network import degree


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


@rule
def newcomer(m: Any, x: Any, theme: int, p: Any) -> None:
    """State on joining: expectation, trust by channel, thresholds still to run down, the need at a random phase."""
    u = chance.uniforms(p.key, chance.BIRTH, 0, m.slot, 0)
    t = chance.uniforms(p.key, chance.THRESHOLDS, 0, m.slot, 0)
    z, _ = chance.normal_pair(u[0], u[1])
    x.relevance = relevance(x.theme_first, x.theme_second, theme, u[2])
    mean = p.trust.customers
    if x.channel == PUBLIC or x.channel == FRIEND:
        mean = p.trust.strangers
    m.trust = min(0.98, max(0.02, mean + 0.12 * z))
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
    x.spell = (
        chance.exponential(t[2]) * p.turnover.spell * np.exp(-p.turnover.burnout * np.log(max(0.01, x.talk)))
    )
    x.until_muting = chance.exponential(t[0])
    m.until_leaving = chance.exponential(t[1])
    o = chance.uniforms(p.key, chance.ORDER_THRESHOLD, 0, m.slot, 0)
    m.until_order = chance.exponential(o[0])
    start_baseline(m, x)


@rule
def start_baseline(m: Any, x: Any) -> None:
    """The counterfactual starts where the person does, before any friend's word."""
    m.baseline_trust = m.trust
    x.baseline_satisfaction = m.satisfaction
    m.baseline_since = m.need_since
    m.baseline_until_order = m.until_order


@rule
def relevance(first: int, second: int, theme: int, u: float) -> float:
    """How much (0..1) a group's theme concerns a person: first interest, second interest, or neither; assumed."""
    base = 0.2
    if theme == first:
        base = 0.85
    elif theme == second:
        base = 0.55
    return base + 0.3 * (u - 0.5)


@rule
def seat(group: int, groups: Any, present: Any, count: int) -> int:
    """The first group with room from `group` on, going round; -1 where all are full."""
    for step in range(count):
        k = (group + step) % count
        if present[k] < groups[k].cap and groups[k].today.open == 1:
            return k
    return -1


@entry
def public_ranks(key: int, people: int) -> np.ndarray:
    """Rank key of everyone for arriving from public channels, shape [people]; the smallest comes first."""
    ranks = np.empty(people, np.float64)
    for i in range(people):
        ranks[i] = chance.uniforms(key, chance.PUBLIC_RANK, 0, i, 0)[0]
    return ranks


@entry
def admit_public(
    people: Any, row_of: Any, groups: Any, roster: Any, present: Any, order: np.ndarray, state: np.ndarray,
    wanted: int, planted: int, into: int, params: Any,
) -> int:  # fmt: skip
    """Newcomers by rank: the next `wanted` prospects in the order of the market; returns how many joined.

    order: slots by rank, shape [people]; state[0]: next rank, which keeps its place where there is no room. planted 1:
    KOCs brought in from outside into group `into`; they do not buy, invite, mute or leave, and their messages are
    counted apart.
    """
    p = params[0]
    count = groups.shape[0] - 1
    joined = 0
    while joined < wanted and state[0] < order.shape[0]:
        slot = order[state[0]]
        if people[0][row_of[slot]].status != PROSPECT:
            state[0] += 1
            continue
        u = chance.uniforms(p.key, chance.ROOM, 0, slot, 0)
        k = seat(int(u[0] * count), groups, present, count) if into < 0 else into
        if k < 0 or present[k] >= groups[k].cap:
            break
        state[0] += 1
        join(people, groups, roster, present, row_of[slot], k, PLANTED if planted == 1 else PUBLIC, p)
        m, x = people[0][row_of[slot]], people[1][row_of[slot]]
        if planted == 1:
            m.planted = 1
            x.talk = max(1.0, x.talk)
            m.need_pace = 1e-12
            m.need_since = m.baseline_since = 0.0
            appoint(m, x, groups[k])
        else:
            m.awareness *= p.buying.stranger_awareness
        joined += 1
    return joined


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
            if m.role != ORDINARY:
                score[j] = -1.0
        for _ in range(min(per_group, n)):
            best = np.argmax(score)
            if score[best] >= 0.0:
                appoint(people[0][roster[k, best]], people[1][roster[k, best]], groups[k])
            score[best] = -1.0
