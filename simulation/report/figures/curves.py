"""Daily curves: open rate and talk, trust and patience, replies."""

from __future__ import annotations

from typing import Any

import numpy as np
from matplotlib.axes import Axes

from ..bands import curve
from ..captions import PANELS, text
from ..fonts import Fonts
from ..numbers import Lang
from .canvas import WIDE, Sheet, percent, sheet

SHARES = {"open_rate", "mute_share", "left_share", "trust", "fatigue"}
PERCENT = {"open_rate", "mute_share", "left_share"}


def activity(
    results: Any, lang: Lang = "en", width: float = WIDE, fonts: Fonts | None = None, title: bool = True
) -> list[Axes]:
    """Open rate and member messages by day, with bands for luck (dark) and for all we do not know (light)."""
    page = sheet(results, "activity", 2, lang, width, fonts, title)
    for axes, measure in zip(page.axes, ("open_rate", "member_messages_per_group"), strict=True):
        panel(page, axes, measure)
    return page.axes


def mood(
    results: Any, lang: Lang = "en", width: float = WIDE, fonts: Fonts | None = None, title: bool = True
) -> list[Axes]:
    """Trust, fatigue, and the shares of members who muted and who left, by day, with both bands."""
    page = sheet(results, "mood", 4, lang, width, fonts, title)
    for axes, measure in zip(page.axes, ("trust", "fatigue", "mute_share", "left_share"), strict=True):
        panel(page, axes, measure)
    return page.axes


def reproduction(
    results: Any, lang: Lang = "en", width: float = WIDE, fonts: Fonts | None = None, title: bool = True
) -> list[Axes]:
    """The reproduction number R by day; there is none where fewer than 20 messages were sent in 28 days."""
    page = sheet(results, "reproduction", 1, lang, width, fonts, title)
    panel(page, page.axes[0], "reproduction_number", heading="reproduction", why="few_messages")
    return page.axes


def panel(
    page: Sheet, axes: Axes, measure: str, heading: str | None = None, why: str = "no_value", window: int = 1
) -> None:
    """One measure by day in every scenario that has it; an empty panel says why."""
    limits = (0.0, 1.0) if measure in SHARES else (0.0, np.inf)
    curves = {name: curve(page.sample, measure, name, limits, window) for name in page.sample.names}
    words = text(PANELS, heading or measure, page.lang, days=page.sample.days)
    if not any(page.sample.opens_groups(name) for name in page.sample.names):
        why = "only_no_group"
    if all(one.empty or not page.sample.opens_groups(name) for name, one in curves.items()):
        page.heading(axes, words)
        page.empty(axes, page.say(why))
        return
    # without groups there is nothing to open, trust aside: a line of zeros would be a lie
    curves = {name: one for name, one in curves.items() if page.sample.opens_groups(name) and not one.empty}
    page.heading(axes, words, missing(page, list(curves)))
    for name, one in curves.items():
        page.draw(axes, name, one)
    page.days(axes, page.sample.days)
    top = page.top(axes, curves)
    if measure in PERCENT:
        percent(axes, 0.0, min(1.0, top))
    else:
        axes.set_ylim(0.0, min(1.0, top) if measure in SHARES else top)
    page.label(axes, curves)


def missing(page: Sheet, shown: list[str]) -> str:
    """The remark under a heading about scenarios that are not drawn, and why; empty if all are."""
    without = [name for name in page.sample.names if not page.sample.opens_groups(name)]
    others = [name for name in page.sample.names if name not in shown and name not in without]
    between = "、" if page.lang == "zh" else ", "
    remarks = []
    for key, names in (("no_groups", without), ("nothing", others)):
        if names:
            said = between.join(page.names.say(name).strip() for name in names)
            remarks.append(page.say(key, names=said))
    return ("；" if page.lang == "zh" else "; ").join(remarks)
