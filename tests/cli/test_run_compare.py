from __future__ import annotations

import json
import os
import pty
import re
import select
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from simulation import load_scenario, run
from simulation.experiments.store import load_results

ROOT = Path(__file__).resolve().parents[2]
SMALL = ["--set", "groups.count=3", "--set", "groups.members_at_start=30", "--set", "market.people=500"]
SHORT = [*SMALL, "--set", "days=60"]
LONG_WORK = ["--replicates", "3000", "--workers", "2"]
HEAVY = ("numba", "numpy", "pandas", "mesa", "scipy", "matplotlib", "pyarrow", "pydantic")


def command(*arguments: str | Path) -> list[str]:
    return [sys.executable, "-m", "simulation", *map(str, arguments)]


def environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": str(ROOT), "COLUMNS": "100"}


def grouplife(*arguments: str | Path, cwd: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command(*arguments), cwd=cwd, env=environment(), capture_output=True, text=True, timeout=120
    )


def start(*arguments: str | Path, cwd: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        command(*arguments), cwd=cwd, env=environment(), text=True,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True,
    )  # fmt: skip


def wait_until(condition, seconds: float = 60.0) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return True
        time.sleep(0.05)
    return False


def workers_of(process: subprocess.Popen[str]) -> list[int]:
    """Worker processes at work: spawned, and past their start."""
    found = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
    return [int(pid) for pid in found if b"spawn_main" in Path(f"/proc/{pid}/cmdline").read_bytes()]


def alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False


@pytest.fixture(scope="module")
def compared(tmp_path_factory):
    """One comparison by the command, in English, as text."""
    folder = tmp_path_factory.mktemp("compared")
    done = grouplife(
        "compare", "coupon_spam", "value_content", "--replicates", "3", "--ensemble", "3", *SHORT, cwd=folder
    )
    return folder, done


def test_compare_prints_the_differences_and_ends_with_where_the_report_is(compared):
    folder, done = compared

    assert (done.returncode, re.sub("Compiling.*\n", "", done.stderr)) == (0, "")
    assert "Open rate" not in done.stderr
    assert "Incremental profit, by day 30" in done.stdout
    assert "from luck" in done.stdout
    assert done.stdout.splitlines()[-1] == "Report: results/coupon_spam_vs_value_content/report.html"
    assert "\x1b" not in done.stdout
    report = (folder / "results/coupon_spam_vs_value_content/report.html").read_text(encoding="utf-8")
    assert "grouplife compare coupon_spam value_content" in report


def test_compare_keeps_its_results(compared):
    folder, _ = compared

    found = load_results(folder / "results/coupon_spam_vs_value_content")

    assert len(found.runs) == 12
    assert found.manifest["command"].startswith("grouplife compare coupon_spam value_content --replicates 3")
    assert found.manifest["out"] == "results/coupon_spam_vs_value_content"
    assert not (found.path / ".partial").exists()


def test_compare_json_is_one_object_and_the_same_for_any_number_of_workers(tmp_path):
    arguments = [
        "compare",
        "coupon_spam",
        "value_content",
        "--replicates",
        "4",
        "--ensemble",
        "2",
        "--seed",
        "9",
        *SHORT,
    ]

    one, two = (
        grouplife(*arguments, "--json", "--workers", n, "--out", f"with_{n}", cwd=tmp_path)
        for n in ("1", "2")
    )

    first, second = json.loads(one.stdout), json.loads(two.stdout)
    assert set(first) == {"scenarios", "differences", "replicates", "ensemble", "out"}
    assert (first.pop("out"), second.pop("out")) == ("with_1", "with_2")
    assert first == second
    assert (first["replicates"], first["ensemble"]) == (4, 2)
    difference = first["differences"]["value_content-coupon_spam"]
    assert {"mean", "luck", "all"} == set(difference["open_rate_day_60"])
    named = (
        [f"{share}_share_day_{day}" for share in ("dead", "ever_dead") for day in (49, 91, 175)]
        + [f"incremental_profit_day_{day}" for day in (14, 30, 90, 180)]
        + [
            "silent_share_day_91",
            "stillborn_share",
            "open_rate_day_91",
            "member_messages_day_91",
            "orders_day_30",
        ]
        + [
            "orders_day_180",
            "left_share_day_91",
            "mute_share_day_91",
            "referred_joins",
            "referral_saturation_day",
        ]
        + ["gini_posts", "reproduction_number_day_30"]
    )
    assert set(named) <= set(difference)
    for arm in first["scenarios"].values():
        assert set(named) <= set(arm)
    runs = [load_results(tmp_path / f"with_{n}").runs for n in (1, 2)]
    assert runs[0].equals(runs[1])


