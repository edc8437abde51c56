"""The sheet figures are drawn on: lines told apart without colour, labels that never overlap."""

from __future__ import annotations

import math
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure
from matplotlib.lines import Line2D
from matplotlib.ticker import FixedLocator, Formatter, FuncFormatter, MaxNLocator

from ..bands import Curve
from ..captions import NOTES, TITLES, text
from ..fonts import Fonts, fonts_for
from ..labels import Labels, labels
from ..numbers import MINUS, Lang
from ..sample import Sample, collect

WIDE, NARROW = 8.8, 4.1  # inches: a page, a telephone
SIZE, SMALL = 8.5, 7.5  # points
INK, GREY, FAINT = "#222222", "#666666", "#d9d9d9"
#: Told apart by hue for most, by lightness in print, and by dashes for everyone.
COLOURS = ("#0b2f55", "#cb5410", "#1b7a70", "#64237a", "#b88c00", "#808080")
DASHES: tuple[Any, ...] = (
    "solid",
    (0, (5, 1.6)),
    (0, (1.3, 1.3)),
    (0, (6, 1.5, 1.3, 1.5)),
    (0, (9, 2)),
    (0, (4, 1.3, 1.3, 1.3, 1.3, 1.3)),
)
MARKERS = ("o", "s", "^", "D", "v", "P")
HATCHES = ("", "////", "....", "xxxx", "\\\\\\\\", "++++")
MOST_BANDS = 3  # with more scenarios the light bands would hide each other; they become whiskers at the edge
MOST_POINTS = 120  # of a curve: more than a panel can show
_LEFT, _TOP, _BOTTOM, _LEADER = 0.58, 0.40, 0.46, 0.32
STEPS = (1, 2, 2.5, 5, 10)  # of an axis


