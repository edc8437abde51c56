"""Names of measures, arms and comparisons of a claim in the language."""

from __future__ import annotations

import re
from collections.abc import Mapping

from ...evidence.claims.outcome import Outcome
from ...evidence.claims.shapes import (
    Crossing,
    Difference,
    Interaction,
    Level,
    SignChange,
    Synergy,
    Trend,
    pairs_of,
)
from ...model.definitions import RUN, family_of, measure
from ...scenario.labels import field_name, value_text
from ...scenario.mechanisms import ABOUT
from ..numbers import MINUS, Lang
from .words import either, pick, said

#: Comparisons that are no difference of two arms.
PARTS: dict[str, tuple[str, str]] = {
    "best inside − better end": ("best level inside less the better end", "中间最佳对比较好一端"),
    "own best plan − best plan for all": (
        "own best plan less the plan best for all",
        "各自最佳方案对比共同最佳方案",
    ),
    "log2 of the knee moved over the knee": ("knee moved over knee, doublings", "拐点移动（log2）"),
    "ρ − ρ": ("the first rank correlation less the second", "前一个秩相关对比后一个"),
    "here − elsewhere": ("that lead here less in the other world", "这一领先对比另一个世界里的领先"),
    "share of pairs with one winner": (
        "share of pairs of markets with one winner, less the threshold",
        "同一方案胜出的市场对占比，与阈值之差",
    ),
}


def measure_words(outcome: Outcome, lang: Lang, expression: str | None = None) -> str:
    """A measure's title; of a formula the titles of its measures, the claim's own under its title."""
    claim = outcome.claim
    if expression in (None, claim.measure) and claim.measure_title is not None:
        return either(claim.measure_title, lang)
    name = expression or claim.measure
    if name in RUN or family_of(name) is not None:
        return measure(name).title[lang]
    for plain, sign in ((" - ", f" {MINUS} "), (" * ", " × "), (" / ", " ÷ ")):
        name = name.replace(plain, sign)
    return re.sub(r"[A-Za-z_]\w*", lambda found: measure(found[0]).title[lang], name)


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
        case SignChange():
            return arm_words(outcome, outcome.parts[number].name, lang)
        case Level():
            return f"{arm_words(outcome, form.of, lang)} − {form.threshold:g}"
        case Synergy():
            several = ", ".join(arm_words(outcome, arm, lang) for arm in form.parts)
            return pick(lang, f"together, beyond the sum of: {several}", f"合起来超出各部分之和（{several}）")
        case Interaction():
            (a, b), (c, d) = form.cells
            one, two = _less(outcome, d, c, lang), _less(outcome, b, a, lang)
            return pick(lang, f"({one}) less ({two})", f"（{one}）对比（{two}）")
        case Crossing():
            when = pick(lang, *(("early", "早期") if number == 0 else ("late", "后期")))
            return f"{when}{pick(lang, ': ', '：')}{_less(outcome, form.of, form.against, lang)}"
        case _:
            name = outcome.parts[number].name
            return said(PARTS, name, lang)


def knockout_words(name: str, title: Mapping[str, str] | None, lang: Lang) -> str:
    """A knockout's title; of one named like a mechanism, what that says; else its name."""
    if title is not None:
        return title[lang]
    if lang == "zh" and name in ABOUT:
        return ABOUT[name][1]
    return name.replace("_", " ")


def path_words(path: str, lang: Lang) -> str:
    """A path of the scenario with its name where it has one."""
    name = field_name(path, lang)
    return path if name == path else f"{name}{pick(lang, f' ({path})', f'（{path}）')}"


def unknown_words(name: str, lang: Lang) -> str:
    """An unknown of the ensemble: a path, or "path: form" of a submodel."""
    path, _, form = name.partition(": ")
    if not form:
        return path_words(path, lang)
    words = value_text("", form, lang) if lang == "zh" else form.replace("_", " ")
    return f"{path_words(path, lang)}{pick(lang, ': ', '：')}{words}"


def _less(outcome: Outcome, of: str, against: str, lang: Lang) -> str:
    one, two = arm_words(outcome, of, lang), arm_words(outcome, against, lang)
    return pick(lang, f"{one} less {two}", f"{one} 对比 {two}")
