"""Running the ensemble on a matched scenario, and what is kept of each run: the facts, and every group's days."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from ...errors import GrouplifeError
from ...experiments.conduct import MAX_SEED, cores
from ...experiments.ensemble import Ensemble
from ...experiments.executors import MAX_WORKERS, InProcess, Processes
from ...scenario import Scenario
from .facts import GINI_MESSAGES, GINI_POSTERS, Facts, facts_of, within_of
from .history import WINDOW
from .matching import from_outside, growth_timeline

Floats = NDArray[np.float64]
Counts = NDArray[np.uint16]
Progress = Callable[[int, int], None]

_MOST = np.iinfo(np.uint16).max


@dataclass(frozen=True)
class Plan:
    """What all runs share. at_point: run `point`, a set of overrides, instead of members.

    inflow: joins a day and group by 28 days, as far as known; later ones are drawn from these; invited: how many of
    them members bring of themselves. looks: days of the
    clock at which facts are taken. own: what is drawn of these groups beside the ensemble, by path, [members].
    """

    scenario: Scenario
    ensemble: Ensemble
    inflow: tuple[float, ...]
    looks: tuple[int, ...]
    seed: int
    invited: tuple[float, ...] = ()
    point: tuple[tuple[str, float | str], ...] = ()
    at_point: bool = False
    own: Mapping[str, Floats] = field(default_factory=dict)


@dataclass(frozen=True)
class Run:
    """One run. messages, active (people who posted in the last 28 days): [days, groups], only of groups that spoke

    by the last look, moved to their own clock: row 0 is the day of the first message. lived: days of the clock
    there are, [groups]. facts: at each look.
    """

    member: int
    messages: Counts
    active: Counts
    lived: NDArray[np.int64]
    facts: tuple[Facts, ...]


def simulate(
    plan: Plan, tasks: Sequence[tuple[int, int]], workers: int | None = None, progress: Progress | None = None
) -> list[Run]:
    """Carry out tasks (member, number of the run), in their order. Raises GrouplifeError where a run fails."""
    count = min(workers or min(cores(), MAX_WORKERS), max(1, len(tasks) // 4))
    executor = InProcess() if count <= 1 else Processes(count)
    if count > 1:
        from ...model.warm import warm_up

        warm_up()  # here, once, so that the workers only load what is on disk
    size = max(1, min(8, len(tasks) // (4 * count)))
    batches = [tasks[n : n + size] for n in range(0, len(tasks), size)]
    found: dict[int, list[Run]] = {}
    done = 0
    if progress is not None:
        progress(0, len(tasks))
    with closing(executor.map(run_batch, plan, batches)) as finished:
        for place, runs in finished:
            found[place] = runs
            done += len(runs)
            if progress is not None:
                progress(done, len(tasks))
    return [run for place in sorted(found) for run in found[place]]


def run_batch(plan: Plan, tasks: Sequence[tuple[int, int]]) -> list[Run]:
    """What a worker does."""
    return [run_one(plan, member, number) for member, number in tasks]


def run_one(plan: Plan, member: int, number: int) -> Run:
    """Run a member of the ensemble once."""
    from ...model.community import Community

    scenario, key = _world(plan, member, number)
    community = Community(scenario, key=key)
    facts = []
    try:
        while community.running:
            community.step()
            if community.day in plan.looks:
                facts.append(_look(community))
    except Exception as problem:
        raise GrouplifeError(f"a run of member {member} failed: {problem}") from problem
    history = community.history[:, :-1]
    messages, active = history["messages"], history["active_28"]
    return Run(member, *_own_clock(messages, active, max(plan.looks)), tuple(facts))


def _rates(plan: Plan, rng: np.random.Generator) -> Floats:
    """Joins by 28 days: those seen, then ones drawn from them; arrivals come in waves, and another may come."""
    seen = np.array(plan.inflow)
    if not len(seen):
        return seen
    ahead = -(-plan.scenario.days // WINDOW) - len(seen)
    return from_outside(np.concatenate([seen, rng.choice(seen, max(0, ahead))]), np.array(plan.invited))


def invited_by(plan: Plan, members: Sequence[int]) -> Floats:
    """Joins a day and group that members bring of themselves, by 28 days: the mean over some members."""
    from ...model.community import Community

    found = []
    for member in members:
        scenario, key = _world(plan, member, -1)
        history = Community(scenario, key=key).run().history[:, :-1]
        by_day = history["referred"].sum(axis=1) / history.shape[1]
        starts = np.arange(0, len(by_day), WINDOW)
        found.append(np.add.reduceat(by_day, starts) / np.diff([*starts, len(by_day)]))
    mean: Floats = np.mean(found, axis=0)
    return mean


def _world(plan: Plan, member: int, number: int) -> tuple[Scenario, int]:
    """The scenario and the key of a run; runs before the first are numbered -1."""
    rng = np.random.default_rng([plan.seed, int(plan.at_point), member, number + 1])
    if plan.at_point:
        changes = dict(plan.point)
    else:
        changes = plan.ensemble.overrides(plan.scenario, member)
        changes |= {path: float(values[member]) for path, values in plan.own.items()}
    changes |= growth_timeline(
        _rates(plan, rng), plan.scenario.groups.count, plan.scenario, plan.scenario.days
    )
    return plan.scenario.override(changes), int(rng.integers(0, MAX_SEED))


def _look(community: object) -> Facts:
    """The facts as they stand."""
    from ...model.result import observe

    seen = observe(community).observed  # type: ignore[arg-type]
    gini, said, posters = seen.gini_posts
    people = seen.people
    own = people["planted"] == 0
    home = np.where((people["group"] >= 0) & own, people["group"], -1).astype(np.int64)
    inside = home >= 0
    flows = seen.by_group("joins").sum(axis=0), seen.by_group("leaves").sum(axis=0)
    founders = np.bincount(home[inside & (people["joined"] <= 0)], minlength=len(gini))
    return facts_of(
        seen.by_group("messages"),
        seen.by_group("active_28"),
        gini,
        (said >= GINI_MESSAGES) & (posters >= GINI_POSTERS),
        (
            home[inside],
            people["joined"][inside].astype(np.int64),
            people["first_post"][inside].astype(np.int64),
        ),
        within_of(seen.days),
        (np.maximum(flows[0], founders), flows[1]),
        seen.days,
    )


def _own_clock(
    messages: NDArray[np.int64], active: NDArray[np.int64], window: int
) -> tuple[Counts, Counts, NDArray[np.int64]]:
    """Both moved so that row 0 is a group's first message; groups silent until the end of the window left out."""
    spoke = (messages[:window] > 0).any(axis=0)
    kept = np.flatnonzero(spoke)
    start = (messages > 0).argmax(axis=0)[kept]
    days = len(messages)
    rows = np.arange(days)[:, None] + start
    inside = rows < days
    rows = np.minimum(rows, days - 1)

    def moved(counts: NDArray[np.int64]) -> Counts:
        return np.where(inside, np.minimum(counts[rows, kept], _MOST), 0).astype(np.uint16)

    return moved(messages), moved(active), days - start
