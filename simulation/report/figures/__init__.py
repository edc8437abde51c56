"""Figures: each takes a Comparison, a RunResult or several, and gives the list of its matplotlib axes.

Life: `group_survival`, `activity`, `mood`, `reproduction`. Money: `cumulative_profit`, `effort`. Referral: `referral`.
Comparison: `forest`, the differences with both intervals. Sweeps: `response` takes the results of a sweep.

    from simulation.report import figures

    axes = figures.group_survival(comparison, lang="zh")
    axes[0].figure.savefig("survival.png", dpi=200)

They use no pyplot and leave matplotlib's global state alone. `width` in inches decides the layout: panels
stand side by side on a page (`WIDE`) and below each other on a telephone (`NARROW`).
"""

from __future__ import annotations

from collections.abc import Callable

from matplotlib.axes import Axes

from .canvas import NARROW, WIDE
from .curves import activity, mood, reproduction
from .effort import effort
from .forest import forest
from .profit import cumulative_profit
from .referral import referral
from .response import response
from .survival import group_survival

#: name -> figure, in the order of a report of a comparison; the names are among those of `captions.TITLES`.
FIGURES: dict[str, Callable[..., list[Axes]]] = {
    "forest": forest,
    "survival": group_survival,
    "activity": activity,
    "mood": mood,
    "profit": cumulative_profit,
    "referral": referral,
    "reproduction": reproduction,
    "effort": effort,
}

__all__ = [
    "FIGURES",
    "NARROW",
    "WIDE",
    "activity",
    "cumulative_profit",
    "effort",
    "forest",
    "group_survival",
    "mood",
    "referral",
    "reproduction",
    "response",
]
