"""How sure are we: means with intervals, for two kinds of doubt that are always told apart.

*luck*: other seeds, at default parameters. A 95 % interval for the mean over runs, by bootstrap over runs
(groups of one run share operators and market, so a run is the unit). It shrinks with the number of seeds.

*all*: luck, and what we do not know. Every ensemble member is another plausible set of parameters and
submodels, run once for each arm with one seed; the interval runs from the 2.5 % to the 97.5 % quantile of the
members' (paired) values, widened where necessary so as to contain the interval from luck. It does not shrink
with the number of seeds. A member is one run, so the luck of single runs is in it: it errs on the wide side,
never on the narrow one. Where every world (a combination of what is not controlled) was run with several seeds,
`crossed` says it of both together.
"""

from __future__ import annotations

import math
import warnings
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

LEVEL = 0.95
RESAMPLES = 2000
#: Fewer runs than this resample into too short an interval (of 3 runs it holds the truth 3 times in 4).
FEW = 8
#: With more runs than this the mean is as good as normal: Student's t says the same.
MANY = 1000
#: Places at which what is known of a world's mean is looked at; the outermost lie well beyond 2.5 and 97.5 %.
_PLACES = 400
_SEED = 20_210_618  # of the resampling: an interval is a function of the runs alone

Floats = NDArray[np.float64]
Pair = tuple[float | None, float | None]
NOTHING: Pair = (None, None)


@dataclass(frozen=True)
class Estimate:
    """A mean with its two intervals, in the unit of its measure.

    mean: over the runs where the measure is defined, None where it is defined in none; luck, all: (low,
    high), or (None, None) where nothing can be said (one run has no luck interval); defined: in how many of
    the `runs` runs at default parameters the measure is defined.
    """

    mean: float | None
    luck: Pair
    all: Pair
    defined: int
    runs: int

    def as_json(self) -> dict[str, Any]:
        """mean, luck, all; and how many runs define the measure where not all do."""
        plain: dict[str, Any] = {"mean": self.mean, "luck": list(self.luck), "all": list(self.all)}
        if self.defined < self.runs:
            plain["defined"] = self.defined
        return plain


def luck_intervals(values: Floats, level: float = LEVEL) -> Floats:
    """95 % intervals (or of another level) of the means of columns.

    values: [runs, measures]; an undefined value is NaN and left out of its column. Returns [measures, 2]; NaN
    where a column has fewer than two values. Expanded percentile bootstrap (Hesterberg 2015, The American
    Statistician 69: 371-386: the plain percentile interval of few runs is too narrow, so its level is raised
    until it is as wide as Student's t would be); below `FEW` and above `MANY` runs Student's t itself. A
    column that never varies has no width.
    """
    result = np.full((values.shape[1], 2), np.nan)
    complete = ~np.isnan(values).any(axis=0)
    if complete.any():
        result[complete] = _intervals(values[:, complete], level)
    for column in np.flatnonzero(~complete):
        present = values[~np.isnan(values[:, column]), column]
        result[column] = _intervals(present[:, None], level)[0]
    return result


