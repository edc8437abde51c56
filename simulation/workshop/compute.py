"""The laboratory: answers the questions of all sessions with a few worker processes, fairly and within bounds.

A session asks; the laboratory does the runs one by one, the first of everybody before the fortieth of anybody, and
keeps what it found. Nothing calls back: pages look again. A question nobody looks at any more is dropped, so a browser
that goes away leaves nothing behind.
"""

from __future__ import annotations

import os
import threading
import time
from collections import OrderedDict
from collections.abc import Hashable, Sequence
from typing import Any

from ..errors import UsageError
from ..experiments.conduct import cores
from ..report.numbers import Lang
from ..scenario import Scenario, scenario_hash
from .lanes import Call, Failure, Lane
from .texts import say
from .working import Answer, Kept, run_light

SEEDS = 30  # runs of a setting, when all are there
CACHE_BYTES = 192_000_000
IDLE_SECONDS = 15.0  # a page looks at its question twice a second; one not looked at for so long is nobody's
MOST_RUNS = 200  # a question
MOST_PEOPLE = 300_000
MOST_WORK = 12_000_000  # member-days a run: some two seconds
RUN_SECONDS = 30.0


class Question:
    """What one session wants to know. Filled in as runs finish; made by `Laboratory.ask`."""

    def __init__(self, lab: Laboratory, number: int, session: str, topic: str, calls: Sequence[Call]) -> None:
        self.lab, self.number, self.session, self.topic = lab, number, session, topic
        self.calls = tuple(calls)
        self.found: dict[Hashable, Any] = {}
        self.open: OrderedDict[Hashable, Call] = OrderedDict((call.key, call) for call in calls)
        self.wanted = len(self.open)
        self.taken = 0  # calls started for it
        self.dropped = False
        self.seen = time.monotonic()

    @property
    def done(self) -> bool:
        """Whether nothing more will come."""
        return self.dropped or len(self.found) == self.wanted

    def look(self) -> None:
        """Say that somebody still wants to know."""
        self.seen = time.monotonic()

    def wait(self, count: int = 1, seconds: float = 60.0) -> int:
        """Wait until so many calls are answered, or so long; returns how many are."""
        until = time.monotonic() + seconds
        with self.lab.changed:
            while len(self.found) < min(count, self.wanted) and not self.dropped:
                self.look()
                left = until - time.monotonic()
                if left <= 0:
                    break
                self.lab.changed.wait(min(left, IDLE_SECONDS / 3))
            self.look()
            return len(self.found)

    def results(self) -> dict[Hashable, Any]:
        """What is known so far: key -> result or Failure."""
        with self.lab.changed:
            self.look()
            return dict(self.found)


class Runs:
    """A question about scenarios: the same seeds for each."""

    def __init__(self, question: Question, hashes: Sequence[str], seeds: Sequence[int]) -> None:
        self.question, self.hashes, self.seeds = question, tuple(hashes), tuple(seeds)

    @property
    def done(self) -> bool:
        """Whether nothing more will come."""
        return self.question.done

    def answers(self) -> list[list[Answer]]:
        """Per scenario the runs there are, by seed."""
        found = self.question.results()
        asked = [[found.get((mark, seed)) for seed in self.seeds] for mark in self.hashes]
        return [[one for one in runs if isinstance(one, Answer)] for runs in asked]

    def complete(self) -> int:
        """Seeds with which every scenario has been run."""
        found = self.question.results()
        return sum(all((mark, seed) in found for mark in self.hashes) for seed in self.seeds)

    def wait(self, seeds: int = 1, seconds: float = 60.0) -> int:
        """Wait until every scenario has been run with so many seeds, or so long; returns how many there are."""
        until = time.monotonic() + seconds
        while (there := self.complete()) < min(seeds, len(self.seeds)) and not self.done:
            left = until - time.monotonic()
            if left <= 0:
                break
            self.question.wait(len(self.question.results()) + 1, left)
        return there if not self.done else self.complete()

    def trouble(self, lang: Lang) -> str:
        """What went wrong, in words; empty where nothing did."""
        failed = [one for one in self.question.results().values() if isinstance(one, Failure)]
        return say("messages.run_failed", lang, why=failure_text(failed[0], lang)) if failed else ""


