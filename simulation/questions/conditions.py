"""Conditions on measures, as a command says them ("ever_dead_share_day_91 > 0.5"), and goals of a search."""

from __future__ import annotations

import operator
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..errors import UsageError
from ..scenario import Scenario
from .measures import by_horizon, check_measure, deaths

MOST = 4  # goals: of more nearly every plan is the best at something
_COMPARE: dict[str, Callable[[Any, Any], Any]] = {
    ">": operator.gt,
    ">=": operator.ge,
    "<": operator.lt,
    "<=": operator.le,
}
_SIGNS = {"≥": ">=", "≤": "<="}
_CONDITION = re.compile(r"\s*([A-Za-z]\w*)\s*(>=|<=|>|<|≥|≤)\s*([^\s%％]+)\s*([%％]?)\s*")


@dataclass(frozen=True)
class Condition:
    """measure, one of > >= < <=, and a value in the measure's unit."""

    measure: str
    sign: str
    value: float

    def __str__(self) -> str:
        return f"{self.measure} {self.sign} {self.value:g}"

    def met(self, values: float | NDArray[np.float64]) -> NDArray[np.bool_]:
        """Where it holds; not where there is no value."""
        return np.asarray(_COMPARE[self.sign](values, self.value))

    def missed(self, value: float) -> float:
        """How far a value is from meeting it; 0 or less where it does."""
        return value - self.value if self.sign.startswith("<") else self.value - value


@dataclass(frozen=True)
class Goal:
    """One measure of a run and which way is better."""

    measure: str
    maximise: bool

    @property
    def sign(self) -> float:
        """What a value is multiplied with so that less is better."""
        return -1.0 if self.maximise else 1.0


def read_condition(text: str, option: str, scenarios: Sequence[Scenario]) -> Condition:
    """The condition a text says; 50% is 0.5. Raises UsageError, with the option, also of a measure no run has."""
    found = _CONDITION.fullmatch(text)
    value: float | None = None
    if found:
        try:
            value = float(found[3].replace(",", "")) / (100.0 if found[4] else 1.0)
        except ValueError:
            value = None
    if found is None or value is None or not np.isfinite(value):
        raise UsageError(
            f"{option}: given {text!r}, allowed: a measure, one of > >= < <=, and a number, "
            'as in "ever_dead_share_day_91 > 0.5"'
        )
    return Condition(check_measure(found[1], scenarios, option), _SIGNS.get(found[2], found[2]), value)


def default_failure(scenarios: Sequence[Scenario]) -> Condition:
    """What counts as failing: more than half of the groups die; where scenarios are too short to tell, a loss."""
    dead = deaths(scenarios)
    if dead is not None:
        return Condition(dead, ">", 0.5)
    return Condition(by_horizon("incremental_profit", scenarios), "<", 0.0)


def goals_of(maximise: Sequence[str], minimise: Sequence[str], scenario: Scenario) -> tuple[Goal, ...]:
    """The goals named, or by default fewest groups dead, most incremental profit, least operator hours.

    Groups are left out where the horizon is too short to call one dead. Raises UsageError where a run has no such
    measure, one is given twice, or there are too many.
    """
    if not maximise and not minimise:
        dead = deaths([scenario])
        return (
            *((Goal(dead, False),) if dead is not None else ()),
            Goal(by_horizon("incremental_profit", [scenario]), True),
            Goal(by_horizon("operator_hours", [scenario]), False),
        )
    found = [Goal(check_measure(name, [scenario], "--maximise"), True) for name in maximise]
    found += [Goal(check_measure(name, [scenario], "--minimise"), False) for name in minimise]
    names = [goal.measure for goal in found]
    twice = next((name for n, name in enumerate(names) if name in names[:n]), None)
    if twice:
        raise UsageError(f"goal {twice} is given twice; keep one")
    if len(found) > MOST:
        raise UsageError(
            f"{len(found)} goals given, allowed: up to {MOST}; make conditions of others (--subject-to)"
        )
    return tuple(found)
