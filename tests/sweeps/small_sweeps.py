"""Small sweeps for the tests, and what their workers are asked to do."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pandas as pd
import yaml

from simulation.experiments.executors import Map, Processes
from simulation.sweeps.expand import RunSpec, Sweep, expand

ROOT = Path(__file__).resolve().parents[2]
TABLES = ("runs", "daily", "groups", "members", "errors", "points")

SMALL = {
    "days": 12,
    "groups": {"count": 2, "members_at_start": 15},
    "market": {"people": 200},
}


def scenario_file(folder: Path, name: str, **more: Any) -> str:
    """A small scenario as a file; its path."""
    path = folder / f"{name}.yaml"
    path.write_text(yaml.safe_dump({"extends": "baseline", **SMALL, **more}))
    return str(path)


def plan_of(folder: Path, scenarios: Sequence[str] = ("quiet", "loud"), **more: Any) -> dict[str, Any]:
    """A plan with small scenarios written to a folder."""
    calendars = {"quiet": [], "loud": [{"post": "coupon", "per_day": 3}]}
    files = [scenario_file(folder, name, strategy={"calendar": calendars[name]}) for name in scenarios]
    return {
        "name": "small",
        "scenarios": files,
        "replicates": 6,
        "keep": ["daily", "groups", "members"],
        **more,
    }


def plan_file(folder: Path, **more: Any) -> Path:
    """The same as a file."""
    path = folder / "small.yaml"
    path.write_text(yaml.safe_dump(plan_of(folder, **more)))
    return path


def sweep_of(folder: Path, **more: Any) -> Sweep:
    return expand(plan_of(folder, **more))


def with_impossible_point(sweep: Sweep) -> Sweep:
    """The same with one more point, at which no scenario can be made: more members than people."""
    points = pd.DataFrame({"groups.members_at_start": [15, 400]})
    return replace(sweep, points=points, units={"groups.members_at_start": "people"})


def tables(folder: Path) -> dict[str, bytes]:
    """The tables of a results folder, byte for byte."""
    return {p.name: p.read_bytes() for p in sorted(Path(folder).glob("*.parquet"))}


class Deadly:
    """Worker processes of which each dies that comes to one of these runs."""

    def __init__(self, workers: int, runs: set[int]) -> None:
        self.processes = Processes(workers)
        self.workers = workers
        self.runs = runs

    @contextmanager
    def standing(self, function: Callable[[Any, Any], Any], shared: Any) -> Iterator[Map]:
        with self.processes.standing(die_at, (function, shared, self.runs)) as carry:
            yield carry


def die_at(job: tuple[Callable[[Any, Any], Any], Any, set[int]], batch: Sequence[RunSpec]) -> Any:
    function, shared, runs = job
    if any(spec.run_id in runs for spec in batch):
        os.kill(os.getpid(), signal.SIGKILL)
    return function(shared, batch)
