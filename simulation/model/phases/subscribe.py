"""A subscription on offer, before buy: who opens, trusts enough and finds the price fair signs."""

from __future__ import annotations

from typing import Any

from ..compiled import rule
from ..rules import price_response
from ..rules_customer import signing_hazard
from ..thresholds import signing_threshold


@rule
def sign(m: Any, x: Any, g: Any, p: Any) -> None:
    """Sign or not, on a visit while the offer stands; the price is held against what the needs would cost.

    Signing is paid at once and meets the need for its length: no other order until then. Stocks add up, as with
    coupons. The counterfactual knows of no offer.
    """
    if m.opened == 0 or m.planted == 1 or p.day < x.subscribed_until:
        return
    needs = m.need_pace * p.plan.subscription_length * p.product.price * x.basket
    hazard = signing_hazard(m.trust, x.relevance, p.subscribing)
    hazard *= price_response(m.reference, p.plan.subscription_price / max(needs, 0.01), m.deal, p.buying)
    x.until_signing -= hazard
    if x.until_signing <= 0.0:
        x.until_signing = signing_threshold(m.slot, p.day + 1, p)
        x.subscribed_until = p.day + p.plan.subscription_length
        # minus one: the need is fresh on the day the subscription has ended
        m.need_since = min(0.0, m.need_since) - p.plan.subscription_length - 1.0
        x.spend += p.plan.subscription_price
        if p.day - m.joined < 90:
            x.margin_90 += p.plan.subscription_price * p.product.margin
        g.today.sign_ups += 1
