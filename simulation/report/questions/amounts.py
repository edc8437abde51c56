"""Measures as people read them: values, changes, intervals, conditions, axes."""

from __future__ import annotations

from collections.abc import Sequence

from ...questions.conditions import Condition
from ..figures.canvas import money_unit
from ..numbers import Lang, amounts, known, range_text, value_text, with_unit
from ..wording import measure_title, split_day, wording

#: Unit of bare numbers of groups, in Chinese.
_PER_HUNDRED = "每 100 个群中的个数"
_SIGNS = {
    ">": ("above", "超过"),
    ">=": ("at least", "不低于"),
    "<": ("below", "低于"),
    "<=": ("at most", "不超过"),
}


# ---------------------------------------------------------------------------------------- names


def inside(measure: str, lang: Lang) -> str:
    """A measure's title inside a sentence."""
    title = measure_title(measure, lang)
    return title if lang == "zh" else f"{title[:1].lower()}{title[1:]}"


def spoken(measure: str, lang: Lang) -> str:
    """A measure's name as one says it: "the open rate at day 91"."""
    if wording(measure).scale == "per_hundred":
        noun, when = wording(measure).noun[lang], _when(measure, lang)
        return f"{when}{noun}" if lang == "zh" else f"groups {noun}{when}"
    base = wording(measure).noun[lang]
    return f"{base}{_when(measure, lang)}" if lang == "en" else f"{_when(measure, lang)}{base}"


def condition_text(condition: Condition, lang: Lang) -> str:
    """A condition in words: "groups dead at least once by day 91 above 50 of 100 groups"."""
    measure = condition.measure
    value = measure_value(measure, condition.value, lang)
    if lang == "zh" and wording(measure).scale == "per_hundred":
        value = f"每 100 个群 {value}"
    sign = _SIGNS[condition.sign][lang == "zh"]
    if lang == "zh" and not value.startswith("每"):
        value = f" {value}"
    return (
        f"{spoken(measure, lang)} {sign} {value}" if lang == "en" else f"{spoken(measure, lang)}{sign}{value}"
    )


# ---------------------------------------------------------------------------------------- values


def measure_value(measure: str, value: float | None, lang: Lang) -> str:
    """A value of a measure with its unit."""
    word = wording(measure)
    return value_text(value, word.scale, word.level_unit[lang], lang)


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


# ---------------------------------------------------------------------------------------- changes


def change_text(measure: str, value: float, lang: Lang) -> str:
    """A change of a measure, with its unit: "34 of 100 groups", "CNY 12,000"."""
    number = known(value)
    if number is None:
        return "–"
    word = wording(measure)
    (text,) = amounts([number], word.scale, lang)
    if lang == "zh" and word.scale == "per_hundred":
        return f"每 100 个群 {text} 个"
    return with_unit(text, [number], word.scale, word.unit[lang], lang)


def changes(measure: str, values: Sequence[float], lang: Lang) -> list[str]:
    """Changes of a measure as bare numbers on one scale; a dash where there is none."""
    there = [value for value in map(known, values) if value is not None]
    texts = iter(amounts(there, wording(measure).scale, lang)) if there else iter(())
    return [next(texts) if known(value) is not None else "–" for value in values]


def changes_unit(measure: str, values: Sequence[float], lang: Lang) -> str:
    """Unit of the bare numbers that `changes` makes of these values."""
    word = wording(measure)
    if word.scale != "money":
        return _PER_HUNDRED if lang == "zh" and word.scale == "per_hundred" else word.unit[lang]
    there = [value for value in map(known, values) if value is not None]
    return with_unit("", there, "money", "", lang).strip()


# ---------------------------------------------------------------------------------------- axes


def axis_scale(measure: str, lang: Lang, change: bool = False) -> tuple[float, str]:
    """On an axis: units of the measure per unit drawn, and what that is called; change: of a change of it."""
    word = wording(measure)
    if word.scale == "money":
        return money_unit(lang), {"en": "thousand CNY", "zh": "万元"}[lang]
    per = 0.01 if word.scale in ("percent", "per_hundred") else 1.0
    if lang == "zh" and word.scale == "per_hundred":
        return per, _PER_HUNDRED
    return per, (word.unit if change else word.level_unit)[lang]


def axis_title(measure: str, lang: Lang) -> str:
    """A measure along an axis, with the unit drawn."""
    _, unit = axis_scale(measure, lang)
    between = "，" if lang == "zh" else ", "
    return measure_title(measure, lang) + (between + unit if unit else "")


def _when(measure: str, lang: Lang) -> str:
    _, day = split_day(measure)
    by = wording(measure).by
    if day is None:
        return ""
    if lang == "zh":
        return f"{'截至' if by else ''}第 {day} 天"
    return f" {'by' if by else 'at'} day {day}"
