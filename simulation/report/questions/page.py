"""The report of a question: one HTML file, offline, in the house style.

Sentences first, then sections with figures and tables, what to try next, definitions, how it was made.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from jinja2 import Environment, StrictUndefined
from markupsafe import Markup
from matplotlib.figure import Figure

from ... import __version__
from ...model.definitions import measure
from ..definitions import unit_text
from ..figures.canvas import NARROW, WIDE
from ..fonts import Fonts
from ..glossary import with_glossary
from ..numbers import Lang, plain
from ..page import _asset, _breakable
from ..phrases import phrase
from ..svg import data_uri
from ..wording import measure_title

#: What made the answer, as the results folder keeps it.
Manifest = Mapping[str, Any]

_NEXT: Mapping[Lang, str] = {"en": "What to try next", "zh": "接下来可以试"}
_RUNS: Mapping[Lang, str] = {"en": "Runs", "zh": "运行次数"}


@dataclass(frozen=True)
class Picture:
    """A figure as it is shown: what it asks, how it is read; for a page and for a telephone."""

    title: str
    reading: str
    wide: str
    narrow: str
    width: int
    height: int


@dataclass(frozen=True)
class Table:
    """head: headings; rows: texts; numbers: columns set to the right; more: said below it."""

    head: Sequence[str]
    rows: Sequence[Sequence[str]]
    numbers: Sequence[int] = ()
    title: str = ""
    more: str = ""


@dataclass(frozen=True)
class Section:
    """One part of a page. id: for links to it. told: whether a terminal shows its tables too."""

    id: str
    title: str
    how: str = ""
    pictures: Sequence[Picture] = ()
    tables: Sequence[Table] = ()
    commands: Sequence[str] = ()
    terms: Sequence[tuple[str, str]] = ()
    facts: Sequence[tuple[str, str]] = ()
    told: bool = False


@dataclass(frozen=True)
class Page:
    """A whole report. notes: without full stops. english: figures are labelled in English for want of a font."""

    kicker: str
    heading: str
    sentences: Sequence[str]
    caution: str
    sections: Sequence[Section]
    notes: Sequence[str] = ()
    english: bool = False


def render(page: Page, lang: Lang) -> str:
    """The page as HTML text: one file, nothing fetched."""
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=False)
    environment.filters["breakable"] = _breakable
    page_text = environment.from_string(_asset("question.html")).render(
        lang_tag="zh-CN" if lang == "zh" else "en",
        version=__version__,
        css=Markup(_asset("report.css")),  # our own text: nothing a user writes can reach it
        page=page,
        stop="。" if lang == "zh" else ".",
        words={key: phrase(key, lang) for key in ("answer", "contents", "notes", "footer")},
        english_labels=phrase("english_labels", lang) if page.english else "",
    )
    return with_glossary(page_text, lang)


def picture(title: str, reading: str, draw: Callable[[float, Fonts], Figure], fonts: Fonts) -> Picture:
    """A figure drawn for both widths. draw: from the width in inches and the fonts."""
    wide, narrow = draw(WIDE, fonts), draw(NARROW, fonts)
    width, height = wide.get_size_inches()
    return Picture(title, reading, data_uri(wide), data_uri(narrow), round(96 * width), round(96 * height))


def ending(
    commands: Sequence[str], measures: Sequence[str], manifest: Manifest, runs: int, lang: Lang, how: str = ""
) -> list[Section]:
    """What every page ends with: commands to try next and how to read them, definitions, how it was made."""
    following = [Section("next", _NEXT[lang], how, commands=commands)] if commands else []
    return [*following, _definitions(measures, lang), _made(manifest, runs, lang)]


def _definitions(names: Sequence[str], lang: Lang) -> Section:
    """What the measures mean, as the registry has it."""
    terms = []
    for name in dict.fromkeys(names):
        one = measure(name)
        unit = unit_text(one.unit, lang)
        seen = phrase(one.observability, lang)
        ends = ("（{}）", "；") if lang == "zh" else (" ({})", "; ")
        said = ends[0].format(ends[1].join(part for part in (unit, seen) if part))
        terms.append((measure_title(name, lang) + said, one.definition[lang]))
    return Section("definitions", phrase("definitions", lang), terms=terms)


def _made(manifest: Manifest, runs: int, lang: Lang) -> Section:
    first, count = manifest["seeds"]["first"], manifest["seeds"]["count"]
    facts = [
        (phrase("m_command", lang), manifest["command"]),
        (phrase("m_grouplife", lang), manifest["grouplife"]),
        (phrase("m_model", lang), manifest["model"]),
        (phrase("m_created", lang), manifest["created"]),
        (
            phrase("m_duration_seconds", lang),
            phrase("seconds", lang, n=plain(manifest["duration_seconds"], 1)),
        ),
        (phrase("m_seeds", lang), phrase("seeds_range", lang, first=first, last=first + count - 1)),
        (phrase("m_ensemble", lang), str(manifest["ensemble"])),
        (_RUNS[lang], f"{runs:,}"),
        (phrase("m_scenarios", lang), ", ".join(f"{s['name']} {s['hash']}" for s in manifest["scenarios"])),
        (phrase("m_out", lang), manifest["out"]),
    ]
    return Section("manifest", phrase("manifest", lang), facts=facts)
