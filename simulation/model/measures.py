"""What is observed of a run: the daily table, the groups table and the summary.

Pure functions of arrays; `result.RunResult` holds them together. What each measure means: `definitions`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from . import columns, spread
from .customers import customer_columns, customer_measures
from .definitions import (
    DAILY,
    FAMILIES,
    GROUP,
    JUDGED_DAYS,
    JUDGED_WEEKS,
    MEASURES,
    PERCENTILES,
    RUN,
    Family,
    Measure,
)
from .definitions import family_of as family_of
from .definitions import measure as measure
from .lives import Floats, judged_mean, trailing
from .measures_arrive import arrival_measures
from .measures_team import daily_team, run_team
from .observed import Observed

__all__ = ["MEASURES", "Measure", "Observed", "daily_columns", "group_columns", "measure", "summary"]

WINDOW = 28
KEPT = 90  # days: horizon of retention and lifetime value
POSTS_WITHIN = 56  # days: evidence E6
GINI_LEAST_MESSAGES, GINI_LEAST_POSTERS = 50, 10  # evidence E5
_COSTS = ("cost_hours", "cost_reward", "cost_koc", "cost_acquisition", "cost_campaign", "cost_commission")
_HOURS = (
    "hours_content", "hours_reply", "hours_moderation", "hours_koc", "hours_service", "hours_onboarding",
    "hours_coordination",
)  # fmt: skip
_COUNTED = ("paid_invitations", "turned_away", "turned_away_at_gate", "dismissed", "regrouped")
FROM_DAILY = ("state", "total")  # kinds of family that are read off the daily table
_STATES = ("trust", "satisfaction", "fatigue", "expected_value", "belonging", "memory")


# --- daily
# --------------------------------------------------------------------------------------------------------


def daily_columns(run: Observed) -> dict[str, NDArray[Any]]:
    """Every column of the daily table, each [days]; NaN where a measure has no value that day."""
    present = run.inside("present")
    left = np.cumsum(run.inside("leaves"))
    let_go = np.cumsum(run.inside("dismissed"))
    messages, replies = run.inside("messages"), run.inside("replies")
    there = present + run.inside("leaves")  # present is counted in the evening, after departures
    cost: Floats = np.sum([run.total(name) for name in _COSTS], axis=0)
    margin = run.total("margin")
    incremental = margin - cost - run.total("baseline_margin")
    values: dict[str, NDArray[Any]] = {
        "day": np.arange(run.days),
        "members_present": present,
        "joins": run.inside("joins"),
        "leaves": run.inside("leaves"),
        "blocks": run.inside("blocks"),
        "mutes": run.inside("mutes"),
        "mute_share": _divide(run.inside("muted"), present),
        "left_share": _divide(left, present + left + let_go),
        "visits": run.inside("visits"),
        "open_rate": _divide(run.inside("visits"), there),
        "active_28": run.inside("active_28"),
        "active_28_share": _divide(run.inside("active_28"), present),
        "groups_open": run.inside("open"),
        "posts": run.inside("posts"),
        "planted_messages": run.inside("planted_messages"),
        "member_messages": messages,
        "replies": replies,
        "member_messages_per_group": _divide(
            trailing(messages, WINDOW), trailing(run.inside("open"), WINDOW)
        ),
        "member_messages_per_present_member": _divide(trailing(messages, WINDOW), trailing(present, WINDOW)),
        "posters": run.inside("posters"),
        "reproduction_number": spread.reproduction_number(messages, replies),
        "freshness": _divide(_weighted(run, "freshness", "open"), run.inside("open")),
        "zeal": _divide(_weighted(run, "zeal", "open"), run.inside("open")),
        "questions_waiting": run.inside("waiting"),
        "operator_hours": np.sum([run.inside(name) for name in _HOURS], axis=0),
        "orders": run.total("orders"),
        "coupon_orders": run.total("coupon_orders"),
        "clicks": run.total("clicks"),
        "baseline_orders": run.total("baseline_orders"),
        "revenue": run.total("revenue"),
        "contribution_margin": margin,
        "baseline_margin": run.total("baseline_margin"),
        **{name: run.total(name) for name in _COSTS},
        "cost": cost,
        "profit": margin - cost,
        "incremental_profit": incremental,
        "cumulative_incremental_profit": np.cumsum(incremental),
        "referred_joins": run.inside("referred"),
        "invitations": run.inside("invitations"),
        "exhausted_invitations": run.inside("exhausted"),
        "hunters_joined": run.inside("hunters"),
        "fake_joins": run.inside("fakes"),
        **{name: run.inside(name) for name in _COUNTED},
        **{name: _divide(_weighted(run, name, "present"), present) for name in _STATES},
        **_group_shares(run),
        **customer_columns(run),
        **daily_team(run, incremental),
    }
    return {name: values[name] for name in ("day", *DAILY)}


def _divide(part: NDArray[Any], whole: NDArray[Any]) -> Floats:
    """part / whole, NaN (never 0) where there is nothing to divide by."""
    return np.divide(part, whole, out=np.full(np.shape(whole), np.nan), where=np.asarray(whole) > 0)


def _weighted(run: Observed, name: str, weight: str) -> Floats:
    """Sum over groups of a mean times what it is a mean of. [days]"""
    total: Floats = (run.by_group(name) * run.by_group(weight)).sum(axis=1)
    return total


def _group_shares(run: Observed) -> dict[str, NDArray[Any]]:
    life = run.lives
    judged = life.judged
    count = judged.sum(axis=1)
    selling = trailing(run.by_group("orders") + run.by_group("clicks"), WINDOW) > 0
    flags = {
        "status_dead_share": life.dead,
        "ever_dead_share": life.ever_dead & judged,
        "silent_share": life.silent,
        "silent_but_selling_share": life.silent & selling,
    }
    shares: dict[str, NDArray[Any]] = {name: _divide(flag.sum(axis=1), count) for name, flag in flags.items()}
    return {"groups_judged": count, **shares, "stillborn_share": life.stillborn_share_by_row()}


# --- groups
# -------------------------------------------------------------------------------------------------------


def group_columns(run: Observed) -> dict[str, NDArray[Any]]:
    """Every column of the groups table, each [groups]. Yes is 1, no is 0, NaN where it cannot be told."""
    life = run.lives
    groups = np.arange(len(life.start))
    present = run.by_group("present")
    at_end = (np.maximum(life.end - 1, 0), groups)
    lived = life.opened >= 0
    orders, clicks = run.by_group("orders"), run.by_group("clicks")
    selling = trailing(orders + clicks, WINDOW)[at_end] > 0
    first = np.where(life.start >= 0, life.start, np.nan)
    values: dict[str, NDArray[Any]] = {
        "group": groups,
        "founded": life.start,
        "opened": life.opened,
        "closed": np.where(lived & (life.end < run.days), life.end, -1),
        "start_size": np.where(lived, present[np.maximum(life.opened, 0), groups], 0),
        "size_end": np.where(lived, present[at_end], 0),
        "observed_days": life.observed_days,
        "messages_28": life.first_messages,
        "posters_28": life.first_posters,
        "messages_total": run.by_group("messages").sum(axis=0),
        "stillborn": np.where(life.known, life.stillborn, np.nan),
        "ever_dead_day": life.ever_dead_day + first - 1,
        "ever_dead_age": life.ever_dead_day,
        "revived_day": life.revived_day + first - 1,
        "gini_posts": run.gini_posts[0],
        "orders": orders.sum(axis=0),
        "contribution_margin": run.by_group("margin").sum(axis=0),
        "commercially_alive": np.where(lived, selling, np.nan),
    }
    for day in JUDGED_DAYS:
        at = life.at(day)
        values[f"status_dead_day_{day}"] = np.where(at.judged, at.dead, np.nan)
        values[f"silent_day_{day}"] = np.where(at.judged, at.silent, np.nan)
    for week in JUDGED_WEEKS:
        values[f"ratio_week_{week}"] = life.at(7 * week + 7).ratio
    return {name: values[name] for name in ("group", *GROUP)}


# --- summary
# ------------------------------------------------------------------------------------------------------


def summary(run: Observed, daily: Mapping[str, NDArray[Any]]) -> dict[str, float | None]:
    """Every run measure by name; None where it has no value: a day not lived, a share of nothing."""
    values: dict[str, Any] = {
        family.name(day): family_value(run, daily, family, day) for family in FAMILIES for day in family.days
    }
    values["stillborn_share"] = run.lives.stillborn_share()
    gini, messages, posters = run.gini_posts
    large = gini[(messages >= GINI_LEAST_MESSAGES) & (posters >= GINI_LEAST_POSTERS)]
    values["gini_posts"] = np.median(large) if len(large) else None
    for week in JUDGED_WEEKS:
        ratio = run.lives.at(7 * week + 7).ratio
        ratio = ratio[~np.isnan(ratio)]
        points = np.percentile(ratio, PERCENTILES) if len(ratio) else [None] * len(PERCENTILES)
        values.update(
            {f"ratio_week_{week}_p{q}": point for q, point in zip(PERCENTILES, points, strict=True)}
        )
    values.update(customer_measures(run))
    values.update(_people_measures(run))
    values.update(_referral_measures(run))
    values.update(_money_measures(daily))
    values.update(arrival_measures(run))
    values.update(run_team(run, daily))
    return {name: known(values[name]) for name in RUN}


def known(value: Any) -> float | None:
    """A plain float, or None where there is no value."""
    return None if value is None or np.isnan(value) else float(value)


def family_value(run: Observed, daily: Mapping[str, NDArray[Any]], family: Family, day: int) -> float | None:
    """A family's measure at any day (or week); None beyond what was lived.

    daily: the columns of the daily table, for a family read off it (`FROM_DAILY`).
    """
    if day <= 0:
        return None
    if family.how in ("clock", "clock_week"):
        weekly = family.how == "clock_week"
        at = run.lives_by_week.at(7 * day + 7) if weekly else run.lives.at(day)
        if family.column == "judged":
            return float(at.groups)
        return known(at.share(family.column))
    if day > run.days:
        return None
    if family.how == "week":
        # a plan by the week would otherwise be judged by the day of the week
        days = slice(max(0, day - 7), day)
        there = run.inside("present")[days] + run.inside("leaves")[days]
        return known(_divide(run.inside("visits")[days].sum(), there.sum()))
    column = daily[family.column]
    return known(column[:day].sum() if family.how == "total" else column[day - 1])


def _people_measures(run: Observed) -> Mapping[str, Any]:
    people = run.members
    joined, first_post, orders = people["joined"], people["first_post"], people["orders"]
    seen = joined <= run.days - POSTS_WITHIN
    posted = (first_post >= 0) & (first_post - joined < POSTS_WITHIN)
    heads = len(joined)
    referred = people["channel"] == columns.FRIEND
    return {
        "joiners_posting_56_days": judged_mean(posted, seen),
        "orders_per_joiner": spread.ratio(orders.sum(), heads),
        "orders_per_referred": spread.ratio(orders[referred].sum(), referred.sum()),
        "repeat_orders": np.maximum(orders - 1, 0).sum(),
        "ltv_per_joiner": spread.ratio((run.total("margin") - run.total("client_margin")).sum(), heads),
        "ltv_90_per_joiner": _ltv(run, people),
    }


def _ltv(run: Observed, people: Mapping[str, NDArray[Any]]) -> float | None:
    """Contribution margin within 90 days of joining, where people's rows carry it."""
    if "margin_90" not in people:
        return None
    seen = people["joined"] <= run.days - KEPT
    return float(people["margin_90"][seen].mean()) if seen.any() else None


