"""Numbers as people read them: shares, money, counts and days, in English and Chinese.

Several numbers of one statement (a value and the ends of its intervals) are written on one scale, with the
same number of decimals: "40 (33 to 47)", never "40 (33.2 to 46.91)".
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, Literal

Lang = Literal["en", "zh"]
LANGUAGES: tuple[Lang, ...] = ("en", "zh")
#: Scale of a number: shares are written as percent, points or per hundred, money with its currency.
Scale = Literal["per_hundred", "percent", "money", "plain", "days"]
MINUS = "\u2212"


def known(value: Any) -> float | None:
    """The value as a float, or None where it is missing (None, NaN, infinite, not a number)."""
    if value is None:
        return None
    try:
        number = float(value)
    except (TypeError, ValueError):
        return None
    return number if math.isfinite(number) else None


def interval(pair: Any) -> tuple[float, float] | None:
    """An interval as (low, high), or None where either end is missing."""
    if pair is None:
        return None
    low, high = (known(end) for end in pair)
    return None if low is None or high is None else (min(low, high), max(low, high))


def decimals(values: Sequence[float]) -> int:
    """Decimals that leave about two figures of the largest value, and never more than three decimals."""
    largest = max((abs(value) for value in values), default=0.0)
    if largest >= 10 or largest == 0:
        return 0
    return min(3, max(1, 1 - math.floor(math.log10(largest))))


def plain(value: float, places: int, signed: bool = False) -> str:
    """A number with thousands separators and a true minus sign; `signed` writes the plus as well."""
    rounded = round(value, places)
    if rounded == 0:
        rounded = 0.0
    text = f"{abs(rounded):,.{places}f}"
    if rounded < 0:
        return MINUS + text
    return f"+{text}" if signed and rounded > 0 else text


def _money_step(values: Sequence[float], lang: Lang) -> tuple[float, str]:
    """The unit a sum of money is counted in: (CNY per unit, its word)."""
    largest = max((abs(value) for value in values), default=0.0)
    if lang == "zh":
        if largest >= 1e8:
            return 1e8, " 亿元"
        return (1e4, " 万元") if largest >= 1e4 else (1.0, " 元")
    return (1e6, " million") if largest >= 1e6 else (1.0, "")


def _rounded_money(value: float, largest: float, finer: int = 0) -> float:
    """Money to about three figures of the largest sum: nobody knows a forecast to the last yuan."""
    if largest < 1000:
        return value
    step = float(10 ** (math.floor(math.log10(largest)) - 2 - finer))
    return round(value / step) * step


def amounts(
    values: Sequence[float], scale: Scale, lang: Lang, signed: bool = False, finer: int = 0
) -> list[str]:
    """The values as bare numbers on one common scale (units come from `with_unit`).

    values: in model units (shares 0..1, CNY, days, counts); finer: figures more than usual. Returns one text a value.
    """
    if scale in ("per_hundred", "percent"):
        values = [100.0 * value for value in values]
    if scale == "money":
        largest = max((abs(value) for value in values), default=0.0)
        per, _ = _money_step(values, lang)
        values = [(_rounded_money(value, largest, finer) or value) / per for value in values]
        places = 0 if per == 1.0 else max(0, 2 - math.floor(math.log10(max(largest / per, 1.0))))
        if per == 1.0 and 0 < largest < 10:
            places = 2
        places += finer
        return [_shown(value, places, signed) for value in values]
    places = (0 if scale == "days" else decimals(values)) + finer
    while places and all(round(value, places) == round(value, places - 1) for value in values):
        places -= 1
    return [_shown(value, places, signed) for value in values]


def _shown(value: float, places: int, signed: bool) -> str:
    """The number; one that would read 0 without being 0 gets decimals of its own, three at most."""
    if value and round(value, places) == 0 and round(value, 3) != 0:
        places = next(more for more in (1, 2, 3) if round(value, more) != 0)
    return plain(value, places, signed)


def with_unit(text: str, values: Sequence[float], scale: Scale, unit: str, lang: Lang) -> str:
    """A bare text of `amounts` with its unit; `values` are those the scale was chosen from."""
    if scale == "money":
        _, word = _money_step(values, lang)
        return f"{text}{word}" if lang == "zh" else f"CNY {text}{word}"
    if scale == "percent" and unit == "%":
        return f"{text}%"
    return f"{text} {unit}" if unit else text


def value_text(value: Any, scale: Scale, unit: str, lang: Lang) -> str:
    """One value with its unit, or a dash where there is none."""
    number = known(value)
    if number is None:
        return "–"
    (text,) = amounts([number], scale, lang)
    return with_unit(text, [number], scale, unit, lang)


def range_text(pair: tuple[float, float], scale: Scale, lang: Lang, signed: bool = False) -> str:
    """An interval as "33 to 47" on one scale, without unit."""
    low, high = amounts(pair, scale, lang, signed)
    return f"{low} 至 {high}" if lang == "zh" else f"{low} to {high}"


def counted(number: int, noun: str) -> str:
    """A number of things in English: "1 seed", "12 seeds"."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def day_text(value: Any, lang: Lang) -> str:
    """A day as "day 74"."""
    number = known(value)
    if number is None:
        return "–"
    return f"第 {number:.0f} 天" if lang == "zh" else f"day {number:.0f}"
