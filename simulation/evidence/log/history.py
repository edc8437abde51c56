"""What the groups did, day by day: counted from the log, judged by the text that judges the model.

A member of a group is a pair of person and group. Someone is there from a join, or a first message without one,
until a leave.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ...model.lives import Lives, lives, trailing
from ...model.spread import gini_by_group
from .cleaning import Log
from .words import JOIN, LEAVE, MESSAGE, Note, note

if TYPE_CHECKING:
    import pandas as pd

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]

WINDOW = 28
#: Days of a group's clock within which those who join count as its members at the start.
FOUNDING_DAYS = 7
#: From this share of members without a join on, the log does not record joins.
UNJOINED = 0.5
_BULK = 0.2  # share of all joins on one day from which it is called an import


@dataclass(frozen=True, eq=False)
class History:
    """Counts by day and group, up to a day. Arrays [days, groups] unless said otherwise.

    messages: of members; posters: people who posted that day; active_28: people who posted within the trailing
    28 days; joins, leaves; present: in the evening. pair_group, pair_person, joined, first_post, posts: by pair
    of person and group, [pairs]; days, -1 never. joins_known, leaves_known: whether the log records them.
    """

    names: tuple[str, ...]
    first: date
    zone: str
    people: int
    messages: Ints
    posters: Ints
    active_28: Ints
    joins: Ints
    leaves: Ints
    present: Ints
    pair_group: Ints
    pair_person: Ints
    joined: Ints
    first_post: Ints
    posts: Ints
    joins_known: bool
    leaves_known: bool
    notes: tuple[Note, ...] = field(default=())

    @property
    def days(self) -> int:
        """Days counted."""
        return len(self.messages)

    @cached_property
    def lives(self) -> Lives:
        """What became of each group."""
        return lives(self.messages, self.active_28)

    @cached_property
    def start(self) -> Ints:
        """Day of each group's first message, -1 if none. [groups]"""
        return self.lives.start

    @cached_property
    def start_size(self) -> Ints:
        """Members within the first days of a group's clock; of a group that never spoke, all. [groups]"""
        until = np.where(self.start >= 0, self.start + FOUNDING_DAYS - 1, self.days - 1)
        early = self.joined <= until[self.pair_group]
        return np.bincount(self.pair_group[early], minlength=len(self.names))

    @cached_property
    def gini(self) -> Floats:
        """Gini of messages among those who posted, by group; NaN where nobody did. [groups]"""
        spoke = self.posts > 0
        return gini_by_group(self.posts[spoke], self.pair_group[spoke], len(self.names))

    @cached_property
    def together(self) -> Floats:
        """How much of the groups' talk is of the same people, [groups, groups]: cosine of messages by person.

        It is the correlation of two groups' messages if what moves them is how ready each person is to talk.
        """
        from scipy import sparse

        spoke = self.posts > 0
        size = np.sqrt(np.bincount(self.pair_group, self.posts.astype(float) ** 2, len(self.names)))
        share = self.posts[spoke] / size[self.pair_group[spoke]]
        by_person = sparse.csr_array((share, (self.pair_person[spoke], self.pair_group[spoke])))
        by_person.resize((by_person.shape[0], len(self.names)))
        found: Floats = (by_person.T @ by_person).toarray()
        np.fill_diagonal(found, 1.0)
        return found

    def date(self, day: int) -> date:
        """The date of a day."""
        return self.first + timedelta(days=int(day))

    def table(self) -> pd.DataFrame:
        """One row a day and group: counts, and the group's life as it stood."""
        import pandas as pd

        days, groups = self.messages.shape
        life = self.lives
        dates = [self.date(day) for day in range(days)]
        columns = {
            "date": np.repeat(np.array(dates, dtype="datetime64[D]"), groups),
            "day": np.repeat(np.arange(days), groups),
            "group": pd.Categorical.from_codes(
                np.tile(np.arange(groups), days), categories=pd.Index(self.names)
            ),
        }
        arrays = {
            "joins": self.joins,
            "leaves": self.leaves,
            "present": self.present,
            "messages": self.messages,
            "posters": self.posters,
            "active_28": self.active_28,
            "messages_28": trailing(self.messages, WINDOW),
            "age": life.age,
            "judged": life.judged,
            "talk_ratio": life.ratio,
            "status_dead": life.dead,
            "ever_dead": life.ever_dead & life.judged,
            "silent": life.silent,
        }
        return pd.DataFrame({**columns, **{name: array.ravel() for name, array in arrays.items()}})


