"""Curves over levels: their means, what is chosen because it looks best, and where they bend."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from ...experiments.intervals import luck_intervals

Floats = NDArray[np.float64]
#: (arm, expression) -> value of each run
Values = Mapping[tuple[str, str], Floats]
#: The smallest fall that makes a knee where nothing else is said, as a share of the best level.
FALL = 0.1


def mean_of(values: Floats) -> float:
    """Mean over the runs that have a value; NaN of none."""
    present = values[~np.isnan(values)]
    return float(present.mean()) if present.size else math.nan


def curve_of(arms: Sequence[str], measure: str, values: Values) -> Floats:
    """[runs, arms]"""
    return np.column_stack([values[arm, measure] for arm in arms])


def means_of(table: Floats) -> Floats:
    """Mean of each column over the runs that have a value."""
    return np.array([mean_of(column) for column in table.T])


def steps_alike(means: Floats, sign: float) -> float:
    """Share of neighbouring steps of a curve that go the way of the sign."""
    steps = [b - a for a, b in pairwise(means)]
    return sum(sign * step > 0.0 for step in steps) / len(steps)


def _halves(runs: int) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    return np.arange(0, runs, 2), np.arange(1, runs, 2)


def crossed(table: Floats, choice: Floats | None, value: Callable[[Floats, Floats], Floats]) -> Floats:
    """value(means to choose by, table to value), half by half or by the choice made elsewhere. [runs]"""
    if choice is not None:
        return value(means_of(choice), table)
    found = np.full(len(table), np.nan)
    one, two = _halves(len(table))
    for here, there in ((one, two), (two, one)):
        if len(here) and len(there):
            found[here] = value(means_of(table[there]), table[here])
    return found


def widening(choice: Floats | None) -> float:
    """Factor of an interval whose halves chose for each other: they go together (docs/decisions/0064)."""
    return math.sqrt(2.0) if choice is None else 1.0


def knee(means: Floats, levels: Sequence[float], fall: float = FALL) -> float:
    """Level at which half the fall from the best to the last level is lost, interpolated on a log scale.

    NaN where there is no fall of more than `fall`, a share of the best level.
    """
    best = int(np.argmax(means))
    top, bottom = means[best], means[-1]
    if np.isnan(means).any() or not top - bottom > fall * abs(top):
        return math.nan
    half = (top + bottom) / 2.0
    for n in range(best, len(means) - 1):
        if means[n] >= half >= means[n + 1] and means[n] > means[n + 1]:
            share = (means[n] - half) / (means[n] - means[n + 1])
            return float(math.exp(math.log(levels[n]) + share * math.log(levels[n + 1] / levels[n])))
    return math.nan


def falls(table: Floats, fall: float) -> bool:
    """Whether a curve falls to its last level beyond luck, and by `fall` of its best level at least.

    table: [runs, levels]. Any curve has a best level, and a flat one has a fall by luck: so the best is chosen on one
    half of the runs and valued on the other.
    """

    def lost(means: Floats, runs: Floats) -> Floats:
        gap: Floats = runs[:, int(np.argmax(means))] - runs[:, -1]
        return gap

    table = table[~np.isnan(table).any(axis=1)]
    if len(table) < 3:
        return False
    gap = crossed(table, None, lost)
    low = luck_intervals(gap[:, None])[0][0]
    beyond = gap.mean() - widening(None) * (gap.mean() - low)
    return bool(beyond > 0.0 and gap.mean() >= fall * abs(float(table.mean(axis=0).max())))


def knee_shift(base: Floats, moved: Floats, levels: Sequence[float], fall: float = FALL) -> float:
    """log2 of the knee moved over the knee; NaN where either curve has none."""
    before, after = knee(base, levels, fall), knee(moved, levels, fall)
    return math.log2(after / before)
