"""`grouplife sensitivity` and `grouplife discover`: parse, call the library, print."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from .cli_output import print_json, print_table
from .cli_run import AsJson, Lang, Quiet, Set, Stop, Workers, command_line, note, tell_about
from .cli_sweep import tell_first, watching
from .errors import UsageError

if TYPE_CHECKING:
    from .experiments.store import ResultsFolder
    from .questions.asking import Effort
    from .report.questions.page import Page
    from .sweeps.expand import Sweep

Scenarios = Annotated[
    list[str], typer.Argument(metavar="SCENARIO", help="Names of the library, or YAML files; one or more.")
]
Over = Annotated[
    Literal["behaviour", "levers", "all"] | None,
    typer.Option(
        help="What to vary: everything with a range of doubt, the numbers the plan sets (half to double), or both.",
        show_default=False,
    ),
]
Factor = Annotated[
    list[str] | None,
    typer.Option(
        "--factor", metavar="PATH=LOW..HIGH",
        help="Vary this, alone where --over is not given; also PATH=a,b,c, or PATH over its range of doubt.",
    ),
]  # fmt: skip
Out = Annotated[
    Path | None,
    typer.Option(metavar="DIR", help="Results; by default results/COMMAND_NAME.", show_default=False),
]
Scheduler = Annotated[
    str | None,
    typer.Option(
        metavar="ADDRESS", help="Work on a Dask cluster, as in tcp://host:8786; local starts one here.",
        show_default=False,
    ),
]  # fmt: skip
Resume = Annotated[
    bool,
    typer.Option("--resume/--fresh", help="Make what is missing in --out, or discard it and make all anew."),
]
Days = Annotated[int | None, typer.Option(help="Another horizon, 1 to 730.", show_default=False)]
FirstSeed = Annotated[int, typer.Option(help="First seed; the design is drawn from it too.")]
PageLang = Annotated[Lang, typer.Option(help="Language of the report.")]

#: Runs above which it is said beforehand how many there are.
_MANY = 500


def register(app: typer.Typer) -> None:
    """Add the commands to the app."""
    app.command("sensitivity")(sensitivity_command)
    app.command("discover")(discover_command)


def sensitivity_command(
    scenarios: Scenarios,
    method: Annotated[
        Literal["morris", "sobol"],
        typer.Option(help="Screen many factors, or share the variance out among a few."),
    ] = "morris",
    measure: Annotated[
        list[str] | None,
        typer.Option(
            metavar="MEASURE", help="What is driven; may be given again. By default survival and profit."
        ),
    ] = None,
    over: Over = None,
    factor: Factor = None,
    samples: Annotated[
        int | None,
        typer.Option(
            metavar="N",
            help="morris: trajectories (10); sobol: base samples, a power of two (64).",
            show_default=False,
        ),
    ] = None,
    top: Annotated[
        int, typer.Option(metavar="K", help="sobol without --factor: the K most influential of a screening.")
    ] = 8,
    replicates: Annotated[int, typer.Option(help="Seeds of every point, the same for all.")] = 4,
    seed: FirstSeed = 1,
    days: Days = None,
    settings: Set = None,
    out: Out = None,
    workers: Workers = None,
    scheduler: Scheduler = None,
    resume: Resume = True,
    lang: PageLang = "en",
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """Find out what drives survival, profit or any measure.

    Screening (Morris) moves one factor after the other and says which of many matter. Sobol indices say which share
    of the variation goes with each of a few, alone and together with others.

    Examples:

      grouplife sensitivity coupon_spam

      grouplife sensitivity coupon_spam --over levers --measure open_rate_day_91

      grouplife sensitivity coupon_spam --method sobol --factor strategy.coupon.depth=0.05..0.5 --factor product.price

      grouplife sensitivity baseline --method sobol --top 6 --workers 8

    Stopped at any moment, the same command makes only what is missing.
    """
    from .questions.asking import folder_name, read_scenarios
    from .questions.saving import save_sensitivity, sensitivity_json
    from .questions.sensitivity import Question, default_measures, first_sweep, sensitivity, timed
    from .questions.space import space_of

    started = time.monotonic()
    check("top", top, 1, 500)
    check("samples", samples, 2, 1_000_000)
    check("replicates", replicates, 1, 100_000)
    asked = read_scenarios(scenarios, settings or (), days)
    bases = list(asked.values())
    chosen = over or (None if factor else "behaviour")
    question = Question(
        asked,
        space_of(bases, chosen, factor or ()),
        tuple(dict.fromkeys(measure)) if measure else default_measures(bases),
        method,
        chosen or "",
        samples,
        replicates=replicates,
        seed=seed,
        top=top if method == "sobol" and chosen else None,
    )
    first = first_sweep(question)
    target = out if out is not None else Path("results") / folder_name("sensitivity", scenarios)
    with working("sensitivity", target, [first], quiet, workers, scheduler, not resume) as (folder, effort):
        answer = timed(sensitivity(question, target, effort, first), time.monotonic() - started)
        from .report.questions.answers import sensitivity_page

        page = sensitivity_page(answer, lang, command_line())
        write_report(page, folder, lang)
        save_sensitivity(answer, folder, command_line(), started)
    if as_json:
        print_json({**sensitivity_json(answer), "out": str(target)})
        return
    show(page, target, lang, quiet)


def discover_command(
    scenarios: Scenarios,
    goal: Annotated[
        str | None,
        typer.Option(
            metavar="CONDITION",
            help="What counts as failing: MEASURE, one of > >= < <=, a number. "
            'By default "ever_dead_share_day_91 > 0.5".',
            show_default=False,
        ),
    ] = None,
    over: Over = None,
    factor: Factor = None,
    samples: Annotated[
        int, typer.Option(metavar="N", help="Cases to find rules in; half as many fresh ones check them.")
    ] = 600,
    replicates: Annotated[int, typer.Option(help="Seeds of every case.")] = 3,
    seed: FirstSeed = 1,
    days: Days = None,
    settings: Set = None,
    out: Out = None,
    workers: Workers = None,
    scheduler: Scheduler = None,
    resume: Resume = True,
    lang: PageLang = "en",
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """Find out under which conditions a strategy fails, as rules one can read.

    Cases spread over everything that is varied; PRIM finds boxes in which they fail far more often than elsewhere.
    How well a rule does is told from fresh cases with fresh seeds.

    Examples:

      grouplife discover coupon_spam

      grouplife discover coupon_spam --goal "incremental_profit_day_180 < 0" --over levers

      grouplife discover baseline --factor operators.groups_per_operator=5..40 --factor strategy.coupon.depth=0..0.5

    Stopped at any moment, the same command makes only what is missing.
    """
    from .questions.asking import folder_name, read_scenarios
    from .questions.discover import Question, default_goal, discover, sweeps_of, timed
    from .questions.goal import read_goal
    from .questions.saving import discovery_json, save_discovery
    from .questions.space import space_of

    started = time.monotonic()
    check("samples", samples, 20, 1_000_000)
    check("replicates", replicates, 1, 100_000)
    asked = read_scenarios(scenarios, settings or (), days)
    bases = list(asked.values())
    meant = read_goal(goal) if goal is not None else default_goal(bases)
    chosen = over or (None if factor else "all")
    space = space_of(bases, chosen, factor or ())
    question = Question(asked, space, meant, chosen or "", samples, replicates, seed)
    sweeps = sweeps_of(question)
    target = out if out is not None else Path("results") / folder_name("discover", scenarios)
    with working("discover", target, sweeps, quiet, workers, scheduler, not resume) as (folder, effort):
        answer = timed(discover(question, target, effort, sweeps), time.monotonic() - started)
        from .report.questions.answers import discovery_page

        page = discovery_page(answer, lang, command_line())
        write_report(page, folder, lang)
        save_discovery(answer, folder, command_line(), started)
    if as_json:
        print_json({**discovery_json(answer), "out": str(target)})
        return
    show(page, target, lang, quiet)


# ---------------------------------------------------------------------------------------- common to questions


@contextlib.contextmanager
def working(
    kind: str, target: Path, sweeps: Sequence[Sweep], quiet: bool, workers: int | None, scheduler: str | None,
    fresh: bool,
) -> Iterator[tuple[ResultsFolder, Effort]]:  # fmt: skip
    """The folder of a question, and how its runs are made: watched, stopped by Ctrl-C, gone on with later."""
    from .experiments.store import ResultsFolder
    from .questions.asking import Effort
    from .sweeps.runner import check_effort

    check_effort(workers, None)
    with contextlib.ExitStack() as stack:
        stop = stack.enter_context(Stop(target))
        folder = stack.enter_context(ResultsFolder(target, kind))
        tell_about(folder, quiet)
        watch = stack.enter_context(watching(kind, target, quiet, stop))
        folder.keep()  # sweeps inside it stay whatever happens
        if not quiet:
            tell_first(quiet)
            _tell_effort(sweeps)
        yield folder, Effort(workers, scheduler, None, fresh, command_line(), watch)


def _tell_effort(sweeps: Sequence[Sweep]) -> None:
    from .experiments.conduct import cores, guessed_seconds
    from .report.plans import duration_text

    runs = sum(sweep.most_runs for sweep in sweeps)
    if runs <= _MANY:
        return
    seconds = 0.0
    for sweep in sweeps:
        seconds += sweep.most_runs * sum(map(guessed_seconds, sweep.scenarios)) / len(sweep.scenarios)
    rough = duration_text(seconds / cores(), "en")
    note(f"{runs:,} runs, very roughly {rough} on all cores here; --samples and --replicates make fewer.")


def write_report(page: Page, folder: ResultsFolder, lang: Lang) -> None:
    """The report among the files that are published."""
    from .report.fonts import fonts_for
    from .report.questions.page import write_page

    write_page(page, folder.staging / "report.html", lang, fonts_for(lang))


def show(page: Page, target: Path, lang: Lang, quiet: bool) -> None:
    """Sentences, the first table of each section, notes, and where everything is."""
    for sentence in page.sentences:
        print(sentence)
    for section in page.sections:
        for table in section.tables:
            print()
            if table.title:
                print(table.title)
            print_table(table.head, table.rows, numbers=table.numbers)
            if table.more:
                print(table.more)
    print()
    for text in () if quiet else page.notes:
        note(f"注意：{text}" if lang == "zh" else f"Note: {text}")
    print(f"{'报告' if lang == 'zh' else 'Report'}: {target / 'report.html'}")


def check(name: str, value: int | None, low: int, high: int) -> None:
    """UsageError where an option is not within its bounds."""
    if value is not None and not low <= value <= high:
        raise UsageError(f"--{name}: given {value}, allowed: {low:,} to {high:,}")
