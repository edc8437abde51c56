"""What is settled between the steps of people: invitations met, departures.

These are the same compiled functions under both engines; `people` is the pair of row arrays (daily, life), m and x the
two rows of a person. What is scarce (a seat, one prospect with two inviters) was proposed by members in their own rows
and is settled here, in an order drawn by key.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from . import chance
from .admission import passes_gate
from .columns import FRIEND, LEADER, MEMBER, PROSPECT, RECENT
from .compiled import entry, rule
from .founding import meet
from .joining import join, relevance, seat, trust_at_birth
from .network import contact
from .rules import acceptance


@entry
def gather_proposals(people: Any, groups: Any, roster: Any, present: Any, params: Any) -> Any:
    """Yesterday's proposals: (rows of the inviters, their luck in the order of settling), each [proposals]."""
    p = params[0]
    total = 0
    for k in range(groups.shape[0] - 1):
        total += groups[k].proposals
    inviters = np.empty(total, np.int32)
    luck = np.empty(total, np.float64)
    count = 0
    for k in range(groups.shape[0] - 1):
        if groups[k].proposals > 0:
            for j in range(present[k]):
                m = people[0][roster[k, j]]
                if m.invite_to == 1:
                    inviters[count] = roster[k, j]
                    luck[count] = chance.uniforms(p.key, chance.INVITE_ORDER, p.day, m.slot, 0)[0]
                    m.invite_to = 0
                    count += 1
        groups[k].proposals = 0
    return inviters[:count], luck[:count]


@entry
def settle_invitations(
    people: Any, row_of: Any, market: Any, groups: Any, roster: Any, present: Any, circle: Any, start: Any,
    members: Any, inviters: np.ndarray, params: Any,
) -> None:  # fmt: skip
    """Proposals meet the contacts there are, one by one: accepted, refused, or spent on one who cannot be won.

    inviters: rows of those who proposed, in the order of settling.
    """
    for inviter in inviters:
        invite_contact(
            people, row_of, market, groups, roster, present, circle, start, members, inviter, params[0]
        )


@rule
def invite_contact(
    people: Any, row_of: Any, market: Any, groups: Any, roster: Any, present: Any, circle: Any, start: Any,
    members: Any, inviter: int, p: Any,
) -> None:  # fmt: skip
    """One invitation: whom, whether they can be won, and whether they accept.

    Acceptance is a life-long threshold of the person asked: who said no says yes only to a stronger invitation. A
    hunter is one who accepts with the reward and would not have accepted without it.
    """
    m, x = people[0][inviter], people[1][inviter]
    slot = m.slot
    t = groups[x.group].today
    u = chance.uniforms(p.key, chance.INVITE, p.day - m.joined, slot, 1)
    who, kind = contact(slot, u[0], circle, start, members)
    tie = tie_of(kind, p.referral)
    lost = who < 0 or people[0][row_of[who]].status != PROSPECT
    if p.referral.finite_contacts == 0 and (lost or people[1][row_of[who]].asked == 1):
        who = stranger(people, row_of, slot, p)
        lost = who < 0
    if lost:
        t.exhausted += 1
        return
    meet(people[0][row_of[who]], people[1][row_of[who]], who, p.key, market)
    pull = p.plan.friend_pull * x.invite_paid
    theme = groups[x.group].theme
    accepted, hunter = answer(people, row_of, who, m, x, tie, pull, theme, circle, start, members, p)
    if not accepted and people[1][row_of[who]].asked == 1:
        t.exhausted += 1
    people[1][row_of[who]].asked = 1
    if not accepted:
        return
    k = seat(x.group, groups, present, 0, groups.shape[0] - 1)
    if k < 0:
        t.turned_away += 1
        return
    if not friend_passes(people, row_of[who], who, m, tie, groups[k], p):
        t.turned_away_at_gate += 1
        return
    join(people, groups, roster, present, row_of[who], k, FRIEND, p)
    f, fx = people[0][row_of[who]], people[1][row_of[who]]
    fx.invited_by = slot
    fx.generation = x.generation + 1
    fx.hunter = hunter
    f.awareness *= p.buying.stranger_awareness
    # the counterfactual has heard no friend's word
    f.trust += p.trust.word_of_friend * tie * max(0.0, m.trust - f.trust)
    x.invites_accepted += 1
    g = groups[k].today
    g.referred += 1
    g.hunters += hunter
    if x.invite_paid == 1:
        if p.plan.reward_on_order == 1:
            fx.reward_pending = 1
        else:
            g.rewards += 1


@rule
def tie_of(kind: int, p: Any) -> float:
    """Tie (0..1) of a contact in a kind of circle: household 0, work 1, interest 2."""
    if kind == 0:
        return p.tie_household
    if kind == 1:
        return p.tie_work
    return p.tie_interest


