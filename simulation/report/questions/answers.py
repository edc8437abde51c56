"""From an answer to its report: the pages of what drives a measure and of when a strategy fails."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import TYPE_CHECKING

from ... import __version__
from ..fonts import Fonts, fonts_for
from ..numbers import Lang, plain
from ..phrases import phrase
from ..wording import measure_title
from ..words import tidy
from . import discover_words as failures
from . import sensitivity_words as drivers
from .discover_figures import cases_figure, rules_figure, strongest
from .names import joined, scenario_name
from .page import Page, Picture, Section, Table, picture
from .sensitivity_figures import effects_figure, shares_figure
from .texts import say

if TYPE_CHECKING:
    from ...questions.discover import Discovery
    from ...questions.sensitivity import Sensitivity
    from ...scenario import Scenario


def sensitivity_page(answer: Sensitivity, lang: Lang, command: str, fonts: Fonts | None = None) -> Page:
    """What drives the measures, scenario by scenario."""
    fonts = fonts or fonts_for(lang)
    asked = answer.question
    named = {one.name: one for one in answer.scenarios}
    sections: list[Section] = []
    space = asked.space.factors

    def title(key: str, scenario: str, measure: str) -> str:
        return tidy(
            say(key, lang, measure=_inside(measure, lang), scenario=scenario_name(named[scenario], lang))
        )

    if answer.screening:
        pictures, tables = [], []
        for (scenario, measure), table in answer.screening.items():
            heading = title("fig_effects", scenario, measure)
            draw = partial(effects_figure, measure, table, fonts)
            pictures.append(picture(heading, say("fig_effects_reading", lang), draw))
            tables.append(
                _titled(drivers.effects_rows(measure, table, space, lang), named[scenario], measure, lang)
            )
        used = max(int(table["trajectories"].iloc[0]) for table in answer.screening.values())
        how = say("screening_how", lang, trajectories=used, seeds=asked.replicates)
        sections.append(Section(say("screening", lang), how, pictures, tables))
    if answer.indices:
        pictures, tables = [], []
        samples = 0
        for (scenario, measure), one in answer.indices.items():
            if not len(one.table):
                continue
            samples = max(samples, int(one.table["samples"].iloc[0]))
            heading = title("fig_shares", scenario, measure)
            pictures.append(
                picture(heading, say("fig_shares_reading", lang), partial(shares_figure, one, fonts))
            )
            tables.append(_titled(drivers.shares_rows(one, space, lang), named[scenario], measure, lang))
        how = say("shares_how", lang, samples=samples, seeds=asked.replicates)
        sections.append(Section(say("shares", lang), how, pictures, tables))
    heading = say(
        "drives_heading",
        lang,
        measures=joined([_inside(name, lang) for name in asked.measures], lang),
        scenarios=joined([scenario_name(one, lang) for one in answer.scenarios], lang),
    )
    factors = [
        path for table in list(answer.screening.values())[:1] for path in table["factor"][:1]
    ] or answer.chosen
    source = next(iter(asked.scenarios))
    return Page(
        say("drives_kicker", lang),
        tidy(heading),
        drivers.sentences(answer, lang),
        say("drives_caution", lang),
        sections,
        [f"{note}{'。' if lang == 'zh' else '.'}" for note in drivers.notes(answer, lang)],
        [
            *([f"grouplife sensitivity {source} --method sobol"] if asked.method == "morris" else []),
            *(f"grouplife tipping {source} {path}=LOW..HIGH" for path in list(factors)[:1]),
            f"grouplife discover {source}",
        ],
        _manifest(command, answer.runs, asked.seed, asked.replicates, answer.seconds, lang),
    )


def discovery_page(answer: Discovery, lang: Lang, command: str, fonts: Fonts | None = None) -> Page:
    """When the strategies fail, one section each."""
    fonts = fonts or fonts_for(lang)
    asked = answer.question
    goal = failures.goal_text(asked.goal, lang)
    sections = []
    for one in answer.conditions:
        name = scenario_name(one.scenario, lang)
        pictures: list[Picture] = []
        if one.rules:
            heading = tidy(say("fig_rules", lang, scenario=name))
            pictures.append(
                picture(heading, say("fig_rules_reading", lang), partial(rules_figure, one, fonts))
            )
            ends = strongest(one.rules[0].box)
            if ends:
                key = "fig_cases" if len(ends) > 1 else "fig_line"
                draw = partial(cases_figure, one, asked.goal.measure, fonts)
                pictures.append(
                    picture(tidy(say(key, lang, scenario=name)), say(f"{key}_reading", lang), draw)
                )
        tables = [failures.rules_rows(one, lang), failures.ends_rows(one, lang)] if one.rules else []
        how = say("rules_how", lang, seeds=asked.replicates, goal=goal)
        title = f"{say('rules', lang)}: {name}" if lang == "en" else f"{say('rules', lang)}：{name}"
        sections.append(Section(tidy(title), how, pictures, tables))
    scenarios = joined([scenario_name(one.scenario, lang) for one in answer.conditions], lang)
    source = next(iter(asked.scenarios))
    paths = [end.path for one in answer.conditions for rule in one.rules[:1] for end in strongest(rule.box)]
    return Page(
        say("fails_kicker", lang),
        tidy(say("fails_heading", lang, scenarios=scenarios, goal=goal)),
        failures.sentences(answer, lang),
        say("fails_caution", lang),
        sections,
        [f"{note}{'。' if lang == 'zh' else '.'}" for note in failures.notes(answer, lang)],
        [
            *(f"grouplife tipping {source} {path}=LOW..HIGH" for path in paths[:1]),
            f"grouplife sensitivity {source}",
        ],
        _manifest(command, answer.runs, asked.seed, asked.replicates, answer.seconds, lang),
    )


def _inside(measure: str, lang: Lang) -> str:
    """A measure's title inside a sentence."""
    title = measure_title(measure, lang)
    return title if lang == "zh" else f"{title[:1].lower()}{title[1:]}"


def _titled(table: Table, scenario: Scenario, measure: str, lang: Lang) -> Table:
    between = "：" if lang == "zh" else ": "
    return replace(table, title=tidy(f"{scenario_name(scenario, lang)}{between}{_inside(measure, lang)}"))


def _manifest(
    command: str, runs: int, seed: int, replicates: int, seconds: float, lang: Lang
) -> list[tuple[str, str]]:
    return [
        (phrase("m_command", lang), command),
        (phrase("m_grouplife", lang), __version__),
        ({"en": "Runs", "zh": "运行次数"}[lang], f"{runs:,}"),
        (phrase("m_seeds", lang), phrase("seeds_range", lang, first=seed, last=seed + replicates - 1)),
        (phrase("m_duration_seconds", lang), phrase("seconds", lang, n=plain(seconds, 1))),
    ]
