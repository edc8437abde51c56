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
    app.command("validate")(validate_command)


def calibrate_command(
    out: Annotated[Path, typer.Option(metavar="DIR", help="Fits and journal go here.")] = OUT,
    budget: Annotated[
        int, typer.Option(help="Points of the parameter space looked at for each theory, 4 to 1000000.")
    ] = 3000,
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


def validate_command(
    seeds: Annotated[int, typer.Option(help="Runs at default parameters, 1 to 100000.")] = 50,
    ensemble: Annotated[
        int, typer.Option(help="Sets of plausible parameters, 0 to 10000; five runs each.")
    ] = 150,
    seed: Annotated[int, typer.Option(help="First seed.")] = 1,
    workers: Workers = None,
    docs: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="Write validation.md and its figures there.", show_default=False),
    ] = None,
    data: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR",
            help="Folder with channels.csv and channel_weeks.csv, to compute the real curves from; otherwise the "
            "numbers that come along are shown.",
            show_default=False,
        ),
    ] = None,
    lang: Annotated[Lang, typer.Option(help="Language of the table.")] = "en",
    as_json: AsJson = False,
    quiet: Quiet = False,
) -> None:
    """Set the model beside what was measured on real groups: target, simulated value, pass or miss.

    Examples:

      grouplife validate

      grouplife validate --seeds 100 --ensemble 300 --docs docs

      grouplife validate --json --ensemble 60

    None of the patterns was measured on brand groups.
    """
    from .evidence.validate import validate
    from .report.folders import check_folder

    if docs is not None:
        check_folder(docs, "--docs")
    with Stop(docs) as stop:
        tell_about(None, quiet)
        with show_progress("Validating", quiet, stop) as progress:
            found = validate(seeds, ensemble, seed, workers, progress, data)
        written = []
        if docs is not None:
            from .report.validation import write_page

            written = write_page(found, docs)
    if as_json:
        print_json({**found.as_json(), "written": [str(path) for path in written]})
        return
    _print_validation(found, lang)
    for path in written:
        print(path)


_USES = {
    "calibrate": ("fitted", "已拟合"),
    "size": ("size", "规模"),
    "kept_back": ("kept back", "未用于拟合"),
}


def _print_validation(found: Any, lang: Lang) -> None:
    from .report.validation import number, span

    k = 1 if lang == "zh" else 0
    yes, no = (("yes", "NO"), ("是", "否"))[k]
    drawn = (("ensemble", "95 %"), ("参数集合", "95 %"))[k] if found.members else ()
    head = (
        ("use", "id", "pattern", "measured", "95 %", *drawn, "inside", "default"),
        ("用途", "编号", "规律", "实测", "95 %", *drawn, "在区间内", "默认参数"),
    )[k]
    rows = [
        (
            _USES[one.use][k],
            one.pattern.evidence,
            one.title(lang),
            number(one.pattern.value),
            span(one.pattern.interval),
            *((number(one.drawn), span(one.all)) if drawn else ()),
            yes if one.holds else no,
            number(one.default),
        )
        for one in found.found
    ]
    print_table(head, rows, numbers=[3, 5, 8] if drawn else [3, 6])
    print()
    columns = (
        ("id", "direction", "contrast", "difference", "luck", "holds"),
        ("编号", "方向", "对照", "差异", "运气", "成立"),
    )[k]
    print_table(
        columns,
        [
            (
                one.sign.evidence,
                one.sign.about[k],
                one.sign.contrast[k],
                number(one.estimate.mean, True),
                span(one.estimate.luck, True),
                yes if one.holds else no,
            )
            for one in found.signs
        ],
        numbers=[3],
    )
    print()
    shown = [
        (name, about[k], number(value), number(here))
        for (name, about, value), (here, _) in zip(found.contexts, found.context, strict=True)
    ]
    shown += [(name, about[k], "", where[k]) for name, about, where in found.forms]
    print_table(
        (("id", "shown, not judged", "measured", "model"), ("编号", "仅供参考", "实测", "模型"))[k],
        shown,
        numbers=[2],
    )
    fitted = found.of("calibrate")
    inside = sum(one.holds for one in fitted)
    print()
    print(
        (
            f"{inside} of {len(fitted)} fitted patterns inside at once. Measured on volunteer communities, "
            "not brand groups.",
            f"{len(fitted)} 条拟合规律中有 {inside} 条同时落在区间内。实测来自志愿者社群，不是品牌群。",
        )[k]
    )
