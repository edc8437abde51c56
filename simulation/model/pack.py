"""Scenario to parameters: a nested record for compiled code, a namespace of the same names for plain Python."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import numpy as np

from ..scenario.behaviour import Behaviour
from ..scenario.mechanisms import neutral_values
from ..scenario.schema import Scenario
from ..scenario.strategy import MAX_CALENDAR, MAX_KINDS
from ..scenario.team import BRAND, Persona
from .columns import BUYING, DEATH, KPIS
from .joining import usual_relevance
from .rules import bait_pull
from .rules_team import credibility, reply_effort, reply_quality

#: Ways to post, as the steps know them.
VIA = ("group", "moments", "direct")
_CONTENT = ("hours", "information", "deal", "load", "spark")
_PLAN_FLOATS = (
    "answer", "strictness", "koc_care", "koc_pay", "inviter_pull", "friend_pull", "loophole", "reward", "campaign_cost",
    "sellers", "purchase_ease", "service_hours", "commission", "subscription_price",
    "ease", "question", "deposit", "usual_relevance", "entry_price",
    "reply_quality", "reply_effort", "news", "credibility", "matching", "shop_share",
)  # fmt: skip
_PLAN_INTS = (
    "entries", "campaign", "reward_on_order", "groups",
    "beside",  # entries of the calendar that go by moments or direct messages
    "reselling",  # 1: there are resellers
    "offer",  # 1: a subscription is on offer today
    "subscription_length",
    "good_order_only", "gate", "classes", "answer_delay", "segments", "onboarding",
)  # fmt: skip


def _section_dtype(section: Any) -> np.dtype:
    kinds = {float: "f8", int: "i8"}
    return np.dtype(
        [(name, kinds[field.annotation]) for name, field in section.model_fields.items()], align=True
    )


_SECTIONS = {name: _section_dtype(field.annotation) for name, field in Behaviour.model_fields.items()}
_PLAN = np.dtype(
    [(n, "f8") for n in _PLAN_FLOATS]
    + [(n, "i8") for n in _PLAN_INTS]
    + [
        ("due", "i8", (MAX_CALENDAR,)),
        ("kind", "i8", (MAX_CALENDAR,)),
        ("via", "i8", (MAX_CALENDAR,)),
        ("coupon", "f8", (MAX_KINDS,)),
    ]
    + [(n, "i8", (MAX_KINDS,)) for n in ("about_product", "selling")]
    + [(n, "f8", (MAX_KINDS,)) for n in _CONTENT],
    align=True,
)
_PRODUCT = np.dtype(
    [("price", "f8"), ("margin", "f8"), ("quality", "f8"), ("first_quality", "f8"), ("deciders", "i8")],
    align=True,
)
_COUPON = np.dtype([("depth", "f8")], align=True)
_OPERATOR_FLOATS = ("hours_per_day", "wage", "pressure", "sop", "attribution")
_OPERATOR_INTS = ("steer_every", "survey_size", "gives_up_after", "budget_follows_credit", "franchise")
_OPERATORS = np.dtype(
    [(n, "f8") for n in _OPERATOR_FLOATS] + [(n, "i8") for n in (*_OPERATOR_INTS, "kpi", "team")], align=True
)
PARAMETERS = np.dtype(
    [
        ("key", "i8"),
        ("day", "i8"),
        ("death", "i8"),
        ("additive", "i8"),
        ("plan", _PLAN),
        ("product", _PRODUCT),
        ("coupon", _COUPON),
        ("operators", _OPERATORS),
        *_SECTIONS.items(),
    ],
    align=True,
)


def behaviour_values(spec: Scenario) -> dict[str, dict[str, float]]:
    """Behavioural parameters by section, with the mechanisms switched off set to their neutral values."""
    values = {name: dict(getattr(spec.behaviour, name)) for name in _SECTIONS}
    for path, neutral in neutral_values(spec.mechanisms).items():
        _, section, name = path.split(".")
        values[section][name] = type(values[section][name])(neutral)
    return values


def posts_due(spec: Scenario, days: int) -> np.ndarray:
    """How many posts of each calendar entry are due in each group, shape [days, MAX_CALENDAR].

    Rates are spread evenly over days, and entries over the week: each starts at another phase.
    """
    due = np.zeros((days, MAX_CALENDAR), np.int64)
    mornings = np.arange(days + 1)
    for index, entry in enumerate(spec.strategy.calendar):
        phase = (0.618 * index) % 1.0 + 1e-9
        due[:, index] = np.diff((mornings * entry.rate + phase).astype(np.int64))
        for day in entry.on_days or ():
            if day < days:
                due[day, index] += 1
    return due


def pack(spec: Scenario, key: int, day: int) -> np.ndarray:
    """Parameters as an array of one PARAMETERS record; what the date changes is set by `Dates`."""
    box = np.zeros(1, PARAMETERS)
    p = box[0]
    p["key"], p["day"] = key, day
    p["death"] = DEATH.index(spec.submodels.death)
    p["additive"] = BUYING.index(spec.submodels.buying)
    for section, values in behaviour_values(spec).items():
        p[section] = tuple(values[name] for name in _SECTIONS[section].names or ())
    product, plan = spec.product, p["plan"]
    p["product"]["price"], p["product"]["margin"], p["product"]["quality"] = (
        product.price,
        product.margin,
        product.quality,
    )
    p["product"]["deciders"] = product.deciders
    p["coupon"]["depth"] = spec.strategy.coupon.depth
    for name in (*_OPERATOR_FLOATS, *_OPERATOR_INTS):
        p["operators"][name] = getattr(spec.operators, name)
    p["operators"]["kpi"] = KPIS.index(spec.operators.kpi)
    p["operators"]["team"] = -(-spec.groups.count // spec.operators.groups_per_operator)
    kinds = list(spec.content)
    for index, kind in enumerate(spec.content.values()):
        plan["coupon"][index] = float(kind.coupon)
        plan["about_product"][index] = int(kind.about_product)
        plan["selling"][index] = int(kind.load > kind.information + kind.spark)
        for name in _CONTENT:
            plan[name][index] = getattr(kind, name)
    for index, entry in enumerate(spec.strategy.calendar):
        plan["kind"][index] = kinds.index(entry.post)
        plan["via"][index] = VIA.index(entry.via)
    plan["entries"] = len(spec.strategy.calendar)
    _pack_strategy(plan, p["referral"], spec)
    _pack_arrivals(plan, spec)
    _pack_team(p, spec)
    return box


def _pack_strategy(plan: Any, referral: Any, spec: Scenario) -> None:
    s = spec.strategy
    plan["answer"] = float(s.service.answer)
    plan["strictness"] = s.moderation.strictness
    plan["koc_care"], plan["koc_pay"] = s.kocs.care, s.kocs.pay
    rule_parameters = SimpleNamespace(bait_half=float(referral["bait_half"]))
    late = float(referral["on_order_discount"]) if s.referral.pay_on == "first_order" else 1.0
    plan["inviter_pull"] = bait_pull(s.referral.bait_inviter, rule_parameters) * late
    plan["friend_pull"] = bait_pull(s.referral.bait_friend, rule_parameters) * late
    plan["reward_on_order"] = int(s.referral.pay_on == "first_order")
    plan["loophole"] = 0.0 if s.referral.pay_on == "first_order" else s.referral.loophole
    plan["reward"] = s.referral.bait_inviter + s.referral.bait_friend
    plan["groups"] = spec.groups.count
    _pack_customers(plan, spec)


def _pack_customers(plan: Any, spec: Scenario) -> None:
    s = spec.strategy
    plan["sellers"] = spec.market.sellers
    plan["purchase_ease"] = s.purchase_ease
    plan["service_hours"] = s.one_to_one.hours_per_day
    plan["commission"] = s.resellers.commission
    plan["reselling"] = int(s.resellers.per_group > 0)
    plan["beside"] = sum(entry.via != "group" for entry in s.calendar)
    plan["subscription_price"], plan["subscription_length"] = s.subscription.price, s.subscription.length


def _pack_arrivals(plan: Any, spec: Scenario) -> None:
    s = spec.strategy
    plan["ease"] = s.referral.ease
    plan["good_order_only"] = int(s.referral.trigger == "after_good_order")
    plan["question"], plan["deposit"] = s.gate.question, s.gate.deposit
    priced = s.funnel.classes > 0 and s.funnel.entry_price > 0
    plan["gate"] = int(s.gate.question > 0 or s.gate.deposit > 0 or priced)
    plan["usual_relevance"] = usual_relevance(spec.market.topics)
    plan["classes"], plan["entry_price"] = s.funnel.classes, s.funnel.entry_price


def _pack_team(p: Any, spec: Scenario) -> None:
    plan, service = p["plan"], spec.strategy.service
    # the firm sets these anew each morning (firm.py)
    p["product"]["first_quality"] = spec.product.quality
    plan["news"] = 1.0
    replies = as_namespace(p["replies"])
    plan["answer_delay"] = service.delay
    plan["onboarding"] = int(service.onboarding)
    plan["shop_share"] = spec.strategy.shop_share
    plan["reply_quality"] = reply_quality(service.expert, replies)
    plan["reply_effort"] = reply_effort(service.expert, replies)
    plan["credibility"] = _voice(spec, as_namespace(p["source"]))
    segments = spec.strategy.segments
    plan["segments"] = segments
    plan["matching"] = float(p["segments"]["accuracy"]) * (1.0 - 1.0 / segments)


def _voice(spec: Scenario, source: Any) -> float:
    """Mean credibility of the voices posts are written in, against the brand's own."""
    voices = spec.strategy.personas
    if not voices:
        return 1.0
    brand = spec.personas.get(BRAND, Persona())
    mean = sum(
        voices.get(name, 0.0) * credibility(persona.warmth, persona.expertise, source)
        for name, persona in spec.personas.items()
    )
    return mean / (sum(voices.values()) * credibility(brand.warmth, brand.expertise, source))


