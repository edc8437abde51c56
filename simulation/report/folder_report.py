"""The report of a results folder, whatever command wrote it: made anew, or the one it has."""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from ..errors import GrouplifeError, UsageError
from ..experiments.reading import Results, open_results
from ..experiments.save import read_comparison
from .numbers import Lang

#: Where a folder has its report.
NAME = "report.html"
_LANG = re.compile(r'<html lang="(en|zh)')


@dataclass(frozen=True)
class Written:
    """path: of the report. made: by this call; else the folder had it. remarks: what a reader should know."""

    path: Path
    made: bool
    remarks: tuple[str, ...] = ()


def report(
    folder: Path | str, out: Path | None = None, lang: Lang | None = None, measures: Sequence[str] = ()
) -> Written:
    """Write the report of a results folder as one HTML file.

    Of a sweep, a run or a comparison it is made from the tables. A question (sensitivity, discover, tipping,
    optimise) and whatever else writes a report of its own keeps that one. out: by default report.html in the folder.
    lang: by default English, or what the folder's own report is in. measures: to show, of a sweep or run.

    Raises UsageError where there are no results, no report can be made of them, or a measure is unknown;
    GrouplifeError where a table cannot be read or the report not be written.
    """
    results = open_results(folder)
    kind = results.manifest.get("kind")
    if kind not in ("sweep", "run", "compare"):
        return _own(results, out, lang, measures)
    if kind == "compare" and measures:
        raise UsageError("--measure is of sweeps and runs; a comparison's report shows its measures always")
    target = out if out is not None else results.path / NAME
    _check(target)
    if kind == "compare":
        from .page import render

        text = render(read_comparison(results), lang or "en")
    else:
        from .runs.page import render_runs

        text = render_runs(results, lang or "en", measures)
    _write(target, text)
    return Written(target, True, tuple(remark[lang or "en"] for remark in results.remarks))


def _own(results: Results, out: Path | None, lang: Lang | None, measures: Sequence[str]) -> Written:
    """The report a folder came with. Raises UsageError where it has none, or not the one that is asked for."""
    kind, there = results.manifest.get("kind"), results.path / NAME
    command = str(results.manifest.get("command") or f"grouplife {kind}")
    if not there.exists():
        raise UsageError(
            f"{results.path} holds results of grouplife {kind}, which have no report of this kind"
        )
    if measures:
        raise UsageError(f"--measure is of sweeps and runs; {there} is the report of: {command}")
    text = there.read_text(encoding="utf-8")
    found = _LANG.search(text[:2000])
    if lang is not None and found is not None and found[1] != lang:
        again = re.sub(r" --lang[ =]\S+", "", command)
        raise UsageError(
            f"{there} is in {'English' if found[1] == 'en' else 'Chinese'}; for the other language: {again} --lang "
            f"{lang} (runs that are there are not made again)"
        )
    if out is None or out.resolve() == there.resolve():
        return Written(there, False)
    _check(out)
    _write(out, text)
    return Written(out, False)


def _check(target: Path) -> None:
    """UsageError where the name is not that of a file; told before the work is done."""
    if target.is_dir():
        raise UsageError(f"--out {target} is a folder; give the name of a file in it, as in {target / NAME}")


def _write(target: Path, text: str) -> None:
    """The file whole or not at all."""
    draft = None
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        handle, draft = tempfile.mkstemp(dir=target.parent, prefix=f".{target.name}.")
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
        os.chmod(draft, 0o644)
        os.replace(draft, target)
    except OSError as problem:
        raise GrouplifeError(
            f"cannot write the report to {target}: {problem.strerror or problem}; give another file with --out"
        ) from problem
    finally:
        if draft is not None:
            with suppress(FileNotFoundError):
                os.unlink(draft)
