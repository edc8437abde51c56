"""`grouplife run` and `grouplife compare`: parse, call the library, print."""

from __future__ import annotations

import contextlib
import shlex
import shutil
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer

from .cli_output import print_json, print_table
from .errors import UsageError

if TYPE_CHECKING:
    from .experiments.compare import Comparison
    from .experiments.run import Replicates

Progress = Callable[[int, int], None]

_SLOW = 2.0  # seconds: anything longer shows its progress, and starts to at half of that
_WIDE = 150  # columns of a terminal on which the whole table of differences has one line a row
_ONE_RUN = {
    "en": "one run shows no luck; for intervals over seeds add --replicates 20",
    "zh": "只有一次运行，看不出随机波动；要看随机种子之间的区间，加上 --replicates 20",
}

Set = Annotated[
    list[str] | None,
    typer.Option("--set", metavar="PATH=VALUE", help="Set a value of the scenario; may be given again."),
]
Seed = Annotated[int, typer.Option(help="First seed; replicates use the next ones.")]
Workers = Annotated[
    int | None,
    typer.Option(help="Worker processes, 1 to 64; all cores by default.", show_default=False),
]
Lang = Literal["en", "zh"]
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON object instead.")]
Quiet = Annotated[bool, typer.Option("--quiet", "-q", help="No progress and no notes.")]
Csv = Annotated[bool, typer.Option("--csv", help="Write the tables as CSV too, for a spreadsheet.")]


def register(app: typer.Typer) -> None:
    """Add the commands to the app."""
    app.command("run")(run_command)
    app.command("compare")(compare_command)


