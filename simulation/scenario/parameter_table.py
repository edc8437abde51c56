"""The parameter table of docs/model.md."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from .arrive import default_channels
from .fields import ROOT, Spot, child, names_of, spot_at
from .mechanisms import PARAMETERS
from .schema import Scenario
from .strategy import default_content
from .team import default_personas

#: Where the source column of a field that names none reads "assumed"; elsewhere the user decides.
_ASSUMED = ("market.", "content.", "channels.", "personas.")


class Row(NamedTuple):
    """One number of a scenario, as text."""

    parameter: str
    meaning: str
    unit: str
    range: str
    range_of_doubt: str
    default: str
    source: str
    mechanism: str


def parameter_rows() -> Iterator[Row]:
    """Every number of a scenario, in the order of the schema; the content table kind by kind."""
    for path, spot, default in _numbers(ROOT, "", Scenario()):
        yield _row(path, spot, default)
    for table, entries in (("content", default_content()), ("channels", default_channels())):
        for kind, entry in entries.items():
            for name, value in entry.model_dump().items():
                place = spot_at((table, kind, name))
                if place is not None and place.kind == "number" and name != "doubt" and value:
                    doubt = (value * (1 - entry.doubt), value * (1 + entry.doubt))
                    yield _row(f"{table}.{kind}.{name}", place, value, doubt)

    for persona, voice in default_personas().items():
        for name, value in voice.model_dump().items():
            place = spot_at(("personas", persona, name))
            if place is not None and name != "doubt":
                doubt = (value * (1 - voice.doubt), min(1.0, value * (1 + voice.doubt)))
                yield _row(f"personas.{persona}.{name}", place, value, doubt)


def parameter_table() -> str:
    """The parameter table in Markdown."""
    lines = ["| " + " | ".join(name.replace("_", " ") for name in Row._fields) + " |"]
    lines.append("|" + "---|" * len(Row._fields))
    for row in parameter_rows():
        cells = [f"`{row.parameter}`", *(text.replace("|", "\\|") for text in row[1:])]
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines) + "\n"


def _numbers(spot: Spot, path: str, value: Any) -> Iterator[tuple[str, Spot, Any]]:
    """Numeric fields outside lists and tables, with their defaults."""
    for name in names_of(spot.type_):
        deeper, here = child(spot, name), f"{path}.{name}" if path else name
        inner = getattr(value, name)
        if deeper is None or inner is None:
            continue
        if deeper.kind == "section":
            yield from _numbers(deeper, here, inner)
        elif deeper.kind in ("number", "whole") or here == "market.rivals":
            yield here, deeper, inner


def _row(path: str, spot: Spot, default: Any, doubt: tuple[float, float] | None = None) -> Row:
    note = PARAMETERS.get(path)
    meaning, _, rest = (spot.info.description or "" if spot.info else "").partition(" [")
    named = rest.partition("source: ")[2]
    low, high = spot.limit("ge", "gt"), spot.limit("le", "lt")
    if note is not None:
        doubt = note.draw
    return Row(
        parameter=path,
        meaning=meaning,
        unit=spot.unit,
        range="" if low is None or high is None else f"{_text(low)} to {_text(high)}",
        range_of_doubt=f"{_text(doubt[0])} to {_text(doubt[1])}" if doubt else "",
        default=_text(default),
        source=note.source
        if note
        else named or ("assumed" if path.startswith(_ASSUMED) else "the user's choice"),
        mechanism=note.mechanism or "" if note else "",
    )


def _text(value: Any) -> str:
    if isinstance(value, tuple):
        return ", ".join(map(_text, value))
    return f"{value:,.0f}" if abs(value) >= 100_000 else f"{value:.5g}"
