"""A report made of sections: sentences first, then figures and tables, definitions, how it was made."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from jinja2 import Environment, StrictUndefined
from markupsafe import Markup
from matplotlib.figure import Figure

from ... import __version__
from ...errors import GrouplifeError
from ...model.definitions import measure
from ..definitions import unit_text
from ..figures.canvas import NARROW, WIDE
from ..fonts import Fonts
from ..numbers import Lang, plain
from ..page import _asset, _breakable
from ..phrases import phrase
from ..svg import data_uri
from ..wording import measure_title


@dataclass(frozen=True)
class Table:
    """head: headings; rows: texts; numbers: columns set to the right; more: said below it."""

    head: Sequence[str]
    rows: Sequence[Sequence[str]]
    numbers: Sequence[int] = ()
    more: str = ""


@dataclass(frozen=True)
class Section:
    """One part of a page; id: for links to it."""

    id: str
    title: str
    how: str = ""
    figures: Sequence[Mapping[str, Any]] = ()
    tables: Sequence[Table] = ()
    commands: Sequence[str] = ()
    terms: Sequence[tuple[str, str]] = ()
    facts: Sequence[tuple[str, str]] = ()


@dataclass(frozen=True)
class Page:
    """A whole report."""

    kicker: str
    heading: str
    sentences: Sequence[str]
    caution: str
    sections: Sequence[Section]
    notes: Sequence[str] = field(default_factory=tuple)


def render(page: Page, lang: Lang) -> str:
    """The page as HTML text: one file, nothing fetched."""
    environment = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=False)
    environment.filters["breakable"] = _breakable
    return environment.from_string(_asset("answer.html")).render(
        lang_tag="zh-CN" if lang == "zh" else "en",
        version=__version__,
        css=Markup(_asset("report.css")),  # our own text: nothing a user writes can reach it
        page=page,
        footer=phrase("footer", lang),
    )


def write(page: Page, lang: Lang, path: Path) -> None:
    """The page as a file. Raises GrouplifeError where it cannot be written."""
    try:
        path.write_text(render(page, lang), encoding="utf-8", newline="\n")
    except OSError as problem:
        raise GrouplifeError(f"cannot write the report to {path}: {problem.strerror or problem}") from problem


def drawn(draw: Callable[[float, Fonts], Figure], fonts: Fonts, title: str, reading: str) -> dict[str, Any]:
    """A figure for a page and for a telephone, with what it asks and how it is read."""
    wide, narrow = draw(WIDE, fonts), draw(NARROW, fonts)
    width, height = wide.get_size_inches()
    return {
        "title": title,
        "reading": reading,
        "wide": data_uri(wide),
        "narrow": data_uri(narrow),
        "width": round(96 * width),
        "height": round(96 * height),
    }


def definitions(names: Sequence[str], lang: Lang) -> Section:
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


def made(manifest: Mapping[str, Any], runs: int, lang: Lang) -> Section:
    """How the answer was made."""
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
        ("Runs" if lang == "en" else "运行次数", f"{runs:,}"),
        (phrase("m_scenarios", lang), ", ".join(f"{s['name']} {s['hash']}" for s in manifest["scenarios"])),
        (phrase("m_out", lang), manifest["out"]),
    ]
    return Section("manifest", phrase("manifest", lang), facts=facts)
