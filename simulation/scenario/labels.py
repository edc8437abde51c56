"""What fields, kinds of post, measures and units are called, in English and Chinese."""

from __future__ import annotations

import re
from typing import Any

from .fields import Spot, spot_at
from .labels_arrive import CHANNELS, CHOICES_ARRIVE, FIELDS_ARRIVE
from .paths import parse_path

Pair = tuple[str, str]

#: Languages in the order of every pair.
LANGUAGES = ("en", "zh")

FIELDS: dict[str, Pair] = {
    "days": ("horizon", "模拟天数"),
    "market.people": ("people in the market", "市场人数"),
    "market.topics": ("topics people care about", "兴趣话题数"),
    "market.talk_sigma": ("spread of talkativeness", "健谈程度的差异"),
    "market.deal_mean": ("mean deal proneness", "平均优惠敏感度"),
    "market.deal_spread": ("spread of deal proneness", "优惠敏感度的差异"),
    "market.attention_median": ("messages read on a visit", "每次打开能读的消息数"),
    "market.attention_sigma": ("spread of attention", "注意力的差异"),
    "market.tolerance_median": ("promotional messages no one minds", "不会介意的推销条数"),
    "market.tolerance_sigma": ("spread of tolerance", "容忍度的差异"),
    "market.rivals": ("competing groups people are in", "用户所在的其他群"),
    "market.need_sigma": ("spread of need intervals", "需求间隔的差异"),
    "market.household": ("size of a household", "家庭圈大小"),
    "market.work": ("size of a work circle", "同事圈大小"),
    "market.interest": ("size of an interest circle", "兴趣圈大小"),
    "groups.open": ("groups are opened", "是否建群"),
    "groups.count": ("number of groups", "群数"),
    "groups.members_at_start": ("members of a group at the start", "起始群人数"),
    "groups.size_sigma": ("spread of start sizes", "起始人数的差异"),
    "groups.cap": ("largest group size", "群人数上限"),
    "groups.common_ground": ("common ground", "成员共同点"),
    "groups.ground_sigma": ("spread of common ground", "共同点的差异"),
    "groups.talk_sigma": ("spread of founders' talkativeness", "创始成员健谈程度的差异"),
    "groups.newcomers_sigma": ("spread of newcomers over groups", "各群新人数量的差异"),
    "groups.customers": ("members at the start are customers", "起始成员是老客"),
    "product.price": ("price", "价格"),
    "product.margin": ("margin", "毛利率"),
    "product.quality": ("product quality", "产品质量"),
    "product.need_interval": ("days until the need comes back", "需求间隔"),
    "operators.groups_per_operator": ("groups per operator", "每名运营负责的群数"),
    "operators.hours_per_day": ("operator hours a day", "运营每日工时"),
    "operators.wage": ("operator wage", "运营工时成本"),
    "operators.skill": ("operator skill", "运营水平"),
    "operators.skill_sigma": ("spread of operator skill", "运营水平的差异"),
    "operators.zeal": ("operator zeal at the start", "运营起始热情"),
    "strategy.calendar": ("calendar", "发布日历"),
    "strategy.coupon.depth": ("coupon depth", "优惠券力度"),
    "strategy.kocs.per_group": ("KOCs per group", "每群 KOC 数"),
    "strategy.kocs.choose": ("how KOCs are chosen", "KOC 选法"),
    "strategy.kocs.from_day": ("day KOCs are chosen", "KOC 选定日"),
    "strategy.kocs.planted": ("KOCs are brought in from outside", "KOC 由外部安插"),
    "strategy.kocs.care": ("care for KOCs", "KOC 维护程度"),
    "strategy.kocs.pay": ("KOC perks", "KOC 福利"),
    "strategy.referral.start": ("referral campaign starts", "裂变开始日"),
    "strategy.referral.length": ("length of the referral campaign", "裂变天数"),
    "strategy.referral.bait_inviter": ("reward for the inviter", "邀请人奖励"),
    "strategy.referral.bait_friend": ("reward for the friend", "被邀请人奖励"),
    "strategy.referral.pay_on": ("reward is paid on", "奖励发放条件"),
    "strategy.referral.loophole": ("openness to fake accounts", "规则漏洞"),
    "strategy.referral.cost_per_day": ("fixed cost of the campaign", "活动固定成本"),
    "strategy.moderation.strictness": ("strictness of moderation", "管理严格程度"),
    "strategy.growth.public_per_day": ("newcomers from public channels", "公域每日新增"),
    "strategy.growth.cost_per_join": ("cost of a newcomer at the start", "起始获客成本"),
    "strategy.service.answer": ("operators answer questions", "运营答疑"),
    "market.basket_sigma": ("spread of baskets", "客单价的差异"),
    "market.sellers": ("rival sellers", "同类卖家数"),
    "product.deciders": ("people who decide on an order", "下单决策人数"),
    "groups.contacts_share": ("members who are one-to-one contacts", "成员中加为好友的占比"),
    "strategy.purchase_ease": ("ease of purchase", "下单便利度"),
    "strategy.one_to_one.hours_per_day": ("hours for one-to-one service", "一对一服务工时"),
    "strategy.one_to_one.share": ("members served one to one", "一对一服务占比"),
    "strategy.one_to_one.choose": ("how those served are chosen", "一对一服务对象选法"),
    "strategy.one_to_one.from_day": ("day those served are first chosen", "一对一服务首次选定日"),
    "strategy.one_to_one.every": ("those served are chosen anew after", "一对一服务重选间隔"),
    "strategy.resellers.per_group": ("resellers per group", "每群分销员数"),
    "strategy.resellers.choose": ("how resellers are chosen", "分销员选法"),
    "strategy.resellers.from_day": ("day resellers are chosen", "分销员选定日"),
    "strategy.resellers.commission": ("commission", "佣金比例"),
    "strategy.subscription.on": ("subscription is offered from", "订阅开售日"),
    "strategy.subscription.open_days": ("days the subscription is on offer", "订阅开售天数"),
    "strategy.subscription.price": ("price of the subscription", "订阅价格"),
    "strategy.subscription.length": ("length of the subscription", "订阅时长"),
    "via": ("by way of", "渠道"),
    "strategy.service.delay": ("days until an answer at the earliest", "最早几天后答复"),
    "strategy.service.expert": ("answers by those who make the product", "产品专家答复占比"),
    "strategy.service.feedback": ("answered questions that reach the makers", "反馈到产品方的提问占比"),
    "product.range": ("products to tell news of", "可讲的产品数"),
    "product.launches_per_year": ("launches a year", "每年上新数"),
    "about_product": ("tells news of the product", "讲产品新意"),
    "strategy.service.onboarding": ("newcomers are welcomed", "迎新"),
    "strategy.shop_share": ("shops' share of the margin", "门店分成"),
    "operators.kpi": ("operators' KPI", "运营考核指标"),
    "operators.steer_every": ("days between shifts by the KPI", "按考核调整的间隔"),
    "operators.survey_size": ("members asked in a survey", "满意度调查人数"),
    "operators.pressure": ("pressure of the KPI", "考核压力"),
    "operators.gives_up_after": ("days without a rise after which an operator stops", "多少天无增长后放弃"),
    "operators.sop": ("procedures laid down", "流程化程度"),
    "operators.attribution": ("share of orders credited to the groups", "订单归因占比"),
    "operators.budget_follows_credit": ("the budget follows credit", "预算跟随归因"),
    "operators.franchise": ("groups are run by shops of a franchise", "由加盟店运营"),
    "strategy.personas": ("voices of the posts", "内容人设"),
    "strategy.segments": ("segments with posts of their own", "分层数"),
    "warmth": ("warmth", "亲切感"),
    "expertise": ("expertise", "专业度"),
    "submodels.death": ("theory of why talk dies", "群消亡理论"),
    "submodels.buying": ("theory of buying", "购买理论"),
    "fits": ("table of fits", "拟合参数表"),
    "timeline": ("timeline", "时间线"),
    "on": ("day", "日期"),
    "when": ("condition", "条件"),
    "set": ("what changes", "变更内容"),
    "measure": ("measure", "指标"),
    "below": ("below", "低于"),
    "above": ("above", "高于"),
    "for": ("days in a row", "连续天数"),
    "post": ("kind of post", "内容类型"),
    "per_day": ("posts a day", "每天条数"),
    "per_week": ("posts a week", "每周条数"),
    "on_days": ("days of posting", "发布日"),
    "information": ("information", "信息价值"),
    "deal": ("worth of the deal", "优惠价值"),
    "load": ("promotional load", "推销负担"),
    "spark": ("conversation spark", "话题性"),
    "hours": ("hours to make", "制作工时"),
    "coupon": ("carries the coupon", "附带优惠券"),
    "doubt": ("range of doubt", "不确定范围"),
    **FIELDS_ARRIVE,
}

