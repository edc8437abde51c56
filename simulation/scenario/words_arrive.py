"""How people come in under a scenario, in sentences: channels, bursts, gate, classes, limits of the campaign."""

from __future__ import annotations

from collections.abc import Callable

from .labels import CHOICES, channel_name
from .schema import Scenario

Say = Callable[[str, str], str]


def founders(s: Scenario, say: Say) -> list[str]:
    """How the founders were won, where that selects them."""
    g, lines = s.groups, []
    if g.precision or g.bait:
        lines.append(
            say(
                f"They were invited with an aim of {g.precision:g} (0: anyone, 1: whom the theme concerns) and a gift "
                f"of {g.bait:g} CNY.",
                f"邀请时精准度 {g.precision:g}（0 为不挑人，1 为只对主题相关者），赠品 {g.bait:g} 元。",
            )
        )
    if s.strategy.funnel.classes:
        lines.append(_classes(s, say))
    return lines


def _classes(s: Scenario, say: Say) -> str:
    f = s.strategy.funnel
    return say(
        f"The last {f.classes} groups are classes: empty at the start, one opens every {f.every} days and is dissolved "
        f"after {f.length}; who has ordered {f.step_up_orders} times or more moves to a lasting group. A place costs "
        f"{f.entry_price:g} CNY.",
        f"最后 {f.classes} 个群是训练营：起始为空，每 {f.every} 天开一期，{f.length} 天后解散；下单满 "
        f"{f.step_up_orders} 次者升入常设群。名额价格 {f.entry_price:g} 元。",
    )


def campaign_limits(s: Scenario, say: Say) -> list[str]:
    """What a referral campaign asks for beyond its baits, and where it ends."""
    r, lines = s.strategy.referral, []
    if r.ease < 1.0:
        lines.append(
            say(
                f"Inviting for the reward is made less easy ({r.ease:.0%}).",
                f"有奖邀请不够便利（{r.ease:.0%}）。",
            )
        )
    if r.trigger != "any":
        lines.append(say(f"The reward is for {CHOICES[r.trigger][0]}.", f"奖励只给{CHOICES[r.trigger][1]}。"))
    if r.budget:
        lines.append(
            say(
                f"It ends once rewards have come to {r.budget:,.6g} CNY.",
                f"奖励累计达到 {r.budget:,.6g} 元即结束。",
            )
        )
    return lines


def newcomers(s: Scenario, say: Say) -> list[str]:
    """Who else comes besides the plain channel's newcomers, how they are selected, and what they are asked for."""
    growth, lines = s.strategy.growth, []
    if growth.precision or growth.bait or growth.endorsement:
        lines.append(
            say(
                f"The plain channel is aimed {growth.precision:g} of 1 at whom the theme concerns, offers a gift of "
                f"{growth.bait:g} CNY and is vouched for {growth.endorsement:g} of 1.",
                f"公域精准度 {growth.precision:g}，赠品 {growth.bait:g} 元，背书 {growth.endorsement:g}（最高 1）。",
            )
        )
    for name in sorted(growth.channels):
        rate, cost = growth.channels[name], s.channels[name].cost_per_join
        lines.append(
            say(
                f"{rate:g} newcomers a day by {channel_name(name, 'en')}, at {cost:g} CNY each to begin with.",
                f"{channel_name(name, 'zh')}每天新增 {rate:g} 人，起始每人 {cost:g} 元。",
            )
        )
    for burst in growth.bursts:
        lines.append(
            say(
                f"On day {burst.on}, {burst.people:,} come at once by {channel_name(burst.channel, 'en')}.",
                f"第 {burst.on} 天，{channel_name(burst.channel, 'zh')}一次涌入 {burst.people:,} 人。",
            )
        )
    gate = s.strategy.gate
    if gate.question or gate.deposit:
        lines.append(
            say(
                f"At the gate newcomers answer questions (effort {gate.question:g} of 1) and put down "
                f"{gate.deposit:g} CNY, given back later.",
                f"入群须回答问题（繁琐度 {gate.question:g}，最高 1），押金 {gate.deposit:g} 元，之后退还。",
            )
        )
    return lines
