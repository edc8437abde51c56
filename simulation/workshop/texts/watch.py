"""The words of the page "watch"."""

TEXTS: dict[str, tuple[str, str]] = {}
