"""The runs of a results folder laid out as arrays: scenario x point x what is not controlled x seed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ...errors import GrouplifeError, UsageError
from ...experiments.reading import Results
from ...model.definitions.asked import wrong_with
from ..answer import LIFE, MONEY
from ..wording import split_day

if TYPE_CHECKING:
    import pandas as pd

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Ints = NDArray[np.int64]

#: Shown where neither the command nor the plan names measures: one of each line, the first that has values.
USUAL: tuple[tuple[str, ...], ...] = (
    LIFE[:3],
    MONEY,
    ("open_rate_day_91", "open_rate_day_30"),
    ("member_messages_day_91", "member_messages_day_30"),
    ("left_share_day_91", "left_share_day_30"),
    ("operator_hours_day_180", "operator_hours_day_90", "operator_hours_day_30"),
)
#: Measures of a report.
MOST_MEASURES = 10
_KEYS = ("scenario", "seed", "point", "uncertainty", "member", "error")


@dataclass(frozen=True, eq=False)
class Laid:
    """Runs of a folder.

    scenarios: their names. points: one row a point of the levers, one column a path. worlds: one row a combination
    of what is not controlled (uncertainties, then members of the ensemble), one column a path. members: of the
    ensemble, 0: none. seeds: ascending. values: measure -> [scenarios, points, worlds, seeds], NaN where the run
    failed, has no such value or was not made. made: of the same shape, whether the run was made. failed: runs.
    """

    results: Results
    scenarios: tuple[str, ...]
    points: pd.DataFrame
    worlds: pd.DataFrame
    members: int
    seeds: Ints
    values: Mapping[str, Floats]
    made: Bools
    failed: int

    @property
    def measures(self) -> tuple[str, ...]:
        """The measures shown, those of life and money first where they are usual."""
        return tuple(self.values)

    @property
    def levers(self) -> tuple[str, ...]:
        """Paths of what is chosen."""
        return tuple(map(str, self.points.columns))

    @property
    def uncertain(self) -> tuple[str, ...]:
        """Paths of what is not controlled."""
        return tuple(map(str, self.worlds.columns))

    @property
    def runs(self) -> int:
        """Runs that were made, failed ones among them."""
        return int(self.made.sum())


def lay_out(results: Results, measures: Sequence[str] = ()) -> Laid:
    """The runs of a sweep, or of one scenario (`grouplife run`).

    measures: to show; empty: those the plan names, else the usual ones. Raises UsageError for a measure that is
    unknown or was not kept, GrouplifeError where a table is missing or cannot be read.
    """
    import pandas as pd

    if len(measures) > MOST_MEASURES:
        raise UsageError(f"--measure: given {len(measures)} times, allowed: up to {MOST_MEASURES}")
    has = results.columns("runs")
    _check(measures, has, results)
    keys = [key for key in _KEYS if key in has]
    lines = [(name,) for name in measures] if measures else _planned(results)
    asked = list(dict.fromkeys(name for line in lines for name in line))
    frame = results.table("runs", [*keys, *(name for name in asked if name in has)])
    for key in ("point", "uncertainty"):
        if key not in frame:
            frame[key] = 0
    known = [str(entry["name"]) for entry in results.manifest.get("scenarios", ())]
    found = list(dict.fromkeys(frame["scenario"].astype(str)))
    names = tuple([name for name in known if name in found] or found)
    if not names:
        raise GrouplifeError(f"{results.path} holds no run")
    points, worlds = _small(results, "points", "point"), _small(results, "uncertainties", "uncertainty")
    members = int(frame["member"].max()) + 1
    each = max(1, members)
    seeds, seed = np.unique(frame["seed"].to_numpy(dtype=np.int64), return_inverse=True)
    scenario = pd.Categorical(frame["scenario"].astype(str), categories=names).codes.astype(np.int64)
    world = frame["uncertainty"].to_numpy(dtype=np.int64) * each + np.maximum(
        frame["member"].to_numpy(dtype=np.int64), 0
    )
    place = (scenario, frame["point"].to_numpy(dtype=np.int64), world, seed)
    shape = (len(names), len(points), len(worlds) * each, len(seeds))
    made = np.zeros(shape, dtype=bool)
    made[place] = True
    values = {}
    for name in asked:
        if name in frame:
            values[name] = np.full(shape, np.nan)
            values[name][place] = frame[name].to_numpy(dtype=np.float64)
    _refuse_empty(measures, values, has, results)
    failed = int(frame["error"].notna().sum()) if "error" in frame else 0
    repeated = worlds.loc[worlds.index.repeat(each)].reset_index(drop=True)
    return Laid(results, names, points, repeated, members, seeds, _chosen(values, lines), made, failed)


def _chosen(values: Mapping[str, Floats], lines: Sequence[tuple[str, ...]]) -> dict[str, Floats]:
    """Of each line the first that has values."""
    there = {name for name, one in values.items() if np.isfinite(one).any()}
    firsts = (next((name for name in line if name in there), None) for line in lines)
    names = list(dict.fromkeys(name for name in firsts if name is not None))
    return {name: values[name] for name in names[:MOST_MEASURES]}


def _check(measures: Sequence[str], has: Sequence[str], results: Results) -> None:
    for name in measures:
        if name in has and name not in (*_KEYS, "run_id"):
            continue
        wrong = wrong_with(name)
        if wrong is not None:
            raise UsageError(f"--measure: {wrong}")
        raise UsageError(f"--measure: {name} was not kept in {results.path}{_others(name, has, 'kept are')}")


def _refuse_empty(
    measures: Sequence[str], values: Mapping[str, Floats], has: Sequence[str], results: Results
) -> None:
    """UsageError where a measure that was named is nowhere defined: a page of it would be empty."""
    for name in measures:
        if np.isfinite(values[name]).any():
            continue
        base = split_day(name)[0]
        near = [column for column in has if split_day(column)[0] == base]
        near += [one for line in USUAL for one in line if one in has and one not in near]
        failed = ["error"] if "error" in has else []
        frame = results.table("runs", [*near, *failed])
        there = [column for column in near if frame[column].notna().any()]
        why = "its day lies beyond their horizon, or what it speaks of never came"
        if failed and frame["error"].notna().any():
            why += f", or the run failed, as {int(frame['error'].notna().sum()):,} of {len(frame):,} did"
        raise UsageError(
            f"--measure: {name} has no value in any run of {results.path}: {why}{_others(name, there, 'with values')}"
        )


def _others(name: str, has: Sequence[str], called: str) -> str:
    """Measures that could be asked for instead, of the same kind where there are any."""
    base = split_day(name)[0]
    near = [other for other in has if split_day(other)[0] == base] or list(
        dict.fromkeys(n for line in USUAL for n in line if n in has)
    )
    return f"; {called}, for example: {', '.join(near[:8])}" if near else ""


def _planned(results: Results) -> list[tuple[str, ...]]:
    """Those the plan names, else the usual ones; the measure of its stopping rule first."""
    plan = results.manifest.get("plan") or {}
    first = [(str(plan["until"]),)] if plan.get("until") else []
    named = [(str(name),) for name in plan.get("measures") or ()]
    return [*first, *(named or USUAL)]


def _small(results: Results, name: str, key: str) -> pd.DataFrame:
    """points or uncertainties; one row without columns where nothing is varied."""
    import pandas as pd

    if not (results.path / f"{name}.parquet").exists():
        return pd.DataFrame(index=range(1))
    return results.table(name).sort_values(key, ignore_index=True).drop(columns=key)
