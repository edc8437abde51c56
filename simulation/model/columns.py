"""The columns: people, groups, operators and history as structured arrays; a person keeps their rows for life."""

from __future__ import annotations

import numpy as np

# status of a person
PROSPECT, MEMBER, LEFT, BLOCKED, OUTSIDE, CLIENT = 0, 1, 2, 3, 4, 5
STATUS_NAMES = ("prospect", "member", "left", "blocked", "outside", "client")
# role of a member; a VIP is one who is served one to one and has no other role
ORDINARY, LEADER, VIP, RESELLER = 0, 1, 2, 3
ROLE_NAMES = ("member", "koc", "vip", "reseller")
# channel a person came by
FOUNDING, PUBLIC, FRIEND, PLANTED, RESOLD = 0, 1, 2, 3, 4
CHANNEL_NAMES = ("founding", "public", "friend", "planted", "reseller")
# rival submodels
DEATH = ("topic_depletion", "lost_reciprocity", "turnover")
BUYING = ("multiplicative", "additive")
# what operators can be measured by
KPIS = ("none", "activity", "sales", "retention", "repeat_orders", "satisfaction")
ACTIVITY, SALES, RETENTION, REPEAT_ORDERS, SURVEYED = 1, 2, 3, 4, 5

#: Fixed-point scale of sums over members: integers add up the same in any order.
FIXED = 4294967296.0

# Memory traffic bounds the speed of large runs, so a person is kept in two rows of the same number: DAILY, what every
# member's day touches (m in the steps), and LIFE, what a visit or a rarer event touches (x). Under the agents engine
# both are the same Member.
_DAILY_FLOATS = (
    "deal",  # deal proneness, 0..1
    "rivals",  # log(1 + competing groups)
    "need_pace",  # share of a need that comes back a day: 1 / need interval
    "awareness",  # chance to think of the brand with no exposure, 0..1
    "trust", "satisfaction", "expected", "fatigue", "belonging",
    "memory",  # of the group: whether it is in mind, 0..1
    "recall",  # of the brand, from its posts read beyond one's awareness, 0..1
    "reference",  # price expected, as a share of list price
    "need_since",  # days since the need was last met; negative while stocked up
    # hazard still to accumulate before leaving, before the next order: thresholds drawn once, run down day by day
    "until_leaving", "until_order",
    # the same person without the groups: the counterfactual carried along
    "baseline_trust", "baseline_since", "baseline_until_order",
    "baseline_recall",
)  # fmt: skip
_DAILY_INTS = ("slot", "joined", "last_post", "said", "departed")
_DAILY_FLAGS = (
    "status", "role", "muted", "opened", "planted",
    "invite_to",  # 1: proposes to invite a contact
    "bought",  # 1: ordered today
    "contact",  # 1: a one-to-one contact of the operator, where a member
    "served",  # 1: served one to one
    "reached",  # 1: read something beside the group today, not yet acted on
    "met",  # 1: met by an operator in person today, not yet acted on
    "pitching",  # 1: a reseller who proposes to pitch
    "asking",  # 1: has asked the operators something and waits for an answer
    "awaiting",  # 1: a newcomer who has been promised a welcome
)  # fmt: skip
_LIFE_FLOATS = (
    "talk",  # talkativeness, mean 1
    "voice",  # readiness to speak, 0..1
    "attention",  # messages taken in on a visit at most
    "tolerance",  # promotional messages a visit no one minds
    "relevance",  # of the group's theme to the person, 0..1
    "read_share",  # share of the unread that the last visit took in
    "overload",  # of the last visit, 0..1
    "unwanted",  # promotional messages of the last visit beyond need and tolerance
    "until_muting",  # hazard still to accumulate before muting
    "baseline_satisfaction", "motivation",
    "spell",  # rival submodel turnover: days of talking left
    "spend",  # CNY
    "margin_90",  # CNY of contribution margin within 90 days of joining
    "basket",  # what an order is worth, against the mean order
    "beside_load", "beside_coupons",  # promotional load and coupons read beside the group today, where `reached`
    # hazard still to accumulate before blocking the operator, before signing a subscription
    "until_blocking", "until_signing",
)  # fmt: skip
_LIFE_INTS = (
    "visits_total", "group", "left", "muted_day", "posts_total", "first_post", "orders", "coupon_orders",
    "baseline_orders", "theme_first", "theme_second", "invited_by", "generation", "channel", "hunter",
    "invites_sent", "invites_accepted", "invite_paid", "reward_pending", "asked",
    "last_order",  # day, -1: never
    "subscribed_until",  # first day on which no subscription meets the need
    "good_order",  # last day of an order that pleased, -1 never
    "orders_30",  # orders within 30 days of joining
    # days of the open question, of the first question ever, and of the next message after that one's day
    "question_day", "first_question", "spoke_again",
)  # fmt: skip
DAILY = np.dtype(
    [(n, "f8") for n in _DAILY_FLOATS] + [(n, "i4") for n in _DAILY_INTS] + [(n, "i1") for n in _DAILY_FLAGS],
    align=True,
)
LIFE = np.dtype([(n, "f8") for n in _LIFE_FLOATS] + [(n, "i4") for n in _LIFE_INTS], align=True)
#: A whole person: the fields of both rows.
PERSON = np.dtype([(n, t[0]) for d in (DAILY, LIFE) for n, t in (d.fields or {}).items()], align=True)

