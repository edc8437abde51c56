"""`grouplife tipping`: parse, call the library, print."""

from __future__ import annotations

import time
from typing import Annotated

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
from .cli_run import AsJson, Csv, Quiet, Set, Workers
from .errors import UsageError


def register(app: typer.Typer) -> None:
    """Add the command to the app."""
    app.command("tipping")(tipping_command)


def tipping_command(
    scenario: OneScenario,
    factor: Factor = None,
    measure: Annotated[
        str | None,
        typer.Option(
            metavar="MEASURE",
            help="What tips; by default groups dead at least once by day 91 (ever_dead_share_day_91).",
            show_default=False,
        ),
    ] = None,
    threshold: Annotated[
        float | None,
        typer.Option(help="In its unit; by default 0.5 of a share, 0 of money.", show_default=False),
    ] = None,
    points: Annotated[
        int | None,
        typer.Option(
            metavar="N",
            help="Points of the first round along each factor; by default 9, 6 of a map.",
            show_default=False,
        ),
    ] = None,
    ensemble: Annotated[
        int, typer.Option(help="Sets of plausible parameters, 0 to 10000; they show what we do not know.")
    ] = 20,
    replicates: Replicates = 20,
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
    """Find where along a factor a community tips from living to dying, how sure that is, and how sharp.

    One --factor with a range, or two for a map. A first round of points is spread evenly, two more go where the
    threshold may lie. On a map only luck is counted, not the ensemble.

    Examples:

      grouplife tipping coupon_spam --factor strategy.calendar[0].per_day=0.1..10:log

      grouplife tipping baseline --factor operators.groups_per_operator=2..40 --measure dead_share_day_91

      grouplife tipping baseline --factor strategy.coupon.depth=0..0.5 --factor product.price=40..200

    Stopped at any moment, the same command makes only what is missing.
    """
    from .experiments.conduct import check_numbers
    from .questions import measures
    from .questions.levers import levers_of
    from .questions.origin import Origin
    from .questions.tipping import POINTS, Question, ask, check

    started = time.monotonic()
    check_numbers(replicates, seed, workers, ensemble=ensemble)
    origin = Origin((scenario,), tuple(settings or ()), days)
    (base,) = origin.read().values()
    if not 1 <= len(factor or ()) <= 2:
        raise UsageError(
            f"--factor: {len(factor or ())} given, allowed: one, or two for a map, as in "
            "--factor operators.groups_per_operator=2..40"
        )
    moved = levers_of(factor or (), base, ranges_only=True)
    name = measures.check_measure(measure, [base], "--measure") if measure else measures.tipping_measure(base)
    question = Question(
        scenario=base,
        levers=moved,
        measure=name,
        threshold=measures.default_threshold(name) if threshold is None else threshold,
        points=POINTS[len(moved) - 1] if points is None else points,
        replicates=replicates,
        seed=seed,
        ensemble=ensemble if len(moved) == 1 else 0,
        origin=origin,
    )
    check(question)
    fewer = "--points, --replicates and --ensemble"
    answered(
        question,
        ask,
        _told,
        How(out, workers, scheduler, resume, csv, lang, as_json, quiet, fewer),
        started,
    )


def _told() -> Told:
    from .questions.tipping_tables import as_json, tables
    from .report.questions.tipping_page import notes, page_of

    return Told(tables, as_json, notes, page_of)