KINDS: dict[str, Pair] = {
    "coupon": ("coupon", "优惠券"),
    "livestream_reminder": ("livestream reminder", "直播提醒"),
    "product_news": ("product news", "新品资讯"),
    "value_content": ("helpful content", "干货内容"),
    "topic_prompt": ("topic to talk about", "话题引导"),
    "activity": ("activity", "群活动"),
    "service_reply": ("service reply", "服务答复"),
    "endorsement": ("endorsement", "口碑推荐"),
}

PERSONAS: dict[str, Pair] = {
    "brand": ("brand voice", "品牌口吻"),
    "helper": ("shopping helper", "导购"),
    "expert": ("expert", "专家"),
    "kol": ("KOL", "KOL"),
    "koc": ("KOC", "KOC"),
    "companion": ("companion", "陪伴者"),
}

MEASURES: dict[str, Pair] = {
    "member_messages": ("member messages per group and day", "每群每日成员消息"),
    "orders": ("orders a day", "每日订单"),
    "clicks": ("clicks a day", "每日点击"),
    "joins": ("joins a day", "每日入群"),
    "leaves": ("leaves a day", "每日退群"),
    "members_present": ("members present", "在群人数"),
    "questions_unanswered": ("unanswered questions", "未答复问题"),
}

THEMES: dict[str, Pair] = {
    "basics": ("basics", "基础"),
    "content": ("content", "内容"),
    "context": ("context", "处境"),
    "money": ("money", "收益"),
    "operators": ("operators", "运营"),
    "people": ("people", "人"),
    "reference": ("reference", "参照"),
    "referral": ("referral", "裂变"),
}

