"""Resellers and their clients, and members served one to one: who is chosen, and pitches settled.

Compiled bookkeeping shared by both engines, as in settle.py: `people` is the pair of row arrays (daily, life).
"""

from __future__ import annotations

from typing import Any

import numpy as np

from . import chance
from .columns import CLIENT, ORDINARY, PROSPECT, RESELLER, RESOLD, VIP
from .compiled import entry, rule
from .founding import meet
from .joining import newcomer
from .network import contact, degree
from .rules_customer import towards_one
from .settle import tie_of

#: How members are chosen: rule codes of `merit`.
RANDOM, BEHAVIOUR, CONTACTS, SPEND = 0, 1, 2, 3


@rule
def merit(m: Any, x: Any, rule_code: int, luck: float, circle: Any, start: Any) -> float:
    """What members are ranked by, as an operator sees it; luck (0..1) decides alone or breaks ties."""
    if rule_code == BEHAVIOUR:
        return x.posts_total + 0.5 * luck
    if rule_code == CONTACTS:
        return degree(m.slot, circle, start) + 0.5 * luck
    if rule_code == SPEND:
        return x.spend + 1e-6 * luck
    return luck


@entry
def choose_resellers(
    people: Any, groups: Any, roster: Any, present: Any, circle: Any, start: Any,
    rule_code: int, per_group: int, params: Any,
) -> None:  # fmt: skip
    """Appoint the members of highest merit in every group as resellers; KOCs and planted ones are left out."""
    p = params[0]
    for k in range(groups.shape[0] - 1):
        n = present[k]
        score = np.empty(n, np.float64)
        for j in range(n):
            m, x = people[0][roster[k, j]], people[1][roster[k, j]]
            luck = chance.uniforms(p.key, chance.RESELLER_CHOICE, 0, m.slot, 0)[0]
            score[j] = merit(m, x, rule_code, luck, circle, start)
            if (m.role != ORDINARY and m.role != VIP) or m.planted == 1:
                score[j] = -1.0
        for _ in range(min(per_group, n)):
            best = np.argmax(score)
            if score[best] >= 0.0:
                people[0][roster[k, best]].role = RESELLER
            score[best] = -1.0


@entry
def choose_served(
    people: Any, groups: Any, roster: Any, present: Any, circle: Any, start: Any,
    rule_code: int, share: float, params: Any,
) -> None:  # fmt: skip
    """Choose anew whom operators serve one to one: a share of every group's members; ordinary ones become VIPs."""
    p = params[0]
    for k in range(groups.shape[0] - 1):
        n = present[k]
        score = np.empty(n, np.float64)
        wanted = int(share * n + 0.5)
        for j in range(n):
            m, x = people[0][roster[k, j]], people[1][roster[k, j]]
            m.served = 0
            if m.role == VIP:
                m.role = ORDINARY
            luck = chance.uniforms(p.key, chance.SERVED, 0, m.slot, 0)[0]
            score[j] = merit(m, x, rule_code, luck, circle, start)
            if m.planted == 1:
                score[j] = -1.0
        groups[k].served = 0
        order = np.argsort(-score, kind="mergesort")
        for place in range(wanted):
            m = people[0][roster[k, order[place]]]
            if m.planted == 0:
                m.served = 1
                groups[k].served += 1
                if m.role == ORDINARY:
                    m.role = VIP


@entry
def gather_pitches(people: Any, groups: Any, roster: Any, present: Any, params: Any) -> Any:
    """Yesterday's pitches: (rows of the resellers, their luck in the order of settling), each [pitches]."""
    p = params[0]
    total = 0
    for k in range(groups.shape[0] - 1):
        total += groups[k].pitching
    sellers = np.empty(total, np.int32)
    luck = np.empty(total, np.float64)
    count = 0
    for k in range(groups.shape[0] - 1):
        if groups[k].pitching > 0:
            for j in range(present[k]):
                m = people[0][roster[k, j]]
                if m.pitching == 1:
                    sellers[count] = roster[k, j]
                    luck[count] = chance.uniforms(p.key, chance.PITCH_ORDER, p.day, m.slot, 0)[0]
                    m.pitching = 0
                    count += 1
        groups[k].pitching = 0
    return sellers[:count], luck[:count]


@entry
def settle_pitches(
    people: Any, row_of: Any, market: Any, groups: Any, outsiders: Any, state: Any, circle: Any, start: Any,
    members: Any, sellers: np.ndarray, params: Any,
) -> None:  # fmt: skip
    """Pitches meet the contacts there are, one by one, in the order of `sellers` (rows of the resellers)."""
    for seller in sellers:
        pitch_to_contact(
            people, row_of, market, groups, outsiders, state, circle, start, members, seller, params[0]
        )


@rule
def pitch_to_contact(
    people: Any, row_of: Any, market: Any, groups: Any, outsiders: Any, state: Any, circle: Any, start: Any,
    members: Any, seller: int, p: Any,
) -> None:  # fmt: skip
    """One pitch: a prospect becomes a client, a client is reminded; on anyone else it is spent."""
    m, x = people[0][seller], people[1][seller]
    u = chance.uniforms(p.key, chance.PITCH, p.day - m.joined, m.slot, 1)
    who, kind = contact(m.slot, u[0], circle, start, members)
    if who < 0:
        return
    row = row_of[who]
    f, fx = people[0][row], people[1][row]
    if f.status == PROSPECT:
        meet(f, fx, who, p.key, market)
        become_client(f, fx, m, x, groups[x.group], tie_of(kind, p.referral), p)
        outsiders[state[1]] = row
        state[1] += 1
        groups[x.group].today.clients += 1
    if f.status == CLIENT:
        f.recall = towards_one(f.recall, p.reselling.recall)


@rule
def become_client(f: Any, fx: Any, m: Any, x: Any, g: Any, tie: float, p: Any) -> None:
    """A prospect becomes the client of a reseller (m, x): a stranger who takes over part of the reseller's trust.

    The counterfactual is split off before: it has heard no reseller.
    """
    f.status = CLIENT
    fx.group = x.group
    fx.channel = RESOLD
    f.joined = p.day
    newcomer(f, fx, g.theme, p)
    f.awareness *= p.buying.stranger_awareness
    f.memory = 0.0
    fx.invited_by = m.slot
    fx.generation = x.generation + 1
    f.trust += p.reselling.word * tie * max(0.0, m.trust - f.trust)
