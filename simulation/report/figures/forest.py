"""The key differences in one picture, each with both intervals."""

from __future__ import annotations

from typing import Any

from matplotlib.axes import Axes
from matplotlib.ticker import FuncFormatter, MaxNLocator

from ..captions import NOTES, PANELS, text
from ..fonts import Fonts, fonts_for
from ..labels import labels
from ..numbers import MINUS, Lang
from ..sample import collect, split_pair
from ..wording import measure_title, wording
from ..words import Difference, difference_of, key_measures, pairs
from .canvas import (
    GREY,
    INK,
    MARKERS,
    SMALL,
    STEPS,
    WIDE,
    Sheet,
    inches,
    ink,
    money_unit,
    sheet,
    text_width,
    wrapped,
)

#: block -> scale of its axis
PER = {"forest_groups": 0.01, "forest_members": 0.01, "forest_messages": 1.0, "forest_money": 0.0}
ROW = 0.2  # inches a difference takes


def forest(
    results: Any, lang: Lang = "en", width: float = WIDE, fonts: Fonts | None = None, title: bool = True
) -> list[Axes]:
    """Differences of the key measures to the first scenario: thick, luck; thin, with what we do not know.

    A thick line that crosses zero may be luck; a thin one that does may turn round with what we do not
    know. One block a unit, each with its own axis.
    """
    sample = collect(results)
    chosen = [pair for pair in pairs(sample) if split_pair(pair, sample.names)[1] == sample.names[0]]
    blocks: dict[str, list[str]] = {}
    for measure in key_measures(sample):
        if any(difference_of(sample, pair, measure).mean is not None for pair in chosen):
            blocks.setdefault(_block(measure), []).append(measure)
    wide = width > 6
    each = ROW * max(1, len(chosen)) + (0.12 if wide else 0.3)
    heights = [max(0.45, each * len(measures)) for measures in blocks.values()] or [1.0]
    left = 2.8 if wide else 0.3
    fonts = fonts or fonts_for(lang)
    first = labels(sample, fonts.lang, fonts).say(sample.names[0]).strip()
    page = sheet(
        sample,
        "forest",
        len(heights),
        lang,
        width,
        fonts,
        title,
        heights,
        columns=1,
        left=left,
        bottom=0.3,
        labelled=False,
        margin=_margin(width),
        remark=text(NOTES, "forest_key" if sample.ensemble else "forest_luck", fonts.lang, name=first),
    )
    if not blocks:
        page.empty(page.axes[0], page.say("one_scenario" if len(sample.names) < 2 else "no_value"))
        return page.axes
    for axes, (block, measures) in zip(page.axes, blocks.items(), strict=True):
        _block_axes(page, axes, block, measures, chosen, left, each)
    return page.axes


def _margin(width: float) -> float:
    return 1.8 if width > 6 else 1.4


def _block(measure: str) -> str:
    word = wording(measure)
    if word.pattern == "groups":
        return "forest_groups"
    if word.scale == "percent":
        return "forest_members"
    return "forest_money" if word.scale == "money" else "forest_messages"


def _block_axes(
    page: Sheet, axes: Axes, block: str, measures: list[str], chosen: list[str], left: float, each: float
) -> None:
    width, height = inches(axes)
    heading = text(PANELS, block, page.lang)
    page.write(axes, 0.12 - left, height + 0.1, heading, weight="bold")
    axes.spines["left"].set_visible(False)
    axes.axvline(0.0, color=INK, linewidth=0.9)
    axes.set_yticks([])
    axes.set_ylim(0.0, height)
    for number, measure in enumerate(measures):
        centre = height - each * (number + 0.5)
        if left > 1:
            title = wrapped(measure_title(measure, page.lang), left - 0.2, SMALL)
            page.write(axes, 0.12 - left, centre, title, va="center", fontsize=SMALL, linespacing=1.05)
        else:  # a telephone: the measure above its rows
            title = measure_title(measure, page.lang)
            clear = {"facecolor": "white", "edgecolor": "none", "pad": 0.8}
            y = centre + each / 2 - 0.12
            page.write(axes, 0.12 - left, y, title, va="center", fontsize=SMALL, bbox=clear)
        if number:
            axes.axhline(centre + each / 2, color="#e6e6e6", linewidth=0.6)
        for place, pair in enumerate(chosen):
            y = centre + ROW * ((len(chosen) - 1) / 2 - place) - (0.0 if left > 1 else 0.09)
            _row(page, axes, difference_of(page.sample, pair, measure), y)
    per = money_unit(page.lang) if block == "forest_money" else PER[block]
    axes.margins(x=0.06)
    low, high = axes.get_xlim()
    axes.set_xlim(min(low, -0.05 * (high - low)), max(high, 0.05 * (high - low)))
    axes.xaxis.set_major_locator(MaxNLocator(6 if width > 3.5 else 4, steps=STEPS))
    axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: _signed(value / per)))
    axes.grid(axis="x", color="#e6e6e6", linewidth=0.6)


def _signed(value: float) -> str:
    if abs(value) < 1e-9:
        return "0"
    return ("+" if value > 0 else MINUS) + f"{abs(value):,.4g}"


def _row(page: Sheet, axes: Axes, difference: Difference, y: float) -> None:
    look = page.look(difference.second)
    name = page.names.beside(difference.second).replace("\n", "")
    width, _ = inches(axes)
    room = _margin(9 if width > 3.5 else 4) - 0.32
    while text_width(name, SMALL) > room and len(name) > 4:
        name = name[:-2] + "…"
    page.write(axes, width + 0.24, y, name, va="center", fontsize=SMALL, color=ink(look["color"]))
    marker = MARKERS[page.sample.names.index(difference.second) % len(MARKERS)]
    dot = {"color": look["color"], "markersize": 6, "markeredgecolor": "white", "markeredgewidth": 0.8}
    page.stroke(axes, [width + 0.14], [y], marker=marker, **dot)
    if difference.mean is None:
        page.write(axes, width - 0.02, y, "–", va="center", ha="right", color=GREY, fontsize=SMALL)
        return
    for pair, thick in ((difference.all, 1.0), (difference.luck, 4.5)):
        if pair is not None:
            axes.plot(pair, [y, y], color=look["color"], linewidth=thick, solid_capstyle="butt")
    axes.plot(difference.mean, y, marker, **dot)
