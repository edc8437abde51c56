"""What a calibration leaves behind: a table of fits a theory, and beside it what made it and what it means."""

from __future__ import annotations

import csv
import io
import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ...experiments.fitted import THEORY
from .distance import TARGETS, distance, inside
from .procedure import Fitted
from .simulate import OBSERVED
from .space import COMMUNITIES, RANGES, Space, column

Floats = NDArray[np.float64]
#: Quantiles quoted of what fits and prior points show.
QUANTILES = (0.05, 0.5, 0.95)
#: Rank correlations between fitted parameters that are worth telling.
TOGETHER = 0.4


def write_fits(folder: Path, fitted: Fitted, made_by: Mapping[str, Any]) -> None:
    """Write `<theory>.csv` and `<theory>.json`, each whole or not at all."""
    for name, text in (
        (f"{fitted.theory}.csv", fits_table(fitted, made_by)),
        (f"{fitted.theory}.json", fits_report(fitted, made_by)),
    ):
        draft = folder / f".{name}.{os.getpid()}"
        draft.write_text(text, encoding="utf-8")
        draft.replace(folder / name)


def fits_table(fitted: Fitted, made_by: Mapping[str, Any]) -> str:
    """The table as `experiments.fitted` reads it, in the order of distance."""
    file = io.StringIO()
    file.write(
        f"# Fits of Grouplife {made_by['grouplife']}: sets of parameters with which simulated volunteer communities\n"
        "# live and die as 43 real chat channels did (not brand groups). Made by `make calibrate`, not by hand; see\n"
        f"# docs/calibration.md. Rules {made_by['model']}, seed {made_by['seed']}, budget {made_by['budget']}.\n"
        "# reference.*: of those communities alone, not carried over to other scenarios.\n"
    )
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow([THEORY, "distance", *map(column, fitted.space.paths)])
    for point, far in zip(fitted.points, fitted.distances, strict=True):
        values = fitted.space.values(point)
        writer.writerow([fitted.theory, f"{far:.3f}", *(values[path] for path in fitted.space.paths)])
    return file.getvalue()


def fits_report(fitted: Fitted, made_by: Mapping[str, Any]) -> str:
    """What the pages of the documentation tell, as JSON."""
    count = len(TARGETS)
    seen = fitted.seen[:, :count]
    report = {
        "theory": fitted.theory,
        "made_by": dict(made_by),
        "fits": len(fitted.points),
        "distance": _quantiles(fitted.distances),
        "prior_distance": _quantiles(distance(fitted.prior[:, :count])),
        "inside_by_median": int(inside(np.nanmedian(seen, axis=0)).sum()),
        "inside_by_fit": float(inside(seen).mean()),
        "sieved": fitted.sieved,
        "rounds": [[r.tolerance, r.accepted, r.distinct, r.tried, r.narrowed] for r in fitted.rounds],
        "least_influence": fitted.least,
        "influence": {path: [round(rho, 4), name] for path, (rho, name) in fitted.influence.items()},
        "parameters": {path: _parameter(fitted, k) for k, path in enumerate(fitted.space.paths)},
        "together": together(fitted.points, fitted.space),
        "observed": {
            name: {"fits": _quantiles(fitted.seen[:, k]), "prior": _quantiles(fitted.prior[:, k])}
            for k, name in enumerate(OBSERVED)
        },
    }  # fmt: skip
    return json.dumps(report, ensure_ascii=False, indent=1) + "\n"


def _parameter(fitted: Fitted, k: int) -> dict[str, Any]:
    """Range, where the fits lie in it, and what is left of its width."""
    path = fitted.space.paths[k]
    low, high = RANGES[path]
    places = np.quantile(fitted.points[:, k], QUANTILES)
    return {
        "range": [low, high],
        "fits": [float(f"{low + (high - low) * place:.4g}") for place in places],
        "width_left": round(float(places[2] - places[0]) / (QUANTILES[2] - QUANTILES[0]), 3),
        "of_the_communities": path in COMMUNITIES,
    }


def together(points: Floats, space: Space) -> list[list[Any]]:
    """Pairs of parameters that trade off against each other in the fits: [path, path, rank correlation]."""
    from scipy import stats

    if len(points) < 3 or len(space.paths) < 2:
        return []
    ranks = stats.rankdata(points, axis=0)
    with np.errstate(invalid="ignore", divide="ignore"):
        rho = np.nan_to_num(np.corrcoef(ranks, rowvar=False))
    pairs = [
        [space.paths[a], space.paths[b], round(float(rho[a, b]), 2)]
        for a in range(len(space.paths))
        for b in range(a + 1, len(space.paths))
        if abs(rho[a, b]) >= TOGETHER
    ]
    return sorted(pairs, key=lambda pair: -abs(pair[2]))


def _quantiles(values: Floats) -> list[float | None]:
    """The `QUANTILES` of what has a value; None of nothing."""
    held = values[~np.isnan(values)]
    return (
        [round(float(q), 4) for q in np.quantile(held, QUANTILES)] if len(held) else [None] * len(QUANTILES)
    )
