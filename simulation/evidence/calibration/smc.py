"""Approximate Bayesian computation by sequential Monte Carlo, in a unit cube, by batches.

The algorithm only says what to look at next and is told how far off it was: it runs no model, so it is the same
whoever looks, in whatever order, and can be replayed. Drovandi & Pettitt 2011 (Biometrics 67: 225-233): each round
drops the worse half, draws it again from the better half, and moves those by Markov steps that stay below the
threshold. Steps are differences of two members (ter Braak 2006, Statistics and Computing 16: 239-249), of some of
the dimensions at a time, reflected at the walls; the prior is even in the cube, so a step is accepted if it is near
enough.
"""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]

#: Markov steps a round, of those drawn again.
STEPS = 2
#: A round that accepts a smaller share of its steps is the last one that narrows; so is one after which this share
#: of the budget is spent. Narrowing copies: what comes nearest is there many times, and would pass for certainty.
LEAST_ACCEPTED = 0.1
NARROWING = 0.5
#: Then all are moved until they have been so many times each, on average.
MOVES = 3
#: Share of steps that jump by a whole difference, from one mode to another.
JUMPS = 0.1
#: Small spread around a difference, so that no direction is ever closed.
JITTER = 0.01


@dataclass(frozen=True)
class Round:
    """What a round came to.

    tolerance: the largest distance allowed; accepted: share of its steps; distinct: different points after it;
    tried: points looked at; narrowed: whether the worse half was dropped before.
    """

    tolerance: float
    accepted: float
    distinct: int
    tried: int
    narrowed: bool


@dataclass(frozen=True)
class Population:
    """points: [members, dimensions] in 0..1; distances: [members]; rounds: how it came about."""

    points: Floats
    distances: Floats
    rounds: tuple[Round, ...] = ()

    @property
    def distinct(self) -> int:
        """How many different points there are."""
        return _distinct(self.points)


def narrow(
    start: Population, budget: int, goal: float, rng: np.random.Generator
) -> Generator[Floats, Floats, Population]:
    """Narrow a population until all are within `goal`, hardly a step is accepted, or the budget is spent.

    Yields points to look at, [any, dimensions], and must be sent their distances. budget: most points looked
    at. The last rounds leave the tolerance as it is and only move, so that the population spreads out again.
    """
    points, distances = start.points.copy(), start.distances.copy()
    rounds: list[Round] = []
    members, left, moves = len(points), budget, 0
    narrowing = True
    while True:
        narrowing = narrowing and bool(distances.max() > goal) and left > (1.0 - NARROWING) * budget
        if narrowing:
            points, distances = _halved(points, distances, goal, rng)
            moved = np.arange(members // 2, members)
        elif moves < MOVES * members:
            moved = np.arange(members)
        else:
            break
        if left < len(moved):
            break
        tolerance, accepted, tried = float(distances.max()), 0, 0
        for _ in range(STEPS if left >= STEPS * len(moved) else 1):
            proposed = _step(points, moved, rng)
            found = yield proposed
            taken = found <= tolerance
            points[moved[taken]] = proposed[taken]
            distances[moved[taken]] = found[taken]
            accepted, tried = accepted + int(taken.sum()), tried + len(moved)
        left -= tried
        rounds.append(Round(tolerance, accepted / tried, _distinct(points), tried, narrowing))
        if narrowing:
            narrowing = accepted >= LEAST_ACCEPTED * tried
        else:
            moves += accepted
            if accepted == 0:
                break
    return Population(points, distances, tuple(rounds))


def _halved(
    points: Floats, distances: Floats, goal: float, rng: np.random.Generator
) -> tuple[Floats, Floats]:
    """The better half (and all within the goal), filled up by drawing from itself; the drawn ones come last."""
    order = np.argsort(distances, kind="stable")
    kept = order[: len(points) // 2]
    tolerance = max(goal, float(distances[kept].max()))
    near = order[distances[order] <= tolerance]
    chosen = np.concatenate([kept, near[rng.integers(0, len(near), len(points) - len(kept))]])
    return points[chosen], distances[chosen]


def _distinct(points: Floats) -> int:
    return len(np.unique(points, axis=0))


def _step(points: Floats, moved: NDArray[np.int64], rng: np.random.Generator) -> Floats:
    """One proposal for each of those moved."""
    count, dimensions = len(moved), points.shape[1]
    first, second = rng.integers(0, len(points), (2, count))
    chance = rng.choice((0.25, 0.5, 1.0), count)
    chosen = rng.random((count, dimensions)) < chance[:, None]
    chosen[np.arange(count), rng.integers(0, dimensions, count)] = True
    scale = 2.38 / np.sqrt(2.0 * chosen.sum(axis=1)) * rng.uniform(0.6, 1.1, count)
    scale = np.where(rng.random(count) < JUMPS, 1.0, scale)
    step = scale[:, None] * (points[first] - points[second]) + JITTER * rng.standard_normal(
        (count, dimensions)
    )
    return _reflected(points[moved] + chosen * step)


def _reflected(points: Floats) -> Floats:
    """Back into 0..1, as from a mirror at each wall."""
    folded: Floats = np.abs((points + 1.0) % 2.0 - 1.0)
    return folded
