"""Values of measures as people read them, with units also for measures that have no words of their own."""

from __future__ import annotations

from collections.abc import Sequence

from ...model.definitions import measure as definition
from ..definitions import unit_text
from ..figures.canvas import money_unit
from ..numbers import Lang, Scale, amounts, known, range_text, with_unit
from ..wording import WORDINGS, measure_title, split_day, wording

_PER_HUNDRED = {"en": "of 100 groups", "zh": "每 100 个群"}
_SILENT = ("value", "1", "", "day")


def scale_of(measure: str) -> Scale:
    """How a measure's numbers are written."""
    if split_day(measure)[0] in WORDINGS:
        return wording(measure).scale
    unit = definition(measure).unit
    return "percent" if unit == "share" else "money" if unit == "CNY" else "plain"


def unit_of(measure: str, lang: Lang) -> str:
    """The unit of a value; empty where the scale says it, or there is none."""
    scale = scale_of(measure)
    if scale == "percent":
        return "%"
    if scale == "per_hundred":
        return _PER_HUNDRED[lang]
    if scale in ("money", "days"):
        return {"en": "days", "zh": "天"}[lang] if scale == "days" else ""
    unit = definition(measure).unit
    if split_day(measure)[0] in WORDINGS or unit in _SILENT:
        return wording(measure).level_unit[lang]
    return unit_text(unit, lang)


def value(measure: str, number: float | None, lang: Lang) -> str:
    """A value with its unit, or a dash."""
    there = known(number)
    if there is None:
        return "–"
    (text,) = amounts([there], scale_of(measure), lang)
    if lang == "zh" and scale_of(measure) == "per_hundred":
        return f"{_PER_HUNDRED['zh']} {text} 个"
    return with_unit(text, [there], scale_of(measure), unit_of(measure, lang), lang)


def span(measure: str, pair: Sequence[float | None], lang: Lang) -> str:
    """An interval without unit, or a dash."""
    low, high = (known(end) for end in pair)
    return "–" if low is None or high is None else range_text((low, high), scale_of(measure), lang)


def axis_unit(measure: str, lang: Lang) -> tuple[float, str]:
    """On an axis: units of the measure per unit drawn, and what that is called."""
    scale = scale_of(measure)
    if scale == "money":
        return money_unit(lang), {"en": "CNY thousand", "zh": "万元"}[lang]
    if scale in ("percent", "per_hundred"):
        return 0.01, unit_of(measure, lang)
    return 1.0, unit_of(measure, lang)


def heading_of(measure: str, lang: Lang) -> str:
    """A measure with the unit of its axis: "Open rate, day 91, %"."""
    _, unit = axis_unit(measure, lang)
    between = "，" if lang == "zh" else ", "
    return measure_title(measure, lang) + (between + unit if unit else "")
