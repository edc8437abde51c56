"""`grouplife explain` in a real process: what is told of many parameters, and of what never happens."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from simulation.scenario.mechanisms import PARAMETERS

ROOT = Path(__file__).resolve().parents[2]


def explain(*arguments: str | Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "simulation", "explain", *map(str, arguments)],
        env={**os.environ, "PYTHONPATH": str(ROOT), "COLUMNS": "200"}, capture_output=True, text=True, timeout=240,
    )  # fmt: skip


@pytest.fixture
def many(tmp_path: Path) -> Path:
    """A plan that sets seven parameters."""
    paths = [path for path, note in PARAMETERS.items() if path.startswith("behaviour.") and note.draw][:7]
    lines = [
        f"  {path.removeprefix('behaviour.')}: {(PARAMETERS[path].draw or (0, 0))[1]:g}" for path in paths
    ]
    tree: dict[str, list[str]] = {}
    for line in lines:
        part, _, rest = line.strip().partition(".")
        tree.setdefault(part, []).append(f"    {rest}")
    text = "".join(f"  {part}:\n" + "\n".join(rest) + "\n" for part, rest in tree.items())
    plan = tmp_path / "many.yaml"
    plan.write_text(f"extends: baseline\nbehaviour:\n{text}", encoding="utf-8")
    return plan


def test_many_parameters_are_told_by_their_number_unless_all_are_asked_for(many):
    short, whole = explain(many, "--lang", "zh"), explain(many, "--lang", "zh", "--all")

    assert short.returncode == whole.returncode == 0, short.stderr + whole.stderr
    assert "7 个与默认值不同的参数（用 --all 列出）" in short.stdout
    assert "behaviour." not in short.stdout
    assert whole.stdout.count("- behaviour.") == 14  # how people respond, and what differs from the parent
    assert "7 parameters set apart from their defaults (list: --all)" in explain(many).stdout


def test_a_change_after_the_last_day_is_told(tmp_path):
    plan = tmp_path / "late.yaml"
    plan.write_text(
        "extends: baseline\ndays: 180\ntimeline:\n  - {on: 400, set: {strategy.coupon.depth: 0.1}}\n",
        encoding="utf-8",
    )

    en, zh = explain(plan), explain(plan, "--lang", "zh")

    assert "on day 400 never happens, the last day is 179" in en.stderr
    assert "不会发生" in zh.stderr
