"""`grouplife calibrate` and `grouplife validate`: parse, call the library, print."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Annotated, Any

import typer

from .cli_output import print_json, print_table
from .cli_run import AsJson, Lang, Quiet, Stop, Workers, note, show_progress, tell_about

OUT = Path("results") / "calibration"


def register(app: typer.Typer) -> None:
    """Add the commands to the app."""
    app.command("calibrate")(calibrate_command)


def calibrate_command(
    out: Annotated[Path, typer.Option(metavar="DIR", help="Fits and journal go here.")] = OUT,
    budget: Annotated[
        int, typer.Option(help="Points of the parameter space looked at for each theory, 4 to 1000000.")
    ] = 5000,
    seed: Annotated[int, typer.Option(help="Of everything random.")] = 1,
    workers: Workers = None,
    resume: Annotated[
        bool, typer.Option("--resume", help="Go on where an unfinished calibration here stopped.")
    ] = False,
    theory: Annotated[
        list[str] | None,
        typer.Option(metavar="NAME", help="Only this theory of why talk dies; may be given again."),
    ] = None,
    lang: Annotated[Lang, typer.Option(help="Language of the table.")] = "en",
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """Fit the assumed parameters to the real channels, for each theory of why talk dies.

    Examples:

      grouplife calibrate

      grouplife calibrate --resume --workers 2

      grouplife calibrate --budget 200 --theory turnover --out results/try

    Killed at any moment it loses nothing: start it again with --resume. The fits that come with Grouplife are made
    by `make calibrate`; a scenario can name others with `fits:`.
    """
    from .evidence.calibration.calibrate import calibrate
    from .experiments.fitted import THEORIES

    started = time.monotonic()
    say = (lambda text: None) if quiet or as_json else (lambda text: note(f"calibrate: {text}"))
    with Stop(out, f"stopped; what was run is kept in {out}: go on with --resume") as stop:
        tell_about(None, quiet)
        with show_progress("Calibrating", quiet, stop, lines=True) as progress:
            found = calibrate(out, budget, seed, workers, resume, progress, say, theory or THEORIES)
    import numpy as np

    from .evidence.calibration.distance import TARGETS, inside

    scores: dict[str, Any] = {}
    for name, fitted in found.items():
        middle = np.nanmedian(fitted.seen[:, : len(TARGETS)], axis=0)
        scores[name] = {
            "fits": len(fitted.points),
            "distance": round(float(np.median(fitted.distances)), 3),
            "best": round(float(fitted.distances.min()), 3),
            "inside": int(inside(middle).sum()),
            "of": len(TARGETS),
            "outside": [t.measure for t, held in zip(TARGETS, inside(middle), strict=True) if not held],
        }
    if as_json:
        print_json({"out": str(out), "seconds": round(time.monotonic() - started, 1), "theories": scores})
        return
    head = {
        "en": ("theory", "fits", "distance", "best", "patterns inside", "outside"),
        "zh": ("理论", "拟合数", "距离", "最近", "区间内的规律", "区间外"),
    }
    rows = [
        (
            name,
            str(s["fits"]),
            *(f"{s[what]:.2f}" for what in ("distance", "best")),
            f"{s['inside']} / {s['of']}",
            ", ".join(s["outside"]),
        )
        for name, s in scores.items()
    ]
    print_table(head[lang], rows, numbers=[1, 2, 3, 4])
    print(f"{'拟合' if lang == 'zh' else 'Fits'}: {out}")
