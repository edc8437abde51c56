"""Figures of the ledger: the arms and the effect of a claim, where it holds, and a thumbnail without words.

Thick lines are luck, thin ones add what we do not know; the grey band holds effects too small to count.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MaxNLocator

from ...evidence.claims.forms import MOVED
from ...evidence.claims.outcome import Found, Outcome
from ...evidence.claims.shapes import KneeShift, Peak, SignChange, Trend
from ...experiments.intervals import Estimate
from ...scenario.labels import value_text
from ..fonts import Fonts, fonts_for
from ..ledger.amounts import money_words, scale_of, share_text, unit_words
from ..ledger.titles import knockout_words, measure_words, part_words, path_words
from ..ledger.words import either, pick, verdict_text
from ..numbers import Lang
from .canvas import (
    COLOURS,
    DASHES,
    FAINT,
    GREY,
    INK,
    SIZE,
    SMALL,
    STEPS,
    WIDE,
    axes_in,
    clipped,
    money_unit,
    scaled,
)

BAND = "#e4e4e0"
#: Arrows at the edge, by matplotlib's numbers of its caret marks.
TICKLEFT, TICKRIGHT, TICKUP, TICKDOWN = 4, 5, 6, 7
_LEFT, _RIGHT, _ROW, _HEAD, _AXIS = 2.9, 1.35, 0.24, 0.34, 0.42
#: How a point of a range is drawn by its verdict: filled where the claim holds, a cross where the opposite does.
MARKS = {"supported": "o", "not_supported": "o", "opposite": "X", "inconclusive": "o"}


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
        self.top -= _HEAD


def found_figure(outcome: Outcome, lang: Lang, fonts: Fonts | None = None) -> Figure:
    """The arms' levels, then the effect with its knockouts against zero and what would count."""
    fonts = fonts or fonts_for(lang)
    curve = isinstance(outcome.claim.effect, (Trend, Peak, KneeShift, SignChange))
    tall = 1.9 if curve else _ROW * max(2, len(outcome.arms)) + 0.1
    rows = len(outcome.parts) + len(outcome.knockouts)
    height = 2 * (_HEAD + _AXIS) + tall + _ROW * (rows + 1) + 0.35
    paper = Paper(Figure(figsize=(WIDE, height), facecolor="white"), fonts, height - 0.04)
    title = measure_words(outcome, fonts.lang)
    unit = unit_words(outcome.claim.measure_unit, fonts.lang)
    money = scale_of(outcome.claim.measure_unit) == "money"
    words = title + (
        f"{paper.say(', ', '，')}{money_words(fonts.lang, unit)}" if money else f" ({unit})" if unit else ""
    )
    paper.heading(0.12, words, WIDE - 0.3)
    if curve:
        _curves(paper, outcome, tall)
    else:
        _levels(paper, outcome, tall)
    paper.top -= tall + _AXIS
    gap = unit_words(outcome.claim.effect_unit, fonts.lang, gap=True)
    if scale_of(outcome.claim.effect_unit) == "money":
        gap = money_words(fonts.lang, gap)
    verdict = verdict_text(outcome, fonts.lang).split(" ", 1)[1]
    heading = (
        paper.say("The effect", "效应")
        + (f" ({gap})" if gap else "")
        + paper.say(f": {verdict}", f"：{verdict}")
    )
    paper.heading(0.12, heading, WIDE - 0.3)
    _effects(paper, outcome, _ROW * (rows + 1))
    return paper.figure


def _per(unit: str, lang: Lang) -> float:
    """Model units in one unit of the axis."""
    if unit == "share":
        return 0.01
    return money_unit(lang) if unit == "CNY" else 1.0


def _x_axis(axes: Axes, unit: str, lang: Lang) -> None:
    axes.xaxis.set_major_locator(MaxNLocator(6, steps=STEPS))
    axes.xaxis.set_major_formatter(scaled(_per(unit, lang)))
    axes.grid(axis="x", color=FAINT, linewidth=0.6)
    axes.grid(axis="y", visible=False)


def _rows(axes: Axes, count: int, height: float) -> list[float]:
    axes.set_yticks([])
    axes.spines["left"].set_visible(False)
    axes.set_ylim(0.0, height)
    room = height / max(count, 1)
    return [height - room * (n + 0.5) for n in range(count)]


