"""Comparisons without any true effect, and claims turned round, judged as the claims are.

two_names: the reference arm twice, the second time with luck of its own, as if it were another plan.
shuffled: the claim's own runs, the labels of its arms dealt anew in each run by a keyed coin.
A reader can trust "supported" as far as these hardly ever come out supported. That alone would be a weak check, for
"supported" takes an effect of a size that counts too: so how many of the intervals leave zero out is counted as well,
which 1 in 20 should, no more and no fewer.
"""

from __future__ import annotations

import math
import zlib
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from .forms import MOVED, Part, Values, mean_of, parts_of
from .measuring import asked_of, flipped, found_in, judged_parts, least_of
from .outcome import Found, Placebo
from .schema import Claim
from .shapes import (
    Crossing,
    KneeShift,
    Level,
    Peak,
    RankCorrelation,
    Regret,
    SignChange,
    WinnerShare,
    arms_named,
)
from .verdict import judge

Floats = NDArray[np.float64]


def two_names(claim: Claim, first: Floats, second: Floats) -> Placebo | None:
    """One arm under two names, with other luck each; judged by the claim's expectation and what counts for it.

    A claim whose effect has a unit of its own (a correlation, doublings) is judged by a tenth of the mean. None where
    the measure has no value in most runs.
    """
    scale = max(abs(mean_of(arm)) for arm in (first, second))
    part = Part("two names", first - second, scale)
    own_unit = claim.effect_unit != claim.measure_unit
    least = 0.1 * scale if own_unit else least_of(claim, part)
    effect = found_in(part.runs)
    if math.isnan(effect.mean):
        return None
    seen = flipped(effect, claim.sign)
    return Placebo(
        effect, judge(seen.mean, seen.low, seen.high, least, effect.runs).verdict, _leaves_out_zero(effect)
    )


def shuffled(claim: Claim, values: Values, parts: Sequence[Part]) -> Placebo | None:
    """The claim's own runs with labels dealt anew.

    None of a form that holds arms against a fixed number or members against each other: there are no labels to
    deal; and where the measure has no value in most runs.
    """
    form = claim.effect
    asked = asked_of(claim)
    match form:
        case WinnerShare() | Level() | SignChange():
            return None
        case RankCorrelation(minus=None):
            if form.threshold:
                return None
            dealt = parts_of(asked, {**values, **_dealt(claim, values)})
        case Peak() | Regret():
            dealt = parts_of(asked, _dealt(claim, values))
        case KneeShift():
            dealt = parts_of(asked, _swapped(claim, values))
        case _:
            dealt = _turned(claim, parts)
    effects, place, judged = judged_parts(claim, dealt, claim.sign)
    if math.isnan(effects[place].mean):
        return None
    # of several parts always the first: the one that decides was picked for what it shows
    plain = dealt[0].widen == 1.0 and not dealt[0].pooled
    return Placebo(
        effects[place], judged.verdict, _leaves_out_zero(found_in(dealt[0].runs)) if plain else None
    )


def _leaves_out_zero(found: Found) -> bool | None:
    return None if math.isnan(found.low) else found.low > 0.0 or found.high < 0.0


def _turned(claim: Claim, parts: Sequence[Part]) -> list[Part]:
    """One coin a run for all parts: swapping labels turns every comparison round at once.

    Of a crossing the two halves must be dealt apart, or a swap would only exchange early and late.
    """
    coins = _rng(claim).integers(0, 2, len(parts[0].runs)) * 2.0 - 1.0
    dealt = [replace(part, runs=part.runs * coins) for part in parts]
    if isinstance(claim.effect, Crossing):
        others = _rng(claim, 1).integers(0, 2, len(coins)) * 2.0 - 1.0
        dealt[1] = replace(dealt[1], runs=parts[1].runs * others)
    return dealt


def _rng(claim: Claim, number: int = 0) -> np.random.Generator:
    return np.random.default_rng([zlib.crc32(claim.id.encode()), number])


def _dealt(claim: Claim, values: Values) -> Values:
    """The values of the arms exchanged at random within each run."""
    arms = arms_named(claim.effect)
    table = np.column_stack([values[arm, claim.measure] for arm in arms])
    table = _rng(claim).permuted(table, axis=1)
    return {(arm, claim.measure): table[:, n] for n, arm in enumerate(arms)}


def _swapped(claim: Claim, values: Values) -> Values:
    """The two worlds of a knee exchanged by a coin a run."""
    arms = arms_named(claim.effect)
    heads = _rng(claim).integers(0, 2, len(values[arms[0], claim.measure])) == 1
    found: dict[tuple[str, str], Floats] = {}
    for arm in arms:
        one, two = values[arm, claim.measure], values[MOVED.format(arm), claim.measure]
        found[arm, claim.measure] = np.where(heads, two, one)
        found[MOVED.format(arm), claim.measure] = np.where(heads, one, two)
    return found
