"""Challenges: a start, the levers one may move, what must be kept to and what is to be won; files in `challenges/`.

A setting of a challenge is plain data, {key of a lever: value}, small enough for a link.
"""

from __future__ import annotations

import json
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from contextlib import suppress
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any, Literal, Self

import numpy as np
from pydantic import Field, model_validator

from ..errors import UsageError
from ..evidence.claims.formula import Unreadable, names_in, value_of
from ..model.definitions import RUN, family_of
from ..model.definitions.asked import wrong_with
from ..questions.conditions import Condition, Goal
from ..report.numbers import Lang
from ..scenario import Scenario
from ..scenario.parameter import Finding, Section, Unfit
from ..scenario.reading import Grammar
from ..scenario.schema import Words
from .charts import Floats
from .controls import Control, controls, written
from .state import State, differences, library_scenario
from .texts import say

HERE = Path(__file__).with_name("challenges")


class Quantity(Section):
    """Something counted in a run: a formula over measures of the summary, and how it is spoken of."""

    value: str = Field(max_length=200, description="Formula over measures of a run")
    title: Words
    unit: Words | None = None
    scale: Literal["plain", "money"] = "plain"

    @model_validator(mode="after")
    def _sound(self) -> Self:
        try:
            names = names_in(self.value)
        except Unreadable as wrong:
            raise Unfit(Finding(("value",), str(wrong))) from None
        for name in names:
            if name not in RUN:
                said = wrong_with(name) or f"{name} is none of a run's usual measures"
                raise Unfit(Finding(("value",), said))
        return self

    @property
    def measures(self) -> tuple[str, ...]:
        """The measures it is made of."""
        return names_in(self.value)

    @property
    def hidden(self) -> bool:
        """Whether nobody but the model could know it."""
        return any(RUN[name].observability == "hidden" for name in self.measures)

    def of(self, summaries: Sequence[Mapping[str, float | None]]) -> Floats:
        """Its value in each run; NaN where it has none."""
        table = {
            name: np.array(
                [np.nan if (value := one.get(name)) is None else value for one in summaries], dtype=np.float64
            )
            for name in self.measures
        }
        return value_of(self.value, table)


class Prize(Quantity):
    """What is to be won."""

    better: Literal["more", "less"]

    @property
    def goal(self) -> Goal:
        """As a search has it."""
        return Goal(self.value, self.better == "more")


class Budget(Quantity):
    """What the mean over the runs must keep to; breaking it disqualifies. One of at_most, at_least."""

    at_most: float | None = None
    at_least: float | None = None

    @model_validator(mode="after")
    def _one_end(self) -> Self:
        if (self.at_most is None) == (self.at_least is None):
            raise Unfit(Finding((), "allowed: exactly one of at_most, at_least"))
        if self.hidden:
            raise Unfit(Finding(("value",), "no budget can be kept that nobody can see"))
        return self

    @property
    def condition(self) -> Condition:
        """As a search has it."""
        if self.at_most is not None:
            return Condition(self.value, "<=", self.at_most)
        return Condition(self.value, ">=", float(self.at_least or 0.0))


class Challenge(Section):
    """One challenge.

    base, set: the scenario it starts from and what is changed in it. levers: keys of `controls`. practices: how often a
    team may try; worlds: runs a try, always with the same seeds.
    """

    name: str = Field(pattern=r"^[a-z][a-z0-9_]*$", max_length=40)
    order: int = 0
    title: Words
    task: Words
    base: str
    set: dict[str, Any] = Field(default_factory=dict)
    goal: Prize
    budgets: tuple[Budget, ...] = Field(default=(), max_length=4)
    levers: tuple[str, ...] = Field(min_length=1, max_length=30)
    practices: int = Field(6, ge=1, le=30)
    worlds: int = Field(3, ge=1, le=10)

    @property
    def start(self) -> Scenario:
        """The scenario as it is handed to the teams."""
        return setting(self, {})

    @cached_property
    def controls(self) -> dict[str, Control]:
        """The levers one may move, by key, in their order."""
        every = {one.key: one for one in controls(self.start)}
        return {key: every[key] for key in self.levers}

    @property
    def days(self) -> int:
        """Its horizon."""
        return self.start.days