def line_look(number: int) -> tuple[str, Any]:
    """Colour and dashes of the number-th scenario; beyond six the same colours come with other dashes."""
    return COLOURS[number % len(COLOURS)], DASHES[(number + number // len(COLOURS)) % len(DASHES)]


def ink(colour: str) -> tuple[float, float, float]:
    """A colour dark enough for small letters of it to be read on white."""
    red, green, blue = to_rgb(colour)
    return 0.78 * red, 0.78 * green, 0.78 * blue


@dataclass(frozen=True)
class Sheet:
    """One figure being drawn: its axes, and how texts and scenarios look on it."""

    figure: Figure
    axes: list[Axes]
    sample: Sample
    names: Labels
    fonts: Fonts

    @property
    def lang(self) -> Lang:
        return self.fonts.lang

    def look(self, scenario: str) -> dict[str, Any]:
        """Colour and dashes of a scenario's line; the same in every figure."""
        colour, dashes = line_look(self.sample.names.index(scenario))
        return {"color": colour, "linestyle": dashes}

    def say(self, key: str, **fill: object) -> str:
        return text(NOTES, key, self.lang, **fill)

    def write(self, axes: Axes, x: float, y: float, words: str, **how: Any) -> Any:
        """A text at a place in inches from the lower left corner of the axes; never read as a formula."""
        width, height = inches(axes)
        settings: dict[str, Any] = {"fontsize": SIZE, "color": INK, "family": list(self.fonts.families)}
        return axes.text(
            x / width, y / height, words, transform=axes.transAxes, parse_math=False, **(settings | how)
        )

    def heading(self, axes: Axes, words: str, note: str = "") -> None:
        """The panel's heading and, under it, a remark in small grey letters."""
        height = inches(axes)[1]
        room = self._room(axes)
        y = height + (0.25 if note else 0.12)
        self.write(axes, -0.45, y, clipped(words, room, SIZE), weight="bold", va="baseline")
        if note:
            short = clipped(note, room, SMALL)
            self.write(axes, -0.45, height + 0.1, short, color=GREY, fontsize=SMALL, va="baseline")

    def _room(self, axes: Axes) -> float:
        """Inches from a panel's left margin to the next panel or the edge."""
        box = axes.get_position()
        whole = float(self.figure.get_size_inches()[0])
        right = [other.get_position().x0 for other in self.axes if other.get_position().x0 > box.x0 + 0.01]
        return (min(right, default=1.0) - box.x0) * whole + (0.0 if right else 0.4)

    def empty(self, axes: Axes, words: str) -> None:
        """A panel without data says why."""
        width, height = inches(axes)
        axes.set_xticks([])
        axes.set_yticks([])
        for spine in axes.spines.values():
            spine.set_visible(False)
        axes.set_facecolor("#f6f6f4")
        lines = wrapped(words, width - 0.3, SIZE)
        self.write(axes, width / 2, height / 2, lines, ha="center", va="center", color=GREY)

    def days(self, axes: Axes, last: float, words: str | None = None) -> None:
        """The axis of days, from 0 to the last."""
        last = max(last, 1.0)
        step = next((s for s in (1, 2, 5, 7, 14, 30, 60, 90) if last / s <= 7), 180)
        axes.set_xlim(0, last)
        axes.xaxis.set_major_locator(FixedLocator(list(np.arange(0, last + 1, step))))
        axes.set_xlabel(
            words or self.say("day"), fontsize=SMALL, color=GREY, family=list(self.fonts.families), labelpad=2
        )

    def draw(self, axes: Axes, scenario: str, curve: Curve, bands: bool = True) -> None:
        """A scenario's curve with its two bands: light, all we do not know; dark, luck."""
        look = self.look(scenario)
        curve = curve.thinned(MOST_POINTS * 6 // max(6, len(self.sample.names)))
        if bands and len(self.sample.names) <= MOST_BANDS:
            axes.fill_between(curve.day, *curve.all, color=look["color"], alpha=0.10, linewidth=0)
            for edge in curve.all:
                axes.plot(curve.day, edge, color=look["color"], alpha=0.35, linewidth=0.5)
        if bands:
            axes.fill_between(curve.day, *curve.luck, color=look["color"], alpha=0.30, linewidth=0)
        axes.plot(curve.day, curve.mean, linewidth=1.7, solid_capstyle="butt", **look)

    def label(self, axes: Axes, curves: dict[str, Curve], bands: bool = True) -> None:
        """Names beside the ends of their lines, moved apart where they would overlap.

        Limits must be final.
        """
        shown = {name: curve for name, curve in curves.items() if not curve.empty}
        whiskers = bands and len(self.sample.names) > MOST_BANDS
        width, height = inches(axes)
        low, high = axes.get_ylim()
        words = {name: self.names.beside(name) for name in shown}
        sizes = [_label_height(words[name]) for name in shown]
        wanted = [(curve.mean[curve.last] - low) / (high - low) * height for curve in shown.values()]
        places = spread(wanted, sizes, 0.0, height)
        first = 0.08 * len(self.sample.names) + 0.04 if whiskers else 0.0
        for number, (name, curve) in enumerate(shown.items()):
            look, place = self.look(name), places[number]
            if whiskers and np.isfinite(curve.all[:, curve.last]).all():
                ends = (curve.all[:, curve.last] - low) / (high - low) * height
                self.stroke(axes, [width + 0.06 + 0.08 * number] * 2, list(ends), color=look["color"], lw=1.1)
            start = float((curve.day[curve.last] - axes.get_xlim()[0]) / np.ptp(axes.get_xlim()) * width)
            if start < 0.97 * width:  # the line stops early: lead the eye to its name
                self.stroke(axes, [start, width], [wanted[number], place], color=GREY, lw=0.6, ls=(0, (1, 3)))
                axes.plot(
                    curve.day[curve.last], curve.mean[curve.last], "|", color=look["color"], markersize=7
                )
            begin = place if start < 0.97 * width or whiskers else wanted[number]
            ends_x = [width + first + 0.02, width + first + 0.1, width + first + _LEADER]
            self.stroke(axes, ends_x, [begin, place, place], lw=1.4, **look)
            self.write(
                axes,
                width + first + _LEADER + 0.04,
                place,
                words[name],
                va="center",
                color=ink(look["color"]),
                linespacing=1.0,
                fontsize=SMALL,
            )

    def top(self, axes: Axes, curves: dict[str, Curve]) -> float:
        """Upper end of an axis that starts at 0: everything drawn, whiskers too, and a little room."""
        tops = [float(axes.dataLim.y1)]
        if len(self.sample.names) > MOST_BANDS:
            tops += [float(one.all[1, one.last]) for one in curves.values() if not one.empty]
        high = max((value for value in tops if np.isfinite(value)), default=1.0)
        return 1.05 * high if high > 0 else 1.0

    def stroke(self, axes: Axes, x: Sequence[float], y: Sequence[float], **how: Any) -> None:
        """A line at places in inches, also outside the axes."""
        width, height = inches(axes)
        points = np.array(x) / width, np.array(y) / height
        axes.add_line(Line2D(*points, transform=axes.transAxes, clip_on=False, **how))


def sheet(
    results: Any,
    figure: str,
    panels: int,
    lang: Lang,
    width: float,
    fonts: Fonts | None,
    title: bool,
    heights: Sequence[float] | None = None,
    margin: float | None = None,
    columns: int = 2,
    left: float = _LEFT,
    bottom: float = _BOTTOM,
    remark: str = "",
    labelled: bool = True,
) -> Sheet:
    """A figure with that many panels: side by side where there is room, one below the other on a telephone.

    heights: of the rows of axes in inches; margin: room on the right of each panel, by default for the
    names; left, bottom: room for the axes' own words; remark: said in small letters above the panels;
    labelled: whether names stand beside the lines.
    """
    sample = collect(results)
    fonts = fonts or fonts_for(lang)
    names = labels(sample, fonts.lang, fonts)
    across = min(columns, panels) if width > 6 else 1
    down = math.ceil(panels / across)
    tall = list(heights or []) or [1.75] * down
    # every name has its place beside the lines, however many there are
    least = sum(_label_height(names.beside(name)) for name in sample.names) if labelled else 0.0
    tall = [max(height, least) for height in (tall * down)[:down]]
    if margin is None:
        whiskers = 0.08 * len(sample.names) + 0.04 if len(sample.names) > MOST_BANDS else 0.0
        widest = max(text_width(names.beside(name), SMALL) for name in sample.names)
        margin = widest + _LEADER + 0.12 + whiskers
    lines = wrapped(text(TITLES, figure, fonts.lang), width - 0.3, 12) if title else ""
    remarks = wrapped(remark, width - 0.3, SMALL) if remark else ""
    top = 0.24 * (1 + lines.count("\n")) + 0.1 if title else 0.02
    below = top
    top += 0.14 * (1 + remarks.count("\n")) + 0.06 if remark else 0.0
    height = top + sum(tall) + down * (_TOP + bottom)
    drawing = Figure(figsize=(width, height), facecolor="white")
    axes = []
    for number in range(panels):
        row, column = divmod(number, across)
        x = column * width / across + left
        y = height - top - sum(tall[: row + 1]) - (row + 1) * _TOP - row * bottom
        box = (x / width, y / height, (width / across - left - margin) / width, tall[row] / height)
        axes.append(axes_in(drawing, box, fonts))
    if title:
        drawing.text(
            0.12 / width,
            1 - 0.1 / height,
            lines,
            va="top",
            weight="bold",
            fontsize=12,
            color=INK,
            family=list(fonts.families),
        )
    if remark:
        drawing.text(
            0.12 / width,
            1 - below / height,
            remarks,
            va="top",
            fontsize=SMALL,
            color=GREY,
            family=list(fonts.families),
            parse_math=False,
        )
    return Sheet(drawing, axes, sample, names, fonts)


def axes_in(drawing: Figure, box: tuple[float, float, float, float], fonts: Fonts) -> Axes:
    """Axes in a box (left, bottom, width, height, in shares of the figure) in the style of all figures."""
    axes = drawing.add_axes(box)
    axes.spines[["top", "right"]].set_visible(False)
    axes.spines[["left", "bottom"]].set_color(GREY)
    axes.grid(axis="y", color=FAINT, linewidth=0.6)
    axes.set_axisbelow(True)
    axes.yaxis.set_major_locator(MaxNLocator(5, steps=STEPS))
    axes.tick_params(
        labelsize=SMALL, colors=GREY, labelcolor=INK, length=2.5, labelfontfamily=list(fonts.families)
    )
    return axes


def inches(axes: Axes) -> tuple[float, float]:
    """Width and height of the axes in inches."""
    box, (width, height) = axes.get_position(), figure_of(axes).get_size_inches()
    return float(box.width * width), float(box.height * height)


def figure_of(axes: Axes) -> Figure:
    """The figure these axes were drawn on (never a subfigure)."""
    figure = axes.figure
    assert isinstance(figure, Figure)
    return figure


def percent(axes: Axes, low: float = 0.0, high: float = 1.0) -> None:
    """The y axis of a share: percent."""
    axes.set_ylim(low, high)
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{100 * value:.0f}"))


class Scaled(Formatter):
    """Tick labels in units of `per`, with a true minus sign, and no two of an axis alike."""

    def __init__(self, per: float) -> None:
        self.per = per
        self.places = 0  # decimals that tell neighbouring ticks apart

    def format_ticks(self, values: Sequence[float]) -> list[str]:
        steps = np.diff(np.sort(np.asarray(values, dtype=np.float64))) / self.per
        step = steps[steps > 0].min(initial=np.inf)
        self.places = math.ceil(-math.log10(step) - 1e-9) if step < 1.0 else 0
        return super().format_ticks(list(values))

    def __call__(self, value: float, pos: int | None = None) -> str:
        number = value / self.per
        if abs(number) >= 10:
            plain = f"{abs(number):,.{self.places}f}"
        elif float(number).is_integer():
            plain = f"{abs(number):,.0f}"
        else:
            plain = f"{abs(number):,.2g}"
        return (MINUS if number < 0 else "") + plain


def scaled(per: float) -> Scaled:
    """Tick labels in units of `per`, with a true minus sign, and no two of an axis alike."""
    return Scaled(per)


def money_unit(lang: Lang) -> float:
    """CNY per unit of a money axis: thousands in English, 万 in Chinese."""
    return 1e4 if lang == "zh" else 1e3


def _label_height(words: str) -> float:
    """Inches a label takes beside the lines."""
    return 0.135 * (1 + words.count("\n")) + 0.02


def text_width(words: str, points: float) -> float:
    """Width in inches of the widest line, a little more than it takes."""
    ems = (sum(1.0 if ord(c) > 0x2E80 else 0.58 for c in line) for line in words.split("\n"))
    return max(ems, default=0.0) * points / 72


def wrapped(words: str, width: float, points: float) -> str:
    """The words in lines no wider than `width` inches."""
    if any(ord(c) > 0x2E80 for c in words):
        room = max(4, int(width * 72 / points) - 1)
        lines, line = [], ""
        for character in words:
            if text_width(line + character, points) > width and line and character not in "，。：；、）？」":
                lines.append(line)
                line = ""
            line += character
        return "\n".join([*lines, line]) if room else words
    return textwrap.fill(words, max(8, int(width * 72 / points / 0.58)))


def clipped(words: str, width: float, points: float) -> str:
    """The words, cut with an ellipsis where they would run into the next panel."""
    while text_width(words, points) > width and len(words) > 4:
        words = words[:-2].rstrip() + "…"
    return words


def spread(wanted: Sequence[float], sizes: Sequence[float], low: float, high: float) -> list[float]:
    """Places near those wanted at which things of these sizes do not overlap, within low..high if they fit.

    The least squares solution: pool neighbours that collide (isotonic regression).
    """
    order = np.argsort(np.asarray(wanted), kind="stable")
    offsets = np.zeros(len(wanted))
    for place in range(1, len(wanted)):
        offsets[place] = offsets[place - 1] + (sizes[order[place - 1]] + sizes[order[place]]) / 2
    blocks: list[list[float]] = []
    for place, index in enumerate(order):
        blocks.append([wanted[index] - offsets[place], 1.0])
        while len(blocks) > 1 and blocks[-2][0] > blocks[-1][0]:
            (a, m), (b, n) = blocks[-2], blocks[-1]
            blocks[-2:] = [[(a * m + b * n) / (m + n), m + n]]
    flat = [value for value, count in blocks for _ in range(int(count))]
    if not flat:
        return []
    lowest = low + sizes[order[0]] / 2
    highest = high - sizes[order[-1]] / 2 - offsets[-1]
    result = [0.0] * len(wanted)
    for place, index in enumerate(order):
        result[index] = float(max(lowest, min(flat[place], highest)) + offsets[place])
    return result
