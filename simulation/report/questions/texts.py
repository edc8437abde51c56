"""Filling in the fixed texts of the reports of questions, and what all of them say."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from ..numbers import Lang, counted
from ..words import tidy
from .names import Names, joined

Texts = Mapping[str, Mapping[Lang, str]]
#: Gives the text of a key in a language, its blanks filled in.
Say = Callable[..., str]


def sayer(texts: Texts) -> Say:
    """The function that fills in these texts."""

    def say(key: str, lang: Lang, **fill: object) -> str:
        return tidy(texts[key][lang].format(**fill))

    return say


def seeds_text(count: int, lang: Lang) -> str:
    """So many seeds."""
    return f"{count} 个随机种子" if lang == "zh" else counted(count, "seed")


def kept_note(kept: tuple[str, ...], names: Names) -> list[str]:
    """That some parameters with a range of doubt are not varied; nothing where there are none."""
    if not kept:
        return []
    few = joined([names.short(path) for path in kept[:5]], names.lang)
    if names.lang == "zh":
        return [f"{len(kept)} 个有不确定范围的参数按方案设定保持不变，例如{few}"]
    return [
        f"{counted(len(kept), 'parameter')} with a range of doubt stayed as a scenario sets them, such as {few}"
    ]


def failed_note(failed: int, runs: int, lang: Lang) -> list[str]:
    """That some runs failed; nothing where none did."""
    if not failed:
        return []
    if lang == "zh":
        return [f"{runs:,} 次运行中有 {failed:,} 次失败，相关的点已略去"]
    return [f"{failed:,} of {runs:,} runs failed; what they belong to was left out"]
