"""What became of each group of a run, and which of them is the typical one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from ..model.lives import DEATH
from ..report.numbers import Lang
from .texts import say

#: died: and dead at the end; revived: died, but alive at the end; young: not observed long enough to be judged;
#: dissolved: closed by plan, alive until then; never: did not open.
Kind = Literal["alive", "died", "revived", "stillborn", "young", "dissolved", "never"]


@dataclass(frozen=True)
class Fate:
    """A group's life in a run. Days are rows of the daily table, counted from 0, -1 where there is none.

    talk: messages of the last 28 days against the first 28, NaN where not judged. messages: in all.
    """

    group: int
    kind: Kind
    day: int
    messages: int
    talk: float
    silent: bool
    again: bool  # died, revived, and dead again at the end

    def brief(self, lang: Lang) -> str:
        """In two or three words, for a list."""
        return say(f"watch.brief_{self.kind}", lang, day=self.day + 1)


def fates(groups: Mapping[str, NDArray[Any]], lives: Any) -> list[Fate]:
    """The fates of all groups. groups: columns of the groups table; lives: the run's Lives."""
    found = []
    for k in range(len(groups["founded"])):
        end = int(lives.end[k]) - 1
        judged = end >= 0 and bool(lives.judged[end, k])
        kind, day = _kind(groups, k, dead=judged and bool(lives.dead[end, k]), judged=judged)
        found.append(
            Fate(
                group=k,
                kind=kind,
                day=day,
                messages=int(groups["messages_total"][k]),
                talk=float(lives.ratio[end, k]) if judged else float("nan"),
                silent=judged and bool(lives.silent[end, k]),
                again=kind == "died" and bool(np.isfinite(groups["revived_day"][k])),
            )
        )
    return found


def _kind(groups: Mapping[str, NDArray[Any]], k: int, dead: bool, judged: bool) -> tuple[Kind, int]:
    died = groups["ever_dead_day"][k]
    if groups["opened"][k] < 0:
        return "never", -1
    if groups["stillborn"][k] == 1:
        return "stillborn", int(groups["opened"][k])
    if np.isfinite(died):
        return ("died" if dead else "revived"), int(died)
    if groups["closed"][k] >= 0:
        return "dissolved", int(groups["closed"][k])
    return ("alive" if judged else "young"), -1


def typical(found: Sequence[Fate]) -> int:
    """The middle group: of the groups with the commonest fate, the middle one by day of death, then by messages.

    Of groups that opened; where as many died as live, the dead. Raises ValueError where none opened.
    """
    there = [one for one in found if one.kind != "never"]
    if not there:
        raise ValueError("no group opened")
    # a class that closes by plan is typical only where there is nothing else
    there = [one for one in there if one.kind != "dissolved"] or there
    count = {kind: sum(one.kind == kind for one in there) for kind in ("died", "alive")}
    count |= {one.kind: sum(o.kind == one.kind for o in there) for one in there}
    commonest = max(count, key=lambda kind: count[kind])
    alike = sorted(
        (one for one in there if one.kind == commonest), key=lambda one: (one.day, one.messages, one.group)
    )
    return alike[(len(alike) - 1) // 2].group


def sentence(fate: Fate, days: int, lang: Lang) -> str:
    """What happened to the group, in one sentence. days: of the run."""
    talk = "" if np.isnan(fate.talk) else f"{100 * fate.talk:.0f}"
    if fate.kind == "died" and fate.silent:
        return say("watch.fate_silent", lang, day=fate.day + 1, days=days, window=DEATH.window)
    if fate.again:
        return say("watch.fate_again", lang, day=fate.day + 1, days=days, talk=talk, window=DEATH.window)
    values = {"day": fate.day + 1, "days": days, "talk": talk, "window": DEATH.window}
    return say(f"watch.fate_{fate.kind}", lang, **values)
