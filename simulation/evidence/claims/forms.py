"""The arithmetic of effects: from the values of arms, run by run, to one number a run.

Every function takes arrays paired by run ([runs], NaN where undefined) and gives parts: most effects have one, a
claim against several arms has several. What is chosen because it looks best is chosen on one half of the
runs and valued on the other, both ways round, so that luck cannot pass for an effect.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from .formula import terms_of
from .shapes import (
    Crossing,
    Difference,
    Form,
    Interaction,
    KneeShift,
    Level,
    Peak,
    RankCorrelation,
    Regret,
    SignChange,
    Synergy,
    Trend,
    WinnerShare,
    pairs_of,
)

Floats = NDArray[np.float64]
#: (arm, expression) -> value of each run
Values = Mapping[tuple[str, str], Floats]
#: The world that moves a knee, in the name of its arms.
MOVED = "{} (moved)"


@dataclass(frozen=True)
class Part:
    """One comparison: its effect in each run, and the scale a relative min_effect is a share of.

    sense: +1 where the claim's `expect` holds for it as written, -1 where the other way round. pooled: the
    runs are pseudo-values (jackknife) of a number made of all runs at once. widen: factor of its interval: where
    each half of the runs chooses for the other, the two halves' values go together (what one half has by luck
    is chosen where the other has it too), so that the interval of one half is taken for both.
    """

    name: str
    runs: Floats
    scale: float
    sense: float = 1.0
    pooled: bool = False
    widen: float = 1.0


@dataclass(frozen=True)
class Asked:
    """What the parts are made for.

    form, measure: of the claim; sign: +1 or -1, of its expectation. choice: values of other runs by which
    what is best was settled beforehand; None: by the halves of these runs.
    """

    form: Form
    measure: str
    sign: float
    choice: Values | None = None


def parts_of(asked: Asked, values: Values) -> list[Part]:
    """The parts of an effect."""
    return _MAKERS[type(asked.form)](asked, values)


def need_of(form: Form) -> Literal["all", "any"]:
    """Whether all parts must hold, or one."""
    return form.need if isinstance(form, Difference) else "all"


def mean_of(values: Floats) -> float:
    """Mean over the runs that have a value; NaN of none."""
    present = values[~np.isnan(values)]
    return float(present.mean()) if present.size else math.nan


def _scale(*arms: Floats) -> float:
    """The larger |mean|; 0 where nothing has a value."""
    means = [abs(mean_of(arm)) for arm in arms]
    return max((m for m in means if not math.isnan(m)), default=0.0)


def _difference(asked: Asked, values: Values) -> list[Part]:
    assert isinstance(asked.form, Difference)
    found = []
    for of, against in pairs_of(asked.form):
        a, b = values[of, asked.measure], values[against, asked.measure]
        found.append(Part(f"{of} − {against}", a - b, _scale(a, b)))
    return found


def _level(asked: Asked, values: Values) -> list[Part]:
    assert isinstance(asked.form, Level)
    arm, threshold = values[asked.form.of, asked.measure], asked.form.threshold
    scale = max(_scale(arm), abs(threshold))
    terms = terms_of(asked.measure)
    if threshold == 0.0 and len(terms) > 1:  # early against late in one arm: a share of the larger of these
        scale = _scale(*(values[asked.form.of, term] for term in terms))
    return [Part(f"{asked.form.of} − {threshold:g}", arm - threshold, scale)]


def _trend(asked: Asked, values: Values) -> list[Part]:
    assert isinstance(asked.form, Trend)
    first, last = (values[asked.form.arms[n], asked.measure] for n in (0, -1))
    return [Part(f"{asked.form.arms[-1]} − {asked.form.arms[0]}", last - first, _scale(first, last))]


def _sign_change(asked: Asked, values: Values) -> list[Part]:
    assert isinstance(asked.form, SignChange)
    ends = ((asked.form.arms[0], -1.0), (asked.form.arms[-1], 1.0))
    return [
        Part(arm, values[arm, asked.measure], _scale(values[arm, asked.measure]), sense)
        for arm, sense in ends
    ]


def _interaction(asked: Asked, values: Values) -> list[Part]:
    assert isinstance(asked.form, Interaction)
    (a, b), (c, d) = asked.form.cells
    one, two, three, four = (values[arm, asked.measure] for arm in (a, b, c, d))
    name = f"({d} − {c}) − ({b} − {a})"
    return [Part(name, (four - three) - (two - one), _scale(one, two, three, four))]


def _synergy(asked: Asked, values: Values) -> list[Part]:
    assert isinstance(asked.form, Synergy)
    whole, none = values[asked.form.all, asked.measure], values[asked.form.none, asked.measure]
    parts = [values[arm, asked.measure] for arm in asked.form.parts]
    alone: Floats = np.sum([part - none for part in parts], axis=0)
    name = f"{asked.form.all} − {asked.form.none} − Σ"
    return [Part(name, (whole - none) - alone, _scale(whole, none, *parts))]


def _crossing(asked: Asked, values: Values) -> list[Part]:
    assert isinstance(asked.form, Crossing)
    found = []
    for expression, sense in ((asked.form.early, -1.0), (asked.form.late, 1.0)):
        a, b = values[asked.form.of, expression], values[asked.form.against, expression]
        found.append(
            Part(f"{asked.form.of} − {asked.form.against}: {expression}", a - b, _scale(a, b), sense)
        )
    return found


# --- curves -----------------------------------------------------------------------------------------------


def curve_of(arms: Sequence[str], measure: str, values: Values) -> Floats:
    """[runs, arms]"""
    return np.column_stack([values[arm, measure] for arm in arms])


def means_of(table: Floats) -> Floats:
    """Mean of each column over the runs that have a value."""
    return np.array([mean_of(column) for column in table.T])


def steps_alike(means: Floats, sign: float) -> float:
    """Share of neighbouring steps of a curve that go the way of the sign."""
    steps = [b - a for a, b in pairwise(means)]
    return sum(sign * step > 0.0 for step in steps) / len(steps)


def _halves(runs: int) -> tuple[NDArray[np.intp], NDArray[np.intp]]:
    return np.arange(0, runs, 2), np.arange(1, runs, 2)


def _crossed(table: Floats, choice: Floats | None, value: Callable[[Floats, Floats], Floats]) -> Floats:
    """value(means to choose by, table to value), half by half or by the choice made elsewhere. [runs]"""
    if choice is not None:
        return value(means_of(choice), table)
    found = np.full(len(table), np.nan)
    one, two = _halves(len(table))
    for here, there in ((one, two), (two, one)):
        if len(here) and len(there):
            found[here] = value(means_of(table[there]), table[here])
    return found


def _widening(choice: Floats | None) -> float:
    return math.sqrt(2.0) if choice is None else 1.0


def _peak(asked: Asked, values: Values) -> list[Part]:
    assert isinstance(asked.form, Peak)
    arms, sign = asked.form.arms, asked.sign
    choice = None if asked.choice is None else curve_of(arms, asked.measure, asked.choice)

    def over_the_end(means: Floats, table: Floats) -> Floats:
        if np.isnan(means).any():
            return np.full(len(table), np.nan)
        inside = 1 + int(np.argmax(sign * means[1:-1]))
        end = 0 if sign * means[0] >= sign * means[-1] else len(means) - 1
        gap: Floats = table[:, inside] - table[:, end]
        return gap

    table = curve_of(arms, asked.measure, values)
    scale = _scale(*table.T)
    runs = _crossed(table, choice, over_the_end)
    return [Part("best inside − better end", runs, scale, widen=_widening(choice))]


def _regret(asked: Asked, values: Values) -> list[Part]:
    assert isinstance(asked.form, Regret)
    rows = list(asked.form.rows.values())
    flat = [arm for plans in rows for arm in plans]
    plans = len(rows[0])
    choice = None if asked.choice is None else curve_of(flat, asked.measure, asked.choice)

    def lost(means: Floats, table: Floats) -> Floats:
        if np.isnan(means).any():
            return np.full(len(table), np.nan)
        by_row = means.reshape(len(rows), plans)
        own, common = by_row.argmax(axis=1), int(by_row.mean(axis=0).argmax())
        cube = table.reshape(len(table), len(rows), plans)
        each = [cube[:, row, own[row]] - cube[:, row, common] for row in range(len(rows))]
        regret: Floats = np.mean(each, axis=0)
        return regret

    table = curve_of(flat, asked.measure, values)
    runs = _crossed(table, choice, lost)
    return [Part("own best plan − best plan for all", runs, _scale(*table.T), widen=_widening(choice))]


def knee(means: Floats, levels: Sequence[float]) -> float:
    """Level at which half the fall from the best to the last level is lost, interpolated on a log scale.

    NaN where the last level is the best one: there is no fall.
    """
    best = int(np.argmax(means))
    top, bottom = means[best], means[-1]
    if np.isnan(means).any() or not top > bottom:
        return math.nan
    half = (top + bottom) / 2.0
    for n in range(best, len(means) - 1):
        if means[n] >= half >= means[n + 1] and means[n] > means[n + 1]:
            share = (means[n] - half) / (means[n] - means[n + 1])
            return float(math.exp(math.log(levels[n]) + share * math.log(levels[n + 1] / levels[n])))
    return math.nan


def _shift(base: Floats, moved: Floats, levels: Sequence[float]) -> float:
    before, after = knee(base, levels), knee(moved, levels)
    return math.log2(after / before)  # NaN where either is


def _knee_shift(asked: Asked, values: Values) -> list[Part]:
    assert isinstance(asked.form, KneeShift)
    form = asked.form
    base = curve_of(form.arms, asked.measure, values)
    moved = curve_of([MOVED.format(arm) for arm in form.arms], asked.measure, values)
    name = "log2 of the knee moved over the knee"
    if asked.choice is not None:  # each run is a world of its own
        alone = np.array([_shift(a, b, form.levels) for a, b in zip(base, moved, strict=True)])
        return [Part(name, alone, 0.0)]
    both = np.hstack([base, moved])
    split = len(form.arms)
    runs = _jackknife(both, lambda rows: _shift(means_of(rows)[:split], means_of(rows)[split:], form.levels))
    return [Part(name, runs, 0.0, pooled=True)]


def _jackknife(rows: Floats, number: Callable[[Floats], float]) -> Floats:
    """Pseudo-values of a number made of all rows: n x whole - (n - 1) x without one (Tukey 1958)."""
    rows = rows[~np.isnan(rows).any(axis=1)]
    n = len(rows)
    if n < 2:
        return np.full(n, np.nan)
    whole = number(rows)
    without = np.array([number(np.delete(rows, k, axis=0)) for k in range(n)])
    return n * whole - (n - 1) * without


# --- ranks and winners ------------------------------------------------------------------------------------


def rank_correlations(one: Floats, two: Floats) -> Floats:
    """Spearman's correlation over the arms in each run; NaN where either does not vary. [runs]"""
    from scipy.stats import rankdata

    gap = np.isnan(one) | np.isnan(two)
    a, b = (rankdata(np.where(gap, 0.0, table), axis=1) for table in (one, two))
    a, b = (table - table.mean(axis=1, keepdims=True) for table in (a, b))
    spread = np.sqrt((a * a).sum(axis=1) * (b * b).sum(axis=1))
    defined = (spread > 0.0) & ~gap.any(axis=1)
    found: Floats = np.divide((a * b).sum(axis=1), spread, out=np.full(len(a), np.nan), where=defined)
    return found


