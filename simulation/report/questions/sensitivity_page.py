"""The report on what drives a measure."""

from __future__ import annotations

from dataclasses import replace
from functools import partial

from ...questions.sensitivity import Answer
from ..fonts import Fonts, fonts_for
from ..numbers import Lang
from ..words import tidy
from . import sensitivity_words as told
from .amounts import inside
from .names import Names, joined, scenario_name
from .page import Manifest, Page, Section, Table, ending, picture
from .sensitivity_figures import effects_figure, shares_figure
from .sensitivity_texts import say
from .texts import seeds_text


def page_of(answer: Answer, manifest: Manifest, lang: Lang, fonts: Fonts | None = None) -> Page:
    """The whole report; manifest: as it will be written."""
    fonts = fonts or fonts_for(lang)
    asked = answer.question
    heading = say(
        "heading",
        lang,
        measures=joined([inside(name, lang) for name in asked.measures], lang),
        scenarios=joined([scenario_name(one, lang) for one in asked.bases], lang),
    )
    return Page(
        kicker=say("kicker", lang),
        heading=heading,
        sentences=told.sentences(answer, lang),
        caution=say("caution", lang),
        sections=[
            *_screening(answer, lang, fonts),
            *_shares(answer, lang, fonts),
            *ending(_commands(answer), asked.measures, manifest, answer.runs, lang),
        ],
        notes=told.notes(answer, lang),
        english=fonts.replaced,
    )


def _screening(answer: Answer, lang: Lang, fonts: Fonts) -> list[Section]:
    """Effects, figure and table by scenario and measure; nothing without a screening."""
    if not answer.screening:
        return []
    asked, pictures, tables = answer.question, [], []
    names = Names(fonts.lang, asked.bases)
    for (scenario, measure), table in answer.screening.items():
        draw = partial(effects_figure, measure, table, names)
        title = _title(answer, "fig_effects", scenario, measure, lang)
        pictures.append(picture(title, say("fig_effects_reading", lang), draw, fonts))
        rows = told.effects_rows(measure, table, asked.space.factors, Names(lang, asked.bases))
        tables.append(_titled(rows, answer, scenario, measure, lang))
    used = max(int(table["trajectories"].iloc[0]) for table in answer.screening.values())
    how = say("screening_how", lang, trajectories=used, seeds=seeds_text(asked.replicates, lang))
    return [Section("screening", say("screening", lang), how, pictures, tables, told=True)]


def _shares(answer: Answer, lang: Lang, fonts: Fonts) -> list[Section]:
    """Indices, figure and table by scenario and measure that varies; nothing without indices."""
    asked, pictures, tables, samples = answer.question, [], [], 0
    names = Names(fonts.lang, asked.bases)
    for (scenario, measure), one in answer.indices.items():
        if not len(one.table):
            continue
        samples = max(samples, int(one.table["samples"].iloc[0]))
        draw = partial(shares_figure, one, names)
        title = _title(answer, "fig_shares", scenario, measure, lang)
        pictures.append(picture(title, say("fig_shares_reading", lang), draw, fonts))
        rows = told.shares_rows(one, asked.space.factors, Names(lang, asked.bases))
        tables.append(_titled(rows, answer, scenario, measure, lang))
    if not tables:
        return []
    how = say("shares_how", lang, samples=samples, seeds=seeds_text(asked.replicates, lang))
    return [Section("shares", say("shares", lang), how, pictures, tables, told=True)]


def _commands(answer: Answer) -> list[str]:
    """What to try next: indices, where the strongest factor that has a range tips, when it fails."""
    asked = answer.question
    if not asked.origin.names:
        return []
    first = [
        path for table in list(answer.screening.values())[:1] for path in table["factor"]
    ] or answer.chosen
    ranges = [path for path in first if "range" in asked.space.factors[path]][:1]
    found = [asked.origin.command("sensitivity", "--method", "sobol")] if asked.method == "morris" else []
    for path in ranges:
        low, high = asked.space.factors[path]["range"]
        found.append(asked.origin.command("tipping", "--factor", f"{path}={low:g}..{high:g}"))
    return [*found, asked.origin.command("discover")]


def _name(answer: Answer, scenario: str, lang: Lang) -> str:
    return next(scenario_name(one, lang) for one in answer.question.bases if one.name == scenario)


def _title(answer: Answer, key: str, scenario: str, measure: str, lang: Lang) -> str:
    return say(key, lang, measure=inside(measure, lang), scenario=_name(answer, scenario, lang))


def _titled(table: Table, answer: Answer, scenario: str, measure: str, lang: Lang) -> Table:
    between = "：" if lang == "zh" else ": "
    return replace(table, title=tidy(f"{_name(answer, scenario, lang)}{between}{inside(measure, lang)}"))
