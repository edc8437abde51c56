"""Thresholds that a hazard has to run down before something is done."""

from __future__ import annotations

from typing import Any

from . import chance
from .compiled import rule


@rule
def order_threshold(slot: int, orders: int, p: Any) -> float:
    """Threshold of the order after `orders` orders: a unit exponential for every decider (Erlang-distributed).

    The same person waits for the same luck with the groups and without.
    """
    total = chance.exponential(chance.uniforms(p.key, chance.ORDER_THRESHOLD, orders, slot, 0)[0])
    for j in range((p.product.deciders - 1) * p.deciding.each_decides):
        total += chance.exponential(chance.uniforms(p.key, chance.DECIDERS, orders, slot, j)[0])
    return total


@rule
def signing_threshold(slot: int, clock: int, p: Any) -> float:
    """Threshold of the next subscription; clock: 0 for the first, then the day of the last signing + 1."""
    return chance.exponential(chance.uniforms(p.key, chance.SUBSCRIPTION, clock, slot, 0)[0])
