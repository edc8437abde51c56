"""Ranges that nobody has to name: those of doubt, and those around what a scenario's plan sets.

Those of doubt run over the whole range the ensemble draws from; levers are the numbers above 0 that a plan sets, from
half to double, as far as their fields allow.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import Any

from ..experiments.ensemble import DOUBTFUL, SUBMODELS, own_values, table_values
from ..scenario import Scenario, flatten
from ..scenario.parameter import Unfit
from ..sweeps.factors import field_at, limits

#: What is varied and how, by path, as a plan file has it.
Factors = Mapping[str, Mapping[str, Any]]
#: Sections and fields that somebody chooses.
CHOSEN = ("strategy.", "operators.", "product.price", "groups.members_at_start")
#: Nobody chooses these, though they stand among what is chosen.
_GIVEN = ("operators.wage", "operators.skill_sigma")
#: A lever runs from its value divided by this to its value times this.
AROUND = 2.0


def doubts(scenarios: Sequence[Scenario]) -> tuple[dict[str, Mapping[str, Any]], list[str]]:
    """Everything with a range of doubt that no scenario sets itself, as factors; and what one does set.

    A table's value (content, channels, voices) is varied where all scenarios have the same.
    """
    kept = list(dict.fromkeys(path for scenario in scenarios for path in own_values(scenario)))
    found: dict[str, Mapping[str, Any]] = {}
    for path, (low, _, high) in DOUBTFUL.items():
        if path not in kept and low < high:
            found[path] = {"range": _ends(path, low, high)}
    tables = [{entry[0]: entry[1:] for entry in table_values(scenario)} for scenario in scenarios]
    for path, (value, doubt, (least, most)) in tables[0].items():
        if any(other.get(path) != tables[0][path] for other in tables[1:]):
            kept.append(path)
            continue
        low, high = max(least, value * (1.0 - doubt)), min(most, value * (1.0 + doubt))
        if low < high:
            found[path] = {"range": (low, high)}
    for path, names in SUBMODELS.items():
        if path not in kept and len(names) > 1:
            found[path] = {"values": names}
    return found, kept


def levers(scenarios: Sequence[Scenario]) -> dict[str, Mapping[str, Any]]:
    """The numbers above 0 that are chosen in every scenario: half the first's value to double, evenly in the log."""
    flat = [flatten(scenario) for scenario in scenarios]
    found: dict[str, Mapping[str, Any]] = {}
    for path, value in flat[0].items():
        if not path.startswith(CHOSEN) or path in _GIVEN or isinstance(value, bool):
            continue
        if not isinstance(value, (int, float)) or value <= 0:
            continue
        if any(not _number(other.get(path)) or other[path] <= 0 for other in flat[1:]):
            continue
        try:
            spot = field_at(path)
        except Unfit:
            continue
        least, most = limits(spot)
        low, high = max(least, value / AROUND), min(most, value * AROUND)
        if spot.kind == "whole":
            low, high = max(1, math.ceil(low)), math.floor(high)
        elif spot.kind != "number":
            continue
        if 0 < low < high:
            found[path] = {"range": (low, high), "scale": "log"}
    return found


def known_range(path: str, scenarios: Sequence[Scenario]) -> Mapping[str, Any] | None:
    """The range of doubt of a path, or of a lever half to double; None where there is neither."""
    return doubts(scenarios)[0].get(path) or levers(scenarios).get(path)


def _ends(path: str, low: float, high: float) -> tuple[float, float]:
    """The ends as the field takes them."""
    return (int(low), int(high)) if field_at(path).kind == "whole" else (low, high)


def _number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)
