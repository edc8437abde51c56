"""Referral: members won, and the day from which a running campaign wins hardly any more."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
from matplotlib.axes import Axes

from ..bands import Curve, banded, level
from ..captions import PANELS, text
from ..fonts import Fonts
from ..numbers import Lang
from .canvas import SMALL, WIDE, Sheet, inches, ink, scaled, sheet, spread, text_width
from .curves import missing

WEEK = 7


def referral(
    results: Any, lang: Lang = "en", width: float = WIDE, fonts: Fonts | None = None, title: bool = True
) -> list[Axes]:
    """Members won by referral, cumulative and over the last 7 days; the saturation day of a campaign marked.

    Saturated: from that day on 7-day referred joins stay below 10 % of their peak while the campaign runs.
    """
    page = sheet(results, "referral", 2, lang, width, fonts, title)
    for axes, panel, window in ((page.axes[0], "referred", None), (page.axes[1], "referred_week", WEEK)):
        curves = {name: _joined(page, name, window) for name in page.sample.names}
        curves = {
            name: one
            for name, one in curves.items()
            if page.sample.opens_groups(name) and not one.empty and np.nanmax(one.mean) > 0
        }
        words = text(PANELS, panel, page.lang)
        if not curves:
            page.heading(axes, words)
            page.empty(axes, page.say("no_referral"))
            continue
        page.heading(axes, words, _note(page, list(curves), window))
        for name, one in curves.items():
            page.draw(axes, name, one)
        page.days(axes, page.sample.days)
        axes.set_ylim(0.0, 1.2 * max(page.top(axes, curves), 1.0))
        axes.yaxis.set_major_formatter(scaled(1.0))
        _saturation(page, axes, curves, _spans(page, axes, list(curves)))
        page.label(axes, curves)
    return page.axes


def _joined(page: Sheet, scenario: str, window: int | None) -> Curve:
    """Referred joins added up: from the start, or over a trailing window."""
    tables = []
    for ensemble in (False, True):
        daily = page.sample.curves("referred_joins", scenario, ensemble)
        if daily.empty:
            tables.append(pd.DataFrame())
        elif window is None:
            tables.append(daily.cumsum(axis=1))
        else:
            tables.append(daily.T.rolling(window, min_periods=1).sum().T)
    return banded(tables[0], tables[1], (0.0, np.inf))


def _campaign(page: Sheet, scenario: str) -> tuple[int, int] | None:
    """First and last day lived of a scenario's campaign as planned, None where there is none."""
    length = int(page.sample.spec(scenario, "strategy.referral.length", 0))
    start = int(page.sample.spec(scenario, "strategy.referral.start", 0))
    return (
        (start + 1, min(start + length, page.sample.days))
        if length > 0 and start < page.sample.days
        else None
    )


def _note(page: Sheet, shown: list[str], window: int | None) -> str:
    """Under the first panel: who runs no campaign; under the second: when the campaigns run."""
    runs = {name: _campaign(page, name) for name in shown}
    if window is None:
        without = sum(span is None for span in runs.values())
        if without:
            return page.say("no_campaign" if without == len(runs) else "others_no_campaign")
        return missing(page, shown)
    spans = {span for span in runs.values() if span is not None}
    if not spans:
        return ""
    if len(spans) == 1:
        ((start, end),) = spans  # days lived; a plan counts from 0
        return page.say("campaign", start=start - 1, length=end - start + 1)
    return page.say("campaigns")


def _spans(page: Sheet, axes: Axes, shown: list[str]) -> float:
    """A bar along the top of the panel for the days each campaign runs; returns the inches they take."""
    spans = [(name, span) for name in shown if (span := _campaign(page, name)) is not None]
    height = inches(axes)[1]
    for row, (name, span) in enumerate(spans):
        y = 1 - 0.045 * (row + 0.5) / height
        where = axes.get_xaxis_transform()
        axes.plot(
            span,
            [y, y],
            transform=where,
            color=page.look(name)["color"],
            linewidth=2.5,
            solid_capstyle="butt",
        )
    return 0.045 * len(spans)


def _saturation(page: Sheet, axes: Axes, curves: dict[str, Curve], taken: float) -> None:
    """A ring at each saturation day with its words below the bars, which have taken that many inches."""
    marks = []
    for name, one in curves.items():
        found = level(page.sample, name, "referral_saturation_day")
        if found.mean is not None and _campaign(page, name) is not None:
            marks.append((name, found, float(np.interp(found.mean, one.day, one.mean))))
    width, height = inches(axes)
    last, (low, high) = axes.get_xlim()[1], axes.get_ylim()
    words = [page.say("saturated", day=f"{found.mean:.0f}") for _, found, _ in marks]
    sizes = [text_width(word, SMALL) + 0.06 for word in words]
    places = spread([(found.mean or 0) / last * width for _, found, _ in marks], sizes, 0.0, width)
    for (name, found, value), word, place in zip(marks, words, places, strict=True):
        colour = page.look(name)["color"]
        day = float(found.mean or 0.0)
        axes.plot(day, value, "o", markersize=6, markerfacecolor="white", markeredgecolor=colour, zorder=5)
        if found.luck is not None:
            axes.plot(
                found.luck, [value, value], color=colour, linewidth=3.5, alpha=0.4, solid_capstyle="butt"
            )
        top = (high - low) * (1 - (0.16 + taken) / height) + low
        axes.plot([day, place / width * last], [value, top], color=colour, linewidth=0.7)
        how = {"ha": "center", "va": "center", "fontsize": SMALL, "color": ink(colour)}
        page.write(axes, place, height - 0.07 - taken, word, **how)
