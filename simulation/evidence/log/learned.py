"""What the log tells about parameters: prior against posterior width, and a point to run with.

Whether it tells anything is tested against chance: the same weights given to members at random move and narrow
parameters too. Told is what goes beyond nine of ten such shuffles for any parameter at all.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ...experiments.ensemble import DOUBTFUL, SUBMODELS, Ensemble
from ...scenario import Scenario
from .weights import weighted_quantiles

Floats = NDArray[np.float64]

THEORY = "submodels.death"
#: Sections that act on talk: their parameters go into the table of fits. The others act on money or on posts alone.
_SECTIONS = (
    "opening", "attention", "expectation", "fatigue", "belonging", "memory", "topics", "talk", "reciprocity",
    "lost_reciprocity", "turnover", "moderation", "muting", "leaving",
)  # fmt: skip
_MARKET = ("market.talk_sigma", "market.attention_median", "market.attention_sigma")
_SHUFFLES = 400
_LEVEL = 0.9
_SEED = 20_261_123
_DIGITS = 4


@dataclass(frozen=True)
class Learned:
    """What the log says of one parameter. prior, posterior: (2.5 %, median, 97.5 %); width: share of the prior's

    width left (standard deviations); shift: of the median, in prior standard deviations; told: beyond chance.
    """

    path: str
    prior: tuple[float, float, float]
    posterior: tuple[float, float, float]
    width: float
    shift: float
    told: bool


def values_of(
    ensemble: Ensemble, scenario: Scenario, own: Mapping[str, Floats]
) -> tuple[dict[str, Floats], NDArray[np.str_]]:
    """(parameters of every member by path, [members]; the theory of death each holds), as the runs had them."""
    rows = [ensemble.overrides(scenario, member) for member in range(ensemble.members)]
    paths = [path for path in DOUBTFUL if all(path in row for row in rows)]
    values = {path: np.array([float(row[path]) for row in rows]) for path in paths} | dict(own)
    theory = np.array([str(row.get(THEORY, scenario.submodels.death)) for row in rows])
    return values, theory


def learn(values: Mapping[str, Floats], weight: Floats) -> list[Learned]:
    """Every parameter that varies, those the log tells most about first."""
    paths = [path for path, column in values.items() if np.ptp(column) > 0]
    columns = np.array([values[path] for path in paths])
    scale = columns.std(axis=1)
    ranks = (columns - columns.mean(axis=1, keepdims=True)) / scale[:, None]
    shift, width = _moved(ranks, weight)
    rng = np.random.default_rng(_SEED)
    again = [_moved(ranks, rng.permutation(weight)) for _ in range(_SHUFFLES)]
    far = np.quantile([np.abs(one[0]).max() for one in again], _LEVEL)
    narrow = np.quantile([one[1].min() for one in again], 1.0 - _LEVEL)
    found = []
    for n, path in enumerate(paths):
        told = bool(abs(shift[n]) > far or width[n] < narrow)
        ends = (0.025, 0.5, 0.975)
        prior = tuple(float(x) for x in np.quantile(columns[n], ends))
        posterior = tuple(float(x) for x in weighted_quantiles(columns[n], weight, ends))
        found.append(Learned(path, prior, posterior, float(width[n]), float(shift[n]), told))  # type: ignore[arg-type]
    return sorted(found, key=lambda one: (not one.told, -max(abs(one.shift), 1.0 - one.width)))


def _moved(ranks: Floats, weight: Floats) -> tuple[Floats, Floats]:
    """(weighted mean, weighted standard deviation) of standardised columns. ranks: [parameters, members]"""
    mean = ranks @ weight
    spread = np.sqrt(np.maximum(0.0, np.square(ranks) @ weight - np.square(mean)))
    return mean, spread


def theories(theory: NDArray[np.str_], weight: Floats) -> dict[str, dict[str, float]]:
    """Share of members and of weight by theory of why talk dies."""
    names = [name for name in SUBMODELS[THEORY] if (theory == name).any()]
    return {
        name: {"prior": float((theory == name).mean()), "posterior": float(weight[theory == name].sum())}
        for name in names
    }


def rounded(value: float) -> float:
    """A value as it is written."""
    return float(f"{value:.{_DIGITS}g}")


def point_of(learned: Sequence[Learned]) -> dict[str, float]:
    """The weighted medians of what the log told something about."""
    return {one.path: rounded(one.posterior[1]) for one in learned if one.told}


def acts_on_talk(path: str) -> bool:
    """Whether a parameter goes into the table of fits."""
    return path in _MARKET or any(path.startswith(f"behaviour.{section}.") for section in _SECTIONS)


def resampled(weight: Floats, rows: int, seed: int) -> NDArray[np.int64]:
    """Members as often as they count, in random order (systematic resampling). [rows]"""
    rng = np.random.default_rng([seed, _SEED])
    places = (np.arange(rows) + rng.random()) / rows
    found = np.minimum(np.searchsorted(np.cumsum(weight), places), len(weight) - 1)
    return rng.permutation(found)
