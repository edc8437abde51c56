"""What a scenario may say: market, groups, product, operators, strategy, timeline, behaviour."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Annotated, Any, Literal, Self

from pydantic import Field, model_validator

from .arrive import MAX_CHANNELS, Channel, default_channels, too_many_classes, unknown_channels
from .behaviour import Behaviour
from .market import Market
from .mechanisms import Mechanisms
from .parameter import Finding, Section, Unfit
from .paths import nearest
from .strategy import MAX_KINDS, ContentKind, Strategy, default_content
from .team import MAX_PERSONAS, Persona, default_personas, persona_findings

#: What an operator can see in WeChat, and so what a timeline condition may ask about (community, daily).
OBSERVABLE_CONDITIONS: dict[str, str] = {
    "member_messages": "member messages per open group and day, mean of the last 7 days",
    "orders": "orders per day, mean of the last 7 days",
    "clicks": "clicks per day, mean of the last 7 days",
    "joins": "joins per day, mean of the last 7 days",
    "leaves": "members who left per day, mean of the last 7 days",
    "members_present": "members present",
    "questions_unanswered": "questions waiting for an answer",
}
#: Known to the model, hidden from an operator.
HIDDEN_MEASURES = (
    "trust",
    "satisfaction",
    "fatigue",
    "belonging",
    "expected_value",
    "memory",
    "opens",
    "open_rate",
    "mutes",
    "mute_share",
    "freshness",
)


class Words(Section):
    """A text in both languages; a bare text stands for both."""

    en: str = Field(min_length=1, max_length=400, description="English")
    zh: str = Field(min_length=1, max_length=400, description="Chinese")

    @model_validator(mode="before")
    @classmethod
    def _bare(cls, given: Any) -> Any:
        return {"en": given, "zh": given} if isinstance(given, str) else given


class Groups(Section):
    """The groups at the start; groups differ, so that outcomes spread as real ones do."""

    open: bool = Field(
        True,
        description="False: no group is opened; the same people buy at their background rate (the "
        "counterfactual)",
    )
    count: int = Field(20, ge=1, le=20_000, description="Number of groups")
    members_at_start: int = Field(
        200, ge=1, le=500, description="Median members of a group at the start [people]"
    )
    size_sigma: float = Field(0.25, ge=0, le=2, description="Spread of start sizes, log-normal [log-sd]")
    cap: int = Field(500, ge=2, le=500, description="Largest size; WeChat's is 500 [people]")
    common_ground: float = Field(
        1.0,
        ge=0,
        le=10,
        description="Common ground of the members, 1 is ordinary: own topics, outside events, "
        "interest in the theme [1]",
    )
    ground_sigma: float = Field(
        1.1, ge=0, le=2, description="Spread of common ground over groups, log-normal [log-sd]"
    )
    talk_sigma: float = Field(
        0.25, ge=0, le=2, description="Spread of the founders' talkativeness over groups, log-normal [log-sd]"
    )
    newcomers_sigma: float = Field(
        0.0,
        ge=0,
        le=3,
        description="Spread over groups of how many of the public newcomers come to each, log-normal; 0: an "
        "even share [log-sd]",
    )
    customers: bool = Field(
        True, description="True: members at the start are customers; false: strangers to the brand"
    )
    contacts_share: float = Field(
        0.5, ge=0, le=1, description="Members who are one-to-one contacts of the operator too [share]"
    )
    precision: float = Field(
        0.0, ge=0, le=1, description="How far founders were invited by whom the theme concerns [share]"
    )
    bait: float = Field(
        0.0,
        ge=0,
        le=1000,
        description="Gift by which founders were drawn; paid before the start, so no cost [CNY]",
    )


class Product(Section):
    """What the brand sells."""

    price: float = Field(80.0, gt=0, le=1_000_000, description="List price [CNY]")
    margin: float = Field(0.6, ge=0, le=0.99, description="Contribution margin at list price [share]")
    quality: float = Field(
        0.65,
        ge=0,
        le=1,
        description="Satisfaction an order leaves; 0.5 neither pleases nor disappoints [share]",
    )
    need_interval: float = Field(
        45.0, ge=1, le=3650, description="Median days until the need comes back [days]"
    )
    deciders: int = Field(
        1, ge=1, le=12, description="People who must say yes to an order, one after another [people]"
    )
    range: float = Field(
        0.0,
        ge=0,
        le=100_000,
        description="Products there is news to tell of at the start; 0: news never runs out [products]",
    )
    launches_per_year: float = Field(
        0.0,
        ge=0,
        le=365,
        description="New products a year, spread evenly; each is news where the range is limited [products/year]",
    )


class Operators(Section):
    """The staff who run the groups."""

    groups_per_operator: int = Field(10, ge=1, le=500, description="Groups one person runs")
    hours_per_day: float = Field(6.0, ge=0, le=16, description="Working hours a day of one operator [hours]")
    wage: float = Field(40.0, ge=0, le=2000, description="Cost of an hour worked [CNY/hour]")
    skill: float = Field(1.0, ge=0, le=3, description="Mean quality of what is made; 1 is ordinary [1]")
    skill_sigma: float = Field(
        0.2, ge=0, le=2, description="Spread of skill over operators, log-normal [log-sd]"
    )
    zeal: float = Field(1.0, ge=0, le=1.5, description="Zeal at the start; 1 is ordinary [1]")
    kpi: Literal["none", "activity", "sales", "retention", "repeat_orders", "satisfaction"] = Field(
        "none",
        description="What operators are measured by, and so shift their posts to: member messages, revenue, "
        "members who stay, revenue from people's later orders, or a small survey; none: the calendar as planned",
    )
    steer_every: int = Field(
        14, ge=3, le=365, description="Days after which posts are shifted by the KPI [days]"
    )
    survey_size: int = Field(
        30, ge=1, le=500, description="Members asked in a survey of satisfaction, in each half [people]"
    )
    pressure: float = Field(
        1.0, ge=0, le=10, description="How hard the KPI presses; times the shift it causes, 1 is ordinary [1]"
    )
    gives_up_after: int = Field(
        0,
        ge=0,
        le=730,
        description="An operator on the side stops after so many days without a rise of response; 0: never "
        "[days]",
    )
    sop: float = Field(
        1.0,
        ge=0,
        le=1,
        description="How much of the work is laid down in procedures; 1: operators need not agree on it day "
        "by day [share]",
    )
    attribution: float = Field(
        1.0,
        ge=0,
        le=1,
        description="Share of the groups' orders that accounting credits to the operators [share]",
    )
    budget_follows_credit: bool = Field(
        False, description="Every 28 days operators' hours are cut or restored by what is credited to them"
    )
    franchise: bool = Field(
        False, description="Groups are run by shops that pay their own hours and live on strategy.shop_share"
    )


class Submodels(Section):
    """Rival submodels, where theory is divided."""

    death: Literal["topic_depletion", "lost_reciprocity", "turnover"] = Field(
        "topic_depletion",
        description="Why talk dies: topics run out, messages go unanswered, or the talkative move on",
    )
    buying: Literal["multiplicative", "additive"] = Field(
        "multiplicative", description="Whether need, trust and exposure multiply or add up"
    )


class Condition(Section):
    """A condition on what an operator could see: true after `for` days in a row below or above."""

    measure: str = Field(
        description="What is watched; an operator can react only to what WeChat shows: "
        + ", ".join(OBSERVABLE_CONDITIONS)
    )
    below: float | None = Field(None, description="True while the measure is below this")
    above: float | None = Field(None, description="True while the measure is above this")
    for_: int = Field(1, ge=1, le=365, alias="for", description="Days in a row [days]")

    @model_validator(mode="after")
    def _sound(self) -> Self:
        if (self.below is None) == (self.above is None):
            given = "both" if self.below is not None else "neither"
            raise Unfit(Finding((), f"given {given}, allowed: exactly one of below, above"))
        allowed = f"allowed: {', '.join(OBSERVABLE_CONDITIONS)}"
        if self.measure in HIDDEN_MEASURES:
            why = "is hidden from an operator: WeChat does not show it, so no plan can react to it"
            raise Unfit(Finding(("measure",), f"{self.measure} {why}; {allowed}"))
        if self.measure not in OBSERVABLE_CONDITIONS:
            near = nearest(self.measure, OBSERVABLE_CONDITIONS)
            hint = f"did you mean {near}? " if near else ""
            raise Unfit(Finding(("measure",), f"unknown measure {self.measure!r}; {hint}{allowed}"))
        return self


class Change(Section):
    """One entry of the timeline: on a day, or when a condition comes true (once), set dotted paths."""

    on: int | None = Field(None, ge=0, le=730, description="Day [day]")
    when: Condition | None = Field(
        None, description="Condition; the change is made once, when it first comes true"
    )
    set: dict[str, Any] = Field(min_length=1, description="Dotted path -> new value")

    @model_validator(mode="after")
    def _one_trigger(self) -> Self:
        if (self.on is None) == (self.when is None):
            given = "both" if self.on is not None else "neither"
            raise Unfit(Finding((), f"given {given}, allowed: exactly one of on (a day), when (a condition)"))
        return self


class Scenario(Section):
    """One whole scenario: what is, what is done, and how people respond."""

    name: str = Field("unnamed", pattern=r"^[a-z0-9][a-z0-9_-]{0,63}$", description="File name without .yaml")
    title: Words = Field(Words(en="Untitled", zh="未命名"), description="Title in both languages")
    question: Words | None = Field(None, description="The question this scenario answers")
    theme: str = Field(
        "basics", pattern=r"^[a-z_]{1,40}$", description="Shelf on which `grouplife scenarios` lists it"
    )
    days: int = Field(180, ge=1, le=730, description="Horizon [days]")
    market: Market = Field(default_factory=Market)
    groups: Groups = Field(default_factory=Groups)
    product: Product = Field(default_factory=Product)
    operators: Operators = Field(default_factory=Operators)
    content: Annotated[
        dict[Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,39}$")], ContentKind],
        Field(max_length=MAX_KINDS),
    ] = Field(default_factory=default_content, description="The table of content kinds")
    channels: Annotated[
        dict[Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,39}$")], Channel],
        Field(max_length=MAX_CHANNELS),
    ] = Field(default_factory=default_channels, description="The table of public channels")
    personas: Annotated[
        dict[Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,39}$")], Persona],
        Field(max_length=MAX_PERSONAS),
    ] = Field(default_factory=default_personas, description="The table of voices posts can be written in")
    strategy: Strategy = Field(default_factory=Strategy)
    timeline: tuple[Change, ...] = Field((), max_length=100, description="Dated and conditional changes")
    submodels: Submodels = Field(default_factory=Submodels)
    fits: str = Field(
        "",
        max_length=1000,
        description="Table of fits (CSV) from which ensembles draw the parameters fitted to real groups; in a file, "
        'relative to its folder; "": those shipped, see docs/calibration.md',
    )
    mechanisms: Mechanisms = Field(default_factory=Mechanisms)
    behaviour: Behaviour = Field(default_factory=Behaviour)

    @model_validator(mode="after")
    def _sound(self) -> Self:
        growth = self.strategy.growth
        lasting = max(1, self.groups.count - self.strategy.funnel.classes)  # classes start empty
        findings = impossible_sizes(
            lasting, self.groups.members_at_start, self.groups.cap, self.market.people
        ) + unknown_kinds([entry.post for entry in self.strategy.calendar], self.content)
        findings += unknown_channels(growth.channels, [b.channel for b in growth.bursts], self.channels)
        findings += too_many_classes(self.strategy.funnel.classes, self.groups.count)
        findings += persona_findings(self.strategy.personas, self.personas)
        if findings:
            raise Unfit(*findings)
        return self

    def override(self, changes: Mapping[str, Any] | Sequence[str]) -> Scenario:
        """A copy with dotted paths set: `{"strategy.calendar[0].per_day": 5}` or `["days=90"]`.

        A mapping given for a section sets what it names and keeps the rest; a list or an entry of one is
        replaced. Raises UsageError for an unknown path, a value out of range, or what does not fit together.
        """
        from .overrides import override  # imports this module

        return override(self, changes)


def impossible_sizes(count: int, size: int, cap: int, people: int) -> list[Finding]:
    """Findings where groups do not fit the market or their cap."""
    findings = []
    if count * size > people:
        text = (
            f"more members than people: {count:,} groups x {size} members = {count * size:,}, "
            f"but market.people is {people:,}; raise market.people or make fewer or smaller groups"
        )
        sizes = (("groups", "count"), ("groups", "members_at_start"), ("market", "people"))
        findings.append(Finding(("groups",), text, sizes))
    if size > cap:
        text = f"given {size}, allowed: up to groups.cap, which is {cap}"
        size_and_cap = (("groups", "members_at_start"), ("groups", "cap"))
        findings.append(Finding(("groups", "members_at_start"), text, size_and_cap))
    return findings


def unknown_kinds(posts: Sequence[str], kinds: Iterable[str]) -> list[Finding]:
    """Findings where the calendar posts a kind the content table does not have."""
    findings = []
    for i, post in enumerate(posts):
        if post not in kinds:
            near = nearest(post, kinds)
            hint = f"did you mean {near}? " if near else ""
            text = f"unknown kind of post {post!r}; {hint}allowed: {', '.join(kinds)}"
            findings.append(Finding(("strategy", "calendar", i, "post"), text))
    return findings
