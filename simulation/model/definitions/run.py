"""Measures of a whole run: the entries of the summary.

Most are of a family (`families`): a base and a day, as in `open_rate_day_91`.
"""

from __future__ import annotations

from dataclasses import replace

from .arrive import RUN_ARRIVE
from .daily import DAILY
from .families import FAMILIES, PERCENTILES, Family, How
from .group import JUDGED_WEEKS
from .measure import Measure, Row, measures
from .run_customer import CUSTOMER
from .team import RUN_TEAM


def _k_of(generation: int) -> Row:
    from_start = generation == 0
    whom = "those there from the start or by public channels" if from_start else f"generation {generation}"
    wem = "创始与公域来的成员" if from_start else f"经{generation}次邀请而来者"
    return (
        f"k_generation_{generation}",
        "invitations/person",
        "observable",
        "invites accepted / members of the generation",
        f"K of generation {generation}",
        f"第{generation}代裂变系数",
        f"K of {whom}; members of generation 1 were invited by those of generation 0, and so on.",
        f"仅限{wem}的K。",
    )


def _talk_left(week: int, percent: int) -> Row:
    return (
        f"ratio_week_{week}_p{percent}",
        "ratio",
        "observable",
        f"percentile {percent} over groups of ratio_week_{week}",
        f"Talk left in week {week}, P{percent}",
        f"第{week}周余下谈话P{percent}",
        f"Percentile {percent} over the groups judged of member messages in weeks {week - 3}..{week} over "
        "those in weeks 0..3 of the group's clock. Matches evidence E4.",
        f"可判定群中，群时钟第{week - 3}至{week}周与第0至3周成员消息之比的第{percent}百分位。对应证据E4。",
    )


