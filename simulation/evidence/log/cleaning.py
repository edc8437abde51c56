"""From text to events in order of time: what was mended is said, what cannot be read is refused above a small share."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ...errors import UsageError
from ...scenario.paths import nearest
from .reading import Table, read_table
from .times import local_seconds, seconds_of, zone_told
from .words import EVENT_NAMES, EVENTS, IGNORE, JOIN, MESSAGE, Note, note

if TYPE_CHECKING:
    import pandas as pd
    import pyarrow as pa

Ints = NDArray[np.int64]

#: Largest share of rows left out because they cannot be read.
BAD_SHARE = 0.01
#: Largest share of rows left out because their event has a name that nobody explained.
ODD_SHARE = 0.05
_SHOWN = 5  # rows a message lists
_DAY = 86_400
_NIGHT = 6  # o'clock
_MOST_TALK = 0.8  # share of messages that falls into the hours told
_NIGHTLY = 0.5  # share of messages at night from which the time zone is doubted
_FAR = 365  # days without any event beyond which a few events count as far from the rest
_UNITS = ((900, "day or hour"), (60, "minute"))


@dataclass(frozen=True, eq=False)
class Log:
    """A log in order of time. Arrays [events]: day, from 0, of the zone's calendar; group, member: number; kind.

    groups: names, in order of first appearance; members: how many people; first: date of day 0;
    days: from the first event to the last, both counted.
    """

    day: Ints
    group: Ints
    member: Ints
    kind: NDArray[np.int8]
    groups: tuple[str, ...]
    members: int
    first: date
    days: int
    zone: str
    notes: tuple[Note, ...] = field(default=())

    def date(self, day: int) -> date:
        """The date of a day."""
        return self.first + timedelta(days=int(day))


def read_log(
    path: Path | str,
    columns: Mapping[str, str | None] | None = None,
    zone: str = "Asia/Shanghai",
    event_names: Mapping[str, str] | None = None,
) -> Log:
    """Read and clean a log.

    columns: role (timestamp, group, member, event) -> name in the file, where it is not one of those known.
    zone: whose days are counted; times without an offset are local there. event_names: name in the file ->
    join, leave, message or ignore. Raises UsageError that says which rows, how many, and what to do.
    """
    path = Path(path)
    zone, told = zone_told(zone)
    table = read_table(path, columns or {})
    log = clean(path, table, zone, event_names or {})
    return replace(log, notes=(*told, *log.notes))


def clean(path: Path, table: Table, zone: str, event_names: Mapping[str, str]) -> Log:
    """Events from the columns of a table."""
    notes = list(table.notes)
    if not len(table.rows):
        _good(path, table.rows, {}, table, notes)  # every row is broken: raises
    kind, skipped, odd = _kinds(path, table.columns["event"], event_names)
    if skipped:
        notes.append(note("ignored", count=sum(skipped.values()), names=_named(skipped)))
    wanted = kind >= -1
    seconds, found = seconds_of(_text(table.columns["timestamp"], wanted), zone)
    notes += found
    rows, kind = table.rows[wanted], kind[wanted]
    group, groups = _codes(table.columns["group"], wanted)
    member, _ = _codes(table.columns["member"], wanted)
    why = {
        "no time that can be read": np.isnan(seconds),
        "no group": group < 0,
        "no member": member < 0,
        f"an unknown event ({_named(odd)})": kind == -1,
    }
    good = _good(path, rows, why, table, notes)
    rows, kind, group, member = rows[good], kind[good], group[good], member[good]
    log, order = _ordered(seconds[good].astype(np.int64), kind, group, member, rows, notes)
    local = local_seconds(log, zone)
    kind, group, member = kind[order], group[order], member[order]
    _tell_hours(local[kind == MESSAGE], zone, notes)
    _doubt_zone(local[kind == MESSAGE], zone, notes)
    day = local // _DAY
    _tell_far(day, group, groups, rows[order], notes)
    used, group = np.unique(group, return_inverse=True)
    seen, member = np.unique(member, return_inverse=True)
    return Log(
        day=day - day[0],
        group=group.astype(np.int64),
        member=member.astype(np.int64),
        kind=kind,
        groups=tuple(groups[n] for n in used),
        members=len(seen),
        first=date(1970, 1, 1) + timedelta(days=int(day[0])),
        days=int(day[-1] - day[0]) + 1,
        zone=zone,
        notes=tuple(notes),
    )


def _text(column: pa.ChunkedArray, keep: NDArray[np.bool_]) -> pd.Series[str]:
    import pyarrow as pa

    return column.filter(pa.array(keep)).to_pandas()


def _kinds(
    path: Path, column: pa.ChunkedArray, given: Mapping[str, str]
) -> tuple[NDArray[np.int8], dict[str, int], dict[str, int]]:
    """(kind of each row, -1 unknown, -2 left out; names left out with counts; unknown names with counts)."""
    names, codes, counts = _names(column)
    told = {name.strip().lower(): _event(name, event) for name, event in given.items()}
    skipped: dict[str, int] = {}
    odd: dict[str, int] = {}
    kinds = np.full(len(names) + 1, -1, dtype=np.int8)
    for n, name in enumerate(names):
        event = told.get(name.lower(), EVENT_NAMES.get(name.lower()))
        if event == IGNORE:
            kinds[n] = -2
            skipped[name] = counts[n]
        elif event is None:
            odd[name or "nothing"] = counts[n]
        else:
            kinds[n] = EVENTS.index(event)
    total = sum(counts)
    if sum(odd.values()) > max(1.0, ODD_SHARE * total) or not (kinds >= 0).any():
        example = next(iter(odd), "…")
        raise UsageError(
            f"{path}: {sum(odd.values()):,} of {total:,} rows hold events of unknown name: {_named(odd)}; "
            f"allowed: join, leave, message; say what each means, e.g. --event-name {example}=message, "
            f"or leave it out with --event-name {example}=ignore"
        )
    return kinds[codes], skipped, odd


def _event(name: str, event: str) -> str:
    allowed = (*EVENTS, IGNORE)
    if event not in allowed:
        near = nearest(event, allowed)
        hint = f"; did you mean {near}?" if near else ""
        raise UsageError(f"--event-name {name}={event}: given {event!r}, allowed: {', '.join(allowed)}{hint}")
    return event


def _named(counts: Mapping[str, int]) -> str:
    most = sorted(counts.items(), key=lambda item: -item[1])
    text = ", ".join(f"{name} ({count:,})" for name, count in most[:_SHOWN])
    return text + (f" and {len(most) - _SHOWN} more" if len(most) > _SHOWN else "")


def _names(column: pa.ChunkedArray) -> tuple[list[str], Ints, list[int]]:
    """(names without blanks around them, number of each row, rows of each name)."""
    encoded = column.combine_chunks().dictionary_encode()
    names = [str(name).strip() for name in encoded.dictionary.to_pylist()]
    distinct = list(dict.fromkeys(names))
    place = {name: n for n, name in enumerate(distinct)}
    codes = np.array([place[name] for name in names], dtype=np.int64)[encoded.indices.to_numpy()]
    return distinct, codes, [int(n) for n in np.bincount(codes, minlength=len(distinct))]


def _codes(column: pa.ChunkedArray, keep: NDArray[np.bool_]) -> tuple[Ints, list[str]]:
    """(number of each row's name, -1 for none; the names)."""
    names, codes, _ = _names(column)
    empty = np.array([name == "" or name.lower() in ("nan", "null", "none") for name in names], dtype=bool)
    return np.where(empty[codes], -1, codes)[keep], names


def _good(
    path: Path, rows: Ints, why: Mapping[str, NDArray[np.bool_]], table: Table, notes: list[Note]
) -> NDArray[np.bool_]:
    """Rows that can be read; UsageError where too many cannot."""
    bad = np.logical_or.reduce([np.zeros(len(rows), dtype=bool), *why.values()])
    total, count = len(rows) + len(table.broken), int(bad.sum()) + len(table.broken)
    if not count:
        return ~bad
    reasons = [f"{int(flags.sum()):,} with {name}" for name, flags in why.items() if flags.any()]
    if table.broken:
        reasons.append(f"{len(table.broken):,} with {table.broken[0][1]}")
    first = sorted([*rows[bad][:_SHOWN].tolist(), *(row for row, _ in table.broken[:_SHOWN])])[:_SHOWN]
    shown = ", ".join(map(str, first)) + (", …" if count > len(first) else "")
    if count > max(1.0, BAD_SHARE * total) or count == total:
        raise UsageError(
            f"{path}: {count:,} of {total:,} rows cannot be read: {'; '.join(reasons)} (rows {shown}); "
            f"up to {100 * BAD_SHARE:.0f} % would be left out, so mend the export, or name other columns "
            "with --timestamp, --group, --member, --event"
        )
    notes.append(note("unparsable", count=count, rows=total, why="; ".join(reasons), shown=shown))
    return ~bad


def _ordered(
    seconds: Ints, kind: NDArray[np.int8], group: Ints, member: Ints, rows: Ints, notes: list[Note]
) -> tuple[Ints, Ints]:
    """(seconds, place of each event kept) in order of time, without exact duplicates."""
    behind = np.flatnonzero(seconds[1:] < seconds[:-1])
    if len(behind):
        count = int((seconds < np.maximum.accumulate(seconds)).sum())
        notes.append(note("unordered", count=count, row=int(rows[behind[0] + 1])))
    # joins before messages before leaves of one second, and whatever the order of the rows the same
    rank = np.array([0, 2, 1])[kind]
    order = np.lexsort((member, group, rank, seconds))
    same = np.ones(len(order), dtype=bool)
    same[:1] = False
    for values in (seconds, kind, group, member):
        sorted_ = values[order]
        same[1:] &= sorted_[1:] == sorted_[:-1]
    unit = next((name for size, name in _UNITS if len(seconds) and (seconds % size == 0).all()), "")
    if unit:
        kept = same & (kind[order] == MESSAGE)
        if kept.any():
            notes.append(note("coarse", unit=unit, count=int(kept.sum())))
        same &= ~kept
    if same.any():
        notes.append(note("duplicates", count=int(same.sum()), row=int(rows[order][same].min())))
    order = order[~same]
    return seconds[order], order


def _tell_far(day: Ints, group: Ints, groups: list[str], rows: Ints, notes: list[Note]) -> None:
    """Tell of a few events that lie far from all others: one wrong clock makes its group years old.

    day, group, rows: of the events, in order of time.
    """
    few = max(1, int(BAD_SHARE * len(day)))
    gaps = np.flatnonzero(np.diff(day) > _FAR) + 1
    early = max((n for n in gaps if n <= few), default=0)
    late = min((n for n in gaps if len(day) - n <= few and n > early), default=len(day))
    for key, lone, gap in (
        ("far_before", slice(0, early), int(day[early] - day[early - 1]) if early else 0),
        ("far_after", slice(late, None), int(day[late] - day[late - 1]) if late < len(day) else 0),
    ):
        if not gap:
            continue
        first = date(1970, 1, 1) + timedelta(days=int(day[lone][0]))
        names = list(dict.fromkeys(groups[n] for n in group[lone]))
        shown = ", ".join(names[:_SHOWN]) + (", …" if len(names) > _SHOWN else "")
        fill = {"count": len(group[lone]), "date": first.isoformat(), "row": int(rows[lone][0])}
        notes.append(note(key, groups=shown, days=gap, **fill))


def _tell_hours(local: NDArray[np.int64], zone: str, notes: list[Note]) -> None:
    """The shortest stretch of the day's clock that holds most of the messages: a wrong zone shows there."""
    if not len(local):
        return
    by_hour = np.bincount(local % _DAY // 3600, minlength=24)
    twice = np.concatenate([[0], np.cumsum(np.tile(by_hour, 2))])
    for length in range(1, 25):
        held = twice[length : length + 24] - twice[:24]
        if held.max() >= _MOST_TALK * by_hour.sum():
            first = int(held.argmax())
            notes.append(note("talk_hours", first=first, last=(first + length - 1) % 24 + 1, zone=zone))
            return


def _doubt_zone(local: Ints, zone: str, notes: list[Note]) -> None:
    if len(local) < 50 or (local % 3600 == 0).all():
        return
    share = float((local % _DAY < _NIGHT * 3600).mean())
    if share > _NIGHTLY:
        notes.append(note("night", share=100 * share, zone=zone))


__all__ = ["JOIN", "Log", "clean", "read_log"]
