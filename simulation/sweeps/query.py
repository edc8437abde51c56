"""Questions in SQL to a folder of results: each table by its name, read where the question needs it."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from ..errors import UsageError
from ..experiments.reading import open_results
from ..experiments.sheets import sheet

if TYPE_CHECKING:
    import pyarrow as pa
    import pyarrow.dataset as ds


def answer(path: Path | str, sql: str) -> pa.Table:
    """The answer to a question in SQL (DuckDB's).

    path: a folder of results of any command. Its tables are read-only, and nothing else can be read or written.
    Raises UsageError where there are no results, DuckDB is not installed, or it does not understand the question.
    """
    import pyarrow as pa
    import pyarrow.dataset as ds

    try:
        import duckdb
    except ImportError:
        raise UsageError(
            "query needs DuckDB, which is not installed: pip install 'grouplife[query]'"
        ) from None
    folder = open_results(path).path
    tables = {file.stem: ds.dataset(file) for file in sorted(folder.glob("*.parquet"))}
    with duckdb.connect() as connection:
        for name, table in tables.items():
            connection.register(name, table)
        for setting in ("enable_external_access = false", "lock_configuration = true"):
            connection.execute(f"SET {setting}")
        try:
            found = connection.sql(sql)
            if found is None:
                raise UsageError(f"query: nothing was asked for; begin with SELECT or FROM{_has(tables)}")
            return found.to_arrow_table()
        except (duckdb.Error, pa.ArrowException) as problem:
            raise UsageError(_said(str(problem), sql, tables)) from None


def _has(tables: Mapping[str, ds.Dataset]) -> str:
    return f"\ntables here: {', '.join(tables)}"


def _said(problem: str, sql: str, tables: Mapping[str, ds.Dataset]) -> str:
    """What is wrong with a question, and what could be asked for."""
    lines = [f"query: {problem.strip()}{_has(tables)}"]
    asked = [name for name in tables if name in sql] or list(tables)
    if "column" in problem.lower() or "binder" in problem.lower():
        for name in asked:
            columns = tables[name].schema.names
            more = (
                f", … and {len(columns) - 20} more (DESCRIBE {name} lists all)" if len(columns) > 20 else ""
            )
            lines.append(
                f'columns of {name}: {", ".join(columns[:20])}{more}; those with a dot in "double quotes"'
            )
    return "\n".join(lines)


def write_answer(found: pa.Table, path: Path) -> None:
    """The answer as CSV, whole or not at all. Raises UsageError where the file is there already, OSError."""
    if path.exists():
        raise UsageError(f"{path} exists and is left as it is; give another --csv or remove it first")
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with sheet(draft, found.schema) as write:
            write(found)
        os.replace(draft, path)
    finally:
        draft.unlink(missing_ok=True)
