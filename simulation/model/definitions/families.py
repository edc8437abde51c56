"""Which families of run measures there are: `<base>_day_<N>`, and at which days the summary gives them.

A family says what is read from where: state (the daily value of that day), week (a mean over the 7 days up to it),
total (the sum over the first N days), clock (the groups at that day of their own clock) or clock_week (the same in
weeks from 0, looked at once a week as real channels are).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from .group import JUDGED_DAYS, JUDGED_WEEKS

How = Literal["state", "week", "total", "clock", "clock_week"]
PERCENTILES = (10, 25, 50, 75, 90)


@dataclass(frozen=True)
class Family:
    """Measures `<base>_day_<N>` (or `_week_<N>`): how they are read, from which column; N of the summary."""

    base: str
    how: How
    column: str
    days: tuple[int, ...]

    def name(self, day: int) -> str:
        """Name of the measure at a day (or week)."""
        return f"{self.base}_{'week' if self.how == 'clock_week' else 'day'}_{day}"


FAMILIES: tuple[Family, ...] = (
    Family("dead_share", "clock", "dead", JUDGED_DAYS),
    Family("ever_dead_share", "clock", "ever_dead", JUDGED_DAYS),
    Family("ever_dead_from_56_share", "clock", "ever_dead_from_56", JUDGED_DAYS[1:]),
    Family("silent_share", "clock", "silent", JUDGED_DAYS),
    Family("groups_judged", "clock", "judged", JUDGED_DAYS),
    Family("dead_share", "clock_week", "dead", JUDGED_WEEKS),
    Family("ever_dead_share", "clock_week", "ever_dead", JUDGED_WEEKS),
    Family("silent_share", "clock_week", "silent", JUDGED_WEEKS),
    Family("silent_but_selling_share", "state", "silent_but_selling_share", (91, 175)),
    Family("open_rate", "week", "open_rate", (30, 60, 91, 120, 180)),
    Family("member_messages", "state", "member_messages_per_group", (30, 91, 180)),
    Family(
        "member_messages_per_present_member", "state", "member_messages_per_present_member", (30, 91, 180)
    ),
    Family("reproduction_number", "state", "reproduction_number", (30, 91, 180)),
    Family("active_28", "state", "active_28", (90, 180)),
    Family("active_28_share", "state", "active_28_share", (91, 180)),
    Family("members_present", "state", "members_present", (91, 180)),
    Family("left_share", "state", "left_share", (30, 91, 180)),
    Family("mute_share", "state", "mute_share", (30, 91, 180)),
    Family("trust", "state", "trust", (30, 60, 91, 180)),
    Family("satisfaction", "state", "satisfaction", (30, 91, 180)),
    Family("fatigue", "state", "fatigue", (30, 91, 180)),
    Family("expected_value", "state", "expected_value", (91,)),
    Family("belonging", "state", "belonging", (91,)),
    Family("memory", "state", "memory", (91,)),
    Family("freshness", "state", "freshness", (91,)),
    Family("zeal", "state", "zeal", (91,)),
    Family("reply_latency", "state", "reply_latency", (91,)),
    Family("orders", "total", "orders", (30, 90, 180)),
    Family("coupon_orders", "total", "coupon_orders", (30, 180)),
    Family("full_price_orders", "total", "full_price_orders", (30, 180)),
    Family("repeat_orders", "total", "repeat_orders", (90, 180)),
    Family("active_customers_90", "state", "active_customers_90", (90, 180)),
    Family("client_orders", "total", "client_orders", (180,)),
    Family("sign_ups", "total", "sign_ups", (180,)),
    Family("revenue", "total", "revenue", (30, 180)),
    Family("contribution_margin", "total", "contribution_margin", (30, 180)),
    Family("cost", "total", "cost", (30, 180)),
    Family("profit", "total", "profit", (30, 180)),
    Family("incremental_profit", "total", "incremental_profit", (14, 30, 90, 180, 365)),
    Family("operator_hours", "total", "operator_hours", (30, 180)),
    Family("messages_total", "total", "member_messages", (180,)),
    Family("member_days", "total", "members_present", (180,)),
    Family("invitations", "total", "invitations", (180,)),
    Family("cost_acquisition", "total", "cost_acquisition", (180,)),
    Family("cost_reward", "total", "cost_reward", (180,)),
    Family("cost_campaign", "total", "cost_campaign", (180,)),
    Family("joins", "total", "joins", (30, 180)),
    Family("referred_joins", "total", "referred_joins", (30, 180)),
    Family("dismissed", "total", "dismissed", (180,)),
    # those who run the groups, and the firm behind them
    Family("product_quality", "state", "product_quality", (180,)),
    Family("promotional_mix", "state", "promotional_mix", (91, 180)),
    Family("operator_budget", "state", "operator_budget", (91, 180)),
    Family("shop_income", "total", "shop_income", (180,)),
    Family("shop_profit", "total", "shop_profit", (180,)),
    Family("brand_incremental_profit", "total", "brand_incremental_profit", (180,)),
)
