"""The laboratory: real worker processes answer real questions, fairly, within bounds, and leave nothing behind."""

from __future__ import annotations

import os
import signal
import time

import numpy as np
import pytest

from simulation import load_scenario, run
from simulation.errors import UsageError
from simulation.workshop import compute
from simulation.workshop.compute import Laboratory, check_size, failure_text
from simulation.workshop.lanes import Call, Failure

pytestmark = pytest.mark.xdist_group("laboratory")
SMALL = {"groups.count": 3, "groups.members_at_start": 30, "market.people": 600, "days": 60}
FIRST = load_scenario("baseline", SMALL)
OTHER = load_scenario("baseline", {**SMALL, "strategy.coupon.depth": 0.5})
PATIENCE = 240.0  # seconds: a busy machine is slow to start and compile, and no test measures time


def alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def until(true, seconds: float = 30.0) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if true():
            return True
        time.sleep(0.05)
    return False


def sleep(seconds: float) -> str:
    time.sleep(seconds)
    return "slept"


def test_an_answer_is_what_a_run_of_the_model_says(lab: Laboratory) -> None:
    runs = lab.ask_runs("a", [FIRST], [1, 2])
    assert runs.wait(2, PATIENCE) == 2
    found = runs.answers()[0]
    for answer in found:
        same = run(FIRST, seed=answer.seed)
        assert answer.summary == same.summary
        assert np.array_equal(answer.daily["open_rate"], same.daily_arrays["open_rate"], equal_nan=True)


def test_two_settings_are_run_with_the_same_seeds_and_complete_in_their_order(lab: Laboratory) -> None:
    runs = lab.ask_runs("a", [FIRST, OTHER], range(1, 7))
    assert runs.wait(6, PATIENCE) == 6
    first, other = runs.answers()
    assert [one.seed for one in first] == [one.seed for one in other] == [1, 2, 3, 4, 5, 6]
    assert runs.done


def test_what_is_known_is_answered_at_once(lab: Laboratory) -> None:
    lab.ask_runs("a", [OTHER], range(1, 7)).wait(6, PATIENCE)
    again = lab.ask_runs("b", [OTHER], range(1, 7))
    assert again.done, "another session asks what is known"


def test_a_newer_question_takes_the_place_of_the_older_and_another_session_keeps_its_own(
    lab: Laboratory,
) -> None:
    mine = lab.ask_runs("mine", [FIRST], range(100, 160))
    theirs = lab.ask_runs("theirs", [OTHER], range(100, 104))
    newer = lab.ask_runs("mine", [OTHER], range(200, 202))
    assert mine.done
    assert mine.complete() < 60, "it was dropped"
    assert newer.wait(2, PATIENCE) == 2
    assert theirs.wait(4, PATIENCE) == 4


def test_the_first_runs_of_everybody_come_before_the_last_of_anybody(lab: Laboratory) -> None:
    greedy = lab.ask_runs("greedy", [FIRST], range(1000, 1100))
    late = [lab.ask_runs(f"late {k}", [OTHER], [1000 + k, 2000 + k]) for k in range(5)]
    for one in late:
        assert one.wait(2, PATIENCE) == 2
    assert greedy.complete() < 100
    lab.ask("greedy", [])  # asking for nothing drops what was asked
    assert lab.waiting() == 0


def test_workers_that_are_killed_are_renewed_and_what_they_did_is_told_as_failed(lab: Laboratory) -> None:
    question = lab.ask("killer", [Call("long", sleep, (100.0,), 200.0)])
    assert until(lambda: question.taken == 1)
    before = lab.processes()
    for pid in before:
        os.kill(pid, signal.SIGKILL)
    assert question.wait(1, PATIENCE) == 1
    assert question.found["long"].kind == "died"
    assert failure_text(question.found["long"], "zh")
    assert lab.ask_runs("after", [FIRST], range(3000, 3020)).wait(20, PATIENCE) == 20
    assert until(lambda: len(lab.processes()) == len(before))
    assert not set(before) & set(lab.processes())


