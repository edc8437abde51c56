"""Who wins when: what runs of several strategies with the same seeds say, in numbers.

The numbers are those of `grouplife compare`: end measures and their paired differences by `effects_of`, crossings by
`crossings_of`, intervals of days by the reports' `banded`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import permutations
from typing import Any

import numpy as np
import pandas as pd

from ..experiments.effects import crossings_of, effects_of, pairs_of
from ..experiments.intervals import FEW, estimates
from ..report.bands import Curve, banded
from ..report.numbers import interval, known
from ..report.words import Difference
from .charts import FEWEST, Floats
from .comparing import Arm, By
from .days import column, reached
from .working import Answer

#: What is held against each other at the end: families of measures, each at its last day all of them reach.
ENDS = (
    "dead_share",
    "member_messages",
    "open_rate",
    "trust",
    "mute_share",
    "orders",
    "incremental_profit",
    "referred_joins",
    "operator_hours",
)
#: What a day's value can be at all.
LIMITS: dict[By, tuple[float, float] | None] = {
    "survival": (0.0, 1.0),
    "activity": (0.0, np.inf),
    "trust": (0.0, 1.0),
    "money": None,
    "referral": (0.0, np.inf),
}
#: No leader: nobody is ahead of all others beyond luck.
NOBODY = -1


@dataclass(frozen=True)
class Span:
    """Days first to last on which one strategy leads, by its place; NOBODY where none does."""

    first: int
    last: int
    leader: int


@dataclass(frozen=True)
class Gap:
    """A strategy against another on the last day: the mean paired difference with its interval from luck."""

    first: int
    second: int
    mean: float
    luck: tuple[float, float] | None

    @property
    def clear(self) -> bool:
        """Whether it is beyond luck."""
        return self.luck is not None and (self.luck[0] > 0.0 or self.luck[1] < 0.0)


@dataclass(frozen=True)
class Crossing:
    """Where one strategy overtakes another for good: the day with its interval from luck, and how sure it is."""

    leader: int
    other: int
    day: int
    luck: tuple[float, float] | None
    share: float


class Outcome:
    """What the runs there are say. runs: per strategy, the same seeds in the same order."""

    def __init__(self, arms: Sequence[Arm], answers: Sequence[Sequence[Answer]], by: By) -> None:
        self.arms, self.by = tuple(arms), by
        seeds = [{run.seed for run in runs} for runs in answers]
        paired = sorted(set.intersection(*seeds)) if seeds else []
        self.seeds = tuple(paired)
        self.runs = [[run for run in runs if run.seed in set(paired)] for runs in answers]
        for runs in self.runs:
            runs.sort(key=lambda run: run.seed)
        self.names = tuple(arm.scenario.name for arm in arms)
        self.days = min(arm.scenario.days for arm in arms)

    @property
    def count(self) -> int:
        """Seeds with which all have been run."""
        return len(self.seeds)

    @property
    def enough(self) -> bool:
        """Whether there are runs enough to say who leads."""
        return self.count >= FEW

    # --- day by day

    @cached_property
    def series(self) -> list[Floats]:
        """Per strategy what is compared, [runs, days of the shortest horizon]."""
        return [
            np.array([daily(run, self.by, arm.scenario.groups.count)[: self.days] for run in runs]).reshape(
                len(runs), self.days
            )
            for arm, runs in zip(self.arms, self.runs, strict=True)
        ]

    @cached_property
    def curves(self) -> list[Curve]:
        """Per strategy the mean with its interval from luck."""
        return [_curve(values, LIMITS[self.by]) for values in self.series]

    @cached_property
    def leaders(self) -> list[int]:
        """Day by day who is ahead of every other beyond luck, each day by itself; NOBODY where none is."""
        if not self.enough:
            return []
        there = [np.isfinite(curve.mean) for curve in self.curves]
        ahead = np.ones((len(self.arms), self.days), dtype=bool)
        for one, other in permutations(range(len(self.arms)), 2):
            gap = _curve(self.series[one] - self.series[other])
            ahead[one] &= ~there[other] | (gap.luck[0] > 0.0)
        rivals = np.sum(there, axis=0) >= 2
        found = []
        for day in range(self.days):
            first = [k for k in range(len(self.arms)) if ahead[k, day] and there[k][day]]
            found.append(first[0] if len(first) == 1 and rivals[day] else NOBODY)
        return found

    @cached_property
    def spans(self) -> list[Span]:
        """The same as spans of days."""
        found: list[Span] = []
        for day, leader in enumerate(self.leaders, 1):
            if found and found[-1].leader == leader:
                found[-1] = Span(found[-1].first, day, leader)
            else:
                found.append(Span(day, day, leader))
        return found

    @cached_property
    def ranked(self) -> list[int]:
        """Strategies that have a value on the last day, the one with the most first."""
        ends = [float(curve.mean[-1]) if len(curve.mean) else np.nan for curve in self.curves]
        return sorted((k for k, end in enumerate(ends) if np.isfinite(end)), key=lambda k: -ends[k])

    def gap(self, first: int, second: int) -> Gap:
        """The paired difference on the last day."""
        values = (self.series[first] - self.series[second])[:, -1:]
        found = estimates(values, np.empty((0, 1)))[0]
        return Gap(first, second, found.mean or 0.0, interval(found.luck))

    @cached_property
    def crossings(self) -> list[Crossing]:
        """Where the curves of two strategies cross."""
        if not self.enough:
            return []
        table = self._table(
            {"measure": np.concatenate([values.ravel() for values in self.series])},
            np.repeat(np.arange(len(self.arms) * self.count), self.days),
        )
        found = []
        for pair in crossings_of(table, self.names, self.days, "measure").values():
            if pair["day"] is not None:
                second, first = (self.names.index(name) for name in _split(pair["pair"], self.names))
                leader = self.names.index(pair["leader"])
                other = first if leader == second else second
                found.append(Crossing(leader, other, pair["day"], interval(pair["luck"]), pair["share_luck"]))
        return found

    # --- at the end

    @cached_property
    def ends(self) -> list[str]:
        """The end measures somebody has a value of."""
        known_ = {
            n for runs in self.runs for run in runs for n, value in run.summary.items() if value is not None
        }
        return reached(ENDS, known_, self.days)

    @cached_property
    def effects(self) -> dict[str, Any]:
        """What `grouplife compare --json` prints of these measures and runs."""
        columns = {
            name: np.array([_number(run.summary.get(name)) for runs in self.runs for run in runs])
            for name in self.ends
        }
        table = self._table(columns, np.arange(len(self.arms) * self.count))
        return effects_of(table, self.names, self.count, 0)

    def level(self, place: int, measure: str) -> float | None:
        """A strategy's mean of an end measure."""
        return known(self.effects["scenarios"][self.names[place]][measure]["mean"])

    def difference(self, first: int, second: int, measure: str) -> Difference:
        """An end measure of the second strategy less that of the first, paired, with its interval from luck."""
        a, b = self.names[min(first, second)], self.names[max(first, second)]
        entry = self.effects["differences"][f"{b}-{a}"][measure]
        found = Difference(
            measure,
            b,
            a,
            known(entry["mean"]),
            interval(entry["luck"]),
            None,
            entry.get("defined"),
            self.count,
        )
        return found if second > first else found.turned()

    def _table(self, columns: dict[str, Any], rows: Any) -> pd.DataFrame:
        """A table as comparisons have it; rows: the place of each row's run, strategy by strategy."""
        runs = [(name, seed) for name in self.names for seed in self.seeds]
        keys = {
            "run_id": rows,
            "scenario": [runs[k][0] for k in rows],
            "seed": [runs[k][1] for k in rows],
            "member": -1,
            "error": None,
        }
        return pd.DataFrame({**keys, **columns})


def daily(run: Answer, by: By, groups: int) -> Floats:
    """What is compared, day by day: share of the groups alive, messages a group, trust, profit, people referred."""
    table = run.daily
    match by:
        case "survival":
            return column(table, "groups_alive") / max(1, groups)
        case "activity":
            return table["member_messages_per_group"]
        case "trust":
            return table["trust"]
        case "money":
            return table["cumulative_incremental_profit"]
        case "referral":
            return column(table, "cumulative_referred_joins")


def _curve(values: Floats, limits: tuple[float, float] | None = None) -> Curve:
    return banded(pd.DataFrame(values), pd.DataFrame(), limits, fewest=FEWEST)


def _number(value: float | None) -> float:
    return np.nan if value is None else value


def _split(pair: str, names: Sequence[str]) -> tuple[str, str]:
    """(second, first) of a pair written "second-first"."""
    return next((b, a) for a, b in pairs_of(names) if f"{b}-{a}" == pair)
