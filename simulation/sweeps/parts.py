"""A part of the journal: what one finished batch of runs found, in one piece.

    8 bytes    mark
    4 + 4      length and checksum (CRC-32) of what follows up to the tables
    header     JSON: where each table begins and ends, its checksum, its rows by run, and what is needed of every
               run without opening the tables
    tables     Arrow streams, compressed: runs, then daily, groups, members where they are kept

Workers write parts to memory, so that packing costs the process that hands out work nothing, and whatever brings
them home moves bytes.
"""

from __future__ import annotations

import json
import math
import struct
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pyarrow as pa

MARK = b"GRPLIFE1"
_FRAME = struct.Struct("<8sII")


@dataclass(frozen=True)
class Header:
    """What a part holds.

    run_ids: ascending. failed: those of them that failed. watched: by run, the measure the stopping rule looks at
    (NaN: none). seconds: of work. tables: name -> (first byte, bytes, checksum), counted from the end of the header.
    rows: name -> rows by run. start: where the tables begin in the file.
    """

    run_ids: tuple[int, ...]
    failed: tuple[int, ...]
    watched: tuple[float, ...]
    seconds: float
    tables: Mapping[str, tuple[int, int, int]]
    rows: Mapping[str, tuple[int, ...]]
    start: int


class Spoilt(Exception):
    """This is no whole part."""


def packed(
    run_ids: Sequence[int],
    failed: Sequence[int],
    watched: Sequence[float],
    seconds: float,
    tables: Mapping[str, pa.Table],
    rows: Mapping[str, Sequence[int]],
) -> bytes:
    """A part as bytes."""
    import pyarrow as pa

    places: dict[str, tuple[int, int, int]] = {}
    body = bytearray()
    options = pa.ipc.IpcWriteOptions(compression="lz4")
    for name, table in tables.items():
        sink = pa.BufferOutputStream()
        with pa.ipc.new_stream(sink, table.schema, options=options) as stream:
            stream.write_table(table)
        content = sink.getvalue()
        places[name] = (len(body), len(content), zlib.crc32(content))
        body += content
    said = {
        "run_ids": list(run_ids),
        "failed": list(failed),
        "watched": [None if math.isnan(value) else value for value in watched],
        "seconds": round(seconds, 3),
        "tables": places,
        "rows": {name: list(counts) for name, counts in rows.items()},
    }
    header = json.dumps(said, separators=(",", ":")).encode()
    return b"".join((_FRAME.pack(MARK, len(header), zlib.crc32(header)), header, body))


def header_of(path: Path) -> Header:
    """The header of a part. Raises Spoilt where the file is no whole part, OSError."""
    with open(path, "rb") as file:
        size = file.seek(0, 2)
        file.seek(0)
        frame = file.read(_FRAME.size)
        if len(frame) < _FRAME.size or not frame.startswith(MARK):
            raise Spoilt
        _, length, checksum = _FRAME.unpack(frame)
        text = file.read(length)
    if len(text) < length or zlib.crc32(text) != checksum:
        raise Spoilt
    said = json.loads(text)
    start = _FRAME.size + length
    if start + sum(length for _, length, _ in said["tables"].values()) != size:
        raise Spoilt
    return Header(
        run_ids=tuple(said["run_ids"]),
        failed=tuple(said["failed"]),
        watched=tuple(math.nan if value is None else value for value in said["watched"]),
        seconds=said["seconds"],
        tables={name: tuple(place) for name, place in said["tables"].items()},
        rows={name: tuple(counts) for name, counts in said["rows"].items()},
        start=start,
    )


def table_of(path: Path, header: Header, name: str) -> pa.Table | None:
    """One table of a part, None where it holds none. Raises Spoilt where its bytes are not those written, OSError."""
    import pyarrow as pa

    if name not in header.tables:
        return None
    first, length, checksum = header.tables[name]
    with open(path, "rb") as file:
        file.seek(header.start + first)
        content: Any = file.read(length)
    if zlib.crc32(content) != checksum:
        raise Spoilt
    with pa.ipc.open_stream(content) as stream:
        return stream.read_all()


def schema_of(path: Path, header: Header, name: str) -> pa.Schema:
    """The columns of a table the part holds, without reading it."""
    import pyarrow as pa

    with pa.OSFile(str(path)) as file:
        file.seek(header.start + header.tables[name][0])
        with pa.ipc.open_stream(file) as stream:
            return stream.schema
