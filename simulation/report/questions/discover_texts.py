"""Fixed texts of the report on when a strategy fails, in both languages."""

from __future__ import annotations

from collections.abc import Mapping

from ..numbers import Lang
from .texts import sayer

Text = Mapping[Lang, str]


def _both(en: str, zh: str) -> Text:
    return {"en": en, "zh": zh}


TEXTS: dict[str, Text] = {
    "kicker": _both("Grouplife · when it fails", "Grouplife · 何时失败"),
    "heading": _both("When does {scenarios} fail: {fails}?", "{scenarios}何时失败：{fails}？"),
    "caution": _both(
        "Read this first. A rule says where failures gather among the cases that were tried, not why: factors are "
        "varied over their ranges, evenly and independently, also those that were fitted together. A share of all "
        "cases "
        "is a share of these ranges and no probability. Rules were looked for in one set of cases; how well they do is "
        "told from fresh cases with fresh seeds.",
        "请先读这一段。规则说的是在试过的情形里失败聚在哪里，而不是为什么：因素在各自范围内均匀、独立地变化，成套拟合的参数"
        "也一样。占全部情形的份额是这些范围里的份额，不是概率。规则在一组情形中寻找，效果则用全新的情形和全新的随机种子来说明。",
    ),
    "rules_of": _both("The rules: {scenario}", "规则：{scenario}"),
    "rules_how": _both(
        "PRIM (Friedman & Fisher 1999). A case is one combination of values, {seeds} averaged; it fails "
        "where {fails}. "
        "Density: share of the rule's cases that fail, with its 95% interval; coverage: share of all failures "
        "that lie "
        "in it; mass: share of all cases. Quasi-p: the chance to see as many failures if that end did nothing.",
        "PRIM（Friedman 与 Fisher 1999）。一个情形是一组取值，{seeds}取平均；{fails}即为失败。密度："
        "规则之内失败的"
        "份额及 95% 区间；覆盖：全部失败中落在规则之内的份额；占比：占全部情形的份额。准 p 值：若该条件毫无作用，"
        "看到这么多失败的概率。",
    ),
    "factor": _both("Factor", "因素"),
    "rule": _both("Rule", "规则"),
    "condition": _both("Condition", "条件"),
    "quasi_p": _both("Quasi-p", "准 p 值"),
    "density": _both("Density, fresh", "密度，新情形"),
    "coverage": _both("Coverage, fresh", "覆盖，新情形"),
    "mass": _both("Mass, fresh", "占比，新情形"),
    "found_in": _both("Where found", "寻找时"),
    "fig_rules": _both("Where do failures of {scenario} gather?", "{scenario}的失败聚在哪里？"),
    "fig_rules_reading": _both(
        "Each bar is a factor's whole range; dark is where the rule holds, with the values of its ends.",
        "每条横杠是一个因素的整个范围，深色为规则之内，并注明两端的值。",
    ),
    "fig_cases": _both("The fresh cases: {scenario}", "全新的情形：{scenario}"),
    "fig_cases_reading": _both(
        "Each mark is one fresh case: filled, it fails; hollow, it does not. The box is rule 1, seen along its two "
        "strongest factors; other ends of the rule are not seen here, so cases in the box may lie outside the rule.",
        "每个点是一个新情形：实心为失败，空心为没有失败。方框是规则 1 在其最强的两个因素上的范围；"
        "规则的其他条件在此看不见，"
        "所以框内的情形未必都在规则之内。",
    ),
    "fig_line": _both("Failing and not, along the strongest factor: {scenario}", "沿最强因素看失败与否：{scenario}"),
    "fig_line_reading": _both(
        "Each mark is one fresh case at its value of the factor and of the measure: filled, it fails. Shaded: "
        "where rule 1 "
        "holds.",
        "每个点是一个新情形，横轴为该因素，纵轴为指标：实心为失败。阴影：规则 1 之内。",
    ),
}  # fmt: skip

say = sayer(TEXTS)
