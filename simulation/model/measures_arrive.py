"""The summary's measures of coming in, and of what ended by plan or by the platform. What they mean: `definitions`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from . import columns
from .lives import judged_mean
from .observed import Observed

LONG, NEW = 180, 30  # days


def arrival_measures(run: Observed) -> Mapping[str, Any]:
    """Measures of `definitions.arrive` by name; None where there is no value."""
    people = run.members
    public = people["channel"] == columns.PUBLIC
    acquired = public | (people["channel"] == columns.FRIEND)
    seen = acquired & (people["joined"] <= run.days - LONG)
    kept = seen & ((people["left"] < 0) | (people["left"] - people["joined"] >= LONG))
    return {
        **{name: run.inside(name).sum() for name in ("turned_away", "turned_away_at_gate", "hunters")},
        **{name: run.inside(name).sum() for name in ("dismissed", "regrouped")},
        "banned": float(run.ban_day is not None),
        "ban_day": run.ban_day,
        "joiners_kept_180_days": kept.sum() if run.days >= LONG else None,
        "kept_180_days_share": judged_mean(kept, seen),
        "new_orders_30_days": _mean(people["orders_30"], public & (people["joined"] <= run.days - NEW)),
        "newcomer_relevance": _mean(people["relevance"], public),
        "newcomer_deal_proneness": _mean(people["deal"], public),
    }


def _mean(values: Any, of: Any) -> float | None:
    return float(values[of].mean()) if of.any() else None
