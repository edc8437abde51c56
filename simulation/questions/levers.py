"""A lever of a search: a range or a list of values of one field, and places 0..1 along it."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..scenario import Scenario
from ..scenario.views import flatten
from ..sweeps.factors import Axis
from .factors import checked_axis, named_factors


@dataclass(frozen=True)
class Lever:
    """One lever and the field it moves: a range, or values to choose from."""

    axis: Axis

    @property
    def path(self) -> str:
        """Dotted, in the scenario."""
        return self.axis.path

    @property
    def unit(self) -> str:
        """Unit of the field, empty where it has none."""
        return self.axis.unit

    @property
    def range(self) -> tuple[float, float] | None:
        """Both ends included; None where values are listed."""
        return self.axis.factor.range

    @property
    def values(self) -> tuple[Any, ...]:
        """The values listed; empty where there is a range."""
        return tuple(self.axis.typed(value) for value in self.axis.factor.values or ())

    @property
    def whole(self) -> bool:
        """Whether the field takes whole numbers only."""
        return self.axis.spot.kind == "whole"

    @property
    def log(self) -> bool:
        """Whether the range is even in the logarithm."""
        return self.axis.factor.scale == "log"

    def value(self, place: float) -> float | int:
        """The field's value at a place 0..1 of the range; its ends are the ends of the range."""
        found = self.at(place)
        return math.floor(found + 0.5) if self.whole else found

    def at(self, place: float) -> float:
        """The number at a place 0..1, also between whole ones."""
        return float(self.between(np.array([place]))[0])

    def between(self, places: NDArray[np.float64]) -> NDArray[np.float64]:
        """The numbers at places 0..1 of the range, also between whole numbers."""
        assert self.range is not None
        low, high = self.range
        if not self.log:
            return low + places * (high - low)
        return np.asarray(np.exp(np.log(low) + places * (np.log(high) - np.log(low))), dtype=np.float64)

    def place(self, value: float) -> float:
        """Where a value lies in the range, 0..1."""
        assert self.range is not None
        low, high = (math.log(end) if self.log else end for end in self.range)
        return ((math.log(value) if self.log else float(value)) - low) / (high - low)

    def now(self, scenario: Scenario) -> Any:
        """What the scenario has there; None where it is not set."""
        return flatten(scenario).get(self.path)

    @property
    def text(self) -> str:
        """The lever as one would type it."""
        if self.range is None:
            return f"{self.path}={','.join(map(str, self.values))}"
        return f"{self.path}={self.range[0]:g}..{self.range[1]:g}" + (":log" if self.log else "")

    def said(self) -> dict[str, Any]:
        """The lever as plain data."""
        return {"path": self.path, **self.axis.factor.model_dump(mode="json", exclude_none=True)}


def levers_of(given: Sequence[str], scenario: Scenario, ranges_only: bool = False) -> tuple[Lever, ...]:
    """The levers of a command line, as factors.py reads them. Raises UsageError as that does.

    scenario: the one they are to move. ranges_only: values are refused.
    """
    found = named_factors(given, [scenario], ranges_only)
    return tuple(Lever(checked_axis(path, how)) for path, how in found.items())
