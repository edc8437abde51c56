"""Dotted paths into a scenario: `strategy.calendar[0].per_day` <-> ("strategy", "calendar", 0, "per_day")."""

from __future__ import annotations

import re
from collections.abc import Iterable
from difflib import get_close_matches

Where = tuple[str | int, ...]

_STEP = re.compile(r"\.?([A-Za-z_][A-Za-z0-9_-]*)|\[(\d{1,6})\]")


def parse_path(text: str) -> Where:
    """The steps of a dotted path; raises ValueError saying what is wrong with it."""
    text = text.strip()
    if not text or text.startswith("."):
        raise ValueError("a path names its fields with dots, as in strategy.calendar[0].per_day")
    steps: list[str | int] = []
    at = 0
    while at < len(text):
        found = _STEP.match(text, at)
        if found is None or (at > 0 and found[1] is not None and text[at] != "."):
            raise ValueError(
                f"the path cannot be read from {text[at:]!r} on; write fields with dots and "
                f"entries of a list "
                "with their number from 0, as in strategy.calendar[0].per_day"
            )
        steps.append(found[1] if found[1] is not None else int(found[2]))
        at = found.end()
    if isinstance(steps[0], int):
        raise ValueError("a path starts with a field, as in strategy.calendar[0].per_day")
    return tuple(steps)


def show_path(where: Iterable[str | int]) -> str:
    """The dotted text of a path."""
    text = ""
    for step in where:
        text += f"[{step}]" if isinstance(step, int) else f".{step}" if text else step
    return text


def nearest(name: str, valid: Iterable[str], likeness: float = 0.6) -> str | None:
    """The valid name most like the one given (likeness 0..1 of letters shared), or None."""
    names = list(valid)
    folded = {n.lower(): n for n in names}
    found = get_close_matches(name.lower(), folded, n=1, cutoff=likeness)
    return folded[found[0]] if found else None
