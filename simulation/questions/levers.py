"""Levers as a command line gives them: PATH=low..high, PATH=low..high:log or PATH=a,b,c."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..errors import UsageError
from ..scenario import Scenario
from ..scenario.mistakes import plain, show
from ..scenario.overrides import changed_scenario
from ..scenario.parameter import Unfit
from ..scenario.views import flatten
from ..scenario.yaml_lines import read_yaml
from ..sweeps.factor_schema import Factor
from ..sweeps.factors import Axis, axis

_RANGE = re.compile(r"\s*(?P<low>[^\s:]+?)\s*\.\.\s*(?P<high>[^\s:]+?)\s*(?::\s*(?P<scale>\w+))?\s*")


@dataclass(frozen=True)
class Lever:
    """One lever and the field it moves: a range, or values to choose from.

    post: what an entry of the calendar posts, where the lever is how often it does; else empty.
    """

    axis: Axis
    post: str = ""

    @property
    def path(self) -> str:
        """Dotted, in the scenario."""
        return self.axis.path

    @property
    def unit(self) -> str:
        """Unit of the field, empty where it has none."""
        return self.axis.unit

    @property
    def range(self) -> tuple[float, float] | None:
        """Both ends included; None where values are listed."""
        return self.axis.factor.range

    @property
    def values(self) -> tuple[Any, ...]:
        """The values listed; empty where there is a range."""
        return tuple(self.axis.typed(value) for value in self.axis.factor.values or ())

    @property
    def whole(self) -> bool:
        """Whether the field takes whole numbers only."""
        return self.axis.spot.kind == "whole"

    @property
    def log(self) -> bool:
        """Whether the range is even in the logarithm."""
        return self.axis.factor.scale == "log"

    def value(self, place: float) -> float | int:
        """The field's value at a place 0..1 of the range; its ends are the ends of the range."""
        found = float(self.between(np.array([place]))[0])
        return math.floor(found + 0.5) if self.whole else found

    def between(self, places: NDArray[np.float64]) -> NDArray[np.float64]:
        """The numbers at places 0..1 of the range, also between whole numbers."""
        assert self.range is not None
        low, high = self.range
        if not self.log:
            return low + places * (high - low)
        return np.asarray(np.exp(np.log(low) + places * (np.log(high) - np.log(low))), dtype=np.float64)

    def place(self, value: float) -> float:
        """Where a value lies in the range, 0..1."""
        assert self.range is not None
        low, high = (math.log(end) if self.log else end for end in self.range)
        return ((math.log(value) if self.log else float(value)) - low) / (high - low)

    def now(self, scenario: Scenario) -> Any:
        """What the scenario has there; None where it is not set."""
        return flatten(scenario).get(self.path)

    def said(self) -> dict[str, Any]:
        """The lever as plain data."""
        return {"path": self.path, **self.axis.factor.model_dump(mode="json", exclude_none=True)}


def levers_of(given: Sequence[str], scenario: Scenario, ranges_only: bool = False) -> tuple[Lever, ...]:
    """The levers of a command line. Raises UsageError that says what is wrong with the first that is.

    scenario: the one they are to move. ranges_only: values are refused.
    """
    found: list[Lever] = []
    for text in given:
        one = _lever(text, ranges_only)
        if one.path in {other.path for other in found}:
            raise UsageError(f"lever {one.path}: given twice; keep one")
        found.append(one)
    for n, one in enumerate(found):
        middle = one.value(0.5) if one.range else one.values[0]
        _, mistakes = changed_scenario(scenario, {one.path: middle})
        # what is wrong inside the scenario may be mended by the other levers; the path itself is not
        texts = [mistake.text for mistake in mistakes if mistake.path and not mistake.where]
        if texts:
            raise UsageError(f"lever {one.path}: in the scenario {scenario.name}: {texts[0]}")
        found[n] = replace(one, post=_posted(one.path, scenario))
    return tuple(found)


def _posted(path: str, scenario: Scenario) -> str:
    """The kind of post of an entry of the calendar, where a path is its frequency and no other posts the same."""
    entry = re.fullmatch(r"strategy\.calendar\[(\d+)\]\.(?:per_day|per_week)", path)
    posts = [one.post for one in scenario.strategy.calendar]
    return posts[int(entry[1])] if entry and posts.count(posts[int(entry[1])]) == 1 else ""


def _lever(text: str, ranges_only: bool) -> Lever:
    path, equals, given = (part.strip() for part in text.partition("="))
    form = "PATH=low..high" if ranges_only else "PATH=low..high or PATH=a,b,c"
    if not equals or not path or not given:
        raise UsageError(f"lever {text!r}: write {form}, as in strategy.coupon.depth=0.05..0.4")
    try:
        found = Lever(axis(path, _factor(path, given, ranges_only)))
    except Unfit as unfit:
        raise UsageError(f"lever {path}: {unfit.findings[0].text}") from None
    if found.whole and found.range and not all(end.is_integer() for end in found.range):
        raise UsageError(f"lever {path}: given {given}, allowed: whole numbers")
    return found


def _factor(path: str, given: str, ranges_only: bool) -> Factor:
    if ".." in given:
        return _range(path, given)
    if ranges_only:
        raise UsageError(f"lever {path}: given {given!r}, allowed: a range, as in {path}=1..10")
    marked = read_yaml(f"[{given}]", f"lever {path}")
    data = plain(marked.data)
    if marked.mistakes or not isinstance(data, (list, tuple)):
        raise UsageError(f"lever {path}: given {given!r}, allowed: values with commas between, as in 1,2,4")
    if len(data) < 2:
        raise UsageError(
            f"lever {path}: given {show(data[0])} alone, allowed: two values or more, or a range"
        )
    if len({(isinstance(value, bool), str(value)) for value in data}) < len(data):
        raise UsageError(f"lever {path}: a value is given twice in {given!r}; keep one")
    return Factor.model_construct(values=tuple(data))


def _range(path: str, given: str) -> Factor:
    found = _RANGE.fullmatch(given)
    ends: list[float] = []
    if found is not None:
        try:
            ends = [float(found["low"]), float(found["high"])]
        except ValueError:
            ends = []
    if found is None or not ends or not all(map(math.isfinite, ends)):
        raise UsageError(f"lever {path}: given {given!r}, allowed: two numbers, as in 1..10 or 0.1..10:log")
    low, high = ends
    if found["scale"] not in (None, "linear", "log"):
        raise UsageError(f"lever {path}: given :{found['scale']}, allowed: :log, or nothing")
    if low >= high:
        turned = f"; write {high:g}..{low:g}" if low > high else ""
        raise UsageError(f"lever {path}: given {given!r}, allowed: the lower end first{turned}")
    if found["scale"] == "log" and low <= 0:
        raise UsageError(f"lever {path}: given from {low:g} on, allowed: above 0 where the scale is log")
    return Factor.model_construct(range=(low, high), scale="log" if found["scale"] == "log" else "linear")


def values_now(levers: Sequence[Lever], scenario: Scenario) -> Mapping[str, Any]:
    """What the scenario has at each lever's path."""
    return {one.path: one.now(scenario) for one in levers}
