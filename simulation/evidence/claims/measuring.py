"""Effects with their intervals, out of values run by run: shared by claims, knockouts, ranges and placebos."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from ...experiments.intervals import LEVEL, luck_intervals, quantiles
from .forms import Asked, Part, Values, mean_of, need_of
from .outcome import Found, Share
from .schema import Claim
from .verdict import Judged, decided, judge

Floats = NDArray[np.float64]
_Z = 1.959964
#: Resamples of a share of an effect; their numbers do not depend on the process.
_RESAMPLES, _SEED = 2000, 20_220_705
#: A share this close to 0 or 1 is written as 0 % or 100 %.
_AT_BOUND = 0.005


def asked_of(claim: Claim, choice: Values | None = None) -> Asked:
    """What the parts of a claim are made for."""
    return Asked(claim.effect, claim.measure, claim.sign, choice, claim.reported is not None)


def found_in(values: Floats, level: float = LEVEL) -> Found:
    """The mean with its interval; nothing where fewer than half of the runs have a value."""
    present = int((~np.isnan(values)).sum())
    if present == 0 or 2 * present < len(values):
        return Found(math.nan, math.nan, math.nan, present)
    low, high = luck_intervals(values[:, None], level)[0]
    return Found(mean_of(values), float(low), float(high), present)


def found_of(part: Part, level: float = LEVEL) -> Found:
    """A part's effect with its interval."""
    found = found_in(part.runs, level)
    low, high = (found.mean + part.widen * (end - found.mean) for end in (found.low, found.high))
    return found if part.widen == 1.0 else Found(found.mean, low, high, found.runs)


def flipped(found: Found, sign: float) -> Found:
    """The same seen with the other sign, where sign is -1."""
    if sign > 0:
        return found
    return Found(-found.mean, -found.high, -found.low, found.runs)


def least_of(claim: Claim, part: Part) -> float:
    """The smallest effect of a part that counts, in its unit."""
    value, relative = claim.least
    return value * part.scale if relative else value


def level_of(claim: Claim, parts: Sequence[Part]) -> float:
    """Level of the intervals: wider where any one of several parts is enough (Bonferroni)."""
    several = len(parts) if need_of(claim.effect) == "any" else 1
    return 1.0 - (1.0 - LEVEL) / several


def judged_parts(claim: Claim, parts: Sequence[Part], sign: float) -> tuple[list[Found], int, Judged]:
    """Each part's effect as measured, the part that decides, and the verdict by luck.

    sign: of the expectation, so that a claim can be turned round.
    """
    level = level_of(claim, parts)
    effects = [found_of(part, level) for part in parts]
    each = []
    for part, effect in zip(parts, effects, strict=True):
        seen = flipped(effect, sign * part.sense)
        each.append(judge(seen.mean, seen.low, seen.high, least_of(claim, part), seen.runs))
    # that the opposite is so takes all comparisons, also where the claim asks for any
    need = need_of(claim.effect) if sign == claim.sign else "all"
    place, judged = decided(each, need)
    return effects, place, judged


def judged_alone(claim: Claim, part: Part) -> tuple[Found, Judged]:
    """One part judged as if it were the whole effect: its effect as measured, and the verdict by luck."""
    effect = found_of(part)
    seen = flipped(effect, claim.sign * part.sense)
    return effect, judge(seen.mean, seen.low, seen.high, least_of(claim, part), seen.runs)


def share_of(yes: NDArray[np.bool_]) -> Share:
    """A share with Wilson's interval (1927, JASA 22: 209-212)."""
    n = len(yes)
    if n == 0:
        return Share(math.nan, math.nan, math.nan, 0)
    p, z2 = float(yes.mean()), _Z * _Z
    centre = (p + z2 / (2 * n)) / (1.0 + z2 / n)
    half = _Z / (1.0 + z2 / n) * math.sqrt(p * (1.0 - p) / n + z2 / (4 * n * n))
    return Share(p, max(0.0, centre - half), min(1.0, centre + half), n)


def alike(effects: Sequence[Floats], way: float = 1.0, any_of: bool = False) -> Floats:
    """By member, 1 where every part (any_of: one at least) has the sign of `way`, else 0; NaN where one has no value.

    effects: by part [members], positive as claimed.
    """
    signs = [np.where(np.isnan(one), np.nan, way * one > 0.0) for one in effects]
    found: Floats = np.max(signs, axis=0) if any_of else np.min(signs, axis=0)
    return found


def lies_at_bounds(before: Sequence[Floats], after: Sequence[Floats]) -> bool:
    """Whether shares of arms lie at 0 or 1 after a knockout so that nothing can be seen of what it does.

    Either every arm lies where it lay before, or all of them lie at one bound, where no two can differ.
    """
    ends = [_bound(arm) for arm in after]
    if None in ends or not ends:
        return False
    return ends == [_bound(arm) for arm in before] or (len(ends) > 1 and len(set(ends)) == 1)


def _bound(shares: Floats) -> float | None:
    """0 or 1 where the mean lies there, as it would be written."""
    mean = mean_of(shares)
    return next((end for end in (0.0, 1.0) if abs(mean - end) < _AT_BOUND), None)


def share_gone(effect: Floats, knocked: Floats) -> Found | None:
    """1 - effect with the knockout over effect, with an interval over resampled seeds, paired. None: no runs."""
    if len(effect) != len(knocked):  # pseudo-values of other numbers of runs: nothing to pair
        return None
    both = ~(np.isnan(effect) | np.isnan(knocked))
    a, b = effect[both], knocked[both]
    n = len(a)
    if n < 2 or a.mean() == 0.0:
        return None
    counts = (
        np.random.default_rng(_SEED).multinomial(n, np.full(n, 1.0 / n), size=_RESAMPLES).astype(np.float64)
    )
    whole, rest = counts @ a, counts @ b
    with np.errstate(divide="ignore", invalid="ignore"):
        gone = 1.0 - rest / whole
    low, high = quantiles(gone[np.isfinite(gone)])
    mean = 1.0 - float(b.mean() / a.mean())
    return Found(mean, mean if low is None else min(low, mean), mean if high is None else max(high, mean), n)


def turns_of(values: Sequence[object], means: Sequence[float]) -> tuple[float, ...]:
    """Where the mean changes its sign, between neighbouring numbers; on a log scale where all are positive."""
    if not all(isinstance(value, (int, float)) and not isinstance(value, bool) for value in values):
        return ()
    numbers = [float(value) for value in values]  # type: ignore[arg-type]
    log = all(number > 0.0 for number in numbers)
    found = []
    for (a, x), (b, y) in pairwise(zip(numbers, means, strict=True)):
        if x * y < 0.0:
            share = x / (x - y)
            found.append(a * (b / a) ** share if log else a + share * (b - a))
    return tuple(found)
