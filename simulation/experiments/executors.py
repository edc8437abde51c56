"""Where work is done: in this process, or in worker processes on this machine.

An executor maps a function over batches and yields (position, result) as they finish, in any order. The
function and what its batches share travel to each worker once, a batch is one message there and one back.
Others (a cluster) need only the same `map`.
"""

from __future__ import annotations

import contextlib
import gc
import multiprocessing
import os
import pickle
import signal
import sys
import threading
import types
from collections.abc import Callable, Generator, Iterator, Sequence
from multiprocessing import resource_tracker
from multiprocessing.connection import Connection, wait
from typing import Any, NoReturn, Protocol, TypeVar

from ..errors import GrouplifeError

S = TypeVar("S")
B = TypeVar("B")
R = TypeVar("R")

MAX_WORKERS = 64
#: One thread a worker: the cores are busy with other runs. numba, BLAS and OpenMP read it when loaded.
ONE_THREAD = dict.fromkeys(
    (
        "NUMBA_NUM_THREADS",
        "OMP_NUM_THREADS",
        "OPENBLAS_NUM_THREADS",
        "MKL_NUM_THREADS",
        "VECLIB_MAXIMUM_THREADS",
    ),
    "1",
)


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


class InProcess:
    """One batch after the other, here."""

    workers = 1

    def map(
        self, function: Callable[[S, B], R], shared: S, batches: Sequence[B]
    ) -> Generator[tuple[int, R], None, None]:
        for position, batch in enumerate(batches):
            yield position, function(shared, batch)


class Processes:
    """Worker processes on this machine, started for one map and gone after it.

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
        pool = _Pool(min(self.workers, len(batches)), function, shared)
        try:
            yield from pool.map(batches)
        finally:
            pool.stop()


@contextlib.contextmanager
def standing(
    workers: int, function: Callable[[S, B], R], shared: S
) -> Iterator[Callable[[Sequence[B]], Iterator[tuple[int, R]]]]:
    """Workers for many maps of one function, one after the other; gives the map.

    With one worker everything happens in this process. Each map must be read to its end before the next.
    """
    if workers <= 1:
        yield lambda batches: InProcess().map(function, shared, batches)
        return
    pool = _Pool(workers, function, shared)
    try:
        yield pool.map
    finally:
        pool.stop()


class _Pool:
    """The workers, and the pipes to them."""

    def __init__(self, workers: int, function: Callable[[Any, Any], Any], shared: Any) -> None:
        self.processes: dict[Connection, Any] = {}
        context = multiprocessing.get_context("spawn")
        job = _packed((function, shared))
        try:
            with _quiet_start():
                for _ in range(workers):
                    here, there = context.Pipe()
                    process = context.Process(target=_serve, args=(there,), daemon=True)
                    self.processes[here] = process
                    process.start()
                    there.close()
            # only now, so that they import side by side: a pipe takes in little before its reader is up
            for connection in self.processes:
                self._send(connection, job)
        except OSError as problem:
            self.stop()
            raise GrouplifeError(
                f"could not start {workers} worker processes: {problem.strerror or problem}; "
                "try fewer with --workers, 1 needs none"
            ) from problem
        except BaseException:
            self.stop()
            raise

    def map(self, batches: Sequence[Any]) -> Iterator[tuple[int, Any]]:
        todo = iter(enumerate(batches))
        busy: set[Connection] = set()
        watched = {process.sentinel: connection for connection, process in self.processes.items()}
        for connection in self.processes:
            self._feed(connection, todo, busy)
        while busy:
            ready = wait([*busy, *watched])
            for connection in [c for c in busy if c in ready]:
                busy.remove(connection)
                position, answer = self._receive(connection)
                self._feed(connection, todo, busy)  # first feed, then let the caller look
                yield position, answer
            for sentinel in [s for s in watched if s in ready]:
                connection = watched.pop(sentinel)
                # what it had sent before it ended is still in the pipe, and is taken in the next round
                if connection in busy and not connection.poll():
                    self._died(connection)

    def _feed(self, connection: Connection, todo: Iterator[tuple[int, Any]], busy: set[Connection]) -> None:
        following = next(todo, None)
        if following is not None:
            position, batch = following
            # the batch in a parcel of its own: a worker that cannot open it can still say which it was
            self._send(connection, _packed((position, _packed(batch))))
            busy.add(connection)

    def _send(self, connection: Connection, message: bytes) -> None:
        try:
            connection.send_bytes(message)
        except BrokenPipeError:
            self._died(connection)

    def _receive(self, connection: Connection) -> tuple[int, Any]:
        try:
            position, problem, answer = connection.recv()
        except (EOFError, OSError):
            self._died(connection)
        if problem is not None:
            raise problem
        return position, answer

    def _died(self, connection: Connection) -> NoReturn:
        process = self.processes[connection]
        process.join(5)
        raise GrouplifeError(f"a worker process died: {_reason(process.exitcode)}")

    def stop(self) -> None:
        """End all workers at once, busy or not."""
        started = [process for process in self.processes.values() if process.pid is not None]
        for connection in self.processes:
            connection.close()
        for process in started:
            process.terminate()
        for process in started:
            process.join(2)
            if process.is_alive():
                process.kill()
                process.join()


def _packed(content: Any) -> bytes:
    return pickle.dumps(content, protocol=pickle.HIGHEST_PROTOCOL)


def _reason(code: int | None) -> str:
    if code == -signal.SIGKILL:
        return "it was killed (signal 9), most likely because memory ran out; try fewer with --workers"
    if code is not None and code < 0:
        return f"it was ended by signal {-code}; run again with --workers 1 to see more"
    return f"it ended by itself with exit code {code}; run again with --workers 1 to see why"


def _serve(connection: Connection) -> None:
    """A worker's life: a function, then batches in and results out, until the parent is gone."""
    threading.Thread(target=_end_with_parent, daemon=True).start()
    unusable: Exception | None = None
    try:
        function, shared = pickle.loads(connection.recv_bytes())
        gc.freeze()  # what all runs share stays; looking through it again and again costs more than the runs
    except (EOFError, OSError):
        return
    except Exception as raised:
        unusable = _portable(raised)
    while True:
        try:
            position, batch = connection.recv()
        except (EOFError, OSError):
            return
        problem, answer = unusable, None
        if problem is None:
            try:
                answer = function(shared, pickle.loads(batch))
            except Exception as raised:
                problem = _portable(raised)
        try:
            connection.send((position, problem, answer))
        except OSError:
            return


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)


def _portable(problem: Exception) -> Exception:
    """The exception itself where it survives the journey, else its text."""
    try:
        pickle.loads(pickle.dumps(problem))
    except Exception:
        return GrouplifeError(f"{type(problem).__name__}: {problem}")
    return problem


@contextlib.contextmanager
def _quiet_start() -> Iterator[None]:
    """Workers started here have one thread, are deaf to Ctrl-C at once, and import no main module."""
    before = {name: os.environ.get(name) for name in ONE_THREAD}
    main = sys.modules["__main__"]
    # started while signals are blocked, it would unblock them
    resource_tracker.ensure_running()
    # a signal blocked here stays blocked in the child: no traceback of a half-imported worker on Ctrl-C
    mask = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    os.environ.update(ONE_THREAD)
    sys.modules["__main__"] = types.ModuleType("__main__")
    try:
        yield
    finally:
        sys.modules["__main__"] = main
        for name, value in before.items():
            if value is None:
                del os.environ[name]
            else:
                os.environ[name] = value
        signal.pthread_sigmask(signal.SIG_SETMASK, mask)
