"""Times as logs write them, to seconds since 1970 UTC."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo, available_timezones

import numpy as np
from numpy.typing import NDArray

from ...errors import UsageError
from ...scenario.paths import nearest
from .words import Note, note

if TYPE_CHECKING:
    import pandas as pd

#: No chat is older; later than a few days from now is a mistake too.
_EARLIEST = int(datetime(1990, 1, 1, tzinfo=UTC).timestamp())
_AHEAD = 3 * 86_400
#: Numbers by size: (low, high, seconds a unit, name); days are Excel's, counted from 1899-12-30.
_NUMBERS = (
    (1e8, 1e11, 1.0, "seconds since 1970"),
    (1e11, 1e14, 1e-3, "milliseconds since 1970"),
    (1e14, 1e17, 1e-6, "microseconds since 1970"),
)
_EXCEL = (20_000.0, 80_000.0)
_EXCEL_ZERO = -2_209_161_600  # 1899-12-30 in seconds
_PATTERNS = ("%Y-%m-%d %H:%M:%S", "%Y-%m-%d %H:%M", "%Y-%m-%d", "%Y-%m-%d %I:%M:%S %p", "%Y-%m-%d %I:%M %p")
_DAY_FIRST = tuple(p.replace("%Y-%m-%d", "%d-%m-%Y") for p in _PATTERNS)
_MONTH_FIRST = tuple(p.replace("%Y-%m-%d", "%m-%d-%Y") for p in _PATTERNS)


#: What people write for a zone that has another name.
_ALSO = dict.fromkeys(
    (
        "北京",
        "北京时间",
        "上海",
        "中国",
        "beijing",
        "peking",
        "asia/beijing",
        "asia/peking",
        "shanghai",
        "china",
    ),
    "Asia/Shanghai",
) | {"香港": "Asia/Hong_Kong", "台北": "Asia/Taipei", "东京": "Asia/Tokyo", "新加坡": "Asia/Singapore"}
_OFFSET = re.compile(r"(?:UTC|GMT)?\s*([+-])\s*(\d{1,2})(?::?([0-5]\d))?", re.IGNORECASE)
_FARTHEST = 14 * 60  # minutes of any clock from UTC


def zone_told(given: str) -> tuple[str, list[Note]]:
    """The zone that is meant, and a note where it is not called what was given: by another name, or a fixed offset.

    A fixed offset is written UTC+08:00. Raises UsageError as `zone_of` does.
    """
    text = given.strip().replace("−", "-").replace("＋", "+").replace("：", ":")
    also = _ALSO.get(text.lower())
    if also is not None:
        return also, [note("named_zone", given=given, zone=also)]
    offset = _OFFSET.fullmatch(text)
    if offset is not None:
        sign, hours, minutes = offset[1], int(offset[2]), int(offset[3] or 0)
        if 60 * hours + minutes > _FARTHEST:
            raise UsageError(f"--timezone: given {given!r}, allowed: -14:00 to +14:00 from UTC")
        zone = f"UTC{sign}{hours:02d}:{minutes:02d}"
        return zone, [note("fixed_zone", given=given, zone=zone)]
    return zone_of(text), []


def zone_of(name: str) -> str:
    """The name of a time zone. Raises UsageError with the nearest one there is."""
    try:
        ZoneInfo(name)
    except (KeyError, ValueError, OSError):
        near = nearest(name, sorted(available_timezones()))
        hint = f"; did you mean {near}?" if near else ""
        raise UsageError(
            f"--timezone: given {name!r}, allowed: a name like Asia/Shanghai, Europe/Berlin, UTC, or an "
            f"offset like UTC+8{hint}"
        ) from None
    return name


def seconds_of(texts: pd.Series[str], zone: str) -> tuple[NDArray[np.float64], list[Note]]:
    """Seconds since 1970 UTC, NaN where a text is no time; a text without an offset is local time of the zone.

    The notes say in which form times were read, and whose they were taken for.
    """
    import pandas as pd

    notes: list[Note] = []
    texts = texts.str.strip()
    numbers = pd.to_numeric(texts, errors="coerce").to_numpy(dtype=np.float64, na_value=np.nan)
    if len(numbers) and np.isfinite(numbers).mean() > 0.5:
        found = _from_numbers(numbers, zone, notes)
    else:
        found = _from_texts(texts, zone, notes)
    ahead = datetime.now(UTC).timestamp() + _AHEAD
    found[~((found >= _EARLIEST) & (found <= ahead))] = np.nan
    return found, notes


def _from_numbers(numbers: NDArray[np.float64], zone: str, notes: list[Note]) -> NDArray[np.float64]:
    middle = float(np.nanmedian(numbers))
    if _EXCEL[0] <= middle <= _EXCEL[1]:
        notes += [note("numbers", kind="Excel days"), note("zone", zone=zone)]
        return _local(np.round(numbers * 86_400.0) + _EXCEL_ZERO, zone)
    for low, high, unit, kind in _NUMBERS:
        if low <= middle < high:
            notes += [note("numbers", kind=kind), note("zone_aware", zone=zone)]
            return np.floor(numbers * unit)
    return np.full(len(numbers), np.nan)


def _from_texts(texts: pd.Series[str], zone: str, notes: list[Note]) -> NDArray[np.float64]:
    import pandas as pd

    texts = texts.str.replace("/", "-", regex=False)
    if texts.head(200).str.contains("年", regex=False).any():
        texts = texts.str.replace(r"[年月]", "-", regex=True).str.replace("日", " ", regex=False)
        texts = texts.str.replace(r"\s+", " ", regex=True).str.strip()
    aware = texts.str.contains(r"(?:Z|z|[+-]\d\d:?\d\d)$", regex=True).to_numpy(dtype=bool)
    found = np.full(len(texts), np.nan)
    if aware.any():
        moments = pd.to_datetime(texts[aware], format="ISO8601", utc=True, errors="coerce")
        found[aware] = _seconds(moments.dt.tz_localize(None))
    if not aware.all():
        found[~aware] = _local(_naive(texts[~aware], notes), zone)
    read = np.isfinite(found)
    with_offset, without = int((read & aware).sum()), int((read & ~aware).sum())
    notes.append(note("zone" if without else "zone_aware", zone=zone))
    if with_offset and without:
        notes.append(note("mixed", aware=with_offset, naive=without, zone=zone))
    return found


def _naive(texts: pd.Series[str], notes: list[Note]) -> NDArray[np.float64]:
    """Local times as if they were UTC."""
    import pandas as pd

    found = _seconds(pd.to_datetime(texts, format="ISO8601", errors="coerce"))
    found = _filled(found, texts, _PATTERNS)
    open_ = np.isnan(found)
    if open_.mean() > 0.5 and texts.head(200).str.match(r"\d\d?-\d\d?-\d{4}").any():
        day, month = (_filled(found.copy(), texts, patterns) for patterns in (_DAY_FIRST, _MONTH_FIRST))
        missing_day, missing_month = int(np.isnan(day).sum()), int(np.isnan(month).sum())
        example = str(texts[open_].iloc[0])
        if missing_day == missing_month and missing_day < len(texts):
            raise UsageError(
                f"times such as {example} can be read in two ways (day or month first); "
                "write them as 2026-01-31 18:05:00"
            )
        order = "day/month/year" if missing_day < missing_month else "month/day/year"
        notes.append(note("day_first", example=example.replace("-", "/"), order=order))
        found = day if missing_day < missing_month else month
    return found


def _filled(
    found: NDArray[np.float64], texts: pd.Series[str], patterns: tuple[str, ...]
) -> NDArray[np.float64]:
    """What is still open, by the first pattern that reads it."""
    import pandas as pd

    for pattern in patterns:
        open_ = np.isnan(found)
        if not open_.any():
            break
        found[open_] = _seconds(pd.to_datetime(texts[open_], format=pattern, errors="coerce"))
    return found


def _seconds(moments: pd.Series[pd.Timestamp]) -> NDArray[np.float64]:
    """Seconds of naive moments, NaN for none."""
    values = moments.to_numpy(dtype="datetime64[s]")
    return np.where(np.isnat(values), np.nan, values.astype(np.int64).astype(np.float64))


def _local(seconds: NDArray[np.float64], zone: str) -> NDArray[np.float64]:
    """UTC seconds of local times of a zone; the hour that a clock shows twice is the first, a skipped one the next."""
    import pandas as pd

    good = np.isfinite(seconds) & (np.abs(seconds) < 1e11)
    out = np.full(len(seconds), np.nan)
    moments = pd.DatetimeIndex(seconds[good].astype(np.int64).astype("datetime64[s]"))
    placed = moments.tz_localize(
        zone, ambiguous=np.ones(len(moments), dtype=bool), nonexistent="shift_forward"
    )
    out[good] = placed.tz_convert("UTC").tz_localize(None).to_numpy(dtype="datetime64[s]").astype(np.int64)
    return out


def local_seconds(seconds: NDArray[np.int64], zone: str) -> NDArray[np.int64]:
    """Local time of a zone, as if it were UTC."""
    import pandas as pd

    moments = pd.DatetimeIndex(seconds.astype("datetime64[s]")).tz_localize("UTC").tz_convert(zone)
    return moments.tz_localize(None).to_numpy(dtype="datetime64[s]").astype(np.int64)
