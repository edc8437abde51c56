"""From a file to a checked claim; a mistake names file, line, field, what was given and what is allowed."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from ...scenario.reading import Grammar, Written
from .schema import Claim
from .shapes import FORMS

_CLAIMS = Grammar(Claim, "claim", "grouplife schema --claim", own="id", forms={"effect": FORMS})


@dataclass(frozen=True)
class ClaimFile(Written[Claim]):
    """A claim with its file and the line of every value, so that later mistakes can be placed too."""

    @property
    def claim(self) -> Claim:
        """The claim."""
        return self.content


def read_claim(path: Path) -> ClaimFile:
    """The claim of a file. Raises UsageError that lists every mistake in it."""
    found = _CLAIMS.read(path)
    return ClaimFile(found.content, found.path, found.text, found.lines)
