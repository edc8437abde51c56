"""What the pages of the ledger share: where they stand, and tables."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from ...evidence.claims.ledger import Ledger
from ...evidence.claims.outcome import Outcome
from ..numbers import Lang
from .words import pick


@dataclass(frozen=True)
class Context:
    """What a page knows beside its claim. titles: of the claims in the ledger; images: folder, from the page."""

    ledger: Ledger
    lang: Lang
    images: str
    index: str
    other: str

    def outcome(self, name: str) -> Outcome | None:
        """Another claim of the ledger."""
        return next((one for one in self.ledger.outcomes if one.claim.id == name), None)

    def say(self, en: str, zh: str) -> str:
        return pick(self.lang, en, zh)


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A Markdown table; nothing without rows."""
    if not rows:
        return ""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |" for line in lines)
