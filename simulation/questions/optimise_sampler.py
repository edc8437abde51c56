"""Which points to try next: optuna's multi-objective tree-structured Parzen estimator, asked in batches.

Batches have a fixed size, whatever the workers, and a batch is told whole before the next one is asked; so the points
depend on seed and results alone. The first batch is a Latin hypercube.

Source: Ozaki, Tanigaki, Watanabe, Nomura & Onishi 2022 (multi-objective TPE); Watanabe & Hutter 2023 (constraints).
"""

from __future__ import annotations

import warnings
from collections.abc import Mapping, Sequence
from importlib import metadata
from typing import Any

import numpy as np

from ..errors import UsageError
from ..sweeps import designs
from .levers import Lever

BATCH = 16
NEEDED = "optimise needs optuna (5 or later), which is not installed: pip install 'grouplife[optimise]'"


def version() -> str:
    """Version of optuna. Raises UsageError where it is not installed, or too old."""
    try:
        found = metadata.version("optuna")
        import optuna  # noqa: F401
    except (metadata.PackageNotFoundError, ImportError):
        raise UsageError(NEEDED) from None
    if int(found.partition(".")[0]) < 5:
        raise UsageError(f"{NEEDED}; found {found}")
    return found


class Sampler:
    """Proposes points and learns from what they gave.

    directions: "minimize" or "maximize" of each objective.
    """

    def __init__(self, levers: Sequence[Lever], directions: Sequence[str], seed: int) -> None:
        version()
        import optuna

        optuna.logging.set_verbosity(optuna.logging.WARNING)
        self._levers = tuple(levers)
        self._space = {one.path: _distribution(one) for one in levers}
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", optuna.exceptions.ExperimentalWarning)
            sampler = optuna.samplers.TPESampler(
                seed=seed, n_startup_trials=BATCH, multivariate=True, constant_liar=True
            )
        self._study = optuna.create_study(directions=list(directions), sampler=sampler)
        for row in designs.latin_hypercube(len(levers), BATCH, seed):
            self._study.enqueue_trial(
                {one.path: _first(one, float(x)) for one, x in zip(levers, row, strict=True)}
            )
        self._asked: list[Any] = []

    def ask(self, count: int) -> list[dict[str, Any]]:
        """The next points to try; what was asked before must have been told."""
        self._asked = [self._study.ask(self._space) for _ in range(count)]
        return [
            {one.path: one.axis.typed(trial.params[one.path]) for one in self._levers}
            for trial in self._asked
        ]

    def tell(self, found: Sequence[tuple[Sequence[float], Mapping[str, float]] | None]) -> None:
        """What the points gave: objectives, and by constraint how far it is missed (0 or less: kept); None: failed."""
        import optuna

        for trial, one in zip(self._asked, found, strict=True):
            if one is None or not np.isfinite(one[0]).all():
                self._study.tell(trial, state=optuna.trial.TrialState.FAIL)
                continue
            for name, missed in one[1].items():
                trial.set_constraint(name, missed)
            self._study.tell(trial, list(one[0]))
        self._asked = []


def _distribution(lever: Lever) -> Any:
    from optuna import distributions as known

    if lever.range is None:
        return known.CategoricalDistribution(lever.values)
    low, high = lever.range
    if lever.whole:
        return known.IntDistribution(int(low), int(high), log=lever.log)
    return known.FloatDistribution(low, high, log=lever.log)


def _first(lever: Lever, place: float) -> Any:
    """A value at a place 0..1: of a range as there, of values each an equal part."""
    return lever.value(place) if lever.range is not None else lever.axis.at(np.array([place]))[0]
