"""When to stop adding seeds: the mean over seeds of a scenario at a point is known well enough.

The values of one seed over all uncertainties and members are averaged first, for they share people and luck:
what is counted is seeds. Looked at only after whole blocks, so that the answer never depends on the order in
which runs finish. Stopping when an interval happens to be short makes it cover a little less than 95 %; a
first look after 20 seeds and steps of 20 keep that small.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from .plan_schema import Until

LEVEL = 0.95


def halfwidth(values: NDArray[np.float64]) -> float:
    """Half the width of Student's 95 % interval of the mean. values: [seeds]; NaN is left out.

    Infinite where fewer than two are left.
    """
    from scipy import stats

    there = values[~np.isnan(values)]
    if len(there) < 2:
        return math.inf
    spread = float(there.std(ddof=1))
    return float(stats.t.ppf(0.5 + LEVEL / 2.0, len(there) - 1)) * spread / math.sqrt(len(there))


def by_seed(values: NDArray[np.float64]) -> NDArray[np.float64]:
    """The mean of each seed. values: [cells, seeds] of one scenario and point; NaN where all its cells are."""
    there = ~np.isnan(values)
    counts = there.sum(axis=0)
    totals = np.where(there, values, 0.0).sum(axis=0)
    return np.divide(totals, counts, out=np.full(values.shape[1], np.nan), where=counts > 0)


def enough(until: Until, values: NDArray[np.float64]) -> bool:
    """Whether no more seeds are needed. values: [cells, seeds] of one scenario and point, failed runs NaN."""
    means = by_seed(values)
    width = halfwidth(means)
    if math.isinf(width):
        return False
    bound = until.bound * abs(float(np.nanmean(means))) if until.relative else until.bound
    return width <= bound
