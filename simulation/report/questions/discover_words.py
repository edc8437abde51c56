"""When a strategy fails, in plain words and tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..numbers import Lang, counted, value_text
from ..wording import measure_title, wording
from ..words import tidy
from .names import factor_name, factor_value, joined, numeric, scenario_name, short_name
from .page import Table
from .texts import say

if TYPE_CHECKING:
    from ...questions.discover import Checked, Conditions, Discovery, Rule
    from ...questions.discover_prim import Box, End
    from ...questions.goal import Goal

_SIGNS = {
    ">": ("above", "超过"),
    ">=": ("at least", "不低于"),
    "<": ("below", "低于"),
    "<=": ("at most", "不超过"),
}


def goal_text(goal: Goal, lang: Lang) -> str:
    """The goal in words: "groups dead at least once, by day 91: above 50 of 100 groups"."""
    word = wording(goal.measure)
    value = value_text(goal.value, word.scale, word.level_unit[lang], lang)
    if lang == "zh" and word.scale == "per_hundred":
        value = f"每 100 个群 {value}"
    title = measure_title(goal.measure, lang)
    sign = _SIGNS[goal.sign][lang == "zh"]
    return f"{title[:1].lower()}{title[1:]} {sign} {value}" if lang == "en" else f"{title}{sign}{value}"


def sentences(answer: Discovery, lang: Lang) -> list[str]:
    """The answer: how often it fails, and each rule, scenario by scenario."""
    found: list[str] = []
    for one in answer.conditions:
        found.append(_often(one, answer.question.goal, lang))
        found += [_rule(rule, lang) for rule in one.rules]
        if len(one.rules) > 1:
            found.append(_together(one.together, lang))
        elif not one.rules:
            found.append(_none(one, lang))
    return [tidy(text) for text in found]


def notes(answer: Discovery, lang: Lang) -> list[str]:
    """What a reader should know besides."""
    asked, found, en = answer.question, [], lang == "en"
    if asked.space.kept:
        few = joined([short_name(path, lang) for path in asked.space.kept[:5]], lang)
        n = len(asked.space.kept)
        found.append(
            f"{counted(n, 'parameter')} with a range of doubt stayed as a scenario sets them, such as {few}"
            if en
            else f"{n} 个有不确定范围的参数按方案设定保持不变，例如{few}"
        )
    for one in answer.conditions:
        out = one.cases.undefined + one.fresh.undefined
        if out:
            found.append(
                f"{one.scenario.name}: {counted(out, 'case')} without a value were left out"
                if en
                else f"{scenario_name(one.scenario, lang)}：{out} 个情形没有数值，已略去"
            )
    if answer.failed:
        found.append(
            f"{answer.failed:,} of {answer.runs:,} runs ended with an error; their cases were left out"
            if en
            else f"{answer.runs:,} 次运行中有 {answer.failed:,} 次出错，相应情形已略去"
        )
    return found


def box_text(box: Box, lang: Lang) -> str:
    """All ends of a box: "coupon depth is 25% or more and groups per operator is 12 or more"."""
    strongest = sorted(box.ends, key=lambda end: box.qp[end.path])
    return joined([end_text(end, lang) for end in strongest], lang)


def end_text(end: End, lang: Lang, named: bool = True) -> str:
    """One end of a box in words; the name of the factor before it where `named`."""
    en = lang == "en"
    name = factor_name(end.path, lang) if named else ""
    if end.values is not None or not numeric(end.path):
        values = [factor_value(end.path, value, lang) for value in end.values or ()]
        text = (" or " if en else "或").join(values)
        return f"{name} is {text}" if en and named else f"{name}为{text}" if named else text
    low, high = (
        None if value is None else factor_value(end.path, value, lang) for value in (end.low, end.high)
    )
    if low is not None and high is not None:
        text = f"{low} to {high}" if en else f"在 {low} 至 {high}"
    elif low is not None:
        text = f"{low} or more" if en else f"不低于 {low}"
    else:
        text = f"{high} or less" if en else f"不高于 {high}"
    return f"{name} is {text}" if en and named else f"{name}{text}"


def _often(one: Conditions, goal: Goal, lang: Lang) -> str:
    cases, fresh, name = one.cases.failed, one.fresh.failed, scenario_name(one.scenario, lang)
    hits, of = int(cases.sum() + fresh.sum()), len(cases) + len(fresh)
    share = 100.0 * hits / of
    if lang == "en":
        return f"{name} fails in {hits:,} of {of:,} cases ({share:.0f}%); failing: {goal_text(goal, lang)}."
    return f"{name}在 {of:,} 个情形中有 {hits:,} 个失败（{share:.0f}%）；失败指{goal_text(goal, lang)}。"


def _rule(rule: Rule, lang: Lang) -> str:
    fresh, found = rule.fresh, rule.found
    low, high = (100.0 * end for end in fresh.interval)
    if not fresh.cases:
        return (
            f"Where {box_text(rule.box, lang)}: no fresh case came there, so it is not checked."
            if lang == "en"
            else f"{box_text(rule.box, lang)}：没有新情形落在其中，未能检验。"
        )
    density, mass = 100.0 * fresh.density, 100.0 * fresh.mass
    coverage = 100.0 * (fresh.coverage if fresh.all_failed else 0.0)
    before = 100.0 * found.density
    if lang == "en":
        return (
            f"It fails in {density:.0f}% ({low:.0f} to {high:.0f}) of the fresh cases in which "
            f"{box_text(rule.box, lang)}: "
            f"{mass:.0f}% of all cases and {coverage:.0f}% of the failures. Where the rule was found it was "
            f"{before:.0f}%."
        )
    return (
        f"当{box_text(rule.box, lang)}，新情形中有 {density:.0f}%（{low:.0f} 至 {high:.0f}）失败；这占全部情形的 "
        f"{mass:.0f}%，"
        f"占失败的 {coverage:.0f}%。寻找规则时为 {before:.0f}%。"
    )


def _together(one: Checked, lang: Lang) -> str:
    outside = one.all_cases - one.cases
    left = one.all_failed - one.failed
    share = 100.0 * left / outside if outside else 0.0
    coverage = 100.0 * one.coverage if one.all_failed else 0.0
    if lang == "en":
        return (
            f"Together the rules have {coverage:.0f}% of the failures in {100 * one.mass:.0f}% of the fresh cases; "
            "outside of "
            f"them {share:.0f}% fail."
        )
    return f"各规则合起来，以 {100 * one.mass:.0f}% 的新情形覆盖 {coverage:.0f}% 的失败；规则之外有 {share:.0f}% 失败。"


def _none(one: Conditions, lang: Lang) -> str:
    from ...questions.discover import FEW

    hits, of = int(one.cases.failed.sum()), len(one.cases.failed)
    en = lang == "en"
    if hits < FEW:
        return (
            f"So few failures ({hits}) tell of no conditions; widen the ranges, or lower the goal's number."
            if en
            else f"失败太少（{hits}），说不出条件；可放宽范围，或放松目标的数值。"
        )
    if of - hits < FEW:
        return (
            f"Only {of - hits} cases do not fail, so there is nothing to tell apart; ask for the opposite goal, or "
            "another "
            "number."
            if en
            else f"只有 {of - hits} 个情形没有失败，无从区分；可改问相反的目标，或换一个数值。"
        )
    return (
        "No rule stands out from chance: failures lie all over the ranges, or more --samples are needed."
        if en
        else "没有规则超出偶然：失败散布在各处，或需要更多 --samples。"
    )


# ---------------------------------------------------------------------------------------- tables


def rules_rows(one: Conditions, lang: Lang) -> Table:
    """Every rule with how it does, and how it did where it was found."""
    rows = []
    for number, rule in enumerate(one.rules, 1):
        fresh, found = rule.fresh, rule.found
        low, high = (100.0 * end for end in fresh.interval)
        density = "–" if not fresh.cases else f"{100 * fresh.density:.0f}%"
        span = f" ({low:.0f} to {high:.0f})" if lang == "en" else f"（{low:.0f} 至 {high:.0f}）"
        before = f"{100 * found.density:.0f}% / {100 * found.coverage:.0f}% / {100 * found.mass:.0f}%"
        coverage = f"{100 * fresh.coverage:.0f}%" if fresh.all_failed else "–"
        rows.append(
            [
                f"{number}. {box_text(rule.box, lang)}",
                density + span,
                coverage,
                f"{100 * fresh.mass:.0f}%",
                before,
            ]
        )
    head = [say(key, lang) for key in ("rule", "density", "coverage", "mass", "found_in")]
    return Table(head, rows, (1, 2, 3, 4))


def ends_rows(one: Conditions, lang: Lang) -> Table:
    """Every end of every rule with its quasi-p-value."""
    rows = []
    for number, rule in enumerate(one.rules, 1):
        for end in sorted(rule.box.ends, key=lambda end: rule.box.qp[end.path]):
            qp = rule.box.qp[end.path]
            text = "< 0.0001" if qp < 1e-4 else f"{qp:.4f}"
            rows.append([str(number), factor_name(end.path, lang), end_text(end, lang, named=False), text])
    return Table([say(key, lang) for key in ("rule", "factor", "condition", "quasi_p")], rows, (3,))
