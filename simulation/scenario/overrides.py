"""Setting dotted paths in a scenario, from a mapping or from `PATH=VALUE` texts."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from .fields import corrected, spot_at
from .mistakes import Mistake, check, plain, refuse, show, unexpected
from .paths import Where, parse_path, show_path
from .schema import Scenario
from .strategy import FREQUENCIES
from .yaml_lines import read_yaml

Changes = Mapping[str, Any] | Sequence[str]
#: Tables with free names, and what an entry of one is called.
_TABLES: dict[Where, str] = {
    ("content",): "kind of post",
    ("channels",): "channel",
    ("personas",): "persona",
    ("strategy", "personas"): "persona",
    ("strategy", "growth", "channels"): "channel",
}


class _Misplaced(Exception):
    """A path leads nowhere; the text says where it ends and what is there."""


def override(scenario: Scenario, changes: Changes) -> Scenario:
    """A checked copy of the scenario with the changes made; raises UsageError listing every mistake."""
    from .timeline import timeline_mistakes  # which makes changes itself

    changed, mistakes = changed_scenario(scenario, parse_changes(changes))
    if changed is not None:
        mistakes = timeline_mistakes(changed)
    if changed is None or mistakes:
        raise refuse(map(_line, mistakes), "the overrides")
    return changed


def apply_change(scenario: Scenario, change: Mapping[str, Any]) -> Scenario:
    """The scenario after one entry of its timeline came true; the timeline itself is not checked again.

    Raises UsageError if the change does not fit the scenario as it stands: two conditional changes can
    exclude each other, which no check beforehand can know.
    """
    changed, mistakes = changed_scenario(scenario, {path: plain(value) for path, value in change.items()})
    if changed is None:
        raise refuse((f"timeline: {_line(m)}" for m in mistakes), "a change of the timeline")
    return changed


def _line(mistake: Mistake) -> str:
    place = show_path(mistake.where)
    if not mistake.path:
        return f"overrides: {mistake}"
    return f"override {mistake.path}: " + (mistake.text if place in ("", mistake.path) else str(mistake))


def parse_changes(changes: Changes) -> dict[str, Any]:
    """Overrides as {dotted path: plain value}; of two for one path the later counts. Raises UsageError."""
    if isinstance(changes, Mapping):
        return {str(path): plain(value) for path, value in changes.items()}
    if isinstance(changes, str):
        changes = [changes]
    found: dict[str, Any] = {}
    wrong: list[str] = []
    for text in changes:
        path, equals, value = str(text).partition("=")
        if not equals or not path.strip() or not value.strip():
            wrong.append(f"override {text!r}: write PATH=VALUE, as in strategy.calendar[0].per_day=5")
            continue
        marked = read_yaml(value, f"override {text!r}")
        wrong.extend(f"override {text!r}: {note}" for _, _, note in marked.mistakes)
        found.pop(path.strip(), None)
        found[path.strip()] = marked.data
    if wrong:
        raise refuse(wrong, "the overrides")
    return found


def changed_scenario(scenario: Scenario, changes: Mapping[str, Any]) -> tuple[Scenario | None, list[Mistake]]:
    """A copy with plain values set, checked but for its timeline; or the mistakes."""
    data: Any = scenario.model_dump(by_alias=True)
    mistakes: list[Mistake] = []
    paths: dict[str, Where] = {}
    for path, value in changes.items():
        try:
            paths[path] = parse_path(path)
            data = _set(data, paths[path], value, ())
        except (ValueError, _Misplaced) as wrong:
            mistakes.append(Mistake((), str(wrong), path))
    if mistakes:
        return None, mistakes
    changed, mistakes = check(data)
    return changed, [_of_override(m, paths, scenario) for m in mistakes]


def _of_override(mistake: Mistake, paths: Mapping[str, Where], scenario: Scenario) -> Mistake:
    """A mistake in the changed data, with the override that made it."""
    made = [
        path
        for path, where in paths.items()
        if any(_overlap(where, one) for one in (mistake.fields or (mistake.where,)))
    ]
    path = made[-1] if made else next(iter(paths)) if len(paths) == 1 else ""
    return _two_frequencies(Mistake(mistake.where, mistake.text, path), paths.values(), scenario)


def _overlap(a: Where, b: Where) -> bool:
    n = min(len(a), len(b))
    return n > 0 and a[:n] == b[:n]


def _set(data: Any, where: Where, value: Any, done: Where) -> Any:
    """A copy of nested plain data with one place set."""
    here = show_path(done) or "a scenario"
    if not where:
        return _merged(data, value) if not any(isinstance(step, int) for step in done) else value
    step, rest = where[0], where[1:]
    spot = spot_at(done)
    if data is None and spot is not None and spot.kind in ("section", "list"):
        raise _Misplaced(f"{here} is not set in this scenario; set it whole: {here}={{...}}")
    if isinstance(data, tuple):
        if not isinstance(step, int):
            raise _Misplaced(f"{here} is a list; write the number of the entry, as in {here}[0].{step}")
        if step >= len(data):
            raise _Misplaced(f"there is no entry {step}: {here} has {_count(len(data))}")
        return (*data[:step], _set(data[step], rest, value, (*done, step)), *data[step + 1 :])
    if isinstance(data, dict):
        if isinstance(step, int):
            raise _Misplaced(f"{here} is no list; it has: {', '.join(map(str, data))}")
        if spot is not None and spot.kind == "table" and done[-1] == "set":
            return {**data, show_path(where): value}
        if step not in data:
            if spot is not None and spot.kind == "table" and not rest:
                return {**data, step: value}
            if done in _TABLES:
                raise _Misplaced(f"there is no {_TABLES[done]} {step!r}; there are: {', '.join(data)}")
            raise _Misplaced(unexpected((*done, step), corrected((*done, *where))))
        return {**data, step: _set(data[step], rest, value, (*done, step))}
    raise _Misplaced(f"{here} is a single value ({show(data)}), nothing lies inside it")


def _count(n: int) -> str:
    return (
        "no entries" if n == 0 else "one entry, number 0" if n == 1 else f"{n} entries, numbers 0 to {n - 1}"
    )


def _merged(old: Any, new: Any) -> Any:
    """Mappings merge into mappings; everything else replaces."""
    if isinstance(old, dict) and isinstance(new, Mapping):
        return {**old, **{name: _merged(old.get(name), item) for name, item in new.items()}}
    return new


def _two_frequencies(mistake: Mistake, paths: Iterable[Where], scenario: Scenario) -> Mistake:
    """Say how to change the way an entry of the calendar is scheduled, where that is what was tried."""
    where = mistake.where
    if len(where) != 3 or where[:2] != ("strategy", "calendar") or not isinstance(where[2], int):
        return mistake
    tried = [p[3] for p in paths if p[:3] == where and len(p) == 4 and p[3] in FREQUENCIES]
    if not tried or where[2] >= len(scenario.strategy.calendar):
        return mistake
    entry = scenario.strategy.calendar[where[2]]
    has = next(name for name in FREQUENCIES if getattr(entry, name) is not None)
    if has == tried[0]:
        return mistake
    name = show_path(where)
    text = (
        f"this entry ({entry.post}) already has {has} ({show(getattr(entry, has))}); set "
        f"{name}.{has}, or replace the "
        f"entry: {name}={{post: {entry.post}, {tried[0]}: ...}}"
    )
    return Mistake((), text, f"{name}.{tried[0]}")
