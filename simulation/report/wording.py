"""How each measure is spoken of: its noun, its scale, its unit, and what less and more of it are called."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from .numbers import Lang, Scale

#: Shape of the sentence a difference is told in.
#: groups: "40 of 100 groups fewer dead"; level: "the open rate is 12 percentage points higher";
#: amount: "CNY 90,000 more incremental profit"; day: "saturates 12 days earlier".
Pattern = Literal["groups", "level", "amount", "day"]
Text = Mapping[Lang, str]


@dataclass(frozen=True)
class Wording:
    """The words for one measure.

    title: heading of a table row; noun: as used inside a sentence; pattern: shape of the sentence; scale:
    how numbers are written; less, more: the comparatives; unit: of a difference, level_unit: of a value;
    by: True for what adds up to a day ("by day 91"), False for a state ("at day 91"); good: +1 if more of
    it is wanted, -1 if less, else 0; matter: English for "no clear difference in …" where it is not the
    noun.
    """

    title: Text
    noun: Text
    pattern: Pattern
    scale: Scale
    less: Text
    more: Text
    unit: Text
    level_unit: Text
    by: bool = False
    good: int = 0
    matter: str | None = None


def _both(en: str, zh: str) -> Text:
    return {"en": en, "zh": zh}


_NO_UNIT = _both("", "")
_FEWER, _MORE_OF = _both("fewer", "少"), _both("more", "多")
_LESS, _LOWER, _HIGHER = _both("less", "少"), _both("lower", "低"), _both("higher", "高")
_POINTS, _PERCENT = _both("percentage points", "个百分点"), _both("%", "%")


def _groups(title: Text, noun: Text, by: bool = False) -> Wording:
    per_hundred = _both("of 100 groups", "个")
    return Wording(title, noun, "groups", "per_hundred", _FEWER, _MORE_OF, per_hundred, per_hundred, by, -1)


def _share(title: Text, noun: Text, good: int = 0) -> Wording:
    return Wording(title, noun, "level", "percent", _LOWER, _HIGHER, _POINTS, _PERCENT, False, good)


def _level(title: Text, noun: Text, unit: Text = _NO_UNIT, good: int = 0) -> Wording:
    return Wording(title, noun, "level", "plain", _LOWER, _HIGHER, unit, unit, False, good)


def _money(title: Text, noun: Text, good: int = 0) -> Wording:
    return Wording(title, noun, "amount", "money", _LESS, _MORE_OF, _NO_UNIT, _NO_UNIT, True, good)


def _count(title: Text, noun: Text, unit: Text, good: int = 0) -> Wording:
    return Wording(title, noun, "amount", "plain", _FEWER, _MORE_OF, unit, unit, True, good)


def _state_count(title: Text, noun: Text, unit: Text, good: int = 0) -> Wording:
    return Wording(title, noun, "amount", "plain", _FEWER, _MORE_OF, unit, unit, False, good)


def _day(title: Text, noun: Text) -> Wording:
    unit = _both("days", "天")
    return Wording(
        title,
        noun,
        "day",
        "days",
        _both("earlier", "早"),
        _both("later", "晚"),
        unit,
        unit,
        False,
        0,
        "the day referral is saturated",
    )


#: Measures by name without "_day_N"; other measures of the registry are told as plain levels.
WORDINGS: dict[str, Wording] = {
    "dead_share": _groups(_both("Groups dead", "死群"), _both("dead", "死群")),
    "ever_dead_share": _groups(
        _both("Groups dead at least once", "至少死过一次的群"),
        _both("dead at least once", "至少死过一次的群"),
        by=True,
    ),
    "silent_share": _groups(_both("Groups silent", "沉默群"), _both("silent", "沉默群")),
    "stillborn_share": _groups(_both("Groups stillborn", "夭折群"), _both("stillborn", "夭折群")),
    "open_rate": _share(_both("Open rate", "打开率"), _both("the open rate", "打开率"), good=1),
    "member_messages": _state_count(
        _both("Member messages per group and day", "成员消息（每群每天）"),
        _both("member messages per group and day", "成员消息（每群每天）"),
        _both("", "条"),
        good=1,
    ),
    "mute_share": _share(
        _both("Members who muted", "免打扰成员"), _both("the share of members who muted", "免打扰比例"), -1
    ),
    "left_share": _share(
        _both("Members who left", "退群成员"), _both("the share of members who left", "退群比例"), -1
    ),
    "active_28_share": _share(
        _both("Active posters", "28 天活跃发言者"),
        _both("the share of members who spoke within 28 days", "28 天发言成员比例"),
        1,
    ),
    "trust": _level(_both("Trust (0 to 1)", "信任（0 至 1）"), _both("trust", "信任"), good=1),
    "fatigue": _level(_both("Fatigue (0 to 1)", "疲劳（0 至 1）"), _both("fatigue", "疲劳"), good=-1),
    "incremental_profit": _money(
        _both("Incremental profit", "增量利润"), _both("incremental profit", "增量利润"), good=1
    ),
    "profit": _money(_both("Profit", "利润"), _both("profit", "利润"), good=1),
    "revenue": _money(_both("Revenue", "收入"), _both("revenue", "收入"), good=1),
    "cost": _money(_both("Cost", "成本"), _both("cost", "成本"), good=-1),
    "orders": _count(_both("Orders", "订单"), _both("orders", "订单"), _both("", "单"), good=1),
    "operator_hours": _count(
        _both("Operator hours", "运营工时"), _both("operator hours", "运营工时"), _both("", "小时")
    ),
    "referred_joins": _count(
        _both("Members won by referral", "推荐带来的成员（老带新）"),
        _both("members won by referral", "推荐带来的成员"),
        _both("", "人"),
        1,
    ),
    "referral_saturation_day": _day(
        _both("Day referral is saturated", "裂变饱和日"), _both("referral is saturated", "裂变饱和日")
    ),
    "gini_posts": _level(
        _both("Inequality of talk (Gini, 0 to 1)", "发言不均（基尼系数，0 至 1）"),
        _both("the inequality of talk (Gini)", "发言的基尼系数"),
    ),
    "reproduction_number": _level(
        _both("Replies drawn per message (R)", "每条消息引来的回复（R）"),
        _both("the number of replies a message draws (R)", "每条消息引来的回复（R）"),
    ),
}

#: Rows of the table of differences, in order; a name the comparison does not have is passed over.
TABLE: tuple[str, ...] = (
    "dead_share_day_49",
    "dead_share_day_91",
    "dead_share_day_175",
    "ever_dead_share_day_91",
    "ever_dead_share_day_175",
    "silent_share_day_91",
    "silent_share_day_175",
    "stillborn_share",
    "open_rate_day_91",
    "member_messages_day_91",
    "gini_posts",
    "reproduction_number_day_30",
    "trust_day_91",
    "fatigue_day_91",
    "mute_share_day_91",
    "left_share_day_91",
    "incremental_profit_day_14",
    "incremental_profit_day_30",
    "incremental_profit_day_90",
    "incremental_profit_day_180",
    "orders_day_30",
    "orders_day_180",
    "cost_day_180",
    "operator_hours_day_180",
    "referred_joins",
    "referral_saturation_day",
)
#: Drawn in the forest plot and counted when we say how sure we are: one of a kind, so that none counts twice.
KEY: tuple[str, ...] = (
    "dead_share_day_91",
    "ever_dead_share_day_91",
    "silent_share_day_91",
    "open_rate_day_91",
    "mute_share_day_91",
    "left_share_day_91",
    "member_messages_day_91",
    "incremental_profit_day_30",
    "incremental_profit_day_90",
    "incremental_profit_day_180",
)


def split_day(measure: str) -> tuple[str, int | None]:
    """A measure's name without its day, and the day: ("dead_share", 91)."""
    match = re.fullmatch(r"(.+)_day_(\d+)", measure)
    return (match[1], int(match[2])) if match else (measure, None)


