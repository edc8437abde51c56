"""The tables of docs/calibration.md, made of what a calibration left beside its fits: simulation/experiments/fits/."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from functools import cache
from typing import Any

from simulation.evidence.calibration.distance import TARGETS
from simulation.experiments.fitted import SHIPPED, THEORIES
from simulation.scenario.mechanisms import PARAMETERS

_MINUS = "\u2212"


@cache
def reports() -> dict[str, Any]:
    """What was left, by theory."""
    found = {}
    for theory in THEORIES:
        path = SHIPPED / f"{theory}.json"
        if path.exists():
            found[theory] = json.loads(path.read_text(encoding="utf-8"))
    return found


def made_by() -> str:
    """Settings of the calibration."""
    rows = []
    for theory, report in reports().items():
        by = report["made_by"]
        tried = sum(one[3] for one in report["rounds"])
        rows.append(
            (
                f"`{theory}`",
                f"Grouplife {by['grouplife']}, rules `{by['model']}`",
                str(by["seed"]),
                f"{by['budget']:,}",
                f"{tried:,}",
                str(report["fits"]),
            )
        )
    return table(("theory", "version", "seed", "budget", "points tried while narrowing", "fits"), rows)


def scores() -> str:
    """How near each theory comes."""
    rows = []
    for theory, r in reports().items():
        last, narrowed = r["rounds"][-1] if r["rounds"] else None, _narrowings(r)
        rows.append(
            (
                f"`{theory}`",
                _three(r["prior_distance"]),
                _three(r["distance"]),
                "–" if last is None else f"{last[0]:.2f}",
                f"{r['sieved'] / 2**narrowed:.1g}",
                f"{r['inside_by_median']} of {len(TARGETS)}",
                f"{100 * r['inside_by_fit']:.0f} %",
            )
        )
    head = (
        "theory", "distance of prior points: median (5 to 95 %)", "distance of fits", "tolerance at the end",
        "share of the prior as near", "inside by the fits' median", "inside, mean over fits",
    )  # fmt: skip
    return table(head, rows)


def _narrowings(report: Any) -> int:
    """Rounds that halved the population."""
    return sum(bool(one[4]) for one in report["rounds"])


def patterns() -> str:
    """What prior points and fits show, pattern by pattern."""
    rows = []
    for target in TARGETS:
        cells = []
        for report in reports().values():
            seen = report["observed"][target.measure]
            middle = seen["fits"][1]
            held = middle is not None and target.holds(middle)
            shown = number(middle) if held else f"**{number(middle)}**"
            cells.append(f"{number(seen['prior'][1])} → {shown}")
        low, high = target.interval
        measured = f"{number(target.value)} ({number(low)} to {number(high)})"
        rows.append((target.evidence, target.about, measured, *cells))
    return table(("evidence", "pattern", "measured (95 %)", *(f"`{t}`" for t in reports())), rows)


def told() -> str:
    """What the data can tell of each parameter."""
    every = reports()
    paths = list(dict.fromkeys(path for r in every.values() for path in r["parameters"]))
    paths.sort(
        key=lambda path: min(
            r["parameters"][path]["width_left"] for r in every.values() if path in r["parameters"]
        )
    )
    rows = []
    for path in paths:
        known = next(r["parameters"][path] for r in every.values() if path in r["parameters"])
        default = f"{PARAMETERS[path].default:g}" if path in PARAMETERS else "–"
        cells = [_told(r, path) for r in every.values()]
        rows.append((f"`{path}`", f"{known['range'][0]:g} to {known['range'][1]:g}", default, *cells))
    return table(("parameter", "range of doubt", "default", *(f"`{t}`" for t in every)), rows)


def _told(report: Any, path: str) -> str:
    known = report["parameters"].get(path)
    if known is None:
        return "–"
    low, middle, high = known["fits"]
    strongest = report["influence"][path]
    return f"{middle:.3g} ({low:.3g} to {high:.3g}); {100 * known['width_left']:.0f} % left; `{strongest[1]}`"


def untold() -> str:
    """Parameters in doubt that no pattern tells under any theory, by section."""
    fitted = {path for report in reports().values() for path in report["parameters"]}
    sections: dict[str, list[str]] = {}
    for path, note in PARAMETERS.items():
        if note.draw is not None and path not in fitted:
            section, _, name = path.rpartition(".")
            sections.setdefault(section, []).append(name)
    return table(
        ("section", "parameters that stay where judgement put them"),
        [(f"`{section}`", ", ".join(f"`{name}`" for name in names)) for section, names in sections.items()],
    )


def pairs() -> str:
    """Parameters that trade off in the fits."""
    rows = [
        (f"`{theory}`", f"`{a}`", f"`{b}`", f"{_MINUS if rho < 0 else '+'}{abs(rho):.2f}")
        for theory, report in reports().items()
        for a, b, rho in report["together"][:12]
    ]
    return table(("theory", "parameter", "parameter", "rank correlation"), rows or [("–", "–", "–", "–")])


TABLES: dict[str, Callable[[], str]] = {
    "made_by": made_by,
    "scores": scores,
    "patterns": patterns,
    "told": told,
    "untold": untold,
    "pairs": pairs,
}


def number(value: float | None) -> str:
    """Two digits after the point; one from ten on."""
    return "–" if value is None else f"{value:.1f}" if abs(value) >= 10 else f"{value:.2f}"


def _three(quantiles: Sequence[float | None]) -> str:
    low, middle, high = (number(q) for q in quantiles)
    return f"{middle} ({low} to {high})"


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A Markdown table."""
    lines = [head, ["---"] * len(head), *rows]
    return "".join("| " + " | ".join(line) + " |\n" for line in lines)
