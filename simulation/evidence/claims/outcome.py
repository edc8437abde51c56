"""What was found about one claim, as plain data: pages, tables and JSON are made of it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from ...experiments.intervals import Estimate
from .schema import Claim
from .verdict import BROKEN, Reason, Strength, Verdict

#: Why a knockout has no share: what it is a share of may be luck; without what it switches off all arms lie at 0 or
#: at 1 of a share, where nothing can be seen; no value in most runs, or none that can be paired.
NoShare = Literal["luck", "at_bounds", "not_defined"]


@dataclass(frozen=True)
class Found:
    """A mean with its 95 % interval from luck, NaN where there is none; runs: on how many it rests."""

    mean: float
    low: float
    high: float
    runs: int = 0

    def as_json(self) -> dict[str, Any]:
        """mean, lo, hi; null where there is no value."""
        return {"mean": _known(self.mean), "lo": _known(self.low), "hi": _known(self.high)}


@dataclass(frozen=True)
class Share:
    """A share of ensemble members with Wilson's 95 % interval; of how many."""

    share: float
    low: float
    high: float
    members: int


@dataclass(frozen=True)
class PartFound:
    """One comparison of the effect: as measured, in the unit of the effect.

    sense: +1 or -1, the sign the claim gives it; least: the smallest that counts, in that unit; spread: 2.5 %
    to 97.5 % of the ensemble, widened to hold luck; agree: the share of the ensemble with the sign.
    """

    name: str
    effect: Found
    sense: float
    least: float
    verdict: Verdict
    spread: tuple[float, float] | None = None
    agree: Share | None = None

    def as_json(self) -> dict[str, Any]:
        """name, effect, min_effect, verdict, ensemble and ensemble_agree."""
        return {
            "name": self.name,
            "effect": self.effect.as_json(),
            "min_effect": _known(self.least),
            "verdict": self.verdict,
            "ensemble": None
            if self.spread is None
            else {"lo": _known(self.spread[0]), "hi": _known(self.spread[1])},
            "ensemble_agree": None if self.agree is None else _known(self.agree.share),
        }


@dataclass(frozen=True)
class KnockoutFound:
    """The effect with a knockout, and the share of the effect that went, or why there is none."""

    title: Mapping[str, str] | None
    effect: Found
    share: Found | None
    no_share: NoShare | None = None

    def as_json(self) -> dict[str, Any]:
        """effect, share and no_share."""
        share = None if self.share is None else self.share.as_json()
        return {"effect": self.effect.as_json(), "share": share, "no_share": self.no_share}


@dataclass(frozen=True)
class SweepFound:
    """The effect along a range: at each value the mean with its interval, and the verdict there by luck.

    turns: where, between neighbouring numbers, the mean effect changes its sign.
    """

    path: str
    values: tuple[Any, ...]
    points: tuple[Found, ...]
    verdicts: tuple[Verdict, ...]
    turns: tuple[float, ...]


@dataclass(frozen=True)
class Unknown:
    """An unknown that goes with the effect over the ensemble: rank correlation, and agreement along its range.

    at, agree, low, high: middle of each window and the share that agrees there; none of a submodel.
    """

    name: str
    rho: float
    interval: tuple[float, float]
    stands_out: bool
    at: tuple[float, ...] = ()
    agree: tuple[float, ...] = ()
    low: tuple[float, ...] = ()
    high: tuple[float, ...] = ()


@dataclass(frozen=True)
class Placebo:
    """A comparison without any true effect, judged as the claim is.

    beyond: whether its plain 95 % interval leaves zero out, as 1 in 20 should; None where the interval is no plain one.
    """

    effect: Found
    verdict: Verdict
    beyond: bool | None


@dataclass(frozen=True)
class Outcome:
    """A claim and what was found.

    decides: place of the part that decides. agree: share of the ensemble with the sign, at once in all parts that must
    have it; turned: whether this sign is not the one claimed but its opposite, which was found, here, in the parts, the
    theories and the unknowns; doubted: place of the part that shares least; still: share of the ensemble without any
    difference in it; theories: the share of agreement by submodel and form; arms: arm -> estimate of the
    measure; also: measure -> arm -> estimate; extra: numbers of single forms; failed: what failed runs said, each
    once, and failed_runs: how many they are; rows: (part, variant, seed, member, effect) of every run.
    """

    claim: Claim
    seeds: int
    members: int
    verdict: Verdict
    reason: Reason
    strength: Strength | None
    seeds_needed: int | None
    decides: int
    parts: tuple[PartFound, ...]
    agree: Share | None
    still: float | None
    theories: Mapping[str, Mapping[str, Share]]
    arms: Mapping[str, Estimate]
    also: Mapping[str, Mapping[str, Estimate]]
    titles: Mapping[str, Mapping[str, str]]
    knockouts: Mapping[str, KnockoutFound]
    sweeps: tuple[SweepFound, ...]
    unknowns: tuple[Unknown, ...]
    placebos: Mapping[str, Placebo]
    turned_round: Verdict
    extra: Mapping[str, float] = field(default_factory=dict)
    failed: tuple[str, ...] = ()
    failed_runs: int = 0
    turned: bool = False
    doubted: int = 0
    rows: tuple[tuple[str, str, int, int, float], ...] = field(default=(), repr=False)

    @property
    def broken(self) -> bool:
        """Whether there is no verdict for a reason that more seeds would not mend."""
        return self.reason in BROKEN

    @property
    def part(self) -> PartFound:
        """The comparison that decides."""
        return self.parts[self.decides]

    @property
    def effect(self) -> Found:
        """The effect that decides, as measured."""
        return self.part.effect

    def as_json(self) -> dict[str, Any]:
        """What `--json` prints of it."""
        part = self.part
        return {
            "id": self.claim.id,
            "theme": self.claim.theme,
            "verdict": self.verdict,
            "reason": self.reason,
            "strength": self.strength,
            "kind": self.claim.kind,
            "expect": self.claim.expect,
            "measure": self.claim.measure,
            "unit": self.claim.effect_unit,
            "part": part.name,
            "effect": part.effect.as_json(),
            "min_effect": _known(part.least),
            "seeds": self.seeds,
            "seeds_needed": self.seeds_needed,
            "ensemble": None
            if part.spread is None
            else {"lo": _known(part.spread[0]), "hi": _known(part.spread[1])},
            "ensemble_agree": None if self.agree is None else _known(self.agree.share),
            "ensemble_members": 0 if self.agree is None else self.agree.members,
            "ensemble_without_value": 0 if self.agree is None else self.members - self.agree.members,
            "ensemble_sign": "opposite" if self.turned else "claimed",
            "parts": [one.as_json() for one in self.parts],
            "ensemble_still": self.still,
            "theories": {
                name: {form: _known(one.share) for form, one in forms.items()}
                for name, forms in self.theories.items()
            },
            "knockouts": {name: one.as_json() for name, one in self.knockouts.items()},
            "where": [
                {
                    "path": sweep.path,
                    "values": list(sweep.values),
                    "effects": [point.as_json() for point in sweep.points],
                    "verdicts": list(sweep.verdicts),
                    "turns": list(sweep.turns),
                }
                for sweep in self.sweeps
            ],
            "placebos": {name: one.verdict for name, one in self.placebos.items()},
            "turned_round": self.turned_round,
            "extra": {name: _known(float(value)) for name, value in self.extra.items()},
            "failed": list(self.failed),
            "failed_runs": self.failed_runs,
        }


def _known(value: float) -> float | None:
    return None if value != value or value in (float("inf"), float("-inf")) else value
