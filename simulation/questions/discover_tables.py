"""Conditions of failure as tables and plain data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .discover import Answer, Checked, Conditions, Rule
from .measures import unit_of
from .saving import Tables, plain_data

if TYPE_CHECKING:
    import pandas as pd

    from .discover_prim import End

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


def tables(answer: Answer) -> Tables:
    """Rules and cases, with units."""
    asked = answer.question
    units = {path: unit for path, unit in asked.cases.units.items() if unit}
    units |= {"scenario": "name", "fresh": "true or false", "fails": "true or false"}
    units[asked.fails.measure] = unit_of(asked.fails.measure)
    return {"rules": (rules_table(answer), _RULES), "cases": (cases_table(answer), units)}


def rules_table(answer: Answer) -> pd.DataFrame:
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


def cases_table(answer: Answer) -> pd.DataFrame:
    """One row a case: its factors, the measure, whether it fails, and whether it is a fresh one."""
    import pandas as pd

    pieces = []
    for one in answer.conditions:
        for fresh, cases in ((False, one.cases), (True, one.fresh)):
            table = cases.table.copy()
            table.insert(0, "scenario", one.scenario.name)
            table.insert(1, "fresh", fresh)
            table[answer.question.fails.measure] = cases.value
            table["fails"] = cases.failed
            pieces.append(table)
    found = pd.concat(pieces, ignore_index=True)
    for path in found.columns:
        if found[path].map(type).nunique() > 1:
            found[path] = found[path].map(str)
    return found


def as_json(answer: Answer) -> dict[str, Any]:
    """The answer as plain data."""
    asked = answer.question
    return {
        "question": asked.kind,
        "fails_if": str(asked.fails),
        "scenarios": [one.scenario.name for one in answer.conditions],
        "over": asked.over,
        "factors": plain_data(dict(asked.space.factors)),
        "kept": list(asked.space.kept),
        "replicates": asked.replicates,
        "seed": asked.seed,
        "conditions": [_conditions(one) for one in answer.conditions],
        "runs": answer.runs,
        "failed": answer.failed,
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
        "density": plain_data(one.density),
        "density_95": [low, high],
        "coverage": plain_data(one.coverage),
        "mass": plain_data(one.mass),
    }
