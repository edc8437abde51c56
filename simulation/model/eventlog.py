"""The event log: who in a group joined, looked, spoke, ordered, muted, left or was let go on which day.

The same under both engines. Orders of people who have left are in the history (column outside), not here.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pandas as pd

from .columns import MEMBER

if TYPE_CHECKING:
    from .community import Community

KINDS = ("join", "open", "message", "order", "mute", "leave", "dismiss")
_JOIN, _OPEN, _MESSAGE, _ORDER, _MUTE, _LEAVE, _DISMISS = range(7)


class EventLog:
    """Events of a run, day by day; `count` is messages for a message event, else 1."""

    def __init__(self) -> None:
        self._rows: list[np.ndarray] = []

    def record(self, model: Community) -> None:
        """Read the day's events off the columns, before departures are settled."""
        c, day = model.columns, model.day
        for k in range(len(c.present)):
            # in order of slot: the order of seats is no business of the log
            rows = c.persons(c.roster[k, : c.present[k]])
            rows = rows[np.argsort(rows["slot"])]
            slots = rows["slot"]
            self._add(day, k, slots[rows["joined"] == day], _JOIN)
            self._add(day, k, slots[rows["opened"] == 1], _OPEN)
            spoke = rows["said"] > 0
            self._add(day, k, slots[spoke], _MESSAGE, rows["said"][spoke])
            self._add(day, k, slots[rows["bought"] == 1], _ORDER)
            self._add(day, k, slots[(rows["muted"] == 1) & (rows["muted_day"] == day)], _MUTE)
            self._add(day, k, slots[rows["status"] != MEMBER], _LEAVE)
        # who leaves today is no outsider yet: these were let go this morning with a group that closed
        outside = c.outsiders[: c.state[1]]
        for row in np.sort(outside[c.life["left"][outside] == day]):
            self._add(day, int(c.life["group"][row]), c.daily["slot"][row : row + 1], _DISMISS)

    def _add(self, day: int, group: int, slots: np.ndarray, kind: int, count: np.ndarray | int = 1) -> None:
        if len(slots):
            block = np.empty((len(slots), 5), np.int32)
            block[:, 0], block[:, 1], block[:, 2], block[:, 3], block[:, 4] = day, group, slots, kind, count
            self._rows.append(block)

    def frame(self) -> pd.DataFrame:
        """Columns day, group, member (slot), event (name), count."""
        data = np.concatenate(self._rows) if self._rows else np.zeros((0, 5), np.int32)
        frame = pd.DataFrame(data, columns=["day", "group", "member", "event", "count"])
        frame["event"] = pd.Categorical.from_codes(frame["event"].to_numpy(dtype=np.int64), pd.Index(KINDS))
        return frame
