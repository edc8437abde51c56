"""Under which conditions a strategy fails: boxes found in one set of cases, and checked in another.

A case is one point of a Latin hypercube; it fails where the mean over its seeds meets the goal. A rule chosen because
it did well flatters itself, so how well it does is told from fresh cases: other points and other seeds.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ..errors import GrouplifeError
from ..scenario import Scenario
from .asking import Effort, Found, ask, check_measures, default_measure, design, means
from .discover_prim import Box, boxes
from .goal import Goal
from .space import Space

if TYPE_CHECKING:
    import pandas as pd

    from ..sweeps.expand import Sweep

#: Where the sweeps lie, below the folder of the question.
CASES, FRESH = "cases", "fresh"
#: Cases to find rules in; seeds of a case. Half as many fresh cases check them.
SAMPLES, REPLICATES = 600, 3
#: Seeds of the fresh cases come after this many others.
APART = 1_000_000
#: Cases of either kind without which no rule is looked for.
FEW = 10


@dataclass(frozen=True)
class Question:
    """What is asked. scenarios: by the name they were asked for with. samples: cases to find rules in."""

    scenarios: Mapping[str, Scenario]
    space: Space
    goal: Goal
    over: str = ""
    samples: int = SAMPLES
    replicates: int = REPLICATES
    seed: int = 1

    @property
    def fresh(self) -> int:
        """Cases to check rules in."""
        return max(2, self.samples // 2)


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
class Discovery:
    """The answer, scenario by scenario. runs, failed: of both sweeps."""

    question: Question
    conditions: tuple[Conditions, ...]
    runs: int = 0
    failed: int = 0
    seconds: float = 0.0
    units: Mapping[str, str] = field(default_factory=dict)


def default_goal(scenarios: Sequence[Scenario]) -> Goal:
    """More than half of the groups die; where scenarios are too short to tell, a loss."""
    dead = default_measure("ever_dead_share", 91, scenarios)
    if dead is not None:
        return Goal(dead, ">", 0.5)
    return Goal(str(default_measure("incremental_profit", 180, scenarios)), "<", 0.0)


def wilson(hits: int, of: int) -> tuple[float, float]:
    """95 % interval of a share (Wilson's); of 0: 0 to 1."""
    from scipy.stats import binomtest

    if not of:
        return 0.0, 1.0
    found = binomtest(hits, of).proportion_ci(method="wilson")
    return float(found.low), float(found.high)


def sweeps_of(question: Question) -> tuple[Sweep, Sweep]:
    """Cases to find rules in, and fresh ones. Raises UsageError where the question cannot be asked."""
    check_measures([question.goal.measure], list(question.scenarios.values()))

    def one(name: str, samples: int, seed: int) -> Sweep:
        return design(
            name, question.scenarios, question.space, "latin_hypercube", samples, question.replicates, seed,
            [question.goal.measure],
        )  # fmt: skip

    return one(CASES, question.samples, question.seed), one(FRESH, question.fresh, question.seed + APART)


def discover(
    question: Question, folder: Path, effort: Effort, sweeps: tuple[Sweep, Sweep] | None = None
) -> Discovery:
    """Ask when the goal is met; sweeps go into folders below `folder`, and what is there is not made again.

    sweeps: what `sweeps_of` gave. Raises UsageError, GrouplifeError as a sweep does.
    """
    first, second = sweeps or sweeps_of(question)
    cases, fresh = ask(first, folder / CASES, effort), ask(second, folder / FRESH, effort)
    return Discovery(
        question,
        tuple(
            conditions(scenario, cases_of(cases, question, scenario), cases_of(fresh, question, scenario))
            for scenario in question.scenarios.values()
        ),
        cases.runs + fresh.runs,
        cases.failed + fresh.failed,
        units=first.units,
    )


def timed(answer: Discovery, seconds: float) -> Discovery:
    """The answer with how long it took."""
    return replace(answer, seconds=seconds)


def cases_of(found: Found, question: Question, scenario: Scenario) -> Cases:
    """The cases of a scenario in which a seed has a value. Raises GrouplifeError where hardly any has."""
    values = found.values[scenario.name, question.goal.measure]
    mean = means(values)
    there = np.isfinite(mean)
    if there.sum() < 2:
        raise GrouplifeError(
            f"{scenario.name}: {question.goal.measure} has a value in {there.sum()} of {len(there)} cases; it is not "
            "defined in most runs, or the runs failed: take another --goal, or narrower ranges"
        )
    table = found.sweep.points.iloc[found.sweep.rows[there]].reset_index(drop=True)
    mean = mean[there]
    return Cases(table, mean, question.goal.met(mean), int((~there).sum()))


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
