"""Sobol indices: which share of a measure's variation over the ranges goes with which factor.

S1 is the share that goes with the factor alone, ST with the factor and all it acts together with; where ST is clearly
above S1 it acts together with others. Every point has the same seeds, averaged. How much other seeds would change is
told as a share of the same variation (`luck`): what is not common to all points of a seed, after averaging. It is part
of what the indices share out, for seeds that bring out a factor bring it out at every point.

Source: Saltelli et al. 2010 (Computer Physics Communications 181: 259-270); intervals: SALib's bootstrap.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ..errors import GrouplifeError
from ..sweeps.designs import problem
from .asking import luck_variance, means

if TYPE_CHECKING:
    import pandas as pd

Floats = NDArray[np.float64]

#: Columns of the table of indices, as the tables of results explain them.
COLUMNS = {
    "factor": "dotted path",
    "s1": "share",
    "s1_low": "share",
    "s1_high": "share",
    "st": "share",
    "st_low": "share",
    "st_high": "share",
    "samples": "number",
}
RESAMPLES = 1000
#: Least base samples an index is worked out from.
LEAST = 8


@dataclass(frozen=True)
class Indices:
    """Indices of one measure.

    table: one row a factor, the largest ST first; columns: `COLUMNS`. mean, sd: of the measure over the design, in its
    unit. luck: share of the variation that other seeds would
    deal otherwise, NaN with one seed. A measure that does not vary has sd 0 and an
    empty table.
    """

    table: pd.DataFrame
    mean: float
    sd: float
    luck: float


def indices(paths: Sequence[str], values: Floats, seed: int = 1) -> Indices:
    """The indices of each factor.

    paths: of the factors. values: [points, seeds] of the measure at the points of a Sobol design, in its order.
    seed: of the bootstrap. Samples with a point at which no seed has a value are left out. Raises GrouplifeError
    where fewer than `LEAST` are left.
    """
    import pandas as pd
    from SALib.analyze import sobol

    steps = len(paths) + 2
    whole = np.asarray(np.isfinite(values).any(axis=1).reshape(-1, steps).all(axis=1))
    if whole.sum() < LEAST:
        raise GrouplifeError(
            f"only {whole.sum()} of {len(whole)} samples have a value at every point, and {LEAST} are needed; take "
            "more "
            "--samples, another measure, or narrower ranges"
        )
    values = values[np.repeat(whole, steps)]
    mean = means(values)
    spread = float(mean.std())
    if spread <= 1e-12 * max(1.0, float(np.abs(mean).max())):
        return Indices(pd.DataFrame(columns=list(COLUMNS)), float(mean.mean()), 0.0, float("nan"))
    found = sobol.analyze(problem(paths), mean, calc_second_order=False, num_resamples=RESAMPLES, seed=seed)
    columns: dict[str, object] = {"factor": list(paths)}
    for name, key in (("s1", "S1"), ("st", "ST")):
        value, half = (np.asarray(found[k], dtype=np.float64) for k in (key, f"{key}_conf"))
        columns |= {name: value, f"{name}_low": value - half, f"{name}_high": value + half}
    table = pd.DataFrame(columns)
    table["samples"] = int(whole.sum())
    table = table.sort_values(["st", "factor"], ascending=[False, True], ignore_index=True)
    return Indices(table, float(mean.mean()), spread, _luck(values))


def _luck(values: Floats) -> float:
    """Share of the variance over points that is not common to all points of a seed, after averaging over seeds."""
    if values.shape[1] < 2:
        return float("nan")
    common = means(values.T)
    left = means(luck_variance(values - common)[None, :])[0]
    return float(min(1.0, left / means(values).var()))
