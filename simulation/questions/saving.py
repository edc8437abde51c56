"""What a question leaves behind: tidy tables as Parquet and CSV, a manifest, and the answer as JSON."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from ..experiments.manifest import manifest_of
from ..experiments.store import ResultsFolder
from . import sensitivity_indices as indices
from . import sensitivity_screening as screening
from .discover import Checked, Conditions, Discovery, Rule
from .sensitivity import Sensitivity

if TYPE_CHECKING:
    import pandas as pd

    from ..scenario import Scenario
    from .discover_prim import End

_KEYS = {"scenario": "name", "measure": "name"}
_RULES = {
    "scenario": "name",
    "rule": "number",
    "factor": "dotted path",
    "low": "unit of the factor; empty: open",
    "high": "unit of the factor; empty: open",
    "values": "separated by |",
    "quasi_p": "share",
    "density": "share of the rule's fresh cases that fail",
    "density_low": "share",
    "density_high": "share",
    "coverage": "share of all fresh failures that the rule has",
    "mass": "share of all fresh cases that the rule has",
    "density_found": "share, in the cases the rule was found in",
    "coverage_found": "share, in the cases the rule was found in",
    "mass_found": "share, in the cases the rule was found in",
}


def save_sensitivity(answer: Sensitivity, folder: ResultsFolder, command: str, started: float) -> None:
    """Write effects, indices and the manifest, and put everything written in place."""
    if answer.screening:
        _write(folder, "effects", effects_table(answer), {**_KEYS, **screening.COLUMNS})
    if answer.indices:
        units = {**_KEYS, **indices.COLUMNS, "luck": "share"}
        _write(folder, "indices", indices_table(answer), units)
    asked = answer.question
    _publish(
        folder, "sensitivity", answer.scenarios, asked.seed, asked.replicates, sensitivity_json(answer), command,
        started,
    )  # fmt: skip


def save_discovery(answer: Discovery, folder: ResultsFolder, command: str, started: float) -> None:
    """Write rules, cases and the manifest, and put everything written in place."""
    _write(folder, "rules", rules_table(answer), _RULES)
    units = {path: unit for path, unit in answer.units.items() if unit}
    _write(folder, "cases", cases_table(answer), {"scenario": "name", "fresh": "true or false", **units})
    asked = answer.question
    scenarios = list(asked.scenarios.values())
    _publish(
        folder, "discover", scenarios, asked.seed, asked.replicates, discovery_json(answer), command, started
    )  # fmt: skip


def effects_table(answer: Sensitivity) -> pd.DataFrame:
    """One row a scenario, measure and factor."""
    return _joined(answer.screening)


def indices_table(answer: Sensitivity) -> pd.DataFrame:
    """One row a scenario, measure and factor; measures that do not vary have none."""
    return _joined({key: one.table.assign(luck=one.luck) for key, one in answer.indices.items()})


def rules_table(answer: Discovery) -> pd.DataFrame:
    """One row a rule and factor it holds; how it does is told of the whole rule."""
    import pandas as pd

    rows = []
    for one in answer.conditions:
        for number, rule in enumerate(one.rules, 1):
            low, high = rule.fresh.interval
            for end in rule.box.ends:
                values = None if end.values is None else "|".join(str(value) for value in end.values)
                rows.append(
                    (
                        one.scenario.name, number, end.path, end.low, end.high, values, rule.box.qp[end.path],
                        rule.fresh.density, low, high, rule.fresh.coverage, rule.fresh.mass,
                        rule.found.density, rule.found.coverage, rule.found.mass,
                    )
                )  # fmt: skip
    table = pd.DataFrame(rows, columns=list(_RULES))
    return table.astype({"low": float, "high": float, "rule": int, "values": object})


def cases_table(answer: Discovery) -> pd.DataFrame:
    """One row a case: its factors, the measure, whether it fails, and whether it is a fresh one."""
    import pandas as pd

    pieces = []
    for one in answer.conditions:
        for fresh, cases in ((False, one.cases), (True, one.fresh)):
            table = cases.table.copy()
            table.insert(0, "scenario", one.scenario.name)
            table.insert(1, "fresh", fresh)
            table[answer.question.goal.measure] = cases.value
            table["fails"] = cases.failed
            pieces.append(table)
    found = pd.concat(pieces, ignore_index=True)
    for path in found.columns:
        if found[path].map(type).nunique() > 1:
            found[path] = found[path].map(str)
    return found


def sensitivity_json(answer: Sensitivity) -> dict[str, Any]:
    """The answer as plain data."""
    asked = answer.question
    return {
        "question": "sensitivity",
        "method": asked.method,
        "scenarios": [one.name for one in answer.scenarios],
        "measures": list(asked.measures),
        "over": asked.over,
        "factors": _plain(dict(asked.space.factors)),
        "kept": list(asked.space.kept),
        "replicates": asked.replicates,
        "seed": asked.seed,
        "runs": answer.runs,
        "failed": answer.failed,
        "effects": _records(effects_table(answer)) if answer.screening else [],
        "indices": _records(indices_table(answer)) if answer.indices else [],
    }


def discovery_json(answer: Discovery) -> dict[str, Any]:
    """The answer as plain data."""
    asked = answer.question
    return {
        "question": "discover",
        "goal": str(asked.goal),
        "scenarios": [one.scenario.name for one in answer.conditions],
        "over": asked.over,
        "factors": _plain(dict(asked.space.factors)),
        "kept": list(asked.space.kept),
        "replicates": asked.replicates,
        "seed": asked.seed,
        "runs": answer.runs,
        "failed": answer.failed,
        "conditions": [_conditions(one) for one in answer.conditions],
    }


def _conditions(one: Conditions) -> dict[str, Any]:
    return {
        "scenario": one.scenario.name,
        "cases": len(one.cases.failed),
        "failed": int(one.cases.failed.sum()),
        "undefined": one.cases.undefined,
        "fresh_cases": len(one.fresh.failed),
        "fresh_failed": int(one.fresh.failed.sum()),
        "rules": [_rule(rule) for rule in one.rules],
        "together": _checked(one.together),
    }


def _rule(rule: Rule) -> dict[str, Any]:
    return {
        "ends": [_end(end, rule.box.qp[end.path]) for end in rule.box.ends],
        "fresh": _checked(rule.fresh),
        "found": _checked(rule.found),
    }


def _end(end: End, qp: float) -> dict[str, Any]:
    values = None if end.values is None else list(end.values)
    return {"factor": end.path, "low": end.low, "high": end.high, "values": values, "quasi_p": qp}


def _checked(one: Checked) -> dict[str, Any]:
    low, high = one.interval
    return {
        "cases": one.cases,
        "failed": one.failed,
        "density": _plain(one.density),
        "density_95": [low, high],
        "coverage": _plain(one.coverage),
        "mass": _plain(one.mass),
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


def _records(table: pd.DataFrame) -> list[dict[str, Any]]:
    return [{str(k): _plain(v) for k, v in row.items()} for row in table.to_dict("records")]


def _plain(value: Any) -> Any:
    """As JSON has it: numbers that are none are null."""
    if isinstance(value, Mapping):
        return {str(key): _plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(item) for item in value]
    if hasattr(value, "item"):
        value = value.item()
    return None if isinstance(value, float) and not math.isfinite(value) else value


def _write(folder: ResultsFolder, name: str, table: pd.DataFrame, units: Mapping[str, str]) -> None:
    folder.write_table(name, table, {column: units[column] for column in table.columns if column in units})
    folder.write_text(f"{name}.csv", table.to_csv(index=False, lineterminator="\n"))


def _publish(
    folder: ResultsFolder, kind: str, scenarios: Sequence[Scenario], seed: int, replicates: int,
    said: Mapping[str, Any], command: str, started: float,
) -> None:  # fmt: skip
    plain = manifest_of(
        kind, scenarios, range(seed, seed + replicates), started, engine="columns", command=command
    )  # fmt: skip
    kept = {key: value for key, value in said.items() if key not in ("effects", "indices")}
    folder.write_json("answer.json", said)
    folder.publish({**plain, "out": str(folder.path), "asked": kept})
