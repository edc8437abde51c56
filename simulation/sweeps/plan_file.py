"""From a name, a file or plain data to a checked plan; mistakes found later are placed in the file too."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ..errors import UsageError
from ..scenario.library import SUFFIXES, missing, plans
from ..scenario.mistakes import plain, refuse
from ..scenario.parameter import Finding
from ..scenario.paths import nearest, show_path
from ..scenario.reading import Grammar, Written
from .plan_schema import Plan

_PLANS = Grammar(Plan, "plan", "grouplife schema --plan")

Source = Plan | str | Path | Mapping[str, Any]


@dataclass(frozen=True)
class PlanFile:
    """A plan, its text, the folder its files are named from, and the file it was read from, if from one."""

    plan: Plan
    text: str
    folder: Path
    written: Written[Plan] | None = None

    def refuse(self, findings: Iterable[Finding]) -> UsageError:
        """One error for all mistakes, each with its place: file and line, or the plan's name."""
        return refuse((self._placed(one) for one in findings), f"the plan {self.plan.name}")

    def _placed(self, finding: Finding) -> str:
        field = f"{show_path(finding.where)}: " if finding.where else ""
        place = self.written.place(finding.where) if self.written else f"plan {self.plan.name}"
        return f"{place}: {field}{finding.text}"


def load_plan(source: Source) -> PlanFile:
    """The plan of a library name, a file, plain data, or a Plan. Raises UsageError that lists every mistake."""
    if isinstance(source, (str, Path)):
        path = source if isinstance(source, Path) else find_plan(source)
        written = _PLANS.read(path, defaults={"name": _name_of(path)})
        return PlanFile(written.content, written.text, path.resolve().parent, written)
    if isinstance(source, Plan):
        return PlanFile(source, _text_of(source), Path())
    plan, found = _PLANS.checked({"name": "unnamed", **plain(source)})
    if plan is None:
        notes = (f"{show_path(where)}: {note}" if where else note for where, note in found)
        raise refuse(notes, "the plan")
    return PlanFile(plan, _text_of(plan), Path())


def find_plan(name: str) -> Path:
    """The file for a plan of the library, or for a path. Raises UsageError with the nearest valid name."""
    path = Path(name).expanduser()
    known = plans()
    if path.suffix in SUFFIXES:
        if path.is_file():
            return path
        if path.stem in known and not path.exists():
            raise UsageError(f"no such file: {path}; the library has a plan {path.stem} (without .yaml)")
        if not path.exists():
            raise UsageError(missing(path))
        return path
    if name in known:
        return known[name]
    for suffix in SUFFIXES:
        if path.name and path.with_name(path.name + suffix).is_file():
            return path.with_name(path.name + suffix)
    if path.exists():
        return path
    near = nearest(name, known)
    hint = f"did you mean {near}?" if near else "a file of your own needs its path, as in ./my_plan.yaml."
    raise UsageError(f"unknown plan {name!r}; {hint} The library has: {', '.join(known) or 'nothing'}")


def _name_of(path: Path) -> str:
    """A plan's name from its file's, where none is written."""
    return re.sub(r"[^a-z0-9_-]+", "_", path.stem.lower()).strip("_-")[:64] or "plan"


def _text_of(plan: Plan) -> str:
    import yaml

    data = plan.model_dump(mode="json", exclude_defaults=True)
    return yaml.safe_dump(data, sort_keys=False, allow_unicode=True, width=110)
