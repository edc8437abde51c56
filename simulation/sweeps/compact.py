"""From the journal to tidy tables, in the order of run_id, whatever order runs were finished in.

Tables are written piece by piece: a piece is as many runs as make some tens of thousands of rows, gathered from the
parts that hold them, so that memory depends on neither the number of runs nor on that of parts. Pieces depend on the
runs alone, so equal runs give equal files.
"""

from __future__ import annotations

import itertools
from collections import OrderedDict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from .batch import LONG, measures_of
from .expand import Sweep
from .journal import Journal
from .parts import Header, Spoilt, schema_of, table_of

if TYPE_CHECKING:
    import pyarrow as pa

Ints = NDArray[np.int64]

#: Runs of one piece of the runs table; rows of one piece of the others.
_RUNS = 5_000
_ROWS = 32_768
#: Parts held open at a time; runs that follow each other are mostly in the same.
_OPEN = 8
_KEYS = ("run_id", "scenario", "point", "uncertainty", "member", "seed")
KEY_UNITS = {
    "run_id": "number",
    "point": "number, row of points",
    "uncertainty": "number, row of uncertainties",
    "member": "number, -1: default parameters",
    "seed": "number",
    "day": "day, from 0",
    "group": "number",
}


class SpoiltPart(Exception):
    """A part cannot be read any more; its runs have to be made again."""

    def __init__(self, path: Path) -> None:
        super().__init__(str(path))
        self.path = path


@dataclass(frozen=True)
class _Index:
    """Where each finished run is, by ascending run_id.

    run_ids: [runs]. part: the place of its part in `parts`. first, rows: name -> [runs], its rows in that table.
    """

    parts: Sequence[tuple[Path, Header]]
    run_ids: Ints
    part: Ints
    first: Mapping[str, Ints]
    rows: Mapping[str, Ints]


def write_tables(sweep: Sweep, journal: Journal, target: Path) -> None:
    """Write runs, errors and what else the sweep keeps to a folder. Raises SpoiltPart, OSError."""
    index = _index(journal, ("runs", *sweep.keep))
    _write_runs(sweep, index, target)
    for name in LONG:
        if name in sweep.keep:
            _write_long(sweep, index, name, target)


def _index(journal: Journal, names: Sequence[str]) -> _Index:
    parts = list(journal.parts())
    count = [len(header.run_ids) for _, header in parts]
    ids = np.fromiter((i for _, h in parts for i in h.run_ids), dtype=np.int64, count=sum(count))
    part = np.repeat(np.arange(len(parts)), count)
    run_ids, chosen = np.unique(ids, return_index=True)  # the first of equals: they say the same
    first: dict[str, Ints] = {}
    rows: dict[str, Ints] = {}
    for name in names:
        each = [np.array(h.rows[name], dtype=np.int64) for _, h in parts]
        starts = [np.cumsum(counts) - counts for counts in each]
        rows[name] = np.concatenate(each)[chosen] if each else np.empty(0, dtype=np.int64)
        first[name] = np.concatenate(starts)[chosen] if each else np.empty(0, dtype=np.int64)
    return _Index(parts, run_ids, part[chosen].astype(np.int64), first, rows)


class _Reader:
    """One table of all parts; the last few stay in memory."""

    def __init__(self, index: _Index, name: str) -> None:
        self.index = index
        self.name = name
        self.open: OrderedDict[int, pa.Table | None] = OrderedDict()

    def take(self, runs: slice) -> pa.Table | None:
        """The rows of these runs, in order of run_id; None where they have none."""
        import pyarrow as pa

        index = self.index
        pieces: list[pa.Table] = []
        where, first, rows = index.part[runs], index.first[self.name][runs], index.rows[self.name][runs]
        # runs that follow each other in one part are taken together
        breaks = np.flatnonzero((where[1:] != where[:-1]) | (first[1:] != (first + rows)[:-1])) + 1
        bounds = [0, *breaks.tolist(), len(where)]
        for begin, end in itertools.pairwise(bounds):
            length = int(rows[begin:end].sum())
            if length:
                table = self._part(int(where[begin]))
                if table is not None:
                    pieces.append(table.slice(int(first[begin]), length))
        return pa.concat_tables(pieces, promote_options="permissive") if pieces else None

    def schema(self) -> pa.Schema | None:
        """Columns of all parts together; whole numbers give way to fractions."""
        import pyarrow as pa

        found: dict[str, pa.Schema] = {}
        for path, header in self.index.parts:
            if self.name in header.tables:
                schema = schema_of(path, header, self.name)
                found.setdefault(str(schema), schema)
        if not found:
            return None
        return pa.unify_schemas([found[text] for text in sorted(found)], promote_options="permissive")

    def _part(self, place: int) -> pa.Table | None:
        if place not in self.open:
            path, header = self.index.parts[place]
            try:
                self.open[place] = table_of(path, header, self.name)
            except Spoilt:
                raise SpoiltPart(path) from None
            if len(self.open) > _OPEN:
                self.open.popitem(last=False)
        else:
            self.open.move_to_end(place)
        return self.open[place]


