"""What a brand decides for single customers: personal service, resellers, a subscription."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from .parameter import Section


class OneToOne(Section):
    """Operators keep hours free to look after some members personally."""

    hours_per_day: float = Field(
        0.0, ge=0, le=16, description="Hours each operator keeps for it a day; 0: none [hours]"
    )
    share: float = Field(0.1, ge=0, le=1, description="Share of a group's members that is served [share]")
    choose: Literal["spend", "random"] = Field(
        "spend", description="Those who spent most as members so far, or at random"
    )
    from_day: int = Field(0, ge=0, le=730, description="Day on which they are first chosen [day]")
    every: int = Field(30, ge=1, le=730, description="Days after which they are chosen anew [days]")


class Resellers(Section):
    """Members who sell to contacts of theirs outside the groups, for a commission."""

    per_group: int = Field(0, ge=0, le=50, description="Resellers per group")
    choose: Literal["random", "behaviour", "contacts", "spend"] = Field(
        "random",
        description="At random, by observed messages so far, by number of contacts, or by spending so far",
    )
    from_day: int = Field(0, ge=0, le=730, description="Day on which they are chosen [day]")
    commission: float = Field(
        0.1, ge=0, le=0.9, description="Share of what their clients pay that they get [share]"
    )


class Subscription(Section):
    """A subscription offered in the groups: paid at once, it meets the need for a time."""

    on: int | None = Field(None, ge=0, le=730, description="First day of the offer; none: no offer [day]")
    open_days: int = Field(10, ge=1, le=730, description="Days the offer stands [days]")
    price: float = Field(500.0, ge=0, le=1_000_000, description="Price, paid on signing [CNY]")
    length: int = Field(365, ge=1, le=3650, description="Days for which it meets the need [days]")
