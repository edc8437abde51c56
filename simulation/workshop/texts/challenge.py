"""The words of the page "challenge"."""

TEXTS: dict[str, tuple[str, str]] = {}
