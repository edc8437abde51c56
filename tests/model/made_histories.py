"""Made-up histories and people for tests of what is measured, in the model's own dtypes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from simulation.model.columns import HISTORY, MEMBER, PERSON
from simulation.model.observed import Observed, everyone_who_joined
from simulation.model.result import RunResult
from simulation.scenario.schema import Scenario


def history(days: int, groups: int = 1, **fields: ArrayLike) -> NDArray[Any]:
    """A history of open groups with 100 people each; fields are given for the groups, outside stays 0.

    A field is a number, one a day [days], or [days, groups].
    """
    made = np.zeros((days, groups + 1), HISTORY)
    for name, value in {"open": 1, "present": 100, **fields}.items():
        value = np.asarray(value)
        made[name][:, :-1] = value[:, None] if value.ndim == 1 else value
    return made


def people(rows: Sequence[Mapping[str, float]] = ()) -> NDArray[Any]:
    """People's rows: each a member of group 0 from the first day on, but for what is given."""
    made = np.zeros(len(rows), PERSON)
    never = ("left", "muted_day", "first_post", "last_post", "invited_by")
    for slot, row in enumerate(rows):
        base: dict[str, float] = {"slot": slot, "status": MEMBER, **dict.fromkeys(never, -1)}
        for name, value in {**base, **row}.items():
            made[name][slot] = value
    return made


def observed(made: NDArray[Any], rows: Sequence[Mapping[str, float]] = (), **scenario: Any) -> Observed:
    """A run as recorded, from a history, people and what is particular about the scenario."""
    return Observed(made, everyone_who_joined(people(rows)), Scenario(**scenario))


def result(made: NDArray[Any], rows: Sequence[Mapping[str, float]] = (), **scenario: Any) -> RunResult:
    """The result of such a run."""
    seen = observed(made, rows, **scenario)
    return RunResult(seen.scenario, 1, seen)


def talk(*stretches: tuple[int, int]) -> NDArray[np.int64]:
    """Messages a day, from (days, messages a day) after one another."""
    return np.concatenate([np.full(days, messages) for days, messages in stretches])
