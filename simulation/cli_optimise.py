"""`grouplife optimise`: parse, call the library, print."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import TYPE_CHECKING, Annotated, Any

import typer

from .cli_questions import (
    Days,
    Factor,
    FirstSeed,
    How,
    OneScenario,
    Out,
    PageLang,
    Replicates,
    Resume,
    Scheduler,
    Told,
    answered,
)
from .cli_run import AsJson, Csv, Quiet, Set, Workers, command_line

if TYPE_CHECKING:
    from .experiments.store import ResultsFolder


def register(app: typer.Typer) -> None:
    """Add the command to the app."""
    app.command("optimise")(optimise_command)


def optimise_command(
    scenario: OneScenario,
    factor: Factor = None,
    maximise: Annotated[
        list[str] | None,
        typer.Option(metavar="MEASURE", help="More of it is better; may be given again.", show_default=False),
    ] = None,
    minimise: Annotated[
        list[str] | None,
        typer.Option(metavar="MEASURE", help="Less of it is better; may be given again.", show_default=False),
    ] = None,
    subject_to: Annotated[
        list[str] | None,
        typer.Option(
            metavar="CONDITION",
            help="What must hold, on average: MEASURE, one of > >= < <=, a number, as in "
            '"operator_hours_day_180 < 400"; may be given again.',
            show_default=False,
        ),
    ] = None,
    trials: Annotated[int, typer.Option(metavar="N", help="Plans tried, 16 to 10000.")] = 128,
    check: Annotated[int, typer.Option(metavar="N", help="Fresh seeds of every plan chosen.")] = 40,
    replicates: Replicates = 10,
    seed: FirstSeed = 1,
    days: Days = None,
    settings: Set = None,
    out: Out = None,
    workers: Workers = None,
    scheduler: Scheduler = None,
    resume: Resume = True,
    csv: Csv = False,
    lang: PageLang = "en",
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """Search for plans that serve several goals best.

    Without goals: fewest groups dead at least once, most incremental profit, least operator hours. What is chosen - the
    best compromise and the best at each goal - is run again with fresh seeds and saved as scenario files.

    Examples:

      grouplife optimise coupon_spam --factor strategy.calendar[0].per_day=0.2..6:log --factor product.price=60..120

      grouplife optimise baseline --factor operators.groups_per_operator=5,10,20 --maximise incremental_profit_day_180
      --subject-to "ever_dead_share_day_91 < 0.3"

    Stopped at any moment, the same command makes only what is missing; with more --trials it goes further. Needs
    optuna: pip install 'grouplife[optimise]'.
    """
    from .experiments.conduct import check_numbers
    from .questions import optimise
    from .questions.conditions import goals_of, read_condition
    from .questions.levers import levers_of
    from .questions.origin import Origin

    started = time.monotonic()
    check_numbers(replicates, seed, workers)
    origin = Origin((scenario,), tuple(settings or ()), days)
    (base,) = origin.read().values()
    question = optimise.Question(
        scenario=base,
        levers=levers_of(factor or (), base),
        goals=goals_of(maximise or (), minimise or (), base),
        conditions=tuple(read_condition(text, "--subject-to", [base]) for text in subject_to or ()),
        trials=trials,
        replicates=replicates,
        check=check,
        seed=seed,
        origin=origin,
    )
    optimise.check(question)
    fewer = "--trials, --replicates and --check"
    answered(
        question,
        optimise.ask,
        _told,
        How(out, workers, scheduler, resume, csv, lang, as_json, quiet, fewer),
        started,
    )


def _told() -> Told:
    from .questions.optimise_tables import as_json, tables
    from .report.questions.optimise_page import notes, page_of

    return Told(tables, as_json, notes, page_of, _plans)


def _plans(answer: Any, folder: ResultsFolder) -> Sequence[str]:
    from .questions.optimise_plans import write_plans

    write_plans(answer, folder, command_line())
    return [str(folder.path / f"{one.name}.yaml") for one in answer.chosen]
