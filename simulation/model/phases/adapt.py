"""Phase 10, adapt: operators' zeal follows response, KOCs' motivation follows audience and recognition."""

from __future__ import annotations

from typing import Any

from ..compiled import rule
from ..rules import motivation_after, zeal_after


@rule
def take_heart(o: Any, groups: Any, p: Any) -> None:
    """An operator compares the response, as WeChat shows it, with what was to be expected, and cools or warms."""
    messages = 0
    orders = 0
    present = 0
    opened = 0
    for k in range(o.first, o.first + o.count):
        opened += groups[k].today.open
        messages += groups[k].today.messages
        orders += groups[k].today.orders
        present += groups[k].today.present
    if opened == 0 and p.plan.classes > 0:
        return  # no class to look after just now: no reason to lose heart
    o.response = (messages + p.enthusiasm.order_weight * orders) / max(1.0, present)
    o.days += 1
    if o.days <= 14:
        # the first fortnight sets what one expects
        o.expected_response += (o.response - o.expected_response) / o.days
    else:
        o.zeal = zeal_after(o.zeal, o.response, o.expected_response, p.enthusiasm)
        o.expected_response += p.enthusiasm.expectation_rate * (o.response - o.expected_response)


@rule
def keep_leading(m: Any, x: Any, g: Any, p: Any) -> None:
    """A KOC's motivation after the day."""
    x.motivation = motivation_after(
        x.motivation, g.today.visits / max(1.0, g.today.present), g.cared, p.leaders
    )