def _bar(axes: Axes, y: float, luck: Any, spread: Any, mean: float, colour: str, marker: str = "o") -> None:
    """Thin for all we do not know, thick for luck, a dot for the mean."""
    for ends, thick in ((spread, 1.0), (luck, 4.0)):
        if ends is not None and None not in ends and not any(math.isnan(end) for end in ends):
            axes.plot(ends, [y, y], color=colour, linewidth=thick, solid_capstyle="butt")
    if not math.isnan(mean):
        axes.plot(
            mean, y, marker=marker, color=colour, markersize=6, markeredgecolor="white", markeredgewidth=0.8
        )


def _levels(paper: Paper, outcome: Outcome, tall: float) -> None:
    axes = paper.axes(_LEFT, WIDE - _LEFT - _RIGHT, tall)
    low = paper.top - tall
    for (arm, level), y in zip(outcome.arms.items(), _rows(axes, len(outcome.arms), tall), strict=True):
        words = clipped(either(outcome.titles[arm], paper.lang), _LEFT - 0.3, SMALL)
        paper.write(0.12, low + y, words, va="center")
        if level.mean is None:
            paper.write(_LEFT + 0.1, low + y, paper.say("no value", "无取值"), va="center", color=GREY)
        else:
            _bar(axes, y, level.luck, level.all, level.mean, COLOURS[0])
    _within(axes, [end for level in outcome.arms.values() for end in level.luck if end is not None])
    _x_axis(axes, outcome.claim.measure_unit, paper.lang)


def _curves(paper: Paper, outcome: Outcome, tall: float) -> None:
    form: Any = outcome.claim.effect
    axes = paper.axes(0.75, WIDE - 0.75 - _RIGHT - 0.4, tall)
    lines = [("", form.arms)]
    if isinstance(form, KneeShift):
        lines = [(paper.say("as is", "原样"), form.arms)]
        lines += [(paper.say("moved", "移动后"), [MOVED.format(arm) for arm in form.arms])]
    places = _places(axes, form.levels)
    core: list[float] = [0.0] if outcome.claim.measure_unit == "share" else []
    ends = [outcome.arms[arms[-1]].mean or 0.0 for _, arms in lines]
    for number, (name, arms) in enumerate(lines):
        levels = [outcome.arms[arm] for arm in arms]
        _line(axes, places, levels, number)
        below = sorted(ends, reverse=True).index(ends[number])  # names stand as the ends of their lines do
        core += [end for level in levels for end in level.luck if end is not None]
        if name and levels[-1].mean is not None:
            axes.annotate(
                name, (places[-1], levels[-1].mean), (8, 6 - 12 * below), textcoords="offset points", va="center",
                fontsize=SMALL, color=COLOURS[number], family=list(paper.fonts.families), parse_math=False,
            )  # fmt: skip
    _within(axes, core, vertical=True)
    axes.yaxis.set_major_formatter(scaled(_per(outcome.claim.measure_unit, paper.lang)))


def _line(axes: Axes, x: Sequence[float], levels: Sequence[Estimate], number: int) -> None:
    colour = COLOURS[number]
    for at, level in zip(x, levels, strict=True):
        for ends, thick in ((level.all, 0.9), (level.luck, 4.0)):
            if ends[0] is not None and ends[1] is not None:
                axes.plot([at, at], [ends[0], ends[1]], color=colour, linewidth=thick, solid_capstyle="butt")
    means = [math.nan if level.mean is None else level.mean for level in levels]
    axes.plot(x, means, color=colour, linestyle=DASHES[number], marker="o", markersize=5, linewidth=1.3)


def _places(axes: Axes, values: Sequence[Any]) -> list[float]:
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


