"""`grouplife validate`: the patterns beside the model, at default parameters and over the ensemble.

The reference communities stand for the channels: groups of like sizes, the same filter, the same definitions. What
was fitted must come out (that is no test); numbers of the same channels that were kept back, and the directions,
may fail.
"""

from __future__ import annotations

import gc
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..experiments.conduct import Progress, check_numbers, cores, seeds_of
from ..experiments.ensemble import Ensemble, draw_ensemble
from ..experiments.executors import MAX_WORKERS, standing
from ..experiments.intervals import luck_intervals
from ..experiments.run import run
from ..model.lives import Lives
from ..model.warm import warm_up
from ..scenario import Scenario, load_scenario
from .calibration.distance import TARGETS, distance
from .calibration.simulate import OBSERVED, REFERENCE_SCENARIO, observed
from .channels import channel_curves, curves_of
from .panel import run_panel
from .signs import SignFound, panel_arms, signs_of
from .validation import CONTEXT, KEPT_BACK, Found, Validation

Floats = NDArray[np.float64]

SEEDS, ENSEMBLE = 50, 150
#: Runs of each member: what is asked of a set of parameters is its mean, as in the calibration; of skewed numbers the
#: median of single runs lies well below.
MEMBER_RUNS = 5
#: Contrasts are larger than the reference communities and say less: they get fewer runs.
SIGN_SEEDS, SIGN_MEMBERS = 10, 40
_BATCH = 4
#: Of a run: the numbers `OBSERVED`, the curves, and the counterparts of `CONTEXT`.
Row = tuple[Floats, Floats, Floats]


def validate(
    seeds: int = SEEDS,
    ensemble: int = ENSEMBLE,
    seed: int = 1,
    workers: int | None = None,
    progress: Progress | None = None,
    data: Path | None = None,
    signs: bool = True,
) -> Validation:
    """Set the model beside what was measured.

    seeds: runs at default parameters; ensemble: members, MEMBER_RUNS runs each; data: a folder with the channels'
    counts, to compute their curves from; signs: run the contrasts too. Raises UsageError, GrouplifeError.
    """
    check_numbers(seeds, seed, workers, ensemble=ensemble, name="--seeds")
    real = channel_curves(data)
    reference = load_scenario(REFERENCE_SCENARIO)
    drawn = draw_ensemble(ensemble, seed, [reference])
    jobs: list[tuple[int, int]] = [(-1, one) for one in seeds_of(seed, seeds)]
    jobs += [
        (member, seed + ensemble * number + member)
        for number in range(MEMBER_RUNS)
        for member in range(ensemble)
    ]
    extra = len(panel_arms(0)) * (min(seeds, SIGN_SEEDS) + min(ensemble, SIGN_MEMBERS)) if signs else 0
    total = len(jobs) + extra
    rows = _looked_at(
        reference, drawn, jobs, workers, lambda done: progress(done, total) if progress else None
    )
    found_signs: list[SignFound] = []
    if signs:
        some = min(ensemble, SIGN_MEMBERS)
        panel = run_panel(
            panel_arms(some), min(seeds, SIGN_SEEDS), some, seed, workers,
            None if progress is None else lambda done, _: progress(len(jobs) + done, total),
        )  # fmt: skip
        found_signs = signs_of(panel)
    values = np.array([row[0] for row in rows])
    curves = np.array([row[1] for row in rows])
    context = np.array([row[2] for row in rows])
    theories = tuple(drawn.theory(reference, member) for member in range(ensemble))
    by_member = values[seeds:].reshape(MEMBER_RUNS, ensemble, values.shape[1])
    means = _means(by_member)
    return Validation(
        found=tuple(_found(values[:seeds], by_member, means, theories)),
        signs=tuple(found_signs),
        real=real,
        default=curves[:seeds],
        drawn=curves[seeds : seeds + ensemble],
        theories=theories,
        distances=distance(means[:, : len(TARGETS)]),
        context=tuple(
            (_mean(context[:seeds, k]), _quantiles(context[seeds:, k])[0]) for k in range(len(CONTEXT))
        ),
        seeds=seeds,
        members=ensemble,
        runs=MEMBER_RUNS,
    )


