"""The ledger in the terminal: one line a claim."""

from __future__ import annotations

import sys

from ...evidence.claims.ledger import Ledger
from ...evidence.claims.outcome import Outcome
from ..numbers import Lang
from .amounts import effect_text, gone_text, least_text, share_text
from .titles import knockout_words
from .words import COLOURS, either, pick, verdict_text

HEADS = {
    "en": ("id", "claim", "verdict", "effect (95 %, luck)", "counts from", "same sign", "knockouts"),
    "zh": ("编号", "说法", "结论", "效应（95 %，运气）", "算数自", "同号", "敲除后消失"),
}


def row_of(outcome: Outcome, lang: Lang) -> tuple[str, ...]:
    """The texts of a claim's line."""
    gone = pick(lang, ", ", "，").join(
        f"{knockout_words(name, one.title, lang)} {gone_text(one, lang)}"
        for name, one in outcome.knockouts.items()
    )
    return (
        outcome.claim.id,
        either(outcome.claim.claim, lang),
        verdict_text(outcome, lang),
        effect_text(outcome.effect, outcome.claim.effect_unit, lang),
        least_text(outcome, lang, with_words=False),
        share_text(None if outcome.agree is None else outcome.agree.share),
        gone or "–",
    )


def print_verdicts(ledger: Ledger, lang: Lang) -> None:
    """The table: wrapped on a terminal, with the verdict coloured; one plain line a claim elsewhere."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 0), header_style="bold")
    for heading in HEADS[lang]:
        table.add_column(Text(heading))
    for outcome in ledger.outcomes:
        texts = [Text(text) for text in row_of(outcome, lang)]
        texts[2].stylize(COLOURS[outcome.verdict])
        table.add_row(*texts)
    if sys.stdout.isatty():
        Console(highlight=False).print(table)
        return
    plain = Console(width=100_000, highlight=False, color_system=None)
    with plain.capture() as captured:
        plain.print(table)
    print("\n".join(line.rstrip() for line in captured.get().splitlines()))