# fmt: off
_CLOCK: tuple[Row, ...] = (
    (
        "dead_share", "share", "observable",
        "mean(messages of last 28 days / messages of first 28 days < 0.10)", "Groups dead", "死群占比",
        "Of the groups that can be judged on that day of their own clock (from 35 days after the first "
        "member message; stillborn, closed and shorter observed ones left out): those whose member "
        "messages of the last 28 days are below 10 % of their first 28 days. Planted messages and "
        "operators' posts do not count.",
        "在群时钟该日可判定的群中（首条成员消息起满35天；不含夭折、已关闭与观察不足者），最近28天成员消息"
        "不足其最初28天10%者的占比。外请带头人消息与运营发帖不计。",
    ),
    (
        "ever_dead_share", "share", "observable", "mean(status-dead on some day so far)",
        "Groups ever dead", "曾死群占比",
        "Of the same groups, those dead on at least one day up to then, judged from day 35 of the group's "
        "clock on. A group may have revived since.",
        "同样的群中，自群时钟第35天起至该日至少死过一天者的占比；其后可能复活。",
    ),
    (
        "ever_dead_from_56_share", "share", "observable", "mean(status-dead on some day from 56 so far)",
        "Groups ever dead from day 56", "第56天起曾死群占比",
        "The same, but only deaths from day 56 of the group's clock on count, from when the two windows "
        "share no day.",
        "同上，但只计群时钟第56天（两个窗口不再重叠）之后的死亡。",
    ),
    (
        "silent_share", "share", "observable", "mean(messages of last 28 days = 0)", "Groups silent",
        "沉默群占比", "Of the same groups, those with no member message in the last 28 days.",
        "同样的群中，最近28天没有任何成员消息者的占比。",
    ),
    (
        "groups_judged", "groups", "observable", "count of groups judged", "Groups judged", "可判定群数",
        "Number of groups these shares are of.", "以上占比的分母：可判定的群数。",
    ),
)
_RUN: tuple[Row, ...] = (
    (
        "stillborn_share", "share", "observable", "mean(messages < 10 or posters < 3 in the first 28 days)",
        "Groups stillborn", "夭折群占比",
        "Of the groups whose first 28 days were seen: fewer than 10 member messages or 3 posters in them, "
        "or 28 days open and not a word. In no dead share.",
        "在看满最初28天的群中：成员消息不足10条或发言者不足3人，或开群28天无人开口。不计入任何死群占比。",
    ),
    (
        "gini_posts", "share", "observable", "median over groups of Gini(messages among posters)",
        "Inequality of talk (Gini)", "发言不均（基尼）",
        "Median over groups with 50 or more member messages and 10 or more posters of the Gini "
        "coefficient of messages among those who posted, over the run; none where no group is that large. "
        "Matches evidence E5.",
        "成员消息不少于50条且发言者不少于10人的群，其发言者消息数基尼系数（全程）的中位数；没有这样的群则"
        "无值。对应证据E5。",
    ),
    (
        "joiners_posting_56_days", "share", "observable", "mean(first_post - joined <= 56 days)",
        "Joiners who post within 8 weeks", "八周内发言者占比",
        "Of those who joined at least 56 days before the end (founders included, planted leaders not): "
        "posted within 56 days. Matches evidence E6.",
        "在期末前至少56天入群者中（含创始成员，不含外请带头人），56天内发过言者的占比。对应证据E6。",
    ),
    (
        "referred_joins", "people", "observable", "sum(referred)", "Referred joins", "裂变入群",
        "People who joined by a member's invitation over the run.", "全程受成员邀请入群的人数。",
    ),
    (
        "referral_saturation_day", "day", "observable",
        "first day from which sum7(referred_joins) < 0.10 x peak to the end of the campaign",
        "Day referral is saturated", "裂变饱和日",
        "First day from which referred joins within 7 days stay below 10 % of their peak while the "
        "campaign runs; none if they never do.",
        "裂变活动进行期间，7天受邀入群数自此一直低于峰值10%的首日；未出现则无值。",
    ),
    (
        "referred_first_third_share", "share", "observable",
        "referred joins in the first third / in the whole campaign", "Referred joins in the first third",
        "前三分之一受邀占比",
        "Of the referred joins while the campaign ran, those in the first third of its days.",
        "活动期间受邀入群者中，发生在前三分之一天数内的占比。",
    ),
    (
        "contacts_exhausted_share", "share", "hidden", "exhausted / invitations, over the campaign",
        "Contacts exhausted", "人脉耗尽占比",
        "Of the invitations attempted while the campaign ran, those that met a contact who is in, was in, "
        "or had said no.",
        "活动期间的邀请中，遇到已在群、曾在群或已拒绝者的占比。",
    ),
    (
        "contacts_exhausted_share_last_28", "share", "hidden",
        "exhausted / invitations, last 28 days of the campaign", "Contacts exhausted at the end",
        "活动末期人脉耗尽占比", "The same over the last 28 days of the campaign.", "同上，活动最后28天。",
    ),
    (
        "k", "invitations/person", "observable", "invites accepted / members observed 14 days or more", "K",
        "裂变系数K",
        "Accepted invitations per member observed at least 14 days since joining, people who left "
        "included.",
        "入群后观察满14天的成员人均被接受的邀请数，含已退群者。",
    ),
    *(_k_of(generation) for generation in range(3)),
    (
        "k_corrected", "invitations/person", "hidden", "k_generation_0 / (1 - contacts_exhausted_share)",
        "K with fresh contacts", "校正裂变系数",
        "K of those who were there from the start or came by a public channel, as it would be had no attempt "
        "met an exhausted contact (K over all is below 1 by construction: each acceptance adds a member); none "
        "without a campaign.",
        "起始及公域成员的K，按没有邀请落空计（全体的K必然小于1：每次接受都多一名成员）；无活动则无值。",
    ),
    (
        "spread_subcritical", "share", "hidden", "k_corrected < 1", "Spread subcritical", "扩散次临界",
        "1: even with fresh contacts a member brings fewer than one more (k_corrected below 1), so the "
        "campaign must run dry on any market; 0: finite contacts are the ceiling.",
        "1：即使人脉不耗尽，人均带来不足一人（校正K小于1），在任何市场都会停；0：天花板来自有限人脉。",
    ),
    (
        "hunter_share", "share", "hidden", "hunters / referred joins", "Hunters among the referred",
        "受邀者羊毛党占比",
        "Of those who came by invitation, the ones who would not have come without the reward.",
        "受邀入群者中，没有奖励就不会来的占比。",
    ),
    (
        "fake_joins", "accounts", "hidden", "sum(fakes)", "Fake accounts", "假号",
        "Fake accounts that drew a reward over the run.", "全程骗取奖励的假号。",
    ),
    (
        "joins_by_acquisition", "people", "observable", "public and referred joins", "Joins by acquisition",
        "拉新人数",
        "People who joined by a public channel or an invitation; founders and planted leaders are not "
        "acquired.",
        "由公域或邀请入群的人数；不含创始成员与外请带头人。",
    ),
    (
        "cac", "CNY/person", "accounts",
        "(cost_acquisition + cost_reward + cost_campaign) / joins_by_acquisition", "CAC", "获客成本CAC",
        "Spent on acquisition, rewards and campaign per join by acquisition; none where no one was "
        "acquired.",
        "获客、奖励与活动费用除以拉新人数；无拉新则无值。",
    ),
    (
        "joiners_kept_90_days", "people", "observable", "acquired, observed 90 days, still there on day 90",
        "Acquired and kept 90 days", "留存满90天的新客",
        "People acquired at least 90 days before the end who were still in the group 90 days after "
        "joining.",
        "期末前至少90天拉来、入群90天后仍在群的人数。",
    ),
    (
        "kept_90_days_share", "share", "observable", "joiners_kept_90_days / acquired and observed 90 days",
        "Kept 90 days", "90天留存率",
        "Share of those acquired and observed for 90 days who stayed so long.",
        "拉来且观察满90天者中留存满90天的占比。",
    ),
    (
        "cost_per_joiner_kept_90_days", "CNY/person", "accounts",
        "(cost_acquisition + cost_reward + cost_campaign) / joiners_kept_90_days",
        "Cost per customer kept 90 days", "每个留存90天新客的成本",
        "Spent on acquisition, rewards and campaign over the whole run per person acquired and kept 90 "
        "days.",
        "全程获客、奖励与活动费用除以留存满90天的新客数。",
    ),
    (
        "ltv_per_joiner", "CNY/person", "accounts", "sum(contribution_margin) / people who ever joined",
        "Contribution per joiner", "人均贡献（LTV）",
        "Contribution margin of the whole run per person who ever joined, founders and people who left "
        "included. Horizon: the run, so compare runs of one length and like inflow.",
        "全程边际贡献除以曾入群人数（含创始成员与已退群者）。期限为整个运行期，只宜比较等长、新增相近的运"
        "行。",
    ),
    (
        "ltv_90_per_joiner", "CNY/person", "accounts",
        "mean(contribution margin within 90 days of joining)", "90-day LTV per joiner", "90天LTV",
        "Contribution margin within 90 days of joining, mean over those who joined at least 90 days "
        "before the end, people who left included.",
        "入群90天内的边际贡献，对期末前至少90天入群者取均值，含已退群者。",
    ),
    (
        "payback_day", "day", "hidden", "first day from which cumulative_incremental_profit stays >= 0",
        "Payback day", "回本日",
        "First day from which cumulative incremental profit stays at zero or above to the end; none if it "
        "does not, or nothing was spent.",
        "累计增量利润自此直至期末不再低于零的首日；未出现或没有花费则无值。",
    ),
    (
        "days_to_profit", "day", "hidden", "payback_day, or days + 1 where it does not come",
        "Days until the plan pays", "回本所需天数",
        "Day from which cumulative incremental profit stays at zero or above; one more than the horizon where "
        "it does not come by then, so that every run has a value.",
        "累计增量利润自此不再低于零之日；期内未出现则记为期限加一，使每次运行都有值。",
    ),
    (
        "first_profit_day", "day", "hidden", "first day with sum28(incremental_profit) > 0",
        "First profitable day", "首个盈利日",
        "First day on which incremental profit of the last 28 days (of all days before day 28) is above "
        "zero; none if never.",
        "最近28天（不足28天则全部）增量利润首次为正之日；从未为正则无值。",
    ),
    (
        "incremental_profit_per_operator_hour", "CNY/hour", "hidden",
        "sum(incremental_profit) / sum(operator_hours)", "Incremental profit per hour", "每工时增量利润",
        "Incremental profit of the run per operator hour; none without hours.",
        "全程增量利润除以运营工时；无工时则无值。",
    ),
    (
        "orders_per_joiner", "orders/person", "observable", "sum(orders) / people who ever joined",
        "Orders per joiner", "人均订单",
        "Orders over the run per person who ever joined, people who left included.",
        "全程订单除以曾入群人数，含已退群者。",
    ),
    (
        "orders_per_referred", "orders/person", "observable", "sum(orders) / people who came by invitation",
        "Orders per person referred", "受邀者人均订单",
        "Orders over the run per person who came by a member's invitation; none without any.",
        "全程受成员邀请入群者的人均订单；无人受邀则无值。",
    ),
    (
        "repeat_orders", "orders", "observable", "sum(max(0, orders of a person - 1))", "Repeat orders",
        "复购订单", "Orders over the run beyond each person's first.", "全程每人首单之外的订单数。",
    ),
    *(_talk_left(week, percent) for week in JUDGED_WEEKS for percent in PERCENTILES),
)
# fmt: on
_BASES = measures(_CLOCK, "run")
_SINGLE = measures((*_RUN, *CUSTOMER, *RUN_ARRIVE, *RUN_TEAM), "run")
#: How a title and a definition go on: title en, title zh, sentence en, sentence zh.
_PHRASE: dict[How, tuple[str, str, str, str]] = {
    "state": ("{}, day {n}", "{}，第{n}天", "At the end of day {n}.", "第{n}天结束时。"),
    "week": (
        "{}, day {n}",
        "{}，第{n}天",
        "Mean of the 7 days up to day {n}, so that the day of the week does not matter.",
        "截至第{n}天的7天均值，不受星期几影响。",
    ),
    "total": ("{}, first {n} days", "{}，前{n}天", "Sum over the first {n} days.", "前{n}天合计。"),
    "clock": (
        "{}, day {n}",
        "{}，第{n}天",
        "At day {n} of each group's clock.",
        "在各群时钟第{n}天。",
    ),
    "clock_week": (
        "{}, week {n}",
        "{}，第{n}周",
        "At week {n} (from 0) of each group's clock, looked at once a week as real channels are: "
        "compare with evidence E3, E3b, E3c.",
        "在各群时钟第{n}周（从0起），每周判定一次，与真实频道一致；与证据E3、E3b、E3c比较。",
    ),
}


def family_measure(family: Family, day: int) -> Measure:
    """The measure of a family at a day (or week)."""
    base = _BASES.get(family.base) or DAILY[family.column]
    title_en, title_zh, when_en, when_zh = _PHRASE[family.how]
    unit = base.unit.removesuffix("/day") if family.how == "total" else base.unit
    formula = {"week": f"mean7 of {base.formula}", "total": f"sum({base.name}) over {day} days"}
    return replace(
        base,
        name=family.name(day),
        title={
            "en": title_en.format(base.title["en"], n=day),
            "zh": title_zh.format(base.title["zh"], n=day),
        },
        definition={
            "en": f"{base.definition['en']} {when_en.format(n=day)}",
            "zh": f"{base.definition['zh']}{when_zh.format(n=day)}",
        },
        unit=unit,
        formula=formula.get(family.how, base.formula),
        level="run",
    )


RUN: dict[str, Measure] = {
    **{family.name(day): family_measure(family, day) for family in FAMILIES for day in family.days},
    **_SINGLE,
}
