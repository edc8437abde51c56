"""How talk is shared out, how it answers itself, and how a referral campaign spread: Gini, R, K, saturation.

Pure functions of counts, so that the same text measures the model and real channels. "Day N" means: after N
days.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import ArrayLike, NDArray

from .lives import Bools, Floats, Ints, trailing

SATURATED_BELOW = 0.10  # of the peak of 7-day referred joins
OBSERVED_FOR_K = 14  # days
LAST = 28  # days: the end of a campaign


def gini(counts: ArrayLike) -> float:
    """Gini coefficient among those above zero: 0 all alike, towards 1 one has all; NaN if there is none."""
    values = np.asarray(counts)
    return float(gini_by_group(values, np.zeros(len(values), dtype=np.int64), 1)[0])


def gini_by_group(counts: ArrayLike, group: ArrayLike, groups: int) -> Floats:
    """Gini coefficient within each group among people above zero.

    counts, group: [people]; a group outside 0..groups-1 is left out. Result [groups], 0..1, NaN where nobody
    counts.
    """
    counts, group = np.asarray(counts), np.asarray(group)
    kept = (counts > 0) & (group >= 0) & (group < groups)
    x, g = counts[kept].astype(np.int64), group[kept].astype(np.int64)
    # sorting one integer that holds both is several times faster than sorting by two keys
    scale = int(x.max(initial=0)) + 1
    packed = np.sort(g * scale + x)
    g, x = packed // scale, packed % scale
    n = np.bincount(g, minlength=groups)
    rank = np.arange(len(g)) - (np.cumsum(n) - n)[g] + 1
    total = np.bincount(g, weights=x, minlength=groups)
    weighted = np.bincount(g, weights=rank * x, minlength=groups)
    safe = np.maximum(n, 1)
    value = 2.0 * weighted / (safe * np.maximum(total, 1.0)) - (safe + 1.0) / safe
    return np.where(n > 0, np.clip(value, 0.0, 1.0), np.nan)


def reproduction_number(messages: ArrayLike, replies: ArrayLike, window: int = 28, least: int = 20) -> Floats:
    """R: replies per message over the trailing window, 0..1; NaN under `least` messages.

    A day has three rounds, which truncates chains of replies: 1 is no threshold, and R is never a cause.
    """
    spoken = trailing(messages, window)
    return np.divide(
        trailing(replies, window), spoken, out=np.full(spoken.shape, np.nan), where=spoken >= least
    )


# --- referral
# ---------------------------------------------------------------------------------------------------


def campaign_days(scenario: Any, days: int, applied: Iterable[tuple[int, Any]] | None = None) -> Bools:
    """On which days the referral campaign runs. [days]

    scenario: as it was at the start. applied: (day, change) of the timeline as they came true, or None: the
    dated ones.
    """
    runs = np.zeros(days, dtype=bool)
    day = np.arange(days)
    for since, until, state in plans(scenario, days, applied):
        plan = state.strategy.referral
        runs |= (day >= max(since, plan.start)) & (day < min(until, plan.start + plan.length))
    return runs


def plans(
    scenario: Any, days: int, applied: Iterable[tuple[int, Any]] | None = None
) -> Iterator[tuple[int, int, Any]]:
    """The strategy by stretches of days: (first day, day after the last, the scenario then).

    scenario: as it was at the start. applied: (day, change) of the timeline as they came true, or None: the
    dated ones. Only changes of the strategy are followed.
    """
    if applied is None:
        applied = [(change.on, change) for change in scenario.timeline if change.on is not None]
    changes = sorted(
        (item for item in applied if any(path.startswith("strategy") for path in item[1].set)),
        key=lambda item: item[0],
    )
    since = 0
    for until, change in [*changes, (days, None)]:
        yield since, until, scenario
        if change is not None:
            scenario, since = scenario.override(change.set), until


@dataclass(frozen=True)
class Referral:
    """How a referral campaign spread. Shares 0..1; None where there was none, or nothing to divide by.

    saturation_day: first day (after N days) from which 7-day referred joins stay below 10 % of their peak to
    the end of the campaign. first_third_share: of the campaign's referred joins, those in its first third.
    exhausted_share, exhausted_share_last_28: invitation attempts that met a contact who is in, was in, or
    said no before. k: accepted invitations per member observed at least 14 days. k_by_generation: the same,
    by generation of the inviter. k is below 1 by construction wherever most were invited themselves, since each
    acceptance adds a member; so k_corrected is that of generation 0, as it would be had no attempt met an
    exhausted contact. subcritical: k_corrected below 1.
    """

    saturation_day: int | None
    first_third_share: float | None
    exhausted_share: float | None
    exhausted_share_last_28: float | None
    k: float | None
    k_by_generation: tuple[float | None, ...]
    k_corrected: float | None
    subcritical: bool | None


def saturation_day(referred: ArrayLike, campaign: ArrayLike, window: int = 7) -> int | None:
    """Day from which joins within `window` days stay below a tenth of their peak to its end, or None.

    referred, campaign: [days]. Joins before the campaign are not counted.
    """
    days = np.flatnonzero(np.asarray(campaign, dtype=bool))
    if not len(days):
        return None
    running = trailing(np.asarray(referred)[days], window)
    peak = int(running.max())
    if peak == 0:
        return None
    kept_up = np.flatnonzero(running / peak >= SATURATED_BELOW)
    first = int(kept_up[-1]) + 1
    return int(days[first]) + 1 if first < len(days) else None


def first_third_share(referred: ArrayLike, campaign: ArrayLike) -> float | None:
    """Share of the campaign's referred joins that came in the first third of its days; None if none came."""
    during = np.asarray(referred)[np.asarray(campaign, dtype=bool)]
    third = max(1, round(len(during) / 3))
    return ratio(during[:third].sum(), during.sum())


