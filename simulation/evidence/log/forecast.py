"""What comes next: each of the log's groups goes on as groups of the weighted members went on that stood alike.

A draw takes a run by its member's weight. In it every group of the log is followed by a simulated group that was, at
the same age, about as far: messages of the last four weeks and of its life so far, and people who spoke; what it did
next, scaled to the log's own level, is the draw. Groups founded later are simulated groups from their first day, as
many as have been founded so far per month. What the model gets wrong about the log (`misfit`) is put on top.

In the model a person is in one group. In a log the same people may talk in several, and then these wake and fall silent
together: their luck goes together as much as their talk is of the same people.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ...model.lives import DEATH
from .simulate import Run

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

MONTH = 28
DRAWS = 2_000
LEVELS = (0.5, 0.8, 0.95)
_NEAR = (0.35, 0.45, 0.35)  # widths of the kernel: messages of 28 days, of life, people who spoke; log units
_LEAST_ALIKE = 2.0  # effective number of simulated groups that stand alike
_LEAST_RUNS = 40.0  # effective number of runs that futures are drawn from
_HARDLY = 1e-4  # likelihood of a group that is nowhere to be found: one odd group must not decide
_WIDER = (1.0, 1.6, 2.5, 5.0, 10.0)
_SCALE = np.log(4.0)  # of what a like group did: never more than this many times, or less than its part
_KEPT = 0.8  # of what the model does not know, from month to month
_SEED = 20_261_122


@dataclass(frozen=True, eq=False)
class State:
    """Where the log's groups stand at the end of the window. Arrays [groups].

    age: days of the clock; recent: messages of the last 28 days (of fewer where younger); life: messages so far;
    active: people who posted in the last 28 days. founded: groups a month, as (how many, in how many months).
    together: correlation of the groups' luck, [groups, groups]; None: each has its own. first: messages of a group's
    first 28 days, by which it is judged dead; 0 where it is not judged; None: none is.
    """

    age: Ints
    recent: Ints
    life: Ints
    active: Ints
    founded: tuple[int, float] = (0, 1.0)
    together: Floats | None = None
    first: Ints | None = None


def state_of(
    messages: Ints, active: Ints, start: Ints, together: Floats | None = None, first: Ints | None = None
) -> State:
    """The state after all rows. messages, active: [days, groups]; start: day of the first message, [groups]."""
    days = len(messages)
    later = int((start >= MONTH).sum())
    return State(
        age=days - start,
        recent=messages[-MONTH:].sum(axis=0),
        life=messages.sum(axis=0),
        active=active[-1],
        founded=(later, max(1.0, (days - MONTH) / MONTH)),
        together=together,
        first=first,
    )


@dataclass(frozen=True)
class Misfit:
    """What the model does not know about these groups: log-sd of a month's messages.

    common: all groups together; own: each by itself. held: on how many group-months it rests.
    """

    common: float = 0.0
    own: float = 0.0
    held: int = 0


@dataclass(frozen=True, eq=False)
class Draws:
    """Possible futures. messages, active: of the groups there are, [draws, groups, months]; messages_new,

    active_new: of all groups founded later together, [draws, months]. first: as in `State`.
    """

    messages: Ints
    active: Ints
    messages_new: Ints
    active_new: Ints
    first: Ints | None = None

    @property
    def months(self) -> int:
        """Months ahead."""
        return int(self.messages.shape[2])

    @property
    def dead(self) -> NDArray[np.bool_] | None:
        """Whether a group is dead at the end of a month, by the text that judges the model. [draws, groups, months]

        Groups that are not judged are never dead; None where none is.
        """
        return None if self.first is None else dead_of(self.messages, self.first[:, None])

    def series(self) -> dict[tuple[str, str], Ints]:
        """(groups, measure) -> [draws, months]: those there are (known), and all with those founded later."""
        messages, active = self.messages.sum(axis=1), self.active.sum(axis=1)
        dead = self.dead
        return {
            ("known", "messages"): messages,
            ("known", "active"): active,
            **({} if dead is None else {("known", "dead"): dead.sum(axis=1)}),
            ("known", "silent"): (self.messages == 0).sum(axis=1),
            ("all", "messages"): messages + self.messages_new,
            ("all", "active"): active + self.active_new,
        }


def dead_of(messages: Ints, first: Ints) -> NDArray[np.bool_]:
    """Whether groups with so many messages in 28 days are dead, by those of their first 28; 0: not judged."""
    ratio = np.divide(
        messages, first, out=np.full(np.broadcast(messages, first).shape, np.inf), where=first > 0
    )
    found: NDArray[np.bool_] = ratio < DEATH.dead_below
    return found


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
    alike = [_alike_groups(state, run) if run.messages.shape[1] else None for run in runs]
    chance = _chances(runs, weight, alike)
    taken = np.bincount(rng.choice(len(runs), draws, p=chance), minlength=len(runs))
    messages, active = np.zeros((2, draws, groups, months))
    messages_new, active_new = np.zeros((2, draws, months))
    place = 0
    root = _root(state.together, groups)
    luck = _luck(rng, draws, root)
    shocks = _shocks(rng, misfit or Misfit(), draws, root, months)
    for run, like, count in zip(runs, alike, taken, strict=True):
        if not count or like is None:
            continue
        rows = slice(place, place + count)
        place += count
        messages[rows], active[rows] = _follow(state, run, like, luck[rows], months)
        for row in range(rows.start, rows.stop):
            messages_new[row], active_new[row] = _founded(state, run, months, rng)
    messages *= shocks
    active *= np.sqrt(shocks)  # more talk comes in part from more people
    return Draws(
        _whole(messages, rng),
        _whole(active, rng),
        _whole(messages_new, rng),
        _whole(active_new, rng),
        first=state.first,
    )


def _whole(values: Floats, rng: np.random.Generator) -> Ints:
    """Rounded up or down by chance, so that the mean stays."""
    return np.floor(values + rng.random(values.shape)).astype(np.int64)


def _root(together: Floats | None, groups: int) -> Floats:
    """A matrix that makes independent luck go together: root @ root.T is the correlation. [groups, any]"""
    if together is None:
        return np.eye(groups)
    values, vectors = np.linalg.eigh(together)
    root: Floats = vectors * np.sqrt(np.maximum(values, 0.0))
    return root


def _luck(rng: np.random.Generator, draws: int, root: Floats) -> Floats:
    """Standard normal luck of the groups, correlated. [draws, groups]"""
    found: Floats = rng.standard_normal((draws, root.shape[1])) @ root.T
    return found


def _shocks(rng: np.random.Generator, misfit: Misfit, draws: int, root: Floats, months: int) -> Floats:
    """Factors of mean 1 that wander about month by month. [draws, groups, months]"""
    found = np.zeros((draws, len(root), months))
    for sigma, part in ((misfit.common, np.ones((1, 1))), (misfit.own, root)):
        level = _luck(rng, draws, part)
        for month in range(months):
            found[:, :, month] += sigma * level - 0.5 * sigma**2
            level = _KEPT * level + np.sqrt(1.0 - _KEPT**2) * _luck(rng, draws, part)
    factors: Floats = np.exp(found)
    return factors


def _cumulative(counts: NDArray[np.uint16]) -> Ints:
    total = np.zeros((len(counts) + 1, counts.shape[1]), dtype=np.int64)
    np.cumsum(counts, axis=0, dtype=np.int64, out=total[1:])
    return total


@dataclass(frozen=True, eq=False)
class _Alike:
    """How alike a run's groups are to the log's. chance: that one stands for another, [log's, run's groups];

    level, heads: factors from one to the other, for messages and for people who speak, likewise; found: log
    likelihood of the log's groups among the run's.
    """

    chance: Floats
    level: Floats
    heads: Floats
    found: float


def _alike_groups(state: State, run: Run) -> _Alike:
    total = _cumulative(run.messages)
    there = np.arange(run.messages.shape[1])
    reach = np.minimum(state.age[:, None], run.lived[None, :])
    lived = MONTH / np.maximum(state.age, MONTH)
    features = np.array(
        [
            np.log1p(total[reach, there] - total[np.maximum(reach - MONTH, 0), there]),
            np.log1p(total[reach, there] * lived[:, None]),
            np.log1p(run.active[reach - 1, there]),
        ]
    )
    own = np.array([np.log1p(state.recent), np.log1p(state.life * lived), np.log1p(state.active)])
    gap = own[:, :, None] - features
    squares = np.square(gap / np.array(_NEAR)[:, None, None]).sum(axis=0)
    known = run.lived[None, :] >= state.age[:, None] + MONTH
    none = ~np.asarray(known.any(axis=1))
    known[none] = True
    squares = np.where(known, squares, np.inf)
    chance = np.array([_widened(row) for row in squares])
    found = np.log(np.exp(-0.5 * squares).mean(axis=1) + _HARDLY).sum()
    level = np.exp(np.clip(0.5 * (gap[0] + gap[1]), -_SCALE, _SCALE))
    return _Alike(chance, level, np.exp(np.clip(gap[2], -_SCALE, _SCALE)), float(found))


def _widened(squares: Floats) -> Floats:
    """Chance of each simulated group to stand for the log's; widened until a few stand alike."""
    like = squares
    for wider in _WIDER:
        like = np.exp(-0.5 * (squares - squares.min()) / wider**2)
        like /= like.sum()
        if 1.0 / np.square(like).sum() >= _LEAST_ALIKE:
            break
    return like


