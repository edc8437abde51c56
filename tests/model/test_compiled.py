"""Compiled code is never stale, and needs neither a home nor a writable install."""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
import sys
from pathlib import Path

import pytest

import simulation
from simulation.model import compiled
from simulation.model.community import Community
from simulation.scenario import load_scenario

ROOT = Path(simulation.__file__).parents[1]
ASK = """
import simulation
from simulation.scenario import load_scenario
from simulation.model.community import Community
small = {"days": 3, "groups.count": 2, "groups.members_at_start": 30, "market.people": 500}
print(simulation.__file__)
print(int(Community(load_scenario("baseline", small), key=1).run().history["visits"].sum()))
"""


def copy_of_the_project(folder: Path) -> Path:
    for name in ("simulation", "scenarios"):
        shutil.copytree(ROOT / name, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", folder)
    return folder


def ask(folder: Path, **env: str) -> int:
    kept = {k: v for k, v in os.environ.items() if k not in ("HOME", "XDG_CACHE_HOME", "PYTHONPATH")}
    done = subprocess.run(
        [sys.executable, "-c", ASK],
        cwd=folder,
        env={**kept, "PYTHONPATH": str(folder), **env},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    where, visits = done.stdout.split()
    assert Path(where).is_relative_to(folder)
    return int(visits)


def test_an_edited_rule_takes_effect_in_the_next_process(tmp_path: Path) -> None:
    project = copy_of_the_project(tmp_path / "project")
    cache = str(tmp_path / "cache")
    before = ask(project, XDG_CACHE_HOME=cache)
    again = ask(project, XDG_CACHE_HOME=cache)
    assert before == again > 0
    rules = project / "simulation" / "model" / "rules.py"
    text = rules.read_text(encoding="utf-8")
    old = "return 1.0 / (1.0 + math.exp(-max(-40.0, min(40.0, x))))"
    assert old in text
    rules.write_text(text.replace(old, "return 0.0"), encoding="utf-8")
    assert ask(project, XDG_CACHE_HOME=cache) == 0, "nobody visits under the edited rule"


def test_a_read_only_install_without_a_home_runs(tmp_path: Path) -> None:
    project = copy_of_the_project(tmp_path / "project")
    small = {"days": 3, "groups.count": 2, "groups.members_at_start": 30, "market.people": 500}
    expected = Community(load_scenario("baseline", small), key=1).run().history["visits"].sum()
    for path in [project, *project.rglob("*")]:
        path.chmod(path.stat().st_mode & ~(stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH))
    nowhere = tmp_path / "a file, not a folder"
    nowhere.write_text("")
    try:
        # the cache folder cannot be made below a file, whoever asks (root writes anywhere else)
        found = ask(
            project,
            XDG_CACHE_HOME=str(nowhere),
            HOME=str(nowhere),
            TMPDIR=str(tmp_path),
            PYTHONDONTWRITEBYTECODE="1",
        )
    finally:
        for path in [project, *project.rglob("*")]:
            path.chmod(path.stat().st_mode | stat.S_IWUSR)
    assert found == expected


def test_the_cache_key_changes_with_any_source(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    project = copy_of_the_project(tmp_path / "project")
    monkeypatch.setattr(compiled, "__file__", str(project / "simulation" / "model" / "compiled.py"))
    keys = {compiled.source_hash()}
    for source in ("model/phases/buy.py", "model/network.py", "scenario/behaviour.py"):
        path = project / "simulation" / source
        path.write_text(path.read_text(encoding="utf-8") + "\n# edited\n", encoding="utf-8")
        keys.add(compiled.source_hash())
    assert len(keys) == 4


def test_only_a_few_old_caches_are_kept(tmp_path: Path) -> None:
    current = tmp_path / "abcdefabcdef"
    current.mkdir()
    for i in range(9):
        (tmp_path / f"{i:012d}").mkdir()
    compiled._prune(tmp_path, current)
    assert current.exists()
    assert len(list(tmp_path.iterdir())) == compiled._KEEP + 1


def test_warming_up_compiles_every_entry_point() -> None:
    code = """
import importlib, pkgutil
import simulation.model as model
from simulation.model.warm import warm_up
warm_up()
names = [m.name for m in pkgutil.walk_packages(model.__path__, "simulation.model.")]
left = []
for name in names:
    for thing in vars(importlib.import_module(name)).values():
        if type(thing).__name__ == "CPUDispatcher" and not thing.signatures:
            left.append(thing.__name__)
print(sorted(set(left)))
"""
    done = subprocess.run(
        [sys.executable, "-c", code],
        env={**os.environ, "XDG_CACHE_HOME": str(Path(compiled.FOLDER).parent / "warm-test")},
        capture_output=True,
        text=True,
        check=True,
    )
    shutil.rmtree(Path(compiled.FOLDER).parent / "warm-test", ignore_errors=True)
    # one only analyses the contact graph, the other serves the agents engine
    assert done.stdout.strip() == "['degrees', 'part_all_seats']", done.stdout
