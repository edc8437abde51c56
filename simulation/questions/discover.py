"""Under which conditions a strategy fails: boxes found in one set of cases, and checked in another.

A case is one point of a Latin hypercube; it fails where the mean over its seeds meets the goal. A rule chosen because
it did well flatters itself, so how well it does is told from fresh cases: other points and other seeds.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from ..errors import GrouplifeError
from ..scenario import Scenario
from .asking import design, means
from .conditions import Condition
from .discover_prim import Box, boxes
from .measures import check_measure
from .origin import NOWHERE, Origin
from .rounds import Found, Rounds
from .space import Space

if TYPE_CHECKING:
    import pandas as pd

    from ..sweeps.expand import Sweep

#: Cases to find rules in; seeds of a case. Half as many fresh cases check them.
SAMPLES, REPLICATES = 600, 3
#: Seeds of the fresh cases come after this many others.
APART = 1_000_000
#: Cases of either kind without which no rule is looked for.
FEW = 10


@dataclass(frozen=True)
class Question:
    """What is asked.

    scenarios: by the name they were asked for with. fails: what counts as failing. samples: cases to find rules in.
    """

    kind: ClassVar[str] = "discover"
    versions: ClassVar[Mapping[str, str]] = {}
    members: ClassVar[int] = 0

    scenarios: Mapping[str, Scenario]
    space: Space
    fails: Condition
    over: str = ""
    samples: int = SAMPLES
    replicates: int = REPLICATES
    seed: int = 1
    origin: Origin = NOWHERE

    @property
    def bases(self) -> tuple[Scenario, ...]:
        """The scenarios, in the order asked for."""
        return tuple(self.scenarios.values())

    @property
    def measures(self) -> tuple[str, ...]:
        """What failing is told from."""
        return (self.fails.measure,)

    @property
    def seeds(self) -> range:
        """Of the cases that rules are looked for in."""
        return range(self.seed, self.seed + self.replicates)

    @property
    def expected(self) -> int:
        """Runs in all."""
        return self.cases.most_runs + self.fresh.most_runs

    def said(self) -> dict[str, Any]:
        """All that the runs depend on; not from which value on they fail."""
        return {
            "kind": self.kind,
            "factors": {path: dict(how) for path, how in self.space.factors.items()},
            "measures": list(self.measures),
            "samples": self.samples,
            "replicates": self.replicates,
            "seed": self.seed,
        }

    @cached_property
    def cases(self) -> Sweep:
        """Cases to find rules in. Raises UsageError where the question cannot be asked."""
        return self._design("cases", self.samples, self.seed)

    @cached_property
    def fresh(self) -> Sweep:
        """Half as many to check them in: other points, other seeds."""
        return self._design("fresh", max(2, self.samples // 2), self.seed + APART)

    def _design(self, name: str, samples: int, seed: int) -> Sweep:
        return design(
            name, self.scenarios, self.space, "latin_hypercube", samples, self.replicates, seed, self.measures
        )


@dataclass(frozen=True)
class Checked:
    """How a box does in a set of cases.

    cases, failed: in the box; all_cases, all_failed: in the set. density: share of the box's cases that fail, with its
    95 % interval (Wilson); coverage: share of all failures that lie in the box; mass: share of all cases.
    """

    cases: int
    failed: int
    all_cases: int
    all_failed: int

    @property
    def density(self) -> float:
        return self.failed / self.cases if self.cases else float("nan")

    @property
    def coverage(self) -> float:
        return self.failed / self.all_failed if self.all_failed else float("nan")

    @property
    def mass(self) -> float:
        return self.cases / self.all_cases if self.all_cases else float("nan")

    @property
    def interval(self) -> tuple[float, float]:
        return wilson(self.failed, self.cases)


@dataclass(frozen=True)
class Rule:
    """A box with how it did where it was found, and in fresh cases: only these tell how well it does."""

    box: Box
    found: Checked
    fresh: Checked


@dataclass(frozen=True)
class Cases:
    """Cases of one scenario. table: one row a case, one column a factor. value: of the measure, mean over seeds."""

    table: pd.DataFrame
    value: NDArray[np.float64]
    failed: NDArray[np.bool_]
    undefined: int  # cases without a value, left out


@dataclass(frozen=True)
class Conditions:
    """The answer for one scenario. together: in fresh cases, all rules joined by or."""

    scenario: Scenario
    cases: Cases
    fresh: Cases
    rules: tuple[Rule, ...]
    together: Checked


@dataclass(frozen=True)
class Answer:
    """What was found, scenario by scenario. runs, failed: of both rounds."""

    question: Question
    conditions: tuple[Conditions, ...]
    runs: int = 0
    failed: int = 0


def check(question: Question) -> None:
    """Raises UsageError where the question cannot be asked."""
    check_measure(question.fails.measure, question.bases, "--fails-if")
    assert question.cases
    assert question.fresh


def ask(question: Question, rounds: Rounds) -> Answer:
    """Make the cases, find rules in some of them and check these in the others.

    Raises UsageError, GrouplifeError as a sweep does, and where hardly any case has a value.
    """
    cases, fresh = rounds.make(question.cases), rounds.make(question.fresh)
    found = tuple(
        conditions(scenario, cases_of(cases, question, scenario), cases_of(fresh, question, scenario))
        for scenario in question.bases
    )
    return Answer(question, found, rounds.runs, rounds.failed)


def wilson(hits: int, of: int) -> tuple[float, float]:
    """95 % interval of a share (Wilson's); of 0: 0 to 1."""
    from scipy.stats import binomtest

    if not of:
        return 0.0, 1.0
    found = binomtest(hits, of).proportion_ci(method="wilson")
    return float(found.low), float(found.high)


def cases_of(found: Found, question: Question, scenario: Scenario) -> Cases:
    """The cases of a scenario in which a seed has a value. Raises GrouplifeError where hardly any has."""
    values = found.of(scenario, question.fails.measure)
    mean = means(values)
    there = np.isfinite(mean)
    if there.sum() < 2:
        raise GrouplifeError(
            f"{scenario.name}: {question.fails.measure} has a value in {there.sum()} of {len(there)} cases; it is not "
            "defined in most runs, or the runs failed: take another measure, or narrower ranges"
        )
    table = found.sweep.points.iloc[found.sweep.rows[there]].reset_index(drop=True)
    mean = mean[there]
    return Cases(table, mean, question.fails.met(mean), int((~there).sum()))


def conditions(scenario: Scenario, cases: Cases, fresh: Cases) -> Conditions:
    """The rules of the cases, checked in the fresh ones."""
    enough = min(cases.failed.sum(), (~cases.failed).sum()) >= FEW
    found = boxes(cases.table, cases.failed) if enough else []
    rules = tuple(Rule(box, _check([box], cases), _check([box], fresh)) for box in found)
    return Conditions(scenario, cases, fresh, rules, _check(found, fresh))


def _check(found: list[Box], cases: Cases) -> Checked:
    held = np.zeros(len(cases.table), dtype=bool)
    for box in found:
        held |= box.holds(cases.table)
    failed = cases.failed
    return Checked(int(held.sum()), int((failed & held).sum()), len(failed), int(failed.sum()))
