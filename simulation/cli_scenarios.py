"""`grouplife scenarios`, `explain`, `diff`, `new`, `schema`: the files people write. Parse, call the library, print."""

from __future__ import annotations

import json
import os
import re
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from .cli_output import console, print_json, print_table, write_file
from .cli_run import AsJson, Lang, print_notes
from .errors import UsageError

if TYPE_CHECKING:
    from .scenario import Scenario

InLang = Annotated[Lang, typer.Option(help="Language: en or zh.")]


def register(app: typer.Typer) -> None:
    """Add the commands to the app."""
    app.command("scenarios")(scenarios_command)
    app.command("explain")(explain_command)
    app.command("diff")(diff_command)
    app.command("new")(new_command)
    app.command("schema")(schema_command)


def scenarios_command(
    theme: Annotated[
        str | None,
        typer.Option(
            metavar="THEME",
            help="Only those of a theme, or with a word in title, question or name.",
            show_default=False,
        ),
    ] = None,
    lang: InLang = "en",
    as_json: AsJson = False,
) -> None:
    """List the scenarios of the library with their questions.

    Examples:

      grouplife scenarios

      grouplife scenarios --theme referral --lang zh

      grouplife scenarios --theme 裂变

    Scenarios of your own can be listed too: set GROUPLIFE_SCENARIOS to their folder.
    """
    from .report.shelf import mentions, none_like
    from .scenario import library, load
    from .scenario.labels import theme_name

    found, broken = [], []
    for name, path in library().items():
        try:
            loaded = load(path)
        except UsageError as problem:
            broken.append((name, str(problem)))
            continue
        found.append((name, loaded.scenario, path))
    themes = sorted({scenario.theme for _, scenario, _ in found}, key=lambda t: (t != "basics", t))
    found = [entry for t in themes for entry in found if entry[1].theme == t]
    if theme is not None:
        of_theme = [entry for entry in found if entry[1].theme == theme]
        found = of_theme or [entry for entry in found if mentions(entry[1], theme)]
        if not found:
            raise UsageError(none_like(theme, themes, lang))
    if as_json:
        listed: list[dict[str, Any]] = [_listed(*entry) for entry in found]
        listed += [{"name": name, "error": why} for name, why in broken if theme is None]
        print_json({"scenarios": listed})
        return
    rows = []
    for name, scenario, _ in found:
        question = getattr(scenario.question, lang) if scenario.question else ""
        rows.append((name, theme_name(scenario.theme, lang), getattr(scenario.title, lang), question))
    head = {"en": ("name", "theme", "title", "question"), "zh": ("名称", "主题", "标题", "问题")}
    print_table(head[lang], rows)
    for name, why in broken:
        print(f"{name} cannot be read: {why}", file=sys.stderr)


def _listed(name: str, scenario: Scenario, path: Path) -> dict[str, Any]:
    question = scenario.question.model_dump() if scenario.question else None
    title = scenario.title.model_dump()
    return {"name": name, "theme": scenario.theme, "title": title, "question": question, "path": str(path)}


def explain_command(
    scenario: Annotated[
        str, typer.Argument(metavar="SCENARIO", help="A name of the library, or a YAML file.")
    ],
    settings: Annotated[
        list[str] | None,
        typer.Option("--set", metavar="PATH=VALUE", help="Set a value of the scenario; may be given again."),
    ] = None,
    lang: InLang = "en",
    whole: Annotated[
        bool, typer.Option("--all", help="List every parameter, also where a fit has set many.")
    ] = False,
) -> None:
    """Say in words what a scenario says and how it differs.

    Examples:

      grouplife explain coupon_spam

      grouplife explain my_plan.yaml --lang zh

      grouplife explain baseline --set strategy.calendar[0].per_week=10
    """
    from .report.explaining import explained, notes
    from .scenario import load, load_scenario

    loaded = load(scenario)
    meant = loaded.scenario.override(settings) if settings else loaded.scenario
    parent = (
        load_scenario(loaded.files[1]) if len(loaded.files) > 1 else loaded.scenario if settings else None
    )
    screen = console()
    screen.print(f"{getattr(meant.title, lang)} ({meant.name})", style="bold", markup=False)
    if meant.question is not None:
        screen.print(getattr(meant.question, lang), markup=False)
    for chapter in explained(meant, lang, parent, whole):
        screen.print(f"\n{chapter.heading}", style="bold", markup=False)
        for sentence in chapter.sentences:
            screen.print(f"- {sentence}", markup=False)
    print_notes(notes(meant, lang), False, lang)


