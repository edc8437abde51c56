"""Where along a lever does a community tip from living to dying, how sure is that, and how sharp?

A first round of points spread evenly; then, twice, more of them where the threshold may lie. All points have the same
seeds. The response is smoothed (response.py); the threshold and its interval are read from it (tips.py). With an
ensemble, all points are run once more with every plausible set of parameters, each of which has a threshold of its own.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

import numpy as np

from ..errors import GrouplifeError, UsageError
from ..scenario import Scenario
from .asking import listed
from .levers import Lever
from .measures import limits
from .origin import NOWHERE, Origin
from .rounds import Rounds
from .tipping_response import Floats, Surface, best_neighbours, furthest, lattice, smoother, surface_of
from .tipping_thresholds import Tip, crossings, doubtful, no_finer, quarter_levels, tips

#: Points of the first round: along one lever; along each of two. Rounds after it.
POINTS = (9, 6)
ROUNDS = 2
#: Places at which a curve, or each side of a map, is worked out; slices of a map.
CURVE, SIDE, SLICES = 401, 41, 5
MAX_POINTS = 200
_REFINED = 1.0 / 200.0  # of the range: points nearer to each other tell nothing new


@dataclass(frozen=True)
class Question:
    """What is asked. levers: one or two ranges. points: of the first round, along each lever.

    seed: the first of `replicates`. ensemble: plausible sets of parameters, 0: none.
    """

    kind: ClassVar[str] = "tipping"
    versions: ClassVar[Mapping[str, str]] = {}

    scenario: Scenario
    levers: tuple[Lever, ...]
    measure: str
    threshold: float
    points: int
    replicates: int
    seed: int
    ensemble: int = 0
    origin: Origin = NOWHERE

    @property
    def bases(self) -> tuple[Scenario, ...]:
        """The scenario."""
        return (self.scenario,)

    @property
    def measures(self) -> tuple[str, ...]:
        """The measure."""
        return (self.measure,)

    @property
    def seeds(self) -> range:
        """Of every point."""
        return range(self.seed, self.seed + self.replicates)

    @property
    def members(self) -> int:
        """Of the ensemble."""
        return self.ensemble

    def said(self) -> dict[str, Any]:
        """All that the answer depends on, as plain data."""
        return {
            "kind": self.kind,
            "levers": [one.said() for one in self.levers],
            "measure": self.measure,
            "threshold": self.threshold,
            "points": self.points,
            "replicates": self.replicates,
            "seed": self.seed,
            "ensemble": self.ensemble,
        }

    @property
    def expected(self) -> int:
        """Runs in all, about."""
        first = self.points ** len(self.levers)
        points = first + ROUNDS * _more(self)
        return points * (self.replicates + self.ensemble)


@dataclass(frozen=True)
class Slice:
    """The thresholds along the first lever at one value of the second."""

    value: float | int
    place: float
    tips: tuple[Tip, ...]
    curve: Surface


@dataclass(frozen=True)
class Unknown:
    """What each member of the ensemble says, with one run a point, so that its luck is in it.

    curves: [members, places]; at: where each tips, NaN where it does not or comes back to the side it started from.
    below, above: members whose response stays below, above the threshold all along.
    """

    curves: Floats
    at: Floats
    below: int
    above: int

    @property
    def back(self) -> int:
        """Members that pass the threshold and come back."""
        return int(np.isnan(self.at).sum()) - self.below - self.above

    @property
    def range(self) -> tuple[float, float] | None:
        """The middle 95 % of the places, None where fewer than two members tip."""
        there = self.at[~np.isnan(self.at)]
        if len(there) < 2:
            return None
        low, high = np.quantile(there, [0.025, 0.975])
        return float(low), float(high)


@dataclass(frozen=True)
class Answer:
    """What was found. places: [points, levers], 0..1; values: [points, seeds]; surface: along the lever, or the map.

    tips: along one lever; slices: of two. now: place of the scenario's own value of each lever, None where it has
    none within the range. unknown: None without an ensemble.
    """

    question: Question
    places: Floats
    values: Floats
    surface: Surface
    tips: tuple[Tip, ...]
    slices: tuple[Slice, ...]
    quarters: tuple[float, float]
    unknown: Unknown | None
    runs: int
    failed: int

    @property
    def now(self) -> tuple[float | None, ...]:
        found: list[float | None] = []
        for one in self.question.levers:
            value = one.now(self.question.scenario)
            number = isinstance(value, (int, float)) and not isinstance(value, bool)
            assert one.range is not None
            inside = number and one.range[0] <= value <= one.range[1]
            found.append(one.place(value) if inside else None)
        return tuple(found)


def check(question: Question) -> None:
    """Raises UsageError where numbers do not fit."""
    least = 4
    if not least <= question.points or question.points ** len(question.levers) > MAX_POINTS:
        most = MAX_POINTS if len(question.levers) == 1 else int(MAX_POINTS**0.5)
        raise UsageError(f"--points: given {question.points}, allowed: {least} to {most} along each lever")
    if question.replicates < 2:
        raise UsageError(f"--replicates: given {question.replicates}, allowed: 2 or more, to tell luck")
    for one in question.levers:
        assert one.range is not None
        if one.whole and one.range[1] - one.range[0] < least - 1:
            raise UsageError(f"factor {one.path}: a range of whole numbers needs {least} of them or more")
    if question.ensemble and len(question.levers) > 1:
        raise UsageError(
            f"--ensemble: given {question.ensemble}, allowed: 0 on a map, where only luck is counted"
        )
    low, high = limits(question.measure)
    if not low <= question.threshold <= high:
        raise UsageError(
            f"--threshold: given {question.threshold:g}, allowed: {low:g} to {high:g} for {question.measure}"
        )


def ask(question: Question, rounds: Rounds) -> Answer:
    """Make the runs round by round, and read the answer from them."""
    levers = question.levers
    bounds = limits(question.measure)
    at = lattice(len(levers), CURVE if len(levers) == 1 else SIDE)
    places = _different(levers, lattice(len(levers), question.points), np.empty((0, len(levers))))
    values = _run(question, rounds, places, "01")
    surface = _surface(places, values, at, bounds)
    for number in range(2, 2 + ROUNDS):
        unsure = doubtful(surface, question.threshold, quarter_levels(surface.mean, bounds))
        candidates = _different(levers, surface.at[unsure], places)
        new = candidates[furthest(candidates, places, _more(question))]
        if not len(new):
            break
        places = np.concatenate([places, new])
        values = np.concatenate([values, _run(question, rounds, new, f"{number:02d}")])
        surface = _surface(places, values, at, bounds)
    unknown = _unknown(question, rounds, places, at) if question.ensemble else None
    return read(question, places, values, unknown, rounds.runs, rounds.failed)


def read(
    question: Question,
    places: Floats,
    values: Floats,
    unknown: Unknown | None = None,
    runs: int = 0,
    failed: int = 0,
) -> Answer:
    """The answer that runs give. places: [points, levers], 0..1; values: [points, seeds], NaN where there is none."""
    bounds, single = limits(question.measure), len(question.levers) == 1
    surface = _surface(places, values, lattice(len(question.levers), CURVE if single else SIDE), bounds)
    quarters = quarter_levels(surface.mean, bounds)
    return Answer(
        question=question,
        places=places,
        values=values,
        surface=surface,
        tips=tuple(no_finer(tip, places[:, 0]) for tip in tips(surface, question.threshold, quarters))
        if single
        else (),
        slices=() if single else tuple(_slices(question, places, values, quarters)),
        quarters=quarters,
        unknown=unknown,
        runs=runs,
        failed=failed,
    )


def _more(question: Question) -> int:
    """Points of each further round."""
    return max(2, question.points // 2) if len(question.levers) == 1 else 2 * question.points


def _different(levers: Sequence[Lever], wanted: Floats, taken: Floats) -> Floats:
    """The places moved to values the fields take, each once, without those that are taken or next to one."""
    found = [tuple(float(x) for x in row) for row in taken]
    start = len(found)
    for row in wanted:
        moved = tuple(one.place(one.value(float(x))) for one, x in zip(levers, row, strict=True))
        apart = (max(abs(a - b) for a, b in zip(moved, other, strict=True)) for other in found)
        if all(gap >= _REFINED for gap in apart):
            found.append(moved)
    return np.array(found[start:], dtype=np.float64).reshape(-1, len(levers))


def points_at(levers: Sequence[Lever], places: Floats) -> list[dict[str, Any]]:
    """Path -> value at each of these places."""
    return [{one.path: one.value(float(x)) for one, x in zip(levers, row, strict=True)} for row in places]


def _run(question: Question, rounds: Rounds, places: Floats, name: str) -> Floats:
    """[points, seeds] of the measure."""
    points = points_at(question.levers, places)
    asked = listed(
        name,
        question.scenario,
        question.levers,
        points,
        question.replicates,
        question.seed,
        question.measures,
    )
    return rounds.make(asked).values[0, :, 0, :, 0]


def _surface(places: Floats, values: Floats, at: Floats, bounds: tuple[float, float]) -> Surface:
    known = int((~np.isnan(values).all(axis=1)).sum())
    if known < places.shape[1] + 2:
        raise GrouplifeError(
            f"the measure has a value at {known} of {len(places)} points only; choose another measure or range"
        )
    return surface_of(places, values, at, bounds)


def _slices(question: Question, places: Floats, values: Floats, quarters: tuple[float, float]) -> list[Slice]:
    """Along the first lever, at values of the second spread over its range."""
    second = question.levers[1]
    asked = _different([second], np.linspace(0.0, 1.0, SLICES)[:, None], np.empty((0, 1)))[:, 0]
    found = []
    for place in asked.tolist():
        along = np.column_stack([np.linspace(0.0, 1.0, CURVE), np.full(CURVE, place)])
        curve = surface_of(places, values, along, limits(question.measure))
        found.append(
            Slice(second.value(place), place, tuple(tips(curve, question.threshold, quarters)), curve)
        )
    return found


def _unknown(question: Question, rounds: Rounds, places: Floats, at: Floats) -> Unknown | None:
    """Every member of the ensemble at every point, with one seed."""
    points = points_at(question.levers, places)
    asked = listed(
        "ensemble", question.scenario, question.levers, points, 1, question.seed, question.measures,
        question.ensemble,
    )  # fmt: skip
    return unknown_of(question, places, rounds.make(asked).values[0, :, :, 0, 0], at)


def unknown_of(question: Question, places: Floats, values: Floats, at: Floats) -> Unknown | None:
    """What the members say. values: [points, members]; None where too few points have a value of every member."""
    known = ~np.isnan(values).any(axis=1)
    if known.sum() < places.shape[1] + 2:
        return None
    places, values = places[known], values[known]
    weights = smoother(at, places, best_neighbours(places, values.mean(axis=1)))
    curves = np.clip((weights @ values).T, *limits(question.measure))
    passed = [crossings(at[:, 0], curve - question.threshold) for curve in curves]
    return Unknown(
        curves=curves,
        at=np.array([one[len(one) // 2] if len(one) % 2 else np.nan for one in passed]),
        below=int((curves <= question.threshold).all(axis=1).sum()),
        above=int((curves > question.threshold).all(axis=1).sum()),
    )
