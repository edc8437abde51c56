"""From records to tidy tables: runs, daily, groups; run_id first, rows in the order of the plan."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from .notes import Note
from .work import Record, Table

if TYPE_CHECKING:
    import pandas as pd

#: Rows of the daily table kept for one comparison (some 350 MB); runs beyond it keep their summary only.
DAILY_ROWS = 1_000_000


@dataclass(frozen=True)
class Tables:
    """runs: one row a run; daily: one a run and day; groups: one a run and group. notes: for the reader."""

    runs: pd.DataFrame
    daily: pd.DataFrame
    groups: pd.DataFrame
    notes: tuple[str, ...]


def detailed_seeds(days: Sequence[int], seeds: int) -> int:
    """How many of the seeds keep their daily and group tables, all arms alike.

    As many as `DAILY_ROWS` hold, at least 40. days: the horizon of each arm.
    """
    return min(seeds, max(40, DAILY_ROWS // max(1, sum(days))))


def tables_of(records: Sequence[Record], names: Sequence[str]) -> Tables:
    """The tables of these records; names: of the arms."""
    daily = [record for record in records if record.daily]
    groups = [record for record in records if record.groups]
    failed = [record for record in records if record.error is not None]
    notes: list[str] = []
    if failed:
        first = failed[0]
        notes.append(
            Note(
                f"{len(failed)} of {len(records)} runs failed and are left out; the first: "
                f"{names[first.task.arm]} with seed {first.task.seed}: {first.error}",
                f"{len(records)} 次运行中有 {len(failed)} 次失败，未计入；第一次："
                f"{names[first.task.arm]}，随机种子 {first.task.seed}：{first.error}",
            )
        )
    if len(daily) + len(failed) < len(records):
        notes.append(
            Note(
                f"daily and group tables hold {len(daily)} of {len(records)} runs; the summaries hold all",
                f"逐日表和群表只保存了 {len(records)} 次运行中的 {len(daily)} 次；汇总包含全部",
            )
        )
    return Tables(
        _runs(records, names), _long(daily, names, "daily"), _long(groups, names, "groups"), tuple(notes)
    )


def _runs(records: Sequence[Record], names: Sequence[str]) -> pd.DataFrame:
    import pandas as pd

    columns: dict[str, Any] = _keys(records, names, np.ones(len(records), dtype=np.int64))
    columns["error"] = pd.array([record.error for record in records], dtype="string")
    measures = list(
        dict.fromkeys(name for names in dict.fromkeys(r.measures for r in records) for name in names)
    )
    place = {name: k for k, name in enumerate(measures)}
    values = np.full((len(measures), len(records)), np.nan)
    for k, record in enumerate(records):
        values[[place[name] for name in record.measures], k] = record.values
    columns.update(zip(measures, values, strict=True))
    return pd.DataFrame(columns)


def _long(records: Sequence[Record], names: Sequence[str], kind: str) -> pd.DataFrame:
    import pandas as pd

    pick: Callable[[Record], Table] = lambda record: getattr(record, kind)  # noqa: E731
    rows = np.array([len(next(iter(pick(record).values()))) for record in records], dtype=np.int64)
    columns = _keys(records, names, rows)
    if records:
        for column in pick(records[0]):
            columns[column] = np.concatenate([pick(record)[column] for record in records])
    return pd.DataFrame(columns)


def _keys(records: Sequence[Record], names: Sequence[str], rows: NDArray[np.int64]) -> dict[str, Any]:
    """run_id, scenario, seed, member, repeated for the rows of each run."""
    import pandas as pd

    def each(values: list[int]) -> NDArray[np.int64]:
        return np.repeat(np.array(values, dtype=np.int64), rows)

    tasks = [record.task for record in records]
    return {
        "run_id": each([task.run_id for task in tasks]),
        "scenario": pd.Categorical.from_codes(each([task.arm for task in tasks]), categories=pd.Index(names)),
        "seed": each([task.seed for task in tasks]),
        "member": each([task.member for task in tasks]),
    }


def by_run(table: pd.DataFrame, measure: str, days: int) -> NDArray[np.float64]:
    """A daily measure as [runs, days]: rows in the order of the plan, the first `days` of each run."""
    runs = table["run_id"].to_numpy()
    starts = np.flatnonzero(np.r_[True, runs[1:] != runs[:-1]]) if len(runs) else np.empty(0, dtype=np.int64)
    values = table[measure].to_numpy(dtype=np.float64)
    curves: NDArray[np.float64] = values[starts[:, None] + np.arange(days)[None, :]]
    return curves
