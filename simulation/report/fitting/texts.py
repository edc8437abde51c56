"""Fixed texts of the report of a fit, in both languages."""

from __future__ import annotations

import re
from collections.abc import Mapping

from ..numbers import Lang

Text = Mapping[Lang, str]


def _both(en: str, zh: str) -> Text:
    return {"en": en, "zh": zh}


TEXTS: dict[str, Text] = {
    "kicker": _both("Grouplife · one's own log", "Grouplife · 自己的日志"),
    "heading": _both("What {source} says, and what comes next", "{source} 说了什么，接下来会怎样"),
    "answer": _both("In short", "要点"),
    "caution": _both(
        "Read this first. A log shows who came, who left and who spoke. It does not show who read along, what "
        "operators posted, or what was bought; of these the model keeps its assumptions. The forecast holds if people, "
        "plan and inflow stay as they were.",
        "请先读这一段。日志里只有谁进群、谁退群、谁发言；没有谁在看、运营发了什么、买了什么，这些仍是模型的假设。"
        "只有当人、方案和新人来源都照旧时，预测才成立。",
    ),
    "notes": _both("What was mended, left out or assumed", "修正、略去与假设"),
    "groups": _both("What your groups did", "你的群怎么样"),
    "groups_how": _both(
        "Days fitted only. Talk left: messages of the last 28 days over those of the group's first 28. Dead: less than "
        "a tenth. Never got going: fewer than 10 messages or 3 people in the first 28 days; such groups are "
        "in no share.",
        "只计拟合期。余谈：最近 28 天的消息数比该群头 28 天。死群：不到十分之一。从未热起来：头 28 天不足 10 条消息或 "
        "3 人发言，不计入任何比例。",
    ),
    "groups_more": _both("… and {n} more: history.parquet", "……另有 {n} 个：见 history.parquet"),
    "fit": _both("How well does the model fit?", "模型贴合得如何？"),
    "fit_how": _both(
        "Each number of the log beside what the weighted ensemble would show with as many groups (95 % range). Members "
        "count by their distance to the log, in units of sampling noise.",
        "日志的每个数字，与加权后的参数组在同样多的群上会给出的 95% 范围并列。每组参数的权重取决于它与日志的距离，"
        "以抽样误差为单位。",
    ),
    "number": _both("Number", "指标"),
    "log": _both("Your log", "你的日志"),
    "model": _both("Model, 95 % range", "模型，95% 范围"),
    "inside": _both("Inside?", "在内？"),
    "yes": _both("yes", "是"),
    "no": _both("no", "否"),
    "learned": _both("What can your log tell, and what not?", "你的日志能说明什么，不能说明什么？"),
    "learned_how": _both(
        "How much of the prior's width is left once the log is known. A parameter counts as told only where it moved "
        "or narrowed more than the same weights would do by chance with any parameter. What people "
        "buy, whom they trust and invite leaves no trace in a log of talk: such parameters stay as they were.",
        "知道日志之后，先验宽度还剩多少。只有移动或收窄超过随机加权对任何参数所能造成的程度，才算“有所说明”。"
        "购买、信任、邀请在聊天日志里没有痕迹：这些参数保持原样。",
    ),
    "parameter": _both("Parameter", "参数"),
    "prior": _both("Before: median (95 %)", "之前：中位（95%）"),
    "posterior": _both("With your log", "加上日志之后"),
    "width": _both("Width left", "剩余宽度"),
    "told": _both("Told?", "有说明？"),
    "theory": _both("Why talk dies", "群聊为何消亡"),
    "before": _both("Before", "之前"),
    "after": _both("With your log", "加上日志之后"),
    "forecast": _both("What comes next", "接下来会怎样"),
    "forecast_how": _both(
        "Months of 28 days after the days fitted. Each of your groups is followed as simulated groups went on that "
        "stood alike at the same age. What the model gets wrong about your log is measured by forecasting parts of the "
        "window from earlier parts, and put on top: {common} % for all groups together, {own} % for each (log-sd of a "
        "month's messages).",
        "拟合期之后，每月 28 天。每个群都按同龄时处境相近的模拟群后来的走势外推。模型对你日志的偏差，用拟合期的前段"
        "预测后段来量度，并加进区间：全部群共同 {common}%，每个群各自 {own}%（月消息数的对数标准差）。",
    ),
    "month": _both("Month", "月"),
    "median": _both("Median", "中位"),
    "came": _both("Came", "实际"),
    "known_messages": _both("Messages, groups there are", "消息，现有的群"),
    "known_active": _both("People who speak, groups there are", "发言人数，现有的群"),
    "known_dead": _both("Dead groups", "死群"),
    "known_silent": _both("Silent groups", "沉默的群"),
    "all_messages": _both("Messages, with groups founded later", "消息，含之后新建的群"),
    "all_active": _both("People who speak, with groups founded later", "发言人数，含之后新建的群"),
    "dead_how": _both(
        "Dead: within the month less than a tenth of the messages of the group's first 28 days; judged are {judged} of "
        "{groups} groups, those that got going and are 28 days old. Silent: no message within the month.",
        "死群：当月消息不到该群头 28 天的十分之一；{groups} 个群中能判断的有 {judged} 个（曾热起来、且满 28 天）。"
        "沉默：当月没有一条消息。",
    ),
    "chances": _both("Which groups?", "哪些群？"),
    "dead_by": _both("Dead by {date}, chance", "到 {date} 已死的可能"),
    "silent_by": _both("Silent by then, chance", "届时沉默的可能"),
    "messages_by": _both("Messages in the last month (80 %)", "最后一月消息（80%）"),
    "coverage": _both("Were the intervals honest?", "区间可信吗？"),
    "coverage_how": _both(
        "Months held back from the fit: how often what came lay within the interval, beside what the interval claims "
        "(more than its level where counts are small). Months of one log go together, so a few of them prove little.",
        "留作检验的月份：实际值落入区间的比例，与区间自称的比例（数目小时高于名义水平）并列。"
        "同一日志的各月彼此相关，几个月说明不了太多。",
    ),
    "class": _both("Which", "范围"),
    "held": _both("{level} %: held (claimed)", "{level}%：实际（自称）"),
    "next": _both("What to do next", "下一步"),
    "next_how": _both(
        "The scenario {file} holds groups like yours under {base}. Write a plan that extends it, and compare:",
        "方案 {file} 里是像你这样的群，按 {base} 运营。写一个继承它的方案，再做对比：",
    ),
    "manifest": _both("How this was made", "结果是怎样得到的"),
    "contents": _both("Contents", "目录"),
    "footer": _both(
        "One file, no network: everything is in this page.", "单个文件，不联网：全部内容都在本页。"
    ),
    "english_labels": _both("", "这台电脑没有安装中文字体，图中文字因此用英文。"),
    "group": _both("Group", "群"),
    "since": _both("First message", "首条消息"),
    "members": _both("Members", "成员"),
    "messages": _both("Messages", "消息"),
    "posters": _both("Spoke", "发过言"),
    "last_28": _both("Last 28 days", "近 28 天"),
    "talk_left": _both("Talk left", "余谈"),
    "state": _both("State", "状态"),
    "dead": _both("dead", "死群"),
    "silent": _both("silent", "沉默"),
    "alive": _both("alive", "存活"),
    "revived": _both("alive, was dead", "存活，曾死"),
    "young": _both("too young to judge", "尚早，无法判断"),
    "stillborn": _both("never got going", "从未热起来"),
    "mute": _both("no message", "没有消息"),
    # figures
    "fig_weeks": _both("How much was said, and how much will be?", "说了多少，还会说多少？"),
    "fig_fit": _both("Does the model do what your groups did?", "模型与你的群一致吗？"),
    "fig_life": _both("How long do your groups live?", "你的群活了多久？"),
    "fig_learned": _both("What does your log tell?", "日志说明了什么？"),
    "axis_month": _both("Messages in 28 days, all groups there are", "28 天消息数，现有各群合计"),
    "axis_active": _both("People who spoke in 28 days", "28 天内发言人数"),
    "axis_day": _both("Day of the log", "日志的第几天"),
    "axis_age": _both("Day since a group's first message", "距群内首条消息的天数"),
    "axis_talk": _both("Messages a day and group", "每群每天消息数"),
    "axis_alive": _both("Never dead so far, % of groups", "至今从未死过的群，%"),
    "axis_gap": _both("Share of the range before that is left, %", "剩余宽度占先前的 %"),
    "label_log": _both("your log", "你的日志"),
    "label_model": _both("model", "模型"),
    "label_came": _both("held back", "留作检验"),
    "fig_weeks_reading": _both(
        "Dots: your log, by 28 days (hollow: held back). Bands: forecast, 50, 80 and 95 %; line: its median.",
        "点：你的日志，每 28 天（空心：留作检验）。色带：预测的 50%、80%、95%；线：中位。",
    ),
    "fig_fit_reading": _both(
        "Line: your log, mean over the groups observed so long. Band: 95 % of what the weighted ensemble shows with as "
        "many groups; dashes: its median.",
        "实线：你的日志，对观察期够长的群取均值。色带：加权后的参数组在同样多的群上给出的 95%；虚线：中位。",
    ),
    "fig_learned_reading": _both(
        "The parameters your log moved or narrowed most. Dark: beyond chance. 100 %: nothing learned.",
        "日志移动或收窄最多的参数。深色：超出偶然。100%：没有学到什么。",
    ),
}

