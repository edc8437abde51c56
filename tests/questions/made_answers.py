"""Answers to questions whose truth is known: responses of a given shape, seen through the luck of seeds."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from simulation import load_scenario
from simulation.questions.levers import levers_of
from simulation.questions.tipping import CURVE, Answer, Question, read, unknown_of
from simulation.questions.tipping_response import lattice

Floats = NDArray[np.float64]
Shape = Callable[[Floats], Floats]
SEEDS, GROUPS = 20, 10


def logistic(at: float, scale: float) -> Shape:
    """Rising along the first lever, one half at `at`."""
    return lambda places: 1.0 / (1.0 + np.exp(-(places[:, 0] - at) / scale))


def seen(places: Floats, shape: Shape, seed: int = 0, seeds: int = SEEDS) -> Floats:
    """[points, seeds]: shares of ten groups; a seed is as lucky at every point, and each group has luck of its own."""
    rng = np.random.default_rng(seed)
    common = rng.normal(0.0, 0.05, seeds)
    chance = np.clip(shape(places)[:, None] + common, 0.0, 1.0)
    return rng.binomial(GROUPS, chance).astype(np.float64) / GROUPS


def question(*levers: str, ensemble: int = 0, threshold: float = 0.5) -> Question:
    scenario = load_scenario("coupon_spam")
    asked = levers or ("strategy.calendar[0].per_day=0..10",)
    return Question(
        scenario,
        levers_of(asked, scenario, ranges_only=True),
        "ever_dead_share_day_91",
        threshold,
        9,
        SEEDS,
        1,
        ensemble,
    )


def one_lever(
    shape: Shape, ensemble: int = 0, seed: int = 0, lever: str = "strategy.calendar[0].per_day=0..10"
) -> Answer:
    """An answer from 19 points."""
    asked = question(lever, ensemble=ensemble)
    places = lattice(1, 19)
    unknown = None
    if ensemble:
        rng = np.random.default_rng(seed)
        moved = rng.normal(0.0, 0.2, ensemble)
        values = np.stack([seen(places - shift, shape, n, 1)[:, 0] for n, shift in enumerate(moved)], axis=1)
        unknown = unknown_of(asked, places, values, lattice(1, CURVE))
    return read(asked, places, seen(places, shape, seed), unknown, runs=19 * (SEEDS + ensemble))


def two_levers(shape: Shape, seed: int = 0) -> Answer:
    """An answer from 64 points."""
    asked = question("strategy.calendar[0].per_day=0.1..10:log", "strategy.coupon.depth=0..0.5")
    places = lattice(2, 8)
    return read(asked, places, seen(places, shape, seed), runs=64 * SEEDS)
