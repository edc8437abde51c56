"""What the terminal shows: JSON, tables, text styled where it is a terminal; and single files written whole."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from .errors import UsageError


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


def write_file(path: Path, text: str, replace: bool) -> None:
    """A whole file or none; without `replace` an existing file stays as it is. Raises OSError, UsageError."""
    if path.is_dir():
        raise UsageError(f"{path} is a folder; give the name of a file in it")
    if path.exists() and not path.is_file():
        raise UsageError(f"{path} is a device or a pipe, not a file; leave --out away to print")
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        draft.write_text(text, encoding="utf-8")
        if replace:
            draft.replace(path)
        else:
            _place(draft, path)
    except FileExistsError:
        raise UsageError(f"{path} exists and is left as it is") from None
    finally:
        draft.unlink(missing_ok=True)


def _place(draft: Path, path: Path) -> None:
    """Give a finished file its name, unless that is taken, be it since a moment ago."""
    try:
        os.link(draft, path)
    except FileExistsError:
        raise
    except OSError:  # a file system without links
        with path.open("x", encoding="utf-8") as file:
            file.write(draft.read_text(encoding="utf-8"))
