"""Measures as a user names them: whether a run has one of that name."""

from __future__ import annotations

import re

from ...scenario.paths import nearest
from . import RUN, family_of


def wrong_with(name: str, days: int | None = None) -> str | None:
    """What is wrong with the name of a measure of a run, or None. days: the horizon it must lie within."""
    found = family_of(name)
    if found is None and name not in RUN:
        day = re.search(r"_(?:day|week)_(\d+)$", name)
        bases = {re.sub(r"_\d+$", "", known) for known in RUN if re.search(r"_(day|week)_\d+$", known)}
        near = nearest(re.sub(r"_\d+$", "", name), bases) if day else nearest(name, RUN)
        hint = f"did you mean {near}{'_' + day[1] if day else ''}? " if near else ""
        return f"unknown measure {name!r} of a run; {hint}docs/measures.md lists them"
    if found is not None and days is not None and found[0].how != "clock_week" and found[1] > days:
        return f"{name} lies beyond the horizon; allowed: up to day {days}, which is `days`"
    return None
