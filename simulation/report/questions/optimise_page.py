"""The report of a search."""

from __future__ import annotations

import os
from functools import partial
from pathlib import Path

from ...questions.optimise import Answer
from ..fonts import Fonts, fonts_for
from ..numbers import Lang
from .names import scenario_name
from .optimise_figures import fronts, settings
from .optimise_texts import say
from .optimise_words import chosen_rows, front_rows, letters, levers_rows, sentences
from .page import Manifest, Page, Section, ending, picture
from .texts import failed_note


def page_of(answer: Answer, manifest: Manifest, lang: Lang, fonts: Fonts | None = None) -> Page:
    """The whole report; manifest: as it will be written."""
    fonts = fonts or fonts_for(lang)
    question = answer.question
    commands = _commands(answer, manifest)
    return Page(
        kicker=say("kicker", lang),
        heading=say("heading", lang, name=scenario_name(question.scenario, lang)),
        sentences=sentences(answer, lang),
        caution=say("caution", lang),
        sections=[
            *_chosen(answer, lang, fonts),
            *ending(commands, question.measures, manifest, answer.runs, lang, say("next_how", lang)),
        ],
        notes=notes(answer, lang),
        english=fonts.replaced,
    )


def notes(answer: Answer, lang: Lang) -> list[str]:
    """What a reader should know."""
    return failed_note(answer.failed, answer.runs, lang)


def _chosen(answer: Answer, lang: Lang, fonts: Fonts) -> list[Section]:
    """What was chosen, and among what; nothing where no plan keeps the conditions."""
    if not answer.chosen:
        return []
    question, name = answer.question, scenario_name(answer.question.scenario, lang)
    fill = {"name": name, "letters": letters(answer, lang)}
    shown = [("levers", settings)]
    if len(question.goals) > 1:
        shown.insert(0, ("front", fronts))
    pictures = [
        picture(say(f"fig_{key}", lang), say(f"reading_{key}", lang, **fill), partial(draw, answer), fonts)
        for key, draw in shown
    ]
    how = say("chosen_how", lang, replicates=question.replicates, check=question.check, name=name)
    tables = [levers_rows(answer, lang), chosen_rows(answer, lang)]
    return [
        Section("chosen", say("chosen", lang), how, tables=tables, told=True),
        Section("pictures", say("pictures", lang), pictures=pictures),
        Section("front", say("front", lang), say("front_how", lang), tables=[front_rows(answer, lang)]),
    ]


def _commands(answer: Answer, manifest: Manifest) -> list[str]:
    """What to type next: each plan against the scenario it came from, with the same overrides for both."""
    origin = answer.question.origin
    files = [os.fspath(Path(manifest["out"]) / f"{one.name}.yaml") for one in answer.chosen]
    return [origin.command("compare", file) for file in files] if origin.names else []
