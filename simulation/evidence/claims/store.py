"""Runs already made, kept between invocations: a journal of finished batches for each version of the model.

    <folder>/runs/<version>.jsonl

One line a scenario and batch, appended as batches finish; a line that a kill tore off is dropped when the
journal is next opened. A run is found again by the hash of its scenario as it takes effect, its seed, and
the hash of what its ensemble member sets. Runs of another version of the model stay in a journal of their own.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import math
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import IO, Any, NamedTuple

from ...experiments.version import model_version
from ...scenario import Scenario, effective, scenario_hash

#: Journals of other versions that are kept; older ones go.
_KEEP = 3


class Key(NamedTuple):
    """A run: its scenario, its seed, and what its ensemble member sets ("" at default parameters)."""

    scenario: str
    seed: int
    member: str


def hash_of(scenario: Scenario) -> str:
    """Content hash of a scenario as it takes effect; as written where a timeline may switch mechanisms."""
    return scenario_hash(scenario if scenario.timeline else effective(scenario))


def digest_of(overrides: Mapping[str, Any]) -> str:
    """Hash (12 hex digits) of what an ensemble member sets."""
    return hashlib.sha256(json.dumps(overrides, sort_keys=True).encode()).hexdigest()[:12]


#: What reading a line that is no block can raise, deep nesting and numbers beyond all bounds too.
_SPOILT = (ValueError, KeyError, TypeError, AttributeError, OverflowError, RecursionError)


def _runs_of(block: Mapping[str, Any]) -> list[tuple[Key, dict[str, float]]]:
    """The runs of a block, all of them or (by an error of `_SPOILT`) none."""
    measures = block["measures"]
    return [
        (
            Key(block["scenario"], seed, member),
            {
                name: math.nan if value is None else float(value)
                for name, value in zip(measures, values, strict=True)
            },
        )
        for seed, member, *values in block["runs"]
    ]


class RunStore:
    """The runs of this version of the model in a folder. Entering opens the journal, leaving closes it."""

    def __init__(self, folder: Path, fresh: bool = False, version: str | None = None) -> None:
        self.folder = folder
        self.version = version or model_version()
        self.fresh = fresh
        self.runs: dict[Key, dict[str, float]] = {}
        self.left_aside = 0  # journals of other versions
        self._journal: IO[bytes] | None = None

    @property
    def path(self) -> Path:
        """The journal."""
        return self.folder / f"{self.version}.jsonl"

    def __enter__(self) -> RunStore:
        self.folder.mkdir(parents=True, exist_ok=True)
        if self.fresh:
            self.path.unlink(missing_ok=True)
        good = self._read()
        self._journal = open(self.path, "ab")
        self._journal.truncate(good)
        self._prune()
        return self

    def __exit__(self, *error: object) -> None:
        if self._journal is not None:
            self._journal.close()
            self._journal = None

    def has(self, key: Key, measures: Iterable[str]) -> bool:
        """Whether a run is kept with all these measures."""
        kept = self.runs.get(key)
        return kept is not None and all(name in kept for name in measures)

    def value(self, key: Key, measure: str) -> float:
        """A measure of a run; NaN where it has none, or where the run failed."""
        return self.runs.get(key, {}).get(measure, math.nan)

    def add(self, found: Iterable[tuple[Key, Mapping[str, float]]]) -> None:
        """Keep the runs of a finished batch; they are on disk when this returns."""
        assert self._journal is not None
        blocks: dict[tuple[str, tuple[str, ...]], list[list[Any]]] = {}
        for key, values in found:
            self.runs.setdefault(key, {}).update(values)
            row = [key.seed, key.member, *(None if math.isnan(x) else x for x in values.values())]
            blocks.setdefault((key.scenario, tuple(values)), []).append(row)
        lines = [
            json.dumps({"scenario": scenario, "measures": measures, "runs": rows}, separators=(",", ":"))
            for (scenario, measures), rows in blocks.items()
        ]
        self._journal.write("".join(f"{line}\n" for line in lines).encode())
        self._journal.flush()

    def _read(self) -> int:
        """Take in the journal; bytes up to the end of its last whole line."""
        good = 0
        with contextlib.suppress(FileNotFoundError), open(self.path, "rb") as journal:
            for line in journal:
                if not line.endswith(b"\n"):
                    break
                good += len(line)
                with contextlib.suppress(*_SPOILT):  # a line spoilt otherwise: run again
                    for key, values in _runs_of(json.loads(line)):
                        self.runs.setdefault(key, {}).update(values)
        return good

    def _prune(self) -> None:
        others = [path for path in self.folder.glob("*.jsonl") if path != self.path]
        others.sort(key=lambda path: path.stat().st_mtime, reverse=True)
        for old in others[_KEEP:]:
            old.unlink(missing_ok=True)
        self.left_aside = len(others[:_KEEP])
