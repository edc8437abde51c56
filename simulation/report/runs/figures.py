"""Figures of a folder of runs: measures against what was varied, or scenarios side by side."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FixedLocator, MaxNLocator, NullLocator

from ..bands import Curve
from ..figures.canvas import (
    FAINT,
    GREY,
    INK,
    MARKERS,
    SMALL,
    STEPS,
    Sheet,
    axes_in,
    clipped,
    inches,
    ink,
    line_look,
    scaled,
    sheet,
    text_width,
    wrapped,
)
from ..fonts import Fonts
from ..labels import labels
from ..numbers import Lang, interval
from .arms import Arm
from .factors import Factor, Level, axis_title, bare, with_value
from .shape import Asked
from .values import axis_unit, heading_of

Curves = dict[str, Curve]
_ROW = 0.27  # inches of one scenario side by side


def lines_of(asked: Asked, factor: Factor, fonts: Fonts, width: float, uncertain: bool = False) -> Figure:
    """Every measure against one factor, a panel each; a line a scenario."""
    page = _page(asked, len(asked.laid.measures), fonts, width)
    for axes, measure in zip(page.axes, asked.laid.measures, strict=True):
        page.heading(axes, heading_of(measure, fonts.lang))
        curves = _panel(page, axes, asked, measure, factor, _levels(asked, uncertain))
        _settle(page, [(axes, curves)], measure)
    return page.figure


def by_factor(
    asked: Asked, measure: str, factors: Sequence[Factor], fonts: Fonts, width: float, uncertain: bool = False
) -> Figure:
    """One measure against several factors, a panel each, on one scale."""
    page = _page(asked, len(factors), fonts, width)
    panels = []
    for axes, factor in zip(page.axes, factors, strict=True):
        page.heading(axes, axis_title(factor, fonts.lang))
        curves = _panel(page, axes, asked, measure, factor, _levels(asked, uncertain), titled=False)
        panels.append((axes, curves))
    _settle(page, panels, measure)
    return page.figure


def by_level(asked: Asked, measure: str, along: Factor, each: Factor, fonts: Fonts, width: float) -> Figure:
    """One measure against a factor, a panel for each level of another, on one scale."""
    page = _page(asked, len(each.levels), fonts, width)
    panels = []
    for axes, level in zip(page.axes, each.levels, strict=True):
        page.heading(axes, with_value(each, level, fonts.lang))
        panels.append((axes, _panel(page, axes, asked, measure, along, _at(asked, level))))
    _settle(page, panels, measure)
    return page.figure


def side_by_side(asked: Asked, fonts: Fonts, width: float) -> Figure:
    """Every measure of every scenario: a mark, a thick line of luck, a thin one with what we do not know."""
    names = labels(asked.sample, fonts.lang, fonts)
    scenarios, measures = asked.laid.scenarios, asked.laid.measures
    words = [names.beside(name).replace("\n", "") for name in scenarios]
    left = min(0.36 * width, 0.2 + max(text_width(one, SMALL) for one in words))
    across = min(3, len(measures)) if width > 6 else 1
    down = math.ceil(len(measures) / across)
    tall = max(0.6, _ROW * len(scenarios) + 0.1)
    each, top, bottom = (width - left) / across, 0.42, 0.34
    height = down * (tall + top + bottom)
    figure = Figure(figsize=(width, height), facecolor="white")
    for number, measure in enumerate(measures):
        row, column = divmod(number, across)
        y = height - (row + 1) * (tall + top + bottom) + bottom
        box = ((left + column * each) / width, y / height, (each - 0.25) / width, tall / height)
        axes = axes_in(figure, box, fonts)
        page = Sheet(figure, [axes], asked.sample, names, fonts)
        start = 0.1 - left if across == 1 else 0.0
        title = wrapped(heading_of(measure, fonts.lang), each - 0.2 - start, SMALL + 1)
        page.write(
            axes, start, tall + 0.08, title, weight="bold", va="bottom", fontsize=SMALL, linespacing=1.05
        )
        _marks(page, axes, asked, measure, words if column == 0 else None, left)
    return figure


# ---------------------------------------------------------------------------------------- panels


def _page(asked: Asked, panels: int, fonts: Fonts, width: float) -> Sheet:
    heights = [1.7] * max(1, panels)
    return sheet(
        asked.sample, "forest", panels, fonts.lang, width, fonts, False, heights, bottom=0.56, left=0.62
    )


def _levels(asked: Asked, uncertain: bool) -> Callable[[int, Level], Arm]:
    return lambda scenario, level: asked.along(scenario, level, uncertain)


def _at(asked: Asked, level: Level) -> Callable[[int, Level], Arm]:
    return lambda scenario, other: asked.at(scenario, other, level)


def _panel(
    page: Sheet, axes: Axes, asked: Asked, measure: str, factor: Factor, arm: Callable[[int, Level], Arm],
    titled: bool = True,
) -> Curves:  # fmt: skip
    """A measure against a factor: bands where there is more and less of it, whiskers where there is not."""
    curves: Curves = {}
    place = np.array([level.place for level in factor.levels])
    for number, name in enumerate(asked.laid.scenarios):
        found = [asked.findings.level(measure, arm(number, level)) for level in factor.levels]
        luck, every = (
            np.array([[_number(pair[end]) for pair in pairs] for end in (0, 1)])
            for pairs in ([one.luck for one in found], [one.all for one in found])
        )
        curve = curves[name] = Curve(place, np.array([_number(one.mean) for one in found]), luck, every)
        if curve.empty:
            continue
        look, marker = page.look(name), MARKERS[number % len(MARKERS)]
        dots = {"color": look["color"], "markeredgecolor": "white", "markeredgewidth": 0.6, "linewidth": 0}
        if factor.ordered:
            page.draw(axes, name, curve)
            axes.plot(place, curve.mean, marker, markersize=5, **dots)
            continue
        aside = place + 0.08 * (number - (len(asked.laid.scenarios) - 1) / 2)
        axes.vlines(aside, *every, color=look["color"], linewidth=1.0)
        axes.vlines(aside, *luck, color=look["color"], linewidth=3.5)
        axes.plot(aside, curve.mean, color=look["color"], linewidth=0.7, alpha=0.6, linestyle=(0, (1, 2)))
        axes.plot(aside, curve.mean, marker, markersize=6, **dots)
    _ticks(axes, factor, page, titled)
    return curves


def _ticks(axes: Axes, factor: Factor, page: Sheet, titled: bool) -> None:
    """The axis of a factor: each level named where there is room, a plain scale for parts of a range."""
    lang, place = page.fonts.lang, [level.place for level in factor.levels]
    reach = place[-1] - place[0]
    pad = (0.02 if factor.ordered else 0.2) * reach
    axes.set_xlim(place[0] - pad, place[-1] + pad)
    width = inches(axes)[0]
    if factor.parted and not factor.log:
        axes.xaxis.set_major_locator(MaxNLocator(5, steps=STEPS))
        axes.xaxis.set_major_formatter(lambda value, _: bare(factor.path, value, lang))
    else:
        said = [_tick(factor, level, lang) for level in factor.levels]
        if not factor.ordered:
            room = 0.85 * width * reach / (reach + 2 * pad) / max(1, len(said) - 1) - 0.06
            said = [wrapped(one, room, SMALL) if text_width(one, SMALL) > room else one for one in said]
        shown = _apart([(at - place[0] + pad) / (reach + 2 * pad) * width for at in place], said)
        axes.xaxis.set_major_locator(FixedLocator([place[n] for n in shown]))
        axes.set_xticklabels([said[n] for n in shown])
    axes.xaxis.set_minor_locator(NullLocator())
    if titled:
        title = wrapped(axis_title(factor, lang), width + 0.3, SMALL)
        axes.set_xlabel(title, fontsize=SMALL, color=GREY, family=list(page.fonts.families), labelpad=2)


def _tick(factor: Factor, level: Level, lang: Lang) -> str:
    if factor.parted:
        return bare(factor.path, 10.0**level.place if factor.log else level.place, lang)
    return bare(factor.path, level.low, lang)


def _apart(places: Sequence[float], words: Sequence[str]) -> list[int]:
    """Which ticks can be named without touching; the first and the last first."""
    halves = [text_width(one, SMALL) / 2 + 0.04 for one in words]
    shown: list[int] = []
    for n in [0, len(places) - 1, *range(1, len(places) - 1)]:
        if all(abs(places[n] - places[m]) > halves[n] + halves[m] for m in shown) and n not in shown:
            shown.append(n)
    return sorted(shown)


def _settle(page: Sheet, panels: Sequence[tuple[Axes, Curves]], measure: str) -> None:
    """One scale for the panels of a measure, then the names beside the lines."""
    per, _ = axis_unit(measure, page.fonts.lang)
    ends = [axes.dataLim.intervaly for axes, curves in panels if any(not c.empty for c in curves.values())]
    if not ends:
        for axes, _curves in panels:
            page.empty(axes, page.say("no_value"))
        return
    low, high = min(float(pair[0]) for pair in ends), max(float(pair[1]) for pair in ends)
    reach = high - low or abs(high) or per
    bottom = 0.0 if low >= 0 and (low < 0.6 * high or high == 0) else low - 0.06 * reach
    for axes, curves in panels:
        axes.set_ylim(bottom, high + 0.06 * reach)
        axes.yaxis.set_major_locator(MaxNLocator(5, steps=STEPS))
        axes.yaxis.set_major_formatter(scaled(per))
        if bottom < 0:
            axes.axhline(0.0, color=INK, linewidth=0.7)
        if any(not curve.empty for curve in curves.values()):
            page.label(axes, curves)
        else:
            page.empty(axes, page.say("no_value"))


def _marks(
    page: Sheet, axes: Axes, asked: Asked, measure: str, words: Sequence[str] | None, left: float
) -> None:
    """The scenarios of one measure, a row each."""
    count = len(asked.laid.scenarios)
    axes.set_ylim(-0.6, count - 0.4)
    axes.set_yticks([])
    axes.spines["left"].set_visible(False)
    axes.grid(axis="y", visible=False)
    axes.grid(axis="x", color=FAINT, linewidth=0.6)
    height = inches(axes)[1]
    per, _ = axis_unit(measure, page.fonts.lang)
    drawn: list[float] = []
    for number in range(count):
        colour, _dashes = line_look(number)
        y = count - 1 - number
        found = asked.findings.level(measure, asked.arm(number))
        at = (y + 0.6) / (count + 0.2) * height
        if words is not None:
            short = clipped(words[number], left - 0.12, SMALL)
            page.write(axes, -0.1, at, short, ha="right", va="center", fontsize=SMALL, color=ink(colour))
        if found.mean is None:
            page.write(axes, 0.03, at, "–", va="center", color=GREY, fontsize=SMALL)
            continue
        for pair, thick in ((interval(found.all), 1.0), (interval(found.luck), 4.0)):
            if pair is not None:
                axes.plot(pair, [y, y], color=colour, linewidth=thick, solid_capstyle="butt")
                drawn += pair
        axes.plot(
            found.mean, y, MARKERS[number % len(MARKERS)], color=colour, markersize=6, markeredgecolor="white",
            markeredgewidth=0.8,
        )  # fmt: skip
        drawn.append(found.mean)
    low, high = min(drawn, default=0.0), max(drawn, default=1.0)
    if low < 0 < high:
        axes.axvline(0.0, color=INK, linewidth=0.7)
    elif low >= 0:
        low = 0.0
    reach = high - low or abs(high) or per
    axes.set_xlim(low - 0.05 * reach, high + 0.08 * reach)
    axes.xaxis.set_major_locator(MaxNLocator(4, steps=STEPS))
    axes.xaxis.set_major_formatter(scaled(per))


def _number(value: float | None) -> float:
    return math.nan if value is None else value
