"""The results of a sweep in their folder: tables, manifest, CSV where asked for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from ..experiments.manifest import manifest_of
from ..experiments.save import draw_units
from ..experiments.sheets import write_csv
from ..experiments.store import ResultsFolder
from .compact import write_tables
from .expand import Sweep
from .journal import Journal

if TYPE_CHECKING:
    import pandas as pd


def publish(
    sweep: Sweep,
    journal: Journal,
    folder: ResultsFolder,
    started: float,
    missing: int,
    wide: Sequence[tuple[int, int]],
    command: str,
    csv: bool,
) -> None:
    """Write the tables of what is finished and put them in place.

    missing: runs left to do. wide: scenario and point where the stopping rule ended without its interval. Raises
    SpoiltPart, OSError, GrouplifeError.
    """
    write_tables(sweep, journal, folder.staging)
    _write_small(sweep, folder)
    if csv:
        write_csv(folder.staging, folder.staging)
    folder.publish(_manifest(sweep, journal, started, missing, wide, command, folder))


def add_csv(folder: ResultsFolder) -> None:
    """CSV beside tables that are there already."""
    write_csv(folder.path, folder.staging)
    folder.publish({k: v for k, v in folder.old.items() if k != "files"}, more=True)


def _write_small(sweep: Sweep, folder: ResultsFolder) -> None:
    """points, uncertainties, draws: what the numbers in the other tables stand for."""
    for name, table, key in (
        ("points", sweep.points, "point"),
        ("uncertainties", sweep.uncertain, "uncertainty"),
    ):
        if len(table.columns):
            units = {path: unit for path, unit in sweep.units.items() if unit}
            folder.write_table(name, _numbered(table, key), {key: "number", **units})
    if sweep.ensemble is not None and sweep.ensemble.members:
        folder.write_table("draws", sweep.ensemble.draws, draw_units(sweep.ensemble.draws))


def _numbered(table: pd.DataFrame, key: str) -> pd.DataFrame:
    plain = table.copy()
    for path in plain.columns:
        if plain[path].map(type).nunique() > 1:  # 10 and "auto"
            plain[path] = plain[path].map(str)
    plain.insert(0, key, range(len(plain)))
    return plain


def _manifest(
    sweep: Sweep,
    journal: Journal,
    started: float,
    missing: int,
    wide: Sequence[tuple[int, int]],
    command: str,
    folder: ResultsFolder,
) -> dict[str, Any]:
    most = max((block.stop for block in sweep.blocks), default=1)
    seeds = range(sweep.plan.seed, sweep.plan.seed + most)
    notes = [note["en"] for note in sweep.notes]
    if journal.failed:
        notes.append(f"{journal.failed:,} of {journal.made:,} runs failed; the table errors says why")
    plain = manifest_of(
        "sweep", sweep.scenarios, seeds, started, engine="columns", ensemble=sweep.plan.ensemble, notes=notes,
        command=command,
    )  # fmt: skip
    return {
        **plain,
        "out": str(folder.path),
        "plan": {
            "name": sweep.plan.name,
            "hash": sweep.hash,
            "text": sweep.text,
            "question": sweep.plan.question.model_dump() if sweep.plan.question else None,
            "measures": list(sweep.plan.measures),
            "until": sweep.plan.until.measure if sweep.plan.until else None,
            "notes": [dict(note) for note in sweep.notes],  # in both languages
        },
        "sweep": {
            **journal.identity,
            "token": journal.token,
            "complete": missing == 0,
            "runs": journal.made,
            "failed": journal.failed,
            "missing": missing,
            "open": [list(unit) for unit in wide],
            "work_seconds": round(journal.seconds, 1),
        },
    }
