"""The world and its rules. `Community` is the Mesa model; importing it loads the compiler, so it comes on first use."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .community import Community as Community

__all__ = ["Community"]


def __getattr__(name: str) -> Any:
    if name == "Community":
        from .community import Community

        return Community
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
