"""What a measure is: its name, words, unit, formula, and who can see it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Observability = Literal["observable", "hidden", "accounts"]
Level = Literal["daily", "run", "group"]


@dataclass(frozen=True)
class Measure:
    """One measure.

    title, definition: in English and Chinese ({"en", "zh"}). unit: "share" is always within 0..1. formula: in
    the names of other measures and of the history's counts. observability: observable (WeChat shows it to an
    operator), accounts (the firm's books show it), hidden (only the model knows). level: daily (a column of
    the daily table), run (an entry of the summary), group (a column of the groups table).
    """

    name: str
    title: Mapping[str, str]
    definition: Mapping[str, str]
    unit: str
    formula: str
    observability: Observability
    level: Level


#: name, unit, observability, formula, title en, title zh, definition en, definition zh
Row = tuple[str, str, Observability, str, str, str, str, str]


def measures(rows: tuple[Row, ...], level: Level) -> dict[str, Measure]:
    """Measures of one level from rows as in `Row`."""
    return {
        name: Measure(name, {"en": en, "zh": zh}, {"en": what, "zh": shi}, unit, formula, seen, level)
        for name, unit, seen, formula, en, zh, what, shi in rows
    }
