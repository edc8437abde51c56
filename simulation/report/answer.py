"""The three sentences that matter: who lives, who pays, how sure we are."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from .labels import Labels, labels
from .numbers import Lang, counted, interval, known, plain, value_text
from .sample import Sample, paired_members, split_pair
from .wording import wording
from .words import (
    Difference,
    difference_of,
    difference_sentence,
    key_differences,
    level_text,
    pairs,
    signed_text,
    tidy,
)

#: Asked in this order; the first that was measured in two scenarios is told.
LIFE = (
    "dead_share_day_91",
    "dead_share_day_49",
    "ever_dead_share_day_91",
    "member_messages_day_91",
    "open_rate_day_91",
)
FEW = 10  # ensemble members: fewer say too little of what is possible
NAMED = 4  # scenarios between the best and the worst that are named
MONEY = (
    "incremental_profit_day_180",
    "incremental_profit_day_90",
    "incremental_profit_day_30",
    "incremental_profit_day_14",
)


def three_sentences(sample: Sample, lang: Lang) -> list[str]:
    """Three sentences with full stops; what cannot be said is said to be so."""
    names = labels(sample, lang)
    return [
        _end(text, lang)
        for text in (_life(sample, names, lang), _money(sample, names, lang), _sure(sample, lang))
    ]


def _end(text: str, lang: Lang) -> str:
    if lang == "zh":
        return tidy(text) + "。"
    return (text[:1].upper() + text[1:] if _opens_with_word(text) else text) + "."


def _opens_with_word(text: str) -> bool:
    """True unless the text opens with a scenario's name, which keeps its own letters."""
    first = text.split(" ", 1)[0]
    return first.isalpha()


def _mean(sample: Sample, scenario: str, measure: str) -> float | None:
    return known((sample.effects.get("scenarios", {}).get(scenario, {}).get(measure) or {}).get("mean"))


def ranked_by(sample: Sample, measure: str) -> list[str]:
    """Scenarios that have the measure, the best first (fewest dead, most profit)."""
    held = [name for name in sample.names if _mean(sample, name, measure) is not None]
    sign = wording(measure).good or 1
    return sorted(held, key=lambda name: -sign * (_mean(sample, name, measure) or 0.0))


def told(sample: Sample, better: str, worse: str, measure: str) -> Difference:
    """The difference `better` minus `worse`, whichever way round the comparison holds it."""
    for pair in pairs(sample):
        second, first = split_pair(pair, sample.names)
        if (second, first) == (better, worse):
            return difference_of(sample, pair, measure)
        if (second, first) == (worse, better):
            return difference_of(sample, pair, measure).turned()
    return Difference(measure, better, worse, None, None, None)


def _life(sample: Sample, names: Labels, lang: Lang) -> str:
    measure = next((name for name in LIFE if len(ranked_by(sample, name)) >= 2), None)
    if measure is None:
        return _no_life(sample, names, lang)
    ranked = ranked_by(sample, measure)
    difference = told(sample, ranked[0], ranked[-1], measure)
    best, worst = (level_text(sample, name, measure, lang) for name in (ranked[0], ranked[-1]))
    of = " of 100" if wording(measure).pattern == "groups" else ""
    levels = f"，分别为 {best} 和 {worst}" if lang == "zh" else f", {best} against {worst}{of}"
    text = difference_sentence(difference, names, lang, sample.ensemble > 0, levels)
    return text + _others(sample, names, ranked[1:-1], measure, lang)


def _no_life(sample: Sample, names: Labels, lang: Lang) -> str:
    for measure in LIFE[:3]:
        alone = ranked_by(sample, measure)
        if alone:
            level, name = level_text(sample, alone[0], measure, lang), names.say(alone[0])
            if lang == "zh":
                return f"只有{name}的群可以判断：每 100 个群中 {level} 个{wording(measure).noun[lang]}"
            return (
                f"only the groups of {name} can be judged: {level} of 100 are {wording(measure).noun[lang]}"
            )
    if lang == "zh":
        return f"{sample.days} 天内没有可以判断生死的群"
    return f"in {counted(sample.days, 'day')} no group can be judged dead or alive"


def _others(sample: Sample, names: Labels, between: list[str], measure: str, lang: Lang) -> str:
    """Where the scenarios between the best and the worst stand."""
    if not between:
        return ""
    texts = [
        f"{names.say(name).strip()} {level_text(sample, name, measure, lang)}" for name in between[:NAMED]
    ]
    rest = len(between) - NAMED
    if rest > 0:
        texts.append(f"另有 {rest} 个方案" if lang == "zh" else f"and {rest} more")
    return ("；其余：" + "、".join(texts)) if lang == "zh" else "; between them " + ", ".join(texts)


def _money(sample: Sample, names: Labels, lang: Lang) -> str:
    measure = next((name for name in MONEY if len(ranked_by(sample, name)) >= 2), None)
    if measure is None:
        return "没有可以比较的增量利润" if lang == "zh" else "there is no incremental profit to compare"
    ranked = ranked_by(sample, measure)
    best, worst = ranked[0], ranked[-1]
    late = told(sample, best, worst, measure)
    early = _early(sample, best, worst, measure)
    text = difference_sentence(late, names, lang, sample.ensemble > 0) + _middle(sample, late, lang)
    if late.verdict in ("clear", "luck_only") and early is not None and (early.mean or 0.0) < 0:
        text += _turn(sample, early, best, worst, lang)
    return text + _others(sample, names, ranked[1:-1], measure, lang)


