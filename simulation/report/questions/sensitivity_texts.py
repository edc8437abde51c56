"""Fixed texts of the report on what drives a measure, in both languages."""

from __future__ import annotations

from collections.abc import Mapping

from ..numbers import Lang
from .texts import sayer

Text = Mapping[Lang, str]


def _both(en: str, zh: str) -> Text:
    return {"en": en, "zh": zh}


TEXTS: dict[str, Text] = {
    "kicker": _both("Grouplife · what drives it", "Grouplife · 什么在起作用"),
    "heading": _both("What drives {measures} in {scenarios}?", "在{scenarios}里，什么决定{measures}？"),
    "caution": _both(
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
        "every point has the same {seeds}, averaged. mu* is the mean size of the effect, reckoned over the whole "
        "range; sigma is large where the effect is not a straight line or depends on other factors. Luck: how "
        "large mu* "
        "would be if the factor only shuffled everyone's luck. A factor stands out where the interval of its mu* lies "
        "above that and luck alone gives as much less than once in 100 times. Intervals: 95%, the wider of other "
        "trajectories (SALib's bootstrap) and other seeds.",
        "Morris 筛选：{trajectories} 条轨迹，逐个把因素移动其范围的三分之二；每个点用同样的 {seeds}，取平均。"
        "mu* 是按整个范围折算的平均效应大小；效应不成直线或依赖其他因素时 sigma 大。随机波动："
        "如果该因素只是换了一批随机数，"
        "mu* 会有多大；mu* 的区间高于它，而且单凭随机波动达到这么大的机会不到百分之一，才算突出。区间：95%，"
        "取另抽轨迹（SALib 自助法）与另抽种子两者中较宽的。",
    ),
    "shares": _both("Which share of the variation goes with which factor?", "变化中有多少归于哪个因素？"),
    "shares_how": _both(
        "Sobol indices from {samples} base samples (Saltelli et al. 2010); every point has the same {seeds}, "
        "averaged. S1: share of the variance that goes with the factor alone; ST: with it and all it acts together "
        "with. Factors not listed stay as the scenario has them. Intervals: 95%, bootstrap (SALib); a share near 0 "
        "can come out below it.",
        "Sobol 指数，{samples} 个基础样本（Saltelli 等 2010）；每个点用同样的 {seeds}，取平均。S1："
        "方差中该因素"
        "单独所占的份额；ST：连同它与其他因素共同作用的部分。未列出的因素保持方案原样。区间：95%，自助法（SALib）；"
        "接近 0 的份额可能算出负值。",
    ),
    "factor": _both("Factor", "因素"),
    "range": _both("Range", "范围"),
    "effect": _both("mu*, {unit}", "mu*，{unit}"),
    "effect_plain": _both("mu*", "mu*"),
    "interval": _both("95% interval", "95% 区间"),
    "sigma": _both("sigma", "sigma"),
    "luck": _both("luck", "随机波动"),
    "direction": _both("More of it", "越大则"),
    "stands_out": _both("Stands out?", "突出？"),
    "raises": _both("raises", "升高"),
    "lowers": _both("lowers", "降低"),
    "either": _both("depends", "不一定"),
    "yes": _both("yes", "是"),
    "no": _both("no", "否"),
    "no_luck": _both("no: luck, 1 in {n}", "否：偶然也有 1/{n}"),
    "s1": _both("S1", "S1"),
    "st": _both("ST", "ST"),
    "more_factors": _both(
        "… and {n} more: effects.parquet", "……另有 {n} 个：见 effects.parquet"
    ),
    "fig_effects": _both("What moves {measure} most in {scenario}?", "在{scenario}里，什么最能改变{measure}？"),
    "fig_effects_reading": _both(
        "Left: mu* of the strongest factors, the whisker its 95% interval; the tick is what luck alone would "
        "give; pale: "
        "does not stand out. Right: every factor by mu* and sigma; numbers are those of the left panel; above the "
        "dashed "
        "line (sigma = mu*) the effect depends on the other factors, or is far from a straight line.",
        "左：最强因素的 mu*，横线为 95% 区间，竖记号为单凭随机波动的大小，浅色者不突出。右：每个因素的 mu* 与 sigma，"
        "编号同左图；"
        "虚线（sigma = mu*）以上，效应取决于其他因素，或远非直线。",
    ),
    "fig_shares": _both(
        "Which share of {measure} goes with which factor in {scenario}?",
        "在{scenario}里，{measure}的变化归于哪些因素？"
    ),
    "fig_shares_reading": _both(
        "Dark: S1, the factor alone. Hatched: ST, with all it acts together with. Whiskers: 95% intervals.",
        "深色：S1，该因素单独的份额。斜线：ST，连同共同作用。横线：95% 区间。",
    ),
    "axis_mu_star": _both("mu*, {unit}", "mu*，{unit}"),
    "axis_sigma": _both("sigma, {unit}", "sigma，{unit}"),
    "axis_share": _both("share of the variance, %", "占方差的份额，%"),
}  # fmt: skip

say = sayer(TEXTS)
