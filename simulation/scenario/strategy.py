"""What a brand decides: calendar, coupons, KOCs, referral campaign, moderation, growth."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from .arrive import MAX_CHANNELS, Burst, Funnel, Gate, Rate
from .customer import OneToOne, Resellers, Subscription
from .parameter import Finding, Section, Unfit
from .team import MAX_PERSONAS

MAX_KINDS = 16
MAX_CALENDAR = 64
#: The ways to say how often an entry of the calendar is posted; an entry has exactly one.
FREQUENCIES = ("per_day", "per_week", "on_days")


class ContentKind(Section):
    """What one post of a kind carries, on assumed scales; `doubt` is what the ensemble draws from."""

    information: float = Field(
        0.0, ge=0, le=5, description="Useful information; 1: a good article on one's interest [information]"
    )
    deal: float = Field(0.0, ge=0, le=5, description="Worth of the deal; 1: an ordinary coupon [deal]")
    load: float = Field(
        0.0, ge=0, le=5, description="Promotional load; 1: a plain advertisement [promotional messages]"
    )
    spark: float = Field(
        0.0, ge=0, le=5, description="Conversation spark; 1: a question that many want to answer [spark]"
    )
    hours: float = Field(
        0.0, ge=0, le=40, description="Operator hours to make one, once for all groups of an operator [hours]"
    )
    coupon: bool = Field(False, description="Carries the coupon of strategy.coupon")
    about_product: bool = Field(
        False, description="Tells news of the product, which runs out where product.range is limited"
    )
    doubt: float = Field(0.4, ge=0, le=0.9, description="Ensemble: each value times 1 -/+ this share [share]")


def default_content() -> dict[str, ContentKind]:
    """The kinds of DESIGN 4; every number assumed, with its doubt."""
    return {
        "coupon": ContentKind(deal=1.0, load=1.0, spark=0.05, hours=0.15, coupon=True),
        "livestream_reminder": ContentKind(information=0.1, deal=0.3, load=0.9, spark=0.05, hours=0.1),
        "product_news": ContentKind(
            information=0.4, deal=0.1, load=0.6, spark=0.25, hours=0.5, about_product=True
        ),
        "value_content": ContentKind(information=1.0, load=0.05, spark=0.45, hours=1.2),
        "topic_prompt": ContentKind(information=0.2, spark=1.0, hours=0.3),
        "activity": ContentKind(information=0.2, deal=0.3, load=0.2, spark=1.2, hours=2.0),
        "service_reply": ContentKind(information=0.6, spark=0.3, hours=0.3),
        "endorsement": ContentKind(information=0.3, load=0.3, spark=0.2, hours=0.6),
    }


class CalendarEntry(Section):
    """One line of the calendar: a kind of post and how often."""

    post: str = Field(description="Kind of post: a name from the content table")
    per_day: float | None = Field(None, ge=0, le=50, description="Posts a day and group [posts/day]")
    per_week: float | None = Field(None, ge=0, le=350, description="Posts a week and group [posts/week]")
    on_days: tuple[Annotated[int, Field(ge=0, le=730)], ...] | None = Field(
        None, max_length=100, description="Days with one post each [days]"
    )

    via: Literal["group", "moments", "direct"] = Field(
        "group",
        description="Where: in the groups, in the operators' moments, or as a direct message to one-to-one "
        "contacts",
    )

    @model_validator(mode="after")
    def _one_frequency(self) -> Self:
        given = [name for name in FREQUENCIES if getattr(self, name) is not None]
        if len(given) != 1:
            has = f"given {' and '.join(given)}" if given else "given none"
            raise Unfit(Finding((), f"{has}, allowed: exactly one of {', '.join(FREQUENCIES)}"))
        return self

    @property
    def rate(self) -> float:
        """Posts a day, 0 for an entry given by days."""
        if self.per_day is not None:
            return self.per_day
        return self.per_week / 7.0 if self.per_week is not None else 0.0


class Coupon(Section):
    """The coupon that kinds of post with `coupon: on` carry."""

    depth: float = Field(0.25, ge=0, le=0.9, description="Discount off the list price [share]")


class KocPlan(Section):
    """Members (or people brought in) whose word moves others."""

    per_group: int = Field(0, ge=0, le=50, description="KOCs per group")
    choose: Literal["random", "behaviour", "contacts"] = Field(
        "random", description="At random, by observed messages so far, or by number of contacts"
    )
    from_day: int = Field(0, ge=0, le=730, description="Day on which they are chosen [day]")
    planted: bool = Field(
        False, description="Brought in from outside: their messages do not count as members'"
    )
    care: float = Field(0.5, ge=0, le=1, description="Share of the ordinary care operators give them [share]")
    pay: float = Field(0.0, ge=0, le=1000, description="Perks per KOC and day [CNY/day]")


class ReferralCampaign(Section):
    """A campaign in which members invite contacts for a reward."""

    start: int = Field(0, ge=0, le=730, description="First day [day]")
    length: int = Field(0, ge=0, le=730, description="Days it runs; 0: none [days]")
    bait_inviter: float = Field(0.0, ge=0, le=1000, description="Reward for the inviter [CNY]")
    bait_friend: float = Field(0.0, ge=0, le=1000, description="Reward for the friend [CNY]")
    pay_on: Literal["join", "first_order"] = Field("join", description="What the reward is paid on")
    loophole: float = Field(0.5, ge=0, le=1, description="How open the rules are to fake accounts [share]")
    cost_per_day: float = Field(0.0, ge=0, le=100000, description="Fixed cost while it runs [CNY/day]")
    ease: float = Field(
        1.0,
        ge=0,
        le=1,
        description="How easy paid inviting is made; 0: so awkward that nobody does it [share]",
    )
    trigger: Literal["any", "after_good_order"] = Field(
        "any",
        description="What earns the reward: any invitation, or one within 7 days of an order that pleased",
    )
    budget: float = Field(
        0.0, ge=0, le=1e9, description="Rewards after which the campaign ends; 0: no limit [CNY]"
    )


class ModerationPlan(Section):
    """How strictly operators keep a group clean."""

    strictness: float = Field(0.3, ge=0, le=1, description="0: anything goes; 1: hardly anything [share]")


class Growth(Section):
    """Newcomers bought in from public channels."""

    public_per_day: float = Field(
        0.0, ge=0, le=10000, description="Newcomers from public channels a day, all groups [people/day]"
    )
    cost_per_join: float = Field(15.0, ge=0, le=10000, description="Cost of one at the start [CNY]")
    precision: float = Field(
        0.0,
        ge=0,
        le=1,
        description="How far this plain channel is aimed at people whom the theme concerns [share]",
    )
    bait: float = Field(0.0, ge=0, le=1000, description="Gift for joining by the plain channel [CNY]")
    endorsement: float = Field(
        0.0, ge=0, le=1, description="How far somebody trusted vouches for the brand on it [share]"
    )
    channels: Annotated[dict[str, Rate], Field(max_length=MAX_CHANNELS)] = Field(
        default_factory=dict,
        description="Newcomers a day by named channels: name from the channels table -> people [people/day]",
    )
    bursts: tuple[Burst, ...] = Field((), max_length=100, description="Days on which many come at once")


class Service(Section):
    """Answers to members' questions."""

    answer: bool = Field(True, description="Operators answer questions within their hours")
    delay: int = Field(
        0,
        ge=0,
        le=60,
        description="An answer comes this many days after the question at the earliest; 0: the same day, if "
        "there are hours left [days]",
    )
    expert: float = Field(
        0.0,
        ge=0,
        le=1,
        description="Share of answers given by those who make the product; worth more, and longer to give "
        "[share]",
    )
    onboarding: bool = Field(
        False, description="Newcomers are promised a welcome within two days, within operators' hours"
    )
    feedback: float = Field(
        0.0, ge=0, le=1, description="Share of the questions answered that reach the makers [share]"
    )


