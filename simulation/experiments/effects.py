"""What the runs say: levels, paired differences, crossings of profit, and what pairing gained."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import combinations
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from .intervals import Estimate, estimates, pairing_gain, quantiles, resampled_means
from .tables import by_run

if TYPE_CHECKING:
    import pandas as pd

Floats = NDArray[np.float64]

#: Columns of the runs table that are no measures.
KEYS = ("run_id", "scenario", "seed", "member", "error")
#: Days in a row for which an arm must lead before and after for its profit curves to cross; less is noise.
LEAD_DAYS = 7


def measures_of(runs: pd.DataFrame) -> list[str]:
    """The measures of a runs table, in its order."""
    return [str(name) for name in runs.columns if name not in KEYS]


def pairs_of(names: Sequence[str]) -> list[tuple[str, str]]:
    """All pairs (earlier arm, later arm); their difference is later minus earlier."""
    return list(combinations(names, 2))


def levels(runs: pd.DataFrame, name: str) -> dict[str, Estimate]:
    """Each measure of one arm."""
    measures = measures_of(runs)
    default, members = _matrices(runs, name, measures)
    limits = _limits(measures)
    return dict(zip(measures, estimates(default, members, limits), strict=True))


def differences(runs: pd.DataFrame, first: str, second: str) -> dict[str, Estimate]:
    """Each measure, second minus first: runs with the same seed (and ensemble member) are pairs."""
    measures = measures_of(runs)
    (default_a, members_a), (default_b, members_b) = (
        _matrices(runs, name, measures) for name in (first, second)
    )
    limits = _limits(measures)
    limits = np.column_stack([limits[:, 0] - limits[:, 1], limits[:, 1] - limits[:, 0]])
    found = estimates(default_b - default_a, members_b - members_a, limits)
    return dict(zip(measures, found, strict=True))


def effects_of(runs: pd.DataFrame, names: Sequence[str], replicates: int, ensemble: int) -> dict[str, Any]:
    """The object that `compare --json` prints, but for `out`, which is None until the results are written."""
    return {
        "scenarios": {name: {m: e.as_json() for m, e in levels(runs, name).items()} for name in names},
        "differences": {
            f"{b}-{a}": {m: e.as_json() for m, e in differences(runs, a, b).items()}
            for a, b in pairs_of(names)
        },
        "replicates": replicates,
        "ensemble": ensemble,
        "out": None,
    }


def pairing_of(runs: pd.DataFrame, names: Sequence[str]) -> dict[str, dict[str, float | None]]:
    """Per pair and measure: the variance ratio gained by giving both arms the same people and luck."""
    measures = measures_of(runs)
    levels_of = {name: _matrices(runs, name, measures)[0] for name in names}
    return {
        f"{b}-{a}": {m: pairing_gain(levels_of[a][:, k], levels_of[b][:, k]) for k, m in enumerate(measures)}
        for a, b in pairs_of(names)
    }


def _matrices(runs: pd.DataFrame, name: str, measures: Sequence[str]) -> tuple[Floats, Floats]:
    """[runs, measures] at default parameters and of the ensemble; row k is the same seed in all arms."""
    arm = runs[runs["scenario"] == name]
    values = arm[list(measures)].to_numpy(dtype=np.float64)
    default = (arm["member"] < 0).to_numpy()
    return values[default], values[~default]


def _limits(measures: Sequence[str]) -> Floats:
    """[measures, 2]: what is possible at all; shares lie in 0..1."""
    from ..model.definitions import measure

    shares = [measure(name).unit == "share" for name in measures]
    return np.array([(0.0, 1.0) if share else (-np.inf, np.inf) for share in shares]).reshape(-1, 2)


def crossing_days(curves: Floats) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Where the sign of each curve changes for good: (day, sign from then on), day 0 where it does not.

    curves: [n, days], a difference at the end of each day. They cross where one sign holds for `LEAD_DAYS`
    days in a row and later the other sign holds to the end, again for that long; the day (1 is the first) is
    the first of those from which on it holds.
    """
    n, days = curves.shape
    if n == 0 or days < 2 * LEAD_DAYS:
        return np.zeros(n, dtype=np.int64), np.zeros(n, dtype=np.int64)
    final = np.sign(curves[:, -1:])
    ahead = curves * final
    behind = np.cumsum(np.pad(ahead < 0.0, ((0, 0), (1, 0))), axis=1)
    led_before: NDArray[np.bool_] = ((behind[:, LEAD_DAYS:] - behind[:, :-LEAD_DAYS]) == LEAD_DAYS).any(
        axis=1
    )
    not_ahead = ~(ahead > 0.0)
    last = np.where(not_ahead.any(axis=1), days - 1 - np.argmax(not_ahead[:, ::-1], axis=1), -1)
    crosses = led_before & (last >= 0) & (days - 1 - last >= LEAD_DAYS)
    return np.where(crosses, last + 2, 0), np.where(crosses, final[:, 0], 0.0).astype(np.int64)


