"""`grouplife fit`: parse, call the library, print."""

from __future__ import annotations

import contextlib
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from .cli_output import print_json, print_table
from .cli_run import (
    AsJson,
    Lang,
    Quiet,
    Seed,
    Stop,
    Workers,
    command_line,
    print_notes,
    show_progress,
    tell_about,
)
from .errors import UsageError

if TYPE_CHECKING:
    from .evidence.log.fit import Fitted


def register(app: typer.Typer) -> None:
    """Add the command to the app."""
    app.command("fit")(fit_command)


def _column(role: str) -> typer.models.OptionInfo:
    return typer.Option(f"--{role}", metavar="COL", help=f"Column of the {role}.", show_default=False)


def fit_command(
    events: Annotated[Path, typer.Argument(metavar="EVENTS.csv", help="A log: one event a row.")],
    timestamp: Annotated[str | None, _column("timestamp")] = None,
    group: Annotated[str | None, _column("group")] = None,
    member: Annotated[str | None, _column("member")] = None,
    event: Annotated[str | None, _column("event")] = None,
    event_name: Annotated[
        list[str] | None,
        typer.Option(
            metavar="NAME=EVENT",
            help="What an event's name means: join, leave, message or ignore; again for more.",
        ),
    ] = None,
    timezone: Annotated[
        str, typer.Option(help="Whose days are counted; times without an offset are local there.")
    ] = "Asia/Shanghai",
    base: Annotated[
        str,
        typer.Option(
            "--from", metavar="SCENARIO", help="The plan that ran meanwhile: a name or a YAML file."
        ),
    ] = "baseline",
    until: Annotated[
        str | None,
        typer.Option(
            metavar="DAY|DATE", help="Fit up to here, score the forecast on the rest.", show_default=False
        ),
    ] = None,
    forecast: Annotated[
        int | None,
        typer.Option(metavar="DAYS", help="Days ahead; by default all that is held back, at least 84."),
    ] = None,
    ensemble: Annotated[int, typer.Option(help="Sets of plausible parameters, 20 to 10000.")] = 200,
    seeds: Annotated[
        int | None,
        typer.Option(
            help="Runs of each set, 1 to 100000; by default 3, fewer where time is short.", show_default=False
        ),
    ] = None,
    seed: Seed = 1,
    name: Annotated[
        str | None,
        typer.Option(help="Name of the scenario; by default that of the file.", show_default=False),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="Results; by default results/fit_NAME.", show_default=False),
    ] = None,
    workers: Workers = None,
    lang: Annotated[Lang, typer.Option(help="Language of the report.")] = "en",
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """Fit the model to a log of one's own groups, and look ahead.

    The log is a CSV file with a row an event: when, in which group, who, and join, leave or message. Texts are not
    read. Written are the groups' history, the weights of the ensemble, a forecast, a report, and a scenario that
    every other command takes.

    Examples:

      grouplife fit events.csv

      grouplife fit export.csv --timestamp 时间 --group 群 --member 成员 --event 类型 --lang zh

      grouplife fit events.csv --until 2026-03-31 --from my_plan.yaml --out results/ours
    """
    import re

    from .evidence.log.fit import check_fit, fit_log, name_of
    from .evidence.log.saving import as_json as plain
    from .evidence.log.saving import save_fit
    from .experiments.store import ResultsFolder

    chosen = name or name_of(events)
    if not re.fullmatch(r"[a-z0-9][a-z0-9_-]{0,63}", chosen):
        raise UsageError(
            f"--name: given {chosen!r}, allowed: lower-case letters a-z, digits, _ and -, 64 at most"
        )
    columns = {"timestamp": timestamp, "group": group, "member": member, "event": event}
    with contextlib.ExitStack() as stack:
        target = out if out is not None else Path("results") / f"fit_{chosen}"
        stop = stack.enter_context(Stop(target))
        names = _pairs(event_name or ())
        check_fit(
            events, base=base, columns=columns, event_names=names, timezone=timezone, until=until,
            forecast=forecast, ensemble=ensemble, seeds=seeds, seed=seed, workers=workers,
        )  # fmt: skip
        folder = stack.enter_context(ResultsFolder(target, "fit"))
        tell_about(folder, quiet)
        with show_progress(f"Fitting {events.name}", quiet, stop) as progress:
            fitted = fit_log(
                events,
                base=base,
                columns=columns,
                event_names=names,
                timezone=timezone,
                until=until,
                forecast=forecast,
                ensemble=ensemble,
                seeds=seeds,
                seed=seed,
                name=chosen,
                workers=workers,
                progress=progress,
            )
        from .report.fitting.page import write_fit_report

        write_fit_report(fitted, folder.staging / "report.html", lang, target, command_line())
        stop.check()
        save_fit(fitted, folder, command_line())
    if as_json:
        print_json({**plain(fitted), "out": str(target)})
        return
    _print_fit(fitted, target, lang)
    print_notes([note.say(lang) for note in fitted.notes], quiet, lang)


def _pairs(given: Sequence[str]) -> dict[str, str]:
    found = {}
    for text in given:
        name, sign, meaning = text.rpartition("=")
        if not sign or not name or not meaning:
            raise UsageError(f"--event-name: given {text!r}, allowed: NAME=EVENT, as in 进来=join")
        found[name] = meaning
    return found


def _print_fit(fitted: Fitted, target: Path, lang: Lang) -> None:
    """The sentences that matter, the groups, the forecast, and where everything is."""
    from .report.fitting.sentences import chance_table, forecast_rows, group_table, sentences

    for sentence in sentences(fitted, lang):
        print(sentence)
    print()
    print_table(*group_table(fitted, lang, 12))
    print()
    print_table(*forecast_rows(fitted, lang))
    print()
    print_table(*chance_table(fitted, lang, 12))
    print()
    zh = lang == "zh"
    print(f"{'方案' if zh else 'Scenario'}: {target / f'{fitted.name}.yaml'}")
    print(f"{'报告' if zh else 'Report'}: {target / 'report.html'}")
    sys.stdout.flush()
