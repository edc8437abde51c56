"""Phase 7, buy: need, trust and exposure; coupons lift, cut, pull forward and teach a lower price.

Beside each person runs the same person without the groups, on the same needs and luck: the counterfactual.
"""

from __future__ import annotations

from typing import Any

from .. import chance
from ..columns import CLIENT, FIXED, MEMBER, RECENT
from ..compiled import rule
from ..rules import (
    buying_hazard,
    exposure,
    need_level,
    price_response,
    satisfaction_after,
    trust_after_order,
)
from ..rules_customer import recall_after_order, share_kept
from ..rules_team import coupons_of_segment
from ..thresholds import order_threshold


@rule
def buy(m: Any, x: Any, g: Any, p: Any) -> None:
    """One day's chance to order, for a member or one who left; beside it, the same person without the groups."""
    baseline(m, x, g, p)
    m.bought = 0
    m.need_since += 1.0
    need = need_level(m.need_since, m.need_pace)
    price = 1.0
    load = 0.0
    coupons = 0.0
    if m.opened == 1:
        load = g.load * x.read_share
        coupons = g.coupons
        if p.plan.segments > 1:
            coupons = float(coupons_of_segment(coupons, m.slot, p.day, p.plan.segments))
        coupons *= x.read_share
    if m.reached == 1:  # by moments or direct messages
        m.reached = 0
        load += x.beside_load
        coupons += x.beside_coupons
    if coupons > 0.3:
        price = 1.0 - p.coupon.depth
        if m.need_since >= 0.0:  # who has stocked up needs no more
            need = max(need, p.buying.deal_need_floor * m.deal)
    hazard = buying_hazard(need, m.trust, exposure(m.awareness, m.recall), m.need_pace, p.additive, p.buying)
    hazard *= price_response(m.reference, price, m.deal, p.buying)
    if p.plan.sellers > 0.0:
        hazard *= share_kept(m.trust, p.plan.sellers, p.sellers)
    if m.status == MEMBER:
        hazard *= p.plan.purchase_ease
    if m.met == 1:  # in person, with an offer that fits the need
        m.met = 0
        hazard *= 1.0 + p.service_contact.offer_lift * need
    # in the other form there is no hazard without a need, and a subscriber has none
    if p.additive == 1 and m.need_since < 0.0 and p.day < x.subscribed_until:
        hazard = 0.0
    if load > 0.0:  # the more is sold in what was read, the more prices are seen
        seen = min(1.0, load)
        m.reference += p.buying.reference_learning * seen * (price - m.reference)
    else:
        m.reference += p.buying.reference_recovery * (1.0 - m.reference)
    if m.opened == 1 and g.load > 0.0:
        click(m, x, g, p, need)
    m.until_order -= hazard
    if m.until_order <= 0.0:
        order(m, x, g, p, price)


@rule
def order(m: Any, x: Any, g: Any, p: Any, price: float) -> None:
    """An order: the need is met, by coupon beyond it; satisfaction and trust move; the next threshold is drawn."""
    m.bought = 1
    quantity = int(x.basket * FIXED)
    g.today.orders += 1
    g.today.sold += quantity
    if m.status == CLIENT:
        g.today.client_orders += 1
        g.today.client_sold += quantity
    else:
        count_customer(x, g, p, quantity)
    x.orders += 1
    x.last_order = p.day
    x.spend += price * p.product.price * x.basket
    if p.day - m.joined < 90:
        x.margin_90 += p.product.price * (price - (1.0 - p.product.margin)) * x.basket
    if p.day - m.joined < 30:
        x.orders_30 += 1
    m.need_since = min(0.0, m.need_since)  # what was stocked up stays
    if price < 1.0:
        x.coupon_orders += 1
        g.today.coupon_orders += 1
        g.today.sold_coupon += quantity
        if x.orders > 1 and m.status != CLIENT:
            g.today.repeat_sold_coupon += quantity
        m.need_since -= 2.0 * p.coupon.depth * p.buying.stock_up / m.need_pace
    m.satisfaction = satisfaction_after(m.satisfaction, p.product.quality, p.buying)
    m.trust = trust_after_order(m.trust, m.satisfaction, p.buying)
    m.recall = recall_after_order(m.recall, m.satisfaction, p.memory)
    m.until_order = order_threshold(m.slot, x.orders, p)
    if m.satisfaction > 0.5:
        x.good_order = p.day
    if x.reward_pending == 1:
        x.reward_pending = 0
        g.today.rewards += 1


@rule
def count_customer(x: Any, g: Any, p: Any, quantity: int) -> None:
    """Count a repeat order, and the customer as active from today instead of from the last order."""
    if x.orders > 0:
        g.today.repeat_orders += 1
        g.today.repeat_sold += quantity
        if p.day - x.last_order < RECENT:
            g.recent[x.last_order % RECENT] -= 1
    g.recent[p.day % RECENT] += 1


@rule
def baseline(m: Any, x: Any, g: Any, p: Any) -> None:
    """The same person, needs and luck without the groups: what one remembers of the product, list price, no posts."""
    m.baseline_since += 1.0
    m.baseline_recall -= p.memory.forgetting * m.baseline_recall
    need = need_level(m.baseline_since, m.need_pace)
    seen = exposure(m.awareness, m.baseline_recall)
    hazard = buying_hazard(need, m.baseline_trust, seen, m.need_pace, p.additive, p.buying)
    if p.plan.sellers > 0.0:
        hazard *= share_kept(m.baseline_trust, p.plan.sellers, p.sellers)
    m.baseline_until_order -= hazard
    if m.baseline_until_order <= 0.0:
        x.baseline_orders += 1
        g.today.baseline_orders += 1
        g.today.baseline_sold += int(x.basket * FIXED)
        m.baseline_since = 0.0
        x.baseline_satisfaction = satisfaction_after(
            x.baseline_satisfaction, p.product.first_quality, p.buying
        )
        m.baseline_trust = trust_after_order(m.baseline_trust, x.baseline_satisfaction, p.buying)
        m.baseline_recall = recall_after_order(m.baseline_recall, x.baseline_satisfaction, p.memory)
        m.baseline_until_order = order_threshold(m.slot, x.baseline_orders, p)


@rule
def click(m: Any, x: Any, g: Any, p: Any, need: float) -> None:
    """Clicks on promotional messages read: what an operator sees of interest."""
    u = chance.uniforms(p.key, chance.CLICK, p.day - m.joined, m.slot, 0)
    g.today.clicks += chance.poisson(u[0], p.buying.click_rate * g.load * x.read_share * m.deal * need)


@rule
def drift(m: Any, x: Any, g: Any, p: Any) -> None:
    """A day of someone who left: fading recall and fatigue, and buying as one remembers the brand."""
    m.recall -= p.memory.forgetting * m.recall
    m.fatigue -= p.fatigue.recovery * m.fatigue
    buy(m, x, g, p)
