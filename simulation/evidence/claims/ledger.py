"""The ledger: all claims asked for, their runs made once and kept, each claim judged as soon as its runs are there."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from ...errors import GrouplifeError, UsageError
from ...experiments.conduct import MAX_SEED, check_numbers, conduct_batches
from ...experiments.ensemble import Ensemble, draw_ensemble
from ...experiments.executors import Executor
from ...experiments.intervals import FEW
from ...experiments.work import Record
from .evaluate import evaluate
from .needs import ClaimRuns, Effort, Needs
from .outcome import Outcome, Placebo
from .plan import BASE, FAR, Plan
from .schema import MOST_TIMES
from .store import Key, RunStore

SEEDS, ENSEMBLE, MOST_SEEDS = 60, 100, 10_000
#: Share of intervals that miss the truth, and the largest share of placebos that may come out supported.
MISTAKEN = 0.05
#: Of fewer placebos one or two may come out supported by luck alone, which is more than 5 %.
FEW_PLACEBOS = 40
#: Of fewer still nothing can be told: 5 % of them is not one.
TOO_FEW_PLACEBOS = 20


@dataclass(frozen=True)
class Progress:
    """How far a ledger is: runs done of those missing, how many were kept from before, claims judged."""

    done: int
    total: int
    reused: int
    judged: tuple[str, ...] = ()


Watch = Callable[[Progress], None]


@dataclass(frozen=True)
class Ledger:
    """Claims and what was found; runs: made now, and kept from before; seconds: of making them."""

    outcomes: tuple[Outcome, ...]
    effort: Effort
    made: int
    reused: int
    failed: int
    seconds: float
    version: str

    def as_json(self) -> dict[str, Any]:
        """The object `--json` prints."""
        return {
            "claims": [outcome.as_json() for outcome in self.outcomes],
            "placebos": self.placebos(),
            "turned_round": self.turned_round(),
            "seeds": self.effort.seeds,
            "ensemble": self.effort.members,
            "seed": self.effort.seed,
            "model": self.version,
            "runs": {"made": self.made, "reused": self.reused, "failed": self.failed},
        }

    def placebos(self) -> dict[str, Any]:
        """What came of the comparisons without a true effect, and of each kind of them.

        n, supported, allowed: how many, how many came out supported, and how many may (5 %). intervals, beyond_luck,
        chance: how many have a plain 95 % interval, how many of these leave zero out, and how many do by chance
        (from, to).
        """
        kinds = {
            kind: _counted([one.placebos[kind] for one in self.outcomes if kind in one.placebos])
            for kind in ("two_names", "shuffled")
        }
        both = {name: sum(kind[name] for kind in kinds.values()) for name in kinds["two_names"]}
        return {
            **both,
            "allowed": int(MISTAKEN * both["n"]),
            "chance": list(chance_band(both["intervals"])),
            **kinds,
        }

    def broken(self) -> tuple[Outcome, ...]:
        """The claims that have no verdict for a reason that more seeds would not mend."""
        return tuple(one for one in self.outcomes if one.broken)

    def turned_round(self) -> dict[str, int]:
        """Claims turned round that came out supported; without_opposite: of these, where the claim is not opposite."""
        turned = [one for one in self.outcomes if one.turned_round == "supported"]
        return {
            "n": len(self.outcomes),
            "supported": len(turned),
            "without_opposite": sum(one.verdict != "opposite" for one in turned),
        }


def _counted(placebos: Sequence[Placebo]) -> dict[str, int]:
    beyond = [one.beyond for one in placebos if one.beyond is not None]
    return {
        "n": len(placebos),
        "supported": sum(one.verdict == "supported" for one in placebos),
        "intervals": len(beyond),
        "beyond_luck": sum(beyond),
    }


def chance_band(n: int) -> tuple[int, int]:
    """How many of n 95 % intervals around nothing leave zero out, in 95 of 100 ledgers."""
    from scipy.stats import binom

    low, high = (int(binom.ppf(q, n, MISTAKEN)) if n else 0 for q in (0.025, 0.975))
    return low, high


def most_by_luck(n: int) -> int:
    """The most of n placebos that luck alone lets come out supported: 1 in 40 each, exceeded in 1 ledger of 40."""
    from scipy.stats import binom

    return int(binom.ppf(0.975, n, MISTAKEN / 2.0)) if n else 0


def check_effort(seeds: int, ensemble: int, seed: int, workers: int | None) -> None:
    """UsageError where an interval cannot be had, or a number is out of range."""
    if type(seeds) is int and seeds < FEW:
        raise UsageError(
            f"seeds must be a whole number from {FEW} to {MOST_SEEDS:,}, not {seeds}: an interval resampled from fewer "
            "runs is too short to judge by"
        )
    if type(seeds) is not int or seeds > MOST_SEEDS:
        raise UsageError(f"seeds must be a whole number from {FEW} to {MOST_SEEDS:,}, not {seeds!r}")
    check_numbers(seeds, seed, workers, ensemble=ensemble)
    if seed + seeds * MOST_TIMES + ensemble > FAR or seed > MAX_SEED - 2 * FAR:
        raise UsageError(
            f"seed must be below {FAR - seeds * MOST_TIMES - ensemble:,}: placebos use the seeds from {FAR:,} on"
        )


def run_ledger(
    plans: Sequence[Plan],
    folder: Path,
    *,
    seeds: int = SEEDS,
    ensemble: int = ENSEMBLE,
    seed: int = 1,
    workers: int | None = None,
    fresh: bool = False,
    watch: Watch | None = None,
    executor: Executor | None = None,
    opened: Callable[[RunStore], None] | None = None,
) -> Ledger:
    """Judge claims.

    folder: where runs are kept; those already there are reused. seeds: `seed`, `seed + 1`, … of every arm;
    ensemble: members of plausible parameters, one run an arm of the effect each. fresh: forget the runs kept.
    watch(progress) is called as batches finish; opened(store) once it is known what is kept. Raises UsageError for a
    wrong input, GrouplifeError where all runs fail or a worker dies; what finished before is kept.
    """
    check_effort(seeds, ensemble, seed, workers)
    effort = Effort(seeds, ensemble, seed)
    arms = [scenario for plan in plans for scenario in plan.variants[BASE].values()]
    needs = Needs(effort, draw_ensemble(ensemble, seed, arms))
    claims = [needs.add(plan) for plan in plans]
    with RunStore(folder, fresh) as store:
        if opened is not None:
            opened(store)
        return _Work(needs, claims, store, watch).run(workers, executor)


class _Work:
    """A ledger being made."""

    def __init__(self, needs: Needs, claims: list[ClaimRuns], store: RunStore, watch: Watch | None) -> None:
        self.needs, self.claims, self.store = needs, claims, store
        self.watch = watch or (lambda progress: None)
        self.outcomes: dict[int, Outcome] = {}
        self.errors: dict[object, str] = {}
        self.waiting: dict[Key, list[int]] = {}
        self.left: list[int] = []
        self.total = self.done = 0
        self.reused = 0

    def run(self, workers: int | None, executor: Executor | None) -> Ledger:
        started = time.monotonic()
        missing = self.needs.missing(self.store)
        self.total, self.reused = len(missing), len(self.needs.recipes) - len(missing)
        self._wait_for(set(missing))
        self._judge([n for n, left in enumerate(self.left) if left == 0])
        if missing:
            work, tasks = self.needs.work(missing)
            with closing(conduct_batches(work, tasks, workers=workers, executor=executor)) as batches:
                for batch in batches:
                    self._take(missing, batch)
        if missing and len(self.errors) == len(missing) and not self.reused:
            raise GrouplifeError(
                f"all {len(missing)} runs failed; the first: {next(iter(self.errors.values()))}"
            )
        return Ledger(
            outcomes=tuple(self.outcomes[n] for n in range(len(self.claims))),
            effort=self.needs.effort,
            made=len(missing) - len(self.errors),
            reused=self.reused,
            failed=len(self.errors),
            seconds=time.monotonic() - started,
            version=self.store.version,
        )

    def _wait_for(self, missing: set[Key]) -> None:
        for n, claim in enumerate(self.claims):
            open_runs = [key for key in claim.all() if key in missing]
            self.left.append(len(open_runs))
            for key in open_runs:
                self.waiting.setdefault(key, []).append(n)

    def _take(self, keys: Sequence[Key], batch: Sequence[Record]) -> None:
        """Keep a batch, then judge the claims that have all their runs now."""
        good = [record for record in batch if record.error is None]
        self.store.add(
            (keys[record.task.run_id], dict(zip(record.measures, map(float, record.values), strict=True)))
            for record in good
        )
        ready = []
        for record in batch:
            key = keys[record.task.run_id]
            if record.error is not None:
                self.errors[key] = record.error
            for n in self.waiting.pop(key, ()):
                self.left[n] -= 1
                if self.left[n] == 0:
                    ready.append(n)
        self.done += len(batch)
        self._judge(ready)

    def _judge(self, ready: Sequence[int]) -> None:
        for n in ready:
            self.outcomes[n] = evaluate(self.claims[n], self.store, self.ensemble, self.errors)
            self._tell(self.claims[n].plan.claim.id)
        if not ready:
            self._tell()

    def _tell(self, *judged: str) -> None:
        self.watch(Progress(self.done, self.total, self.reused, judged))

    @property
    def ensemble(self) -> Ensemble:
        return self.needs.ensemble