def wording(measure: str) -> Wording:
    """How a measure is spoken of.

    One not listed here takes its title and unit from the registry of measures.
    """
    base, _ = split_day(measure)
    if base in WORDINGS:
        return WORDINGS[base]
    title = registry_title(measure)
    return _level(title, title)


def registry_title(measure: str) -> Text:
    """Title of a measure in the registry, or its name where it has none."""
    entry = registry_entry(measure)
    if entry is None:
        name = measure.replace("_", " ")
        return _both(name, name)
    titles = entry.title
    return _both(titles["en"], titles["zh"])


def registry_entry(measure: str):  # type: ignore[no-untyped-def]  # the registry's own type, or None
    """The measure as the registry defines it, under its own name or that without the day; None if unknown."""
    from ..model.measures import MEASURES

    return MEASURES.get(measure) or MEASURES.get(split_day(measure)[0])


def measure_title(measure: str, lang: Lang) -> str:
    """Heading of a table row: "Groups dead, day 91"."""
    base, day = split_day(measure)
    title = wording(measure).title[lang]
    if day is None:
        return title
    if lang == "zh":
        return f"{title}，{'前' if wording(measure).by and base != 'ever_dead_share' else '第'} {day} 天"
    return f"{title}, {'by day' if wording(measure).by else 'day'} {day}"