def _effects(paper: Paper, outcome: Outcome, tall: float) -> None:
    axes = paper.axes(_LEFT, WIDE - _LEFT - _RIGHT, tall)
    unit, low = outcome.claim.effect_unit, paper.top - tall
    heights = _rows(axes, len(outcome.parts) + len(outcome.knockouts), tall)
    least = outcome.part.least
    axes.axvspan(-least, least, color=BAND, linewidth=0, zorder=0)
    axes.axvline(0.0, color=INK, linewidth=0.9)
    for n, (part, y) in enumerate(zip(outcome.parts, heights, strict=False)):
        weight = "bold" if n == outcome.decides and len(outcome.parts) > 1 else "normal"
        words = clipped(part_words(outcome, n, paper.lang), _LEFT - 0.3, SMALL)
        paper.write(0.12, low + y, words, va="center", weight=weight)
        _bar(axes, y, (part.effect.low, part.effect.high), part.spread, part.effect.mean, COLOURS[0])
        if part.agree is not None and part.agree.members:
            agree = paper.say(
                f"{share_text(part.agree.share)} same sign", f"{share_text(part.agree.share)} 同号"
            )
            paper.write(WIDE - _RIGHT + 0.1, low + y, agree, va="center", color=GREY)
    for (name, one), y in zip(outcome.knockouts.items(), heights[len(outcome.parts) :], strict=True):
        words = paper.say("if ", "假如") + knockout_words(name, one.title, paper.lang)
        paper.write(0.24, low + y, clipped(words, _LEFT - 0.4, SMALL), va="center")
        _bar(axes, y, (one.effect.low, one.effect.high), None, one.effect.mean, COLOURS[1], "s")
        if one.share is not None:
            gone = share_text(one.share.mean)
            paper.write(
                WIDE - _RIGHT + 0.1,
                low + y,
                paper.say(f"{gone} gone", f"消失 {gone}"),
                va="center",
                color=GREY,
            )
    core = [end for part in outcome.parts for end in _ends(part.effect)]
    core += [end for one in outcome.knockouts.values() for end in _ends(one.effect)]
    _within(axes, [*core, -1.15 * least, 1.15 * least])
    _x_axis(axes, unit, paper.lang)
    toward = outcome.part.sense > 0
    arrow = paper.say("claimed →", "说法 →") if toward else paper.say("← claimed", "← 说法")
    at = WIDE - _RIGHT if toward else _LEFT
    paper.write(at, low - 0.37, arrow, ha="right" if toward else "left", color=COLOURS[1], weight="bold")
    note = paper.say("grey: too small to count", "灰带：小到不算数")
    paper.write((WIDE - _RIGHT + _LEFT) / 2, low - 0.37, note, ha="center", color=GREY)


def _within(axes: Axes, core: Sequence[float], vertical: bool = False) -> None:
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


# --- where it holds ---------------------------------------------------------------------------------------


def has_where(outcome: Outcome) -> bool:
    """Whether there is anything to draw of where the claim holds."""
    return bool(any(sweep.points for sweep in outcome.sweeps) or outcome.theories or outcome.unknowns)


