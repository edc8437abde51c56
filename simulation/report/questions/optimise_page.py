"""The report of a search."""

from __future__ import annotations

import os
import shlex
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from ...questions.optimise import Answer
from ..fonts import Fonts, fonts_for
from ..numbers import Lang
from .optimise_figures import fronts, settings
from .optimise_words import chosen_rows, front_rows, letters, levers_rows, say, sentences
from .sections import Page, Section, definitions, drawn, made


def page_of(
    answer: Answer,
    manifest: Mapping[str, Any],
    source: str,
    lang: Lang,
    fonts: Fonts | None = None,
    settings_given: Sequence[str] = (),
) -> Page:
    """The whole report.

    manifest: as it will be written. source, settings_given: the scenario and its overrides, as the command line has
    them.
    """
    fonts = fonts or fonts_for(lang)
    question = answer.question
    name = question.scenario.name
    sections = []
    if answer.chosen:
        fill = {"name": name, "letters": letters(answer, lang)}
        pictures = [
            drawn(lambda width, own: settings(answer, width, own), fonts, say("fig_levers", lang),
                  say("reading_levers", lang, **fill)),
        ]  # fmt: skip
        if len(question.goals) > 1:
            first = drawn(
                lambda width, own: fronts(answer, width, own), fonts, say("fig_front", lang),
                say("reading_front", lang, **fill),
            )  # fmt: skip
            pictures.insert(0, first)
        how = say("chosen_how", lang, replicates=question.replicates, check=question.check, name=name)
        sections = [
            Section(
                "chosen",
                say("chosen", lang),
                how,
                tables=[levers_rows(answer, lang), chosen_rows(answer, lang)],
            ),
            Section("pictures", say("pictures", lang), figures=pictures),
            Section("front", say("front", lang), say("front_how", lang), tables=[front_rows(answer, lang)]),
            Section(
                "next",
                say("next", lang),
                say("next_how", lang),
                commands=commands(answer, source, manifest, settings_given),
            ),
        ]
    sections += [definitions(question.measures, lang), made(manifest, answer.runs, lang)]
    return Page(
        kicker=say("kicker", lang),
        heading=say("heading", lang, name=name),
        sentences=sentences(answer, lang),
        caution=say("caution", lang),
        sections=sections,
        notes=notes(answer, lang),
    )


def commands(
    answer: Answer, source: str, manifest: Mapping[str, Any], settings_given: Sequence[str] = ()
) -> Sequence[str]:
    """What to type next: each plan against the scenario it came from, with the same overrides for both."""
    files = [os.fspath(Path(manifest["out"]) / f"{one.name}.yaml") for one in answer.chosen]
    more = [word for text in settings_given for word in ("--set", text)]
    return [shlex.join(["grouplife", "compare", source, file, *more]) for file in files]


def notes(answer: Answer, lang: Lang) -> list[str]:
    """What a reader should know."""
    if not answer.failed:
        return []
    return [say("failed", lang, failed=f"{answer.failed:,}", runs=f"{answer.runs:,}")]