def exhausted_share(
    exhausted: ArrayLike, invitations: ArrayLike, campaign: ArrayLike, last: int | None = None
) -> float | None:
    """Share of a campaign's attempts (of its last `last` days) that met an exhausted contact, or None.

    exhausted, invitations: [days]. Attempts are settled on the next morning, so `exhausted` is read a day
    later.
    """
    days = np.flatnonzero(np.asarray(campaign, dtype=bool))
    days = days[days + 1 < len(np.asarray(exhausted))]
    days = days[-last:] if last is not None else days
    return ratio(np.asarray(exhausted)[days + 1].sum(), np.asarray(invitations)[days].sum())


def accepted_per_member(
    people: Mapping[str, NDArray[Any]], days: int, generations: int = 3
) -> tuple[float | None, tuple[float | None, ...]]:
    """K of all, and by generation (0: there from the start or by a public channel; 1: invited by them; ...).

    people: fields of those who ever joined, planted leaders left out. days: days lived by the run. Members
    observed less than 14 days are left out; members who left have been observed.
    """
    seen = people["joined"] <= days - OBSERVED_FOR_K
    accepted, generation = people["invites_accepted"][seen], people["generation"][seen]
    heads = np.bincount(np.maximum(generation, 0), minlength=generations)
    taken = np.bincount(np.maximum(generation, 0), weights=accepted, minlength=generations)
    return ratio(accepted.sum(), len(accepted)), tuple(ratio(taken[n], heads[n]) for n in range(generations))


def referral(
    referred: Ints,
    invitations: Ints,
    exhausted: Ints,
    campaign: Bools,
    people: Mapping[str, NDArray[Any]],
    days: int,
) -> Referral:
    """All there is to say about the spread. The counts are [days]; people as for `accepted_per_member`."""
    k, by_generation = accepted_per_member(people, days)
    share = exhausted_share(exhausted, invitations, campaign)
    invited = bool(campaign.any()) and share is not None
    first = by_generation[0]
    known = invited and first is not None and share is not None and share < 1.0
    corrected = first / (1.0 - share) if known and first is not None and share is not None else None
    return Referral(
        saturation_day=saturation_day(referred, campaign),
        first_third_share=first_third_share(referred, campaign),
        exhausted_share=share,
        exhausted_share_last_28=exhausted_share(exhausted, invitations, campaign, last=LAST),
        k=k,
        k_by_generation=by_generation,
        k_corrected=corrected,
        subcritical=None if corrected is None else corrected < 1.0,
    )


def ratio(part: float, whole: float) -> float | None:
    """part / whole, None (never 0) where there is nothing to divide by."""
    return float(part) / float(whole) if whole > 0 else None
