from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest
from small_sweeps import ROOT, plan_file, plan_of

import simulation
from simulation import load_results
from simulation.sweeps.runner import sweep

LEVER = {"factors": {"strategy.coupon.depth": [0.1, 0.3]}}


def grouplife(folder: Path, *arguments: object) -> subprocess.CompletedProcess[str]:
    path = f"{ROOT}{os.pathsep}{os.environ.get('PYTHONPATH', '')}"
    return subprocess.run(
        [sys.executable, "-m", "simulation", *map(str, arguments)],
        env={**os.environ, "PYTHONPATH": path}, cwd=folder, capture_output=True, text=True, timeout=120, check=False,
    )  # fmt: skip


def test_a_sweep_goes_to_results_under_the_name_of_its_plan(tmp_path):
    plan_file(tmp_path, **LEVER)

    done = grouplife(tmp_path, "sweep", "small.yaml", "--workers", 1)

    assert done.returncode == 0, done.stderr
    head, *rows = done.stdout.splitlines()
    assert head.split()[:3] == ["scenario", "strategy.coupon.depth", "runs"]
    assert [row.split()[:3] for row in rows[:4]] == [
        ["quiet", "0.1", "6"], ["quiet", "0.3", "6"], ["loud", "0.1", "6"], ["loud", "0.3", "6"]
    ]  # fmt: skip
    assert rows[-1] == "Results: results/small"
    found = load_results(tmp_path / "results" / "small")
    assert found.manifest["command"] == "grouplife sweep small.yaml --workers 1"
    assert len(found.runs) == 24


def test_the_same_again_does_nothing_and_says_so_in_chinese_too(tmp_path):
    plan_file(tmp_path, measures=["open_rate_day_10"])
    grouplife(tmp_path, "sweep", "small.yaml", "--workers", 1)

    again = grouplife(tmp_path, "sweep", "small.yaml", "--lang", "zh")

    assert "无事可做：12 次运行均已完成" in again.stdout
    assert "场景" in again.stdout
    assert "打开率" in again.stdout


def test_json_is_one_object(tmp_path):
    plan_file(tmp_path)

    done = grouplife(tmp_path, "sweep", "small.yaml", "--workers", 1, "--limit", 5, "--json")

    said = json.loads(done.stdout)
    assert (said["runs"], said["made"], said["missing"], said["complete"]) == (5, 5, 7, False)
    assert said["notes"] == ["7 runs are left to do; the same command goes on from there"]


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["--workers", "0"], "workers must be a whole number from 1 to 64, not 0"),
        (["--limit", "-1"], "limit must be a whole number of runs from 0, not -1"),
        (["--out", "small.yaml"], "small.yaml is a file; give a folder"),
    ],
)
def test_what_cannot_be_is_one_line_and_nothing_is_written(tmp_path, arguments, told):
    plan_file(tmp_path)

    done = grouplife(tmp_path, "sweep", "small.yaml", *arguments)

    assert done.returncode == 2
    assert done.stderr.strip().splitlines()[-1].endswith(told)
    assert not (tmp_path / "results").exists()


def test_a_sweep_from_python_takes_plain_data(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    outcome = simulation.sweep(plan_of(tmp_path, replicates=2, keep=[]))

    assert outcome.out == Path("results/small")
    assert len(load_results(outcome.out).runs) == 4


# --- query --------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def results(tmp_path_factory):
    pytest.importorskip("duckdb")
    folder = tmp_path_factory.mktemp("query")
    sweep(plan_of(folder, **LEVER), folder / "out", workers=1)
    return folder / "out"


def test_a_question_in_sql_is_answered_from_the_tables(results, tmp_path):
    question = 'SELECT scenario, "strategy.coupon.depth" depth, sum(orders_day_30) n, count(*) FROM runs GROUP BY ALL'

    done = grouplife(tmp_path, "query", results, f"{question} ORDER BY ALL")

    assert done.returncode == 0, done.stderr
    rows = [line.split() for line in done.stdout.splitlines()]
    assert rows[0][:3] == ["scenario", "depth", "n"]
    assert [row[0] for row in rows[1:]] == ["loud", "loud", "quiet", "quiet"]


def test_an_answer_can_be_json_or_csv(results, tmp_path):
    keys = "(FROM runs SELECT run_id AS r)"
    question = f"SELECT scenario, run_id, open_rate FROM daily JOIN {keys} ON r = run_id WHERE day = 3"

    said = json.loads(grouplife(tmp_path, "query", results, question, "--json").stdout)
    done = grouplife(tmp_path, "query", results, question, "--csv", "answer.csv")
    again = grouplife(tmp_path, "query", results, question, "--csv", "answer.csv")

    sheet = pd.read_csv(tmp_path / "answer.csv")
    assert done.stdout == "Wrote answer.csv.\n"
    assert said["columns"] == list(sheet.columns) == ["scenario", "run_id", "open_rate"]
    assert len(said["rows"]) == len(sheet) == 24
    assert again.returncode == 2
    assert "answer.csv exists and is left as it is" in again.stderr


@pytest.mark.parametrize(
    ("question", "told"),
    [
        ("SELECT nope FROM runs", "columns of runs: run_id, scenario"),
        ("SELECT nope FROM runs", "(DESCRIBE runs lists all)"),
        ("FROM nowhere", "tables here: daily, errors, groups, members, points, runs"),
        ("SELEC 1", "syntax error"),
        ("FROM read_csv('/etc/passwd')", "disabled by configuration"),
        ("COPY runs TO 'stolen.csv'", "disabled by configuration"),
        ("", "begin with SELECT or FROM"),
    ],
)
def test_a_question_that_cannot_be_answered_says_what_there_is(results, tmp_path, question, told):
    before = {path: path.read_bytes() for path in results.iterdir()}

    done = grouplife(tmp_path, "query", results, question)

    assert done.returncode == 2
    assert done.stderr.startswith("error: query: ")
    assert told in done.stderr
    assert "Traceback" not in done.stderr
    assert {path: path.read_bytes() for path in results.iterdir()} == before
    assert not (tmp_path / "stolen.csv").exists()


def test_a_folder_without_results_cannot_be_asked(tmp_path):
    pytest.importorskip("duckdb")
    done = grouplife(tmp_path, "query", tmp_path, "FROM runs")

    assert done.returncode == 2
    assert "no results in" in done.stderr
