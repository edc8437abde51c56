"""Curves with their two bands: luck (other seeds) and what we do not know (the ensemble)."""

from __future__ import annotations

import math
import warnings
from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from ..model.lives import DEATH
from .numbers import interval, known
from .sample import Sample

Floats = NDArray[np.float64]
LEVEL = 0.95


@dataclass(frozen=True)
class Curve:
    """A mean over runs with bands, one entry a day; NaN where nothing can be said.

    day: days lived; mean: at default parameters; luck: [2, days], 95 % interval of the mean; all: [2,
    days], quantiles 2.5 % and 97.5 % of the ensemble, widened to contain luck; NaN throughout where there
    is no ensemble.
    """

    day: Floats
    mean: Floats
    luck: Floats
    all: Floats

    @property
    def empty(self) -> bool:
        """True if there is not a single value to draw."""
        return not bool(np.isfinite(self.mean).any())

    @property
    def last(self) -> int:
        """Index of the last value."""
        return int(np.flatnonzero(np.isfinite(self.mean))[-1])

    def thinned(self, points: int) -> Curve:
        """The curve at no more than about that many evenly spaced days, the last among them."""
        step = -(-len(self.day) // points)
        if step <= 1:
            return self
        keep = np.arange(len(self.day))[::-1][::step][::-1]
        return Curve(self.day[keep], self.mean[keep], self.luck[:, keep], self.all[:, keep])


NO_CURVE = Curve(np.zeros(0), np.zeros(0), np.zeros((2, 0)), np.zeros((2, 0)))


def curve(
    sample: Sample, measure: str, scenario: str, limits: tuple[float, float] | None = None, window: int = 1
) -> Curve:
    """The curve of a daily measure in one scenario.

    limits: what is possible at all, e.g. (0, 1) for a share; window: trailing mean over that many days.
    """
    key = ("curve", measure, scenario, limits, window)
    if key not in sample.computed:
        runs = sample.curves(measure, scenario)
        members = sample.curves(measure, scenario, ensemble=True)
        sample.computed[key] = banded(runs, members, limits, window)
    found: Curve = sample.computed[key]
    return found


def difference(sample: Sample, measure: str, second: str, first: str) -> Curve:
    """The paired difference `second - first` of a daily measure: same seed, same ensemble member."""
    tables = []
    for ensemble in (False, True):
        b = sample.curves(measure, second, ensemble)
        a = sample.curves(measure, first, ensemble)
        both = b.index.intersection(a.index)
        tables.append(b.loc[both] - a.loc[both] if len(both) else pd.DataFrame())
    return banded(tables[0], tables[1])


def banded(
    runs: pd.DataFrame,
    members: pd.DataFrame,
    limits: tuple[float, float] | None = None,
    window: int = 1,
    fewest: int = 2,
) -> Curve:
    """Mean and bands of runs (one row a run, one column a day) and of ensemble runs.

    A day that fewer than half of the runs can speak of is left out: its mean would be that of the odd ones.
    fewest: runs (2 or more) that a day must have for an interval from luck.
    """
    if runs.empty:
        return NO_CURVE
    values = _smooth(runs.to_numpy(dtype=np.float64), window)
    day = runs.columns.to_numpy(dtype=np.float64) + 1.0  # row 0 is how the first day ended
    present = np.isfinite(values).sum(axis=0)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)  # days on which no run has a value
        mean = np.where(2 * present >= len(values), np.nanmean(values, axis=0), np.nan)
        luck = _luck(values, mean, present, fewest)
        spread = np.full((2, len(day)), np.nan)
        if not members.empty:
            drawn = _smooth(members.reindex(columns=runs.columns).to_numpy(dtype=np.float64), window)
            quantile = (
                np.nanquantile if np.isnan(drawn).any() else np.quantile
            )  # the plain one is much faster
            spread = quantile(drawn, [(1 - LEVEL) / 2, (1 + LEVEL) / 2], axis=0)
            spread = np.vstack(
                [
                    np.nanmin([spread[0], luck[0], mean], axis=0),
                    np.nanmax([spread[1], luck[1], mean], axis=0),
                ]
            )
            spread[:, np.isnan(mean)] = np.nan
    if limits is not None:
        luck, spread = np.clip(luck, *limits), np.clip(spread, *limits)
    return Curve(day, mean, luck, spread)


def _luck(values: Floats, mean: Floats, present: NDArray[np.int_], fewest: int) -> Floats:
    """Student's t interval of the mean, day by day; NaN with fewer than so many runs."""
    from scipy import stats

    count = np.maximum(present, 2)
    half = stats.t.ppf(0.5 + LEVEL / 2, count - 1) * np.nanstd(values, axis=0, ddof=1) / np.sqrt(count)
    half = np.where(present >= fewest, half, np.nan)
    result: Floats = np.vstack([mean - half, mean + half])
    return result


