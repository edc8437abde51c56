"""`grouplife sensitivity`: parse, call the library, print."""

from __future__ import annotations

import time
from typing import Annotated, Literal

import typer

from .cli_questions import (
    Days,
    Factor,
    FirstSeed,
    How,
    Out,
    Over,
    PageLang,
    Replicates,
    Resume,
    Scenarios,
    Scheduler,
    Told,
    answered,
    within,
)
from .cli_run import AsJson, Csv, Quiet, Set, Workers


def register(app: typer.Typer) -> None:
    """Add the command to the app."""
    app.command("sensitivity")(sensitivity_command)


def sensitivity_command(
    scenarios: Scenarios,
    factor: Factor = None,
    over: Over = None,
    measure: Annotated[
        list[str] | None,
        typer.Option(
            metavar="MEASURE", help="What is driven; may be given again. By default survival and profit."
        ),
    ] = None,
    method: Annotated[
        Literal["morris", "sobol"],
        typer.Option(help="Screen many factors, or share the variance out among a few."),
    ] = "morris",
    samples: Annotated[
        int | None,
        typer.Option(
            metavar="N",
            help="morris: trajectories (10); sobol: base samples, a power of two (64).",
            show_default=False,
        ),
    ] = None,
    top: Annotated[
        int,
        typer.Option(
            metavar="K", help="sobol without --factor alone: the K most influential of a screening."
        ),
    ] = 8,
    replicates: Replicates = 4,
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
    """Find out what drives survival, profit or any measure.

    Screening (Morris) moves one factor after the other and says which of many matter. Sobol indices say which share
    of the variation goes with each of a few, alone and together with others. By default --over behaviour.

    Examples:

      grouplife sensitivity coupon_spam

      grouplife sensitivity coupon_spam --over levers --measure open_rate_day_91

      grouplife sensitivity coupon_spam --method sobol --factor strategy.coupon.depth=0.05..0.5 --factor product.price

      grouplife sensitivity baseline --method sobol --top 6 --workers 8

    Stopped at any moment, the same command makes only what is missing.
    """
    from .experiments.conduct import check_numbers
    from .questions.measures import survival_and_profit
    from .questions.origin import Origin
    from .questions.sensitivity import Question, ask, check
    from .questions.space import space_of

    started = time.monotonic()
    check_numbers(replicates, seed, workers)
    within("top", top, 1, 500)
    within("samples", samples, 2, 1_000_000)
    origin = Origin(tuple(scenarios), tuple(settings or ()), days)
    asked = origin.read()
    bases = list(asked.values())
    chosen = over or (None if factor else "behaviour")
    question = Question(
        asked,
        space_of(bases, chosen, factor or ()),
        tuple(dict.fromkeys(measure)) if measure else survival_and_profit(bases),
        method,
        chosen or "",
        samples,
        replicates=replicates,
        seed=seed,
        top=top if method == "sobol" and chosen else None,
        origin=origin,
    )
    check(question)
    fewer = "--samples and --replicates"
    answered(
        question,
        ask,
        _told,
        How(out, workers, scheduler, resume, csv, lang, as_json, quiet, fewer),
        started,
    )


def _told() -> Told:
    from .questions.sensitivity_tables import as_json, tables
    from .report.questions.sensitivity_page import page_of
    from .report.questions.sensitivity_words import notes

    return Told(tables, as_json, notes, page_of)
