"""Community: the Mesa model. Owns the columns and runs the day's phases in order."""

from __future__ import annotations

from functools import cached_property
from pathlib import Path
from typing import Any

import mesa
import numpy as np
from mesa.agent import AgentSet

from ..errors import UsageError
from ..scenario import load_scenario
from ..scenario.schema import Scenario
from .agents import KOC, DayView, GroupView, Member, Operator
from .arrivals import Arrivals
from .columns import HISTORY, LEADER, MEMBER, OF_ONE_DAY, RECENT
from .engines import AgentsEngine, ColumnsEngine
from .eventlog import EventLog
from .firm import Firm
from .joining import choose_leaders
from .pack import Dates, as_namespace, pack
from .programmes import choose_customers, settle_yesterdays_pitches
from .settle import gather_proposals, settle_departures, settle_invitations
from .timeline import Timeline
from .views import Fields
from .world import build

_CHOICE = {"random": 0, "behaviour": 1, "contacts": 2}


class Community(mesa.Model):
    """A community of groups under a scenario; one step is one day.

    scenario: a Scenario, a library name or a path. key: integer from which every random draw of the run follows.
    engine: "columns" (compiled) or "agents" (every member activated as an object); both give the same bits.
    threads: for the columns engine, used from some 20 000 members. activation: for the agents engine, "order",
    "reverse" or "shuffle"; it makes no difference to the result. events: keep a log of who joined, looked, spoke,
    ordered, muted, left on which day. rng: what Mesa 3.5's batch_run passes; an integer stands for key.
    collect: whether `datacollector` keeps a day's figures; results need none of them.

    Raises UsageError for a scenario that cannot be loaded or a key that is no integer from 0 to 2**63 - 1.

    An AgentSet is a snapshot: ask `model.agents` anew after a step.
    """

    def __init__(
        self,
        scenario: Scenario | str | Path = "baseline",
        key: int = 1,
        engine: str = "columns",
        threads: int = 1,
        activation: str = "order",
        events: bool = False,
        rng: int | None = None,
        collect: bool = True,
    ) -> None:
        key = _checked_key(key if rng is None else rng)
        # Mesa's own generator only shuffles the order of activation, which changes nothing.
        super().__init__(rng=key)
        self.running: bool = True
        self.spec = scenario if isinstance(scenario, Scenario) else load_scenario(scenario)
        self.key = key
        if engine not in ("columns", "agents"):
            raise ValueError(f"engine must be 'columns' or 'agents', not {engine!r}")
        self.engine: ColumnsEngine | AgentsEngine
        self.engine = ColumnsEngine(threads) if engine == "columns" else AgentsEngine(activation)
        self.day = 0
        self.days = self.spec.days
        self.parameters = pack(self.spec, self.key, 0)
        self.dates = Dates(self.parameters, self.spec, self.days)
        self.plain: Any = None  # the parameters as plain Python, made each morning for the agents engine
        self.columns = build(self.spec, self.key, self.parameters)
        self.history = np.zeros((self.days, self.spec.groups.count + 1), HISTORY)
        # a day is copied as bytes: field by field, structured arrays copy ten times slower
        self._history_bytes = self.history.view(np.uint8).reshape(*self.history.shape, HISTORY.itemsize)
        groups = self.columns.groups
        self._today_bytes = groups.view(np.uint8).reshape(len(groups), -1)[:, : HISTORY.itemsize]
        self._of_one_day = [groups[name] for name in OF_ONE_DAY]
        self.timeline = Timeline(self.spec)
        self.firm = Firm(self.spec.product.range)
        self.events = EventLog() if events else None
        self.arrivals = Arrivals(self.key, self.days)
        self._agents_of: dict[int, Member] = {}
        self._operators_made = False
        self._views()
        self._collect = collect
        self.datacollector = mesa.DataCollector(
            model_reporters={
                "members_present": lambda m: int(m.columns.present.sum()),
                "member_messages": lambda m: int(m.today("messages").sum()),
                "visits": lambda m: int(m.today("visits").sum()),
                "orders": lambda m: int(m.today("orders").sum()),
                "leaves": lambda m: int(m.today("leaves").sum()),
                "referred_joins": lambda m: int(m.today("referred").sum()),
            }
        )

    def today(self, name: str) -> np.ndarray:
        """A field of `columns.HISTORY` on the day just lived, shape [groups + 1]; the last is of those who left."""
        return self.history[max(0, self.day - 1)][name]

    # --- the day ----------------------------------------------------------------------------------------------

    def step(self) -> None:
        """Live one day: arrive, then phases 2 to 11 by the engine, then departures and the record of the day."""
        if not self.running:
            return
        self.morning()
        self.engine.day(self)
        self.evening()
        self.day += 1
        if self._collect:
            self.datacollector.collect(self)
        if self.day >= self.days:
            self.running = False
            self.engine.close()

    def run(self) -> Community:
        """Live all days left."""
        while self.running:
            self.step()
        return self

    def morning(self) -> None:
        """Phase 1, arrive; before it, what the timeline changes."""
        c = self.columns
        changed = self.timeline.apply(self)
        if changed is not None:
            self.spec = changed
            self.parameters[:] = pack(self.spec, self.key, self.day)
            self.dates = Dates(self.parameters, self.spec, self.days)
        self.dates.set(self.day)
        self._reset_day()
        self.arrivals.settle(self)
        self.firm.morning(self)
        inviters, luck = gather_proposals(c.rows, c.groups, c.roster, c.present, self.parameters)
        if len(inviters):
            inviters = inviters[np.argsort(luck, kind="stable")]
            settle_invitations(
                c.rows, c.row_of, c.market, c.groups, c.roster, c.present, *c.net, inviters, self.parameters
            )
        settle_yesterdays_pitches(self)
        self.arrivals.admit(self)
        self._choose_leaders(self.spec.strategy.kocs)
        choose_customers(self)
        if isinstance(self.engine, AgentsEngine):
            self.plain = as_namespace(self.parameters[0])
            self._sync_agents()

    def _reset_day(self) -> None:
        groups = self.columns.groups
        today = groups["today"]
        opened = today["open"].copy()
        self._today_bytes[:] = 0
        today["open"] = opened
        today["present"][:-1] = self.columns.present
        groups["recent"][:, self.day % RECENT] = 0  # those who ordered RECENT days ago, and not since
        for count in self._of_one_day:
            count.fill(0)

    def _choose_leaders(self, plan: Any) -> None:
        if plan.per_group == 0 or plan.from_day != self.day or not self.spec.groups.open:
            return
        c = self.columns
        if plan.planted:
            for k in range(self.spec.groups.count):
                self.arrivals.plant(self, plan.per_group, into=k)
            return
        choose_leaders(
            c.rows, c.groups, c.roster, c.present, c.contacts.circle, c.contacts.start,
            _CHOICE[plan.choose], plan.per_group, self.parameters,
        )  # fmt: skip

    def evening(self) -> None:
        """Departures are settled and the day is written into the history."""
        c = self.columns
        if self.events is not None:
            self.events.record(self)
        settle_departures(c.rows, c.row_of, c.groups, c.roster, c.present, c.outsiders, c.state, *c.net)
        self._history_bytes[self.day] = self._today_bytes

    # --- agents -----------------------------------------------------------------------------------------------

    def _views(self) -> None:
        c = self.columns
        self._people_fields = Fields(c.daily, c.life)
        self._operator_fields = Fields(c.operators)

    @cached_property
    def _group_views(self) -> list[Any]:
        groups = self.columns.groups
        group_fields, day_fields = Fields(groups), Fields(groups["today"])
        views = []
        for k in range(len(groups)):
            view = GroupView(group_fields, k)
            view.today = DayView(day_fields, k)
            views.append(view)
        return views

    @cached_property
    def group_views(self) -> list[Any]:
        """The groups as objects over their rows."""
        return self._group_views[:-1]

    @property
    def outside_view(self) -> Any:
        """The row after the last group, of people who have left, as an object."""
        return self._group_views[-1]

    def _sync_agents(self) -> None:
        """Make the Mesa agents match the columns: newcomers registered, leavers removed, new KOCs changed."""
        if not self._operators_made:
            self._operators_made = True
            for i in range(len(self.columns.operators)):
                Operator(self, self._operator_fields, i)
        c = self.columns
        seats = [c.roster[k, : c.present[k]] for k in range(len(c.present))]
        rows = np.concatenate(seats)
        wanted = dict(zip(rows.tolist(), c.daily["role"][rows].tolist(), strict=True))
        for row in [r for r in self._agents_of if r not in wanted]:
            self._agents_of.pop(row).remove()
        for row, role in wanted.items():
            kind = KOC if role == LEADER else Member
            agent = self._agents_of.get(row)
            if agent is None or type(agent) is not kind:
                if agent is not None:
                    agent.remove()
                self._agents_of[row] = kind(self, self._people_fields, row)

    def present_agents(self) -> tuple[AgentSet, AgentSet, AgentSet, list[Member]]:
        """(all members and KOCs, KOCs, operators, those who have left), for the agents engine."""
        kinds = super().agents_by_type
        leaders = list(kinds.get(KOC, ()))
        everyone = AgentSet([*kinds.get(Member, ()), *leaders], random=self.random)
        gone = [self._outsider(int(row)) for row in self.columns.outsiders[: self.columns.state[1]]]
        return (
            everyone,
            AgentSet(leaders, random=self.random),
            AgentSet(kinds[Operator], random=self.random),
            gone,
        )

    def _outsider(self, row: int) -> Member:
        if not hasattr(self, "_outsiders"):
            self._outsiders: dict[int, Member] = {}
        if row not in self._outsiders:
            agent = Member(self, self._people_fields, row)
            agent.remove()  # a person the model follows, no longer an agent of its groups
            self._outsiders[row] = agent
        return self._outsiders[row]

    @property
    def agents(self) -> AgentSet:
        """All members, KOCs and operators present, as Mesa agents; made on first access."""
        self._sync_agents()
        return super().agents

    @property
    def agents_by_type(self) -> dict[type, AgentSet]:
        """Agents by class: Member, KOC, Operator."""
        self._sync_agents()
        return super().agents_by_type

    def members(self) -> np.ndarray:
        """All who ever joined (or are followed outside), in order of slot, shape [people] PERSON; a copy."""
        return self.columns.persons(self.joined())

    def joined(self) -> np.ndarray:
        """Numbers of the rows of all who ever joined (or are followed outside), in order of slot."""
        daily = self.columns.daily
        joined = np.flatnonzero(daily["joined"] >= 0)
        return joined[np.argsort(daily["slot"][joined])]

    def present_slots(self) -> np.ndarray:
        """Slots of the members present."""
        daily = self.columns.daily
        return daily["slot"][daily["status"] == MEMBER]


def _checked_key(key: Any) -> int:
    if isinstance(key, bool) or not isinstance(key, (int, np.integer)) or not 0 <= key < 2**63:
        raise UsageError(f"key (the seed): given {key!r}, allowed an integer from 0 to 2**63 - 1")
    return int(key)