CHOICES: dict[str, Pair] = {
    "random": ("at random", "随机"),
    "behaviour": ("by who spoke most so far", "按已有发言"),
    "contacts": ("by number of contacts", "按人脉多少"),
    "spend": ("by who spent most so far", "按已有消费"),
    "group": ("in the groups", "群内"),
    "moments": ("in moments", "朋友圈"),
    "direct": ("as a direct message", "私聊"),
    "join": ("joining", "入群"),
    "first_order": ("the first order", "首单"),
    "topic_depletion": ("topics run out", "话题耗尽"),
    "lost_reciprocity": ("messages go unanswered and ties leave", "无人回应、熟人离开"),
    "turnover": ("the talkative burn out or move on", "活跃者倦怠或离开"),
    "none": ("none", "无"),
    "activity": ("member messages", "活跃（成员消息）"),
    "sales": ("revenue", "销售额"),
    "retention": ("members who stay", "留存"),
    "repeat_orders": ("revenue from later orders", "复购额"),
    "satisfaction": ("a survey of satisfaction", "满意度调查"),
    "multiplicative": ("need, trust and exposure multiply", "需求、信任与曝光相乘"),
    "additive": ("need, trust and exposure add up", "需求、信任与曝光相加"),
    **CHOICES_ARRIVE,
}

UNITS: dict[str, str] = {
    "days": "天",
    "CNY": "元",
    "CNY/hour": "元/小时",
    "CNY/day": "元/天",
    "people": "人",
    "people/day": "人/天",
    "sellers": "家",
    "hours": "小时",
    "posts/day": "条/天",
    "posts/week": "条/周",
    "messages": "条",
    "products": "款",
    "products/year": "款/年",
    "promotional messages": "条",
    "paid invitations per member and week": "次/人/周",
}
_SILENT = ("share", "1", "information", "deal", "spark", "0 or 1")


def pick(pair: Pair, lang: str) -> str:
    """The text in one language."""
    return pair[LANGUAGES.index(lang)]


def theme_name(theme: str, lang: str) -> str:
    """A theme; in Chinese with its own name, which --theme takes; one the user made up keeps it."""
    if lang == "en" or theme not in THEMES:
        return theme
    return f"{pick(THEMES[theme], lang)}（{theme}）"


def kind_name(kind: str, lang: str) -> str:
    """A kind of post; one the user made up keeps its name."""
    return pick(KINDS.get(kind, (kind.replace("_", " "), kind)), lang)


def channel_name(name: str | None, lang: str) -> str:
    """A public channel; none is the plain one, and one the user made up keeps its name."""
    if name is None:
        return pick(("the plain public channel", "公域"), lang)
    return pick(CHANNELS.get(name, (name.replace("_", " "), name)), lang)