def test_what_takes_too_long_is_given_up(lab: Laboratory) -> None:
    question = lab.ask("slow", [Call("slow", sleep, (60.0,), 0.5)])
    assert question.wait(1, PATIENCE) == 1
    failure = question.found["slow"]
    assert failure.kind == "slow"
    assert failure_text(Failure("slow", "", 240.0), "en") == "it took longer than 240 seconds"
    assert failure.seconds == 0.5, "what this call was given, not what others are"


def test_what_raises_is_told_and_costs_no_worker(lab: Laboratory) -> None:
    question = lab.ask("wrong", [Call("wrong", sleep, ("no number",))])
    assert question.wait(1, PATIENCE) == 1
    assert question.found["wrong"].kind == "failed"
    assert lab.ask("wrong", [Call("right", sleep, (0.0,))]).wait(1, PATIENCE) == 1


def test_heavy_work_leaves_a_worker_free(lab: Laboratory) -> None:
    heavy = [lab.ask(f"heavy {k}", [Call(("heavy", k), sleep, (3.0,), heavy=True)]) for k in range(3)]
    light = lab.ask_runs("light", [FIRST], [4000])
    assert light.wait(1, PATIENCE) == 1
    assert not heavy[-1].done
    for k in range(3):
        lab.ask(f"heavy {k}", [])


def test_a_single_worker_does_heavy_work_too() -> None:
    single = Laboratory(workers=1)
    try:
        assert single.ask("a", [Call("heavy", sleep, (0.0,), heavy=True)]).wait(1, PATIENCE) == 1
    finally:
        single.close()


def test_what_failed_is_done_again_once_it_was_dropped(lab: Laboratory) -> None:
    wrong = [Call("wrong again", sleep, ("no number",))]
    first = lab.ask("retry", wrong, "report")
    assert first.wait(1, PATIENCE) == 1
    assert lab.ask("retry", wrong, "report") is first
    lab.ask("retry", [], "report")
    again = lab.ask("retry", wrong, "report")
    assert again is not first
    assert again.wait(1, PATIENCE) == 1


def test_a_question_nobody_looks_at_is_dropped(lab: Laboratory, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compute, "IDLE_SECONDS", 0.3)
    runs = lab.ask_runs("gone", [FIRST], range(5000, 5100))
    assert until(lambda: lab.waiting() == 0, 10.0)
    assert len(runs.question.found) < 100
    assert not lab._questions


def test_what_is_kept_stays_within_its_bytes() -> None:
    small = Laboratory(workers=2, cache_bytes=200_000)
    try:
        assert small.ask_runs("a", [FIRST], range(1, 21)).wait(20, PATIENCE) == 20
        assert small.kept_bytes <= 200_000
    finally:
        small.close()


def test_closing_ends_every_worker() -> None:
    short = Laboratory(workers=2)
    short.ask_runs("a", [FIRST], [1]).wait(1, PATIENCE)
    pids = short.processes()
    assert pids
    short.ask_runs("a", [FIRST], range(100, 150))
    short.close()
    assert until(lambda: not any(alive(pid) for pid in pids), 10.0)


@pytest.mark.parametrize(
    "changes",
    [
        {"market.people": 2_000_000},
        {"groups.count": 500, "market.people": 250_000},
        {"days": 730, "groups.count": 60, "groups.members_at_start": 400},
    ],
)
def test_what_is_too_large_for_a_room_is_refused_with_what_is_allowed(lab: Laboratory, changes: dict) -> None:
    scenario = load_scenario("baseline", changes)
    with pytest.raises(UsageError, match="allowed"):
        lab.ask_runs("a", [scenario], [1])
    with pytest.raises(UsageError, match="上限"):
        check_size(scenario, "zh")


def test_more_runs_than_a_session_may_ask_are_refused(lab: Laboratory) -> None:
    with pytest.raises(UsageError, match="200"):
        lab.ask_runs("a", [FIRST], range(201))
