"""What a factor means in the scenarios: its field, its unit, and the value at each place of its range.

A design gives places 0..1; `Axis.at` makes them values of the field. Within a range that of a log scale is even
in the logarithm; whole numbers share the range evenly; of values each gets the same part; a distribution is cut
off where the field's bounds are (so drawn on condition of lying within them), not heaped up there.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Annotated, Any

import numpy as np
from numpy.typing import NDArray
from pydantic import TypeAdapter, ValidationError

from ..scenario import Scenario
from ..scenario.fields import Spot, spot_at
from ..scenario.mistakes import show
from ..scenario.overrides import changed_scenario
from ..scenario.parameter import Finding, Unfit
from ..scenario.paths import nearest, parse_path, show_path
from ..scenario.views import LABELS
from .factor_schema import Distribution, Factor, LogNormal, Normal, Triangular, Uniform

#: Least share of a distribution that must lie within the field's bounds.
LEAST_WITHIN = 0.01
#: Places nearer to 0 or 1 than this are drawn in: an unbounded distribution has no value there.
_EDGE = 1e-9
_SCALAR = ("choice", "switch", "whole", "number", "text")
_OF_TIMELINE = re.compile(r"timeline\[\d+\]\.set\.(.+)")


@dataclass(frozen=True)
class Axis:
    """One factor with the field it varies. path: dotted, in the scenarios."""

    path: str
    factor: Factor
    spot: Spot

    @property
    def unit(self) -> str:
        """Unit of the field, empty where it has none."""
        return self.spot.unit

    @property
    def bounds(self) -> tuple[float, float]:
        """Lowest and highest value the field takes; infinite where it has no bound."""
        return limits(self.spot)

    @property
    def levels(self) -> tuple[Any, ...] | None:
        """The values of a grid, in the order of the plan; None where there is only a range or distribution."""
        if self.factor.values is not None:
            return tuple(self.typed(value) for value in self.factor.values)
        if self.factor.steps is None:
            return None
        places = np.linspace(0.0, 1.0, self.factor.steps)
        return tuple(dict.fromkeys(self._between(places, ends=True).tolist()))

    def at(self, places: NDArray[np.float64]) -> list[Any]:
        """Values at places 0..1, each as the field takes it."""
        if self.factor.values is not None:
            levels = [self.typed(value) for value in self.factor.values]
            index = np.minimum((places * len(levels)).astype(np.int64), len(levels) - 1)
            return [levels[k] for k in index]
        if self.factor.range is not None:
            return list(self._between(places).tolist())
        return list(self._drawn(places).tolist())

    def typed(self, value: Any) -> Any:
        """5.0 as 5 where the field is whole, 5 as 5.0 where it is not."""
        if isinstance(value, bool) or not isinstance(value, (int, float)):
            return value
        if self.spot.kind == "whole" and float(value).is_integer():
            return int(value)
        return float(value) if self.spot.kind == "number" else value

    def _between(self, places: NDArray[np.float64], ends: bool = False) -> NDArray[Any]:
        """Places of a range; ends: whole numbers from the low to the high one, not an even part for each."""
        assert self.factor.range is not None
        low, high = self.factor.range
        whole, log = self.spot.kind == "whole", self.factor.scale == "log"
        margin = 0.5 if whole and not ends else 0.0
        bottom, top = low - margin, high + margin
        if log:
            found = np.exp(math.log(bottom) + places * (math.log(top) - math.log(bottom)))
        else:
            found = bottom + places * (top - bottom)
        if whole:
            found = np.floor(found + 0.5)
        found = np.clip(found, low, high)
        return found.astype(np.int64) if whole else found

    def _drawn(self, places: NDArray[np.float64]) -> NDArray[Any]:
        assert self.factor.distribution is not None
        law, (low, high) = _law(self.factor.distribution), limits(self.spot)
        below, above = float(law.cdf(low)), float(law.cdf(high))
        share = np.clip(places, _EDGE, 1.0 - _EDGE)
        found = np.asarray(law.ppf(below + share * (above - below)), dtype=np.float64)
        if self.spot.kind == "whole":
            return np.clip(np.floor(found + 0.5), low, high).astype(np.int64)
        return np.clip(found, low, high)


def axis(path: str, factor: Factor) -> Axis:
    """A factor with its field. Raises Unfit with what is wrong: the field, a value out of its bounds.

    Whether the scenarios have such a path is for `in_scenario` to say: a list may have too few entries there.
    """
    spot = field_at(path)
    if factor.values is not None:
        for n, value in enumerate(factor.values):
            wrong = wrong_for(spot, value)
            if wrong:
                raise Unfit(Finding(("values", n), wrong))
        return Axis(path, factor, spot)
    what = "range" if factor.range is not None else "distribution"
    if spot.kind not in ("whole", "number"):
        raise Unfit(Finding((what,), f"this field is no number; list values: {spot.allowed()}"))
    if factor.range is not None:
        for end in factor.range:
            wrong = wrong_for(spot, int(end) if spot.kind == "whole" and end.is_integer() else end)
            if wrong:
                raise Unfit(Finding(("range",), wrong))
    else:
        _check_within(factor, spot)
    return Axis(path, factor, spot)


def field_at(path: str) -> Spot:
    """The schema's field at a path; what the timeline sets is the field it sets. Raises Unfit."""
    try:
        where = parse_path(path)
    except ValueError as problem:
        raise Unfit(Finding((), str(problem))) from None
    later = _OF_TIMELINE.fullmatch(show_path(where))
    if where[0] in LABELS:
        raise Unfit(Finding((), f"{where[0]} is a label: nothing changes with it"))
    if where == ("fits",):
        text = "is read before anything is varied; write a scenario for each table of fits"
        raise Unfit(Finding((), text))
    spot = spot_at(parse_path(later[1]) if later else where)
    if spot is None:
        # of what the schema does not have, a scenario says best what was probably meant
        _, mistakes = changed_scenario(Scenario(), {path: 0})
        raise Unfit(Finding((), mistakes[0].text if mistakes else "the schema has no such field"))
    if spot.kind not in _SCALAR:
        part = "entries, as in " + path + "[0]" if spot.kind == "list" else "fields"
        text = f"is no single value but {spot.allowed()}; vary one of its {part}, or write several scenarios"
        raise Unfit(Finding((), text))
    return spot


