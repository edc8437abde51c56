"""What the page "compare" shows of an outcome: the curves with who leads when, the answer in words, the table."""

from __future__ import annotations

import html
from collections.abc import Sequence
from typing import Any

import pandas as pd

from ..report.numbers import Lang, amounts, value_text, with_unit
from ..report.wording import measure_title, wording
from ..report.words import tidy
from .charts import COLOURS, GREY, Chart, Format, Line, chart
from .comparing import LETTERS, By, short
from .contest import LIMITS, NOBODY, Gap, Outcome
from .texts import say

FORMS: dict[By, Format] = {
    "survival": "share",
    "activity": "plain",
    "trust": "plain",
    "money": "money",
    "referral": "plain",
}
#: How numbers of a day are written, and their unit: the wording of an end measure that is counted alike.
ALIKE: dict[By, str] = {
    "survival": "open_rate",
    "activity": "member_messages",
    "trust": "trust",
    "money": "incremental_profit",
    "referral": "referred_joins",
}
HEIGHT = 300
_BAND, _BAND_GAP = 16, 6  # pixels of the strip of who leads, above the curves
_ROOM = 0.06  # share of the days from which a span has room for its letter
_SURE = 0.95  # share of resamples that cross alike, below which it is worth a word
_SHORT = 3  # days: shorter spans are not told in words


def contest_chart(found: Outcome, lang: Lang) -> Chart:
    """The curves of all strategies with bands, and above them a strip of who leads beyond luck, day by day."""
    share = found.by in ("survival", "trust")
    lines = [
        Line(f"{LETTERS[k]} {short(arm.beside, lang)}", curve.thinned(120), k)
        for k, (arm, curve) in enumerate(zip(found.arms, found.curves, strict=True))
    ]
    made = chart(
        say(f"compare.{found.by}", lang),
        say(f"compare.{found.by}_unit", lang),
        lines,
        found.days,
        lang,
        height=HEIGHT,
        low=0.0 if share else None,
        high=1.0 if share else None,
        form=FORMS[found.by],
    )
    strip = pd.DataFrame(
        [
            {
                "from": span.first - 1,
                "to": span.last,
                "middle": (span.first - 1 + span.last) / 2,
                "leads": "" if span.leader == NOBODY else LETTERS[span.leader],
                "named": _named(span.first, span.last, span.leader, found.days),
            }
            for span in found.spans
        ],
        columns=["from", "to", "middle", "leads", "named"],
    )
    table = pd.concat([made.data, strip], ignore_index=True)
    layers = [_only(layer, "datum.value != null && isValid(datum.value)") for layer in made.spec["layer"]]
    x = next(layer["encoding"]["x"] for layer in layers if "x" in layer["encoding"])
    spec = {
        **made.spec,
        "layer": [*layers, *_strip(x, len(found.arms))],
        "resolve": {"scale": {"color": "independent"}},  # the strip has one of its own
    }
    told = when_line(found, lang)
    return Chart(made.title, made.unit, table, spec, f"{made.alt}. {told}" if told else made.alt)


def _named(first: int, last: int, leader: int, days: int) -> str:
    if (last - first + 1) / days < _ROOM:
        return ""
    return "?" if leader == NOBODY else LETTERS[leader]


def _only(layer: dict[str, Any], rows: str) -> dict[str, Any]:
    """A layer of those rows alone."""
    if "x" not in layer["encoding"]:  # a rule at a fixed value
        return layer
    before = layer.get("transform", [])
    return {**layer, "transform": [{"filter": rows}, *before]}


def _strip(x: dict[str, Any], strategies: int) -> list[dict[str, Any]]:
    """Who leads, above the curves on the same days; a letter tells it without colour."""
    top, foot = -_BAND - _BAND_GAP, -_BAND_GAP
    letters = list(LETTERS[:strategies])
    scale = {"domain": ["", *letters], "range": ["#e3e3e3", *COLOURS[:strategies]]}
    there = [{"filter": "datum.leads != null && isValid(datum.from)"}]
    day = {**x, "field": "from"}
    text = {"type": "text", "fontSize": 11, "fontWeight": 700, "baseline": "middle", "clip": False}
    return [
        {
            "transform": there,
            "mark": {"type": "rect", "clip": False, "stroke": "white", "strokeWidth": 0.5},
            "encoding": {
                "x": day,
                "x2": {"field": "to"},
                "y": {"value": top},
                "y2": {"value": foot},
                "color": {"field": "leads", "type": "nominal", "legend": None, "scale": scale},
            },
        },
        {
            "transform": there,
            "mark": text,
            "encoding": {
                "x": {**x, "field": "middle"},
                "y": {"value": (top + foot) / 2},
                "text": {"field": "named", "type": "nominal"},
                "color": {"condition": {"test": "datum.leads == ''", "value": GREY}, "value": "white"},
            },
        },
    ]


# ---------------------------------------------------------------------------------------- in words


def name(found: Outcome, place: int, lang: Lang) -> str:
    """A strategy in a sentence: its letter and title."""
    return say("compare.named", lang, letter=LETTERS[place], title=found.arms[place].beside)


