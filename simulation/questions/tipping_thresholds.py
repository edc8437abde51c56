"""Where a response passes a threshold, how sure that is, and how sharp: plain functions of a curve.

The interval of a threshold holds every place at which the 95 % interval of the smoothed response holds the threshold.
That is luck alone: how far smoothing moves a response that jumps between two points is not in it, so the interval is
made to reach the points on both sides. Where a response goes up and down again it has several thresholds.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from .tipping_response import Floats, Surface


@dataclass(frozen=True)
class Tip:
    """One place at which a response passes a threshold. All places 0..1 along the lever.

    at: where. low, high: its interval from luck, None where that reaches beyond the range. rising: whether the
    response is above the threshold beyond it. span: where it passes the one quarter level and the other, None where the
    range ends before; width_luck: the interval of the width, None where too many resamples have none.
    """

    at: float
    low: float | None
    high: float | None
    rising: bool
    span: tuple[float, float] | None = None
    width_luck: tuple[float, float] | None = None

    @property
    def width(self) -> float | None:
        """From one quarter level to the other."""
        return None if self.span is None else self.span[1] - self.span[0]


def tips(curve: Surface, threshold: float, quarters: tuple[float, float]) -> list[Tip]:
    """All places at which the curve passes the threshold, from left to right.

    curve: along one lever, places ascending. quarters: the levels between which its width is told.
    """
    x = curve.at[:, 0]
    sure = np.where(curve.low > threshold, 1, np.where(curve.high < threshold, -1, 0))
    found: list[Tip] = []
    last, last_index = 0, -1  # the last sure side and where it ended
    for index, side in [*enumerate(sure.tolist()), (len(x), 0)]:
        end = index == len(x)
        if side == 0 and not end:
            continue
        if end or last != side:
            tip = _between(curve, threshold, last_index, index, (last, side))
            if tip is not None:
                found.append(_with_width(curve, tip, quarters))
        last, last_index = side, index
    return found


def no_finer(tip: Tip, points: Floats) -> Tip:
    """The tip with an interval that reaches the points run on both sides of it: between them nothing was seen."""
    before, after = points[points <= tip.at], points[points >= tip.at]
    low = tip.low if tip.low is None or not len(before) else min(tip.low, float(before.max()))
    high = tip.high if tip.high is None or not len(after) else max(tip.high, float(after.min()))
    return replace(tip, low=low, high=high)


def _between(curve: Surface, threshold: float, before: int, after: int, sides: tuple[int, int]) -> Tip | None:
    """The tip between two sure places, or a sure one and the end of the range (-1, len); None if there is none."""
    x = curve.at[:, 0]
    first, stop = max(before, 0), min(after + 1, len(x))
    passed = crossings(x[first:stop], curve.mean[first:stop] - threshold)
    if len(passed) % 2 == 0:  # it comes back to the side it was on
        return None
    at = float(passed[len(passed) // 2])
    rising = bool(curve.mean[stop - 1] > threshold)
    low = None if sides[0] == 0 else _edge(x, curve, threshold, before, before + 1, rising)
    high = None if sides[1] == 0 else _edge(x, curve, threshold, after - 1, after, rising, end=True)
    return Tip(at, None if low is None else min(low, at), None if high is None else max(high, at), rising)


def _edge(
    x: Floats, curve: Surface, threshold: float, left: int, right: int, rising: bool, end: bool = False
) -> float:
    """Where the bound that is nearer to the threshold meets it, between two neighbouring places."""
    bound = curve.low if end == rising else curve.high
    passed = crossings(x[[left, right]], bound[[left, right]] - threshold)
    return float(passed[0]) if len(passed) else float(x[left] if not end else x[right])


def crossings(x: Floats, y: Floats) -> Floats:
    """Where a broken line passes zero."""
    above = y > 0
    turns = np.flatnonzero(above[1:] != above[:-1])
    step = y[turns + 1] - y[turns]
    found: Floats = x[turns] - y[turns] * (x[turns + 1] - x[turns]) / step
    return found


def _with_width(curve: Surface, tip: Tip, quarters: tuple[float, float]) -> Tip:
    x = curve.at[:, 0]
    rows = np.vstack([curve.mean[None], curve.draws])
    left, right = _passage(x, rows if tip.rising else -rows, tip.at, quarters, tip.rising)
    if np.isnan(left[0]) or np.isnan(right[0]):
        return tip
    own, drawn = float(right[0] - left[0]), (right - left)[1:]
    luck = None
    if np.isnan(drawn).mean() <= 0.05:
        low, high = np.nanquantile(drawn, [0.025, 0.975])
        luck = (min(float(low), own), max(float(high), own))
    return replace(tip, span=(float(left[0]), float(right[0])), width_luck=luck)


def _passage(
    x: Floats, rows: Floats, at: float, quarters: tuple[float, float], rising: bool
) -> tuple[Floats, Floats]:
    """Of rising curves [rows, places]: the last place at or under the lower level, the first over the upper one."""
    lower, upper = quarters if rising else (-quarters[1], -quarters[0])
    middle = int(np.searchsorted(x, at))
    left = _last(x, rows[:, : middle + 1] - lower)
    right = _last(-x[::-1], upper - rows[:, max(middle - 1, 0) :][:, ::-1])
    return left, -right


def _last(x: Floats, above: Floats) -> Floats:
    """Where each row [places] is last at or under zero going right, interpolated; NaN where never.

    x: places of the columns, or more of them than there are columns: the first ones count.
    """
    x = x[: above.shape[1]]
    under = above <= 0.0
    there = under.any(axis=1)
    index = above.shape[1] - 1 - under[:, ::-1].argmax(axis=1)
    after = np.minimum(index + 1, above.shape[1] - 1)
    rows = np.arange(len(above))
    step = above[rows, after] - above[rows, index]
    share = np.divide(-above[rows, index], step, out=np.zeros(len(above)), where=step > 0)
    found = x[index] + share * (x[after] - x[index])
    return np.where(there, found, np.nan)


def quarter_levels(curve: Floats, limits: tuple[float, float]) -> tuple[float, float]:
    """Levels between which a width is told: a quarter and three quarters of a share, or of the curve's own span."""
    low, high = limits if np.isfinite(limits).all() else (float(curve.min()), float(curve.max()))
    return low + 0.25 * (high - low), low + 0.75 * (high - low)


def doubtful(surface: Surface, threshold: float, quarters: tuple[float, float]) -> NDArray[np.bool_]:
    """[places]: where more runs tell most: around the threshold, between the quarter levels and where luck decides."""
    mean = surface.mean
    crossed = (mean > threshold).any() and (mean < threshold).any()
    unsure = (surface.low <= threshold) & (surface.high >= threshold)
    if not crossed:
        return unsure
    return unsure | ((mean >= quarters[0]) & (mean <= quarters[1]))