#: Statistics: a pattern of `family.name` -> what it is called.
_STATISTICS: tuple[tuple[str, str, str], ...] = (
    (r"talk\.day_(\d+)_(\d+)", "messages a day and group, days {0} to {1}", "每群每天消息，第 {0} 至 {1} 天"),
    (r"typical\.day_(\d+)_(\d+)", "messages a day in a typical group, days {0} to {1}",
     "典型的群每天消息，第 {0} 至 {1} 天"),
    (r"posters\.day_(\d+)", "people who spoke in 28 days, a group, to day {0}", "每群 28 天内发言人数，至第 {0} 天"),
    (r"spread\.first_28_days", "how groups differ in talk, first 28 days (log-sd)", "群间差异，头 28 天（对数标准差）"),
    (r"gini\.posters", "inequality of messages among those who spoke (Gini)", "发言者之间的不均（基尼系数）"),
    (r"joiners\.posted", "those who join and speak, share", "入群后会发言的比例"),
    (r"leavers\.left", "those who join and leave, share", "入群后退群的比例"),
    (r"deaths\.dead_day_(\d+)", "groups dead at day {0}, share", "第 {0} 天的死群，比例"),
    (r"deaths\.ever_dead_day_(\d+)", "groups ever dead by day {0}, share", "到第 {0} 天至少死过一次的群，比例"),
    (r"deaths\.silent_day_(\d+)", "groups silent at day {0}, share", "第 {0} 天沉默的群，比例"),
    (r"talk_left\.day_(\d+)_p(\d+)", "talk left at day {0}, percentile {1}", "第 {0} 天的余谈，第 {1} 百分位"),
)  # fmt: skip

CLASSES: dict[str, Text] = {
    "total": _both("all groups there are, together", "现有各群合计"),
    "total with groups founded later": _both("with groups founded later", "含之后新建的群"),
    "groups that talked more": _both("single groups, the half that talked more", "单个群，话多的一半"),
    "groups that talked less": _both("single groups, the half that talked less", "单个群，话少的一半"),
}
MEASURES: dict[str, Text] = {
    "messages": _both("messages", "消息"),
    "active": _both("people who speak", "发言人数"),
    "dead": _both("dead groups", "死群"),
    "silent": _both("silent groups", "沉默的群"),
}


def say(key: str, lang: Lang, **fill: object) -> str:
    """A text in one language with its blanks filled in."""
    return TEXTS[key][lang].format(**fill)


def statistic_name(family: str, name: str, lang: Lang) -> str:
    """What a statistic is called."""
    for pattern, en, zh in _STATISTICS:
        found = re.fullmatch(pattern, f"{family}.{name}")
        if found:
            return (zh if lang == "zh" else en).format(*found.groups())
    return f"{family} {name}"
