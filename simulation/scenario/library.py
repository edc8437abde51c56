"""Where scenarios are found by name."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from ..errors import UsageError
from .paths import nearest

SUFFIXES = (".yaml", ".yml")
#: Folder beside the scenarios that holds the claims of the ledger, which are no scenarios.
CLAIMS = "claims"
#: Folder beside the scenarios that holds plans of experiments, which are none either.
PLANS = "plans"


def library() -> dict[str, Path]:
    """Scenario name -> file, sorted; those in a subfolder as `folder/name`.

    The scenarios of the checkout or of the installed package, and those in the folder $GROUPLIFE_SCENARIOS,
    which must not carry the same names. Raises UsageError if they do or if there is no such folder.
    """
    return _shelves(_scenarios_in, "scenario")


def plans() -> dict[str, Path]:
    """Plan of an experiment -> file, sorted: those of the folder `plans` beside the scenarios, ours and one's own.

    Raises UsageError as `library` does.
    """
    return _shelves(lambda folder: _scenarios_in(folder / PLANS), "plan")


def _shelves(look: Callable[[Path], dict[str, Path]], what: str) -> dict[str, Path]:
    """What there is in our folder and in $GROUPLIFE_SCENARIOS, by name."""
    found = dict(look(home()))
    own = os.environ.get("GROUPLIFE_SCENARIOS")
    if own:
        folder = Path(own).expanduser()
        if not folder.is_dir():
            raise UsageError(
                f"GROUPLIFE_SCENARIOS names {own}, which is no folder; set it to one or unset it"
            )
        for name, path in look(folder).items():
            if found.setdefault(name, path).resolve() != path.resolve():
                raise UsageError(f"{path} has the name of a {what} of the library; rename the file")
    return dict(sorted(found.items()))


def home() -> Path:
    """The folder of the checkout's scenarios, or that of the installed package."""
    package = Path(__file__).resolve().parent.parent
    beside = package.parent / "scenarios"
    checkout = beside.is_dir() and (package.parent / "pyproject.toml").is_file()
    return beside if checkout else package / "_scenarios"


def _scenarios_in(folder: Path) -> dict[str, Path]:
    found = {}
    for path in sorted(folder.rglob("*")):
        inside = path.relative_to(folder)
        hidden = any(part.startswith((".", "_")) for part in inside.parts)
        if inside.parts[0] in (CLAIMS, PLANS) and len(inside.parts) > 1:
            continue
        if path.suffix in SUFFIXES and path.is_file() and not hidden:
            found[inside.with_suffix("").as_posix()] = path
    return found


def find(name: str, beside: Path | None = None) -> Path:
    """The file for a library name or a path; `beside`: the folder relative paths start from (or: here).

    What ends in .yaml is a path; anything else is looked up in the library first. Raises UsageError with the
    nearest valid name.
    """
    path = Path(name).expanduser()
    path = beside / path if beside is not None else path
    if path.suffix in SUFFIXES:
        if path.exists():
            return path
        raise UsageError(missing(path))
    known = library()
    if name in known:
        return known[name]
    for candidate in (*(path.with_name(path.name + suffix) for suffix in SUFFIXES if path.name), path):
        if candidate.is_file() or (candidate is path and path.exists()):
            return candidate
    near = nearest(name, known)
    hint = f"did you mean {near}?" if near else "a file of your own needs its path, as in ./my_plan.yaml."
    raise UsageError(f"unknown scenario {name!r}; {hint} The library has: {', '.join(known) or 'nothing'}")


def missing(path: Path) -> str:
    """Message for a file that is not there, with the nearest that is."""
    others = [p.name for p in path.parent.iterdir() if p.suffix in SUFFIXES] if path.parent.is_dir() else []
    near = nearest(path.name, others)
    if near:
        return f"no such file: {path}; did you mean {path.with_name(near)}?"
    if path.stem in library():
        return f"no such file: {path}; the library has a scenario {path.stem} (without .yaml)"
    return f"no such file: {path}"
