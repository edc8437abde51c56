"""What is written of a fit: tables, one JSON file, and a scenario that every other command takes."""

from __future__ import annotations

import csv
import datetime
import io
import json
import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from ... import __version__
from ...experiments.store import ResultsFolder, write_error
from ...scenario import Scenario, flatten, library
from .fit import Fitted
from .learned import THEORY, acts_on_talk, resampled, rounded
from .matching import LONGEST, MARKET_PEOPLE, OWN, from_outside, growth_timeline
from .weights import natural

if TYPE_CHECKING:
    import pandas as pd

FITS_ROWS = 200
_DAYS = 180  # of the scenario at least
#: Prefix of what belongs to the groups of the log, not to people (experiments/fitted.py).
_REFERENCE = "reference."
_HISTORY_UNITS = {
    "day": "day, from 0", "joins": "people", "leaves": "people", "present": "people", "messages": "messages",
    "posters": "people", "active_28": "people within 28 days", "messages_28": "messages within 28 days",
    "age": "days since the first message", "talk_ratio": "messages of 28 days / of the first 28",
}  # fmt: skip
_FORECAST_UNITS = {"month": "number, of 28 days", "from": "date", "to": "date"}


def save_fit(fitted: Fitted, folder: ResultsFolder, command: str) -> None:
    """Write everything of a fit but the report, and publish it."""
    folder.write_table("history", fitted.whole.table(), _HISTORY_UNITS)
    folder.write_table("forecast", fitted.forecast, _FORECAST_UNITS)
    folder.write_json("fit.json", as_json(fitted))
    write_text(folder, "weights.csv", weights_text(fitted))
    write_text(folder, f"{fitted.name}_fits.csv", fits_text(fitted, command))
    write_text(folder, f"{fitted.name}.yaml", scenario_text(fitted, folder.path, command))
    folder.publish(_manifest(fitted, folder, command))


def write_text(folder: ResultsFolder, name: str, text: str) -> None:
    """One text file among the results."""
    try:
        (folder.staging / name).write_text(text, encoding="utf-8", newline="")
    except OSError as problem:
        raise write_error(folder.path, problem) from problem


def _manifest(fitted: Fitted, folder: ResultsFolder, command: str) -> dict[str, Any]:
    from ...experiments.manifest import manifest_of

    notes = [note.say("en") for note in fitted.notes]
    found = manifest_of(
        "fit",
        [fitted.match.scenario],
        (fitted.seed,),
        0.0,
        engine="columns",
        ensemble=fitted.ensemble,
        notes=notes,
        command=command,
    )
    return found | {"duration_seconds": round(fitted.seconds, 3), "out": str(folder.path)}


# --- JSON


def as_json(fitted: Fitted) -> dict[str, Any]:
    """Everything a program may want of a fit."""
    history, fit = fitted.history, fitted.fit
    return _plain(
        {
            "name": fitted.name,
            "source": fitted.source,
            "base": fitted.match.base.name,
            "timezone": fitted.log.zone,
            "log": {
                "from": history.date(0).isoformat(),
                "to": fitted.whole.date(fitted.whole.days - 1).isoformat(),
                "days_fitted": history.days,
                "days_held_out": fitted.held_out,
                "groups": len(history.names),
                "groups_fitted": len(fitted.match.groups),
                "people": history.people,
                "messages": int(history.messages.sum()),
                "joins": int(history.joins.sum()),
                "leaves": int(history.leaves.sum()),
            },
            "groups": group_rows(fitted),
            "settings": dict(fitted.match.settings),
            "inflow_per_day_and_group": [round(float(rate), 5) for rate in fitted.match.inflow],
            "invited_per_day_and_group": [round(float(rate), 5) for rate in fitted.match.invited],
            "ensemble": fitted.ensemble,
            "runs_per_member": fitted.match.seeds,
            "effective_members": round(fit.ess, 1),
            "kernel_width": round(fit.width, 3),
            "nearest_distance": round(float(fit.distance.min()), 3),
            "statistics": statistics_rows(fitted),
            "theories": fitted.theories,
            "parameters": [vars(one) for one in fitted.learned],
            "scenario": dict(fitted.point),
            "misfit": vars(fitted.misfit),
            "coverage": list(fitted.coverage),
            "notes": [note.say("en") for note in fitted.notes],
        }
    )


