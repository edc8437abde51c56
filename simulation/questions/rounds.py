"""A question's runs, round by round: which points come next may depend on what the last ones showed.

Each round is a sweep of its own in a folder below the question's (rounds/01, rounds/screening_10, …), so a question
that is stopped at any moment is asked again from the start and finds its finished rounds, and in the unfinished one its
finished runs. What a round asks depends only on what earlier ones found, and that on nothing but plan, seeds and
version: a question answered in ten sessions on any number of workers has the answer of one in a single session.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

import numpy as np
from numpy.typing import NDArray

from ..errors import GrouplifeError
from ..experiments.condition import ROUNDS
from ..experiments.executors import Standing
from ..experiments.store import ResultsFolder
from ..scenario import Scenario
from ..sweeps.expand import Sweep
from ..sweeps.runner import sweep
from ..sweeps.status import Status, Watch
from .claim import claim

if TYPE_CHECKING:
    import pandas as pd

Floats = NDArray[np.float64]


class Asked(Protocol):
    """What every question says of itself."""

    @property
    def kind(self) -> str:
        """The command that asks it."""

    @property
    def bases(self) -> Sequence[Scenario]:
        """The scenarios it is asked about."""

    @property
    def measures(self) -> Sequence[str]:
        """Of a run, those that are kept."""

    @property
    def versions(self) -> Mapping[str, str]:
        """Of libraries that choose points."""

    @property
    def expected(self) -> int:
        """Runs in all, about."""

    @property
    def seeds(self) -> range:
        """Of all runs whose seeds come one after the other."""

    @property
    def members(self) -> int:
        """Of the ensemble, 0 without one."""

    def said(self) -> dict[str, Any]:
        """All that the runs depend on, but for the scenarios, as plain data."""


@dataclass(frozen=True)
class Effort:
    """How runs are made: none of it has a part in the answer. Fields as in `sweep`."""

    workers: int | None = None
    scheduler: str | None = None
    executor: Standing | None = None
    fresh: bool = False
    command: str = ""
    watch: Watch | None = None


@dataclass(frozen=True)
class Found:
    """What the runs of a round gave.

    sweep: the round. values: [scenarios, points, members, seeds, measures], points in the design's order, one member
    without an ensemble, NaN where a run failed or has no such value.
    """

    sweep: Sweep
    values: Floats

    def of(self, scenario: Scenario, measure: str) -> Floats:
        """[points, seeds] of a measure in a scenario, without an ensemble."""
        names = [one.name for one in self.sweep.scenarios]
        return self.values[names.index(scenario.name), :, 0, :, self.sweep.plan.measures.index(measure)]


class Rounds:
    """The rounds of one question.

    folder: entered, of the question. `runs`, `failed`: of all rounds so far. Raises UsageError where the folder holds
    the runs of another question, or of this one made with other versions.
    """

    def __init__(self, folder: ResultsFolder, question: Asked, effort: Effort) -> None:
        self.folder = folder
        self.question = question
        self.effort = effort
        self.runs = self.failed = 0
        self._made: list[Sweep] = []
        claim(folder, question.said(), question.bases, question.versions, effort.fresh)

    def make(self, asked: Sweep) -> Found:
        """The runs of a round, those made that are missing. Raises as `sweep`."""
        before = self.runs
        outcome = sweep(
            asked,
            self._place(asked),
            workers=self.effort.workers,
            scheduler=self.effort.scheduler,
            executor=self.effort.executor,
            command=self.effort.command,
            watch=lambda status: self._tell(before, status),
        )
        self.runs += outcome.runs
        self.failed += outcome.failed
        self.folder.kept = f"{self.runs:,} finished runs are kept: the same command goes on from there"
        self._made.append(asked)
        return Found(asked, self._values(asked))

    def table(self) -> pd.DataFrame:
        """All runs of all rounds: run_id anew, round, scenario, point, member, seed, what was varied, measures."""
        import pandas as pd

        pieces = [
            _frame(self._place(one)).drop(columns="run_id").assign(round=one.plan.name) for one in self._made
        ]
        whole = pd.concat(pieces, ignore_index=True)
        first = ["round", "scenario", "point", "member", "seed"]
        whole = whole[[*first, *(name for name in whole.columns if name not in (*first, "uncertainty"))]]
        whole.insert(0, "run_id", range(len(whole)))
        return whole

    @property
    def units(self) -> dict[str, str]:
        """Unit of what was varied, by path."""
        return {path: unit for one in self._made for path, unit in one.units.items() if unit}

    # ------------------------------------------------------------------------------------ within

    def _place(self, asked: Sweep) -> Path:
        return self.folder.path / ROUNDS / asked.plan.name

    def _values(self, asked: Sweep) -> Floats:
        """As `Found` has them: runs are numbered scenario, point, member, seed, the last one fastest."""
        measures = asked.plan.measures
        table = _frame(self._place(asked), ["run_id", *measures])
        flat = np.full((asked.most_runs, len(measures)), np.nan)
        flat[table["run_id"].to_numpy()] = table[list(measures)].to_numpy(dtype=np.float64)
        shape = (len(asked.scenarios), len(asked.points), asked.members, asked.blocks[-1].stop, len(measures))
        return np.asarray(flat.reshape(shape)[:, asked.rows])

    def _tell(self, before: int, status: Status) -> None:
        if self.effort.watch is None:
            return
        total = max(self.question.expected, before + status.total)
        done = before + status.done
        left = (total - done) / status.rate if status.rate > 0 else None
        self.effort.watch(
            replace(status, done=done, total=total, failed=self.failed + status.failed, left=left)
        )


@contextlib.contextmanager
def rounds_in(out: Path | str, question: Asked, effort: Effort) -> Iterator[Rounds]:
    """The rounds of a question in a results folder, entered for it. Raises as `ResultsFolder` and `Rounds`."""
    with ResultsFolder(out, question.kind) as folder:
        yield Rounds(folder, question, effort)


def label(content: Any) -> str:
    """A name for a round by what is in it, where a question of the same runs may ask for others."""
    return hashlib.sha256(json.dumps(content).encode()).hexdigest()[:12]


def _frame(folder: Path, columns: Sequence[str] | None = None) -> pd.DataFrame:
    import pyarrow as pa
    import pyarrow.parquet as pq

    path = folder / "runs.parquet"
    try:
        found: pd.DataFrame = pq.read_table(path, columns=columns).to_pandas()
    except (OSError, pa.ArrowException) as problem:
        raise GrouplifeError(f"cannot read {path}: {problem}") from problem
    return found
