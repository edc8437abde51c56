"""One worker process and its pipe: does one call at a time, is renewed when it dies or takes too long."""

from __future__ import annotations

import threading
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Any

from ..experiments.executors import Lost
from ..experiments.pool import Pool
from .working import compiled_before, do, make_ready

#: Starting a process changes what all threads of this one see, so one starts at a time.
_STARTING = threading.Lock()


@dataclass(frozen=True)
class Call:
    """Work for a worker: a function importable by its name, and its arguments.

    key: equal calls have equal keys, and are done once. seconds: after so long it is given up. heavy: takes seconds;
    one worker is kept free of these, where there are two.
    """

    key: Hashable
    function: Callable[..., Any]
    arguments: tuple[Any, ...]
    seconds: float = 20.0
    heavy: bool = False


@dataclass(frozen=True)
class Failure:
    """In place of a result. kind: "failed" with the message, "died", or "slow" with the seconds it was given."""

    kind: str
    text: str = ""
    seconds: float = 0.0


class Lane:
    """A worker process, started at once and again whenever it is gone."""

    def __init__(self) -> None:
        self._pool: Pool | None = None
        self._slow = False
        self._closed = False

    def do(self, call: Call) -> Any:
        """The call's result, or a Failure; never raises."""
        try:
            pool = self._started()
        except Exception as problem:  # no process to be had: memory, limits
            return Failure("failed", str(problem))
        self._slow = False
        watch = threading.Timer(call.seconds, self._give_up)
        watch.daemon = True
        watch.start()
        try:
            [(_, found)] = list(pool.map([(call.function, call.arguments)]))  # to be read to its end
        except Exception as problem:  # raised by the function, or the pool can start no worker
            if not pool.processes:
                self._pool = None
            return Failure("failed", str(problem) or type(problem).__name__)
        finally:
            watch.cancel()
        if isinstance(found, Lost):
            return Failure("slow" if self._slow else "died", found.reason, call.seconds)
        return found

    def load(self) -> bool:
        """Start the worker and let it load the model; returns whether that is compiled already."""
        return self.do(Call("load", compiled_before, (), seconds=180.0)) is True

    def warm(self) -> None:
        """Let the worker compile what is not, and run once."""
        self.do(Call("warm", make_ready, (), seconds=180.0))

    def processes(self) -> list[int]:
        """Ids of the live worker process, if there is one."""
        found = list(self._pool.processes.values()) if self._pool is not None else []
        return [process.pid for process in found if process.pid is not None and process.is_alive()]

    def close(self) -> None:
        """End the worker, busy or not."""
        with _STARTING:  # one that is cut off while it starts complains
            self._closed = True
        if self._pool is not None:
            self._pool.stop()

    def _started(self) -> Pool:
        if self._pool is None or not all(p.is_alive() for p in self._pool.processes.values()):
            if self._pool is not None:
                self._pool.stop()
            with _STARTING:
                if self._closed:
                    raise RuntimeError("closed")
                self._pool = Pool(1, do, None, replace=True)
        return self._pool

    def _give_up(self) -> None:
        self._slow = True
        if self._pool is not None:
            for process in list(self._pool.processes.values()):
                process.kill()
