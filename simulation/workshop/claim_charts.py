"""Pictures of a claim's effect: every comparison and knockout with its interval, and the interval closing."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import pandas as pd

from ..evidence.claims.outcome import Found, Outcome
from ..report.ledger.amounts import (
    ROUNDS_TO_NONE,
    effect_text,
    found_text,
    gone_text,
    scale_of,
    share_text,
    unit_words,
)
from ..report.ledger.titles import knockout_words, measure_words, part_words
from ..report.numbers import Lang
from .charts import COLOURS, GREY, INK, Chart, Format, axis_numbers, config
from .texts import say

_BAND = "#e9e9e9"
_ROW, _AXIS, _BAR = 58, 40, 18  # pixels


def effect_chart(found: Outcome, lang: Lang) -> Chart:
    """Each comparison, then the deciding one with each knockout, against zero and what is too small to count."""
    rows = []
    for n, part in enumerate(found.parts):
        rows.append(_row(part_words(found, n, lang), part.effect, found_text(found, lang, n), "part", found))
    for key, one in found.knockouts.items():
        title = say("debate.if", lang, what=knockout_words(key, one.title, lang))
        told = effect_text(one.effect, found.claim.effect_unit, lang)
        gone = gone_text(one, lang)
        if one.share is not None:
            grows = one.share.mean < -ROUNDS_TO_NONE
            share = share_text(abs(one.share.mean)) if grows else gone
            told += f" · {say('debate.grows' if grows else 'debate.gone', lang, share=share)}"
        elif gone != "–":
            told += f" · {gone}"
        rows.append(_row(title, one.effect, told, "knockout", found))
    table = pd.DataFrame(rows).assign(row=range(len(rows)))
    height = _ROW * len(rows) + _AXIS
    x = _value_axis(found, lang, "x")
    y = {"field": "row", "type": "ordinal", "axis": None, "scale": {"paddingInner": 0, "paddingOuter": 0}}
    colour = {
        "field": "kind",
        "type": "nominal",
        "legend": None,
        "scale": {"domain": ["part", "knockout"], "range": list(COLOURS[:2])},
    }
    text: dict[str, Any] = {
        "type": "text",
        "align": "left",
        "baseline": "middle",
        "fontSize": 12,
        "limit": {"expr": "width"},
    }
    layers = [
        *_row_ground(found, y),
        {
            "mark": {"type": "rule", "strokeWidth": 5, "strokeCap": "butt"},
            "encoding": {"x": {**x, "field": "low"}, "x2": {"field": "high"}, "y": y, "color": colour},
        },
        {
            "mark": {"type": "point", "filled": True, "size": 90, "opacity": 1},
            "encoding": {
                "x": {**x, "field": "mean"},
                "y": y,
                "color": colour,
                "shape": {
                    "field": "kind",
                    "type": "nominal",
                    "legend": None,
                    "scale": {"domain": ["part", "knockout"], "range": ["circle", "square"]},
                },
                "tooltip": [{"field": "title", "type": "nominal"}, {"field": "words", "type": "nominal"}],
            },
        },
        {
            "mark": {**text, "dy": -19, "fontWeight": 600, "color": INK},
            "encoding": {"x": {"value": 0}, "y": y, "text": {"field": "title", "type": "nominal"}},
        },
        {
            "mark": {**text, "dy": 17, "fontSize": 11, "color": GREY},
            "encoding": {"x": {"value": 0}, "y": y, "text": {"field": "words", "type": "nominal"}},
        },
    ]
    side = say("debate.claimed_right" if found.part.sense > 0 else "debate.claimed_left", lang)
    unit = say("debate.effect_unit", lang, unit=_unit(found, lang), side=side)
    spec = {"layer": layers, "height": height, "width": "container", "config": config()}
    alt = "; ".join(f"{one['title']}: {one['words']}" for one in rows)
    return Chart(measure_words(found, lang), unit, table, spec, alt)


def filling_chart(history: Sequence[tuple[int, Outcome]], rounds: int, lang: Lang) -> Chart:
    """The deciding effect with its interval as it was with fewer seeds. history: (seeds, what they said)."""
    last = history[-1][1]
    rows = []
    for count, found in history:
        effect = found.parts[last.decides].effect
        if math.isfinite(effect.mean):
            rows.append({"seeds": count, **_ends(effect, found)})
    table = pd.DataFrame(rows, columns=["seeds", "mean", "low", "high"])
    x = {
        "field": "seeds",
        "type": "quantitative",
        "scale": {"domain": [0, rounds], "nice": False},
        "axis": {"title": say("debate.seeds", lang), "tickCount": 6, "grid": False},
    }
    y = _value_axis(last, lang, "y")
    layers = [
        *_ground(last),
        {
            "mark": {"type": "area", "opacity": 0.22, "color": COLOURS[0]},
            "encoding": {"x": x, "y": {**y, "field": "low"}, "y2": {"field": "high"}},
        },
        {
            "mark": {"type": "line", "point": True, "strokeWidth": 2.2, "color": COLOURS[0]},
            "encoding": {"x": x, "y": {**y, "field": "mean"}},
        },
    ]
    spec = {"layer": layers, "height": 190, "width": "container", "config": config()}
    return Chart(say("debate.filling", lang), say("debate.filling_unit", lang), table, spec, last.claim.id)


def _row(title: str, effect: Found, words: str, kind: str, found: Outcome) -> dict[str, Any]:
    return {"title": title, "words": words, "kind": kind, **_ends(effect, found)}


def _ends(effect: Found, found: Outcome) -> dict[str, float]:
    by = _factor(found)
    low, high = (effect.mean if math.isnan(end) else end for end in (effect.low, effect.high))
    return {"mean": by * effect.mean, "low": by * low, "high": by * high}


def _factor(found: Outcome) -> float:
    """Shares are shown as points."""
    return 100.0 if scale_of(found.claim.effect_unit) == "percent" else 1.0


def _unit(found: Outcome, lang: Lang) -> str:
    unit = found.claim.effect_unit
    words = unit_words(unit, lang, gap=True)
    if scale_of(unit) == "money":
        words = f"CNY{words}" if lang == "en" else f"元{words}"
    return words or say("debate.no_unit", lang)


def _value_axis(found: Outcome, lang: Lang, way: str) -> dict[str, Any]:
    form: Format = "money" if scale_of(found.claim.effect_unit) == "money" else "plain"
    axis = {"title": None, "tickCount": 5, "grid": way == "y", "labelExpr": axis_numbers(form, lang)}
    return {"type": "quantitative", "scale": {"zero": True, "nice": True}, "axis": axis}


def _ground(found: Outcome) -> list[dict[str, Any]]:
    """What is too small to count, and zero, from side to side."""
    least = _least(found)
    zero = {
        "mark": {"type": "rule", "color": INK, "strokeWidth": 1},
        "encoding": {"y": {"datum": 0, "type": "quantitative"}},
    }
    band = {
        "mark": {"type": "rect", "color": _BAND},
        "encoding": {"y": {"datum": -least, "type": "quantitative"}, "y2": {"datum": least}},
    }
    return [band, zero] if least else [zero]


def _row_ground(found: Outcome, y: dict[str, Any]) -> list[dict[str, Any]]:
    """The same behind each row's interval: the names above and below stay on white."""
    least = _least(found)
    zero = {
        "mark": {
            "type": "tick",
            "orient": "vertical",
            "size": _BAR,
            "thickness": 1,
            "color": INK,
            "opacity": 1,
        },
        "encoding": {"x": {"datum": 0, "type": "quantitative"}, "y": y},
    }
    band = {
        "mark": {"type": "bar", "height": _BAR, "color": _BAND},
        "encoding": {"x": {"datum": -least, "type": "quantitative"}, "x2": {"datum": least}, "y": y},
    }
    return [band, zero] if least else [zero]


def _least(found: Outcome) -> float:
    """What is too small to count, as the chart is scaled; 0 where everything counts."""
    least = _factor(found) * found.part.least
    return least if math.isfinite(least) and least > 0.0 else 0.0
