"""One scenario: run it once, or many times with other seeds."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from ..scenario import Scenario, load_scenario
from .conduct import Progress, check_engine, check_numbers, conduct, cores, seeds_of
from .intervals import Estimate
from .manifest import manifest_of
from .work import Task, Work

if TYPE_CHECKING:
    import pandas as pd

    from ..model.result import RunResult

Source = Scenario | str | Path
Overrides = Mapping[str, Any] | Sequence[str]


def as_scenario(source: Source, days: int | None = None, overrides: Overrides = ()) -> Scenario:
    """The scenario meant: itself, a file, or a name of the library; with its horizon and overrides."""
    if isinstance(source, Scenario):
        scenario = source.override(overrides) if overrides else source
    else:
        scenario = load_scenario(source, overrides)
    return scenario if days is None else scenario.override({"days": days})


def run(
    scenario: Source,
    seed: int = 1,
    engine: str = "columns",
    days: int | None = None,
    overrides: Overrides = (),
    *,
    threads: int | None = None,
    events: bool = False,
    progress: Progress | None = None,
) -> RunResult:
    """Run one scenario once.

    scenario: a Scenario, the name of one in the library, or the path of a YAML file. seed: the same seed
    gives the same people with the same luck in every scenario. engine: "columns" (fast) or "agents" (every
    member a Mesa agent acting by itself); both give the same result. days: another horizon than the
    scenario's. threads: over groups, where there are members enough for them to pay; None: all cores; same
    result. events: keep the list of who did what when. progress(days lived, days) is called after each day.
    Raises UsageError where an input is wrong.
    """
    from ..model.community import Community
    from ..model.result import observe

    meant = as_scenario(scenario, days, overrides)
    check_engine(engine)
    community = Community(
        meant,
        key=seed,
        engine=engine,
        threads=cores() if threads is None else threads,
        events=events,
        collect=False,  # a sixth of a small run; results are made of the history
    )
    while community.running:
        community.step()
        if progress is not None:
            progress(community.day, meant.days)
    result = observe(community, meant)
    # A Mesa model refers to itself, so its arrays would wait for the garbage collector, which looks the less often the
    # more is alive: among the scenarios of a thousand arms, gigabytes of finished runs gathered.
    community.__dict__.clear()
    return result


@dataclass(frozen=True)
class Replicates:
    """One scenario with many seeds.

    runs: one row a run (run_id, scenario, seed, member, error, then the summary measures); daily: run_id,
    scenario, seed, member, day and the community's daily measures; groups: one row a group and run.
    estimates: measure -> mean with its interval from luck. manifest: what
    made it. notes: what a reader of the numbers should know.
    """

    scenario: Scenario
    seeds: tuple[int, ...]
    engine: str
    runs: pd.DataFrame
    daily: pd.DataFrame
    groups: pd.DataFrame
    estimates: Mapping[str, Estimate]
    manifest: dict[str, Any]
    notes: tuple[str, ...] = field(default=())

    def as_json(self) -> dict[str, Any]:
        """summary: measure -> mean over the runs; luck: measure -> [low, high], of several replicates."""
        plain: dict[str, Any] = {
            "scenario": self.scenario.name,
            "seed": self.seeds[0],
            "replicates": len(self.seeds),
            "days": self.scenario.days,
            "engine": self.engine,
            "summary": {name: estimate.mean for name, estimate in self.estimates.items()},
        }
        if len(self.seeds) > 1:
            plain["luck"] = {name: list(estimate.luck) for name, estimate in self.estimates.items()}
        return plain


def run_many(
    scenario: Source,
    replicates: int = 40,
    seed: int = 1,
    engine: str = "columns",
    days: int | None = None,
    overrides: Overrides = (),
    *,
    workers: int | None = None,
    progress: Progress | None = None,
) -> Replicates:
    """Run one scenario with the seeds `seed`, `seed + 1`, …: the same tables with any number of workers.

    workers: None uses all cores where that pays. progress(done, total) is called as runs finish; of a
    single run, as days do. A run that
    fails is a row with its error; GrouplifeError where all fail.
    """
    from .effects import levels
    from .tables import detailed_seeds, tables_of

    check_numbers(replicates, seed, workers, engine)
    meant = as_scenario(scenario, days, overrides)
    seeds = seeds_of(seed, replicates)
    started = time.monotonic()
    kept = detailed_seeds([meant.days], replicates)
    tasks = [Task(k, 0, s, detail=k < kept) for k, s in enumerate(seeds)]
    records = conduct(Work((meant,), engine=engine), tasks, workers=workers, progress=progress)
    tables = tables_of(records, (meant.name,))
    return Replicates(
        scenario=meant,
        seeds=seeds,
        engine=engine,
        runs=tables.runs,
        daily=tables.daily,
        groups=tables.groups,
        estimates=levels(tables.runs, meant.name),
        manifest=manifest_of("run", [meant], seeds, started, engine=engine, notes=tables.notes),
        notes=tables.notes,
    )
