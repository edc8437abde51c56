"""Fixed texts of the report of a folder of runs, in both languages."""

from __future__ import annotations

from collections.abc import Mapping

from ..numbers import Lang
from ..phrases import PHRASES, phrase

Text = Mapping[Lang, str]


def _both(en: str, zh: str) -> Text:
    return {"en": en, "zh": zh}


TEXTS: dict[str, Text] = {
    "kicker": _both("Grouplife · an experiment", "Grouplife · 一次实验"),
    "kicker_run": _both("Grouplife · one scenario", "Grouplife · 一个方案"),
    "heading_none": _both("{scenarios} side by side", "{scenarios}并列比较"),
    "heading_one": _both("What happened in {scenarios}?", "{scenarios}发生了什么？"),
    "heading_levers": _both("What does {levers} do in {scenarios}?", "{levers}对{scenarios}有什么影响？"),
    "heading_many": _both("What do {levers} do in {scenarios}?", "{levers}对{scenarios}有什么影响？"),
    "more_levers": _both("{n} more levers", "另外 {n} 个因素"),
    "pictures": _both("In pictures", "图示"),
    "how_luck": _both(
        "Means over {seeds} seeds. Dark bands and thick lines: 95 % interval from luck (other seeds); more seeds "
        "shrink it.",
        "{seeds} 个随机种子的均值。深色带与粗线：仅计随机波动（其他种子）的 95% 区间，种子越多越窄。",
    ),
    "how_worlds": _both(
        " Light bands and thin lines: with what we do not know too, 95 % over the {worlds} combinations of what is not "
        "controlled ({what}) and the luck left in each; more seeds shrink only the luck.",
        "浅色带与细线：再计入我们不知道的，即 {worlds} 种不可控情形（{what}）及各情形中剩余随机波动的 95% 范围；"
        "多跑种子只能缩小随机波动的部分。",
    ),
    "how_bands": _both(
        " With more than three lines the light bands become whiskers at the right edge.",
        "多于三条线时，浅色带改为右侧的细竖线。",
    ),
    "how_no_worlds": _both(
        " What we do not know (parameters, theories, the market) was not crossed here, so its doubt is not shown: add "
        "uncertainties or an ensemble to the plan.",
        "这里没有交叉我们不知道的（参数、理论、市场），所以没有显示这种不确定：在计划里加上 uncertainties 或 "
        "ensemble。",
    ),
    "how_run": _both(
        " What we do not know (parameters, theories) was not examined here: grouplife compare does that.",
        "这里没有检验我们不知道的（参数、理论）：用 grouplife compare 检验。",
    ),
    "sure_run": _both(
        "; what we do not know was not examined: grouplife compare does that",
        "；我们不知道的没有检验：用 grouplife compare 检验",
    ),
    "members": _both("{n} plausible sets of parameters", "{n} 组可能的参数"),
    "averaged": _both(
        " A panel varies one lever and averages over the others.", "每幅小图只看一个因素，对其他因素取平均。"
    ),
    "parts": _both(
        " Where values are many or drawn, a range is put together in parts with as many points each.",
        "取值很多或随机抽取的，按大小合并成几段，每段的点数相同。",
    ),
    "drawn": _both(
        " Points were drawn, so the intervals of a lever also count which values of the others it happened to meet.",
        "这些点是抽取出来的，所以每个因素的区间也计入了它恰好碰上其他因素的哪些取值。",
    ),
    "fig_side": _both("How do the scenarios stand?", "各方案结果如何？"),
    "fig_side_read": _both(
        "Each mark is a scenario's mean; thick line: luck; thin line: with what we do not know. A dash: it has no such "
        "value.",
        "每个标记是一个方案的均值；粗线：仅计随机波动；细线：计入未知因素。短横：没有这个数值。",
    ),
    "fig_one": _both("What does {lever} change?", "{lever}改变了什么？"),
    "fig_one_read": _both(
        "A panel a measure, a line a scenario; marks are the values that were run.",
        "每幅小图一个指标，每条线一个方案；标记是实际运行过的取值。",
    ),
    "fig_cross": _both("{measure}: {along}, by {each}", "{measure}：{along}，按{each}分图"),
    "fig_cross_read": _both(
        "A panel for each value of {each}; all panels have one scale.", "{each}的每个取值一幅小图，纵轴刻度相同。"
    ),
    "fig_heat": _both("{measure}: {across} against {up}", "{measure}：{across}与{up}"),
    "fig_heat_read": _both(
        "The mean in every cell, below it half the width of its 95 % interval from luck; dark is more.",
        "每格为均值，下方为仅计随机波动的 95% 区间的一半宽度；颜色越深数值越大。",
    ),
    "fig_many": _both("{measure}: which lever moves it?", "{measure}：哪个因素在起作用？"),
    "fig_many_read": _both(
        "A panel a lever, the others averaged; all panels have one scale.",
        "每个因素一幅小图，对其他因素取平均；纵轴刻度相同。",
    ),
    "fig_worlds": _both("{measure}: what if this is otherwise?", "{measure}：如果这些情况不同呢？"),
    "fig_worlds_read": _both(
        "What is not controlled, a panel each; averaged over the levers and over everything else that is uncertain. "
        "Where values were drawn together, part of what one panel shows is the others'.",
        "每个不可控因素一幅小图；对可选因素和其他不可控因素取平均。各因素的取值一起抽取时，一幅图里的变化也有一部分来自其他因素。",
    ),
    "differences_none": _both("What differs, and how sure is it?", "差异有多大，有多大把握？"),
    "differences_levers": _both("What each lever does", "每个因素的作用"),
    "differences_worlds": _both("What we do not control", "我们控制不了的"),
    "differences_worlds_how": _both(
        "How far the outcome moves with what is not chosen: the largest value set against the smallest, over all "
        "points of the levers. This is doubt about the world, not a choice.",
        "结果随不可控因素变动多少：最大值对最小值，对所有可选取值取平均。这是对世界的不确定，不是选择。",
    ),
    "members_only": _both(
        "The {n} plausible sets of parameters have no axis of their own; their spread is in the light bands and in the "
        "intervals with what we do not know.",
        "{n} 组可能的参数没有自己的横轴；它们的差异体现在浅色带和“计入未知因素”的区间里。",
    ),
    "differences_how": _both(
        "Paired: the same people with the same luck in both. Levers are set from their first value to their last, the "
        "others averaged.",
        "配对比较：两边是同样的人、同样的随机数。因素从第一个取值变到最后一个取值，对其他因素取平均。",
    ),
    "differences_how_none": _both(
        "Paired: the same people with the same luck in both.", "配对比较：两边是同样的人、同样的随机数。"
    ),
    "more_tables": _both("… and {n} more levers and scenarios; the tables have them.", "……另有 {n} 组，见数据表。"),
    "lever_of": _both("{scenario}: {lever}, {second} against {first}", "{scenario}：{lever}，{second} 对 {first}"),
    "levels": _both("All numbers", "全部数字"),
    "levels_how": _both(
        "The mean of each measure, its 95 % interval from luck, and the one with what we do not know where that was "
        "crossed. The table runs has every run.",
        "每个指标的均值、仅计随机波动的 95% 区间，以及交叉过不可控因素时计入未知因素的区间。逐次运行见 runs 表。",
    ),
    "scenario": _both("Scenario", "方案"),
    "lever": _both("Lever", "因素"),
    "value": _both("Value", "取值"),
    "mean": _both("Mean", "均值"),
    "luck": _both("From luck", "仅计随机波动"),
    "all": _both("With what we do not know", "计入未知因素"),
    "seeds": _both("Seeds", "种子数"),
    "more_rows": _both("… and {n} more rows: {query}", "……另有 {n} 行：{query}"),
    "failures": _both("Runs that failed", "失败的运行"),
    "failures_how": _both(
        "{failed} of {runs} runs failed and are left out of every number here.",
        "{runs} 次运行中有 {failed} 次失败，未计入本页任何数字。",
    ),
    "failures_unkept": _both("Why is in the column error of runs.parquet.", "原因见 runs.parquet 的 error 列。"),
    "error": _both("Error", "错误"),
    "count": _both("Runs", "运行次数"),
    "where": _both("Scenarios", "方案"),
    "first_run": _both("First run_id", "最早的 run_id"),
    "traceback": _both("Where the first one failed (run {run})", "第一次失败的位置（运行 {run}）"),
    "plan": _both("Plan", "计划"),
    "plan_hash": _both("Plan hash", "计划哈希"),
    "runs_made": _both("Runs", "运行次数"),
    "runs_text": _both(
        "{runs}, of which {failed} failed; {missing} left to do",
        "{runs} 次，其中失败 {failed} 次；未做 {missing} 次",
    ),
    "plan_text": _both("The plan as it was written", "计划原文"),
    "open": _both(
        "{n} of scenarios and points did not reach the interval asked for within the most seeds allowed",
        "有 {n} 个方案与点在允许的最多种子内未达到要求的区间",
    ),
    "winner": _both(
        "the best of {n} combinations looks a little better than it is, for it was picked by its luck too; before "
        "relying on it run it again with other seeds",
        "{n} 个组合里挑出的最好者，看上去会比实际略好，因为也挑中了偶然；依靠它之前，请换一批种子重跑",
    ),
    "few_worlds": _both(
        "Only {n} combinations of what is not controlled were crossed: they mark what these would do, not the range of "
        "what is plausible; write ranges, or an ensemble of 20 or more",
        "只交叉了 {n} 种不可控情形：它们只说明这几种情形下会怎样，不是可能范围；请写取值范围，"
        "或用 20 组以上的 ensemble",
    ),
    # ---- sentences
    "best_worst": _both("best against worst of {n} combinations: {text}", "{n} 个组合中，最好与最差相比：{text}"),
    "best_worst_scenarios": _both(
        "best against worst of {n} scenarios: {text}", "{n} 个方案中，最好与最差相比：{text}"
    ),
    "tied": _both(
        "{title} has the same mean, {value}, in all {n} combinations that have a value",
        "{title}的均值为 {value}，有数值的 {n} 个组合都相同",
    ),
    "moved_most": _both(
        "what moves it most is {lever}, the other levers averaged: {text}",
        "最能改变它的是{lever}（对其他因素取平均）：{text}",
    ),
    "alone": _both("{title}: {value}{doubt} in {name}", "{name}：{title}为 {value}{doubt}"),
    "no_measure": _both("no measure shown here has a value in these runs", "这些运行里，本页的指标都没有数值"),
    "levers_told": _both("of {n} levers {parts}; ", "{n} 个因素中，{parts}；"),
    "lever_moves_both": _both(
        "{lever} moves both {measure} and {other} most", "{lever}最能改变{measure}，也最能改变{other}"
    ),
    "lever_moves": _both("{lever} moves {measure} most", "{lever}最能改变{measure}"),
    "sure": _both(
        "how sure: of {total} differences below {lucky} are beyond luck ({seeds} seeds)",
        "把握有多大：下面 {total} 项差异中，{lucky} 项超出随机波动（{seeds} 个随机种子）",
    ),
    "sure_worlds": _both(
        " and {clear} beyond what we do not know too ({worlds} combinations)",
        "，其中 {clear} 项也超出我们不知道的范围（{worlds} 种情形）",
    ),
    "sure_luck": _both(
        "; what we do not know was not crossed: add uncertainties or an ensemble to the plan",
        "；我们不知道的没有交叉：在计划里加上 uncertainties 或 ensemble",
    ),
    "sure_alone": _both(
        "how sure: intervals are from {seeds} seeds{rest}", "把握有多大：区间来自 {seeds} 个随机种子{rest}"
    ),
    "sure_one_seed": _both(
        "how sure: one seed cannot show luck{rest}", "把握有多大：只有一个随机种子，看不出随机波动{rest}"
    ),
    "sure_alone_worlds": _both(" and {worlds} combinations of what is not controlled", "和 {worlds} 种不可控情形"),
}  # fmt: skip


def say(key: str, lang: Lang, **fill: object) -> str:
    """A text of this report, or one it shares with the others, filled in."""
    if key not in TEXTS and key in PHRASES:
        return phrase(key, lang, **fill)
    return TEXTS[key][lang].format(**fill)
