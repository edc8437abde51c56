"""How measures answer to a factor that a sweep varied."""

from __future__ import annotations

from collections.abc import Sequence
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np
import pandas as pd
from matplotlib.axes import Axes
from matplotlib.ticker import FixedLocator, FuncFormatter, NullLocator
from numpy.typing import NDArray

from ...experiments.intervals import luck_intervals
from ...sweeps.stopping import by_seed
from ..bands import Curve
from ..captions import Text
from ..fonts import Fonts, fonts_for
from ..numbers import Lang
from ..sample import Sample
from ..wording import measure_title, registry_entry, wording
from .canvas import GREY, MARKERS, SMALL, WIDE, Sheet, inches, scaled, sheet, text_width, wrapped

if TYPE_CHECKING:
    from ...experiments.reading import Results

Floats = NDArray[np.float64]
_CELLS = ["uncertainty", "member"]


class _Factor(NamedTuple):
    """A factor's values in order, where they lie along the axis, what stands there; whether there is more and less."""

    values: list[Any]
    at: Floats
    words: list[str]
    ordered: bool


def response(
    results: Results,
    factor: str,
    measures: Sequence[str],
    lang: Lang = "en",
    width: float = WIDE,
    fonts: Fonts | None = None,
    title: bool = True,
) -> list[Axes]:
    """Measures against a factor of a sweep: a panel a measure, a line a scenario.

    results: of a sweep, from `load_results`. factor: the dotted path varied; of further factors every point counts
    alike. measures: columns of `results.runs`. Dots and dark bars: means and their 95 % intervals from luck; the light
    band: 95 % of the points of uncertainties and ensemble members, where the sweep has several. Values at even ratios
    are drawn at even distances. Raises ValueError for a factor or measure that the sweep does not have.
    """
    from ..questions.names import Names

    runs = results.runs
    for name in (factor, *measures):
        if name not in runs.columns:
            raise ValueError(f"{name!r} is no column of the runs of {results.path}: see results.runs.columns")
    if not len(measures):
        raise ValueError("name at least one measure to draw: a column of results.runs")
    scenarios = {
        entry["name"]: SimpleNamespace(title=SimpleNamespace(**entry["title"]))
        for entry in results.manifest["scenarios"]
    }
    sample = Sample(tuple(scenarios), scenarios, pd.DataFrame({"day": []}), pd.DataFrame(), runs, 1, 0)
    fill: dict[str, Text] = {"factor": {"en": Names("en").short(factor), "zh": Names("zh").short(factor)}}
    fonts = fonts or fonts_for(lang)
    along = _factor(runs, factor, fonts.lang)
    # names of values in order stand in one line; others in as many as they need
    room = min(width, WIDE / 2) / (1.7 * len(along.values))
    words = along.words if along.ordered else [wrapped(one, room, SMALL) for one in along.words]
    along = along._replace(words=words)
    bottom = 0.46 + 0.13 * max(one.count("\n") for one in words)
    page = sheet(sample, "response", len(measures), lang, width, fonts, title, fill=fill, bottom=bottom)
    for axes, measure in zip(page.axes, measures, strict=True):
        curves = {name: _curve(runs, name, factor, along, measure) for name in scenarios}
        curves = {name: one for name, one in curves.items() if not one.empty}
        per, unit = _scale(measure, page.lang)
        page.heading(axes, measure_title(measure, page.lang) + unit)
        if not curves:
            page.empty(axes, page.say("no_value"))
            continue
        _draw(page, axes, curves, along)
        axes.yaxis.set_major_formatter(scaled(per))
        name = Names(page.lang).axis(factor)
        axes.set_xlabel(name, fontsize=SMALL, color=GREY, family=list(page.fonts.families), labelpad=2)
        page.label(axes, curves, bands=False)
    return page.axes


def _scale(measure: str, lang: Lang) -> tuple[float, str]:
    """Units of the measure per unit drawn, and the end of the heading that names the unit."""
    from ..questions.amounts import axis_scale

    word, entry = wording(measure), registry_entry(measure)
    per, unit = axis_scale(measure, lang)
    if word.scale in ("percent", "per_hundred"):
        unit = "%"
    elif not unit and entry is not None and entry.unit.startswith("CNY"):
        unit = {"en": "CNY", "zh": "元"}[lang]
    between = "，" if lang == "zh" else ", "
    return per, between + unit if unit and unit not in measure_title(measure, lang) else ""


