"""Putting a whole market in order, in a fraction of the time of a stable argsort."""

from __future__ import annotations

import numpy as np

_32 = np.uint64(32)
_LOW = np.uint64(0xFFFFFFFF)


def in_order(numbers: np.ndarray) -> np.ndarray:
    """Places of whole numbers from 0 to 2**32 - 1 in ascending order, int32; equal ones in the order they stand in.

    A number and its place make one integer, so that no two are equal and any sort will do: numpy's fastest is for
    plain integers.
    """
    keyed = (numbers.astype(np.uint64) << _32) | np.arange(len(numbers), dtype=np.uint64)
    keyed.sort()
    return (keyed & _LOW).astype(np.int32)


def smallest(values: np.ndarray, count: int) -> np.ndarray:
    """Places of the `count` (1 or more) smallest values, in ascending order of place; of equal ones the first."""
    if count >= len(values):
        return np.arange(len(values))
    limit = np.partition(values, count - 1)[count - 1]
    taken = values < limit
    taken[np.flatnonzero(values == limit)[: count - np.count_nonzero(taken)]] = True
    return np.flatnonzero(taken)
