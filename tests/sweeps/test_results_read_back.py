"""Results read back with `load_results`, as spreadsheets, and while or after a command was at work on them."""

from __future__ import annotations

import csv
import json
import os
import signal
import subprocess
import sys
import time
import warnings
from pathlib import Path

import mesa
import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from small_sweeps import ROOT, plan_file, plan_of, scenario_file

from simulation import Community, ResultsWarning, UsageError, load_results, load_scenario
from simulation.errors import GrouplifeError
from simulation.experiments.condition import LOCK, MANIFEST
from simulation.sweeps.runner import sweep

BOM = "\ufeff"


def start(folder: Path, *arguments: object) -> subprocess.Popen[str]:
    path = f"{ROOT}{os.pathsep}{os.environ.get('PYTHONPATH', '')}"
    return subprocess.Popen(
        [sys.executable, "-m", "simulation", *map(str, arguments)],
        env={**os.environ, "PYTHONPATH": path}, cwd=folder, text=True, stdout=subprocess.PIPE,
        stderr=subprocess.PIPE, start_new_session=True,
    )  # fmt: skip


def grouplife(folder: Path, *arguments: object) -> tuple[int, str, str]:
    process = start(folder, *arguments)
    out, err = process.communicate(timeout=240)
    return process.returncode, out, err


def parts(out: Path) -> int:
    return len(list((out / "journal").glob("*.part")))


def wait_for_parts(out: Path, process: subprocess.Popen[str], before: int) -> None:
    end = time.monotonic() + 200
    while time.monotonic() < end and process.poll() is None and parts(out) <= before:
        time.sleep(0.01)
    assert parts(out) > before


@pytest.fixture(scope="module")
def results(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("read")
    sweep(plan_of(folder, factors={"strategy.coupon.depth": [0.1, 0.3]}), folder / "out", workers=1, csv=True)
    return folder / "out"


# --- load_results -----------------------------------------------------------------------------------------------


def test_tables_are_read_when_they_are_asked_for(results):
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        found = load_results(results)

    assert found.complete
    assert "daily" not in vars(found)
    assert len(found.daily) == 12 * len(found.runs) == 12 * 24
    assert found.daily is found.daily
    assert list(found.table("runs", ["seed", "run_id"])) == ["seed", "run_id"]
    assert found.manifest["kind"] == "sweep"


def test_a_column_that_is_not_there_is_named(results):
    with pytest.raises(GrouplifeError, match="has no column 'nope'"):
        load_results(results).table("runs", ["run_id", "nope"])


def test_a_sweep_that_is_not_finished_loads_and_says_so(tmp_path):
    sweep(plan_of(tmp_path, keep=[]), tmp_path / "out", workers=1, limit=5)

    with pytest.warns(ResultsWarning, match="5 runs are here and 7 are left to do; the same command goes on"):
        found = load_results(tmp_path / "out")

    assert not found.complete
    assert len(found.runs) == 5


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"grouplife": "0.0.1"}, "grouplife 0.0.1; this is"),
        ({"model": "0" * 12}, "another state of the model"),
    ],
)
def test_results_of_another_version_load_and_say_so(results, tmp_path, changed, told):
    for path in results.iterdir():
        if path.is_file():
            (tmp_path / path.name).write_bytes(path.read_bytes())
    manifest = json.loads((tmp_path / MANIFEST).read_text())
    (tmp_path / MANIFEST).write_text(json.dumps({**manifest, **changed}))

    with pytest.warns(ResultsWarning, match=told):
        found = load_results(tmp_path)

    assert len(found.runs) == 24


def test_a_folder_of_folders_names_those_with_results(results):
    with pytest.raises(UsageError, match=f"give one of the folders in it: {results}"):
        load_results(results.parent)


def test_a_file_is_no_folder(results):
    with pytest.raises(UsageError, match="it is a file; give the folder it lies in"):
        load_results(results / "runs.parquet")


def test_a_question_says_where_its_runs_lie(results, tmp_path):
    (tmp_path / LOCK).write_text("grouplife sensitivity\n")
    manifest = json.loads((results / MANIFEST).read_text())
    (tmp_path / MANIFEST).write_text(json.dumps({**manifest, "kind": "sensitivity"}))
    (tmp_path / "screening").symlink_to(results)

    with pytest.raises(
        GrouplifeError, match=r"the rounds of this question have it: load_results\('.*screening'\)"
    ):
        _ = load_results(tmp_path).runs


# --- while a sweep is at work, after it was stopped or killed ------------------------------------------------------