def answer(found: Outcome, lang: Lang) -> str:
    """One sentence: who is ahead at the end, by how much, and whether that is beyond luck. Plain text."""
    noun = say(f"compare.{found.by}_noun", lang)
    if len(found.ranked) < 2:
        return say("compare.answer_none", lang, noun=noun)
    if not found.enough:
        return say("compare.answer_soon", lang)
    best = found.ranked[0]
    gaps = [found.gap(best, other) for other in found.ranked[1:]]
    open_ = [gap for gap in gaps if not gap.clear]
    gap = open_[0] if open_ else gaps[0]
    values = {
        "a": name(found, best, lang),
        "b": name(found, gap.second, lang),
        "noun": noun,
        "day": found.days,
        "gap": _size(gap, found.by, lang),
        "range": _range(gap, found.by, lang),
    }
    if not gap.mean and gap.luck in (None, (0.0, 0.0)):
        key = "compare.answer_same"
    else:
        key = "compare.answer_open" if open_ else "compare.answer_clear"
    text = say(key, lang, **values)
    return tidy(text) if lang == "zh" else text


def _size(gap: Gap, by: By, lang: Lang) -> str:
    word = wording(ALIKE[by])
    every = [abs(gap.mean), *(abs(end) for end in gap.luck or ())]
    return with_unit(amounts(every, word.scale, lang)[0], every, word.scale, _unit(by, lang), lang)


def _range(gap: Gap, by: By, lang: Lang) -> str:
    if gap.luck is None:
        return "–"
    every = [gap.mean, *gap.luck]
    texts = amounts(every, wording(ALIKE[by]).scale, lang)[1:]
    return say("compare.range", lang, low=texts[0], high=texts[1])


def _unit(by: By, lang: Lang) -> str:
    return wording(ALIKE[by]).unit[lang] if by != "survival" else say("compare.survival_points", lang)


def when_line(found: Outcome, lang: Lang) -> str:
    """Who leads when, in words; empty where it is too early to tell. Spans of few days are passed over."""
    spans = [span for span in found.spans if span.last - span.first + 1 >= _SHORT]
    if not spans:
        return ""
    texts = []
    for span in spans:
        who = say("compare.nobody", lang) if span.leader == NOBODY else LETTERS[span.leader]
        texts.append(say("compare.span", lang, first=span.first, last=span.last, who=who))
    return say("compare.when", lang, spans={"en": "; ", "zh": "；"}[lang].join(texts))


def crossing_lines(found: Outcome, lang: Lang) -> list[str]:
    """Where curves cross for good, a line each; one line that they do not where none do."""
    if not found.enough:
        return []
    lines = []
    for one in found.crossings:
        luck = (
            say("compare.range", lang, low=f"{one.luck[0]:.0f}", high=f"{one.luck[1]:.0f}")
            if one.luck
            else "–"
        )
        values = {
            "a": name(found, one.leader, lang),
            "b": name(found, one.other, lang),
            "day": one.day,
            "range": luck,
        }
        text = say("compare.crosses", lang, **values)
        if one.share < _SURE:
            text += say("compare.crosses_in", lang, share=f"{100 * one.share:.0f}")
        lines.append(tidy(text) if lang == "zh" else text)
    return lines or [say("compare.no_crossing", lang)]


# ---------------------------------------------------------------------------------------- the table


def end_table(found: Outcome, lang: Lang) -> str:
    """End measures of all strategies, each with its paired difference to the first, as HTML."""
    if not found.count:
        return ""
    heads = "".join(
        f'<th><span class="gl-letter" style="background:{COLOURS[k]}">{LETTERS[k]}</span> '
        f"{html.escape(arm.title)}</th>"
        for k, arm in enumerate(found.arms)
    )
    rows = "".join(_row(found, measure, lang) for measure in found.ends)
    return (
        f'<div class="gl-wide"><table class="gl-table"><thead><tr><th></th>{heads}</tr></thead>'
        f"<tbody>{rows}</tbody></table></div>"
    )


def _row(found: Outcome, measure: str, lang: Lang) -> str:
    word = wording(measure)
    title = measure_title(measure, lang)
    if word.pattern == "groups":
        title += say("compare.of_hundred", lang)
    unit = "" if word.pattern == "groups" else word.level_unit[lang]
    cells = []
    for place in range(len(found.arms)):
        text = html.escape(value_text(found.level(place, measure), word.scale, unit, lang))
        cells.append(f"<td>{text}{_against_first(found, place, measure, lang) if place else ''}</td>")
    return f"<tr><th>{html.escape(title)}</th>{''.join(cells)}</tr>"


def _against_first(found: Outcome, place: int, measure: str, lang: Lang) -> str:
    """The paired difference to the first strategy: bold beyond luck, grey with ? where luck may be it."""
    one = found.difference(0, place, measure)
    if one.mean is None:
        return ""
    values = [one.mean, *(one.luck or ())]
    texts: Sequence[str] = amounts(values, wording(measure).scale, lang, signed=True)
    if one.verdict == "same":
        return f'<div class="gl-vs">{html.escape(say("compare.same", lang))}</div>'
    words = texts[0]
    if len(texts) == 3:
        words += say("compare.ends", lang, low=texts[1], high=texts[2])
    clear = one.verdict in ("clear", "luck_only") and found.enough
    mark = "" if clear else " ?"
    return f'<div class="gl-vs{" gl-clear" if clear else ""}">{html.escape(words)}{mark}</div>'


assert set(LIMITS) == set(FORMS) == set(ALIKE)
