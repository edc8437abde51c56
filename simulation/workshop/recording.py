"""One group of a run of the real model, day by day, as compact JSON for the picture that plays it.

The recording has no words and days counted from 0. A member's days are a string of a letter a day, small where the
group was not opened that day:

    N new (no word yet, in the first week)   A active (spoke within 28 days)   L lurking   M muted   X leaves today

and what was said a string of numbers to base 36, cut after the last that is not 0.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..errors import UsageError
from ..experiments.run import run
from ..model.columns import CHANNEL_NAMES, FOUNDING, LEADER, LEFT, MEMBER, RESELLER
from ..model.result import observe
from ..report.numbers import Lang
from ..scenario import Scenario
from .fates import Fate, fates, typical
from .texts import say
from .witness import Diary, watched

MOST_BYTES = 1_500_000
MOST_MEMBER_DAYS = 400_000  # of the group watched; its largest size times the days
NEW_DAYS = 7  # in which one who has not spoken counts as new
ACTIVE_DAYS = 28  # as the measure active_28 has it
_BASE36 = "0123456789abcdefghijklmnopqrstuvwxyz"
#: Columns of the history that are drawn or told as they are.
_COUNTS = (
    "present", "joins", "leaves", "dismissed", "regrouped", "mutes", "muted", "active_28", "visits", "posts",
    "messages", "planted_messages", "orders", "open",
)  # fmt: skip
_LEVELS = ("freshness", "zeal", "trust", "fatigue")


@dataclass(frozen=True)
class Recording:
    """A recorded group. text: the JSON. fates: of all groups of the run. typical: the number of the typical one."""

    seed: int
    group: int
    days: int
    text: str
    fates: tuple[Fate, ...]
    typical: int

    @property
    def fate(self) -> Fate:
        """What became of the group."""
        return self.fates[self.group]

    @property
    def size(self) -> int:
        """Bytes, roughly."""
        return len(self.text) + 200 * len(self.fates) + 1000

    def data(self) -> dict[str, Any]:
        """What the JSON says."""
        found: dict[str, Any] = json.loads(self.text)
        return found


@dataclass(frozen=True)
class Refusal:
    """Why there is no recording. key, values: of the text, for each who asks in their own language."""

    key: str
    values: tuple[tuple[str, int], ...] = ()

    @property
    def size(self) -> int:
        """Bytes, roughly."""
        return 300

    def text(self, lang: Lang) -> str:
        """In words."""
        return say(self.key, lang, **dict(self.values))


class Unwatchable(UsageError):
    """There is nothing to record, or too much; refusal: why."""

    def __init__(self, lang: Lang, key: str, **values: int) -> None:
        self.refusal = Refusal(key, tuple(values.items()))
        super().__init__(self.refusal.text(lang))


def recorded(scenario: Scenario, seed: int, group: int | None = None) -> Recording | Refusal:
    """`record` for a worker, whose answer is for readers of any language."""
    try:
        return record(scenario, seed, group)
    except Unwatchable as wrong:
        return wrong.refusal


def record(scenario: Scenario, seed: int, group: int | None = None, lang: Lang = "en") -> Recording:
    """Run a scenario and record one group; group None: the typical one of the run.

    Raises Unwatchable, in `lang`, where there is no such group or the recording would be too large.
    """
    if not scenario.groups.open:
        raise Unwatchable(lang, "watch.no_groups")
    check_watchable(scenario, lang)
    if group is None:
        whole = run(scenario, seed=seed, threads=1)
        group = typical(fates(whole.group_arrays, whole.observed.lives))
    if not 0 <= group < scenario.groups.count:
        raise Unwatchable(lang, "watch.no_such_group", given=group + 1, most=scenario.groups.count)
    model, diary = watched(scenario, seed, group)
    model.run()
    result = observe(model, scenario)
    found = fates(result.group_arrays, result.observed.lives)
    members = list(_members(model, diary))
    life = result.observed.lives
    data = {
        "days": model.days,
        "seed": seed,
        "group": group,
        "groups": scenario.groups.count,
        "daily": _daily(result.observed.history[:, group], diary),
        "half": float(scenario.behaviour.topics.half),  # stock at which talk is half as fresh
        "dead": "".join("1" if dead else "0" for dead in life.dead[:, group]),
        "posts": _posts(scenario, diary, model.days),
        "marks": _marks(result, group, members),
        "campaign": _spans(result.observed.campaign),
        "seats": _seat(members),
        "members": members,
    }
    text = json.dumps(data, separators=(",", ":"), allow_nan=False)
    model.__dict__.clear()  # refers to itself: see experiments.run
    if len(text) > MOST_BYTES:
        raise Unwatchable(lang, "watch.too_many_members", given=len(members))
    return Recording(seed, group, int(scenario.days), text, tuple(found), typical(found))


def check_watchable(scenario: Scenario, lang: Lang = "en") -> None:
    """Unwatchable where a group is too large for too long to be sent to a browser."""
    most = scenario.groups.cap * scenario.days
    if most > MOST_MEMBER_DAYS:
        raise Unwatchable(lang, "watch.too_long", given=most, most=MOST_MEMBER_DAYS)


# ---------------------------------------------------------------------------------------- the group, a day


def _daily(history: NDArray[Any], diary: Diary) -> dict[str, list[Any]]:
    days: dict[str, list[Any]] = {name: history[name].tolist() for name in _COUNTS}
    for name in _LEVELS:
        days[name] = [round(float(value), 3) for value in history[name]]
    days["topics"] = [round(value, 3) for value in diary.topics]
    return days


def _posts(scenario: Scenario, diary: Diary, days: int) -> dict[str, list[int]]:
    """Posts a day by kind, of the kinds posted at all."""
    kinds = list(scenario.content)
    made = {kind for day in diary.made for kind in day}
    return {kinds[kind]: [diary.made[day].get(kind, 0) for day in range(days)] for kind in sorted(made)}


def _marks(result: Any, group: int, members: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """What happened on one day: to the group, to the plan, from outside."""
    columns, scenario, seen = result.group_arrays, result.scenario, result.observed
    marks: list[tuple[int, str, list[str]]] = []
    for name, kind in (("ever_dead_day", "died"), ("revived_day", "revived"), ("closed", "closed")):
        if np.isfinite(columns[name][group]) and columns[name][group] >= 0:
            marks.append((int(columns[name][group]), kind, []))
    revived = columns["revived_day"][group]
    if np.isfinite(revived):
        later = np.flatnonzero(seen.lives.dead[int(revived) :, group])
        marks += [(int(revived) + int(day), "again", []) for day in later[:1]]
    if columns["opened"][group] > 0:
        marks.append((int(columns["opened"][group]), "opened", []))
    marks += [(burst.on, "burst", []) for burst in scenario.strategy.growth.bursts if burst.on < seen.days]
    marks += [(day, "change", sorted(change.set)) for day, change in seen.applied or ()]
    if seen.ban_day is not None:
        marks.append((int(seen.ban_day), "ban", []))
    chosen = {member["koc"] for member in members if member["koc"] is not None}
    marks += [(day, "kocs", []) for day in sorted(chosen)[:5]]
    return [{"day": day, "kind": kind, "what": what} for day, kind, what in sorted(marks)]


def _spans(running: NDArray[np.bool_]) -> list[list[int]]:
    """First and last day of every unbroken stretch."""
    edges = np.diff(np.concatenate(([0], running.astype(np.int8), [0])))
    first, after = np.flatnonzero(edges == 1), np.flatnonzero(edges == -1)
    return [[int(a), int(b) - 1] for a, b in zip(first, after, strict=True)]


# ---------------------------------------------------------------------------------------- members


def _members(model: Any, diary: Diary) -> Iterator[dict[str, Any]]:
    """Everyone who was ever in the group, in order of coming, then of slot; stories refer to them by their number."""
    pages = np.concatenate(diary.evenings)
    pages = pages[np.argsort(pages["row"], kind="stable")]
    cuts = np.flatnonzero(np.diff(pages["row"])) + 1
    lives = [part for part in np.split(pages, cuts) if len(part)]
    slot = model.columns.daily["slot"]
    lives.sort(key=lambda life: (int(life["day"][0]), int(slot[life["row"][0]])))
    number = {int(slot[life["row"][0]]): i for i, life in enumerate(lives)}
    for life in lives:
        yield _member(model, diary, life, number)


def _member(model: Any, diary: Diary, life: NDArray[Any], number: dict[int, int]) -> dict[str, Any]:
    people, row = model.columns.life, int(life["row"][0])
    first, last = int(life["day"][0]), int(life["day"][-1])
    letters = _letters(life)
    how = None
    if life["status"][-1] != MEMBER:
        how, gone = ("left" if model.columns.daily["status"][row] == LEFT else "blocked"), last
    elif last < model.days - 1:  # let go, or moved up, on the morning after
        how, gone = ("dismissed" if people["group"][row] == diary.group else "moved"), last + 1
        letters += "x"
    said, spoke = life["said"], np.flatnonzero(life["said"] > 0)
    led, sold = np.flatnonzero(life["role"] == LEADER), np.flatnonzero(life["role"] == RESELLER)
    hushed = np.flatnonzero(life["muted"] == 1)
    return {
        "from": first,
        "days": letters,
        "said": "".join(_BASE36[min(35, n)] for n in said).rstrip("0"),
        "ordered": life["day"][life["bought"] == 1].tolist(),
        "by": _came(model, diary, row, life, number),
        "hunter": int(people["hunter"][row]),
        "planted": int(life["planted"][0]),
        "koc": first + int(led[0]) if len(led) else None,
        "reseller": first + int(sold[0]) if len(sold) else None,
        "muted": first + int(hushed[0]) if len(hushed) else None,
        "left": gone if how else None,
        "how": how,
        "visits": int(life["opened"].sum()),
        "promotions": round(float(life["promotions"].sum()), 2),
        "read": round(float(life["read"].sum()), 2),
        "words": int(said.sum()),
        "spoke": [first + int(spoke[0]), first + int(spoke[-1])] if len(spoke) else None,
        "coupons": int(life["coupon_orders"][-1]) - _before(life, "coupon_orders"),
        "invited": [int(people["invites_sent"][row]), int(people["invites_accepted"][row])],
        "trust": [round(float(life["trust"][0]), 2), round(float(life["trust"][-1]), 2)],
    }


def _before(life: NDArray[Any], name: str) -> int:
    """A count as it stood before the first evening in the group: of one who moved up, not 0."""
    return 0 if life["joined"][0] == life["day"][0] else int(life[name][0] - life["bought"][0])


def _letters(life: NDArray[Any]) -> str:
    spoke = (life["last_post"] >= 0) & (life["day"] - life["last_post"] < ACTIVE_DAYS)
    state = np.where(spoke, "a", np.where(life["day"] - life["joined"] < NEW_DAYS, "n", "l"))
    state = np.where(life["muted"] == 1, "m", state)
    state = np.where(life["status"] != MEMBER, "x", state)
    return "".join(np.where(life["opened"] == 1, np.char.upper(state), state).tolist())


def _came(model: Any, diary: Diary, row: int, life: NDArray[Any], number: dict[int, int]) -> dict[str, Any]:
    """How a member came: founding, public (channel, gift), friend (who, whether for a reward), planted or moved."""
    if life["joined"][0] < life["day"][0]:
        return {"how": "moved"}
    channel = int(model.columns.life["channel"][row])
    if row in diary.rewarded:
        inviter, paid = diary.rewarded[row]
        return {"how": "friend", "who": number.get(inviter), "reward": int(paid)}
    if channel == FOUNDING:
        return {"how": "founding", "gift": float(model.spec.groups.bait)}
    came = diary.came.get(row)
    if CHANNEL_NAMES[channel] == "public" and came is not None:
        return {"how": "public", "channel": came.channel, "gift": came.gift}
    return {"how": CHANNEL_NAMES[channel]}


# ---------------------------------------------------------------------------------------- who sits where


def _seat(members: list[dict[str, Any]]) -> int:
    """Give everyone a seat for as long as they are there; returns how many seats there are.

    Seats are numbered from the middle outwards, and who says most chooses first: talk gathers in the middle. A seat
    is taken again by another once it is free.
    """
    taken: list[list[tuple[int, int]]] = []
    for member in sorted(members, key=lambda one: (-one["words"], one["from"])):
        first, after = member["from"], member["from"] + len(member["days"])
        free = (
            seat
            for seat, stays in enumerate(taken)
            if all(after < since or first > until for since, until in stays)
        )
        seat = next(free, len(taken))
        if seat == len(taken):
            taken.append([])
        taken[seat].append((first, after))
        member["seat"] = seat
    return len(taken)
