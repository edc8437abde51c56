"""Ways to look at a scenario: as it takes effect, its hash, flat by path, and beside another."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from typing import Any

from .mechanisms import neutral_values
from .paths import Where, parse_path, show_path
from .schema import Scenario

#: Labels that say nothing about what happens; the hash and the difference leave them out.
LABELS = ("name", "title", "question", "theme")


def effective(scenario: Scenario) -> Scenario:
    """The scenario as it takes effect: what a mechanism that is off governs has its neutral value.

    The switches stay as written; doing it twice changes nothing more.
    """
    imposed: dict[str, dict[str, float]] = {}
    for path, value in neutral_values(scenario.mechanisms).items():
        _, section, name = parse_path(path)
        imposed.setdefault(str(section), {})[str(name)] = value
    if not imposed:
        return scenario
    behaviour = scenario.behaviour
    sections = {name: getattr(behaviour, name).model_copy(update=values) for name, values in imposed.items()}
    return scenario.model_copy(update={"behaviour": behaviour.model_copy(update=sections)})


def scenario_hash(scenario: Scenario) -> str:
    """Content hash, 16 hex digits: equal for scenarios that say the same, however written.

    Name, title, question and theme do not count: the same plan under two names has one hash.
    """
    said = _canonical(scenario.model_dump(by_alias=True, exclude=set(LABELS)))
    text = json.dumps(said, sort_keys=True, separators=(",", ":"), ensure_ascii=True)
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _canonical(value: Any) -> Any:
    """Plain data in which 5 and 5.0 are one number, as they are to the model."""
    if isinstance(value, dict):
        return {name: _canonical(item) for name, item in value.items()}
    if isinstance(value, (tuple, list)):
        return [_canonical(item) for item in value]
    return int(value) if isinstance(value, float) and value.is_integer() else value


def flatten(scenario: Scenario) -> dict[str, Any]:
    """Every value by its dotted path; what a timeline entry sets, and an empty list, is one value."""
    return {show_path(where): value for where, value in _leaves(scenario.model_dump(by_alias=True), ())}


def _leaves(data: Any, where: Where) -> Iterator[tuple[Where, Any]]:
    if (
        isinstance(data, dict)
        and data
        and not (len(where) == 3 and where[0] == "timeline" and where[2] == "set")
    ):
        for name, value in data.items():
            yield from _leaves(value, (*where, name))
    elif isinstance(data, tuple) and data and isinstance(data[0], dict):
        for i, value in enumerate(data):
            yield from _leaves(value, (*where, i))
    else:
        yield where, data


def diff(a: Scenario, b: Scenario) -> list[tuple[str, Any, Any]]:
    """What differs, as (path, value in a, value in b), in the schema's order; None: not there.

    Labels (name, title, question, theme) are left out. An entry of a list that is in only one of the two, or
    posts another kind or in another rhythm, differs as a whole.
    """
    one = a.model_dump(by_alias=True, exclude=set(LABELS))
    two = b.model_dump(by_alias=True, exclude=set(LABELS))
    return [(show_path(where), x, y) for where, x, y in _differences(one, two, ())]


def _differences(x: Any, y: Any, where: Where) -> Iterator[tuple[Where, Any, Any]]:
    if x == y:
        return
    entry = bool(where) and isinstance(where[-1], int)
    if (
        isinstance(x, dict)
        and isinstance(y, dict)
        and not (entry and _shape(x) != _shape(y))
        and where[-1:] != ("set",)
    ):
        for name in list(x) + [name for name in y if name not in x]:
            yield from _differences(x.get(name), y.get(name), (*where, name))
    elif _entries(x) and _entries(y):
        for i in range(max(len(x), len(y))):
            yield from _differences(x[i] if i < len(x) else None, y[i] if i < len(y) else None, (*where, i))
    else:
        yield where, _brief(x), _brief(y)


def _entries(value: Any) -> bool:
    return isinstance(value, tuple) and all(isinstance(item, dict) for item in value)


def _shape(entry: dict[str, Any]) -> tuple[Any, ...]:
    """What must agree for two entries of a list to be the same entry with other numbers."""
    return (entry.get("post"), *(name for name, value in entry.items() if value is not None))


def _brief(value: Any) -> Any:
    """A mapping without what is not set."""
    if isinstance(value, dict):
        return {name: _brief(item) for name, item in value.items() if item is not None}
    return value
