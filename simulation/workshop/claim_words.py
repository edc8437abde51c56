"""What is said of a claim beside its pictures: the levels of its arms, and the verdict of a kept ledger."""

from __future__ import annotations

import math
from typing import Any

from ..evidence.claims.outcome import Found, Outcome
from ..report.ledger.amounts import effect_text, level_text, share_text
from ..report.ledger.titles import arm_words
from ..report.ledger.words import STRENGTHS, VERDICTS, said
from ..report.numbers import Lang
from .debating import ROUNDS, Experiment, Full
from .texts import say


def cost(one: Experiment, workers: int, lang: Lang) -> str:
    """What the experiment takes, in words."""
    rounds = len(one.base)
    return say(
        "debate.cost_heavy" if rounds < ROUNDS else "debate.cost",
        lang,
        runs=len(one.base_calls),
        arms=len(one.plan.effect_arms),
        rounds=rounds,
        seconds=_seconds(one.seconds, workers),
        most=ROUNDS,
    )


def knockout_cost(one: Experiment, workers: int, lang: Lang) -> str:
    """What its knockouts take, in words."""
    seconds = _seconds(one.knockout_seconds, workers)
    return say(
        "debate.knock_cost", lang, runs=len(one.knockout_calls), rounds=len(one.knockouts), seconds=seconds
    )


def _seconds(seconds: float, workers: int) -> str:
    return f"{max(1.0, seconds / max(1, workers)):.0f}"


def level_rows(found: Outcome, lang: Lang) -> list[tuple[str, str]]:
    """Each arm's name, and its level of the measure with the interval from luck."""
    unit = found.claim.measure_unit
    return [
        (arm_words(found, arm, lang), level_text(level.mean, level.luck, unit, lang))
        for arm, level in found.arms.items()
    ]


def full_lines(full: Full, lang: Lang) -> list[str]:
    """What a kept ledger says of the claim, in sentences."""
    entry = full.entry
    verdict = said(VERDICTS, str(entry["verdict"]), lang)
    if entry.get("strength"):
        verdict += {"en": ", ", "zh": "，"}[lang] + said(STRENGTHS, str(entry["strength"]), lang)
    effect = entry["effect"]
    found = Found(_number(effect["mean"]), _number(effect["lo"]), _number(effect["hi"]))
    words = effect_text(found, str(entry["unit"]), lang)
    lines = [
        say(
            "debate.full_verdict",
            lang,
            verdict=verdict,
            effect=words,
            seeds=full.seeds,
            ensemble=full.ensemble,
        )
    ]
    agree = entry.get("ensemble_agree")
    if agree is not None:
        key = "debate.full_opposite" if entry.get("ensemble_sign") == "opposite" else "debate.full_agree"
        lines.append(say(key, lang, share=share_text(float(agree))))
    if not full.same_model:
        lines.append(say("debate.full_other", lang))
    return lines


def _number(value: Any) -> float:
    return math.nan if value is None else float(value)
