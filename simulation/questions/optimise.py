"""Which settings of some levers serve several goals best?

Batches of plans are proposed (sampler.py), run with the same seeds, and told back. Of the plans tried, those stay that
no other beats in every goal. A few of them are chosen - the best compromise, the best at each goal - and run again with
seeds that had no part in choosing them: the best of many noisy results looks better than it is (the winner's curse).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np
from numpy.typing import NDArray

from ..errors import GrouplifeError, UsageError
from ..scenario import Scenario
from .asking import listed
from .conditions import Condition, Goal
from .levers import Lever
from .optimise_pareto import Floats, front, knee
from .optimise_sampler import BATCH, Sampler, version
from .origin import NOWHERE, Origin
from .rounds import Rounds, label

MAX_TRIALS = 10_000


@dataclass(frozen=True)
class Question:
    """What is asked.

    trials: plans tried. seed: the first of `replicates` in the search; then come `check` fresh ones.
    """

    kind: ClassVar[str] = "optimise"
    members: ClassVar[int] = 0

    scenario: Scenario
    levers: tuple[Lever, ...]
    goals: tuple[Goal, ...]
    conditions: tuple[Condition, ...]
    trials: int
    replicates: int
    check: int
    seed: int
    origin: Origin = NOWHERE

    @property
    def bases(self) -> tuple[Scenario, ...]:
        """The scenario."""
        return (self.scenario,)

    @property
    def versions(self) -> Mapping[str, str]:
        """Of what proposes plans. Raises UsageError where it is not there."""
        return {"optuna": version()}

    @property
    def seeds(self) -> range:
        """Of the search, then the fresh ones."""
        return range(self.seed, self.fresh_seed + self.check)

    @property
    def measures(self) -> tuple[str, ...]:
        """All that is looked at, each once: goals first."""
        names = [one.measure for one in self.goals] + [one.measure for one in self.conditions]
        return tuple(dict.fromkeys(names))

    @property
    def fresh_seed(self) -> int:
        """The first seed that had no part in the search."""
        return self.seed + self.replicates

    @property
    def expected(self) -> int:
        """Runs in all, about."""
        return (self.trials + 1) * self.replicates + (len(self.goals) + 2) * self.check

    def said(self) -> dict[str, Any]:
        """All that the search depends on, as plain data; not how long it goes on."""
        return {
            "kind": self.kind,
            "levers": [one.said() for one in self.levers],
            "goals": [[one.measure, one.maximise] for one in self.goals],
            "conditions": [str(one) for one in self.conditions],
            "replicates": self.replicates,
            "seed": self.seed,
        }


@dataclass(frozen=True)
class Chosen:
    """A plan that was run again. role: knee, or the measure it is best at; several where one plan is all of them.

    trial: its number. fresh: [seeds, measures] of the new runs. kept: whether their means keep every condition.
    """

    roles: tuple[str, ...]
    trial: int
    values: Mapping[str, Any]
    fresh: Floats
    kept: bool

    @property
    def name(self) -> str:
        """Of its file."""
        return self.roles[0] if self.roles[0] == "knee" else f"best_{self.roles[0]}"


@dataclass(frozen=True)
class Answer:
    """What was found. points: values by trial; means: [trials, measures], NaN where runs failed; feasible: [trials].

    front: trials on it. base: [seeds, measures] of the scenario as it is with the search's seeds; base_fresh with the
    fresh ones.
    """

    question: Question
    points: tuple[Mapping[str, Any], ...]
    means: Floats
    feasible: NDArray[np.bool_]
    front: tuple[int, ...]
    chosen: tuple[Chosen, ...]
    base: Floats
    base_fresh: Floats
    runs: int
    failed: int

    def column(self, measure: str) -> int:
        """Where a measure stands in the tables."""
        return self.question.measures.index(measure)


def check(question: Question) -> None:
    """Raises UsageError where numbers do not fit."""
    if not question.levers:
        raise UsageError("nothing to choose: give --factor PATH=low..high or PATH=a,b,c, once or more")
    if not BATCH <= question.trials <= MAX_TRIALS:
        raise UsageError(f"--trials: given {question.trials}, allowed: {BATCH} to {MAX_TRIALS:,}")
    if question.check < 2:
        raise UsageError(f"--check: given {question.check}, allowed: 2 or more fresh seeds")
    assert question.versions


def ask(question: Question, rounds: Rounds) -> Answer:
    """Search, choose, and run what was chosen again."""
    base = _run(question, rounds, "base", [{}])[0]
    points, means = _search(question, rounds)
    if np.isnan(means[:, : len(question.goals)]).any(axis=1).all():
        raise GrouplifeError(
            f"none of {len(points)} plans has a value of every goal; choose other goals or ranges"
        )
    feasible = np.array([_keeps(question, row) for row in means], dtype=bool)
    costs = _costs(question, means)
    costs[~feasible] = np.nan
    best = front(costs)
    roles = _roles(question, costs, best)
    fresh = np.empty((0, 0, 0))
    if roles:
        again = [dict(points[trial]) for trial in roles]
        # named by what is in it: a longer search of the same question may choose others
        fresh = _run(question, rounds, f"check_{label([again, question.check])}", again, fresh=True)
    base_fresh = _run(question, rounds, f"base_{question.check}", [{}], fresh=True)[0]
    chosen = tuple(
        Chosen(tuple(names), trial, points[trial], fresh[n], _keeps(question, _mean(fresh[n])))
        for n, (trial, names) in enumerate(roles.items())
    )
    return Answer(
        question=question,
        points=tuple(points),
        means=means,
        feasible=feasible,
        front=tuple(int(trial) for trial in best),
        chosen=chosen,
        base=base,
        base_fresh=base_fresh,
        runs=rounds.runs,
        failed=rounds.failed,
    )


def _search(question: Question, rounds: Rounds) -> tuple[list[Mapping[str, Any]], Floats]:
    """Every plan tried and the means of its measures [trials, measures], batch by batch."""
    directions = ["maximize" if goal.maximise else "minimize" for goal in question.goals]
    sampler = Sampler(question.levers, directions, question.seed)
    points: list[Mapping[str, Any]] = []
    means: list[Floats] = []
    known: dict[tuple[str, ...], Floats] = {}
    number = 0
    while len(points) < question.trials:
        # always a whole batch, so that a longer search begins as a shorter one did
        batch = sampler.ask(BATCH)
        keys = [tuple(map(repr, point.values())) for point in batch]
        new = {key: point for key, point in zip(keys, batch, strict=True) if key not in known}
        if new:
            number += 1
            values = _run(question, rounds, f"{number:02d}", list(new.values()))
            known |= {key: _mean(value) for key, value in zip(new, values, strict=True)}
        found = [known[key] for key in keys]
        sampler.tell([_told(question, row) for row in found])
        points += batch
        means += found
    return points[: question.trials], np.array(means[: question.trials])


def _run(
    question: Question, rounds: Rounds, name: str, points: Sequence[Mapping[str, Any]], fresh: bool = False
) -> Floats:
    """[plans, seeds, measures]; fresh: with the seeds that have no part in the search."""
    seed, count = (question.fresh_seed, question.check) if fresh else (question.seed, question.replicates)
    asked = listed(name, question.scenario, question.levers, points, count, seed, question.measures)
    return np.asarray(rounds.make(asked).values[0, :, 0])


def _told(question: Question, row: Floats) -> tuple[list[float], dict[str, float]] | None:
    """A plan's means as the sampler takes them; None where one is missing."""
    if np.isnan(row).any():
        return None
    measures = question.measures
    values = [float(row[measures.index(goal.measure)]) for goal in question.goals]
    return values, {
        str(one): one.missed(float(row[measures.index(one.measure)])) for one in question.conditions
    }


def _mean(values: Floats) -> Floats:
    """Means over seeds [seeds, measures]; NaN where fewer than half of them have a value."""
    there = ~np.isnan(values)
    sums = np.where(there, values, 0.0).sum(axis=0)
    counts = there.sum(axis=0)
    return np.where(counts * 2 >= len(values), sums / np.maximum(counts, 1), np.nan)


def _keeps(question: Question, row: Floats) -> bool:
    measures = question.measures
    return all(one.met(float(row[measures.index(one.measure)])) for one in question.conditions)


def _costs(question: Question, means: Floats) -> Floats:
    """[plans, goals], less is better."""
    measures = question.measures
    return np.column_stack([goal.sign * means[:, measures.index(goal.measure)] for goal in question.goals])


def _roles(question: Question, costs: Floats, best: Any) -> dict[int, list[str]]:
    """Trial -> what it is chosen for: the knee first, then the best at each goal."""
    if not len(best):
        return {}
    found: dict[int, list[str]] = {}
    if len(question.goals) > 1:
        found.setdefault(int(best[knee(costs[best])]), []).append("knee")
    for column, goal in enumerate(question.goals):
        first = best[int(costs[best, column].argmin())]
        found.setdefault(int(first), []).append(goal.measure)
    return found
