"""What the schema allows at a path: names, range, unit, choices. Serves messages, overrides and tables."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin

from pydantic import BaseModel
from pydantic.fields import FieldInfo

from .paths import Where, nearest, show_path
from .schema import Scenario


@dataclass(frozen=True)
class Spot:
    """One place in the schema.

    kind: section, list, table (free names), choice, switch, whole, number, text or any.
    """

    kind: str
    type_: Any
    info: FieldInfo | None
    constraints: tuple[Any, ...] = ()

    @property
    def unit(self) -> str:
        """Unit as the description gives it in [brackets]; empty if none."""
        about = (self.info.description or "") if self.info else ""
        return about[about.rindex("[") + 1 : about.rindex("]")] if "[" in about and "]" in about else ""

    def limit(self, *names: str) -> Any:
        """The first constraint of these names (ge, gt, le, lt, min_length, max_length, pattern), or None."""
        for constraint in self.constraints:
            for name in names:
                found = getattr(constraint, name, None)
                if found is not None:
                    return found
        return None

    def allowed(self) -> str:
        """What may stand here, in words."""
        return _ALLOWED[self.kind](self)


def _numbers(spot: Spot) -> str:
    noun = "a whole number" if spot.kind == "whole" else "a number"
    low, above = spot.limit("ge"), spot.limit("gt")
    high, under = spot.limit("le"), spot.limit("lt")
    text = noun
    if low is not None and high is not None:
        text = f"{noun} from {low:,} to {high:,}"
    elif low is not None or above is not None:
        text = f"{noun} {'from' if low is not None else 'above'} {low if low is not None else above:,}"
        text += f" to {high:,}" if high is not None else f", under {under:,}" if under is not None else ""
    elif high is not None:
        text = f"{noun} up to {high:,}"
    return f"{text} [{spot.unit}]" if spot.unit else text


def _list(spot: Spot) -> str:
    inner = get_args(spot.type_)
    if Ellipsis not in inner:
        return f"a list of {len(inner)} numbers"
    least, most = spot.limit("min_length"), spot.limit("max_length")
    if least:
        return f"a list of {least} to {most:,} entries" if most else f"a list of {least} or more entries"
    return "a list" + (f" of at most {most} entries" if most else "")


def _text(spot: Spot) -> str:
    pattern, most = spot.limit("pattern"), spot.limit("max_length")
    if pattern:
        return "lower-case letters a-z, digits, _ and - (pattern " + str(pattern) + ")"
    return f"a text of 1 to {most} characters" if most else "a text"


_ALLOWED = {
    "section": lambda s: "a mapping with " + ", ".join(names_of(s.type_)),
    "table": lambda s: "a mapping" + (" with one entry or more" if s.limit("min_length") else ""),
    "list": _list,
    "choice": lambda s: ", ".join(str(x) for x in get_args(s.type_)),
    "switch": lambda s: "on or off",
    "whole": _numbers,
    "number": _numbers,
    "text": _text,
    "any": lambda s: "a value",
}


def names_of(model: type[BaseModel]) -> tuple[str, ...]:
    """Field names of a section as a file writes them."""
    return tuple(field.alias or name for name, field in model.model_fields.items())


def spot_of(type_: Any, info: FieldInfo | None, constraints: tuple[Any, ...] = ()) -> Spot:
    """The spot for an annotation, with Optional and Annotated taken apart."""
    while True:
        origin = get_origin(type_)
        if origin is Annotated:
            type_, *extra = get_args(type_)
            for item in extra:
                constraints += tuple(item.metadata) if isinstance(item, FieldInfo) else (item,)
                info = info or (item if isinstance(item, FieldInfo) else None)
        elif origin in (Union, UnionType) and NoneType in get_args(type_):
            (type_,) = [part for part in get_args(type_) if part is not NoneType]
        else:
            break
    if isinstance(type_, type) and issubclass(type_, BaseModel):
        kind = "section"
    elif origin is tuple:
        kind = "list"
    elif origin is dict:
        kind = "table"
    elif origin is Literal:
        kind = "choice"
    else:
        kind = {bool: "switch", int: "whole", float: "number", str: "text"}.get(type_, "any")
    return Spot(kind, type_, info, constraints)


ROOT = Spot("section", Scenario, None)


def child(spot: Spot, step: str | int) -> Spot | None:
    """The spot one step further in, or None where the schema has nothing of that name."""
    if spot.kind == "section" and isinstance(step, str):
        for name, field in spot.type_.model_fields.items():
            if step == (field.alias or name):
                return spot_of(field.annotation, field, tuple(field.metadata))
    elif spot.kind == "list" and isinstance(step, int):
        inner = get_args(spot.type_)
        if Ellipsis in inner or step < len(inner):
            return spot_of(inner[0 if Ellipsis in inner else step], None)
    elif spot.kind == "table" and isinstance(step, str):
        return spot_of(get_args(spot.type_)[1], None)
    return None


def spot_at(where: Where, root: Spot = ROOT) -> Spot | None:
    """What the schema (or another, from its root) has at a path, or None."""
    spot: Spot | None = root
    for step in where:
        spot = child(spot, step) if spot else None
    return spot


@lru_cache(maxsize=1)
def every_path() -> tuple[str, ...]:
    """Every path of the schema; [] stands for an entry of a list and * for a name of a table."""
    return tuple(_walk(ROOT, ""))


def _walk(spot: Spot, path: str) -> Iterator[str]:
    if spot.kind == "section":
        for name in names_of(spot.type_):
            deeper = child(spot, name)
            here = f"{path}.{name}" if path else name
            yield here
            if deeper:
                yield from _walk(deeper, here)
    elif spot.kind in ("list", "table"):
        deeper = child(spot, 0 if spot.kind == "list" else "*")
        if deeper:
            yield from _walk(deeper, path + ("[]" if spot.kind == "list" else ".*"))


def unknown_name(parent: Where, name: str, names: tuple[str, ...], guess: str | None = None) -> str:
    """Message for a name the schema does not have: the nearest, or where it belongs, and what is allowed."""
    homes = homes_of(name)
    near = nearest(name, names, 0.75)
    if near is None and not homes:
        near = nearest(name, names)
        close = nearest(name, {path.rsplit(".", 1)[-1] for path in every_path()})
        homes = homes_of(close) if close else []
    guess = guess or near or " or ".join(homes[:3])
    hint = f"; did you mean {guess}?" if guess else ";"
    return f"unknown name {name!r}{hint} allowed in {show_path(parent) or 'a scenario'}: {', '.join(names)}"


def homes_of(ending: str) -> list[str]:
    """Paths of the schema that end so."""
    return [path for path in every_path() if path == ending or path.endswith("." + ending)]


def corrected(where: Where) -> str | None:
    """The path most likely meant by one that leads nowhere, or None."""
    ending = show_path(tuple(step for step in where if isinstance(step, str)))
    homes = [path for path in every_path() if path.replace("[]", "").endswith("." + ending)]
    if len(homes) == 1:
        return homes[0].replace("[]", "[0]")
    spot, found = ROOT, []
    for step in where:
        deeper = child(spot, step)
        if deeper is None and spot.kind == "section" and isinstance(step, str):
            step = nearest(step, names_of(spot.type_)) or step
            deeper = child(spot, step)
        if deeper is None:
            return None
        spot = deeper
        found.append(step)
    return show_path(found)