def _chances(runs: Sequence[Run], weight: Floats, alike: Sequence[_Alike | None]) -> Floats:
    """Chance of each run: its member's weight, and how easily the log's groups of today are found in it.

    The second counts in full where enough runs remain that count, else as much as leaves so many.
    """
    per_member = np.bincount([run.member for run in runs], minlength=len(weight))
    prior = np.array(
        [
            0.0 if like is None else weight[run.member] / per_member[run.member]
            for run, like in zip(runs, alike, strict=True)
        ]
    )
    found = np.array([-np.inf if like is None else like.found for like in alike])
    found = np.where(np.isfinite(found), found - found[np.isfinite(found)].max(), -1e9)
    target = min(_LEAST_RUNS, 1.0 / np.square(prior / prior.sum()).sum() / 2.0)
    power = 1.0
    chance = prior
    for _ in range(30):
        chance = prior * np.exp(np.maximum(power * found, -700.0))
        chance = chance / chance.sum()
        if 1.0 / np.square(chance).sum() >= target:
            break
        power *= 0.8
    return chance


def _follow(state: State, run: Run, like: _Alike, luck: Floats, months: int) -> tuple[Floats, Floats]:
    """Futures of every group by one run: messages and people who speak, [draws, groups, months].

    luck: [draws, groups], standard normal: the more, the livelier the future that is picked of those alike.
    """
    from scipy.special import ndtr

    total = _cumulative(run.messages)
    there = np.arange(run.messages.shape[1])
    messages = np.zeros((*luck.shape, months))
    active = np.zeros_like(messages)
    for k, age in enumerate(state.age.tolist()):
        ends = age + MONTH * np.arange(months + 1)
        now, end = np.minimum(age, run.lived), np.minimum(ends[-1], run.lived)
        order = np.argsort(like.level[k] * (total[end, there] - total[now, there]), kind="stable")
        up_to = np.cumsum(like.chance[k, order])
        picked = order[np.searchsorted(up_to[:-1] / up_to[-1], ndtr(luck[:, k]), side="right")]
        # a group that began late in the run is known for fewer days: the last month lived stands for the rest
        reach = np.minimum(ends[:, None], run.lived[picked][None, :])
        path = _carried(
            np.diff(total[reach, picked[None, :]], axis=0), ends[1:, None] > run.lived[picked][None, :]
        )
        messages[:, k] = (path * like.level[k, picked]).T
        active[:, k] = (run.active[reach[1:] - 1, picked[None, :]] * like.heads[k, picked]).T
    return messages, np.where(messages > 0, np.maximum(active, 1.0), 0.0)


