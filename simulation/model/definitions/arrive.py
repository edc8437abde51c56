"""Measures of coming in and of what ends by plan or by the platform: rows of the daily table and of the summary."""

from __future__ import annotations

from .measure import Row

# fmt: off
DAILY_ARRIVE: tuple[Row, ...] = (
    (
        "paid_invitations", "invitations/day", "observable", "paid_invitations", "Paid invitations", "有奖邀请",
        "Of the invitations attempted, those that carry a reward.", "成员发出的邀请中带奖励的次数。",
    ),
    (
        "turned_away", "people/day", "observable", "turned_away", "Turned away for want of a seat",
        "满员被拒人数",
        "People who came in a burst, or accepted an invitation, and found every group full.",
        "集中涌入或已接受邀请、却因各群满员而未能入群的人数。",
    ),
    (
        "turned_away_at_gate", "people/day", "observable", "turned_away_at_gate", "Turned away at the gate",
        "门槛前放弃人数", "People who came and did not pass the gate.", "来到却没有通过入群门槛的人数。",
    ),
    (
        "dismissed", "people/day", "observable", "dismissed", "Let go with a closed group", "随群解散人数",
        "Members let go because their group was closed, by plan or by the platform; they did not leave of "
        "themselves and are no leaves.",
        "因所在群按计划解散或被平台封停而离开的人数；并非自行退群，不计入退群。",
    ),
    (
        "regrouped", "people/day", "observable", "regrouped", "Stepped up into a lasting group", "升入常设群人数",
        "Members of a class that closed who moved to a lasting group.", "训练营解散时升入常设群的人数。",
    ),
)
RUN_ARRIVE: tuple[Row, ...] = (
    (
        "turned_away", "people", "observable", "sum(turned_away)", "Turned away for want of a seat",
        "满员被拒人数",
        "People who came in a burst, or accepted an invitation, and found every group full, over the run.",
        "全程集中涌入或已接受邀请、却因各群满员而未能入群的人数。",
    ),
    (
        "turned_away_at_gate", "people", "observable", "sum(turned_away_at_gate)", "Turned away at the gate",
        "门槛前放弃人数", "People who came and did not pass the gate, over the run.",
        "全程来到却没有通过入群门槛的人数。",
    ),
    (
        "dismissed", "people", "observable", "sum(dismissed)", "Let go with a closed group", "随群解散人数",
        "Members let go over the run because their group was closed, by plan or by the platform.",
        "全程因所在群按计划解散或被平台封停而离开的人数。",
    ),
    (
        "regrouped", "people", "observable", "sum(regrouped)", "Stepped up into a lasting group",
        "升入常设群人数", "Members of classes who moved to a lasting group when their class closed, over the run.",
        "全程在训练营解散时升入常设群的人数。",
    ),
    (
        "banned", "share", "observable", "ban_day is known", "Campaign banned by the platform", "裂变被平台封禁",
        "1: the platform cut the referral campaign off; 0: it did not.", "1：平台封停了裂变活动；0：没有。",
    ),
    (
        "ban_day", "day", "observable", "day on whose morning the platform steps in, after N days",
        "Day of the ban", "封禁日",
        "Days lived when the platform cut the campaign off; none if it did not.",
        "平台封停裂变时已过去的天数；未封停则无值。",
    ),
    (
        "hunters", "people", "hidden", "sum(hunters)", "Hunters joined", "羊毛党入群",
        "Referred joins of the run that would not have come without the reward.",
        "全程没有奖励就不会来的受邀入群者。",
    ),
    (
        "joiners_kept_180_days", "people", "observable", "acquired, observed 180 days, still there on day 180",
        "Acquired and kept 180 days", "留存满180天的新客",
        "People acquired at least 180 days before the end who were still in a group 180 days after joining.",
        "期末前至少180天拉来、入群180天后仍在群的人数。",
    ),
    (
        "kept_180_days_share", "share", "observable",
        "joiners_kept_180_days / acquired and observed 180 days", "Kept 180 days", "180天留存率",
        "Share of those acquired and observed for 180 days who stayed so long.",
        "拉来且观察满180天者中留存满180天的占比。",
    ),
    (
        "new_orders_30_days", "orders/person", "observable",
        "mean(orders within 30 days of joining), public joiners", "Orders of a newcomer in 30 days",
        "新客30天订单",
        "Orders within 30 days of joining per person who came by a public channel, seen for 30 days, people "
        "who left included.",
        "经公域入群且观察满30天者，入群30天内的人均订单，含已退群者。",
    ),
    (
        "newcomer_relevance", "share", "hidden", "mean(relevance), public joiners",
        "How much the theme concerns newcomers", "新客与主题的相关度",
        "Mean relevance of their group's theme to those who came by a public channel.",
        "经公域入群者与其所在群主题的平均相关度。",
    ),
    (
        "newcomer_deal_proneness", "share", "hidden", "mean(deal), public joiners",
        "Deal proneness of newcomers", "新客的优惠敏感度",
        "Mean deal proneness of those who came by a public channel.", "经公域入群者的平均优惠敏感度。",
    ),
)
# fmt: on
