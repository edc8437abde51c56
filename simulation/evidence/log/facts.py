"""The facts that are held against each other: of a log's groups and of a run's, each on its own clock."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from ...model.lives import lives
from .history import History

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

#: Days of the clock that part it into stretches: weeks at first, then four weeks each.
EDGES = (0, 7, 14, 28, *range(56, 731, 28))
#: Days of the clock at which groups are judged.
JUDGED = tuple(range(56, 731, 28))
GINI_MESSAGES, GINI_POSTERS = 10, 3


@dataclass(frozen=True)
class Facts:
    """By group; NaN where not observed yet, all groups that spoke.

    talk: messages a day by stretch of EDGES, [stretches, groups]; posters: people who posted in the 28 days before
    each day of JUDGED and in the first 28, [1 + judged days, groups]; ratio: talk left, ever: 1 if ever dead, at
    each day of JUDGED, [judged days, groups]; NaN for the stillborn. gini: [groups]. joiners, joiners_posted: those
    seen for long enough, and those of them who posted; joins, leaves: all, [groups].
    """

    talk: Floats
    posters: Floats
    ratio: Floats
    ever: Floats
    gini: Floats
    joiners: Ints
    joiners_posted: Ints
    joins: Ints
    leaves: Ints

    @property
    def groups(self) -> int:
        """Number of groups."""
        return len(self.gini)

    def take(self, groups: Ints) -> Facts:
        """Some of the groups, with repetition."""
        return Facts(**{name: values[..., groups] for name, values in vars(self).items()})


def facts_of(
    messages: Ints,
    active: Ints,
    gini: Floats,
    enough: NDArray[np.bool_],
    people: tuple[Ints, Ints, Ints],
    within: int,
    flows: tuple[Ints, Ints],
    window: int,
) -> Facts:
    """Facts from counts by day and group.

    messages, active (people who posted in the trailing 28 days): [days, groups]. gini, enough (said to have one):
    [groups]. people: group, day joined, day of the first message (-1 never), by member. within: days a joiner
    has to post. flows: joins and leaves, [groups]. window: the clock is followed for so many days at most.
    """
    days = len(messages)
    life = lives(messages, active)
    kept = np.flatnonzero(life.start >= 0)
    start = life.start[kept]
    observed = np.minimum(days - start, window)
    cumulative = np.zeros((days + 1, len(kept)), dtype=np.int64)
    np.cumsum(messages[:, kept], axis=0, out=cumulative[1:])
    edges = [edge for edge in EDGES if edge <= max(window, EDGES[3])]
    places = np.arange(len(kept))

    def upto(age: int) -> Floats:
        row = np.minimum(start + age, days)
        return np.where(age <= observed, cumulative[row, places], np.nan)

    totals = np.array([upto(edge) for edge in edges])
    spans = np.diff(edges)[:, None]
    judged = [day for day in JUDGED if day <= window]
    ratio, ever = np.full((2, len(judged), len(kept)), np.nan)
    for n, day in enumerate(judged):
        at = life.at(day)
        seen = at.judged[kept] & (day <= observed)
        ratio[n] = np.where(seen, at.ratio[kept], np.nan)
        ever[n] = np.where(seen, at.ever_dead[kept], np.nan)

    def posters(age: int) -> Floats:
        row = np.minimum(start + age - 1, days - 1)
        return np.where(age <= observed, active[row, kept], np.nan)

    home, joined, first_post = people
    seen = joined <= days - within
    posted = seen & (first_post >= 0) & (first_post - joined < within)
    count = messages.shape[1]
    return Facts(
        talk=np.diff(totals, axis=0) / spans,
        posters=np.array([posters(age) for age in (28, *judged)]),
        ratio=ratio,
        ever=ever,
        gini=np.where(enough, gini, np.nan)[kept],
        joiners=np.bincount(home[seen], minlength=count)[kept],
        joiners_posted=np.bincount(home[posted], minlength=count)[kept],
        joins=flows[0][kept],
        leaves=flows[1][kept],
    )


def within_of(days: int) -> int:
    """Days a joiner is given to post: eight weeks where the log is long enough."""
    return 56 if days >= 84 else 28 if days >= 42 else 14


def facts_of_log(history: History, groups: Ints, window: int) -> Facts:
    """The facts of a log's groups."""
    number = np.full(len(history.names), -1)
    number[groups] = np.arange(len(groups))
    home = number[history.pair_group]
    own = home >= 0
    posters = np.bincount(home[own & (history.posts > 0)], minlength=len(groups))
    said = history.messages[:, groups].sum(axis=0)
    return facts_of(
        history.messages[:, groups],
        history.active_28[:, groups],
        history.gini[groups],
        (said >= GINI_MESSAGES) & (posters >= GINI_POSTERS),
        (home[own], history.joined[own], history.first_post[own]),
        within_of(history.days),
        (history.joins[:, groups].sum(axis=0), history.leaves[:, groups].sum(axis=0)),
        window,
    )
