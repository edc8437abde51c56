"""What is fitted, and where it may lie: a unit cube, one side a parameter, even over its range of doubt."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ...experiments.ensemble import DOUBTFUL, around
from ...experiments.fitted import REFERENCE

Floats = NDArray[np.float64]

#: What the channels' own groups were like: levers of the reference scenario, fitted beside the parameters because
#: nobody counted who read along. They belong to those communities and are never carried over to others. Newcomers:
#: all 43 groups together; in data/houston_slack_events.csv 15 groups with messages gained 0 to 25 people in weeks 2 to
#: 26 of their clock, the median 7, which is 1.7 a day for 43 groups; and very unevenly.
COMMUNITIES: dict[str, tuple[float, float]] = {
    "groups.members_at_start": (6.0, 40.0),
    "strategy.growth.public_per_day": (0.25, 5.0),
    "groups.size_sigma": (0.1, 0.9),
    "groups.ground_sigma": (0.4, 1.8),
    "groups.talk_sigma": (0.0, 1.2),
    "groups.newcomers_sigma": (0.0, 2.0),
}
_WHOLE = ("groups.members_at_start",)
RANGES: dict[str, tuple[float, float]] = {
    path: (low, high) for path, (low, _, high) in DOUBTFUL.items()
} | COMMUNITIES
#: Digits that a fitted value keeps; far finer than the data can tell.
DIGITS = 5


@dataclass(frozen=True)
class Space:
    """The cube of these paths."""

    paths: tuple[str, ...]

    def values(self, point: Floats) -> dict[str, Any]:
        """What a point of the cube sets. point: [paths] in 0..1"""
        found: dict[str, Any] = {}
        for path, share in zip(self.paths, point, strict=True):
            low, high = RANGES[path]
            value = low + (high - low) * float(share)
            found[path] = round(value) if path in _WHOLE else float(f"{value:.{DIGITS}g}")
        return found

    def settings(self, point: Floats, rng: np.random.Generator) -> dict[str, Any]:
        """What a point sets, and all that is not fitted drawn from its range of doubt, as an ensemble draws it."""
        rest = {
            path: float(around(default, low, high, rng.random(1))[0])
            for path, (low, default, high) in DOUBTFUL.items()
            if path not in self.paths
        }
        return rest | self.values(point)

    def chosen(self, kept: Sequence[int]) -> Space:
        """The cube of some of the paths."""
        return Space(tuple(self.paths[k] for k in kept))


EVERYTHING = Space(tuple(RANGES))


def column(path: str) -> str:
    """Name of a path's column in a table of fits."""
    return REFERENCE + path if path in COMMUNITIES else path
