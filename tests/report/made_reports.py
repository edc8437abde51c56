"""Scenarios at a small size, and a reader of report pages."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import unquote

from simulation.scenario import Scenario, load_scenario

SMALL = {"groups.count": 5, "groups.members_at_start": 40, "market.people": 3000}
VOID = {"area", "base", "br", "col", "hr", "img", "input", "line", "link", "meta", "source", "track", "wbr"}


def small(name: str, days: int = 100, **more: object) -> Scenario:
    """A scenario of the library at a size that runs in no time."""
    return load_scenario(name).override({**SMALL, "days": days, **more})


@dataclass
class Page(HTMLParser):
    """A parsed report: well formed, or an error; with what it refers to and says."""

    language: str = ""
    references: list[str] = field(default_factory=list)
    ids: set[str] = field(default_factory=set)
    tags: list[str] = field(default_factory=list)
    words: list[str] = field(default_factory=list)
    styles: str = ""

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._open: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = {name: value or "" for name, value in attrs}
        self.tags.append(tag)
        if tag not in VOID:
            self._open.append(tag)
        if tag == "html":
            self.language = values.get("lang", "")
        self.ids.update(values[name] for name in ("id",) if name in values)
        assert not any(name.startswith("on") for name in values), values
        for name in ("src", "href", "srcset", "data", "action", "poster", "xlink:href"):
            if name in values:
                self.references.append(values[name])

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self._open.pop()

    def handle_endtag(self, tag: str) -> None:
        assert self._open, f"</{tag}> closes nothing"
        assert self._open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self._open and self._open[-1] == "style":
            self.styles += data
        else:
            self.words.append(data)

    @property
    def text(self) -> str:
        return re.sub(r"\s+", " ", "".join(self.words))

    @property
    def pictures(self) -> list[str]:
        """The SVG of each picture."""
        start = "data:image/svg+xml,"
        return [unquote(one.removeprefix(start)) for one in self.references if one.startswith(start)]


def parse(html: str) -> Page:
    """The page, parsed; every element must be closed."""
    page = Page()
    page.feed(html)
    page.close()
    assert not page._open, page._open
    return page
