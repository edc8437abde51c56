"""Money: cumulative incremental profit, and where one plan overtakes another."""

from __future__ import annotations

from typing import Any

import numpy as np
from matplotlib.axes import Axes

from ..answer import crossing_of
from ..bands import Curve, curve, difference
from ..captions import PANELS, text
from ..fonts import Fonts
from ..numbers import Lang, interval, known
from .canvas import INK, SMALL, WIDE, Sheet, inches, ink, money_unit, scaled, sheet, spread, text_width

MEASURE = "cumulative_incremental_profit"


def cumulative_profit(
    results: Any, lang: Lang = "en", width: float = WIDE, fonts: Fonts | None = None, title: bool = True
) -> list[Axes]:
    """Cumulative incremental profit, and its paired difference to the first scenario, crossing marked.

    Where the difference to the first scenario passes zero, one has caught up with the other: the day is
    marked, and the bar at the zero line is its 95 % interval from luck.
    """
    page = sheet(results, "profit", 2, lang, width, fonts, title, heights=(2.2, 2.2))
    curves = {name: curve(page.sample, MEASURE, name) for name in page.sample.names}
    curves = {name: one for name, one in curves.items() if not one.empty}
    _money_panel(page, page.axes[0], text(PANELS, "profit", page.lang), curves)
    if curves:
        _mark(page, page.axes[0], curves)
    _gaps(page, page.axes[1])
    return page.axes


def _money_panel(page: Sheet, axes: Axes, words: str, curves: dict[str, Curve], note: str = "") -> None:
    if not curves:
        page.heading(axes, words)
        page.empty(axes, page.say("no_value"))
        return
    page.heading(axes, words, note)
    for name, one in curves.items():
        page.draw(axes, name, one)
    axes.axhline(0.0, color=INK, linewidth=0.8)
    page.days(axes, page.sample.days)
    low, high = axes.dataLim.y0, axes.dataLim.y1
    if len(page.sample.names) > 3:
        ends = np.concatenate([one.all[:, one.last] for one in curves.values()])
        ends = ends[np.isfinite(ends)]
        low, high = min([low, *ends]), max([high, *ends])
    low, high = min(low, 0.0), max(high, 0.0)
    room = 0.06 * (high - low or 1.0)
    axes.set_ylim(low - room, high + 3.2 * room)
    axes.yaxis.set_major_formatter(scaled(money_unit(page.lang)))
    page.label(axes, curves)


def _mark(page: Sheet, axes: Axes, curves: dict[str, Curve]) -> None:
    """A ring where the curve of a scenario meets that of the first, with its day on top."""
    first = page.sample.names[0]
    found = []
    for name in page.sample.names[1:]:
        day = known(crossing_of(page.sample, name, first).get("day"))
        if day is not None and name in curves and 0 <= day <= curves[name].day[-1]:
            found.append((name, day))
    _flags(page, axes, [(name, day, float(np.interp(day, *_points(curves[name])))) for name, day in found])


def _points(one: Curve) -> tuple[Any, Any]:
    return one.day, one.mean


def _flags(page: Sheet, axes: Axes, marks: list[tuple[str, float, float]]) -> None:
    """Rings at (day, value) with a stalk to "day N" at the top of the panel, the words moved apart."""
    width, height = inches(axes)
    low, high = axes.get_ylim()
    last = axes.get_xlim()[1]
    words = [page.say("days_mark", day=f"{day:.0f}") for _, day, _ in marks]
    sizes = [text_width(word, SMALL) + 0.06 for word in words]
    places = spread([day / last * width for _, day, _ in marks], sizes, 0.0, width)
    for (name, day, value), word, place in zip(marks, words, places, strict=True):
        colour = page.look(name)["color"]
        axes.plot(day, value, "o", markersize=6, markerfacecolor="white", markeredgecolor=colour, zorder=5)
        top = (high - low) * (1 - 0.16 / height) + low
        axes.plot([day, place / width * last], [value, top], color=colour, linewidth=0.7)
        page.write(
            axes, place, height - 0.07, word, ha="center", va="center", fontsize=SMALL, color=ink(colour)
        )


def _gaps(page: Sheet, axes: Axes) -> None:
    """The paired differences to the first scenario; zero means level."""
    first = page.sample.names[0]
    heading = text(PANELS, "profit_gap", page.lang, name=page.names.say(first))
    if len(page.sample.names) < 2:
        page.heading(axes, heading.split(" to ")[0] if page.lang == "en" else heading)
        page.empty(axes, page.say("one_scenario"))
        return
    gaps = {name: difference(page.sample, MEASURE, name, first) for name in page.sample.names[1:]}
    gaps = {name: one for name, one in gaps.items() if not one.empty}
    _money_panel(page, axes, heading, gaps)
    if not gaps:
        return
    marks = []
    for name in gaps:
        found = crossing_of(page.sample, name, first)
        day, luck = known(found.get("day")), interval(found.get("luck"))
        if day is None or not 0 <= day <= page.sample.days:
            continue
        colour = page.look(name)["color"]
        if luck is not None:
            axes.plot(
                luck, [0.0, 0.0], color=colour, linewidth=4.0, alpha=0.5, solid_capstyle="butt", zorder=4
            )
        marks.append((name, day, 0.0))
    _flags(page, axes, marks)
