"""`grouplife fit` in a real process."""

from __future__ import annotations

import csv
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pandas as pd
import pytest

from simulation import load_results, run
from simulation.scenario import load_scenario

ROOT = Path(__file__).resolve().parents[2]
QUICK = [
    "--ensemble",
    "20",
    "--seeds",
    "1",
    "--workers",
    "1",
    "--timezone",
    "UTC",
    "--from",
    "reference_communities",
]


def command(*arguments: str | Path) -> list[str]:
    return [sys.executable, "-m", "simulation", *map(str, arguments)]


def environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(ROOT), "COLUMNS": "100"}


def grouplife(*arguments: str | Path, cwd: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command(*arguments), cwd=cwd, env=environment(), capture_output=True, text=True, timeout=240
    )


def write_log(path: Path, days: int = 60) -> Path:
    """Six groups that say less every week."""
    rows = []
    for group in range(6):
        for member in range(12):
            rows.append(("2026-01-05T08:00:00", group, member, "join"))
        for day in range(days):
            for n in range(max(day % 5 == 0, 6 - day // 7 - group % 3)):
                when = pd.Timestamp("2026-01-05T09:00:01") + pd.Timedelta(days=day, seconds=60 * n)
                rows.append((when.isoformat(), group, (day + n * n) % (4 + group), "message"))
    with path.open("w", newline="", encoding="utf-8") as file:
        writer = csv.writer(file)
        writer.writerow(["timestamp", "group", "member", "event"])
        writer.writerows((when, f"群{group}", f"u{member}", event) for when, group, member, event in rows)
    return path


@pytest.fixture(scope="module")
def done(tmp_path_factory) -> tuple[Path, subprocess.CompletedProcess[str]]:
    folder = tmp_path_factory.mktemp("fit")
    write_log(folder / "Our log.csv")
    return folder, grouplife("fit", "Our log.csv", *QUICK, "--forecast", "56", "--until", "56", cwd=folder)


def test_fit_prints_what_it_found_and_where_it_is(done):
    _, process = done

    assert process.returncode == 0, process.stderr
    assert process.stdout.startswith("2026-01-05 to 2026-03-01: 6 groups, 12 people, ")
    assert "群0" in process.stdout
    assert process.stdout.splitlines()[-2:] == [
        "Scenario: results/fit_our_log/our_log.yaml",
        "Report: results/fit_our_log/report.html",
    ]
    assert "Note: 12 people are in 72 places" in process.stderr
    assert "Note: 4 days held back: too few to score, 28 needed." in process.stderr
    assert "Note: most talk falls between " in process.stderr
    assert "Traceback" not in process.stderr


def test_fit_writes_tables_that_are_read_back(done):
    folder, _ = done
    found = load_results(folder / "results/fit_our_log")

    assert set(found.manifest["files"]) == {
        "fit.json", "forecast.parquet", "history.parquet", "our_log.yaml", "our_log_fits.csv", "report.html",
        "weights.csv",
    }  # fmt: skip
    history = found.table("history")
    assert history["messages"].sum() == sum(
        line.endswith("message") for line in (folder / "Our log.csv").read_text(encoding="utf-8").splitlines()
    )
    assert found.units("history")["messages"] == "messages"
    assert set(found.table("forecast")["month"]) == {1, 2}
    plain = json.loads((found.path / "fit.json").read_text(encoding="utf-8"))
    assert plain["log"]["days_fitted"] == 56
    assert plain["theories"].keys() == {"topic_depletion", "lost_reciprocity", "turnover"}
    weights = pd.read_csv(found.path / "weights.csv")
    assert weights["weight"].sum() == pytest.approx(1.0, abs=1e-3)


def test_the_scenario_is_taken_by_other_commands(done):
    folder, _ = done
    path = folder / "results/fit_our_log/our_log.yaml"

    scenario = load_scenario(path)
    assert (scenario.groups.count, scenario.groups.members_at_start) == (6, 12)
    assert run(scenario, seed=1, days=10).summary is not None

    plan = folder / "value.yaml"
    plan.write_text(
        "name: value\nextends: results/fit_our_log/our_log.yaml\n"
        "strategy:\n  calendar:\n    - {post: value_content, per_day: 1}\n",
        encoding="utf-8",
    )
    few = ["--replicates", "2", "--ensemble", "2", "--days", "30", "--workers", "1", "--json"]
    compared = grouplife("compare", path.relative_to(folder), "value.yaml", *few, cwd=folder)

    assert compared.returncode == 0, compared.stderr
    assert set(json.loads(compared.stdout)["scenarios"]) == {"our_log", "value"}
    explained = grouplife("explain", path.relative_to(folder), "--lang", "zh", cwd=folder)
    assert explained.returncode == 0, explained.stderr


def test_fit_speaks_chinese_and_json(tmp_path):
    write_log(tmp_path / "log.csv")
    zh = grouplife("fit", "log.csv", *QUICK, "--lang", "zh", "--out", "one", cwd=tmp_path)
    plain = grouplife("fit", "log.csv", *QUICK, "--json", "--out", "two", "--name", "ours", cwd=tmp_path)

    assert zh.returncode == plain.returncode == 0, zh.stderr + plain.stderr
    assert "个群" in zh.stdout
    assert zh.stdout.splitlines()[-1] == "报告: one/report.html"
    assert "注意：" in zh.stderr
    assert 'lang="zh-CN"' in (tmp_path / "one/report.html").read_text(encoding="utf-8")
    found = json.loads(plain.stdout)
    assert (found["name"], found["out"]) == ("ours", "two")
    assert (tmp_path / "two/ours.yaml").exists()


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["none.csv"], "none.csv: there is no such file"),
        (["empty.csv"], "empty.csv is empty"),
        (["log.csv", "--member", "who"], "there is no column 'who' (--member)"),
        (["log.csv", "--timezone", "Shanghai"], "--timezone: given 'Shanghai'"),
        (["log.csv", "--event-name", "x"], "--event-name: given 'x', allowed: NAME=EVENT"),
        (["log.csv", "--until", "never"], "--until: given 'never'"),
        (["log.csv", "--until", "²"], "--until: given '²'"),
        (["log.csv", "--seeds", "0"], "--seeds must be a whole number from 1 to 100000, not 0"),
        (["log.csv", "--from", "baselines"], "did you mean baseline"),
        (["log.csv", "--name", "Ours!"], "--name: given 'Ours!'"),
        (["log.csv", "--ensemble", "3"], "--ensemble: given 3, allowed: 20 and more"),
        (["log.csv", "--out", "log.csv"], "is a file; give a folder"),
    ],
)
def test_what_was_asked_wrongly_is_one_message_and_writes_nothing(tmp_path, arguments, message):
    write_log(tmp_path / "log.csv", days=40)
    (tmp_path / "empty.csv").write_text("")

    process = grouplife("fit", *arguments, cwd=tmp_path)

    assert process.returncode == 2
    assert process.stdout == ""
    assert process.stderr.splitlines()[-1].startswith("error: ")
    assert message in process.stderr
    assert "Traceback" not in process.stderr
    assert sorted(path.name for path in tmp_path.iterdir()) == ["empty.csv", "log.csv"]


def test_results_that_would_be_replaced_are_told_only_once_the_input_is_good(done):
    folder, _ = done

    process = grouplife("fit", "Our log.csv", *QUICK, "--until", "never", cwd=folder)

    assert process.returncode == 2
    assert "--until: given 'never'" in process.stderr
    assert "replaced" not in process.stderr


def test_ctrl_c_leaves_nothing(tmp_path):
    write_log(tmp_path / "log.csv")
    process = subprocess.Popen(
        command("fit", "log.csv", "--ensemble", "2000", "--workers", "1"),
        cwd=tmp_path, env=environment(), text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
        start_new_session=True,
    )  # fmt: skip
    partial = tmp_path / "results/fit_log/.partial"
    end = time.monotonic() + 60
    while not partial.exists() and time.monotonic() < end:
        time.sleep(0.05)
    time.sleep(2.0)

    os.killpg(process.pid, signal.SIGINT)
    out, err = process.communicate(timeout=60)

    assert process.returncode == 130
    assert out == ""
    assert err.splitlines()[-1] == "stopped: nothing was written"
    assert [path.name for path in tmp_path.iterdir()] == ["log.csv"]
