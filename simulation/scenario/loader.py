"""From a name or a file to a checked scenario: reads YAML, follows `extends`, places every mistake."""

from __future__ import annotations

import os
import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, NamedTuple

from ..errors import UsageError
from .library import find, missing
from .mistakes import Mistake, check, refuse
from .overrides import Changes
from .paths import Where
from .schema import Scenario
from .timeline import timeline_mistakes
from .yaml_lines import MAX_BYTES, Marked, read_yaml

MAX_CHAIN = 16
#: What a scenario does not inherit: it would carry its parent's label.
OWN = ("name", "title", "question")


class Mark(NamedTuple):
    """Where something is written: how far up the chain (0: the file asked for), which file, which line."""

    above: int
    file: str
    line: int


@dataclass(frozen=True)
class Loaded:
    """A scenario with its origin: the file and those it extends, nearest parent first."""

    scenario: Scenario
    files: tuple[Path, ...]


@dataclass(frozen=True)
class _Written:
    """Data as written in a chain of files, where each value stands, and mistakes found in reading."""

    data: dict[str, Any]
    marks: dict[Where, Mark]
    files: tuple[Path, ...]
    mistakes: list[tuple[Mark, Mistake]] = field(default_factory=list)


def load_scenario(source: str | Path | Scenario, overrides: Changes = ()) -> Scenario:
    """The scenario of a library name or a file, with `extends` resolved and dotted overrides made.

    source: `"coupon_spam"`, `"plans/mine.yaml"`, a Path, or a Scenario (taken as it is). overrides: see
    `Scenario.override`. Raises UsageError with file, line, field, what was given and what is allowed.
    """
    scenario = source if isinstance(source, Scenario) else load(source).scenario
    return scenario.override(overrides) if overrides else scenario


def load(source: str | Path) -> Loaded:
    """The scenario of a library name or a file, and the files it was read from. Raises UsageError."""
    try:
        path = source if isinstance(source, Path) else find(str(source))
        written = _read_chain(path, ())
        top = label(path)
    except OSError as problem:
        raise UsageError(f"cannot read {source}: {problem.strerror or problem}") from None
    except (
        ValueError,
        RuntimeError,
    ) as problem:  # no valid file name; ~ of an unknown user; links in a circle
        raise UsageError(f"cannot read {str(source)!r}: {problem}") from None
    scenario, found = check(_named(written.data, path))
    if scenario is not None:
        found = timeline_mistakes(scenario)
    mistakes = written.mistakes + [(_mark_of(m, written.marks), m) for m in found]
    if scenario is None or mistakes:
        mistakes.sort(key=lambda placed: placed[0])
        raise refuse((f"{mark.file}:{mark.line}: {m}" for mark, m in mistakes), top)
    return Loaded(scenario, written.files)


def label(path: Path) -> str:
    """A file as messages call it: from here if it lies below, else in full."""
    near = os.path.relpath(path)
    return str(path.resolve()) if near.startswith("..") else near


def _mark(where: Where, marks: dict[Where, Mark]) -> Mark:
    """Where a value stands, or the nearest thing around it that is written."""
    return next(marks[where[:n]] for n in range(len(where), -1, -1) if where[:n] in marks)


def _mark_of(mistake: Mistake, marks: dict[Where, Mark]) -> Mark:
    """Where a mistake stands; of several fields, the one written in the file nearest to the one asked for."""
    mark = _mark(mistake.where, marks)
    written = [marks[one] for one in mistake.fields if one in marks]
    own = min(written, default=mark)
    # a section opened in a file need not hold the fields at fault
    return mark if own.above == mark.above else own


def _named(data: dict[str, Any], path: Path) -> dict[str, Any]:
    """Name and title from the file's name, where none is written."""
    stem = re.sub(r"[^a-z0-9_-]+", "_", path.stem.lower()).strip("_-")[:64] or "scenario"
    name = str(data.get("name", stem))[:400] or stem
    return {"name": name, "title": {"en": name, "zh": name}, **data}


