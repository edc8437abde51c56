"""Figures of a search: goals against each other, and the settings of the best plans."""

from __future__ import annotations

import itertools
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import MaxNLocator

from ...questions.levers import Lever
from ...questions.optimise import Answer
from ...questions.optimise_tables import checked, now
from ..figures.canvas import (
    COLOURS,
    GREY,
    INK,
    SMALL,
    STEPS,
    inches,
    scaled,
    text_width,
    wrapped,
)
from ..fitting.figures import sheet
from ..fonts import Fonts
from .amounts import axis_scale, axis_title
from .figures import name_axis
from .names import Names
from .optimise_words import letter

_DARK, _NOW = COLOURS[0], COLOURS[1]
_ROW = 0.42  # inches of a lever
_PANELS = 3


def fronts(answer: Answer, width: float, fonts: Fonts) -> Figure:
    """Goals against each other, two at a time."""
    goals = [goal.measure for goal in answer.question.goals]
    pairs = list(itertools.combinations(goals, 2))[:_PANELS] or [(goals[0], goals[0])]
    room = width / len(pairs) if width > 6 else width
    heads = [wrapped(axis_title(across, fonts.lang), room - 0.5, 8.5) for _, across in pairs]
    figure, panels = sheet(fonts, width, heads, 2.3, 0.62, 1 + max(head.count("\n") for head in heads))
    for axes, (along, across) in zip(panels, pairs, strict=True):
        _pair(answer, axes, along, across, fonts)
    return figure


def _pair(answer: Answer, axes: Axes, along: str, across: str, fonts: Fonts) -> None:
    x, y = (answer.means[:, answer.column(name)] for name in (along, across))
    fine = answer.feasible
    axes.plot(x[fine], y[fine], "o", color="#b4b9be", markersize=2.8, linestyle="none")
    axes.plot(x[~fine], y[~fine], "x", color="#b4b9be", markersize=3.5, mew=0.7, linestyle="none")
    best = list(answer.front)
    axes.plot(x[best], y[best], "o", color=_DARK, markersize=3.6, linestyle="none")
    base = [float(np.nanmean(answer.base_fresh[:, answer.column(name)])) for name in (along, across)]
    axes.plot(*base, "^", color=_NOW, markeredgecolor="white", markersize=9, zorder=5)
    spots: list[tuple[float, float]] = []
    for chosen in answer.chosen:
        one, other = checked(answer, chosen, along), checked(answer, chosen, across)
        if np.isfinite([*one.luck, *other.luck]).all():
            axes.plot(one.luck, [other.fresh] * 2, color=INK, linewidth=0.9, zorder=4)
            axes.plot([one.fresh] * 2, other.luck, color=INK, linewidth=0.9, zorder=4)
        axes.plot(one.fresh, other.fresh, "o", color=INK, markersize=3.5, zorder=6)
        spots.append((one.fresh, other.fresh))
    axes.margins(0.12)
    axes.autoscale_view()
    _letters(axes, [letter(answer, chosen) for chosen in answer.chosen], spots)
    _axis(axes.xaxis, along, fonts)
    _axis(axes.yaxis, across, fonts)
    words = wrapped(axis_title(along, fonts.lang), inches(axes)[0] + 0.4, SMALL)
    name_axis(axes, words, fonts, "x")


def _letters(axes: Axes, names: list[str], spots: list[tuple[float, float]]) -> None:
    """Letters beside their spots; those that would lie on each other stand in one row."""
    wide, tall = inches(axes)
    x_low, x_high = axes.get_xlim()
    y_low, y_high = axes.get_ylim()
    groups: list[tuple[float, float, list[str]]] = []
    for name, (x, y) in zip(names, spots, strict=True):
        for gx, gy, members in groups:
            if abs(gx - x) * wide < 0.22 * (x_high - x_low) and abs(gy - y) * tall < 0.2 * (y_high - y_low):
                members.append(name)
                break
        else:
            groups.append((x, y, [name]))
    for x, y, members in groups:
        left = x > x_low + 0.75 * (x_high - x_low)
        axes.annotate(
            " ".join(members), (x, y), xytext=(-4 if left else 4, 4), textcoords="offset points", fontsize=8.5,
            weight="bold", color=INK, ha="right" if left else "left", va="bottom", zorder=7,
            bbox={"facecolor": "white", "edgecolor": "none", "alpha": 0.75, "pad": 0.8},
        )  # fmt: skip


