"""The reference population beside the real channels it is sized like: levels, and whether size matters."""

from __future__ import annotations

from typing import Literal

import numpy as np
import pandas as pd

from ..model.lives import DEATH
from .panel import Panel, Values
from .patterns import SIZES


def share_by_size(
    panel: Panel, arm: str, what: Literal["dead", "silent"], week: int, size: tuple[int, float] | None
) -> Values:
    """Share of an arm's groups gone at a week of their clock, by run; at default parameters only.

    size: (from, below) in messages of the first four weeks, or None for all. A run without such a group has
    no value. The arm must keep its tables.
    """
    groups = panel.group_rows(arm)
    ratio, messages = groups[f"ratio_week_{week}"], groups["messages_28"]
    kept = ratio.notna()
    if size is not None:
        kept &= (messages >= size[0]) & (messages < size[1])
    gone = (ratio < DEATH.dead_below if what == "dead" else ratio == 0.0).astype(float)
    shares = gone.where(kept).groupby(groups["seed"]).mean()
    return Values(np.asarray(shares, dtype=np.float64), np.empty(0))


def typical(panel: Panel, arm: str) -> pd.Series[float]:
    """Median messages and posters of the first four weeks, of the groups that are not stillborn."""
    groups = panel.group_rows(arm)
    return groups.loc[groups["stillborn"] == 0, ["messages_28", "posters_28"]].median()


def size_label(size: tuple[int, float] | None) -> str:
    """A class of size in words."""
    if size is None:
        return "all"
    low, high = size
    return f"{low} and more" if high == SIZES[-1][1] else f"{low} to {high - 1:.0f}"
