"""Asking many runs: a design over a space, carried out as a sweep, and what came out point by point.

A question lays its sweeps in folders inside its own, so that each survives being stopped and is made only once. What
comes out is a table of values by scenario, measure, point and seed; all analysis works on that table alone.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..errors import GrouplifeError, UsageError
from ..experiments.executors import Standing
from ..model.definitions.asked import wrong_with
from ..model.definitions.families import FAMILIES
from ..scenario import Scenario, load_scenario
from ..sweeps.expand import Sweep, expand
from ..sweeps.runner import Outcome, sweep
from ..sweeps.status import Watch
from .space import Space

Floats = NDArray[np.float64]

#: First day of its clock on which a group can be called dead; days until nearly all clocks run.
JUDGED_FROM, CLOCKS_START = 35, 14


@dataclass(frozen=True)
class Effort:
    """How runs are made: none of it has a part in the answer. Fields as in `sweep`."""

    workers: int | None = None
    scheduler: str | None = None
    executor: Standing | None = None
    fresh: bool = False
    command: str = ""
    watch: Watch | None = None


@dataclass(frozen=True)
class Found:
    """What the runs of a design gave.

    sweep: the design. values: by scenario and measure, [design's points, seeds], points in the design's order, NaN
    where a run failed or has no such value. runs: in the tables; failed: of these.
    """

    sweep: Sweep
    values: Mapping[tuple[str, str], Floats]
    runs: int
    failed: int


def read_scenarios(names: Sequence[str], settings: Sequence[str], days: int | None) -> dict[str, Scenario]:
    """The scenarios a command names, each with its overrides and horizon, by that name. Raises UsageError."""
    found: dict[str, Scenario] = {}
    for name in names:
        if name in found:
            raise UsageError(f"{name} is named twice; keep one")
        scenario = load_scenario(name, settings)
        found[name] = scenario if days is None else scenario.override({"days": days})
    return found


def check_measures(measures: Sequence[str], scenarios: Sequence[Scenario]) -> None:
    """UsageError where a measure is unknown, or beyond the horizon of a scenario."""
    shortest = min(scenario.days for scenario in scenarios)
    for name in measures:
        wrong = wrong_with(name, shortest)
        if wrong is not None:
            raise UsageError(wrong)


def design(
    name: str, scenarios: Mapping[str, Scenario], space: Space, kind: str, samples: int, replicates: int, seed: int,
    measures: Sequence[str],
) -> Sweep:  # fmt: skip
    """The sweep of a design over a space. Raises UsageError where its values do not go together."""
    plan: dict[str, Any] = {
        "name": name,
        "scenarios": list(scenarios),
        "levers": {path: dict(how) for path, how in space.factors.items()},
        "design": kind,
        "samples": samples,
        "replicates": replicates,
        "seed": seed,
        "measures": list(measures),
        "keep": [],
    }
    return expand(plan, scenarios)


def ask(asked: Sweep, folder: Path, effort: Effort) -> Found:
    """Make the runs of a design that are missing in a folder, and read them. Raises as `sweep`."""
    outcome = sweep(
        asked,
        folder,
        workers=effort.workers,
        scheduler=effort.scheduler,
        executor=effort.executor,
        fresh=effort.fresh,
        command=effort.command,
        watch=effort.watch,
    )
    return read(asked, outcome)


def read(asked: Sweep, outcome: Outcome) -> Found:
    """What the tables of a finished sweep say, in the order of its design."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    measures = asked.plan.measures
    seeds = asked.blocks[-1].stop
    path = outcome.out / "runs.parquet"
    try:
        table = pq.read_table(path, columns=["run_id", *measures])
    except (OSError, pa.ArrowException) as problem:
        raise GrouplifeError(f"cannot read {path}: {problem}") from problem
    shape = (len(asked.scenarios), len(asked.points), seeds)
    run_ids = table["run_id"].to_numpy()
    values: dict[tuple[str, str], Floats] = {}
    for measure in measures:
        flat = np.full(asked.most_runs, np.nan)
        flat[run_ids] = table[measure].to_numpy()
        grid = flat.reshape(shape)[:, asked.rows]
        for number, scenario in enumerate(asked.scenarios):
            values[scenario.name, measure] = grid[number]
    return Found(asked, values, outcome.runs, outcome.failed)


def default_measure(name: str, day: int, scenarios: Sequence[Scenario]) -> str | None:
    """A measure at a day, or at the end of the shortest scenario where that is sooner; None where that is too soon.

    What is judged by the groups' own clocks is asked for a while before the end: clocks start with the first message.
    """
    days = min(scenario.days for scenario in scenarios)
    found = next(family for family in FAMILIES if family.base == name)
    if found.how == "clock":
        days -= CLOCKS_START
        if days < JUDGED_FROM:
            return None
    return f"{name}_day_{min(day, days)}"


def means(values: Floats) -> Floats:
    """[points]: means over the seeds that have a value; NaN where none has."""
    there = np.isfinite(values)
    count = there.sum(axis=1)
    total = np.where(there, values, 0.0).sum(axis=1)
    return np.where(count > 0, total / np.maximum(count, 1), np.nan)


def luck_variance(values: Floats) -> Floats:
    """[...]: variance of the mean over the last axis (seeds) by what differs between them; NaN with fewer than two."""
    there = np.isfinite(values)
    count = there.sum(axis=-1)
    filled = np.where(there, values, 0.0)
    mean = filled.sum(axis=-1) / np.maximum(count, 1)
    squares = np.where(there, filled - mean[..., None], 0.0) ** 2
    known = count > 1
    return np.where(known, squares.sum(axis=-1) / np.maximum(count - 1, 1) / np.maximum(count, 1), np.nan)


def folder_name(kind: str, scenarios: Sequence[str]) -> str:
    """Where the results of a question go by default, below results/."""
    first = Path(scenarios[0]).stem
    return f"{kind}_{first}" if len(scenarios) == 1 else f"{kind}_{first}_and_{len(scenarios) - 1}_more"