#: What crosses, unless something else is asked for.
PROFIT = "cumulative_incremental_profit"


def crossings_of(
    daily: pd.DataFrame, names: Sequence[str], days: int, measure: str = PROFIT
) -> dict[str, dict[str, Any]]:
    """Per pair, where the curves of a daily measure cross: of cumulative incremental profit, or of another.

    day: of the mean curves, None where they do not cross; leader: who is ahead from then on; luck: 95 %
    interval of that day over resampled runs, of those resamples that cross alike; share_luck: the share of
    them that do; share: the share of ensemble members in which the curves cross (alike, where the mean curves
    cross), None without an ensemble; all: the 2.5 % and 97.5 % quantiles of the day over members that cross,
    widened to contain luck.
    """
    curves = {name: _curves(daily, name, days, measure) for name in names}
    found = {}
    for a, b in pairs_of(names):
        # a run that failed in one arm has no partner in the other
        pairs = [key for key in curves[a] if key in curves[b]]
        seeds, members = (
            np.array([curves[b][key] - curves[a][key] for key in pairs if (key[0] >= 0) == drawn]).reshape(
                -1, days
            )
            for drawn in (False, True)
        )
        found[f"{b}-{a}"] = {"pair": f"{b}-{a}", **_crossing(seeds, members, (a, b))}
    return found


def _curves(daily: pd.DataFrame, name: str, days: int, measure: str) -> dict[tuple[int, int], Floats]:
    """(member, seed) -> the measure by day."""
    arm = daily[daily["scenario"] == name]
    keys = zip(by_run(arm, "member", 1)[:, 0], by_run(arm, "seed", 1)[:, 0], strict=True)
    curves = by_run(arm, measure, days)
    return {(int(member), int(seed)): curve for (member, seed), curve in zip(keys, curves, strict=True)}


def _crossing(seeds: Floats, members: Floats, pair: tuple[str, str]) -> dict[str, Any]:
    """seeds, members: paired curves [runs, days], second minus first."""
    if len(seeds) == 0:
        return {
            "day": None,
            "leader": None,
            "luck": [None, None],
            "all": [None, None],
            "share_luck": None,
            "share": None,
        }
    day, sign = (int(x[0]) for x in crossing_days(seeds.mean(axis=0, keepdims=True)))

    def alike(curves: Floats) -> NDArray[np.int64]:
        days, signs = crossing_days(curves)
        return days[(days > 0) & ((signs == sign) | (day == 0))]

    resampled = resampled_means(seeds)
    lucky, unknown = alike(resampled), alike(members)
    luck = quantiles(lucky) if day and len(seeds) > 1 else (None, None)
    ends = [x for x in (*luck, *quantiles(unknown)) if x is not None] if day else []
    return {
        "day": day or None,
        "leader": pair[1] if sign > 0 else pair[0] if sign < 0 else None,
        "luck": list(luck),
        "all": [min(ends), max(ends)] if ends else [None, None],
        "share_luck": len(lucky) / len(resampled),
        "share": len(unknown) / len(members) if len(members) else None,
    }
