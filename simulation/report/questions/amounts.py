"""Values of levers and measures as people read them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from ...questions.levers import Lever
from ...scenario.labels import field_name, kind_name, value_text
from ..numbers import Lang, amounts, known, range_text
from ..numbers import value_text as number_text
from ..wording import measure_title, split_day, wording


def lever_name(lever: Lever, lang: Lang) -> str:
    """What a lever is called in a sentence."""
    if lever.post:
        often = lever.path.endswith("per_day")
        if lang == "zh":
            return f"{kind_name(lever.post, lang)}{'每天' if often else '每周'}条数"
        return f"{kind_name(lever.post, lang)} posts a {'day' if often else 'week'}"
    return field_name(lever.path, lang)


def lever_value(lever: Lever, value: Any, lang: Lang) -> str:
    """A value of a lever with its unit, numbers to three figures."""
    if isinstance(value, float):
        value = float(f"{value:.3g}")
        if lever.post:  # its name says the unit
            return f"{value:,.6g}"
    return value_text(lever.path, value, lang)


def lever_range(lever: Lever, low: Any, high: Any, lang: Lang) -> str:
    """From one value to another, the unit once."""
    one, other = lever_value(lever, low, lang), lever_value(lever, high, lang)
    number, _, unit = one.partition(" ")
    if unit and other.endswith(f" {unit}"):
        one = number
    return f"{one} 至 {other}" if lang == "zh" else f"{one} to {other}"


def at(lever: Lever, place: float) -> float:
    """The lever's number at a place 0..1, also between whole ones."""
    return float(lever.between(np.array([place]))[0])


def measure_value(measure: str, value: float | None, lang: Lang) -> str:
    """A value of a measure with its unit."""
    word = wording(measure)
    return number_text(value, word.scale, word.level_unit[lang], lang)


def measure_range(measure: str, pair: Sequence[float | None], lang: Lang) -> str:
    """An interval of a measure, without unit; empty where there is none."""
    low, high = (known(end) for end in pair)
    if low is None or high is None:
        return ""
    return range_text((low, high), wording(measure).scale, lang)


def with_interval(measure: str, value: float | None, pair: Sequence[float | None], lang: Lang) -> str:
    """A value with its interval behind it in brackets."""
    span = measure_range(measure, pair, lang)
    said = measure_value(measure, value, lang)
    if not span:
        return said
    return f"{said}（{span}）" if lang == "zh" else f"{said} ({span})"


def title(measure: str, lang: Lang) -> str:
    """A measure's name as a heading."""
    return measure_title(measure, lang)


def spoken(measure: str, lang: Lang) -> str:
    """A measure's name inside a sentence: "the open rate at day 91"."""
    if wording(measure).scale == "per_hundred":
        noun, when = wording(measure).noun[lang], _when(measure, lang)
        return f"{when}{noun}" if lang == "zh" else f"groups {noun}{when}"
    base = wording(measure).noun[lang]
    return f"{base}{_when(measure, lang)}" if lang == "en" else f"{_when(measure, lang)}{base}"


def bare(measure: str, value: float, lang: Lang) -> str:
    """A value as `states` takes it: of groups the number in a hundred, else with its unit."""
    if wording(measure).scale == "per_hundred":
        number = amounts([value], "per_hundred", lang)[0]
        return f"{number} 个" if lang == "zh" else number
    return measure_value(measure, value, lang)


def states(measure: str, value: str, lang: Lang) -> str:
    """That a measure has a value, given as text: "50 of 100 groups are dead by day 91"."""
    if wording(measure).scale != "per_hundred":
        if lang == "zh":
            return f"{spoken(measure, lang)}为 {value}"
        several = wording(measure).noun["en"].partition(" per ")[0].partition(" won ")[0].endswith("s")
        return f"{spoken(measure, lang)} {'are' if several else 'is'} {value}"
    noun, when = wording(measure).noun[lang], _when(measure, lang)
    return (
        f"每 100 个群中{when}{noun}为 {value}" if lang == "zh" else f"{value} of 100 groups are {noun}{when}"
    )


def _when(measure: str, lang: Lang) -> str:
    _, day = split_day(measure)
    by = wording(measure).by
    if day is None:
        return ""
    if lang == "zh":
        return f"{'截至' if by else ''}第 {day} 天"
    return f" {'by' if by else 'at'} day {day}"
