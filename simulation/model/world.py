"""Setting up the world of a run: people, contacts, groups and operators, all from the run's key."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from ..scenario.schema import Scenario
from . import chance
from .columns import DAILY, GROUP, LIFE, OPERATOR, PERSON
from .founding import follow_outside, found, meet_all, weigh_founders
from .network import Contacts, draw_contacts
from .ordering import in_order, smallest
from .rules import bait_pull


@dataclass
class Columns:
    """All state of a run.

    daily, life: [market.people] DAILY and LIFE, the two rows of each person; founders of a group lie side by side, so
    that a group's day walks through memory in order. row_of: [market.people] row of each slot. A slot is who a person
    is (every draw is keyed by it), a row is where they are kept. groups: [groups.count + 1] GROUP, the last for people
    who have left; operators: OPERATOR. roster: [groups.count, cap] rows of present members, the first present[k]
    valid; outsiders: rows of those who left, the first state[1] valid. state: [free, number of outsiders]. market, key:
    what the people nobody has met yet are drawn from.
    """

    daily: np.ndarray
    life: np.ndarray
    row_of: np.ndarray
    groups: np.ndarray
    operators: np.ndarray
    roster: np.ndarray
    present: np.ndarray
    outsiders: np.ndarray
    state: np.ndarray
    contacts: Contacts
    market: tuple[np.ndarray, np.ndarray, int, np.ndarray]
    key: int

    @property
    def rows(self) -> tuple[np.ndarray, np.ndarray]:
        """The two arrays of rows as the compiled functions take them."""
        return self.daily, self.life

    @property
    def people(self) -> np.ndarray:
        """All people in order of slot, shape [market.people] PERSON; a copy. Those nobody has met are drawn for it."""
        meet_all(self.rows, self.row_of, np.arange(len(self.row_of)), self.key, self.market)
        return self.persons(self.row_of)

    def persons(self, rows: np.ndarray) -> np.ndarray:
        """Whole persons, PERSON, of some rows; a copy."""
        found = np.zeros(len(rows), PERSON)
        for kept in self.rows:
            for name in kept.dtype.names or ():
                found[name] = kept[name][rows]
        return found

    def fields(self, rows: np.ndarray, names: Iterable[str]) -> dict[str, np.ndarray]:
        """Some fields of some rows, each [rows]; copies. Far cheaper than whole persons, of whom there may be many."""
        daily = self.daily.dtype.names or ()
        return {name: (self.daily if name in daily else self.life)[name][rows] for name in names}

    @property
    def net(self) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
        """The contact graph as the compiled functions take it."""
        return self.contacts.circle, self.contacts.start, self.contacts.members


def strangers(people: int) -> tuple[np.ndarray, np.ndarray]:
    """The rows (daily, life) of people nobody has met yet, each of shape [people]: see `founding.meet`."""
    rows = np.zeros(people, DAILY), np.zeros(people, LIFE)
    rows[0]["joined"] = -1
    return rows


def market_of(spec: Scenario, contacts: Contacts) -> tuple[np.ndarray, np.ndarray, int, np.ndarray]:
    """What people are drawn from, as `founding.meet` takes it."""
    m = spec.market
    rivals = np.append(np.cumsum(np.array(m.rivals) / sum(m.rivals)), m.rivals_scale)
    return spread_of_traits(spec), rivals, m.topics, contacts.circle[2]


def spread_of_traits(spec: Scenario) -> np.ndarray:
    """How traits are spread, as `founding.meet` takes it."""
    m = spec.market
    return np.array(
        [
            m.talk_sigma,
            math.log(m.deal_mean / (1.0 - m.deal_mean)),
            m.deal_spread,
            math.log(m.attention_median),
            m.attention_sigma,
            math.log(max(m.tolerance_median, 1e-6)),
            m.tolerance_sigma,
            math.log(spec.product.need_interval),
            m.need_sigma,
            spec.behaviour.buying.awareness_start,
            m.basket_sigma,
            spec.groups.contacts_share,
        ]
    )


def draw_groups(spec: Scenario, key: int) -> np.ndarray:
    """The groups, each drawn from its own key: theme, common ground, founders' talkativeness, start size.

    The last are the classes of the funnel: empty, and closed until their day.
    """
    g = spec.groups
    lasting = g.count - spec.strategy.funnel.classes
    groups = np.zeros(g.count + 1, GROUP)
    pulls = np.empty(g.count)
    for k in range(g.count):
        u = chance.uniforms(key, chance.GROUP_TRAITS, 0, k, 0)
        v = chance.uniforms(key, chance.GROUP_TRAITS, 1, k, 0)
        size_z, ground_z = _normals(u[0], u[1])
        talk_z, pull_z = _normals(u[2], u[3])
        row = groups[k]
        row["slot"] = k
        row["theme"] = int(v[0] * spec.market.topics)
        row["cap"] = g.cap
        row["ground"] = g.common_ground * math.exp(g.ground_sigma * ground_z)
        row["talk_bias"] = math.exp(g.talk_sigma * talk_z - 0.5 * g.talk_sigma * g.talk_sigma)
        row["start_size"] = min(g.cap, max(2, round(g.members_at_start * math.exp(g.size_sigma * size_z))))
        pulls[k] = math.exp(g.newcomers_sigma * pull_z)
        if k >= lasting:
            row["is_class"], row["start_size"] = 1, 0
        row["operator"] = k // spec.operators.groups_per_operator
        row["topics"] = spec.behaviour.topics.start * math.sqrt(max(0.0, row["ground"]))
    groups["newcomers_up_to"][:lasting] = pulls[:lasting].cumsum() / pulls[:lasting].sum()
    return groups


def draw_operators(spec: Scenario, key: int) -> np.ndarray:
    """The operators, each with a run of groups."""
    per, count = spec.operators.groups_per_operator, spec.groups.count
    operators = np.zeros(math.ceil(count / per), OPERATOR)
    for i in range(len(operators)):
        u = chance.uniforms(key, chance.OPERATOR_TRAITS, 0, i, 0)
        z, _ = _normals(u[0], u[1])
        sigma = spec.operators.skill_sigma
        operators[i]["slot"] = i
        operators[i]["skill"] = spec.operators.skill * math.exp(sigma * z - 0.5 * sigma * sigma)
        operators[i]["zeal"] = spec.operators.zeal
        operators[i]["budget"] = 1.0
        operators[i]["first"] = i * per
        operators[i]["count"] = min(per, count - i * per)
    return operators


def _normals(u1: float, u2: float) -> tuple[float, float]:
    return chance.normal_pair(u1, u2)


def choose_founders(
    spec: Scenario, key: int, groups: np.ndarray, topic_circle: np.ndarray, parameters: np.ndarray
) -> tuple[np.ndarray, np.ndarray]:
    """Who is in which lasting group at the start: (slots, groups), in order of group and slot.

    Everyone prefers one group, drawn from their own key; a group takes those first in its order. One more person in
    the market displaces at most one founder. Seats still free are offered to the others by the same order.
    """
    lasting = spec.groups.count - spec.strategy.funnel.classes
    sizes = groups["start_size"][:lasting]
    cumulative = np.cumsum(sizes / sizes.sum())
    themes, ground = groups["theme"][:lasting].copy(), groups["ground"][:lasting].copy()
    group, priority = weigh_founders(
        themes, ground, cumulative, key, spec.market.topics, topic_circle, spread_of_traits(spec),
        spec.groups.precision, bait_pull(spec.groups.bait, spec.behaviour.referral), parameters,
    )  # fmt: skip
    order = in_order(group)
    first = np.searchsorted(group[order], np.arange(len(sizes) + 1))
    chosen, home = [], []
    for k, size in enumerate(sizes):
        who = order[first[k] : first[k + 1]]
        taken = who[smallest(priority[who], size)]
        chosen.append(taken)
        home.append(np.full(len(taken), k))
    short = sizes - np.array([len(c) for c in chosen])
    if short.sum() > 0:
        spare = np.setdiff1d(np.arange(len(topic_circle)), np.concatenate(chosen))
        spare = spare[np.argsort(priority[spare], kind="stable")][: short.sum()]
        chosen.append(spare)
        home.append(np.repeat(np.arange(len(sizes)), short)[: len(spare)])
    slots, homes = np.concatenate(chosen), np.concatenate(home)
    order = np.lexsort((slots, homes))
    return slots[order].astype(np.int32), homes[order].astype(np.int32)


def build(spec: Scenario, key: int, parameters: np.ndarray) -> Columns:
    """The world on the morning of day 0, founders in their groups (or followed without one)."""
    people = spec.market.people
    contacts = draw_contacts(key, people, (spec.market.household, spec.market.work, spec.market.interest))
    groups = draw_groups(spec, key)
    slots, homes = choose_founders(spec, key, groups, contacts.circle[2], parameters)
    row_of = np.empty(people, np.int32)
    row_of[slots] = np.arange(len(slots))
    others = np.ones(people, bool)
    others[slots] = False
    row_of[others] = np.arange(len(slots), people)
    daily, life = strangers(people)
    columns = Columns(
        daily=daily,
        life=life,
        row_of=row_of,
        groups=groups,
        operators=draw_operators(spec, key),
        roster=np.zeros((spec.groups.count, spec.groups.cap), np.int32),
        present=np.zeros(spec.groups.count, np.int64),
        outsiders=np.zeros(people, np.int32),
        state=np.zeros(2, np.int64),
        contacts=contacts,
        market=market_of(spec, contacts),
        key=key,
    )
    meet_all(columns.rows, row_of, slots.astype(np.int64), key, columns.market)
    as_strangers = not spec.groups.customers
    chosen = row_of[slots]
    if spec.groups.open:
        groups["today"]["open"][:-1] = 1 - groups["is_class"][:-1]
        found(columns.rows, groups, columns.roster, columns.present, chosen, homes, as_strangers, parameters)
    else:
        follow_outside(columns.rows, groups, chosen, homes, as_strangers, parameters)
        columns.outsiders[: len(chosen)] = chosen
        columns.state[1] = len(chosen)
    return columns
