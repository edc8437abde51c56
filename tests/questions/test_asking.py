"""All four commands that ask questions: killed, stopped, out of disk, asked something else; and what they share."""

from __future__ import annotations

import json
import os
import random
import re
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
COMMANDS = ("sensitivity", "discover", "tipping", "optimise")
_DEPTH, _GROUPS = "strategy.coupon.depth=0..0.5", "operators.groups_per_operator=1..10"
ASKED: dict[str, list[str]] = {
    "sensitivity": [
        "--factor", _DEPTH, "--factor", _GROUPS, "--factor", "product.price", "--method", "sobol", "--over", "levers",
        "--top", "2", "--samples", "8", "--replicates", "1", "--measure", "profit_day_20",
    ],
    "discover": [
        "--factor", _DEPTH, "--factor", _GROUPS, "--fails-if", "profit_day_20 < 0", "--samples", "60", "--replicates",
        "2",
    ],
    "tipping": [
        "--factor", "strategy.calendar[0].per_day=0.1..10:log", "--points", "5", "--replicates", "6", "--ensemble", "4",
        "--measure", "open_rate_day_14", "--threshold", "0.3",
    ],
    "optimise": [
        "--factor", "strategy.calendar[0].per_day=0.1..10:log", "--factor", "operators.groups_per_operator=5,10,20",
        "--trials", "24", "--replicates", "4", "--check", "3", "--subject-to", "operator_hours_day_20 < 100000",
    ],
}  # fmt: skip


def arguments(kind: str) -> list[str]:
    """A small question of each kind, in some seconds."""
    if kind == "optimise":
        pytest.importorskip("optuna")
    return [sys.executable, "-m", "simulation", kind, "tiny.yaml", *ASKED[kind]]


def environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": f"{ROOT}{os.pathsep}{os.environ.get('PYTHONPATH', '')}"}


def grouplife(folder: Path, kind: str, *more: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*arguments(kind), *more], cwd=folder, env=environment(), capture_output=True, text=True, timeout=280
    )


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A folder with a small scenario."""
    small = {
        "extends": "coupon_spam", "days": 20, "groups": {"count": 2, "members_at_start": 15}, "market": {"people": 200},
    }  # fmt: skip
    (tmp_path / "tiny.yaml").write_text(yaml.safe_dump(small))
    return tmp_path


def tables(folder: Path) -> dict[str, bytes]:
    """Everything the answer is made of, byte by byte; the first line of a plan's file names the command."""
    found = {
        path.name: path.read_bytes()
        for path in sorted(folder.iterdir())
        if path.suffix in (".parquet", ".yaml", ".csv")
    }
    found = {
        name: data.split(b"\n", 1)[1] if name.endswith(".yaml") else data for name, data in found.items()
    }
    return found | {"answer.json": (folder / "answer.json").read_bytes()}


def started(folder: Path, kind: str, *more: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [*arguments(kind), *more], cwd=folder, env=environment(), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
        text=True, start_new_session=True,
    )  # fmt: skip


def until_runs_are_kept(process: subprocess.Popen[str], out: Path) -> None:
    """Wait until a first part of a round is on the disk."""
    while process.poll() is None and not any((out / "rounds").glob("*/*/*")):
        time.sleep(0.01)


@pytest.mark.parametrize("kind", COMMANDS)
def test_killed_at_any_moment_it_ends_with_the_same_tables_on_any_number_of_workers(
    place: Path, kind: str
) -> None:
    undisturbed = grouplife(place, kind, "--workers", "1", "--out", "whole")
    assert undisturbed.returncode == 0, undisturbed.stderr
    rng = random.Random(5)
    for kill in range(3):
        with started(place, kind, "--workers", str(1 + kill % 2), "--out", "killed") as process:
            if kill == 0:
                until_runs_are_kept(process, place / "killed")
            else:
                time.sleep(rng.uniform(0.5, 3.0))
            os.killpg(process.pid, signal.SIGKILL)

    done = grouplife(place, kind, "--workers", "2", "--out", "killed")

    assert done.returncode == 0, done.stderr
    assert tables(place / "killed") == tables(place / "whole")


