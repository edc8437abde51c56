"""The people there are: how their traits are spread. The spreads are assumed, so each has a range of doubt."""

from __future__ import annotations

from typing import Self

from pydantic import Field, model_validator

from .parameter import Finding, Section, Unfit, parameter

# fmt: off


class PlatformRules(Section):
    """What the platform on which the groups live puts up with."""

    tolerance: float = parameter(1.0, "paid invitations per member and week", "Paid inviting that the platform tolerates", low=0, high=1000, draw=(0.5, 2.0))


class Market(Section):
    """The people there are. Spreads are assumed unless a source is named."""

    people: int = Field(50_000, ge=10, le=5_000_000, description="People in the market [people]")
    topics: int = Field(6, ge=1, le=50, description="Topics people can be interested in")
    talk_sigma: float = parameter(1.9, "log-sd", "Spread of talkativeness, log-normal, mean 1", low=0, high=3, draw=(1.4, 2.6))
    deal_mean: float = parameter(0.45, "share", "Median deal proneness", low=0.02, high=0.98, draw=(0.3, 0.6))
    deal_spread: float = parameter(1.0, "logit-sd", "Spread of deal proneness", low=0, high=4, draw=(0.6, 1.5))
    attention_median: float = parameter(20.0, "messages", "Most messages a person takes in on a visit, median", low=0.5, high=1000, draw=(12.0, 32.0))
    attention_sigma: float = parameter(0.6, "log-sd", "Spread of attention, log-normal", low=0, high=2, draw=(0.3, 0.9))
    tolerance_median: float = parameter(0.5, "promotional messages a visit", "Promotion that no one minds, median", low=0, high=50, draw=(0.25, 1.0))
    tolerance_sigma: float = parameter(0.6, "log-sd", "Spread of tolerance, log-normal", low=0, high=2, draw=(0.3, 0.9))
    rivals: tuple[float, float, float, float] = Field(
        (0.25, 0.589, 0.139, 0.021),
        description="Share of people in under 10, 10-30, 30-50, over 50 groups [share]; source: "
        "evidence E9, China Youth Daily 2020",
    )
    rivals_scale: float = Field(
        1.0, ge=0, le=100, description="Times everyone's number of competing groups; 1: as in the survey [1]"
    )
    need_sigma: float = parameter(0.4, "log-sd", "Spread of need intervals, log-normal", low=0, high=2, draw=(0.2, 0.7))
    basket_sigma: float = parameter(0.0, "log-sd", "Spread of baskets (what a person's order is worth against the mean order), log-normal, mean 1", low=0, high=2, draw=(0.0, 0.8))
    sellers: float = Field(0.0, ge=0, le=20, description="Rival sellers of the same need beyond those the buying rate is calibrated with [sellers]")
    household: float = parameter(2.0, "people", "People per household circle; circles grow in proportion to size, so most are small and some large", low=1, high=10, draw=(1.6, 2.6))
    work: float = parameter(2.2, "people", "People per work circle, grown likewise", low=1, high=10, draw=(1.8, 2.6))
    interest: float = parameter(2.2, "people", "People per interest circle, grown likewise", low=1, high=10, draw=(1.8, 2.6))

    platform: PlatformRules = Field(default_factory=PlatformRules)

    @model_validator(mode="after")
    def _rivals_add_up(self) -> Self:
        if any(x < 0 for x in self.rivals) or not 0.98 <= sum(self.rivals) <= 1.02:
            text = (
                f"given shares that add up to {sum(self.rivals):g}, allowed: four shares from "
                f"0 to 1 that add up to 1"
            )
            raise Unfit(Finding(("rivals",), text))
        return self
