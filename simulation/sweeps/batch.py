"""What a worker of a sweep does: run the specs of a batch, and hand back a part of the journal.

Everything a run depends on is in its spec and in the sweep, so it comes out the same in any process, in any order.
"""

from __future__ import annotations

import math
import time
import traceback
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np

from ..errors import GrouplifeError
from . import parts
from .expand import RunSpec, Sweep

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

    from ..scenario import Scenario

#: Tables with several rows a run.
LONG = ("daily", "groups", "members")

_WARM = False  # whether this process has run a batch


@dataclass(frozen=True)
class Done:
    """A finished batch: its part, and what the parent needs to know at once. Fields as in `parts.Header`.

    first: of this process, which had to load the model and so tells nothing of the speed.
    """

    run_ids: tuple[int, ...]
    failed: tuple[int, ...]
    watched: tuple[float, ...]
    seconds: float
    part: bytes
    first: bool = False


@dataclass(frozen=True)
class _Found:
    """What one run found; of a failed run its error and traceback."""

    values: Mapping[str, float | None]
    tables: Mapping[str, Any]
    error: str | None = None
    trace: str | None = None


def measures_of(sweep: Sweep) -> tuple[str, ...]:
    """The measures of a run that are kept, in the order of their columns."""
    from ..model.definitions import RUN

    until = sweep.plan.until
    return tuple(dict.fromkeys([*(sweep.plan.measures or RUN), *([until.measure] if until else [])]))


def run_batch(sweep: Sweep, batch: Sequence[RunSpec]) -> Done:
    """Run each spec; a run that raises becomes a row with its error."""
    global _WARM
    started, first, _WARM = time.perf_counter(), not _WARM, True
    cell: tuple[int, ...] = ()
    scenario: Scenario | None = None
    found: list[_Found] = []
    for spec in batch:
        if cell != spec[1:5]:
            cell, scenario = spec[1:5], None
        try:
            if scenario is None:
                scenario = sweep.scenario_of(spec)
            found.append(_run(sweep, scenario, spec))
        except Exception as problem:  # any failure of one run must not end the others
            kind = "" if isinstance(problem, GrouplifeError) else f"{type(problem).__name__}: "
            found.append(_Found({}, {}, _text(f"{kind}{problem}"), _text(traceback.format_exc())))
    return replace(_done(sweep, batch, found, started), first=first)


def lost_batch(sweep: Sweep, batch: Sequence[RunSpec], reason: str) -> Done:
    """The part of runs whose worker died: rows with that as their error."""
    return _done(sweep, batch, [_Found({}, {}, reason, "") for _ in batch], time.perf_counter())


def _run(sweep: Sweep, scenario: Scenario, spec: RunSpec) -> _Found:
    from ..experiments.run import run

    result = run(scenario, seed=spec.seed, threads=1)
    wanted, until = sweep.plan.measures, sweep.plan.until
    values = {name: result.value(name) for name in wanted} if wanted else result.summary
    if until is not None and until.measure not in values:
        values = {**values, until.measure: result.value(until.measure)}
    return _Found(values, {name: getattr(result, name) for name in sweep.keep})


def _done(sweep: Sweep, batch: Sequence[RunSpec], found: Sequence[_Found], started: float) -> Done:
    until = sweep.plan.until
    run_ids = tuple(spec.run_id for spec in batch)
    failed = tuple(spec.run_id for spec, one in zip(batch, found, strict=True) if one.error is not None)
    watched: tuple[float, ...] = ()
    if until is not None:
        watched = tuple(_number(one.values.get(until.measure)) for one in found)
    tables = {"runs": _runs_table(sweep, run_ids, found)}
    rows: dict[str, Sequence[int]] = {"runs": [1] * len(batch)}
    for name in sweep.keep:
        frames = [one.tables[name] for one in found if name in one.tables]
        if frames:
            tables[name] = _long_table(frames)
        rows[name] = [len(one.tables[name]) if name in one.tables else 0 for one in found]
    seconds = time.perf_counter() - started
    part = parts.packed(run_ids, failed, watched, seconds, tables, rows)
    return Done(run_ids, failed, watched, seconds, part)


def _runs_table(sweep: Sweep, run_ids: Sequence[int], found: Sequence[_Found]) -> pa.Table:
    import pyarrow as pa

    columns: dict[str, Any] = {
        "run_id": pa.array(run_ids, pa.int64()),
        "error": pa.array([one.error for one in found], pa.string()),
        "traceback": pa.array([one.trace for one in found], pa.string()),
    }
    for name in measures_of(sweep):
        columns[name] = np.array([_number(one.values.get(name)) for one in found], dtype=np.float64)
    return pa.table(columns)


def _long_table(frames: Sequence[pd.DataFrame]) -> pa.Table:
    """Frames of the same columns, one below the other; categories stay as they are."""
    import pandas as pd
    import pyarrow as pa

    columns: dict[str, Any] = {}
    for name in map(str, frames[0].columns):
        pieces = [frame[name] for frame in frames]
        if isinstance(pieces[0].dtype, pd.CategoricalDtype):
            columns[name] = pa.array(pd.concat(pieces), from_pandas=True)
        else:  # column by column is a tenth of the cost of whole frames
            columns[name] = pa.array(np.concatenate([piece.to_numpy() for piece in pieces]))
    return pa.table(columns)


def _text(text: str) -> str:
    """Text that can be written as UTF-8, whatever an exception says."""
    return text.encode("utf-8", "replace").decode("utf-8")


def _number(value: float | None) -> float:
    return math.nan if value is None else float(value)
