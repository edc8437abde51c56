"""Fixed texts of the report on a search, in both languages."""

from __future__ import annotations

from .texts import Texts, sayer

TEXTS: Texts = {
    "kicker": {"en": "Grouplife · search", "zh": "Grouplife · 寻优"},
    "heading": {"en": "What would serve {name} better?", "zh": "{name}怎样做更好？"},
    "chosen": {"en": "The plans chosen, run again with fresh seeds", "zh": "选出的方案，用新种子重跑"},
    "chosen_how": {
        "en": "Search: mean of {replicates} seeds, all tried plans alike. Fresh: mean of {check} "
        "seeds that had no part in "
        "choosing, with the 95% interval from luck. The best of many looks better in the search than it is; believe "
        "the fresh numbers. Against {name} as it is: difference with the same fresh seeds.",
        "zh": "搜索：所有试过的方案用同样 {replicates} 个种子的均值。新种子：{check} 个没有参与挑选的种子的均值，"
        "及随机波动的 95% 区间。"
        "众多方案中最好的一个，在搜索里看起来总比实际好；请以新种子为准。与{name}现状相比：同样新种子下的差异。",
    },
    "front": {"en": "Plans that no other beats in every goal", "zh": "没有被其他方案全面超过的方案"},
    "front_how": {
        "en": "Means of the search. All plans tried are in plans.parquet.",
        "zh": "搜索中的均值。试过的全部方案见 plans.parquet。",
    },
    "pictures": {"en": "What one goal costs in another", "zh": "目标之间的取舍"},
    "fig_front": {
        "en": "What does more of one goal cost in another?",
        "zh": "多得一个目标，要在另一个上付出多少？",
    },
    "fig_levers": {"en": "Which settings do the best plans have?", "zh": "最好的方案取什么值？"},
    "reading_front": {
        "en": "Grey: plans tried (crosses break a condition). Dark dots: not beaten in every goal. "
        "Letters: chosen, at their "
        "fresh means with 95% intervals from luck; the triangle is {name} as it is. {letters}",
        "zh": "灰色：试过的方案（叉号违反条件）。深色点：没有被全面超过。字母：选出的方案，位于新种子均值，"
        "附随机波动的 95% 区间；"
        "三角为{name}现状。{letters}",
    },
    "reading_levers": {
        "en": "One line a lever, from its low end to its high end. Dots: plans not beaten; letters: "
        "those chosen; the triangle "
        "is {name} as it is. {letters}",
        "zh": "每个杠杆一行，左端最低、右端最高。点：没有被全面超过的方案；字母：选出的方案；"
        "三角为{name}现状。{letters}",
    },
    "next_how": {
        "en": "The plans are scenario files. Whether a difference also holds with what we do not "
        "know, compare shows:",
        "zh": "选出的方案已存为场景文件。差异在计入我们不知道的之后是否还成立，用 compare 来看：",
    },
    "caution": {
        "en": "A search finds what is best in the model, at the parameters as they are, within the "
        "ranges given. Here only "
        "luck is counted; before acting on a plan, compare it with the ensemble.",
        "zh": "搜索得到的是模型里、以现有参数、在给定范围内最好的方案。这里只计了随机波动；照做之前，请用参数组对比。",
    },
    "knee": {"en": "best compromise", "zh": "最佳折中"},
    "best": {"en": "best at {measure}", "zh": "{measure}最好"},
}

say = sayer(TEXTS)
