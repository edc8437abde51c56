"""Drawing the people of a market and founding the groups. `people` is the pair of row arrays (daily, life)."""

from __future__ import annotations

from typing import Any

import numpy as np

from . import chance
from .columns import FOUNDING, OUTSIDE, PUBLIC
from .compiled import entry, rule
from .joining import join, newcomer, relevance
from .rules_arrive import weight_of_coming

#: Largest basket, against the mean order: bounds fixed-point sums.
LARGEST_BASKET = 100.0


@entry
def meet_all(people: Any, row_of: np.ndarray, slots: np.ndarray, key: int, market: Any) -> None:
    """Draw the traits of the people in `slots`, as far as that was not done before: see `meet`."""
    for slot in slots:
        meet(people[0][row_of[slot]], people[1][row_of[slot]], slot, key, market)


@rule
def meet(m: Any, x: Any, slot: int, key: int, market: Any) -> None:
    """Draw the traits of a person from their own key, when the groups first have to do with them.

    Of a large market most are never met, and a draw by key is the same whenever it is made. market: traits, cumulative
    shares of under 10, 10-30, 30-50, over 50 competing groups (evidence E9) and what everyone's number of them is
    multiplied by, topics, interest circle of each person. traits: talk sigma, deal logit mean, deal spread, attention
    log-median, its sigma, tolerance log-median, its sigma, need log-median, its sigma, mean awareness, basket sigma,
    share of one-to-one contacts.
    """
    if x.attention > 0.0:  # drawn before
        return
    traits, rivals, topics, topic_circle = market
    a = chance.uniforms(key, chance.TRAITS, 0, slot, 0)
    b = chance.uniforms(key, chance.TRAITS, 1, slot, 0)
    n0, n1 = chance.normal_pair(a[0], a[1])
    n2, n3 = chance.normal_pair(a[2], a[3])
    n4, n5 = chance.normal_pair(b[0], b[1])
    m.slot = slot
    x.group = -1
    m.joined = -1
    x.left = -1
    x.muted_day = -1
    x.first_post = -1
    m.last_post = -1
    x.question_day = -1
    x.first_question = -1
    x.spoke_again = -1
    x.invited_by = -1
    x.good_order = -1
    x.talk = np.exp(traits[0] * n0 - 0.5 * traits[0] * traits[0])
    m.deal = deal_proneness(traits, n1)
    x.attention = np.exp(traits[3] + traits[4] * n2)
    x.tolerance = np.exp(traits[5] + traits[6] * n3)
    m.need_pace = np.exp(-(traits[7] + traits[8] * n4))
    m.awareness = min(0.9, traits[9] * np.exp(0.5 * n5 - 0.125))
    m.rivals = np.log(1.0 + rivals[4] * competing_groups(b[2], b[3], rivals))
    z, _ = chance.normal_pair(*chance.uniforms(key, chance.BASKET, 0, slot, 0)[:2])
    x.basket = min(LARGEST_BASKET, np.exp(traits[10] * z - 0.5 * traits[10] * traits[10]))
    m.contact = 1 if chance.uniforms(key, chance.CONTACT, 0, slot, 0)[0] < traits[11] else 0
    x.last_order = -1
    x.theme_first, x.theme_second = interests(key, slot, topic_circle[slot], topics)


@rule
def deal_proneness(traits: Any, z: float) -> float:
    """Deal proneness (0..1) from a standard normal; traits as for `meet`."""
    return 1.0 / (1.0 + np.exp(-(traits[1] + traits[2] * z)))


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
    traits: np.ndarray,
    precision: float,
    pull: float,
    params: Any,
) -> Any:
    """Which group each person would found, and in which order: (group [people], priority [people]).

    Weighted sampling without replacement by smallest exponential over weight (Efraimidis & Spirakis 2006): common
    ground draws those whom the theme concerns, and founders select themselves as newcomers do. traits: as for
    `meet`; precision, pull (0..1): of the offer that won them.
    """
    p = params[0]
    count = topic_circle.shape[0]
    group = np.empty(count, np.int32)
    priority = np.empty(count, np.float64)
    for i in range(count):
        u = chance.uniforms(key, chance.GROUP_CHOICE, 0, i, 0)
        b = chance.uniforms(key, chance.BIRTH, 0, i, 0)
        first, second = interests(key, i, topic_circle[i], topics)
        group[i] = min(np.searchsorted(cumulative, u[0]), themes.shape[0] - 1)
        concern = relevance(first, second, themes[group[i]], b[2])
        weight = np.exp(min(4.0, ground[group[i]] * 2.0 * concern))
        if precision > 0.0 or pull > 0.0:
            a = chance.uniforms(key, chance.TRAITS, 0, i, 0)
            deal = deal_proneness(traits, chance.normal_pair(a[0], a[1])[1])
            weight *= weight_of_coming(concern, deal, precision, pull, p.arrival)
        priority[i] = chance.exponential(u[1]) / weight
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
        m, x = people[0][chosen[j]], people[1][chosen[j]]
        x.talk *= groups[home[j]].talk_bias
        join(people, groups, roster, present, chosen[j], home[j], PUBLIC if strangers else FOUNDING, p)
        x.channel = FOUNDING
        m.awaiting = 0  # who founds a group is nobody's newcomer
        groups[home[j]].awaiting = 0
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