def test_compare_speaks_chinese(tmp_path):
    numbers = ["--replicates", "2", "--ensemble", "0", "--set", "days=15"]

    done = grouplife("compare", "coupon_spam", "coupon_spam", "--lang", "zh", *numbers, *SMALL, cwd=tmp_path)

    assert done.returncode == 0
    assert "没有差异" in done.stdout
    assert done.stdout.splitlines()[-1] == "报告: results/coupon_spam_vs_coupon_spam_2/report.html"
    assert "coupon_spam_2 says the same as coupon_spam" in done.stderr


def test_run_prints_what_the_library_finds(tmp_path):
    done = grouplife("run", "baseline", "--seed", "3", "--days", "60", *SMALL, "--json", cwd=tmp_path)

    found = json.loads(done.stdout)
    overrides = {"groups.count": 3, "groups.members_at_start": 30, "market.people": 500, "days": 60}
    assert found["summary"] == run(load_scenario("baseline", overrides), seed=3).summary
    assert (found["scenario"], found["seed"], found["days"], found["out"]) == ("baseline", 3, 60, None)
    assert list(tmp_path.iterdir()) == []


def test_run_with_replicates_prints_means_with_intervals_and_keeps_them(tmp_path):
    tiny = ["--set", "groups.count=2", "--set", "groups.members_at_start=10", "--set", "market.people=80"]
    arguments = ["run", "baseline", "--replicates", "9", "--days", "40", "--engine", "agents", *tiny]
    arguments += ["--workers", "2", "--out", "kept"]

    first = grouplife(*arguments, cwd=tmp_path)
    again = grouplife(*arguments, "--seed", "2", cwd=tmp_path)

    assert first.returncode == again.returncode == 0
    assert "40 days, 9 seeds from 1" in first.stdout
    assert re.search(r"Orders, by day 30 .* to ", first.stdout)
    assert first.stdout.endswith("Results: kept\n")
    assert "kept holds the results of: grouplife run baseline" in again.stderr
    assert list(load_results(tmp_path / "kept").runs["seed"]) == list(range(2, 11))


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["run", "baselin"], "did you mean baseline"),
        (["compare", "coupon_spam"], "at least two scenarios"),
        (["compare", "coupon_spam", "value_contents"], "did you mean value_content"),
        (
            ["run", "baseline", "--replicates", "0"],
            "replicates must be a whole number from 1 to 100000, not 0",
        ),
        (["run", "baseline", "--days", "731"], "given 731, allowed: a whole number from 1 to 730"),
        (["run", "baseline", "--engine", "rows"], "engine"),
        (["run", "baseline", "--seed", "-1"], "seed must be a whole number from 0"),
        (["run", "baseline", "--set", "strategy.calender=1"], "calendar"),
        (["compare", "coupon_spam", "value_content", "--ensemble", "10001"], "from 0 to 10000, not 10001"),
        (["compare", "coupon_spam", "value_content", "--workers", "65"], "from 1 to 64, not 65"),
        (["compare", "coupon_spam", "value_content", "--out", "file"], "is a file; give a folder"),
        (["compare", "coupon_spam", "value_content", "--out", "."], "nothing is overwritten"),
    ],
)
def test_what_was_asked_wrongly_is_one_message_and_changes_nothing(tmp_path, arguments, message):
    (tmp_path / "file").write_text("x")

    done = grouplife(*arguments, cwd=tmp_path)

    assert done.returncode == 2
    assert done.stdout == ""
    assert done.stderr.startswith("error: ")
    assert message in done.stderr
    assert "Traceback" not in done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


def test_a_folder_that_cannot_be_written_is_an_error_before_any_run(tmp_path):
    began = time.monotonic()

    done = grouplife("compare", "coupon_spam", "value_content", "--out", "/proc/results", cwd=tmp_path)

    assert done.returncode == 1
    assert done.stderr.startswith("error: cannot write to --out /proc/results")
    assert time.monotonic() - began < 10


def test_ctrl_c_stops_at_once_and_leaves_nothing(tmp_path):
    process = start("compare", "coupon_spam", "value_content", *LONG_WORK, cwd=tmp_path)
    assert wait_until(lambda: len(workers_of(process)) == 2)
    time.sleep(1.0)
    workers = workers_of(process)

    os.killpg(process.pid, signal.SIGINT)
    out, err = process.communicate(timeout=30)  # the work would take minutes

    assert process.returncode == 130
    assert (out, re.sub("Compiling.*\n", "", err)) == ("", "stopped: nothing was written\n")
    assert wait_until(lambda: not any(map(alive, workers)), 5)
    assert list(tmp_path.rglob("*.parquet")) == []
    assert not (tmp_path / "results").exists()


