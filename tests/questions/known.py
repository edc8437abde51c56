"""Functions whose answer is known, carried out as a sweep: real journal, real tables, no model."""

from __future__ import annotations

import time
import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np
import yaml

from simulation import Scenario, load_scenario
from simulation.experiments.executors import Map
from simulation.sweeps.batch import Done, _done, _Found
from simulation.sweeps.expand import RunSpec, Sweep

MEASURE = "profit_day_10"

#: From the values a run sets and its seed, to the measure.
Known = Callable[[dict[str, Any], int], float]


class Function:
    """An executor whose runs are a function of what they set, not of the model."""

    workers = 1

    def __init__(self, known: Known, dies_after: int | None = None) -> None:
        self.known = known
        self.dies_after = dies_after
        self.runs = 0

    @contextmanager
    def standing(self, function: Any, sweep: Sweep) -> Iterator[Map]:
        def carry(batches: Any) -> Iterator[tuple[int, Done]]:
            for position, batch in enumerate(batches):
                if self.dies_after is not None and self.runs >= self.dies_after:
                    raise KeyboardInterrupt
                self.runs += len(batch)
                yield position, self._batch(sweep, batch)

        yield carry

    def _batch(self, sweep: Sweep, batch: Sequence[RunSpec]) -> Done:
        found = []
        for spec in batch:
            value = self.known(sweep.row("points", spec.point), spec.seed)
            found.append(_Found(dict.fromkeys(sweep.plan.measures, value), {}))
        return _done(sweep, batch, found, time.perf_counter())


def small_scenario(folder: Path, name: str = "small", **more: Any) -> Path:
    """A scenario that takes no time, as a file."""
    path = folder / f"{name}.yaml"
    said = {
        "extends": "coupon_spam",
        "days": 12,
        "groups": {"count": 2, "members_at_start": 15},
        "market": {"people": 200},
    }
    path.write_text(yaml.safe_dump({**said, **more}))
    return path


def small(folder: Path, name: str = "small") -> dict[str, Scenario]:
    return {name: load_scenario(small_scenario(folder, name))}


def noise(values: dict[str, Any], seed: int, sd: float) -> float:
    """Luck: the same for the same values and seed."""
    key = [seed, *(zlib.crc32(repr(value).encode()) for value in values.values())]
    return float(np.random.default_rng(key).normal(0.0, sd))
