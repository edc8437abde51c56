"""`grouplife claims` as a user meets it: in a process of its own."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
import time
from pathlib import Path

import pandas as pd
import pytest

ROOT = Path(__file__).resolve().parents[2]
CLAIMS = ROOT / "tests" / "evidence" / "claims"
QUICK = ["--seeds", "8", "--ensemble", "4"]


def command(*arguments: str | Path) -> list[str]:
    return [sys.executable, "-m", "simulation", "claims", *map(str, arguments)]


def environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(ROOT), "COLUMNS": "100"}


def claims(*arguments: str | Path, cwd: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command(*arguments), cwd=cwd, env=environment(), capture_output=True, text=True, timeout=200
    )


def start(*arguments: str | Path, cwd: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        command(*arguments), cwd=cwd, env=environment(), text=True,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True,
    )  # fmt: skip


def wait_for_runs(folder: Path, process: subprocess.Popen[str]) -> None:
    end = time.monotonic() + 120
    while time.monotonic() < end and process.poll() is None:
        if any(journal.stat().st_size > 0 for journal in folder.glob("runs/*.jsonl")):
            return
        time.sleep(0.02)
    raise AssertionError("no batch was kept")


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    folder = tmp_path_factory.mktemp("claims")
    done = claims(CLAIMS, *QUICK, "--json", "--workers", "1", cwd=folder)
    assert done.returncode == 0, done.stderr
    return folder, json.loads(done.stdout)


def test_json_stands_alone_on_stdout_and_the_folder_holds_the_rest(whole):
    folder, found = whole
    out = folder / "results" / "claims"
    assert [claim["id"] for claim in found["claims"]] == ["T1", "T2"]
    assert json.loads((out / "ledger.json").read_text(encoding="utf-8")) == found
    table = pd.read_parquet(out / "claims.parquet")
    assert table["mean"].tolist() == [claim["effect"]["mean"] for claim in found["claims"]]
    effects = pd.read_parquet(out / "effects.parquet")
    assert set(effects["variant"]) == {"", "members"}
    assert json.loads((out / "manifest.json").read_text(encoding="utf-8"))["kind"] == "claims"


def test_again_it_reuses_every_run_and_prints_a_line_a_claim(whole):
    folder, _ = whole
    done = claims(CLAIMS, *QUICK, "--workers", "1", cwd=folder)
    assert done.returncode == 0
    assert re.search(r"^T1 .*(supported|opposite|inconclusive)", done.stdout, re.M)
    assert "Placebos: " in done.stdout
    assert "0 runs made" in done.stderr
    chinese = claims(CLAIMS, *QUICK, "--lang", "zh", "--quiet", cwd=folder)
    assert "安慰剂" in chinese.stdout
    assert not chinese.stderr


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGINT])
def test_stopped_it_goes_on_from_where_it_was(whole, tmp_path, how):
    _, expected = whole
    process = start(CLAIMS, *QUICK, "--workers", "2", "--out", "out", cwd=tmp_path)
    wait_for_runs(tmp_path / "out", process)
    process.send_signal(how)
    _, told = process.communicate(timeout=60)
    if how == signal.SIGINT:
        assert process.returncode == 130
        assert "goes on from there" in told
        assert "Traceback" not in told
    done = claims(CLAIMS, *QUICK, "--json", "--out", "out", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    found = json.loads(done.stdout)
    assert found["runs"]["reused"] > 0
    assert found["runs"]["made"] + found["runs"]["reused"] == expected["runs"]["made"]
    assert {**found, "runs": 0} == {**expected, "runs": 0}


def test_two_ledgers_on_one_folder_are_refused(tmp_path):
    process = start(
        CLAIMS, "--seeds", "200", "--ensemble", "0", "--workers", "1", "--out", "out", cwd=tmp_path
    )
    try:
        wait_for_runs(tmp_path / "out", process)
        second = claims(CLAIMS, *QUICK, "--out", "out", cwd=tmp_path)
        assert second.returncode == 1
        assert "another grouplife is writing to out" in second.stderr
    finally:
        process.send_signal(signal.SIGINT)
        process.communicate(timeout=60)


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["NOPE"], "unknown claim 'NOPE'"),
        ([str(CLAIMS), "--seeds", "5"], "seeds must be a whole number from 8"),
        ([str(CLAIMS / "T1.yml")], "no such file"),
        ([str(CLAIMS), "--lang", "fr"], "allowed: en, zh"),
    ],
)
def test_what_is_asked_wrongly_is_refused_with_what_is_allowed(tmp_path, arguments, says):
    done = claims(*arguments, cwd=tmp_path)
    assert done.returncode == 2
    assert says in done.stderr
    assert not list(tmp_path.iterdir())


def test_list_names_the_claims_without_running_any(tmp_path):
    done = claims(CLAIMS, "--list", "--lang", "zh", cwd=tmp_path)
    assert done.stdout.splitlines()[1].startswith("T1")
    assert "整天发券" in done.stdout
    listed = json.loads(claims(CLAIMS, "--list", "--json", cwd=tmp_path).stdout)
    assert [claim["id"] for claim in listed["claims"]] == ["T1", "T2"]
    assert not list(tmp_path.iterdir())


def test_docs_are_written_whole_and_never_over_what_was_not_generated(whole, tmp_path):
    folder, _ = whole
    out = ["--out", folder / "results" / "claims"]
    done = claims(CLAIMS, *QUICK, *out, "--docs", "docs", cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert (tmp_path / "docs" / "claims.zh.md").exists()
    assert (tmp_path / "docs" / "claims" / "T1.md").exists()
    assert not list((tmp_path / "docs").glob(".*"))
    assert claims(CLAIMS, *QUICK, *out, "--docs", "docs", cwd=tmp_path).returncode == 0
    (tmp_path / "docs" / "claims.md").write_text("my own words\n", encoding="utf-8")
    refused = claims(CLAIMS, *QUICK, *out, "--docs", "docs", cwd=tmp_path)
    assert refused.returncode == 2
    assert "was not generated" in refused.stderr
    assert (tmp_path / "docs" / "claims.md").read_text(encoding="utf-8") == "my own words\n"


def test_docs_of_a_whole_ledger_do_not_give_way_to_those_of_one_claim(whole, tmp_path):
    folder, _ = whole
    out = ["--out", folder / "results" / "claims"]
    assert claims(CLAIMS, *QUICK, *out, "--docs", "docs", cwd=tmp_path).returncode == 0
    before = (tmp_path / "docs" / "claims.md").read_text(encoding="utf-8")
    refused = claims(CLAIMS / "T1.yaml", *QUICK, *out, "--docs", "docs", cwd=tmp_path)
    assert refused.returncode == 2
    assert "holds the pages of 1 other claims (T2)" in refused.stderr
    assert (tmp_path / "docs" / "claims.md").read_text(encoding="utf-8") == before
    assert claims(CLAIMS / "T1.yaml", *QUICK, *out, "--docs", "new", cwd=tmp_path).returncode == 0


def test_a_claim_without_a_verdict_is_named_and_ends_with_an_error(tmp_path):
    text = (CLAIMS / "T2.yaml").read_text(encoding="utf-8")
    (tmp_path / "T2.yaml").write_text(
        text.replace("orders_day_40 /", "orders_day_40 / 0 /"), encoding="utf-8"
    )
    done = claims("T2.yaml", *QUICK, "--json", cwd=tmp_path)
    assert done.returncode == 1
    assert "T2: The measure has no value in most runs" in done.stderr
    assert "Traceback" not in done.stderr
    (found,) = json.loads(done.stdout)["claims"]
    assert (found["verdict"], found["reason"]) == ("inconclusive", "not_defined")
    assert "T2：" in claims("T2.yaml", *QUICK, "--lang", "zh", cwd=tmp_path).stderr


def test_schema_prints_that_of_a_claim(tmp_path):
    done = subprocess.run(
        [sys.executable, "-m", "simulation", "schema", "--claim"],
        cwd=tmp_path, env=environment(), capture_output=True, text=True, timeout=60,
    )  # fmt: skip
    assert set(json.loads(done.stdout)["properties"]) >= {"arms", "effect", "expect", "where"}
