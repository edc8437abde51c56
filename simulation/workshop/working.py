"""What the workshop's worker processes do: functions of plain arguments that hand back plain data."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from ..scenario import Scenario

#: Columns of the daily table that pages draw.
DAILY = (
    "members_present",
    "joins",
    "leaves",
    "mutes",
    "mute_share",
    "left_share",
    "open_rate",
    "active_28_share",
    "groups_open",
    "groups_judged",
    "posts",
    "member_messages_per_group",
    "freshness",
    "zeal",
    "operator_hours",
    "orders",
    "baseline_orders",
    "clicks",
    "questions_waiting",
    "revenue",
    "cost",
    "profit",
    "incremental_profit",
    "cumulative_incremental_profit",
    "referred_joins",
    "invitations",
    "trust",
    "satisfaction",
    "fatigue",
    "belonging",
    "status_dead_share",
    "ever_dead_share",
    "silent_share",
)
_GROUPS = ("founded", "start_size", "size_end", "messages_total", "stillborn", "ever_dead_day", "orders")


@runtime_checkable
class Kept(Protocol):
    """A result that the laboratory keeps for the next who asks."""

    @property
    def size(self) -> int:
        """Bytes, roughly."""
        ...


@dataclass(frozen=True)
class Answer:
    """One run, light: daily columns [days], the summary's measures (None where undefined), groups' columns [groups]."""

    seed: int
    daily: dict[str, NDArray[np.float64]]
    summary: dict[str, float | None]
    groups: dict[str, NDArray[np.float64]]

    @property
    def size(self) -> int:
        """Bytes, roughly."""
        arrays = (*self.daily.values(), *self.groups.values())
        return sum(array.nbytes for array in arrays) + 150 * len(self.summary) + 4000


@dataclass(frozen=True)
class Measured:
    """One run of a claim: the measures it was asked for, NaN where undefined."""

    values: dict[str, float]

    @property
    def size(self) -> int:
        """Bytes, roughly."""
        return 500 + 150 * len(self.values)


def do(shared: None, call: tuple[Callable[..., Any], tuple[Any, ...]]) -> Any:
    """Carry out one call in a worker."""
    function, arguments = call
    return function(*arguments)


def run_light(scenario: Scenario, seed: int) -> Answer:
    """Run a scenario once and keep what pages draw."""
    from ..experiments.run import run

    result = run(scenario, seed=seed, threads=1)
    daily, groups = result.daily_arrays, result.group_arrays
    return Answer(
        seed,
        {name: np.array(daily[name], dtype=np.float64) for name in DAILY},
        dict(result.summary),
        {name: np.array(groups[name], dtype=np.float64) for name in _GROUPS},
    )


def run_measured(
    scenario: Scenario, overrides: dict[str, Any], seed: int, measures: tuple[str, ...]
) -> Measured:
    """Run a scenario once, with what an ensemble member sets, and keep these measures. Raises where it fails."""
    from ..experiments.work import Task, Work, run_task

    meant = scenario.override(overrides) if overrides else scenario
    record = run_task(Work((meant,), measures=(measures,)), Task(0, 0, seed, detail=False))
    if record.error is not None:
        raise RuntimeError(record.error)
    return Measured(dict(zip(record.measures, map(float, record.values), strict=True)))


def compiled_before() -> bool:
    """Whether the model need not be compiled; loads it on the way."""
    from ..model.compiled import FOLDER

    return (FOLDER / "complete").exists()


def make_ready() -> None:
    """Compile what is not, and load what is, so that the first answer comes as fast as the next."""
    from ..model.warm import warm_up

    warm_up()
    small = {"days": 3, "market.people": 300, "groups.count": 2, "groups.members_at_start": 40}
    run_light(Scenario().override(small), 1)


def report_html(scenarios: tuple[Scenario, ...], lang: str, seed: int, runs: int, ensemble: int) -> bytes:
    """The report of `grouplife compare`, all against the first, as one HTML file in UTF-8."""
    from ..experiments.compare import compare
    from ..report.page import render

    result = compare(scenarios, runs, ensemble, seed, workers=1)
    return render(result, "zh" if lang == "zh" else "en").encode()
