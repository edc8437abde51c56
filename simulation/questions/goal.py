"""A condition on a measure, as a command says it: "ever_dead_share_day_91 > 0.5"."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..errors import UsageError

_COMPARE: dict[str, Callable[[Any, Any], Any]] = {
    ">": operator.gt,
    ">=": operator.ge,
    "<": operator.lt,
    "<=": operator.le,
}
_GOAL = re.compile(r"\s*([A-Za-z]\w*)\s*(>=|<=|>|<)\s*([^\s%％]+)\s*([%％]?)\s*")


@dataclass(frozen=True)
class Goal:
    """measure, one of > >= < <=, and a value in the measure's unit."""

    measure: str
    sign: str
    value: float

    def __str__(self) -> str:
        return f"{self.measure} {self.sign} {self.value:g}"

    def met(self, values: NDArray[np.float64]) -> NDArray[np.bool_]:
        """Where it holds; not where there is no value."""
        return np.asarray(_COMPARE[self.sign](values, self.value))


def read_goal(text: str) -> Goal:
    """The condition a text says; 50% is 0.5. Raises UsageError."""
    found = _GOAL.fullmatch(text)
    value: float | None = None
    if found:
        try:
            value = float(found[3].replace(",", "")) / (100.0 if found[4] else 1.0)
        except ValueError:
            value = None
    if found is None or value is None or not np.isfinite(value):
        raise UsageError(
            f"--goal: given {text!r}, allowed: a measure, one of > >= < <=, and a number, "
            'as in "ever_dead_share_day_91 > 0.5"'
        )
    return Goal(found[1], found[2], value)
