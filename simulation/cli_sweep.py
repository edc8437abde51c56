"""`grouplife sweep` and `grouplife query`: parse, call the library, print."""

from __future__ import annotations

import contextlib
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from .cli_output import print_json, print_table
from .cli_run import AsJson, Csv, Lang, Quiet, Stop, Workers, command_line, note

if TYPE_CHECKING:
    from .sweeps.expand import Sweep
    from .sweeps.runner import Outcome
    from .sweeps.status import Status

#: Seconds between lines of progress where there is no terminal, at least and at most.
_SOON, _LATE = 5.0, 60.0


def register(app: typer.Typer) -> None:
    """Add the commands to the app."""
    app.command("sweep")(sweep_command)
    app.command("query")(query_command)


def sweep_command(
    plan: Annotated[str, typer.Argument(metavar="PLAN", help="A name of the library, or a YAML file.")],
    out: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="Results; by default results/NAME.", show_default=False),
    ] = None,
    workers: Workers = None,
    scheduler: Annotated[
        str | None,
        typer.Option(
            metavar="ADDRESS",
            help="Work on a Dask cluster, as in tcp://host:8786; local starts one here.",
            show_default=False,
        ),
    ] = None,
    resume: Annotated[
        bool,
        typer.Option(
            "--resume/--fresh", help="Make what is missing in --out, or discard it and make all anew."
        ),
    ] = True,
    limit: Annotated[
        int | None,
        typer.Option(
            metavar="N",
            help="Make at most N runs now, and tables of what there is; the same command goes on.",
            show_default=False,
        ),
    ] = None,
    csv: Csv = False,
    lang: Annotated[Lang, typer.Option(help="Language of the table.")] = "en",
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """Run an experiment: every scenario at every point of its design, with every seed.

    Examples:

      grouplife sweep first_look

      grouplife sweep my_plan.yaml --out results/mine --workers 8

      grouplife sweep my_plan.yaml --scheduler tcp://10.0.0.5:8786

    Stopped at any moment, the same command makes only what is missing, and with --limit 0 tables of what is there.
    `grouplife plan PLAN` says before how long it takes.
    """
    from .report import sweeps
    from .sweeps.expand import expand
    from .sweeps.runner import check_effort, default_folder, sweep

    check_effort(workers, limit)
    asked = expand(plan)
    target = out if out is not None else default_folder(asked)
    with (
        Stop(target) as stop,
        watching(asked.plan.name, target, quiet, stop, "; with --limit 0 it makes tables of them") as watch,
    ):
        tell_first(quiet)
        outcome = sweep(
            asked,
            target,
            workers=workers,
            scheduler=scheduler,
            fresh=not resume,
            limit=limit,
            csv=csv,
            command=command_line(),
            watch=watch,
        )
    if as_json:
        print_json(_as_json(asked, outcome))
        return
    headings, rows, more = sweeps.result_table(asked, outcome, lang)
    print_table(headings, rows, numbers=range(1, len(headings)))
    if more:
        print(
            f"… and {more:,} more; see runs.parquet"
            if lang == "en"
            else f"……另有 {more:,} 行，见 runs.parquet"
        )
    print(sweeps.summary(outcome, lang))
    for text in () if quiet else sweeps.told(asked, outcome, lang):
        note(f"注意：{text}。" if lang == "zh" else f"Note: {text}.")
    print(f"{'结果' if lang == 'zh' else 'Results'}: {target}")


def query_command(
    results: Annotated[Path, typer.Argument(metavar="DIR", help="A folder of results.")],
    sql: Annotated[
        str, typer.Argument(metavar="SQL", help="A question; tables are runs, daily, groups, … as there are.")
    ],
    csv: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Write the answer there as CSV instead.", show_default=False),
    ] = None,
    as_json: AsJson = False,
) -> None:
    """Ask the tables of any results in SQL.

    Examples:

      grouplife query results/first_look "FROM runs SELECT scenario, avg(open_rate_day_91) GROUP BY scenario"

      grouplife query results/first_look "DESCRIBE runs"

      grouplife query results/demo "FROM daily WHERE day < 30" --csv first_month.csv
    """
    from .experiments.reading import open_results
    from .sweeps.query import answer, write_answer

    found = answer(results, sql)
    for remark in open_results(results).remarks:
        note(f"Note: {remark['en']}.")
    if csv is not None:
        write_answer(found, csv)
        print(f"Wrote {csv}.")
        return
    rows = found.to_pylist()
    if as_json:
        print_json(
            {"columns": found.column_names, "rows": [[_plain(v) for v in row.values()] for row in rows]}
        )
        return
    numbers = [
        k for k, field in enumerate(found.schema) if str(field.type).startswith(("int", "double", "decimal"))
    ]
    print_table(found.column_names, [[_cell(v) for v in row.values()] for row in rows], numbers=numbers)


