"""Morris screening: which of many factors matter, from trajectories that move one factor after the other.

An elementary effect is the change of the measure when one factor moves by two thirds of its range, over those two
thirds. mu* is the mean of their sizes, mu their mean, sigma their standard deviation: high where the effect is
not a straight line or depends on the other factors. Every point has the same seeds, averaged.

Luck alone makes mu* larger than 0: two points that differ in nothing that matters still differ, once a small
difference has changed who meets whom. How large mu* would be by luck alone is estimated from the spread of each
elementary effect over the seeds. A factor stands out where the interval of its mu* lies above that, and luck alone
gives as much less often than once in a hundred times. The latter is a test by signs: if a factor only deals luck
anew, the effect of one seed between two points is as likely to be of the other sign (Fisher 1935, The Design of
Experiments, 21).

The interval has two causes, and is the wider of both: other trajectories (SALib's bootstrap), and other seeds
(Student's t). Of few factors many trajectories share their points, and all share their seeds: an effect that one seed
makes comes out alike in each of them, so that the test by signs, which takes the moves as drawn independently, needs
the interval over seeds beside it.

Source: Morris 1991 (Technometrics 33: 161-174), Campolongo et al. 2007.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray
from scipy.special import gammaln

from ..errors import GrouplifeError
from ..sweeps.designs import MORRIS_LEVELS, problem
from .asking import luck_variance, means

if TYPE_CHECKING:
    import pandas as pd

Floats = NDArray[np.float64]

#: Columns of `effects`, as the tables of results explain them.
COLUMNS = {
    "factor": "dotted path",
    "mu_star": "unit of the measure",
    "mu_star_low": "unit of the measure",
    "mu_star_high": "unit of the measure",
    "mu": "unit of the measure",
    "sigma": "unit of the measure",
    "luck": "unit of the measure",
    "luck_p": "share",
    "luck_p_least": "share",
    "stands_out": "true or false",
    "trajectories": "number",
}
RESAMPLES = 1000
#: How often luck alone may give as much as a factor that stands out, and drawings of signs to tell it.
BY_LUCK = 0.01
_DRAWINGS = 1999
#: Up to so many signs all of their combinations are looked at.
_FEW_SIGNS = 16


def effects(paths: Sequence[str], unit: Floats, values: Floats, seed: int = 1) -> pd.DataFrame:
    """The effect of each factor, the largest first.

    paths: of the factors. unit: [points, factors] places 0..1 of a Morris design, in its order. values: [points,
    seeds] of the measure, NaN where a run has none. seed: of the bootstrap. Columns: `COLUMNS`; luck, luck_p (how
    often luck alone gives a mu* as large) and luck_p_least (the smallest luck_p that so many different moves and seeds
    can have) are NaN with one seed. Trajectories with a point at which no seed has a
    value are left out. Raises GrouplifeError where fewer than two are left.
    """
    import pandas as pd
    from SALib.analyze import morris

    factors = len(paths)
    steps = factors + 1
    whole = np.asarray(np.isfinite(values).any(axis=1).reshape(-1, steps).all(axis=1))
    if whole.sum() < 2:
        raise GrouplifeError(
            f"only {whole.sum()} of {len(whole)} trajectories have a value at every point; the measure is not defined "
            "in most runs, or the runs failed: take another measure, or narrower ranges"
        )
    kept = np.repeat(whole, steps)
    unit, values = unit[kept], values[kept]
    found = morris.analyze(
        problem(paths), unit, means(values), num_resamples=RESAMPLES, num_levels=MORRIS_LEVELS, seed=seed
    )  # fmt: skip
    mu_star, half = (np.asarray(found[name], dtype=np.float64) for name in ("mu_star", "mu_star_conf"))
    single = elementary(unit, values)
    luck, (low, high) = _luck(single), _by_seeds(single)
    by_luck, least = _as_much_by_luck(unit, single, seed)
    table = pd.DataFrame(
        {
            "factor": list(paths),
            "mu_star": mu_star,
            "mu_star_low": np.fmin(np.maximum(0.0, mu_star - half), low),
            "mu_star_high": np.fmax(mu_star + half, high),
            "mu": np.asarray(found["mu"], dtype=np.float64),
            "sigma": np.asarray(found["sigma"], dtype=np.float64),
            "luck": luck,
            "luck_p": by_luck,
            "luck_p_least": least,
        }
    )
    if single.shape[2] == 1:  # nothing tells luck: what is above 0 stands out, and a note says so
        table["stands_out"] = table["mu_star_low"] > 0.0
    else:  # few moves and seeds tell little: then what luck gives least often stands out, and a note says so
        table["stands_out"] = (table["mu_star_low"] > luck) & (
            by_luck <= np.fmax(BY_LUCK, least) * (1.0 + 1e-9)
        )
    table["trajectories"] = int(whole.sum())
    return table.sort_values(["mu_star", "factor"], ascending=[False, True], ignore_index=True)


def elementary(unit: Floats, values: Floats) -> Floats:
    """[trajectories, factors, seeds]: the elementary effects, each seed for itself."""
    factors = unit.shape[1]
    x = unit.reshape(-1, factors + 1, factors)
    y = values.reshape(len(x), factors + 1, -1)
    moved = np.diff(x, axis=1)  # [trajectories, steps, factors]: one of each step is not 0
    which = np.abs(moved).argmax(axis=2)
    size = np.take_along_axis(moved, which[:, :, None], axis=2)
    found = np.empty_like(y[:, :factors])
    np.put_along_axis(found, which[:, :, None], np.diff(y, axis=1) / size, axis=1)
    return found


def _by_seeds(single: Floats) -> tuple[Floats, Floats]:
    """[factors] each: the 95 % interval of mu* over other seeds, which are the same at all points (Student's t).

    single: [trajectories, factors, seeds]. The effects of one seed, each counted in the direction of its mean over the
    seeds, have mu* for their mean over seeds. NaN with one seed.
    """
    from scipy import stats

    there = np.isfinite(single)
    direction = np.sign(np.where(there, single, 0.0).sum(axis=2, keepdims=True))
    total = np.where(there, direction * single, 0.0).sum(axis=0)
    each = np.where(there.any(axis=0), total / np.maximum(there.sum(axis=0), 1), np.nan)  # [factors, seeds]
    seeds = np.isfinite(each).sum(axis=1)
    low, high = np.full(len(each), np.nan), np.full(len(each), np.nan)
    several = seeds > 1
    if several.any():
        centre = np.nanmean(each[several], axis=1)
        half = np.nanstd(each[several], axis=1, ddof=1) / np.sqrt(seeds[several])
        half *= stats.t.ppf(0.975, seeds[several] - 1)
        low[several], high[several] = np.maximum(0.0, centre - half), centre + half
    return low, high


def _as_much_by_luck(unit: Floats, single: Floats, seed: int) -> tuple[Floats, Floats]:
    """[factors] each: in which share of drawings of signs mu* comes out as large as it is; and at the least.

    NaN with one seed.

    single: [trajectories, factors, seeds]. Trajectories that move a factor between the same two points count as one
    drawing: of few factors they often do, and then say the same again.
    """
    trajectories, factors, seeds = single.shape
    if seeds < 2:
        return np.full(factors, np.nan), np.full(factors, np.nan)
    x = unit.reshape(trajectories, factors + 1, factors)
    moved = np.abs(np.diff(x, axis=1)).argmax(axis=2)  # [trajectories, steps]
    rng = np.random.default_rng(seed)
    found, least = np.ones(factors), np.ones(factors)
    for factor in range(factors):
        step = (moved == factor).argmax(axis=1)
        places = np.arange(trajectories)
        start = np.minimum(x[places, step], x[places, step + 1])
        _, first, count = np.unique(np.round(start, 9), axis=0, return_index=True, return_counts=True)
        effect = single[first, factor]
        there = np.isfinite(effect)
        least[factor] = 0.5 ** (there.sum() - there.any(axis=1).sum())  # all signs of a move agree
        effect = np.where(there, effect, 0.0) / np.maximum(there.sum(axis=1, keepdims=True), 1)
        size = float(count @ np.abs(effect.sum(axis=1)))
        if size > 0.0:
            every = effect.size <= _FEW_SIGNS
            signs = _all_signs(effect.shape) if every else rng.choice((-1.0, 1.0), (_DRAWINGS, *effect.shape))
            as_much = (np.abs((signs * effect).sum(axis=2)) @ count >= size * (1.0 - 1e-9)).sum()
            found[factor] = as_much / len(signs) if every else (1 + as_much) / (1 + _DRAWINGS)
    return found, least


def _all_signs(shape: tuple[int, ...]) -> Floats:
    """[combinations, *shape] of -1 and 1."""
    count = math.prod(shape)
    bits = (np.arange(2**count)[:, None] >> np.arange(count)) & 1
    signs: Floats = np.where(bits, 1.0, -1.0).reshape(-1, *shape)
    return signs


def _luck(single: Floats) -> Floats:
    """[factors]: what mu* would be if the factor did nothing but change everyone's luck; NaN with one seed."""
    seeds = np.isfinite(single).sum(axis=2)
    deviation = np.sqrt(luck_variance(single))
    known = seeds > 1
    # a standard deviation of few values comes out too small on average, by this factor (c4)
    half = np.maximum(seeds, 2) / 2.0
    short = np.exp(gammaln(half) - gammaln(half - 0.5)) / np.sqrt(half - 0.5)
    return math.sqrt(2.0 / math.pi) * means(np.where(known, deviation / short, np.nan).T)


def most_influential(tables: Sequence[pd.DataFrame], count: int) -> list[str]:
    """The factors that matter most to any of several measures, the strongest first.

    tables: of `effects`. Effects of one table are compared with its largest.
    """
    import pandas as pd

    shares = []
    for table in tables:
        largest = table["mu_star"].max()
        if largest > 0:
            shares.append(table.set_index("factor")["mu_star"] / largest)
    if not shares:
        return []
    best = pd.concat(shares, axis=1).max(axis=1).sort_values(ascending=False, kind="stable")
    return [str(path) for path in best[best > 0].index[:count]]