def _axis(axis: Any, measure: str, fonts: Fonts) -> None:
    axis.set_major_locator(MaxNLocator(4, steps=STEPS))
    axis.set_major_formatter(scaled(axis_scale(measure, fonts.lang)[0]))


def settings(answer: Answer, width: float, fonts: Fonts) -> Figure:
    """One line a lever: where the best plans, the chosen ones and the scenario as it is stand in its range."""
    levers = answer.question.levers
    lang = fonts.lang
    most = 0.42 * width
    names = Names(lang, answer.question.bases)
    rows = [wrapped(names.short(one.path), most - 0.2, SMALL) for one in levers]
    left = 0.25 + max(text_width(name, SMALL) for name in rows)
    figure, (axes,) = sheet(fonts, width, [""], _ROW * len(levers), left)
    own = now(answer)
    for row, one in enumerate(levers):
        y = len(levers) - 1 - row
        axes.plot([0, 1], [y, y], color="#cfd5da", linewidth=1.0, zorder=1)
        places = [_place(one, answer.points[trial][one.path]) or 0.0 for trial in answer.front]
        axes.plot(
            places, [y] * len(places), "o", color=_DARK, alpha=0.55, markersize=4, mew=0, linestyle="none"
        )
        here = None if own[one.path] is None else _place(one, own[one.path])
        if here is not None and 0 <= here <= 1:
            axes.plot(
                here, y - 0.3, "^", color=_NOW, markeredgecolor="white", markersize=9, zorder=4, clip_on=False
            )
        _row_letters(answer, axes, one, y, 0.45 / width)
        ends = _ends(one)
        for x, value, side in ((0.0, ends[0], "left"), (1.0, ends[1], "right")):
            axes.annotate(
                names.value(one.path, value), (x, y), xytext=(0, -4), textcoords="offset points", fontsize=6.5,
                color=GREY, ha=side, va="top", family=list(fonts.families), parse_math=False,
            )  # fmt: skip
    axes.set_yticks(range(len(levers)), rows[::-1])
    axes.set_xticks([])
    axes.grid(visible=False)
    for spine in axes.spines.values():
        spine.set_visible(False)
    axes.tick_params(axis="y", length=0)
    axes.set_xlim(-0.02, 1.02)
    axes.set_ylim(-0.6, len(levers) - 0.3)
    return figure


def _row_letters(answer: Answer, axes: Axes, lever: Lever, y: float, near: float) -> None:
    """The letters above the line, those at one place in one row."""
    groups: list[tuple[list[float], list[str]]] = []
    for chosen in sorted(answer.chosen, key=lambda one: _place(lever, one.values[lever.path]) or 0.0):
        place = _place(lever, chosen.values[lever.path]) or 0.0
        axes.plot(place, y, "o", color=INK, markersize=4.5, zorder=5, clip_on=False)
        if groups and place - groups[-1][0][-1] < near:
            groups[-1][0].append(place)
            groups[-1][1].append(letter(answer, chosen))
        else:
            groups.append(([place], [letter(answer, chosen)]))
    for places, names in groups:
        place = sum(places) / len(places)
        axes.annotate(
            " ".join(names), (place, y), xytext=(0, 4), textcoords="offset points", fontsize=8, weight="bold",
            color=INK, ha="left" if place < 0.05 else "right" if place > 0.95 else "center", va="bottom", zorder=6,
        )  # fmt: skip


def _place(lever: Lever, value: Any) -> float | None:
    """Where a value lies between the ends of its lever; None of a value that is none of those listed."""
    if lever.range is not None:
        low, high = lever.range
        return lever.place(value) if low <= value <= high else None
    values = list(lever.values)
    return values.index(value) / max(1, len(values) - 1) if value in values else None


def _ends(lever: Lever) -> tuple[Any, Any]:
    if lever.range is not None:
        return lever.value(0.0), lever.value(1.0)
    return lever.values[0], lever.values[-1]
