"""The report on when a strategy fails."""

from __future__ import annotations

from functools import partial

from ...questions.discover import Answer, Conditions
from ..fonts import Fonts, fonts_for
from ..numbers import Lang
from . import discover_words as told
from .amounts import condition_text
from .discover_figures import cases_figure, rules_figure, strongest
from .discover_texts import say
from .names import Names, joined, scenario_name
from .page import Manifest, Page, Section, ending, picture
from .texts import seeds_text


def page_of(answer: Answer, manifest: Manifest, lang: Lang, fonts: Fonts | None = None) -> Page:
    """The whole report, one section a scenario; manifest: as it will be written."""
    fonts = fonts or fonts_for(lang)
    asked = answer.question
    scenarios = joined([scenario_name(one, lang) for one in asked.bases], lang)
    fails = condition_text(asked.fails, lang)
    return Page(
        kicker=say("kicker", lang),
        heading=say("heading", lang, scenarios=scenarios, fails=fails),
        sentences=told.sentences(answer, lang),
        caution=say("caution", lang),
        sections=[
            *(_rules(answer, one, lang, fonts) for one in answer.conditions),
            *ending(_commands(answer), asked.measures, manifest, answer.runs, lang),
        ],
        notes=told.notes(answer, lang),
        english=fonts.replaced,
    )


def _rules(answer: Answer, one: Conditions, lang: Lang, fonts: Fonts) -> Section:
    """The rules of a scenario."""
    asked, name = answer.question, scenario_name(one.scenario, lang)
    pictures, tables = [], []
    if one.rules:
        drawn, names = Names(fonts.lang, asked.bases), Names(lang, asked.bases)
        reading = say("fig_rules_reading", lang)
        draw = partial(rules_figure, one, drawn)
        pictures.append(picture(say("fig_rules", lang, scenario=name), reading, draw, fonts))
        ends = strongest(one.rules[0].box)
        if ends:
            key = "fig_cases" if len(ends) > 1 else "fig_line"
            draw = partial(cases_figure, one, asked.fails.measure, drawn)
            pictures.append(picture(say(key, lang, scenario=name), say(f"{key}_reading", lang), draw, fonts))
        tables = [told.rules_rows(one, names), told.ends_rows(one, names)]
    how = say(
        "rules_how", lang, seeds=seeds_text(asked.replicates, lang), fails=condition_text(asked.fails, lang)
    )
    title = say("rules_of", lang, scenario=name)
    return Section(f"rules_{one.scenario.name}", title, how, pictures, tables, told=True)


def _commands(answer: Answer) -> list[str]:
    """What to try next: where the strongest end tips, what drives the measure."""
    asked = answer.question
    if not asked.origin.names:
        return []
    ends = [end for one in answer.conditions for rule in one.rules[:1] for end in strongest(rule.box)]
    found = []
    for end in ends[:1]:
        low, high = asked.space.factors[end.path].get("range", (0, 0))
        if low < high:
            more = ("--factor", f"{end.path}={low:g}..{high:g}", "--measure", asked.fails.measure)
            found.append(asked.origin.command("tipping", *more, "--threshold", f"{asked.fails.value:g}"))
    return [*found, asked.origin.command("sensitivity", "--measure", asked.fails.measure)]
