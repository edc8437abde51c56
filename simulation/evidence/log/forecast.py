"""What comes next: each of the log's groups goes on as groups of the weighted members went on that stood alike.

A draw takes a run by its member's weight. In it every group of the log is followed by a simulated group that was, at
the same age, about as far: messages of the last four weeks and of its life so far, and people who spoke; what it did
next, scaled to the log's own level, is the draw. Groups founded later are simulated groups from their first day, as
many as have been founded so far per month. What the model gets wrong about the log (`misfit`) is put on top.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from .simulate import Run

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

MONTH = 28
DRAWS = 2_000
LEVELS = (0.5, 0.8, 0.95)
_NEAR = (0.35, 0.45, 0.35)  # widths of the kernel: messages of 28 days, of life, people who spoke; log units
_LEAST_ALIKE = 2.0  # effective number of simulated groups that stand alike
_WIDER = (1.0, 1.6, 2.5, 5.0)
_SCALE = np.log(4.0)  # of what a like group did: never more than this many times, or less than its part
_SEED = 20_261_122


@dataclass(frozen=True, eq=False)
class State:
    """Where the log's groups stand at the end of the window. Arrays [groups].

    age: days of the clock; recent: messages of the last 28 days (of fewer where younger); life: messages so far;
    active: people who posted in the last 28 days. founded: groups a month, as (how many, in how many months).
    """

    age: Ints
    recent: Ints
    life: Ints
    active: Ints
    founded: tuple[int, float] = (0, 1.0)


def state_of(messages: Ints, active: Ints, start: Ints) -> State:
    """The state after all rows. messages, active: [days, groups]; start: day of the first message, [groups]."""
    days = len(messages)
    later = int((start >= MONTH).sum())
    return State(
        age=days - start,
        recent=messages[-MONTH:].sum(axis=0),
        life=messages.sum(axis=0),
        active=active[-1],
        founded=(later, max(1.0, (days - MONTH) / MONTH)),
    )


@dataclass(frozen=True)
class Misfit:
    """What the model does not know about these groups: log-sd a square root of months.

    common: all groups together; own: each by itself. held: on how many group-months it rests.
    """

    common: float = 0.0
    own: float = 0.0
    held: int = 0


@dataclass(frozen=True, eq=False)
class Draws:
    """Possible futures. messages, active: of the groups there are, [draws, groups, months]; messages_new,

    active_new: of all groups founded later together, [draws, months].
    """

    messages: Ints
    active: Ints
    messages_new: Ints
    active_new: Ints

    @property
    def months(self) -> int:
        """Months ahead."""
        return int(self.messages.shape[2])

    def series(self) -> dict[tuple[str, str], Ints]:
        """(groups, measure) -> [draws, months]: those there are (known), and all with those founded later."""
        messages, active = self.messages.sum(axis=1), self.active.sum(axis=1)
        return {
            ("known", "messages"): messages,
            ("known", "active"): active,
            ("known", "silent"): (self.messages == 0).sum(axis=1),
            ("all", "messages"): messages + self.messages_new,
            ("all", "active"): active + self.active_new,
        }


def draw_futures(
    state: State,
    runs: Sequence[Run],
    weight: Floats,
    months: int,
    misfit: Misfit | None = None,
    draws: int = DRAWS,
    seed: int = _SEED,
) -> Draws:
    """Draw futures of the log's groups. weight: by member."""
    rng = np.random.default_rng(seed)
    groups = len(state.age)
    per_member = np.bincount([run.member for run in runs], minlength=len(weight))
    chance = np.array([weight[run.member] / per_member[run.member] if run.facts[0].groups else 0.0 for run in runs])
    taken = np.bincount(rng.choice(len(runs), draws, p=chance / chance.sum()), minlength=len(runs))
    messages, active = np.zeros((2, draws, groups, months))
    messages_new, active_new = np.zeros((2, draws, months))
    place = 0
    shocks = _shocks(rng, misfit or Misfit(), draws, groups, months)
    for run, count in zip(runs, taken, strict=True):
        if not count:
            continue
        rows = slice(place, place + count)
        place += count
        messages[rows], active[rows] = _follow(state, run, count, months, rng)
        for row in range(rows.start, rows.stop):
            messages_new[row], active_new[row] = _founded(state, run, months, rng)
    messages *= shocks
    active *= np.sqrt(shocks)  # more talk comes in part from more people
    return Draws(*(_whole(values, rng) for values in (messages, active, messages_new, active_new)))


def _whole(values: Floats, rng: np.random.Generator) -> Ints:
    """Rounded up or down by chance, so that the mean stays."""
    return np.floor(values + rng.random(values.shape)).astype(np.int64)


def _shocks(rng: np.random.Generator, misfit: Misfit, draws: int, groups: int, months: int) -> Floats:
    """Factors with median 1 that wander off month by month. [draws, groups, months]"""
    common = rng.standard_normal((draws, 1, months)).cumsum(axis=2) * misfit.common
    own = rng.standard_normal((draws, groups, months)).cumsum(axis=2) * misfit.own
    found: Floats = np.exp(np.clip(common + own, -4.0, 4.0))
    return found


def _cumulative(counts: NDArray[np.uint16]) -> Ints:
    total = np.zeros((len(counts) + 1, counts.shape[1]), dtype=np.int64)
    np.cumsum(counts, axis=0, dtype=np.int64, out=total[1:])
    return total