def run_command(
    scenario: Annotated[
        str, typer.Argument(metavar="SCENARIO", help="A name of the library, or a YAML file.")
    ],
    seed: Seed = 1,
    replicates: Annotated[int, typer.Option(help="Runs, each with another seed; 1 to 100000.")] = 1,
    days: Annotated[int | None, typer.Option(help="Another horizon, 1 to 730.", show_default=False)] = None,
    engine: Annotated[
        Literal["columns", "agents"], typer.Option(help="Compiled columns, or every member a Mesa agent.")
    ] = "columns",
    settings: Set = None,
    out: Annotated[Path | None, typer.Option(metavar="DIR", help="Keep the results here.")] = None,
    csv: Csv = False,
    workers: Workers = None,
    lang: Annotated[Lang, typer.Option(help="Language of the table.")] = "en",
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """Run one scenario and say what happened.

    Examples:

      grouplife run baseline

      grouplife run coupon_spam --replicates 20 --out results/spam

      grouplife run baseline --set strategy.calendar[0].per_day=5 --days 90
    """
    from .experiments.conduct import check_numbers
    from .experiments.run import as_scenario, run_many
    from .experiments.save import save_replicates
    from .experiments.store import ResultsFolder

    check_numbers(replicates, seed, workers, engine)
    if csv and out is None:
        raise UsageError("--csv writes beside the tables, and nothing is kept without --out DIR; add it")
    with contextlib.ExitStack() as stack:
        stop = stack.enter_context(Stop(out))
        meant = as_scenario(scenario, days, settings or ())
        folder = stack.enter_context(ResultsFolder(out, "run")) if out is not None else None
        tell_about(folder, quiet)
        with show_progress(f"Running {meant.name}", quiet, stop) as progress:
            result = run_many(meant, replicates, seed, engine, workers=workers, progress=progress)
        if folder is not None:
            save_replicates(result, folder, command_line(), csv)
    if as_json:
        print_json({**result.as_json(), "out": None if out is None else str(out)})
        return
    from .experiments.notes import said
    from .report.cautions import never

    _print_summary(result, lang)
    notes = [*never(result.scenario, lang), *said(result.notes, lang)]
    if replicates == 1:
        notes.append(_ONE_RUN[lang])
    print_notes(notes, quiet, lang)
    if out is not None:
        print(f"{'结果' if lang == 'zh' else 'Results'}: {out}")


def compare_command(
    scenarios: Annotated[
        list[str],
        typer.Argument(metavar="SCENARIO", help="Names of the library, or YAML files; two or more."),
    ],
    replicates: Annotated[
        int, typer.Option(help="Seeds a scenario, 1 to 100000; they show what is luck.")
    ] = 40,
    seed: Seed = 1,
    settings: Set = None,
    out: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Results and report; by default results/A_vs_B.")
    ] = None,
    csv: Csv = False,
    workers: Workers = None,
    ensemble: Annotated[
        int,
        typer.Option(help="Sets of plausible parameters, 0 to 10000; they show what we do not know."),
    ] = 40,
    days: Annotated[
        int | None, typer.Option(help="Another horizon for all, 1 to 730.", show_default=False)
    ] = None,
    lang: Annotated[Lang, typer.Option(help="Language of the table and report.")] = "en",
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """Compare scenarios: the same people with the same luck, so that what differs is the plan.

    The first scenario is the one the others are held against: differences are later minus earlier, and of
    `compare A B` the table shows B, then A.

    Examples:

      grouplife compare coupon_spam value_content

      grouplife compare baseline mine.yaml --replicates 100 --lang zh

      grouplife compare coupon_spam value_content --ensemble 0 --json
    """
    from .experiments.compare import arms_of, compare
    from .experiments.conduct import check_numbers
    from .experiments.save import default_folder, save_comparison
    from .experiments.store import ResultsFolder

    check_numbers(replicates, seed, workers, ensemble=ensemble)
    with contextlib.ExitStack() as stack:
        arms, notes = arms_of(scenarios, days, settings or ())
        target = out if out is not None else default_folder(arms)
        stop = stack.enter_context(Stop(target))
        folder = stack.enter_context(ResultsFolder(target, "compare"))
        tell_about(folder, quiet)
        with show_progress(f"Comparing {' and '.join(arm.name for arm in arms)}", quiet, stop) as progress:
            result = compare(arms, replicates, ensemble, seed, workers, progress)
        from .report.page import write_report

        result = result.written_to(str(target), command_line(), notes)
        write_report(result, folder.staging / "report.html", lang)
        stop.check()
        save_comparison(result, folder, csv)
    if as_json:
        print_json(result.effects)
        return
    _print_comparison(result, lang)
    from .experiments.notes import said
    from .report.cautions import cautions

    arms = [result.scenarios[name] for name in result.names]
    print_notes((*cautions(arms, lang), *said(result.notes, lang)), quiet, lang)
    _print_sentences(result, lang, target / "report.html")


# ---------------------------------------------------------------------------------------- while it runs


class Stop:
    """Turns Ctrl-C into one message that says what is left behind.

    Where Python calls back from compiled code an exception is lost; `check`, called as work goes on, raises
    it again.
    """

    def __init__(self, out: Path | None, left: str = "") -> None:
        self.out = out
        self.left = left  # what is left behind, where it is not simply as it was
        self.pressed = False

    def __enter__(self) -> Stop:
        self.before = signal.getsignal(signal.SIGINT)
        self.hook, sys.unraisablehook = sys.unraisablehook, self._unraisable
        if threading.current_thread() is threading.main_thread() and callable(self.before):
            signal.signal(signal.SIGINT, self._press)
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: Any) -> None:
        sys.unraisablehook = self.hook
        if signal.getsignal(signal.SIGINT) == self._press:
            signal.signal(signal.SIGINT, self.before)
        # workers get the same Ctrl-C and may end first, so that what is raised here is about them
        if isinstance(error, KeyboardInterrupt) or (self.pressed and isinstance(error, Exception)):
            from .errors import Stopped

            kept = self.out is not None and self.out.exists()
            as_before = f"stopped: {f'{self.out} is as it was' if kept else 'nothing was written'}"
            raise Stopped(self.left or as_before) from None

    def _press(self, number: int, frame: Any) -> None:
        self.pressed = True
        raise KeyboardInterrupt

    def _unraisable(self, lost: Any) -> None:
        if not issubclass(lost.exc_type, KeyboardInterrupt):
            self.hook(lost)

    def check(self) -> None:
        """Raise KeyboardInterrupt if Ctrl-C was pressed."""
        if self.pressed:
            raise KeyboardInterrupt


def tell_about(folder: Any, quiet: bool) -> None:
    """What a reader should know before the runs start."""
    from .model.compiled import is_warm

    if quiet:
        return
    if folder is not None and folder.replaced:
        note(f"{folder.path} holds the results of: {folder.replaced}; they will be replaced.")
    if not is_warm():
        note("Compiling the model for its first use; this takes some twenty seconds, once.")


