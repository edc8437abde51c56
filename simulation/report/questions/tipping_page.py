"""The report of a tipping point."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ...questions.tipping import Answer
from ..fonts import Fonts, fonts_for
from ..numbers import Lang
from .amounts import lever_name, measure_value, spoken
from .sections import Page, Section, definitions, drawn, made
from .tipping_figures import curve, tipping_map
from .tipping_words import points_rows, say, sentences, slices_rows


def page_of(answer: Answer, manifest: Mapping[str, Any], lang: Lang, fonts: Fonts | None = None) -> Page:
    """The whole report; manifest: as it will be written."""
    fonts = fonts or fonts_for(lang)
    question = answer.question
    single = len(question.levers) == 1
    name, seeds = question.scenario.name, question.replicates
    level = measure_value(question.measure, question.threshold, lang)
    if single:
        fill = {"measure": spoken(question.measure, lang), "lever": lever_name(question.levers[0], lang)}
        light = say("light", lang, members=question.ensemble) if answer.unknown is not None else ""
        reading = say("reading_curve", lang, seeds=seeds, light=light, name=name)
        figure = drawn(
            lambda width, own: curve(answer, width, own), fonts, say("fig_curve", lang, **fill), reading
        )
    else:
        fill = {"measure": spoken(question.measure, lang), "threshold": level}
        reading = say("reading_map", lang, seeds=seeds, name=name)
        figure = drawn(
            lambda width, own: tipping_map(answer, width, own), fonts, say("fig_map", lang, **fill), reading
        )
    missing = (
        "" if question.ensemble and single else say("no_ensemble" if single else "no_map_ensemble", lang)
    )
    sections = [Section("curve", say("curve", lang), say("how", lang), figures=[figure])]
    if not single:
        sections.append(Section("map", say("map", lang), tables=[slices_rows(answer, lang)]))
    sections += [
        Section("points", say("points", lang), tables=[points_rows(answer, lang)]),
        definitions([question.measure], lang),
        made(manifest, answer.runs, lang),
    ]
    return Page(
        kicker=say("kicker", lang),
        heading=say("heading", lang, name=name),
        sentences=sentences(answer, lang),
        caution=say("caution", lang, no_ensemble=missing),
        sections=sections,
        notes=notes(answer, lang),
    )


def notes(answer: Answer, lang: Lang) -> list[str]:
    """What a reader should know."""
    if not answer.failed:
        return []
    return [say("failed", lang, failed=f"{answer.failed:,}", runs=f"{answer.runs:,}")]
