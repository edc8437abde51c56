"""PRIM, the patient rule induction method: boxes of the factors in which a case fails far more often than elsewhere.

From the box of all cases a small slice is peeled off again and again, whichever raises the share of failures most for
what it takes away. Of the boxes on the way the one is taken that catches failures best: largest harmonic mean of the
share of all failures it has, and of how far its share of failures is on the way from that of all cases to 1. Factors
whose ends chance explains are given up, the weakest first, and the box is peeled anew without them; one that was given
up too early comes back where that makes the box better. What is left is looked at again for another box.

Sources: Friedman & Fisher 1999 (Statistics and Computing 9: 123-143); Bryant & Lempert 2010 (quasi-p-values);
Kwakkel & Jaxa-Rozen 2016 (values, whole numbers and peeling by gain for what is taken away).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    import pandas as pd

Mask = NDArray[np.bool_]

#: Share of a box's cases peeled off at a time.
ALPHA = 0.05
#: Least share of all cases, and least cases, in a box.
MASS, CASES = 0.05, 15
#: Chance at which an end of a box is taken to be one of the many that were tried.
CHANCE = 0.05
#: Boxes looked for.
BOXES = 3
#: Least purity of a box.
PURE = 0.15


@dataclass(frozen=True)
class End:
    """One factor held within a box: from low to high (None: open), or one of these values."""

    path: str
    low: float | None = None
    high: float | None = None
    values: tuple[Any, ...] | None = None

    def holds(self, column: pd.Series[Any]) -> Mask:
        """[cases]: which lie within."""
        if self.values is not None:
            return np.asarray([value in self.values for value in column.tolist()], dtype=bool)
        given = column.to_numpy()
        found = np.ones(len(given), dtype=bool)
        if self.low is not None:
            found &= given >= self.low
        if self.high is not None:
            found &= given <= self.high
        return found


@dataclass(frozen=True)
class Box:
    """Ends that hold together. qp: by path, the chance that an end catches as many failures though it does nothing."""

    ends: tuple[End, ...]
    qp: Mapping[str, float]

    def holds(self, cases: pd.DataFrame) -> Mask:
        """[cases]: which lie within."""
        found = np.ones(len(cases), dtype=bool)
        for end in self.ends:
            found &= end.holds(cases[end.path])
        return found


def boxes(cases: pd.DataFrame, failed: Mask) -> list[Box]:
    """Boxes in which cases fail more often than elsewhere, the first the most telling; none where nothing stands out.

    cases: one row a case, one column a factor. failed: [cases].
    """
    left = np.ones(len(cases), dtype=bool)
    found: list[Box] = []
    while len(found) < BOXES:
        hit = failed & left
        few = max(5, 0.05 * failed.sum())
        if hit.sum() < few or (left & ~failed).sum() < 5:
            break
        box = _box(cases, failed, left)
        if box is None:
            break
        found.append(box)
        left &= ~box.holds(cases)
    return found


def quasi_p(cases: pd.DataFrame, failed: Mask, ends: tuple[End, ...], among: Mask) -> dict[str, float]:
    """By path: the chance to see as many failures in the box if the end of this path did nothing (binomial)."""
    from scipy.stats import binom

    inside = {end.path: end.holds(cases[end.path]) for end in ends}
    box = among & np.logical_and.reduce(list(inside.values()))
    found = {}
    for path in inside:
        wider = among & np.logical_and.reduce(
            [mask for other, mask in inside.items() if other != path] or [among]
        )
        rate = failed[wider].mean()
        found[path] = float(binom.sf(failed[box].sum() - 1, box.sum(), rate))
    return found


# ---------------------------------------------------------------------------------------- one box


def _box(cases: pd.DataFrame, failed: Mask, among: Mask) -> Box | None:
    """The best box, or None.

    Peeled anew without the weakest factor until chance explains none that is left; then with one more as long as one
    makes it better: among many factors a true one can be given up early. Any of them could have been tried, so the
    more there are the less chance each end is given.
    """
    chance = CHANCE / len(cases.columns)

    def tried(paths: Sequence[str]) -> tuple[Box, float]:
        """The best box on the way with these factors, and what it is worth."""
        least = max(CASES, int(MASS * len(cases)))
        way = _peeled(cases[list(paths)], failed, among, least)
        worth, _, ends = max(
            (_worth(failed, among, held), -n, tuple(ends.values())) for n, (ends, held) in enumerate(way)
        )
        return Box(ends, quasi_p(cases, failed, ends, among)), worth

    paths = [str(path) for path in cases.columns]
    box, worth = tried(paths)
    while box.qp and max(box.qp.values()) > chance:
        weakest = max(box.qp, key=lambda path: box.qp[path])
        paths = [path for path in box.qp if path != weakest]
        box, worth = tried(paths)
    while True:
        others = [str(path) for path in cases.columns if path not in box.qp]
        wider = [tried([*box.qp, path]) for path in others]
        better = [
            (more, n)
            for n, (one, more) in enumerate(wider)
            if more > worth and max(one.qp.values()) <= chance
        ]
        if not better:
            break
        worth, n = max(better)
        box = wider[n][0]
    return box if box.ends and purity(failed, among, among & box.holds(cases)) >= PURE else None


def _worth(failed: Mask, among: Mask, held: Mask) -> float:
    """Harmonic mean of `purity` and the share of all failures that the box has; 0 where it is no purer than all."""
    pure = purity(failed, among, held)
    hits = failed[held].sum() / failed[among].sum()
    return float(2.0 * pure * hits / (pure + hits)) if pure > 0 else 0.0


def purity(failed: Mask, among: Mask, held: Mask) -> float:
    """How far the share of failures in a box is on the way from that of all cases (0) to all of them (1)."""
    rate = failed[among].mean()
    return float((failed[held].mean() - rate) / (1.0 - rate))


def _peeled(
    cases: pd.DataFrame, failed: Mask, among: Mask, least: int
) -> Iterator[tuple[dict[str, End], Mask]]:
    """The boxes on the way from everything to the smallest, each with its cases."""
    columns = {str(path): cases[path].to_numpy() for path in cases.columns}
    ends: dict[str, End] = {}
    held = among.copy()
    yield ends, held
    while True:
        best: tuple[float, End, Mask] | None = None
        rate, size = failed[held].mean(), held.sum()
        for path, column in columns.items():
            for end, keeps in _slices(path, column, held, ends.get(path)):
                kept = held & keeps
                count = kept.sum()
                if count < least or count == size:
                    continue
                gain = (failed[kept].mean() - rate) / (size - count)
                if best is None or gain > best[0]:
                    best = (float(gain), end, kept)
        if best is None or best[0] <= 0:
            return
        ends = {**ends, best[1].path: best[1]}
        held = best[2]
        yield ends, held


def _slices(path: str, column: NDArray[Any], held: Mask, end: End | None) -> Iterator[tuple[End, Mask]]:
    """What could be peeled off one factor: each new end, and which cases it keeps."""
    inside = column[held]
    if column.dtype.kind not in "if":
        names = sorted(set(inside.tolist()), key=str)
        for name in names if len(names) > 1 else ():
            rest = tuple(other for other in names if other != name)
            yield End(path, values=rest), np.asarray(column != name)
        return
    old = end or End(path)
    ordered = np.sort(inside)
    count = max(1, int(ALPHA * len(ordered)))
    low = ordered[count]
    if low == ordered[0]:  # one value many cases share: all of them go
        low = ordered[np.searchsorted(ordered, ordered[0], side="right") % len(ordered)]
    high = ordered[-1 - count]
    if high == ordered[-1]:
        high = ordered[np.searchsorted(ordered, ordered[-1], side="left") - 1]
    if low > ordered[0]:
        yield replace(old, low=low.item()), column >= low
    if high < ordered[-1]:
        yield replace(old, high=high.item()), column <= high