def test_a_sweep_at_work_stopped_or_killed_is_told_apart(tmp_path):
    plan, out = plan_file(tmp_path, replicates=2000, keep=[]), tmp_path / "out"
    for how, code in ((signal.SIGINT, 130), (signal.SIGKILL, -signal.SIGKILL)):
        before = parts(out)
        process = start(tmp_path, "sweep", plan, "--out", out, "--workers", 1, "--quiet")
        wait_for_parts(out, process, before)
        with pytest.raises(UsageError, match="the sweep of the plan small is at work there now; wait for it"):
            load_results(out)

        process.send_signal(how)
        _, err = process.communicate(timeout=60)

        assert process.returncode == code
        if how == signal.SIGINT:
            assert f"finished runs are kept in {out}: the same command goes on from there" in err
        unfinished = (
            "it holds an unfinished sweep of the plan small, and nothing is at work there; the runs it"
        )
        with pytest.raises(UsageError, match=unfinished):
            load_results(out)
    for command in (["query", out, "FROM runs"], ["report", out]):
        code, _, err = grouplife(tmp_path, *command)
        assert code == 2
        assert err.startswith("error: no tables in")
        assert "the same command goes on from there" in err
        assert "Traceback" not in err


def test_results_that_are_being_made_anew_are_those_from_before(tmp_path):
    plan, out = plan_file(tmp_path, replicates=2000, keep=[]), tmp_path / "out"
    grouplife(tmp_path, "sweep", plan, "--out", out, "--workers", 1, "--limit", 3)
    before = parts(out)
    process = start(tmp_path, "sweep", plan, "--out", out, "--workers", 1, "--quiet")
    try:
        wait_for_parts(out, process, before)
        with pytest.warns(ResultsWarning, match="another grouplife is writing to .* now"):
            found = load_results(out)
        pytest.importorskip("duckdb")
        code, said, err = grouplife(tmp_path, "query", out, "SELECT count(*) AS n FROM runs")
    finally:
        process.kill()
        process.communicate()

    assert len(found.runs) == 3
    assert code == 0
    assert said.split() == ["n", "3"]
    assert "Note: another grouplife is writing to" in err


# --- spreadsheets and other readers ----------------------------------------------------------------------------


def test_a_spreadsheet_reads_the_csv_as_utf_8(results):
    with open(results / "runs.csv", encoding="utf-8", newline="") as file:
        text = file.read()
    rows = list(csv.reader(text.removeprefix(BOM).splitlines()))

    assert text.startswith(BOM)
    assert rows[0] == load_results(results).columns("runs")
    assert len(rows) == 25
    pd.testing.assert_frame_equal(
        pd.read_csv(results / "runs.csv"),
        load_results(results).runs.astype({"scenario": object}),
        check_dtype=False,
        check_exact=True,
    )


def test_run_and_compare_write_csv_too(tmp_path):
    a, b = (scenario_file(tmp_path, name) for name in ("a", "b"))
    grouplife(tmp_path, "run", a, "--out", "one", "--csv")
    grouplife(
        tmp_path, "compare", a, b, "--replicates", 2, "--ensemble", 0, "--out", "two", "--csv", "--workers", 1
    )
    code, _, err = grouplife(tmp_path, "run", a, "--csv")

    for folder in ("one", "two"):
        for name in ("runs", "daily", "groups"):
            assert (tmp_path / folder / f"{name}.csv").read_text(encoding="utf-8").startswith(BOM)
    assert code == 2
    assert "--csv writes beside the tables" in err


def test_columns_are_plain_numbers_and_text(results):
    for path in results.glob("*.parquet"):
        for field in pq.read_schema(path):
            kind = field.type.value_type if pa.types.is_dictionary(field.type) else field.type
            plain = (
                pa.types.is_integer, pa.types.is_floating, pa.types.is_boolean, pa.types.is_string, pa.types.is_null
            )  # fmt: skip
            assert any(is_of(kind) for is_of in plain), (path.name, field)


def test_pandas_opens_the_parquet(results):
    frame = pd.read_parquet(results / "runs.parquet")

    assert len(frame) == 24
    assert frame["run_id"].dtype == np.int64


def test_polars_opens_the_parquet(results):
    polars = pytest.importorskip("polars", reason="polars is not installed")

    frame = polars.read_parquet(results / "runs.parquet")

    assert frame.height == 24
    assert frame["run_id"].to_list() == list(range(24))


# --- Mesa ------------------------------------------------------------------------------------------------------


def test_batch_run_agrees_with_the_sweep_bit_for_bit(tmp_path):
    plan = plan_of(tmp_path, replicates=2, keep=["daily"])
    found = sweep(plan, tmp_path / "out", workers=1)
    daily = load_results(found.out).daily

    rows = mesa.batch_run(
        Community,
        {"scenario": [load_scenario(file) for file in plan["scenarios"]], "key": [1, 2]},
        max_steps=12,
        data_collection_period=1,
        display_progress=False,
    )

    theirs = pd.DataFrame(rows)
    theirs["scenario"] = [scenario.name for scenario in theirs["scenario"]]
    shared = [
        name for name in daily.columns if name in theirs.columns and name not in ("scenario", "seed", "day")
    ]
    assert len(shared) == len(Community("baseline", 1).datacollector.model_reporters)
    for (scenario, seed), ours in daily.groupby(["scenario", "seed"], observed=True):
        other = theirs[(theirs["scenario"] == scenario) & (theirs["key"] == seed)].sort_values("Step")
        for name in shared:
            mine = ours.sort_values("day")[name].to_numpy(dtype=np.float64)
            assert other[name].to_numpy(dtype=np.float64)[-12:].tobytes() == mine.tobytes(), name
