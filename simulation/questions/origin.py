"""What a question is about, as the command line names it: scenarios, and what is set in them."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..errors import UsageError
from ..scenario import Scenario, load_scenario
from ..scenario.overrides import parse_changes


@dataclass(frozen=True)
class Origin:
    """names: of the library or files. settings: PATH=VALUE of every one. days: another horizon, None: its own."""

    names: tuple[str, ...] = ()
    settings: tuple[str, ...] = ()
    days: int | None = None

    def read(self) -> dict[str, Scenario]:
        """The scenarios, by these names. Raises UsageError."""
        found: dict[str, Scenario] = {}
        for name in self.names:
            if name in found:
                raise UsageError(f"{name} is named twice; keep one")
            scenario = load_scenario(name, self.settings)
            found[name] = scenario if self.days is None else scenario.override({"days": self.days})
        return found

    def changes(self) -> dict[str, Any]:
        """What is set in the scenarios, by dotted path."""
        return {**parse_changes(self.settings), **({} if self.days is None else {"days": self.days})}

    def command(self, verb: str, *more: str) -> str:
        """A command about the first of these scenarios as it is here, to be typed next."""
        options = [word for text in self.settings for word in ("--set", text)]
        options += [] if self.days is None else ["--days", str(self.days)]
        return shlex.join(["grouplife", verb, self.names[0], *more, *options])


#: Of a question that no command line asked.
NOWHERE = Origin()


def default_folder(kind: str, scenarios: Sequence[Scenario]) -> Path:
    """Where the results of a question go by default."""
    first, others = scenarios[0].name, len(scenarios) - 1
    return Path("results") / (f"{kind}_{first}" + (f"_and_{others}_more" if others else ""))
