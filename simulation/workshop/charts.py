"""Curves as Vega-Lite specifications, drawn by the browser: direct labels, bands, readable in grey, both languages.

A chart is a specification that stays the same and a table that changes, so that the browser redraws nothing else.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ..report.bands import Curve, banded
from ..report.numbers import Lang
from .style import FONTS
from .texts import say

Floats = NDArray[np.float64]

#: As in the reports' figures: dark to light, so that they differ in grey too.
COLOURS = ("#0b2f55", "#cb5410", "#1b7a70", "#64237a", "#b88c00", "#808080")
GHOST = "#9a9a9a"
DASHES: tuple[list[int], ...] = ([1, 0], [7, 3], [2, 2], [9, 3, 2, 3], [4, 2], [12, 4])
INK, GREY, FAINT = "#222222", "#5f5f5f", "#e3e3e3"
POINTS = 120  # a line needs no more on a screen
FEWEST = 3  # runs: with two an interval fills the chart, and is gone a moment later
LABEL = 14  # pixels a line of a label needs
ROUNDED = 0.15  # of what is drawn: so much more an axis shows that ends at round numbers
AXIS = 55  # pixels of the height that the axis of days takes

Format = Literal["plain", "share", "money"]


@dataclass(frozen=True)
class Line:
    """One line of a chart: its name, its curve, and its look: a number of COLOURS, or "ghost" for what was before.

    text: what is written at its end, where that is not its name.
    """

    label: str
    curve: Curve
    look: int | Literal["ghost"] = 0
    text: str = ""


@dataclass(frozen=True)
class Chart:
    """What `st.vega_lite_chart` takes, with a title and what the vertical axis shows, in words."""

    title: str
    unit: str
    data: pd.DataFrame
    spec: dict[str, Any]
    alt: str = ""


def curve_of(runs: Sequence[Floats], limits: tuple[float, float] | None = None) -> Curve:
    """Mean and 95 % interval, from luck, of a daily measure over runs, each [days].

    A day on which fewer than FEWEST runs have a value has no interval.
    """
    table = pd.DataFrame(np.array(runs)) if len(runs) else pd.DataFrame()
    return banded(table, pd.DataFrame(), limits, fewest=FEWEST).thinned(POINTS)


def chart(
    title: str,
    unit: str,
    lines: Sequence[Line],
    days: int,
    lang: Lang,
    *,
    height: int = 190,
    low: float | None = None,
    high: float | None = None,
    form: Format = "plain",
) -> Chart:
    """A chart of lines over days.

    low, high: ends of the vertical axis where they are given by what is shown (0 and 100 groups); else it follows the
    data. form: how numbers on the axis are written. Ghosts are drawn first, below the others.
    """
    shown = sorted(lines, key=lambda line: line.look != "ghost")
    table = _table(shown, height, low, high)
    labels = [line.label for line in shown]
    looks = [_look(line) for line in shown]
    colour = {
        "field": "line",
        "type": "nominal",
        "legend": None,
        "scale": {"domain": labels, "range": [one[0] for one in looks]},
    }
    dash = {**colour, "scale": {"domain": labels, "range": [one[1] for one in looks]}}
    day = {
        "field": "day",
        "type": "quantitative",
        "scale": {"domain": [0, days], "nice": False},
        "axis": {"title": say("charts.day", lang), "tickCount": 6, "grid": False},
    }
    scale: dict[str, Any] = {"zero": form != "money", "nice": True}
    if low is not None and high is not None:
        scale = {"domain": [low, high], "nice": False}
    axis = {"title": None, "tickCount": 4, "labelExpr": axis_numbers(form, lang)}
    value = {"field": "value", "type": "quantitative", "scale": scale, "axis": axis}
    ends = [{"filter": "datum.at != null && isValid(datum.at)"}]
    layers: list[dict[str, Any]] = [
        {
            "mark": {"type": "area", "opacity": 0.18, "tooltip": None},
            "encoding": {"x": day, "y": {**value, "field": "low"}, "y2": {"field": "high"}, "color": colour},
        },
        {
            "mark": {"type": "line", "strokeWidth": 2.2, "tooltip": None},
            "encoding": {"x": day, "y": value, "color": colour, "strokeDash": dash},
        },
        {
            "mark": {"type": "point", "opacity": 0, "size": 90},
            "encoding": {
                "x": day,
                "y": value,
                "color": colour,
                "tooltip": [
                    {"field": "line", "type": "nominal", "title": " "},
                    {"field": "day", "type": "quantitative", "title": say("charts.day", lang)},
                    {"field": "value", "type": "quantitative", "title": title, "format": ",.3~g"},
                ],
            },
        },
        {
            "transform": ends,
            "mark": {
                "type": "text",
                "align": "left",
                "dx": 5,
                "fontSize": 12,
                "fontWeight": 600,
                "clip": False,
            },
            "encoding": {
                "x": day,
                "y": {**value, "field": "at"},
                "text": {"field": "text", "type": "nominal"},
                "color": colour,
            },
        },
    ]
    if form == "money":
        zero = {"mark": {"type": "rule", "color": GREY, "strokeWidth": 0.8}, "encoding": {"y": {"datum": 0}}}
        layers.insert(0, zero)
    spec = {"layer": layers, "height": height, "width": "container", "config": config()}
    return Chart(title, unit, table, spec, _alt(title, unit, shown))


def _look(line: Line) -> tuple[str, list[int]]:
    if line.look == "ghost":
        return GHOST, [5, 3]
    return COLOURS[line.look % len(COLOURS)], DASHES[line.look % len(DASHES)]


def _table(lines: Sequence[Line], height: int, low: float | None, high: float | None) -> pd.DataFrame:
    """One row a line and day: line, day, value, low, high, at (where the label stands: at the line's last day)."""
    places = _places(lines, height, low, high)
    parts = []
    for line, place in zip(lines, places, strict=True):
        one = line.curve
        known = np.isfinite(one.mean)
        at = np.full(len(one.day), np.nan)
        if place is not None:
            at[one.last] = place
        part = {"day": one.day, "value": one.mean, "low": one.luck[0], "high": one.luck[1], "at": at}
        parts.append(pd.DataFrame(part)[known].assign(line=line.label, text=line.text or line.label))
    empty = pd.DataFrame({name: pd.Series(dtype=float) for name in ("day", "value", "low", "high", "at")})
    table = pd.concat(parts, ignore_index=True) if parts else empty.assign(line="", text="")
    # what has no interval yet has one of no width
    return table.assign(low=table["low"].fillna(table["value"]), high=table["high"].fillna(table["value"]))


def _places(lines: Sequence[Line], height: int, low: float | None, high: float | None) -> list[float | None]:
    """Heights of the labels, pushed apart where lines end close together; None where there is no line."""
    values = [line.curve.mean[np.isfinite(line.curve.mean)] for line in lines]
    if not any(len(one) for one in values):
        return [None] * len(lines)
    drawn = np.concatenate([part.ravel() for line in lines for part in (line.curve.mean, line.curve.luck)])
    drawn = drawn[np.isfinite(drawn)]
    bottom = low if low is not None else min(0.0, float(drawn.min()))
    top = high if high is not None else max(0.0, float(drawn.max()))
    if low is None or high is None:  # each end that is not 0 is moved to a round number
        top += ROUNDED * (top - bottom) * ((top > 0.0) + (bottom < 0.0))
    least = (top - bottom or 1.0) * LABEL / (height - AXIS)
    order = sorted((float(one[-1]), i) for i, one in enumerate(values) if len(one))
    found: list[float | None] = [None] * len(lines)
    middle = [value for value, _ in order]
    for _ in range(20):  # few labels: push neighbours apart evenly until none overlap
        for k in range(len(middle) - 1):
            gap = least - (middle[k + 1] - middle[k])
            if gap > 0:
                middle[k] -= gap / 2
                middle[k + 1] += gap / 2
    # none below the axis: all are pushed up, as they were pushed apart
    raised = np.maximum(middle, bottom + least * np.arange(len(middle)))
    for (_, i), place in zip(order, raised, strict=True):
        found[i] = float(place)
    return found


def axis_numbers(form: Format, lang: Lang) -> str:
    """How Vega writes the numbers of the vertical axis."""
    if form == "share":
        return "format(datum.value, '.0%')"
    if form == "money" and lang == "zh":
        return (
            "abs(datum.value) >= 10000 ? format(datum.value / 10000, ',') + ' 万' : format(datum.value, ',')"
        )
    return "abs(datum.value) >= 10000 ? format(datum.value, '.3~s') : format(datum.value, ',')"


def _alt(title: str, unit: str, lines: Sequence[Line]) -> str:
    """The chart in words, for those who cannot see it."""
    ends = [f"{line.label} {line.curve.mean[line.curve.last]:,.3g}" for line in lines if not line.curve.empty]
    return f"{title} ({unit}): {'; '.join(ends)}"


def config() -> dict[str, Any]:
    """What all charts have alike: fonts, quiet axes."""
    return {
        "font": FONTS,
        "background": "transparent",
        "view": {"stroke": None},
        "padding": {"left": 2, "right": 6, "top": 6, "bottom": 2},
        "axis": {
            "labelColor": GREY,
            "titleColor": GREY,
            "titleFontWeight": "normal",
            "labelFontSize": 11,
            "titleFontSize": 11,
            "domainColor": FAINT,
            "tickColor": FAINT,
            "gridColor": FAINT,
        },
    }
