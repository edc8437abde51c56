"""What is observed of customers: who spends how much, clients of resellers, subscriptions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from . import spread
from .lives import Floats
from .observed import Observed

OFFER = 10  # days in which sign-ups are counted


def customer_columns(run: Observed) -> dict[str, NDArray[Any]]:
    """The daily columns of what customers buy and what reaches them beside the group, each [days]."""
    names = ("moments_seen", "direct_read", "contact_blocks", "service_contacts", "pitches", "clients")
    return {
        "active_customers_90": run.total("active_customers"),
        "full_price_orders": run.total("orders") - run.total("coupon_orders"),
        **{name: run.total(name) for name in ("repeat_orders", "client_orders", "sign_ups", *names)},
    }


def customer_measures(run: Observed) -> Mapping[str, Any]:
    """The measures of a run of single customers and programmes for them."""
    people = run.members
    summed = ("clients", "client_orders", "service_contacts", "contact_blocks", "sign_ups")
    return {
        "top_fifth_spend_share": top_share(people["spend"]) if "spend" in people else None,
        **{name: run.total(name).sum() for name in summed},
        "commission": run.total("cost_commission").sum(),
        "sign_ups_10_days_share": _signed(run),
    }


def top_share(spend: Floats, top: float = 0.2) -> float | None:
    """Share of all spending by the `top` share of those who spent anything (whole people, at least one), or None."""
    spent = np.sort(spend[spend > 0])[::-1]
    if not len(spent):
        return None
    return float(spent[: max(1, round(top * len(spent)))].sum() / spent.sum())


def offer_day(run: Observed) -> int | None:
    """First day of the first subscription offered, by the scenario and what its timeline changed; None if none."""
    for since, until, scenario in spread.plans(run.scenario, run.days, run.applied):
        day = scenario.strategy.subscription.on
        if day is not None:
            first = max(since, day)
            if first < min(until, day + scenario.strategy.subscription.open_days):
                return int(first)
    return None


def _signed(run: Observed) -> float | None:
    day = offer_day(run)
    if day is None or day + OFFER > run.days:
        return None
    there = run.inside("present")[day - 1] if day > 0 else run.inside("present")[0] + run.inside("leaves")[0]
    return spread.ratio(run.inside("sign_ups")[day : day + OFFER].sum(), there)
