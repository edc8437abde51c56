"""What it takes: cost by kind, and the operators' hours."""

from __future__ import annotations

from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.patches import Patch

from ..bands import banded, curve
from ..captions import COSTS, PANELS, text
from ..fonts import Fonts
from ..numbers import Lang
from .canvas import HATCHES, INK, SMALL, WIDE, Sheet, inches, ink, money_unit, scaled, sheet, text_width
from .curves import missing

#: Kinds are told apart by lightness and hatching: their colours are not those of the scenarios.
FILLS = ("#4d4d4d", "#d8d8d8", "#9a9a9a", "#efefef", "#bdbdbd")


def effort(
    results: Any, lang: Lang = "en", width: float = WIDE, fonts: Fonts | None = None, title: bool = True
) -> list[Axes]:
    """Cost by kind over the whole run, a bar a scenario, and operator hours a day with both bands."""
    page = sheet(results, "effort", 2, lang, width, fonts, title, heights=(1.9, 1.75))
    _costs(page, page.axes[0], width)
    _hours(page, page.axes[1])
    return page.axes


def _costs(page: Sheet, axes: Axes, width: float) -> None:
    sample = page.sample
    totals = {name: _totals(page, name) for name in sample.names}
    kinds = [kind for kind in COSTS if any(total[kind][0] > 0 for total in totals.values())]
    words = text(PANELS, "cost", page.lang, days=sample.days)
    if not kinds:
        page.heading(axes, words)
        page.empty(axes, page.say("no_cost"))
        return
    page.heading(axes, words, " ")
    count = len(sample.names)
    most = 0.0
    across, height = inches(axes)
    # the key takes the place of a remark; where it needs a second line, that comes out of the panel
    lines = 2 if _key_width(page, kinds) > width / (2 if width > 6 else 1) - 0.2 else 1
    key_room = 0.16 * (lines - 1)
    for row, name in enumerate(sample.names):
        y, start = count - 1 - row, 0.0
        for number, kind in enumerate(kinds):
            amount = totals[name][kind][0]
            how: dict[str, Any] = {
                "facecolor": FILLS[number],
                "hatch": HATCHES[number],
                "edgecolor": "#333333",
            }
            axes.barh(y, amount, left=start, height=0.6, linewidth=0.5, **how)
            start += amount
        spent = totals[name]["cost"]
        most = max(most, start, spent[2] if np.isfinite(spent[2]) else 0.0)
        if np.isfinite(spent[1:]).all():
            axes.plot(spent[1:], [y, y], color=INK, linewidth=1.2)
    axes.set_xlim(0.0, 1.03 * most)
    axes.set_ylim(-0.5, count - 0.5 + count * key_room / (height - key_room))
    axes.set_yticks([])
    axes.spines["left"].set_visible(False)
    axes.axvline(0.0, ymax=1 - key_room / height, color=INK, linewidth=0.9)
    axes.grid(axis="y", visible=False)
    axes.grid(axis="x", color="#d9d9d9", linewidth=0.6)
    axes.xaxis.set_major_formatter(scaled(money_unit(page.lang)))
    for row, name in enumerate(sample.names):
        place = (count - 1 - row + 0.5) / count * (height - key_room)
        colour = ink(page.look(name)["color"])
        label = page.names.beside(name)
        page.write(axes, across + 0.12, place, label, va="center", color=colour, fontsize=SMALL)
    handles = [
        Patch(
            facecolor=FILLS[n],
            hatch=HATCHES[n],
            edgecolor="#333333",
            linewidth=0.5,
            label=COSTS[kind][page.lang],
        )
        for n, kind in enumerate(kinds)
    ]
    axes.legend(
        handles=handles,
        loc="upper left",
        bbox_to_anchor=(-0.45 / across, 1 + 0.21 / height),
        ncols=len(kinds) if lines == 1 else (len(kinds) + 1) // 2,
        frameon=False,
        prop={"family": list(page.fonts.families), "size": SMALL},
        handlelength=1.3,
        handletextpad=0.4,
        columnspacing=0.9,
        labelspacing=0.25,
        borderaxespad=0.0,
        borderpad=0.0,
    )


def _key_width(page: Sheet, kinds: list[str]) -> float:
    return sum(text_width(COSTS[kind][page.lang], SMALL) + 0.3 for kind in kinds)


def _totals(page: Sheet, scenario: str) -> dict[str, np.ndarray]:
    """Mean and 95 % interval from luck of each kind of cost over the run: [3] each."""
    found = {}
    for kind in (*COSTS, "cost"):
        daily = page.sample.curves(kind, scenario)
        if daily.empty:
            found[kind] = np.array([0.0, np.nan, np.nan])
            continue
        one = banded(daily.sum(axis=1).to_frame(0), daily.iloc[:0, :0])
        found[kind] = np.array([one.mean[0], *one.luck[:, 0]])
    return found


def _hours(page: Sheet, axes: Axes) -> None:
    words = text(PANELS, "hours", page.lang)
    curves = {
        name: curve(page.sample, "operator_hours", name, (0.0, np.inf), window=7)
        for name in page.sample.names
    }
    curves = {name: one for name, one in curves.items() if page.sample.opens_groups(name) and not one.empty}
    if not any(np.nanmax(one.mean) > 0 for one in curves.values()):
        page.heading(axes, words)
        page.empty(axes, page.say("no_hours"))
        return
    page.heading(axes, words, missing(page, list(curves)))
    for name, one in curves.items():
        page.draw(axes, name, one)
    page.days(axes, page.sample.days)
    axes.set_ylim(0.0, page.top(axes, curves))
    page.label(axes, curves)
