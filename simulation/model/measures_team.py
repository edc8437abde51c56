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
ORDERS_WITHIN = 7  # days from a post about the product on


def divide(part: NDArray[Any], whole: NDArray[Any]) -> Floats:
    """part / whole, NaN (never 0) where there is nothing to divide by."""
    return np.divide(part, whole, out=np.full(np.shape(whole), np.nan), where=np.asarray(whole) > 0)


def daily_team(run: Observed) -> dict[str, NDArray[Any]]:
    """Columns of the daily table, each [days]."""
    return {
        "reply_latency": divide(run.inside("waited"), run.inside("answered")),
        "product_posts": run.inside("product_posts"),
        # the firm's, and so the same in every group
        "product_quality": run.by_group("quality")[:, 0],
        "news_freshness": run.by_group("news")[:, 0],
    }


def run_team(run: Observed, daily: Mapping[str, NDArray[Any]]) -> dict[str, Any]:
    """Entries of the summary; None where there is no value."""
    given_up, answered = run.inside("given_up").sum(), run.inside("answered").sum()
    return {
        "speak_again_share": _speak_again(run),
        "questions_given_up_share": spread.ratio(given_up, given_up + answered),
        "orders_per_product_post": _orders_per_product_post(run),
    }


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
