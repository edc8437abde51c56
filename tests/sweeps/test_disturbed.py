"""Whatever stops a sweep, the next call makes what is missing, and the tables are those of one never disturbed."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from small_sweeps import ROOT, plan_file, sweep_of, tables

from simulation import load_results
from simulation.errors import GrouplifeError
from simulation.sweeps.expand import expand
from simulation.sweeps.journal import FOLDER
from simulation.sweeps.runner import sweep

LEVER = {"factors": {"strategy.coupon.depth": [0.1, 0.3]}}


def start(plan: Path, out: Path, *more: str) -> subprocess.Popen[str]:
    path = f"{ROOT}{os.pathsep}{os.environ.get('PYTHONPATH', '')}"
    return subprocess.Popen(
        [sys.executable, "-m", "simulation", "sweep", str(plan), "--out", str(out), *more],
        env={**os.environ, "PYTHONPATH": path},
        cwd=plan.parent, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True,
    )  # fmt: skip


def wait_until(condition: Callable[[], object], seconds: float = 60.0) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return True
        time.sleep(0.005)
    return False


def parts(out: Path) -> int:
    return len(list((out / FOLDER).glob("*.part")))


def children(pid: int) -> list[int]:
    """Worker processes: spawned Python, not the tracker of shared resources."""
    found = []
    for text in Path(f"/proc/{pid}/task/{pid}/children").read_text().split():
        command = Path(f"/proc/{text}/cmdline").read_bytes().decode()
        if "spawn_main" in command:
            found.append(int(text))
    return found


# --- kill -9 ------------------------------------------------------------------------------------------------


@pytest.mark.slow
@pytest.mark.timeout(900)
@pytest.mark.parametrize("times", [6, pytest.param(24, marks=pytest.mark.campaign)])
def test_killed_many_times_at_random_moments_it_ends_with_the_same_tables(tmp_path, times):
    plan = plan_file(tmp_path, replicates=200, **LEVER)
    sweep(expand(plan), tmp_path / "whole", workers=2)
    whole = tables(tmp_path / "whole")
    chance = random.Random(20261122)
    out, kills, at_work = tmp_path / "out", 0, 0

    while kills < times:
        before = parts(out)
        process = start(plan, out, "--workers", str(chance.choice([1, 2])), "--quiet", "--limit", "40")
        if kills % 4:  # at work; else any time from the first import on
            wait_until(lambda: parts(out) > before or process.poll() is not None)  # noqa: B023
        try:
            process.wait(chance.uniform(0.0, 1.0 if kills % 4 else 2.0))
        except subprocess.TimeoutExpired:
            process.kill()
            kills += 1
            at_work += parts(out) > before
        process.communicate()

    assert at_work >= times // 3
    outcome = sweep(expand(plan), out, workers=2)
    assert outcome.complete
    assert tables(out) == whole


MOMENTS = {
    "before the first part": lambda out: (out / FOLDER / "sweep.json").exists(),
    "while tables are written": lambda out: (out / ".partial" / "daily.parquet").exists(),
    "while tables are put into place": lambda out: (out / "errors.parquet").exists(),
    "when the tables are whole": lambda out: (out / "manifest.json").exists(),
}


@pytest.mark.parametrize("moment", MOMENTS)
def test_killed_at_a_touchy_moment_it_ends_with_the_same_tables(tmp_path, moment):
    plan = plan_file(tmp_path, **LEVER)
    sweep(expand(plan), tmp_path / "whole", workers=1)
    out = tmp_path / "out"
    process = start(plan, out, "--workers", "1")

    reached = wait_until(lambda: MOMENTS[moment](out))
    process.kill()
    process.communicate()

    assert reached
    outcome = sweep(expand(plan), out, workers=1)
    assert outcome.complete
    assert tables(out) == tables(tmp_path / "whole")
    assert not (out / FOLDER).exists()


def test_a_killed_worker_ends_neither_the_sweep_nor_any_run(tmp_path):
    plan = plan_file(tmp_path, replicates=80)
    sweep(expand(plan), tmp_path / "whole", workers=2)
    out = tmp_path / "out"
    process = start(plan, out, "--workers", "2")
    assert wait_until(lambda: parts(out) >= 2)

    for _ in range(2):
        os.kill(children(process.pid)[0], signal.SIGKILL)
        time.sleep(0.3)
    said = process.communicate(timeout=120)

    assert process.returncode == 0, said
    assert tables(out) == tables(tmp_path / "whole")


# --- Ctrl-C, a second writer ----------------------------------------------------------------------------------


@pytest.mark.parametrize("workers", ["1", "2"])
def test_ctrl_c_says_how_to_go_on(tmp_path, workers):
    plan = plan_file(tmp_path, replicates=1000)
    out = tmp_path / "out"
    process = start(plan, out, "--workers", workers)
    assert wait_until(lambda: parts(out) >= 2)

    os.killpg(process.pid, signal.SIGINT)  # as a terminal does: to all of them
    _, err = process.communicate(timeout=30)

    assert process.returncode == 130
    assert err.splitlines()[-1].startswith("stopped: ")
    assert f"finished runs are kept in {out}: the same command goes on from there" in err
    assert "Traceback" not in err
    assert not list(out.glob("*.parquet"))
    assert sweep(expand(plan), out, workers=1, limit=1).reused > 0


def test_two_sweeps_cannot_write_one_folder(tmp_path):
    plan = plan_file(tmp_path, replicates=1000)
    out = tmp_path / "out"
    first = start(plan, out, "--workers", "1")
    assert wait_until(lambda: parts(out) >= 1)

    second = start(plan, out, "--workers", "1")
    _, err = second.communicate(timeout=60)
    running = first.poll() is None
    first.kill()
    first.communicate()

    assert running
    assert second.returncode == 1
    assert f"another grouplife is writing to {out}; wait for it, or give another --out" in err


# --- a full disk --------------------------------------------------------------------------------------------


@pytest.fixture
def small_disk(tmp_path) -> Iterator[Path]:
    """A file system of its own with very little room."""
    folder = tmp_path / "disk"
    folder.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=600k", "tmpfs", str(folder)],
        capture_output=True,
        text=True,
        check=False,
    )
    if mounted.returncode:
        pytest.skip(f"cannot mount a small file system here: {mounted.stderr.strip()}")
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=False)


def test_a_full_disk_is_told_and_what_was_finished_is_kept(tmp_path, small_disk):
    plan = sweep_of(tmp_path, replicates=60, **LEVER)
    sweep(plan, tmp_path / "whole", workers=1)
    out = small_disk / "out"

    with pytest.raises(
        GrouplifeError, match=r"the disk is full.*finished runs are kept: the same command goes on"
    ):
        sweep(plan, out, workers=1)
    kept = parts(out)
    subprocess.run(["mount", "-o", "remount,size=100m", str(small_disk)], check=True)
    outcome = sweep(plan, out, workers=1)

    assert kept > 0
    assert outcome.reused > 0
    assert tables(out) == tables(tmp_path / "whole")


def test_a_disk_that_fills_as_tables_are_written_costs_no_run(tmp_path, small_disk):
    plan = sweep_of(tmp_path, replicates=60, **LEVER)
    sweep(plan, tmp_path / "whole", workers=1)
    subprocess.run(["mount", "-o", "remount,size=100m", str(small_disk)], check=True)
    out = small_disk / "out"
    sweep(plan, out, workers=1, limit=plan.most_runs - 1)
    free = os.statvfs(small_disk)
    with open(small_disk / "ballast", "wb") as ballast:  # room for a part or two, not for new tables
        ballast.write(bytes(max(0, free.f_bavail * free.f_frsize - 120_000)))

    with pytest.raises(GrouplifeError, match=r"the disk is full.*240 finished runs are kept"):
        sweep(plan, out, workers=1)
    rows = len(load_results(out).runs)  # what was there before
    (small_disk / "ballast").unlink()
    outcome = sweep(plan, out, workers=1)

    assert rows == plan.most_runs - 1
    assert (outcome.made, outcome.reused) == (0, plan.most_runs)
    assert tables(out) == tables(tmp_path / "whole")


# --- Dask ---------------------------------------------------------------------------------------------------


@pytest.fixture
def cluster() -> Iterator[tuple[str, list[subprocess.Popen[bytes]]]]:
    """A scheduler and two workers in processes of their own, as one would start them by hand."""
    pytest.importorskip("distributed")
    environment = {
        **os.environ,
        "PYTHONPATH": f"{ROOT}{os.pathsep}{os.environ.get('PYTHONPATH', '')}",
        "DASK_LOGGING__DISTRIBUTED": "error",
    }
    port = _free_port()
    address = f"tcp://127.0.0.1:{port}"
    common = {"env": environment, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    dask = [sys.executable, "-m", "dask"]
    scheduler = subprocess.Popen(
        [*dask, "scheduler", "--host", "127.0.0.1", "--port", str(port), "--no-dashboard"], **common
    )  # fmt: skip
    workers = [
        subprocess.Popen(
            [*dask, "worker", address, "--nthreads", "1", "--no-nanny", "--no-dashboard"], **common
        )
        for _ in range(2)
    ]
    yield address, [scheduler, *workers]
    for process in (*workers, scheduler):
        process.kill()
        process.wait()


def _free_port() -> int:
    import socket

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def test_a_dask_cluster_makes_the_same_tables_also_if_a_worker_is_killed(tmp_path, cluster):
    address, (_, worker, _) = cluster
    plan = sweep_of(tmp_path, replicates=150)
    sweep(plan, tmp_path / "whole", workers=2)
    out = tmp_path / "out"

    def kill_one() -> None:
        wait_until(lambda: parts(out) >= 2)
        worker.kill()

    killer = threading.Thread(target=kill_one)
    killer.start()
    outcome = sweep(plan, out, scheduler=address)
    killer.join()

    assert worker.wait(10) == -signal.SIGKILL
    assert (outcome.made, outcome.failed) == (plan.most_runs, 0)
    assert tables(out) == tables(tmp_path / "whole")


@pytest.mark.slow
def test_a_scheduler_that_is_lost_is_told_and_what_was_finished_is_kept(tmp_path, cluster):
    address, (scheduler, *_) = cluster
    plan = plan_file(tmp_path, replicates=1000)
    out = tmp_path / "out"
    process = start(plan, out, "--scheduler", address, "--quiet")
    assert wait_until(lambda: parts(out) >= 2)

    scheduler.kill()
    _, err = process.communicate(timeout=120)

    assert process.returncode == 1
    told = f"error: --scheduler {address}: the connection to the Dask scheduler was lost; start it again and repeat"
    assert err.startswith(told)
    assert sweep(expand(plan), out, workers=1, limit=1).reused > 0


def test_a_cluster_can_be_started_here(tmp_path):
    pytest.importorskip("distributed")
    plan = sweep_of(tmp_path)
    sweep(plan, tmp_path / "whole", workers=1)

    sweep(plan, tmp_path / "out", scheduler="local", workers=2)

    assert tables(tmp_path / "out") == tables(tmp_path / "whole")


@pytest.mark.parametrize(
    ("address", "told"),
    [
        (
            "somewhere",
            "--scheduler: given 'somewhere', allowed: local, or the address of a Dask scheduler as in",
        ),
        ("tcp://127.0.0.1:{}", "no Dask scheduler answers there"),
    ],
)
def test_a_scheduler_that_does_not_answer_is_one_message(tmp_path, address, told):
    pytest.importorskip("distributed")
    plan = plan_file(tmp_path)

    process = start(plan, tmp_path / "out", "--scheduler", address.format(_free_port()))
    _, err = process.communicate(timeout=60)

    assert process.returncode == 2
    assert told in err.splitlines()[-1]
    assert not (tmp_path / "out").exists()