def failure_text(failure: Failure, lang: Lang) -> str:
    """Why there is no result."""
    if failure.kind == "died":
        return say("messages.run_died", lang)
    if failure.kind == "slow":
        return say("messages.run_slow", lang, seconds=failure.seconds)
    return failure.text


class Laboratory:
    """The workers, what was found, and whose turn it is. One a process; safe to use from many threads."""

    def __init__(self, workers: int | None = None, cache_bytes: int = CACHE_BYTES) -> None:
        self.changed = threading.Condition()
        self.workers = workers or max(2, min(8, cores()))
        self._cache: OrderedDict[Hashable, Any] = OrderedDict()
        self._room, self._used = cache_bytes, 0
        self._questions: list[Question] = []
        self._busy: dict[Hashable, Call] = {}
        self._hashes: OrderedDict[int, tuple[Scenario, str]] = OrderedDict()
        self._number, self._closed = 0, False
        self._ready = threading.Event()
        self.lanes = [Lane() for _ in range(self.workers)]
        for number, lane in enumerate(self.lanes):
            threading.Thread(
                target=self._work, args=(number, lane), daemon=True, name=f"lane {number}"
            ).start()

    # ------------------------------------------------------------------------------------ asking

    def ask(self, session: str, calls: Sequence[Call], topic: str = "play") -> Question:
        """Have the calls done, in their order; the session's earlier question on the topic is dropped.

        The same calls asked again are the same question. What is known is answered at once.
        """
        with self.changed:
            for old in self._questions:
                if (old.session, old.topic) == (session, topic):
                    if [c.key for c in old.calls] == [c.key for c in calls]:
                        old.look()
                        return old
                    old.dropped = True
            self._number += 1
            question = Question(self, self._number, session, topic, calls)
            for key in list(question.open):
                if key in self._cache:
                    self._cache.move_to_end(key)
                    question.found[key] = self._cache[key]
                    del question.open[key]
            self._questions.append(question)
            self._tidy()
            self.changed.notify_all()
            return question

    def ask_runs(
        self,
        session: str,
        scenarios: Sequence[Scenario],
        seeds: Sequence[int],
        topic: str = "play",
        lang: Lang = "en",
    ) -> Runs:
        """Run scenarios, each with the same seeds. Raises UsageError where that is more than a session may ask."""
        if len(scenarios) * len(seeds) > MOST_RUNS:
            given = len(scenarios) * len(seeds)
            raise UsageError(say("messages.too_many", lang, given=given, most=MOST_RUNS))
        for scenario in scenarios:
            check_size(scenario, lang)
        hashes = [self._hash(scenario) for scenario in scenarios]
        calls = [
            Call((mark, seed), run_light, (scenario, seed), RUN_SECONDS)
            for seed in seeds
            for mark, scenario in zip(hashes, scenarios, strict=True)
        ]
        return Runs(self.ask(session, calls, topic), hashes, seeds)

    def _hash(self, scenario: Scenario) -> str:
        """The scenario's hash, worked out once for each: pages ask about the same ones twice a second."""
        with self.changed:
            kept = self._hashes.get(id(scenario))
        if kept is None or kept[0] is not scenario:
            kept = (scenario, scenario_hash(scenario))
            with self.changed:
                self._hashes[id(scenario)] = kept
                while len(self._hashes) > 500:
                    self._hashes.popitem(last=False)
        return kept[1]

    def close(self) -> None:
        """End the workers; what was asked is dropped."""
        with self.changed:
            self._closed = True
            for question in self._questions:
                question.dropped = True
            self._tidy()
            self.changed.notify_all()
        for lane in self.lanes:
            lane.close()

    def waiting(self) -> int:
        """Calls that are still to be started."""
        with self.changed:
            self._tidy()
            return sum(len([k for k in q.open if k not in self._busy]) for q in self._questions)

    def processes(self) -> list[int]:
        """Ids of the worker processes alive."""
        return [pid for lane in self.lanes for pid in lane.processes()]

    @property
    def kept_bytes(self) -> int:
        """What is kept of earlier answers."""
        return self._used

    # ------------------------------------------------------------------------------------ working

    def _work(self, number: int, lane: Lane) -> None:
        if not lane.load() and number:  # the first compiles for all
            self._ready.wait(180.0)
        lane.warm()
        self._ready.set()
        while True:
            with self.changed:
                while (call := self._next()) is None:
                    if self._closed:
                        return
                    self.changed.wait(5.0)
                self._busy[call.key] = call
            result = lane.do(call)
            with self.changed:
                del self._busy[call.key]
                self._deliver(call.key, result)
                self.changed.notify_all()

    def _next(self) -> Call | None:
        """The next call to start: of the question for which least was started, the older first."""
        if self._closed:
            return None
        self._tidy()
        heavy = sum(call.heavy for call in self._busy.values())
        most = max(
            1, self.workers - 1
        )  # of heavy ones at a time; where there is one worker, it does them too
        for question in sorted(self._questions, key=lambda q: (q.taken, q.number)):
            for key, call in question.open.items():
                if key not in self._busy and not (call.heavy and heavy >= most):
                    question.taken += 1
                    return call
        return None

    def _deliver(self, key: Hashable, result: Any) -> None:
        for question in self._questions:
            if key in question.open:
                del question.open[key]
                question.found[key] = result
        if isinstance(result, Kept):
            self._cache[key] = result
            self._used += result.size
            while self._used > self._room and len(self._cache) > 1:
                _, oldest = self._cache.popitem(last=False)
                self._used -= oldest.size

    def _tidy(self) -> None:
        """Let go of questions that are answered, or that nobody looks at."""
        late = time.monotonic() - IDLE_SECONDS
        for question in self._questions:
            question.dropped = question.dropped or (question.seen < late and bool(question.open))
        self._questions = [q for q in self._questions if not q.dropped and (q.open or q.seen >= late)]


