"""The report of a question: one HTML file, offline, in the house style, made of sections with pictures and tables."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from jinja2 import Environment, StrictUndefined
from markupsafe import Markup
from matplotlib.figure import Figure

from ... import __version__
from ...errors import GrouplifeError
from ..figures.canvas import NARROW, WIDE
from ..fonts import Fonts
from ..numbers import Lang
from ..page import _asset, _breakable
from ..svg import data_uri

_WORDS: dict[Lang, dict[str, str]] = {
    "en": {
        "answer": "In short",
        "contents": "Contents",
        "notes": "Also note",
        "next": "What to try next",
        "manifest": "How this was made",
        "footer": "made on this machine; nothing in this page is fetched from anywhere",
        "english_labels": "Figures are labelled in English: no font with Chinese characters is installed.",
    },
    "zh": {
        "answer": "要点",
        "contents": "目录",
        "notes": "另请注意",
        "next": "接下来可以试",
        "manifest": "如何得出",
        "footer": "在本机生成；页面不从任何地方取内容",
        "english_labels": "图中文字为英文：本机没有安装中文字体。",
    },
}


@dataclass(frozen=True)
class Picture:
    """A figure as it is shown: for a page and for a telephone."""

    title: str
    reading: str
    wide: str
    narrow: str
    width: int
    height: int


@dataclass(frozen=True)
class Table:
    """A table; numbers: columns to the right; more: what is said below."""

    head: Sequence[str]
    rows: Sequence[Sequence[str]]
    numbers: Sequence[int] = ()
    title: str = ""
    more: str = ""


@dataclass(frozen=True)
class Section:
    """A heading with how to read it, pictures and tables."""

    title: str
    how: str = ""
    pictures: Sequence[Picture] = ()
    tables: Sequence[Table] = ()


@dataclass(frozen=True)
class Page:
    """Everything a report says. manifest: titles and values."""

    kicker: str
    heading: str
    sentences: Sequence[str]
    caution: str
    sections: Sequence[Section]
    notes: Sequence[str] = ()
    commands: Sequence[str] = ()
    manifest: Sequence[tuple[str, str]] = field(default_factory=tuple)


def picture(title: str, reading: str, draw: Callable[[float], Figure]) -> Picture:
    """A figure drawn for both widths. draw: from the width in inches."""
    wide, narrow = draw(WIDE), draw(NARROW)
    width, height = wide.get_size_inches()
    return Picture(title, reading, data_uri(wide), data_uri(narrow), round(96 * width), round(96 * height))


def render_page(page: Page, lang: Lang, fonts: Fonts) -> str:
    """The report as HTML text."""
    environment = Environment(autoescape=True, undefined=StrictUndefined)
    environment.filters["breakable"] = _breakable
    template = environment.from_string(_asset("question.html"))
    return template.render(
        lang_tag="zh-CN" if lang == "zh" else "en",
        version=__version__,
        css=Markup(_asset("report.css")),  # our own text: no scenario can reach it
        words=_WORDS[lang],
        page=page,
        english_labels=fonts.replaced,
    )


def write_page(page: Page, path: Path, lang: Lang, fonts: Fonts) -> Path:
    """Write the report. Raises GrouplifeError where it cannot be written."""
    try:
        path.write_text(render_page(page, lang, fonts), encoding="utf-8", newline="\n")
    except OSError as problem:
        raise GrouplifeError(f"cannot write the report to {path}: {problem.strerror or problem}") from problem
    return path
