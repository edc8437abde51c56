"""Every measure by name. Quoted in every report.

Days are counted as lived: "day 91" is the state at the end of the 91st day (row `day` = 90 of the daily
table), and sums are over the first 91 days. Groups' deaths count days on each group's own clock
(model/lives.py).
"""

from __future__ import annotations

import re

from .daily import DAILY
from .families import FAMILIES, PERCENTILES, Family
from .group import GROUP, JUDGED_DAYS, JUDGED_WEEKS
from .measure import Level, Measure, Observability
from .run import RUN, family_measure

__all__ = [
    "DAILY",
    "FAMILIES",
    "GROUP",
    "JUDGED_DAYS",
    "JUDGED_WEEKS",
    "MEASURES",
    "PERCENTILES",
    "RUN",
    "Family",
    "Level",
    "Measure",
    "Observability",
    "family_of",
    "measure",
]

#: All of them. Where a name is both a sum over the run and a daily column (referred_joins), or both a group's
#: and the community's (orders), this holds the run's, else the day's; DAILY, RUN, GROUP hold each apart.
MEASURES: dict[str, Measure] = {**GROUP, **DAILY, **RUN}

_AT = re.compile(r"(.+)_(day|week)_(\d+)")


def family_of(name: str) -> tuple[Family, int] | None:
    """The family of a name and its day (or week), any day, as in open_rate_day_77; None if there is none."""
    match = _AT.fullmatch(name)
    if match is None:
        return None
    for family in FAMILIES:
        if family.base == match[1] and (family.how == "clock_week") == (match[2] == "week"):
            return family, int(match[3])
    return None


def measure(name: str) -> Measure:
    """The measure of a name, families at any day included. Raises KeyError that lists what there is."""
    if name in MEASURES:
        return MEASURES[name]
    found = family_of(name)
    if found is None:
        bases = sorted({family.name(91) for family in FAMILIES if family.how != "clock_week"})
        known = f"known: {', '.join(sorted(MEASURES))}; at any day: {', '.join(bases)}"
        raise KeyError(f"unknown measure {name!r}; {known}")
    return family_measure(*found)
