"""Figures of when a strategy fails: where the rules hold, and the fresh cases."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import Rectangle
from matplotlib.ticker import MaxNLocator, NullLocator

from ..figures.canvas import COLOURS, GREY, INK, SMALL, STEPS, clipped, inches, scaled, text_width
from ..fonts import Fonts
from .amounts import axis_scale, axis_title
from .discover_texts import say
from .discover_words import end_text
from .figures import DARK, PALE, name_axis, placed, room
from .names import Names, numeric

if TYPE_CHECKING:
    from ...questions.discover import Cases, Conditions
    from ...questions.discover_prim import Box, End

FAILED = COLOURS[1]
_PART = 0.34  # inches of one factor, with its values


def rules_figure(one: Conditions, names: Names, width: float, fonts: Fonts) -> Figure:
    """Each factor a rule holds: its whole range, and where the rule holds."""
    lang = fonts.lang
    rows: list[tuple[int, End]] = []
    for number, rule in enumerate(one.rules, 1):
        ordered = sorted(rule.box.ends, key=lambda end: rule.box.qp[end.path])
        rows += [(number, end) for end in ordered]
    several = len(one.rules) > 1
    labels = [
        (f"{say('rule', lang)} {number}  " if several else "") + names.short(end.path) for number, end in rows
    ]
    tall = _PART * len(rows) + 0.1
    figure = Figure(figsize=(width, tall + 0.25), facecolor="white")
    left = room(labels, width)
    axes = placed(figure, left, 0.1, width - left - 0.3, tall, fonts)
    for n, (_, end) in enumerate(rows):
        _bar(axes, len(rows) - 1 - n, end, one.cases, names, fonts)
    axes.set_yticks(np.arange(len(rows))[::-1], labels)
    axes.set_xlim(-0.01, 1.01)
    axes.set_ylim(-0.75, len(rows) - 0.35)
    axes.xaxis.set_major_locator(NullLocator())
    axes.grid(visible=False)
    for spine in axes.spines.values():
        spine.set_visible(False)
    axes.tick_params(length=0)
    return figure


def _bar(axes: Axes, y: float, end: End, cases: Cases, names: Names, fonts: Fonts) -> None:
    """One factor: pale its range, dark where the rule holds, what the ends are below."""
    axes.barh(y + 0.1, 1.0, left=0.0, height=0.34, color=PALE)
    how: dict[str, Any] = {
        "fontsize": SMALL - 0.5, "color": INK, "family": list(fonts.families), "va": "top", "parse_math": False,
    }  # fmt: skip
    if end.values is not None:
        levels = sorted(set(cases.table[end.path].tolist()), key=str)
        for k, level in enumerate(levels):
            if level in end.values:
                axes.barh(y + 0.1, 1.0 / len(levels), left=k / len(levels), height=0.34, color=DARK)
        places = [(levels.index(value) + 0.5) / len(levels) for value in end.values if value in levels]
        wide = inches(axes)[0]
        text = clipped(end_text(end, names, named=False), wide + 0.2, SMALL)
        half = text_width(text, SMALL) / wide / 2.0
        middle = float(np.mean(places)) if places else 0.5
        side, at = (
            ("left", 0.0) if middle < half else ("right", 1.0) if middle > 1.0 - half else ("center", middle)
        )
        axes.text(at, y - 0.11, text, ha=side, **how)
        return
    column = cases.table[end.path].to_numpy(dtype=float)
    ranks = np.sort(column)
    low = 0.0 if end.low is None else float(np.searchsorted(ranks, end.low)) / len(ranks)
    high = 1.0 if end.high is None else float(np.searchsorted(ranks, end.high, side="right")) / len(ranks)
    axes.barh(y + 0.1, high - low, left=low, height=0.34, color=DARK)
    for value, place in ((end.low, low), (end.high, high)):
        if value is not None:
            side = "left" if place < 0.08 else "right" if place > 0.92 else "center"
            axes.text(place, y - 0.11, names.value(end.path, value), ha=side, **how)


def cases_figure(one: Conditions, measure: str, names: Names, width: float, fonts: Fonts) -> Figure:
    """The fresh cases along the two strongest numbers of rule 1, or along one against the measure."""
    box = one.rules[0].box
    ends = strongest(box)
    figure = Figure(figsize=(width, 3.2 if width > 6 else 3.0), facecolor="white")
    height = float(figure.get_size_inches()[1])
    axes = placed(figure, 0.75, 0.48, min(width, 6.4) - 0.95, height - 0.62, fonts)
    table = one.fresh.table
    x = table[ends[0].path].to_numpy(dtype=float)
    if len(ends) > 1:
        y = table[ends[1].path].to_numpy(dtype=float)
        name_axis(axes, names.axis(ends[1].path), fonts, "y")
    else:
        y = one.fresh.value / axis_scale(measure, names.lang)[0]
        name_axis(axes, axis_title(measure, names.lang), fonts, "y")
    failed = one.fresh.failed
    axes.plot(
        x[~failed], y[~failed], "o", markersize=4, markerfacecolor="white", markeredgecolor=GREY, linewidth=0
    )
    axes.plot(x[failed], y[failed], "o", markersize=4, color=FAILED, linewidth=0)
    axes.margins(0.03)
    (x0, x1), (y0, y1) = axes.get_xlim(), axes.get_ylim()
    a, b = _span(ends[0], x0, x1)
    c, d = _span(ends[1], y0, y1) if len(ends) > 1 else (y0, y1)
    look: dict[str, Any] = (
        {"fill": False, "edgecolor": DARK, "linewidth": 1.8}
        if len(ends) > 1
        else {"facecolor": DARK, "alpha": 0.1, "linewidth": 0}
    )
    axes.add_patch(Rectangle((a, c), b - a, d - c, **look))
    axes.set_xlim(x0, x1)
    axes.set_ylim(y0, y1)
    for side in (axes.xaxis, axes.yaxis):
        side.set_major_locator(MaxNLocator(6, steps=STEPS))
        side.set_major_formatter(scaled(1.0))
    name_axis(axes, names.axis(ends[0].path), fonts, "x")
    return figure


def strongest(box: Box) -> list[End]:
    """The (at most two) strongest ends of a box that are numbers."""
    found = [
        end
        for end in sorted(box.ends, key=lambda end: box.qp[end.path])
        if end.values is None and numeric(end.path)
    ]
    return found[:2]


def _span(end: End, low: float, high: float) -> tuple[float, float]:
    """Where an end holds, within what is drawn."""
    margin = 0.012 * (high - low)
    a = low + margin if end.low is None else end.low
    b = high - margin if end.high is None else end.high
    return float(a), float(b)
