"""What scenarios and factors are called in the report of a question, and their values."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from ...scenario import Scenario
from ...scenario.fields import Spot, spot_at
from ...scenario.labels import UNITS, field_name, kind_name, value_text
from ...scenario.mechanisms import PARAMETERS
from ...scenario.paths import parse_path
from ..labels import LONGEST_TITLE
from ..numbers import Lang

_LATER = re.compile(r"^timeline\[\d+\]\.set\.")
_RHYTHM = re.compile(r"strategy\.calendar\[(\d+)\]\.(per_day|per_week)")


@dataclass(frozen=True)
class Names:
    """Names of factors, and their values. scenarios: in which they are varied; their calendars say what is posted."""

    lang: Lang
    scenarios: tuple[Scenario, ...] = ()

    def factor(self, path: str) -> str:
        """In a table or sentence; behavioural parameters with what they are, in English."""
        name = self._posts(path) or field_name(path, self.lang)
        note = PARAMETERS.get(path)
        if name == path and note is not None:
            short = path.removeprefix("behaviour.")
            return f"{short} ({note.about[:1].lower()}{note.about[1:]})" if self.lang == "en" else short
        return name

    def short(self, path: str) -> str:
        """Beside a bar or along an axis."""
        name = self._posts(path) or field_name(path, self.lang)
        return name.removeprefix("behaviour.").removeprefix("market.")

    def value(self, path: str, value: Any) -> str:
        """A value with its unit, rounded for reading."""
        if isinstance(value, float):
            value = float(f"{value:.3g}")
            if self._posts(path):  # its name says the unit
                return f"{value:,.6g}"
        return value_text(path, value, self.lang).replace(" %", "%")

    def span(self, path: str, low: Any, high: Any) -> str:
        """From one value to another, the unit once."""
        one, other = self.value(path, low), self.value(path, high)
        number, _, unit = one.partition(" ")
        if unit and other.endswith(f" {unit}"):
            one = number
        return f"{one} 至 {other}" if self.lang == "zh" else f"{one} to {other}"

    def varied(self, path: str, how: Mapping[str, Any]) -> str:
        """What a factor is varied over: its values, or its range."""
        if "values" in how:
            return listed([self.value(path, value) for value in how["values"]], self.lang)
        return self.span(path, *how["range"])

    def axis(self, path: str, percent: bool = False) -> str:
        """Along an axis, with its unit; percent: of a share drawn in percent."""
        name, spot = self.short(path), field(path)
        unit = "%" if percent else spot.unit if spot is not None else ""
        if self.lang == "zh":
            unit = {"share": "份额"}.get(unit, UNITS.get(unit, unit))
        if not unit or unit == "1" or unit in name or self._posts(path):
            return name
        return f"{name}，{unit}" if self.lang == "zh" else f"{name}, {unit}"

    def _posts(self, path: str) -> str:
        """How often something is posted, where no other entry of the calendars posts the same; else empty."""
        entry = _RHYTHM.fullmatch(path)
        if entry is None or not self.scenarios:
            return ""
        number = int(entry[1])
        kinds = {_only(scenario, number) for scenario in self.scenarios}
        kind = kinds.pop()
        if kinds or not kind:
            return ""
        daily = entry[2] == "per_day"
        if self.lang == "zh":
            return f"{kind_name(kind, 'zh')}{'每天' if daily else '每周'}条数"
        return f"{kind_name(kind, 'en')} posts a {'day' if daily else 'week'}"


def _only(scenario: Scenario, number: int) -> str:
    """What an entry of the calendar posts, where no other posts the same; else empty."""
    posts = [entry.post for entry in scenario.strategy.calendar]
    return posts[number] if number < len(posts) and posts.count(posts[number]) == 1 else ""


def scenario_name(scenario: Scenario, lang: Lang) -> str:
    """A scenario in a sentence: its file's name; in Chinese its title, where that is short."""
    title = scenario.title.zh.strip()
    if lang == "en":
        return scenario.name
    return f"「{title}」" if 0 < len(title) <= LONGEST_TITLE else f" {scenario.name} "


@lru_cache(maxsize=1024)
def field(path: str) -> Spot | None:
    """The field of a path; of what the timeline sets, the field it sets."""
    return spot_at(parse_path(_LATER.sub("", path)))


def numeric(path: str) -> bool:
    """Whether there is more and less of a factor."""
    spot = field(path)
    return spot is not None and spot.kind in ("whole", "number")


def joined(parts: Sequence[str], lang: Lang) -> str:
    """A list in running text."""
    if lang == "zh":
        return "、".join(parts)
    return parts[0] if len(parts) == 1 else f"{', '.join(parts[:-1])} and {parts[-1]}" if parts else ""


def listed(parts: Sequence[str], lang: Lang) -> str:
    """A list where there is no room for an "and"."""
    return ("、" if lang == "zh" else ", ").join(parts)