def test_ctrl_c_without_workers_leaves_older_results_as_they_were(compared):
    folder, _ = compared
    target = folder / "results/coupon_spam_vs_value_content"
    before = {path.name: path.read_bytes() for path in target.iterdir()}
    process = start(
        "compare", "coupon_spam", "value_content", "--replicates", "3000", "--workers", "1", cwd=folder
    )
    assert wait_until(lambda: (target / ".partial").exists())
    time.sleep(2.0)

    os.killpg(process.pid, signal.SIGINT)
    _, err = process.communicate(timeout=30)

    assert process.returncode == 130
    assert err.endswith("stopped: results/coupon_spam_vs_value_content is as it was\n")
    assert {path.name: path.read_bytes() for path in target.iterdir()} == before


def test_a_worker_that_dies_is_one_clear_error(tmp_path):
    process = start("run", "baseline", *LONG_WORK, "--out", "kept", cwd=tmp_path)
    assert wait_until(lambda: len(workers_of(process)) == 2)
    workers = workers_of(process)

    os.kill(workers[0], signal.SIGKILL)
    out, err = process.communicate(timeout=30)

    assert process.returncode == 1
    assert out == ""
    assert err.splitlines()[-1].startswith("error: a worker process died: it was killed (signal 9)")
    assert wait_until(lambda: not any(map(alive, workers)), 5)
    assert list(tmp_path.iterdir()) == []


def test_two_comparisons_cannot_write_one_folder(tmp_path):
    arms = ["coupon_spam", "value_content"]
    first = start("compare", *arms, "--replicates", "3000", "--workers", "1", "--out", "one", cwd=tmp_path)
    assert wait_until(lambda: (tmp_path / "one" / ".partial").exists())
    try:
        second = grouplife("compare", "coupon_spam", "baseline", "--out", "one", cwd=tmp_path)
    finally:
        os.killpg(first.pid, signal.SIGINT)
        first.communicate(timeout=30)

    assert second.returncode == 1
    assert second.stderr.splitlines()[-1].startswith("error: another grouplife is writing to one")


def test_a_terminal_sees_a_bar_with_the_time_left(tmp_path):
    seen = on_terminal("run", "baseline", "--replicates", "16", "--workers", "1", cwd=tmp_path)

    plain = re.sub(r"\x1b\[[0-9;?]*[a-zA-Z]", "", seen)
    assert re.search(r"Running baseline .* \d+/16 0:00:\d\d", plain)
    assert "95 % interval, from luck" in seen


def test_a_slow_single_run_shows_its_days(tmp_path):
    seen = on_terminal("run", "baseline", "--engine", "agents", "--set", "groups.count=3", cwd=tmp_path)

    plain = re.sub(r"\x1b\[[0-9;?]*[a-zA-Z]", "", seen)
    assert re.search(r"Running baseline .* \d+/180 0:00:\d\d", plain)


def on_terminal(*arguments: str, cwd: Path) -> str:
    """What the command writes to a terminal."""
    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        command(*arguments),
        cwd=cwd,
        env={**environment(), "TERM": "xterm"},
        stdout=theirs,
        stderr=theirs,
        stdin=theirs,
    )
    os.close(theirs)
    seen = b""
    end = time.monotonic() + 90
    while time.monotonic() < end:
        if select.select([ours], [], [], 0.5)[0]:
            try:
                seen += os.read(ours, 65536)
            except OSError:  # the other side is closed
                break
        elif process.poll() is not None:
            break
    assert process.wait(timeout=10) == 0
    os.close(ours)
    return seen.decode()


def test_the_commands_cost_nothing_to_import():
    code = f"import sys, simulation.cli_run; print([m for m in {HEAVY!r} if m in sys.modules])"

    done = subprocess.run(
        [sys.executable, "-c", code], env=environment(), capture_output=True, text=True, timeout=60
    )

    assert done.stdout == "[]\n"


def test_one_run_says_how_to_see_luck_and_speaks_chinese_when_asked(tmp_path):
    done = grouplife("run", "baseline", *SHORT, "--lang", "zh", cwd=tmp_path)
    assert "指标" in done.stdout
    assert "--replicates 20" in done.stderr


def test_compare_takes_another_horizon_for_all(tmp_path):
    few = ["--replicates", "1", "--ensemble", "0", "--days", "40"]
    done = grouplife("compare", "baseline", "neglect", *few, *SMALL, cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    assert load_results(tmp_path / "results/baseline_vs_neglect").runs is not None
