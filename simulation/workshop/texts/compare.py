"""The words of the page "compare"."""

TEXTS: dict[str, tuple[str, str]] = {}