def field_name(path: str, lang: str) -> str:
    """What a field is called; behavioural parameters keep their path, their name in docs/model.md."""
    known = FIELDS.get(path)
    if known:
        return pick(known, lang)
    kind = re.fullmatch(r"content\.(\w+)(?:\.(\w+))?", path)
    if kind:
        inner = pick(FIELDS[kind[2]], lang) if kind[2] in FIELDS else ""
        joint = {"en": ": ", "zh": "："}[lang] if inner else ""
        return f"{kind_name(kind[1], lang)}{joint}{inner}"
    channel = re.fullmatch(r"(?:strategy\.growth\.)?channels\.(\w+)(?:\.(\w+))?", path)
    if channel:
        inner = pick(FIELDS[channel[2] if channel[2] in FIELDS else "people"], lang)
        inner = inner if channel[2] else pick(("newcomers a day", "每日新增"), lang)
        return f"{channel_name(channel[1], lang)}{pick((': ', '：'), lang)}{inner}"
    voice = re.fullmatch(r"(strategy\.)?personas\.(\w+)(?:\.(\w+))?", path)
    if voice:
        inner = "strategy.personas" if voice[1] else voice[3] or ""
        joint = {"en": ": ", "zh": "："}[lang] if inner else ""
        name = pick(PERSONAS.get(voice[2], (voice[2].replace("_", " "), voice[2])), lang)
        return f"{name}{joint}{pick(FIELDS[inner], lang) if inner else ''}"
    entry = re.fullmatch(r"(strategy\.calendar|strategy\.growth\.bursts|timeline)\[(\d+)\](?:\.(.+))?", path)
    if entry:
        number = int(entry[2]) + 1
        inner = (
            f", {pick(FIELDS[entry[3]], lang)}" if entry[3] in FIELDS else f", {entry[3]}" if entry[3] else ""
        )
        name = pick(FIELDS[entry[1]], lang)
        return (
            f"{name}, entry {number}{inner}"
            if lang == "en"
            else f"{name}第 {number} 项{inner.replace(', ', '，')}"
        )
    return path


def value_text(path: str, value: Any, lang: str) -> str:
    """A value as a strategist reads it, with its unit."""
    if value is None:
        return {"en": "none", "zh": "无"}[lang]
    if isinstance(value, bool):
        return pick(("yes", "是") if value else ("no", "否"), lang)
    if isinstance(value, dict) and "post" in value:
        return f"{kind_name(value['post'], lang)} {rhythm(value, lang)}".strip()
    if isinstance(value, dict):
        between = pick((", ", "，"), lang)
        return between.join(
            f"{field_name(name, lang)} {value_text(name, item, lang)}" for name, item in value.items()
        )
    if isinstance(value, (tuple, list)):
        return ", ".join(value_text(f"{path}[0]", item, lang) for item in value) or pick(
            ("empty", "空"), lang
        )
    if isinstance(value, str):
        if path == "measure" and value in MEASURES:
            return pick(MEASURES[value], lang)
        if path.endswith(".post"):
            return kind_name(value, lang)
        if path.rpartition(".")[2] == "channel":
            return channel_name(value, lang)
        return pick(CHOICES[value], lang) if value in CHOICES else value
    spot = _spot(path)
    unit = spot.unit if spot else ""
    if unit == "share" and 0 <= value <= 1:
        return f"{value:.3g}" if value < 0.01 and value else f"{100 * value:.3g} %"
    number = f"{value:,.6g}" if abs(value) < 1e6 else f"{value:,.0f}"
    if unit in _SILENT or not unit:
        return number
    if unit == "day":
        return pick((f"day {number}", f"第 {number} 天"), lang)
    if lang == "zh":
        return f"{number} {UNITS.get(unit, unit)}"
    return f"{number} {unit.removesuffix('s') if value == 1 and '/' not in unit else unit}"


def _spot(path: str) -> Spot | None:
    try:
        return spot_at(parse_path(path))
    except ValueError:
        return None


def rhythm(entry: dict[str, Any], lang: str) -> str:
    """How often an entry of the calendar is posted, and where if not in the groups."""
    via = entry.get("via") or "group"
    where = "" if via == "group" else pick((f", {CHOICES[via][0]}", f"（{CHOICES[via][1]}）"), lang)
    if entry.get("per_day") is not None:
        return pick((f"{entry['per_day']:g} a day", f"每天 {entry['per_day']:g} 条"), lang) + where
    if entry.get("per_week") is not None:
        return pick((f"{entry['per_week']:g} a week", f"每周 {entry['per_week']:g} 条"), lang) + where
    days = entry.get("on_days") or ()
    shown = ", ".join(str(day) for day in days[:8]) + (" ..." if len(days) > 8 else "")
    return pick((f"on day {shown}", f"第 {shown} 天"), lang) + where
