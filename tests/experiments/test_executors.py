from __future__ import annotations

import os
import signal
import subprocess
import sys
import textwrap
import time
from pathlib import Path

import jobs
import pytest

from simulation.errors import GrouplifeError
from simulation.experiments.executors import InProcess, Lost, Processes

ROOT = Path(__file__).resolve().parents[2]


def alive(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0] != "Z"
    except FileNotFoundError:
        return False


def wait_until(condition, seconds: float = 20.0) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if condition():
            return True
        time.sleep(0.05)
    return False


def start(code: str, *arguments: str) -> subprocess.Popen[str]:
    environment = {**os.environ, "PYTHONPATH": f"{ROOT}{os.pathsep}{Path(__file__).parent}"}
    return subprocess.Popen(
        [sys.executable, "-c", textwrap.dedent(code), *arguments],
        env=environment, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True,
    )  # fmt: skip


def test_processes_do_the_same_as_this_process():
    batches = list(range(23))

    here = dict(InProcess().map(jobs.square, 5, batches))
    there = dict(Processes(2).map(jobs.square, 5, batches))

    assert here == there == {k: 5 + k * k for k in batches}


def test_a_worker_has_one_thread_and_not_our_main_module():
    before = dict(os.environ), sys.modules["__main__"]

    found = dict(Processes(1).map(jobs.surroundings, None, [0]))

    assert found[0] == ("1", 1, None)
    assert (dict(os.environ), sys.modules["__main__"]) == before


def test_a_worker_that_is_killed_gives_one_clear_error():
    with pytest.raises(GrouplifeError, match=r"worker process died: it was killed \(signal 9\).*memory"):
        list(Processes(2).map(jobs.die, 3, list(range(6))))


def test_a_worker_that_leaves_gives_one_clear_error():
    with pytest.raises(GrouplifeError, match="exit code 7"):
        list(Processes(2).map(jobs.leave, 7, [1]))


def test_an_exception_in_a_worker_arrives_as_itself():
    with pytest.raises(ValueError, match="no 0"):
        list(Processes(1).map(jobs.refuse, "no", [0]))


@pytest.mark.parametrize(("shared", "batch"), [(jobs.Unreadable(), 0), (0, jobs.Unreadable())])
def test_what_a_worker_cannot_read_is_an_error_that_says_why(capfd, shared, batch):
    with pytest.raises(ValueError, match="not a number"):
        list(Processes(1).map(jobs.square, shared, [batch]))
    assert capfd.readouterr().err == ""


def test_a_script_without_main_guard_can_use_workers(tmp_path):
    script = tmp_path / "script.py"
    script.write_text("import jobs\nfrom simulation.experiments.executors import Processes\n"
                      "print(sorted(Processes(2).map(jobs.square, 0, [1, 2, 3])))\n")  # fmt: skip
    environment = {**os.environ, "PYTHONPATH": f"{ROOT}{os.pathsep}{Path(__file__).parent}"}

    done = subprocess.run(
        [sys.executable, script], env=environment, capture_output=True, text=True, timeout=60
    )

    assert (done.stdout, done.stderr) == ("[(0, 1), (1, 4), (2, 9)]\n", "")


WAITING = """
    import sys, jobs
    from simulation.experiments.executors import Processes
    try:
        list(Processes(2).map(jobs.linger, sys.argv[1], [0, 1]))
    except KeyboardInterrupt:
        print("stopped")
"""


@pytest.mark.parametrize("when", ["at work", "starting"])
def test_ctrl_c_stops_workers_at_once_without_a_traceback(tmp_path, when):
    process = start(WAITING, str(tmp_path))
    if when == "at work":
        assert wait_until(lambda: len(list(tmp_path.iterdir())) == 2)
    else:
        assert wait_until(lambda: children(process.pid))
    workers = children(process.pid)
    pressed = time.monotonic()

    os.killpg(process.pid, signal.SIGINT)  # as a terminal does: to all of them
    out, err = process.communicate(timeout=20)

    assert time.monotonic() - pressed < 5
    assert (out, err) == ("stopped\n", "")
    assert wait_until(lambda: not any(alive(pid) for pid in workers), 5)


def test_workers_end_when_their_parent_is_killed(tmp_path):
    process = start(WAITING, str(tmp_path))
    assert wait_until(lambda: len(list(tmp_path.iterdir())) == 2)
    workers = [int(path.name) for path in tmp_path.iterdir()]

    process.kill()
    process.wait()

    assert wait_until(lambda: not any(alive(pid) for pid in workers), 5)


def children(pid: int) -> list[int]:
    return [int(child) for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]


def test_standing_workers_outlive_one_map():
    with Processes(2).standing(jobs.square, 5) as carry:
        first = dict(carry(iter([1, 2, 3])))
        second = dict(carry([4]))

    assert (first, second) == ({0: 6, 1: 9, 2: 14}, {0: 21})


def test_a_standing_worker_that_dies_is_replaced_and_its_batch_comes_back_as_lost():
    with Processes(2).standing(jobs.die, 3) as carry:
        found = dict(carry(range(12)))
        after = dict(carry([1, 2]))

    assert isinstance(found[3], Lost)
    assert "killed (signal 9)" in found[3].reason
    assert {k: v for k, v in found.items() if k != 3} == {k: k for k in range(12) if k != 3}
    assert after == {0: 1, 1: 2}


def test_a_standing_worker_that_dies_idle_is_replaced():
    with Processes(1).standing(jobs.pid, None) as carry:
        [(_, first)] = carry([0])
        os.kill(first, signal.SIGKILL)
        assert wait_until(lambda: not alive(first), 5)
        answers = [answer for _, answer in carry([0, 0])]

    # whether the end of the first is seen before a batch is sent is chance; either way work goes on
    assert any(isinstance(answer, int) and answer != first for answer in answers)


def test_workers_that_cannot_start_are_one_error_not_an_endless_loop():
    told = r"worker processes died one after the other as they started.*exit code 5"
    with (
        pytest.raises(GrouplifeError, match=told),
        Processes(2).standing(jobs.square, jobs.EndsWhoReads()) as carry,
    ):
        list(carry(range(100)))
