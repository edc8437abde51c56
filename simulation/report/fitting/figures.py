"""Figures of a fit: history and forecast, model beside log, what was learned."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from ...evidence.log.saving import statistics_rows
from ...model.lives import trailing
from ..figures.canvas import COLOURS, GREY, INK, SMALL, STEPS, WIDE, axes_in, text_width, wrapped
from ..fonts import Fonts, fonts_for
from ..numbers import Lang
from .texts import TEXTS

if TYPE_CHECKING:
    from ...evidence.log.fit import Fitted

LOG, MODEL = COLOURS[1], COLOURS[0]
_ROW = 0.22  # inches of one parameter
_MOST = 14  # parameters shown


def sheet(
    fonts: Fonts,
    width: float,
    headings: Sequence[str],
    height: float = 1.9,
    left: float = 0.6,
    lines: int = 1,
) -> tuple[Figure, list[Axes]]:
    """Panels side by side, or one below the other where there is little room, each with its heading.

    lines: of the tallest heading.
    """
    across = len(headings) if width > 6 else 1
    down = -(-len(headings) // across)
    top, bottom, right = 0.34 + 0.15 * (lines - 1), 0.5, 0.15
    whole = down * (height + top + bottom)
    figure = Figure(figsize=(width, whole), facecolor="white")
    axes = []
    for n, words in enumerate(headings):
        row, column = divmod(n, across)
        x = column * width / across + left
        y = whole - (row + 1) * (height + top) - row * bottom
        box = (x / width, y / whole, (width / across - left - right) / width, height / whole)
        one = axes_in(figure, box, fonts)
        text = wrapped(words, width / across - 0.3, 8.5)
        one.text(
            -0.45 / (width / across - left - right), 1.0 + 0.1 / height, text, transform=one.transAxes, weight="bold",
            fontsize=8.5, color=INK, family=list(fonts.families), va="bottom", parse_math=False,
        )  # fmt: skip
        axes.append(one)
    return figure, axes


def _below(axes: Axes, words: str, fonts: Fonts) -> None:
    axes.set_xlabel(words, fontsize=SMALL, color=GREY, family=list(fonts.families), labelpad=2)


def weeks(fitted: Fitted, lang: Lang, width: float = WIDE, fonts: Fonts | None = None) -> Figure:
    """Messages and people who spoke by 28 days: the log, then the forecast of the groups there are."""
    fonts = fonts or fonts_for(lang)
    heads = [TEXTS[key][fonts.lang] for key in ("axis_month", "axis_active")]
    figure, panels = sheet(fonts, width, heads)
    for axes, measure in zip(panels, ("messages", "active"), strict=True):
        _fan(fitted, axes, measure)
        _below(axes, TEXTS["axis_day"][fonts.lang], fonts)
    return figure


def _fan(fitted: Fitted, axes: Axes, measure: str) -> None:
    history, groups = fitted.history, fitted.match.groups
    days = history.days
    counts = history.messages[:, groups].sum(axis=1)
    known = trailing(counts, 28) if measure == "messages" else history.active_28[:, groups].sum(axis=1)
    ends = np.arange(days, 27, -28)[::-1]
    table = fitted.forecast
    rows = table[(table["kind"] == "total") & (table["name"] == "known") & (table["measure"] == measure)]
    later = days + 28 * rows["month"].to_numpy(dtype=float)
    x = np.r_[float(ends[-1]), later]
    start = float(known[ends[-1] - 1])
    for level, alpha in ((95, 0.12), (80, 0.18), (50, 0.28)):
        low, high = (np.r_[start, rows[f"{end}_{level}"].to_numpy(dtype=float)] for end in ("low", "high"))
        axes.fill_between(x, low, high, color=MODEL, alpha=alpha, linewidth=0)
    axes.plot(x, np.r_[start, rows["median"].to_numpy(dtype=float)], color=MODEL, linewidth=1.6)
    axes.plot(ends, known[ends - 1], "o-", color=LOG, markersize=4, linewidth=1.1)
    came = rows["observed"].to_numpy(dtype=float)
    axes.plot(later, came, "o", color=LOG, markersize=4, markerfacecolor="white", clip_on=False)
    axes.set_xlim(0, float(later[-1]) + 5)
    seen = [*known[ends - 1].tolist(), *came[np.isfinite(came)].tolist(), *rows["high_80"].tolist()]
    axes.set_ylim(0, 1.15 * max(1.0, *seen))
    axes.axvline(days, color=GREY, linewidth=0.6, linestyle=(0, (1, 3)))


def beside(fitted: Fitted, lang: Lang, width: float = WIDE, fonts: Fonts | None = None) -> Figure:
    """Talk by age, and groups never dead, of the log and of the weighted ensemble."""
    fonts = fonts or fonts_for(lang)
    heads = [TEXTS[key][fonts.lang] for key in ("axis_talk", "axis_alive")]
    figure, panels = sheet(fonts, width, heads)
    rows = statistics_rows(fitted)
    talk = [(float(row["name"].split("_")[2]), row) for row in rows if row["family"] == "talk"]
    dead = [(float(row["name"].split("_")[-1]), row) for row in rows if row["name"].startswith("ever_dead")]
    _band(panels[0], talk, lambda x: x)
    _band(panels[1], dead, lambda x: 100.0 * (1.0 - x))
    panels[0].set_yscale("symlog", linthresh=0.1)
    panels[0].set_ylim(0, None)
    panels[0].yaxis.set_major_formatter(lambda value, _: f"{value:g}")
    panels[1].set_ylim(0, 102)
    for axes in panels:
        _below(axes, TEXTS["axis_age"][fonts.lang], fonts)
    return figure


def _band(axes: Axes, points: list[tuple[float, dict[str, Any]]], scale: Any) -> None:
    if not points:
        axes.set_xticks([])
        axes.set_yticks([])
        return
    day = [x for x, _ in points]
    low, middle, high, log = (
        [scale(row[name]) for _, row in points] for name in ("model_low", "model", "model_high", "log")
    )
    axes.fill_between(day, low, high, color=MODEL, alpha=0.18, linewidth=0)
    axes.plot(day, middle, color=MODEL, linewidth=1.5, linestyle=(0, (5, 1.6)))
    axes.plot(day, log, "o-", color=LOG, markersize=4, linewidth=1.5)
    axes.set_xlim(0, 1.05 * max(day))
    axes.xaxis.set_major_locator(MaxNLocator(6, steps=STEPS))


def learned(fitted: Fitted, lang: Lang, width: float = WIDE, fonts: Fonts | None = None) -> Figure:
    """Width left of each parameter's range, those that the log tells most about."""
    fonts = fonts or fonts_for(lang)
    shown = list(fitted.learned[:_MOST])[::-1]
    names = [one.path.removeprefix("behaviour.") for one in shown]
    left = min(0.5 * width, 0.2 + max((text_width(name, SMALL) for name in names), default=1.0))
    height = 0.3 + _ROW * len(shown)
    figure, (axes,) = sheet(fonts, width, [TEXTS["axis_gap"][fonts.lang]], height, left)
    for y, one in enumerate(shown):
        axes.barh(y, 100 * one.width, color=MODEL if one.told else "#b9c4cf", height=0.6)
    axes.axvline(100, color=GREY, linewidth=0.8, linestyle=(0, (3, 2)))
    axes.set_yticks(range(len(shown)), names)
    axes.grid(axis="y", visible=False)
    axes.set_xlim(0, max(110.0, *(100 * one.width for one in shown)) if shown else 110.0)
    axes.set_ylim(-0.6, len(shown) - 0.4)
    return figure


FIGURES = {"fig_weeks": weeks, "fig_fit": beside, "fig_learned": learned}
