"""Names of measures, arms and comparisons of a claim in the language."""

from __future__ import annotations

from ...evidence.claims.outcome import Outcome
from ...evidence.claims.shapes import Difference, Level, Trend, pairs_of
from ...model.definitions import RUN, family_of, measure
from ..numbers import Lang
from .words import either, pick


def measure_words(outcome: Outcome, lang: Lang, expression: str | None = None) -> str:
    """A measure's title; a formula as it is written, the claim's own under its title."""
    claim = outcome.claim
    if expression in (None, claim.measure) and claim.measure_title is not None:
        return either(claim.measure_title, lang)
    name = expression or claim.measure
    if name in RUN or family_of(name) is not None:
        return measure(name).title[lang]
    return name


def arm_words(outcome: Outcome, arm: str, lang: Lang) -> str:
    """An arm's name."""
    return either(outcome.titles[arm], lang)


def part_words(outcome: Outcome, number: int, lang: Lang) -> str:
    """A comparison in words: "A less B"; single forms keep their formula, in the names of the arms."""
    form = outcome.claim.effect
    match form:
        case Difference():
            of, against = pairs_of(form)[number]
            return _less(outcome, of, against, lang)
        case Trend():
            return _less(outcome, form.arms[-1], form.arms[0], lang)
        case Level():
            return f"{arm_words(outcome, form.of, lang)} − {form.threshold:g}"
        case _:
            return outcome.parts[number].name


def _less(outcome: Outcome, of: str, against: str, lang: Lang) -> str:
    one, two = arm_words(outcome, of, lang), arm_words(outcome, against, lang)
    return pick(lang, f"{one} less {two}", f"{one} 减 {two}")
