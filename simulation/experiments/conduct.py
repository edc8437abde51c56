"""Carrying out a list of runs: which executor, in which batches, with what progress."""

from __future__ import annotations

import os
from collections.abc import Callable, Generator, Sequence
from contextlib import closing
from dataclasses import replace

from ..errors import GrouplifeError, UsageError
from ..scenario import Scenario
from .executors import MAX_WORKERS, Executor, InProcess, Processes
from .work import Record, Task, Work, run_batch, run_task

#: progress(runs done, runs in all)
Progress = Callable[[int, int], None]

MAX_REPLICATES = 100_000
MAX_ENSEMBLE = 10_000
MAX_SEED = 2_000_000_000  # leaves room for the seeds after it

# rough costs, only to decide on batches and on whether worker processes are worth their start
_SECONDS_A_RUN = 0.02
_SECONDS_A_MEMBER_DAY = {"columns": 130e-9, "agents": 35e-6}
WORTH_WORKERS = 4.0  # seconds of work: two workers take some two seconds to start
_BATCH_SECONDS = 0.5
_BATCH_RUNS = 64


def cores() -> int:
    """Cores this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def seeds_of(first: int, replicates: int) -> tuple[int, ...]:
    """The seeds first, first + 1, … of the replicates."""
    return tuple(range(first, first + replicates))


def check_numbers(
    replicates: int,
    seed: int,
    workers: int | None,
    engine: str = "columns",
    ensemble: int = 0,
    name: str = "replicates",
) -> None:
    """UsageError that says what was given and what is allowed, where one of these cannot be.

    name: what the caller calls `replicates`.
    """
    _check(name, replicates, 1, MAX_REPLICATES)
    _check("seed", seed, 0, MAX_SEED)
    _check("ensemble", ensemble, 0, MAX_ENSEMBLE)
    if workers is not None:
        _check("workers", workers, 1, MAX_WORKERS)
    check_engine(engine)


def check_engine(engine: str) -> None:
    """UsageError unless there is such an engine."""
    if engine not in ("columns", "agents"):
        raise UsageError(f"engine must be columns or agents, not {engine!r}")


def _check(name: str, value: int, low: int, high: int) -> None:
    if type(value) is not int or not low <= value <= high:
        raise UsageError(f"{name} must be a whole number from {low} to {high}, not {value!r}")


def conduct(
    work: Work,
    tasks: Sequence[Task],
    *,
    workers: int | None = None,
    executor: Executor | None = None,
    progress: Progress | None = None,
) -> list[Record]:
    """Carry out all tasks; records in the order of their run_id, whatever order they finished in.

    workers: 1 runs in this process, None uses all cores where that pays. executor: one of your own instead.
    progress(runs done, runs in all); of a single run, days. A failed run is a record with its error;
    GrouplifeError where every run fails, or a worker dies.
    """
    if executor is None:
        executor = _choose(work, tasks, workers)
    if progress is not None:
        progress(0, len(tasks))
    if len(tasks) == 1 and isinstance(executor, InProcess):
        alone = [run_task(replace(work, threads=workers or cores()), tasks[0], progress)]
        _raise_if_all_failed(alone, work)
        return alone
    records: list[Record] = []
    with closing(conduct_batches(work, tasks, executor=executor)) as finished:
        for batch in finished:
            records.extend(batch)
            if progress is not None:
                progress(len(records), len(tasks))
    records.sort(key=lambda record: record.task.run_id)
    _raise_if_all_failed(records, work)
    return records


def conduct_batches(
    work: Work, tasks: Sequence[Task], *, workers: int | None = None, executor: Executor | None = None
) -> Generator[list[Record], None, None]:
    """Carry out tasks and give the records of each batch as it finishes, so that they can be kept at once.

    Batches are started in the order of the tasks. A failed run is a record with its error.
    """
    if executor is None:
        executor = _choose(work, tasks, workers)
    if isinstance(executor, Processes) and work.engine == "columns":
        compile_once()
    with closing(executor.map(run_batch, work, _batches(work, tasks, executor.workers))) as finished:
        for _, batch in finished:
            yield batch


def _choose(work: Work, tasks: Sequence[Task], workers: int | None) -> Executor:
    if workers is None:
        workers = min(cores(), MAX_WORKERS) if _seconds(work, tasks) >= WORTH_WORKERS else 1
    workers = min(workers, len(tasks))
    return InProcess() if workers <= 1 else Processes(workers)


def guessed_seconds(scenario: Scenario, engine: str = "columns") -> float:
    """A guess at the time a run takes on one core, for cutting work into batches."""
    members = scenario.groups.count * scenario.groups.members_at_start
    return _SECONDS_A_RUN + scenario.days * members * _SECONDS_A_MEMBER_DAY.get(engine, 0.0)


def _costs(work: Work) -> list[float]:
    return [guessed_seconds(scenario, work.engine) for scenario in work.scenarios]


def _seconds(work: Work, tasks: Sequence[Task]) -> float:
    """A guess at the time all tasks take on one core."""
    each = _costs(work)
    return sum(each[task.arm] for task in tasks)


def _batches(work: Work, tasks: Sequence[Task], workers: int) -> list[Sequence[Task]]:
    """Tasks in order: few enough messages to cost nothing, enough batches to end at the same time.

    Each of about the same cost, however unlike the runs are.
    """
    each = _costs(work)
    cost = min(_BATCH_SECONDS, sum(each[task.arm] for task in tasks) / (4 * workers))
    runs = min(_BATCH_RUNS, -(-len(tasks) // (4 * workers)))
    batches: list[Sequence[Task]] = []
    start, spent = 0, 0.0
    for place, task in enumerate(tasks):
        if place > start and (spent + each[task.arm] > cost * (1.0 + 1e-9) or place - start >= runs):
            batches.append(tasks[start:place])
            start, spent = place, 0.0
        spent += each[task.arm]
    return [*batches, tasks[start:]] if tasks else []


def compile_once() -> None:
    """Compile here, once, so that the workers only load what is on disk."""
    from ..model.warm import warm_up

    warm_up()


def _raise_if_all_failed(records: Sequence[Record], work: Work) -> None:
    if records and all(record.error is not None for record in records):
        first = records[0]
        name = work.scenarios[first.task.arm].name
        count = "the run" if len(records) == 1 else f"all {len(records)} runs"
        error = GrouplifeError(
            f"{count} failed; the first, {name} with seed {first.task.seed}: {first.error}"
        )
        error.add_note(first.trace or "")
        raise error
