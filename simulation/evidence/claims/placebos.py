"""Comparisons without any true effect, and claims turned round, judged as the claims are.

two_names: the reference arm twice, the second time with luck of its own, as if it were another plan.
shuffled: the claim's own runs, the labels of its arms dealt anew in each run by a keyed coin.
A reader can trust "supported" as far as these come out supported no more often than chance allows.
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from .forms import MOVED, Asked, Part, Values, parts_of
from .measuring import found_in, judged_parts, least_of
from .outcome import Placebo
from .schema import Claim
from .shapes import Crossing, KneeShift, Peak, Regret, WinnerShare, arms_named
from .verdict import judge

Floats = NDArray[np.float64]


def two_names(claim: Claim, first: Floats, second: Floats) -> Placebo:
    """One arm under two names, with other luck each; judged by the claim's expectation and what counts for it.

    A claim whose effect has a unit of its own (a correlation, doublings) is judged by a tenth of the mean.
    """
    scale = max(abs(float(np.nanmean(arm))) if (~np.isnan(arm)).any() else 0.0 for arm in (first, second))
    part = Part("two names", first - second, scale)
    own_unit = claim.effect_unit != claim.measure_unit
    least = 0.1 * scale if own_unit else least_of(claim, part)
    effect = found_in(part.runs)
    sign = claim.sign
    low, high = (effect.low, effect.high) if sign > 0 else (-effect.high, -effect.low)
    return Placebo(effect, judge(sign * effect.mean, low, high, least, effect.runs).verdict)


def shuffled(claim: Claim, values: Values, parts: Sequence[Part]) -> Placebo | None:
    """The claim's own runs with labels dealt anew; None of a form that compares no arms run by run."""
    form = claim.effect
    if isinstance(form, WinnerShare):
        return None
    if isinstance(form, (Peak, Regret)):
        dealt = parts_of(Asked(form, claim.measure, claim.sign), _dealt(claim, values))
    elif isinstance(form, KneeShift):
        dealt = parts_of(Asked(form, claim.measure, claim.sign), _swapped(claim, values))
    else:
        coins = _rng(claim).integers(0, 2, len(parts[0].runs)) * 2.0 - 1.0
        # one coin a run for all parts: swapping labels turns every comparison round at once. Of a crossing the
        # two halves must be dealt apart, or a swap would only exchange early and late.
        dealt = [replace(part, runs=part.runs * coins) for part in parts]
        if isinstance(form, Crossing):
            others = _rng(claim, 1).integers(0, 2, len(coins)) * 2.0 - 1.0
            dealt[1] = replace(dealt[1], runs=parts[1].runs * others)
    effects, place, judged = judged_parts(claim, dealt, claim.sign)
    return Placebo(effects[place], judged.verdict)


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