def history_of(log: Log, days: int | None = None) -> History:
    """Count a log's first days; None: all of it. Groups are those seen by then.

    More days than the log has: nothing happened on those.
    """
    days = log.days if days is None else days
    kept = log.day < days
    day, kind = log.day[kept], log.kind[kept]
    number = np.full(len(log.groups), -1)
    seen = list(dict.fromkeys(log.group[kept].tolist()))
    number[seen] = np.arange(len(seen))
    group = number[log.group[kept]]
    people = len(np.unique(log.member[kept]))
    pair, by_pair = np.unique(group * np.int64(log.members) + log.member[kept], return_inverse=True)
    pair_group = pair // log.members

    order = np.lexsort((np.arange(len(day)), by_pair))
    owner, what, when = by_pair[order], kind[order], day[order]
    fresh = np.r_[True, owner[1:] != owner[:-1]]
    absent = fresh | np.r_[True, what[:-1] == LEAVE]
    comes = absent & (what != LEAVE)
    goes = ~absent & (what == LEAVE)
    unseen = fresh & (what == LEAVE)
    implicit = fresh & (what == MESSAGE)
    counted = _Counter(days, len(seen))
    place = pair_group[owner]
    joins = counted(when[comes | unseen], place[comes | unseen])
    leaves = counted(when[goes | unseen], place[goes | unseen])
    spoke = what == MESSAGE
    distinct = np.unique(np.column_stack([owner[spoke], when[spoke]]), axis=0)
    joined = np.full(len(pair), -1)
    joined[owner[fresh]] = when[fresh]
    first_post = np.full(len(pair), -1)
    firsts, index = np.unique(distinct[:, 0], return_index=True)
    first_post[firsts] = distinct[index, 1]
    joins_known = bool(len(pair) and (kind == JOIN).any() and implicit.sum() <= UNJOINED * len(pair))
    return History(
        names=tuple(log.groups[n] for n in seen),
        first=log.first,
        zone=log.zone,
        people=people,
        messages=counted(when[spoke], place[spoke]),
        posters=counted(distinct[:, 1], pair_group[distinct[:, 0]]),
        active_28=_active(distinct, pair_group, counted),
        joins=joins,
        leaves=leaves,
        present=np.cumsum(joins - leaves, axis=0),
        pair_group=pair_group,
        pair_person=pair % log.members,
        joined=joined,
        first_post=first_post,
        posts=np.bincount(owner[spoke], minlength=len(pair)),
        joins_known=joins_known,
        leaves_known=bool((kind == LEAVE).any()),
        notes=_notes(
            log, people, len(pair), joins, int(implicit.sum()), int(unseen.sum()), joins_known, kind
        ),
    )


@dataclass(frozen=True)
class _Counter:
    days: int
    groups: int

    def __call__(self, day: Ints, group: Ints, weights: Ints | None = None) -> Ints:
        """Events by day and group. [days, groups]"""
        flat = np.bincount(day * self.groups + group, weights=weights, minlength=self.days * self.groups)
        return flat.astype(np.int64).reshape(self.days, self.groups)


def _active(distinct: Ints, pair_group: Ints, counted: _Counter) -> Ints:
    """People who posted within the trailing window. distinct: (pair, day) of days with a post, in order."""
    owner, day = distinct[:, 0], distinct[:, 1]
    following = np.r_[day[1:], 0]
    again = np.r_[owner[1:] == owner[:-1], False] if len(owner) else np.zeros(0, dtype=bool)
    end = np.where(again, np.minimum(following, day + WINDOW), day + WINDOW)
    change = counted(day, pair_group[owner])
    inside = end < counted.days
    change -= counted(end[inside], pair_group[owner[inside]])
    return np.cumsum(change, axis=0)


def _notes(
    log: Log,
    people: int,
    pairs: int,
    joins: Ints,
    implicit: int,
    unseen: int,
    joins_known: bool,
    kind: NDArray[np.int8],
) -> tuple[Note, ...]:
    notes: list[Note] = []
    if pairs > people:
        notes.append(note("pairs", people=people, pairs=pairs))
    if implicit and joins_known:
        notes.append(note("implicit", count=implicit))
    if unseen:
        notes.append(note("left_unseen", count=unseen))
    if not (kind == LEAVE).any():
        notes.append(note("no_leaves"))
    by_day = joins.sum(axis=1)
    if joins_known and by_day.sum() >= 20 and by_day.max() > _BULK * by_day.sum():
        day = int(by_day.argmax())
        notes.append(note("bulk", share=100 * by_day.max() / by_day.sum(), day=log.date(day).isoformat()))
    return tuple(notes)