def _carried(path: Ints, short: NDArray[np.bool_]) -> Ints:
    """Months that were not lived to the end repeat the last one that was. [months, draws]"""
    path = path.copy()
    for month in range(1, len(path)):
        path[month] = np.where(short[month], path[month - 1], path[month])
    return path


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

#: Log-sd assumed before anything is seen, and how many observations that is worth.
_PRIOR, _PRIOR_HELD = 0.3, 10.0
_MOST = 1.0


def misfit_of(tests: Sequence[tuple[Draws, Ints]]) -> Misfit:
    """What forecasts from parts of the window leave unexplained.

    tests: the futures drawn at an earlier day, and the messages that came, [groups, months]. Squared log errors
    beyond the forecast's own spread, by the method of moments, drawn towards what is assumed beforehand. The errors
    of one day's forecasts go together, so for all groups in common it counts as one observation.
    """
    own = [_excess(draws.messages, came) for draws, came in tests]
    common = [_excess(draws.messages.sum(axis=1), came.sum(axis=0)) for draws, came in tests]
    held = sum(excess.size for excess in own)
    return Misfit(
        common=_shrunk(sum(float(e.mean()) for e in common), len(common)),
        own=_shrunk(sum(float(e.sum()) for e in own), held),
        held=held,
    )


def _excess(drawn: Ints, came: Ints) -> Floats:
    """Squared log errors less the variance that the draws say. drawn: [draws, ...]; came: [...]"""
    log = np.log1p(drawn)
    found: Floats = np.square(np.log1p(came) - np.median(log, axis=0)) - log.var(axis=0)
    return found


def _shrunk(excess: float, held: int) -> float:
    variance = (excess + _PRIOR_HELD * _PRIOR**2) / (held + _PRIOR_HELD)
    return float(min(_MOST, np.sqrt(max(0.0, variance))))
