"""What the pages draw day by day, made of a run's daily columns; and the last day a family of measures reaches."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
WEEK = 7


def column(daily: Mapping[str, Floats], name: str) -> Floats:
    """[days]: a daily column, or one made of others.

    groups_dead: none before any group is judged. groups_alive: open and not dead. cumulative_...: since the first day.
    posts_a_week: of the last seven days, per open group.
    """
    if name == "groups_dead":
        dead: Floats = np.nan_to_num(daily["status_dead_share"] * daily["groups_judged"])
        return dead
    if name == "groups_alive":
        return daily["groups_open"] - column(daily, "groups_dead")
    if name == "posts_a_week":
        sums = np.cumsum(np.concatenate([[0.0], daily["posts"]]))
        first = np.maximum(np.arange(1, len(sums)) - WEEK, 0)
        found: Floats = (sums[1:] - sums[first]) / np.maximum(daily["groups_open"], 1.0)
        return found
    if name.startswith("cumulative_") and name not in daily:
        return np.cumsum(daily[name.removeprefix("cumulative_")])
    return daily[name]


def reached(families: Sequence[str], known: Collection[str], days: int | None = None) -> list[str]:
    """Of each family the measure of the last day that is known, or the measure itself where it has no day.

    days: the last day that counts, None: any.
    """
    found = []
    for family in families:
        there = (re.fullmatch(rf"{family}_day_(\d+)", name) for name in known)
        reached_days = [int(one[1]) for one in there if one and (days is None or int(one[1]) <= days)]
        if reached_days:
            found.append(f"{family}_day_{max(reached_days)}")
        elif family in known:
            found.append(family)
    return found
