"""The contact graph: everyone belongs to a household, a work and an interest circle, and knows the people in them.

Circles are keyed: person i founds a circle or joins that of a random earlier person, by i's own draw alone, so one
more person changes only their own circles. Joining in proportion to size gives heavy-tailed circles (Yule 1925,
Simon 1955), shared circles give clustering (affiliation network: Newman, Strogatz & Watts 2001).
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any, NamedTuple

import numpy as np

from . import chance
from .compiled import entry, rule

#: Largest household, work and interest circle; assumed.
CAPS = (8, 120, 250)
STREAMS = (chance.CIRCLE_HOUSEHOLD, chance.CIRCLE_WORK, chance.CIRCLE_INTEREST)


class Contacts(NamedTuple):
    """The contact graph, by kind of circle (household, work, interest).

    circle: founder's slot of each person's circle, [3, people]; the people of circle c of a kind are
    members[kind, start[kind, c] : start[kind, c + 1]].
    """

    circle: np.ndarray
    start: np.ndarray
    members: np.ndarray


@entry
def _draw_circles(key: int, people: int, stream: int, mean: float, cap: int) -> np.ndarray:
    circle = np.empty(people, np.int32)
    size = np.zeros(people, np.int32)
    for i in range(people):
        u = chance.uniforms(key, stream, 0, i, 0)
        circle[i] = i
        if i > 0 and u[0] * mean > 1.0:
            other = circle[min(i - 1, int(u[1] * i))]
            if size[other] < cap:
                circle[i] = other
        size[circle[i]] += 1
    return circle


@entry
def _index_circles(circle: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    people = circle.shape[0]
    start = np.zeros(people + 1, np.int32)
    for i in range(people):
        start[circle[i] + 1] += 1
    for i in range(people):
        start[i + 1] += start[i]
    place = start.copy()
    members = np.empty(people, np.int32)
    for i in range(people):
        members[place[circle[i]]] = i
        place[circle[i]] += 1
    return start, members


@lru_cache(maxsize=1)  # a comparison runs one key under one scenario after the other
def draw_contacts(key: int, people: int, means: tuple[float, float, float]) -> Contacts:
    """Draw the three circles of every person. means: people per circle (household, work, interest).

    Nobody writes into a contact graph: runs of one key share it.
    """
    circle = np.empty((3, people), np.int32)
    start = np.empty((3, people + 1), np.int32)
    members = np.empty((3, people), np.int32)
    for kind in range(3):
        circle[kind] = _draw_circles(key, people, STREAMS[kind], float(means[kind]), CAPS[kind])
        start[kind], members[kind] = _index_circles(circle[kind])
    return Contacts(circle, start, members)


@rule
def degree(slot: int, circle: Any, start: Any) -> int:
    """Number of contacts of a person (one met in two circles counts twice)."""
    total = 0
    for kind in range(3):
        c = circle[kind, slot]
        total += start[kind, c + 1] - start[kind, c] - 1
    return total


@rule
def contact(slot: int, u: float, circle: Any, start: Any, members: Any) -> tuple[int, int]:
    """A contact of a person, evenly among all: (slot, kind of circle), or (-1, -1) for one who knows no one."""
    index = int(u * degree(slot, circle, start))
    for kind in range(3):
        c = circle[kind, slot]
        others = start[kind, c + 1] - start[kind, c] - 1
        if index < others:
            place = start[kind, c] + index
            if members[kind, place] >= slot:
                place += 1
            return members[kind, place], kind
        index -= others
    return -1, -1


@entry
def degrees(circle: np.ndarray, start: np.ndarray) -> np.ndarray:
    """Number of contacts of everyone, shape [people]."""
    found = np.empty(circle.shape[1], np.int64)
    for i in range(circle.shape[1]):
        found[i] = degree(i, circle, start)
    return found
