"""`grouplife validate`: the patterns beside the model, at default parameters and over the ensemble.

The reference communities stand for the channels: groups of like sizes, the same filter, the same definitions. What
was fitted must come out (that is no test); numbers of the same channels that were kept back, and the directions,
may fail.
"""

from __future__ import annotations

import gc
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..experiments.conduct import Progress, check_numbers, cores, seeds_of
from ..experiments.ensemble import Ensemble, draw_ensemble
from ..experiments.executors import MAX_WORKERS, standing
from ..experiments.intervals import luck_intervals
from ..experiments.run import run
from ..model.definitions import RUN
from ..model.lives import Lives
from ..model.warm import warm_up
from ..scenario import Scenario, load_scenario
from .calibration.distance import TARGETS, distance
from .calibration.simulate import OBSERVED, REFERENCE_SCENARIO, observed
from .channels import CURVES, WEEKS, channel_curves, curves_of
from .panel import run_panel
from .patterns import BY_SIZE, PEOPLE, SIZES, Pattern
from .reference import size_label
from .signs import SignFound, panel_arms, signs_of

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

#: Numbers of the same channels that nothing was fitted to.
KEPT_BACK: tuple[Pattern, ...] = (
    PEOPLE[2],
    *(
        Pattern(
            "size",
            f"{kind}, week {week}, {size_label(size)} messages",
            f"{kind}_share_week_{week}_size_{n}",
            *measured[n],
        )
        for kind, weeks in BY_SIZE.items()
        for week, measured in weeks.items()
        for n, size in enumerate(SIZES)
    ),
)
#: Patterns of other populations that are shown and not judged: evidence, what it says (en, zh), value; the model's
#: counterpart is `context_of`.
CONTEXT: tuple[tuple[str, tuple[str, str], float], ...] = (
    (
        "E1",
        (
            "WeChat groups of all kinds, many ad hoc: silent within 7 days",
            "各类微信群（多为临时群）：7 天内沉默",
        ),
        0.40,
    ),
    ("E2", ("the same: alive after 30 days", "同上：30 天后仍活跃"), 0.30),
)
#: Patterns that are the form of a rule: evidence, what it says, where the model has it (en, zh).
FORMS: tuple[tuple[str, tuple[str, str], tuple[str, str]], ...] = (
    (
        "E13",
        ("joining rises with friends inside, less and less", "入群概率随群内好友数上升，边际递减"),
        (
            "`behaviour.referral.accept_inside`: log-odds per e-fold of contacts inside",
            "`behaviour.referral.accept_inside`：随群内熟人数的对数增加",
        ),
    ),
    (
        "E14",
        (
            "an agent acts when benefit exceeds cost; information saturates; one step is a day",
            "收益大于成本才行动；信息收益会饱和；一步为一天",
        ),
        ("`behaviour.opening`, `behaviour.attention.information_half`, `behaviour.attention.social_half`",)
        * 2,
    ),
)


@dataclass(frozen=True)
class Found:
    """A pattern beside the model.

    default: mean over seeds at default parameters; luck: its 95 % interval; drawn: median over the ensemble's
    members, each the mean of its runs; all: 2.5 % and 97.5 % quantiles of single runs; by_theory: the median
    of each theory's members. None where nothing can be said.
    """

    pattern: Pattern
    use: str
    default: float | None
    luck: tuple[float | None, float | None]
    drawn: float | None
    all: tuple[float | None, float | None]
    by_theory: Mapping[str, float | None]

    def title(self, lang: str) -> str:
        """The pattern in words."""
        return self.pattern.about if lang == "en" else _in_chinese(self.pattern)

    @property
    def judged(self) -> float | None:
        """The value that must lie inside: of the ensemble; of the defaults where there is no ensemble."""
        return self.default if self.drawn is None else self.drawn

    @property
    def holds(self) -> bool:
        """Whether it lies in the interval of what was measured."""
        return self.judged is not None and self.pattern.holds(self.judged)

    def as_json(self) -> dict[str, Any]:
        """Everything, as plain data."""
        return {
            "id": self.pattern.evidence,
            "use": self.use,
            "pattern": self.pattern.about,
            "measure": self.pattern.measure,
            "measured": self.pattern.value,
            "interval": list(self.pattern.interval),
            "default": self.default,
            "luck": list(self.luck),
            "ensemble_median": self.drawn,
            "all": list(self.all),
            "by_theory": dict(self.by_theory),
            "inside": self.holds,
        }


@dataclass(frozen=True)
class Validation:
    """What the patterns and the model say.

    found: fitted patterns, then those kept back; signs: directions. real: the channels' curves [CURVES,
    WEEKS]; default, drawn: the model's, one run a seed and member, [runs, CURVES, WEEKS]; theories: of the
    members. distances: of each member; context: for each of `CONTEXT`, the mean at default parameters and the
    median of the members; seeds, members: how many; runs: of each member.
    """

    found: tuple[Found, ...]
    signs: tuple[SignFound, ...]
    real: Floats
    default: Floats
    drawn: Floats
    theories: tuple[str, ...]
    distances: Floats
    context: tuple[tuple[float | None, float | None], ...]
    seeds: int
    members: int
    runs: int

    # what the report shows of it: report and evidence do not import each other
    targets = TARGETS
    curve_names = CURVES
    weeks = WEEKS
    contexts = CONTEXT
    forms = FORMS

    def of(self, use: str) -> list[Found]:
        """The patterns of one use."""
        return [one for one in self.found if one.use == use]

    def as_json(self) -> dict[str, Any]:
        """Everything but the curves, as plain data."""
        fitted = self.of("calibrate")
        return {
            "seeds": self.seeds,
            "ensemble": self.members,
            "runs_of_a_member": self.runs,
            "population": "volunteer technical communities, not brand groups",
            "fitted_inside": sum(one.holds for one in fitted),
            "fitted": len(fitted),
            "missed": [one.pattern.measure for one in fitted if not one.holds],
            "kept_back_inside": sum(one.holds for one in self.of("kept_back")),
            "kept_back": len(self.of("kept_back")),
            "context": [
                {
                    "id": name,
                    "pattern": about[0],
                    "measured": value,
                    "default": here,
                    "ensemble_median": drawn,
                }
                for (name, about, value), (here, drawn) in zip(CONTEXT, self.context, strict=True)
            ],
            "forms": [{"id": name, "pattern": about[0], "where": where[0]} for name, about, where in FORMS],
            "patterns": [one.as_json() for one in self.found],
            "signs": [
                {
                    "id": one.sign.evidence,
                    "pattern": one.sign.about[0],
                    "contrast": one.sign.contrast[0],
                    "unit": one.sign.unit,
                    **one.estimate.as_json(),
                    "agree": one.agree,
                    "holds": one.holds,
                }
                for one in self.signs
            ],
        }


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
    check_numbers(seeds, seed, workers, ensemble=ensemble)
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


def _in_chinese(pattern: Pattern) -> str:
    """A pattern's words in Chinese: the title of its measure; sizes and classes of size are no measures."""
    if pattern.measure in RUN:
        return RUN[pattern.measure].title["zh"]
    if "_size_" in pattern.measure:
        base, _, place = pattern.measure.partition("_size_")
        low, high = SIZES[int(place)]
        size = f"{low:.0f} 条及以上" if np.isinf(high) else f"{low:.0f} 至 {high - 1:.0f} 条"
        return f"{RUN[base].title['zh']}，首四周消息 {size}"
    what = "消息数" if pattern.measure.startswith("messages") else "发言人数"
    return f"首四周{what} P{pattern.measure.rpartition('_p')[2]}"


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
