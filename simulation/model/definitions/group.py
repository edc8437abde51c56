"""Measures of a group over a run: the columns of the groups table, in its order."""

from __future__ import annotations

from .measure import Row, measures

#: Clock days on which the groups table judges every group, and weeks (from 0) of evidence E4's ratios.
JUDGED_DAYS = (49, 91, 175)
JUDGED_WEEKS = (7, 12, 25)
# fmt: off
_ROWS: tuple[Row, ...] = (
    (
        "founded", "day", "observable", "first day with messages > 0", "First member message",
        "首条成员消息日",
        "Row of the daily table with the first member message, where the group's clock starts; -1 if none.",
        "首条成员消息所在的日序（从0起），群的时钟由此开始；没有则为-1。",
    ),
    (
        "opened", "day", "observable", "first open day", "Opened", "开群日",
        "Row of the daily table on which the group opened; -1 if never.",
        "开群的日序（从0起）；从未开则为-1。",
    ),
    (
        "closed", "day", "observable", "first day no longer open", "Closed", "关群日",
        "Row of the daily table on which the group was dissolved by plan, where it is censored; -1 if it "
        "stayed open.",
        "按计划解散的日序，此后不再观察（删失）；一直开放则为-1。",
    ),
    (
        "start_size", "people", "observable", "present on the opening day", "Size at the start", "初始人数",
        "Members at the end of the opening day.", "开群当天结束时的人数。",
    ),
    (
        "size_end", "people", "observable", "present on the last day observed", "Size at the end",
        "期末人数", "Members at the end of the last day observed.", "最后观察日结束时的人数。",
    ),
    (
        "observed_days", "days", "observable", "days from the first member message", "Days observed",
        "观察天数", "Days observed on the group's clock: a group that did not die was censored after them.",
        "群时钟上的观察天数；未死的群在此删失。",
    ),
    (
        "messages_28", "messages", "observable", "sum of messages, first 28 days",
        "Messages of the first 28 days", "最初28天消息",
        "Member messages in the first 28 days of the group's clock, as far as observed.",
        "群时钟最初28天（已观察部分）的成员消息数。",
    ),
    (
        "posters_28", "people", "observable", "active_28 after 28 days", "Posters of the first 28 days",
        "最初28天发言人数",
        "People who posted in the first 28 days of the group's clock, as far as observed.",
        "群时钟最初28天（已观察部分）的发言人数。",
    ),
    (
        "messages_total", "messages", "observable", "sum(messages)", "Messages in all", "消息总数",
        "Member messages over the run.", "全程成员消息数。",
    ),
    (
        "stillborn", "share", "observable", "messages_28 < 10 or posters_28 < 3", "Stillborn", "夭折",
        "1: fewer than 10 member messages or 3 posters in the first 28 days, or 28 days open and not a "
        "word; NaN where not yet known.",
        "1：最初28天成员消息不足10条或发言者不足3人，或开群28天无人开口；尚不可知为NaN。",
    ),
    (
        "ever_dead_day", "day", "observable", "first status-dead day", "First death (calendar)",
        "首次死亡日",
        "Row of the daily table on which the group was first status-dead; NaN if it was not seen dead.",
        "首次成为死群的日序（从0起）；未见死亡为NaN。",
    ),
    (
        "ever_dead_age", "days", "observable", "ever_dead_day - founded + 1", "First death (group's clock)",
        "首次死亡时的群龄",
        "The same in days lived on the group's clock, for survival curves with observed_days as censoring.",
        "同上，以群时钟的天数计；生存曲线用它，以观察天数删失。",
    ),
    (
        "revived_day", "day", "observable", "28 days in a row above again", "Revived", "复活日",
        "Row of the daily table that completes the first 28 days in a row above 10 % after a death; NaN "
        "if none.",
        "死后首次连续28天高于10%的完成日序；没有为NaN。",
    ),
    (
        "gini_posts", "share", "observable", "Gini of messages among posters", "Inequality of talk",
        "发言不均",
        "Gini coefficient of members' messages among those who posted, over the run; NaN if no one did.",
        "全程发言者之间消息数的基尼系数；无人发言为NaN。",
    ),
    (
        "orders", "orders", "observable", "sum(orders)", "Orders", "订单",
        "Orders by members while in the group.", "成员在群期间的订单。",
    ),
    (
        "contribution_margin", "CNY", "accounts", "sum(margin)", "Contribution margin", "边际贡献",
        "Contribution margin of orders by members while in the group.", "成员在群期间订单的边际贡献。",
    ),
    (
        "commercially_alive", "share", "observable", "orders or clicks within the last 28 days observed",
        "Commercially alive", "商业存活",
        "1: orders or clicks within the last 28 days observed; NaN if never open.",
        "1：最后28天内有下单或点击；从未开群为NaN。",
    ),
)
# fmt: on


def _dead_at(day: int) -> Row:
    return (
        f"status_dead_day_{day}",
        "share",
        "observable",
        "ratio of the last 28 days to the first 28 < 0.10",
        f"Dead at day {day}",
        f"第{day}天是死群",
        f"1: status-dead at day {day} of the group's clock; NaN where not judged.",
        f"1：群时钟第{day}天是死群；不可判定为NaN。",
    )


def _silent_at(day: int) -> Row:
    return (
        f"silent_day_{day}",
        "share",
        "observable",
        "messages of the last 28 days = 0",
        f"Silent at day {day}",
        f"第{day}天沉默",
        f"1: no member message for 28 days at day {day} of the group's clock; NaN where not judged.",
        f"1：群时钟第{day}天时已28天无成员消息；不可判定为NaN。",
    )


def _ratio_at(week: int) -> Row:
    return (
        f"ratio_week_{week}",
        "ratio",
        "observable",
        "messages of weeks w-3..w / messages of weeks 0..3",
        f"Talk left in week {week}",
        f"第{week}周余下的谈话",
        f"Member messages of weeks {week - 3}..{week} over those of weeks 0..3 of the group's clock, weeks "
        f"counted from 0, ending on day {7 * week + 7}; NaN where not judged.",
        f"群时钟第{week - 3}至{week}周与第0至3周成员消息之比，周从0起，"
        f"止于第{7 * week + 7}天；不可判定为NaN。",
    )


_JUDGED = tuple(row for day in JUDGED_DAYS for row in (_dead_at(day), _silent_at(day)))
_RATIOS = tuple(_ratio_at(week) for week in JUDGED_WEEKS)
GROUP = measures(_ROWS + _JUDGED + _RATIOS, "group")
