"""Where a claim holds: the effect along each range, agreement by theory and along the unknowns that matter most."""

from __future__ import annotations

import math
from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.ticker import FuncFormatter, MaxNLocator

from ...evidence.claims.outcome import Outcome
from ...scenario.labels import value_text
from ..fonts import Fonts, fonts_for
from ..ledger.amounts import money_words, scale_of, unit_words
from ..ledger.titles import path_words, unknown_words
from ..numbers import Lang
from .canvas import COLOURS, GREY, INK, SMALL, WIDE, clipped, scaled
from .claim_paper import BAND, HEAD, Paper, bar, per_axis, places_of, rows_in, x_axis

#: How a point of a range is drawn by its verdict: filled where the claim holds, a cross where the opposite does.
MARKS = {"supported": "o", "not_supported": "o", "opposite": "X", "inconclusive": "o"}


def has_where(outcome: Outcome) -> bool:
    """Whether there is anything to draw of where the claim holds."""
    return bool(any(sweep.points for sweep in outcome.sweeps) or outcome.theories or outcome.unknowns)


def where_figure(outcome: Outcome, lang: Lang, fonts: Fonts | None = None) -> Figure:
    """The effect along each range looked through; then agreement along the unknowns that matter most."""
    fonts = fonts or fonts_for(lang)
    sweeps = [sweep for sweep in outcome.sweeps if sweep.points]
    unknowns = [one for one in outcome.unknowns if one.at]
    theories = 1 if outcome.theories else 0
    panels = len(sweeps) + theories + len(unknowns)
    down = max(1, -(-panels // 2))
    each = HEAD + 1.45 + 0.5
    paper = Paper(Figure(figsize=(WIDE, down * each + 0.1), facecolor="white"), fonts, 0.0)
    half = WIDE / 2
    for number in range(panels):
        row, column = divmod(number, 2)
        paper.top = (down - row) * each + 0.06
        left = column * half
        if number < len(sweeps):
            _sweep_panel(paper, outcome, number, left, half)
        elif number < len(sweeps) + theories:
            _theory_panel(paper, outcome, left, half)
        else:
            _unknown_panel(paper, outcome, unknowns[number - len(sweeps) - theories], left, half)
    return paper.figure


def _theory_panel(paper: Paper, outcome: Outcome, left: float, half: float) -> None:
    """The share of members that agree under each form of each rival submodel."""
    paper.heading(
        left + 0.12,
        _agree_words(paper, outcome) + paper.say(", by theory", "，按理论"),
        half - 0.2,
    )
    rows = [(form, one) for forms in outcome.theories.values() for form, one in forms.items() if one.members]
    axes = paper.axes(left + 1.6, half - 1.85, 1.45)
    low = paper.top - 1.45
    for (form, one), y in zip(rows, rows_in(axes, len(rows), 1.45), strict=True):
        paper.write(
            left + 0.12,
            low + y,
            clipped(paper.say(form.replace("_", " "), value_text("", form, "zh")), 1.4, SMALL),
            va="center",
        )
        bar(axes, y, (one.low, one.high), None, one.share, COLOURS[2], "D")
    axes.axvline(0.5, color=INK, linewidth=0.9)
    axes.set_xlim(-0.02, 1.02)
    x_axis(axes, "share", paper.lang)


def _sweep_panel(paper: Paper, outcome: Outcome, number: int, left: float, half: float) -> None:
    sweep = [one for one in outcome.sweeps if one.points][number]
    unit = outcome.claim.effect_unit
    words = unit_words(unit, paper.lang, gap=True)
    words = money_words(paper.lang, words) if scale_of(unit) == "money" else words
    effect = paper.say("Effect", "效应") + (f" ({words})" if words else "")
    paper.heading(left + 0.12, effect, half - 0.2)
    axes = paper.axes(left + 0.62, half - 0.85, 1.45)
    places = places_of(axes, sweep.values)
    least = outcome.part.least
    axes.axhspan(-least, least, color=BAND, linewidth=0, zorder=0)
    axes.axhline(0.0, color=INK, linewidth=0.9)
    axes.plot(places, [point.mean for point in sweep.points], color=COLOURS[0], linewidth=1.0)
    for at, point, verdict in zip(places, sweep.points, sweep.verdicts, strict=True):
        if not math.isnan(point.low):
            axes.plot(
                [at, at], [point.low, point.high], color=COLOURS[0], linewidth=3.2, solid_capstyle="butt"
            )
        colour = COLOURS[1] if verdict == "opposite" else COLOURS[0]
        fill = colour if verdict in ("supported", "opposite") else "white"
        axes.plot(at, point.mean, MARKS[verdict], color=fill, markeredgecolor=colour, markersize=6.5)
    for turn in sweep.turns:
        axes.axvline(turn, color=COLOURS[1], linewidth=1.0, linestyle=(0, (4, 2)))
    axes.yaxis.set_major_formatter(scaled(per_axis(unit, paper.lang)))
    low, high = axes.get_ylim()
    axes.set_ylim(min(low, -1.3 * least), max(high, 1.3 * least))
    _x_words(paper, axes, path_words(sweep.path, paper.lang))


def _agree_words(paper: Paper, outcome: Outcome) -> str:
    """What shares of parameter sets are of, as on the page."""
    if outcome.turned:
        return paper.say("Sets with the sign found (%)", "与所得方向一致的参数组（%）")
    return paper.say("Sets with the sign claimed (%)", "与所称方向一致的参数组（%）")


def _unknown_panel(paper: Paper, outcome: Outcome, unknown: Any, left: float, half: float) -> None:
    paper.heading(left + 0.12, _agree_words(paper, outcome), half - 0.2)
    axes = paper.axes(left + 0.62, half - 0.85, 1.45)
    axes.fill_between(unknown.at, unknown.low, unknown.high, color=COLOURS[2], alpha=0.22, linewidth=0)
    axes.plot(unknown.at, unknown.agree, color=COLOURS[2], linewidth=1.6)
    axes.axhline(0.5, color=INK, linewidth=0.9)
    axes.set_ylim(0.0, 1.0)
    axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{100 * value:.0f}"))
    axes.xaxis.set_major_locator(MaxNLocator(5))
    mark = paper.say(", beyond chance", "，超出偶然") if unknown.stands_out else ""
    _x_words(paper, axes, f"{unknown_words(unknown.name, paper.lang)}  ρ = {unknown.rho:+.2f}{mark}")


def _x_words(paper: Paper, axes: Axes, words: str) -> None:
    axes.set_xlabel(words, fontsize=SMALL, color=GREY, family=list(paper.fonts.families), labelpad=2)