def _referral_measures(run: Observed) -> Mapping[str, Any]:
    people = run.members
    acquired = (people["channel"] == columns.PUBLIC) | (people["channel"] == columns.FRIEND)
    found = spread.referral(
        run.inside("referred"),
        run.inside("invitations"),
        run.inside("exhausted"),
        run.campaign,
        people,
        run.days,
    )
    seen = acquired & (people["joined"] <= run.days - KEPT)
    kept = seen & ((people["left"] < 0) | (people["left"] - people["joined"] >= KEPT))
    spent = sum(float(run.total(name).sum()) for name in ("cost_acquisition", "cost_reward", "cost_campaign"))
    return {
        "referred_joins": run.inside("referred").sum(),
        "referral_saturation_day": found.saturation_day,
        "referred_first_third_share": found.first_third_share,
        "contacts_exhausted_share": found.exhausted_share,
        "contacts_exhausted_share_last_28": found.exhausted_share_last_28,
        "k": found.k,
        **{f"k_generation_{n}": value for n, value in enumerate(found.k_by_generation)},
        "k_corrected": found.k_corrected,
        "spread_subcritical": found.subcritical,
        "hunter_share": spread.ratio(run.inside("hunters").sum(), run.inside("referred").sum()),
        "fake_joins": run.inside("fakes").sum(),
        "joins_by_acquisition": acquired.sum(),
        "cac": spread.ratio(spent, acquired.sum()),
        "joiners_kept_90_days": kept.sum() if run.days >= KEPT else None,
        "kept_90_days_share": judged_mean(kept, seen),
        "cost_per_joiner_kept_90_days": spread.ratio(spent, kept.sum()),
    }