def diff_command(
    a: Annotated[str, typer.Argument(metavar="A", help="A name of the library, or a YAML file.")],
    b: Annotated[str, typer.Argument(metavar="B", help="The same; what differs in it is shown beside A.")],
    lang: InLang = "en",
    as_json: AsJson = False,
) -> None:
    """Show what differs between two scenarios, value by value.

    Examples:

      grouplife diff baseline coupon_spam

      grouplife diff coupon_spam my_plan.yaml --json
    """
    from .scenario import diff, load_scenario, scenario_hash
    from .scenario.labels import value_text

    one, two = load_scenario(a), load_scenario(b)
    found = diff(one, two)
    if as_json:
        rows = [{"path": path, "a": old, "b": new} for path, old, new in found]
        hashes = {"a": scenario_hash(one), "b": scenario_hash(two)}
        print_json({"a": a, "b": b, "hashes": hashes, "differences": rows})
        return
    if not found:
        none = {"en": "No differences: both say the same", "zh": "没有不同：两者内容一致"}
        print(f"{none[lang]} ({scenario_hash(one)}).")
        return
    names = (one.name, two.name) if one.name != two.name else (a, b)
    texts = [(path, value_text(path, x, lang), value_text(path, y, lang)) for path, x, y in found]
    print_table(("path" if lang == "en" else "路径", *names), texts)


def new_command(
    name: Annotated[str, typer.Argument(metavar="NAME", help="Lower-case letters, digits, _ and -.")],
    parent: Annotated[
        str,
        typer.Option("--from", metavar="SCENARIO", help="What it builds on: a library name or a YAML file."),
    ] = "baseline",
    out: Annotated[
        Path | None,
        typer.Option(
            metavar="PATH", help="Folder or .yaml file; by default NAME.yaml here.", show_default=False
        ),
    ] = None,
) -> None:
    """Write a commented scenario file to start from. Never overwrites one.

    Examples:

      grouplife new my_plan

      grouplife new gentle_spam --from coupon_spam --out plans
    """
    from .scenario import library, load
    from .scenario.starter import starter

    name = name.removesuffix(".yaml").removesuffix(".yml")
    if not re.fullmatch(r"[a-z0-9][a-z0-9_-]{0,63}", name):
        raise UsageError(
            f"NAME: given {name!r}, allowed: lower-case letters a-z, digits, _ and -, 64 at most, "
            "as in my_plan; the folder goes into --out"
        )
    if name in library():
        raise UsageError(f"NAME: the library already has a scenario {name!r}; choose another name")
    target = (
        Path(f"{name}.yaml")
        if out is None
        else out
        if out.suffix in (".yaml", ".yml")
        else out / f"{name}.yaml"
    )
    if target.exists():
        raise UsageError(f"{target} exists and is left as it is; choose another name or remove it first")
    loaded = load(parent)
    extends = parent if parent in library() else os.path.relpath(loaded.files[0], target.parent.resolve())
    write_file(target, starter(name, loaded.scenario, extends, str(target)), replace=False)
    print(f"Wrote {target}. Next: grouplife explain {target}")
    if not target.with_name("schema.json").exists():
        print(f"For checks in your editor: grouplife schema --out {target.with_name('schema.json')}")


def schema_command(
    out: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Write it there, as in schema.json.", show_default=False),
    ] = None,
    parameters: Annotated[
        bool, typer.Option("--parameters", help="The table of all parameters in Markdown instead.")
    ] = False,
    claim: Annotated[bool, typer.Option("--claim", help="Of a claim's file instead.")] = False,
    plan: Annotated[bool, typer.Option("--plan", help="Of an experiment's plan instead.")] = False,
) -> None:
    """Print the JSON Schema of scenario files, for your editor.

    Examples:

      grouplife schema --out schema.json

      grouplife schema --parameters

      grouplife schema --claim

      grouplife schema --plan --out plan_schema.json
    """
    from .scenario import json_schema
    from .scenario.parameter_table import parameter_table

    if claim:
        from .evidence.claims.schema import claim_schema

        text = json.dumps(claim_schema(), indent=2, ensure_ascii=False) + "\n"
    elif plan:
        from .sweeps.plan_schema import plan_schema

        text = json.dumps(plan_schema(), indent=2, ensure_ascii=False) + "\n"
    elif parameters:
        text = parameter_table()
    else:
        text = json.dumps(json_schema(), indent=2, ensure_ascii=False) + "\n"
    if out is None:
        print(text, end="")
    else:
        write_file(out, text, replace=True)
        print(f"Wrote {out}.")
