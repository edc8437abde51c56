"""Figures, wording and the HTML report. Nothing here is imported by the model or the experiments."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

_HOME = {"write_report": "page", "render": "page", "sentences": "words", "table_rows": "words"}

__all__ = ["render", "sentences", "table_rows", "write_report"]

if TYPE_CHECKING:
    from .page import render as render
    from .page import write_report as write_report
    from .words import sentences as sentences
    from .words import table_rows as table_rows


def __getattr__(name: str) -> Any:
    """Names on first use: wording needs no matplotlib."""
    home = _HOME.get(name)
    if home is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}; it has: {', '.join(__all__)}")
    return getattr(import_module(f".{home}", __name__), name)
