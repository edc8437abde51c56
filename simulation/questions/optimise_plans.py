"""A chosen plan as a scenario file: what it extends, and only what differs from that."""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from ..experiments.store import ResultsFolder
from ..scenario import Scenario, library, scenario_hash
from ..scenario.loader import load
from ..scenario.mistakes import plain
from ..scenario.paths import parse_path
from .optimise import Answer
from .saving import speaking


def write_plan(
    folder: Path, home: Path, name: str, source: str, scenario: Scenario, paths: Mapping[str, Any], note: str
) -> None:
    """Write the scenario to folder/name.yaml, to be moved to `home`.

    source: what it builds on, as the command line named it. paths: what differs from that, by dotted path. note: one
    line that says where it comes from. Where a file of differences would not say the same (which is tried), the whole
    scenario is written.
    """
    written = folder / f"{name}.yaml"
    known = source in library()
    parent = source if known else os.path.relpath(load(source).files[0], home.resolve())
    tree: dict[str, Any] = {"extends": parent}
    data = scenario.model_dump(mode="json", by_alias=True, exclude_none=True)
    for path in paths:
        _put(tree, data, path)
    head = {"name": name, "title": {"en": f"{scenario.name}: {name}", "zh": f"{scenario.name}：{name}"}}
    written.write_text(_text(note, {**head, **tree}), encoding="utf-8")
    # relative to where it will lie, it cannot be read from here
    here = {**head, **tree, "extends": parent if known else os.fspath(load(source).files[0])}
    draft = folder / f".{name}.yaml"
    draft.write_text(_text(note, here), encoding="utf-8")
    try:
        same = scenario_hash(load(draft).scenario) == scenario_hash(scenario)
    finally:
        draft.unlink()
    if not same:
        whole = {key: value for key, value in data.items() if key not in ("name", "title", "question")}
        written.write_text(_text(note, {**head, **whole}), encoding="utf-8")


def write_plans(answer: Answer, folder: ResultsFolder, command: str) -> None:
    """Write every chosen plan among the files of a folder that will be published. Raises GrouplifeError."""
    question = answer.question
    source = (*question.origin.names, question.scenario.name)[0]
    for one in answer.chosen:
        changed = question.scenario.override(dict(one.values))
        paths = {**question.origin.changes(), **one.values}
        note = f"Chosen as {', '.join(one.roles)} of {len(answer.points)} plans by: {command}"
        with speaking(folder):
            write_plan(folder.staging, folder.path, one.name, source, changed, paths, note)


def _put(tree: dict[str, Any], data: Any, path: str) -> None:
    """Copy what stands at a path; of a list, all of it: a list replaces its parent's."""
    steps = parse_path(path)
    for n, step in enumerate(steps):
        data = data[step]
        last = n + 1 == len(steps)
        if last or isinstance(data, list):
            tree[str(step)] = plain(data)
            return
        tree = tree.setdefault(str(step), {})


def _text(note: str, content: Mapping[str, Any]) -> str:
    import yaml

    return f"# {' '.join(note.split())}\n" + yaml.safe_dump(
        json.loads(json.dumps(content)), sort_keys=False, allow_unicode=True, width=110
    )