def where_figure(outcome: Outcome, lang: Lang, fonts: Fonts | None = None) -> Figure:
    """The effect along each range looked through; then agreement along the unknowns that matter most."""
    fonts = fonts or fonts_for(lang)
    sweeps = [sweep for sweep in outcome.sweeps if sweep.points]
    unknowns = [one for one in outcome.unknowns if one.at]
    theories = 1 if outcome.theories else 0
    panels = len(sweeps) + theories + len(unknowns)
    down = max(1, -(-panels // 2))
    each = _HEAD + 1.45 + 0.5
    paper = Paper(Figure(figsize=(WIDE, down * each + 0.1), facecolor="white"), fonts, 0.0)
    half = WIDE / 2
    for number in range(panels):
        row, column = divmod(number, 2)
        paper.top = (down - row) * each + 0.06
        left = column * half
        if number < len(sweeps):
            _sweep_panel(paper, outcome, number, left, half)
        elif number < len(sweeps) + theories:
            _theory_panel(paper, outcome, left, half)
        else:
            _unknown_panel(paper, unknowns[number - len(sweeps) - theories], left, half)
    return paper.figure


def _theory_panel(paper: Paper, outcome: Outcome, left: float, half: float) -> None:
    """The share of members that agree under each form of each rival submodel."""
    paper.heading(
        left + 0.12,
        paper.say("Members with the sign claimed (%), by theory", "同号的成员（%），按理论"),
        half - 0.2,
    )
    rows = [(form, one) for forms in outcome.theories.values() for form, one in forms.items() if one.members]
    axes = paper.axes(left + 1.6, half - 1.85, 1.45)
    low = paper.top - 1.45
    for (form, one), y in zip(rows, _rows(axes, len(rows), 1.45), strict=True):
        paper.write(
            left + 0.12,
            low + y,
            clipped(paper.say(form.replace("_", " "), value_text("", form, "zh")), 1.4, SMALL),
            va="center",
        )
        _bar(axes, y, (one.low, one.high), None, one.share, COLOURS[2], "D")
    axes.axvline(0.5, color=INK, linewidth=0.9)
    axes.set_xlim(-0.02, 1.02)
    _x_axis(axes, "share", paper.lang)


def _sweep_panel(paper: Paper, outcome: Outcome, number: int, left: float, half: float) -> None:
    sweep = [one for one in outcome.sweeps if one.points][number]
    unit = outcome.claim.effect_unit
    words = unit_words(unit, paper.lang, gap=True)
    words = money_words(paper.lang, words) if scale_of(unit) == "money" else words
    effect = paper.say("Effect", "效应") + (f" ({words})" if words else "")
    paper.heading(left + 0.12, effect, half - 0.2)
    axes = paper.axes(left + 0.62, half - 0.85, 1.45)
    places = _places(axes, sweep.values)
    least = outcome.part.least
    axes.axhspan(-least, least, color=BAND, linewidth=0, zorder=0)
    axes.axhline(0.0, color=INK, linewidth=0.9)
    axes.plot(places, [point.mean for point in sweep.points], color=COLOURS[0], linewidth=1.0)
    for at, point, verdict in zip(places, sweep.points, sweep.verdicts, strict=True):
        if not math.isnan(point.low):
            axes.plot(
                [at, at], [point.low, point.high], color=COLOURS[0], linewidth=3.2, solid_capstyle="butt"
            )
        colour = COLOURS[1] if verdict == "opposite" else COLOURS[0]
        fill = colour if verdict in ("supported", "opposite") else "white"
        axes.plot(at, point.mean, MARKS[verdict], color=fill, markeredgecolor=colour, markersize=6.5)
    for turn in sweep.turns:
        axes.axvline(turn, color=COLOURS[1], linewidth=1.0, linestyle=(0, (4, 2)))
    axes.yaxis.set_major_formatter(scaled(_per(unit, paper.lang)))
    low, high = axes.get_ylim()
    axes.set_ylim(min(low, -1.3 * least), max(high, 1.3 * least))
    _x_words(paper, axes, path_words(sweep.path, paper.lang))


def _unknown_panel(paper: Paper, unknown: Any, left: float, half: float) -> None:
    paper.heading(left + 0.12, paper.say("Members with the sign claimed (%)", "同号的成员（%）"), half - 0.2)
    axes = paper.axes(left + 0.62, half - 0.85, 1.45)
    axes.fill_between(unknown.at, unknown.low, unknown.high, color=COLOURS[2], alpha=0.22, linewidth=0)
    axes.plot(unknown.at, unknown.agree, color=COLOURS[2], linewidth=1.6)
    axes.axhline(0.5, color=INK, linewidth=0.9)
    axes.set_ylim(0.0, 1.0)
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{100 * value:.0f}"))
    axes.xaxis.set_major_locator(MaxNLocator(5))
    mark = paper.say(", beyond chance", "，超出偶然") if unknown.stands_out else ""
    _x_words(paper, axes, f"{path_words(unknown.name, paper.lang)}  ρ = {unknown.rho:+.2f}{mark}")


def _x_words(paper: Paper, axes: Axes, words: str) -> None:
    axes.set_xlabel(words, fontsize=SMALL, color=GREY, family=list(paper.fonts.families), labelpad=2)


# --- the thumbnail ----------------------------------------------------------------------------------------


def thumbnail(outcome: Outcome) -> Figure:
    """The effect that decides, with both intervals, against zero and what would count; no words."""
    figure = Figure(figsize=(1.6, 0.42), facecolor="white")
    axes = figure.add_axes((0.02, 0.05, 0.96, 0.9))
    axes.set_axis_off()
    part = outcome.part
    axes.axvspan(-part.least, part.least, color=BAND, linewidth=0, zorder=0)
    axes.axvline(0.0, color=INK, linewidth=1.0)
    marker = {"supported": "o", "opposite": "X", "not_supported": "o", "inconclusive": "$?$"}[outcome.verdict]
    colour = COLOURS[1] if outcome.verdict == "opposite" else COLOURS[0]
    _bar(axes, 0.0, _ends(part.effect), part.spread, part.effect.mean, colour, marker)
    _within(axes, [*_ends(part.effect), -1.3 * part.least, 1.3 * part.least])
    axes.set_ylim(-1, 1)
    return figure


def _ends(found: Found) -> tuple[float, float]:
    return found.low, found.high
