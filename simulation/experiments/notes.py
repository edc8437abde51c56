"""What a reader of a comparison should know, in both languages: an English text that knows its Chinese."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

MOST_NAMES = 5


class Note(str):
    """A note in English, as text; `zh` is the same in Chinese."""

    __slots__ = ("zh",)
    zh: str

    def __new__(cls, en: str, zh: str) -> Note:
        """A note from its two texts."""
        made = super().__new__(cls, en)
        made.zh = zh
        return made

    def __reduce__(self) -> tuple[type[Note], tuple[str, str]]:
        return Note, (str(self), self.zh)


def said(notes: Iterable[str], lang: str) -> list[str]:
    """Notes in a language, "en" or "zh"; what is known in English alone stays so."""
    return [note.zh if lang == "zh" and isinstance(note, Note) else str(note) for note in notes]


def read_notes(english: Iterable[object], chinese: Sequence[object]) -> tuple[str, ...]:
    """Notes as a manifest holds them: `notes`, and `notes_zh` beside them where it has any."""
    texts = [str(text) for text in english]
    if len(chinese) != len(texts):
        return tuple(texts)
    return tuple(Note(en, str(zh)) for en, zh in zip(texts, chinese, strict=True))


def some(names: Sequence[str]) -> Note:
    """The first names, and how many more there are."""
    more = len(names) - MOST_NAMES
    shown = names[:MOST_NAMES]
    if more <= 0:
        return Note(", ".join(shown), "、".join(shown))
    return Note(f"{', '.join(shown)}, … and {more} more", f"{'、'.join(shown)}……另有 {more} 个")
