"""What a sweep has finished, batch by batch, so that a kill at any moment loses no finished batch.

    <folder>/journal/sweep.json     what sweep this is: plan, version, token
    <folder>/journal/00000012.part  a finished batch (`parts`)

A part is written to a name of its own, brought to the disk and then renamed: it is there whole or not at all.
Parts are never changed. What a kill left half written is removed when the journal is next opened.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import secrets
import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..experiments.condition import JOURNAL, SWEEP
from ..experiments.version import made_with
from .batch import Done
from .expand import Sweep
from .parts import Header, Spoilt, header_of, table_of

FOLDER = JOURNAL
_IDENTITY = SWEEP
_DRAFT = ".draft"


def identity_of(sweep: Sweep) -> dict[str, Any]:
    """What has to be the same for runs of two sessions to belong together."""
    return {
        "name": sweep.plan.name,
        "plan": sweep.hash,
        "keep": list(sweep.keep),
        "versions": {**made_with(), "design": _design_hash(sweep)},
    }


def differences(mine: Mapping[str, Any], other: Mapping[str, Any]) -> list[str]:
    """What differs in the versions of two identities, in words: "numpy 2.1 -> 2.2"."""
    here, there = mine["versions"], other.get("versions", {})
    return [
        f"{name} {there.get(name, 'none')} -> {here.get(name, 'none')}"
        for name in dict.fromkeys((*here, *there))
        if here.get(name) != there.get(name)
    ]


@dataclass
class Journal:
    """The journal in a results folder: `read` before anything else, `begin` before adding.

    The folder's lock is the caller's.

    identity: of the sweep that is written. done: by run_id, whether it is finished. watched: by run_id, the measure
    the stopping rule looks at (NaN: none, or not yet). made: finished runs. failed: those that failed.
    """

    folder: Path
    identity: Mapping[str, Any]
    done: NDArray[np.bool_]
    watched: NDArray[np.float64]
    token: str = ""
    made: int = 0
    failed: int = 0
    seconds: float = 0.0
    _next: int = field(default=0, repr=False)

    @classmethod
    def of(cls, sweep: Sweep, results: Path) -> Journal:
        """The journal of a sweep in a results folder, not yet read."""
        runs = sweep.most_runs
        watched = np.full(runs if sweep.plan.until is not None else 0, np.nan)
        return cls(results / FOLDER, identity_of(sweep), np.zeros(runs, dtype=bool), watched)

    def found(self) -> dict[str, Any] | None:
        """The identity of the journal that is there; None: there is none."""
        with contextlib.suppress(OSError, ValueError):
            said = json.loads((self.folder / _IDENTITY).read_text(encoding="utf-8"))
            return said if isinstance(said, dict) else None
        return None

    def discard(self) -> None:
        """Remove the journal. Its identity goes first: what is left of it then belongs to no sweep."""
        (self.folder / _IDENTITY).unlink(missing_ok=True)
        shutil.rmtree(self.folder, ignore_errors=True)

    def read(self) -> None:
        """Take in what is there; nothing is written."""
        said = self.found()
        if said is None:
            return
        self.token = str(said.get("token", ""))
        for path, header in self.parts():
            self._count(header)
            self._next = max(self._next, int(path.stem) + 1)

    def begin(self) -> None:
        """Make ready to add to it: what a kill left half written goes. Raises OSError."""
        if self.token:
            for draft in self.folder.glob(f"*{_DRAFT}"):
                draft.unlink()
            return
        shutil.rmtree(self.folder, ignore_errors=True)
        self.folder.mkdir(parents=True)
        self.token = secrets.token_hex(8)
        self._write(_IDENTITY, json.dumps({**self.identity, "token": self.token}, indent=1).encode())

    def parts(self) -> Iterator[tuple[Path, Header]]:
        """The parts in the order they were written; a spoilt one is removed, its runs are made again."""
        for path in sorted(self.folder.glob("*.part")):
            try:
                header = header_of(path)
            except Spoilt:
                path.unlink()
                continue
            yield path, header

    def add(self, done: Done) -> None:
        """Keep a finished batch; it is on the disk when this returns. Raises OSError."""
        self._write(f"{self._next:08d}.part", done.part)
        self._next += 1
        self._count(done)

    def first_error(self) -> tuple[str, str]:
        """Error and traceback of the failed run with the smallest number; empty where none failed."""
        failed = [(min(header.failed), path, header) for path, header in self.parts() if header.failed]
        if not failed:
            return "", ""
        run_id, path, header = min(failed, key=lambda entry: entry[0])
        table = table_of(path, header, "runs")
        assert table is not None
        row = table.slice(header.run_ids.index(run_id), 1).to_pylist()[0]
        return str(row["error"]), str(row["traceback"])

    def _write(self, name: str, content: bytes) -> None:
        draft = self.folder / f"{name}{_DRAFT}"
        try:
            with open(draft, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            os.replace(draft, self.folder / name)
        except OSError:
            with contextlib.suppress(OSError):
                draft.unlink(missing_ok=True)
            raise
        _sync_folder(self.folder)

    def _count(self, header: Header | Done) -> None:
        ids = np.array(header.run_ids, dtype=np.int64)
        new = ~self.done[ids]
        self.made += int(new.sum())
        self.failed += len({*header.failed} & {*ids[new].tolist()})
        self.seconds += header.seconds
        self.done[ids] = True
        if len(self.watched):
            self.watched[ids] = header.watched


def _sync_folder(folder: Path) -> None:
    """Bring a rename to the disk, where the system can."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)


def _design_hash(sweep: Sweep) -> str:
    """Hash (12 hex digits) of what the designs and the ensemble came out as."""
    import pandas as pd

    digest = hashlib.sha256()
    for table in (sweep.points, sweep.uncertain):
        digest.update(json.dumps([len(table), *map(str, table.columns)]).encode())
        digest.update(np.asarray(pd.util.hash_pandas_object(table, index=False)).tobytes())
    if sweep.ensemble is not None:
        for scenario in sweep.scenarios:
            for member in range(sweep.ensemble.members):
                digest.update(json.dumps(sweep.ensemble.overrides(scenario, member), sort_keys=True).encode())
    return digest.hexdigest()[:12]
