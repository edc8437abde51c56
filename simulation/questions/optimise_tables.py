"""What a search found as tables and plain data; what fresh seeds leave of it."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from ..experiments.intervals import luck_intervals
from ..scenario import flatten
from .measures import limits, unit_of
from .optimise import Answer, Chosen
from .optimise_pareto import Floats
from .saving import Tables

if TYPE_CHECKING:
    import pandas as pd


def tables(answer: Answer) -> Tables:
    """The plans tried, with units."""
    question = answer.question
    units = {one.path: one.unit for one in question.levers if one.unit}
    units |= {name: unit_of(name) for name in question.measures}
    return {"plans": (plans_table(answer), units)}


def plans_table(answer: Answer) -> pd.DataFrame:
    """One row a plan tried: trial, its values, means, whether it keeps the conditions and lies on the front."""
    import pandas as pd

    table = pd.DataFrame([dict(point) for point in answer.points])
    table.insert(0, "trial", range(len(table)))
    for column, name in enumerate(answer.question.measures):
        table[name] = answer.means[:, column]
    table["feasible"] = answer.feasible
    table["front"] = table["trial"].isin(answer.front)
    return table


@dataclass(frozen=True)
class Checked:
    """One measure of a chosen plan: what the search saw, and what fresh seeds say.

    fresh: alone; gain: against the scenario as it is.
    luck, gain_luck: 95 % intervals of `fresh` and `gain` (paired by seed), NaN where there is none.
    """

    search: float
    fresh: float
    luck: tuple[float, float]
    gain: float
    gain_luck: tuple[float, float]


def checked(answer: Answer, chosen: Chosen, measure: str) -> Checked:
    """What became of a measure of a chosen plan with fresh seeds."""
    column = answer.column(measure)
    values, base = chosen.fresh[:, column], answer.base_fresh[:, column]
    luck = np.clip(luck_intervals(values[:, None])[0], *limits(measure))
    gain = luck_intervals((values - base)[:, None])[0]
    return Checked(
        float(answer.means[chosen.trial, column]),
        _plain_mean(values),
        (float(luck[0]), float(luck[1])),
        _plain_mean(values - base),
        (float(gain[0]), float(gain[1])),
    )


def _plain_mean(values: Floats) -> float:
    there = values[~np.isnan(values)]
    return float(there.mean()) if len(there) else math.nan


def as_json(answer: Answer) -> dict[str, Any]:
    """The answer as plain data."""

    def number(value: float) -> float | None:
        return value if math.isfinite(value) else None

    def one(chosen: Chosen) -> dict[str, Any]:
        measured = {}
        for name in answer.question.measures:
            found = checked(answer, chosen, name)
            measured[name] = {
                "search": number(found.search),
                "fresh": number(found.fresh),
                "luck": [number(end) for end in found.luck],
                "against_as_it_is": number(found.gain),
                "against_luck": [number(end) for end in found.gain_luck],
            }
        return {
            "name": chosen.name, "roles": list(chosen.roles), "trial": chosen.trial, "levers": dict(chosen.values),
            "keeps_conditions": chosen.kept, "measures": measured,
        }  # fmt: skip

    names = answer.question.measures
    return {
        "question": answer.question.kind,
        "scenario": answer.question.scenario.name,
        **{key: value for key, value in answer.question.said().items() if key != "kind"},
        "trials": len(answer.points),
        "feasible": int(answer.feasible.sum()),
        "front": [
            {
                "trial": trial,
                "levers": dict(answer.points[trial]),
                **{name: number(float(answer.means[trial, k])) for k, name in enumerate(names)},
            }
            for trial in answer.front
        ],
        "chosen": [one(chosen) for chosen in answer.chosen],
        "as_it_is": {name: number(_plain_mean(answer.base_fresh[:, k])) for k, name in enumerate(names)},
        "runs": answer.runs,
        "failed": answer.failed,
    }


def now(answer: Answer) -> dict[str, Any]:
    """What the scenario itself has at every lever."""
    flat = flatten(answer.question.scenario)
    return {one.path: flat.get(one.path) for one in answer.question.levers}
