"""What the commands that ask questions have in common: options, progress, where results go."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from .cli_run import Stop, note
from .cli_sweep import _bar, _lines, tell_first

if TYPE_CHECKING:
    from .report.questions.sections import Page, Table
    from .scenario import Scenario
    from .sweeps.status import Status

Scheduler = Annotated[
    str | None,
    typer.Option(
        metavar="ADDRESS",
        help="Work on a Dask cluster, as in tcp://host:8786; local starts one here.",
        show_default=False,
    ),
]
Resume = Annotated[
    bool,
    typer.Option("--resume/--fresh", help="Make what is missing in --out, or discard it and make all anew."),
]


def read_scenario(name: str, settings: Sequence[str] | None) -> Scenario:
    """The scenario a command names, with its overrides. Raises UsageError."""
    from .experiments.run import as_scenario

    return as_scenario(name, None, settings or ())


@contextlib.contextmanager
def watching(what: str, target: Path, quiet: bool, stop: Stop) -> Iterator[Callable[[Status], None]]:
    """Progress over all rounds: a bar on a terminal, now and then a line elsewhere."""
    shows: Callable[[Status], None]
    with contextlib.ExitStack() as stack:
        if quiet:
            shows = lambda status: None  # noqa: E731
        elif sys.stderr.isatty():
            shows = stack.enter_context(_bar(what))
        else:
            shows = _lines(what)
        tell_first(quiet)

        def watch(status: Status) -> None:
            kept = f"{status.done:,} finished runs are kept in {target}"
            stop.left = f"{kept}: the same command goes on from there"
            stop.check()
            shows(status)

        yield watch


def print_page(page: Page, tables: Sequence[Table], lang: str, target: Path, quiet: bool) -> None:
    """What a terminal shows of a report: its sentences, tables, and where it is."""
    from .cli_output import print_table

    for one in tables:
        print_table(list(one.head), one.rows, numbers=list(one.numbers))
        print()
    for sentence in page.sentences:
        print(sentence)
    for text in () if quiet else page.notes:
        note(f"注意：{text}。" if lang == "zh" else f"Note: {text}.")
    print(f"{'报告' if lang == 'zh' else 'Report'}: {target / 'report.html'}")


def manifest(
    kind: str, scenario: Scenario, seeds: range, started: float, ensemble: int, command: str, target: Path,
    notes: Sequence[str],
) -> dict[str, Any]:  # fmt: skip
    """What made the answer."""
    from .experiments.manifest import manifest_of

    plain = manifest_of(
        kind, [scenario], seeds, started, engine="columns", ensemble=ensemble, notes=notes, command=command
    )
    return {**plain, "out": str(target)}
