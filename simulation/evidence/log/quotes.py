"""Rows that vanish into a text because a quotation mark is not closed."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from ...errors import UsageError
from .words import EVENT_NAMES

if TYPE_CHECKING:
    import pyarrow as pa

_DIGITS = 4  # a time has at least as many


@dataclass(frozen=True)
class Layout:
    """How the rows of a file are laid out. above: lines down to the header; timestamp, event: places from 0."""

    separator: str
    above: int
    columns: int
    timestamp: int
    event: int


def refuse_swallowed(path: Path, raw: bytes, layout: Layout, records: int, events: pa.ChunkedArray) -> None:
    """UsageError where a text that is quoted over several lines holds lines that are rows by themselves.

    raw: the file in UTF-8; records: how many rows were read below the header; events: the column of what
    happened, as read. A text may go over several lines; what else does is a quotation mark that opens by mistake:
    it takes rows with it until the next one, in silence.
    """
    if sum(1 for line in _lines(raw, layout.above) if line.strip("\r\n")) <= records:
        return
    known = {*EVENT_NAMES, *(_bare(str(name)) for name in events.unique().to_pylist())}
    found = [(first, last, lost) for first, last, lost in _spans(raw, layout, known) if lost]
    if not found:
        return
    first, last, lost = found[0]
    more = f" (and so do {len(found) - 1} more)" if len(found) > 1 else ""
    raise UsageError(
        f"{path}: a quotation mark in row {first} opens a text that goes on to row {last}, and {lost:,} of the rows in "
        f"between are events that would be lost{more}; close or remove the mark, or leave the texts out of the export"
    )


def _lines(raw: bytes, above: int) -> Iterator[str]:
    text = io.TextIOWrapper(io.BytesIO(raw), encoding="utf-8", newline="")
    for number, line in enumerate(text):
        if number >= above:
            yield line


def _spans(raw: bytes, layout: Layout, known: set[str]) -> Iterator[tuple[int, int, int]]:
    """(first line, last line, lines in it that are rows by themselves) of each row over several lines."""
    taken: list[str] = []

    def lines() -> Iterator[str]:
        for line in _lines(raw, layout.above):
            taken.append(line)
            yield line

    limit = csv.field_size_limit(max(len(raw), 1))  # a text may swallow the whole file
    try:
        last = layout.above
        for _ in csv.reader(lines(), delimiter=layout.separator):
            first, last = last + 1, last + len(taken)
            if len(taken) > 1:
                yield first, last, sum(_is_row(line, layout, known) for line in taken[1:])
            taken.clear()
    finally:
        csv.field_size_limit(limit)


def _is_row(line: str, layout: Layout, known: set[str]) -> bool:
    fields = line.split(layout.separator)
    return (
        len(fields) >= layout.columns
        and sum(letter.isdigit() for letter in fields[layout.timestamp]) >= _DIGITS
        and _bare(fields[layout.event]) in known
    )


def _bare(name: str) -> str:
    return name.strip().strip('"').strip().lower()