def _rank_correlation(asked: Asked, values: Values) -> list[Part]:
    assert isinstance(asked.form, RankCorrelation)
    form = asked.form

    def correlation(arms: Sequence[str], one: str, two: str) -> Floats:
        return rank_correlations(curve_of(arms, one, values), curve_of(arms, two, values))

    def lead(arms: Sequence[str]) -> Floats:
        first = correlation(arms, asked.measure, form.with_)
        if form.minus is not None:
            return first - correlation(arms, form.minus.measure, form.minus.with_)
        return first - (form.threshold or 0.0)

    here = lead(form.arms)
    less = "ρ" if form.minus is not None else f"{form.threshold:g}" if form.threshold else ""
    parts = [Part(f"ρ − {less}" if less else "ρ", here, 0.0)]
    if form.elsewhere is not None:
        parts.append(Part("here − elsewhere", here - lead(form.elsewhere), 0.0))
    return parts


def _winner_share(asked: Asked, values: Values) -> list[Part]:
    assert isinstance(asked.form, WinnerShare)
    table = curve_of(asked.form.arms, asked.measure, values)
    winners = table[~np.isnan(table).any(axis=1)].argmax(axis=1)
    n = len(winners)
    if n < 3:
        return [Part("share of pairs with one winner", np.full(n, np.nan), 0.0, pooled=True)]
    counts = np.bincount(winners, minlength=table.shape[1]).astype(np.float64)
    agreeing = (counts * (counts - 1.0)).sum()
    share = agreeing / (n * (n - 1.0))
    without = (agreeing - 2.0 * (counts[winners] - 1.0)) / ((n - 1.0) * (n - 2.0))
    pseudo = n * share - (n - 1) * without - asked.form.threshold
    return [Part("share of pairs with one winner", pseudo, 0.0, pooled=True)]


_MAKERS: dict[type, Callable[[Asked, Values], list[Part]]] = {
    Difference: _difference,
    Level: _level,
    Trend: _trend,
    SignChange: _sign_change,
    Interaction: _interaction,
    Synergy: _synergy,
    Crossing: _crossing,
    Peak: _peak,
    Regret: _regret,
    KneeShift: _knee_shift,
    RankCorrelation: _rank_correlation,
    WinnerShare: _winner_share,
}