class Dates:
    """What the date alone changes of the parameters: the day, posts due, whether the campaign runs, what is on offer.

    box: the parameters, which are written to; days: horizon of the run. All days are worked out at once, for as long
    as the scenario stays what it is.
    """

    def __init__(self, box: np.ndarray, spec: Scenario, days: int) -> None:
        plan = box["plan"]
        self._day, self._due = box["day"], plan["due"]
        self._campaign, self._cost, self._offer = plan["campaign"], plan["campaign_cost"], plan["offer"]
        self._posts = posts_due(spec, days)
        campaign, offer = spec.strategy.referral, spec.strategy.subscription
        self._campaign_days = range(campaign.start, campaign.start + campaign.length)
        self._cost_per_day = campaign.cost_per_day
        self._offer_days = range(0) if offer.on is None else range(offer.on, offer.on + offer.open_days)

    def set(self, day: int) -> None:
        """Write a day into the parameters."""
        running = day in self._campaign_days
        self._day[0] = day
        self._due[0] = self._posts[day]
        self._campaign[0] = running
        self._cost[0] = self._cost_per_day if running else 0.0
        self._offer[0] = day in self._offer_days


def as_namespace(record: Any) -> Any:
    """The same parameters under the same names as plain Python numbers and lists, for the agents engine."""
    if isinstance(record, np.void) and record.dtype.names:
        return SimpleNamespace(**{name: as_namespace(record[name]) for name in record.dtype.names})
    return record.tolist() if isinstance(record, (np.ndarray, np.generic)) else record
