"""What scenarios, factors and amounts are called in the report of a question."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from ...scenario import Scenario
from ...scenario.fields import spot_at
from ...scenario.labels import UNITS, field_name, value_text
from ...scenario.mechanisms import PARAMETERS
from ...scenario.paths import parse_path
from ..figures.canvas import money_unit
from ..labels import LONGEST_TITLE
from ..numbers import Lang, amounts, known, with_unit
from ..wording import wording

_LATER = re.compile(r"^timeline\[\d+\]\.set\.")
#: Unit of bare numbers of groups, in Chinese.
_PER_HUNDRED = "每 100 个群中的个数"


def scenario_name(scenario: Scenario, lang: Lang) -> str:
    """A scenario in a sentence: its file's name; in Chinese its title, where that is short."""
    title = scenario.title.zh.strip()
    if lang == "en":
        return scenario.name
    return f"「{title}」" if 0 < len(title) <= LONGEST_TITLE else f" {scenario.name} "


def factor_name(path: str, lang: Lang) -> str:
    """A factor in a table or sentence; behavioural parameters with what they are, in English."""
    name = field_name(path, lang)
    note = PARAMETERS.get(path)
    if name == path and note is not None:
        short = path.removeprefix("behaviour.")
        return f"{short} ({note.about[:1].lower()}{note.about[1:]})" if lang == "en" else short
    return name


def short_name(path: str, lang: Lang) -> str:
    """A factor beside its bar."""
    return field_name(path, lang).removeprefix("behaviour.").removeprefix("market.")


def factor_value(path: str, value: object, lang: Lang) -> str:
    """A value of a factor, rounded for reading."""
    if isinstance(value, float):
        value = float(f"{value:.3g}")
    return value_text(path, value, lang).replace(" %", "%")


@lru_cache(maxsize=1024)
def numeric(path: str) -> bool:
    """Whether there is more and less of a factor."""
    spot = spot_at(parse_path(_LATER.sub("", path)))
    return spot is not None and spot.kind in ("whole", "number")


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


def unit_of(measure: str, values: Sequence[float], lang: Lang) -> str:
    """Unit of the bare numbers that `changes` makes of these values."""
    word = wording(measure)
    if word.scale != "money":
        return _PER_HUNDRED if lang == "zh" and word.scale == "per_hundred" else word.unit[lang]
    there = [value for value in map(known, values) if value is not None]
    return with_unit("", there, "money", "", lang).strip()


def axis_scale(measure: str, lang: Lang) -> tuple[float, str]:
    """On an axis: units of the measure per unit drawn, and what that is called; of a change."""
    word = wording(measure)
    if word.scale == "money":
        return money_unit(lang), {"en": "thousand CNY", "zh": "万元"}[lang]
    per = 0.01 if word.scale in ("percent", "per_hundred") else 1.0
    return per, _PER_HUNDRED if lang == "zh" and word.scale == "per_hundred" else word.unit[lang]


def axis_name(path: str, lang: Lang) -> str:
    """A factor along an axis, with its unit."""
    spot = spot_at(parse_path(_LATER.sub("", path)))
    unit = spot.unit if spot is not None else ""
    if lang == "zh":
        unit = {"share": "份额"}.get(unit, UNITS.get(unit, unit))
    between = "，" if lang == "zh" else ", "
    return short_name(path, lang) + (between + unit if unit and unit != "1" else "")


def joined(parts: Sequence[str], lang: Lang) -> str:
    """A list in running text."""
    if lang == "zh":
        return "、".join(parts)
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}" if parts else ""
