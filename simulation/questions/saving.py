"""What every question leaves behind: all its runs, its own tables, the answer as JSON, a report and a manifest."""

from __future__ import annotations

import contextlib
import math
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from ..errors import GrouplifeError
from ..experiments.manifest import manifest_of
from ..experiments.sheets import write_csv
from ..experiments.store import ResultsFolder, write_error
from .measures import unit_of
from .rounds import Asked, Rounds

if TYPE_CHECKING:
    import pandas as pd

#: Tables with the unit of each column, by name.
Tables = Mapping[str, tuple["pd.DataFrame", Mapping[str, str]]]


def manifest(
    question: Asked, started: float, notes: Sequence[str], command: str, folder: ResultsFolder
) -> dict[str, Any]:
    """What made the answer. started: time.monotonic() at the start."""
    plain = manifest_of(
        question.kind, question.bases, question.seeds, started, engine="columns", ensemble=question.members,
        notes=notes, command=command,
    )  # fmt: skip
    return {**plain, "out": str(folder.path), "question": plain_data(question.said())}


def write_answer(rounds: Rounds, tables: Tables, said: Mapping[str, Any], csv: bool) -> None:
    """Write the runs, the tables (as CSV too where asked for) and the answer beside what will be published."""
    folder = rounds.folder
    units = {**rounds.units, **{name: unit_of(name) for name in rounds.question.measures}}
    folder.write_table("runs", rounds.table(), units)
    for name, (table, known) in tables.items():
        folder.write_table(
            name, table, {column: known[column] for column in table.columns if column in known}
        )
    with speaking(folder):
        if csv:
            write_csv(folder.staging, folder.staging)
    folder.write_json("answer.json", said)


@contextlib.contextmanager
def speaking(folder: ResultsFolder) -> Iterator[None]:
    """Say in one message what an error of the file system means, and what is left."""
    import pyarrow as pa

    try:
        yield
    except OSError as problem:
        raise write_error(folder.path, problem, folder.kept) from problem
    except pa.ArrowException as problem:
        raise GrouplifeError(f"cannot write the tables to {folder.path}: {problem}") from problem


def records(table: pd.DataFrame) -> list[dict[str, Any]]:
    """The rows of a table as plain data."""
    return [{str(k): plain_data(v) for k, v in row.items()} for row in table.to_dict("records")]


def plain_data(value: Any) -> Any:
    """As JSON has it: numbers that are none are null."""
    if isinstance(value, Mapping):
        return {str(key): plain_data(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain_data(item) for item in value]
    if hasattr(value, "item"):
        value = value.item()
    return None if isinstance(value, float) and not math.isfinite(value) else value