def _middle(sample: Sample, difference: Difference, lang: Lang) -> str:
    """The median of the ensemble: the default parameters need not be the middle of what is possible."""
    if sample.ensemble < FEW or difference.measure not in sample.runs.columns:
        return ""
    gaps = paired_members(sample, difference.second, difference.first, [difference.measure])
    median = known(gaps[difference.measure].median())
    if median is None or difference.mean is None:
        return ""
    text = signed_text(median, difference.measure, lang)
    return f"；可能情形的中位：{text}" if lang == "zh" else f"; middle of what we think possible: {text}"


def _early(sample: Sample, best: str, worst: str, late: str) -> Difference | None:
    """The first month of the same pair, if it was measured and is not itself the late one."""
    for measure in ("incremental_profit_day_30", "incremental_profit_day_14"):
        if measure != late:
            difference = told(sample, best, worst, measure)
            if difference.mean is not None:
                return difference
    return None


def crossing_of(sample: Sample, one: str, other: str) -> Mapping[str, Any]:
    """The crossing of two scenarios' cumulative profit, whichever way round it is held.

    Empty if there is none.
    """
    found = sample.crossing.get(f"{one}-{other}") or sample.crossing.get(f"{other}-{one}") or {}
    return dict(found)


def crossing_text(sample: Sample, one: str, other: str, lang: Lang) -> str:
    """Where two profit curves cross, with its doubt, or that they do not."""
    found = crossing_of(sample, one, other)
    day, luck, share = known(found.get("day")), interval(found.get("luck")), known(found.get("share"))
    worlds = share is not None and sample.ensemble > 0
    every = interval(found.get("all")) if worlds else None
    percent = plain(100.0 * (share or 0.0), 0)
    if lang == "zh":
        doubts = [f"仅计运气 {luck[0]:.0f} 至 {luck[1]:.0f}"] if luck and day is not None else []
        doubts += [f"计入未知因素 {every[0]:.0f} 至 {every[1]:.0f}"] if every and day is not None else []
        doubts += [f"{percent}% 的参数设定下相交"] if worlds else []
        text = "累计曲线不相交" if day is None else f"累计曲线在第 {day:.0f} 天相交"
        return text + (f"（{'，'.join(doubts)}）" if doubts else "")
    doubts = [f"{luck[0]:.0f} to {luck[1]:.0f} from luck"] if luck and day is not None else []
    if every and day is not None:
        doubts.append(f"{every[0]:.0f} to {every[1]:.0f} with what we do not know")
    doubts += [f"in {percent}% of the ensemble they cross"] if worlds else []
    text = "the curves do not cross" if day is None else f"the curves cross on day {day:.0f}"
    return text + (f" ({', '.join(doubts)})" if doubts else "")


def _turn(sample: Sample, early: Difference, best: str, worst: str, lang: Lang) -> str:
    """That the winner started behind, and when it caught up."""
    size = value_text(abs(early.mean or 0.0), "money", "", lang)
    day = early.measure.rsplit("_", 1)[1]
    sure = early.verdict in ("clear", "luck_only")
    crossing = crossing_text(sample, best, worst, lang)
    if lang == "zh":
        return f"；但前 {day} 天少 {size}{'' if sure else '（不明确）'}，{crossing}"
    return f"; by day {day} it had {size} less{'' if sure else ' (not clear)'}, and {crossing}"


def _sure(sample: Sample, lang: Lang) -> str:
    """How many of the key differences stand, and which doubt is the larger."""
    key = key_differences(sample)
    if not key:
        return "没有可以比较的差异" if lang == "zh" else "there is no difference to be sure of"
    clear = sum(difference.verdict == "clear" for difference in key)
    lucky = clear + sum(difference.verdict == "luck_only" for difference in key)
    runs, members, total = sample.replicates, sample.ensemble, len(key)
    if lang == "zh":
        text = f"把握有多大：{total} 项关键差异中，{lucky} 项超出运气（{runs} 个随机种子）"
        if not members:
            return text + "；我们不知道的（参数与子模型）没有检验，用 --ensemble 检验"
        text += f"，其中 {clear} 项也超出我们不知道的范围（{members} 组可能的参数与子模型"
        return text + ("，组数太少，不足为凭）" if members < FEW else f"）{_larger(key, lang)}")
    beyond = "is" if lucky == 1 else "are"
    differences, seeds = counted(total, "key difference"), counted(runs, "seed")
    text = f"how sure: of {differences} {lucky} {beyond} beyond luck ({seeds})"
    if not members:
        return text + "; what we do not know (parameters, submodels) was not examined: add --ensemble"
    text += f" and {clear} beyond what we do not know too ({counted(members, 'plausible set')} of parameters"
    return text + (", too few to rely on)" if members < FEW else f"){_larger(key, lang)}")


def doubt_ratio(differences: list[Difference]) -> float | None:
    """Median share of the whole interval that luck alone makes up, over differences.

    None if there is none.
    """
    shares = []
    for difference in differences:
        if (
            difference.luck is not None
            and difference.all is not None
            and difference.all[1] > difference.all[0]
        ):
            shares.append((difference.luck[1] - difference.luck[0]) / (difference.all[1] - difference.all[0]))
    return sorted(shares)[len(shares) // 2] if shares else None


def _larger(key: list[Difference], lang: Lang) -> str:
    ratio = doubt_ratio(key)
    if ratio is None:
        return ""
    if ratio < 0.6:
        return (
            "；疑问主要来自我们不知道的，多跑种子无济于事，用自己的数据校准才行"
            if lang == "zh"
            else "; most of the doubt is what we do not know, which no number of seeds removes, only data "
            "of one's own"
        )
    return (
        "；疑问主要来自运气，多跑种子会有帮助"
        if lang == "zh"
        else "; most of the doubt is luck: more replicates would help"
    )
