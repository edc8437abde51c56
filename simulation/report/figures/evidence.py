"""Figures of evidence: real decay beside simulated, and where the fits lie in the ranges of doubt."""

from __future__ import annotations

import warnings
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from matplotlib.axes import Axes
from matplotlib.figure import Figure
from numpy.typing import NDArray

from ..fonts import Fonts, fonts_for
from ..numbers import Lang
from .canvas import COLOURS, FAINT, GREY, INK, SIZE, SMALL

Floats = NDArray[np.float64]

_SAY: dict[str, dict[Lang, str]] = {
    "decay": {
        "en": "Do simulated groups decay as real ones did?",
        "zh": "模拟的群是否像真实的群那样衰退？",
    },
    "decay_note": {
        "en": "43 volunteer channels (not brand groups) and the reference communities; shaded: 95 % of the ensemble",
        "zh": "43 个志愿者频道（非品牌群）与参照社群；阴影：95 % 的参数集合成员",
    },
    "dead": {"en": "Dead that week (status), % of groups", "zh": "当周已死的群（状态），%"},
    "ever_dead": {"en": "Dead at least once so far, % of groups", "zh": "至今死过的群，%"},
    "silent": {"en": "Silent for four weeks, % of groups", "zh": "沉默满四周的群，%"},
    "left": {"en": "Talk left, % of the first four weeks", "zh": "余下谈话，占最初四周的 %"},
    "week": {"en": "week of the group's clock", "zh": "群时钟周次"},
    "real": {"en": "real channels (bar: 95 %)", "zh": "真实频道（竖线：95 %）"},
    "median": {"en": "ensemble, median", "zh": "参数集合，中位数"},
    "default": {"en": "default parameters, mean", "zh": "默认参数，均值"},
    "fits": {
        "en": "Where do the fits lie in the range of doubt?",
        "zh": "拟合值落在不确定范围的何处？",
    },
    "fits_note": {
        "en": "0: low end of the range, 1: high end. Bar: the middle 90 % of the fits; the prior's reaches from "
        "0.05 to 0.95. No bar: the data cannot tell this parameter under this theory.",
        "zh": "0：范围下端，1：上端。横条：拟合的中间 90 %（先验为 0.05 至 0.95）。无横条：数据无法判定。",
    },
    "topic_depletion": {"en": "topics run out", "zh": "话题耗尽"},
    "lost_reciprocity": {"en": "messages go unanswered", "zh": "无人回应"},
    "turnover": {"en": "the talkative move on", "zh": "活跃者离开"},
}  # fmt: skip


