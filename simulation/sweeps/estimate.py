"""How long a plan takes and how much it writes, told by a few runs of it.

Runs are spread evenly over the cells, so that slow scenarios count as they will. It is an estimate: other points
may be slower, and the machine may be busy then.
"""

from __future__ import annotations

import io
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from .expand import Sweep

if TYPE_CHECKING:
    import pandas as pd

    from ..model.result import RunResult

    Tables = dict[str, pd.DataFrame]

TRIALS = 6
#: Seconds of trial runs after which no other is started.
PATIENCE = 8.0
#: What several processes make of as many times one, and the seconds they take to start.
EFFICIENCY, START = 0.9, 2.0
_NUMBER = 8.0  # bytes


@dataclass(frozen=True)
class Estimate:
    """What a plan costs. workers: processes it is reckoned with.

    trials, failed: runs tried, and those of them that failed. seconds_a_run: of one core, building the scenario
    included. least_seconds, most_seconds: of the whole; they differ where a stopping rule decides. bytes_a_run: by
    table. least_bytes, most_bytes: of the folder.
    """

    workers: int
    trials: int
    failed: int
    seconds_a_run: float
    least_seconds: float
    most_seconds: float
    bytes_a_run: dict[str, float] = field(default_factory=dict)
    least_bytes: float = 0.0
    most_bytes: float = 0.0


def estimate(sweep: Sweep, workers: int = 1) -> Estimate:
    """Time and disk of a sweep on so many worker processes. Runs that fail are counted and otherwise left out."""
    from ..experiments.run import run
    from ..model.warm import warm_up

    warm_up()
    started = time.monotonic()
    kept: list[Tables] = []
    seconds: list[float] = []
    failed = 0
    for number in _spread(sweep.cells, TRIALS):
        before = time.perf_counter()
        try:
            result = run(sweep.scenario_of(sweep.cell(number)), seed=sweep.plan.seed, threads=1)
            kept.append(_tables(sweep, result))
            seconds.append(time.perf_counter() - before)
        except Exception:  # a run that fails is for the sweep to tell
            failed += 1
        if time.monotonic() - started > PATIENCE:
            break
    if len(seconds) > 1:
        del seconds[0]  # the first of all loads what was compiled before
    each = sum(seconds) / max(1, len(seconds))
    size = _bytes_a_run(kept)
    least, most = sweep.least_runs, sweep.most_runs
    return Estimate(
        workers=workers,
        trials=len(seconds),
        failed=failed,
        seconds_a_run=each,
        least_seconds=_duration(least * each, workers),
        most_seconds=_duration(most * each, workers),
        bytes_a_run=size,
        least_bytes=least * sum(size.values()),
        most_bytes=most * sum(size.values()),
    )


def _duration(work: float, workers: int) -> float:
    """Seconds that so much work of one core takes."""
    return work if workers == 1 else START + work / (workers * EFFICIENCY)


def _spread(cells: int, count: int) -> list[int]:
    """So many cells, evenly over all of them; the first twice, for it has to warm up."""
    count = min(cells, count)
    return [0, *(int((k + 0.5) * cells / count) for k in range(count))]


def _tables(sweep: Sweep, result: RunResult) -> Tables:
    """What a run leaves behind."""
    import pandas as pd

    names = sweep.plan.measures
    summary = {name: result.value(name) for name in names} if names else result.summary
    keys = dict.fromkeys(("run_id", "scenario", "point", "uncertainty", "member", "seed"), 0)
    row = pd.DataFrame([{**keys, **sweep.row("points", 0), **sweep.row("uncertain", 0), **summary}])
    return {"runs": row, **{name: getattr(result, name) for name in sweep.keep}}


def _bytes_a_run(tables: Sequence[Tables]) -> dict[str, float]:
    """Bytes of a run in each table, compressed as they will be."""
    if not tables:
        return {}
    # one row among many costs its numbers; written alone, its headings
    found = {"runs": _NUMBER * tables[0]["runs"].shape[1]}
    for name in tables[0]:
        if name != "runs":
            found[name] = _packed([one[name] for one in tables]) / len(tables)
    return found


def _packed(tables: Sequence[pd.DataFrame]) -> float:
    import pandas as pd
    import pyarrow as pa
    import pyarrow.parquet as pq

    file = io.BytesIO()
    pq.write_table(pa.Table.from_pandas(pd.concat(tables), preserve_index=False), file, compression="zstd")
    return float(len(file.getvalue()))
