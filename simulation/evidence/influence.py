"""Which unknowns decide a difference: rank correlations over the ensemble."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

Floats = NDArray[np.float64]

_Z = 1.959964


@dataclass(frozen=True)
class Influence:
    """One unknown: rank correlation of its draw with the difference, a 95 % interval, and its p-value.

    stands_out: beyond chance also as one of all that were looked at (Bonferroni at 5 %).
    """

    name: str
    rho: float
    interval: tuple[float, float]
    stands_out: bool


def influences(draws: pd.DataFrame, difference: Floats, theory: str) -> list[Influence]:
    """Every unknown drawn, the strongest first.

    draws: one row a member, as `Ensemble.draws`; difference: [members]. theory: the column of the submodel
    that matters most. It is taken as it is; the ranks of all other unknowns, and of the difference beside
    them, are taken within each of its forms, so that the theory's large effect does not drown theirs. Other
    submodels enter as one indicator a form. Interval: Bonett & Wright 2000 (Psychometrika 65: 23-28).
    """
    from scipy import stats

    difference = np.asarray(difference, dtype=np.float64)
    held = draws.iloc[: len(difference)]
    forms = held[theory].to_numpy()
    found = {}
    for form in sorted(set(forms))[1:]:
        found[f"{theory}: {form}"] = float(stats.spearmanr(forms == form, difference).statistic)
    ranked = _ranks_within(difference, forms)
    for name in held.columns.drop(["member", theory]):
        column = held[name]
        named = {name: column} if pd.api.types.is_numeric_dtype(column) else _indicators(column)
        for label, values in named.items():
            if values.nunique() > 1:
                found[label] = float(
                    np.corrcoef(_ranks_within(values.to_numpy(dtype=np.float64), forms), ranked)[0, 1]
                )
    n = len(difference)
    beyond = math.tanh(float(stats.norm.isf(0.025 / len(found))) / math.sqrt(n - 3))
    return sorted(
        (Influence(name, rho, _interval(rho, n), abs(rho) > beyond) for name, rho in found.items()),
        key=lambda one: -abs(one.rho),
    )


def _indicators(column: pd.Series[str]) -> dict[str, pd.Series[float]]:
    return {f"{column.name}: {form}": (column == form).astype(float) for form in sorted(column.unique())}


def _ranks_within(values: NDArray[Any], strata: NDArray[Any]) -> Floats:
    """Ranks within each stratum, centred and as a share of its size, so that strata can be put together."""
    from scipy.stats import rankdata

    ranks = np.empty(len(values))
    for stratum in set(strata):
        rows = strata == stratum
        ranks[rows] = (rankdata(values[rows]) - (rows.sum() + 1) / 2.0) / rows.sum()
    return ranks


def _interval(rho: float, n: int) -> tuple[float, float]:
    half = _Z * math.sqrt((1.0 + rho * rho / 2.0) / (n - 3))
    centre = math.atanh(max(-0.999999, min(0.999999, rho)))
    return math.tanh(centre - half), math.tanh(centre + half)
