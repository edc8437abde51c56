"""Measures of the community by day: the columns of the daily table, in its order."""

from __future__ import annotations

from .arrive import DAILY_ARRIVE
from .daily_customer import CUSTOMER
from .measure import Row, measures
from .team import DAILY_TEAM

# fmt: off
_PEOPLE: tuple[Row, ...] = (
    (
        "members_present", "people", "observable", "present", "Members present", "在群人数",
        "People in the groups at the end of the day, leaders brought in from outside included.",
        "当天结束时在群的人数，含外请的带头人。",
    ),
    (
        "joins", "people/day", "observable", "joins", "Joins", "入群人数",
        "People who joined a group that day; founders, there before the first day, are not counted.",
        "当天入群人数；开始前已在群的创始成员不计。",
    ),
    (
        "leaves", "people/day", "observable", "leaves", "Leaves", "退群人数",
        "Members who left that day, those who also blocked the brand included.",
        "当天退群人数，含同时拉黑品牌者。",
    ),
    (
        "blocks", "people/day", "hidden", "blocks", "Blocks", "拉黑人数",
        "Of those who left, the ones who blocked the brand too.", "退群者中同时拉黑品牌的人数。",
    ),
    (
        "mutes", "people/day", "hidden", "mutes", "Mutes", "设免打扰人数",
        "Members who muted the group that day.", "当天设为消息免打扰的人数。",
    ),
    (
        "mute_share", "share", "hidden", "muted / members_present", "Members who muted", "免打扰占比",
        "Members present who have muted the group.", "在群成员中已设免打扰者的占比。",
    ),
    (
        "left_share", "share", "observable", "sum(leaves) / (members_present + sum(leaves + dismissed))",
        "Members who left", "退群占比",
        "Of all who ever joined, the share that has left (or blocked) by now.",
        "曾入群者中至今已退群（含拉黑）的占比。",
    ),
    (
        "visits", "visits/day", "hidden", "visits", "Visits", "打开次数",
        "Members who opened their group that day.", "当天打开群的人数。",
    ),
    (
        "open_rate", "share", "hidden", "visits / (members_present + leaves)", "Open rate", "打开率",
        "Of the members there that day, the share that opened the group.", "当天在群成员中打开群的占比。",
    ),
    (
        "active_28", "people", "observable", "active_28", "Active members", "活跃人数",
        "Members present who posted within 28 days.", "在群且28天内发过言的人数。",
    ),
    (
        "active_28_share", "share", "observable", "active_28 / members_present", "Active members' share",
        "活跃占比", "Of the members present, those who posted within 28 days.",
        "在群成员中28天内发过言者的占比。",
    ),
    (
        "trust", "share", "hidden", "mean over members present", "Trust", "信任",
        "Mean trust in the brand, 0..1.", "对品牌信任的均值，0至1。",
    ),
    (
        "satisfaction", "share", "hidden", "mean over members present", "Satisfaction", "满意度",
        "Mean satisfaction with what was bought and answered, 0..1; 0.5 is neutral.",
        "对所购产品与答复的满意度均值，0至1，0.5为中性。",
    ),
    (
        "fatigue", "share", "hidden", "mean over members present", "Fatigue", "疲劳",
        "Mean fatigue from promotion, 0..1.", "推销疲劳的均值，0至1。",
    ),
    (
        "expected_value", "value", "hidden", "mean over members present", "Expected value of a visit",
        "预期价值", "Mean of what members expect a visit to be worth, -1..1.",
        "成员预期打开一次的价值均值，-1至1。",
    ),
    (
        "belonging", "share", "hidden", "mean over members present", "Belonging", "归属感",
        "Mean feeling of being part of the group, 0..1.", "归属感均值，0至1。",
    ),
    (
        "memory", "share", "hidden", "mean over members present", "Memory of the group", "对群的记忆",
        "Mean presence of the group in mind, 0..1.", "成员记得这个群的程度均值，0至1。",
    ),
)
_TALK: tuple[Row, ...] = (
    (
        "groups_open", "groups", "observable", "open", "Open groups", "开放群数", "Groups open that day.",
        "当天开放的群数。",
    ),
    (
        "posts", "posts/day", "observable", "posts", "Operator posts", "运营发帖",
        "Posts by operators; no member message.", "运营发帖数，不算成员消息。",
    ),
    (
        "planted_messages", "messages/day", "observable", "planted_messages", "Planted messages",
        "外请带头人消息", "Messages by leaders brought in from outside; no member messages.",
        "外请带头人的消息数，不算成员消息。",
    ),
    (
        "member_messages", "messages/day", "observable", "messages", "Member messages", "成员消息",
        "Messages by members, KOCs among them; not planted ones, not operators' posts.",
        "成员（含KOC）的消息数；不含外请带头人与运营发帖。",
    ),
    (
        "replies", "messages/day", "observable", "replies", "Replies", "回复",
        "Member messages drawn by an earlier message of the day (rounds two and three).",
        "由当天更早消息引来的成员消息（第二、三轮）。",
    ),
    (
        "member_messages_per_group", "messages/group/day", "observable", "sum28(messages) / sum28(open)",
        "Member messages per group and day", "每群每日成员消息",
        "Member messages per open group and day over the last 28 days (fewer at the start).",
        "最近28天（开头不足则按已有天数）每个开放群每天的成员消息数。",
    ),
    (
        "member_messages_per_present_member", "messages/person/day", "observable",
        "sum28(messages) / sum28(members_present)", "Messages per member and day", "人均每日消息",
        "Member messages per member present and day over the last 28 days: growth alone does not raise it.",
        "最近28天在群成员人均每日消息数；单靠人数增长不会升高。",
    ),
    (
        "posters", "people/day", "observable", "posters", "Posters", "发言人数",
        "Members who posted that day.", "当天发言的成员数。",
    ),
    (
        "reproduction_number", "replies/message", "observable", "sum28(replies) / sum28(messages)",
        "Reproduction number R", "再生数R",
        "Replies per member message over 28 days; none under 20 messages. A day has three rounds, so 1 is "
        "no threshold, and R is never a cause.",
        "28天内每条成员消息引来的回复数；不足20条不计。每天只有三轮，故1不是阈值，R也从不是原因。",
    ),
    (
        "freshness", "share", "hidden", "mean over open groups", "Topic freshness", "话题新鲜度",
        "Mean freshness of topics over open groups, 0..1.", "开放群的话题新鲜度均值，0至1。",
    ),
    (
        "zeal", "ratio", "hidden", "mean over open groups", "Operators' zeal", "运营热情",
        "Mean zeal of operators over open groups; 1 is ordinary.", "开放群的运营热情均值，1为一般。",
    ),
    (
        "questions_waiting", "questions", "observable", "waiting", "Questions waiting", "待答问题",
        "Members' questions still waiting for an answer.", "仍在等待回答的成员提问数。",
    ),
    (
        "reply_latency", "days", "observable",
        "sum(waited) / sum(answered)", "Reply latency", "回复等待",
        "Mean days from question to answer of the questions answered that day, 0 for one answered the same day; "
        "none on a day without an answer.",
        "当天答复的提问平均等了几天，当天即答为0；当天没有答复则无值。",
    ),
    (
        "operator_hours", "hours/day", "accounts",
        "hours_content + hours_reply + hours_onboarding + hours_moderation + hours_koc + hours_service + "
        "hours_coordination",
        "Operator hours", "运营工时",
        "Hours worked by operators that day.", "当天运营工时。",
    ),
)
_GROUPS: tuple[Row, ...] = (
    (
        "groups_judged", "groups", "observable", "count of groups judged", "Groups judged", "可判定群数",
        "Groups that spoke at least 35 days ago, are still open and not stillborn: those in the shares "
        "below.",
        "开口至少35天、仍开放且非夭折的群：以下占比的分母。",
    ),
    (
        "status_dead_share", "share", "observable",
        "mean(messages of last 28 days / messages of first 28 days < 0.10)", "Groups dead now",
        "当前死群占比",
        "On this calendar day: of the groups judged, those whose member messages of the last 28 days are "
        "below 10 % of their first 28 days.",
        "按日历日：可判定群中，最近28天成员消息不足其最初28天10%者的占比。",
    ),
    (
        "ever_dead_share", "share", "observable", "mean(status-dead on some day so far)",
        "Groups ever dead", "曾死群占比",
        "On this calendar day: of the groups judged, those dead at least once so far.",
        "按日历日：可判定群中至今至少死过一次者的占比。",
    ),
    (
        "silent_share", "share", "observable", "mean(messages of last 28 days = 0)", "Groups silent",
        "沉默群占比",
        "On this calendar day: of the groups judged, those with no member message for 28 days.",
        "按日历日：可判定群中28天无成员消息者的占比。",
    ),
    (
        "silent_but_selling_share", "share", "observable",
        "mean(silent and orders or clicks within 28 days)", "Silent but selling", "沉默但有成交",
        "Of the groups judged, those silent and yet with orders or clicks within 28 days.",
        "可判定群中28天无成员消息、却有下单或点击者的占比。",
    ),
    (
        "stillborn_share", "share", "observable", "mean(messages < 10 or posters < 3 in the first 28 days)",
        "Groups stillborn", "夭折群占比",
        "Of the groups whose first 28 days are over: fewer than 10 member messages or 3 posters in them, "
        "or 28 days open and not a word. In no dead share.",
        "在已满最初28天的群中：成员消息不足10条或发言者不足3人，或开群28天无人开口；不计入任何死群占比。",
    ),
)
_MONEY: tuple[Row, ...] = (
    (
        "orders", "orders/day", "observable", "orders", "Orders", "订单",
        "Orders by everyone who ever joined, people who left included, and by resellers' clients; not "
        "credited to the group for having happened in it.",
        "所有曾入群者（含已退群者）及分销客户的订单；不因发生在群里就归功于群。",
    ),
    (
        "coupon_orders", "orders/day", "observable", "coupon_orders", "Coupon orders", "用券订单",
        "Orders with a coupon.", "使用优惠券的订单。",
    ),
    (
        "clicks", "clicks/day", "observable", "clicks", "Clicks", "点击", "Clicks on promotional messages.",
        "对推广消息的点击。",
    ),
    (
        "baseline_orders", "orders/day", "hidden", "baseline_orders", "Orders without groups", "无群时订单",
        "What the same people would have ordered without the groups, from their joining on.",
        "同样的人自入群起、若没有群会下的订单。",
    ),
    (
        "revenue", "CNY/day", "accounts", "revenue", "Revenue", "收入",
        "Paid by customers, after coupons, subscriptions and places in classes included.",
        "顾客实付金额（扣除优惠），含订阅与训练营名额费。",
    ),
    (
        "contribution_margin", "CNY/day", "accounts", "revenue - goods", "Contribution margin", "边际贡献",
        "Revenue less the cost of the goods.", "收入减商品成本。",
    ),
    (
        "baseline_margin", "CNY/day", "hidden", "margin of baseline_orders", "Margin without groups",
        "无群时边际贡献", "Contribution margin of the orders there would have been without the groups.",
        "若没有群时订单的边际贡献。",
    ),
    (
        "cost_hours", "CNY/day", "accounts", "operator_hours x wage", "Cost of hours", "人力成本",
        "Wages for operator hours.", "运营工时的工资。",
    ),
    (
        "cost_reward", "CNY/day", "accounts", "rewards and gifts for joining", "Cost of rewards", "裂变奖励",
        "Referral rewards paid, to fake accounts too, and gifts to those who join by a public channel.",
        "发放的裂变奖励（含发给假号的）与公域入群赠品。",
    ),
    (
        "cost_koc", "CNY/day", "accounts", "perks of KOCs", "Cost of KOCs", "KOC成本", "Perks for KOCs.",
        "给KOC的福利。",
    ),
    (
        "cost_acquisition", "CNY/day", "accounts", "public comers x cost of one", "Cost of acquisition",
        "获客成本", "Paid for those who come by public channels, whether or not they are let in.",
        "为公域来者支付的费用，无论其是否入群。",
    ),
    (
        "cost_campaign", "CNY/day", "accounts", "fixed cost of the campaign", "Cost of the campaign",
        "活动固定成本", "Fixed cost of the referral campaign while it runs.",
        "裂变活动进行期间的固定成本。",
    ),
    (
        "cost", "CNY/day", "accounts",
        "cost_hours + cost_reward + cost_koc + cost_acquisition + cost_campaign + cost_commission", "Cost", "总成本",
        "All costs but the goods.", "除商品外的全部成本。",
    ),
    (
        "profit", "CNY/day", "accounts", "contribution_margin - cost", "Profit", "利润",
        "Contribution margin less all costs.", "边际贡献减全部成本。",
    ),
    (
        "incremental_profit", "CNY/day", "hidden", "profit - baseline_margin", "Incremental profit",
        "增量利润", "Profit less what the same people would have brought without the groups.",
        "利润减去同样的人在没有群时会带来的边际贡献。",
    ),
    (
        "cumulative_incremental_profit", "CNY", "hidden", "sum(incremental_profit)",
        "Cumulative incremental profit", "累计增量利润", "Incremental profit since the first day.",
        "自第一天起的增量利润合计。",
    ),
)
_REFERRAL: tuple[Row, ...] = (
    (
        "referred_joins", "people/day", "observable", "referred", "Referred joins", "裂变入群",
        "People who joined by a member's invitation.", "受成员邀请入群的人数。",
    ),
    (
        "invitations", "invitations/day", "hidden", "invitations", "Invitations", "邀请",
        "Invitations attempted by members.", "成员发出的邀请次数。",
    ),
    (
        "exhausted_invitations", "invitations/day", "hidden", "exhausted", "Exhausted invitations",
        "落空邀请", "Attempts of the day before that met a contact who is in, was in, or had said no.",
        "前一天的邀请中遇到已在群、曾在群或已拒绝者的次数。",
    ),
    (
        "hunters_joined", "people/day", "hidden", "hunters", "Hunters joined", "羊毛党入群",
        "Referred joins that would not have come without the reward.", "没有奖励就不会来的受邀入群者。",
    ),
    (
        "fake_joins", "accounts/day", "hidden", "fakes", "Fake accounts", "假号",
        "Fake accounts that drew a reward; no people, in no other count.",
        "骗取奖励的假号；不是人，不计入其他人数。",
    ),
)
# fmt: on
DAILY = measures(
    _PEOPLE + _TALK + _GROUPS + _MONEY + _REFERRAL + CUSTOMER + DAILY_ARRIVE + DAILY_TEAM, "daily"
)
