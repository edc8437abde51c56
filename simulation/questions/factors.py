"""How a command line names what is varied, the same for every question.

    PATH=low..high      a range, both ends included; :log behind it makes it even in the logarithm
    PATH=a,b,c          values to choose from
    PATH                its range of doubt or, of what a plan sets, half of that to double

What is read becomes a factor of a plan file, and is checked as one: see sweeps/factor_schema.py.
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from pydantic import ValidationError

from ..errors import UsageError
from ..scenario import Scenario
from ..scenario.mistakes import plain, show
from ..scenario.overrides import changed_scenario
from ..scenario.parameter import Unfit
from ..scenario.yaml_lines import read_yaml
from ..sweeps.factor_schema import Factor
from ..sweeps.factors import Axis, axis, field_at
from .ranges import known_range

_RANGE = re.compile(r"\s*(?P<low>[^\s:]+?)\s*\.\.\s*(?P<high>[^\s:]+?)\s*(?::\s*(?P<scale>\w+))?\s*")


def named_factors(
    given: Sequence[str], scenarios: Sequence[Scenario], ranges_only: bool = False
) -> dict[str, Mapping[str, Any]]:
    """What these texts vary and how, by path, as a plan file has it.

    scenarios: those in which it is varied. ranges_only: values are refused. Raises UsageError that says what is
    wrong with the first that is: the text, the path, what the field takes, what a scenario has.
    """
    found: dict[str, Mapping[str, Any]] = {}
    for text in given:
        path, how = _read(text, scenarios, ranges_only)
        if path in found:
            raise UsageError(f"factor {path}: given twice; keep one")
        _check_path(checked_axis(path, how), scenarios)
        found[path] = how
    return found


def checked_axis(path: str, how: Mapping[str, Any]) -> Axis:
    """A factor with its field. Raises UsageError where the field does not take such values."""
    try:
        found = axis(path, Factor.model_validate(how))
    except Unfit as unfit:
        raise UsageError(f"factor {path}: {unfit.findings[0].text}") from None
    except ValidationError as problem:
        error = problem.errors()[0]
        cause = error.get("ctx", {}).get("error")
        said = cause.findings[0].text if isinstance(cause, Unfit) else error["msg"]
        raise UsageError(f"factor {path}: {said}") from None
    ends = found.factor.range
    if found.spot.kind == "whole" and ends is not None and not all(end.is_integer() for end in ends):
        raise UsageError(f"factor {path}: given {ends[0]:g}..{ends[1]:g}, allowed: whole numbers")
    return found


def _read(text: str, scenarios: Sequence[Scenario], ranges_only: bool) -> tuple[str, Mapping[str, Any]]:
    path, equals, given = (part.strip() for part in text.partition("="))
    if not path or (equals and not given):
        also = "" if ranges_only else ", PATH=a,b,c, as in submodels.buying=additive,multiplicative,"
        raise UsageError(
            f"factor {text!r}: write PATH=low..high, as in product.price=60..120 (:log behind it: even in the "
            f"logarithm){also} or a PATH alone that has a range of doubt or that the plan sets"
        )
    if not equals:
        return path, _known(path, scenarios, ranges_only)
    if ".." in given:
        return path, _range(path, given)
    if ranges_only:
        raise UsageError(f"factor {path}: given {given!r}, allowed: a range, as in {path}=1..10")
    return path, {"values": _values(path, given)}


def _known(path: str, scenarios: Sequence[Scenario], ranges_only: bool) -> Mapping[str, Any]:
    how = known_range(path, scenarios)
    if how is None:
        try:
            field_at(path)
        except Unfit as unfit:
            raise UsageError(f"factor {path}: {unfit.findings[0].text}") from None
        raise UsageError(f"factor {path}: no range of doubt is known; write one, as in {path}=1..3")
    if ranges_only and "range" not in how:
        raise UsageError(f"factor {path}: this field is no number, so there is no range of it")
    return how


def _range(path: str, given: str) -> Mapping[str, Any]:
    found = _RANGE.fullmatch(given)
    ends: list[float] = []
    if found is not None:
        try:
            ends = [float(found["low"]), float(found["high"])]
        except ValueError:
            ends = []
    if found is None or not ends or not all(map(math.isfinite, ends)):
        raise UsageError(f"factor {path}: given {given!r}, allowed: two numbers, as in 1..10 or 0.1..10:log")
    low, high = ends
    if found["scale"] not in (None, "linear", "log"):
        raise UsageError(f"factor {path}: given :{found['scale']}, allowed: :log, or nothing")
    if low >= high:
        turned = f"; write {high:g}..{low:g}" if low > high else ""
        raise UsageError(f"factor {path}: given {given!r}, allowed: the lower end first{turned}")
    return {"range": (low, high), "scale": "log" if found["scale"] == "log" else "linear"}


def _values(path: str, given: str) -> list[Any]:
    marked = read_yaml(f"[{given}]", f"factor {path}")
    data = plain(marked.data)
    if marked.mistakes or not isinstance(data, (list, tuple)):
        raise UsageError(f"factor {path}: given {given!r}, allowed: values with commas between, as in 1,2,4")
    if len(data) < 2:
        raise UsageError(
            f"factor {path}: given {show(data[0])} alone, allowed: a range, as in 1..10, or two values or more, "
            "as in 1,2,4"
        )
    return list(data)


def _check_path(one: Axis, scenarios: Sequence[Scenario]) -> None:
    """UsageError where a scenario has no such path, as an entry of a list that is too short there."""
    middle = one.at(np.array([0.5]))[0]
    for scenario in scenarios:
        _, mistakes = changed_scenario(scenario, {one.path: middle})
        # what is wrong inside the scenario may be mended by the other factors; the path itself is not
        texts = [mistake.text for mistake in mistakes if mistake.path and not mistake.where]
        if texts:
            raise UsageError(f"factor {one.path}: in the scenario {scenario.name}: {texts[0]}")