def _smooth(values: Floats, window: int) -> Floats:
    """Trailing mean over `window` days, over those there are at the start."""
    if window <= 1:
        return values
    filled = pd.DataFrame(values.T).rolling(window, min_periods=1).mean()
    smooth: Floats = filled.to_numpy().T
    return smooth


@dataclass(frozen=True)
class Survival:
    """A Kaplan-Meier curve over days since a group's first member message.

    alive: share of the groups not yet dead; luck: [2, days], bootstrap over runs; groups: how many it is of;
    median: first day on which no more than half are left, or None.
    """

    day: Floats
    alive: Floats
    luck: Floats
    groups: int
    median: float | None


def survival(sample: Sample, scenario: str, resamples: int = 1000) -> Survival | None:
    """Time to being dead for the first time, stillborn groups left out; None where no group can be judged.

    Groups of one run share operators and market, so runs are resampled, not groups. Groups not dead by the
    end of their observation are censored there.
    """
    from scipy import stats

    table = lifetimes(sample, scenario)
    if table.empty:
        return None
    died = table["died"].to_numpy(dtype=bool)
    time = table["time"].to_numpy(dtype=np.float64)
    observed = stats.CensoredData(uncensored=time[died], right=time[~died])
    day = np.arange(0, sample.days + 1, dtype=np.float64)
    alive: Floats = np.asarray(stats.ecdf(observed).sf.evaluate(day), dtype=np.float64)
    luck = _resampled_survival(table, day, resamples)
    below = np.flatnonzero(alive <= 0.5)
    return Survival(day, alive, luck, len(table), float(day[below[0]]) if below.size else None)


def lifetimes(sample: Sample, scenario: str) -> pd.DataFrame:
    """One row a group that was ever alive, default parameters only: run_id, time (days on its clock), died.

    A group that did not die is censored at `time`; stillborn ones and those too young to be told are left
    out.
    """
    groups = sample.groups
    if groups.empty or "ever_dead_age" not in groups.columns:
        return pd.DataFrame(columns=["run_id", "time", "died"])
    part = groups[(groups["scenario"] == scenario) & (groups["member"] < 0)]
    part = part[(part["stillborn"] == 0) & (part["observed_days"] >= DEATH.judged_from)]
    died = part["ever_dead_age"].notna().to_numpy()
    time = np.where(died, part["ever_dead_age"], part["observed_days"]).astype(np.float64)
    return pd.DataFrame({"run_id": part["run_id"].to_numpy(), "time": time, "died": died})


def _resampled_survival(table: pd.DataFrame, day: Floats, resamples: int) -> Floats:
    """Percentile band of the curves of resampled runs, its level raised for few runs as for means."""
    from scipy import stats

    codes, names = pd.factorize(table["run_id"])
    runs, days = len(names), len(day)
    if runs < 2:
        return np.full((2, days), np.nan)
    index = np.clip(np.ceil(table["time"].to_numpy()).astype(np.int64), 0, days - 1)
    deaths, gone = np.zeros((runs, days)), np.zeros((runs, days))
    np.add.at(deaths, (codes, index), table["died"].to_numpy(dtype=np.float64))
    np.add.at(gone, (codes, index), 1.0)
    at_risk = gone[:, ::-1].cumsum(axis=1)[:, ::-1]
    weights = np.random.default_rng(20_210_618).multinomial(runs, np.full(runs, 1.0 / runs), size=resamples)
    d, n = weights @ deaths, weights @ at_risk
    alive = np.cumprod(1.0 - np.divide(d, n, out=np.zeros_like(d), where=n > 0), axis=1)
    quantile = float(stats.t.ppf(0.5 + LEVEL / 2, runs - 1))
    tail = float(stats.norm.cdf(-math.sqrt(runs / (runs - 1)) * quantile))
    band: Floats = np.quantile(alive, [tail, 1.0 - tail], axis=0)
    return band


@dataclass(frozen=True)
class Level:
    """A scenario's value of a summary measure with its intervals; None where nothing can be said."""

    mean: float | None
    luck: tuple[float, float] | None
    all: tuple[float, float] | None


def level(sample: Sample, scenario: str, measure: str) -> Level:
    """A summary measure of a scenario: as the comparison holds it, or the mean of the runs at hand."""
    held = sample.effects.get("scenarios", {}).get(scenario, {}).get(measure)
    if held is not None:
        everything = interval(held.get("all")) if sample.ensemble else None
        return Level(known(held.get("mean")), interval(held.get("luck")), everything)
    if measure not in sample.runs.columns:
        return Level(None, None, None)
    rows = sample.runs[(sample.runs["scenario"] == scenario) & (sample.runs["member"] < 0)]
    one = banded(pd.DataFrame({0: pd.to_numeric(rows[measure], errors="coerce")}), pd.DataFrame())
    if one.empty:
        return Level(None, None, None)
    return Level(float(one.mean[0]), interval(one.luck[:, 0]), None)
