"""Patterns of which only the direction is known: small contrasts in which the model must show it by itself.

The same people with the same luck in both arms; the difference is over seeds, and over the ensemble's members.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from ..experiments.intervals import Estimate
from ..scenario import Scenario, load_scenario
from .panel import Arm, Panel, Values

#: Days of every contrast.
DAYS = 180
_PROMOTION = ("coupon", "livestream_reminder", "product_news")


@dataclass(frozen=True)
class Sign:
    """One direction. evidence: its name; about, contrast: what is known, and what stands for it, in en and zh.

    unit: of the difference; difference: of a panel that holds the arms, positive where the model agrees.
    """

    evidence: str
    about: tuple[str, str]
    contrast: tuple[str, str]
    unit: str
    difference: Callable[[Panel], Values]


@dataclass(frozen=True)
class SignFound:
    """A direction as the model has it. agree: share of the ensemble's members whose difference is positive."""

    sign: Sign
    estimate: Estimate
    agree: float | None

    @property
    def holds(self) -> bool:
        """Whether the mean difference lies beyond luck on the side of the evidence."""
        low = self.estimate.luck[0]
        return low is not None and low > 0.0


def arms() -> dict[str, Scenario]:
    """The scenarios of all contrasts, by name. Usual practice, and one thing changed."""
    usual = load_scenario("baseline", {"days": DAYS, "groups.count": 8, "market.people": 20_000})
    entries = [entry.model_dump(exclude_none=True) for entry in usual.strategy.calendar]
    unsold = [entry for entry in entries if entry["post"] not in _PROMOTION]
    small = {"groups.members_at_start": 50, "groups.count": 32, "groups.size_sigma": 0.0}
    large = {"groups.members_at_start": 400, "groups.count": 4, "groups.size_sigma": 0.0}
    return {
        "usual": usual,
        "nothing_sold": usual.override({"strategy.calendar": unsold}),
        "small": usual.override(small),
        "large": usual.override(large),
        "little_attention": usual.override({"market.attention_median": 5.0}),
        "much_attention": usual.override({"market.attention_median": 80.0}),
    }


def _share(panel: Panel, arm: str, what: str) -> Values:
    """Members who did it at some time, as a share of all who were ever there."""
    there = panel.sums(arm, "members_present", DAYS - 1, DAYS)
    left = panel.sums(arm, "leaves", 0, DAYS)
    return panel.sums(arm, what, 0, DAYS) / Values(there.default + left.default, there.drawn + left.drawn)


def _joins_a_group(panel: Panel, arm: str, groups: int) -> Values:
    """People who came by invitation, per group."""
    joins = panel.values(arm, "referred_joins")
    return Values(joins.default / groups, joins.drawn / groups)


SIGNS: tuple[Sign, ...] = (
    Sign(
        "E8",
        ("more people mute groups than quit them", "屏蔽群消息的人多于退群的人"),
        (
            "usual practice: share who ever muted − share who ever left",
            "常规做法：曾屏蔽者占比 − 曾退群者占比",
        ),
        "share",
        lambda panel: _share(panel, "usual", "mutes") - _share(panel, "usual", "leaves"),
    ),
    Sign(
        "E10",
        ("promotional messages cost subscribers", "推销消息造成退订"),
        (
            "share who left: usual practice − the same without posts that sell",
            "退群占比：常规做法 − 去掉推销内容的同一做法",
        ),
        "share",
        lambda panel: _share(panel, "usual", "leaves") - _share(panel, "nothing_sold", "leaves"),
    ),
    Sign(
        "E12",
        ("bigger groups attract more", "大群吸引更多人"),
        (
            "joins by invitation per group: groups of 400 − groups of 50",
            "每群受邀入群人数：400 人群 − 50 人群",
        ),
        "people",
        lambda panel: _joins_a_group(panel, "large", 4) - _joins_a_group(panel, "small", 32),
    ),
    Sign(
        "E12",
        ("bigger groups keep less", "大群留住的比例更低"),
        ("share who left: groups of 400 − groups of 50", "退群占比：400 人群 − 50 人群"),
        "share",
        lambda panel: _share(panel, "large", "leaves") - _share(panel, "small", "leaves"),
    ),
    Sign(
        "E12",
        ("more messages than one can read raise leaving", "消息多到读不完会增加退群"),
        (
            "share who left: people who take in 5 messages a visit − people who take in 80",
            "退群占比：每次只能读 5 条的人 − 每次能读 80 条的人",
        ),
        "share",
        lambda panel: _share(panel, "little_attention", "leaves") - _share(panel, "much_attention", "leaves"),
    ),
)


def panel_arms(ensemble: int) -> dict[str, Arm]:
    """Every contrast's arms, with their daily tables."""
    return {name: Arm(scenario, ensemble, tables=True) for name, scenario in arms().items()}


def signs_of(panel: Panel) -> list[SignFound]:
    """What the model says to each direction."""
    found = []
    for sign in SIGNS:
        values = sign.difference(panel)
        agree = float((values.drawn > 0.0).mean()) if len(values.drawn) else None
        found.append(SignFound(sign, values.estimate(), agree))
    return found