def _money_measures(daily: Mapping[str, NDArray[Any]]) -> Mapping[str, Any]:
    incremental, hours = daily["incremental_profit"], daily["operator_hours"]
    profitable = np.flatnonzero(_trailing_money(incremental, WINDOW) > 0)
    payback = payback_day(daily["cumulative_incremental_profit"], daily["cost"])
    return {
        "payback_day": payback,
        "days_to_profit": len(incremental) + 1 if payback is None else payback,
        "first_profit_day": int(profitable[0]) + 1 if len(profitable) else None,
        "incremental_profit_per_operator_hour": incremental.sum() / hours.sum() if hours.sum() > 0 else None,
    }


def _trailing_money(money: Floats, window: int) -> Floats:
    total = np.cumsum(money)
    total[window:] -= total[:-window].copy()
    return total


def payback_day(cumulative: Floats, cost: Floats) -> int | None:
    """First day (after N days) from which cumulative incremental profit stays at 0 or above; None if none.

    cumulative, cost: [days], CNY. Where nothing was ever spent there is nothing to pay back: None.
    """
    if not len(cumulative) or not (cost > 0).any():
        return None
    below = np.flatnonzero(cumulative < 0)
    day = int(below[-1]) + 2 if len(below) else 1
    return day if day <= len(cumulative) else None
