"""When a strategy fails, in plain words and tables."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..numbers import Lang, counted
from ..words import tidy
from .amounts import condition_text
from .discover_texts import say
from .names import Names, joined, numeric, scenario_name
from .page import Table
from .texts import failed_note, kept_note

if TYPE_CHECKING:
    from ...questions.discover import Answer, Checked, Conditions, Rule
    from ...questions.discover_prim import Box, End


def sentences(answer: Answer, lang: Lang) -> list[str]:
    """The answer: how often it fails, and each rule, scenario by scenario."""
    found: list[str] = []
    names = Names(lang, answer.question.bases)
    failing = condition_text(answer.question.fails, lang)
    for one in answer.conditions:
        found.append(_often(one, failing, lang))
        found += [_rule(rule, names) for rule in one.rules]
        if len(one.rules) > 1:
            found.append(_together(one.together, lang))
        elif not one.rules:
            found.append(_none(one, lang))
    return [tidy(text) for text in found]


def notes(answer: Answer, lang: Lang) -> list[str]:
    """What a reader should know besides."""
    asked, en = answer.question, lang == "en"
    found = kept_note(asked.space.kept, Names(lang, asked.bases))
    for one in answer.conditions:
        out = one.cases.undefined + one.fresh.undefined
        if out:
            found.append(
                f"{one.scenario.name}: {counted(out, 'case')} without a value were left out"
                if en
                else f"{scenario_name(one.scenario, lang)}：{out} 个情形没有数值，已略去"
            )
    return [*found, *failed_note(answer.failed, answer.runs, lang)]


def box_text(box: Box, names: Names) -> str:
    """All ends of a box: "coupon depth is 25% or more and groups per operator is 12 or more"."""
    strongest = sorted(box.ends, key=lambda end: box.qp[end.path])
    return joined([end_text(end, names) for end in strongest], names.lang)


def end_text(end: End, names: Names, named: bool = True) -> str:
    """One end of a box in words; the name of the factor before it where `named`."""
    en = names.lang == "en"
    name = names.factor(end.path) if named else ""
    if end.values is not None or not numeric(end.path):
        values = [names.value(end.path, value) for value in end.values or ()]
        text = (" or " if en else "或").join(values)
        return f"{name} is {text}" if en and named else f"{name}为{text}" if named else text
    low, high = (None if value is None else names.value(end.path, value) for value in (end.low, end.high))
    if low is not None and high is not None:
        text = f"{low} to {high}" if en else f"在 {low} 至 {high}"
    elif low is not None:
        text = f"{low} or more" if en else f"不低于 {low}"
    else:
        text = f"{high} or less" if en else f"不高于 {high}"
    return f"{name} is {text}" if en and named else f"{name}{text}"


def _often(one: Conditions, failing: str, lang: Lang) -> str:
    cases, fresh, name = one.cases.failed, one.fresh.failed, scenario_name(one.scenario, lang)
    hits, of = int(cases.sum() + fresh.sum()), len(cases) + len(fresh)
    share = 100.0 * hits / of
    if lang == "en":
        return f"{name} fails in {hits:,} of {of:,} cases ({share:.0f}%); failing: {failing}."
    return f"{name}在 {of:,} 个情形中有 {hits:,} 个失败（{share:.0f}%）；失败指{failing}。"


def _rule(rule: Rule, names: Names) -> str:
    lang, fresh, found = names.lang, rule.fresh, rule.found
    low, high = (100.0 * end for end in fresh.interval)
    if not fresh.cases:
        return (
            f"Where {box_text(rule.box, names)}: no fresh case came there, so it is not checked."
            if lang == "en"
            else f"{box_text(rule.box, names)}：没有新情形落在其中，未能检验。"
        )
    density, mass = 100.0 * fresh.density, 100.0 * fresh.mass
    coverage = 100.0 * (fresh.coverage if fresh.all_failed else 0.0)
    before = 100.0 * found.density
    if lang == "en":
        return (
            f"It fails in {density:.0f}% ({low:.0f} to {high:.0f}) of the fresh cases in which "
            f"{box_text(rule.box, names)}: "
            f"{mass:.0f}% of all cases and {coverage:.0f}% of the failures. Where the rule was found it was "
            f"{before:.0f}%."
        )
    return (
        f"当{box_text(rule.box, names)}，新情形中有 {density:.0f}%（{low:.0f} 至 {high:.0f}）失败；这占全部情形的 "
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
            f"So few failures ({hits}) tell of no conditions; widen the ranges, or give --fails-if another number."
            if en
            else f"失败太少（{hits}），说不出条件；可放宽范围，或用 --fails-if 换一个数值。"
        )
    if of - hits < FEW:
        return (
            f"Only {of - hits} cases do not fail, so there is nothing to tell apart; ask for the opposite with "
            "--fails-if, or another number."
            if en
            else f"只有 {of - hits} 个情形没有失败，无从区分；可用 --fails-if 改问相反的情况，或换一个数值。"
        )
    return (
        "No rule stands out from chance: failures lie all over the ranges, or more --samples are needed."
        if en
        else "没有规则超出偶然：失败散布在各处，或需要更多 --samples。"
    )


# ---------------------------------------------------------------------------------------- tables


def rules_rows(one: Conditions, names: Names) -> Table:
    """Every rule with how it does, and how it did where it was found."""
    lang, rows = names.lang, []
    for number, rule in enumerate(one.rules, 1):
        fresh, found = rule.fresh, rule.found
        low, high = (100.0 * end for end in fresh.interval)
        density = "–" if not fresh.cases else f"{100 * fresh.density:.0f}%"
        span = f" ({low:.0f} to {high:.0f})" if lang == "en" else f"（{low:.0f} 至 {high:.0f}）"
        before = f"{100 * found.density:.0f}% / {100 * found.coverage:.0f}% / {100 * found.mass:.0f}%"
        coverage = f"{100 * fresh.coverage:.0f}%" if fresh.all_failed else "–"
        rows.append(
            [
                f"{number}. {box_text(rule.box, names)}",
                density + span,
                coverage,
                f"{100 * fresh.mass:.0f}%",
                before,
            ]
        )
    head = [say(key, lang) for key in ("rule", "density", "coverage", "mass", "found_in")]
    return Table(head, rows, (1, 2, 3, 4))


def ends_rows(one: Conditions, names: Names) -> Table:
    """Every end of every rule with its quasi-p-value."""
    lang, rows = names.lang, []
    for number, rule in enumerate(one.rules, 1):
        for end in sorted(rule.box.ends, key=lambda end: rule.box.qp[end.path]):
            qp = rule.box.qp[end.path]
            text = "< 0.0001" if qp < 1e-4 else f"{qp:.4f}"
            rows.append([str(number), names.factor(end.path), end_text(end, names, named=False), text])
    return Table([say(key, lang) for key in ("rule", "factor", "condition", "quasi_p")], rows, (3,))