def _read_chain(path: Path, below: tuple[Path, ...]) -> _Written:
    """A file merged over the one it extends; `below` are the files that led here."""
    text, here, file = text_of(path), path.resolve(), label(path)
    trail = " -> ".join(label(p) for p in (*below, here))
    if here in below:
        raise UsageError(f"extends goes in a circle: {trail}; let one of them stand alone")
    if len(below) >= MAX_CHAIN:
        raise UsageError(f"extends reaches deeper than {MAX_CHAIN} files: {trail}")
    marked = read_yaml(text, file)
    data = dict(_mapping(marked, text, file))
    parent = data.pop("extends", None)
    marks = {where: Mark(len(below), file, line) for where, line in marked.lines.items()}
    wrong = [(Mark(len(below), file, line), Mistake(where, note)) for where, line, note in marked.mistakes]
    if isinstance(data.get("fits"), str) and data["fits"]:
        data["fits"] = str(here.parent / Path(data["fits"]).expanduser())
        if not Path(data["fits"]).is_file():
            absent = Mistake(("fits",), f"there is no file {label(Path(data['fits']))}")
            wrong.append((marks[("fits",)], absent))
    if parent is None:
        return _Written(data, marks, (here,), wrong)
    base = _read_parent(parent, marks[("extends",)], (*below, here))
    inherited = {key: value for key, value in base.data.items() if key not in OWN}
    replaced = {where for where in marks if not isinstance(_at(base.data, where), dict)}
    kept = {where: mark for where, mark in base.marks.items() if not _inside(where, replaced)}
    return _Written(_merge(inherited, data), kept | marks, (here, *base.files), base.mistakes + wrong)


def _read_parent(parent: Any, at: Mark, below: tuple[Path, ...]) -> _Written:
    place = f"{at.file}:{at.line}: extends"
    if not isinstance(parent, str):
        raise UsageError(
            f"{place}: given {parent!r}, allowed: the name of a library scenario or the path of a file"
        )
    try:
        found = find(parent, beside=below[-1].parent)
    except UsageError as absent:
        chain = f" (reached by {' -> '.join(label(p) for p in below)})" if len(below) > 1 else ""
        raise UsageError(f"{place}: {absent}{chain}") from None
    return _read_chain(found, below)


def _mapping(marked: Marked, text: str, file: str) -> dict[str, Any]:
    """The data of a file, which must be a mapping."""
    if isinstance(marked.data, dict):
        return marked.data
    if marked.data is None and not marked.mistakes:
        raise UsageError(
            f"{file}: the file is empty; write at least `extends: baseline`, or see `grouplife new --help`"
        )
    place = f"{file}:{marked.lines.get((), 1)}"
    if "：" in text:
        raise UsageError(f"{place}: write the plain colon ':' followed by a space, not the full-width '：'")
    kind = "a list" if isinstance(marked.data, tuple) else "a single value"
    raise UsageError(f"{place}: given {kind}, allowed: a mapping, that is lines of `name: value`")


def _merge(base: Any, own: Any) -> Any:
    """Mappings merge, everything else replaces."""
    if isinstance(base, dict) and isinstance(own, dict):
        return base | {key: _merge(base.get(key), value) for key, value in own.items()}
    return own


def _at(data: Any, where: Where) -> Any:
    for step in where:
        if not isinstance(data, dict) or step not in data:
            return None
        data = data[step]
    return data


def _inside(where: Where, places: set[Where]) -> bool:
    return any(where[:n] in places for n in range(len(where) + 1))


def text_of(path: Path, what: str = "scenario") -> str:
    """The text of a scenario file, or of what else it is called; refuses what is none, too large or not UTF-8."""
    file = label(path)
    if not path.exists():
        raise UsageError(missing(path))
    if path.is_dir():
        raise UsageError(
            f"{file} is a folder; give the path of one {what} file in it, as in {path / 'my_plan.yaml'}"
        )
    if not path.is_file():
        raise UsageError(f"{file} is no regular file; save the {what} as a .yaml file first")
    if path.stat().st_size > MAX_BYTES:
        raise UsageError(f"{file}: more than {MAX_BYTES:,} bytes; a {what} is a small text file")
    raw = path.read_bytes()
    if raw.startswith(b"PK\x03\x04"):
        archive = "a Word file" if path.suffix == ".docx" else "an Excel file"
        raise UsageError(
            f"{file}: this is {archive} (or another zip archive), whatever its name; a {what} is plain text "
            "in YAML, see `grouplife new --help`"
        )
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as bad:
        line = raw[: bad.start].count(b"\n") + 1
        raise UsageError(
            f"{file}:{line}: not UTF-8 text; save the file as UTF-8 (plain text, no word processor)"
        ) from None
