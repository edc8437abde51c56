"""Logs for the tests: small ones by hand, and ones that the model itself writes."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import numpy as np
import pandas as pd

from simulation import run
from simulation.scenario import Scenario

START = datetime(2026, 1, 5)
HEADER = "timestamp,group,member,event"


def write(path: Path, rows: list[tuple[str, str, str, str]], header: str = HEADER) -> Path:
    """A log file of these rows."""
    path.write_text("\n".join([header, *map(",".join, rows)]) + "\n", encoding="utf-8")
    return path


def model_log(scenario: Scenario, seed: int, path: Path | None = None) -> pd.DataFrame:
    """The log that the groups of a run would leave: joins, messages and leaves, as seen in a chat."""
    events = run(scenario, seed=seed, events=True).events
    assert events is not None
    events = events[events["event"].isin(["join", "message", "leave"])]
    rows = events.loc[events.index.repeat(events["count"])].reset_index(drop=True)
    hour = rows["event"].map({"join": 8, "message": 9, "leave": 22}).astype(int)
    # a second of its own for each message of a person, so that none looks like a duplicate
    number = rows.groupby(["day", "member"]).cumcount()
    second = np.where(rows["event"] == "message", 1 + 7 * number + rows["member"] % 7, 0)
    when = [
        (START + timedelta(days=int(day), hours=int(h), seconds=int(s))).isoformat()
        for day, h, s in zip(rows["day"], hour, second, strict=True)
    ]
    table = pd.DataFrame(
        {
            "timestamp": when,
            "group": "g" + rows["group"].astype(str),
            "member": "m" + rows["member"].astype(str),
            "event": rows["event"].astype(str),
        }
    )
    if path is not None:
        table.to_csv(path, index=False)
    return table