@rule
def friend_passes(people: Any, row: int, who: int, m: Any, tie: float, g: Any, p: Any) -> bool:
    """Whether a friend passes the gate of a group, trusting as the inviter's word makes them."""
    if p.plan.gate == 0:
        return True
    fx = people[1][row]
    born = chance.uniforms(p.key, chance.BIRTH, 0, who, 0)
    z, _ = chance.normal_pair(born[0], born[1])
    trust = trust_at_birth(p.trust.strangers, z)
    trust += p.trust.word_of_friend * tie * max(0.0, m.trust - trust)
    concern = relevance(fx.theme_first, fx.theme_second, g.theme, born[2])
    return passes_gate(who, concern, trust, g.is_class, p)


@rule
def answer(
    people: Any,
    row_of: Any,
    who: int,
    m: Any,
    x: Any,
    tie: float,
    pull: float,
    theme: int,
    circle: Any,
    start: Any,
    members: Any,
    p: Any,
) -> tuple[bool, int]:
    """Whether a prospect accepts, and whether only for the reward."""
    f, fx = people[0][row_of[who]], people[1][row_of[who]]
    inside = contacts_inside(people, row_of, who, x.group, circle, start, members)
    concern = relevance(
        fx.theme_first, fx.theme_second, theme, chance.uniforms(p.key, chance.BIRTH, 0, who, 0)[2]
    )
    luck = chance.uniforms(p.key, chance.ACCEPT, 0, who, 0)[0]
    accepted = luck < acceptance(tie, m.trust, pull, f.deal, concern, inside, p.referral)
    for_reward = luck >= acceptance(tie, m.trust, 0.0, f.deal, concern, inside, p.referral)
    return accepted, 1 if accepted and for_reward else 0


@rule
def stranger(people: Any, row_of: Any, slot: int, p: Any) -> int:
    """Knockout of finite contacts: a random prospect who was never asked, or -1 after 50 tries."""
    count = row_of.shape[0]
    for attempt in range(50):
        u = chance.uniforms(p.key, chance.STRANGER, p.day, slot, attempt)
        who = min(count - 1, int(u[0] * count))
        if people[0][row_of[who]].status == PROSPECT and people[1][row_of[who]].asked == 0:
            return who
    return -1


@rule
def contacts_inside(
    people: Any, row_of: Any, slot: int, group: int, circle: Any, start: Any, members: Any
) -> int:
    """How many of a person's contacts are in a group now."""
    inside = 0
    for kind in range(3):
        c = circle[kind, slot]
        for place in range(start[kind, c], start[kind, c + 1]):
            row = row_of[members[kind, place]]
            if people[0][row].status == MEMBER and people[1][row].group == group:
                inside += 1
    return inside


@rule
def part_seats(daily: Any, seats: Any, present: int) -> None:
    """Put those who stay first and those who leave today after them, each in the order they sat."""
    gone = np.empty(present, np.int32)
    kept = 0
    left = 0
    for j in range(present):
        if daily[seats[j]].status == MEMBER:
            seats[kept] = seats[j]
            kept += 1
        else:
            gone[left] = seats[j]
            left += 1
    for j in range(left):
        seats[kept + j] = gone[j]


@entry
def part_all_seats(daily: Any, groups: Any, roster: Any, present: Any) -> None:
    """`part_seats` of every group that someone leaves; the columns engine has done it while the rows were at hand."""
    for k in range(groups.shape[0] - 1):
        if groups[k].leavers > 0:
            part_seats(daily, roster[k], present[k])


@entry
def settle_departures(
    people: Any, row_of: Any, groups: Any, roster: Any, present: Any, outsiders: Any, state: Any,
    circle: Any, start: Any, members: Any,
) -> None:  # fmt: skip
    """Who left today gives up the seat; contacts in the same group notice. Then heads and customers are counted.

    roster: parted by `part_seats`. state[1]: number of outsiders so far.
    """
    for k in range(groups.shape[0] - 1):
        if groups[k].leavers > 0:
            kept = present[k] - groups[k].leavers
            for j in range(kept, present[k]):
                row = roster[k, j]
                m, x = people[0][row], people[1][row]
                m.opened = 0
                if m.role == LEADER:
                    groups[k].leaders -= 1
                groups[k].contacts -= m.contact
                groups[k].served -= m.served
                m.served = 0
                outsiders[state[1]] = row
                state[1] += 1
                tell_contacts(people, row_of, m.slot, x.group, circle, start, members)
            present[k] = kept
            groups[k].leavers = 0
        groups[k].today.present = present[k]
    for k in range(groups.shape[0]):
        groups[k].today.active_customers = active_customers(groups[k])


@rule
def active_customers(g: Any) -> int:
    """People whose last order is less than RECENT days old."""
    total = 0
    for day in range(RECENT):
        total += g.recent[day]
    return total


@rule
def tell_contacts(
    people: Any, row_of: Any, slot: int, group: int, circle: Any, start: Any, members: Any
) -> None:
    """Contacts in the same group learn of a departure (a counter nobody reads before tomorrow)."""
    for kind in range(3):
        c = circle[kind, slot]
        for place in range(start[kind, c], start[kind, c + 1]):
            row = row_of[members[kind, place]]
            if people[0][row].status == MEMBER and people[1][row].group == group:
                people[0][row].departed += 1
