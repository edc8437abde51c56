"""Tables of fits: sets of parameters with which the model comes close to what was measured.

One is shipped for each theory of why talk dies, made by `grouplife calibrate` (docs/calibration.md); a scenario may
name one of its own (`fits:`). A table is a CSV file: lines that begin with # say where it comes from, then a header,
then one fit a row. Columns: `submodels.death`, the theory the fit is of; any parameters with a range of doubt, by
path; `reference.<path>`, what was fitted beside them of the population measured, not carried over to other
scenarios; any other name without a dot is for the reader. A cell may be empty only in all rows of a theory: not
fitted there.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import get_args

import numpy as np
from numpy.typing import NDArray

from ..errors import UsageError
from ..scenario.mechanisms import PARAMETERS
from ..scenario.paths import nearest
from ..scenario.schema import Submodels

Floats = NDArray[np.float64]

#: Where the tables that come along are: one file a theory.
SHIPPED = Path(__file__).resolve().parent / "fits"
THEORY = "submodels.death"
THEORIES: tuple[str, ...] = get_args(Submodels.model_fields["death"].annotation)
#: Prefix of what belongs to the population measured.
REFERENCE = "reference."
MAX_ROWS = 100_000


@dataclass(frozen=True)
class Fits:
    """The fits of one theory. values: by path, [fits]; reference: the same, of the population measured alone."""

    theory: str
    values: Mapping[str, Floats]
    reference: Mapping[str, Floats] = field(default_factory=dict)

    @property
    def count(self) -> int:
        """Number of fits."""
        return len(next(iter({**self.values, **self.reference}.values()), ()))

    def row(self, position: float) -> int:
        """The fit at a position 0..1 of the table."""
        return min(int(position * self.count), self.count - 1)


@lru_cache(maxsize=1)
def shipped_fits() -> dict[str, Fits]:
    """The fits that come along, by theory; {} where a tree has none yet."""
    found: dict[str, Fits] = {}
    for theory in THEORIES:
        path = SHIPPED / f"{theory}.csv"
        if path.exists():
            found |= read_fits(path)
    return found


def fits_of(source: str) -> dict[str, Fits]:
    """The fits a scenario names, by theory; "": those that come along. Raises UsageError."""
    return read_fits(Path(source)) if source else shipped_fits()


def worth(fits: Mapping[str, Fits]) -> tuple[int, float]:
    """(different sets of parameters in a table, how many equally frequent ones they are worth).

    A table drawn by weight holds the same set several times: worth is (sum of n)² / sum of n² over the sets.
    """
    counts = [
        np.unique(
            np.column_stack([*one.values.values(), *one.reference.values()]), axis=0, return_counts=True
        )[1]
        for one in fits.values()
    ]
    times = np.concatenate(counts) if counts else np.zeros(0)
    return len(times), float(times.sum() ** 2 / np.square(times).sum()) if len(times) else 0.0


def read_fits(path: Path) -> dict[str, Fits]:
    """The fits of a file, by theory. Raises UsageError that names the file, the line and the column."""
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except (OSError, UnicodeDecodeError) as problem:
        reason = getattr(problem, "strerror", None) or "it is not UTF-8 text"
        raise UsageError(f"fits: cannot read {path}: {reason}") from None
    numbered = [(n, line) for n, line in enumerate(lines, 1) if line.strip() and not line.startswith("#")]
    if len(numbered) < 2:
        raise UsageError(f"fits: {path} holds no fits; write a header and one fit a line")
    if len(numbered) > MAX_ROWS:
        raise UsageError(f"fits: {path} holds {len(numbered) - 1:,} fits, allowed: up to {MAX_ROWS:,}")
    header = [name.strip() for name in next(csv.reader([numbered[0][1]]))]
    _check_header(path, numbered[0][0], header)
    rows: dict[str, list[tuple[int, list[str]]]] = {}
    for line, text in numbered[1:]:
        cells = [cell.strip() for cell in next(csv.reader([text]))]
        if len(cells) != len(header):
            raise UsageError(
                f"{path}:{line}: given {len(cells)} cells, allowed: {len(header)}, as in the header"
            )
        theory = cells[header.index(THEORY)]
        if theory not in THEORIES:
            raise UsageError(f"{path}:{line}: {THEORY}: given {theory!r}, allowed: {', '.join(THEORIES)}")
        rows.setdefault(theory, []).append((line, cells))
    return {theory: _fits(path, theory, header, rows[theory]) for theory in THEORIES if theory in rows}


def _check_header(path: Path, line: int, header: list[str]) -> None:
    if THEORY not in header:
        raise UsageError(f"{path}:{line}: there is no column {THEORY}; it says which theory a fit is of")
    twice = {name for name in header if header.count(name) > 1}
    if twice:
        raise UsageError(f"{path}:{line}: given twice: {', '.join(sorted(twice))}")
    for name in _paths(header):
        note = PARAMETERS.get(name)
        if note is None or note.draw is None:
            near = nearest(name, [path for path, note in PARAMETERS.items() if note.draw is not None])
            hint = f"; did you mean {near}?" if near else ""
            raise UsageError(f"{path}:{line}: {name} is no parameter with a range of doubt{hint}")


def _paths(header: Iterable[str]) -> list[str]:
    return [name for name in header if "." in name and name != THEORY and not name.startswith(REFERENCE)]


def _fits(path: Path, theory: str, header: list[str], rows: list[tuple[int, list[str]]]) -> Fits:
    values: dict[str, Floats] = {}
    for place, name in enumerate(header):
        if "." not in name or name == THEORY:
            continue
        cells = [(line, cells[place]) for line, cells in rows]
        if all(cell == "" for _, cell in cells):
            continue
        values[name] = np.array([_number(path, line, name, cell) for line, cell in cells])
    own = {name: column for name, column in values.items() if not name.startswith(REFERENCE)}
    reference = {name.removeprefix(REFERENCE): column for name, column in values.items() if name not in own}
    if not own:
        raise UsageError(f"fits: {path} names no parameter for {theory}")
    return Fits(theory, own, reference)


def _number(path: Path, line: int, name: str, cell: str) -> float:
    low, high = (PARAMETERS[name].low, PARAMETERS[name].high) if name in PARAMETERS else (-np.inf, np.inf)
    try:
        value = float(cell)
    except ValueError:
        value = float("nan")
    if not low <= value <= high or np.isinf(value):
        allowed = f"{low:g} to {high:g}" if np.isfinite(low) else "a number"
        raise UsageError(f"{path}:{line}: {name}: given {cell!r}, allowed: {allowed}")
    return value
