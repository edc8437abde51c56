"""Phase 11, observe: a member is counted; a group's day is summed up and its accounts are closed."""

from __future__ import annotations

from typing import Any

from ..columns import FIXED, MEMBER
from ..compiled import rule


@rule
def be_counted(m: Any, x: Any, g: Any, p: Any) -> None:
    """Add a member's state to the group's sums. Fixed point: integers add up the same in any order."""
    if m.status != MEMBER:
        return
    g.sum_trust += int(m.trust * FIXED)
    g.sum_fatigue += int(m.fatigue * FIXED)
    g.sum_expected += int(m.expected * FIXED)
    g.sum_belonging += int(m.belonging * FIXED)
    g.sum_memory += int(m.memory * FIXED)
    g.sum_satisfaction += int(m.satisfaction * FIXED)
    if m.asking == 1:
        g.queue += 1
        if p.day + 1 - x.question_day >= p.plan.answer_delay:
            g.ripe += 1
    if m.awaiting == 1 and p.day + 1 - m.joined < 2:  # later is too late for a welcome
        g.awaiting += 1
    if m.muted == 1:
        g.today.muted += 1
    if m.planted == 0 and m.last_post >= 0 and p.day - m.last_post < 28:
        g.today.active_28 += 1


@rule
def close_group_day(g: Any, p: Any) -> None:
    """Means over those who stay, questions still open, the accounts; today's talk is what there is to read tomorrow."""
    t = g.today
    g.yesterday = t.messages + t.planted_messages
    present = max(1.0, t.present - t.leaves)
    t.trust = g.sum_trust / FIXED / present
    t.fatigue = g.sum_fatigue / FIXED / present
    t.expected_value = g.sum_expected / FIXED / present
    t.belonging = g.sum_belonging / FIXED / present
    t.memory = g.sum_memory / FIXED / present
    t.satisfaction = g.sum_satisfaction / FIXED / present
    t.waiting = g.queue
    close_accounts(t, p)
    hours = t.hours_content + t.hours_reply + t.hours_moderation + t.hours_koc + t.hours_service
    hours += t.hours_onboarding + t.hours_coordination
    t.cost_reward += g.gifts
    t.revenue += g.fees
    t.margin += g.fees
    t.cost_hours = hours * p.operators.wage
    t.shop_income = p.plan.shop_share * t.margin
    if p.operators.franchise == 1:
        t.shop_cost = t.cost_hours
    t.cost_koc = p.plan.koc_pay * g.leaders
    t.cost_campaign = p.plan.campaign_cost / max(1, p.plan.groups) * t.open


@rule
def close_accounts(t: Any, p: Any) -> None:
    """Revenue and contribution margin of the day, the counterfactual's, and rewards and commissions that fell due."""
    unit = p.product.price * (1.0 - p.product.margin)
    signed = p.plan.subscription_price * t.sign_ups
    revenue = p.product.price * (t.sold / FIXED - p.coupon.depth * (t.sold_coupon / FIXED))
    t.revenue = revenue + signed
    t.margin = revenue - unit * (t.sold / FIXED) + p.product.margin * signed
    t.cost_reward = t.rewards * p.plan.reward
    t.client_margin = p.product.price * p.product.margin * (t.client_sold / FIXED)
    t.cost_commission = p.plan.commission * p.product.price * (t.client_sold / FIXED)
    t.baseline_margin = p.product.price * p.product.margin * (t.baseline_sold / FIXED)
