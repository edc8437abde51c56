"""The calibration of one theory: screen, sieve, narrow, judge. docs/calibration.md tells it in words."""

from __future__ import annotations

import math
import zlib
from collections.abc import Callable, Generator, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .distance import SAMPLING_ERROR, TARGETS, deviations, distance
from .simulate import Trial
from .smc import Population, Round, narrow
from .space import EVERYTHING, Space

Floats = NDArray[np.float64]
#: Looks at trials: [trials, OBSERVED], in their order.
Look = Callable[[Sequence[Trial]], Floats]

SCREEN, SIEVE, NARROW, JUDGE = range(4)
#: Chance that the screening lets through any one parameter that does nothing.
FALSE_ALARM = 0.05
#: Share of the last points that are kept as fits, the nearest on fresh runs.
KEPT = 0.8


@dataclass(frozen=True)
class Effort:
    """How much is run for a theory. points: most points looked at while narrowing; the rest goes with it.

    screened: prior points, one run each; members: of the population; runs: a point while narrowing; judged:
    a point at the end.
    """

    points: int = 3000
    runs: int = 3
    judged: int = 10

    @property
    def members(self) -> int:
        return max(8, min(400, self.points // 12))

    @property
    def screened(self) -> int:
        return int(2 ** max(5, min(11, round(math.log2(max(self.points, 2) / 1.6)))))

    @property
    def total(self) -> int:
        """Most runs for one theory."""
        return self.screened + self.runs * (self.members + self.points) + self.judged * self.members


@dataclass(frozen=True)
class Fitted:
    """What the calibration of one theory came to.

    space: the parameters fitted; influence: by path, the strongest rank correlation with a pattern among prior
    points, and that pattern; least: what chance alone may reach. prior: what prior points show [points,
    OBSERVED]. points: the fits in the cube [fits, paths]; seen: what they show on fresh runs [fits, OBSERVED].
    rounds: how the population narrowed; sieved: share of the prior points it began with.
    """

    theory: str
    space: Space
    influence: dict[str, tuple[float, str]]
    least: float
    prior: Floats
    points: Floats
    seen: Floats
    rounds: tuple[Round, ...]
    sieved: float

    @property
    def distances(self) -> Floats:
        """How far off each fit is, on fresh runs."""
        return distance(self.seen[:, : len(TARGETS)])


def fit(theory: str, effort: Effort, seed: int, look: Look) -> Fitted:
    """Calibrate one theory. seed: of everything random; look: runs the model."""
    asked = _Asked(theory, seed, look)
    cube = _even(len(EVERYTHING.paths), effort.screened, asked.generator(SCREEN))
    prior = asked.look(SCREEN, EVERYTHING, cube, 1)
    influence, least = screened(cube, prior)
    kept = [k for k, path in enumerate(EVERYTHING.paths) if influence[path][0] > least]
    kept = kept or list(range(len(EVERYTHING.paths)))  # so few points that nothing stands out
    space = EVERYTHING.chosen(kept)
    nearest = np.argsort(distance(prior[:, : len(TARGETS)]), kind="stable")[: effort.members]
    points = cube[nearest][:, kept]
    seen = asked.look(SIEVE, space, points, effort.runs)
    search = narrow(
        Population(points, distance(seen[:, : len(TARGETS)])),
        effort.points,
        SAMPLING_ERROR,
        asked.generator(NARROW),
    )
    population = _carried_out(search, lambda some: asked.look(NARROW, space, some, effort.runs))
    points = np.unique(population.points, axis=0)
    seen = asked.look(JUDGE, space, points, effort.judged)
    # on runs the search has not seen, what was only lucky falls out
    best = np.argsort(distance(seen[:, : len(TARGETS)]), kind="stable")[: math.ceil(KEPT * len(points))]
    return Fitted(
        theory, space, influence, least, prior, points[best], seen[best], population.rounds,
        len(nearest) / len(cube),
    )  # fmt: skip


class _Asked:
    """Trials of one theory, named by stage and number, and the generators of each stage."""

    def __init__(self, theory: str, seed: int, look: Look) -> None:
        self.theory, self.seed, self._look = theory, seed, look
        self._count = [0] * 4

    def generator(self, stage: int) -> np.random.Generator:
        return np.random.default_rng([self.seed, zlib.crc32(self.theory.encode()), 100 + stage])

    def look(self, stage: int, space: Space, points: Floats, runs: int) -> Floats:
        first = self._count[stage]
        self._count[stage] += len(points)
        return self._look(
            [
                Trial(self.theory, stage, first + k, space.paths, tuple(map(float, point)), runs, self.seed)
                for k, point in enumerate(points)
            ]
        )


def _carried_out(
    search: Generator[Floats, Floats, Population], look: Callable[[Floats], Floats]
) -> Population:
    """Answer a search's questions until it is done."""
    try:
        points = next(search)
        while True:
            points = search.send(distance(look(points)[:, : len(TARGETS)]))
    except StopIteration as done:
        found: Population = done.value
        return found


def _even(dimensions: int, count: int, rng: np.random.Generator) -> Floats:
    """Points evenly over the cube: a random Latin hypercube.

    A Sobol sequence is more even and of no use here: with a hundred dimensions some pairs of them go together in
    the first thousand points, and the screening takes one for the other.
    """
    from scipy.stats import qmc

    points: Floats = qmc.LatinHypercube(dimensions, rng=rng).random(count)
    return points


def screened(cube: Floats, prior: Floats) -> tuple[dict[str, tuple[float, str]], float]:
    """Which parameters the patterns can tell at all.

    cube: [points, paths]; prior: [points, OBSERVED]. Returns, by path, the largest absolute rank correlation
    with the deviation of any target, and that target's measure; and what chance alone reaches in any of all
    these in one of twenty screenings (Bonferroni).
    """
    from scipy import stats

    off = deviations(prior[:, : len(TARGETS)])
    ranks = stats.rankdata(cube, axis=0), stats.rankdata(off, axis=0)
    x, y = (np.asarray(rank) - np.mean(rank, axis=0) for rank in ranks)
    scale = np.sqrt(np.outer((x * x).sum(axis=0), (y * y).sum(axis=0)))
    rho = np.divide(x.T @ y, scale, out=np.zeros(scale.shape), where=scale > 0.0)
    strongest = np.abs(rho).argmax(axis=1)
    least = float(stats.norm.isf(FALSE_ALARM / 2.0 / rho.size)) / math.sqrt(max(len(cube) - 3, 1))
    found = {
        path: (float(rho[k, strongest[k]]), TARGETS[strongest[k]].measure)
        for k, path in enumerate(EVERYTHING.paths)
    }
    return {path: (abs(value), measure) for path, (value, measure) in found.items()}, least
