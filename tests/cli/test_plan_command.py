"""`grouplife plan` as a user meets it: in a process of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import jsonschema

ROOT = Path(__file__).resolve().parents[2]
TINY = """\
scenarios: [baseline, no_group]
days: 5
factors: {groups.count: [1, 2], market.people: [900]}
replicates: 7
"""


def grouplife(*arguments: str | Path, **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "simulation", *map(str, arguments)],
        env={**os.environ, "PYTHONPATH": str(ROOT), "COLUMNS": "100", **environment},
        capture_output=True, text=True, timeout=200,
    )  # fmt: skip


def tiny(folder: Path, more: str = "") -> Path:
    path = folder / "tiny.yaml"
    path.write_text(TINY + more, encoding="utf-8")
    return path


def test_it_says_runs_time_and_disk_before_anything_runs(tmp_path: Path) -> None:
    done = grouplife("plan", tiny(tmp_path), "--workers", "2")
    assert done.returncode == 0, done.stderr
    said = {line.split("  ")[0]: line for line in done.stdout.splitlines() if line[:1].strip()}
    assert "28" in said["runs"]
    assert "2 scenarios x 2 points" in said["cells"]
    assert "2 workers" in said["time"]
    assert "estimate from" in said["time"]
    assert "a run (runs, daily)" in said["disk"]
    assert "groups.count   market.people" in done.stdout
    assert sorted(tmp_path.iterdir()) == [tmp_path / "tiny.yaml"], "nothing is written"


def test_it_says_the_same_in_chinese(tmp_path: Path) -> None:
    done = grouplife("plan", tiny(tmp_path), "--lang", "zh", "--no-trial")
    assert done.returncode == 0, done.stderr
    assert "2 个场景 x 2 个点" in done.stdout
    assert "网格" in done.stdout
    assert "时间" not in done.stdout


def test_as_json_it_is_one_object(tmp_path: Path) -> None:
    found = json.loads(grouplife("plan", tiny(tmp_path), "--json").stdout)
    assert found["runs"] == {"least": 28, "most": 28}
    assert found["head"] == [
        {"groups.count": 1, "market.people": 900},
        {"groups.count": 2, "market.people": 900},
    ]
    assert found["estimate"]["seconds"]["most"] > 0
    assert found["estimate"]["bytes"]["most"] == 28 * sum(found["estimate"]["bytes_a_run"].values())


def test_very_many_runs_are_counted_and_a_smaller_design_is_named(tmp_path: Path) -> None:
    path = tmp_path / "large.yaml"
    fields = "\n".join(f"  content.coupon.{name}: {{range: [0, 1], steps: 60}}" for name in ("deal", "load"))
    path.write_text(f"scenarios: [baseline]\nfactors:\n{fields}\n", encoding="utf-8")
    done = grouplife("plan", path, "--no-trial")
    assert "144,000 runs are many" in done.stderr
    assert "latin_hypercube with samples: 100" in done.stderr
    assert "… and 3,592 more points" in done.stdout


def test_a_mistake_is_one_message_and_exit_code_2(tmp_path: Path) -> None:
    done = grouplife("plan", tiny(tmp_path, "desing: grid\n"))
    assert done.returncode == 2
    assert done.stdout == ""
    assert "tiny.yaml:5: desing: unknown name 'desing'; did you mean design?" in done.stderr
    assert grouplife("plan", "first_lok").stderr.startswith(
        "error: unknown plan 'first_lok'; did you mean first_look?"
    )
    assert "workers must be" in grouplife("plan", "first_look", "--workers", "0").stderr


def test_without_a_name_the_library_is_listed_with_ones_own(tmp_path: Path) -> None:
    (tmp_path / "plans").mkdir()
    tiny(tmp_path / "plans")
    (tmp_path / "plans" / "broken.yaml").write_text("scenarios: []\n", encoding="utf-8")
    done = grouplife("plan", GROUPLIFE_SCENARIOS=str(tmp_path))
    assert done.returncode == 0, done.stderr
    assert [line.split()[0] for line in done.stdout.splitlines()[1:]] == ["everything", "first_look", "tiny"]
    assert "broken cannot be read" in done.stderr
    named = json.loads(grouplife("plan", "--json").stdout)["plans"]
    assert {"name", "question", "design"} == set(named[0])


def test_the_schema_of_plans_is_for_editors(tmp_path: Path) -> None:
    target = tmp_path / "plan_schema.json"
    assert grouplife("schema", "--plan", "--out", target).returncode == 0
    schema = json.loads(target.read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    assert schema["properties"]["days"]["unit"] == "days"
