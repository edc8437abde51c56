"""A tipping point as tables and plain data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np

from ..experiments.intervals import luck_intervals
from .measures import limits, unit_of
from .saving import Tables
from .tipping import Answer, points_at
from .tipping_response import Floats
from .tipping_thresholds import Tip

if TYPE_CHECKING:
    import pandas as pd


def tables(answer: Answer) -> Tables:
    """The points that were run and the response, with units."""
    question = answer.question
    units = {one.path: one.unit for one in question.levers if one.unit}
    levels = ("mean", "low", "high", "all_low", "all_high")
    units |= dict.fromkeys(levels, unit_of(question.measure))
    return {
        "points": (points_table(answer), {**units, "runs": "number"}),
        "curve": (curve_table(answer), units),
    }


def points_table(answer: Answer) -> pd.DataFrame:
    """One row a point: values of the levers, runs, mean and interval from luck; in order of the levers."""
    import pandas as pd

    levers = answer.question.levers
    points = points_at(levers, answer.places)
    luck = np.clip(luck_intervals(answer.values.T), *limits(answer.question.measure))
    table = pd.DataFrame(points)
    table["runs"] = (~np.isnan(answer.values)).sum(axis=1)
    table["mean"] = [float(np.nanmean(row)) if not np.isnan(row).all() else np.nan for row in answer.values]
    table["low"], table["high"] = luck[:, 0], luck[:, 1]
    return table.sort_values([one.path for one in levers], ignore_index=True)


def curve_table(answer: Answer) -> pd.DataFrame:
    """The response: values of the levers, mean, interval from luck, and from all we do not know where there is an
    ensemble."""
    import pandas as pd

    surface = answer.surface
    columns: dict[str, Any] = {
        one.path: one.between(surface.at[:, k]) for k, one in enumerate(answer.question.levers)
    }
    columns |= {"mean": surface.mean, "low": surface.low, "high": surface.high}
    band = all_band(answer)
    if band is not None:
        columns |= {"all_low": band[0], "all_high": band[1]}
    return pd.DataFrame(columns)


def all_band(answer: Answer) -> tuple[Floats, Floats] | None:
    """The 95 % range over the ensemble at each place, wide enough to hold that from luck."""
    if answer.unknown is None:
        return None
    low, high = np.quantile(answer.unknown.curves, [0.025, 0.975], axis=0)
    return np.minimum(low, answer.surface.low), np.maximum(high, answer.surface.high)


def as_json(answer: Answer) -> dict[str, Any]:
    """The answer as plain data; places as values of the levers."""
    question = answer.question
    first = question.levers[0]

    def at(place: float | None) -> float | None:
        return None if place is None else float(first.between(np.array([place]))[0])

    def one(tip: Tip) -> dict[str, Any]:
        return {
            "at": at(tip.at),
            "luck": [at(tip.low), at(tip.high)],
            "rising": tip.rising,
            "span": None if tip.span is None else [at(tip.span[0]), at(tip.span[1])],
            "width_share_of_range": tip.width,
            "width_share_luck": None if tip.width_luck is None else list(tip.width_luck),
        }

    found: dict[str, Any] = {
        "question": question.kind,
        "scenario": question.scenario.name,
        "levers": [lever.said() for lever in question.levers],
        "measure": question.measure,
        "threshold": question.threshold,
        "levels_of_width": list(answer.quarters),
        "runs": answer.runs,
        "failed": answer.failed,
    }
    if len(question.levers) == 1:
        found["tips"] = [one(tip) for tip in answer.tips]
    else:
        found["slices"] = [
            {question.levers[1].path: part.value, "tips": [one(tip) for tip in part.tips]}
            for part in answer.slices
        ]
    if answer.unknown is not None and len(question.levers) == 1:
        pair = answer.unknown.range
        found["ensemble"] = {
            "members": len(answer.unknown.curves),
            "range": None if pair is None else [at(pair[0]), at(pair[1])],
            "tip": int((~np.isnan(answer.unknown.at)).sum()),
            "always_below": answer.unknown.below,
            "always_above": answer.unknown.above,
        }
    return found
