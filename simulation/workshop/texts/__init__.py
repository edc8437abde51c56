"""Every word of the workshop in English and Chinese, by key; a module a page."""

from __future__ import annotations

from collections.abc import Mapping

from ...report.numbers import LANGUAGES, Lang
from . import challenge, charts, compare, debate, levers, messages, play, shell, watch

Pair = tuple[str, str]

#: By module, so that a key says where it stands: `say("play.reset", "zh")`.
TEXTS: Mapping[str, Mapping[str, Pair]] = {
    "shell": shell.TEXTS,
    "play": play.TEXTS,
    "watch": watch.TEXTS,
    "compare": compare.TEXTS,
    "debate": debate.TEXTS,
    "challenge": challenge.TEXTS,
    "charts": charts.TEXTS,
    "levers": levers.TEXTS,
    "messages": messages.TEXTS,
}


def say(key: str, lang: Lang, **values: object) -> str:
    """The text of a key with its values filled in. Raises KeyError that names the key there is not."""
    module, _, name = key.partition(".")
    try:
        pair = TEXTS[module][name]
    except KeyError:
        raise KeyError(f"no text {key!r}") from None
    text = pair[LANGUAGES.index(lang)]
    return text.format(**values) if values else text


def has(key: str) -> bool:
    """Whether there is such a text."""
    module, _, name = key.partition(".")
    return name in TEXTS.get(module, {})
