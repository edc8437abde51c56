"""`grouplife tipping`: parse, call the library, print."""

from __future__ import annotations

import contextlib
import time
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from .cli_asking import Resume, Scheduler, manifest, print_page, read_scenario, watching
from .cli_output import print_json
from .cli_run import AsJson, Lang, Quiet, Seed, Set, Stop, Workers, command_line
from .errors import UsageError

if TYPE_CHECKING:
    from .experiments.store import ResultsFolder
    from .questions.rounds import Rounds
    from .questions.tipping import Answer
    from .report.questions.sections import Page


def register(app: typer.Typer) -> None:
    """Add the command to the app."""
    app.command("tipping")(tipping_command)


def tipping_command(
    scenario: Annotated[
        str, typer.Argument(metavar="SCENARIO", help="A name of the library, or a YAML file.")
    ],
    levers: Annotated[
        list[str],
        typer.Argument(
            metavar="PATH=LOW..HIGH",
            help="What is moved, and how far; :log behind it for a range even in the logarithm. Two make a map.",
        ),
    ],
    measure: Annotated[
        str | None,
        typer.Option(
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
            metavar="N", help="Points of the first round along each lever; by default 9, 6 of a map.",
            show_default=False,
        ),
    ] = None,
    replicates: Annotated[int, typer.Option(help="Seeds of every point, 2 to 100000.")] = 20,
    ensemble: Annotated[
        int, typer.Option(help="Sets of plausible parameters, 0 to 10000; they show what we do not know.")
    ] = 20,
    seed: Seed = 1,
    settings: Set = None,
    out: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR", help="Results and report; by default results/tipping_SCENARIO.", show_default=False
        ),
    ] = None,
    workers: Workers = None,
    scheduler: Scheduler = None,
    resume: Resume = True,
    lang: Annotated[Lang, typer.Option(help="Language of the table and report.")] = "en",
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> None:  # fmt: skip
    """Find where along a lever a community tips from living to dying, how sure that is, and how sharp.

    Examples:

      grouplife tipping coupon_spam strategy.calendar[0].per_day=0.1..10:log

      grouplife tipping baseline operators.groups_per_operator=2..40 --measure dead_share_day_91

      grouplife tipping baseline strategy.coupon.depth=0..0.5 product.price=40..200

    A first round of points is spread evenly, two more go where the threshold may lie. Stopped at any moment, the same
    command goes on. On a map only luck is counted, not the ensemble.
    """
    from .experiments.conduct import check_numbers
    from .experiments.store import ResultsFolder
    from .questions import measures
    from .questions.levers import levers_of
    from .questions.rounds import Conditions, Rounds
    from .questions.tipping import POINTS, Question, ask, check
    from .questions.tipping_tables import as_json as plain

    started = time.monotonic()
    check_numbers(replicates, seed, workers, ensemble=ensemble)
    base = read_scenario(scenario, settings)
    if len(levers) > 2:
        raise UsageError(f"{len(levers)} levers given, allowed: one, or two for a map")
    moved = levers_of(levers, base, ranges_only=True)
    name = measures.check_measure(measure, base.days, "--measure") if measure else measures.deaths(base)
    question = Question(
        scenario=base,
        levers=moved,
        measure=name,
        threshold=measures.default_threshold(name) if threshold is None else threshold,
        points=POINTS[len(moved) - 1] if points is None else points,
        replicates=replicates,
        seed=seed,
        ensemble=ensemble if len(moved) == 1 else 0,
    )
    check(question)
    target = out if out is not None else Path("results") / f"tipping_{base.name}"
    with contextlib.ExitStack() as stack:
        stop = stack.enter_context(Stop(target))
        folder = stack.enter_context(ResultsFolder(target, "tipping"))
        watch = stack.enter_context(watching(f"Tipping {base.name}", target, quiet, stop))
        how = Conditions(workers, scheduler, not resume, command_line(), watch, question.expected)
        rounds = Rounds(folder, base, moved, [name], question.said(), how)
        answer = ask(question, rounds)
        page = _publish(answer, rounds, folder, started, lang)
    if as_json:
        print_json({**plain(answer), "out": str(target)})
        return
    from .report.questions.tipping_words import points_rows, slices_rows

    table = slices_rows(answer, lang) if answer.slices else points_rows(answer, lang)
    print_page(page, [table], lang, target, quiet)


def _publish(answer: Answer, rounds: Rounds, folder: ResultsFolder, started: float, lang: Lang) -> Page:
    """Tables, the answer, and the report, all at once; gives the report."""
    from .questions.measures import unit_of
    from .questions.tipping_tables import as_json as plain
    from .questions.tipping_tables import curve_table, points_table
    from .report.questions.sections import write
    from .report.questions.tipping_page import notes, page_of

    question = answer.question
    made = manifest(
        "tipping", question.scenario, range(question.seed, question.seed + question.replicates), started,
        question.ensemble, command_line(), folder.path, notes(answer, "en"),
    )  # fmt: skip
    units = {one.path: one.unit for one in question.levers if one.unit}
    unit = unit_of(question.measure)
    columns = dict.fromkeys(("mean", "low", "high", "all_low", "all_high"), unit)
    folder.write_table("runs", rounds.table(), {**units, question.measure: unit})
    folder.write_table("points", points_table(answer), {**units, **columns})
    folder.write_table("curve", curve_table(answer), {**units, **columns})
    folder.write_json("answer.json", plain(answer))
    page = page_of(answer, made, lang)
    write(page, lang, folder.staging / "report.html")
    folder.publish(made)
    return page
