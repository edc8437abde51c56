"""Compiling everything once, before workers start: each of them would otherwise compile the same code again."""

from __future__ import annotations

from ..scenario.schema import Scenario
from .community import Community
from .compiled import FOLDER

_DONE = FOLDER / "complete"

#: Small worlds that together call every compiled entry point: newcomers, KOCs, resellers, service, proposals,
#: departures, and no group.
_SMALL = {"days": 3, "market.people": 300, "groups.count": 2, "groups.members_at_start": 40}
_WORLDS = (
    {
        "strategy.growth.public_per_day": 5,
        "strategy.funnel": {"classes": 1, "length": 1},
        "strategy.kocs.per_group": 1,
        "behaviour.referral.organic_rate": 1.0,
        "behaviour.leaving.base": 0.5,
        "strategy.resellers": {"per_group": 20, "from_day": 0},
        "behaviour.reselling.pitch_rate": 1.0,
        "strategy.one_to_one.hours_per_day": 1,
    },
    {"groups.open": False},
)


def warm_up() -> None:
    """Compile every entry point, or do nothing where that was done for these sources before."""
    if _DONE.exists():
        return
    for world in _WORLDS:
        Community(Scenario().override({**_SMALL, **world}), key=1).run()
    try:
        _DONE.touch()
    except OSError:  # the cache went away: the next one compiles again
        return