def _looked_at(
    reference: Scenario,
    drawn: Ensemble,
    jobs: Sequence[tuple[int, int]],
    workers: int | None,
    tell: Any,
) -> list[Row]:
    """What each job shows, in their order."""
    batches = [jobs[n : n + _BATCH] for n in range(0, len(jobs), _BATCH)]
    held: list[list[Row]] = [[] for _ in batches]
    count = min(cores(), MAX_WORKERS) if workers is None else workers
    done = 0
    warm_up()  # compiled here once, the workers only load it
    with standing(min(count, len(batches)), _look, (reference, drawn)) as carry_out:
        for place, found in carry_out(batches):
            held[place] = found
            done += len(found)
            tell(done)
    return [row for batch in held for row in batch]


def _look(shared: tuple[Scenario, Ensemble], batch: Sequence[tuple[int, int]]) -> list[Row]:
    """Runs of (member, seed); member -1: default parameters."""
    reference, drawn = shared
    gc.collect()  # of the batch before
    found = []
    for member, seed in batch:
        meant = reference if member < 0 else reference.override(drawn.reference(reference, member))
        result = run(meant, seed=seed, threads=1)
        found.append(
            (observed(result), curves_of(result.observed.lives_by_week), context_of(result.observed.lives))
        )
    return found


def context_of(groups: Lives) -> Floats:
    """Of the groups that ever spoke, by their clock: silent from day 7 to 34; a message on days 30 to 36."""
    days = len(groups.messages)
    kept = np.flatnonzero((groups.start >= 0) & (groups.start + 37 <= days))
    if not len(kept):
        return np.full(2, np.nan)
    after = np.array([groups.messages[groups.start[g] : groups.start[g] + 37, g] for g in kept])
    return np.array([(after[:, 7:34].sum(axis=1) == 0).mean(), (after[:, 30:].sum(axis=1) > 0).mean()])


def _found(default: Floats, drawn: Floats, means: Floats, theories: Sequence[str]) -> list[Found]:
    """Every pattern beside the model.

    default: [seeds, OBSERVED]; drawn: [runs, members, OBSERVED]; means: over the runs, [members, OBSERVED].
    """
    luck = luck_intervals(default)
    held = np.array(theories)
    found = []
    for use, patterns in (("calibrate", TARGETS), ("kept_back", KEPT_BACK)):
        for pattern in patterns:
            k = OBSERVED.index(pattern.measure)
            share = "share" in pattern.measure
            low, high = (
                None if np.isnan(x) else float(np.clip(x, 0.0, 1.0)) if share else float(x) for x in luck[k]
            )
            middle = _quantiles(means[:, k])[0]
            ends = _quantiles(drawn[:, :, k].ravel())[1:]
            found.append(
                Found(
                    pattern=pattern,
                    use="size" if use == "calibrate" and pattern.evidence == "size" else use,
                    default=_mean(default[:, k]),
                    luck=(low, high),
                    drawn=middle,
                    all=(ends[0], ends[1]),
                    by_theory={
                        str(theory): _quantiles(means[held == theory, k])[0]
                        for theory in dict.fromkeys(theories)
                    },
                )
            )
    return found


def _means(values: Floats) -> Floats:
    """Means over the runs in which there is a value. values: [runs, members, OBSERVED]"""
    there = ~np.isnan(values)
    count = there.sum(axis=0)
    found: Floats = np.where(
        count > 0, np.where(there, values, 0.0).sum(axis=0) / np.maximum(count, 1), np.nan
    )
    return found


def _mean(values: Floats) -> float | None:
    held = values[~np.isnan(values)]
    return float(held.mean()) if len(held) else None


def _quantiles(values: Floats) -> list[float | None]:
    """Median, 2.5 % and 97.5 % quantile of what has a value."""
    held = values[~np.isnan(values)]
    return [float(q) for q in np.quantile(held, (0.5, 0.025, 0.975))] if len(held) else [None, None, None]
