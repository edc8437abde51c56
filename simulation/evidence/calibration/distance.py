"""How far a simulated population is from the real channels: one number, from patterns in their own units."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import ArrayLike, NDArray

from ..patterns import DEATHS, PEOPLE, SIZE, TALK_LEFT, Pattern

Floats = NDArray[np.float64]

#: What is fitted: the patterns marked `calibrate`, and the sizes the population must have to be compared at all.
TARGETS: tuple[Pattern, ...] = (*DEATHS, *TALK_LEFT, *PEOPLE[:2], *SIZE)
#: The evidence a target belongs to; each counts the same, however many numbers it consists of.
FAMILIES: tuple[str, ...] = tuple(target.evidence for target in TARGETS)
#: No deviation counts for more: one hopeless number must not drown all others.
CAP = 4.0
#: Least half width of an interval, in the pattern's unit: some percentiles have intervals without width.
LEAST_WIDTH = 0.02
#: A set of parameters this far off is as near as the channels' own sampling error: one standard error is about half of
#: the half width of a 95 % interval.
SAMPLING_ERROR = 0.5


def deviations(values: ArrayLike, targets: Sequence[Pattern] = TARGETS) -> Floats:
    """How far each value is from what was measured, in half widths of its interval: 1 is at its end.

    values: [..., targets]; an undefined one (NaN) is as far off as can be. The half width is that of the side
    on which the value lies, for intervals need not be even. Returns -CAP..CAP.
    """
    middle = np.array([target.value for target in targets])
    low, high = np.array([target.interval for target in targets]).T
    gap = np.asarray(values, dtype=np.float64) - middle
    width = np.maximum(np.where(gap > 0.0, high - middle, middle - low), LEAST_WIDTH)
    return np.where(np.isnan(gap), CAP, np.clip(gap / width, -CAP, CAP))


def distance(values: ArrayLike) -> Floats:
    """Root mean square over the kinds of evidence of the root mean square deviation within each. [...]

    values: [..., TARGETS]. 0: exactly what was measured; 1: about at the ends of the intervals.
    """
    squares = deviations(values) ** 2
    families = np.array(FAMILIES)
    each = [squares[..., families == name].mean(axis=-1) for name in dict.fromkeys(FAMILIES)]
    found: Floats = np.sqrt(np.mean(each, axis=0))
    return found


def inside(values: ArrayLike) -> NDArray[np.bool_]:
    """Which values lie within their intervals. values: [..., TARGETS]"""
    given = np.asarray(values, dtype=np.float64)
    low, high = np.array([target.interval for target in TARGETS]).T
    rounded = np.round(given, 2)
    held: NDArray[np.bool_] = (low <= rounded) & (rounded <= high)
    return held
