"""How near each member of the ensemble comes to the log, and how much it counts.

The distance is in units of sampling noise: each statistic's gap over the noise of the log (bootstrap over its groups;
of a handful of groups, as the model's vary) and of the model (between seeds). Statistics come in families; within a
family squares are averaged, so that ten ways to ask the same do not count ten times, and families are added up. A
member counts exp(-distance^2 / (2 h^2)): h is 1, as it would be for independent normal families, or as much larger as
it takes to keep enough members that count.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .facts import EDGES, JUDGED, Facts
from .simulate import Run

Floats = NDArray[np.float64]

#: Effective number of members kept at least, as far as there are twice as many.
LEAST_ESS = 30.0
RESAMPLES = 300
_CAP = 5.0  # a gap counts no more than this many units of noise: one odd statistic must not decide
_TALK = 0.02  # messages a day: half a message in four weeks
_LEAST_GROUPS = 3  # that show a share or a spread, and a level where there are as many
_FEW_GROUPS = 5  # below so many a bootstrap over them says too little
_JUDGED_SHOWN = 3  # days on which groups are judged
_SEED = 20_261_121


@dataclass(frozen=True)
class Statistic:
    """One number held against the log. name: family.what; unit of `value`: see `statistics_of`."""

    family: str
    name: str


@dataclass(frozen=True, eq=False)
class Fit:
    """Members held against the log. Arrays: [statistics], or [members, statistics].

    log: of the log, noise: in the same unit. members: mean over a member's runs; distance, weight: [members].
    width: h. ess: effective number of members.
    """

    statistics: tuple[Statistic, ...]
    log: Floats
    noise: Floats
    members: Floats
    distance: Floats
    weight: Floats
    width: float
    ess: float

    @property
    def gaps(self) -> Floats:
        """(member - log) / noise. [members, statistics]"""
        return (self.members - self.log) / self.noise


def statistics_of(facts: Facts, names: Sequence[Statistic] | None = None) -> dict[Statistic, float]:
    """Every statistic of some groups, NaN where there is none.

    Talk in log messages a day and group (mean over groups; typical: mean of logs), posters in log people, gini in
    0..1, joiners and leavers in log-odds, deaths in shares of the groups judged, talk left as square root of the
    ratio, at most 2.
    """
    found: dict[Statistic, float] = {}

    def add(family: str, name: object, value: float) -> None:
        found[Statistic(family, str(name))] = value

    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)
        least = max(1, min(_LEAST_GROUPS, facts.groups))
        for n, talk in enumerate(facts.talk):
            kept = talk[~np.isnan(talk)]
            enough = len(kept) >= least
            add(
                "talk",
                f"day_{EDGES[n]}_{EDGES[n + 1]}",
                float(np.log(_TALK + kept.mean())) if enough else np.nan,
            )
            add(
                "typical",
                f"day_{EDGES[n]}_{EDGES[n + 1]}",
                float(np.log(_TALK + kept).mean()) if enough else np.nan,
            )
        for day, posters in zip((28, *JUDGED), facts.posters, strict=False):
            kept = posters[~np.isnan(posters)]
            add(
                "posters",
                f"day_{day}",
                float(np.log(0.25 + kept.mean())) if len(kept) >= least else np.nan,
            )
        early = np.log(_TALK + np.nanmean(facts.talk[: EDGES.index(28)], axis=0))
        add("spread", "first_28_days", float(np.nanstd(early)) if len(early) >= _LEAST_GROUPS else np.nan)
        add("gini", "posters", float(np.nanmean(facts.gini)))
        add("joiners", "posted", _odds(facts.joiners_posted.sum(), facts.joiners.sum()))
        add("leavers", "left", _odds(facts.leaves.sum(), facts.joins.sum()))
        for day, ratio, ever in _judged(facts):
            seen = ~np.isnan(ratio)
            enough = int(seen.sum()) >= _LEAST_GROUPS
            add("deaths", f"dead_day_{day}", float((ratio[seen] < 0.1).mean()) if enough else np.nan)
            add("deaths", f"ever_dead_day_{day}", float(ever[seen].mean()) if enough else np.nan)
            add("deaths", f"silent_day_{day}", float((ratio[seen] == 0).mean()) if enough else np.nan)
            left = np.sqrt(np.minimum(ratio[seen], 4.0))
            for q in (25, 50, 75):
                add("talk_left", f"day_{day}_p{q}", float(np.percentile(left, q)) if enough else np.nan)
    return found if names is None else {name: found.get(name, np.nan) for name in names}


def _odds(part: int, whole: int) -> float:
    return float(np.log((part + 0.5) / (whole - part + 0.5))) if whole > 0 else np.nan


def _judged(facts: Facts) -> list[tuple[int, Floats, Floats]]:
    """A few of the days on which groups are judged: the first, the last and one between."""
    count = len(facts.ratio)
    chosen = sorted({0, count // 2, count - 1} if count else set())[-_JUDGED_SHOWN:]
    return [(JUDGED[n], facts.ratio[n], facts.ever[n]) for n in chosen]


def fit_members(
    log: Facts,
    runs: Sequence[Run],
    look: int,
    *,
    joins: bool = True,
    leaves: bool = True,
) -> Fit:
    """Hold every member against the log. look: which of the facts of a run. joins, leaves: the log records them."""
    skipped = {family for family, known in (("joiners", joins), ("leavers", leaves)) if not known}
    own = statistics_of(log)
    rng = np.random.default_rng(_SEED)
    again = [statistics_of(log.take(rng.integers(0, log.groups, log.groups))) for _ in range(RESAMPLES)]
    names = [
        name
        for name, value in own.items()
        if name.family not in skipped
        and np.isfinite(value)
        and np.mean([np.isfinite(one[name]) for one in again]) > 0.5
    ]
    value = np.array([own[name] for name in names])
    boot = np.array([[one[name] for name in names] for one in again])
    by_run = np.array([list(statistics_of(run.facts[look], names).values()) for run in runs])
    member = np.array([run.member for run in runs])
    means = _means(by_run, member)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)
        sampling = np.nanvar(boot, axis=0, ddof=1) * _small(log.groups)
        if log.groups < _FEW_GROUPS:
            sampling = _model_noise(runs, look, names, by_run, log.groups)
        noise = np.sqrt(sampling + _seed_noise(by_run, member, sampling))
    floor = np.array([_floor(name, log.groups) for name in names])
    noise = np.maximum(np.nan_to_num(noise), floor)
    distance = _distance(means, value, noise, names)
    weight, width, ess = weigh(distance)
    return Fit(tuple(names), value, noise, means, distance, weight, width, ess)


def fit_members_like(like: Fit, runs: Sequence[Run], look: int) -> Fit:
    """Hold other members against the same log, in the same statistics and units of noise."""
    by_run = np.array([list(statistics_of(run.facts[look], like.statistics).values()) for run in runs])
    means = _means(by_run, np.array([run.member for run in runs]))
    distance = _distance(means, like.log, like.noise, like.statistics)
    return Fit(like.statistics, like.log, like.noise, means, distance, *weigh(distance))


def _means(by_run: Floats, member: NDArray[np.int64]) -> Floats:
    """Mean over each member's runs, of those that have a value. [members, statistics]"""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)
        return np.array([np.nanmean(by_run[member == m], axis=0) for m in range(int(member.max()) + 1)])