def _plain(value: Any) -> Any:
    """Plain Python data; what is not a number is None."""
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    if isinstance(value, (np.integer, np.bool_)):
        return value.item()
    if isinstance(value, (float, np.floating)):
        return float(value) if np.isfinite(value) else None
    return value


def group_rows(fitted: Fitted) -> list[dict[str, Any]]:
    """One row a group of the days fitted, by messages."""
    history = fitted.history
    life = history.lives
    last = history.days - 1
    rows = []
    for k in np.argsort(-history.messages.sum(axis=0), kind="stable"):
        judged = bool(life.judged[last, k])
        rows.append(
            {
                "group": history.names[k],
                "first_message": None if life.start[k] < 0 else history.date(life.start[k]).isoformat(),
                "days": int(life.observed_days[k]),
                "members": int(history.present[last, k]),
                "members_at_start": int(history.start_size[k]),
                "messages": int(history.messages[:, k].sum()),
                "posters": int((history.posts[history.pair_group == k] > 0).sum()),
                "messages_28": int(history.messages[-28:, k].sum()),
                "gini": float(history.gini[k]),
                "talk_left": float(life.ratio[last, k]),
                "stillborn": bool(life.stillborn[k]),
                "judged": judged,
                "status_dead": judged and bool(life.dead[last, k]),
                "ever_dead": judged and bool(life.ever_dead[last, k]),
                "silent": judged and bool(life.silent[last, k]),
            }
        )
    return rows


def statistics_rows(fitted: Fitted) -> list[dict[str, Any]]:
    """Each statistic in the unit people read: of the log, and as the weighted members would show it."""
    rows = []
    for n, statistic in enumerate(fitted.fit.statistics):
        low, middle, high = (natural(statistic, float(x)) for x in fitted.predicted[:, n])
        value = float(fitted.fit.log[n])
        rows.append(
            {
                "family": statistic.family,
                "name": statistic.name,
                "log": natural(statistic, value),
                "model_low": low,
                "model": middle,
                "model_high": high,
                "inside": bool(fitted.predicted[0, n] <= value <= fitted.predicted[2, n]),
            }
        )
    return rows


# --- tables as text


def weights_text(fitted: Fitted) -> str:
    """One row a member: its weight, its distance, its theory, its parameters."""
    paths = list(fitted.values)
    rows: list[Sequence[Any]] = [("member", "weight", "distance", THEORY, *paths)]
    for member in np.argsort(-fitted.fit.weight, kind="stable"):
        weight, distance = fitted.fit.weight[member], fitted.fit.distance[member]
        cells = [f"{fitted.values[path][member]:.6g}" for path in paths]
        rows.append((int(member), f"{weight:.6g}", f"{distance:.5g}", fitted.theory[member], *cells))
    return _csv(rows)


def fits_text(fitted: Fitted, command: str) -> str:
    """The table of fits a scenario may name: members as often as they count.

    The first row is what the scenario itself runs with, so that its values are known to be fits and not a choice.
    """
    paths = [path for path in fitted.values if acts_on_talk(path) or path in OWN]
    names = [_REFERENCE + path if path in OWN else path for path in paths]
    chosen = resampled(fitted.fit.weight, FITS_ROWS, fitted.seed)
    base = flatten(fitted.match.base)
    own = [rounded(float(fitted.point.get(path, base[path]))) for path in paths]
    rows: list[Sequence[Any]] = [
        (THEORY, "member", *names),
        (base[THEORY], "", *(f"{value:g}" for value in own)),
    ]
    for member in chosen:
        values = (rounded(fitted.values[path][member]) for path in paths)
        rows.append((fitted.theory[member], int(member), *(f"{value:g}" for value in values)))
    head = (
        f"# Fits to {fitted.source}, {fitted.history.date(0)} to {fitted.history.date(fitted.history.days - 1)},\n"
        f"# {FITS_ROWS} rows drawn by weight from {fitted.ensemble} members ({fitted.fit.ess:.0f} effective), "
        f"made by grouplife {__version__}: {' '.join(command.split())}\n"
    )
    return head + _csv(rows)


def _csv(rows: Sequence[Sequence[Any]]) -> str:
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(rows)
    return text.getvalue()


# --- the scenario


def scenario_of(fitted: Fitted) -> Scenario:
    """The scenario that is written, as an object."""
    return fitted.match.base.override(settings_of(fitted) | {"name": fitted.name})


