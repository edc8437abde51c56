"""Phase 10, adapt: operators' zeal, mix and budget follow response, KPI and credit, KOCs' motivation their audience."""

from __future__ import annotations

from typing import Any

from ..compiled import rule
from ..rules import motivation_after, zeal_after
from ..rules_team import budget_after, own_and_common
from .steer import steer


@rule
def take_stock(o: Any, groups: Any, p: Any) -> None:
    """An operator's evening; where no group is open there is nothing to take stock of, and the day does not count."""
    opened = 0
    for k in range(o.first, o.first + o.count):
        opened += groups[k].today.open
    if opened == 0:
        return
    take_heart(o, groups, p)
    lose_heart(o, p)
    if p.operators.kpi > 0:
        steer(o, groups, p)
    if p.operators.budget_follows_credit == 1:
        review_budget(o, groups, p)


@rule
def take_heart(o: Any, groups: Any, p: Any) -> None:
    """An operator compares the response, as WeChat shows it, with what was to be expected, and cools or warms.

    Of the orders those count that are credited to the groups. A franchisee looks at own income too.
    """
    messages = 0
    orders = 0
    present = 0
    income = 0.0
    worked = 0.0
    for k in range(o.first, o.first + o.count):
        t = groups[k].today
        messages += t.messages
        orders += t.orders
        present += t.present
        income += t.shop_income
        worked += t.shop_cost
    credited = p.operators.attribution * orders
    o.response = (messages + p.enthusiasm.order_weight * credited) / max(1.0, present)
    o.days += 1
    o.income += (income - o.income) / min(o.days, 28)
    o.worked += (worked - o.worked) / min(o.days, 28)
    if o.days <= 14:
        # the first fortnight sets what one expects
        o.expected_response += (o.response - o.expected_response) / o.days
        return
    if p.operators.franchise == 1:
        reward = own_and_common(o.response, o.expected_response, o.income, o.worked, p.enthusiasm.own_income)
        o.zeal = zeal_after(o.zeal, reward, 1.0, p.enthusiasm)
    else:
        o.zeal = zeal_after(o.zeal, o.response, o.expected_response, p.enthusiasm)
    o.expected_response += p.enthusiasm.expectation_rate * (o.response - o.expected_response)


@rule
def lose_heart(o: Any, p: Any) -> None:
    """One who runs groups on the side gives up, for good, when the response of 28 days has long not risen."""
    o.level += (o.response - o.level) / min(o.days, 28)
    if o.days <= 28 or o.level > o.best:
        o.best = o.level
        o.stuck = 0
        return
    o.stuck += 1
    if 0 < p.operators.gives_up_after <= o.stuck and p.enthusiasm.gives_up == 1:
        o.gone = 1


@rule
def review_budget(o: Any, groups: Any, p: Any) -> None:
    """Every 28 days the budget moves towards what accounting credits to the groups over what they cost."""
    for k in range(o.first, o.first + o.count):
        t = groups[k].today
        o.credited += p.operators.attribution * t.margin
        o.spent += t.cost_hours + t.cost_reward + t.cost_koc + t.cost_acquisition + t.cost_campaign
    if o.days % 28 == 0:
        if o.spent > 0.0:
            o.budget = budget_after(o.budget, o.credited, o.spent, p.budget)
        o.credited = 0.0
        o.spent = 0.0


@rule
def keep_leading(m: Any, x: Any, g: Any, p: Any) -> None:
    """A KOC's motivation after the day."""
    x.motivation = motivation_after(
        x.motivation, g.today.visits / max(1.0, g.today.present), g.cared, p.leaders
    )
