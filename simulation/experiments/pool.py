"""Worker processes on this machine, and the pipes to them."""

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
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from multiprocessing import resource_tracker
from multiprocessing.connection import Connection, wait
from typing import Any

from ..errors import GrouplifeError

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
#: Workers that may die before their first task, one after the other, before it is clear that none will do better.
_STILLBORN = 5


@dataclass(frozen=True)
class Lost:
    """In place of a result: the worker that had the batch died, and how."""

    reason: str


class Pool:
    """The workers, and the pipes to them.

    replace: a worker that dies is replaced, and its batch comes back as `Lost`; else it ends the map.
    """

    def __init__(
        self, workers: int, function: Callable[[Any, Any], Any], shared: Any, replace: bool = False
    ) -> None:
        self.processes: dict[Connection, Any] = {}
        self.workers = workers
        self.replace = replace
        self._job = _packed((function, shared))
        self._up: set[Connection] = set()  # those that took the job
        self._stillborn = 0
        self._start(workers)

    def map(self, batches: Iterable[Any]) -> Iterator[tuple[int, Any]]:
        """Yield (position, result) in any order; to be read to its end."""
        todo = iter(enumerate(batches))
        busy: dict[Connection, int] = {}
        self._start(self.workers - len(self.processes))
        for connection in list(self.processes):
            self._feed(connection, todo, busy)
        while busy:
            sentinels = {self.processes[connection].sentinel: connection for connection in busy}
            ready = wait([*busy, *sentinels])
            # what a worker had sent before it ended is still in its pipe, which is ready then too
            ended = [c for s, c in sentinels.items() if s in ready and c not in ready and not c.poll()]
            for connection in [c for c in list(busy) if c in ready or c in ended]:
                found = self._receive(connection) if connection not in ended else self._bury(connection)
                if found is None:
                    continue
                position = busy.pop(connection)
                # first feed, then let the caller look
                self._feed(None if isinstance(found, Lost) else connection, todo, busy)
                yield position, found if isinstance(found, Lost) else found[0]

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

    def _start(self, workers: int) -> list[Connection]:
        """Start that many more."""
        context = multiprocessing.get_context("spawn")
        new: list[Connection] = []
        try:
            with quiet_start():
                for _ in range(workers):
                    here, there = context.Pipe()
                    process = context.Process(target=_serve, args=(there,), daemon=True)
                    self.processes[here] = process
                    new.append(here)
                    process.start()
                    there.close()
            # only now, so that they import side by side: a pipe takes in little before its reader is up
            for connection in new:
                try:
                    connection.send_bytes(self._job)
                except BrokenPipeError:
                    if not self.replace:
                        self._bury(connection)
        except OSError as problem:
            self.stop()
            raise GrouplifeError(
                f"could not start {workers} worker processes: {problem.strerror or problem}; "
                "try fewer with --workers, 1 needs none"
            ) from problem
        except BaseException:
            self.stop()
            raise
        return new

    def _feed(
        self, connection: Connection | None, todo: Iterator[tuple[int, Any]], busy: dict[Connection, int]
    ) -> None:
        """The next batch for a worker; None: for a new one, if there is a batch."""
        following = next(todo, None)
        if following is None:
            return
        position, batch = following
        # the batch in a parcel of its own: a worker that cannot open it can still say which it was
        parcel = _packed((position, _packed(batch)))
        while True:
            if connection is None:
                [connection] = self._start(1)
            try:
                connection.send_bytes(parcel)
            except BrokenPipeError:
                self._bury(connection)
                connection = None
            else:
                busy[connection] = position
                return

    def _receive(self, connection: Connection) -> tuple[Any] | Lost | None:
        """(the answer,), None where it was only the word that the worker is up, Lost where it died."""
        try:
            position, problem, answer = connection.recv()
        except (EOFError, OSError):
            return self._bury(connection)
        if position is None:
            self._up.add(connection)
            self._stillborn = 0
            return None
        if problem is not None:
            raise problem
        return (answer,)

    def _bury(self, connection: Connection) -> Lost:
        """Take a dead worker out. GrouplifeError where that ends everything."""
        process = self.processes[connection]
        process.join(5)
        reason = _reason(process.exitcode)
        if not self.replace:
            raise GrouplifeError(f"a worker process died: {reason}")
        del self.processes[connection]
        connection.close()
        if connection in self._up:
            self._up.remove(connection)
        else:
            self._stillborn += 1
            if self._stillborn >= _STILLBORN:
                raise GrouplifeError(
                    f"{_STILLBORN} worker processes died one after the other as they started, the last: {reason}"
                )
        return Lost(f"a worker process died: {reason}")


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
    with contextlib.suppress(OSError):
        connection.send((None, None, None))
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
def quiet_start() -> Iterator[None]:
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
