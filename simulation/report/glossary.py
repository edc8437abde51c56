"""The words a report uses, explained once: those that stand in it, in its language."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from html import escape

from ..model.lives import DEATH
from .numbers import Lang

#: Where a page's glossary goes; a template holds it once.
PLACE = "<!--glossary-->"
_HEADING: Mapping[Lang, str] = {"en": "Words", "zh": "术语"}


@dataclass(frozen=True)
class Term:
    """A word of the trade or of the method. says: its title and meaning by language; found: what shows it is used."""

    en: tuple[str, str]
    zh: tuple[str, str]
    found_en: str
    found_zh: str

    def says(self, lang: Lang) -> tuple[str, str]:
        """Title and meaning."""
        return self.zh if lang == "zh" else self.en

    def stands_in(self, text: str, lang: Lang) -> bool:
        """Whether a text uses the word."""
        return re.search(self.found_zh if lang == "zh" else self.found_en, text, re.IGNORECASE) is not None


_BELOW = f"{DEATH.dead_below:.0%}"
#: In the order in which a reader meets them: the trade's words, then the method's.
TERMS = (
    Term(
        (
            "Private domain",
            "customers a brand can reach by itself: groups and contacts, without paying a platform.",
        ),
        ("私域", "品牌自己能触达的顾客：群与好友，不必再向平台付费。"),
        r"private domain",
        "私域",
    ),
    Term(
        ("Public domain", "traffic of a platform, paid for."),
        ("公域", "平台的流量，要付费购买。"),
        r"public (domain|traffic)",
        "公域",
    ),
    Term(
        ("KOC", "key opinion consumer: a member whose word moves others."),
        ("KOC", "关键意见消费者：说话能影响其他成员的人。"),
        r"\bKOCs?\b",
        "KOC|关键意见消费者",
    ),
    Term(
        ("Operator", "the person who runs groups: posts, answers, and has only so many hours."),
        ("群运营", "管群的人：发内容、答疑，工时有限。"),
        r"operator",
        "运营",
    ),
    Term(
        (
            "Dead group",
            f"a group whose last {DEATH.window} days hold less than {_BELOW} of the messages of its first "
            f"{DEATH.window}; judged from day {DEATH.judged_from} on. It may wake up again; ever dead counts "
            "those that were dead at least once.",
        ),
        (
            "死群",
            f"最近 {DEATH.window} 天的发言不到最初 {DEATH.window} 天的 {_BELOW}；从第 {DEATH.judged_from} 天起判定。"
            "死群也可能复活；“曾经死亡”指至少死过一次。",
        ),
        r"\bdead\b|\bdeaths?\b",
        "死群|死亡|死过",
    ),
    Term(
        ("Lurker", "a member who reads and does not write."),
        ("潜水者", "只看不说的成员。"),
        r"lurk",
        "潜水",
    ),
    Term(
        ("Referral campaign", "members invite their contacts for a reward, for some weeks or always."),
        ("裂变", "成员为奖励邀请自己的联系人，限期或长期。"),
        r"referral|referred",
        "裂变|转介绍",
    ),
    Term(
        ("Coupon hunter", "comes for the deal only, and goes with it."),
        ("羊毛党", "只为优惠而来，优惠没了就走。"),
        r"hunter",
        "羊毛党",
    ),
    Term(
        (
            "Incremental profit",
            "what was earned beyond what the same people would have bought with no group at all, less every cost of "
            "the group.",
        ),
        ("增量利润", "比同一批人在没有群时会买的多赚的部分，再减去办群的一切成本。"),
        r"incremental",
        "增量",
    ),
    Term(
        ("CAC", "customer acquisition cost: what is spent for each person who joins."),
        ("CAC", "获客成本：每来一个人花了多少。"),
        r"\bCAC\b",
        "CAC|获客成本",
    ),
    Term(
        ("LTV", "lifetime value: what a customer brings over the time looked at."),
        ("LTV", "客户终身价值：一位顾客在所看期间带来的价值。"),
        r"\bLTV\b|lifetime value",
        "LTV|终身价值",
    ),
    Term(
        ("Seed", "the number that fixes a run's chance events; other seeds are other luck."),
        ("随机种子", "确定一次运行中所有随机事件的数；换种子就是换一批随机数。"),
        r"\bseeds?\b",
        "种子",
    ),
    Term(
        (
            "Paired runs",
            "both plans meet the same people with the same chance events, so that what differs is the plan.",
        ),
        ("配对运行", "两个方案面对同样的人和同样的随机事件，差别只来自方案。"),
        r"\bpaire?d?\b",
        "配对",
    ),
    Term(
        ("Luck", "what other seeds change; more runs make its interval narrower."),
        ("随机波动", "换随机种子会变的部分；运行越多，其区间越窄。"),
        r"\bluck\b",
        "随机波动",
    ),
    Term(
        (
            "Plausible parameter sets (the ensemble)",
            "settings of people and rival theories that all fit the measured patterns; they show what we do not know, "
            "and more runs do not make it less.",
        ),
        (
            "合理参数组",
            "都能再现实测规律的人群参数与不同理论；它们显示我们不知道的部分，多跑不会减少。",
        ),
        r"parameter sets?|ensemble|what we do not know",
        "参数组|未知因素|不知道的",
    ),
    Term(
        (
            "95% interval",
            "made so that in 95 of 100 such studies it holds the model's true mean; of parameter sets: the middle 95 "
            "of 100.",
        ),
        ("95% 区间", "这样得到的区间，100 次研究中有 95 次包含模型的真实均值；对参数组而言，是居中的 95%。"),
        r"95 ?%",
        "95 ?%",
    ),
)


def terms_in(text: str, lang: Lang) -> list[tuple[str, str]]:
    """Title and meaning of the terms a text uses, in order."""
    return [term.says(lang) for term in TERMS if term.stands_in(text, lang)]


def with_glossary(page: str, lang: Lang) -> str:
    """The page with the words it uses explained at its place for them; a page that uses none has no section."""
    text = re.sub(r"<(style|script)\b.*?</\1>|<[^>]*>", " ", page, flags=re.DOTALL)
    terms = terms_in(text, lang)
    rows = "\n".join(f"<dt>{escape(title)}</dt><dd>{escape(says)}</dd>" for title, says in terms)
    section = f'<section id="glossary">\n<h2>{_HEADING[lang]}</h2>\n<dl>\n{rows}\n</dl>\n</section>\n'
    return page.replace(PLACE, section if terms else "", 1)
