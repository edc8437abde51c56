"""Rows as plain Python objects: attribute access to one row of a structured array, at the speed of a memory view."""

from __future__ import annotations

from typing import Any

import numpy as np


class Fields:
    """Memory views of every field of structured arrays, under the fields' names; nested records are left out."""

    def __init__(self, *arrays: np.ndarray) -> None:
        for rows in arrays:
            for name in rows.dtype.names or ():
                if rows.dtype[name].shape:
                    setattr(self, name, rows[name])
                elif rows.dtype[name].names is None:
                    setattr(self, name, memoryview(rows[name]))  # type: ignore[arg-type]


def _accessor(name: str) -> property:
    # Written out by name and compiled, as namedtuple does: a member is read a hundred times a day.
    scope: dict[str, Any] = {}
    exec(  # names come from our own dtypes
        f"def get(self): return self._fields.{name}[self._row]\n"
        f"def put(self, value): self._fields.{name}[self._row] = value",
        scope,
    )
    return property(scope["get"], scope["put"])


def row_properties(dtype: np.dtype) -> dict[str, property]:
    """A property a field, for a class whose instances hold `_fields` (Fields) and `_row` (int)."""
    return {name: _accessor(name) for name in dtype.names or () if dtype[name].names is None}


def row_class(name: str, dtype: np.dtype, doc: str) -> type:
    """A class of row views over a dtype: reading an attribute reads the row, setting it writes the row."""

    def __init__(self: Any, fields: Fields, row: int) -> None:
        self._fields = fields
        self._row = row

    return type(
        name,
        (),
        {
            "__doc__": doc,
            "__slots__": ("_fields", "_row", "today"),
            "__init__": __init__,
            **row_properties(dtype),
        },
    )
