"""Reading a small YAML file into a checked section; a mistake names file, line, field, what was given, what is allowed.

For files that are no scenarios: claims, plans. Scenarios have `extends` and tables with defaults, see `loader`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Generic, TypeVar

from pydantic import BaseModel, ValidationError

from ..errors import UsageError
from .fields import Spot, child, names_of
from .loader import label, text_of
from .mistakes import refuse, show
from .parameter import Unfit
from .paths import Where, nearest, show_path
from .yaml_lines import read_yaml

T = TypeVar("T", bound=BaseModel)
#: What is wrong, and where.
Note = tuple[Where, str]


@dataclass(frozen=True)
class Written(Generic[T]):
    """What a file says, the file, and the line of every value, so that later mistakes can be placed too."""

    content: T
    path: Path
    text: str
    lines: Mapping[Where, int]

    def place(self, where: Where) -> str:
        """`file:line` of a value, or of the nearest thing around it that is written."""
        return f"{label(self.path)}:{_line(where, self.lines)}"


@dataclass(frozen=True)
class Grammar(Generic[T]):
    """How files of one kind are read.

    what: they are called, as in "claim". help: the command that says what may stand in one. own: the field that
    must be the file's name, if any. forms: by field, the sections that its `form` chooses from.
    """

    model: type[T]
    what: str
    help: str
    own: str = ""
    forms: Mapping[str, Mapping[str, type[BaseModel]]] = field(default_factory=dict)

    def read(self, path: Path, defaults: Mapping[str, Any] | None = None) -> Written[T]:
        """What a file says, on top of defaults. Raises UsageError that lists every mistake in it."""
        try:
            text = text_of(path, self.what)
        except OSError as problem:
            raise UsageError(f"cannot read {path}: {problem.strerror or problem}") from None
        name = label(path)
        marked = read_yaml(text, name)
        if not isinstance(marked.data, dict):
            raise UsageError(f"{name}: allowed: a mapping, that is lines of `name: value`, as `{self.help}`")
        mistakes = [(line, f"{show_path(where)}: {note}") for where, line, note in marked.mistakes]
        content, found = self.checked({**(defaults or {}), **marked.data})
        given = getattr(content, self.own) if content is not None and self.own else path.stem
        if given != path.stem:
            found = [((self.own,), f"given {given!r}, allowed: the file's name, {path.stem!r}")]
        mistakes += [(_line(where, marked.lines), _said(where, note)) for where, note in found]
        if content is None or mistakes:
            raise refuse((f"{name}:{line}: {note}" for line, note in sorted(mistakes)), name)
        return Written(content, path, text, marked.lines)

    def checked(self, data: Mapping[str, Any]) -> tuple[T | None, list[Note]]:
        """What plain data say, or every mistake in them."""
        try:
            return self.model.model_validate(data, strict=True), []
        except ValidationError as error:
            errors = error.errors(include_url=False)
        found = [mistake for one in errors for mistake in self._read(one, data)]
        # of a field that may be written in several ways each way complains; the first says enough
        return None, list({where: (where, note) for where, note in reversed(found)}.values())[::-1]

    def _read(self, error: Any, data: Any) -> Iterator[Note]:
        where = _written(error["loc"], data, keep_last=error["type"] == "missing")
        unfit = error.get("ctx", {}).get("error")
        if isinstance(unfit, Unfit):
            for finding in unfit.findings:
                yield (*where, *finding.where), finding.text
        else:
            yield where, self._say(error, where, data)

    def _say(self, error: Any, where: Where, data: Any) -> str:
        kind, given = error["type"], error.get("input")
        if kind in ("union_tag_invalid", "union_tag_not_found"):
            return _unknown_form(given, self.forms[str(where[-1])])
        spot = self._spot(where, data)
        if kind == "missing":
            about = spot.info.description if spot and spot.info else None
            return "missing" + (f": {about}" if about else "")
        if kind == "extra_forbidden":
            parent = self._spot(where[:-1], data)
            names = names_of(parent.type_) if parent else ()
            near = nearest(str(where[-1]), names)
            hint = f"did you mean {near}? " if near else ""
            place = show_path(where[:-1]) or f"a {self.what}"
            return f"unknown name {where[-1]!r}; {hint}allowed in {place}: {', '.join(names)}"
        if error["loc"][-1] == "[key]":
            return f"the name {show(given)} cannot be used; allowed: letters, digits, _ . and -"
        if spot is None or spot.kind == "any":
            return f"given {show(given)}; {error['msg']}"
        allowed = spot.allowed()
        near = (
            nearest(given, allowed.split(", ")) if spot.kind == "choice" and isinstance(given, str) else None
        )
        hint = f"; did you mean {near}?" if near else ""
        if spot.kind == "list" and isinstance(given, (str, int, float)) and not isinstance(given, bool):
            hint = f"; write it in brackets: [{given}]"
        return f"given {show(given)}, allowed: {allowed}{hint}"

    def _spot(self, where: Where, data: Any) -> Spot | None:
        """What the schema has at a place; inside a field with forms, that of the form written there."""
        spot: Spot | None = Spot("section", self.model, None)
        for step in where:
            spot = child(spot, step) if spot else None
            data = data.get(step) if isinstance(data, Mapping) else None
            forms = self.forms.get(str(step), {})
            if isinstance(data, Mapping) and str(data.get("form")) in forms:
                spot = Spot("section", forms[str(data["form"])], None)
        return spot


def _said(where: Where, note: str) -> str:
    return f"{show_path(where)}: {note}" if where else note


def _line(where: Where, lines: Mapping[Where, int]) -> int:
    return next((lines[where[:n]] for n in range(len(where), -1, -1) if where[:n] in lines), 1)


def _written(loc: tuple[str | int, ...], data: Any, keep_last: bool) -> Where:
    """The steps of an error's place that stand in the file: no tags of unions, no marks of the checker."""
    where: list[str | int] = []
    for n, step in enumerate(loc):
        inside = isinstance(data, dict) and step in data
        inside = inside or (isinstance(data, tuple) and isinstance(step, int) and step < len(data))
        if inside:
            data = data[step]
            where.append(step)
        elif keep_last and n == len(loc) - 1:
            where.append(step)
    return tuple(where)


def _unknown_form(given: Any, forms: Mapping[str, Any]) -> str:
    form = given.get("form") if isinstance(given, Mapping) else None
    near = nearest(str(form), forms) if form is not None else None
    hint = f"did you mean {near}? " if near else ""
    return f"unknown form {show(form)}; {hint}allowed: {', '.join(forms)}"