HISTORY_INTS = (
    "open", "present", "joins", "leaves", "blocks", "mutes", "muted", "visits", "posts", "planted_messages", "messages",
    "replies", "posters", "active_28", "questions", "answered", "orders", "coupon_orders", "baseline_orders", "clicks",
    "invitations", "exhausted", "referred", "hunters", "fakes", "rewards",
    # list value of orders, of coupon orders, of the counterfactual's, of clients': in mean orders, fixed point
    "sold", "sold_coupon", "baseline_sold", "client_sold", "repeat_sold", "repeat_sold_coupon",
    "moments_seen", "direct_read", "contact_blocks", "service_contacts", "pitches", "clients",
    "client_orders", "sign_ups",
    "active_customers",  # people whose last order is less than RECENT days old
    "paid_invitations", "turned_away", "turned_away_at_gate", "dismissed", "regrouped",
    "waiting", "waited", "given_up", "product_posts", "onboarded", "neglected", "repeat_orders",
)  # fmt: skip
HISTORY_FLOATS = (
    "trust", "fatigue", "expected_value", "belonging", "memory", "freshness", "zeal", "satisfaction",
    "hours_content", "hours_reply", "hours_moderation", "hours_koc", "revenue", "margin", "baseline_margin",
    "cost_hours", "cost_reward", "cost_koc", "cost_acquisition", "cost_campaign",
    "hours_service", "cost_commission", "client_margin",
    "quality", "news", "mix", "budget", "hours_onboarding", "hours_coordination", "shop_income", "shop_cost",
)  # fmt: skip
#: One cell of the history: a group on a day. The column after the last group holds people who have left.
HISTORY = np.dtype([(n, "i8") for n in HISTORY_INTS] + [(n, "f8") for n in HISTORY_FLOATS], align=True)

_GROUP_FLOATS = (
    "ground",  # common ground, 1 is ordinary
    "talk_bias",  # founders' talkativeness
    "newcomers_up_to",  # share of the public newcomers who turn to this group or one before it
    "topics",  # topic stock per present member
    "information", "deal", "load", "spark", "coupons",  # what today's posts carry
    "moderated",  # share of the moderation planned that is done
    "cared",  # recognition given to KOCs: care planned times the share done
    "volume",  # messages to read on a visit today
    "noise",  # share of noise in them
    "answer_share",  # share of the questions old enough that are answered this morning
    "posted",  # of today's posts, as many as reach a member
    "spare_hours",  # operator hours left today for questions as they come
    "welcome_share",  # share of the newcomers who wait that are welcomed today
    "answer_now",  # share of today's questions answered at once
    "reply_share",  # share of member messages that drew a reply today
    # what today's moments and direct messages carry, the same for all groups of an operator
    "moments_posts", "moments_information", "moments_load", "moments_coupons",
    "direct_posts", "direct_information", "direct_load", "direct_coupons",
    "service_chance",  # chance that one who is served one to one is met today
    "gifts",  # CNY of gifts for joining today
    "fees",  # CNY paid today for places in a class
)  # fmt: skip
_GROUP_INTS = (
    "slot", "operator", "theme", "start_size", "cap", "koc_posts", "heard", "heard_in_all", "round_messages",
    "answers", "yesterday", "leavers", "leaders",
    "contacts",  # one-to-one contacts present
    "served",  # members served one to one
    "pitching",  # pitches proposed
    "is_class",  # 1: opened for a time, by the funnel
    "sum_trust", "sum_fatigue", "sum_expected", "sum_belonging", "sum_memory", "sum_satisfaction", "proposals",
    "queue",  # questions waiting for an answer
    "ripe",  # of these, as many as have waited long enough to be answered
    "awaiting",  # newcomers who wait for their welcome
)  # fmt: skip
#: Of these, what is counted from nothing every day.
OF_ONE_DAY = (
    "koc_posts", "answers", "heard_in_all", "sum_trust", "sum_fatigue", "sum_expected", "sum_belonging", "sum_memory",
    "sum_satisfaction", "gifts", "fees",
)  # fmt: skip
#: Days after an order for which its customer counts as active.
RECENT = 90
GROUP = np.dtype(
    [("today", HISTORY)]
    + [(n, "f8") for n in _GROUP_FLOATS]
    + [(n, "i8") for n in _GROUP_INTS]
    # people by the day of their last order, modulo RECENT; rows add up, as people may leave between two orders
    + [("recent", "i4", (RECENT,))],
    align=True,
)

_OPERATOR_FLOATS = (
    "skill", "zeal",
    "response",  # messages and weighted orders met today, per member
    "expected_response",  # what the operator has come to expect
    "level", "best",  # mean response of about 28 days, and the highest it has been
    "income", "worked",  # of a franchisee, a day, over about 28 days: share of the margin, and hours at the wage [CNY]
    "budget",  # 0..1, times the hours
    "credited", "spent",  # since the budget was last reviewed [CNY]
    "mix",  # -1..1: posts that sell are made 1 + mix times as often as planned, the others 1 - mix times
    "kpi_more", "kpi_less", "seen_more", "seen_less",  # this period's KPI and member-days, by half
    "lead_before",  # log ratio of the KPI between the halves in the period before
)  # fmt: skip
_OPERATOR_INTS = (
    "slot", "first", "count", "days",
    "stuck",  # days since the response last rose
    "gone",  # 1: has given up
    "steered_by",  # number of the KPI
    "period", "since",  # periods steered by it, days in this one
)  # fmt: skip
OPERATOR = np.dtype(
    [(n, "f8") for n in _OPERATOR_FLOATS] + [(n, "i8") for n in _OPERATOR_INTS],
    align=True,
)
