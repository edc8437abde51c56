"""What the terminal shows: JSON, tables, and text styled where it is a terminal."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable, Sequence
from typing import Any


def print_json(content: Any) -> None:
    """One JSON object on one line."""
    print(json.dumps(content, ensure_ascii=False, allow_nan=False))


def console() -> Any:
    """Styled on a terminal (unless NO_COLOR says otherwise); elsewhere plain text, never wrapped."""
    from rich.console import Console

    return Console(highlight=False, emoji=False, soft_wrap=not sys.stdout.isatty())


def print_table(headings: Sequence[str], rows: Iterable[Sequence[str]], numbers: Sequence[int] = ()) -> None:
    """Columns in line, those in `numbers` to the right; wrapped on a terminal, one line a row elsewhere."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, pad_edge=False, padding=(0, 3, 0, 0), header_style="bold")
    for place, heading in enumerate(headings):
        table.add_column(Text(heading), justify="right" if place in numbers else "left")
    for row in rows:
        table.add_row(*map(Text, row))
    if sys.stdout.isatty():
        Console(highlight=False).print(table)
        return
    plain = Console(width=100_000, highlight=False, color_system=None)
    with plain.capture() as captured:
        plain.print(table)
    print("\n".join(line.rstrip() for line in captured.get().splitlines()))
