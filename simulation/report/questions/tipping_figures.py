"""Figures of a tipping point: the response along one lever, or the map over two."""

from __future__ import annotations

from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import Formatter, FuncFormatter, LogLocator, MaxNLocator, NullLocator

from ...questions.levers import Lever
from ...questions.tipping import Answer
from ...questions.tipping_tables import all_band
from ..figures.canvas import COLOURS, GREY, INK, SMALL, STEPS, axes_in, scaled, wrapped
from ..fitting.figures import sheet
from ..fonts import Fonts
from ..wording import wording
from .quantities import at, lever_name, lever_value, title

_LINE, _NOW = COLOURS[0], COLOURS[1]


def curve(answer: Answer, width: float, fonts: Fonts) -> Figure:
    """The response along the lever, with points, both bands, the threshold and its interval."""
    question, surface = answer.question, answer.surface
    lever = question.levers[0]
    words = wrapped(_heading(answer, fonts), width - 0.3, 8.5)
    figure, (axes,) = sheet(fonts, width, [words], 3.0 if width > 6 else 2.4, lines=1 + words.count("\n"))
    x = lever.between(surface.at[:, 0])
    band = all_band(answer)
    if band is not None:
        axes.fill_between(x, *band, color=_LINE, alpha=0.10, linewidth=0)
        for edge in band:
            axes.plot(x, edge, color=_LINE, alpha=0.35, linewidth=0.5)
    axes.fill_between(x, surface.low, surface.high, color=_LINE, alpha=0.28, linewidth=0)
    axes.plot(x, surface.mean, color=_LINE, linewidth=1.7)
    means = np.array([np.nanmean(row) if not np.isnan(row).all() else np.nan for row in answer.values])
    axes.plot(
        lever.between(answer.places[:, 0]),
        means,
        "o",
        color=_LINE,
        markersize=3.5,
        markeredgecolor="white",
        mew=0.5,
    )
    axes.axhline(question.threshold, color=INK, linewidth=0.8)
    for level in answer.quarters:
        axes.axhline(level, color=GREY, linewidth=0.7, linestyle=(0, (1, 3)))
    for tip in answer.tips:
        ends = [
            at(lever, end)
            for end in (tip.low if tip.low is not None else 0.0, 1.0 if tip.high is None else tip.high)
        ]
        axes.axvspan(ends[0], ends[1], color=GREY, alpha=0.22, linewidth=0)
        axes.plot(
            at(lever, tip.at),
            question.threshold,
            "o",
            color="white",
            markeredgecolor=INK,
            markersize=6,
            zorder=5,
        )
    _level_axis(axes, answer)
    _lever_axis(axes, lever, fonts, "x")
    if answer.now[0] is not None:
        bottom = axes.get_ylim()[0]
        axes.plot(at(lever, answer.now[0]), bottom, "^", color=_NOW, markersize=8, clip_on=False, zorder=6)
        axes.set_ylim(bottom=bottom)
    return figure


