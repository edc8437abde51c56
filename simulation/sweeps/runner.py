"""Carrying out a sweep: what is missing is run, kept batch by batch, and put into tables at the end.

Whatever stops it - Ctrl-C, a kill, a full disk, a lost worker, a limit - the next call on the same folder makes only
what is missing, and the tables are those of a sweep that was never disturbed, bit for bit.
"""

from __future__ import annotations

import contextlib
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..errors import GrouplifeError, UsageError
from ..experiments.conduct import WORTH_WORKERS, compile_once, cores, guessed_seconds
from ..experiments.executors import MAX_WORKERS, InProcess, Processes, Standing
from ..experiments.store import ResultsFolder
from .compact import SpoiltPart
from .expand import Sweep, expand
from .journal import Journal, differences
from .make import Maker, speaking
from .plan_file import Source
from .publish import add_csv, publish
from .status import Watch


@dataclass(frozen=True)
class Outcome:
    """What a call of `sweep` did.

    out: the results folder. runs: finished, in the tables. made: by this call; reused: by earlier ones. failed: of
    `runs`. missing: left to do, where a limit ended it. open: scenario and point where the stopping rule ended at
    `most`. seconds: this call took.
    """

    out: Path
    runs: int
    made: int
    reused: int
    failed: int
    missing: int
    open: tuple[tuple[int, int], ...]
    seconds: float

    @property
    def complete(self) -> bool:
        """Whether nothing is left to do."""
        return self.missing == 0


def sweep(
    plan: Sweep | Source,
    out: Path | str | None = None,
    *,
    workers: int | None = None,
    scheduler: str | None = None,
    executor: Standing | None = None,
    fresh: bool = False,
    limit: int | None = None,
    csv: bool = False,
    command: str = "",
    watch: Watch | None = None,
) -> Outcome:
    """Make the runs of a sweep that are missing in a results folder, and its tables.

    plan: worked out by `expand`, or what that takes: a name, a file, plain data. out: by default results/<name>.
    workers: processes on this machine, None: all cores where that pays; 1: this process. scheduler: "local" or the
    address of a Dask scheduler instead. executor: one of your own instead. fresh: discard what the folder holds of an
    earlier sweep. limit: make at most so many runs now; the tables then hold what there is, also with 0. csv: tables
    as CSV too. command: as it is to stand in the manifest. watch: called as runs finish. The tables depend on none of
    these but the limit.

    A run that fails is a row with its error. Raises UsageError where the folder holds something else, or runs of
    another plan or version; GrouplifeError where the disk is full, another writes there, or every run failed.
    """
    check_effort(workers, limit)
    if fresh and limit == 0:
        raise UsageError(
            "--fresh discards what is finished and --limit 0 makes tables of it; give one of them"
        )
    started = time.monotonic()
    sweep = plan if isinstance(plan, Sweep) else expand(plan)
    with ResultsFolder(default_folder(sweep) if out is None else out, "sweep") as folder:
        journal = Journal.of(sweep, folder.path)
        if _finished(folder, journal, fresh):
            if csv:
                with speaking(journal, folder):
                    add_csv(folder)
            return _nothing_to_do(folder, sweep, started)
        if not fresh:
            with speaking(journal, folder):
                journal.read()
        reused = journal.made
        if limit == 0 and not reused:
            raise UsageError(
                f"--limit 0 makes tables of what is finished, and no run of this plan is finished in {folder.path}; "
                "without it the runs are made"
            )
        maker = Maker(sweep, journal, folder, watch, limit)
        # a cluster that does not answer leaves nothing behind
        with _executor(sweep, journal, workers, scheduler, executor) as chosen:
            with speaking(journal, folder):
                if fresh:
                    journal.discard()
                folder.keep()  # first: stopped in between, a journal without our mark would be taken for another's
                journal.begin()
            while True:
                maker.make(chosen)
                _raise_if_all_failed(journal)
                try:
                    with speaking(journal, folder):
                        publish(sweep, journal, folder, started, maker.missing, maker.open, command, csv)
                    break
                except SpoiltPart as spoilt:  # the disk lost what it had: make those runs again
                    spoilt.path.unlink(missing_ok=True)
                    journal = maker.journal = Journal.of(sweep, folder.path)
                    journal.read()
        if maker.missing == 0:
            journal.discard()
        return Outcome(
            folder.path, journal.made, journal.made - reused, reused, journal.failed, maker.missing, maker.open,
            time.monotonic() - started,
        )  # fmt: skip