class Strategy(Section):
    """What the brand does in its groups."""

    calendar: tuple[CalendarEntry, ...] = Field((), max_length=MAX_CALENDAR, description="Posting calendar")
    coupon: Coupon = Field(default_factory=Coupon)
    kocs: KocPlan = Field(default_factory=KocPlan)
    referral: ReferralCampaign = Field(default_factory=ReferralCampaign)
    moderation: ModerationPlan = Field(default_factory=ModerationPlan)
    growth: Growth = Field(default_factory=Growth)
    gate: Gate = Field(default_factory=Gate)
    funnel: Funnel = Field(default_factory=Funnel)
    service: Service = Field(default_factory=Service)
    purchase_ease: float = Field(
        1.0,
        ge=0.1,
        le=1,
        description="How easily a member gets from wanting to having ordered; 1: in a tap [share]",
    )
    one_to_one: OneToOne = Field(default_factory=OneToOne)
    resellers: Resellers = Field(default_factory=Resellers)
    subscription: Subscription = Field(default_factory=Subscription)
    personas: dict[
        str, Annotated[float, Field(ge=0, le=1, description="Share of posts in this voice [share]")]
    ] = Field(
        {},
        max_length=MAX_PERSONAS,
        description="Persona -> share of posts in its voice, which add up to 1; empty: the brand's own voice [share]",
    )
    shop_share: float = Field(
        0.0,
        ge=0,
        le=1,
        description="Share of the margin of group orders that goes to shops: a franchise, or the staff of one's own "
        "[share]",
    )
    segments: int = Field(
        1,
        ge=1,
        le=50,
        description="Kinds of members that get posts of their own, each 1 / this of them; 1: one broadcast",
    )
