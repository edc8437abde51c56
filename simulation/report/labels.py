"""What a scenario is called in running text and beside its line."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass
from typing import Any

from .fonts import Fonts
from .numbers import Lang
from .sample import Sample

LONGEST_TITLE = 12  # Chinese characters; longer titles give way to the name
LINE = 16  # characters of a label's line beside a curve


@dataclass(frozen=True)
class Labels:
    """Names of scenarios: `say` in a sentence, `beside` next to a line (at most two lines)."""

    spoken: dict[str, str]
    short: dict[str, str]

    def say(self, scenario: str) -> str:
        return self.spoken[scenario]

    def beside(self, scenario: str) -> str:
        return self.short[scenario]


def labels(sample: Sample, lang: Lang, fonts: Fonts | None = None) -> Labels:
    """Labels of the sample's scenarios.

    English uses the names of the files, Chinese the titles where they are short and differ; a title that
    the fonts cannot draw gives way to the name.
    """
    titles = {name: _title(sample.scenarios.get(name), lang) for name in sample.names}
    usable = lang == "zh" and len(set(titles.values())) == len(titles)
    spoken, short = {}, {}
    for name in sample.names:
        title = titles[name]
        fits = usable and 0 < len(title) <= LONGEST_TITLE and (fonts is None or fonts.can_draw(title))
        spoken[name] = f"「{title}」" if fits else (f" {name} " if lang == "zh" else name)
        short[name] = _wrapped(title, 8) if fits else _wrapped(name, LINE)
    if len(set(short.values())) < len(short):  # long names that only differ at the end
        short = {name: f"{number}: {text}" for number, (name, text) in enumerate(short.items(), 1)}
    return Labels(spoken, short)


def _title(scenario: Any, lang: Lang) -> str:
    words = getattr(scenario, "title", None)
    return str(getattr(words, lang, "")).strip()


def _wrapped(text: str, line: int) -> str:
    """At most two lines, broken at an underscore or hyphen where there is one."""
    if len(text) <= line:
        return text
    breakable = text.replace("_", "_\u200b").replace("-", "-\u200b").replace("\u200b", " ")
    lines = [
        part.replace("_ ", "_").replace("- ", "-")
        for part in textwrap.wrap(breakable, line, break_on_hyphens=False)
    ]
    if len(lines) > 2:
        lines = [lines[0], lines[1][: line - 1] + "…"]
    return "\n".join(lines)
