"""One look at the reference communities: the numbers that are compared with the real channels'."""

from __future__ import annotations

import gc
import warnings
import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ...experiments.conduct import MAX_SEED
from ...experiments.run import run
from ...model.lives import DEATH
from ...model.result import RunResult
from ...scenario import Scenario
from ..patterns import BY_SIZE, PEOPLE, SIZE_PERCENTILES, SIZES
from .distance import TARGETS
from .space import Space

Floats = NDArray[np.float64]

REFERENCE_SCENARIO = "reference_communities"
#: Numbers of the channels that are looked at, and not fitted to.
KEPT_BACK: tuple[str, ...] = (
    PEOPLE[2].measure,
    *(
        f"{kind}_share_week_{week}_size_{n}"
        for kind, weeks in BY_SIZE.items()
        for week in weeks
        for n in range(len(SIZES))
    ),
)
#: Everything observed of a run, in order: the targets first.
OBSERVED: tuple[str, ...] = (*(target.measure for target in TARGETS), *KEPT_BACK)


@dataclass(frozen=True)
class Trial:
    """A point to look at. theory, stage, number: its name, from which its chance comes; runs: how many.

    paths: of the cube's sides; point: [paths] in 0..1.
    """

    theory: str
    stage: int
    number: int
    paths: tuple[str, ...]
    point: tuple[float, ...]
    runs: int
    seed: int


def look(references: Mapping[str, Scenario], trials: Sequence[Trial]) -> list[Floats]:
    """What each trial shows: the means over its runs of the numbers `OBSERVED`.

    references: the reference scenario, by theory. Every run has a seed of its own, and draws anew all that is
    in doubt and not fitted.
    """
    found = [_look(references[trial.theory], trial) for trial in trials]
    gc.collect()  # a model is a web of references that only a full collection takes away: gigabytes in an hour
    return found


def _look(reference: Scenario, trial: Trial) -> Floats:
    rng = np.random.default_rng([trial.seed, zlib.crc32(trial.theory.encode()), trial.stage, trial.number])
    space, point = Space(trial.paths), np.array(trial.point)
    rows = []
    for _ in range(trial.runs):
        meant = reference.override(space.settings(point, rng))
        rows.append(observed(run(meant, seed=int(rng.integers(0, MAX_SEED)), threads=1)))
    return _mean(rows)


def _mean(rows: Sequence[Floats]) -> Floats:
    """Means of columns over the rows that have a value; NaN where none has."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)
        found: Floats = np.nanmean(np.array(rows), axis=0)
    return found


def observed(result: RunResult) -> Floats:
    """The numbers `OBSERVED` of one run, NaN where one has no value."""
    found: dict[str, Any] = {**result.summary, **_sizes(result)}
    return np.array([np.nan if found[name] is None else found[name] for name in OBSERVED], dtype=np.float64)


def _sizes(result: RunResult) -> dict[str, Any]:
    """Sizes of the groups that are not stillborn, and death and silence by class of size."""
    lives = result.observed.lives_by_week
    first, posters, kept = lives.first_messages, lives.first_posters, lives.judgeable
    found: dict[str, Any] = {}
    for name, values in (("messages_28", first), ("posters_28", posters)):
        for q in SIZE_PERCENTILES:
            found[f"{name}_p{q}"] = float(np.percentile(values[kept], q)) if kept.any() else None
    for kind, weeks in BY_SIZE.items():
        for week in weeks:
            at = lives.at(7 * week + 7)
            gone = at.ratio < DEATH.dead_below if kind == "dead" else at.ratio == 0.0
            for n, (low, high) in enumerate(SIZES):
                held = at.judged & (first >= low) & (first < high)
                found[f"{kind}_share_week_{week}_size_{n}"] = float(gone[held].mean()) if held.any() else None
    return found
