"""Figures of the ledger: the arms and the effect of a claim, and a thumbnail without words.

Thick lines are luck, thin ones add what we do not know; the grey band holds effects too small to count.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from ...evidence.claims.forms import MOVED
from ...evidence.claims.outcome import Found, Outcome
from ...evidence.claims.shapes import KneeShift, Peak, SignChange, Trend
from ...experiments.intervals import Estimate
from ..fonts import Fonts, fonts_for
from ..ledger.amounts import gone_text, money_words, scale_of, share_text, unit_words
from ..ledger.titles import knockout_words, measure_words, part_words
from ..ledger.words import either, pick, verdict_text
from ..numbers import Lang
from .canvas import COLOURS, DASHES, GREY, INK, SMALL, WIDE, clipped, scaled
from .claim_paper import BAND, HEAD, Paper, bar, keep_within, per_axis, places_of, rows_in, x_axis

_LEFT, _RIGHT, _ROW, _AXIS = 2.9, 1.35, 0.24, 0.42


def found_figure(outcome: Outcome, lang: Lang, fonts: Fonts | None = None) -> Figure:
    """The arms' levels, then the effect with its knockouts against zero and what would count."""
    fonts = fonts or fonts_for(lang)
    curve = isinstance(outcome.claim.effect, (Trend, Peak, KneeShift, SignChange))
    tall = 1.9 if curve else _ROW * max(2, len(outcome.arms)) + 0.1
    rows = len(outcome.parts) + len(outcome.knockouts)
    height = 2 * (HEAD + _AXIS) + tall + _ROW * (rows + 1) + 0.35
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


def _levels(paper: Paper, outcome: Outcome, tall: float) -> None:
    axes = paper.axes(_LEFT, WIDE - _LEFT - _RIGHT, tall)
    low = paper.top - tall
    for (arm, level), y in zip(outcome.arms.items(), rows_in(axes, len(outcome.arms), tall), strict=True):
        words = clipped(either(outcome.titles[arm], paper.lang), _LEFT - 0.3, SMALL)
        paper.write(0.12, low + y, words, va="center")
        if level.mean is None:
            paper.write(_LEFT + 0.1, low + y, paper.say("no value", "无取值"), va="center", color=GREY)
        else:
            bar(axes, y, level.luck, level.all, level.mean, COLOURS[0])
    keep_within(axes, [end for level in outcome.arms.values() for end in level.luck if end is not None])
    x_axis(axes, outcome.claim.measure_unit, paper.lang)


def _curves(paper: Paper, outcome: Outcome, tall: float) -> None:
    form: Any = outcome.claim.effect
    axes = paper.axes(0.75, WIDE - 0.75 - _RIGHT - 0.4, tall)
    lines = [("", form.arms)]
    if isinstance(form, KneeShift):
        lines = [(paper.say("as is", "原样"), form.arms)]
        lines += [(paper.say("moved", "移动后"), [MOVED.format(arm) for arm in form.arms])]
    places = places_of(axes, form.levels)
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
    keep_within(axes, core, vertical=True)
    axes.yaxis.set_major_formatter(scaled(per_axis(outcome.claim.measure_unit, paper.lang)))


def _line(axes: Axes, x: Sequence[float], levels: Sequence[Estimate], number: int) -> None:
    colour = COLOURS[number]
    for at, level in zip(x, levels, strict=True):
        for ends, thick in ((level.all, 0.9), (level.luck, 4.0)):
            if ends[0] is not None and ends[1] is not None:
                axes.plot([at, at], [ends[0], ends[1]], color=colour, linewidth=thick, solid_capstyle="butt")
    means = [math.nan if level.mean is None else level.mean for level in levels]
    axes.plot(x, means, color=colour, linestyle=DASHES[number], marker="o", markersize=5, linewidth=1.3)


def _agree_text(outcome: Outcome, n: int, lang: Lang) -> str:
    """How many of the ensemble share the sign, as the ledger's table says it."""
    one = outcome.parts[n].agree
    share = share_text(None if one is None else one.share)
    if outcome.turned:
        return pick(lang, f"{share} as found", f"{share} 与所得一致")
    return pick(lang, f"{share} as claimed", f"{share} 与所称一致")


def _effects(paper: Paper, outcome: Outcome, tall: float) -> None:
    axes = paper.axes(_LEFT, WIDE - _LEFT - _RIGHT, tall)
    unit, low = outcome.claim.effect_unit, paper.top - tall
    heights = rows_in(axes, len(outcome.parts) + len(outcome.knockouts), tall)
    least = outcome.part.least
    axes.axvspan(-least, least, color=BAND, linewidth=0, zorder=0)
    axes.axvline(0.0, color=INK, linewidth=0.9)
    for n, (part, y) in enumerate(zip(outcome.parts, heights, strict=False)):
        weight = "bold" if n == outcome.decides and len(outcome.parts) > 1 else "normal"
        words = clipped(part_words(outcome, n, paper.lang), _LEFT - 0.3, SMALL)
        paper.write(0.12, low + y, words, va="center", weight=weight)
        bar(axes, y, (part.effect.low, part.effect.high), part.spread, part.effect.mean, COLOURS[0])
        if part.agree is not None and part.agree.members:
            agree = _agree_text(outcome, n, paper.lang)
            paper.write(WIDE - _RIGHT + 0.1, low + y, agree, va="center", color=GREY)
    for (name, one), y in zip(outcome.knockouts.items(), heights[len(outcome.parts) :], strict=True):
        words = paper.say("if ", "假如") + knockout_words(name, one.title, paper.lang)
        paper.write(0.24, low + y, clipped(words, _LEFT - 0.4, SMALL), va="center")
        bar(axes, y, (one.effect.low, one.effect.high), None, one.effect.mean, COLOURS[1], "s")
        gone = gone_text(one, paper.lang)
        if one.share is not None:
            gone = paper.say(f"{gone} gone", f"减少 {gone}")
        if gone != "–":
            paper.write(WIDE - _RIGHT + 0.1, low + y, gone, va="center", color=GREY)
    core = [end for part in outcome.parts for end in _ends(part.effect)]
    core += [end for one in outcome.knockouts.values() for end in _ends(one.effect)]
    keep_within(axes, [*core, -1.15 * least, 1.15 * least])
    x_axis(axes, unit, paper.lang)
    toward = outcome.part.sense > 0
    arrow = paper.say("claimed →", "说法 →") if toward else paper.say("← claimed", "← 说法")
    at = WIDE - _RIGHT if toward else _LEFT
    paper.write(at, low - 0.37, arrow, ha="right" if toward else "left", color=COLOURS[1], weight="bold")
    note = paper.say("grey: too small to count", "灰带：小于最小有意义差异")
    paper.write((WIDE - _RIGHT + _LEFT) / 2, low - 0.37, note, ha="center", color=GREY)


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
    bar(axes, 0.0, _ends(part.effect), part.spread, part.effect.mean, colour, marker)
    keep_within(axes, [*_ends(part.effect), -1.3 * part.least, 1.3 * part.least])
    axes.set_ylim(-1, 1)
    return figure


def _ends(found: Found) -> tuple[float, float]:
    return found.low, found.high
