"""Designs: which points of the levers are run. Deterministic from the plan's seed.

A design is places [points, axes] in 0..1; what they are in the field's unit is for the axes to say. Sobol and
Morris are SALib's own, in its order, so that its analysis can be used on the results.

Sources: McKay, Beckman & Conover 1979 (Latin hypercube); Saltelli et al. 2010 and Owen 2020 (scrambled Sobol
sequence, radial sampling); Morris 1991 and Campolongo et al. 2007 (trajectories).
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from .factors import Axis

if TYPE_CHECKING:
    import pandas as pd

Places = NDArray[np.float64]
#: Levels of a Morris design: places 0, 1/3, 2/3, 1.
MORRIS_LEVELS = 4
#: Where its first and last level lie in a distribution, which need not have an end: at these quantiles.
MORRIS_EDGE = 0.005
#: Streams of random numbers apart from each other, though they start from one seed.
LEVERS, UNCERTAINTIES = 1, 2


def latin_hypercube(axes: int, points: int, seed: int, stream: int = LEVERS) -> Places:
    """[points, axes]: over the points each axis takes one place from each part of its range."""
    from scipy.stats import qmc

    found: Places = qmc.LatinHypercube(axes, rng=np.random.default_rng([seed, stream])).random(points)
    return found


def sobol(axes: int, samples: int, seed: int) -> Places:
    """[samples * (axes + 2), axes] for first-order and total indices; samples: a power of two."""
    from SALib.sample import sobol as salib

    found: Places = salib.sample(problem(axes), samples, calc_second_order=False, seed=seed)
    return found


def morris(axes: int, trajectories: int, seed: int) -> Places:
    """[trajectories * (axes + 1), axes]: in each trajectory one axis after the other is moved."""
    from SALib.sample import morris as salib

    found: Places = salib.sample(problem(axes), trajectories, num_levels=MORRIS_LEVELS, seed=seed)
    return found


def problem(axes: int | Sequence[str]) -> dict[str, Any]:
    """The unit cube as SALib describes it. axes: how many, or their names."""
    names = [f"x{k}" for k in range(axes)] if isinstance(axes, int) else list(axes)
    return {"num_vars": len(names), "names": names, "bounds": [[0.0, 1.0]] * len(names)}


def points_of(design: str, axes: int, samples: int) -> int:
    """How many points a sampled design has."""
    return samples * {"latin_hypercube": 1, "sobol": axes + 2, "morris": axes + 1}[design]


def sampled(design: str, axes: int, samples: int, seed: int) -> Places:
    """The places of a sampled design: latin_hypercube, sobol or morris."""
    if design == "sobol":
        return sobol(axes, samples, seed)
    return morris(axes, samples, seed) if design == "morris" else latin_hypercube(axes, samples, seed)


def grid_size(axes: Sequence[Axis]) -> int:
    """Points of all combinations of values."""
    return math.prod(len(one.levels or ()) for one in axes)


def grid(axes: Sequence[Axis]) -> tuple[list[tuple[Any, ...]], Places]:
    """All combinations of values, the last axis fastest, and their places: the middle of each value's part."""
    levels = [one.levels or () for one in axes]
    rows = list(itertools.product(*levels))
    middles = [[(k + 0.5) / len(values) for k in range(len(values))] for values in levels]
    places = np.array(list(itertools.product(*middles)), dtype=np.float64)
    return rows, places.reshape(len(rows), len(axes))


def table_of(axes: Sequence[Axis], places: Places, edge: float = 0.0) -> pd.DataFrame:
    """Values of the fields at these places, one column a path. edge: least distance to the ends of a distribution."""
    columns = []
    for k, one in enumerate(axes):
        bounded = one.factor.distribution is None
        columns.append(one.at(places[:, k] if bounded else np.clip(places[:, k], edge, 1.0 - edge)))
    return frame([one.path for one in axes], columns, len(places))


def frame(paths: Sequence[str], columns: Sequence[Sequence[Any]], rows: int) -> pd.DataFrame:
    """A table of values, with the rows even where there are no columns; text is text, on and off are bool."""
    import pandas as pd

    return pd.DataFrame(
        {path: _column(values) for path, values in zip(paths, columns, strict=True)},
        index=pd.RangeIndex(rows),
    )


def _column(values: Sequence[Any]) -> Any:
    import pandas as pd

    kinds = {type(value) for value in values}
    if kinds <= {int, float} and kinds != {int}:
        return np.array(values, dtype=np.float64)
    if len(kinds) == 1 and kinds != {str}:
        return np.array(values)
    return pd.array(list(values), dtype=object)


def distinct(table: pd.DataFrame) -> tuple[pd.DataFrame, NDArray[np.int64]]:
    """The different rows in the order they first come, and for each row of the table which of them it is."""
    if not len(table.columns):
        return table.iloc[:1], np.zeros(len(table), dtype=np.int64)
    first: dict[tuple[Any, ...], int] = {}
    keys = zip(
        *([(isinstance(v, bool), v) for v in table[path].tolist()] for path in table.columns), strict=True
    )
    rows = np.array([first.setdefault(key, len(first)) for key in keys], dtype=np.int64)
    _, starts = np.unique(rows, return_index=True)
    return table.iloc[starts].reset_index(drop=True), rows
