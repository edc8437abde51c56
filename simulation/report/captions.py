"""Fixed texts of the figures: the question each answers, its panels, why a panel is empty."""

from __future__ import annotations

from collections.abc import Mapping

from .numbers import Lang

Text = Mapping[Lang, str]


def _both(en: str, zh: str) -> Text:
    return {"en": en, "zh": zh}


#: figure -> the question it answers
TITLES: dict[str, Text] = {
    "forest": _both("What differs, and how sure is it?", "差异有多大，有多大把握？"),
    "survival": _both("How long do the groups live?", "群能活多久？"),
    "activity": _both("Do members still look in, and do they talk?", "成员还看不看，还说不说话？"),
    "mood": _both(
        "What happens to trust and patience?",
        "信任和耐心怎样变化？",
    ),
    "profit": _both("Does it pay, and from when?", "划不划算，从哪天开始？"),
    "referral": _both("How far does referral carry, and when does it stop?", "裂变能走多远，何时停下？"),
    "reproduction": _both("Does a message draw replies?", "一条消息能引来回复吗？"),
    "effort": _both("What does it cost, and who does the work?", "花多少钱，用多少人力？"),
    "response": _both("What depends on {factor}?", "{factor}变了会怎样？"),
}

#: panel -> its heading with unit
PANELS: dict[str, Text] = {
    "ever": _both("Never dead so far, % of groups", "至今从未死过的群，%"),
    "status": _both("Not dead that day (status), % of groups", "当天未死的群（当日状态），%"),
    "silent": _both("Not silent that day, % of groups", "当天未沉默的群，%"),
    "stillborn": _both("Stillborn: never got going, % of groups", "夭折：从未热起来的群，%"),
    "open_rate": _both("Open rate, % of members a day", "打开率，每天占成员的 %"),
    "member_messages_per_group": _both(
        "Member messages per group and day, 28-day mean", "成员消息，每群每天条数（28 天均值）"
    ),
    "trust": _both("Trust in the brand, 0 to 1", "对品牌的信任，0 至 1"),
    "fatigue": _both("Fatigue with promotion, 0 to 1", "对推销的疲劳，0 至 1"),
    "mute_share": _both("Members who muted the group, %", "把群设为免打扰的成员，%"),
    "left_share": _both("Members who have left, %", "已退群的成员，%"),
    "profit": _both("Cumulative incremental profit, CNY thousand", "累计增量利润，万元"),
    "profit_gap": _both("Difference to {name}, CNY thousand", "与{name}之差，万元"),
    "referred": _both("Members won by referral, cumulative", "推荐带来的成员（老带新），累计"),
    "referred_week": _both("Members won by referral, last 7 days", "推荐带来的成员（老带新），最近 7 天"),
    "reproduction": _both(
        "Replies attributed per message, last 28 days (R)", "每条消息引来的回复，最近 28 天（R）"
    ),
    "cost": _both("Cost over {days} days, CNY thousand", "{days} 天成本，万元"),
    "hours": _both("Operator hours a day, 7-day mean", "每天运营工时，7 天均值"),
    "forest_groups": _both("Groups, of 100", "群，每 100 个"),
    "forest_members": _both("Members, percentage points", "成员，百分点"),
    "forest_messages": _both("Messages per group and day", "消息，每群每天"),
    "forest_money": _both("CNY thousand", "万元"),
}

#: Kinds of cost: column of `daily` -> its name.
COSTS: dict[str, Text] = {
    "cost_hours": _both("operator hours", "运营工时"),
    "cost_reward": _both("rewards", "奖励"),
    "cost_koc": _both("KOC perks", "KOC 激励"),
    "cost_acquisition": _both("public channels", "公域获客"),
    "cost_campaign": _both("campaign", "活动固定费"),
    "cost_commission": _both("commissions", "佣金"),
}

NOTES: dict[str, Text] = {
    "day": _both("day", "天"),
    "since_founding": _both("days since a group's first member message", "自群内第一条成员消息起的天数"),
    "days_mark": _both("day {day}", "第 {day} 天"),
    "no_groups": _both("{names}: no group is opened", "{names}：不建群"),
    "nothing": _both("{names}: nothing to show", "{names}：没有数据"),
    "none_judged": _both(
        "No group can be judged: that takes {least} days from its first message, {days} were simulated.",
        "没有可以判断的群：自第一条消息起满 {least} 天才能判断，这里模拟了 {days} 天。",
    ),
    "no_value": _both("Nobody can have this value here.", "这里没有这个数值。"),
    "only_no_group": _both("No scenario here opens a group.", "这里没有建群的方案。"),
    "no_referral": _both(
        "Nobody was won by referral: no campaign runs, and no member invited unpaid with success.",
        "没有推荐带来的成员：没有裂变活动，也没有成员自发邀请成功。",
    ),
    "no_campaign": _both("no campaign; unpaid invitations only", "没有裂变活动，只有自发邀请"),
    "others_no_campaign": _both(
        "the others: no campaign, unpaid invitations only", "其余没有裂变活动，只有自发邀请"
    ),
    "saturated": _both("saturated, day {day}", "饱和，第 {day} 天"),
    "campaigns": _both("bars on top: while the campaigns run", "上方横条：活动进行期间"),
    "campaign": _both(
        "campaign: from day {start} on, for {length} days", "活动：第 {start} 天起，为期 {length} 天"
    ),
    "few_messages": _both(
        "No scenario has 20 messages in 28 days: R cannot be told.",
        "没有方案在 28 天内达到 20 条消息：R 无法判断。",
    ),
    "no_cost": _both("Nothing is spent.", "没有支出。"),
    "no_hours": _both("No operator works here.", "没有运营人员工作。"),
    "one_scenario": _both(
        "One scenario: there is nothing to compare it with.", "只有一个方案，没有可比的对象。"
    ),
    "forest_key": _both(
        "Difference to {name}, + means more than there. Thick line: 95% from luck; thin line: with what "
        "we do not "
        "know. A line that crosses zero leaves the sign open.",
        "与{name}之差，+ 表示比它多。粗线：仅计随机波动的 95% 区间；细线：计入未知因素。跨过零的线，方向未定。",
    ),
    "forest_luck": _both(
        "Difference to {name}, + means more than there. Thick line: 95% from luck; what we do not know "
        "was not "
        "examined. A line that crosses zero leaves the sign open.",
        "与{name}之差，+ 表示比它多。粗线：仅计随机波动的 95% 区间；未知因素没有检验。跨过零的线，方向未定。",
    ),
}


def text(table: Mapping[str, Text], key: str, lang: Lang, **fill: object) -> str:
    """A text of one of the tables above, with its blanks filled in."""
    return table[key][lang].format(**fill)
