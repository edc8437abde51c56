"""What a set of runs says of a measure: its mean and paired differences, with both kinds of doubt."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from ...experiments.intervals import LEVEL, NOTHING, Estimate, crossed, estimates
from ...model.definitions import measure as definition
from ..sample import Sample
from .layout import Bools, Floats, Laid


@dataclass(frozen=True)
class Arm:
    """Runs that are looked at together: of one scenario, at some points, in some worlds (none given: in all)."""

    scenario: int
    points: tuple[int, ...]
    worlds: tuple[int, ...] = ()


@dataclass(frozen=True, eq=False)
class Series:
    """A measure over an arm, NaN where there is nothing: [worlds, seeds], and the means along each; of each point."""

    both: Floats
    by_seed: Floats
    by_world: Floats
    by_point: Floats


@dataclass(frozen=True, eq=False)
class Findings:
    """The runs of a folder, asked arm by arm; what was worked out is kept.

    drawn: points were drawn, so an arm of some of them met some values of the other levers and not all: its interval
    counts that too.
    """

    laid: Laid
    drawn: bool = False
    _known: dict[Any, Any] = field(default_factory=dict, repr=False)

    def level(self, measure: str, arm: Arm, beside: Arm | None = None) -> Estimate:
        """The mean of an arm; `all` is (None, None) where nothing uncertain was crossed.

        beside: another arm it is set against; then over what both have.
        """
        key = ("level", measure, arm, beside)
        if key not in self._known:
            one = self._series(measure, arm, beside)
            found = _estimate(one.by_seed, one.both, len(self._worlds(arm)), _limits(measure))
            if self.drawn and len(arm.points) > 1:
                found = _wider(found, _between(one.by_point), _limits(measure))
            self._known[key] = found
        kept: Estimate = self._known[key]
        return kept

    def contrast(self, measure: str, second: Arm, first: Arm) -> Estimate:
        """Second minus first: the same seeds and worlds are pairs; other worlds, or drawn points, are two samples."""
        key = ("contrast", measure, second, first)
        if key not in self._known:
            b, a = self._series(measure, second, first), self._series(measure, first, second)
            low, high = _limits(measure)
            paired = second.worlds == first.worlds
            apart = (low - high, high - low)
            worlds = len(self._worlds(second)) if paired else 0
            found = _estimate(b.by_seed - a.by_seed, b.both - a.both, worlds, apart)
            if self.drawn and second.points != first.points:
                found = _wider(found, _between(b.by_point, a.by_point), apart)
            if not paired:
                found = replace(found, all=_wider(found, _between(b.by_world, a.by_world), apart).luck)
            self._known[key] = found
        kept: Estimate = self._known[key]
        return kept

    def means(self, measure: str) -> Floats:
        """[scenarios, points]: plain means over worlds and seeds; NaN where there is no value."""
        return _mean(self.laid.values[measure], (2, 3))

    def seeds(self, arm: Arm) -> int:
        """Seeds that every cell of an arm has."""
        return int(self._whole(arm).sum())

    def pair(self, names: Mapping[str, Arm], measures: tuple[str, ...]) -> Sample:
        """Two arms as a comparison: their levels and the difference of the later from the earlier."""
        (one, first), (two, second) = names.items()
        arms = ((one, first, second), (two, second, first))
        levels = {
            name: {m: self.level(m, arm, beside).as_json() for m in measures} for name, arm, beside in arms
        }
        gaps = {m: self.contrast(m, second, first).as_json() for m in measures}
        worlds = len({*self._worlds(first), *self._worlds(second)})
        import pandas as pd

        nothing = pd.DataFrame()
        return Sample(
            names=(one, two), scenarios={}, daily=nothing, groups=nothing, runs=nothing,
            replicates=min(self.seeds(first), self.seeds(second)), ensemble=worlds if worlds > 1 else 0,
            effects={"scenarios": levels, "differences": {f"{two}-{one}": gaps}},
        )  # fmt: skip

    def _whole(self, arm: Arm) -> Bools:
        """[seeds]: those that every cell of the arm has, or where there is none, those that any has.

        Where a stopping rule gave some points more seeds than others, the rest would speak of these points alone.
        """
        made = self.laid.made[self._pick(arm)][0]
        whole: Bools = made.all(axis=(0, 1))
        return whole if whole.any() else made.any(axis=(0, 1))

    def _shared(self, arm: Arm, beside: Arm | None) -> Bools:
        """[worlds, seeds] of the arm: those that count. Of two arms in the same worlds those that both have.

        A sweep that was stopped has met other worlds in each arm: what is left of their difference then is the worlds'.
        """
        if beside is None or beside.worlds != arm.worlds:
            whole = self._whole(arm)
            return np.broadcast_to(whole, (len(self._worlds(arm)), len(whole)))
        made: Bools = np.logical_and.reduce(
            [self.laid.made[self._pick(one)][0].all(axis=0) for one in (arm, beside)]
        )
        whole = self._whole(arm) & self._whole(beside)
        return made & whole if (made & whole).any() else made

    def _series(self, measure: str, arm: Arm, beside: Arm | None = None) -> Series:
        key = ("series", measure, arm, beside)
        if key not in self._known:
            values = np.where(
                self._shared(arm, beside), self.laid.values[measure][self._pick(arm)][0], np.nan
            )
            shape = self.laid.made.shape
            both, by_point = np.full(shape[2:], np.nan), np.full(shape[1], np.nan)
            both[self._worlds(arm)] = _mean(values, (0,))
            by_point[list(arm.points)] = _mean(values, (1, 2))
            self._known[key] = Series(both, _mean(values, (0, 1)), _mean(both, (1,)), by_point)
        found: Series = self._known[key]
        return found

    def _pick(self, arm: Arm) -> Any:
        return np.ix_([arm.scenario], list(arm.points), self._worlds(arm), range(len(self.laid.seeds)))

    def _worlds(self, arm: Arm) -> list[int]:
        return list(arm.worlds) if arm.worlds else list(range(self.laid.made.shape[2]))


def _estimate(by_seed: Floats, both: Floats, worlds: int, limits: tuple[float, float]) -> Estimate:
    """by_seed: [seeds]; both: [worlds, seeds]; worlds: that are crossed here, 0 or 1: `all` is (None, None)."""
    (found,) = estimates(by_seed[np.isfinite(by_seed), None], np.empty((0, 1)), np.array([limits]))
    if worlds < 2 or np.isfinite(both).any(axis=1).sum() < 2:
        return replace(found, all=NOTHING)
    ends = [end for end in (*crossed(both), *found.luck, found.mean) if end is not None]
    return replace(found, all=(max(min(ends), limits[0]), min(max(ends), limits[1])))


def _between(second: Floats, first: Floats | None = None) -> tuple[float, float] | None:
    """95 % interval of a mean, or of the difference of two, over what was drawn (Welch 1947); None of one."""
    from scipy import stats

    parts = [part[np.isfinite(part)] for part in (second, first) if part is not None]
    if min(map(len, parts)) < 2:
        return None
    squares = [float(part.var(ddof=1)) / len(part) for part in parts]
    centre = float(parts[0].mean()) - (float(parts[1].mean()) if len(parts) > 1 else 0.0)
    total = sum(squares)
    if total <= 0.0:
        return centre, centre
    freedom = total**2 / sum(s**2 / (len(part) - 1) for s, part in zip(squares, parts, strict=True))
    half = float(stats.t.ppf(0.5 + LEVEL / 2.0, freedom)) * float(np.sqrt(total))
    return centre - half, centre + half


def _wider(found: Estimate, other: tuple[float, float] | None, limits: tuple[float, float]) -> Estimate:
    """The estimate with both intervals at least as wide as another, as far as that is possible at all."""
    if other is None:
        return found
    other = max(other[0], limits[0]), min(other[1], limits[1])
    luck, every = (
        (None, None)
        if pair[0] is None or pair[1] is None
        else (min(pair[0], other[0]), max(pair[1], other[1]))
        for pair in (found.luck, found.all)
    )
    return replace(found, luck=luck, all=every)


def _limits(measure: str) -> tuple[float, float]:
    """What is possible at all; shares lie in 0..1."""
    return (0.0, 1.0) if definition(measure).unit == "share" else (-np.inf, np.inf)


def _mean(values: Floats, axes: tuple[int, ...]) -> Floats:
    there = np.isfinite(values)
    count = there.sum(axis=axes)
    total = np.where(there, values, 0.0).sum(axis=axes)
    return np.where(count > 0, total / np.maximum(count, 1), np.nan)
