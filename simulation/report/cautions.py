"""What a reader should know before comparing: plans of unlike size or price, and plans beyond the horizon."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from ..scenario import Scenario
from ..scenario import diff as differences
from ..scenario.labels import field_name, pick
from .numbers import Lang

#: What makes arms unlike without being part of a plan; whether groups are opened is the plan itself.
_UNLIKE = ("groups.", "product.", "market.")


def cautions(arms: Sequence[Scenario], lang: Lang) -> list[str]:
    """Notes without full stops: on arms that are unlike, and on what can never happen in them."""
    first = arms[0]
    found = [_unlike_note(first, arm, lang) for arm in arms[1:]]
    return [
        *filter(None, found),
        *(text for arm in arms for text in never(arm, lang)),
        *_kocs_note(arms, lang),
    ]


def _kocs_note(arms: Sequence[Scenario], lang: Lang) -> list[str]:
    """That KOCs chosen among members count in whether a group is dead; planted ones do not."""
    plans = [(arm.name, arm.strategy.kocs) for arm in arms if arm.groups.open]
    named = [name for name, kocs in plans if kocs.per_group and not kocs.planted]
    if not named:
        return []
    if lang == "zh":
        return [f"{'、'.join(named)} 的 KOC 选自成员：判断死群时，KOC 自己的消息也算成员消息"]
    return [
        f"the KOCs of {', '.join(named)} are chosen among members: their own posts are among the messages "
        "by which a group is judged dead or alive"
    ]


def unlike(a: Scenario, b: Scenario) -> list[str]:
    """Paths of size, price, market and horizon in which two scenarios differ."""
    return [
        path
        for path, _, _ in differences(a, b)
        if path == "days" or (path.startswith(_UNLIKE) and path != "groups.open")
    ]


def _unlike_note(a: Scenario, b: Scenario, lang: Lang) -> str:
    paths = unlike(a, b)
    if not paths:
        return ""
    if lang == "zh":
        named = "、".join(f"{field_name(path, lang)}（{path}）" for path in paths)
        return (
            f"{a.name} 与 {b.name} 不只是方案不同，以下也不同：{named}；"
            "所以差异的一部分来自规模、价格或市场，而不是方案。要公平对比，"
            f"让两者 extends 同一个基础方案，或用 --set {paths[0]}=… 给两者设同样的值"
        )
    named = ", ".join(f"{field_name(path, lang)} ({path})" for path in paths)
    return (
        f"{a.name} and {b.name} differ in more than the plan: {named}; part of the difference between them "
        "is size, price or market rather than plan. For equal partners let both `extends` the same base, or "
        f"set the same value in both with --set {paths[0]}=..."
    )


def never(scenario: Scenario, lang: Lang) -> list[str]:
    """What a scenario plans for a day that it does not reach."""
    last = scenario.days - 1
    return [
        pick(
            (
                f"{scenario.name}: {en} on day {day} never happens, the last day is {last} (days count from "
                f"0, the horizon is {scenario.days})",
                f"{scenario.name}：第 {day} 天{zh}不会发生，最后一天是第 {last} 天（从 0 数起，"
                f"共 {scenario.days} 天）",
            ),
            lang,
        )
        for en, zh, day in _dated(scenario)
        if day > last
    ]


def _dated(s: Scenario) -> Iterator[tuple[str, str, int]]:
    """What happens on a fixed day: in English, in Chinese, the day."""
    if s.strategy.referral.length:
        yield (
            "the start of the referral campaign (strategy.referral.start)",
            "开始的裂变活动",
            s.strategy.referral.start,
        )
    for i, change in enumerate(s.timeline):
        if change.on is not None:
            yield f"entry {i + 1} of the timeline", f"的时间线第 {i + 1} 项", change.on
