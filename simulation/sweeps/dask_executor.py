"""Work on a Dask cluster: one that runs somewhere, or one started here for a sweep.

What the batches share travels to every worker once, also to those that join later; a task carries a batch and brings
back a part of the journal, so that Dask is not paid per run. A worker that is lost costs what it was doing: Dask
gives that to another.
"""

from __future__ import annotations

import contextlib
import logging
import pickle
import secrets
import tempfile
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from ..errors import GrouplifeError, UsageError
from ..experiments.executors import Lost, Map
from ..experiments.pool import quiet_start
from ..experiments.version import made_with

LOCAL = "local"
#: Seconds to wait for a scheduler to answer, and for its first worker.
_ANSWER = 10.0
_WORKER = 30.0
#: Seconds between looks at how many workers there are.
_LOOK = 5.0
#: Tasks a worker has waiting or in hand: one is worked on while the next is there already.
_AHEAD = 2

#: What this process was given to do, by token; filled in workers.
_JOBS: dict[str, tuple[Callable[[Any, Any], Any], Any]] = {}
#: A run keeps one core busy and the interpreter lock for part of it: one at a time in a process, whatever its threads.
_ONE_AT_A_TIME = threading.Lock()


class Dask:
    """A connected cluster. workers: those there when it was connected."""

    def __init__(self, client: Any, address: str) -> None:
        self.client = client
        self.address = address
        self.workers = max(1, self._count())

    @contextlib.contextmanager
    def standing(self, function: Callable[[Any, Any], Any], shared: Any) -> Iterator[Map]:
        """As `Standing.standing`."""
        token = secrets.token_hex(8)
        plugin = _plugin(token, pickle.dumps((function, shared), protocol=pickle.HIGHEST_PROTOCOL))
        try:
            self.client.register_plugin(plugin, name=token)
        except Exception as problem:  # whatever a worker could not do with it
            raise GrouplifeError(
                f"--scheduler {self.address}: its workers cannot take the work ({type(problem).__name__}: {problem}); "
                "they need the same version of Grouplife installed"
            ) from problem
        try:
            yield lambda batches: self._map(token, batches)
        finally:
            with contextlib.suppress(Exception):  # the cluster may be gone
                self.client.unregister_worker_plugin(token)

    def _map(self, token: str, batches: Iterable[Any]) -> Iterator[tuple[int, Any]]:
        from distributed import as_completed

        todo = enumerate(batches)
        position_of: dict[str, int] = {}
        finished = as_completed(loop=self.client.loop)
        most, looked = _AHEAD * self._count(), time.monotonic()

        def feed() -> None:
            while len(position_of) < most:
                following = next(todo, None)
                if following is None:
                    return
                position, batch = following
                parcel = pickle.dumps(batch, protocol=pickle.HIGHEST_PROTOCOL)
                future = self.client.submit(
                    carry_out, token, parcel, pure=False, key=f"{token}-{secrets.token_hex(8)}"
                )
                position_of[future.key] = position
                finished.add(future)

        feed()
        try:
            for future in finished:
                position = position_of.pop(future.key)
                answer = self._answer(future)
                del future  # lets the cluster forget the result
                if time.monotonic() - looked > _LOOK:
                    most, looked = _AHEAD * self._count(), time.monotonic()
                feed()
                yield position, answer
        finally:
            finished.clear()

    def _answer(self, future: Any) -> Any:
        from concurrent.futures import CancelledError

        from distributed.scheduler import KilledWorker

        try:
            return future.result()
        except KilledWorker:
            return Lost(
                "a Dask worker died, and so did every other that tried again; most likely memory ran out"
            )
        except (CancelledError, OSError) as problem:
            raise GrouplifeError(
                f"--scheduler {self.address}: the connection to the Dask scheduler was lost; "
                "start it again and repeat the command"
            ) from problem

    def _count(self) -> int:
        try:
            return len(self.client.nthreads())
        except (OSError, ValueError, AttributeError):
            return 1


def carry_out(token: str, parcel: bytes) -> Any:
    """In a worker: do one batch."""
    if token not in _JOBS:
        raise GrouplifeError(
            "a Dask worker joined that cannot take the work: it needs the same version of Grouplife installed"
        )
    function, shared = _JOBS[token]
    with _ONE_AT_A_TIME:
        return function(shared, pickle.loads(parcel))


def _plugin(token: str, job: bytes) -> Any:
    from distributed.diagnostics.plugin import WorkerPlugin

    class Job(WorkerPlugin):
        """Brings what the batches share to a worker, now or when it joins."""

        def __init__(self) -> None:
            self.name = token
            self.take, self.drop = take_job, drop_job

        def setup(self, worker: Any) -> None:
            self.take(token, job)

        def teardown(self, worker: Any) -> None:
            self.drop(token)

    return Job()


