"""What a question asks of the runner: a design over a space, or a list of points; and means over seeds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..experiments.ensemble import draw_ensemble
from ..scenario import Scenario
from ..sweeps import designs
from ..sweeps.expand import Sweep, expand
from ..sweeps.plan_file import load_plan
from .levers import Lever
from .space import Space

Floats = NDArray[np.float64]


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


def listed(
    name: str, scenario: Scenario, levers: Sequence[Lever], points: Sequence[Mapping[str, Any]], replicates: int,
    seed: int, measures: Sequence[str], ensemble: int = 0,
) -> Sweep:  # fmt: skip
    """The sweep of a list of points.

    points: path -> value of all levers, or all of them empty: the scenario as it is. ensemble: members of the shipped
    ensemble, 0: the scenario's own parameters.
    """
    plan = load_plan(
        {
            "name": name, "scenarios": [scenario.name], "replicates": replicates, "seed": seed, "keep": [],
            "measures": list(measures), "ensemble": ensemble,
            **({"design": "list", "points": [dict(point) for point in points]} if points[0] else {}),
        }
    )  # fmt: skip
    moved = [one for one in levers if one.path in points[0]]
    columns = [[one.axis.typed(point[one.path]) for point in points] for one in moved]
    table = designs.frame([one.path for one in moved], columns, len(points))
    different, rows = designs.distinct(table)
    return Sweep(
        plan=plan.plan,
        scenarios=(scenario,),
        points=different,
        uncertain=designs.frame([], [], 1),
        rows=rows,
        unit=np.full((len(points), len(moved)), np.nan),
        units={one.path: one.unit for one in moved},
        text=plan.text,
        ensemble=draw_ensemble(ensemble, seed, [scenario]) if ensemble else None,
    )


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
