"""Two levers with many levels each: a map of a measure, a panel a scenario."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
from matplotlib.colors import LinearSegmentedColormap, Normalize
from matplotlib.figure import Figure

from ..figures.canvas import GREY, INK, SMALL, Sheet, axes_in, clipped, inches, text_width, wrapped
from ..fonts import Fonts
from ..labels import labels
from ..numbers import amounts
from .factors import Factor, axis_title, bare
from .shape import Asked
from .values import axis_unit, scale_of

_PALE, _DARK = "#f7f5ef", "#86b0d6"  # dark enough to tell, pale enough to be written on
_CELL = 0.42  # inches of a row


def heat(asked: Asked, measure: str, across: Factor, up: Factor, fonts: Fonts, width: float) -> Figure:
    """The mean in every cell, and below it half the width of its interval from luck where there is room."""
    lang, scenarios = fonts.lang, asked.laid.scenarios
    names = labels(asked.sample, lang, fonts)
    beside = min(2, len(scenarios)) if width > 6 else 1
    down = math.ceil(len(scenarios) / beside)
    ticks = [bare(up.path, level.low, lang) for level in up.levels]
    left = 0.42 + max(text_width(tick, SMALL) for tick in ticks)
    tall, top, bottom = _CELL * len(up.levels), 0.32, 0.5
    height = down * (tall + top + bottom)
    figure = Figure(figsize=(width, height), facecolor="white")
    grids = [_grid(asked, measure, across, up, number) for number in range(len(scenarios))]
    means = np.stack([mean for mean, _ in grids])
    there = means[np.isfinite(means)]
    norm = (
        Normalize(float(there.min(initial=np.inf)), float(there.max(initial=-np.inf))) if len(there) else None
    )
    colours = LinearSegmentedColormap.from_list("means", [_PALE, _DARK])
    for number, name in enumerate(scenarios):
        row, column = divmod(number, beside)
        y = height - (row + 1) * (tall + top + bottom) + bottom
        box = (column * width / beside + left) / width, y / height
        axes = axes_in(figure, (*box, (width / beside - left - 0.15) / width, tall / height), fonts)
        page = Sheet(figure, [axes], asked.sample, names, fonts)
        title = clipped(names.beside(name).replace("\n", ""), width / beside - 0.2, SMALL)
        page.write(axes, 0.0, tall + 0.1, title, weight="bold", va="baseline", fontsize=SMALL)
        axes.grid(visible=False)
        axes.set_xlim(0, len(across.levels))
        axes.set_ylim(0, len(up.levels))
        axes.set_xticks(
            np.arange(len(across.levels)) + 0.5, [bare(across.path, one.low, lang) for one in across.levels]
        )
        axes.set_yticks(np.arange(len(up.levels)) + 0.5, ticks)
        axes.tick_params(length=0)
        for spine in axes.spines.values():
            spine.set_visible(False)
        how: dict[str, Any] = {"fontsize": SMALL, "color": GREY, "family": list(fonts.families)}
        axes.set_xlabel(wrapped(axis_title(across, lang), inches(axes)[0] + 0.3, SMALL), labelpad=2, **how)
        if column == 0:
            axes.set_ylabel(clipped(axis_title(up, lang), tall + 0.6, SMALL), labelpad=2, **how)
        mean, half = grids[number]
        if norm is not None:
            shown = np.ma.masked_invalid(mean)
            axes.pcolormesh(shown, cmap=colours, norm=norm, edgecolor="white", linewidth=1.0)
        _write(page, mean, half, measure)
    return figure


def _grid(
    asked: Asked, measure: str, across: Factor, up: Factor, scenario: int
) -> tuple[np.ndarray, np.ndarray]:
    """[up, across]: means, and half the widths of their intervals from luck."""
    mean = np.full((len(up.levels), len(across.levels)), np.nan)
    half = np.full_like(mean, np.nan)
    for row, one in enumerate(up.levels):
        for column, other in enumerate(across.levels):
            found = asked.findings.level(measure, asked.at(scenario, other, one))
            low, high = found.luck
            if found.mean is not None:
                mean[row, column] = found.mean
            if low is not None and high is not None:
                half[row, column] = (high - low) / 2.0
    return mean, half


def _write(page: Sheet, mean: np.ndarray, half: np.ndarray, measure: str) -> None:
    """Numbers in the cells, on one scale, dark on pale and pale on dark."""
    axes, lang = page.axes[0], page.fonts.lang
    rows, columns = mean.shape
    width, _ = inches(axes)
    there = np.isfinite(mean)
    if not there.any():
        return
    money = scale_of(measure) == "money"
    per = axis_unit(measure, lang)[0] if money else 1.0
    scale = "plain" if money else scale_of(measure)
    texts = iter(amounts([float(value) / per for value in mean[there]], scale, lang))
    sides = iter(amounts([float(np.nan_to_num(value)) / per for value in half[there]], scale, lang))
    for row in range(rows):
        for column in range(columns):
            value = mean[row, column]
            if not np.isfinite(value):
                axes.text(column + 0.5, row + 0.5, "–", ha="center", va="center", color=GREY, fontsize=SMALL)
                continue
            words, side = next(texts), f"±{next(sides)}"
            fits = text_width(side, SMALL - 1) < width / columns - 0.04 and np.isfinite(half[row, column])
            how: dict[str, Any] = {"ha": "center", "va": "center", "family": list(page.fonts.families)}
            axes.text(
                column + 0.5, row + (0.62 if fits else 0.5), words, color=INK,
                fontsize=SMALL, **how,
            )  # fmt: skip
            if fits:
                axes.text(
                    column + 0.5,
                    row + 0.27,
                    side,
                    color="#3f4953",
                    fontsize=SMALL - 1,
                    **how,
                )
