"""Goals and conditions of a search: what to maximise, what to minimise, what must hold."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

from ..errors import UsageError
from ..scenario import Scenario
from .measures import by_horizon, check_measure, deaths

MOST = 4  # goals: of more nearly every plan is the best at something
_CONDITION = re.compile(r"\s*(\w+)\s*(<=|>=|<|>|≤|≥)\s*(\S+)\s*")


@dataclass(frozen=True)
class Goal:
    """One measure of a run and which way is better."""

    measure: str
    maximise: bool

    @property
    def sign(self) -> float:
        """What a value is multiplied with so that less is better."""
        return -1.0 if self.maximise else 1.0


@dataclass(frozen=True)
class Condition:
    """What the mean of a measure must keep: at most or at least `bound`, in its unit."""

    measure: str
    relation: Literal["<", ">"]
    bound: float

    def missed(self, value: float) -> float:
        """How far a mean is from keeping it; 0 or less where it does."""
        return value - self.bound if self.relation == "<" else self.bound - value

    def said(self) -> str:
        """As one could type it."""
        return f"{self.measure} {self.relation} {self.bound:g}"


def goals_of(maximise: Sequence[str], minimise: Sequence[str], scenario: Scenario) -> tuple[Goal, ...]:
    """The goals named, or by default fewest groups dead, most incremental profit, least operator hours.

    Raises UsageError where a run has no such measure, one is given twice, or there are too many.
    """
    if not maximise and not minimise:
        return (
            Goal(deaths(scenario), False),
            Goal(by_horizon("incremental_profit", scenario), True),
            Goal(by_horizon("operator_hours", scenario), False),
        )
    found = [Goal(check_measure(name, scenario.days, "--maximise"), True) for name in maximise]
    found += [Goal(check_measure(name, scenario.days, "--minimise"), False) for name in minimise]
    names = [goal.measure for goal in found]
    twice = next((name for n, name in enumerate(names) if name in names[:n]), None)
    if twice:
        raise UsageError(f"goal {twice} is given twice; keep one")
    if len(found) > MOST:
        raise UsageError(
            f"{len(found)} goals given, allowed: up to {MOST}; make conditions of others (--subject-to)"
        )
    return tuple(found)


def conditions_of(given: Sequence[str], scenario: Scenario) -> tuple[Condition, ...]:
    """Conditions like "operator_hours_day_180 < 400". Raises UsageError where one cannot be read."""
    found = []
    for text in given:
        match = _CONDITION.fullmatch(text)
        try:
            bound = float(match[3]) if match else float("nan")
        except ValueError:
            bound = float("nan")
        if match is None or bound != bound or bound in (float("inf"), float("-inf")):
            raise UsageError(
                f"--subject-to: given {text!r}, allowed: MEASURE < NUMBER or MEASURE > NUMBER, as in "
                '"operator_hours_day_180 < 400"'
            )
        relation: Literal["<", ">"] = "<" if match[2] in ("<", "<=", "≤") else ">"
        found.append(Condition(check_measure(match[1], scenario.days, "--subject-to"), relation, bound))
    return tuple(found)
