"""What drives a measure: screening of many factors, indices of a few."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from ..errors import UsageError
from ..scenario import Scenario
from .asking import Effort, Found, ask, check_measures, default_measure, design
from .sensitivity_indices import Indices, indices
from .sensitivity_screening import effects, most_influential
from .space import Space

if TYPE_CHECKING:
    import pandas as pd

    from ..sweeps.expand import Sweep

Method = Literal["morris", "sobol"]
#: Where the sweeps lie, below the folder of the question.
SCREENING, INDICES = "screening", "indices"
#: Trajectories of a screening, base samples of indices, seeds of a point, factors that indices are worked out for.
TRAJECTORIES, SAMPLES, REPLICATES, TOP = 10, 64, 4, 8
#: Asked for where no measure is named: what drives survival, what drives profit.
MEASURES = (("ever_dead_share", 91), ("incremental_profit", 180))


@dataclass(frozen=True)
class Question:
    """What is asked.

    scenarios: by the name they were asked for with. over: which set of factors, "" where they are named. samples: of
    the method, None: `TRAJECTORIES` or `SAMPLES`. top: factors indices are worked out for, None: all of the space.
    """

    scenarios: Mapping[str, Scenario]
    space: Space
    measures: tuple[str, ...]
    method: Method = "morris"
    over: str = ""
    samples: int | None = None
    trajectories: int = TRAJECTORIES
    replicates: int = REPLICATES
    seed: int = 1
    top: int | None = None

    @property
    def screens(self) -> bool:
        """Whether many factors are screened, first or alone."""
        return self.method == "morris" or self.top is not None


@dataclass(frozen=True)
class Sensitivity:
    """The answer, by scenario and measure.

    screening: tables of `screening.effects`, empty where none was asked for. indices: of the factors in `chosen`, empty
    where none were asked for. runs, failed: of all sweeps.
    """

    question: Question
    screening: Mapping[tuple[str, str], pd.DataFrame] = field(default_factory=dict)
    indices: Mapping[tuple[str, str], Indices] = field(default_factory=dict)
    chosen: tuple[str, ...] = ()
    runs: int = 0
    failed: int = 0
    seconds: float = 0.0

    @property
    def scenarios(self) -> tuple[Scenario, ...]:
        """The scenarios, in the order asked for."""
        return tuple(self.question.scenarios.values())


def default_measures(scenarios: Sequence[Scenario]) -> tuple[str, ...]:
    """Survival and profit, as far as the shortest scenario reaches."""
    found = [default_measure(name, day, scenarios) for name, day in MEASURES]
    return tuple(name for name in found if name is not None)


def first_sweep(question: Question) -> Sweep:
    """The sweep that is made first. Raises UsageError where the question cannot be asked."""
    check_measures(question.measures, list(question.scenarios.values()))
    if question.method == "sobol" and question.top is None:
        return _design(question, INDICES, question.space, "sobol", question.samples or SAMPLES)
    samples = question.trajectories if question.method == "sobol" else question.samples or TRAJECTORIES
    return _design(question, SCREENING, question.space, "morris", samples)


def sensitivity(question: Question, folder: Path, effort: Effort, first: Sweep | None = None) -> Sensitivity:
    """Ask what drives the measures; sweeps go into folders below `folder`, and what is there is not made again.

    first: what `first_sweep` gave. Raises UsageError, GrouplifeError as a sweep does, and where too few runs have a
    value.
    """
    found: list[Found] = []
    first = first or first_sweep(question)
    screening: dict[tuple[str, str], pd.DataFrame] = {}
    chosen: tuple[str, ...] = ()
    if question.screens:
        found.append(ask(first, folder / SCREENING, effort))
        paths = list(question.space.paths)
        screening = {
            key: effects(paths, first.unit, values, question.seed) for key, values in found[0].values.items()
        }
    shares: dict[tuple[str, str], Indices] = {}
    if question.method == "sobol":
        space = question.space
        if question.top is not None:
            chosen = tuple(most_influential(list(screening.values()), question.top))
            if not chosen:
                raise UsageError(
                    "none of the factors changes the measures at all, so there is nothing to take indices of; name "
                    "others with --factor, or another --measure"
                )
            space = space.only(chosen)
            first = _design(question, INDICES, space, "sobol", question.samples or SAMPLES)
        chosen = space.paths
        found.append(ask(first, folder / INDICES, effort))
        shares = {key: indices(chosen, values, question.seed) for key, values in found[-1].values.items()}
    return Sensitivity(
        question, screening, shares, chosen, sum(one.runs for one in found), sum(one.failed for one in found)
    )


def timed(answer: Sensitivity, seconds: float) -> Sensitivity:
    """The answer with how long it took."""
    return replace(answer, seconds=seconds)


def _design(question: Question, name: str, space: Space, kind: str, samples: int) -> Sweep:
    return design(
        name, question.scenarios, space, kind, samples, question.replicates, question.seed, question.measures
    )
