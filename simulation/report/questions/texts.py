"""Fixed texts of the reports on what drives a measure and when a strategy fails, in both languages."""

from __future__ import annotations

from collections.abc import Mapping

from ..numbers import Lang

Text = Mapping[Lang, str]


def _both(en: str, zh: str) -> Text:
    return {"en": en, "zh": zh}


TEXTS: dict[str, Text] = {
    # ---- what drives it
    "drives_kicker": _both("Grouplife · what drives it", "Grouplife · 什么在起作用"),
    "drives_heading": _both("What drives {measures} in {scenarios}?", "在{scenarios}里，什么决定{measures}？"),
    "drives_caution": _both(
        "Read this first. Every factor is varied over its whole range, evenly, and independently of the others. "
        "Parameters that were fitted to real groups belong together (an ensemble draws whole fits); here they are "
        "drawn apart, so some combinations fit no group that was measured. What drives the model depends on the "
        "ranges: a wide range makes any factor look strong.",
        "请先读这一段。每个因素都在自己的整个范围内均匀变化，彼此独立。由真实群拟合出来的参数本应成套出现"
        "（参数组抽取整套拟合），这里却分开抽取，所以有些组合不符合任何测量过的群。哪些因素起作用，取决于范围："
        "范围放宽，任何因素都会显得很强。",
    ),
    "screening": _both("Which factors matter?", "哪些因素重要？"),
    "screening_how": _both(
        "Morris screening: {trajectories} trajectories move one factor after the other by two thirds of its range; "
        "every point has the same {seeds} seeds, averaged. mu* is the mean size of the effect, reckoned over the whole "
        "range; sigma is large where the effect is not a straight line or depends on other factors. Luck: how "
        "large mu* "
        "would be if the factor only shuffled everyone's luck. A factor stands out where the interval of its mu* lies "
        "above that. Intervals: 95 %, bootstrap over trajectories (SALib).",
        "Morris 筛选：{trajectories} 条轨迹，逐个把因素移动其范围的三分之二；每个点用同样的 {seeds} 个随机种子取平均。"
        "mu* 是按整个范围折算的平均效应大小；效应不成直线或依赖其他因素时 sigma 大。运气："
        "如果该因素只是打乱了大家的运气，"
        "mu* 会有多大；mu* 的区间高于它，才算突出。区间：95%，对轨迹做自助法（SALib）。",
    ),
    "shares": _both("Which share of the variation goes with which factor?", "变化中有多少归于哪个因素？"),
    "shares_how": _both(
        "Sobol indices from {samples} base samples (Saltelli et al. 2010); every point has the same {seeds} seeds, "
        "averaged. S1: share of the variance that goes with the factor alone; ST: with it and all it acts together "
        "with. Factors not listed stay as the scenario has them. Intervals: 95 %, bootstrap (SALib); a share near 0 "
        "can come out below it.",
        "Sobol 指数，{samples} 个基础样本（Saltelli 等 2010）；每个点用同样的 {seeds} 个随机种子取平均。S1："
        "方差中该因素"
        "单独所占的份额；ST：连同它与其他因素共同作用的部分。未列出的因素保持方案原样。区间：95%，自助法（SALib）；"
        "接近 0 的份额可能算出负值。",
    ),
    "factor": _both("Factor", "因素"),
    "range": _both("Range", "范围"),
    "effect": _both("mu*, {unit}", "mu*，{unit}"),
    "effect_plain": _both("mu*", "mu*"),
    "interval": _both("95 % interval", "95% 区间"),
    "sigma": _both("sigma", "sigma"),
    "luck": _both("luck", "运气"),
    "direction": _both("More of it", "越大则"),
    "stands_out": _both("Stands out?", "突出？"),
    "raises": _both("raises", "升高"),
    "lowers": _both("lowers", "降低"),
    "either": _both("depends", "不一定"),
    "yes": _both("yes", "是"),
    "no": _both("no", "否"),
    "s1": _both("S1", "S1"),
    "st": _both("ST", "ST"),
    "more_factors": _both(
        "… and {n} more: effects.csv", "……另有 {n} 个：见 effects.csv"
    ),
    "fig_effects": _both("What moves {measure} most? {scenario}", "什么最能改变{measure}？{scenario}"),
    "fig_effects_reading": _both(
        "Left: mu* of the strongest factors, the whisker its 95 % interval; the tick is what luck alone would "
        "give; pale: "
        "does not stand out. Right: every factor by mu* and sigma; numbers are those of the left panel; above the "
        "dashed "
        "line (sigma = mu*) the effect depends on the other factors, or is far from a straight line.",
        "左：最强因素的 mu*，横线为 95% 区间，竖记号为单凭运气的大小，浅色者不突出。右：每个因素的 mu* 与 sigma，"
        "编号同左图；"
        "虚线（sigma = mu*）以上，效应取决于其他因素，或远非直线。",
    ),
    "fig_shares": _both(
        "Which share of {measure} goes with which factor? {scenario}", "{measure}的变化归于哪些因素？{scenario}"
    ),
    "fig_shares_reading": _both(
        "Dark: S1, the factor alone. Hatched: ST, with all it acts together with. Whiskers: 95 % intervals.",
        "深色：S1，该因素单独的份额。斜线：ST，连同共同作用。横线：95% 区间。",
    ),
    "axis_mu_star": _both("mu*, {unit}", "mu*，{unit}"),
    "axis_sigma": _both("sigma, {unit}", "sigma，{unit}"),
    "axis_share": _both("share of the variance, %", "占方差的份额，%"),
    # ---- when it fails
    "fails_kicker": _both("Grouplife · when it fails", "Grouplife · 何时失败"),
    "fails_heading": _both("When does {scenarios} fail: {goal}?", "{scenarios}何时失败：{goal}？"),
    "fails_caution": _both(
        "Read this first. A rule says where failures gather among the cases that were tried, not why: factors are "
        "varied over their ranges, evenly and independently, also those that were fitted together. A share of all "
        "cases "
        "is a share of these ranges and no probability. Rules were looked for in one set of cases; how well they do is "
        "told from fresh cases with fresh seeds.",
        "请先读这一段。规则说的是在试过的情形里失败聚在哪里，而不是为什么：因素在各自范围内均匀、独立地变化，成套拟合的参数"
        "也一样。占全部情形的份额是这些范围里的份额，不是概率。规则在一组情形中寻找，效果则用全新的情形和全新的随机种子来说明。",
    ),
    "rules": _both("The rules", "规则"),
    "rules_how": _both(
        "PRIM (Friedman & Fisher 1999). A case is one combination of values, {seeds} seeds averaged; it fails "
        "where {goal}. "
        "Density: share of the rule's cases that fail, with its 95 % interval; coverage: share of all failures "
        "that lie "
        "in it; mass: share of all cases. Quasi-p: the chance to see as many failures if that end did nothing.",
        "PRIM（Friedman 与 Fisher 1999）。一个情形是一组取值，{seeds} 个随机种子取平均；{goal}即为失败。密度："
        "规则之内失败的"
        "份额及 95% 区间；覆盖：全部失败中落在规则之内的份额；占比：占全部情形的份额。准 p 值：若该条件毫无作用，"
        "看到这么多失败的概率。",
    ),
    "rule": _both("Rule", "规则"),
    "condition": _both("Condition", "条件"),
    "quasi_p": _both("Quasi-p", "准 p 值"),
    "density": _both("Density, fresh", "密度，新情形"),
    "coverage": _both("Coverage, fresh", "覆盖，新情形"),
    "mass": _both("Mass, fresh", "占比，新情形"),
    "found_in": _both("Where found", "寻找时"),
    "fig_rules": _both("Where do failures gather? {scenario}", "失败聚在哪里？{scenario}"),
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


def say(key: str, lang: Lang, **fill: object) -> str:
    """A fixed text, filled in."""
    return TEXTS[key][lang].format(**fill)
