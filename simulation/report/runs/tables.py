"""Tables of a folder of runs: paired differences, every level with both intervals, what failed."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from ..labels import Labels
from ..numbers import Lang
from ..phrases import phrase
from ..sample import Sample
from ..wording import measure_title, wording
from ..words import Difference, Row, difference_of, table_rows, tidy
from .arms import Arm
from .factors import Factor, axis_title, level_text, name_of, value_of
from .shape import Asked
from .texts import say
from .values import span, value

#: Tables of differences, rows of a table of levels, kinds of error.
MOST_PAIRS, MOST_ROWS, MOST_ERRORS = 12, 24, 10


@dataclass(frozen=True)
class Pair:
    """Two arms set against each other. second, first: what heads their columns; heading: what it is about."""

    heading: str
    second: str
    first: str
    sample: Sample


def pairs_of(asked: Asked, lang: Lang, uncertain: bool = False) -> list[Pair]:
    """Every scenario against the first, or a lever's last value against its first in each scenario."""
    measures = asked.laid.measures
    if not measures:
        return []
    names = asked.names(lang)
    if not uncertain and asked.kind == "none":
        arms = [asked.arm(number) for number in range(len(asked.laid.scenarios))]
        told = [names.say(name).strip() for name in asked.laid.scenarios]
        heads = [tidy(_against(told[n], told[0], lang)) for n in range(len(told))]
        return [
            Pair(
                heads[n],
                told[n],
                told[0],
                asked.findings.pair({"first": arms[0], "second": arms[n]}, measures),
            )
            for n in range(1, len(arms))
        ]
    found = []
    for factor in asked.strongest(uncertain):
        for number, scenario in enumerate(asked.laid.scenarios):
            low, high = asked.ends(factor, number, measures[0], uncertain)
            first, second = (asked.along(number, one, uncertain) for one in (low, high))
            texts = {
                "scenario": names.say(scenario).strip(), "lever": name_of(factor, lang),
                "second": level_text(factor, high, lang), "first": level_text(factor, low, lang),
            }  # fmt: skip
            heading = say("lever_of", lang, **texts)
            pair = asked.findings.pair({"first": first, "second": second}, measures)
            found.append(
                Pair(tidy(heading) if lang == "zh" else heading, texts["second"], texts["first"], pair)
            )
    return found


def differences(pairs: Sequence[Pair]) -> list[Difference]:
    """The differences of all pairs that have a value."""
    every = (
        difference_of(pair.sample, "second-first", measure)
        for pair in pairs
        for measure in pair.sample.effects["scenarios"]["first"]
    )
    return [one for one in every if one.verdict != "none"]


def difference_tables(pairs: Sequence[Pair], measures: Sequence[str], lang: Lang) -> list[dict[str, Any]]:
    """The pairs as the tables of a comparison's report."""
    return [
        {
            "heading": pair.heading,
            "second": pair.second,
            "first": pair.first,
            "rows": [_shown(row, lang) for row in table_rows(pair.sample, lang, measures)],
        }
        for pair in pairs[:MOST_PAIRS]
    ]


def _shown(row: Row, lang: Lang) -> dict[str, str]:
    title = row.title
    if wording(row.measure).pattern == "groups":
        unit = phrase("unit_groups", lang)
        title += f"（{unit}）" if lang == "zh" else f", {unit}"
    return {
        "title": title, "second": row.values["second"], "first": row.values["first"], "words": row.words,
        "doubt": row.doubt, "verdict": row.verdict,
    }  # fmt: skip


def _against(second: str, first: str, lang: Lang) -> str:
    return phrase("against", lang, b=second, a=first)


# ---------------------------------------------------------------------------------------- all numbers


def level_tables(asked: Asked, lang: Lang) -> list[dict[str, Any]]:
    """A table a measure: combinations one by one, or each lever's levels where there are too many."""
    names = asked.names(lang)
    rows = _combinations(asked, names, lang) if asked.combined else _marginals(asked, names, lang)
    heads = [say("scenario", lang)]
    heads += (
        [axis_title(one, lang) for one in asked.levers]
        if asked.combined
        else [say("lever", lang), say("value", lang)]
    )
    return [_level_table(asked, measure, heads, rows, lang) for measure in asked.laid.measures]


