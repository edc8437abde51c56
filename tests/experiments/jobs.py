"""What the workers of the executor tests are asked to do."""

from __future__ import annotations

import os
import signal
import sys
import time
from collections.abc import Callable
from pathlib import Path


def square(shared: int, batch: int) -> int:
    return shared + batch * batch


def die(shared: int, batch: int) -> int:
    if batch == shared:
        os.kill(os.getpid(), signal.SIGKILL)
    return batch


def leave(shared: int, batch: int) -> int:
    os._exit(shared)


def refuse(shared: str, batch: int) -> int:
    raise ValueError(f"{shared} {batch}")


def surroundings(shared: None, batch: int) -> tuple[str, int, str | None]:
    import numba

    return (
        os.environ["OMP_NUM_THREADS"],
        numba.config.NUMBA_NUM_THREADS,
        getattr(sys.modules["__main__"], "__file__", None),
    )


def linger(shared: str, batch: int) -> None:
    """Leave a note of one's own process, then stay."""
    Path(shared, f"{os.getpid()}").touch()
    time.sleep(60)


def pid(shared: None, batch: int) -> int:
    return os.getpid()


class EndsWhoReads:
    """Can be sent; a process that receives it ends."""

    def __reduce__(self) -> tuple[Callable[[int], None], tuple[int]]:
        return os._exit, (5,)


class Unreadable:
    """Can be sent, but not be received."""

    def __reduce__(self) -> tuple[type[int], tuple[str]]:
        return int, ("not a number",)