def _small(groups: int) -> float:
    """The bootstrap's variance of a few groups is too small by this."""
    return groups / max(1, groups - 1)


def _floor(name: Statistic, groups: int) -> float:
    """Noise is never less than half a group of a share, or a few percent."""
    return 0.5 / (groups + 1) if name.family in ("deaths", "gini", "talk_left") else 0.05


def _model_noise(
    runs: Sequence[Run], look: int, names: Sequence[Statistic], by_run: Floats, groups: int
) -> Floats:
    """Variance of a statistic of so few groups around that of all groups of a run, over runs."""
    rng = np.random.default_rng(_SEED)
    again = []
    for run in runs:
        facts = run.facts[look]
        few = facts.take(rng.integers(0, facts.groups, groups)) if facts.groups else facts
        again.append(list(statistics_of(few, names).values()))
    found: Floats = np.nanmean(np.square(np.array(again) - by_run), axis=0)
    return found


def _seed_noise(by_run: Floats, member: NDArray[np.int64], sampling: Floats) -> Floats:
    """Variance of a member's mean over its runs, pooled over members; of single runs, that of sampling."""
    inside, degrees = np.zeros(by_run.shape[1]), np.zeros(by_run.shape[1])
    runs = 1
    for m in np.unique(member):
        rows = by_run[member == m]
        runs = max(runs, len(rows))
        seen = np.isfinite(rows).sum(axis=0)
        inside += np.nan_to_num(np.nanvar(rows, axis=0) * seen)
        degrees += np.maximum(seen - 1, 0)
    pooled: Floats = np.where(degrees > 0, inside / np.maximum(degrees, 1), sampling)
    return pooled / runs


