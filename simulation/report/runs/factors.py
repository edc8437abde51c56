"""What was varied: its name, the levels it is shown at, and how they stand along an axis."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from ...scenario.fields import spot_at
from ...scenario.labels import UNITS, field_name, kind_name, value_text
from ...scenario.mechanisms import PARAMETERS
from ...scenario.paths import parse_path
from ..numbers import Lang

if TYPE_CHECKING:
    import pandas as pd

#: Values shown one by one; with more, numbers are put together in parts of equal size, at most so many.
MOST_LEVELS, PARTS = 10, 6
#: Rows that a value (or a part) should be met in, where other factors vary too.
_MET = 3
#: Ends of a range further apart than this, as a ratio, stand on a logarithmic axis.
_LOG = 15.0
_LATER = re.compile(r"^timeline\[\d+\]\.set\.")
_RHYTHM = re.compile(r"(strategy\.calendar\[\d+\])\.(per_day|per_week)")
_PLAIN_UNITS = ("", "1", "information", "deal", "spark", "0 or 1")


@dataclass(frozen=True)
class Level:
    """One value of a factor, or a part of its range. rows: of the table it is a column of. place: along an axis."""

    low: Any
    high: Any
    rows: tuple[int, ...]
    place: float


@dataclass(frozen=True)
class Factor:
    """Something that was varied.

    posts: the kind of post whose rhythm it is, empty where it is none, or another one in each scenario. ordered:
    whether there is more and less of it. log: its axis is logarithmic. parted: levels are parts of its range.
    """

    path: str
    levels: tuple[Level, ...]
    ordered: bool
    log: bool
    parted: bool
    posts: str = ""

    @property
    def ends(self) -> tuple[Level, Level]:
        """The first level and the last."""
        return self.levels[0], self.levels[-1]


def factors_of(table: pd.DataFrame, scenarios: Sequence[Mapping[str, Any]]) -> tuple[Factor, ...]:
    """The columns of a table of points or worlds as factors; those that never vary are left out.

    scenarios: what each says, as plain data.
    """
    rows = len(table.drop_duplicates()) if len(table.columns) > 1 else 0
    found = [_factor(str(path), table[path].tolist(), scenarios, rows) for path in table.columns]
    return tuple(one for one in found if len(one.levels) > 1)


def name_of(factor: Factor, lang: Lang) -> str:
    """What a factor is called in a sentence or heading."""
    rhythm = _RHYTHM.fullmatch(factor.path)
    if not rhythm:
        return path_name(factor.path, lang)
    day = rhythm[2] == "per_day"
    if lang == "zh":
        return f"{_whose(factor, lang)}{'每天' if day else '每周'}条数"
    kind = f"{kind_name(factor.posts, lang)} " if factor.posts else ""
    return f"{kind}posts a {'day' if day else 'week'}{'' if factor.posts else f' ({_whose(factor, lang)})'}"


def _whose(factor: Factor, lang: Lang) -> str:
    """The kind of post whose rhythm a factor is, or its entry of the calendar where kinds differ."""
    if factor.posts:
        return kind_name(factor.posts, lang)
    return field_name(factor.path.rpartition(".")[0], lang).replace(",", "")


def path_name(path: str, lang: Lang) -> str:
    """What a path is called; behavioural parameters keep their name in docs/model.md."""
    later = _LATER.match(path)
    if later:
        entry = field_name(later[0].removesuffix(".set."), lang)
        return f"{entry}{'：' if lang == 'zh' else ': '}{field_name(_LATER.sub('', path), lang)}"
    if path.startswith("mechanisms."):
        name = path.partition(".")[2]
        return f"机制 {name}" if lang == "zh" else f"mechanism {name.replace('_', ' ')}"
    return field_name(path, lang).removeprefix("behaviour.").removeprefix("market.")


def about(path: str, lang: Lang) -> str:
    """What a behavioural parameter means, in English; empty of other fields."""
    note = PARAMETERS.get(path)
    return note.about if note is not None and lang == "en" else ""


def unit_of(path: str, lang: Lang) -> str:
    """The unit of a factor along an axis; empty where its name or its values say it."""
    spot = spot_at(parse_path(_LATER.sub("", path))) if not path.endswith("]") else None
    unit = spot.unit if spot is not None else ""
    if unit in _PLAIN_UNITS or unit == "day" or _RHYTHM.fullmatch(path):
        return ""
    if unit == "share":
        return "%"
    return UNITS.get(unit, unit) if lang == "zh" else unit


def axis_title(factor: Factor, lang: Lang) -> str:
    """Name and unit."""
    unit, name = unit_of(factor.path, lang), name_of(factor, lang)
    if not unit or unit.lower() in name.lower().split():
        return name
    return f"{name}（{unit}）" if lang == "zh" else f"{name}, {unit}"


def bare(path: str, value: Any, lang: Lang) -> str:
    """A value without its unit, as beside the tick of an axis whose title names it."""
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return _said(path, value, lang)
    number = 100.0 * value if unit_of(path, lang) == "%" else value
    text = f"{float(f'{number:.3g}'):,.6g}"
    return text.replace("-", "\u2212")


def level_text(factor: Factor, level: Level, lang: Lang) -> str:
    """A level with its unit: "20 CNY", "4 to 12 CNY"."""
    if level.low == level.high:
        if _RHYTHM.fullmatch(factor.path):
            return bare(factor.path, level.low, lang)
        return _said(factor.path, level.low, lang)
    unit = unit_of(factor.path, lang)
    low, high = bare(factor.path, level.low, lang), bare(factor.path, level.high, lang)
    span = f"{low} 至 {high}" if lang == "zh" else f"{low} to {high}"
    return f"{span}{unit}" if unit == "%" else f"{span} {unit}".strip()


def with_value(factor: Factor, level: Level, lang: Lang) -> str:
    """A factor at a level: "groups per operator 20", "2 coupon posts a day"."""
    if _RHYTHM.fullmatch(factor.path):
        said, name = level_text(factor, level, lang), name_of(factor, lang)
        return f"{name.removesuffix('条数')} {said} 条" if lang == "zh" else f"{said} {name}"
    return f"{name_of(factor, lang)} {level_text(factor, level, lang)}"


def value_of(factor: Factor, value: Any, lang: Lang) -> str:
    """One value of a factor with its unit."""
    return level_text(factor, Level(value, value, (), 0.0), lang)


def _said(path: str, value: Any, lang: Lang) -> str:
    if path.startswith("mechanisms.") and isinstance(value, bool):
        return ("开" if value else "关") if lang == "zh" else ("on" if value else "off")
    if isinstance(value, float):
        value = float(f"{value:.3g}")
    return value_text(_LATER.sub("", path), value, lang).replace(" %", "%")


def _factor(path: str, values: list[Any], scenarios: Sequence[Mapping[str, Any]], rows: int) -> Factor:
    """rows: different ones of a table with other factors, 0 where there is no other."""
    ordered = all(isinstance(value, (int, float)) and not isinstance(value, bool) for value in values)
    distinct = sorted(set(values)) if ordered else list(dict.fromkeys(values))
    log = ordered and distinct[0] > 0 and distinct[-1] / distinct[0] >= _LOG
    place = (lambda value: math.log10(value)) if log else float
    # drawn values are met once each, with whatever the other factors happened to be
    drawn = len(distinct) > _MET and rows < 2 * len(distinct) and rows > 0
    parted = ordered and (len(distinct) > MOST_LEVELS or drawn)
    levels = []
    if parted:
        for part in np.array_split(
            np.array(distinct, dtype=object), max(2, min(PARTS, len(distinct) // _MET))
        ):
            low, high = part[0], part[-1]
            inside = [row for row, value in enumerate(values) if low <= value <= high]
            middle = float(np.mean([place(values[row]) for row in inside]))
            levels.append(Level(low, high, tuple(inside), middle))
    else:
        for number, value in enumerate(distinct[: MOST_LEVELS if not ordered else None]):
            here = tuple(row for row, other in enumerate(values) if other == value)
            levels.append(Level(value, value, here, place(value) if ordered else float(number)))
    return Factor(path, tuple(levels), ordered, log, parted, _posts(path, scenarios))


def _posts(path: str, scenarios: Sequence[Mapping[str, Any]]) -> str:
    """The kind of post an entry of the calendar has in every scenario; empty where they differ."""
    rhythm = _RHYTHM.fullmatch(path)
    if not rhythm:
        return ""
    number = int(rhythm[1].partition("[")[2].rstrip("]"))
    kinds = set()
    for one in scenarios:
        calendar = (one.get("strategy") or {}).get("calendar") or ()
        kinds.add(calendar[number].get("post") if number < len(calendar) else None)
    (kind, *others) = kinds or {None}
    return str(kind) if kind and not others else ""