def _factor(runs: pd.DataFrame, factor: str, lang: Lang) -> _Factor:
    from ..questions.names import Names, numeric

    values = list(pd.unique(runs[factor].dropna()))
    if not numeric(factor):
        words = [Names(lang).value(factor, one) for one in values]
        return _Factor(values, np.arange(len(values), dtype=np.float64), words, False)
    values.sort()
    at = np.array(values, dtype=np.float64)
    ratios = at[1:] / at[:-1] if len(at) > 2 and at[0] > 0 else np.empty(0)
    log = bool(len(ratios) and ratios.min() > 1.3 and ratios.max() < 1.5 * ratios.min())
    return _Factor(values, np.log(at) if log else at, [f"{one:g}" for one in at], True)


def _curve(runs: pd.DataFrame, scenario: str, factor: str, along: _Factor, measure: str) -> Curve:
    count = len(along.values)
    mean, luck, everything = np.full(count, np.nan), np.full((2, count), np.nan), np.full((2, count), np.nan)
    own = runs[runs["scenario"] == scenario]
    for place, value in enumerate(along.values):
        here = own[own[factor] == value]
        cells = here.pivot_table(measure, [*_CELLS, "point"], "seed", dropna=False).dropna(how="all")
        if not len(cells):
            continue
        means = by_seed(cells.to_numpy(dtype=np.float64))
        mean[place] = np.nanmean(means)
        luck[:, place] = luck_intervals(means[:, None])[0]
        if np.nanmin(means) >= 0.0:  # what cannot be negative has no interval below
            luck[:, place] = np.maximum(0.0, luck[:, place])
        apart = cells.groupby(_CELLS).mean().mean(axis=1)
        if len(apart) > 1:
            everything[:, place] = np.quantile(apart, [0.025, 0.975])
    return Curve(along.at, mean, luck, everything)


def _draw(page: Sheet, axes: Axes, curves: dict[str, Curve], along: _Factor) -> None:
    for name, one in curves.items():
        look = page.look(name)
        marker = MARKERS[page.sample.names.index(name) % len(MARKERS)]
        if np.isfinite(one.all).any():
            if along.ordered:
                axes.fill_between(one.day, *one.all, color=look["color"], alpha=0.10, linewidth=0)
            else:
                axes.vlines(one.day, *one.all, color=look["color"], linewidth=0.8)
        axes.vlines(one.day, *one.luck, color=look["color"], linewidth=2.5, alpha=0.45)
        if along.ordered:
            axes.plot(one.day, one.mean, linewidth=1.4, **look)
        axes.plot(one.day, one.mean, marker, color=look["color"], markersize=4.5, markeredgecolor="white")
    ends = float(along.at[0]), float(along.at[-1])
    room = 0.04 * (ends[1] - ends[0]) or 0.5
    axes.set_xlim(ends[0] - room, ends[1] + room)
    axes.xaxis.set_major_locator(FixedLocator(list(along.at)))
    axes.xaxis.set_minor_locator(NullLocator())
    written = _uncrowded(along, axes)
    axes.xaxis.set_major_formatter(FuncFormatter(lambda _, place: written[place or 0]))
    low, high = axes.get_ylim()
    if low >= 0 or min(float(np.nanmin(one.mean)) for one in curves.values()) >= 0:
        axes.set_ylim(min(0.0, low) if low < 0 else 0.0, high)
    elif low < 0 < high:
        axes.axhline(0.0, color=GREY, linewidth=0.9)


def _uncrowded(along: _Factor, axes: Axes) -> list[str]:
    """What stands at each value; nothing where a number would run into the one before."""
    if not along.ordered:
        return along.words
    low, high = axes.get_xlim()
    places = (along.at - low) / (high - low) * inches(axes)[0]
    written, free = [], -np.inf
    for place, words in zip(places, along.words, strict=True):
        half = text_width(words, SMALL) / 2
        fits = place - half > free
        written.append(words if fits else "")
        free = place + half + 0.04 if fits else free
    return written
