"""Watching one group of a real run: what the model itself does not keep is written down as it happens.

Nothing of the model is changed: its engine, its log and its arrivals are replaced by ones that do the same and take
notes. Days are counted from 0.
"""

from __future__ import annotations

from dataclasses import dataclass
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from ..model import chance
from ..model.arrivals import Arrivals
from ..model.community import Community
from ..model.engines import ColumnsEngine
from ..model.eventlog import EventLog
from ..model.pack import as_namespace
from ..model.phases.post import content_hours, mix_of
from ..model.rules_team import times_planned

if TYPE_CHECKING:
    from ..scenario import Scenario

#: One member's evening. promotions: promotional load read; read: posts by the brand read.
EVENING = np.dtype(
    [(n, "i4") for n in ("day", "row", "said", "joined", "last_post", "orders", "coupon_orders")]
    + [(n, "i1") for n in ("status", "role", "muted", "opened", "bought", "planted")]
    + [(n, "f8") for n in ("promotions", "read", "trust")]
)
_DAILY = ("said", "joined", "last_post", "status", "role", "muted", "opened", "bought", "planted", "trust")
_LIFE = ("orders", "coupon_orders")

#: The parameters that posting depends on; but for the day and what is due they change with the plan only.
_POSTING = ("key", "day", "plan", "workload", "operators", "steering")


@dataclass(frozen=True)
class Came:
    """By which public channel a member came (None: the plain one), with which gift [CNY], on which day."""

    channel: str | None
    gift: float
    day: int


class Diary(EventLog):
    """The evenings of one group, in place of the log of all groups."""

    def __init__(self, group: int) -> None:
        super().__init__()
        self.group = group
        self.evenings: list[NDArray[Any]] = []
        self.topics: list[float] = []
        self.made: list[dict[int, int]] = []  # posts by number of the kind
        self.came: dict[int, Came] = {}  # by row
        self.rewarded: dict[
            int, tuple[int, bool]
        ] = {}  # row of who came by a friend -> (inviter's slot, for a reward)
        self._proposed: dict[int, bool] = {}

    def record(self, model: Community) -> None:
        """Write down the day, before departures are settled."""
        c, k, day = model.columns, self.group, model.day
        rows = c.roster[k, : c.present[k]]
        page = np.zeros(len(rows), EVENING)
        page["day"], page["row"] = day, rows
        for name in _DAILY:
            page[name] = c.daily[name][rows]
        for name in _LIFE:
            page[name] = c.life[name][rows]
        group = c.groups[k]
        taken_in = np.where(page["opened"] == 1, c.life["read_share"][rows], 0.0)
        page["promotions"] = group["load"] * taken_in
        page["read"] = group["posted"] * taken_in
        self.evenings.append(page)
        self.topics.append(float(group["topics"]))
        self._who_invites(model, page)
        engine = model.engine
        assert isinstance(engine, Morning)
        self.made.append(posts_by_kind(model, engine, k))

    def _who_invites(self, model: Community, page: NDArray[Any]) -> None:
        """Newcomers invited by a friend: yesterday's proposal says whether for a reward."""
        c = model.columns
        for row in page["row"][page["joined"] == model.day]:
            inviter = int(c.life["invited_by"][row])
            if inviter >= 0:
                self.rewarded[int(row)] = (inviter, self._proposed.get(inviter, False))
        self._proposed = {}
        for k in np.flatnonzero(c.groups["proposals"][:-1]):
            seats = c.roster[k, : c.present[k]]
            for row in seats[c.daily["invite_to"][seats] == 1]:
                self._proposed[int(c.daily["slot"][row])] = bool(c.life["invite_paid"][row])


class Morning(ColumnsEngine):
    """The compiled engine; it keeps of operators and contacts what the evening changes."""

    _of: Any = None  # the scenario that the parameters kept are of
    _posting: Any = None

    def day(self, model: Community) -> None:
        """Phases 2 to 11 of one day."""
        self.operators = model.columns.operators.copy()
        self.contacts = model.columns.groups["contacts"].copy()
        super().day(model)

    def posting(self, model: Community) -> Any:
        """The parameters that posting depends on, as plain Python."""
        now = model.parameters[0]
        if self._of is not model.spec:
            self._of = model.spec
            self._posting = SimpleNamespace(**{name: as_namespace(now[name]) for name in _POSTING})
        self._posting.day = model.day
        self._posting.plan.due = now["plan"]["due"].tolist()
        return self._posting


class Doors(Arrivals):
    """The arrivals; they note by which channel and with which gift a group's newcomers came."""

    def __init__(self, key: int, days: int, diary: Diary) -> None:
        super().__init__(key, days)
        self._diary = diary

    def _by(self, model: Community, name: str | None, wanted: int, insist: bool = False) -> None:
        k = self._diary.group
        before = int(model.columns.present[k])
        super()._by(model, name, wanted, insist)
        source: Any = model.spec.strategy.growth if name is None else model.spec.channels[name]
        for row in model.columns.roster[k, before : model.columns.present[k]]:
            self._diary.came[int(row)] = Came(name, float(source.bait), model.day)


def posts_by_kind(model: Community, morning: Morning, k: int) -> dict[int, int]:
    """Posts made in a group today, by number of the content kind; their sum is the history's `posts`.

    The model keeps the sum only. The share of what was due that got done follows from the hours that went into it, the
    rounding from the draw the model itself made.
    """
    c = model.columns
    today = c.groups["today"][k]
    if today["open"] == 0 or today["posts"] == 0:
        return {}
    p = morning.posting(model)
    o = as_namespace(morning.operators[int(c.groups["operator"][k])])
    first, count = int(o.first), int(o.count)
    mine = [j for j in range(first, first + count) if c.groups["today"]["open"][j] == 1]
    contacts = int(morning.contacts[first : first + count].sum())
    effort = min(1.0, o.zeal)
    leaning = sum(mix_of(o, j, p) for j in mine) / len(mine)
    needed = content_hours(p, effort, len(mine), contacts, leaning)
    done = float(today["hours_content"]) * len(mine) / needed if needed > 0 else 1.0
    done = 1.0 if abs(done - 1.0) < 1e-9 else done
    mix, found = mix_of(o, k, p), dict[int, int]()
    for e in range(p.plan.entries):
        due, kind = p.plan.due[e], p.plan.kind[e]
        if due > 0 and p.plan.via[e] == 0:
            u = chance.uniforms(p.key, chance.POST_MADE, p.day, o.slot, e)
            made = int(due * done * effort * times_planned(p.plan.selling[kind], mix) + u[0])
            if made:
                found[kind] = found.get(kind, 0) + made
    return found


def watched(scenario: Scenario, seed: int, group: int) -> tuple[Community, Diary]:
    """A community with a diary of one group, before its first day."""
    model = Community(scenario, key=seed, collect=False)
    diary = Diary(group)
    model.engine = Morning()
    model.events = diary
    model.arrivals = Doors(model.key, model.days, diary)
    return model, diary
