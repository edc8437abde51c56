"""What drives a measure: screening of many factors, indices of a few."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar, Literal

from ..errors import UsageError
from ..scenario import Scenario
from .asking import design
from .measures import check_measure
from .origin import NOWHERE, Origin
from .rounds import Found, Rounds, label
from .sensitivity_indices import Indices, indices
from .sensitivity_screening import effects, most_influential
from .space import Space

if TYPE_CHECKING:
    import pandas as pd

    from ..sweeps.expand import Sweep

Method = Literal["morris", "sobol"]
#: Trajectories of a screening, base samples of indices, seeds of a point, factors that indices are worked out for.
TRAJECTORIES, SAMPLES, REPLICATES, TOP = 10, 64, 4, 8


@dataclass(frozen=True)
class Question:
    """What is asked.

    scenarios: by the name they were asked for with. over: which set of factors, "" where they are named. samples: of
    the method, None: `TRAJECTORIES` or `SAMPLES`. top: factors indices are worked out for, None: all of the space.
    """

    kind: ClassVar[str] = "sensitivity"
    versions: ClassVar[Mapping[str, str]] = {}
    members: ClassVar[int] = 0

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
    origin: Origin = NOWHERE

    @property
    def bases(self) -> tuple[Scenario, ...]:
        """The scenarios, in the order asked for."""
        return tuple(self.scenarios.values())

    @property
    def screens(self) -> bool:
        """Whether many factors are screened, first or alone."""
        return self.method == "morris" or self.top is not None

    @property
    def seeds(self) -> range:
        """Of every point."""
        return range(self.seed, self.seed + self.replicates)

    @property
    def expected(self) -> int:
        """Runs in all, about."""
        found = self.first.most_runs
        if self.method == "sobol" and self.top is not None:
            points = (self.samples or SAMPLES) * (min(self.top, len(self.space.factors)) + 2)
            found += points * self.replicates * len(self.scenarios)
        return found

    def said(self) -> dict[str, Any]:
        """All that the runs depend on; not which rounds of them there are."""
        return {
            "kind": self.kind,
            "factors": {path: dict(how) for path, how in self.space.factors.items()},
            "measures": list(self.measures),
            "replicates": self.replicates,
            "seed": self.seed,
        }

    @cached_property
    def first(self) -> Sweep:
        """The round that is made first. Raises UsageError where the question cannot be asked."""
        if not self.screens:
            return self.indices(self.space)
        samples = self.trajectories if self.method == "sobol" else self.samples or TRAJECTORIES
        return self._design(f"screening_{samples}", self.space, "morris", samples)

    def indices(self, space: Space) -> Sweep:
        """The round that indices of these factors are worked out from."""
        samples = self.samples or SAMPLES
        return self._design(f"indices_{label([samples, space.paths])}", space, "sobol", samples)

    def _design(self, name: str, space: Space, kind: str, samples: int) -> Sweep:
        return design(name, self.scenarios, space, kind, samples, self.replicates, self.seed, self.measures)


@dataclass(frozen=True)
class Answer:
    """What was found, by scenario and measure.

    screening: tables of `sensitivity_screening.effects`, empty where none was asked for. indices: of the factors in
    `chosen`, empty where none were asked for. runs, failed: of all rounds.
    """

    question: Question
    screening: Mapping[tuple[str, str], pd.DataFrame] = field(default_factory=dict)
    indices: Mapping[tuple[str, str], Indices] = field(default_factory=dict)
    chosen: tuple[str, ...] = ()
    runs: int = 0
    failed: int = 0


def check(question: Question) -> None:
    """Raises UsageError where the question cannot be asked."""
    for name in question.measures:
        check_measure(name, question.bases, "--measure")
    assert question.first


def ask(question: Question, rounds: Rounds) -> Answer:
    """Make the rounds, and read from them what drives the measures.

    Raises UsageError, GrouplifeError as a sweep does, and where too few runs have a value.
    """
    first = rounds.make(question.first)
    screening: dict[tuple[str, str], pd.DataFrame] = {}
    space = question.space
    if question.screens:
        paths, unit = list(space.paths), first.sweep.unit
        screening = {
            key: effects(paths, unit, values, question.seed) for key, values in _each(question, first)
        }
    shares: dict[tuple[str, str], Indices] = {}
    chosen: tuple[str, ...] = ()
    if question.method == "sobol":
        if question.top is not None:
            space = space.only(most_influential(list(screening.values()), question.top))
            if not space.factors:
                raise UsageError(
                    "none of the factors changes the measures at all, so there is nothing to take indices of; name "
                    "others with --factor, or another --measure"
                )
            first = rounds.make(question.indices(space))
        chosen = space.paths
        shares = {key: indices(chosen, values, question.seed) for key, values in _each(question, first)}
    return Answer(question, screening, shares, chosen, rounds.runs, rounds.failed)


def _each(question: Question, found: Found) -> list[tuple[tuple[str, str], Any]]:
    """Scenario and measure, with [points, seeds] of them."""
    return [
        ((scenario.name, measure), found.of(scenario, measure))
        for scenario in question.bases
        for measure in question.measures
    ]
