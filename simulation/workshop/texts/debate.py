"""The words of the page "debate"."""

TEXTS: dict[str, tuple[str, str]] = {}
