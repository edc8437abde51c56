"""Fonts that can draw what is written: Chinese where a font has it, English labels where none has."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

from .numbers import Lang

#: Always there: matplotlib brings it along.
LATIN = "DejaVu Sans"
#: Families with simplified Chinese glyphs, the ones made for it first.
CHINESE: tuple[str, ...] = (
    "Noto Sans CJK SC",
    "Noto Sans SC",
    "Source Han Sans SC",
    "Source Han Sans CN",
    "PingFang SC",
    "Hiragino Sans GB",
    "Microsoft YaHei",
    "WenQuanYi Micro Hei",
    "WenQuanYi Zen Hei",
    "Heiti SC",
    "STHeiti",
    "SimHei",
    "Noto Serif CJK SC",
    "SimSun",
    "Arial Unicode MS",
    "Droid Sans Fallback",
    "Noto Sans CJK JP",
)
_PROBE = "私域群死亡率至约差异没有「」，。％"


@dataclass(frozen=True)
class Fonts:
    """Families to draw with, in order of preference, and the language they can draw.

    lang: the language asked for, or "en" where no installed font has its glyphs; wanted: the language asked
    for.
    """

    families: tuple[str, ...]
    lang: Lang
    wanted: Lang

    @property
    def replaced(self) -> bool:
        """True where labels had to be written in English for want of glyphs."""
        return self.lang != self.wanted

    def can_draw(self, text: str) -> bool:
        """True if every character of the text has a glyph in one of the families."""
        return all(
            character.isspace() or any(ord(character) in _characters(family) for family in self.families)
            for character in text
        )


def fonts_for(lang: Lang, installed: Sequence[str] | None = None) -> Fonts:
    """The fonts for figures in a language.

    installed: names of the families to choose from; None: those matplotlib finds on this computer. Without
    a family that has Chinese glyphs the figures of a Chinese report carry English labels (`replaced` is
    then true).
    """
    found = _installed() if installed is None else frozenset(installed)
    chinese = next((name for name in CHINESE if name in found and _draws(name, _PROBE)), None)
    families = (LATIN,) if chinese is None else (LATIN, chinese)
    if lang == "zh" and chinese is not None:
        # one face for all of a Chinese label: Latin letters in the Chinese font match its weight
        families = (chinese, LATIN)
    return Fonts(families, "en" if lang == "zh" and chinese is None else lang, lang)


@lru_cache(maxsize=1)
def _installed() -> frozenset[str]:
    from matplotlib import font_manager

    return frozenset(entry.name for entry in font_manager.fontManager.ttflist)


@lru_cache(maxsize=32)
def _characters(family: str) -> frozenset[int]:
    """Code points a family has a glyph for; none if it is not installed."""
    from matplotlib import font_manager

    try:
        path = font_manager.findfont(family, fallback_to_default=False)
    except ValueError:
        return frozenset()
    return frozenset(font_manager.get_font(path).get_charmap())


def _draws(family: str, text: str) -> bool:
    known = _characters(family)
    return all(ord(character) in known for character in text)