# ---------------------------------------------------------------------------------------- while it runs


def tell_first(quiet: bool) -> None:
    """Say that the model is compiled first, where it is."""
    from .model.compiled import is_warm

    if not quiet and not is_warm():
        note("Compiling the model for its first use; this takes some twenty seconds, once.")


@contextlib.contextmanager
def watching(
    name: str, target: Path, quiet: bool, stop: Stop, more: str = ""
) -> Iterator[Callable[[Status], None]]:
    """A bar with rate, time left and failures where stderr is a terminal, now and then a line elsewhere.

    more: what else can be done with runs that are finished, where it is stopped.
    """
    shows: Callable[[Status], None]
    with contextlib.ExitStack() as stack:
        if quiet:
            shows = lambda status: None  # noqa: E731
        elif sys.stderr.isatty():
            shows = stack.enter_context(_bar(name))
        else:
            shows = _lines(name)

        def watch(status: Status) -> None:
            kept = f"{status.done:,} finished runs are kept in {target}"
            stop.left = f"{kept}: the same command goes on from there{more if status.done else ''}"
            stop.check()
            shows(status)

        yield watch


@contextlib.contextmanager
def _bar(name: str) -> Iterator[Callable[[Status], None]]:
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn

    from .report.plans import duration_text

    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[how]}"),
    )
    bar = Progress(*columns, console=Console(stderr=True), transient=True)
    task = bar.add_task(name, total=None, how="")

    def show(status: Status) -> None:
        how = f"{status.rate:.3g}/s" if status.rate > 0 else ""
        if status.left is not None:
            how += f", {'at most ' if status.open else ''}{duration_text(status.left, 'en')} left"
        if status.failed:
            how += f", {status.failed:,} failed"
        bar.update(task, completed=status.done, total=status.total, how=how)

    timer = threading.Timer(1.0, bar.start)
    timer.start()
    try:
        yield show
    finally:
        timer.cancel()
        timer.join()
        bar.stop()


def _lines(name: str) -> Callable[[Status], None]:
    from .report.sweeps import progress_line

    told, before = time.monotonic(), -1

    def show(status: Status) -> None:
        nonlocal told, before
        now, twentieth = time.monotonic(), 20 * status.done // max(status.total, 1)
        if now - told > _LATE or (now - told > _SOON and twentieth > before):
            told, before = now, twentieth
            note(progress_line(name, status))

    return show


# ---------------------------------------------------------------------------------------- what is printed


def _as_json(sweep: Sweep, outcome: Outcome) -> dict[str, Any]:
    from .report.sweeps import told

    return {
        "name": sweep.plan.name,
        "hash": sweep.hash,
        "out": str(outcome.out),
        "runs": outcome.runs,
        "made": outcome.made,
        "reused": outcome.reused,
        "failed": outcome.failed,
        "missing": outcome.missing,
        "complete": outcome.complete,
        "open": [{"scenario": sweep.scenarios[s].name, "point": p} for s, p in outcome.open],
        "seconds": round(outcome.seconds, 1),
        "notes": told(sweep, outcome, "en"),
    }


def _cell(value: Any) -> str:
    if value is None:
        return "–"
    return f"{value:.6g}" if isinstance(value, float) else str(value)


def _plain(value: Any) -> Any:
    """A value as JSON has it: numbers that are none are null, dates and others text."""
    if isinstance(value, float) and value != value:
        return None
    return value if value is None or isinstance(value, (bool, int, float, str)) else str(value)
