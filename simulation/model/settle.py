"""What happens to the world between the steps of its people: joining, invitations met, departures.

These are the same compiled functions under both engines; `people` is the pair of row arrays (daily, life), m and x the
two rows of a person. What is scarce (a seat, one prospect with two inviters) was proposed by members in their own rows
and is settled here, in an order drawn by key.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from . import chance
from .columns import FOUNDING, FRIEND, LEADER, MEMBER, ORDINARY, OUTSIDE, PLANTED, PROSPECT, PUBLIC
from .compiled import entry, rule
from .network import contact, degree
from .rules import acceptance


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
    x.satisfaction = 0.5
    m.expected = p.expectation.start + p.expectation.optimism
    m.fatigue = 0.0
    m.belonging = p.belonging.start
    m.memory = 1.0
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
    x.baseline_satisfaction = x.satisfaction
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


@entry
def grow_people(
    people: Any,
    row_of: np.ndarray,
    key: int,
    traits: np.ndarray,
    topics: int,
    topic_circle: np.ndarray,
    rivals: np.ndarray,
) -> None:
    """Draw the traits of everyone from their own key.

    row_of: row of each person, shape [people]. traits: talk sigma, deal logit mean, deal spread, attention
    log-median, its sigma, tolerance log-median, its sigma, need log-median, its sigma, mean awareness. topic_circle:
    interest circle of each person. rivals: cumulative shares of under 10, 10-30, 30-50, over 50 competing groups
    (evidence E9).
    """
    for i in range(row_of.shape[0]):
        m, x = people[0][row_of[i]], people[1][row_of[i]]
        a = chance.uniforms(key, chance.TRAITS, 0, i, 0)
        b = chance.uniforms(key, chance.TRAITS, 1, i, 0)
        n0, n1 = chance.normal_pair(a[0], a[1])
        n2, n3 = chance.normal_pair(a[2], a[3])
        n4, n5 = chance.normal_pair(b[0], b[1])
        m.slot = i
        x.group = -1
        m.joined = -1
        x.left = -1
        x.muted_day = -1
        x.first_post = -1
        m.last_post = -1
        x.invited_by = -1
        x.talk = np.exp(traits[0] * n0 - 0.5 * traits[0] * traits[0])
        m.deal = 1.0 / (1.0 + np.exp(-(traits[1] + traits[2] * n1)))
        x.attention = np.exp(traits[3] + traits[4] * n2)
        x.tolerance = np.exp(traits[5] + traits[6] * n3)
        m.need_pace = np.exp(-(traits[7] + traits[8] * n4))
        m.awareness = min(0.9, traits[9] * np.exp(0.5 * n5 - 0.125))
        m.rivals = np.log(1.0 + competing_groups(b[2], b[3], rivals))
        x.theme_first, x.theme_second = interests(key, i, topic_circle[i], topics)


@rule
def interests(key: int, slot: int, circle: int, topics: int) -> tuple[int, int]:
    """First and second interest of a person: the first is that of their interest circle, the second their own."""
    first = int(chance.uniforms(key, chance.CIRCLE_TOPIC, 0, circle, 0)[0] * topics)
    second = int(chance.uniforms(key, chance.TASTES, 0, slot, 0)[0] * topics)
    return first, second


@rule
def competing_groups(u: float, within: float, cumulative: Any) -> float:
    """Number of competing groups: a class of evidence E9, then evenly within it (over 50: up to 100)."""
    if u < cumulative[0]:
        return 1.0 + 9.0 * within
    if u < cumulative[1]:
        return 10.0 + 20.0 * within
    if u < cumulative[2]:
        return 30.0 + 20.0 * within
    return 50.0 + 50.0 * within


@entry
def weigh_founders(
    themes: np.ndarray,
    ground: np.ndarray,
    cumulative: np.ndarray,
    key: int,
    topics: int,
    topic_circle: np.ndarray,
) -> Any:
    """Which group each person would found, and in which order: (group [people], priority [people]).

    Weighted sampling without replacement by smallest exponential over weight (Efraimidis & Spirakis 2006): common
    ground draws those whom the theme concerns.
    """
    count = topic_circle.shape[0]
    group = np.empty(count, np.int32)
    priority = np.empty(count, np.float64)
    for i in range(count):
        u = chance.uniforms(key, chance.GROUP_CHOICE, 0, i, 0)
        b = chance.uniforms(key, chance.BIRTH, 0, i, 0)
        first, second = interests(key, i, topic_circle[i], topics)
        group[i] = min(np.searchsorted(cumulative, u[0]), themes.shape[0] - 1)
        concern = relevance(first, second, themes[group[i]], b[2])
        priority[i] = chance.exponential(u[1]) / np.exp(min(4.0, ground[group[i]] * 2.0 * concern))
    return group, priority


@entry
def found(
    people: Any,
    groups: Any,
    roster: Any,
    present: Any,
    chosen: np.ndarray,
    home: np.ndarray,
    strangers: bool,
    params: Any,
) -> None:
    """The founders join: rows chosen, shape [founders], into groups home, shape [founders]."""
    p = params[0]
    for j in range(chosen.shape[0]):
        join(people, groups, roster, present, chosen[j], home[j], PUBLIC if strangers else FOUNDING, p)
        m, x = people[0][chosen[j]], people[1][chosen[j]]
        x.channel = FOUNDING
        x.talk *= groups[home[j]].talk_bias
        if strangers:
            m.awareness *= p.buying.stranger_awareness


@entry
def follow_outside(
    people: Any, groups: Any, chosen: np.ndarray, home: np.ndarray, strangers: bool, params: Any
) -> None:
    """The counterfactual: the same founders, followed without a group."""
    p = params[0]
    for j in range(chosen.shape[0]):
        m, x = people[0][chosen[j]], people[1][chosen[j]]
        m.status = OUTSIDE
        x.group = home[j]
        m.joined = p.day
        x.channel = PUBLIC if strangers else FOUNDING
        newcomer(m, x, groups[home[j]].theme, p)
        x.channel = FOUNDING
        if strangers:
            m.awareness *= p.buying.stranger_awareness
        m.memory = 0.0


@rule
def seat(group: int, groups: Any, present: Any, count: int) -> int:
    """The first group with room from `group` on, going round; -1 where all are full."""
    for step in range(count):
        k = (group + step) % count
        if present[k] < groups[k].cap and groups[k].today.open == 1:
            return k
    return -1


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
    people: Any, row_of: Any, groups: Any, roster: Any, present: Any, circle: Any, start: Any, members: Any,
    inviters: np.ndarray, params: Any,
) -> None:  # fmt: skip
    """Proposals meet the contacts there are, one by one: accepted, refused, or spent on one who cannot be won.

    inviters: rows of those who proposed, in the order of settling.
    """
    for inviter in inviters:
        invite_contact(people, row_of, groups, roster, present, circle, start, members, inviter, params[0])


@rule
def invite_contact(
    people: Any, row_of: Any, groups: Any, roster: Any, present: Any, circle: Any, start: Any, members: Any,
    inviter: int, p: Any,
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
    tie = p.referral.tie_interest
    if kind == 0:
        tie = p.referral.tie_household
    elif kind == 1:
        tie = p.referral.tie_work
    lost = who < 0 or people[0][row_of[who]].status != PROSPECT
    if p.referral.finite_contacts == 0 and (lost or people[1][row_of[who]].asked == 1):
        who = stranger(people, row_of, slot, p)
        lost = who < 0
    if lost:
        t.exhausted += 1
        return
    pull = p.plan.friend_pull * x.invite_paid
    theme = groups[x.group].theme
    accepted, hunter = answer(people, row_of, who, m, x, tie, pull, theme, circle, start, members, p)
    if not accepted and people[1][row_of[who]].asked == 1:
        t.exhausted += 1
    people[1][row_of[who]].asked = 1
    k = seat(x.group, groups, present, groups.shape[0] - 1)
    if not accepted or k < 0:
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


@entry
def settle_departures(
    people: Any, row_of: Any, groups: Any, roster: Any, present: Any, outsiders: Any, state: Any,
    circle: Any, start: Any, members: Any,
) -> None:  # fmt: skip
    """Who left today gives up the seat; contacts in the same group notice. state[1]: number of outsiders so far."""
    for k in range(groups.shape[0] - 1):
        if groups[k].leavers > 0:
            kept = 0
            for j in range(present[k]):
                row = roster[k, j]
                m, x = people[0][row], people[1][row]
                if m.status == MEMBER:
                    roster[k, kept] = row
                    kept += 1
                else:
                    m.opened = 0
                    if m.role == LEADER:
                        groups[k].leaders -= 1
                    outsiders[state[1]] = row
                    state[1] += 1
                    tell_contacts(people, row_of, m.slot, x.group, circle, start, members)
            present[k] = kept
            groups[k].leavers = 0
        groups[k].today.present = present[k]


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


@entry
def public_ranks(key: int, people: int) -> np.ndarray:
    """Rank key of everyone for arriving from public channels, shape [people]; the smallest comes first."""
    ranks = np.empty(people, np.float64)
    for i in range(people):
        ranks[i] = chance.uniforms(key, chance.PUBLIC_RANK, 0, i, 0)[0]
    return ranks
