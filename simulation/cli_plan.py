"""`grouplife plan`: what an experiment would run, and how long that takes. Parses, calls the library, prints."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from .cli_output import print_json, print_table
from .cli_run import AsJson, Lang, Quiet, Workers, note
from .errors import UsageError

if TYPE_CHECKING:
    from .sweeps.plan_schema import Plan


def register(app: typer.Typer) -> None:
    """Add the command to the app."""
    app.command("plan")(plan_command)


def plan_command(
    plan: Annotated[
        str | None,
        typer.Argument(
            metavar="[PLAN]", help="A name of the library, or a YAML file; without it the library is listed.",
            show_default=False,
        ),
    ] = None,
    workers: Workers = None,
    trial: Annotated[
        bool, typer.Option("--trial/--no-trial", help="Make a few runs to tell time and disk.")
    ] = True,
    lang: Annotated[Lang, typer.Option(help="Language: en or zh.")] = "en",
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> None:  # fmt: skip
    """Say what an experiment would run, how long it takes and what it keeps. Nothing is written.

    Examples:

      grouplife plan

      grouplife plan first_look

      grouplife plan my_plan.yaml --workers 8 --json
    """
    if plan is None:
        _print_library(lang, as_json)
        return
    from .experiments.conduct import check_numbers, cores
    from .experiments.executors import MAX_WORKERS
    from .model.compiled import is_warm
    from .report import plans
    from .sweeps.estimate import estimate
    from .sweeps.expand import expand

    check_numbers(1, 0, workers)
    sweep = expand(plan)
    if trial and not quiet and not is_warm():
        note("Compiling the model for its first use; this takes some twenty seconds, once.")
    hands = workers if workers is not None else min(cores(), MAX_WORKERS)
    cost = estimate(sweep, hands) if trial else None
    if as_json:
        print_json(plans.as_json(sweep, cost))
        return
    print_table(("plan" if lang == "en" else "计划", sweep.plan.name), plans.plan_rows(sweep, cost, lang))
    headings, rows = plans.head_of(sweep, lang)
    if rows:
        print()
        print_table(headings, rows, numbers=range(len(headings)))
        left = len(sweep.points) - len(rows)
        if left:
            print(f"… and {left:,} more points" if lang == "en" else f"……还有 {left:,} 个点")
    for text in () if quiet else plans.warnings(sweep, cost, lang):
        note(f"注意：{text}。" if lang == "zh" else f"Note: {text}.")


def _print_library(lang: Lang, as_json: bool) -> None:
    """The plans of the library with what they ask."""
    from .scenario.library import plans
    from .sweeps.plan_file import load_plan

    found: list[Plan] = []
    for name, path in plans().items():
        try:
            found.append(load_plan(path).plan)
        except UsageError as problem:
            note(f"{name} cannot be read: {problem}")
    if as_json:
        rows = [one.model_dump(mode="json", include={"name", "question", "design"}) for one in found]
        print_json({"plans": rows})
        return
    head = {"en": ("name", "design", "question"), "zh": ("名称", "设计", "问题")}
    questions = [getattr(one.question, lang) if one.question else "" for one in found]
    print_table(
        head[lang], [(one.name, one.design, asked) for one, asked in zip(found, questions, strict=True)]
    )
