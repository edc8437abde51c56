"""What is observed of those who run the groups, the firm behind them, and what they answer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from . import spread
from .lives import Floats, judged_mean
from .observed import Observed

SPEAKS_WITHIN = 14  # days after a question
EFFORT_FROM = 28  # days that show an operator's usual effort
ORDERS_WITHIN = 7  # days from a post about the product on


def divide(part: NDArray[Any], whole: NDArray[Any]) -> Floats:
    """part / whole, NaN (never 0) where there is nothing to divide by."""
    return np.divide(part, whole, out=np.full(np.shape(whole), np.nan), where=np.asarray(whole) > 0)


def daily_team(run: Observed, incremental_profit: Floats) -> dict[str, NDArray[Any]]:
    """Columns of the daily table, each [days]."""
    shop_profit = run.inside("shop_income") - run.inside("shop_cost")
    return {
        "reply_latency": divide(run.inside("waited"), run.inside("answered")),
        "product_posts": run.inside("product_posts"),
        # the firm's, and so the same in every group
        "product_quality": run.by_group("quality")[:, 0],
        "news_freshness": run.by_group("news")[:, 0],
        "promotional_mix": _over_open(run, "mix"),
        "operator_budget": _over_open(run, "budget"),
        "shop_income": run.inside("shop_income"),
        "shop_profit": shop_profit,
        "brand_incremental_profit": incremental_profit - shop_profit,
    }


def _over_open(run: Observed, name: str) -> Floats:
    """Mean of a field over open groups. [days]"""
    open_ = run.by_group("open")
    return divide((run.by_group(name) * open_).sum(axis=1), open_.sum(axis=1))


def run_team(run: Observed, daily: Mapping[str, NDArray[Any]]) -> dict[str, Any]:
    """Entries of the summary; None where there is no value."""
    given_up, answered = run.inside("given_up").sum(), run.inside("answered").sum()
    welcomed = run.inside("onboarded").sum()
    return {
        "speak_again_share": _speak_again(run),
        "questions_given_up_share": spread.ratio(given_up, given_up + answered),
        "orders_per_product_post": _orders_per_product_post(run),
        "effort_days": effort_days(daily["operator_hours"]),
        "onboarded_2_days_share": spread.ratio(welcomed, welcomed + run.inside("neglected").sum()),
    }


def effort_days(hours: Floats) -> int | None:
    """Days on which operators worked at least half of their mean day in the first 28; None if they never did.

    hours: [days], all operators.
    """
    usual = hours[:EFFORT_FROM].mean()
    return int((hours >= 0.5 * usual).sum()) if len(hours) >= EFFORT_FROM and usual > 0 else None


def _speak_again(run: Observed) -> float | None:
    """Share of askers who spoke within 14 days after the day of their first question."""
    people = run.members
    if "first_question" not in people:
        return None
    asked, again = people["first_question"], people["spoke_again"]
    seen = (asked >= 0) & (asked <= run.days - 1 - SPEAKS_WITHIN)
    return judged_mean((again >= 0) & (again - asked <= SPEAKS_WITHIN), seen)


def _orders_per_product_post(run: Observed) -> float | None:
    """Orders of the 7 days from a post about the product on, mean over posts of a group seen so long."""
    days = run.days - ORDERS_WITHIN + 1
    if days <= 0:
        return None
    orders = np.concatenate(([0], np.cumsum(run.total("orders"))))
    posts = run.inside("product_posts")[:days]
    within = orders[ORDERS_WITHIN:] - orders[:-ORDERS_WITHIN]
    return spread.ratio((posts * within[:days]).sum(), posts.sum())
