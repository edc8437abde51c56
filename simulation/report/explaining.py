"""What `explain` shows: the chapters of a scenario, with long lists of parameters told by their number."""

from __future__ import annotations

import re
from collections.abc import Sequence

from ..scenario import Scenario, diff
from ..scenario.labels import value_text
from ..scenario.words import Chapter
from ..scenario.words import explain as chapters
from .cautions import never
from .numbers import Lang

MOST_PARAMETERS = 5
_PARAMETER = re.compile(r"(behaviour\.[\w.]+)(?:: |：)")


def explained(scenario: Scenario, lang: Lang, parent: Scenario | None, whole: bool = False) -> list[Chapter]:
    """The chapters; more than a few parameters of behaviour are counted unless whole."""
    return [
        Chapter(one.heading, _shown(one.sentences, scenario, lang, whole))
        for one in chapters(scenario, lang, parent)
    ]


def notes(scenario: Scenario, lang: Lang) -> list[str]:
    """What a reader of the scenario should know, without full stops."""
    return never(scenario, lang)


def _shown(sentences: Sequence[str], scenario: Scenario, lang: Lang, whole: bool) -> tuple[str, ...]:
    paths = [found[1] if (found := _PARAMETER.match(text)) else None for text in sentences]
    count = sum(path is not None for path in paths)
    if count > MOST_PARAMETERS and not whole:
        kept = [text for text, path in zip(sentences, paths, strict=True) if path is None]
        fitted = bool(scenario.fits)
        en = f"{count} {'fitted parameters' if fitted else 'parameters set apart from their defaults'} (list: --all)"
        zh = f"{count} 个{'拟合的参数' if fitted else '与默认值不同的参数'}（用 --all 列出）"
        return (*kept, zh if lang == "zh" else en)
    if lang == "en":
        return tuple(sentences)
    values = {path: (usual, own) for path, usual, own in diff(Scenario(), scenario)}
    return tuple(
        text
        if path is None or path not in values or "→" in text
        else f"{path}：{value_text(path, values[path][1], lang)}，通常 {value_text(path, values[path][0], lang)}"
        for text, path in zip(sentences, paths, strict=True)
    )
