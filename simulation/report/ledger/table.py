"""The ledger in the terminal: one line a claim."""

from __future__ import annotations

import sys

from ...evidence.claims.ledger import Ledger
from ...evidence.claims.outcome import Outcome
from ..numbers import Lang
from .amounts import edge_text, found_text, gone_text, least_text, share_text
from .titles import knockout_words
from .words import COLOURS, either, pick, share_cell, verdict_text

HEADS = {
    "en": ("id", "claim", "verdict", "effect (95 %, luck)", "counts from", "share the sign", "knockouts"),
    "zh": (
        "编号",
        "说法",
        "结论",
        "效应（95 %，随机波动）",
        "最小有意义差异",
        "方向一致的比例",
        "关掉后效应减少",
    ),
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
        found_text(outcome, lang) + edge_text(outcome, lang),
        least_text(outcome, lang, with_words=False),
        share_cell(outcome, lang, share_text(None if outcome.agree is None else outcome.agree.share)),
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
