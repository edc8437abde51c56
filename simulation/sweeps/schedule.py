"""Which run goes when: scenarios by turns, in batches of about a second."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from ..experiments.conduct import guessed_seconds
from .expand import RunSpec, Sweep, runs

Batch = tuple[RunSpec, ...]

#: Work a batch should take [s]: long against a message and a file, short against what a kill may cost.
_SECONDS = 1.0
#: The same while nothing has been measured.
_FIRST = 0.25
_MOST_RUNS = 512
#: Weight of the last batch in what is known of a scenario's speed.
_WEIGHT = 0.3


class Schedule:
    """Cuts the runs of a sweep into batches; how long they take is learnt on the way.

    Which batches there are has no part in the results.
    """

    def __init__(self, sweep: Sweep, workers: int) -> None:
        self.sweep = sweep
        self.workers = workers
        self.seconds = [guessed_seconds(scenario) for scenario in sweep.scenarios]
        self._measured = [False] * len(sweep.scenarios)

    def learn(self, batch: Batch, seconds: float) -> None:
        """Take in how long a batch took."""
        scenario = batch[0].scenario
        each = seconds / len(batch)
        weight = _WEIGHT if self._measured[scenario] else 1.0
        self.seconds[scenario] += weight * (each - self.seconds[scenario])
        self._measured[scenario] = True

    def batches(
        self, block: range, cells: Sequence[int], done: NDArray[np.bool_], most: int
    ) -> Iterator[Batch]:
        """Batches of the runs of these cells in a block that are not done; `most` runs in all.

        Each is of one scenario, and the scenarios take turns, so that any part of a sweep is balanced.
        """
        each = self.sweep.cells // len(self.sweep.scenarios)
        queues: list[Iterator[RunSpec]] = []
        for scenario in range(len(self.sweep.scenarios)):
            own = [cell for cell in cells if cell // each == scenario]
            missing = (spec for spec in runs(self.sweep, block, own) if not done[spec.run_id])
            queues.append(missing)
        left = min(most, self.missing(block, cells, done))
        while left > 0 and queues:
            for queue in list(queues):
                batch = tuple(islice(queue, 1))
                if batch:
                    batch += tuple(islice(queue, min(self._length(batch[0].scenario, left), left) - 1))
                    left -= len(batch)
                    yield batch
                else:
                    queues.remove(queue)
                if left <= 0:
                    return

    def _length(self, scenario: int, left: int) -> int:
        """Runs of the next batch: about a second of work, less towards the end so that all end together."""
        typical = sum(self.seconds) / len(self.seconds)
        aim = min(_SECONDS if self._measured[scenario] else _FIRST, left * typical / (4 * self.workers))
        return max(1, min(_MOST_RUNS, int(aim / max(self.seconds[scenario], 1e-4))))

    def missing(self, block: range, cells: Sequence[int], done: NDArray[np.bool_]) -> int:
        """Runs of these cells in a block that are not done."""
        first = self.sweep.cells * block.start
        grid = done[first : first + self.sweep.cells * len(block)].reshape(self.sweep.cells, len(block))
        return int((~grid[np.asarray(cells, dtype=np.int64)]).sum())
