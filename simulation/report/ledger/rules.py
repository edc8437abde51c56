"""From where on an effect counts, and why some runs have no value, in words."""

from __future__ import annotations

from ...evidence.claims.formula import terms_of
from ...evidence.claims.outcome import Outcome
from ...evidence.claims.shapes import (
    Difference,
    KneeShift,
    Level,
    RankCorrelation,
    SignChange,
    Trend,
    pairs_of,
)
from ..numbers import Lang
from .titles import arm_words
from .words import pick


def rule_text(outcome: Outcome, part: int, lang: Lang) -> str:
    """What the smallest effect that counts is, fixed before any run: "10 % of the larger arm, fixed beforehand"."""
    claim = outcome.claim
    value, relative = claim.least
    if relative:
        base = _base(outcome, part, lang)
        share = f"{100 * value:g} %"
        return pick(lang, f"{share} of {base}, fixed beforehand", f"{base}的 {share}，事先定好")
    if claim.min_effect is not None:
        return pick(lang, "set in the claim's file beforehand", "在该条文件中事先定好")
    return pick(
        lang, "the same for every claim in this unit, fixed beforehand", "同一单位的说法都用它，事先定好"
    )


def _base(outcome: Outcome, part: int, lang: Lang) -> str:
    """What a relative smallest effect is a share of."""
    claim = outcome.claim
    match claim.effect:
        case Difference() if claim.reported is not None:
            name = arm_words(outcome, pairs_of(claim.effect)[part][1], lang)
            return pick(lang, f"“{name}”", f"“{name}”")
        case Difference() | Trend():
            return pick(lang, "the larger arm", "两方案中较大者")
        case SignChange():
            return pick(lang, "the arm's level", "该方案水平")
        case Level() as form:
            if form.threshold == 0.0 and len(terms_of(claim.measure)) > 1:
                return pick(lang, "the larger of the two compared", "相比两项中较大者")
            return pick(lang, "the level or the threshold, whichever is larger", "水平与门槛中较大者")
        case _:
            return pick(lang, "the largest arm", "各方案中最大者")


def missing_text(outcome: Outcome, lang: Lang) -> str:
    """Why some runs or parameter sets have no value."""
    claim = outcome.claim
    match claim.effect:
        case KneeShift(fall=fall):
            return pick(
                lang,
                f"the curve does not fall by {fall:.0%} in both worlds there, so it has no knee to move",
                f"那里曲线在两种情形中没有都下降 {fall:.0%}，没有可移动的拐点",
            )
        case RankCorrelation():
            return pick(
                lang,
                "all plans come out alike in one of the measures there, mostly at nothing, so they cannot be ranked",
                "那里各方案在某一指标上全都一样（多为零），无从排名",
            )
    if claim.measure_unit == "day":
        return pick(
            lang,
            f"the day never comes within the {claim.days} days in one of the arms",
            f"某一方案在 {claim.days} 天内始终没有等到这一天",
        )
    return pick(lang, "the measure is not defined in one of the arms", "某一方案中该指标没有定义")
