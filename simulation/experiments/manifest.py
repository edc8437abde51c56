"""What made a result: scenarios, seeds, versions, machine, command, duration."""

from __future__ import annotations

import datetime
import platform
import time
from collections.abc import Sequence
from importlib import metadata
from typing import Any

from .. import __version__
from ..scenario import Scenario, scenario_hash
from .conduct import cores
from .notes import said

#: Version of the layout of a results folder.
FORMAT = 1
_LIBRARIES = ("numpy", "numba", "mesa", "scipy", "pandas", "pyarrow", "pydantic", "SALib")


def manifest_of(
    kind: str,
    scenarios: Sequence[Scenario],
    seeds: Sequence[int],
    started: float,
    *,
    engine: str,
    ensemble: int = 0,
    notes: Sequence[str] = (),
    command: str = "",
) -> dict[str, Any]:
    """The manifest of a run or comparison; started: time.monotonic() at its start.

    Of the machine it tells the platform, the Python and the number of cores, nothing else.
    """
    from ..model.compiled import source_hash

    return {
        "grouplife": __version__,
        "format": FORMAT,
        "kind": kind,
        "command": command,
        "created": datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds"),
        "duration_seconds": round(time.monotonic() - started, 3),
        "scenarios": [describe(scenario) for scenario in scenarios],
        "seeds": {"first": seeds[0], "count": len(seeds)},
        "replicates": len(seeds),
        "ensemble": ensemble,
        "engine": engine,
        "model": source_hash(),
        "versions": {"python": platform.python_version(), **{name: _version(name) for name in _LIBRARIES}},
        "machine": {"platform": f"{platform.system()} {platform.machine()}", "cores": cores()},
        "notes": said(notes, "en"),
        "notes_zh": said(notes, "zh"),
    }


def describe(scenario: Scenario) -> dict[str, Any]:
    """A scenario in full: what it says, and the hash of that."""
    import yaml

    plain = scenario.model_dump(mode="json", by_alias=True, exclude_none=True)
    return {
        "name": scenario.name,
        "title": plain["title"],
        "days": scenario.days,
        "hash": scenario_hash(scenario),
        "text": yaml.safe_dump(plain, sort_keys=False, allow_unicode=True, width=110),
    }


def _version(name: str) -> str:
    try:
        return metadata.version(name)
    except metadata.PackageNotFoundError:
        return "unknown"
