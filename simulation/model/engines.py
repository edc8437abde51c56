"""The two ways to run the rules: over columns in compiled code, or activating every agent as an object."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import numpy as np

from .columns import LEADER
from .compiled import entry, rule
from .phases.adapt import keep_leading, take_stock
from .phases.ask import await_answer
from .phases.beside import glance, reach, serve
from .phases.buy import buy, drift
from .phases.converse import end_round, end_talk, speak
from .phases.learn import learn
from .phases.leave import consider_leaving
from .phases.look import look, read
from .phases.observe import be_counted, close_accounts, close_group_day
from .phases.post import lead, open_group_day, work
from .phases.refer import invite
from .phases.resell import pitch
from .phases.subscribe import sign
from .phases.welcome import await_welcome
from .settle import part_all_seats, part_seats

if TYPE_CHECKING:
    from .community import Community

#: Members from which a second thread pays (measured: benchmarks/bench.py, table threads).
THREADS_PAY = 20_000


@rule
def group_day(daily: Any, life: Any, g: Any, seats: Any, present: int, p: Any) -> None:
    """The phases of a day for one group. Steps that do not read what others write in between share a pass."""
    if g.leaders > 0:
        for j in range(present):
            i = seats[j]
            if daily[i].role == LEADER:
                lead(daily[i], life[i], g, p)
    open_group_day(g, p)
    # who looks is written down without a branch: a processor would guess it wrong every third time
    visitors = np.empty(present, np.int32)
    count = 0
    for j in range(present):
        i = seats[j]
        await_answer(daily[i], life[i], g, p)
        await_welcome(daily[i], life[i], g, p)
        look(daily[i], life[i], g, p)
        visitors[count] = i
        count += daily[i].opened
    for i in visitors[:count]:
        read(daily[i], life[i], g, p)
        speak(daily[i], life[i], g, p, 0)
    end_round(g)
    for turn in range(1, 3):
        if g.heard > 0:
            for i in visitors[:count]:
                speak(daily[i], life[i], g, p, turn)
        end_round(g)
    end_talk(g, p)
    for j in range(present):
        i = seats[j]
        m, x = daily[i], life[i]
        learn(m, x, g, p)
        if p.plan.beside > 0:
            reach(m, x, g, p)
        if p.plan.service_hours > 0.0:
            serve(m, x, g, p)
        if p.plan.offer == 1:
            sign(m, x, g, p)
        buy(m, x, g, p)
        invite(m, x, g, p)
        if p.plan.reselling == 1:
            pitch(m, x, g, p)
        consider_leaving(m, x, g, p)
        if m.role == LEADER:
            keep_leading(m, x, g, p)
        be_counted(m, x, g, p)
    if g.leavers > 0:
        part_seats(daily, seats, present)
    close_group_day(g, p)


@entry
def operators_day(operators: Any, groups: Any, params: Any) -> None:
    """Every operator's working day."""
    for i in range(operators.shape[0]):
        work(operators[i], groups, params[0])


@entry
def groups_day(
    daily: Any, life: Any, groups: Any, roster: Any, present: Any, params: Any, low: int, high: int
) -> None:
    """The day of groups low..high-1; groups do not read one another, so ranges may run side by side."""
    for k in range(low, high):
        if groups[k].today.open == 1:
            group_day(daily, life, groups[k], roster[k], present[k], params[0])


@entry
def outside_day(daily: Any, life: Any, groups: Any, outsiders: Any, count: int, params: Any) -> None:
    """The day of those who have left and of resellers' clients; counted in the row after the last group."""
    g = groups[groups.shape[0] - 1]
    if params[0].plan.beside > 0:
        for j in range(count):
            i = outsiders[j]
            glance(daily[i], life[i], groups[life[i].group], g, params[0])
    for j in range(count):
        drift(daily[outsiders[j]], life[outsiders[j]], g, params[0])
    close_accounts(g.today, params[0])


@entry
def operators_evening(operators: Any, groups: Any, params: Any) -> None:
    """Operators take stock of the response."""
    for i in range(operators.shape[0]):
        take_stock(operators[i], groups, params[0])


