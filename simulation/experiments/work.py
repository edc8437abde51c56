"""What a worker does: run the tasks of a batch, and hand back plain arrays.

Everything a run depends on is in its task, so it comes out the same in any process, in any order.
"""

from __future__ import annotations

import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..errors import GrouplifeError
from ..scenario.schema import Scenario
from .ensemble import Ensemble

Table = dict[str, NDArray[Any]]


@dataclass(frozen=True)
class Task:
    """One run: which arm, with which seed; member -1 is the default parameters, 0.. a member of the ensemble.

    run_id: its place in the canonical order. detail: hand back the daily and group tables too.
    """

    run_id: int
    arm: int
    seed: int
    member: int = -1
    detail: bool = True


@dataclass(frozen=True)
class Work:
    """What the tasks of a plan share; sent to each worker once.

    measures: by arm, the only measures wanted, at any day (`RunResult.value`); none: the whole summary.
    """

    scenarios: tuple[Scenario, ...]
    ensemble: Ensemble | None = None
    engine: str = "columns"
    threads: int = 1
    measures: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True)
class Record:
    """A finished run. error is None, or what went wrong, and then there is nothing else but the traceback.

    measures, values: the summary, NaN where a measure has no value; arrays, for there may be very many runs.
    """

    task: Task
    measures: tuple[str, ...] = ()
    values: NDArray[np.float64] = field(default_factory=lambda: np.empty(0))
    daily: Table = field(default_factory=dict)
    groups: Table = field(default_factory=dict)
    error: str | None = None
    trace: str | None = None


def run_batch(work: Work, batch: Sequence[Task]) -> list[Record]:
    """Run each task of a batch; a run that raises becomes a record with its error."""
    return [run_task(work, task) for task in batch]


def run_task(work: Work, task: Task, progress: Callable[[int, int], None] | None = None) -> Record:
    """Run one task; progress(days lived, days) after each day."""
    from .run import run

    try:
        scenario = work.scenarios[task.arm]
        if task.member >= 0 and work.ensemble is not None:
            scenario = scenario.override(work.ensemble.overrides(scenario, task.member))
        result = run(scenario, seed=task.seed, engine=work.engine, threads=work.threads, progress=progress)
        if work.measures:
            found = {name: result.value(name) for name in work.measures[task.arm]}
        else:
            found = result.summary
        return Record(
            task,
            measures=tuple(found),
            values=np.array([np.nan if x is None else x for x in found.values()], dtype=np.float64),
            daily=_compact(result.daily_arrays) if task.detail else {},
            groups=_compact(result.group_arrays) if task.detail and task.member < 0 else {},
        )
    except Exception as problem:  # any failure of one run must not end the others
        kind = "" if isinstance(problem, GrouplifeError) else f"{type(problem).__name__}: "
        return Record(task, error=f"{kind}{problem}", trace=traceback.format_exc())


def _compact(table: Table) -> Table:
    """Columns of their own, where they are views into larger arrays."""
    return {name: np.ascontiguousarray(column) for name, column in table.items()}