def decay(validation: Any, lang: Lang = "en", fonts: Fonts | None = None) -> Figure:
    """Shares of groups gone and talk left by week: real channels, and the model's ensemble and defaults.

    validation: of `evidence.validation`.
    """
    weeks = validation.weeks
    fonts = fonts or fonts_for(lang)
    figure = Figure(figsize=(8.8, 6.0), facecolor="white")
    _title(figure, "decay", "decay_note", fonts)
    boxes = [(0.06 + 0.49 * (n % 2), 0.55 - 0.455 * (n // 2), 0.405, 0.315) for n in range(4)]
    panels = {"dead": ("dead",), "ever_dead": ("ever_dead",), "silent": ("silent",), "left": ("p50", "p75")}
    for number, (panel, names) in enumerate(panels.items()):
        axes = _axes(figure, boxes[number], fonts)
        axes.set_title(
            _SAY[panel][fonts.lang],
            loc="left",
            fontsize=SIZE,
            color=INK,
            weight="bold",
            family=list(fonts.families),
        )
        for name in names:
            k = validation.curve_names.index(name)
            if len(validation.drawn):
                low, middle, high = _quantiles(validation.drawn[:, k])
                axes.fill_between(weeks, 100 * low, 100 * high, color=COLOURS[1], alpha=0.14, linewidth=0)
                axes.plot(
                    weeks, 100 * middle, color=COLOURS[1], linewidth=1.5, label=_SAY["median"][fonts.lang]
                )
            axes.plot(
                weeks, 100 * _mean(validation.default[:, k]), color=COLOURS[2], linewidth=1.1, linestyle=(0, (4, 1.6)),
                label=_SAY["default"][fonts.lang],
            )  # fmt: skip
            axes.plot(
                weeks,
                100 * validation.real[k],
                color=COLOURS[0],
                linewidth=1.8,
                label=_SAY["real"][fonts.lang],
            )
            for week, low, high in _bars(validation.targets, name):
                axes.plot([week, week], [100 * low, 100 * high], color=COLOURS[0], linewidth=1.0)
            if len(names) > 1:
                axes.annotate(
                    name.upper(), (weeks[-1], 100 * validation.real[k][-1]), xytext=(4, 0),
                    textcoords="offset points", va="center", fontsize=SMALL, color=COLOURS[0], annotation_clip=False,
                )  # fmt: skip
        axes.set_xlim(weeks[0], weeks[-1] + 0.3)
        axes.set_xticks([week for week in weeks if week % 5 == 0])
        axes.set_ylim(0, 200 if panel == "left" else 100)
        axes.set_xlabel(
            _SAY["week"][fonts.lang], fontsize=SMALL, color=GREY, family=list(fonts.families), labelpad=2
        )
        if number == 1:
            handles, words = axes.get_legend_handles_labels()
            axes.legend(
                handles,
                words,
                loc="lower right",
                frameon=False,
                prop={"family": list(fonts.families), "size": SMALL},
            )
    return figure


def fits(reports: Mapping[str, Mapping[str, Any]], lang: Lang = "en", fonts: Fonts | None = None) -> Figure:
    """One row a parameter, one column a theory: the middle of the fits in the range of doubt.

    reports: by theory, as written beside the table of fits.
    """
    fonts = fonts or fonts_for(lang)
    paths = list(dict.fromkeys(path for report in reports.values() for path in report["parameters"]))
    # the best told ones first
    paths.sort(
        key=lambda p: min(r["parameters"].get(p, {"width_left": 2.0})["width_left"] for r in reports.values())
    )
    height = 1.35 + 0.17 * len(paths)
    figure = Figure(figsize=(8.8, height), facecolor="white")
    _title(figure, "fits", "fits_note", fonts)
    for number, (theory, report) in enumerate(reports.items()):
        box = (0.325 + 0.228 * number, 0.35 / height, 0.2, (height - 1.35) / height)
        axes = _axes(figure, box, fonts)
        axes.set_title(
            _SAY[theory][fonts.lang], fontsize=SIZE, color=INK, weight="bold", family=list(fonts.families)
        )
        for row, path in enumerate(paths):
            known = report["parameters"].get(path)
            axes.axhline(row, color=FAINT, linewidth=0.5)
            if known is None:
                continue
            low, high = known["range"]
            left, middle, right = ((x - low) / (high - low) for x in known["fits"])
            axes.plot(
                [left, right],
                [row, row],
                color=COLOURS[number],
                linewidth=4,
                alpha=0.45,
                solid_capstyle="butt",
            )
            axes.plot(middle, row, "|", color=COLOURS[number], markersize=7, markeredgewidth=1.8)
        axes.set_xlim(0, 1)
        axes.set_ylim(len(paths) - 0.5, -0.5)
        axes.set_xticks([0, 0.5, 1], ["0", "0.5", "1"])
        axes.grid(axis="y", visible=False)
        axes.set_yticks(range(len(paths)))
        axes.set_yticklabels(
            [path.removeprefix("behaviour.") for path in paths] if number == 0 else [""] * len(paths),
            fontsize=SMALL, family=list(fonts.families),
        )  # fmt: skip
    return figure


def _title(figure: Figure, title: str, note: str, fonts: Fonts) -> None:
    import textwrap

    height = float(figure.get_size_inches()[1])
    families = list(fonts.families)
    words = _SAY[note][fonts.lang]
    lines = textwrap.fill(words, 62 if fonts.lang == "zh" else 128)
    figure.text(
        0.012,
        1 - 0.09 / height,
        _SAY[title][fonts.lang],
        va="top",
        weight="bold",
        fontsize=12,
        color=INK,
        family=families,
    )
    figure.text(0.012, 1 - 0.36 / height, lines, va="top", fontsize=SMALL, color=GREY, family=families)


def _axes(figure: Figure, box: tuple[float, float, float, float], fonts: Fonts) -> Axes:
    axes = figure.add_axes(box)
    axes.spines[["top", "right"]].set_visible(False)
    axes.spines[["left", "bottom"]].set_color(GREY)
    axes.grid(axis="y", color=FAINT, linewidth=0.6)
    axes.set_axisbelow(True)
    axes.tick_params(
        labelsize=SMALL, colors=GREY, labelcolor=INK, length=2.5, labelfontfamily=list(fonts.families)
    )
    return axes


def _bars(targets: Sequence[Any], name: str) -> list[tuple[int, float, float]]:
    """(week, low, high) of the targets that belong to a curve."""
    found = []
    for target in targets:
        shares, ratios = f"{name}_share_week_", ("ratio_week_", f"_{name}")
        if target.measure.startswith(shares):
            found.append((int(target.measure.removeprefix(shares)), *target.interval))
        elif target.measure.startswith(ratios[0]) and target.measure.endswith(ratios[1]):
            found.append((int(target.measure.split("_")[2]), *target.interval))
    return found


def _quantiles(curves: Floats) -> Floats:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)
        found: Floats = np.nanquantile(curves, (0.025, 0.5, 0.975), axis=0)
    return found


def _mean(curves: Floats) -> Floats:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)
        found: Floats = np.nanmean(curves, axis=0)
    return found