def default_folder(sweep: Sweep) -> Path:
    """results/<name>, below the working directory."""
    return Path("results") / sweep.plan.name


def _finished(folder: ResultsFolder, journal: Journal, fresh: bool) -> bool:
    """Whether the folder holds all of this sweep already. Refuses what belongs to another plan or version."""
    there = journal.found()
    if there is None:
        journal.discard()  # killed as it was removed
    ended = folder.old.get("sweep") if folder.old else None
    if there is not None and ended is not None and ended.get("token") == there.get("token"):
        if ended.get("complete"):  # killed after the tables were whole, before the journal was removed
            journal.discard()
            there = None
        else:
            ended = None  # tables of the part that is done: the journal says more
    if fresh:
        return False
    for held, unfinished in ((there, True), (ended, False)):
        if held is not None:
            _refuse_other(folder, journal, held, unfinished)
    return there is None and ended is not None and bool(ended.get("complete"))


def _refuse_other(folder: ResultsFolder, journal: Journal, held: dict[str, Any], unfinished: bool) -> None:
    what = "an unfinished sweep" if unfinished else "the results of a sweep"
    choices = "--fresh discards it, another --out keeps both"
    mine = journal.identity
    if held.get("plan") != mine["plan"] or held.get("keep") != mine["keep"]:
        name = f" ({held['name']})" if held.get("name") else ""
        raise UsageError(f"--out {folder.path} holds {what} of another plan{name}; {choices}")
    changed = differences(mine, held)
    if changed:
        raise UsageError(
            f"--out {folder.path} holds {what} of this plan made with other versions ({', '.join(changed)}), and runs "
            f"of two versions cannot be mixed; go back to those versions, or: {choices}"
        )


def _nothing_to_do(folder: ResultsFolder, sweep: Sweep, started: float) -> Outcome:
    said = folder.old["sweep"]
    open_ended = tuple((int(scenario), int(point)) for scenario, point in said.get("open", ()))
    return Outcome(
        folder.path, said["runs"], 0, said["runs"], said["failed"], 0, open_ended, time.monotonic() - started
    )


@contextlib.contextmanager
def _executor(
    sweep: Sweep, journal: Journal, workers: int | None, scheduler: str | None, executor: Standing | None
) -> Iterator[Standing]:
    if executor is not None:
        yield executor
        return
    if scheduler is not None:
        from .dask_executor import connected

        compile_once()
        with connected(scheduler, workers) as cluster:
            yield cluster
        return
    if workers is None:
        each = sum(guessed_seconds(scenario) for scenario in sweep.scenarios) / len(sweep.scenarios)
        worth = each * (sweep.most_runs - journal.made) >= WORTH_WORKERS
        workers = min(cores(), MAX_WORKERS) if worth else 1
    if workers <= 1:
        yield InProcess()
        return
    compile_once()
    yield Processes(workers)


def check_effort(workers: int | None, limit: int | None) -> None:
    """UsageError where one of these cannot be."""
    if workers is not None and (type(workers) is not int or not 1 <= workers <= MAX_WORKERS):
        raise UsageError(f"workers must be a whole number from 1 to {MAX_WORKERS}, not {workers!r}")
    if limit is not None and (type(limit) is not int or limit < 0):
        raise UsageError(f"limit must be a whole number of runs from 0, not {limit!r}")


def _raise_if_all_failed(journal: Journal) -> None:
    if journal.made and journal.failed == journal.made:
        error, trace = journal.first_error()
        problem = GrouplifeError(f"all {journal.made:,} runs failed; the first: {error}")
        problem.add_note(trace)
        raise problem
