"""Results read back: the manifest at once, the tables when they are asked for."""

from __future__ import annotations

import json
import warnings
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..errors import GrouplifeError, ResultsWarning, UsageError
from ..scenario.paths import nearest
from .condition import MANIFEST, Remark, inner_results, remarks, why_none
from .manifest import FORMAT

if TYPE_CHECKING:
    import pandas as pd


class Results:
    """Results read back: `.manifest`, and the tables as pandas frames, read when first asked for.

    remarks: what a reader should know (not finished, being written, of another version), in English and Chinese.
    """

    def __init__(self, path: Path, manifest: dict[str, Any], remarks: tuple[Remark, ...] = ()) -> None:
        self.path = path
        self.manifest = manifest
        self.remarks = remarks

    def __repr__(self) -> str:
        names = ", ".join(entry["name"] for entry in self.manifest.get("scenarios", ()))
        return f"<results of {self.manifest.get('kind')} in {self.path}: {names}>"

    @property
    def complete(self) -> bool:
        """Whether nothing is left to do; only a sweep can be published before that."""
        return bool((self.manifest.get("sweep") or {}).get("complete", True))

    @cached_property
    def runs(self) -> pd.DataFrame:
        """One row a run."""
        return self.table("runs")

    @cached_property
    def daily(self) -> pd.DataFrame:
        """One row a run and day."""
        return self.table("daily")

    @cached_property
    def groups(self) -> pd.DataFrame:
        """One row a run and group."""
        return self.table("groups")

    def table(self, name: str, columns: Sequence[str] | None = None) -> pd.DataFrame:
        """Any table of the folder by name, or these columns of it.

        Raises GrouplifeError where there is none, it lacks a column, or it cannot be read.
        """
        import pyarrow as pa
        import pyarrow.parquet as pq

        path = self._file(name)
        try:
            there = set(pq.read_schema(path).names)
            lacking = [column for column in columns or () if column not in there]
            if lacking:
                near = nearest(lacking[0], there)
                hint = f"; did you mean {near}?" if near else ""
                raise GrouplifeError(f"{path} has no column {lacking[0]!r}{hint}")
            frame: pd.DataFrame = pq.read_table(path, columns=columns).to_pandas()
        except (OSError, pa.ArrowException) as problem:
            raise GrouplifeError(f"cannot read {path}: {problem}") from problem
        return frame

    def columns(self, name: str) -> list[str]:
        """The columns of a table, in order."""
        import pyarrow.parquet as pq

        return list(pq.read_schema(self._file(name)).names)

    def units(self, name: str) -> dict[str, str]:
        """Unit by column of a table."""
        import pyarrow.parquet as pq

        schema = pq.read_schema(self._file(name))
        return {f.name: f.metadata[b"unit"].decode() for f in schema if f.metadata and b"unit" in f.metadata}

    def _file(self, name: str) -> Path:
        path = self.path / f"{name}.parquet"
        if not path.exists():
            has = ", ".join(sorted(entry.stem for entry in self.path.glob("*.parquet"))) or "none"
            inner = [str(folder) for folder in inner_results(self.path) if (folder / path.name).exists()]
            more = f"; the rounds of this question have it: load_results({inner[0]!r})" if inner else ""
            raise GrouplifeError(f"{self.path} has no table {name!r}; it has: {has}{more}")
        return path


def load_results(path: Path | str) -> Results:
    """The results in a folder, of whatever command: `.manifest`, `.runs`, `.daily`, `.groups`, `.table(name)`.

    Warns (ResultsWarning) where they are not finished, are being written anew, or were made by another version.
    Raises UsageError where there are none: no such folder, not one of results, nothing finished in it yet.
    """
    found = open_results(path)
    for remark in found.remarks:
        warnings.warn(f"{found.path}: {remark['en']}", ResultsWarning, stacklevel=2)
    return found


def open_results(path: Path | str) -> Results:
    """As `load_results`, but what there is to remark is only in `.remarks`."""
    folder = Path(path)
    if folder.is_file():
        raise UsageError(f"no results folder {folder}: it is a file; give the folder it lies in")
    if not folder.is_dir():
        raise UsageError(f"no results folder {folder}: there is no such folder")
    if not (folder / MANIFEST).exists():
        raise UsageError(why_none(folder))
    manifest = manifest_at(folder / MANIFEST)
    if not manifest:
        raise UsageError(f"no results in {folder}: its {MANIFEST} is not one of grouplife's")
    if manifest.get("format", 0) > FORMAT:
        raise UsageError(
            f"{folder} was written by grouplife {manifest['grouplife']}, in a newer layout; update grouplife"
        )
    return Results(folder, manifest, remarks(folder, manifest))


def manifest_at(path: Path) -> dict[str, Any]:
    """A manifest of ours, or {} where the file is anything else."""
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except (ValueError, OSError):
        return {}
    return found if isinstance(found, dict) and "grouplife" in found else {}
