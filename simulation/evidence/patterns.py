"""What was measured on real groups, as targets to set the model beside.

None of it comes from groups run by a brand. E3 to E5 and the stillborn share are of channels of three openly
licensed chat archives (volunteer technical communities, archived and public, so survivors are
over-represented); E6 is of the joins of one of them. Intervals are 95 %, by bootstrap over channels (joins for
E6). tests/evidence computes those of the channels again where the data is at hand.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Pair = tuple[float, float]
#: The ways in which a group can be gone.
KINDS = ("dead", "ever_dead", "silent")
Kind = Literal["dead", "ever_dead", "silent"]


@dataclass(frozen=True)
class Pattern:
    """One number measured on real groups. evidence: its name there; measure: the model's counterpart."""

    evidence: str
    about: str
    measure: str
    value: float
    interval: Pair

    def holds(self, value: float) -> bool:
        """Whether a value, rounded as the measured ones are, lies inside the interval of what was measured."""
        return self.interval[0] <= round(value, 2) <= self.interval[1]


#: kind -> (id, what it says, {week: (share, interval)}), weeks from 0 as in decision 20
_BY_WEEK: dict[Kind, tuple[str, str, dict[int, tuple[float, Pair]]]] = {
    "dead": (
        "E3",
        "status-dead",
        {7: (0.23, (0.12, 0.37)), 12: (0.53, (0.40, 0.67)), 25: (0.53, (0.40, 0.67))},
    ),
    "ever_dead": (
        "E3b",
        "ever dead",
        {7: (0.30, (0.16, 0.44)), 12: (0.70, (0.56, 0.84)), 25: (0.86, (0.74, 0.95))},
    ),
    "silent": (
        "E3c",
        "silent",
        {7: (0.14, (0.05, 0.26)), 12: (0.30, (0.16, 0.44)), 25: (0.44, (0.30, 0.58))},
    ),
}

#: The same channels on the days the summary names; ever dead as known by the week, so a little lower than
#: looked at every day.
_BY_DAY: dict[Kind, dict[int, tuple[float, Pair]]] = {
    "dead": {49: (0.30, (0.16, 0.44)), 91: (0.53, (0.40, 0.67)), 175: (0.51, (0.37, 0.65))},
    "ever_dead": {49: (0.30, (0.16, 0.44)), 91: (0.70, (0.56, 0.84)), 175: (0.86, (0.74, 0.95))},
    "silent": {49: (0.19, (0.07, 0.30)), 91: (0.30, (0.16, 0.44)), 175: (0.42, (0.28, 0.58))},
}

#: week -> {percentile over channels: (ratio, interval)}
_TALK_LEFT: dict[int, dict[int, tuple[float, Pair]]] = {
    7: {
        10: (0.0, (0.0, 0.08)),
        25: (0.11, (0.01, 0.17)),
        50: (0.25, (0.13, 0.39)),
        75: (0.75, (0.38, 1.53)),
        90: (1.80, (0.81, 5.80)),
    },
    12: {
        10: (0.0, (0.0, 0.0)),
        25: (0.0, (0.0, 0.05)),
        50: (0.07, (0.03, 0.33)),
        75: (0.53, (0.27, 2.09)),
        90: (3.56, (0.78, 7.41)),
    },
    25: {
        10: (0.0, (0.0, 0.0)),
        25: (0.0, (0.0, 0.0)),
        50: (0.05, (0.0, 0.19)),
        75: (0.33, (0.16, 1.47)),
        90: (2.05, (0.80, 7.63)),
    },
}

DEATHS: tuple[Pattern, ...] = tuple(
    Pattern(name, f"{about}, week {week}", f"{kind}_share_week_{week}", value, interval)
    for kind, (name, about, weeks) in _BY_WEEK.items()
    for week, (value, interval) in weeks.items()
)
DEATHS_BY_DAY: tuple[Pattern, ...] = tuple(
    Pattern(_BY_WEEK[kind][0], f"{_BY_WEEK[kind][1]}, day {day}", f"{kind}_share_day_{day}", value, interval)
    for kind, days in _BY_DAY.items()
    for day, (value, interval) in days.items()
)
TALK_LEFT: tuple[Pattern, ...] = tuple(
    Pattern("E4", f"talk left in week {week}, P{q}", f"ratio_week_{week}_p{q}", value, interval)
    for week, points in _TALK_LEFT.items()
    for q, (value, interval) in points.items()
)
PEOPLE: tuple[Pattern, ...] = (
    Pattern("E5", "Gini of messages among posters", "gini_posts", 0.65, (0.58, 0.73)),
    Pattern("E6", "joiners who post within 8 weeks", "joiners_posting_56_days", 0.26, (0.21, 0.32)),
    Pattern("–", "stillborn", "stillborn_share", 0.46, (0.34, 0.57)),
)

#: Messages and posters of the first four weeks, of groups that are not stillborn: percentile -> (value, interval).
_SIZES: dict[str, dict[int, tuple[float, Pair]]] = {
    "messages_28": {10: (13.2, (12.0, 18.0)), 50: (34.0, (26.0, 44.0)), 90: (84.6, (50.8, 97.6))},
    "posters_28": {10: (3.0, (3.0, 4.0)), 50: (6.0, (5.0, 8.0)), 90: (10.0, (9.0, 11.8))},
}
SIZE_PERCENTILES = (10, 50, 90)
SIZE: tuple[Pattern, ...] = tuple(
    Pattern("size", f"{name.removesuffix('_28')} in weeks 0–3, P{q}", f"{name}_p{q}", value, interval)
    for name, points in _SIZES.items()
    for q, (value, interval) in points.items()
)

#: Messages of the first four weeks: three classes of the real channels, a third of them in each.
SIZES: tuple[tuple[int, float], ...] = ((10, 26), (26, 46), (46, float("inf")))
#: kind -> week -> one (share, interval) a class of size
BY_SIZE: dict[Literal["dead", "silent"], dict[int, tuple[tuple[float, Pair], ...]]] = {
    "dead": {
        7: ((0.40, (0.13, 0.67)), (0.07, (0.0, 0.21)), (0.21, (0.0, 0.43))),
        12: ((0.47, (0.20, 0.73)), (0.50, (0.21, 0.79)), (0.64, (0.36, 0.86))),
        25: ((0.53, (0.27, 0.80)), (0.50, (0.21, 0.79)), (0.57, (0.29, 0.79))),
    },
    "silent": {
        7: ((0.33, (0.13, 0.60)), (0.0, (0.0, 0.0)), (0.07, (0.0, 0.21))),
        12: ((0.40, (0.13, 0.67)), (0.29, (0.07, 0.57)), (0.21, (0.0, 0.43))),
        25: ((0.47, (0.20, 0.73)), (0.43, (0.14, 0.71)), (0.43, (0.14, 0.71))),
    },
}
