"""How the tables of docs/findings.md write numbers: a mean with both kinds of doubt."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

import numpy as np

from simulation.evidence.panel import ANYTHING, POINTS, POSITIVE, SHARE, Values

MINUS = "\u2212"


def number(value: float | None, places: int = 2, signed: bool = False) -> str:
    """A number with a true minus sign; a dash where there is none."""
    if value is None or not np.isfinite(value):
        return "–"
    text = f"{abs(value):,.{places}f}"
    if float(text.replace(",", "")) == 0.0:
        return text
    return (MINUS if value < 0 else "+" if signed else "") + text


def span(ends: Iterable[float | None], places: int = 2, signed: bool = False) -> str:
    """An interval: "0.51 to 0.57"."""
    return " to ".join(number(end, places, signed) for end in ends)


def said(
    values: Values, limits: tuple[float, float], places: int = 2, signed: bool = False, scale: float = 1.0
) -> str:
    """Mean with both intervals: "0.54 (0.51 to 0.57 luck; 0.10 to 0.80 all)"; luck alone without members."""
    found = values.estimate(limits)
    mean, *ends = (None if x is None else x / scale for x in (found.mean, *found.luck, *found.all))
    if mean is None:
        return "–"
    luck = "a single run" if ends[0] is None else f"{span(ends[:2], places, signed)} luck"
    more = f"; {span(ends[2:], places, signed)} all" if len(values.drawn) else ""
    return f"{number(mean, places, signed)} ({luck}{more})"


def share(values: Values) -> str:
    """A share of 0..1."""
    return said(values, SHARE)


def points(values: Values) -> str:
    """A difference of shares."""
    return said(values, POINTS, signed=True)


def money(values: Values) -> str:
    """Thousands of CNY."""
    return said(values, ANYTHING, 1, signed=True, scale=1000.0)


def plain(values: Values, places: int = 2, scale: float = 1.0) -> str:
    """A count, a ratio, a price: never below zero."""
    return said(values, POSITIVE, places, scale=scale)


def change(values: Values) -> str:
    """A difference of such."""
    return said(values, ANYTHING, signed=True)


def real(value: float, interval: tuple[float, float]) -> str:
    """A measured value with its interval."""
    return f"{number(value)} ({span(interval)})"


def portion(flags: np.ndarray) -> str:
    """Share of runs for which something is so."""
    return number(float(np.mean(flags)) if len(flags) else None)


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A Markdown table."""
    lines = [head, ["---"] * len(head), *rows]
    return "".join("| " + " | ".join(line) + " |\n" for line in lines)
