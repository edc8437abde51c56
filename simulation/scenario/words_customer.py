"""Sentences on single customers: rivals, deciders, personal service, resellers, subscriptions; if any."""

from __future__ import annotations

from collections.abc import Callable

from .labels import CHOICES
from .schema import Scenario

Say = Callable[[str, str], str]


def selling_sentences(s: Scenario, say: Say) -> tuple[str, ...]:
    """What makes this product harder or easier to sell than usual."""
    lines = []
    if s.product.deciders > 1:
        n = s.product.deciders
        lines.append(
            say(
                f"{n} people must say yes to an order, one after another.",
                f"一个订单要 {n} 人先后同意才会下。",
            )
        )
    if s.market.sellers > 0:
        k = s.market.sellers
        lines.append(
            say(
                f"{k:g} rival seller{'' if k == 1 else 's'} beyond the usual: who trusts the brand little buys there.",
                f"另有 {k:g} 家同类卖家：不信任品牌的人会到别家买。",
            )
        )
    if s.strategy.purchase_ease < 1:
        ease = s.strategy.purchase_ease
        lines.append(
            say(
                f"Ordering takes members some trouble (ease {ease:g} of 1).",
                f"成员下单有些麻烦（便利度 {ease:g}，最高 1）。",
            )
        )
    return tuple(lines)


def customer_sentences(s: Scenario, say: Say) -> tuple[str, ...]:
    """Programmes for single customers, where the plan has any."""
    lines = []
    if any(entry.via != "group" for entry in s.strategy.calendar):
        share = s.groups.contacts_share
        lines.append(
            say(
                f"{share:.0%} of members are one-to-one contacts: moments and direct messages reach only them.",
                f"{share:.0%} 的成员加了运营好友：朋友圈和私聊只触达他们。",
            )
        )
    one = s.strategy.one_to_one
    if one.hours_per_day > 0:
        lines.append(
            say(
                f"Each operator keeps {one.hours_per_day:g} hours a day for one-to-one service of {one.share:.0%} of "
                f"the members, chosen {CHOICES[one.choose][0]}, from day {one.from_day}, anew every {one.every} days.",
                f"每名运营每天留 {one.hours_per_day:g} 小时做一对一服务，对象为 {one.share:.0%} 的成员"
                f"（{CHOICES[one.choose][1]}选出），第 {one.from_day} 天起，每 {one.every} 天重选。",
            )
        )
    sell = s.strategy.resellers
    if sell.per_group > 0:
        lines.append(
            say(
                f"{sell.per_group} resellers in each group from day {sell.from_day}, chosen "
                f"{CHOICES[sell.choose][0]}, get {sell.commission:.0%} of what their clients pay.",
                f"第 {sell.from_day} 天起每群 {sell.per_group} 名分销员（{CHOICES[sell.choose][1]}选出），"
                f"佣金为其客户付款的 {sell.commission:.0%}。",
            )
        )
    offer = s.strategy.subscription
    if offer.on is not None:
        lines.append(
            say(
                f"A subscription of {offer.length} days for {offer.price:g} CNY is on offer for {offer.open_days} "
                f"days from day {offer.on}.",
                f"第 {offer.on} 天起开售订阅 {offer.open_days} 天：{offer.price:g} 元，为期 {offer.length} 天。",
            )
        )
    return tuple(lines)
