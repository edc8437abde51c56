"""What validation found, as plain data: every pattern and direction beside the model, and what is only shown."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ..model.definitions import RUN
from .calibration.distance import TARGETS
from .channels import CURVES, WEEKS
from .patterns import BY_SIZE, PEOPLE, SIZES, Pattern
from .reference import size_label
from .signs import SignFound

Floats = NDArray[np.float64]

#: Numbers of the same channels that nothing was fitted to.
KEPT_BACK: tuple[Pattern, ...] = (
    PEOPLE[2],
    *(
        Pattern(
            "size",
            f"{kind}, week {week}, {size_label(size)} messages",
            f"{kind}_share_week_{week}_size_{n}",
            *measured[n],
        )
        for kind, weeks in BY_SIZE.items()
        for week, measured in weeks.items()
        for n, size in enumerate(SIZES)
    ),
)
#: Patterns of other populations that are shown and not judged: evidence, what it says (en, zh), value; the model's
#: counterpart is `context_of`.
CONTEXT: tuple[tuple[str, tuple[str, str], float], ...] = (
    (
        "E1",
        (
            "WeChat groups of all kinds, many ad hoc: silent within 7 days",
            "各类微信群（多为临时群）：7 天内沉默",
        ),
        0.40,
    ),
    ("E2", ("the same: alive after 30 days", "同上：30 天后仍活跃"), 0.30),
)
#: Patterns that are the form of a rule: evidence, what it says, where the model has it (en, zh).
FORMS: tuple[tuple[str, tuple[str, str], tuple[str, str]], ...] = (
    (
        "E13",
        ("joining rises with friends inside, less and less", "入群概率随群内好友数上升，边际递减"),
        (
            "`behaviour.referral.accept_inside`: log-odds per e-fold of contacts inside",
            "`behaviour.referral.accept_inside`：随群内熟人数的对数增加",
        ),
    ),
    (
        "E14",
        (
            "an agent acts when benefit exceeds cost; information saturates; one step is a day",
            "收益大于成本才行动；信息收益会饱和；一步为一天",
        ),
        ("`behaviour.opening`, `behaviour.attention.information_half`, `behaviour.attention.social_half`",)
        * 2,
    ),
)


@dataclass(frozen=True)
class Found:
    """A pattern beside the model.

    default: mean over seeds at default parameters; luck: its 95 % interval; drawn: median over the ensemble's
    members, each the mean of its runs; all: 2.5 % and 97.5 % quantiles of single runs; by_theory: the median
    of each theory's members. None where nothing can be said.
    """

    pattern: Pattern
    use: str
    default: float | None
    luck: tuple[float | None, float | None]
    drawn: float | None
    all: tuple[float | None, float | None]
    by_theory: Mapping[str, float | None]

    def title(self, lang: str) -> str:
        """The pattern in words."""
        return self.pattern.about if lang == "en" else _in_chinese(self.pattern)

    @property
    def judged(self) -> float | None:
        """The value that must lie inside: of the ensemble; of the defaults where there is no ensemble."""
        return self.default if self.drawn is None else self.drawn

    @property
    def holds(self) -> bool:
        """Whether it lies in the interval of what was measured."""
        return self.judged is not None and self.pattern.holds(self.judged)

    def as_json(self) -> dict[str, Any]:
        """Everything, as plain data."""
        return {
            "id": self.pattern.evidence,
            "use": self.use,
            "pattern": self.pattern.about,
            "measure": self.pattern.measure,
            "measured": self.pattern.value,
            "interval": list(self.pattern.interval),
            "default": self.default,
            "luck": list(self.luck),
            "ensemble_median": self.drawn,
            "all": list(self.all),
            "by_theory": dict(self.by_theory),
            "inside": self.holds,
        }


@dataclass(frozen=True)
class Validation:
    """What the patterns and the model say.

    found: fitted patterns, then those kept back; signs: directions. real: the channels' curves [CURVES,
    WEEKS]; default, drawn: the model's, one run a seed and member, [runs, CURVES, WEEKS]; theories: of the
    members. distances: of each member; context: for each of `CONTEXT`, the mean at default parameters and the
    median of the members; seeds, members: how many; runs: of each member.
    """

    found: tuple[Found, ...]
    signs: tuple[SignFound, ...]
    real: Floats
    default: Floats
    drawn: Floats
    theories: tuple[str, ...]
    distances: Floats
    context: tuple[tuple[float | None, float | None], ...]
    seeds: int
    members: int
    runs: int

    # what the report shows of it: report and evidence do not import each other
    targets = TARGETS
    curve_names = CURVES
    weeks = WEEKS
    contexts = CONTEXT
    forms = FORMS

    def of(self, use: str) -> list[Found]:
        """The patterns of one use."""
        return [one for one in self.found if one.use == use]

    def as_json(self) -> dict[str, Any]:
        """Everything but the curves, as plain data."""
        fitted = self.of("calibrate")
        return {
            "seeds": self.seeds,
            "ensemble": self.members,
            "runs_of_a_member": self.runs,
            "population": "volunteer technical communities, not brand groups",
            "fitted_inside": sum(one.holds for one in fitted),
            "fitted": len(fitted),
            "missed": [one.pattern.measure for one in fitted if not one.holds],
            "kept_back_inside": sum(one.holds for one in self.of("kept_back")),
            "kept_back": len(self.of("kept_back")),
            "context": [
                {
                    "id": name,
                    "pattern": about[0],
                    "measured": value,
                    "default": here,
                    "ensemble_median": drawn,
                }
                for (name, about, value), (here, drawn) in zip(CONTEXT, self.context, strict=True)
            ],
            "forms": [{"id": name, "pattern": about[0], "where": where[0]} for name, about, where in FORMS],
            "patterns": [one.as_json() for one in self.found],
            "signs": [
                {
                    "id": one.sign.evidence,
                    "pattern": one.sign.about[0],
                    "contrast": one.sign.contrast[0],
                    "unit": one.sign.unit,
                    **one.estimate.as_json(),
                    "agree": one.agree,
                    "holds": one.holds,
                }
                for one in self.signs
            ],
        }


def _in_chinese(pattern: Pattern) -> str:
    """A pattern's words in Chinese: the title of its measure; sizes and classes of size are no measures."""
    if pattern.measure in RUN:
        return RUN[pattern.measure].title["zh"]
    if "_size_" in pattern.measure:
        base, _, place = pattern.measure.partition("_size_")
        low, high = SIZES[int(place)]
        size = f"{low:.0f} 条及以上" if np.isinf(high) else f"{low:.0f} 至 {high - 1:.0f} 条"
        return f"{RUN[base].title['zh']}，首四周消息 {size}"
    what = "消息数" if pattern.measure.startswith("messages") else "发言人数"
    return f"首四周{what} P{pattern.measure.rpartition('_p')[2]}"
