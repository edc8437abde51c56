"""The forecast as a table of intervals, and how often they held what came."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from .forecast import LEVELS, MONTH, Draws, dead_of
from .history import History

if TYPE_CHECKING:
    import pandas as pd

Ints = NDArray[np.int64]

#: Measures of a month, with their unit.
UNITS = {
    "messages": "messages a month",
    "active": "people who spoke",
    "dead": "groups that are dead",
    "silent": "groups without a message",
}


#: Of a single group a yes or no, whose mean is a chance.
_YES_OR_NO = ("dead", "silent")


def forecast_table(draws: Draws, history: History, groups: Ints, whole: History | None) -> pd.DataFrame:
    """One row a group (or all together), measure and month of 28 days; observed where the log goes on.

    mean: of the draws; of a single group that is dead or silent, the chance of it. history: up to the end of the
    window; groups: those forecast; whole: the whole log, None where it ends.
    """
    import pandas as pd

    names = [history.names[k] for k in groups]
    came = {} if whole is None else observed(whole, names, history.days, draws.months, draws.first)
    rows: list[dict[str, Any]] = []
    series: dict[tuple[str, str, str], Ints] = {
        ("total", scope, measure): values for (scope, measure), values in draws.series().items()
    }
    dead = draws.dead
    for k, name in enumerate(names):
        series["group", name, "messages"] = draws.messages[:, k]
        series["group", name, "active"] = draws.active[:, k]
        if dead is not None and draws.first is not None and draws.first[k] > 0:
            series["group", name, "dead"] = dead[:, k].astype(np.int64)
        series["group", name, "silent"] = (draws.messages[:, k] == 0).astype(np.int64)
    for (kind, name, measure), values in series.items():
        for month in range(draws.months):
            first = history.days + MONTH * month
            row = {
                "kind": kind,
                "name": name,
                "measure": measure,
                "month": month + 1,
                "from": np.datetime64(history.date(first)),
                "to": np.datetime64(history.date(first + MONTH - 1)),
                "observed": came.get((kind, name, measure), {}).get(month, np.nan),
            }
            rows.append(row | {"mean": float(values[:, month].mean())} | intervals(values[:, month]))
    return pd.DataFrame(rows)


def intervals(values: Ints) -> dict[str, float]:
    """Median, and low and high of each level: values that were drawn, so that a count stays a count."""
    found = {"median": float(np.quantile(values, 0.5, method="inverted_cdf"))}
    for level in LEVELS:
        tail = (1.0 - level) / 2.0
        low, high = np.quantile(values, (tail, 1.0 - tail), method="inverted_cdf")
        inside = float(((values >= low) & (values <= high)).mean())
        name = f"{100 * level:.0f}"
        found |= {f"low_{name}": float(low), f"high_{name}": float(high), f"holds_{name}": inside}
    return found


def observed(
    whole: History, names: Sequence[str], start: int, months: int, first: Ints | None = None
) -> dict[tuple[str, str, str], dict[int, float]]:
    """What came in each month that the log covers in full, by what `forecast_table` names. first: as in `State`."""
    place = [whole.names.index(name) for name in names]
    found: dict[tuple[str, str, str], dict[int, float]] = {}
    for month in range(months):
        begin, last = start + MONTH * month, start + MONTH * (month + 1)
        if last > whole.days:
            break
        said = whole.messages[begin:last].sum(axis=0)
        active = whole.active_28[last - 1]
        totals = {
            ("total", "known", "messages"): said[place].sum(),
            ("total", "known", "active"): active[place].sum(),
            ("total", "known", "silent"): (said[place] == 0).sum(),
            ("total", "all", "messages"): said.sum(),
            ("total", "all", "active"): active.sum(),
        }
        dead = None if first is None else dead_of(said[place], first)
        if dead is not None:
            totals["total", "known", "dead"] = dead.sum()
        for n, (name, k) in enumerate(zip(names, place, strict=True)):
            totals["group", name, "messages"] = said[k]
            totals["group", name, "active"] = active[k]
            totals["group", name, "silent"] = said[k] == 0
            if dead is not None and first is not None and first[n] > 0:
                totals["group", name, "dead"] = dead[n]
        for key, value in totals.items():
            found.setdefault(key, {})[month] = float(value)
    return found


def coverage(table: pd.DataFrame, sizes: Mapping[str, int]) -> list[dict[str, Any]]:
    """How often the intervals held what came, by class: all groups together, and single groups by how much they

    had talked (the half with more messages, and the other). claimed: what an interval holds of the forecast itself,
    more than its level where counts are small.
    """
    known = table[table["observed"].notna()]
    if known.empty:
        return []
    middle = float(np.median(list(sizes.values())))
    single = known["kind"] == "group"
    size = known["name"].map(sizes).fillna(0.0)
    classes = {
        "total": ~single & (known["name"] == "known"),
        "total with groups founded later": ~single & (known["name"] == "all"),
        "groups that talked more": single & (size >= middle),
        "groups that talked less": single & (size < middle),
    }
    found = []
    for name, chosen in classes.items():
        for measure in UNITS:
            if name.startswith("groups") and measure in _YES_OR_NO:
                continue  # an interval of a yes or no says nothing
            rows = known[chosen & (known["measure"] == measure)]
            if rows.empty:
                continue
            entry: dict[str, Any] = {"class": name, "measure": measure, "months": len(rows)}
            for level in LEVELS:
                text = f"{100 * level:.0f}"
                inside = (rows["observed"] >= rows[f"low_{text}"]) & (
                    rows["observed"] <= rows[f"high_{text}"]
                )
                entry[f"held_{text}"] = round(float(inside.mean()), 3)
                entry[f"claimed_{text}"] = round(float(rows[f"holds_{text}"].mean()), 3)
            found.append(entry)
    return found
