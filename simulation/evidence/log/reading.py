"""Reading a log file: text in whatever encoding and separator a spreadsheet writes, into four columns of text.

Only the four columns that are used are read; what people wrote never is.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from ...errors import UsageError
from ...scenario.paths import nearest
from .quotes import Layout, refuse_swallowed
from .words import COLUMNS, Note, note

if TYPE_CHECKING:
    import pyarrow as pa

MAX_BYTES = 2_000_000_000
_SEPARATORS = {",": "comma", ";": "semicolon", "\t": "tab", "|": "bar"}
_SHOWN = 12  # columns a message lists
_HEAD = 65_536  # bytes looked at for the header
_BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


@dataclass(frozen=True)
class Table:
    """The four columns as text. rows: row number in the file, the header being row 1.

    broken: (row, what is wrong) of rows that have not as many fields as the header.
    """

    columns: Mapping[str, pa.ChunkedArray]
    rows: NDArray[np.int64]
    broken: tuple[tuple[int, str], ...] = ()
    notes: tuple[Note, ...] = field(default=())


def read_table(path: Path, names: Mapping[str, str | None]) -> Table:
    """Read a log. names: what the user says the columns are called; None: find it.

    Raises UsageError for what is no log.
    """
    raw, notes = _utf8(path)
    header, separator, skip = _header(path, raw)
    if separator != ",":
        notes.append(note("separator", name=_SEPARATORS[separator]))
    chosen = _columns(path, header, names)
    renamed = [f"{role}={name}" for role, name in chosen.items() if role != name]
    if renamed:
        notes.append(note("columns", pairs=", ".join(renamed)))
    return _parsed(path, raw, header, separator, skip, chosen, notes)


def _utf8(path: Path) -> tuple[bytes, list[Note]]:
    """The bytes of the file as UTF-8 without a mark, whatever it was written in."""
    if not path.exists():
        raise UsageError(f"{path}: there is no such file")
    if path.is_dir():
        raise UsageError(f"{path} is a folder; give the path of one CSV file")
    if path.stat().st_size > MAX_BYTES:
        raise UsageError(f"{path}: more than {MAX_BYTES / 1e9:.0f} GB; split the log or leave the texts out")
    raw = path.read_bytes()
    if raw.startswith(b"PK\x03\x04") or raw.startswith(b"\xd0\xcf\x11\xe0"):
        raise UsageError(f"{path}: this is an Excel file, whatever its name; save it as CSV UTF-8 first")
    encoding = next((name for mark, name in _BOMS if raw.startswith(mark)), "utf-8")
    try:
        text = raw.decode(encoding)
        found = [note("encoding", name="UTF-16")] if encoding == "utf-16" else []
    except UnicodeDecodeError as bad:
        try:
            text = raw.decode("gb18030")
        except UnicodeDecodeError:
            row = raw[: bad.start].count(b"\n") + 1
            raise UsageError(
                f"{path}: row {row} is not text in UTF-8 or GB18030; save it as CSV UTF-8"
            ) from None
        found = [note("encoding", name="GB18030")]
    if "\x00" in text[:_HEAD]:
        raise UsageError(f"{path}: this is no text file; save the log as CSV UTF-8")
    if not text.strip():
        raise UsageError(
            f"{path} is empty; a log has a header and one event a row: timestamp,group,member,event"
        )
    return (
        raw[3:] if encoding == "utf-8-sig" else raw if encoding == "utf-8" and not found else text.encode()
    ), found


def _header(path: Path, raw: bytes) -> tuple[list[str], str, int]:
    """(names of the columns, separator, lines above the header)."""
    lines = raw[:_HEAD].decode("utf-8", errors="replace").splitlines()
    skip = next(n for n, line in enumerate(lines) if line.strip())
    if lines[skip].lower().startswith("sep="):  # Excel's own hint
        skip += 1
    if skip >= len(lines):
        raise UsageError(f"{path} has no header; a log begins with: timestamp,group,member,event")
    line = lines[skip]
    separator = max(_SEPARATORS, key=line.count)
    names = [name.strip() for name in next(csv.reader(io.StringIO(line), delimiter=separator))]
    if sum(cell[:4].isdigit() for cell in names) and not set(map(str.lower, names)) & _KNOWN:
        raise UsageError(
            f"{path}: row {skip + 1} looks like an event, not like a header ({line[:80]}); "
            "put a line with the names of the columns above it: timestamp,group,member,event"
        )
    return names, separator, skip


_KNOWN = {name for names in COLUMNS.values() for name in names}


def _columns(path: Path, header: list[str], names: Mapping[str, str | None]) -> dict[str, str]:
    """Role -> column of the file."""
    lower = [name.lower() for name in header]
    shown = ", ".join(header[:_SHOWN]) + (", …" if len(header) > _SHOWN else "")
    chosen, missing = {}, []
    for role, known in COLUMNS.items():
        wanted = names.get(role)
        if wanted is not None:
            if wanted.lower() not in lower:
                near = nearest(wanted, header)
                hint = f"; did you mean {near}?" if near else ""
                raise UsageError(
                    f"{path}: there is no column {wanted!r} (--{role}){hint}; there are: {shown}"
                )
            chosen[role] = wanted if wanted in header else header[lower.index(wanted.lower())]
            continue
        found = next((header[lower.index(name)] for name in known if name in lower), None)
        if found is None:
            missing.append(role)
        else:
            chosen[role] = found
    if missing:
        how = " ".join(f"--{role} NAME" for role in missing)
        raise UsageError(
            f"{path}: no column was recognised as {', '.join(missing)}; the columns are: {shown}; say which with {how}"
        )
    twice = {name for name in chosen.values() if list(chosen.values()).count(name) > 1}
    if twice:
        raise UsageError(
            f"{path}: the column {twice.pop()} was given for two things; the columns are: {shown}"
        )
    for role, name in chosen.items():
        alike = [
            str(n) for n, other in enumerate(header, 1) if _same(other, name, exact=names.get(role) == name)
        ]
        if len(alike) > 1:
            raise UsageError(
                f"{path}: {len(alike)} columns are called {name} (columns {', '.join(alike)}), and which of them holds "
                f"the {role} cannot be told; rename the others in the header"
            )
    return chosen


def _same(one: str, two: str, exact: bool) -> bool:
    return one == two if exact else one.lower() == two.lower()


def _parsed(
    path: Path,
    raw: bytes,
    header: list[str],
    separator: str,
    skip: int,
    chosen: Mapping[str, str],
    notes: list[Note],
) -> Table:
    import pyarrow as pa
    from pyarrow import csv as arrow_csv

    broken: list[tuple[int, str]] = []

    def odd(row: Any) -> str:
        broken.append(
            (int(row.number or 0), f"{row.actual_columns} fields instead of {row.expected_columns}")
        )
        return "skip"

    places = [header.index(name) for name in chosen.values()]
    plain = [f"f{n}" for n in range(len(header))]  # header names may repeat or be empty
    try:
        table = arrow_csv.read_csv(
            io.BytesIO(raw),
            read_options=arrow_csv.ReadOptions(use_threads=False, column_names=plain, skip_rows=skip + 1),
            parse_options=arrow_csv.ParseOptions(
                delimiter=separator, newlines_in_values=True, invalid_row_handler=odd
            ),
            convert_options=arrow_csv.ConvertOptions(
                include_columns=[plain[n] for n in places],
                column_types=dict.fromkeys(plain, pa.string()),
                strings_can_be_null=False,
            ),
        )
    except pa.ArrowInvalid as problem:
        if "Empty CSV" not in str(problem):
            raise UsageError(f"{path}: cannot be read as CSV: {str(problem)[:200]}") from None
        table = pa.table({name: pa.array([], pa.string()) for name in plain})
    if table.num_rows + len(broken) == 0:
        raise UsageError(f"{path} has a header and no events below it")
    columns = {role: table[plain[place]] for role, place in zip(chosen, places, strict=True)}
    if b'"' in raw:
        layout = Layout(
            separator, skip + 1, len(header), header.index(chosen["timestamp"]), header.index(chosen["event"])
        )
        refuse_swallowed(path, raw, layout, table.num_rows + len(broken), columns["event"])
    numbers = np.arange(skip + 2, skip + 2 + table.num_rows + len(broken), dtype=np.int64)
    bad = np.array([row for row, _ in broken], dtype=np.int64)
    if len(bad):
        numbers = numbers[~np.isin(numbers, bad)][: table.num_rows]
    return Table(columns, numbers, tuple(broken), tuple(notes))
