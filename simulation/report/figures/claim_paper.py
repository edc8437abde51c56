"""What the figures of the ledger are drawn on: a page in inches from the top down, bars, and axes."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from ..fonts import Fonts
from ..ledger.words import pick
from ..numbers import Lang
from .canvas import FAINT, INK, SIZE, SMALL, STEPS, axes_in, clipped, money_unit, scaled

BAND = "#e4e4e0"
#: Arrows at the edge, by matplotlib's numbers of its caret marks.
TICKLEFT, TICKRIGHT, TICKUP, TICKDOWN = 4, 5, 6, 7
#: Inches of a panel's heading.
HEAD = 0.34


@dataclass
class Paper:
    """A figure being drawn from the top down, in inches."""

    figure: Figure
    fonts: Fonts
    top: float  # what is left

    @property
    def lang(self) -> Lang:
        return self.fonts.lang

    def say(self, en: str, zh: str) -> str:
        return pick(self.lang, en, zh)

    def axes(self, left: float, width: float, height: float) -> Axes:
        """Axes under what was drawn so far."""
        wide, high = self.figure.get_size_inches()
        box = (left / wide, (self.top - height) / high, width / wide, height / high)
        return axes_in(self.figure, box, self.fonts)

    def write(self, x: float, y: float, words: str, **how: Any) -> None:
        """A text at a place in inches from the lower left corner of the figure."""
        wide, high = self.figure.get_size_inches()
        settings: dict[str, Any] = {"fontsize": SMALL, "color": INK, "family": list(self.fonts.families)}
        self.figure.text(x / wide, y / high, words, parse_math=False, **(settings | how))

    def heading(self, x: float, words: str, room: float) -> None:
        """A panel's heading at the top of what is left."""
        self.write(x, self.top - 0.2, clipped(words, room, SIZE), fontsize=SIZE, weight="bold", va="baseline")
        self.top -= HEAD


def per_axis(unit: str, lang: Lang) -> float:
    """Model units in one unit of the axis."""
    if unit == "share":
        return 0.01
    return money_unit(lang) if unit == "CNY" else 1.0


def x_axis(axes: Axes, unit: str, lang: Lang) -> None:
    """Ticks and faint lines along x, in the unit."""
    axes.xaxis.set_major_locator(MaxNLocator(6, steps=STEPS))
    axes.xaxis.set_major_formatter(scaled(per_axis(unit, lang)))
    axes.grid(axis="x", color=FAINT, linewidth=0.6)
    axes.grid(axis="y", visible=False)


def rows_in(axes: Axes, count: int, height: float) -> list[float]:
    """Heights of rows from the top down, in axes as high as inches; without a y axis."""
    axes.set_yticks([])
    axes.spines["left"].set_visible(False)
    axes.set_ylim(0.0, height)
    room = height / max(count, 1)
    return [height - room * (n + 0.5) for n in range(count)]


def bar(axes: Axes, y: float, luck: Any, spread: Any, mean: float, colour: str, marker: str = "o") -> None:
    """Thin for all we do not know, thick for luck, a dot for the mean."""
    for ends, thick in ((spread, 1.0), (luck, 4.0)):
        if ends is not None and None not in ends and not any(math.isnan(end) for end in ends):
            axes.plot(ends, [y, y], color=colour, linewidth=thick, solid_capstyle="butt")
    if not math.isnan(mean):
        axes.plot(
            mean, y, marker=marker, color=colour, markersize=6, markeredgecolor="white", markeredgewidth=0.8
        )


def places_of(axes: Axes, values: Sequence[Any]) -> list[float]:
    """Where values stand on the x axis: as numbers, on a log scale where they span much, else one by one."""
    numbers = [value for value in values if isinstance(value, (int, float)) and not isinstance(value, bool)]
    if len(numbers) < len(values):
        axes.set_xticks(range(len(values)), [str(value) for value in values])
        return [float(n) for n in range(len(values))]
    if min(numbers) > 0 and max(numbers) / min(numbers) >= 8:
        axes.set_xscale("log")
    axes.set_xticks(numbers, [f"{number:g}" for number in numbers])
    axes.set_xticks([], minor=True)
    return [float(number) for number in numbers]


def keep_within(axes: Axes, core: Sequence[float], vertical: bool = False) -> None:
    """Show the core and some room around it; lines that reach much further end in an arrow at the edge."""
    known = [value for value in core if math.isfinite(value)] or [-1.0, 1.0]
    low, high = min(known), max(known)
    room = max(high - low, 1e-9)
    drawn = axes.dataLim.intervaly if vertical else axes.dataLim.intervalx
    low, high = max(min(*drawn, low), low - 2.0 * room), min(max(*drawn, high), high + 2.0 * room)
    pad = 0.04 * (high - low) or 0.5
    (axes.set_ylim if vertical else axes.set_xlim)(low - pad, high + pad)
    for line in list(axes.get_lines()):
        x, y = (np.asarray(values, dtype=np.float64) for values in (line.get_xdata(), line.get_ydata()))
        along, across = (y, x) if vertical else (x, y)
        if len(along) != 2 or across[0] != across[1] or line.get_linewidth() > 1.0:
            continue
        marks = (TICKDOWN, TICKUP) if vertical else (TICKLEFT, TICKRIGHT)
        for at, beyond, mark in (
            (low - pad, along.min() < low - pad, marks[0]),
            (high + pad, along.max() > high + pad, marks[1]),
        ):
            if beyond:
                place = ([across[0]], [at]) if vertical else ([at], [across[0]])
                axes.plot(*place, marker=mark, color=line.get_color(), markersize=5, clip_on=False)