def _write_runs(sweep: Sweep, index: _Index, target: Path) -> None:
    """runs.parquet: keys, factors, error, measures; errors.parquet: the tracebacks of those that failed."""
    import pyarrow as pa

    reader = _Reader(index, "runs")
    measures = measures_of(sweep)
    factors = _factors(sweep)
    fields = [*_key_fields(sweep).values(), *_factor_fields(sweep, factors), pa.field("error", pa.string())]
    fields += [_with_unit(pa.field(name, pa.float64()), _measure_unit(name)) for name in measures]
    failures = pa.schema([*_key_fields(sweep).values(), ("error", pa.string()), ("traceback", pa.string())])
    with (
        writer(target / "runs.parquet", pa.schema(fields)) as runs,
        writer(target / "errors.parquet", failures) as errors,
    ):
        for piece in _pieces(np.ones(len(index.run_ids), dtype=np.int64), _RUNS):
            table = reader.take(piece)
            assert table is not None
            keys = _keys(sweep, index.run_ids[piece], None)
            set_values = {path: values.take(pa.array(keys[key])) for path, (key, values) in factors.items()}
            columns = {**keys, **set_values, **{n: table[n] for n in ("error", *measures)}}
            runs.write_table(pa.table(columns, schema=pa.schema(fields)), row_group_size=_RUNS)
            wrong = {**keys, "error": table["error"], "traceback": table["traceback"]}
            found = pa.table(wrong, schema=failures).filter(pa.compute.is_valid(table["error"]))
            if len(found):
                errors.write_table(found)


def _write_long(sweep: Sweep, index: _Index, name: str, target: Path) -> None:
    import pyarrow as pa

    reader = _Reader(index, name)
    columns = reader.schema()
    units = _long_units(name)
    found = [] if columns is None else [_with_unit(f, units.get(f.name)) for f in columns]
    schema = pa.schema([*_key_fields(sweep).values(), *found])
    with writer(target / f"{name}.parquet", schema) as file:
        for piece in _pieces(index.rows[name], _ROWS):
            table = reader.take(piece)
            if table is None or columns is None:
                continue
            keys = _keys(sweep, index.run_ids[piece], index.rows[name][piece])
            table = table.cast(columns).unify_dictionaries()
            content = {**keys, **{column: table[column] for column in columns.names}}
            file.write_table(pa.table(content, schema=schema).combine_chunks(), row_group_size=4 * _ROWS)


def writer(path: Path, schema: pa.Schema) -> Any:
    """A Parquet writer that packs fractions as bytes of like significance: a fifth smaller than by dictionary."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    fractions = [field.name for field in schema if pa.types.is_floating(field.type)]
    others = [field.name for field in schema if field.name not in set(fractions)]
    return pq.ParquetWriter(
        path,
        schema,
        compression="zstd",
        use_dictionary=others,
        use_byte_stream_split=fractions or False,
        write_page_index=False,
    )


def _pieces(rows: Ints, most: int) -> Iterator[slice]:
    """Slices of the runs, each of about `most` rows."""
    start, gathered = 0, 0
    for place, count in enumerate(rows.tolist()):
        if gathered and gathered + count > most:
            yield slice(start, place)
            start, gathered = place, 0
        gathered += count
    if start < len(rows):
        yield slice(start, len(rows))


def _key_fields(sweep: Sweep) -> dict[str, pa.Field]:
    import pyarrow as pa

    kinds = dict.fromkeys(_KEYS, pa.int32()) | {"run_id": pa.int64(), "seed": pa.int64()}
    kinds["scenario"] = pa.dictionary(pa.int32(), pa.string())
    return {name: _with_unit(pa.field(name, kind), KEY_UNITS.get(name)) for name, kind in kinds.items()}


def _keys(sweep: Sweep, run_ids: Ints, rows: Ints | None) -> dict[str, Any]:
    """The key columns of these runs, repeated for their rows."""
    import pyarrow as pa

    specs = np.array([sweep.spec(int(i)) for i in run_ids], dtype=np.int64).reshape(-1, len(_KEYS))
    if rows is not None:
        specs = np.repeat(specs, rows, axis=0)
    columns: dict[str, Any] = {name: specs[:, place] for place, name in enumerate(_KEYS)}
    names = pa.array([one.name for one in sweep.scenarios], pa.string())
    columns["scenario"] = pa.DictionaryArray.from_arrays(pa.array(columns["scenario"], pa.int32()), names)
    return columns


def _factors(sweep: Sweep) -> dict[str, tuple[str, pa.Array]]:
    """Path -> the key column that says which row, and the values of all rows."""
    found: dict[str, tuple[str, pa.Array]] = {}
    for key, frame in (("point", sweep.points), ("uncertainty", sweep.uncertain)):
        for path in frame.columns:
            found[str(path)] = key, _array(frame[path].to_numpy())
    return found


def _factor_fields(sweep: Sweep, factors: Mapping[str, tuple[str, pa.Array]]) -> list[pa.Field]:
    import pyarrow as pa

    return [
        _with_unit(pa.field(path, values.type), sweep.units.get(path) or None)
        for path, (_, values) in factors.items()
    ]


def _array(values: NDArray[Any]) -> pa.Array:
    """A column of values; as text where they are of several kinds (10 and "auto")."""
    import pyarrow as pa

    try:
        return pa.array(values, from_pandas=True)
    except pa.ArrowException:
        return pa.array([str(value) for value in values], pa.string())


def _with_unit(field: pa.Field, unit: str | None) -> pa.Field:
    return field if unit is None else field.with_metadata({"unit": unit})


def _measure_unit(name: str) -> str:
    from ..model.definitions import measure

    return measure(name).unit


def _long_units(name: str) -> dict[str, str]:
    from ..model.definitions import DAILY, GROUP

    known = {"daily": DAILY, "groups": GROUP}.get(name, {})
    return {**{measure: entry.unit for measure, entry in known.items()}, **KEY_UNITS}
