"""Where work is done: in this process, or in worker processes on this machine.

An executor maps a function over batches and yields (position, result) as they finish, in any order. The
function and what its batches share travel to each worker once, a batch is one message there and one back.
Others (a cluster) need only the same `map`, and `standing` for many maps of one function.
"""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import AbstractContextManager
from typing import Any, Protocol, TypeVar

from .pool import ONE_THREAD as ONE_THREAD
from .pool import Lost as Lost
from .pool import Pool

S = TypeVar("S")
B = TypeVar("B")
R = TypeVar("R")

#: A map of one function: batches in, (position, result) out in any order; each map is read to its end.
Map = Callable[[Iterable[Any]], Iterator[tuple[int, Any]]]

MAX_WORKERS = 64


class Executor(Protocol):
    """Anything that can map a function over batches."""

    workers: int

    def map(
        self, function: Callable[[S, B], R], shared: S, batches: Sequence[B]
    ) -> Generator[tuple[int, R], None, None]:
        """Yield (position of the batch, function(shared, batch)), in any order.

        function must be importable by its name. An exception it raises ends the map.
        """
        ...


class Standing(Protocol):
    """Anything that keeps workers for many maps of one function."""

    workers: int

    def standing(self, function: Callable[[S, B], R], shared: S) -> AbstractContextManager[Map]:
        """Workers for a function; gives the map.

        Batches may be a generator: it is asked for the next one when a worker is free. The result of a batch is
        `Lost` where the worker that had it died.
        """
        ...


class InProcess:
    """One batch after the other, here."""

    workers = 1

    def map(
        self, function: Callable[[S, B], R], shared: S, batches: Iterable[B]
    ) -> Generator[tuple[int, R], None, None]:
        for position, batch in enumerate(batches):
            yield position, function(shared, batch)

    @contextlib.contextmanager
    def standing(self, function: Callable[[S, B], R], shared: S) -> Iterator[Map]:
        yield lambda batches: self.map(function, shared, batches)


class Processes:
    """Worker processes on this machine.

    They are spawned, never forked: a fork copies locks that threads of this process may hold. They do not
    import the program's main module, so a script needs no `if __name__ == "__main__"`. They ignore Ctrl-C
    (this process stops them) and end by themselves when this process dies.
    """

    def __init__(self, workers: int) -> None:
        if not 1 <= workers <= MAX_WORKERS:
            raise ValueError(f"workers must be 1 to {MAX_WORKERS}, not {workers}")
        self.workers = workers

    def map(
        self, function: Callable[[S, B], R], shared: S, batches: Sequence[B]
    ) -> Generator[tuple[int, R], None, None]:
        """As `Executor.map`, with workers for this map alone. A worker that dies ends it: GrouplifeError."""
        pool = Pool(min(self.workers, len(batches)), function, shared)
        try:
            yield from pool.map(batches)
        finally:
            pool.stop()

    @contextlib.contextmanager
    def standing(self, function: Callable[[S, B], R], shared: S) -> Iterator[Map]:
        """As `Standing.standing`. A worker that dies is replaced."""
        pool = Pool(self.workers, function, shared, replace=True)
        try:
            yield pool.map
        finally:
            pool.stop()


@contextlib.contextmanager
def standing(
    workers: int, function: Callable[[S, B], R], shared: S
) -> Iterator[Callable[[Sequence[B]], Iterator[tuple[int, R]]]]:
    """Workers for many maps of one function, one after the other; gives the map.

    With one worker everything happens in this process. Each map must be read to its end before the next. A
    worker that dies ends it: GrouplifeError.
    """
    if workers <= 1:
        yield lambda batches: InProcess().map(function, shared, batches)
        return
    pool = Pool(workers, function, shared)
    try:
        yield pool.map
    finally:
        pool.stop()