def tipping_map(answer: Answer, width: float, fonts: Fonts) -> Figure:
    """The response over two levers: darker is more; the threshold, and where luck leaves it open."""
    question, surface = answer.question, answer.surface
    first, second = question.levers
    words = wrapped(_heading(answer, fonts), width - 0.3, 8.5)
    height, top, bottom, left, right = (
        (3.8 if width > 6 else 3.0),
        0.2 + 0.16 * (1 + words.count("\n")),
        0.55,
        0.85,
        0.95,
    )
    whole = height + top + bottom
    figure = Figure(figsize=(width, whole), facecolor="white")
    wide = min(width - left - right, 1.5 * height)
    axes = axes_in(figure, (left / width, bottom / whole, wide / width, height / whole), fonts)
    figure.text(
        0.08 / width, 1 - 0.08 / whole, words, weight="bold", fontsize=8.5, color=INK, family=list(fonts.families),
        va="top", parse_math=False,
    )  # fmt: skip
    side = round(len(surface.mean) ** 0.5)
    x, y = (one.between(np.linspace(0.0, 1.0, side)) for one in question.levers)

    def grid(values: Any) -> Any:
        return values.reshape(side, side).T

    share = wording(question.measure).scale in ("percent", "per_hundred")
    levels: Any = (
        np.linspace(0.0, 1.0, 11)
        if share
        else MaxNLocator(9, steps=STEPS).tick_values(float(surface.mean.min()), float(surface.mean.max()))
    )
    filled = axes.contourf(x, y, grid(surface.mean), levels=levels, cmap="Blues", alpha=0.85)
    spans = ((surface.mean, "solid", 1.8), (surface.low, (0, (4, 2)), 0.9), (surface.high, (0, (4, 2)), 0.9))
    for values, dashes, thick in spans:
        if values.min() < question.threshold < values.max():
            axes.contour(
                x,
                y,
                grid(values),
                levels=[question.threshold],
                colors=[INK],
                linestyles=[dashes],
                linewidths=[thick],
            )
    places = [one.between(answer.places[:, k]) for k, one in enumerate(question.levers)]
    axes.plot(
        places[0], places[1], "o", color="white", markeredgecolor=INK, markersize=3, mew=0.5, clip_on=False
    )
    if None not in answer.now:
        spot = [
            at(one, place)
            for one, place in zip(question.levers, answer.now, strict=True)
            if place is not None
        ]
        axes.plot(*spot, "^", color=_NOW, markeredgecolor="white", markersize=9, clip_on=False, zorder=6)
    axes.grid(visible=False)
    _lever_axis(axes, first, fonts, "x")
    _lever_axis(axes, second, fonts, "y")
    box = axes_in(figure, ((left + wide + 0.15) / width, bottom / whole, 0.14 / width, height / whole), fonts)
    bar = figure.colorbar(filled, cax=box)
    bar.outline.set_visible(False)
    box.grid(visible=False)
    box.yaxis.set_major_formatter(_writer(question.measure))
    box.tick_params(labelsize=SMALL, length=2, colors=GREY, labelcolor=INK)
    return figure


def _heading(answer: Answer, fonts: Fonts) -> str:
    lang, measure = fonts.lang, answer.question.measure
    unit = "" if wording(measure).scale != "percent" else "，%" if lang == "zh" else ", %"
    if wording(measure).scale == "per_hundred":
        unit = "（每百个群）" if lang == "zh" else ", of 100"
    return f"{title(measure, lang)}{unit}"


def _writer(measure: str) -> Formatter:
    if wording(measure).scale in ("percent", "per_hundred"):
        return FuncFormatter(lambda value, _: f"{100 * value:.0f}")
    return scaled(1.0)


def _level_axis(axes: Axes, answer: Answer) -> None:
    measure = answer.question.measure
    if wording(measure).scale in ("percent", "per_hundred"):
        axes.set_ylim(-0.02, 1.02)
    axes.yaxis.set_major_formatter(_writer(measure))


def _lever_axis(axes: Axes, lever: Lever, fonts: Fonts, which: str) -> None:
    assert lever.range is not None
    axis = axes.xaxis if which == "x" else axes.yaxis
    if lever.log:
        axes.set_xscale("log") if which == "x" else axes.set_yscale("log")
        decades = np.log10(lever.range[1] / lever.range[0])
        axis.set_major_locator(LogLocator(subs=(1.0,) if decades > 3 else (1.0, 2.0, 5.0)))
        axis.set_minor_locator(NullLocator())
    else:
        axis.set_major_locator(MaxNLocator(6, steps=STEPS, integer=lever.whole))
    percent = lever.unit == "share" and lever.range[1] <= 1.0
    axis.set_major_formatter(FuncFormatter(lambda value, _: f"{100 * value:g}" if percent else f"{value:g}"))
    axes.set_xlim(*lever.range) if which == "x" else axes.set_ylim(*lever.range)
    words = lever_name(lever, fonts.lang)
    unit = "%" if percent else _unit(lever, fonts)
    if unit and unit not in words:
        words += f"（{unit}）" if fonts.lang == "zh" else f" ({unit})"
    how: Any = {"fontsize": SMALL, "color": GREY, "family": list(fonts.families), "labelpad": 2}
    axes.set_xlabel(words, **how) if which == "x" else axes.set_ylabel(words, **how)


def _unit(lever: Lever, fonts: Fonts) -> str:
    """The unit as it stands behind a value."""
    said = lever_value(lever, 2.0, fonts.lang)
    return said.removeprefix("2").strip() if said.startswith("2") else ""
