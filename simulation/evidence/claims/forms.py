"""The arithmetic of effects: from the values of arms, run by run, to one number a run.

Every function takes arrays paired by run ([runs], NaN where undefined) and gives parts: most effects have one, a
claim against several arms has several. What is chosen because it looks best is chosen on one half of the
runs and valued on the other, both ways round, so that luck cannot pass for an effect.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

import numpy as np

from .curves import Floats, crossed, falls, knee_shift, widening
from .curves import Values as Values
from .curves import curve_of as curve_of
from .curves import knee as knee
from .curves import mean_of as mean_of
from .curves import means_of as means_of
from .curves import steps_alike as steps_alike
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
    what is best was settled beforehand; None: by the halves of these runs. of_against: whether a relative
    min_effect is a share of the arm compared with, not of the larger one.
    """

    form: Form
    measure: str
    sign: float
    choice: Values | None = None
    of_against: bool = False


def parts_of(asked: Asked, values: Values) -> list[Part]:
    """The parts of an effect."""
    return _MAKERS[type(asked.form)](asked, values)


def need_of(form: Form) -> Literal["all", "any"]:
    """Whether all parts must hold, or one."""
    return form.need if isinstance(form, Difference) else "all"


def _scale(*arms: Floats) -> float:
    """The larger |mean|; 0 where nothing has a value."""
    means = [abs(mean_of(arm)) for arm in arms]
    return max((m for m in means if not math.isnan(m)), default=0.0)


def _difference(asked: Asked, values: Values) -> list[Part]:
    assert isinstance(asked.form, Difference)
    found = []
    for of, against in pairs_of(asked.form):
        a, b = values[of, asked.measure], values[against, asked.measure]
        found.append(Part(f"{of} − {against}", a - b, _scale(b) if asked.of_against else _scale(a, b)))
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
    runs = crossed(table, choice, over_the_end)
    return [Part("best inside − better end", runs, scale, widen=widening(choice))]


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
    runs = crossed(table, choice, lost)
    return [Part("own best plan − best plan for all", runs, _scale(*table.T), widen=widening(choice))]


def knees(form: KneeShift, measure: str, values: Values) -> tuple[float, float]:
    """The knee, and the knee moved; NaN where a curve has none."""
    before, after = (
        means_of(table) if falls(table, form.fall) else np.full(len(form.arms), np.nan)
        for table in _two_worlds(form, measure, values)
    )
    return knee(before, form.levels), knee(after, form.levels)


def _two_worlds(form: KneeShift, measure: str, values: Values) -> tuple[Floats, Floats]:
    moved = [MOVED.format(arm) for arm in form.arms]
    return curve_of(form.arms, measure, values), curve_of(moved, measure, values)


def _knee_shift(asked: Asked, values: Values) -> list[Part]:
    assert isinstance(asked.form, KneeShift)
    form = asked.form
    base, moved = _two_worlds(form, asked.measure, values)
    name = "log2 of the knee moved over the knee"
    if asked.choice is not None:  # each run is a world of its own
        alone = [knee_shift(a, b, form.levels, form.fall) for a, b in zip(base, moved, strict=True)]
        return [Part(name, np.array(alone), 0.0)]
    if not (falls(base, form.fall) and falls(moved, form.fall)):  # what is not there cannot move
        return [Part(name, np.full(len(base), np.nan), 0.0, pooled=True)]
    both = np.hstack([base, moved])
    split = len(form.arms)
    # that there is a fall was settled with all runs; without one of them it is the same curve
    runs = _jackknife(
        both, lambda rows: knee_shift(means_of(rows)[:split], means_of(rows)[split:], form.levels, 0.0)
    )
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
