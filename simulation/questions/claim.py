"""Whose runs a folder holds: one question's, with versions that made it, and nobody else's."""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from ..errors import UsageError
from ..experiments.condition import ROUNDS
from ..experiments.store import ResultsFolder, write_error
from ..experiments.version import made_with
from ..scenario import Scenario, scenario_hash

_ASKED = "question.json"


def claim(
    folder: ResultsFolder, said: Mapping[str, Any], scenarios: Sequence[Scenario], versions: Mapping[str, str],
    fresh: bool,
) -> None:  # fmt: skip
    """Take the folder for a question, or find that it is taken for it.

    said: all that its runs depend on. versions: of libraries that choose points. fresh: discard the runs it holds.
    Raises UsageError where they are another question's, or were made with other versions.
    """
    target = folder.path / ROUNDS
    asked = {
        "question": {**said, "scenarios": [[one.name, scenario_hash(one)] for one in scenarios]},
        "versions": {**made_with(), **versions},
    }
    asked = json.loads(json.dumps(asked, ensure_ascii=False))
    try:
        if fresh and target.exists():
            shutil.rmtree(target)
        held = _held(target / _ASKED)
        if held is None:
            folder.keep()  # first: stopped in between, rounds without our mark would be taken for another's
            target.mkdir(exist_ok=True)
            _write(target / _ASKED, json.dumps(asked, ensure_ascii=False, indent=1) + "\n")
        elif held != asked:
            raise UsageError(_refusal(folder.path, asked, held))
    except OSError as problem:
        raise write_error(folder.path, problem) from problem
    folder.keep()


def _refusal(path: Path, asked: dict[str, Any], held: dict[str, Any]) -> str:
    choices = "--fresh discards them, another --out keeps both"
    mine, other = asked["question"], held.get("question", {})
    if mine != other:
        names = [name for name in mine if mine[name] != other.get(name)]
        return (
            f"--out {path} holds the runs of another question (other {', '.join(names)}); "
            f"nothing is overwritten: {choices}"
        )
    others = held.get("versions", {})
    names = [
        f"{name} {others.get(name, 'none')}, now {version}"
        for name, version in asked["versions"].items()
        if others.get(name) != version
    ]
    return (
        f"--out {path} holds runs of this question made with other versions ({'; '.join(names)}), "
        f"and runs of two versions cannot be mixed; go back to those versions, or: {choices}"
    )


def _held(path: Path) -> dict[str, Any] | None:
    """What a folder was claimed for; None if for nothing, {} if that cannot be read."""
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _write(path: Path, text: str) -> None:
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    with open(draft, "w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    os.replace(draft, path)
