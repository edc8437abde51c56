"""Life and death of groups: never dead, dead that day, silent; and those that never got going."""

from __future__ import annotations

from typing import Any

import numpy as np
from matplotlib.axes import Axes

from ...model.lives import DEATH
from ..bands import Curve, Survival, curve, level, survival
from ..captions import PANELS, text
from ..fonts import Fonts
from ..numbers import Lang
from .canvas import GREY, MARKERS, SMALL, WIDE, Sheet, inches, ink, percent, sheet
from .curves import missing


def group_survival(
    results: Any, lang: Lang = "en", width: float = WIDE, fonts: Fonts | None = None, title: bool = True
) -> list[Axes]:
    """Four panels: never dead so far (Kaplan-Meier), not dead that day, not silent that day, stillborn.

    The three definitions of a dead group disagree on real channels, so they are always shown together.
    Bands by bootstrap over runs, never over groups.
    """
    page = sheet(results, "survival", 4, lang, width, fonts, title)
    _never_dead(page, page.axes[0])
    _alive(page, page.axes[1], "status", "status_dead_share")
    _alive(page, page.axes[2], "silent", "silent_share")
    _stillborn(page, page.axes[3])
    return page.axes


def _never_dead(page: Sheet, axes: Axes) -> None:
    lives = {name: survival(page.sample, name) for name in page.sample.names}
    found = {name: life for name, life in lives.items() if life is not None}
    curves = {name: _with_ensemble(page, name, life) for name, life in found.items()}
    _finish(page, axes, "ever", curves, page.say("since_founding"))


def _with_ensemble(page: Sheet, scenario: str, life: Survival) -> Curve:
    """The Kaplan-Meier curve with, as its light band, the spread of the ensemble's shares never dead."""
    band = np.full((2, len(life.day)), np.nan)
    ensemble = curve(page.sample, "ever_dead_share", scenario)
    if np.isfinite(ensemble.all).any():
        index = ensemble.day.astype(int)
        offsets = 1.0 - ensemble.all[::-1] - (1.0 - ensemble.mean)
        band[:, index] = life.alive[index] + offsets
        low = np.fmin(np.fmin(band[0], life.luck[0]), life.alive)
        high = np.fmax(np.fmax(band[1], life.luck[1]), life.alive)
        band = np.clip(np.where(np.isfinite(band), np.vstack([low, high]), np.nan), 0.0, 1.0)
    keep = life.day <= page.sample.days
    return Curve(life.day[keep], life.alive[keep], life.luck[:, keep], band[:, keep])


def _alive(page: Sheet, axes: Axes, panel: str, measure: str) -> None:
    curves = {}
    for name in page.sample.names:
        dead = curve(page.sample, measure, name, (0.0, 1.0))
        if not dead.empty:
            curves[name] = Curve(dead.day, 1.0 - dead.mean, 1.0 - dead.luck[::-1], 1.0 - dead.all[::-1])
    _finish(page, axes, panel, curves, None)


def _finish(page: Sheet, axes: Axes, panel: str, curves: dict[str, Curve], days: str | None) -> None:
    words = text(PANELS, panel, page.lang)
    if not curves:
        page.heading(axes, words)
        open_groups = any(page.sample.opens_groups(name) for name in page.sample.names)
        why = "none_judged" if open_groups else "only_no_group"
        page.empty(axes, page.say(why, days=page.sample.days, least=DEATH.judged_from))
        return
    page.heading(axes, words, missing(page, list(curves)))
    for name, one in curves.items():
        page.draw(axes, name, one)
    page.days(axes, page.sample.days, days)
    percent(axes, 0.0, 1.02)
    page.label(axes, curves)


def _stillborn(page: Sheet, axes: Axes) -> None:
    """A dot a scenario with both intervals: thick, luck; thin, all we do not know."""
    levels = {name: level(page.sample, name, "stillborn_share") for name in page.sample.names}
    shown = {name: found for name, found in levels.items() if found.mean is not None}
    words = text(PANELS, "stillborn", page.lang)
    if not shown:
        page.heading(axes, words)
        page.empty(axes, page.say("no_value"))
        return
    page.heading(axes, words, missing(page, list(shown)))
    most = 0.0
    _, height = inches(axes)
    for row, (name, found) in enumerate(shown.items()):
        look, y = page.look(name), len(shown) - 1 - row
        for pair, thick in ((found.all, 1.0), (found.luck, 4.0)):
            if pair is not None:
                axes.plot(pair, [y, y], color=look["color"], linewidth=thick, solid_capstyle="butt")
                most = max(most, *pair)
        marker = MARKERS[page.sample.names.index(name) % len(MARKERS)]
        axes.plot(
            found.mean or 0.0,
            y,
            marker,
            color=look["color"],
            markersize=6,
            markeredgecolor="white",
            clip_on=False,
        )
        most = max(most, found.mean or 0.0)
        place = (y + 0.5) / len(shown) * height
        width = inches(axes)[0]
        page.write(
            axes,
            width + 0.1,
            place,
            page.names.beside(name),
            color=ink(look["color"]),
            va="center",
            fontsize=SMALL,
        )
    axes.set_ylim(-0.5, len(shown) - 0.5)
    axes.set_xlim(0.0, max(0.1, 1.08 * most))
    axes.set_yticks([])
    axes.grid(axis="x", color="#d9d9d9", linewidth=0.6)
    axes.xaxis.set_major_formatter(lambda value, _: f"{100 * value:.0f}")
    axes.set_xlabel("%", fontsize=SMALL, color=GREY, labelpad=2)