def _combinations(asked: Asked, names: Labels, lang: Lang) -> list[tuple[list[str], Arm]]:
    rows = []
    for number, scenario in enumerate(asked.laid.scenarios):
        for point in range(len(asked.laid.points)):
            cells = [names.say(scenario).strip()]
            cells += [value_of(one, asked.laid.points[one.path].iat[point], lang) for one in asked.levers]
            rows.append((cells, Arm(number, (point,))))
    return rows


def _marginals(asked: Asked, names: Labels, lang: Lang) -> list[tuple[list[str], Arm]]:
    rows = []
    for factor in asked.strongest():
        for number, scenario in enumerate(asked.laid.scenarios):
            for level in factor.levels:
                cells = [names.say(scenario).strip(), name_of(factor, lang), level_text(factor, level, lang)]
                rows.append((cells, asked.arm(number, level)))
    return rows


def _level_table(
    asked: Asked, measure: str, heads: list[str], rows: list[tuple[list[str], Arm]], lang: Lang
) -> dict[str, Any]:
    crossed = asked.worlds > 1
    head = [*heads, say("mean", lang), say("luck", lang), *([say("all", lang)] if crossed else [])]
    body = []
    for cells, arm in rows[:MOST_ROWS]:
        found = asked.findings.level(measure, arm)
        numbers = [value(measure, found.mean, lang), span(measure, found.luck, lang)]
        numbers += [span(measure, found.all, lang)] if crossed else []
        body.append([*cells, *numbers, f"{asked.findings.seeds(arm):,}"])
    rest = len(rows) - MOST_ROWS
    return {
        "title": measure_title(measure, lang),
        "head": [*head, say("seeds", lang)],
        "rows": body,
        "numbers": list(range(len(heads), len(head) + 1)),
        "more": say("more_rows", lang, n=rest, query=_query(asked, measure)) if rest > 0 else "",
    }


def _query(asked: Asked, measure: str) -> str:
    """How to have all rows."""
    columns = ", ".join(["scenario", *(f'"{path}"' for path in asked.laid.levers)])
    sql = f"FROM runs SELECT {columns}, avg({measure}) GROUP BY ALL ORDER BY ALL"
    return f"grouplife query {shlex.quote(str(asked.laid.results.path))} {shlex.quote(sql)}"


# ---------------------------------------------------------------------------------------- what failed


def failures(asked: Asked, lang: Lang) -> dict[str, Any] | None:
    """What went wrong, most frequent first; None where nothing did."""
    laid = asked.laid
    if not laid.failed:
        return None
    how = say("failures_how", lang, failed=f"{laid.failed:,}", runs=f"{laid.runs:,}")
    if not (laid.results.path / "errors.parquet").exists():
        return {
            "how": how + (" " if lang == "en" else "") + say("failures_unkept", lang),
            "rows": [],
            "trace": "",
        }
    table = laid.results.table("errors")
    rows = []
    for error, part in sorted(table.groupby("error", sort=False), key=lambda one: -len(one[1])):
        scenarios = ", ".join(dict.fromkeys(part["scenario"].astype(str)))
        rows.append([str(error)[:400], f"{len(part):,}", scenarios, str(int(part["run_id"].min()))])
    first = table.sort_values("run_id").iloc[0]
    return {
        "how": how,
        "head": [say(key, lang) for key in ("error", "count", "where", "first_run")],
        "rows": rows[:MOST_ERRORS],
        "more": f"… {len(rows) - MOST_ERRORS}" if len(rows) > MOST_ERRORS else "",
        "summary": say("traceback", lang, run=int(first["run_id"])),
        "trace": str(first["traceback"]),
    }


def factor_names(factors: Sequence[Factor], lang: Lang) -> list[str]:
    """What factors are called, in their order."""
    return [name_of(one, lang) for one in factors]
