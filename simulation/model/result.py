"""RunResult: what comes out of one run, as tables."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from . import columns, spread
from .definitions import RUN, family_of, measure
from .lives import trailing
from .measures import FROM_DAILY, WINDOW, daily_columns, family_value, group_columns, summary
from .observed import PEOPLE_FIELDS, Observed, everyone_who_joined

if TYPE_CHECKING:
    from ..scenario.schema import Scenario
    from .community import Community

_CODED = {"status": columns.STATUS_NAMES, "role": columns.ROLE_NAMES, "channel": columns.CHANNEL_NAMES}


@dataclass(frozen=True, eq=False)
class RunResult:
    """One run. Tables are built when first asked for; what the columns mean is in `measures.MEASURES`.

    scenario: as it was at the start. key: the seed. observed: history and people's rows, which the tables are
    made from. events: who joined, spoke, ordered, muted and left on which day, if it was asked for.
    """

    scenario: Scenario
    key: int
    observed: Observed = field(repr=False)
    events: pd.DataFrame | None = field(default=None, repr=False)

    @cached_property
    def daily_arrays(self) -> dict[str, NDArray[Any]]:
        """The columns of `daily`: frames cost a seventh of a small run, and not every reader wants one."""
        return daily_columns(self.observed)

    @cached_property
    def group_arrays(self) -> dict[str, NDArray[Any]]:
        """The columns of `groups`."""
        return group_columns(self.observed)

    @cached_property
    def summary(self) -> dict[str, float | None]:
        """Every measure of the run by name; None where it has no value, as for a day beyond the horizon."""
        return summary(self.observed, self.daily_arrays)

    @cached_property
    def daily(self) -> pd.DataFrame:
        """One row a day: the community. `day` counts from 0; NaN where a measure has no value."""
        return pd.DataFrame(self.daily_arrays)

    @cached_property
    def groups(self) -> pd.DataFrame:
        """One row a group. Yes and no are 1 and 0, NaN where it cannot be told."""
        return pd.DataFrame(self.group_arrays)

    @cached_property
    def members(self) -> pd.DataFrame:
        """One row a person who ever joined or was a reseller's client, by slot. Days are -1 where it never happened."""
        table: dict[str, Any] = dict(self.observed.people)
        for name, words in _CODED.items():
            table[name] = pd.Categorical.from_codes(np.asarray(table[name], dtype=np.int64), pd.Index(words))
        return pd.DataFrame(table)

    @cached_property
    def group_daily(self) -> pd.DataFrame:
        """One row a day and group: every count of the history, and the group's life as it stood that day."""
        history = self.observed.history[:, :-1]
        days, groups = history.shape
        life = self.observed.lives
        table: dict[str, NDArray[Any]] = {
            "day": np.repeat(np.arange(days), groups),
            "group": np.tile(np.arange(groups), days),
            **{name: history[name].ravel() for name in history.dtype.names or ()},
        }
        there = history["present"] + history["leaves"]
        more: dict[str, NDArray[Any]] = {
            "open_rate": np.divide(
                history["visits"], there, out=np.full(there.shape, np.nan), where=there > 0
            ),
            "messages_28": trailing(history["messages"], WINDOW),
            "reproduction_number": spread.reproduction_number(history["messages"], history["replies"]),
            "age": life.age,
            "judged": life.judged,
            "talk_ratio": life.ratio,
            "status_dead": life.dead,
            "ever_dead": life.ever_dead & life.judged,
            "silent": life.silent,
        }
        return pd.DataFrame({**table, **{name: value.ravel() for name, value in more.items()}})

    def value(self, name: str) -> float | None:
        """Any measure of the run, also at days the summary does not list (`open_rate_day_77`).

        None where it has no value. Raises KeyError that lists the measures there are.
        """
        found = family_of(name)
        if found is not None:  # alone, for a fraction of the whole summary
            daily = self.daily_arrays if found[0].how in FROM_DAILY else {}
            return family_value(self.observed, daily, *found)
        if name in RUN:
            return self.summary[name]
        measure(name)  # raises with what is known
        raise KeyError(f"{name!r} is a measure of the daily or groups table: see .daily, .groups")


def observe(model: Community, scenario: Scenario | None = None) -> RunResult:
    """The result of a model as far as it has lived.

    scenario: as it was at the start, where a timeline has changed the model's own. People are copied and the
    history is not: it only grows, so the result stays what it was when the model is stepped on. Raises
    ValueError before the first day.
    """
    if model.day == 0:
        raise ValueError("the model has not lived a day yet: call step() or run() first")
    start = model.spec if scenario is None else scenario
    seen = Observed(
        history=model.history[: model.day],
        people=everyone_who_joined(model.columns.fields(model.joined(), PEOPLE_FIELDS)),
        scenario=start,
        applied=None if scenario is None else tuple(model.timeline.applied),
        ban_day=model.arrivals.ban_day,
        stopped=model.arrivals.stopped[: model.day],
    )
    return RunResult(start, model.key, seen, None if model.events is None else model.events.frame())
