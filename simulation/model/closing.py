"""Closing a group: some step up into a lasting group, the others are let go. Compiled, shared by both engines."""

from __future__ import annotations

from typing import Any

from . import chance
from .columns import LEADER, LEFT
from .compiled import entry, rule
from .joining import relevance, seat


@entry
def close_group(
    people: Any, groups: Any, roster: Any, present: Any, outsiders: Any, state: Any, k: int, step_up: int,
    params: Any,
) -> None:  # fmt: skip
    """Group k is closed for good this morning.

    step_up: orders since joining that carry a member into a lasting group with a seat, in the order in which they
    joined; below 0: nobody is. What members proposed last evening lapses. state[1]: number of outsiders so far.
    """
    p = params[0]
    lasting = groups.shape[0] - 1 - p.plan.classes
    for j in range(present[k]):
        row = roster[k, j]
        m, x = people[0][row], people[1][row]
        m.invite_to = 0
        m.departed = 0
        m.pitching = 0
        target = -1
        if step_up >= 0 and x.orders >= step_up and m.planted == 0:
            u = chance.uniforms(p.key, chance.ROOM, 0, m.slot, 0)
            target = seat(int(u[0] * lasting), groups, present, 0, lasting)
        if target >= 0:
            roster[target, present[target]] = row
            present[target] += 1
            move(m, x, groups[target], target, p)
            groups[target].today.present = present[target]
        else:
            m.status = LEFT
            m.opened = 0
            m.served = 0
            m.asking = 0
            m.awaiting = 0
            x.left = p.day
            outsiders[state[1]] = row
            state[1] += 1
            groups[k].today.dismissed += 1
    shut(groups[k])
    present[k] = 0


@rule
def move(m: Any, x: Any, g: Any, target: int, p: Any) -> None:
    """A member's row on moving: the brand is known, the group is new and in mind, and one belongs there afresh."""
    x.group = target
    born = chance.uniforms(p.key, chance.BIRTH, 0, m.slot, 0)
    x.relevance = relevance(x.theme_first, x.theme_second, g.theme, born[2])
    m.memory = 1.0
    m.belonging = min(m.belonging, p.belonging.start)
    if m.role == LEADER:
        g.leaders += 1
    g.contacts += m.contact
    g.served += m.served
    g.today.regrouped += 1


@rule
def shut(g: Any) -> None:
    """A group's row once everyone has gone."""
    g.today.open = 0
    g.today.present = 0
    g.leaders = 0
    g.proposals = 0
    g.contacts = 0
    g.served = 0
    g.pitching = 0
    g.queue = 0
    g.ripe = 0
    g.awaiting = 0
    g.yesterday = 0