def _intervals(values: Floats, level: float) -> Floats:
    """As luck_intervals, for columns without gaps."""
    from scipy import stats

    runs, measures = values.shape
    if runs < 2:
        return np.full((measures, 2), np.nan)
    means = values.mean(axis=0)
    result = np.column_stack([means, means])
    # a constant column must not get rounding noise of its mean for a width
    varies = np.ptp(values, axis=0) > 0.0
    result[~varies] = values[0, ~varies, None]
    if not varies.any():
        return result
    values, means = values[:, varies], means[varies]
    quantile = float(stats.t.ppf(0.5 + level / 2.0, runs - 1))
    if not FEW <= runs <= MANY:
        half = quantile * values.std(axis=0, ddof=1) / math.sqrt(runs)
        result[varies] = np.column_stack([means - half, means + half])
        return result
    tail = float(stats.norm.cdf(-math.sqrt(runs / (runs - 1)) * quantile))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # a resample of few runs may be constant
        found = stats.bootstrap(
            (values,),
            np.mean,
            axis=0,
            n_resamples=RESAMPLES,
            batch=max(1, 8_000_000 // values.size),
            confidence_level=1.0 - 2.0 * tail,
            method="percentile",
            rng=np.random.default_rng(_SEED),
        ).confidence_interval
    # rounding of resampled means must not push the mean out of its own interval
    result[varies] = np.column_stack([np.minimum(found.low, means), np.maximum(found.high, means)])
    return result


def estimates(values: Floats, members: Floats, limits: Floats | None = None) -> list[Estimate]:
    """One estimate a column.

    values: [runs, measures] at default parameters; members: [ensemble runs, measures], possibly without rows.
    Both hold levels, or both paired differences; NaN where undefined. limits: [measures, 2], what is possible
    at all, e.g. 0..1 for a share. Without an ensemble `all` equals `luck`.
    """
    luck = luck_intervals(values)
    if limits is not None:
        luck = np.clip(luck, limits[:, :1], limits[:, 1:])
    return [
        _estimate(values[:, k], members[:, k], (float(luck[k, 0]), float(luck[k, 1])))
        for k in range(values.shape[1])
    ]


def _estimate(values: Floats, members: Floats, luck: tuple[float, float]) -> Estimate:
    present = values[~np.isnan(values)]
    spread = members[~np.isnan(members)]
    mean = float(present.mean()) if present.size else None
    if present.size and np.ptp(present) == 0.0:
        mean = float(present[0])
    known: Pair = NOTHING if math.isnan(luck[0]) else luck
    ends = [x for x in known if x is not None]
    if spread.size:
        ends += [float(q) for q in np.quantile(spread, [(1 - LEVEL) / 2, (1 + LEVEL) / 2])]
        ends += [] if mean is None else [mean]
    return Estimate(
        mean=mean,
        luck=known,
        all=(min(ends), max(ends)) if ends else NOTHING,
        defined=int(present.size),
        runs=int(values.size),
    )


def crossed(values: Floats) -> Pair:
    """95 % interval of the mean in a world, over the worlds and over what luck leaves open in each of them.

    values: [worlds, seeds] of a measure or a paired difference, NaN where undefined; a world counts as much as any
    other. Luck is taken to be alike in all worlds (pooled variance). The worlds' means, drawn together as far as luck
    has put them apart, each with Student's t about it for the luck left in it: the middle 95 % of that mixture. So
    with one world it is the interval from luck, with many seeds the spread of the worlds. Where every world has one
    seed, nothing tells luck apart and it is in the means. (None, None) without values.
    """
    from scipy import stats

    values = np.where(np.isfinite(values), values, np.nan)
    values = values[np.isfinite(values).any(axis=1)] if values.ndim == 2 and values.size else np.empty((0, 0))
    if not len(values):
        return NOTHING
    seeds = np.isfinite(values).sum(axis=1)
    means = np.nanmean(values, axis=1)
    freedom = int((seeds - 1).sum())
    if freedom == 0:
        return quantiles(means)
    luck = np.nansum((values - means[:, None]) ** 2) / freedom / seeds  # variance of each world's mean
    centre = float(means.mean())
    if len(means) > 1:
        apart = float(means.var(ddof=1))
        means = (
            centre + (means - centre) * math.sqrt(max(0.0, apart - float(luck.mean())) / apart)
            if apart
            else means
        )
    places = (np.arange(_PLACES) + 0.5) / _PLACES
    around = stats.t.ppf(places, freedom) * np.sqrt(luck)[:, None]
    return quantiles((means[:, None] + around).ravel())


def resampled_means(curves: Floats, resamples: int = 1000) -> Floats:
    """Means over resampled runs: [resamples, days] from curves [runs, days]; always the same resamples."""
    runs = curves.shape[0]
    rng = np.random.default_rng(_SEED)
    counts = rng.multinomial(runs, np.full(runs, 1.0 / runs), size=resamples)
    means: Floats = counts.astype(np.float64) @ curves / runs
    return means


def quantiles(values: Sequence[float] | NDArray[Any]) -> Pair:
    """The 2.5 % and 97.5 % quantiles, or (None, None) of nothing."""
    if len(values) == 0:
        return NOTHING
    low, high = np.quantile(np.asarray(values, dtype=np.float64), [(1 - LEVEL) / 2, (1 + LEVEL) / 2])
    return float(low), float(high)


def pairing_gain(first: Floats, second: Floats) -> float | None:
    """Variance ratio gained by common random numbers: that of independent runs over that of paired ones.

    first, second: the same seeds in the same order, NaN where undefined. 1: nothing gained; 4: as good as
    four times the runs. None with fewer than three pairs, or where the paired difference never varies.
    """
    both = ~(np.isnan(first) | np.isnan(second))
    if both.sum() < 3:
        return None
    a, b = first[both], second[both]
    alone = float(np.var(a, ddof=1)) + float(np.var(b, ddof=1))
    paired = float(np.var(b - a, ddof=1))
    # what is left of a constant difference is rounding
    return None if paired <= 1e-18 * alone else alone / paired
