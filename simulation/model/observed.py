"""A run as recorded, and sums over it: the history and the rows of all who ever joined."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np
from numpy.typing import NDArray

from . import spread
from .columns import CLIENT
from .lives import Floats, Ints, Lives, lives

#: Fields of a person that results show or use. margin_90 (CNY within 90 days of joining) is used where it is
#: recorded.
PEOPLE_FIELDS = (
    "slot", "status", "role", "group", "joined", "left", "muted_day", "trust", "satisfaction", "expected",
    "fatigue", "belonging", "memory", "orders", "coupon_orders", "baseline_orders", "spend", "invited_by",
    "generation", "channel", "hunter", "planted", "posts_total", "first_post", "visits_total",
    "invites_sent", "invites_accepted", "margin_90", "basket", "last_order", "orders_30", "relevance", "deal",
    "first_question", "spoke_again",
)  # fmt: skip
_USED = (
    "joined", "left", "first_post", "orders", "channel", "generation", "invites_accepted", "margin_90", "spend",
    "orders_30", "relevance", "deal", "first_question", "spoke_again",
)  # fmt: skip


@dataclass(frozen=True, eq=False)
class Observed:
    """A run as recorded.

    history: rows of `columns.HISTORY` [days lived, groups + 1]; the last column is people outside the groups.
    people: fields of `columns.PERSON` of all who ever joined, by name, each [people]: see
    `everyone_who_joined`. scenario: as it was at the start. applied: (day, change) of the timeline as they
    came true; None where unknown, and then the dated ones are taken. ban_day: day on which a platform cut the
    campaign off, or None. stopped: whether a campaign was cut short by then [days], or None: never.
    """

    history: NDArray[Any]
    people: Mapping[str, NDArray[Any]]
    scenario: Any
    applied: tuple[tuple[int, Any], ...] | None = None
    ban_day: int | None = None
    stopped: NDArray[np.bool_] | None = None

    @property
    def days(self) -> int:
        """Days lived."""
        return len(self.history)

    @cached_property
    def _sums(self) -> tuple[dict[str, NDArray[Any]], dict[str, NDArray[Any]]]:
        """(sums over groups, sums over groups and outside) of every field, [days]."""
        dtype = self.history.dtype
        names = dtype.names or ()
        if self.history.flags.c_contiguous and dtype.itemsize == 8 * len(names):
            # all fields are 8 bytes wide: two passes over plain blocks instead of one strided pass a field
            wide = (*self.history.shape, len(names))
            blocks = {kind: self.history.view(kind).reshape(wide) for kind in ("i8", "f8")}
            ints = sum(dtype[name].kind == "i" for name in names)
            if all(dtype[name].kind == "i" for name in names[:ints]):
                inside_int = blocks["i8"][:, :-1, :ints].sum(axis=1)
                inside_float = blocks["f8"][:, :-1, ints:].sum(axis=1)
                inside = {
                    name: inside_int[:, i] if i < ints else inside_float[:, i - ints]
                    for i, name in enumerate(names)
                }
                return inside, {name: inside[name] + self.history[name][:, -1] for name in names}
        inside = {name: self.history[name][:, :-1].sum(axis=1) for name in names}
        return inside, {name: inside[name] + self.history[name][:, -1] for name in names}

    def inside(self, name: str) -> NDArray[Any]:
        """Sum of a field over the groups. [days]"""
        return self._sums[0][name]

    def total(self, name: str) -> NDArray[Any]:
        """Sum of a field over the groups and the people outside. [days]"""
        return self._sums[1][name]

    def by_group(self, name: str) -> NDArray[Any]:
        """A field by group. [days, groups]"""
        return self.history[name][:, :-1]

    @cached_property
    def lives(self) -> Lives:
        """What became of the groups."""
        return lives(self.by_group("messages"), self.by_group("active_28"), open_=self.by_group("open"))

    @cached_property
    def lives_by_week(self) -> Lives:
        """The same, looked at once a week as real channels are."""
        return self.lives.by_week()

    @cached_property
    def members(self) -> dict[str, NDArray[Any]]:
        """Fields of all who ever joined but leaders brought in from outside; resellers' clients never joined."""
        own = (self.people["planted"] == 0) & (self.people["status"] != CLIENT)
        return {name: self.people[name][own] for name in _USED if name in self.people}

    @cached_property
    def campaign(self) -> NDArray[np.bool_]:
        """Whether the referral campaign runs. [days]"""
        planned = spread.campaign_days(self.scenario, self.days, self.applied)
        return planned if self.stopped is None else planned & ~self.stopped

    @cached_property
    def gini_posts(self) -> tuple[Floats, Ints, Ints]:
        """(Gini, messages, posters) of each group among members who posted, leavers included. [groups]"""
        groups = self.history.shape[1] - 1
        home = np.where(self.people["planted"] == 0, self.people["group"], -1)
        posts = self.people["posts_total"]
        known = (posts > 0) & (home >= 0) & (home < groups)
        posts, home = posts[known], home[known]
        messages = np.bincount(home, weights=posts, minlength=groups).astype(np.int64)
        return spread.gini_by_group(posts, home, groups), messages, np.bincount(home, minlength=groups)


def everyone_who_joined(people: NDArray[Any] | Mapping[str, NDArray[Any]]) -> dict[str, NDArray[Any]]:
    """The fields a result is made from, of all who ever joined and of resellers' clients; copies.

    people: rows of `columns.PERSON`, or at least PEOPLE_FIELDS of them by name; by slot.
    """
    joined = people["joined"] >= 0
    return {name: people[name][joined] for name in PEOPLE_FIELDS}