def check_size(scenario: Scenario, lang: Lang = "en") -> None:
    """UsageError where one run is larger than a room that waits can bear."""
    groups, growth = scenario.groups, scenario.strategy.growth
    joining = growth.public_per_day + sum(growth.channels.values())
    joining = joining * scenario.days + sum(burst.people for burst in growth.bursts)
    most = min(scenario.market.people, groups.count * groups.cap)
    members = min(most, groups.count * groups.members_at_start + joining)
    work = int(members * scenario.days) if groups.open else scenario.market.people
    if scenario.market.people > MOST_PEOPLE or work > MOST_WORK:
        given = {"given": scenario.market.people, "work": work, "people": MOST_PEOPLE, "most": MOST_WORK}
        raise UsageError(say("messages.too_large", lang, **given))


_LABORATORY: Laboratory | None = None
_MAKING = threading.Lock()


def laboratory() -> Laboratory:
    """The laboratory of this process, made when first asked for; GROUPLIFE_WORKSHOP_WORKERS sets how many workers."""
    global _LABORATORY
    with _MAKING:
        if _LABORATORY is None:
            given = os.environ.get("GROUPLIFE_WORKSHOP_WORKERS", "")
            _LABORATORY = Laboratory(int(given) if given.isdigit() and int(given) else None)
        return _LABORATORY


def close_laboratory() -> None:
    """End the workers of this process's laboratory, if there is one."""
    with _MAKING:
        if _LABORATORY is not None:
            _LABORATORY.close()
