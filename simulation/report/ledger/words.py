"""What the ledger says, in English and Chinese: verdicts, reasons, kinds, headings."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ...evidence.claims.ledger import FEW_PLACEBOS, TOO_FEW_PLACEBOS, Ledger, most_by_luck
from ...evidence.claims.outcome import Outcome
from ..numbers import Lang

Pair = tuple[str, str]

#: A mark that can be told without colour, and the word.
VERDICTS: dict[str, Pair] = {
    "supported": ("✔ supported", "✔ 成立"),
    "not_supported": ("○ not supported", "○ 不成立"),
    "opposite": ("✘ opposite", "✘ 相反"),
    "inconclusive": ("? inconclusive", "? 未定"),
}
COLOURS = {"supported": "green", "not_supported": "yellow", "opposite": "red", "inconclusive": "cyan"}
STRENGTHS: dict[str, Pair] = {
    "robust": ("robust", "稳固"),
    "mostly": ("mostly", "大体"),
    "contested": ("contested", "有争议"),
}
KINDS: dict[str, Pair] = {
    "emergent": ("emergent", "涌现"),
    "assumption": ("assumption", "假设"),
    "accounting": ("accounting", "核算"),
    "calibrated_to": ("calibrated to", "已校准"),
    "wired_in": ("wired in", "写入规则"),
}
KIND_MEANS: dict[str, Pair] = {
    "emergent": (
        "Emergent: no rule says it, so it could have come out otherwise.",
        "涌现：没有任何规则直接写着它，结果本可以不同。",
    ),
    "assumption": (
        "Assumption: the model says so by definition and the knockout removes that definition. This is a "
        "demonstration, no evidence.",
        "假设：模型按定义如此，关闭该机制即去掉该定义。这是演示，不是证据。",
    ),
    "accounting": (
        "Accounting: it follows from hours or heads.",
        "核算：由工时或人数直接推出。",
    ),
    "calibrated_to": (
        "Calibrated to: its level was fitted to data, so the level proves nothing; what carries it is the finding.",
        "已校准：其水平拟合过数据，水平本身不算证据；靠什么起作用才是发现。",
    ),
    "wired_in": ("Wired in: a rule of the model says it.", "写入规则：模型中有一条规则直接这样写。"),
}
THEME_NAMES: dict[str, Pair] = {
    "lifecycle": ("Life of a group", "群的生命周期"),
    "content": ("Content", "内容"),
    "people": ("People", "人"),
    "operators": ("Operators", "运营"),
    "referral": ("Referral", "裂变"),
    "money": ("Money", "钱"),
    "context": ("Context", "环境"),
}
REASONS: dict[str, Pair] = {
    "large_and_beyond_luck": (
        "The effect has the sign claimed, is beyond luck, and is as large as would count.",
        "效应方向与说法一致，超出随机波动，且达到最小有意义差异。",
    ),
    "large_and_opposite": (
        "The effect has the opposite sign, is beyond luck, and is as large as would count.",
        "效应方向与说法相反，超出随机波动，且达到最小有意义差异。",
    ),
    "smaller_than_min_effect": (
        "The effect has the sign claimed, but is surely smaller than what would count.",
        "效应方向与说法一致，但肯定小于最小有意义差异。",
    ),
    "no_effect": (
        "No effect of a size that would count: the interval holds zero and ends below that size.",
        "没有达到最小有意义差异的效应：区间包含零，且上端低于它。",
    ),
    "wrong_direction": (
        "The effect, or the weakest of those that must all hold, goes the other way.",
        "效应（或须同时成立者中最弱的一个）方向相反。",
    ),
    "contested": (
        "At default parameters the effect is there, but fewer than half of the plausible parameter sets share its "
        "sign: what we do not know decides.",
        "默认参数下有此效应，但不到一半的合理参数组与之方向一致：由我们不知道的东西决定。",
    ),
    "too_few_seeds": (
        "The interval from luck is too wide to decide; more seeds would.",
        "随机波动的区间太宽，无法判定；需要更多随机种子。",
    ),
    "no_ensemble": (
        "This compares members of the ensemble; there are too few of them.",
        "此项比较集合成员之间的结果；成员太少。",
    ),
    "not_defined": (
        "The measure has no value in most runs, so there is nothing to judge; more seeds do not mend that. Choose a "
        "measure that has one in these arms, or more people, groups or days, and run the claim again.",
        "多数运行中该指标没有取值，无从判断，增加随机种子也无济于事。请换一个在这些方案里有取值的指标，或增加人数、群数或天数，"
        "再重跑此条。",
    ),
    "failed": (
        "Runs of this claim failed; the others are no fair sample, so there is no verdict. Mend what the error says "
        "and run the claim again: what finished is kept.",
        "此条有运行失败；其余的运行不是公平的样本，因此不下结论。请按错误信息修正后重跑此条：已完成的运行会保留。",
    ),
}
#: Why a knockout has no share, where that is worth a word: what a table says, and what a page adds.
NO_SHARE: dict[str, Pair] = {"at_bounds": ("cannot show", "看不出")}
NO_SHARE_MEANS: dict[str, Pair] = {
    "at_bounds": (
        "Cannot show: without it all arms lie at 0 % or at 100 %, where no effect, or no change of one, can be seen.",
        "看不出：没有它时各方案都在 0% 或 100%，看不出效应或其变化。",
    )
}
STRENGTH_MEANS: dict[str, Pair] = {
    "robust": (
        "at least 9 in 10 plausible parameter sets share this verdict",
        "至少九成合理参数组同意此结论",
    ),
    "mostly": (
        "at least 2 in 3 plausible parameter sets share this verdict",
        "至少三分之二的合理参数组同意此结论",
    ),
    "contested": (
        "fewer than 2 in 3 plausible parameter sets share this verdict",
        "同意此结论的合理参数组不到三分之二",
    ),
}
#: Where the mean lies within a tenth of the smallest effect that counts.
EDGE: Pair = ("on the edge of what counts", "正处在最小有意义差异的边缘")
UNITS: dict[str, Pair] = {"doublings": ("doublings", "倍（log2）"), "correlation": ("", "")}
PLACEBOS: dict[str, Pair] = {
    "two_names": ("one arm under two names", "同一方案两个名字"),
    "shuffled": ("labels dealt at random", "标签随机打乱"),
}


def said(table: Mapping[str, Pair], key: str, lang: Lang) -> str:
    """An entry of a table in the language; the key itself where it has none."""
    return table[key][0 if lang == "en" else 1] if key in table else key


def pick(lang: Lang, en: str, zh: str) -> str:
    """The text in the language."""
    return en if lang == "en" else zh


def either(words: Any, lang: Lang) -> str:
    """Words in both languages, as a section of a scenario or as a mapping."""
    return str(words[lang] if isinstance(words, Mapping) else getattr(words, lang))


def verdict_text(outcome: Outcome, lang: Lang) -> str:
    """ "✔ supported, robust" """
    word = said(VERDICTS, outcome.verdict, lang)
    if outcome.strength is None:
        return word
    return f"{word}{pick(lang, ', ', '，')}{said(STRENGTHS, outcome.strength, lang)}"


def sign_words(outcome: Outcome, lang: Lang) -> str:
    """The sign that shares of parameter sets are about: the one claimed, or of an opposite claim the one found."""
    if outcome.turned:
        return pick(lang, "sign found, opposite to the claim", "与所得（与说法相反的）方向一致")
    return pick(lang, "sign claimed", "与所称方向一致")


def share_cell(outcome: Outcome, lang: Lang, share: str) -> str:
    """A share for a table, with what it is of where that is not all parameter sets or not the sign claimed."""
    notes = []
    if outcome.turned:
        notes.append(pick(lang, "sign found", "与所得方向"))
    if outcome.agree is not None and outcome.agree.members < outcome.members:
        left = outcome.members - outcome.agree.members
        notes.append(
            pick(
                lang,
                f"{left} of {outcome.members} without a value",
                f"{outcome.members} 组中 {left} 组无取值",
            )
        )
    if not notes:
        return share
    between = pick(lang, "; ", "；").join(notes)
    return share + pick(lang, f" ({between})", f"（{between}）")


def broken_sentence(outcome: Outcome, lang: Lang) -> str:
    """Why a claim has no verdict, in a line: "K7: 11 runs failed; the first: …"."""
    name = outcome.claim.id
    if outcome.reason != "failed":
        return f"{name}{pick(lang, ': ', '：')}{said(REASONS, outcome.reason, lang)}"
    return pick(
        lang,
        f"{name}: {outcome.failed_runs:,} runs failed, so it has no verdict; the first: {outcome.failed[0]}",
        f"{name}：{outcome.failed_runs:,} 次运行失败，因此没有结论；第一次：{outcome.failed[0]}",
    )


def placebo_sentence(ledger: Ledger, lang: Lang) -> str:
    """How many comparisons without a true effect came out supported or beyond luck, and whether that may be."""
    found = ledger.placebos()
    n, supported, allowed = (found[name] for name in ("n", "supported", "allowed"))
    if not n:
        return pick(lang, "Placebos: none could be made.", "安慰剂：无法进行。")
    one, two = found["two_names"], found["shuffled"]
    if n < TOO_FEW_PLACEBOS and supported <= most_by_luck(n):
        return pick(
            lang,
            f"Placebos: {supported} of {n} comparisons without any true effect came out supported; {n} are too few to "
            f"tell whether that is more than 5 %. Judge more claims at once to see ({TOO_FEW_PLACEBOS} comparisons or "
            "more).",
            f"安慰剂：{n} 次没有真实效应的比较中有 {supported} 次被判成立；次数太少，看不出是否超过 5%。"
            f"要看得出，请一次检验更多说法（至少 {TOO_FEW_PLACEBOS} 次比较）。",
        )
    if supported <= allowed:
        verdict = ("so it is", "符合")
    elif n < FEW_PLACEBOS and supported <= most_by_luck(n):
        verdict = ("that is more, but of so few it may be luck", "超出，但总数太少，可能只是随机波动")
    else:
        verdict = ("that is more, do not trust the rest", "超出，其余结果不可信")
    first = pick(
        lang,
        f"Placebos: {supported} of {n} comparisons without any true effect came out supported "
        f"({one['supported']} of {one['n']} with one arm under two names, {two['supported']} of {two['n']} with "
        f"labels dealt at random); at most 5 % may, {allowed}: "
        f"{verdict[0]}.",
        f"安慰剂：{n} 次没有真实效应的比较中有 {supported} 次被判成立（同一方案两个名字 {one['n']} 次中 "
        f"{one['supported']} 次，标签随机打乱 {two['n']} 次中 {two['supported']} 次）；最多允许 5%，即 {allowed} 次："
        f"{verdict[1]}。",
    )
    return (
        f"{first} {_interval_sentence(found, lang)}"
        if lang == "en"
        else first + _interval_sentence(found, lang)
    )


def _interval_sentence(found: Mapping[str, Any], lang: Lang) -> str:
    """Whether the intervals around nothing leave zero out as often as they say."""
    (low, high), beyond, of = found["chance"], found["beyond_luck"], found["intervals"]
    if beyond > high:
        verdict = ("more: intervals are too narrow, do not trust the rest", "更多：区间过窄，其余结果不可信")
    elif beyond < low:
        verdict = ("fewer: intervals are wider than they say", "更少：区间比所称的更宽")
    else:
        verdict = ("as chance has it", "与偶然相符")
    return pick(
        lang,
        f"To be supported takes an effect of a size that counts, too; by their 95 % intervals alone {beyond} of {of} "
        f"lie beyond zero, where chance gives 1 in 20, {low} to {high}: {verdict[0]}.",
        f"判为成立还要求效应达到最小有意义差异；只看 95% 区间，{of} 次中有 {beyond} 次不含零，偶然应为二十分之一，"
        f"即 {low} 至 {high} 次：{verdict[1]}。",
    )


def turned_sentence(ledger: Ledger, lang: Lang) -> str:
    """What came of the claims turned round."""
    found = ledger.turned_round()
    return pick(
        lang,
        f"Turned round, {found['supported']} of {found['n']} claims came out supported, "
        f"{found['without_opposite']} of them without the claim itself being opposite (there should be none).",
        f"把说法反过来，{found['n']} 条中有 {found['supported']} 条成立；其中 {found['without_opposite']} 条的原说法并"
        "未被判相反（应为零）。",
    )
