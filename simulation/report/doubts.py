"""How sure we are, and what would change our mind: luck, rival theories, single unknowns."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from ..scenario.mechanisms import PARAMETERS
from .answer import LIFE, MONEY, doubt_ratio, ranked_by
from .labels import Labels
from .numbers import Lang, counted, plain
from .sample import Sample, paired_members
from .wording import measure_title
from .words import key_differences, key_measures, signed_text, tidy

#: What the rival theories say, in few words.
THEORIES = {
    "topic_depletion": {"en": "talk dies as topics run out", "zh": "话题耗尽，群聊消亡"},
    "lost_reciprocity": {"en": "talk dies as nobody answers", "zh": "无人回应，群聊消亡"},
    "turnover": {"en": "talk dies as the talkative move on", "zh": "活跃者离开，群聊消亡"},
    "multiplicative": {"en": "need, trust and exposure multiply", "zh": "需求、信任、曝光相乘"},
    "additive": {"en": "need, trust and exposure add up", "zh": "需求、信任、曝光相加"},
}
ENOUGH = 39  # ensemble members whose range covers 95 % on average: (n - 1) / (n + 1)
FEWEST = 20  # ensemble members below which single unknowns cannot be told apart
LEVEL = 0.05
APART = 2.0  # ratio of two theories' medians from which the theory is the largest unknown
FEWEST_OF_A_THEORY = 5
THEORY_OF = {
    "submodels.death": {"en": "the theory of why talk dies", "zh": "群聊为何消亡的理论"},
    "submodels.buying": {"en": "the theory of buying", "zh": "购买理论"},
}


@dataclass(frozen=True)
class Theory:
    """The mean paired difference in one measure under one theory, over the ensemble members that hold it."""

    theory: str
    members: int
    values: dict[str, str]


@dataclass(frozen=True)
class Theories:
    """A table of rival theories for one pair: measures across, theories down, and whether they disagree."""

    second: str
    first: str
    measures: tuple[str, ...]
    rows: tuple[Theory, ...]
    verdict: str


def main_pair(sample: Sample) -> tuple[str, str] | None:
    """The two scenarios the answer is about: most and least alive, or most and least profitable."""
    for measure in (*LIFE, *MONEY):
        ranked = ranked_by(sample, measure)
        if len(ranked) >= 2:
            return ranked[0], ranked[-1]
    return None


def paragraphs(sample: Sample, draws: pd.DataFrame, names: Labels, lang: Lang) -> list[str]:
    """What luck and not knowing mean here, which is larger, and which differences may turn round."""
    ratio = doubt_ratio(key_differences(sample))
    drawn = len([name for name in draws.columns if name != "member" and not name.startswith("submodels.")])
    said = [_luck(sample.replicates, lang)]
    if sample.ensemble:
        said.append(_unknown(sample.ensemble, drawn, lang))
        said.append(_covered(sample.ensemble, lang))
        if ratio is not None:
            percent = plain(100 * ratio, 0)
            said.append(
                f"就关键差异的中位数而言，随机波动占整个区间的 {percent}%。"
                if lang == "zh"
                else f"For the median key difference, luck alone makes up {percent}% of the whole interval."
            )
        said.append(_fragile(sample, names, lang))
    else:
        said.append(
            "我们不知道的（参数与理论）没有检验：这里的区间只含随机波动，真实的不确定更大。加上 --ensemble 40 "
            "再跑一次。"
            if lang == "zh"
            else "What we do not know (parameters, theories) was not examined: the intervals hold luck "
            "alone, and the true "
            "doubt is larger. Run it again with --ensemble 40."
        )
    return [text for text in said if text]


def _luck(runs: int, lang: Lang) -> str:
    if lang == "zh":
        return (
            f"随机波动：每个方案用 {runs} 个随机种子各跑一次，不同方案共用种子。"
            "种子增至四倍，这部分区间约缩小一半。"
        )
    times = "once, with one seed" if runs == 1 else f"with {runs} seeds"
    return (
        f"Luck: each plan was run {times}, the same for all plans. Four times the seeds would about halve "
        "this part of the interval."
    )


def _unknown(members: int, drawn: int, lang: Lang) -> str:
    if lang == "zh":
        return (
            f"我们不知道的：{members} 组设定，从 {drawn} 个假定参数与内容数值的可能范围、"
            f"以及不同理论中抽取，每组各跑一次。"
            "多跑种子不会缩小它，只有数据可以。每组只跑一次，其中也含随机波动，因此区间宁宽勿窄。"
        )
    return (
        f"What we do not know: {counted(members, 'setting')} drawn from the ranges of {drawn} assumed "
        "parameters and content values and from rival theories, one run of each plan in each. More seeds do "
        "not shrink it, only data does. It errs on the wide side: the luck of those single runs is in it."
    )


def _covered(members: int, lang: Lang) -> str:
    """What the range of so few members covers; nothing where they are enough for an interval of 95 %."""
    if members >= ENOUGH:
        return ""
    percent = plain(100.0 * (members - 1) / (members + 1), 0)
    if lang == "zh":
        return (
            f"{members} 组不足以给出 95% 的区间：它们的范围平均只覆盖可能情形的 {percent}%，"
            f"至少需要 {ENOUGH} 组。"
        )
    return (
        f"{counted(members, 'setting')} cannot give an interval of 95%: their range covers {percent}% of "
        f"what is possible on average; it takes {ENOUGH} or more."
    )


def _fragile(sample: Sample, names: Labels, lang: Lang) -> str:
    """The key differences of the main pair that luck cannot have made but other parameters could undo."""
    pair = main_pair(sample)
    if pair is None:
        return ""
    from .answer import told

    found = [told(sample, *pair, measure) for measure in key_measures(sample)]
    weak = [measure_title(one.measure, lang) for one in found if one.verdict == "luck_only"]
    b, a = names.say(pair[0]), names.say(pair[1])
    if not weak:
        return (
            tidy(f"{b}与{a}之间，没有一项超出随机波动的关键差异会被未知因素推翻。")
            if lang == "zh"
            else f"Between {b} and {a}, no key difference beyond luck could be undone by what we do not know."
        )
    if lang == "zh":
        return tidy(f"{b}与{a}之间，以下差异超出随机波动，但未知因素可能推翻它们：{'；'.join(weak)}。")
    listed = "; ".join(weak)
    return f"Between {b} and {a}, what we do not know could undo these differences beyond luck: {listed}."


# --- across the ensemble


def _told_measures(sample: Sample) -> list[str]:
    """One measure of life and one of money, as the answer uses them."""
    chosen = []
    for family in (LIFE, MONEY):
        measure = next((name for name in family if len(ranked_by(sample, name)) >= 2), None)
        if measure is not None:
            chosen.append(measure)
    return chosen


def theories(sample: Sample, draws: pd.DataFrame, lang: Lang) -> Theories | None:
    """What each rival theory says of the main pair; None without an ensemble or rival theories in it."""
    pair, measures = main_pair(sample), _told_measures(sample)
    columns = [name for name in draws.columns if name.startswith("submodels.")]
    if pair is None or not measures or not columns or not sample.ensemble:
        return None
    gaps = paired_members(sample, *pair, measures)
    held = draws.set_index("member").reindex(gaps.index)
    rows, signs = [], set()
    for column in columns:
        for theory in dict.fromkeys(held[column]):
            means = gaps[held[column] == theory].mean()
            signs.add(tuple(np.sign(means.to_numpy(dtype=float))))
            values = {
                measure: "–"
                if np.isnan(means[measure])
                else signed_text(float(means[measure]), measure, lang)
                for measure in measures
            }
            rows.append(Theory(str(theory), int((held[column] == theory).sum()), values))
    agree = len(signs) == 1
    if lang == "zh":
        verdict = (
            "各理论在方向上一致，但大小不同。" if agree else "各理论在方向上不一致：结论取决于哪种理论成立。"
        )
    else:
        verdict = (
            "The theories agree on the direction, not on the size."
            if agree
            else "The theories do not all agree on the direction: the answer depends on which of them holds."
        )
    return Theories(*pair, tuple(measures), tuple(rows), verdict)


def levers(sample: Sample, draws: pd.DataFrame, names: Labels, lang: Lang) -> list[str]:
    """Which single unknowns move the main pair's differences most, or why that cannot be told.

    Rank correlations over the ensemble; only those are named that stand out of as many as were looked at
    (Bonferroni at 5 %).
    """
    from scipy import stats

    pair, measures = main_pair(sample), _told_measures(sample)
    if pair is None or not sample.ensemble:
        return []
    if sample.ensemble < FEWEST:
        return [
            f"{sample.ensemble} 组设定太少，分不出单个未知因素的作用；至少需要 {FEWEST} 组。"
            if lang == "zh"
            else f"An ensemble of {sample.ensemble} is too small to tell single unknowns apart; it takes "
            f"{FEWEST} or more."
        ]
    gaps = paired_members(sample, *pair, measures)
    held = draws.set_index("member").reindex(gaps.index).select_dtypes("number")
    held = held.loc[:, held.nunique() > 1]
    said = []
    for measure in measures:
        gap = gaps[measure].dropna()
        named = []
        if len(gap) >= FEWEST and gap.nunique() > 2:
            table = np.column_stack([gap, held.loc[gap.index].to_numpy(dtype=float)])
            found = stats.spearmanr(table)
            rho, chance = found.statistic[0, 1:], found.pvalue[0, 1:]
            strong = [k for k in np.argsort(chance) if chance[k] * held.shape[1] < LEVEL][:4]
            named = [_lever(str(held.columns[k]), float(rho[k]), lang) for k in strong]
        theory = _divided(gap, draws.set_index("member").reindex(gap.index), measure, lang)
        said.append(_told_levers(measure, pair, theory, named, held.shape[1], names, lang))
    return said


def _divided(gap: pd.Series[float], held: pd.DataFrame, measure: str, lang: Lang) -> str:
    """The theory that changes a difference most, if its rivals are more than `APART` or of unlike sign.

    Empty where none does, or where chance could have made it.
    """
    from scipy import stats

    columns = [name for name in held.columns if name.startswith("submodels.")]
    best, text = 0.0, ""
    for column in columns:
        parts = {str(theory): part.to_numpy(dtype=float) for theory, part in gap.groupby(held[column])}
        parts = {theory: part for theory, part in parts.items() if len(part) >= FEWEST_OF_A_THEORY}
        if len(parts) < 2 or gap.nunique() < 2:
            continue
        medians = {theory: float(np.median(part)) for theory, part in parts.items()}
        low, high = min(medians.values()), max(medians.values())
        near, far = sorted((abs(low), abs(high)))
        ratio = np.inf if low * high <= 0 else far / near
        if ratio <= max(APART, best) or stats.kruskal(*parts.values()).pvalue * len(columns) >= LEVEL:
            continue
        best = ratio
        text = _told_theory(column, medians, measure, lang)
    return text


def _told_theory(column: str, medians: dict[str, float], measure: str, lang: Lang) -> str:
    what = THEORY_OF.get(column, {}).get(lang, column)
    each = [
        (THEORIES.get(theory, {}).get(lang, theory), signed_text(value, measure, lang))
        for theory, value in medians.items()
    ]
    if lang == "zh":
        listed = "，".join(f"“{theory}”{value}" for theory, value in each)
        return f"最大的未知是{what}（中位数：{listed}）"
    listed = ", ".join(f"{value} where {theory}" for theory, value in each)
    return f"the largest unknown is {what} (medians: {listed})"


def _lever(path: str, rho: float, lang: Lang) -> str:
    note = PARAMETERS.get(path)
    sign = f"{'+' if rho > 0 else '−'}{abs(rho):.2f}"
    if lang == "zh":
        return f"{path}（{sign}）"
    return f"{path}: {note.about[:1].lower()}{note.about[1:]} ({sign})" if note else f"{path} ({sign})"


def _told_levers(
    measure: str,
    pair: tuple[str, str],
    theory: str,
    named: list[str],
    looked: int,
    names: Labels,
    lang: Lang,
) -> str:
    title, b, a = measure_title(measure, lang), names.say(pair[0]), names.say(pair[1])
    if lang == "zh":
        single = f"秩相关：{'；'.join(named)}" if named else f"{looked} 个参数中没有一个单独突出"
        return tidy(f"{title}（{b}减{a}）：{f'{theory}；' if theory else ''}{single}。")
    single = (
        f"rank correlation with: {'; '.join(named)}"
        if named
        else f"of {looked} parameters none stands out by itself"
    )
    return f"{title} ({b} minus {a}): {f'{theory}; ' if theory else ''}{single}."