@contextlib.contextmanager
def show_progress(what: str, quiet: bool, stop: Stop, lines: bool = False) -> Iterator[Progress]:
    """A bar with the time left on stderr, if that is a terminal and the work takes more than two seconds.

    lines: elsewhere a line for every twentieth of the work, for what runs long enough to be left alone.
    """
    if quiet or not sys.stderr.isatty():
        yield _lines(what, stop) if lines and not quiet else lambda done, total: stop.check()
        return
    from rich.console import Console
    from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as Bar

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    bar = Bar(*columns, console=Console(stderr=True), transient=True)
    task = bar.add_task(what, total=None)

    def progress(done: int, total: int) -> None:
        stop.check()
        bar.update(task, completed=done, total=total)

    timer = threading.Timer(_SLOW / 2.0, bar.start)
    timer.start()
    try:
        yield progress
    finally:
        timer.cancel()
        timer.join()
        bar.stop()


def _lines(what: str, stop: Stop) -> Progress:
    started, first, told = time.monotonic(), 0, -1

    def progress(done: int, total: int) -> None:
        nonlocal told, first
        stop.check()
        if told < 0:
            first = done
        if 20 * done // max(total, 1) > told:
            told = 20 * done // max(total, 1)
            spent, lived = time.monotonic() - started, done - first
            left = f", at most {spent * (total - done) / lived / 60:.0f} minutes left" if lived > 0 else ""
            note(f"{what}: {done:,} of at most {total:,} runs{left}")

    return progress


def command_line() -> str:
    """This command as one could type it again."""
    return shlex.join(["grouplife", *sys.argv[1:]])


# ---------------------------------------------------------------------------------------- what is printed


def note(text: str) -> None:
    """A line on stderr."""
    print(text, file=sys.stderr, flush=True)


def print_notes(notes: Sequence[str], quiet: bool, lang: Lang) -> None:
    """Lines on stderr that a reader of the numbers should know; none where quiet."""
    for text in () if quiet else notes:
        note(f"注意：{text}。" if lang == "zh" else f"Note: {text}.")


def _print_summary(result: Replicates, lang: Lang) -> None:
    """Key measures of one scenario, with their interval from luck."""
    from .report.numbers import range_text, value_text
    from .report.wording import TABLE, measure_title, wording

    runs, first, days = len(result.seeds), result.seeds[0], result.scenario.days
    title = f"{getattr(result.scenario.title, lang)} ({result.scenario.name})"
    if lang == "zh":
        seeds = f"随机种子 {first}" if runs == 1 else f"{runs} 个随机种子，自 {first} 起"
        print(f"{title}：{days} 天，{seeds}")
    else:
        seeds = f"seed {first}" if runs == 1 else f"{runs} seeds from {first}"
        print(f"{title}: {days} days, {seeds}")
    rows = []
    for name in TABLE:
        estimate = result.estimates.get(name)
        if estimate is None or estimate.mean is None:
            continue
        word = wording(name)
        row = [
            measure_title(name, lang),
            value_text(estimate.mean, word.scale, word.level_unit[lang], lang),
        ]
        low, high = estimate.luck
        if runs > 1:
            row.append("–" if low is None or high is None else range_text((low, high), word.scale, lang))
        rows.append(row)
    one = {"en": ["measure", "value"], "zh": ["指标", "数值"]}
    many = {
        "en": ["measure", "mean", "95 % interval, from luck"],
        "zh": ["指标", "均值", "95 % 区间，仅计随机波动"],
    }
    print_table((one if runs == 1 else many)[lang], rows, numbers=[1])


def _print_comparison(result: Comparison, lang: Lang) -> None:
    """The table of differences, pair by pair."""
    from .report.words import table_rows

    say = {
        "en": ("measure", "difference", "95 % intervals", "against"),
        "zh": ("指标", "差异", "95 % 区间", "对比"),
    }
    measure, difference, intervals, against = say[lang]
    narrow = sys.stdout.isatty() and shutil.get_terminal_size().columns < _WIDE
    for rows in _by_pair(table_rows(result, lang)).values():
        second, first = rows[0].values
        if narrow:
            below = [f"{' | '.join(row.values.values())}: {row.words}\n{row.doubt}".strip() for row in rows]
            lines = [(row.title, text) for row, text in zip(rows, below, strict=True)]
            print_table((measure, f"{second} {against} {first}: {difference}, {intervals}"), lines)
        else:
            full = [(row.title, *row.values.values(), row.words, row.doubt) for row in rows]
            print_table((measure, second, first, difference, intervals), full, numbers=[1, 2])
        print()


def _by_pair(rows: list[Any]) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {}
    for row in rows:
        found.setdefault(row.pair, []).append(row)
    return found


def _print_sentences(result: Comparison, lang: Lang, report: Path) -> None:
    """The sentences that matter, and where the report is."""
    from .report.words import sentences

    for sentence in sentences(result, lang):
        print(sentence)
    print(f"{'报告' if lang == 'zh' else 'Report'}: {report}")
