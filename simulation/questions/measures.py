"""Measures a question is about: default names within a horizon, what they can be, and a threshold for them."""

from __future__ import annotations

import math
from collections.abc import Sequence

from ..errors import UsageError
from ..model.definitions import JUDGED_DAYS, family_of, measure
from ..model.definitions.asked import wrong_with
from ..scenario import Scenario


def check_measure(name: str, scenarios: Sequence[Scenario], option: str) -> str:
    """The name itself. Raises UsageError, with the option, unless runs of all of these scenarios have it."""
    wrong = wrong_with(name, min(scenario.days for scenario in scenarios))
    if wrong is not None:
        raise UsageError(f"{option}: {wrong}")
    return name


def deaths(scenarios: Sequence[Scenario]) -> str | None:
    """Groups dead at least once, by day 91 or the last day on which all scenarios judge them; None before the first."""
    shortest = min(scenario.days for scenario in scenarios)
    days = [day for day in JUDGED_DAYS if day <= min(91, shortest)]
    return f"ever_dead_share_day_{days[-1]}" if days else None


def by_horizon(base: str, scenarios: Sequence[Scenario], most: int = 180) -> str:
    """A total up to the end of the shortest horizon, or up to day 180."""
    return f"{base}_day_{min(most, *(scenario.days for scenario in scenarios))}"


def survival_and_profit(scenarios: Sequence[Scenario]) -> tuple[str, ...]:
    """What is looked at where nothing is named: deaths as far as they are judged, and incremental profit."""
    dead = deaths(scenarios)
    return (*((dead,) if dead is not None else ()), by_horizon("incremental_profit", scenarios))


def tipping_measure(scenario: Scenario) -> str:
    """What tips where nothing is named. Raises UsageError where the horizon is too short to call a group dead."""
    found = deaths([scenario])
    if found is None:
        raise UsageError(
            f"no group is judged dead or alive before day {JUDGED_DAYS[0]}, and {scenario.name} runs {scenario.days} "
            f"days; give --days {JUDGED_DAYS[0]} or more, or another --measure"
        )
    return found


def limits(name: str) -> tuple[float, float]:
    """What a measure can be at all; infinite where there is no bound."""
    if unit_of(name) == "share":
        return 0.0, 1.0
    positive = unit_of(name) not in ("CNY", "CNY/person", "CNY/hour", "value", "ratio")
    return (0.0, math.inf) if positive else (-math.inf, math.inf)


def unit_of(name: str) -> str:
    """Unit of a measure of a run."""
    return measure(name).unit


def is_death(name: str) -> bool:
    """Whether it is a share of groups dead or silent: more of it is a community dying."""
    found = family_of(name)
    return (found[0].base if found else name) in ("dead_share", "ever_dead_share", "silent_share")


def default_threshold(name: str) -> float:
    """One half of a share, break-even of money. Raises UsageError where there is no such thing."""
    unit = unit_of(name)
    if unit == "share":
        return 0.5
    if unit.startswith("CNY"):
        return 0.0
    raise UsageError(
        f"--threshold: {name} has no natural one; give it in its unit ({unit}), as in --threshold 10"
    )
