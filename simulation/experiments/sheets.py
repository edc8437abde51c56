"""Tables as CSV: for spreadsheets, and for whatever reads no Parquet."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pyarrow as pa

#: Rows written at a time.
_ROWS = 50_000
#: What tells Excel that a file is UTF-8; without it Chinese comes out as noise.
BOM = b"\xef\xbb\xbf"


def write_csv(source: Path, target: Path) -> None:
    """Each Parquet table of a folder as CSV in another, or the same: full precision, a piece at a time."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    for path in sorted(source.glob("*.parquet")):
        with pq.ParquetFile(path) as file, sheet(target / f"{path.stem}.csv", file.schema_arrow) as write:
            for piece in file.iter_batches(batch_size=_ROWS):
                write(pa.Table.from_batches([piece]))


@contextmanager
def sheet(path: Path, schema: pa.Schema) -> Iterator[Any]:
    """A CSV being written: gives a function that takes tables of this schema, piece by piece. Raises OSError."""
    import pyarrow as pa
    import pyarrow.csv

    plain = pa.schema([(field.name, _plain(field.type)) for field in schema])
    file: IO[bytes]
    with open(path, "wb") as file:
        file.write(BOM)
        with pa.csv.CSVWriter(file, plain) as writer:
            yield lambda table: writer.write_table(table.cast(plain))


def _plain(kind: Any) -> Any:
    """The type of a column in a CSV, which knows no categories."""
    import pyarrow as pa

    return kind.value_type if pa.types.is_dictionary(kind) else kind