def _distance(means: Floats, log: Floats, noise: Floats, names: Sequence[Statistic]) -> Floats:
    gaps = np.abs((means - log) / noise)
    gaps = np.minimum(np.where(np.isnan(gaps), _CAP, gaps), _CAP)
    families = list(dict.fromkeys(name.family for name in names))
    squares = np.zeros(len(means))
    for family in families:
        columns = [n for n, name in enumerate(names) if name.family == family]
        squares += np.square(gaps[:, columns]).mean(axis=1)
    found: Floats = np.sqrt(squares)
    return found


def weigh(distance: Floats, least: float = LEAST_ESS) -> tuple[Floats, float, float]:
    """(weights that add up to 1, h, effective number of members)."""
    target = min(least, max(1.0, len(distance) / 2))
    low, high = 1.0, 1.0
    while _ess(_kernel(distance, high)) < target and high < 1e6:
        high *= 2.0
    for _ in range(40 if high > 1.0 else 0):
        middle = 0.5 * (low + high)
        if _ess(_kernel(distance, middle)) < target:
            low = middle
        else:
            high = middle
    weight = _kernel(distance, high)
    return weight, high, _ess(weight)


def _kernel(distance: Floats, width: float) -> Floats:
    squares = np.square(distance)
    weight: Floats = np.exp(-0.5 * (squares - squares.min()) / width**2)
    return weight / weight.sum()


def _ess(weight: Floats) -> float:
    return float(1.0 / np.square(weight).sum())


def weighted_quantiles(values: Floats, weight: Floats, q: Sequence[float]) -> Floats:
    """Quantiles of values that count differently; between values by line, as numpy does."""
    order = np.argsort(values, kind="stable")
    values, weight = values[order], weight[order]
    middle = np.cumsum(weight) - 0.5 * weight
    found: Floats = np.interp(np.asarray(q) * weight.sum(), middle, values)
    return found


def predicted(fit: Fit, runs: Sequence[Run], look: int, groups: int, q: Sequence[float]) -> Floats:
    """Quantiles of each statistic as the weighted members would show it with so many groups. [q, statistics]"""
    rng = np.random.default_rng(_SEED)
    rows, weight = [], []
    per_member = np.bincount([run.member for run in runs], minlength=len(fit.weight))
    for run in runs:
        facts = run.facts[look]
        if facts.groups == 0:
            continue
        again = facts.take(rng.integers(0, facts.groups, groups))
        rows.append(list(statistics_of(again, fit.statistics).values()))
        weight.append(fit.weight[run.member] / per_member[run.member])
    table, weights = np.array(rows), np.array(weight)
    found = np.full((len(q), len(fit.statistics)), np.nan)
    for n in range(len(fit.statistics)):
        seen = np.isfinite(table[:, n])
        if seen.sum() >= 5:
            found[:, n] = weighted_quantiles(table[seen, n], weights[seen], q)
    return found


SCALES: dict[str, Callable[[float], float]] = {
    "talk": lambda x: max(0.0, float(np.exp(x)) - _TALK),
    "typical": lambda x: max(0.0, float(np.exp(x)) - _TALK),
    "posters": lambda x: max(0.0, float(np.exp(x)) - 0.25),
    "joiners": lambda x: float(1.0 / (1.0 + np.exp(-x))),
    "leavers": lambda x: float(1.0 / (1.0 + np.exp(-x))),
    "talk_left": lambda x: x * x,
}


def natural(name: Statistic, value: float) -> float:
    """A statistic in the unit people read: messages a day, people, shares, ratios."""
    return SCALES.get(name.family, lambda x: x)(value)
