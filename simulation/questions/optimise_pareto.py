"""Fronts of plans none of which beats another in everything: plain functions. Less is better in every column."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


def front(costs: Floats) -> NDArray[np.int64]:
    """Rows [plans, goals] that no other row beats: none is as good in every goal and better in one. NaN rows never are.

    Of equal rows the first stays.
    """
    found: list[int] = []
    for row, own in enumerate(costs):
        if np.isnan(own).any():
            continue
        others = costs[~np.isnan(costs).any(axis=1)]
        beaten = ((others <= own).all(axis=1) & (others < own).any(axis=1)).any()
        again = any((costs[other] == own).all() for other in found)
        if not beaten and not again:
            found.append(row)
    return np.array(found, dtype=np.int64)


def knee(costs: Floats) -> int:
    """The row [plans, goals] of a front nearest to the best of every goal, each goal in units of the front's span."""
    low, high = costs.min(axis=0), costs.max(axis=0)
    span = np.where(high > low, high - low, 1.0)
    return int((((costs - low) / span) ** 2).sum(axis=1).argmin())
