"""Mechanism switches: every mechanism by name, and what switching it off sets to neutral."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

from pydantic import Field, create_model

from .behaviour import Behaviour
from .market import Market
from .parameter import ParameterNote, Section, notes_of

#: What each mechanism is, in one sentence: {en, zh}.
ABOUT: dict[str, tuple[str, str]] = {
    "attention": (
        "More to read than one can take is read less and overloads.",
        "消息超过注意力时读得更少并造成过载",
    ),
    "outside_option": ("Other groups and pastimes compete for a visit.", "其他群和消遣争夺注意力"),
    "expectation_learning": ("Members learn what a visit is worth.", "成员逐渐学会一次打开值不值"),
    "initial_optimism": ("Newcomers expect more than the steady state gives.", "新成员期望偏高"),
    "promotion_annoyance": ("Unwanted promotion makes a visit worth less.", "不想要的推销降低一次打开的价值"),
    "promotion_fatigue": ("Unwanted promotion tires.", "不想要的推销使人疲劳"),
    "trust_erosion": ("Hard selling erodes trust.", "硬推销侵蚀信任"),
    "trust_building": (
        "Information, answers and good products build trust.",
        "有用内容、答复与好产品积累信任",
    ),
    "word_of_friend": ("A friend's word passes trust on.", "熟人推荐传递信任"),
    "belonging": (
        "Taking part makes one belong, and belonging brings one back.",
        "参与带来归属感，归属感带人回来",
    ),
    "forgetting": ("A brand not met is forgotten.", "不见面的品牌会被忘记"),
    "topic_depletion": ("Talk uses topics up, and unused topics grow old.", "聊天消耗话题，话题也会变旧"),
    "own_topics": ("Visitors bring topics from their own lives.", "成员带来自己的话题"),
    "newcomer_topics": ("Newcomers bring topics.", "新人带来新话题"),
    "content_topics": ("Posts give something to talk about.", "内容带来话题"),
    "topic_events": ("Outside events give something to talk about.", "外部事件带来话题"),
    "replies": ("Messages draw replies.", "消息引来回复"),
    "reciprocity": (
        "Being answered encourages, being ignored discourages.",
        "有人回应受鼓励，无人回应受打击",
    ),
    "noise": ("Unmoderated groups fill with noise.", "不管的群充满噪音"),
    "chill": ("Strict moderation silences.", "管得太严没人说话"),
    "muting": ("The tired and overloaded mute the group.", "疲劳或过载的成员屏蔽群消息"),
    "leaving": ("The tired, overloaded and disappointed leave.", "疲劳、过载或失望的成员退群"),
    "departed_contacts": ("People leave after their contacts.", "熟人退群会带走人"),
    "reference_price": ("Coupons lower the price people expect.", "优惠券拉低心理价位"),
    "forward_buying": ("Coupons pull demand forward.", "优惠券透支未来需求"),
    "organic_referral": ("The satisfied and trusting invite unpaid.", "满意且信任的成员自发邀请"),
    "incentivised_referral": ("A reward makes members invite.", "奖励驱动邀请"),
    "trust_in_invitation": ("An inviter's trust carries an invitation.", "邀请者的信任支撑邀请"),
    "bait_driven_acceptance": ("A reward makes people accept.", "奖励驱动接受邀请"),
    "fake_accounts": ("Loopholes are used by fake accounts.", "漏洞被假号利用"),
    "finite_contacts": ("Contacts run out.", "人脉会用完"),
    "operator_hours": ("Operators' hours are limited.", "运营时间有限"),
    "operator_enthusiasm": ("An operator's zeal follows response.", "运营热情随反响起落"),
    "koc_motivation": ("A KOC's motivation follows audience and recognition.", "KOC 的动力随观众与认可起落"),
    "koc_influence": ("A KOC's word moves others.", "KOC 的话影响他人"),
    "answer_satisfaction": ("An answer pleases.", "答复让人满意"),
    "reply_quality": ("An answer by those who make the product is worth more.", "懂产品的人来答复更有价值"),
    "product_feedback": (
        "Questions that reach the makers make a better product.",
        "传到产品方的提问改进产品",
    ),
    "product_news": ("Talk of a product grows old as its news is told.", "产品讲多了就没有新鲜感"),
    "kpi_steering": ("Operators shift their posts to what serves their KPI.", "运营把内容调向考核指标"),
    "giving_up": (
        "One who runs groups on the side stops when response does not rise.",
        "兼职运营看不到增长就放弃",
    ),
    "coordination": ("Each colleague more to agree with costs hours.", "人越多协调越费时"),
    "onboarding": (
        "Who is welcomed belongs sooner; who is not is disappointed.",
        "及时迎新带来归属感，无人理会令人失望",
    ),
    "budget_feedback": ("The budget follows what is credited to the groups.", "预算跟着归因的业绩走"),
    "own_income": ("A franchisee's zeal follows own income.", "加盟店的热情取决于自己的收入"),
    "source_credibility": (
        "A warm or expert voice is believed where the brand is not.",
        "亲切或专业的人设比品牌更可信",
    ),
    "segment_matching": ("Posts chosen for kinds of members concern them more.", "分层推送的内容更对胃口"),
    "rising_acquisition_cost": ("Newcomers cost more the more of the market is used up.", "公域流量越买越贵"),
    "experience_memory": ("A product that satisfies keeps its brand in mind.", "满意的使用体验让人记住品牌"),
    "rival_sellers": ("Who trusts the brand little buys elsewhere.", "不信任品牌的人到别家买"),
    "buying_committee": ("An order waits until every decider agrees.", "每位决策人都同意才下单"),
    "beside_the_group": (
        "Moments and direct messages reach contacts beside the group.",
        "朋友圈与私聊在群外触达好友",
    ),
    "one_to_one_service": (
        "Personal service builds trust and makes offers that fit.",
        "一对一服务增进信任并推荐合适的商品",
    ),
    "reselling": ("Resellers sell to contacts outside the groups.", "分销员向群外熟人卖货"),
    "subscription": ("Those who trust enough sign a subscription on offer.", "足够信任的成员会订阅"),
    "self_selection": (
        "A well aimed offer brings the interested, a gift the deal seekers.",
        "定向越准来的人越感兴趣，送礼越多来的人越爱优惠",
    ),
    "endorsement": ("Who comes on a trusted word trusts more.", "有人背书，来者更信任"),
    "gate_selection": (
        "A gate keeps out those whom the theme does not concern and who do not trust.",
        "门槛挡住不感兴趣、不信任的人",
    ),
    "platform_limit": ("A platform cuts off a wild campaign.", "平台封禁过度裂变"),
}

#: Every declared parameter by path: how people respond, and how their traits are spread.
PARAMETERS: dict[str, ParameterNote] = {
    note.path: note for note in (*notes_of(Behaviour, "behaviour"), *notes_of(Market, "market"))
}


def _neutral() -> dict[str, dict[str, float]]:
    table: dict[str, dict[str, float]] = defaultdict(dict)
    for note in PARAMETERS.values():
        if note.mechanism is not None and note.off is not None:
            table[note.mechanism][note.path] = note.off
    return dict(table)


#: mechanism -> {parameter path: neutral value}
NEUTRAL: dict[str, dict[str, float]] = _neutral()

if set(NEUTRAL) != set(ABOUT):
    raise TypeError(f"mechanisms without a description or a parameter: {set(NEUTRAL) ^ set(ABOUT)}")

_fields: dict[str, Any] = {name: (bool, Field(True, description=ABOUT[name][0])) for name in ABOUT}
Mechanisms: type[Section] = create_model(
    "Mechanisms", __base__=Section, __doc__="Which mechanisms are on.", **_fields
)


def neutral_values(switches: Section) -> dict[str, float]:
    """The parameter values that the mechanisms switched off impose, by path."""
    imposed: dict[str, float] = {}
    for name, values in NEUTRAL.items():
        if not getattr(switches, name):
            imposed.update(values)
    return imposed
