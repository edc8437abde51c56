"""A response surface from noisy runs: local-linear, with the luck of seeds carried along by resampling them.

Local-linear regression (Fan & Gijbels 1996) is linear in what was seen, follows no fixed shape - a community may die
of too few posts and of too many - and its nearest-neighbour bandwidth narrows where points stand close, which is where
they were put because something happens there. How many neighbours is chosen by leaving out one point after the other.

All points share their seeds, so seeds are resampled, and all points with them.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
LEVEL = 0.95
RESAMPLES = 1000
_SEED = 20_210_618  # of the resampling: an interval is a function of the runs alone


@dataclass(frozen=True)
class Surface:
    """A response at `at` [places, levers], each lever 0..1 in its range.

    mean: [places]. draws: [resamples, places], one curve for each resample of the seeds. low, high: [places], the
    95 % interval of the mean at each place, from luck.
    """

    at: Floats
    mean: Floats
    draws: Floats
    low: Floats
    high: Floats


def smoother(at: Floats, points: Floats, neighbours: int) -> Floats:
    """[places, points]: what each point's value counts for at each place.

    at: [places, levers]; points: [points, levers]; neighbours: points in the window of a place, at least levers + 2.
    """
    apart = at[:, None, :] - points[None, :, :]
    distance = np.sqrt((apart**2).sum(axis=2))
    count = min(neighbours, len(points))
    # a little wider than the furthest neighbour, which would else count for nothing
    reach = np.partition(distance, count - 1, axis=1)[:, count - 1 : count] * 1.1 + 1e-9
    weights = np.clip(1.0 - (distance / reach) ** 3, 0.0, None) ** 3
    basis = np.concatenate([np.ones((*distance.shape, 1)), -apart / reach[:, :, None]], axis=2)
    weighted = weights[:, :, None] * basis
    gram = np.einsum("mnp,mnq->mpq", weighted, basis)
    # where the window holds too few different points for a slope, the least slope will do
    gram += 1e-9 * np.eye(gram.shape[1])[None] * np.trace(gram, axis1=1, axis2=2)[:, None, None]
    first = np.zeros((len(at), gram.shape[1], 1))
    first[:, 0] = 1.0
    solved = np.linalg.solve(gram, first)[:, :, 0]
    found: Floats = np.einsum("mp,mnp->mn", solved, weighted)
    return found


def best_neighbours(points: Floats, means: Floats) -> int:
    """How many neighbours predict points left out best. points: [points, levers], their means: [points]."""
    count, levers = points.shape
    least = levers + 2
    tried = [k for k in (least, least + 1, least + 2, least + 4, least + 7, least + 11) if k < count]
    errors = {}
    for neighbours in tried:
        missed = 0.0
        for left in range(count):
            others = np.arange(count) != left
            row = smoother(points[left : left + 1], points[others], neighbours)
            missed += float((row @ means[others])[0] - means[left]) ** 2
        errors[neighbours] = missed
    return min(errors, key=lambda k: (errors[k], k)) if errors else count


def resampled_means(values: Floats, resamples: int = RESAMPLES) -> Floats:
    """Means over resampled seeds: [resamples, points]. values: [points, seeds], NaN left out of its point."""
    seeds = values.shape[1]
    rng = np.random.default_rng(_SEED)
    counts = rng.multinomial(seeds, np.full(seeds, 1.0 / seeds), size=resamples).astype(np.float64)
    there = ~np.isnan(values)
    sums = counts @ np.where(there, values, 0.0).T
    present = counts @ there.T.astype(np.float64)
    whole = np.nanmean(values, axis=1)
    return np.where(present > 0, np.divide(sums, present, out=np.zeros_like(sums), where=present > 0), whole)


def surface_of(points: Floats, values: Floats, at: Floats, limits: tuple[float, float]) -> Surface:
    """The response at these places.

    points: [points, levers], 0..1; values: [points, seeds], NaN where undefined; at: [places, levers]; limits: what the
    measure can be at all. Points at which no seed has a value are left out; at least levers + 2 must have one.
    """
    known = ~np.isnan(values).all(axis=1)
    points, values = points[known], values[known]
    means = np.nanmean(values, axis=1)
    weights = smoother(at, points, best_neighbours(points, means))
    mean = np.clip(weights @ means, *limits)
    draws = np.clip(resampled_means(values) @ weights.T, *limits)
    low, high = np.quantile(draws, _tails(values.shape[1]), axis=0)
    return Surface(at, mean, draws, np.minimum(low, mean), np.maximum(high, mean))


def _tails(seeds: int) -> tuple[float, float]:
    """Quantiles of the resamples: of few seeds wider than 95 %, until as wide as Student's t (Hesterberg 2015)."""
    from scipy import stats

    if seeds < 2:
        return 0.0, 1.0
    quantile = float(stats.t.ppf(0.5 + LEVEL / 2.0, seeds - 1))
    tail = float(stats.norm.cdf(-math.sqrt(seeds / (seeds - 1)) * quantile))
    return tail, 1.0 - tail


def lattice(levers: int, steps: int) -> Floats:
    """[steps ** levers, levers]: places evenly spread, ends included, the last lever fastest."""
    one = np.linspace(0.0, 1.0, steps)
    return np.stack([axis.ravel() for axis in np.meshgrid(*[one] * levers, indexing="ij")], axis=1)


def furthest(candidates: Floats, taken: Floats, count: int) -> NDArray[np.int64]:
    """Of the candidates [places, levers] those furthest from what is taken and from each other, one after the other."""
    chosen: list[int] = []
    if not len(candidates):
        return np.array(chosen, dtype=np.int64)
    nearest = np.sqrt(((candidates[:, None, :] - taken[None, :, :]) ** 2).sum(axis=2)).min(axis=1)
    while len(chosen) < count and nearest.max() > 1e-6:
        chosen.append(int(nearest.argmax()))
        nearest = np.minimum(nearest, np.sqrt(((candidates - candidates[chosen[-1]]) ** 2).sum(axis=1)))
    return np.array(chosen, dtype=np.int64)
