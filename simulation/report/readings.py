"""One paragraph a figure: what it shows in this comparison, in words."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from .answer import crossing_of, crossing_text
from .bands import level, survival
from .labels import Labels
from .numbers import Lang, known
from .sample import Sample
from .wording import split_day, wording
from .words import key_differences, level_text, measured, tidy

#: The day told of a measure: the first of these the horizon reaches.
DAYS = (91, 90, 60, 49, 30)


def reading(figure: str, sample: Sample, names: Labels, lang: Lang) -> str:
    """The paragraph under a figure."""
    sentences = _READINGS[figure](sample, names, lang)
    return tidy("".join(sentences)) if lang == "zh" else " ".join(sentences)


def _listed(texts: Sequence[str], lang: Lang) -> str:
    """A list in a sentence: "a, b and c"."""
    if lang == "zh":
        return "、".join(texts)
    return texts[0] if len(texts) == 1 else f"{', '.join(texts[:-1])} and {texts[-1]}"


def levels(sample: Sample, names: Labels, measure: str, lang: Lang, unit: str = "") -> str:
    """Where every scenario that has the measure stands: "a 24, b 50 and c 46"; empty if none has."""
    texts = [
        f"{names.say(name).strip()} {level_text(sample, name, measure, lang)}{unit}"
        for name in sample.names
        if level(sample, name, measure).mean is not None
        and (sample.opens_groups(name) or wording(measure).scale == "money")
    ]
    return _listed(texts, lang) if texts else ""


def _at(sample: Sample, base: str) -> str | None:
    """The measure of that name at the day that is told, or None if nobody has it."""
    return next((f"{base}_day_{day}" for day in DAYS if measured(sample, f"{base}_day_{day}")), None)


def _survival(sample: Sample, names: Labels, lang: Lang) -> list[str]:
    said = []
    lives = {name: survival(sample, name, resamples=1) for name in sample.names}
    died = [(name, life.median) for name, life in lives.items() if life and life.median is not None]
    lived = [name for name, life in lives.items() if life and life.median is None]
    if died and lang == "zh":
        halves = _listed([f"{names.say(name)}在第 {day:.0f} 天前" for name, day in died], lang)
        said.append(f"半数的群至少死过一次：{halves}。")
    elif died:
        halves = _listed([f"{names.say(name)} by day {day:.0f}" for name, day in died], lang)
        said.append(f"Half of the groups have been dead at least once: of {halves} of their life.")
    if lived and lang == "zh":
        said.append(
            f"{_listed([names.say(name) for name in lived], lang)}的多数群在 {sample.days} 天内从未死过。"
        )
    elif lived:
        most = _listed([names.say(name) for name in lived], lang)
        said.append(f"Of {most} more than half of the groups were never dead within {sample.days} days.")
    measure = _at(sample, "dead_share")
    if measure is not None:
        said.append(_three_definitions(sample, names, measure, lang))
    stillborn = levels(sample, names, "stillborn_share", lang)
    if stillborn:
        said.append(
            f"夭折群不计入以上各图，每 100 个群中：{stillborn}。"
            if lang == "zh"
            else f"Stillborn groups are in none of these curves; of 100 groups: {stillborn}."
        )
    return said or ["没有可以判断的群。" if lang == "zh" else "No group can be judged."]


def _three_definitions(sample: Sample, names: Labels, measure: str, lang: Lang) -> str:
    day = split_day(measure)[1]
    texts = []
    for name in sample.names:
        if level(sample, name, measure).mean is not None:
            each = [level_text(sample, name, f"{base}_day_{day}", lang) for base in _DEATHS]
            texts.append(f"{names.say(name).strip()} {' / '.join(each)}")
    if lang == "zh":
        return (
            f"第 {day} 天，每 100 个群中当日为死群 / 至少死过一次 / 沉默：{'、'.join(texts)}。"
            "三种定义给出的数字不同，所以并排显示。"
        )
    return (
        f"At day {day} of the groups' lives, of 100 groups dead that day / dead at least once / silent: "
        f"{'; '.join(texts)}. The definitions disagree, so all three are shown."
    )


_DEATHS = ("dead_share", "ever_dead_share", "silent_share")


def _activity(sample: Sample, names: Labels, lang: Lang) -> list[str]:
    opened, talked = _at(sample, "open_rate"), _at(sample, "member_messages")
    said = []
    if opened is not None:
        said.append(_at_day(opened, "打开率", "the open rate is", levels(sample, names, opened, lang), lang))
    if talked is not None:
        what = "member messages per group and day are"
        said.append(_at_day(talked, "每群每天成员消息", what, levels(sample, names, talked, lang), lang))
    said.append(
        "看的人多、说的人少是常态：沉默的群不等于没人看的群，两张图要一起看。"
        if lang == "zh"
        else "Many look and few speak: a quiet group is not an unread one, so read the two together."
    )
    return said


def _at_day(measure: str, zh: str, en: str, listed: str, lang: Lang) -> str:
    day = split_day(measure)[1]
    return f"第 {day} 天{zh}：{listed}。" if lang == "zh" else f"At day {day} {en}: {listed}."


def _mood(sample: Sample, names: Labels, lang: Lang) -> list[str]:
    said = []
    for base, zh, en in (
        ("trust", "信任", "trust is"),
        ("fatigue", "疲劳", "fatigue is"),
        ("mute_share", "免打扰比例", "the share of members who muted is"),
        ("left_share", "退群比例", "the share of members who left is"),
    ):
        measure = _at(sample, base)
        if measure is not None:
            said.append(_at_day(measure, zh, en, levels(sample, names, measure, lang), lang))
    said.append(
        "信任、疲劳和免打扰在微信里看不到：运营只能看到退群。"
        if lang == "zh"
        else "Trust, fatigue and muting are hidden in WeChat: an operator only sees who leaves."
    )
    return said


def _profit(sample: Sample, names: Labels, lang: Lang) -> list[str]:
    measure = next(
        (m for m in (f"incremental_profit_day_{d}" for d in (180, 90, 30, 14)) if measured(sample, m)), None
    )
    said = []
    if measure is not None:
        day = split_day(measure)[1]
        listed = levels(sample, names, measure, lang)
        said.append(
            f"前 {day} 天的增量利润：{listed}。"
            if lang == "zh"
            else f"Incremental profit over the first {day} days: {listed}."
        )
    first = sample.names[0]
    apart = []
    for name in sample.names[1:]:
        found = crossing_of(sample, name, first)
        if known(found.get("day")) is None:
            share = known(found.get("share")) if sample.ensemble else None
            apart.append((names.say(name).strip(), "" if share is None else f"{100 * share:.0f}%"))
            continue
        text = crossing_text(sample, name, first, lang)
        both = (
            f"{names.say(name)}与{names.say(first)}"
            if lang == "zh"
            else f"{names.say(name)} and {names.say(first)}"
        )
        said.append(f"{both}：{text}。" if lang == "zh" else f"For {both}, {text}.")
    if apart:
        said.append(_apart(apart, names.say(first), lang))
    said.append(
        "第二幅图是配对之差：同样的人、同样的随机数；过零那天就是一方追上另一方的那天。"
        if lang == "zh"
        else "The second panel is the paired difference, same people and same luck: where it passes zero, "
        "one plan has "
        "caught up with the other."
    )
    return said


def _apart(apart: list[tuple[str, str]], first: str, lang: Lang) -> str:
    """Which curves do not cross that of the first scenario, and how often they do in the ensemble."""
    if lang == "zh":
        texts = [f"{name}（{share} 的参数设定下相交）" if share else name for name, share in apart]
        return f"不与{first}的曲线相交：{_listed(texts, lang)}。"
    texts = [f"{name} ({share} of the ensemble has one)" if share else name for name, share in apart]
    return f"No crossing with {first}: {_listed(texts, lang)}."


def _referral(sample: Sample, names: Labels, lang: Lang) -> list[str]:
    joined = levels(sample, names, "referred_joins", lang)
    said = []
    if joined:
        said.append(f"推荐带来的成员：{joined}。" if lang == "zh" else f"Members won by referral: {joined}.")
    for name in sample.names:
        if int(sample.spec(name, "strategy.referral.length", 0) or 0) > 0:
            said.append(_campaign(sample, names, name, lang))
    if len(said) < 2:
        said.append(
            "没有方案做裂变活动，所以没有饱和日。"
            if lang == "zh"
            else "No plan runs a referral campaign, so there is no day of saturation."
        )
    return said


def _campaign(sample: Sample, names: Labels, name: str, lang: Lang) -> str:
    """One campaign: when it dried up, and whether for want of contacts or of pull."""
    day, exhausted, third, subcritical = (
        level(sample, name, measure).mean
        for measure in (
            "referral_saturation_day",
            "contacts_exhausted_share",
            "referred_first_third_share",
            "spread_subcritical",
        )
    )
    who, parts = names.say(name), []
    if lang == "zh":
        parts.append(
            f"第 {day:.0f} 天起，受邀入群一直低于峰值的十分之一"
            if day is not None
            else "活动期间受邀入群没有降到峰值的十分之一以下"
        )
        if third is not None:
            parts.append(f"活动前三分之一的日子带来 {100 * third:.0f}% 的人")
        if exhausted is not None:
            parts.append(f"{100 * exhausted:.0f}% 的邀请发给了已经拉来或已经问过的人")
        if subcritical is not None:
            parts.append(
                f"{100 * subcritical:.0f}% 的运行中 K 小于 1：人均拉来不足一人，活动靠起始成员支撑，"
                "即使人脉无穷也不能自我维持"
            )
        return f"{who}：{'；'.join(parts)}。"
    parts.append(
        f"from day {day:.0f} joins stayed below a tenth of their peak while the campaign ran"
        if day is not None
        else "joins did not fall below a tenth of their peak while the campaign ran"
    )
    if third is not None:
        parts.append(f"{100 * third:.0f}% of its joins came in the first third of the campaign")
    if exhausted is not None:
        parts.append(f"{100 * exhausted:.0f}% of its attempts went to contacts already won or asked")
    if subcritical is not None:
        parts.append(
            f"in {100 * subcritical:.0f}% of the runs K was below 1: each member won fewer than one friend, so "
            "the campaign lived off the members it started with and could not have fed itself even with "
            "endless contacts"
        )
    return f"{who}: {'; '.join(parts)}."


def _reproduction(sample: Sample, names: Labels, lang: Lang) -> list[str]:
    measure = "reproduction_number_day_30"
    said = []
    if measured(sample, measure):
        listed = levels(sample, names, measure, lang)
        said.append(f"第 30 天：{listed}。" if lang == "zh" else f"At day 30: {listed}.")
    said.append(
        "28 天内不足 20 条消息时不计 R。每天只有三轮对话，R 因此被截短：1 不是门槛，R 也不是原因，只是读数。"
        if lang == "zh"
        else "There is no R where fewer than 20 messages were sent in 28 days. Three rounds of talk a day "
        "cut it short, so "
        "1 is no threshold, and R is a reading, never a cause."
    )
    return said


def _effort(sample: Sample, names: Labels, lang: Lang) -> list[str]:
    said = []
    for base, zh, en in (("cost", "成本", "Cost"), ("operator_hours", "运营工时", "Operator hours")):
        measure = next((f"{base}_day_{d}" for d in (180, 30) if measured(sample, f"{base}_day_{d}")), None)
        if measure is not None:
            day, listed = split_day(measure)[1], levels(sample, names, measure, lang)
            said.append(
                f"前 {day} 天{zh}：{listed}。"
                if lang == "zh"
                else f"{en} over the first {day} days: {listed}."
            )
    said.append(
        "成本不含优惠让利：优惠已从边际贡献中扣除。"
        if lang == "zh"
        else "Discounts are not among the costs: coupons have already lowered the contribution margin."
    )
    return said


def _forest(sample: Sample, names: Labels, lang: Lang) -> list[str]:
    found = key_differences(sample)
    clear = [difference for difference in found if difference.verdict == "clear"]
    unclear = [difference for difference in found if difference.verdict == "unclear"]
    total, firm, loose = len(found), len(clear), len(unclear)
    if not total:
        return ["没有可以比较的差异。" if lang == "zh" else "There is no difference to show."]
    if lang == "zh":
        sure = f"{firm} 项计入未知因素后仍然明确，" if sample.ensemble else ""
        return [
            f"方案两两之间共 {total} 项关键差异：{sure}{f'{loose} 项' if loose else '没有一项'}可能只是随机波动。"
        ]
    sure = f"{firm} stay on one side of zero even with what we do not know, and " if sample.ensemble else ""
    return [f"Of {total} key differences between all plans, {sure}{loose or 'none'} could be luck alone."]


_READINGS: dict[str, Callable[[Sample, Labels, Lang], list[str]]] = {
    "forest": _forest,
    "survival": _survival,
    "activity": _activity,
    "mood": _mood,
    "profit": _profit,
    "referral": _referral,
    "reproduction": _reproduction,
    "effort": _effort,
}