def settings_of(fitted: Fitted) -> dict[str, Any]:
    """What the scenario sets on the one it extends, by dotted path."""
    matched = fitted.match
    found: dict[str, Any] = dict(matched.settings)
    count = int(found["groups.count"])
    size = int(found.get("groups.members_at_start", matched.base.groups.members_at_start))
    wanted = min(max(matched.base.market.people, 20 * count * size), MARKET_PEOPLE)
    found["market.people"] = max(wanted, 2 * count * size)
    found["days"] = min(LONGEST, max(_DAYS, matched.window + matched.horizon))
    if len(matched.inflow):
        later = float(np.mean(matched.inflow))
        rates = from_outside(np.array([*matched.inflow, later]), matched.invited)
        found |= growth_timeline(rates, count, matched.base, found["days"])
    return {**found, **fitted.point}


def scenario_text(fitted: Fitted, folder: Path, command: str) -> str:
    """The scenario as YAML."""
    matched = fitted.match
    base = matched.base.name
    tree: dict[str, Any] = {}
    for path, value in settings_of(fitted).items():
        _put(tree, path.split("."), _plain(value))
    told = ", ".join(fitted.point) or "none: they stay as they are"
    said = f"the log told something about (weighted medians): {told}"
    if fitted.point_is_member:
        said = "are those of the set nearest to the log, which fits better than medians taken one by one"
    first, last = fitted.history.date(0), fitted.history.date(fitted.history.days - 1)
    lines = [
        f"# Matched to {fitted.source} ({first} to {last}) by grouplife {__version__}, {datetime.date.today()}:",
        f"#   {' '.join(command.split())}",
        "# Groups, sizes and inflow are the log's; after it ends, people join as fast as they did on average.",
        "# Of those who join, some are invited by members; growth is the rest.",
        f"# What operators posted is not in the log: the plan is that of {base}.",
        f"# Parameters {said}.",
        "# What if? Write a plan that extends this file and hold it against it: see docs/fitting.md.",
        f"name: {fitted.name}",
        f"title: {{en: {_quoted('Like ' + fitted.source)}, zh: {_quoted('仿照 ' + fitted.source)}}}",
        "question:",
        "  en: What becomes of groups like ours?",
        "  zh: 像我们这样的群，会怎样？",
        "theme: own",
        f"extends: {_extends(fitted.base_source, folder)}",
    ]
    fits = f"{fitted.name}_fits.csv"
    if "fits" in Scenario.model_fields:
        lines.append(f"fits: {fits}")
    else:
        lines.append(f"# The ensemble of fits lies in {fits}.")
    return "\n".join(lines) + "\n" + "".join(_yaml(tree, 0))


def _extends(source: str, folder: Path) -> str:
    """How the scenario names the one it builds on: of the library by name, a file from the folder it lies in."""
    if source in library():
        return source
    return _quoted(os.path.relpath(Path(source).resolve(), folder.resolve()))


def _put(tree: dict[str, Any], steps: Sequence[str], value: Any) -> None:
    for step in steps[:-1]:
        tree = tree.setdefault(step, {})
    tree[steps[-1]] = value


def _yaml(tree: Mapping[str, Any], depth: int) -> list[str]:
    lines = []
    for name, value in tree.items():
        pad = "  " * depth
        if isinstance(value, Mapping):
            lines += [f"{pad}{name}:\n", *_yaml(value, depth + 1)]
        elif isinstance(value, list):
            lines.append(f"{pad}{name}:\n" if value else f"{pad}{name}: []\n")
            lines += [f"{pad}  - {_flow(entry)}\n" for entry in value]
        else:
            lines.append(f"{pad}{name}: {_scalar(value)}\n")
    return lines


def _flow(value: Any) -> str:
    if isinstance(value, Mapping):
        return "{" + ", ".join(f"{key}: {_flow(item)}" for key, item in value.items()) + "}"
    return _scalar(value)


def _scalar(value: Any) -> str:
    if isinstance(value, bool):
        return "on" if value else "off"
    return f"{value:.6g}" if isinstance(value, float) else str(value)


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)


def table_of(fitted: Fitted) -> pd.DataFrame:
    """The forecast of all groups together, in the order of months."""
    table = fitted.forecast
    return table[table["kind"] == "total"]