def wrong_for(spot: Spot, value: Any) -> str:
    """Why a field does not take a value; empty if it does."""
    if spot.kind == "whole" and isinstance(value, float) and value.is_integer():
        value = int(value)
    try:
        _checker(spot).validate_python(value, strict=True)
    except ValidationError:
        allowed = spot.allowed()
        near = (
            nearest(value, allowed.split(", ")) if spot.kind == "choice" and isinstance(value, str) else None
        )
        return f"given {show(value)}, allowed: {allowed}" + (f"; did you mean {near}?" if near else "")
    return ""


def limits(spot: Spot) -> tuple[float, float]:
    """The lowest and highest value a field takes; infinite where it has no bound."""
    low, above, high, under = (spot.limit(name) for name in ("ge", "gt", "le", "lt"))
    lowest = float(low) if low is not None else -math.inf
    highest = float(high) if high is not None else math.inf
    if above is not None:
        lowest = max(
            lowest, float(above) + 1 if spot.kind == "whole" else math.nextafter(float(above), math.inf)
        )
    if under is not None:
        highest = min(
            highest, float(under) - 1 if spot.kind == "whole" else math.nextafter(float(under), -math.inf)
        )
    return lowest, highest


def within(distribution: Distribution, spot: Spot) -> float:
    """Share 0..1 of a distribution that lies within the field's bounds."""
    law, (low, high) = _law(distribution), limits(spot)
    return float(law.cdf(high) - law.cdf(low))


def axes_of(section: str, factors: dict[str, Factor]) -> tuple[list[Axis], list[Finding]]:
    """The axes of a section of the plan, and every mistake with its place in the plan."""
    found: list[Axis] = []
    wrong: list[Finding] = []
    for path, factor in factors.items():
        try:
            found.append(axis(path, factor))
        except Unfit as unfit:
            wrong += [Finding((section, path, *one.where), one.text) for one in unfit.findings]
    return found, wrong


def listed_axes(points: Sequence[Mapping[str, Any]]) -> tuple[list[Axis], list[Finding]]:
    """The axes of listed points, which all set the same paths, and every mistake with its place in the plan."""
    found: list[Axis] = []
    wrong: list[Finding] = []
    for path in points[0]:
        try:
            spot = field_at(path)
        except Unfit as unfit:
            wrong += [Finding(("points", 0, path), one.text) for one in unfit.findings]
            continue
        told = [(n, wrong_for(spot, point[path])) for n, point in enumerate(points)]
        wrong += [Finding(("points", n, path), text) for n, text in told if text]
        values = list(dict.fromkeys(show(point[path]) for point in points))
        kept = [next(point[path] for point in points if show(point[path]) == value) for value in values]
        found.append(Axis(path, Factor.model_construct(values=tuple(kept)), spot))
    return found, wrong


def _check_within(factor: Factor, spot: Spot) -> None:
    assert factor.distribution is not None
    share = within(factor.distribution, spot)
    if share < LEAST_WITHIN:
        text = f"only {100 * share:.2g} % of it lies within what the field allows: {spot.allowed()}"
        raise Unfit(Finding(("distribution",), text))


@lru_cache(maxsize=1024)
def _adapter(type_: Any, constraints: tuple[Any, ...]) -> TypeAdapter[Any]:
    return TypeAdapter(Annotated[(type_, *constraints)] if constraints else type_)


def _checker(spot: Spot) -> TypeAdapter[Any]:
    return _adapter(spot.type_, spot.constraints)


def _law(distribution: Distribution) -> Any:
    """The distribution of scipy.stats."""
    from scipy import stats

    match distribution.shape:
        case Normal(mean=mean, sd=sd):
            return stats.norm(loc=mean, scale=sd)
        case Uniform(low=low, high=high):
            return stats.uniform(loc=low, scale=high - low)
        case Triangular(low=low, mode=mode, high=high):
            return stats.triang((mode - low) / (high - low), loc=low, scale=high - low)
        case LogNormal(median=median, log_sd=log_sd):
            return stats.lognorm(s=log_sd, scale=median)
