"""What a question varies: factors that are named, or a whole set of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from ..errors import UsageError
from ..scenario import Scenario
from .factors import named_factors
from .ranges import Factors, doubts, levers

Over = Literal["behaviour", "levers", "all"]


@dataclass(frozen=True)
class Space:
    """What is varied, and what is not.

    factors: by path, as a plan has them. kept: paths with a range of doubt that stay as a scenario sets them.
    """

    factors: Factors
    kept: tuple[str, ...] = ()

    @property
    def paths(self) -> tuple[str, ...]:
        """The paths, in the order of a design's columns."""
        return tuple(self.factors)

    def only(self, paths: Iterable[str]) -> Space:
        """The same with these factors alone."""
        wanted = set(paths)
        return Space({path: how for path, how in self.factors.items() if path in wanted}, self.kept)


def space_of(scenarios: Sequence[Scenario], over: Over | None, named: Sequence[str]) -> Space:
    """What to vary in all of these scenarios.

    over: a set of factors, None: only those named. named: texts as factors.py reads them; they count before the
    set's own. Raises UsageError where a path or range is wrong, or nothing is left to vary.
    """
    own = named_factors(named, scenarios)
    found: dict[str, Mapping[str, Any]] = {}
    kept: list[str] = []
    if over in ("behaviour", "all"):
        doubt, kept = doubts(scenarios)
        found |= doubt
    if over in ("levers", "all"):
        found |= levers(scenarios)
    whole = {path: how for path, how in found.items() if path not in own} | own
    if not whole:
        names = ", ".join(scenario.name for scenario in scenarios)
        raise UsageError(
            f"there is nothing to vary in {names}; name what to vary, as in --factor product.price=60..120"
        )
    return Space(whole, tuple(path for path in kept if path not in own))
