"""What drives a measure as tables and plain data."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from . import sensitivity_indices, sensitivity_screening
from .saving import Tables, plain_data, records
from .sensitivity import Answer

if TYPE_CHECKING:
    import pandas as pd

_KEYS = {"scenario": "name", "measure": "name"}


def tables(answer: Answer) -> Tables:
    """Effects of a screening, indices: those there are, with units."""
    found: dict[str, Any] = {}
    if answer.screening:
        found["effects"] = effects_table(answer), {**_KEYS, **sensitivity_screening.COLUMNS}
    if answer.indices:
        found["indices"] = indices_table(answer), {**_KEYS, **sensitivity_indices.COLUMNS, "luck": "share"}
    return found


def effects_table(answer: Answer) -> pd.DataFrame:
    """One row a scenario, measure and factor."""
    return _joined(answer.screening)


def indices_table(answer: Answer) -> pd.DataFrame:
    """One row a scenario, measure and factor; measures that do not vary have none."""
    return _joined({key: one.table.assign(luck=one.luck) for key, one in answer.indices.items()})


def as_json(answer: Answer) -> dict[str, Any]:
    """The answer as plain data."""
    asked = answer.question
    return {
        "question": asked.kind,
        "method": asked.method,
        "scenarios": [one.name for one in asked.bases],
        "measures": list(asked.measures),
        "over": asked.over,
        "factors": plain_data(dict(asked.space.factors)),
        "kept": list(asked.space.kept),
        "replicates": asked.replicates,
        "seed": asked.seed,
        "effects": records(effects_table(answer)) if answer.screening else [],
        "indices": records(indices_table(answer)) if answer.indices else [],
        "runs": answer.runs,
        "failed": answer.failed,
    }


def _joined(tables: Mapping[tuple[str, str], pd.DataFrame]) -> pd.DataFrame:
    import pandas as pd

    pieces = []
    for (scenario, measure), table in tables.items():
        piece = table.copy()
        piece.insert(0, "scenario", scenario)
        piece.insert(1, "measure", measure)
        pieces.append(piece)
    full = [piece for piece in pieces if len(piece)]
    return pd.concat(full, ignore_index=True) if full else pieces[0]
