"""Writing runs and comparisons to a results folder."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..errors import GrouplifeError
from ..scenario import Scenario
from .notes import read_notes
from .reading import Results
from .sheets import write_csv
from .store import ResultsFolder, write_error

if TYPE_CHECKING:
    import pandas as pd

    from .compare import Comparison
    from .run import Replicates

_LONGEST_NAME = 120
_KEYS = {"run_id": "number", "seed": "number", "member": "number, -1: default parameters"}


def default_folder(arms: Sequence[Scenario]) -> Path:
    """results/A_vs_B, below the working directory."""
    return Path("results") / "_vs_".join(arm.name for arm in arms)[:_LONGEST_NAME]


def save_comparison(comparison: Comparison, folder: ResultsFolder, csv: bool = False) -> None:
    """Write a comparison's tables beside what is staged, and publish all of it. csv: the tables as CSV too."""
    _save_tables(folder, comparison.runs, comparison.daily, comparison.groups)
    folder.write_table("draws", comparison.draws, draw_units(comparison.draws))
    found = {"effects": comparison.effects, "crossing": comparison.crossing, "pairing": comparison.pairing}
    folder.write_json("effects.json", found)
    _save_csv(folder, csv)
    folder.publish(comparison.manifest)


def read_comparison(results: Results) -> Comparison:
    """A comparison as it was written. Raises GrouplifeError where a file is missing or another version's."""
    from .compare import Comparison

    manifest = results.manifest
    path = results.path / "effects.json"
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
        effects, crossing, pairing = (found[key] for key in ("effects", "crossing", "pairing"))
        first, count = int(manifest["seeds"]["first"]), int(manifest["seeds"]["count"])
        ensemble = int(manifest["ensemble"])
    except (OSError, ValueError, KeyError, TypeError) as problem:
        raise GrouplifeError(f"cannot read {path}: {problem}; make the comparison again") from problem
    scenarios = scenarios_of(results)
    return Comparison(
        names=tuple(scenarios), scenarios=scenarios, replicates=count, ensemble=ensemble,
        seeds=tuple(range(first, first + count)), runs=results.runs, daily=results.daily, groups=results.groups,
        draws=results.table("draws"), effects=effects, crossing=crossing, pairing=pairing, manifest=manifest,
        notes=read_notes(manifest.get("notes", ()), manifest.get("notes_zh", ())),
    )  # fmt: skip


def scenarios_of(results: Results) -> dict[str, Scenario]:
    """The scenarios of results by name, as their manifest has them. Raises GrouplifeError where it cannot be read."""
    import yaml

    found = {}
    for entry in results.manifest.get("scenarios", ()):
        try:
            found[str(entry["name"])] = Scenario.model_validate(yaml.safe_load(entry["text"]))
        except (KeyError, TypeError, ValueError, yaml.YAMLError) as problem:
            made = results.manifest.get("grouplife", "unknown")
            raise GrouplifeError(
                f"{results.path}: its scenarios (written by grouplife {made}) cannot be read by this version: "
                f"{str(problem).splitlines()[0]}"
            ) from problem
    return found


def save_replicates(result: Replicates, folder: ResultsFolder, command: str, csv: bool = False) -> None:
    """Write the tables of one scenario's runs, and publish them. csv: the tables as CSV too."""
    _save_tables(folder, result.runs, result.daily, result.groups)
    folder.write_json("summary.json", result.as_json())
    _save_csv(folder, csv)
    folder.publish({**result.manifest, "command": command, "out": str(folder.path)})


def _save_csv(folder: ResultsFolder, wanted: bool) -> None:
    if wanted:
        try:
            write_csv(folder.staging, folder.staging)
        except OSError as problem:
            raise write_error(folder.path, problem) from problem


def _save_tables(
    folder: ResultsFolder, runs: pd.DataFrame, daily: pd.DataFrame, groups: pd.DataFrame
) -> None:
    from ..model.definitions import DAILY, GROUP, measure

    folder.write_table("runs", runs, {**_KEYS, **{name: measure(name).unit for name in _measures(runs)}})
    for name, table, known in (("daily", daily, DAILY), ("groups", groups, GROUP)):
        units = {column: known[column].unit for column in _measures(table) if column in known}
        folder.write_table(name, table, {**_KEYS, "day": "day, from 0", "group": "number", **units})


def _measures(table: pd.DataFrame) -> list[str]:
    from .effects import measures_of

    return measures_of(table)


def draw_units(draws: pd.DataFrame) -> dict[str, str]:
    """Unit by column of the ensemble's draws."""
    from ..scenario.mechanisms import PARAMETERS

    units: dict[str, Any] = {"member": "number"}
    for path in draws.columns:
        if path in PARAMETERS:
            units[path] = PARAMETERS[path].unit
        elif path.startswith("content."):
            units[path] = "position in its doubt, -1..1"
    return units
