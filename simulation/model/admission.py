"""Letting newcomers in from public channels: who comes, where there is room, who passes the gate.

Compiled functions shared by both engines. `people` is the pair of row arrays (daily, life).
"""

from __future__ import annotations

from typing import Any

import numpy as np

from . import chance
from .columns import PLANTED, PROSPECT, PUBLIC
from .compiled import entry, rule
from .founding import meet
from .joining import appoint, join, relevance, seat, trust_at_birth
from .rules_arrive import share_passing, towards_usual, trust_after_endorsement, weight_of_coming

#: What a channel offers today. reach: share of the market on it; precision, endorsement: 0..1; bait: gift in CNY, pull
#: what it draws (0..1); code: whose order and luck (0: the plain channel); into: the only group, or -1; planted 1: KOCs
#: brought in from outside; insist 1: they come whether or not there is room.
OFFER = np.dtype(
    [(n, "f8") for n in ("reach", "precision", "endorsement", "bait", "pull")]
    + [(n, "i8") for n in ("code", "into", "planted", "insist")]
)


@entry
def channel_ranks(key: int, people: int, code: int) -> np.ndarray:
    """Ranks on a channel, 0 to 2**32 - 1, shape [people]; the smallest comes first. code 0: the plain channel."""
    ranks = np.empty(people, np.uint32)
    for i in range(people):
        if code == 0:
            u = chance.uniforms(key, chance.PUBLIC_RANK, 0, i, 0)[0]
        else:
            u = chance.uniforms(key, chance.CHANNEL_RANK, 0, i, code)[0]
        ranks[i] = np.uint32(u * 4294967296.0)
    return ranks


@entry
def admit(
    people: Any, row_of: Any, market: Any, groups: Any, roster: Any, present: Any, order: np.ndarray,
    place: np.ndarray, met: np.ndarray, wanted: int, offers: Any, params: Any,
) -> int:  # fmt: skip
    """The next `wanted` who come, in the channel's order of the market; returns how many came.

    order: slots by rank, shape [people]; place[0]: next rank, which keeps its place where there is no room; met[0]: how
    many of the channel's audience it has gone through. Who is asked and does not come is not asked again by the
    channel; who comes and finds no room (only a burst insists) or does not pass the gate is lost to it too.
    """
    p, offer = params[0], offers[0]
    came = 0
    while came < wanted and place[0] < order.shape[0]:
        slot = order[place[0]]
        if not reached(slot, offer, p):
            place[0] += 1
            continue
        row = row_of[slot]
        if people[0][row].status != PROSPECT:
            place[0] += 1
            met[0] += 1
            continue
        k, room = room_for(slot, groups, present, offer, p)
        if not room and offer.insist == 0:
            break
        place[0] += 1
        met[0] += 1
        m, x = people[0][row], people[1][row]
        meet(m, x, slot, p.key, market)
        born = chance.uniforms(p.key, chance.BIRTH, 0, slot, 0)
        concern = relevance(x.theme_first, x.theme_second, groups[k].theme, born[2])
        if not comes(slot, concern, m.deal, offer, p):
            continue
        came += 1
        if not room:
            groups[k].today.turned_away += 1
            continue
        if offer.planted == 1:
            join(people, groups, roster, present, row, k, PLANTED, p)
            plant(m, x, groups[k])
            continue
        z, _ = chance.normal_pair(born[0], born[1])
        trust = trust_after_endorsement(trust_at_birth(p.trust.strangers, z), offer.endorsement, p.arrival)
        if not passes_gate(slot, concern, trust, groups[k].is_class, p):
            groups[k].today.turned_away_at_gate += 1
            continue
        join(people, groups, roster, present, row, k, PUBLIC, p)
        # the counterfactual was split off on joining, before any endorsement
        m.trust = trust
        m.awareness *= p.buying.stranger_awareness
        groups[k].gifts += offer.bait
    return came


@rule
def reached(slot: int, offer: Any, p: Any) -> bool:
    """Whether a person is in a channel's audience: theirs for life."""
    if offer.reach >= 1.0:
        return True
    return chance.uniforms(p.key, chance.CHANNEL_RANK, 0, slot, offer.code)[1] < offer.reach


@rule
def room_for(slot: int, groups: Any, present: Any, offer: Any, p: Any) -> tuple[int, bool]:
    """The group a public newcomer comes to, and whether there is room: an open class first, then a lasting group."""
    count = groups.shape[0] - 1
    if offer.into >= 0:
        k = offer.into
        return k, present[k] < groups[k].cap and groups[k].today.open == 1
    u = chance.uniforms(p.key, chance.ROOM, 0, slot, 0)
    lasting = count - p.plan.classes
    if p.plan.classes > 0:
        k = seat(int(u[0] * p.plan.classes), groups, present, lasting, count)
        if k >= 0:
            return k, True
    first = chosen(u[0], groups, lasting)
    k = seat(first, groups, present, 0, lasting)
    if k >= 0:
        return k, True
    return first, False


@rule
def chosen(u: float, groups: Any, lasting: int) -> int:
    """The lasting group a newcomer turns to first: each draws its share of them."""
    low, high = 0, lasting - 1
    while low < high:
        middle = (low + high) // 2
        if u < groups[middle].newcomers_up_to:
            high = middle
        else:
            low = middle + 1
    return low


@rule
def comes(slot: int, concern: float, deal: float, offer: Any, p: Any) -> bool:
    """Whether one who is reached comes: one draw for life a person and channel."""
    if offer.precision <= 0.0 and offer.pull <= 0.0:
        return True
    weight = weight_of_coming(concern, deal, offer.precision, offer.pull, p.arrival)
    return chance.uniforms(p.key, chance.COMES, 0, slot, offer.code)[0] < weight


@rule
def passes_gate(slot: int, concern: float, trust: float, is_class: int, p: Any) -> bool:
    """Whether one who comes, by a channel or invited, passes the gate: a threshold for life.

    is_class 1: the price of a place in a class weighs like a deposit of as much.
    """
    if p.plan.gate == 0:
        return True
    concern = towards_usual(concern, p.plan.usual_relevance, p.gate.selection)
    trust = towards_usual(trust, p.trust.strangers, p.gate.selection)
    asked = p.plan.deposit + is_class * p.plan.entry_price
    share = share_passing(p.plan.question, asked, concern, trust, p.gate)
    return chance.uniforms(p.key, chance.GATE, 0, slot, 0)[0] < share


@rule
def plant(m: Any, x: Any, g: Any) -> None:
    """A KOC brought in from outside talks at least as much as the average and buys nothing."""
    m.planted = 1
    g.contacts -= m.contact
    m.contact = 0
    x.talk = max(1.0, x.talk)
    m.need_pace = 1e-12
    m.need_since = 0.0
    m.baseline_since = 0.0
    appoint(m, x, g)