def _follow(
    state: State, run: Run, count: int, months: int, rng: np.random.Generator
) -> tuple[Floats, Floats]:
    """Futures of every group by one run: messages and people who speak, [count, groups, months]."""
    total = _cumulative(run.messages)
    there = np.arange(run.messages.shape[1])
    messages = np.zeros((count, len(state.age), months))
    active = np.zeros_like(messages)
    for k, age in enumerate(state.age.tolist()):
        ends = age + MONTH * np.arange(months + 1)
        # a group that began late in the run is known for fewer days; the last ones stand for the rest
        usable = np.minimum(ends[:, None], np.maximum(run.lived, 1)[None, :])
        reach = np.minimum(age, run.lived)
        features = np.array(
            [
                np.log1p(total[reach, there] - total[np.maximum(reach - MONTH, 0), there]),
                np.log1p(total[reach, there] * (MONTH / max(age, MONTH))),
                np.log1p(run.active[reach - 1, there]),
            ]
        )
        own = np.array(
            [
                np.log1p(state.recent[k]),
                np.log1p(state.life[k] * (MONTH / max(age, MONTH))),
                np.log1p(state.active[k]),
            ]
        )
        known = run.lived >= age + MONTH * min(months, 1)
        picked = rng.choice(len(there), count, p=_alike(features, own, known))
        gap = own[:, None] - features[:, picked]
        level = np.exp(np.clip(0.5 * (gap[0] + gap[1]), -_SCALE, _SCALE))
        heads = np.exp(np.clip(gap[2], -_SCALE, _SCALE))
        path = np.diff(total[usable[:, picked], picked[None, :]], axis=0)
        short = ends[1:, None] > run.lived[picked][None, :]
        path = np.where(short, path[:1], path) if short.all() else _carried(path, short)
        messages[:, k] = (path * level).T
        active[:, k] = (run.active[usable[1:, picked] - 1, picked[None, :]] * heads).T
    return messages, np.where(messages > 0, np.maximum(active, 1.0), 0.0)


def _carried(path: Ints, short: NDArray[np.bool_]) -> Ints:
    """Months that were not lived to the end repeat the last one that was. [months, draws]"""
    path = path.copy()
    for month in range(1, len(path)):
        path[month] = np.where(short[month], path[month - 1], path[month])
    return path


def _alike(features: Floats, own: Floats, known: NDArray[np.bool_]) -> Floats:
    """Chance of each simulated group to stand for the log's; widened until a few stand alike."""
    squares = np.square((features - own[:, None]) / np.array(_NEAR)[:, None]).sum(axis=0)
    squares = np.where(known, squares, np.inf) if known.any() else squares
    for wider in _WIDER:
        like = np.exp(-0.5 * (squares - squares.min()) / wider**2)
        like /= like.sum()
        if 1.0 / np.square(like).sum() >= _LEAST_ALIKE:
            break
    return like


def _founded(state: State, run: Run, months: int, rng: np.random.Generator) -> tuple[Floats, Floats]:
    """Messages and people who speak of groups founded later, by month."""
    seen, over = state.founded
    rate = rng.gamma(seen + 0.5) / over
    messages, active = np.zeros((2, months))
    total = None
    for day in rng.random(rng.poisson(rate * months)) * months * MONTH:
        total = _cumulative(run.messages) if total is None else total
        group = int(rng.integers(run.messages.shape[1]))
        ends = np.clip(MONTH * np.arange(months + 1) - int(day), 0, run.lived[group])
        messages += np.diff(total[ends, group])
        active += np.where(ends[1:] > 0, run.active[np.maximum(ends[1:] - 1, 0), group], 0)
    return messages, active


# --- how wrong the model is about this log


def misfit_of(draws: Draws, messages: Ints) -> Misfit:
    """What forecasts from part of the window leave unexplained. messages: what came, [groups, months].

    Log errors beyond the forecast's own spread, by the method of moments, drawn towards a prior of
    `_PRIOR` log-sd that counts as `_PRIOR_HELD` group-months.
    """
    log = np.log1p(draws.messages)
    centre, spread = np.median(log, axis=0), log.var(axis=0)
    error = np.log1p(messages) - centre
    time = np.arange(1, draws.months + 1)
    excess = (np.square(error) - spread) / time
    held = int(excess.size)
    together = np.median(np.log1p(draws.messages.sum(axis=1)), axis=0), np.log1p(draws.messages.sum(axis=1)).var(axis=0)
    whole = (np.square(np.log1p(messages.sum(axis=0)) - together[0]) - together[1]) / time
    own = _shrunk(float(excess.sum()), held, _PRIOR, _PRIOR_HELD)
    common = _shrunk(float(whole.sum()), len(whole), _PRIOR_COMMON, _PRIOR_COMMON_HELD)
    return Misfit(common=min(common, _MOST), own=min(own, _MOST), held=held)


#: Assumed before anything is seen: log-sd a square root of months, and how many observations that is worth.
_PRIOR, _PRIOR_HELD = 0.25, 8.0
_PRIOR_COMMON, _PRIOR_COMMON_HELD = 0.25, 4.0
_MOST = 0.8


def _shrunk(excess: float, held: int, prior: float, prior_held: float) -> float:
    variance = (excess + prior_held * prior**2) / (held + prior_held)
    return float(np.sqrt(max(0.0, variance)))