class ColumnsEngine:
    """Compiled kernels over the columns; threads over ranges of groups where they pay."""

    def __init__(self, threads: int = 1) -> None:
        self.threads = max(1, threads)
        self._pool: ThreadPoolExecutor | None = None

    def day(self, model: Community) -> None:
        """Phases 2 to 11 of one day."""
        c = model.columns
        operators_day(c.operators, c.groups, model.parameters)
        count = c.groups.shape[0] - 1
        if self.threads > 1 and int(c.present.sum()) >= THREADS_PAY:
            if self._pool is None:
                self._pool = ThreadPoolExecutor(self.threads)
            # more ranges than threads, so that an uneven one does not leave a core idle
            edges = np.linspace(0, count, min(count, 8 * self.threads) + 1).astype(int).tolist()
            # those who left first: one job that would otherwise run alone at the end
            jobs = [
                self._pool.submit(
                    outside_day, c.daily, c.life, c.groups, c.outsiders, int(c.state[1]), model.parameters
                )
            ]
            for low, high in itertools.pairwise(edges):
                jobs.append(
                    self._pool.submit(
                        groups_day,
                        c.daily,
                        c.life,
                        c.groups,
                        c.roster,
                        c.present,
                        model.parameters,
                        low,
                        high,
                    )
                )
            for job in jobs:
                job.result()
        else:
            groups_day(c.daily, c.life, c.groups, c.roster, c.present, model.parameters, 0, count)
            outside_day(c.daily, c.life, c.groups, c.outsiders, int(c.state[1]), model.parameters)
        operators_evening(c.operators, c.groups, model.parameters)

    def close(self) -> None:
        """Release the threads."""
        if self._pool is not None:
            self._pool.shutdown(wait=True)
            self._pool = None


class AgentsEngine:
    """Plain Mesa: every member, KOC and operator is activated as an object and runs the same text on its own row."""

    def __init__(self, activation: str = "order") -> None:
        if activation not in ("order", "reverse", "shuffle"):
            raise ValueError(f"activation must be order, reverse or shuffle, not {activation!r}")
        self.activation = activation

    def day(self, model: Community) -> None:
        """Phases 2 to 11 of one day, one after another over all agents."""
        p, groups = model.plain, model.group_views
        outside: Any = model.outside_view
        everyone, leaders, operators, gone = model.present_agents()
        opened = [g for g in groups if g.today.open == 1]

        def members_do(step: Callable[..., None], who: Any = everyone, *more: int) -> None:
            self._all(who, lambda m: step(m, m, m.home, p, *more))

        self._all(operators, lambda o: work(o, groups, p))
        members_do(lead, leaders)
        self._all(opened, lambda g: open_group_day(g, p))
        members_do(await_answer)
        members_do(await_welcome)
        members_do(look)
        members_do(read)
        for turn in range(3):
            members_do(speak, everyone, turn)
            self._all(opened, end_round)
        self._all(opened, lambda g: end_talk(g, p))
        members_do(learn)
        if p.plan.beside > 0:
            members_do(reach)
        if p.plan.service_hours > 0.0:
            members_do(serve)
        if p.plan.offer == 1:
            members_do(sign)
        members_do(buy)
        members_do(invite)
        if p.plan.reselling == 1:
            members_do(pitch)
        members_do(consider_leaving)
        members_do(keep_leading, leaders)
        members_do(be_counted)
        self._all(opened, lambda g: close_group_day(g, p))
        if p.plan.beside > 0:
            self._all(gone, lambda m: glance(m, m, m.home, outside, p))
        self._all(gone, lambda m: drift(m, m, outside, p))
        close_accounts(outside.today, p)
        self._all(operators, lambda o: take_stock(o, groups, p))
        c = model.columns
        part_all_seats(c.daily, c.groups, c.roster, c.present)

    def _all(self, agents: Any, step: Callable[[Any], Any]) -> None:
        """Activate all, in the order asked for: slots, reversed, or shuffled (by Mesa's own shuffle_do)."""
        if not hasattr(agents, "shuffle_do"):  # groups, or people the model only follows
            for item in agents:
                step(item)
        elif self.activation == "shuffle":
            agents.shuffle_do(step)
        elif self.activation == "order":
            agents.do(step)
        else:
            for agent in reversed(list(agents)):
                step(agent)

    def close(self) -> None:
        """Nothing to release."""
