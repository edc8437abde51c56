"""The report of a tipping point."""

from __future__ import annotations

from functools import partial

from ...questions.tipping import Answer
from ..fonts import Fonts, fonts_for
from ..numbers import Lang
from .amounts import measure_value, spoken
from .names import Names, scenario_name
from .page import Manifest, Page, Picture, Section, ending, picture
from .texts import failed_note
from .tipping_figures import curve, tipping_map
from .tipping_texts import say
from .tipping_words import points_rows, sentences, slices_rows


def page_of(answer: Answer, manifest: Manifest, lang: Lang, fonts: Fonts | None = None) -> Page:
    """The whole report; manifest: as it will be written."""
    fonts = fonts or fonts_for(lang)
    question = answer.question
    single = len(question.levers) == 1
    missing = (
        "" if question.ensemble and single else say("no_ensemble" if single else "no_map_ensemble", lang)
    )
    sections = [Section("curve", say("curve", lang), say("how", lang), [_picture(answer, lang, fonts)])]
    if not single:
        sections.append(Section("map", say("map", lang), tables=[slices_rows(answer, lang)], told=True))
    sections.append(Section("points", say("points", lang), tables=[points_rows(answer, lang)], told=single))
    return Page(
        kicker=say("kicker", lang),
        heading=say("heading", lang, name=scenario_name(question.scenario, lang)),
        sentences=sentences(answer, lang),
        caution=say("caution", lang, no_ensemble=missing),
        sections=[*sections, *ending(_commands(answer), question.measures, manifest, answer.runs, lang)],
        notes=notes(answer, lang),
        english=fonts.replaced,
    )


def notes(answer: Answer, lang: Lang) -> list[str]:
    """What a reader should know."""
    return failed_note(answer.failed, answer.runs, lang)


def _picture(answer: Answer, lang: Lang, fonts: Fonts) -> Picture:
    """The response along the lever, or the map."""
    question = answer.question
    name, seeds = scenario_name(question.scenario, lang), question.replicates
    measure = spoken(question.measure, lang)
    if len(question.levers) == 1:
        lever = Names(lang, question.bases).factor(question.levers[0].path)
        light = say("light", lang, members=question.ensemble) if answer.unknown is not None else ""
        reading = say("reading_curve", lang, seeds=seeds, light=light, name=name)
        title = say("fig_curve", lang, measure=measure, lever=lever)
        return picture(title, reading, partial(curve, answer), fonts)
    level = measure_value(question.measure, question.threshold, lang)
    title = say("fig_map", lang, measure=measure, threshold=level)
    return picture(
        title, say("reading_map", lang, seeds=seeds, name=name), partial(tipping_map, answer), fonts
    )


def _commands(answer: Answer) -> list[str]:
    """What to try next: the same levers searched, or without knowing which matter."""
    question = answer.question
    if not question.origin.names:
        return []
    named = [word for one in question.levers for word in ("--factor", one.text)]
    return [question.origin.command("optimise", *named), question.origin.command("discover")]
