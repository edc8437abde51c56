"""What the commands that ask questions have in common: their options, and how a question is asked, kept and printed."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from .cli_output import print_json, print_table
from .cli_run import Lang, Stop, command_line, note, print_notes, tell_about
from .cli_sweep import watching
from .errors import UsageError

if TYPE_CHECKING:
    from .experiments.store import ResultsFolder
    from .questions.rounds import Asked, Rounds
    from .questions.saving import Tables
    from .report.questions.page import Manifest, Page

#: Runs above which it is said beforehand how many there are.
_MANY = 500

OneScenario = Annotated[
    str, typer.Argument(metavar="SCENARIO", help="A name of the library, or a YAML file.")
]
Scenarios = Annotated[
    list[str], typer.Argument(metavar="SCENARIO", help="Names of the library, or YAML files; one or more.")
]
Factor = Annotated[
    list[str] | None,
    typer.Option(
        "--factor",
        metavar="PATH=...",
        help="What is varied: PATH=low..high (:log: even in the logarithm), PATH=a,b,c (not in tipping), or a PATH "
        "alone: its range of doubt, or half to double of what the plan sets. May be given again.",
    ),
]
Over = Annotated[
    Literal["behaviour", "levers", "all"] | None,
    typer.Option(
        help="Vary everything with a range of doubt, the numbers the plan sets (half to double), or both; --factor "
        "counts before it.",
        show_default=False,
    ),
]
Replicates = Annotated[int, typer.Option(help="Seeds of every point, the same for all, 1 to 100000.")]
FirstSeed = Annotated[
    int, typer.Option(help="First seed; replicates use the next ones, and points depend on it.")
]
Days = Annotated[int | None, typer.Option(help="Another horizon, 1 to 730.", show_default=False)]
Out = Annotated[
    Path | None,
    typer.Option(
        metavar="DIR", help="Results and report; by default results/COMMAND_SCENARIO.", show_default=False
    ),
]
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
PageLang = Annotated[Lang, typer.Option(help="Language of the tables and report.")]


@dataclass(frozen=True)
class How:
    """The options that say how a question is asked, not what. fewer: options that make fewer runs."""

    out: Path | None
    workers: int | None
    scheduler: str | None
    resume: bool
    csv: bool
    lang: Lang
    as_json: bool
    quiet: bool
    fewer: str = "--replicates"


@dataclass(frozen=True)
class Told:
    """How the answer of a question is told: its tables, as plain data, its page, and files beside it.

    more: writes other files among those that are published; gives lines for the terminal, with the folder they will
    lie in.
    """

    tables: Callable[[Any], Tables]
    as_json: Callable[[Any], dict[str, Any]]
    notes: Callable[[Any, Lang], Sequence[str]]
    page_of: Callable[[Any, Manifest, Lang], Page]
    more: Callable[[Any, ResultsFolder], Sequence[str]] = lambda answer, folder: ()


def answered(
    question: Asked, ask: Callable[[Any, Rounds], Any], told: Callable[[], Told], how: How, started: float
) -> None:
    """Ask a question, keep its answer and print it.

    told: gives the parts once there is an answer, for they bring matplotlib. started: time.monotonic() at the start.
    """
    from .experiments.store import ResultsFolder
    from .questions.origin import default_folder
    from .questions.rounds import Effort, Rounds
    from .questions.saving import manifest, write_answer
    from .report.questions.page import render

    target = how.out if how.out is not None else default_folder(question.kind, question.bases)
    with contextlib.ExitStack() as stack:
        stop = stack.enter_context(Stop(target))
        folder = stack.enter_context(ResultsFolder(target, question.kind))
        watch = stack.enter_context(watching(question.kind, target, how.quiet, stop))
        effort = Effort(how.workers, how.scheduler, None, not how.resume, command_line(), watch)
        rounds = Rounds(folder, question, effort)
        stop.left = f"what was finished is kept in {target}: the same command goes on from there"
        tell_about(folder, how.quiet)
        _tell_effort(question, how)
        answer = ask(question, rounds)
        stop.check()
        parts = told()
        made = manifest(question, started, parts.notes(answer, "en"), command_line(), folder)
        page = parts.page_of(answer, made, how.lang)
        said = parts.as_json(answer)
        write_answer(rounds, parts.tables(answer), said, how.csv)
        folder.write_text("report.html", render(page, how.lang))
        lines = parts.more(answer, folder)
        stop.check()
        folder.publish(made)
    if how.as_json:
        print_json({**said, "out": str(target)})
        return
    _show(page, lines, target, how)


def _show(page: Page, lines: Sequence[str], target: Path, how: How) -> None:
    """Tables, sentences, notes, and where everything is."""
    for table in (one for section in page.sections if section.told for one in section.tables):
        if table.title:
            print(table.title)
        print_table(list(table.head), table.rows, numbers=list(table.numbers))
        if table.more:
            print(table.more)
        print()
    for sentence in page.sentences:
        print(sentence)
    print_notes(page.notes, how.quiet, how.lang)
    for line in lines:
        print(f"{'方案' if how.lang == 'zh' else 'Scenario'}: {line}")
    print(f"{'报告' if how.lang == 'zh' else 'Report'}: {target / 'report.html'}")


def _tell_effort(question: Asked, how: How) -> None:
    """Say beforehand how many runs it takes, where that is many."""
    from .experiments.conduct import cores, guessed_seconds
    from .report.plans import duration_text

    if how.quiet or question.expected <= _MANY:
        return
    each = sum(map(guessed_seconds, question.bases)) / len(question.bases)
    rough = duration_text(question.expected * each / cores(), "en")
    note(f"Some {question.expected:,} runs, very roughly {rough} on all cores here; {how.fewer} make fewer.")


def within(name: str, value: int | None, low: int, high: int) -> None:
    """UsageError where an option is not within its bounds."""
    if value is not None and not low <= value <= high:
        raise UsageError(f"--{name}: given {value}, allowed: {low:,} to {high:,}")
