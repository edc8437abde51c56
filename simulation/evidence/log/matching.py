"""A scenario matched to a log: as many groups of such sizes, with such an inflow, under the plan that ran.

What the log does not hold stays as in the scenario it is built on: posts, product, operators.
"""

from __future__ import annotations

import math
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ...errors import UsageError
from ...scenario import Scenario
from .history import FOUNDING_DAYS, WINDOW, History
from .words import Note, note

Floats = NDArray[np.float64]

COMMON_GROUND = "groups.common_ground"
#: Properties of the groups that are fitted beside the parameters: path -> range (common ground: times the scenario's).
OWN: dict[str, tuple[float, float]] = {
    COMMON_GROUND: (0.25, 4.0),
    "groups.ground_sigma": (0.3, 1.8),
    "groups.talk_sigma": (0.0, 1.0),
}
LONGEST = 730  # days: the model's horizon
#: A log must hold this much to be fitted.
LEAST_DAYS, LEAST_MESSAGES, LEAST_MEMBERS = 28, 30, 3
_FEW_GROUPS = 5
_CONTACTS = 20  # people in the market for each member
_MARKET = (2_000, 200_000)
MARKET_PEOPLE = 500_000  # of a scenario that is written, at most
_LATE = 14  # days more, for groups that begin to talk late
_SIGMA = (0.05, 1.5)  # of start sizes
_NEWCOMERS_SIGMA = 2.0  # at most: a few groups tell no more
#: Groups simulated at once: enough to find the like of each of the log's, not more than time allows.
_GROUPS = (12, 24, 60)
#: Seconds of one core for all runs, and rough costs (see experiments.conduct).
BUDGET = 240.0
_SECONDS_A_RUN, _SECONDS_A_PERSON, _SECONDS_A_MEMBER_DAY = 0.04, 1e-6, 150e-9


@dataclass(frozen=True, eq=False)
class Match:
    """What is simulated for a log.

    base: the scenario it builds on. groups: of the log, those that take part. age: days of their clocks at the end of
    the window, [groups]. horizon: days ahead. inflow: joins a day and group by 28 days of the clock, [bins]; empty
    where the log does not tell; invited: how many of these the model's members bring of themselves, by 28 days up to
    the horizon. settings: what is set on the base, by path, for as many groups as the log has. simulated: groups in
    a run; seeds: runs a member.
    """

    base: Scenario
    groups: NDArray[np.int64]
    age: NDArray[np.int64]
    horizon: int
    inflow: Floats
    invited: Floats
    settings: Mapping[str, Any]
    simulated: int
    seeds: int
    notes: tuple[Note, ...]

    @property
    def window(self) -> int:
        """Days of the clock that are fitted."""
        return int(self.age.max())

    @property
    def scenario(self) -> Scenario:
        """What a run simulates: groups from their start to the horizon; the inflow is each run's own."""
        size = self.simulated * int(
            self.settings.get("groups.members_at_start", self.base.groups.members_at_start)
        )
        people = min(max(_CONTACTS * size, _MARKET[0]), _MARKET[1])
        return self.base.override(
            {
                **self.settings,
                "name": "log",
                "days": min(LONGEST, self.window + self.horizon + _LATE),
                "groups.count": self.simulated,
                "market.people": max(people, 2 * size),
            }
        )


def match(history: History, base: Scenario, horizon: int, members: int, seeds: int | None = None) -> Match:
    """A match for the whole of a history. members: of the ensemble. Raises UsageError for too little of a log."""
    _enough(history)
    notes = [*history.notes, note("posts_unknown", base=base.name)]
    spoke = history.start >= 0
    age = np.where(spoke, history.days - history.start, 0)
    old = age + horizon > LONGEST
    if old.any():
        notes.append(note("old_groups", count=int(old.sum()), days=LONGEST - horizon))
    if not spoke.all():
        silent = [name for name, one in zip(history.names, spoke, strict=True) if not one]
        shown = ", ".join(silent[:5]) + (", …" if len(silent) > 5 else "")
        notes.append(note("silent_groups", count=len(silent), names=shown))
    groups = np.flatnonzero(spoke & ~old)
    if not len(groups) or int(age[groups].max()) < LEAST_DAYS:
        raise UsageError(
            f"no group is between {LEAST_DAYS} and {LONGEST - horizon} days old at the end of the days fitted; "
            "choose another --until, or a shorter --forecast"
        )
    if len(groups) < _FEW_GROUPS:
        notes.append(note("few_groups", count=len(groups)))
    settings, inflow = _settings(history, groups, base, notes)
    simulated, runs = _effort(settings, base, int(age[groups].max()) + horizon, len(groups), members, seeds)
    return Match(
        base, groups, age[groups], horizon, inflow, np.empty(0), settings, simulated, runs, tuple(notes)
    )


def _enough(history: History) -> None:
    messages = int(history.messages.sum())
    spoke = history.start >= 0
    if not messages:
        raise UsageError("the log holds no message within the days fitted: there is nothing to fit to")
    if history.people < LEAST_MEMBERS:
        raise UsageError(
            f"the log holds {history.people} member{'' if history.people == 1 else 's'} in all; a group takes at least "
            f"{LEAST_MEMBERS}; is the column of members the right one (--member)?"
        )
    if messages < LEAST_MESSAGES or history.days < LEAST_DAYS:
        raise UsageError(
            f"the log holds {messages:,} messages within {history.days} days "
            f"({int(spoke.sum())} groups); a fit needs at least "
            f"{LEAST_MESSAGES} messages and {LEAST_DAYS} days; wait, or choose a later --until"
        )


