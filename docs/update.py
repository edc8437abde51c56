"""Refresh the tables that docs/model.md, docs/measures.md and docs/calibration.md take from the code and the fits.

    python docs/update.py           write what the code says today
    python docs/update.py --check   write nothing; exit code 1 and the stale tables by name, if there are any

A table stands between `<!-- name:begin -->` and `<!-- name:end -->`; everything else in the pages is written
by hand. `make docs` runs this, and tests/docs/test_docs.py fails while a table is stale.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))  # also where this is loaded by its path

import calibration_tables

from simulation.model.definitions import DAILY, FAMILIES, GROUP, RUN, Measure
from simulation.model.definitions.run import family_measure
from simulation.scenario.mechanisms import ABOUT, NEUTRAL
from simulation.scenario.parameter_table import parameter_table

HERE = Path(__file__).resolve().parent

#: A day no definition names: it marks the place of N in the words of a family of measures.
_ANY_DAY = 987_654


def mechanism_table() -> str:
    """Every mechanism: what it says, and what switching it off sets."""
    rows = []
    for name, (sentence, _) in ABOUT.items():
        neutral = "<br>".join(
            f"`{path.removeprefix('behaviour.')}` = {x:g}" for path, x in NEUTRAL[name].items()
        )
        rows.append((f"`{name}`", sentence, neutral))
    return _table(("mechanism", "what it says", "switched off (`behaviour.` …)"), rows)


def daily_table() -> str:
    """The columns of the daily table."""
    return _measure_table(DAILY.values())


def run_table() -> str:
    """The entries of the summary; a family of measures is one row, with its days."""
    families = []
    for family in FAMILIES:
        found = family_measure(family, _ANY_DAY)
        days = ", ".join(map(str, family.days))
        name = f"`{found.name.replace(str(_ANY_DAY), 'N')}`<br>N = {days}"
        families.append(_measure_row(found, name))
    named = {family.name(day) for family in FAMILIES for day in family.days}
    singles = [_measure_row(measure) for name, measure in RUN.items() if name not in named]
    return _table(_MEASURE_HEAD, families + singles)


def group_table() -> str:
    """The columns of the groups table."""
    return _measure_table(GROUP.values())


#: page -> {name of the table: what the code says}
TABLES: dict[str, dict[str, Callable[[], str]]] = {
    "model.md": {"parameters": parameter_table, "mechanisms": mechanism_table},
    "measures.md": {"daily": daily_table, "run": run_table, "groups": group_table},
    "calibration.md": calibration_tables.TABLES,
}

_MEASURE_HEAD = ("measure", "title", "标题", "unit", "seen by", "formula", "definition")
_SEEN_BY = {"observable": "operator", "accounts": "the firm's books", "hidden": "the model alone"}


def _measure_table(found: Iterable[Measure]) -> str:
    return _table(_MEASURE_HEAD, [_measure_row(measure) for measure in found])


def _measure_row(measure: Measure, name: str = "") -> tuple[str, ...]:
    texts = (measure.title["en"], measure.title["zh"], measure.unit, _SEEN_BY[measure.observability])
    row = (*texts, f"`{measure.formula}`", measure.definition["en"])
    return (name or f"`{measure.name}`", *(text.replace(str(_ANY_DAY), "N") for text in row))


def _table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "".join("| " + " | ".join(cell.replace("|", "\\|") for cell in line) + " |\n" for line in lines)


def refreshed(text: str, name: str, table: str) -> str:
    """A page with one table replaced. Raises ValueError if the page has no place for it."""
    begin, end = f"<!-- {name}:begin -->\n", f"<!-- {name}:end -->"
    before, opened, rest = text.partition(begin)
    _, closed, after = rest.partition(end)
    if not opened or not closed:
        raise ValueError(
            f"no place for the table {name!r}: write {begin.strip()} and {end}, each on its own line"
        )
    return f"{before}{begin}\n{table}\n{end}{after}"


def stale(write: bool) -> list[str]:
    """Tables that differ from the code, as page#name; written anew if asked for."""
    found = []
    for page, tables in TABLES.items():
        path = HERE / page
        text = committed = path.read_text(encoding="utf-8")
        for name, made in tables.items():
            fresh = refreshed(text, name, made())
            if fresh != text:
                found.append(f"docs/{page}#{name}")
            text = fresh
        if write and text != committed:
            path.write_text(text, encoding="utf-8")
    return found


def main(arguments: Sequence[str]) -> int:
    """Refresh, or check; returns the exit code."""
    if any(argument != "--check" for argument in arguments):
        print(f"usage: python docs/update.py [--check]; given: {' '.join(arguments)}", file=sys.stderr)
        return 2
    check = "--check" in arguments
    found = stale(write=not check)
    if not found:
        print("docs: every table says what the code says.")
    elif check:
        print(f"docs: stale: {', '.join(found)}. Refresh with: make docs", file=sys.stderr)
    else:
        print(f"docs: refreshed {', '.join(found)}.")
    return 1 if found and check else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
