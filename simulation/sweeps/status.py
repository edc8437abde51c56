"""How far a sweep is: runs done, rate, time left, failures."""

from __future__ import annotations

import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

#: Seconds of which the rate is taken.
_WINDOW = 60.0


@dataclass(frozen=True)
class Status:
    """done: finished runs, those of earlier sessions included. total: runs there will be, at most where `open`.

    failed: of those done. rate: runs a second now, 0 while unknown. left: seconds, None while unknown.
    """

    done: int
    total: int
    failed: int
    rate: float
    left: float | None
    open: bool = False


Watch = Callable[[Status], None]


class Meter:
    """Measures the rate over the last minute, which is what the time left depends on."""

    def __init__(self, done: int, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._seen: deque[tuple[float, int]] = deque([(clock(), done)])

    def status(self, done: int, total: int, failed: int, open_end: bool = False) -> Status:
        """The status now."""
        now = self._clock()
        self._seen.append((now, done))
        while len(self._seen) > 2 and self._seen[1][0] < now - _WINDOW:
            self._seen.popleft()
        since, before = self._seen[0]
        rate = (done - before) / (now - since) if now > since else 0.0
        return Status(done, total, failed, rate, (total - done) / rate if rate > 0 else None, open_end)