def _settings(
    history: History, groups: NDArray[np.int64], base: Scenario, notes: list[Note]
) -> tuple[dict[str, Any], Floats]:
    settings: dict[str, Any] = {"groups.count": len(groups)}
    if not history.joins_known:
        notes.append(note("no_joins", base=base.name))
        return settings, np.empty(0)
    large = int((history.start_size[groups] > base.groups.cap).sum())
    if large:
        notes.append(note("large_groups", count=large, cap=base.groups.cap))
    sizes = np.clip(history.start_size[groups], 2, base.groups.cap)
    sigma = float(np.log(sizes).std(ddof=1)) if len(sizes) > 1 else _SIGMA[0]
    settings["groups.members_at_start"] = round(float(np.median(sizes)))
    settings["groups.size_sigma"] = round(min(max(sigma, _SIGMA[0]), _SIGMA[1]), 2)
    settings["groups.newcomers_sigma"] = round(newcomers_sigma(history, groups), 2)
    return settings, inflow_of(history, groups)


def newcomers_sigma(history: History, groups: NDArray[np.int64]) -> float:
    """How unevenly later joins fall on the groups: log-sd of their rates, what chance alone spreads taken off.

    By moments of a log-normal mixture of Poisson counts: variance = mean + mean² (exp(sigma²) - 1), with each
    group's own days.
    """
    age = history.lives.age[:, groups]
    after = age > FOUNDING_DAYS
    days = after.sum(axis=0)
    joins = np.where(after, history.joins[:, groups], 0).sum(axis=0)
    if len(groups) < 2 or joins.sum() == 0:
        return 0.0
    expected = days * joins.sum() / days.sum()
    beyond = float(((joins - expected) ** 2 - expected).sum() / (expected**2).sum())
    return min(_NEWCOMERS_SIGMA, math.sqrt(math.log1p(max(0.0, beyond))))


def inflow_of(history: History, groups: NDArray[np.int64]) -> Floats:
    """Joins a day and group after the founding days, by 28 days of the groups' clocks. [bins]"""
    age = history.lives.age[:, groups]
    after = age > FOUNDING_DAYS
    bins = (age - 1) // WINDOW
    count = -(-int(age.max()) // WINDOW)
    joins = np.bincount(bins[after], weights=history.joins[:, groups][after], minlength=count)
    days = np.bincount(bins[after], minlength=count)
    rates: Floats = np.divide(joins, days, out=np.zeros(count), where=days > 0)
    # a last piece of a few days tells little: it counts as the bin before
    if count > 1 and days[-1] < 0.5 * WINDOW * max(1, int((age[-1] > (count - 1) * WINDOW).sum())):
        rates[-1] = rates[-2]
    return rates


def draw_own(base: Scenario, members: int, seed: int) -> dict[str, Floats]:
    """What is drawn of these groups beside the ensemble: how much they have in common and how they differ.

    Nobody can look these up for their own groups, so the log must say. By path, [members]: each value evenly from
    its range, common ground evenly in its logarithm, a quarter to four times the scenario's.
    """
    found = {}
    for path, (low, high) in OWN.items():
        rng = np.random.default_rng([seed, zlib.crc32(f"log.{path}".encode())])
        share = (rng.permutation(members) + rng.random(members)) / members
        if path == COMMON_GROUND:
            found[path] = np.minimum(10.0, max(0.05, base.groups.common_ground) * low * (high / low) ** share)
        else:
            found[path] = low + (high - low) * share
    return found


def from_outside(rates: Floats, invited: Floats) -> Floats:
    """Joins a day and group by 28 days that members do not bring of themselves."""
    brought = np.resize(invited, len(rates)) if len(invited) else np.zeros(len(rates))
    if 0 < len(invited) < len(rates):
        brought[len(invited) :] = invited[-1]
    found: Floats = np.maximum(0.0, rates - brought)
    return found


def growth_timeline(rates: Floats, groups: int, scenario: Scenario, days: int) -> dict[str, Any]:
    """The overrides that bring in these joins a day and group, one rate every 28 days, beside its own timeline."""
    if not len(rates):
        return {}
    plain = scenario.model_dump(mode="json", by_alias=True, exclude_none=True)
    changes = [
        *plain["timeline"],
        *(
            {"on": WINDOW * n, "set": {"strategy.growth.public_per_day": round(float(rate) * groups, 5)}}
            for n, rate in enumerate(rates)
            if 0 < WINDOW * n < days and rate != rates[n - 1]
        ),
    ]
    return {"strategy.growth.public_per_day": round(float(rates[0]) * groups, 5), "timeline": changes}


def _effort(
    settings: Mapping[str, Any], base: Scenario, days: int, groups: int, members: int, seeds: int | None
) -> tuple[int, int]:
    """(groups in a run, runs a member) within the budget of time."""
    size = int(settings.get("groups.members_at_start", base.groups.members_at_start))
    least, usual, most = _GROUPS

    def cost(count: int, runs: int) -> float:
        people = min(max(_CONTACTS * count * size, _MARKET[0]), _MARKET[1])
        days_lived = days * count * size * 1.3
        a_run = _SECONDS_A_RUN + people * _SECONDS_A_PERSON + days_lived * _SECONDS_A_MEMBER_DAY
        return members * runs * a_run

    count, runs = min(max(groups, usual), most), 3 if seeds is None else seeds
    while seeds is None and runs > 1 and cost(count, runs) > BUDGET:
        runs -= 1
    while count > least and cost(count, runs) > BUDGET:
        count = max(least, math.floor(0.8 * count))
    return count, runs
