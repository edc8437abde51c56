"""`grouplife report`: parse, call the library, print."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from .cli_output import print_json
from .cli_run import AsJson, Lang, Quiet, print_notes


def register(app: typer.Typer) -> None:
    """Add the command to the app."""
    app.command("report")(report_command)


def report_command(
    results: Annotated[Path, typer.Argument(metavar="DIR", help="A folder of results.")],
    lang: Annotated[
        Lang | None,
        typer.Option(help="Language of the report; English where not said.", show_default=False),
    ] = None,
    out: Annotated[
        Path | None,
        typer.Option(metavar="FILE", help="Write it there; by default DIR/report.html.", show_default=False),
    ] = None,
    measure: Annotated[
        list[str] | None,
        typer.Option(
            metavar="MEASURE",
            help="What to show, of a sweep or run; may be given again. By default what the plan names, or the usual.",
        ),
    ] = None,
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """Write the report of a results folder: one HTML file with the answer in words, figures and tables.

    Examples:

      grouplife report results/first_look

      grouplife report results/first_look --lang zh --out first_look_zh.html

      grouplife report results/first_look --measure open_rate_day_91 --measure operator_hours_day_180

    Made from the tables of a sweep, run or comparison; nothing is run. Questions (sensitivity, discover, tipping,
    optimise) have written their own, which is named.
    """
    from .report.folder_report import report

    written = report(results, out, lang, tuple(dict.fromkeys(measure or ())))
    if as_json:
        print_json({"report": str(written.path), "made": written.made, "notes": list(written.remarks)})
        return
    print_notes(written.remarks, quiet, lang or "en")
    print(f"{'报告' if lang == 'zh' else 'Report'}: {written.path}")
