"""When a group counts as dead, silent, revived or stillborn: one text for the model and for real channels.

Everything is computed from counts of member messages, one column a group, one row a day (or a week:
`step_days=7`).

A group's clock starts with its first member message. *At clock day t* means: after t days lived, so the
trailing window of 28 days at t = 91 covers the clock's days 63..90 (counted from 0), which is weeks 9..12
(counted from 0): week 12 ends on day 91, as `evidence.yaml` says. The reasons for judging from day 35 on are
in docs/decisions/0020-when-a-group-is-dead.md.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

import numpy as np
from numpy.typing import ArrayLike, NDArray

Ints = NDArray[np.int64]
Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]


@dataclass(frozen=True)
class DeathRule:
    """The numbers in the definition of death. Days; shares 0..1.

    window: length of both windows compared. dead_below: trailing messages below this share of the first
    window's are death. judged_from: first clock day on which a group is judged (35: end of week 4, the first
    window that is not the first one itself; the windows overlap until day 56, which can only hide a death,
    never make one). least_messages, least_posters: with fewer in the first window a group is stillborn.
    """

    window: int = 28
    dead_below: float = 0.10
    judged_from: int = 35
    least_messages: int = 10
    least_posters: int = 3


DEATH = DeathRule()


def trailing(counts: ArrayLike, window: int) -> Ints:
    """Sums over the last `window` rows, shorter at the start. counts, result: [rows] or [rows, groups]."""
    total = np.cumsum(np.asarray(counts, dtype=np.int64), axis=0)
    if len(total) > window:
        total[window:] -= total[:-window].copy()
    return total


def judged_mean(flags: ArrayLike, judged: ArrayLike) -> float:
    """Share of the judged for which the flag is set; NaN (never 0) where none is judged."""
    judged = np.asarray(judged, dtype=bool)
    count = int(judged.sum())
    return float((np.asarray(flags, dtype=bool) & judged).sum() / count) if count else float("nan")


@dataclass(frozen=True, eq=False)
class Judgement:
    """Groups at one clock day: arrays [groups]; where not judged, all are False and ratio is NaN.

    ever_dead_from_56 counts only deaths since the windows compared share no day.
    """

    judged: Bools
    dead: Bools
    ever_dead: Bools
    ever_dead_from_56: Bools
    silent: Bools
    ratio: Floats

    @property
    def groups(self) -> int:
        """Number of groups judged."""
        return int(self.judged.sum())

    def share(self, what: str) -> float:
        """Share of the judged for which a flag (`dead`, `ever_dead`, …) is set; NaN if none is judged."""
        return judged_mean(getattr(self, what), self.judged)


@dataclass(frozen=True, eq=False)
class Lives:
    """What became of each group. Arrays [groups], or [rows, groups] on calendar days (rows of the counts).

    start: row of the first member message, -1 if none. opened: first row open, -1 if never.
    end: row after the last one observed (a group dissolved by plan is observed until then: censored).
    first_messages, first_posters: of the first window, as far as observed.
    known: the class (stillborn or not) can be told. stillborn: see DeathRule; a group that was open for a
    whole window and never spoke is stillborn too. judgeable: known, spoke and not stillborn: the groups in
    the dead shares.
    """

    rule: DeathRule
    step_days: int
    messages: Ints
    start: Ints
    opened: Ints
    end: Ints
    first_messages: Ints
    first_posters: Ints
    known: Bools
    stillborn: Bools
    judgeable: Bools
    trailing: Ints = field(repr=False)
    _judgements: dict[int, Judgement] = field(default_factory=dict, repr=False)

    @property
    def observed_days(self) -> Ints:
        """Days lived on the group's clock until the end of observation; 0 where it never spoke. [groups]"""
        return np.where(self.start >= 0, self.end - self.start, 0) * self.step_days

    @cached_property
    def age(self) -> Ints:
        """Clock day at the end of each row: 1 on the row of the first message, 0 before it. [rows, groups]"""
        rows = np.arange(len(self.messages))[:, None]
        alive = (self.start >= 0) & (rows >= self.start) & (rows < self.end)
        return np.where(alive, rows - self.start + 1, 0) * self.step_days

    @cached_property
    def judged(self) -> Bools:
        """Groups that can be judged at the end of each row. [rows, groups]"""
        return self.judgeable & (self.age >= self.rule.judged_from)

    @cached_property
    def ratio(self) -> Floats:
        """Messages of the trailing window / messages of the first; NaN where not judged. [rows, groups]"""
        # a quotient, not a product: 3/30 < 0.1 is exactly false, 3 < 0.1 * 30 need not be
        return np.divide(
            self.trailing,
            self.first_messages,
            out=np.full(self.trailing.shape, np.nan),
            where=self.judged & (self.first_messages > 0),
        )

    @cached_property
    def dead(self) -> Bools:
        """Status-dead at the end of each row. [rows, groups]"""
        return self.ratio < self.rule.dead_below  # NaN compares false

    @cached_property
    def ever_dead(self) -> Bools:
        """Status-dead at least once up to the end of each row. [rows, groups]"""
        return np.logical_or.accumulate(self.dead, axis=0)

    @cached_property
    def _dead_since_apart(self) -> Bools:
        return np.logical_or.accumulate(self.dead & (self.age >= 2 * self.rule.window), axis=0)

    @cached_property
    def silent(self) -> Bools:
        """No member message within the trailing window, of the groups judged. [rows, groups]"""
        return self.judged & (self.trailing == 0)

    @cached_property
    def ever_dead_day(self) -> Floats:
        """Clock day of the first status death; NaN if none was seen. [groups]"""
        return self._clock_day(self.dead)

    @cached_property
    def revived_day(self) -> Floats:
        """Clock day that completes the first 28 days in a row out of death again; NaN if none. [groups]"""
        rows = np.arange(len(self.messages))[:, None]
        above = self.judged & ~self.dead
        last_not_above = np.maximum.accumulate(np.where(above, -1, rows), axis=0)
        in_a_row = rows - last_not_above
        return self._clock_day(above & self.ever_dead & (in_a_row * self.step_days >= self.rule.window))

    def _clock_day(self, flags: Bools) -> Floats:
        row = flags.argmax(axis=0)
        return np.where(flags.any(axis=0), (row - self.start + 1.0) * self.step_days, np.nan)

    def at(self, day: int) -> Judgement:
        """Every group at one day of its own clock; week w, counted from 0, ends on day 7 * (w + 1).

        Raises ValueError if the day is not a whole number of rows.
        """
        if day % self.step_days or day <= 0:
            raise ValueError(f"clock day {day} is not the end of a step of {self.step_days} days")
        if day not in self._judgements:
            self._judgements[day] = self._judge(day)
        return self._judgements[day]

    def _judge(self, day: int) -> Judgement:
        row = self.start + day // self.step_days - 1
        seen = self.judgeable & (row < self.end) & (day >= self.rule.judged_from)
        pick = (np.where(seen, row, 0), np.arange(len(row)))
        return Judgement(
            judged=seen,
            dead=seen & self.dead[pick],
            ever_dead=seen & self.ever_dead[pick],
            ever_dead_from_56=seen & self._dead_since_apart[pick],
            silent=seen & self.silent[pick],
            ratio=np.where(seen, self.ratio[pick], np.nan),
        )

    def stillborn_share(self) -> float:
        """Share of the groups whose class is known that are stillborn; NaN if none is known."""
        return judged_mean(self.stillborn, self.known)

    def stillborn_share_by_row(self) -> Floats:
        """The same as it could be told at the end of each row. [rows]"""
        rows = np.arange(len(self.messages))[:, None]
        window = self.rule.window // self.step_days
        spoke = (self.start >= 0) & (rows >= self.start)
        by_clock = spoke & (rows >= self.start + window - 1) & (self.start + window <= self.end)
        mute_open = (
            ~spoke
            & (self.opened >= 0)
            & (rows >= self.opened + window - 1)
            & (self.opened + window <= self.end)
        )
        known = (by_clock | mute_open).sum(axis=1)
        stillborn = ((by_clock & self.stillborn) | mute_open).sum(axis=1)
        return np.divide(stillborn, known, out=np.full(len(known), np.nan), where=known > 0)

    def by_week(self) -> Lives:
        """The same groups with messages counted by week of their own clock and judged once a week.

        Real channels are known by week only; more looks find more deaths, so only this compares with evidence
        E3b.
        """
        if self.step_days != 1:
            raise ValueError("only daily counts can be put into weeks")
        weeks = max(1, int(self.observed_days.max(initial=0)) // 7)
        cumulative = np.zeros((len(self.messages) + 1, len(self.start)), dtype=np.int64)
        np.cumsum(self.messages, axis=0, out=cumulative[1:])
        edges = np.clip(self.start + 7 * np.arange(weeks + 1)[:, None], 0, np.maximum(self.end, 0))
        by_week = np.diff(cumulative[edges, np.arange(len(self.start))], axis=0)
        by_week[:, self.start < 0] = 0
        return lives(
            by_week, self.first_posters, observed=self.observed_days // 7, rule=self.rule, step_days=7
        )


def lives(
    messages: ArrayLike,
    posters: ArrayLike,
    open_: ArrayLike | None = None,
    observed: ArrayLike | None = None,
    rule: DeathRule = DEATH,
    step_days: int = 1,
) -> Lives:
    """Follow groups through their lives.

    messages: member messages [rows, groups]; a row is a day, or a week with step_days=7.
    posters: people who posted within the trailing window [rows, groups], or within the first window [groups].
    open_: whether the group is open [rows, groups]; once closed after its first message it is observed no
    further. observed: alternatively, rows observed [groups]. With neither, all rows are. Raises ValueError
    where shapes disagree or the windows are not whole rows.
    """
    messages = np.asarray(messages, dtype=np.int64)
    posters = np.asarray(posters, dtype=np.int64)
    if messages.ndim != 2 or posters.shape not in (messages.shape, messages.shape[1:]):
        raise ValueError(
            f"messages must be [rows, groups] and posters [rows, groups] or [groups], "
            f"not {messages.shape} and {posters.shape}"
        )
    if rule.window % step_days or rule.judged_from % step_days:
        raise ValueError(
            f"windows of {rule.window} and {rule.judged_from} days are not whole steps of {step_days} days"
        )
    count, groups = messages.shape
    window = rule.window // step_days
    rows = np.arange(count)[:, None]

    speaks = messages > 0
    start = np.where(speaks.any(axis=0), speaks.argmax(axis=0), -1) if count else np.full(groups, -1)
    if open_ is not None:
        is_open = np.asarray(open_, dtype=bool)
        opened = np.where(is_open.any(axis=0), is_open.argmax(axis=0), -1)
        # dissolved: the first closed row after the clock started, or after opening where it never spoke
        closed = ~is_open & (opened >= 0) & (rows > np.where(start >= 0, start, opened))
        end = np.where(closed.any(axis=0), closed.argmax(axis=0), np.where(opened >= 0, count, 0))
        start = np.where(opened >= 0, start, -1)
    else:
        opened = np.zeros(groups, dtype=np.int64)
        end = (
            np.full(groups, count)
            if observed is None
            else np.minimum(np.asarray(observed, dtype=np.int64), count)
        )

    spoke = start >= 0
    in_first = spoke & (rows >= start) & (rows < np.minimum(start + window, end))
    first_messages = (messages * in_first).sum(axis=0)
    # people who posted and then left may drop out of the trailing count, so take its largest value in the
    # window
    first_posters = posters if posters.ndim == 1 else (posters * in_first).max(axis=0, initial=0)
    known = np.where(spoke, start + window <= end, (opened >= 0) & (opened + window <= end))
    few = (first_messages < rule.least_messages) | (first_posters < rule.least_posters)
    stillborn = known & (~spoke | few)
    return Lives(
        rule=rule,
        step_days=step_days,
        messages=messages,
        start=start,
        opened=opened,
        end=end,
        first_messages=first_messages,
        first_posters=first_posters,
        known=known,
        stillborn=stillborn,
        judgeable=known & spoke & ~stillborn,
        trailing=trailing(messages, window),
    )
