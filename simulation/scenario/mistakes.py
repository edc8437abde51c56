"""From data to a checked scenario, or to one message that lists every mistake with its place."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from ..errors import UsageError
from .arrive import default_channels, too_many_classes, unknown_channels
from .fields import Spot, names_of, spot_at, unknown_name
from .parameter import Finding, Section, Unfit
from .paths import Where, nearest, show_path
from .schema import Scenario, impossible_sizes, unknown_kinds
from .strategy import default_content
from .team import default_personas, persona_findings
from .yaml_lines import TRUTH

#: Names a file may have that are no fields of the scenario.
FILE_NAMES = ("extends",)


@dataclass(frozen=True)
class Mistake:
    """What is wrong at a place of the scenario; `path` is the override it comes from, if from one.

    fields: all that a check across fields looked at.
    """

    where: Where
    text: str
    path: str = ""
    fields: tuple[Where, ...] = ()

    def __str__(self) -> str:
        return f"{show_path(self.where)}: {self.text}" if self.where else self.text


def refuse(mistakes: Iterable[str], what: str) -> UsageError:
    """One error for all mistakes; `what` says in what they are."""
    lines = list(dict.fromkeys(mistakes))
    if len(lines) == 1:
        return UsageError(lines[0])
    return UsageError(f"{len(lines)} mistakes in {what}:\n" + "\n".join(f"  {line}" for line in lines))


def plain(value: Any) -> Any:
    """Values as the schema takes them: lists as tuples, NumPy values and sections as plain data."""
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return tuple(plain(item) for item in value)
    if isinstance(value, type):
        return value
    if hasattr(value, "model_dump"):
        return plain(value.model_dump(by_alias=True))
    if hasattr(value, "tolist"):
        return plain(value.tolist())
    return value


def check(data: Mapping[str, Any]) -> tuple[Scenario | None, list[Mistake]]:
    """The scenario that plain data say, or every mistake in them (the timeline is checked apart)."""
    wanted = {
        **data,
        "content": _with_defaults(data.get("content", {}), default_content()),
        "channels": _with_defaults(data.get("channels", {}), default_channels()),
        "personas": _with_defaults(data.get("personas", {}), default_personas()),
    }
    scenario, errors, wanted = _validate(wanted)
    if scenario is not None:
        return scenario, []
    mistakes = [mistake for error in errors for mistake in _read(error)]
    # The schema looks across fields only once every field is sound; a reader wants all mistakes at once.
    mistakes += _across(wanted, {mistake.where for mistake in mistakes})
    return None, list(dict.fromkeys(mistakes))


def _with_defaults(written: Any, standard: Mapping[str, Section]) -> Any:
    """What is written of a table on top of its default entries, in an order that is not that of writing."""
    if not isinstance(written, Mapping):
        return written
    table: dict[str, Any] = {}
    for name, entry in standard.items():
        own = written.get(name, {})
        table[name] = {**entry.model_dump(), **own} if isinstance(own, Mapping) else own
    return table | {name: written[name] for name in sorted(written) if name not in table}


def _validate(data: dict[str, Any]) -> tuple[Scenario | None, list[Any], dict[str, Any]]:
    """Strict validation, but a whole number may be written 5.0 and a switch "off"."""
    for _ in range(2):
        try:
            return Scenario.model_validate(data, strict=True), [], data
        except ValidationError as error:
            errors = error.errors(include_url=False)
        for e in errors:
            if e["type"] == "int_type" and isinstance(e["input"], float) and e["input"].is_integer():
                data = _replaced(data, e["loc"], int(e["input"]))
            elif e["type"] == "bool_type" and isinstance(e["input"], str) and e["input"].lower() in TRUTH:
                data = _replaced(data, e["loc"], TRUTH[e["input"].lower()])
    return None, errors, data


def _replaced(data: Any, where: Where, value: Any) -> Any:
    if not where:
        return value
    step, rest = where[0], where[1:]
    if isinstance(data, tuple) and isinstance(step, int):
        return (*data[:step], _replaced(data[step], rest, value), *data[step + 1 :])
    return {**data, step: _replaced(data[step], rest, value)}


def _across(data: dict[str, Any], spoilt: set[Where]) -> list[Mistake]:
    """What the checks across fields find, as far as the fields they rest on are sound."""
    findings: list[Finding] = []
    standard = Scenario()
    sizes = []
    for section, name in (
        ("groups", "count"),
        ("groups", "members_at_start"),
        ("groups", "cap"),
        ("market", "people"),
    ):
        box = data.get(section, {})
        if not isinstance(box, Mapping) or (section, name) in spoilt:
            break
        sizes.append(box.get(name, getattr(getattr(standard, section), name)))
    else:
        sizes[0] = max(1, sizes[0] - _classes(data))
        findings += impossible_sizes(*sizes)
    strategy, kinds = data.get("strategy"), data["content"]
    calendar = strategy.get("calendar") if isinstance(strategy, Mapping) else None
    if isinstance(calendar, tuple) and isinstance(kinds, Mapping) and ("content",) not in spoilt:
        posts = [entry.get("post") if isinstance(entry, Mapping) else None for entry in calendar]
        known = next(iter(kinds))
        findings += unknown_kinds([post if isinstance(post, str) else known for post in posts], kinds)
    findings += _across_arrivals(data, spoilt)
    voices, personas = strategy.get("personas") if isinstance(strategy, Mapping) else None, data["personas"]
    at_fault = any(where[:1] == ("personas",) or where[:2] == ("strategy", "personas") for where in spoilt)
    if isinstance(voices, Mapping) and isinstance(personas, Mapping) and not at_fault:
        findings += persona_findings(voices, personas)
    return [Mistake(f.where, f.text, fields=f.fields) for f in findings]


def _classes(data: dict[str, Any]) -> int:
    """Classes a scenario sets aside, 0 where that cannot be read."""
    strategy = data.get("strategy")
    funnel = strategy.get("funnel") if isinstance(strategy, Mapping) else None
    classes = funnel.get("classes", 0) if isinstance(funnel, Mapping) else 0
    return classes if isinstance(classes, int) else 0


def _across_arrivals(data: dict[str, Any], spoilt: set[Where]) -> list[Finding]:
    """Channels that are not in their table, and more classes than groups."""
    strategy = data.get("strategy")
    if not isinstance(strategy, Mapping):
        return []
    findings: list[Finding] = []
    growth, channels = strategy.get("growth"), data["channels"]
    if isinstance(growth, Mapping) and isinstance(channels, Mapping) and ("channels",) not in spoilt:
        rates, bursts = growth.get("channels"), growth.get("bursts")
        named = [
            b.get("channel") if isinstance(b, Mapping) else None
            for b in (bursts if isinstance(bursts, tuple) else ())
        ]
        findings += unknown_channels(
            rates if isinstance(rates, Mapping) else (),
            [name if isinstance(name, str) else None for name in named],
            channels,
        )
    funnel, groups = strategy.get("funnel"), data.get("groups", {})
    count_spoilt = ("groups", "count") in spoilt or ("strategy", "funnel", "classes") in spoilt
    if isinstance(funnel, Mapping) and isinstance(groups, Mapping) and not count_spoilt:
        findings += too_many_classes(funnel.get("classes", 0), groups.get("count", Scenario().groups.count))
    return findings


def _read(error: Any) -> list[Mistake]:
    """The mistakes that one error of the schema tells of."""
    where: Where = tuple(step for step in error["loc"] if step != "[key]")
    unfit = error.get("ctx", {}).get("error")
    if isinstance(unfit, Unfit):
        return [
            Mistake((*where, *f.where), f.text, fields=tuple((*where, *one) for one in f.fields))
            for f in unfit.findings
        ]
    if error["type"] == "missing" and isinstance(where[-1], int):  # a list of fixed length that is too short
        where = where[:-1]
    return [Mistake(where, _say(error, where))]


def _say(error: Any, where: Where) -> str:
    kind, given, spot = error["type"], error.get("input"), spot_at(where)
    if kind == "extra_forbidden":
        return unexpected(where)
    if kind == "missing" and isinstance(error["loc"][-1], str):
        about = spot.info.description if spot and spot.info else None
        return "missing" + (f": {about}" if about else "")
    if error["loc"][-1] == "[key]":
        return (
            f"the name {show(given)} cannot be used; allowed: a letter a-z, then a-z, digits "
            f"and _ (40 at most)"
        )
    allowed = spot.allowed() if spot else "what `grouplife schema` says"
    text = f"given {show(given)}, allowed: {allowed}"
    if spot and spot.kind == "choice" and isinstance(given, str):
        near = nearest(given, allowed.split(", "))
        return f"{text}; did you mean {near}?" if near else text
    return text + (_hint(given, spot) if spot else "")


def unexpected(where: Where, guess: str | None = None) -> str:
    """Message for a name that the schema does not have at this place; `guess` is what was probably meant."""
    parent, name = where[:-1], str(where[-1])
    if name in FILE_NAMES:
        return f"{name} can only stand at the top of a scenario file"
    spot = spot_at(parent)
    names = names_of(spot.type_) if spot and spot.kind == "section" else ()
    return unknown_name(parent, name, names, guess)


def _hint(given: Any, spot: Spot) -> str:
    if isinstance(given, str) and "：" in given and spot.kind in ("section", "table", "list"):
        return f"; write an ASCII colon and a space: {given.replace('：', ': ')[:60]}"
    if spot.unit == "share" and spot.kind == "number":
        percent = _percent(given)
        if percent is not None:
            return f"; write {percent / 100.0:g} for {percent:g} %"
    if given is None and spot.kind in ("section", "list", "table"):
        return "; nothing follows its colon: fill it or delete the line"
    if spot.kind in ("number", "whole") and isinstance(given, str) and any(c.isdigit() for c in given):
        return "; write a bare number without quotes, units or commas"
    if spot.kind in ("text", "choice") and isinstance(given, (bool, int, float)):
        return "; put it in quotes to mean the text"
    if spot.kind == "list" and isinstance(given, Mapping):
        return "; start each entry with a dash: - {...}"
    return ""


def _percent(given: Any) -> float | None:
    """The percentage that was meant where a share is wanted: 25, "25%"; None if it is none."""
    if isinstance(given, str):
        digits = re.fullmatch(r"\s*(\d{1,3}(?:\.\d{1,6})?)\s*[%％]\s*", given)
        given = float(digits[1]) if digits else None
    if isinstance(given, bool) or not isinstance(given, (int, float)):
        return None
    return float(given) if 1 < given <= 100 else None


def show(value: Any) -> str:
    """A value as a message quotes it."""
    if value is None:
        return "nothing"
    if isinstance(value, bool):
        return "on" if value else "off"
    if isinstance(value, Mapping):
        return "a mapping" if value else "an empty mapping"
    if isinstance(value, (tuple, list)):
        return f"a list of {len(value)}" if value else "an empty list"
    text = f"{value:.12g}" if isinstance(value, float) else repr(value)
    return text if len(text) <= 60 else text[:57] + "..."
