"""Sentences on those who run the groups, the firm behind them, and what they answer, in English and Chinese."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from .labels import CHOICES, PERSONAS, pick

if TYPE_CHECKING:
    from .schema import Scenario

Say = Callable[[str, str], str]


def product_lines(s: Scenario, say: Say) -> list[str]:
    """News of the product, where it can run out, and what feedback does for it."""
    lines, p = [], s.product
    if p.range > 0:
        lines.append(
            say(
                f"There is news to tell of {p.range:g} products, and {p.launches_per_year:g} are launched a year.",
                f"可讲的产品有 {p.range:g} 款，每年上新 {p.launches_per_year:g} 款。",
            )
        )
    if s.strategy.service.feedback > 0:
        lines.append(
            say(
                f"{s.strategy.service.feedback:.0%} of the questions answered reach those who make it.",
                f"{s.strategy.service.feedback:.0%} 的已答提问会传到产品方。",
            )
        )
    return lines


def post_lines(s: Scenario, say: Say, lang: str) -> list[str]:
    """In whose voice posts are written, and for whom."""
    lines, voices = [], {name: share for name, share in s.strategy.personas.items() if share > 0}
    if set(voices) - {"brand"}:
        named = pick((", ", "，"), lang).join(
            f"{pick(PERSONAS.get(name, (name.replace('_', ' '), name)), lang)} {share:.0%}"
            for name, share in voices.items()
        )
        lines.append(say(f"Posts are written in the voice of: {named}.", f"内容人设：{named}。"))
    if s.strategy.segments > 1:
        lines.append(
            say(
                f"They are chosen for {s.strategy.segments} kinds of members, each of whom gets "
                f"1/{s.strategy.segments} of them.",
                f"按 {s.strategy.segments} 类成员分别推送，每类成员只收到其中的 1/{s.strategy.segments}。",
            )
        )
    return lines


def service_lines(s: Scenario, say: Say) -> list[str]:
    """How questions are answered, and newcomers welcomed."""
    lines, service = [], s.strategy.service
    if service.answer and service.delay:
        days = "a day" if service.delay == 1 else f"{service.delay} days"
        lines.append(
            say(
                f"An answer comes {days} after the question at the earliest.",
                f"答复最早在提问 {service.delay} 天后。",
            )
        )
    if service.answer and service.expert:
        lines.append(
            say(
                f"{service.expert:.0%} of the answers are given by those who make the product.",
                f"{service.expert:.0%} 的答复由产品专家给出。",
            )
        )
    if service.onboarding:
        lines.append(say("Newcomers are promised a welcome within two days.", "承诺两天内迎接新成员。"))
    return lines


def operator_lines(s: Scenario, say: Say, lang: str) -> list[str]:
    """What operators are measured by, live on, and agree on."""
    lines, o = [], s.operators
    if o.kpi != "none":
        lines.append(
            say(
                f"Their KPI is {pick(CHOICES[o.kpi], lang)}: every {o.steer_every} days they shift posts to what "
                "served it better in a trial.",
                f"考核指标是{pick(CHOICES[o.kpi], lang)}：每 {o.steer_every} 天按试验结果调整内容。",
            )
        )
    if s.groups.count > o.groups_per_operator and o.sop < 1:
        lines.append(
            say(
                f"{o.sop:.0%} of the work is laid down in procedures; on the rest they agree with each other.",
                f"流程化程度 {o.sop:.0%}，其余靠彼此协调。",
            )
        )
    if o.gives_up_after:
        lines.append(
            say(
                f"They do it on the side, and stop after {o.gives_up_after} days without a rise of response.",
                f"运营是兼职，反响 {o.gives_up_after} 天没有增长就放弃。",
            )
        )
    if o.franchise:
        lines.append(
            say(
                f"Groups are run by shops that pay their own hours and get {s.strategy.shop_share:.0%} of the margin.",
                f"群由加盟店运营，工时自付，分得毛利的 {s.strategy.shop_share:.0%}。",
            )
        )
    elif s.strategy.shop_share > 0:
        lines.append(
            say(
                f"Staff of the brand's own shops get {s.strategy.shop_share:.0%} of their groups' margin.",
                f"直营店员工分得所管群订单毛利的 {s.strategy.shop_share:.0%}。",
            )
        )
    if o.attribution < 1 or o.budget_follows_credit:
        budget = say(", and the budget follows", "，预算随之增减") if o.budget_follows_credit else ""
        lines.append(
            say(
                f"{o.attribution:.0%} of the groups' orders are credited to them{budget}.",
                f"群内订单的 {o.attribution:.0%} 归功于运营{budget}。",
            )
        )
    return lines
