"""Which unknowns decide an effect, and where along their ranges the ensemble agrees."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ..influence import influences
from .measuring import share_of
from .outcome import Unknown

if TYPE_CHECKING:
    import pandas as pd

Floats = NDArray[np.float64]
#: Fewer members than this cannot tell which of some hundred unknowns matters.
LEAST_MEMBERS = 30
TOP = 3
_WINDOWS = 9


def unknowns_of(draws: pd.DataFrame, effect: Floats, way: float = 1.0) -> tuple[Unknown, ...]:
    """The unknowns that go with the effect most; none of a small ensemble or an effect that never varies.

    draws: one row a member; effect: [members], positive as claimed; way: the sign that counts as agreement.
    """
    defined = ~np.isnan(effect)
    if defined.sum() < LEAST_MEMBERS or np.ptp(effect[defined]) == 0.0:
        return ()
    held, effect = draws.loc[defined].reset_index(drop=True), effect[defined]
    theories = [str(name) for name in held.columns if str(name).startswith("submodels.")]
    if not theories:
        return ()
    theory = max(theories, key=lambda name: _explained(held[name].to_numpy(), effect))
    return tuple(
        _along(held, way * effect > 0.0, one.name, one.rho, one.interval, one.stands_out)
        for one in influences(held, effect, theory)[:TOP]
    )


def _explained(forms: NDArray[np.object_], effect: Floats) -> float:
    """Variance of the effect between the forms of a submodel."""
    return sum(
        float((forms == form).mean()) * (float(effect[forms == form].mean()) - float(effect.mean())) ** 2
        for form in set(forms)
    )


def _along(
    held: pd.DataFrame,
    agrees: NDArray[np.bool_],
    name: str,
    rho: float,
    interval: tuple[float, float],
    stands_out: bool,
) -> Unknown:
    """An unknown with the running share of agreement over its range: overlapping windows of a third of the members."""
    if name not in held.columns:  # a form of a submodel
        return Unknown(name, rho, interval, stands_out)
    values = held[name].to_numpy(dtype=np.float64)
    order = np.argsort(values, kind="stable")
    size = max(10, len(values) // 3)
    starts = np.unique(np.linspace(0, len(values) - size, _WINDOWS).round().astype(int))
    windows = [order[start : start + size] for start in starts]
    shares = [share_of(agrees[window]) for window in windows]
    return Unknown(
        name,
        rho,
        interval,
        stands_out,
        at=tuple(float(np.median(values[window])) for window in windows),
        agree=tuple(one.share for one in shares),
        low=tuple(one.low for one in shares),
        high=tuple(one.high for one in shares),
    )