@pytest.mark.parametrize("kind", COMMANDS)
def test_ctrl_c_says_what_is_kept_and_the_same_command_goes_on(place: Path, kind: str) -> None:
    with started(place, kind, "--workers", "1", "--out", "stopped") as process:
        until_runs_are_kept(process, place / "stopped")
        process.send_signal(signal.SIGINT)
        _, err = process.communicate(timeout=60)

    # pressed while C code evaluates a text, Python itself ends by the signal: 130 to a shell as well
    assert process.returncode in (130, -signal.SIGINT), err
    assert re.search(
        r"(\d+ finished runs are|what was finished is) kept in stopped: the same command goes on from there",
        err,
    )
    assert "Traceback" not in err
    done = grouplife(place, kind, "--workers", "1", "--out", "stopped")
    assert done.returncode == 0, done.stderr


@pytest.fixture
def small_disk(place: Path) -> Iterator[Path]:
    """A file system of its own with very little room."""
    folder = place / "disk"
    folder.mkdir()
    mount = ["mount", "-t", "tmpfs", "-o", "size=100k", "tmpfs", str(folder)]
    mounted = subprocess.run(mount, capture_output=True, text=True, check=False)
    if mounted.returncode:
        pytest.skip(f"cannot mount a small file system here: {mounted.stderr.strip()}")
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=False)


@pytest.mark.parametrize("kind", COMMANDS)
def test_a_full_disk_is_told_and_the_same_command_goes_on(place: Path, small_disk: Path, kind: str) -> None:
    full = grouplife(place, kind, "--workers", "1", "--out", "disk/out")
    subprocess.run(["mount", "-o", "remount,size=100m", str(small_disk)], check=True)
    done = grouplife(place, kind, "--workers", "1", "--out", "disk/out", "--json")

    assert full.returncode == 1, full.stderr
    assert "the disk is full: could not write disk/out" in full.stderr
    assert re.search(r"\d+ finished runs are kept: the same command goes on from there", full.stderr)
    assert "Traceback" not in full.stderr
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout)["failed"] == 0


@pytest.mark.parametrize("kind", COMMANDS)
def test_a_folder_of_another_question_is_left_alone(place: Path, kind: str) -> None:
    assert grouplife(place, kind, "--workers", "1", "--out", "kept").returncode == 0
    before = tables(place / "kept")

    other = grouplife(place, kind, "--workers", "1", "--out", "kept", "--seed", "7")
    claim = place / "kept" / "rounds" / "question.json"
    held = json.loads(claim.read_text())
    held["versions"]["numpy"] = "1.0"
    claim.write_text(json.dumps(held))
    older = grouplife(place, kind, "--workers", "1", "--out", "kept")
    command = next(name for name in COMMANDS[:3] if name != kind)
    foreign = grouplife(place, command, "--workers", "1", "--out", "kept")

    assert (other.returncode, older.returncode, foreign.returncode) == (2, 2, 2)
    assert "holds the runs of another question (other seed); nothing is overwritten" in other.stderr
    assert "made with other versions (numpy 1.0, now" in older.stderr
    assert "--fresh discards them" in older.stderr
    assert f"holds results of grouplife {kind}" in foreign.stderr
    assert tables(place / "kept") == before

    fresh = grouplife(place, kind, "--workers", "1", "--out", "kept", "--fresh")
    assert fresh.returncode == 0, fresh.stderr
    assert tables(place / "kept") == before


def options(kind: str) -> dict[str, str]:
    """The options of a command with their help, without line breaks."""
    shown = subprocess.run(
        [sys.executable, "-m", "simulation", kind, "--help"], env=environment(),
        capture_output=True, text=True, check=True, timeout=60,
    ).stdout  # fmt: skip
    assert "Examples:" in shown
    assert f"grouplife {kind} " in shown[shown.index("Examples:") :]
    listed = " ".join(shown[shown.index("Options:") :].split())
    found: dict[str, str] = {}
    for part in re.split(r" (?=--[a-z])", listed):
        name, _, text = part.partition(" ")
        found.setdefault(name, text)
    return found


def test_what_the_commands_share_has_the_same_name_and_the_same_help() -> None:
    every = {kind: options(kind) for kind in COMMANDS}
    shared = {
        "--factor", "--replicates", "--seed", "--days", "--set", "--out", "--workers", "--scheduler", "--resume",
        "--csv", "--lang", "--json",
    }  # fmt: skip
    first = every["sensitivity"]
    for kind, found in every.items():
        assert shared <= set(found), (kind, shared - set(found))
        for name in shared - {"--replicates"}:  # whose default differs
            assert found[name] == first[name], (kind, name)
    assert every["sensitivity"]["--over"] == every["discover"]["--over"]
