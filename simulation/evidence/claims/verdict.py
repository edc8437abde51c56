"""From an effect with its interval to a verdict. Fixed before any result; docs/decisions/0064 says why.

An effect counts as positive where it has the sign the claim gives it.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Literal

Verdict = Literal["supported", "not_supported", "opposite", "inconclusive"]
Strength = Literal["robust", "mostly", "contested"]
Reason = Literal[
    "large_and_beyond_luck",
    "large_and_opposite",
    "smaller_than_min_effect",
    "no_effect",
    "wrong_direction",
    "contested",
    "too_few_seeds",
    "no_ensemble",
    "not_defined",
    "failed",
]
#: Reasons that more seeds do not mend: the claim, or what ran it, must be.
BROKEN: tuple[Reason, ...] = ("not_defined", "failed")

ROBUST, MOSTLY, HALF = 0.9, 2.0 / 3.0, 0.5
#: More seeds than this are not named: nobody would run them.
MOST_SEEDS = 100_000


@dataclass(frozen=True)
class Judged:
    """What luck allows to say of one comparison.

    margin: effect over the smallest that counts; the weakest of several has the smallest. seeds_needed: at
    which the interval would be narrow enough, of an inconclusive one; None of others, or beyond MOST_SEEDS.
    """

    verdict: Verdict
    reason: Reason
    margin: float
    seeds_needed: int | None = None


def judge(mean: float, low: float, high: float, least: float, runs: int) -> Judged:
    """The verdict by luck alone.

    mean, low, high: of the effect, positive as claimed; least > 0: the smallest effect that counts, in the
    same unit; runs: how many the interval rests on. NaN mean: not defined, which is no verdict; NaN ends: too
    few runs.
    """
    if math.isnan(mean):
        return Judged("inconclusive", "not_defined", -math.inf)
    margin = mean / least if least > 0.0 else math.copysign(math.inf, mean) if mean else 0.0
    if math.isnan(low) or math.isnan(high):
        return Judged("inconclusive", "too_few_seeds", margin)
    if low > 0.0 and mean >= least:
        return Judged("supported", "large_and_beyond_luck", margin)
    if high < 0.0 and -mean >= least:
        return Judged("opposite", "large_and_opposite", margin)
    if high < least or low == high:
        return Judged("not_supported", _why_not(low, high), margin)
    return Judged("inconclusive", "too_few_seeds", margin, _seeds_needed(mean, low, high, least, runs))


def _why_not(low: float, high: float) -> Reason:
    if low > 0.0:
        return "smaller_than_min_effect"
    return "wrong_direction" if high < 0.0 else "no_effect"


def _seeds_needed(mean: float, low: float, high: float, least: float, runs: int) -> int | None:
    """Seeds at which an interval of the same shape would decide: its width falls with the root of their number."""
    if mean >= least:  # it must come off zero
        width, room = mean - low, mean
    else:  # it must come below what counts
        width, room = high - mean, least - mean
    if room <= 0.0:
        return None
    needed = math.ceil(1.05 * runs * (width / room) ** 2)
    return max(runs + 1, needed) if needed <= MOST_SEEDS else None


_WORST_FIRST: tuple[Verdict, ...] = ("opposite", "not_supported", "inconclusive", "supported")
_BEST_FIRST: tuple[Verdict, ...] = ("supported", "inconclusive", "not_supported", "opposite")


def decided(judged: Sequence[Judged], need: Literal["all", "any"]) -> tuple[int, Judged]:
    """Of several comparisons, which one decides, and the verdict over all.

    all: each must be supported (no correction for their number is due: the weakest must pass by itself).
    any: one is enough (the caller widens the intervals for their number). Opposite only where every one is.
    """
    order = _WORST_FIRST if need == "all" else _BEST_FIRST
    weaker = 1.0 if need == "all" else -1.0
    place = min(range(len(judged)), key=lambda k: (order.index(judged[k].verdict), weaker * judged[k].margin))
    one = judged[place]
    if one.verdict == "opposite" and any(other.verdict != "opposite" for other in judged):
        return place, Judged("not_supported", "wrong_direction", one.margin)
    return place, one


def strength_of(agree: float | None) -> Strength | None:
    """How far the verdict survives what we do not know; None without an ensemble."""
    if agree is None:
        return None
    return "robust" if agree >= ROBUST else "mostly" if agree >= MOSTLY else "contested"


def with_doubt(judged: Judged, shared: float | None) -> tuple[Verdict, Reason]:
    """The verdict once what we do not know is looked at.

    shared: share of the ensemble in which the effect has the sign found. A verdict that fewer than half share
    does not stand.
    """
    if judged.verdict in ("supported", "opposite") and shared is not None and shared < HALF:
        return "not_supported", "contested"
    return judged.verdict, judged.reason
