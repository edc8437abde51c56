"""The definitions a report quotes: of every measure it uses, once."""

from __future__ import annotations

from dataclasses import dataclass

from ..model.measures import MEASURES
from .captions import COSTS
from .numbers import Lang
from .phrases import phrase
from .sample import Sample
from .wording import TABLE, measure_title, split_day
from .words import measured

#: Daily measures drawn in the figures.
DRAWN = (
    "status_dead_share",
    "ever_dead_share",
    "silent_share",
    "open_rate",
    "member_messages_per_group",
    "trust",
    "fatigue",
    "mute_share",
    "left_share",
    "cumulative_incremental_profit",
    "referred_joins",
    "reproduction_number",
    *COSTS,
    "operator_hours",
)

#: Said after the definition of death.
KOCS: dict[Lang, str] = {
    "en": " Messages of KOCs chosen among the members count as members' messages.",
    "zh": "从成员中选出的 KOC 的消息计入成员消息。",
}


@dataclass(frozen=True)
class Entry:
    """One definition as it is printed."""

    name: str
    title: str
    text: str
    unit: str
    seen: str
    formula: str
    days: str


_UNITS_ZH = {
    "share": "占比",
    "ratio": "比值",
    "value": "数值",
    "day": "日",
    "days": "天",
    "people": "人",
    "person": "人",
    "orders": "单",
    "groups": "群",
    "group": "群",
    "messages": "条消息",
    "message": "条消息",
    "replies": "条回复",
    "hours": "小时",
    "hour": "小时",
    "accounts": "个账号",
    "invitations": "次邀请",
    "contacts": "次服务",
    "clicks": "次点击",
    "visits": "次打开",
    "pitches": "次推荐",
    "posts": "帖",
    "post": "帖",
    "questions": "个提问",
    "mix": "倾斜度",
    "CNY": "元",
}


def unit_text(unit: str, lang: Lang) -> str:
    """A unit in the language; what has no Chinese word here keeps its own."""
    if unit in ("", "1") or lang == "en":
        return unit if unit != "1" else ""
    return "/".join(_UNITS_ZH.get(part, part) for part in unit.split("/"))


def entries(sample: Sample, lang: Lang) -> list[Entry]:
    """The definitions of the measures in the tables and figures, each once, a family of days together."""
    families: dict[str, list[str]] = {}
    for name in TABLE:
        if name in MEASURES and measured(sample, name):
            families.setdefault(split_day(name)[0], []).append(name)
    told = [_entry(members, lang) for members in families.values()]
    drawn = [_entry([name], lang) for name in DRAWN if name in MEASURES]
    # a daily measure whose text opens that of a run measure has been quoted with it
    return told + [one for one in drawn if not any(other.text.startswith(one.text) for other in told)]


def _entry(members: list[str], lang: Lang) -> Entry:
    measure = MEASURES[members[0]]
    days = [str(split_day(name)[1]) for name in members[1:]]
    between = "、" if lang == "zh" else ", "
    return Entry(
        name=members[0],
        title=measure_title(members[0], lang),
        text=measure.definition[lang] + (KOCS[lang] if split_day(members[0])[0] == "dead_share" else ""),
        unit=unit_text(measure.unit, lang),
        seen=phrase(measure.observability, lang),
        formula=measure.formula,
        days=phrase("days_told", lang, days=between.join(days)) if days else "",
    )
