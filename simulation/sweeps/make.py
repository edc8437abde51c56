"""Making the runs of a sweep that are missing, block by block, and keeping each batch as it comes in."""

from __future__ import annotations

import contextlib
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import numpy as np

from ..experiments.executors import Lost, Map, Standing
from ..experiments.store import ResultsFolder, write_error
from .batch import Done, lost_batch, run_batch
from .expand import Sweep
from .journal import Journal
from .schedule import Batch, Schedule
from .status import Meter, Watch
from .stopping import enough


class Maker:
    """Makes what is missing, block by block; `missing` and `open` say afterwards what is left."""

    def __init__(
        self, sweep: Sweep, journal: Journal, folder: ResultsFolder, watch: Watch | None, limit: int | None
    ) -> None:
        self.sweep = sweep
        self.journal = journal
        self.folder = folder
        self.watch = watch or (lambda status: None)
        self.limit = limit
        self.missing = 0
        self.open: tuple[tuple[int, int], ...] = ()
        self.meter = Meter(journal.made)

    def make(self, executor: Standing) -> None:
        """Make what is missing, as far as the limit allows."""
        schedule = Schedule(self.sweep, executor.workers)
        self.meter = Meter(self.journal.made)
        self.missing = 0
        self._tell()
        with contextlib.ExitStack() as stack:
            carry: Map | None = None  # workers are started for work, not for finding that there is none
            cells: Sequence[int] = range(self.sweep.cells)
            for block in self.sweep.blocks:
                cells = self._going_on(block, cells)
                left = schedule.missing(block, cells, self.journal.done)
                if left and self._allowed() > 0:
                    if carry is None:
                        carry = stack.enter_context(executor.standing(run_batch, self.sweep))
                    self._carry_out(carry, schedule, block, cells)
                    left = schedule.missing(block, cells, self.journal.done)
                if left:
                    self.missing = left
                    return
            if self.sweep.plan.until is not None:
                self.open = tuple(self._units(self._going_on(None, cells)))

    def _allowed(self) -> int:
        """Runs this call may still make."""
        return self.sweep.most_runs if self.limit is None else self.limit

    def _going_on(self, block: range | None, cells: Sequence[int]) -> Sequence[int]:
        """Of these cells, those that the stopping rule gives another block; None: after the last one."""
        until = self.sweep.plan.until
        blocks = self.sweep.blocks
        if until is None or block == blocks[0]:
            return cells
        before = blocks[: blocks.index(block)] if block is not None else blocks
        going: list[int] = []
        for scenario, point in self._units(cells):
            unit = self.sweep.cells_at(scenario, point)
            if not enough(until, self._watched(unit, before)):
                going.extend(unit)
        return going

    def _units(self, cells: Sequence[int]) -> list[tuple[int, int]]:
        """Scenario and point of these cells, each once."""
        found = (self.sweep.cell(number)[:2] for number in cells)
        return list(dict.fromkeys(found))

    def _watched(self, unit: range, blocks: Sequence[range]) -> np.ndarray[Any, np.dtype[np.float64]]:
        """[cells, seeds] of the measure the rule looks at."""
        pieces = []
        for block in blocks:
            first = self.sweep.cells * block.start
            grid = self.journal.watched[first : first + self.sweep.cells * len(block)]
            pieces.append(grid.reshape(self.sweep.cells, len(block))[unit.start : unit.stop])
        return np.concatenate(pieces, axis=1)

    def _carry_out(self, carry: Map, schedule: Schedule, block: range, cells: Sequence[int]) -> None:
        """Make a block's missing runs. What was lost with its worker is made again, then run by run."""
        lost = self._pass(carry, schedule, schedule.batches(block, cells, self.journal.done, self._allowed()))
        if lost:
            lost = self._pass(carry, schedule, [batch for batch, _ in lost])
        if lost:
            alone = [(spec,) for batch, _ in lost for spec in batch]
            for batch, reason in self._pass(carry, schedule, alone):
                self._keep(batch, lost_batch(self.sweep, batch, reason))

    def _pass(self, carry: Map, schedule: Schedule, batches: Iterable[Batch]) -> list[tuple[Batch, str]]:
        """Carry out batches and keep what they find; gives those that were lost, and why."""
        sent: dict[int, Batch] = {}
        lost: list[tuple[Batch, str]] = []

        def noted() -> Iterator[Batch]:
            for position, batch in enumerate(batches):
                sent[position] = batch
                yield batch

        with contextlib.closing(_generator(carry(noted()))) as results:
            for position, found in results:
                batch = sent.pop(position)
                if isinstance(found, Lost):
                    lost.append((batch, found.reason))
                else:
                    if not found.first:
                        schedule.learn(batch, found.seconds)
                    self._keep(batch, found)
        lost.sort(key=lambda entry: entry[0][0].run_id)
        return lost

    def _keep(self, batch: Batch, done: Done) -> None:
        with speaking(self.journal, self.folder):
            self.journal.add(done)
        if self.limit is not None:
            self.limit -= len(batch)
        self._tell()

    def _tell(self) -> None:
        journal = self.journal
        self.watch(
            self.meter.status(
                journal.made, self.sweep.most_runs, journal.failed, self.sweep.plan.until is not None
            )
        )


def _generator(results: Iterator[Any]) -> Any:
    """What can be closed, so that nothing goes on in the background when this end stops listening."""
    yield from results


@contextlib.contextmanager
def speaking(journal: Journal, folder: ResultsFolder) -> Iterator[None]:
    """Say in one message what an error of the file system means, and what is left."""
    folder.kept = f"{journal.made:,} finished runs are kept: the same command goes on from there"
    try:
        yield
    except OSError as problem:
        raise write_error(folder.path, problem, folder.kept) from problem
