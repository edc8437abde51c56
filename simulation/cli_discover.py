"""`grouplife discover`: parse, call the library, print."""

from __future__ import annotations

import time
from typing import Annotated

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
    app.command("discover")(discover_command)


def discover_command(
    scenarios: Scenarios,
    factor: Factor = None,
    over: Over = None,
    fails_if: Annotated[
        str | None,
        typer.Option(
            metavar="CONDITION",
            help="What counts as failing, on average: MEASURE, one of > >= < <=, a number. By default "
            '"ever_dead_share_day_91 > 0.5".',
            show_default=False,
        ),
    ] = None,
    samples: Annotated[
        int, typer.Option(metavar="N", help="Cases to find rules in; half as many fresh ones check them.")
    ] = 600,
    replicates: Replicates = 3,
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
    """Find out under which conditions a strategy fails, as rules one can read.

    Cases spread over everything that is varied, by default --over all; PRIM finds boxes in which they fail far more
    often than elsewhere. How well a rule does is told from fresh cases with fresh seeds.

    Examples:

      grouplife discover coupon_spam

      grouplife discover coupon_spam --over levers --fails-if "incremental_profit_day_180 < 0"

      grouplife discover baseline --factor operators.groups_per_operator=5..40 --factor strategy.coupon.depth=0..0.5

    Stopped at any moment, the same command makes only what is missing.
    """
    from .experiments.conduct import check_numbers
    from .questions.conditions import default_failure, read_condition
    from .questions.discover import Question, ask, check
    from .questions.origin import Origin
    from .questions.space import space_of

    started = time.monotonic()
    check_numbers(replicates, seed, workers)
    within("samples", samples, 20, 1_000_000)
    origin = Origin(tuple(scenarios), tuple(settings or ()), days)
    asked = origin.read()
    bases = list(asked.values())
    fails = default_failure(bases) if fails_if is None else read_condition(fails_if, "--fails-if", bases)
    chosen = over or (None if factor else "all")
    question = Question(
        asked,
        space_of(bases, chosen, factor or ()),
        fails,
        chosen or "",
        samples,
        replicates,
        seed,
        origin,
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
    from .questions.discover_tables import as_json, tables
    from .report.questions.discover_page import page_of
    from .report.questions.discover_words import notes

    return Told(tables, as_json, notes, page_of)
