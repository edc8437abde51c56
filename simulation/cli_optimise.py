"""`grouplife optimise`: parse, call the library, print."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from .cli_asking import Resume, Scheduler, manifest, print_page, read_scenario, watching
from .cli_output import print_json
from .cli_run import AsJson, Lang, Quiet, Seed, Set, Stop, Workers, command_line

if TYPE_CHECKING:
    from .experiments.store import ResultsFolder
    from .questions.optimise import Answer
    from .questions.rounds import Rounds
    from .report.questions.sections import Page


def register(app: typer.Typer) -> None:
    """Add the command to the app."""
    app.command("optimise")(optimise_command)


def optimise_command(
    scenario: Annotated[
        str, typer.Argument(metavar="SCENARIO", help="A name of the library, or a YAML file.")
    ],
    lever: Annotated[
        list[str] | None,
        typer.Option(
            metavar="PATH=...",
            help="What may be set: PATH=low..high (:log behind it for even in the logarithm), or PATH=a,b,c; again "
            "for more.",
            show_default=False,
        ),
    ] = None,
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
            help='What must hold on average, as in "operator_hours_day_180 < 400"; may be given again.',
            show_default=False,
        ),
    ] = None,
    trials: Annotated[int, typer.Option(help="Plans tried, 16 to 10000.")] = 128,
    replicates: Annotated[int, typer.Option(help="Seeds of every plan tried.")] = 10,
    check: Annotated[int, typer.Option(help="Fresh seeds of every plan chosen.")] = 40,
    seed: Seed = 1,
    settings: Set = None,
    out: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR",
            help="Results, plans and report; by default results/optimise_SCENARIO.",
            show_default=False,
        ),
    ] = None,
    workers: Workers = None,
    scheduler: Scheduler = None,
    resume: Resume = True,
    lang: Annotated[Lang, typer.Option(help="Language of the table and report.")] = "en",
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """Search levers for plans that serve several goals best.

    Without goals: fewest groups dead at least once, most incremental profit, least operator hours. What is chosen - the
    best compromise and the best at each goal - is run again with fresh seeds and saved as scenario files.

    Examples:

      grouplife optimise coupon_spam --lever strategy.calendar[0].per_day=0.2..6:log --lever product.price=60..120

      grouplife optimise baseline --lever operators.groups_per_operator=5,10,20 --maximise incremental_profit_day_180
      --subject-to "ever_dead_share_day_91 < 0.3"

    Stopped at any moment, the same command goes on; with more --trials it goes further. Needs optuna: pip install
    'grouplife[optimise]'.
    """
    from .experiments.conduct import check_numbers
    from .experiments.store import ResultsFolder
    from .questions import sampler
    from .questions.goals import conditions_of, goals_of
    from .questions.levers import levers_of
    from .questions.optimise import Question, ask
    from .questions.optimise import check as check_question
    from .questions.optimise_tables import as_json as plain
    from .questions.rounds import Conditions, Rounds

    started = time.monotonic()
    check_numbers(replicates, seed, workers)
    base = read_scenario(scenario, settings)
    question = Question(
        scenario=base,
        levers=levers_of(lever or (), base),
        goals=goals_of(maximise or (), minimise or (), base),
        conditions=conditions_of(subject_to or (), base),
        trials=trials,
        replicates=replicates,
        check=check,
        seed=seed,
    )
    check_question(question)
    versions = {"optuna": sampler.version()}
    target = out if out is not None else Path("results") / f"optimise_{base.name}"
    with contextlib.ExitStack() as stack:
        stop = stack.enter_context(Stop(target))
        folder = stack.enter_context(ResultsFolder(target, "optimise"))
        watch = stack.enter_context(watching(f"Searching {base.name}", target, quiet, stop))
        how = Conditions(workers, scheduler, not resume, command_line(), watch, question.expected)
        rounds = Rounds(folder, base, question.levers, question.measures, question.said(), how, versions)
        answer = ask(question, rounds)
        page = _publish(answer, rounds, folder, started, scenario, settings or (), lang)
    if as_json:
        print_json({**plain(answer), "out": str(target)})
        return
    from .report.questions.optimise_words import chosen_rows, levers_rows

    tables = [levers_rows(answer, lang), chosen_rows(answer, lang)] if answer.chosen else []
    print_page(page, tables, lang, target, quiet)
    for one in answer.chosen:
        print(f"{'方案' if lang == 'zh' else 'Scenario'}: {target / f'{one.name}.yaml'}")


def _publish(
    answer: Answer, rounds: Rounds, folder: ResultsFolder, started: float, source: str, settings: Sequence[str],
    lang: Lang,
) -> Page:  # fmt: skip
    """Tables, plans, the answer, and the report, all at once; gives the report."""
    from .questions.measures import unit_of
    from .questions.optimise_plans import write_plan
    from .questions.optimise_tables import as_json as plain
    from .questions.optimise_tables import plans_table
    from .report.questions.optimise_page import notes, page_of
    from .report.questions.sections import write
    from .scenario.overrides import parse_changes

    question, command = answer.question, command_line()
    seeds = range(question.seed, question.fresh_seed + question.check)
    made = manifest(
        "optimise", question.scenario, seeds, started, 0, command, folder.path, notes(answer, "en")
    )
    units = {one.path: one.unit for one in question.levers if one.unit}
    units |= {name: unit_of(name) for name in question.measures}
    folder.write_table("runs", rounds.table(), units)
    folder.write_table("plans", plans_table(answer), units)
    folder.write_json("answer.json", plain(answer))
    for one in answer.chosen:
        changed = question.scenario.override(dict(one.values))
        paths = {**parse_changes(settings), **one.values}
        note = f"Chosen as {', '.join(one.roles)} of {len(answer.points)} plans by: {command}"
        write_plan(folder.staging, folder.path, one.name, source, changed, paths, note)
    page = page_of(answer, made, source, lang, settings_given=settings)
    write(page, lang, folder.staging / "report.html")
    folder.publish(made)
    return page
