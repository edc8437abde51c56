"""What a question varies: ranges of doubt, levers around what a scenario sets, and factors one names.

Each is a factor of a plan. Those of doubt run over the whole range the ensemble draws from; levers are the numbers
above 0 that a scenario's plan sets, from half to double, as far as their fields allow.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

from ..errors import UsageError
from ..experiments.ensemble import DOUBTFUL, SUBMODELS, own_values, table_values
from ..scenario import Scenario, flatten
from ..scenario.parameter import Unfit
from ..scenario.yaml_lines import read_yaml
from ..sweeps.factor_schema import Factor
from ..sweeps.factors import axis, field_at, limits

Over = Literal["behaviour", "levers", "all"]
#: Sections and fields that somebody chooses.
CHOSEN = ("strategy.", "operators.", "product.price", "groups.members_at_start")
#: Nobody chooses these, though they stand among what is chosen.
_GIVEN = ("operators.wage", "operators.skill_sigma")
#: A lever runs from its value divided by this to its value times this.
AROUND = 2.0


@dataclass(frozen=True)
class Space:
    """What is varied, and what is not.

    factors: by path, as a plan has them. kept: paths with a range of doubt that stay as a scenario sets them.
    """

    factors: Mapping[str, Mapping[str, Any]]
    kept: tuple[str, ...] = ()

    @property
    def paths(self) -> tuple[str, ...]:
        """The paths, in the order of a design's columns."""
        return tuple(self.factors)

    def only(self, paths: Iterable[str]) -> Space:
        """The same with these factors alone."""
        wanted = set(paths)
        return Space({path: how for path, how in self.factors.items() if path in wanted}, self.kept)


def space_of(scenarios: Sequence[Scenario], over: Over | None, named: Sequence[str]) -> Space:
    """What to vary in all of these scenarios.

    over: a set of factors, None: only those named. named: texts as `named_factor` reads them; they count before the
    set's own. Raises UsageError where a path or range is wrong, or nothing is left to vary.
    """
    found: dict[str, Mapping[str, Any]] = {}
    kept: list[str] = []
    if over in ("behaviour", "all"):
        doubt, kept = doubts(scenarios)
        found |= doubt
    if over in ("levers", "all"):
        found |= levers(scenarios)
    own = dict(named_factor(text, scenarios) for text in named)
    for text, path in zip(named, own, strict=False):
        _checked(path, own[path], text)
    found = {path: how for path, how in found.items() if path not in own} | own
    if not found:
        names = ", ".join(scenario.name for scenario in scenarios)
        raise UsageError(
            f"there is nothing to vary in {names}; name what to vary, as in --factor product.price=60..120"
        )
    return Space(found, tuple(path for path in kept if path not in own))


def doubts(scenarios: Sequence[Scenario]) -> tuple[dict[str, Mapping[str, Any]], list[str]]:
    """Everything with a range of doubt that no scenario sets itself, as factors; and what one does set.

    A table's value (content, channels, voices) is varied where all scenarios have the same.
    """
    kept = list(dict.fromkeys(path for scenario in scenarios for path in own_values(scenario)))
    found: dict[str, Mapping[str, Any]] = {}
    for path, (low, _, high) in DOUBTFUL.items():
        if path not in kept and low < high:
            found[path] = {"range": _ends(path, low, high)}
    tables = [{entry[0]: entry[1:] for entry in table_values(scenario)} for scenario in scenarios]
    for path, (value, doubt, (least, most)) in tables[0].items():
        if any(other.get(path) != tables[0][path] for other in tables[1:]):
            kept.append(path)
            continue
        low, high = max(least, value * (1.0 - doubt)), min(most, value * (1.0 + doubt))
        if low < high:
            found[path] = {"range": (low, high)}
    for path, names in SUBMODELS.items():
        if path not in kept and len(names) > 1:
            found[path] = {"values": names}
    return found, kept


def levers(scenarios: Sequence[Scenario]) -> dict[str, Mapping[str, Any]]:
    """The numbers above 0 that are chosen in every scenario: half the first's value to double, evenly in the log."""
    flat = [flatten(scenario) for scenario in scenarios]
    found: dict[str, Mapping[str, Any]] = {}
    for path, value in flat[0].items():
        if not path.startswith(CHOSEN) or path in _GIVEN or isinstance(value, bool):
            continue
        if not isinstance(value, (int, float)) or value <= 0:
            continue
        if any(not _number(other.get(path)) or other[path] <= 0 for other in flat[1:]):
            continue
        try:
            spot = field_at(path)
        except Unfit:
            continue
        least, most = limits(spot)
        low, high = max(least, value / AROUND), min(most, value * AROUND)
        if spot.kind == "whole":
            low, high = max(1, math.ceil(low)), math.floor(high)
        elif spot.kind != "number":
            continue
        if 0 < low < high:
            found[path] = {"range": (low, high), "scale": "log"}
    return found


def named_factor(text: str, scenarios: Sequence[Scenario]) -> tuple[str, Mapping[str, Any]]:
    """PATH=low..high, PATH=low..high:log, PATH=a,b,c, or PATH alone: its range of doubt or, of a lever, half to double.

    Raises UsageError with what was given and how to write it.
    """
    path, equals, given = (part.strip() for part in text.partition("="))
    if not path:
        raise _unreadable(text)
    if not equals:
        doubt, _ = doubts(scenarios)
        known = doubt.get(path) or levers(scenarios).get(path)
        if known is None:
            raise UsageError(f"--factor {path}: no range of doubt is known; write one, as in {path}=1..3")
        return path, known
    low, dots, high = given.partition("..")
    if dots:
        high, log, scale = high.partition(":")
        if log and scale.strip() != "log":
            raise _unreadable(text)
        try:
            return path, {"range": (float(low), float(high)), "scale": "log" if log else "linear"}
        except ValueError:
            raise _unreadable(text) from None
    values = [_scalar(value, text) for value in given.split(",")]
    if len(values) < 2:
        raise _unreadable(text)
    return path, {"values": values}


def _scalar(text: str, whole: str) -> Any:
    marked = read_yaml(text.strip(), f"--factor {whole!r}")
    if marked.mistakes or not isinstance(marked.data, (bool, int, float, str)):
        raise _unreadable(whole)
    return marked.data


def _unreadable(text: str) -> UsageError:
    return UsageError(
        f"--factor: given {text!r}, allowed: PATH=low..high, as in product.price=60..120 (with :log behind it, "
        "even in the "
        "logarithm), PATH=a,b,c, as in "
        "submodels.buying=additive,multiplicative, or a PATH that has a range of doubt"
    )


def _checked(path: str, how: Mapping[str, Any], text: str) -> None:
    """UsageError where the field does not take such values."""
    from pydantic import ValidationError

    try:
        axis(path, Factor.model_validate(how))
    except Unfit as unfit:
        raise UsageError(f"--factor {text}: {unfit.findings[0].text}") from None
    except ValidationError as problem:
        error = problem.errors()[0]
        cause = error.get("ctx", {}).get("error")
        said = cause.findings[0].text if isinstance(cause, Unfit) else error["msg"]
        raise UsageError(f"--factor {text}: {said}") from None


def _ends(path: str, low: float, high: float) -> tuple[float, float]:
    """The ends as the field takes them."""
    return (int(low), int(high)) if field_at(path).kind == "whole" else (low, high)


def _number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)
