"""From a file to a checked claim; a mistake names file, line, field, what was given and what is allowed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from ...errors import UsageError
from ...scenario.fields import Spot, child, names_of
from ...scenario.loader import label, text_of
from ...scenario.mistakes import refuse, show
from ...scenario.parameter import Unfit
from ...scenario.paths import Where, nearest, show_path
from ...scenario.yaml_lines import read_yaml
from .schema import Claim
from .shapes import FORMS

_ROOT = Spot("section", Claim, None)


@dataclass(frozen=True)
class ClaimFile:
    """A claim with its file and the line of every value, so that later mistakes can be placed too."""

    claim: Claim
    path: Path
    lines: Mapping[Where, int]

    def place(self, where: Where) -> str:
        """`file:line` of a value, or of the nearest thing around it that is written."""
        return f"{label(self.path)}:{_line(where, self.lines)}"


def read_claim(path: Path) -> ClaimFile:
    """The claim of a file. Raises UsageError that lists every mistake in it."""
    try:
        text = text_of(path, "claim")
    except OSError as problem:
        raise UsageError(f"cannot read {path}: {problem.strerror or problem}") from None
    name = label(path)
    marked = read_yaml(text, name)
    if not isinstance(marked.data, dict):
        raise UsageError(
            f"{name}: allowed: a mapping, that is lines of `name: value`, as `grouplife schema --claim`"
        )
    mistakes = [(line, f"{show_path(where)}: {note}") for where, line, note in marked.mistakes]
    claim, found = _checked(marked.data)
    if claim is not None and claim.id != path.stem:
        found = [(("id",), f"given {claim.id!r}, allowed: the file's name, {path.stem!r}")]
    mistakes += [
        (_line(where, marked.lines), f"{show_path(where)}: {note}" if where else note)
        for where, note in found
    ]
    if claim is None or mistakes:
        raise refuse((f"{name}:{line}: {note}" for line, note in sorted(mistakes)), name)
    return ClaimFile(claim, path, marked.lines)


def _line(where: Where, lines: Mapping[Where, int]) -> int:
    return next((lines[where[:n]] for n in range(len(where), -1, -1) if where[:n] in lines), 1)


def _checked(data: dict[str, Any]) -> tuple[Claim | None, list[tuple[Where, str]]]:
    try:
        return Claim.model_validate(data, strict=True), []
    except ValidationError as error:
        errors = error.errors(include_url=False)
    found = [mistake for one in errors for mistake in _read(one, data)]
    # of a field that may be written in several ways each way complains; the first says enough
    return None, list({where: (where, note) for where, note in reversed(found)}.values())[::-1]


def _read(error: Any, data: Any) -> Iterator[tuple[Where, str]]:
    where = _written(error["loc"], data, keep_last=error["type"] == "missing")
    unfit = error.get("ctx", {}).get("error")
    if isinstance(unfit, Unfit):
        for finding in unfit.findings:
            yield (*where, *finding.where), finding.text
    else:
        yield where, _say(error, where, data)


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


def _say(error: Any, where: Where, data: Any) -> str:
    kind, given = error["type"], error.get("input")
    if kind in ("union_tag_invalid", "union_tag_not_found"):
        return _unknown_form(given)
    spot = _spot(where, data)
    if kind == "missing":
        about = spot.info.description if spot and spot.info else None
        return "missing" + (f": {about}" if about else "")
    if kind == "extra_forbidden":
        parent = _spot(where[:-1], data)
        names = names_of(parent.type_) if parent else ()
        near = nearest(str(where[-1]), names)
        hint = f"did you mean {near}? " if near else ""
        place = show_path(where[:-1]) or "a claim"
        return f"unknown name {where[-1]!r}; {hint}allowed in {place}: {', '.join(names)}"
    if error["loc"][-1] == "[key]":
        return f"the name {show(given)} cannot be used; allowed: letters, digits, _ . and -"
    if spot is None or spot.kind == "any":
        return f"given {show(given)}; {error['msg']}"
    allowed = spot.allowed()
    near = nearest(given, allowed.split(", ")) if spot.kind == "choice" and isinstance(given, str) else None
    return f"given {show(given)}, allowed: {allowed}" + (f"; did you mean {near}?" if near else "")


def _unknown_form(given: Any) -> str:
    form = given.get("form") if isinstance(given, Mapping) else None
    near = nearest(str(form), FORMS) if form is not None else None
    hint = f"did you mean {near}? " if near else ""
    return f"unknown form {show(form)}; {hint}allowed: {', '.join(FORMS)}"


def _spot(where: Where, data: Any) -> Spot | None:
    """What the schema has at a place; inside `effect`, that of the form written there."""
    spot: Spot | None = _ROOT
    for step in where:
        spot = child(spot, step) if spot else None
        data = data.get(step) if isinstance(data, Mapping) else None
        if step == "effect" and isinstance(data, Mapping) and str(data.get("form")) in FORMS:
            spot = Spot("section", FORMS[str(data["form"])], None)
    return spot
