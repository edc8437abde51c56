"""Many arms with the same people and the same luck, each run as often as the question needs.

`experiments.compare` runs every member of the ensemble in every arm. Here some arms meet all of them and
others the first few: member k is the same draw with the same seed in every arm, so all pairs stay pairs.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import ArrayLike, NDArray

from ..experiments.conduct import Progress, check_numbers, conduct, seeds_of
from ..experiments.ensemble import draw_ensemble
from ..experiments.intervals import Estimate, estimates
from ..experiments.tables import by_run, tables_of
from ..experiments.work import Task, Work
from ..scenario import Scenario

Floats = NDArray[np.float64]

ANYTHING = (-np.inf, np.inf)
POSITIVE = (0.0, np.inf)
SHARE = (0.0, 1.0)
#: A difference of two shares.
POINTS = (-1.0, 1.0)


@dataclass(frozen=True)
class Arm:
    """One arm: what is run, and how often.

    members: ensemble members met, the first ones. tables: keep its daily and group tables. seeds: the first
    so many of the panel's seeds, all of them where None.
    """

    scenario: Scenario
    members: int = 0
    tables: bool = False
    seeds: int | None = None


@dataclass(frozen=True)
class Values:
    """One quantity of one arm, or of pairs: a value a run, NaN where it has none.

    default: at default parameters, by seed; drawn: of the ensemble's members, in order. Arithmetic pairs the
    seeds, and the members, that both have met.
    """

    default: Floats
    drawn: Floats

    def __sub__(self, other: Values) -> Values:
        return self._paired(other, np.subtract)

    def __mul__(self, other: Values) -> Values:
        return self._paired(other, np.multiply)

    def __truediv__(self, other: Values) -> Values:
        """No value where there is nothing to divide by."""
        return self._paired(other, _ratio)

    def _paired(self, other: Values, combine: Callable[[Floats, Floats], Floats]) -> Values:
        n, m = (min(len(a), len(b)) for a, b in ((self.default, other.default), (self.drawn, other.drawn)))
        return Values(combine(self.default[:n], other.default[:n]), combine(self.drawn[:m], other.drawn[:m]))

    def rest(self) -> Values:
        """One minus it: of a share, the other share."""
        return Values(1.0 - self.default, 1.0 - self.drawn)

    def where(self, kept: ArrayLike) -> Values:
        """Only those members of the ensemble; kept: [members of the ensemble], true or false."""
        flags = np.asarray(kept, dtype=bool)[: len(self.drawn)]
        return Values(self.default, self.drawn[flags])

    def estimate(self, limits: tuple[float, float] = ANYTHING) -> Estimate:
        """The mean with both intervals; limits: what is possible at all."""
        return estimates(self.default[:, None], self.drawn[:, None], np.array([limits]))[0]


def _ratio(part: Floats, whole: Floats) -> Floats:
    return np.divide(part, whole, out=np.full(part.shape, np.nan), where=whole != 0)


@dataclass(frozen=True)
class Panel:
    """The runs. runs: one row a run, as in a Comparison; daily, groups: of the arms that keep them.

    draws: one row an ensemble member, all of them.
    """

    arms: Mapping[str, Arm]
    runs: pd.DataFrame
    daily: pd.DataFrame
    groups: pd.DataFrame
    draws: pd.DataFrame
    notes: tuple[str, ...]

    def values(self, arm: str, measure: str) -> Values:
        """A measure of the summary, by run."""
        rows = self._of(self.runs, arm)
        return Values(
            rows.loc[rows["member"] < 0, measure].to_numpy(dtype=np.float64),
            rows.loc[rows["member"] >= 0, measure].to_numpy(dtype=np.float64),
        )

    def curves(self, arm: str, measure: str, days: int) -> tuple[Floats, Floats]:
        """A daily measure [runs, days]: at default parameters, and of the ensemble's members."""
        rows = self._of(self.daily, arm)
        found = by_run(rows, measure, days)
        drawn = by_run(rows, "member", 1)[:, 0] >= 0
        return found[~drawn], found[drawn]

    def sums(self, arm: str, measure: str, first: int, last: int) -> Values:
        """A daily measure summed over the days first .. last - 1 (counted from 0), by run."""
        default, drawn = self.curves(arm, measure, last)
        return Values(default[:, first:].sum(axis=1), drawn[:, first:].sum(axis=1))

    def group_rows(self, arm: str) -> pd.DataFrame:
        """One row a group and run, at default parameters."""
        return self._of(self.groups, arm)

    @staticmethod
    def _of(table: pd.DataFrame, arm: str) -> pd.DataFrame:
        return table[table["scenario"] == arm]


def run_panel(
    arms: Mapping[str, Arm],
    seeds: int,
    ensemble: int,
    seed: int = 1,
    workers: int | None = None,
    progress: Progress | None = None,
) -> Panel:
    """Run every arm with the same seeds, and with the first of the ensemble's members.

    seeds: `seed`, `seed + 1`, … at default parameters; ensemble: how many members are drawn. Member k runs
    with seed `seed + k`, as in `compare`. Raises UsageError for a wrong input, GrouplifeError where all runs
    fail.
    """
    check_numbers(seeds, seed, workers, ensemble=ensemble)
    scenarios = tuple(arm.scenario.model_copy(update={"name": name}) for name, arm in arms.items())
    work = Work(scenarios, draw_ensemble(ensemble, seed, scenarios))
    tasks = _tasks(list(arms.values()), seeds_of(seed, seeds), ensemble)
    tables = tables_of(conduct(work, tasks, workers=workers, progress=progress), tuple(arms))
    drawn = work.ensemble.draws if work.ensemble is not None else pd.DataFrame()
    return Panel(dict(arms), tables.runs, tables.daily, tables.groups, drawn, tables.notes)


def _tasks(arms: Sequence[Arm], seeds: Sequence[int], ensemble: int) -> list[Task]:
    plan = [
        (index, seed, -1)
        for place, seed in enumerate(seeds)
        for index, arm in enumerate(arms)
        if arm.seeds is None or place < arm.seeds
    ]
    plan += [
        (index, seeds[0] + member, member)
        for member in range(ensemble)
        for index, arm in enumerate(arms)
        if member < arm.members
    ]
    return [
        Task(run_id, index, seed, member, detail=arms[index].tables)
        for run_id, (index, seed, member) in enumerate(plan)
    ]
