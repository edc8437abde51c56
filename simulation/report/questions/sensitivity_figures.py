"""Figures of what drives a measure: effects and their spread, shares of the variance."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from ..figures.canvas import COLOURS, GREY, INK, SMALL, STEPS, inches, scaled
from ..fonts import Fonts
from .amounts import axis_scale
from .figures import DARK, PALE, name_axis, placed, room
from .names import Names
from .sensitivity_texts import say

if TYPE_CHECKING:
    import pandas as pd

    from ...questions.sensitivity_indices import Indices

SECOND = COLOURS[1]
ROW = 0.23  # inches of one factor
MOST = 14  # factors shown
_BOTTOM, _TOP = 0.48, 0.12


def effects_figure(measure: str, table: pd.DataFrame, names: Names, width: float, fonts: Fonts) -> Figure:
    """mu* of the strongest factors with intervals and luck; mu* against sigma of all."""
    shown = table[table["mu_star"] > 0].head(MOST)
    lang = fonts.lang
    rows = [f"{n}  {names.short(path)}" for n, path in enumerate(shown["factor"], 1)]
    per, unit = axis_scale(measure, lang, change=True)
    beside = width > 6
    bars, cloud = ROW * max(1, len(shown)) + 0.1, 2.6
    across = 0.58 * width if beside else width
    height = max(bars, cloud) + _TOP + _BOTTOM if beside else bars + cloud + 2 * (_TOP + _BOTTOM)
    figure = Figure(figsize=(width, height), facecolor="white")
    left = room(rows, across)
    axes = placed(figure, left, height - _TOP - bars, across - left - 0.15, bars, fonts)
    _bars(axes, shown, rows, per)
    name_axis(axes, say("axis_mu_star", lang, unit=unit).rstrip(", ，"), fonts, "x")
    start = across + 0.55 if beside else 0.62
    base = height - _TOP - cloud if beside else _BOTTOM
    scatter = placed(figure, start, base, width - start - 0.2, cloud, fonts)
    _cloud(scatter, table, per)
    name_axis(scatter, say("axis_mu_star", lang, unit=unit).rstrip(", ，"), fonts, "x")
    name_axis(scatter, say("axis_sigma", lang, unit=unit).rstrip(", ，"), fonts, "y")
    return figure


def shares_figure(one: Indices, names: Names, width: float, fonts: Fonts) -> Figure:
    """S1 and ST of each factor with intervals."""
    shown = one.table.head(MOST)
    lang = fonts.lang
    rows = [names.short(path) for path in shown["factor"]]
    row = 0.36
    tall = row * max(1, len(shown)) + 0.1
    height = tall + 0.3 + _BOTTOM
    figure = Figure(figsize=(width, height), facecolor="white")
    left = room(rows, width)
    axes = placed(figure, left, _BOTTOM, width - left - 0.25, tall, fonts)
    bars: list[Any] = []
    looks: tuple[tuple[str, dict[str, Any], float], ...] = (
        ("s1", {"color": DARK}, 0.17),
        ("st", {"facecolor": "white", "edgecolor": SECOND, "hatch": "//////"}, -0.17),
    )
    for key, look, shift in looks:
        y = np.arange(len(shown))[::-1] + shift
        value, low, high = (
            100.0 * shown[name].to_numpy(dtype=float) for name in (key, f"{key}_low", f"{key}_high")
        )
        drawn = np.clip(value, 0.0, None)
        bars.append(axes.barh(y, drawn, height=0.32, linewidth=0.8, **look))
        ends = np.clip(low, 0.0, None), np.clip(high, 0.0, None)
        axes.hlines(y, *ends, color=INK, linewidth=1.0)
    axes.set_yticks(np.arange(len(shown))[::-1], rows)
    axes.grid(axis="y", visible=False)
    axes.grid(axis="x", color="#d9d9d9", linewidth=0.6)
    axes.set_ylim(-0.6, len(shown) - 0.4)
    highest = 100.0 * float(shown[["s1_high", "st_high"]].to_numpy(dtype=float).max()) if len(shown) else 1.0
    axes.set_xlim(0, min(130.0, max(10.0, 1.05 * highest)))
    name_axis(axes, say("axis_share", lang), fonts, "x")
    axes.legend(
        bars, ["S1", "ST"], loc="lower left", bbox_to_anchor=(0.0, 1.0), ncols=2, frameon=False, fontsize=SMALL,
        borderaxespad=0.2, handlelength=1.6,
    )  # fmt: skip
    return figure


def _bars(axes: Axes, shown: pd.DataFrame, names: list[str], per: float) -> None:
    y = np.arange(len(shown))[::-1]
    value, low, high, luck = (
        shown[name].to_numpy(dtype=float) / per for name in ("mu_star", "mu_star_low", "mu_star_high", "luck")
    )
    colours = [DARK if out else PALE for out in shown["stands_out"]]
    axes.barh(y, value, color=colours, height=0.62)
    axes.hlines(y, low, high, color=SECOND, linewidth=1.3)
    there = np.isfinite(luck)
    axes.vlines(luck[there], y[there] - 0.42, y[there] + 0.42, color=INK, linewidth=1.3)
    axes.set_yticks(y, names)
    axes.grid(axis="y", visible=False)
    axes.grid(axis="x", color="#d9d9d9", linewidth=0.6)
    axes.set_ylim(-0.6, len(shown) - 0.4)
    top = float(np.nanmax(np.r_[high, luck[there], 0.0]))
    axes.set_xlim(0, 1.05 * top if top > 0 else 1.0)
    axes.xaxis.set_major_locator(MaxNLocator(5, steps=STEPS))
    axes.xaxis.set_major_formatter(scaled(1.0))


def _cloud(axes: Axes, table: pd.DataFrame, per: float) -> None:
    x, y = (table[name].to_numpy(dtype=float) / per for name in ("mu_star", "sigma"))
    half = table["mu_star_high"].to_numpy(dtype=float) / per - x
    out = table["stands_out"].to_numpy(dtype=bool)
    top = float(max(x.max(), y.max(), 1e-9))
    axes.plot([0, 1.2 * top], [0, 1.2 * top], color=GREY, linewidth=0.8, linestyle=(0, (4, 3)))
    axes.hlines(y[out], (x - half)[out], (x + half)[out], color=DARK, linewidth=0.8, alpha=0.45)
    axes.plot(x[~out], y[~out], "o", color=PALE, markersize=3)
    axes.plot(x[out], y[out], "o", color=DARK, markersize=4)
    axes.set_xlim(0, 1.08 * float(max((x + half).max(), 1e-9)))
    highest = float(max(y.max(), 1e-9))
    axes.set_ylim(-0.03 * highest, 1.1 * highest)
    for locator in (axes.xaxis, axes.yaxis):
        locator.set_major_locator(MaxNLocator(5, steps=STEPS))
        locator.set_major_formatter(scaled(1.0))
    _numbered(axes, x[x > 0][:MOST], y[x > 0][:MOST])


def _numbered(axes: Axes, x: Any, y: Any) -> None:
    """Numbers beside the strongest marks, those that would lie upon another number left out."""
    width, height = inches(axes)
    (x0, x1), (y0, y1) = axes.get_xlim(), axes.get_ylim()
    taken: list[tuple[float, float]] = []
    for n, (at, up) in enumerate(zip(x, y, strict=True), 1):
        place = (at - x0) / (x1 - x0) * width, (up - y0) / (y1 - y0) * height
        if any(abs(place[0] - other[0]) < 0.17 and abs(place[1] - other[1]) < 0.13 for other in taken):
            continue
        taken.append(place)
        axes.annotate(
            str(n), (at, up), xytext=(3.5, 3.0), textcoords="offset points", fontsize=SMALL, color=INK,
            annotation_clip=False,
        )  # fmt: skip