@lru_cache(maxsize=1)
def challenges() -> dict[str, Challenge]:
    """All of them, by name, in their order. Raises UsageError that lists what is wrong with a file."""
    grammar = Grammar(Challenge, "challenge", "see those there are", own="name")
    read = [grammar.read(path).content for path in HERE.glob("*.yaml")]
    return {one.name: one for one in sorted(read, key=lambda one: (one.order, one.name))}


def check(challenge: Challenge) -> None:
    """UsageError where a challenge names a lever there is not, or a measure beyond its days."""
    known = {one.key for one in controls(_handed(challenge))}
    unknown = [key for key in challenge.levers if key not in known]
    if unknown:
        raise UsageError(
            f"{challenge.name}: no lever {', '.join(unknown)}; allowed: {', '.join(sorted(known))}"
        )
    for one in (challenge.goal, *challenge.budgets):
        for name in one.measures:
            found = family_of(name)
            if found is not None and found[0].how != "clock_week" and found[1] > challenge.days:
                raise UsageError(f"{challenge.name}: {name} lies beyond day {challenge.days}")


def _handed(challenge: Challenge) -> Scenario:
    base = library_scenario(challenge.base)
    return base.override(challenge.set) if challenge.set else base


# ---------------------------------------------------------------------------------------- settings

_SET: OrderedDict[tuple[str, str], tuple[Scenario, Scenario]] = OrderedDict()


def setting(challenge: Challenge, values: Mapping[str, Any]) -> Scenario:
    """The scenario with levers set, remembered: it is asked for many times a second. Raises UsageError."""
    base = library_scenario(challenge.base)
    key = (challenge.name, json.dumps(values, sort_keys=True))
    kept = _SET.get(key)
    if kept is None or kept[0] is not base:
        found = _handed(challenge)
        levers = challenge.controls if values else {}
        changes: dict[str, Any] = {}
        for name, value in values.items():
            one = levers[name]
            change = written(one, found, value)
            if one.kind == "posts":  # each of these writes the whole calendar
                found = found.override(change)
            else:
                changes |= change
        found = found.override(changes) if changes else found
        kept = _SET[key] = (base, found)
        while len(_SET) > 256:
            with suppress(KeyError):  # another session was faster
                _SET.popitem(last=False)
    return kept[1]


def fitting(challenge: Challenge, values: object, lang: Lang) -> dict[str, Any]:
    """The values, if they are a setting of the challenge; else UsageError, for the reader of the page."""
    if not isinstance(values, dict):
        raise UsageError(say("challenge.setting_unknown", lang))
    levers = challenge.controls
    for name, value in values.items():
        if name not in levers or not _allowed(levers[name], value):
            title = levers[name].title[lang] if name in levers else repr(name)[:60]
            raise UsageError(say("challenge.setting_beyond", lang, title=title))
    setting(challenge, values)
    return dict(values)


def _allowed(one: Control, value: object) -> bool:
    """Whether a lever can be moved there."""
    if one.kind == "switch":
        return isinstance(value, bool)
    if one.kind == "choice":
        return value in one.options
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return False
    if one.whole and value != int(value):
        return False
    return (one.low is None or value >= one.low) and (one.high is None or value <= one.high)


def as_state(challenge: Challenge, values: Mapping[str, Any], state: State) -> State:
    """The setting as a state of the workshop, as other pages and files have it."""
    changes = differences(library_scenario(challenge.base), setting(challenge, values))
    return State(tab="play", lang=state.lang, base=challenge.base, changes=changes)


def practice_seeds(challenge: Challenge) -> range:
    """The worlds that are practised in: few, and the same every time, as a pilot in one's own shops would be."""
    return range(1, 1 + challenge.worlds)
