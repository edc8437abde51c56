"""The command `grouplife`: parses, calls the library, prints. No logic of the model lives here."""

from __future__ import annotations

import contextlib
import json
import os
import re
import signal
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal

import typer
from typer.core import TyperGroup

from . import __version__
from .cli_claims import register as register_claims
from .cli_discover import register as register_discover
from .cli_evidence import register as register_evidence
from .cli_fit import register as register_fit
from .cli_optimise import register as register_optimise
from .cli_output import console, print_json, print_table, write_file
from .cli_plan import register as register_plan
from .cli_report import register as register_report
from .cli_run import register
from .cli_sensitivity import register as register_sensitivity
from .cli_sweep import register as register_sweep
from .cli_tipping import register as register_tipping
from .cli_workshop import register as register_workshop
from .errors import GrouplifeError, Stopped, UsageError

if TYPE_CHECKING:
    from .scenario import Scenario

Lang = Annotated[Literal["en", "zh"], typer.Option(help="Language: en or zh.")]
AsJson = Annotated[bool, typer.Option("--json", help="Print one JSON object instead.")]

_PIPE_CLOSED = 141  # what a shell reports for a program that wrote to a closed pipe


class _PipeClosed(Exception):
    """The reader of our output is gone."""


class _Commands(TyperGroup):
    """Keeps Ctrl-C and closed pipes for `main`, whatever the command line library makes of them."""

    def invoke(self, ctx: Any) -> Any:
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt as signal:
            raise Stopped(*signal.args[:1]) from None
        except BrokenPipeError:
            raise _PipeClosed from None


app = typer.Typer(
    name="grouplife",
    cls=_Commands,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["--help", "-h"]},
)
register(app)
register_claims(app)
register_fit(app)
register_evidence(app)
register_sweep(app)
register_report(app)
register_plan(app)
register_sensitivity(app)
register_discover(app)
register_tipping(app)
register_optimise(app)
register_workshop(app)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run a command line and leave with its exit code: 0 done, 1 failed, 2 asked wrongly, 130 stopped."""
    for stream in (sys.stdout, sys.stderr):
        with contextlib.suppress(AttributeError):  # a terminal that cannot show Chinese shows ? and goes on
            stream.reconfigure(errors="replace")  # type: ignore[union-attr]
    code = _run(arguments)
    with contextlib.suppress(
        ValueError
    ):  # all is done and said: Ctrl-C while the interpreter leaves changes nothing
        signal.signal(signal.SIGINT, signal.SIG_IGN)
    sys.exit(code)


def _run(arguments: Sequence[str] | None) -> int:
    try:
        done = app(
            args=None if arguments is None else list(arguments), prog_name="grouplife", standalone_mode=False
        )
        sys.stdout.flush()
        return done if isinstance(done, int) else 0
    except (Stopped, KeyboardInterrupt) as stop:
        return _complain("stopped", str(stop) or "nothing was written", Stopped.exit_code)
    except GrouplifeError as problem:
        return _complain("error", str(problem), problem.exit_code)
    except (_PipeClosed, BrokenPipeError):
        with contextlib.suppress(OSError, ValueError, AttributeError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())  # nothing more to say at exit
        return _PIPE_CLOSED
    except MemoryError:
        return _complain("error", "out of memory; make the market, the groups or --workers smaller", 1)
    except OSError as problem:
        where = f"{problem.filename}: " if problem.filename else ""
        return _complain("error", f"{where}{problem.strerror or problem}", 1)
    except Exception as problem:
        if not hasattr(problem, "format_message"):  # not the command line library's own
            raise
        return _complain(
            "error", _asked_wrongly(problem, arguments or sys.argv[1:]), getattr(problem, "exit_code", 2)
        )


def _complain(kind: str, text: str, code: int) -> int:
    with contextlib.suppress(OSError):
        sys.stdout.flush()
    with contextlib.suppress(OSError):
        print(text if text.startswith(f"{kind}: ") else f"{kind}: {text}", file=sys.stderr, flush=True)
    return code


def _asked_wrongly(problem: Any, arguments: Sequence[str]) -> str:
    context = getattr(problem, "ctx", None)
    path = context.command_path if context is not None else "grouplife"
    return f"{_plainly(problem.format_message(), arguments)}\nSee: {path} --help"


def _plainly(text: str, arguments: Sequence[str]) -> str:
    """What the command line library complains of, in the words of our own messages."""
    place = r"Invalid value for (?:'[^']*' / )?'(?P<name>[^']+)': "
    choice = re.fullmatch(
        place + r"(?:Value error, )?(?P<given>'[^']*') is not one of (?P<allowed>.+?)\.?", text, re.S
    )
    if choice:
        allowed = choice["allowed"].replace("'", "")
        return f"{choice['name']}: given {choice['given']}, allowed: {allowed}"
    number = re.fullmatch(place + r".*\bvalid (?P<kind>int|float|number).*", text, re.S)
    if number:
        kind = "a whole number" if number["kind"] == "int" else "a number"
        return f"{number['name']}: given {_given(number['name'], arguments)}, allowed: {kind}"
    if "unexpected extra argument" in text:
        return f"{text}\nAn override is written with = and without spaces: --set product.price=100"
    return text


def _given(option: str, arguments: Sequence[str]) -> str:
    """What was written for an option, as far as it can be found."""
    for word, following in zip(arguments, [*arguments[1:], ""], strict=True):
        if word == option:
            return repr(following)
        if word.startswith(f"{option}="):
            return repr(word.partition("=")[2])
    return "something else"


@app.callback(invoke_without_command=True)
def grouplife(
    context: typer.Context,
    version: Annotated[bool, typer.Option("--version", help="Print the version and leave.")] = False,
) -> None:
    """A laboratory for communities in brand-run chat groups: what keeps them alive, and what pays.

    Examples:

      grouplife scenarios

      grouplife compare coupon_spam value_content

      grouplife explain coupon_spam --lang zh

      grouplife new my_plan --from baseline
    """
    if version:
        print(f"grouplife {__version__}")
    elif context.invoked_subcommand is None:
        shown = context.get_help()
        if shown:
            print(shown)


@app.command()
def scenarios(
    theme: Annotated[
        str | None,
        typer.Option(
            metavar="THEME",
            help="Only those of a theme, or with a word in title, question or name.",
            show_default=False,
        ),
    ] = None,
    lang: Lang = "en",
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


@app.command()
def explain(
    scenario: Annotated[
        str, typer.Argument(metavar="SCENARIO", help="A name of the library, or a YAML file.")
    ],
    settings: Annotated[
        list[str] | None,
        typer.Option("--set", metavar="PATH=VALUE", help="Set a value of the scenario; may be given again."),
    ] = None,
    lang: Lang = "en",
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
    from .cli_run import print_notes
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


@app.command()
def diff(
    a: Annotated[str, typer.Argument(metavar="A", help="A name of the library, or a YAML file.")],
    b: Annotated[str, typer.Argument(metavar="B", help="The same; what differs in it is shown beside A.")],
    lang: Lang = "en",
    as_json: AsJson = False,
) -> None:
    """Show what differs between two scenarios, value by value.

    Examples:

      grouplife diff baseline coupon_spam

      grouplife diff coupon_spam my_plan.yaml --json
    """
    from .scenario import diff as differences
    from .scenario import load_scenario, scenario_hash
    from .scenario.labels import value_text

    one, two = load_scenario(a), load_scenario(b)
    found = differences(one, two)
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


@app.command()
def new(
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


@app.command()
def schema(
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


if __name__ == "__main__":
    main()