def take_job(token: str, job: bytes) -> None:
    """In a worker: remember what the batches of a sweep share."""
    _JOBS[token] = pickle.loads(job)


def drop_job(token: str) -> None:
    """In a worker: forget it."""
    _JOBS.pop(token, None)


@contextlib.contextmanager
def connected(address: str, workers: int | None = None) -> Iterator[Dask]:
    """A cluster to work on: `local` starts one here, with that many workers.

    Raises UsageError where no scheduler answers or Dask is not installed, GrouplifeError where there are no workers
    or they are of another version.
    """
    try:
        import distributed
    except ImportError:
        raise UsageError(
            "--scheduler needs Dask, which is not installed: pip install 'grouplife[dask]'; "
            "without --scheduler the cores of this machine are used"
        ) from None
    with contextlib.ExitStack() as stack:
        stack.enter_context(_silent())
        where: Any = stack.enter_context(_local(workers)) if address == LOCAL else _checked(address)
        try:
            client = distributed.Client(where, timeout=_ANSWER, set_as_default=False)
        except (OSError, ValueError) as problem:
            raise UsageError(
                f"--scheduler {address}: no Dask scheduler answers there ({_first_line(problem)}); "
                "start one with `dask scheduler` and workers with `dask worker ADDRESS`, or give --scheduler local"
            ) from problem
        stack.callback(_close, client)
        try:
            client.wait_for_workers(1, timeout=_WORKER)
        except TimeoutError:
            raise GrouplifeError(
                f"--scheduler {address}: the scheduler has no workers; start some with `dask worker {address}`"
            ) from None
        _check_versions(client, address)
        yield Dask(client, address)


@contextlib.contextmanager
def _silent() -> Iterator[None]:
    """What Dask would log here is said in our messages; each of its loggers has a level of its own."""
    names = [name for name in logging.root.manager.loggerDict if name.partition(".")[0] == "distributed"]
    before = {name: logging.getLogger(name).level for name in names}
    for name in names:
        logging.getLogger(name).setLevel(logging.CRITICAL + 1)
    try:
        yield
    finally:
        for name, level in before.items():
            logging.getLogger(name).setLevel(level)


@contextlib.contextmanager
def _local(workers: int | None) -> Iterator[Any]:
    import dask
    import distributed

    from ..experiments.conduct import cores

    settings = {
        "logging.distributed": "critical",
        "distributed.comm.timeouts.connect": "30s",
        # sampling a worker's stack a hundred times a second cost it a tenth of its time, for a dashboard we do not show
        "distributed.worker.profile.enabled": False,
    }
    with tempfile.TemporaryDirectory(prefix="grouplife-") as scratch, dask.config.set(settings):
        with quiet_start():
            cluster = distributed.LocalCluster(
                n_workers=workers or cores(),
                threads_per_worker=1,
                processes=True,
                host="127.0.0.1",
                dashboard_address=None,
                memory_limit=0,
                local_directory=scratch,
                silence_logs=logging.CRITICAL,
            )
        try:
            yield cluster
        finally:
            with contextlib.suppress(Exception):  # what is left of it ends with this process
                cluster.close(timeout=10)


def _checked(address: str) -> str:
    from urllib.parse import urlsplit

    parts = urlsplit(address)
    try:
        sound = bool(parts.scheme in ("tcp", "tls", "ws", "wss", "ucx") and parts.hostname and parts.port)
    except ValueError:
        sound = False
    if not sound:
        raise UsageError(
            f"--scheduler: given {address!r}, allowed: local, or the address of a Dask scheduler as in "
            "tcp://127.0.0.1:8786"
        )
    return address


def _check_versions(client: Any, address: str) -> None:
    here = made_with()
    try:
        found = client.run(made_with)
    except Exception as problem:  # such as no Grouplife there
        raise GrouplifeError(
            f"--scheduler {address}: a worker cannot run Grouplife ({type(problem).__name__}: {problem}); "
            "install the same version there"
        ) from problem
    for worker, there in found.items():
        other = [
            f"{name} {there.get(name)} instead of {here[name]}"
            for name in here
            if there.get(name) != here[name]
        ]
        if other:
            raise GrouplifeError(
                f"--scheduler {address}: the worker {worker} has {', '.join(other)}; results would differ: "
                "install the same versions there"
            )


def _close(client: Any) -> None:
    with contextlib.suppress(Exception):
        client.close(timeout=5)


def _first_line(problem: BaseException) -> str:
    text = str(problem).strip().splitlines()
    return text[0] if text else type(problem).__name__
