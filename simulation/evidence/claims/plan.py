"""What a claim needs run: its arms as they are, with each knockout, and at each value looked through."""

from __future__ import annotations

import zlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from ...errors import UsageError
from ...scenario import Scenario, load_scenario
from ...scenario.library import find
from ...scenario.mistakes import refuse
from ...scenario.paths import Where
from .forms import MOVED
from .reading import ClaimFile, read_claim
from .schema import Claim
from .shapes import KneeShift, arms_named, reference_arm

BASE = ""
#: Added to the seeds of a placebo's second arm: luck of its own, and another for each claim, so that one unlucky draw
#: does not spoil the placebos of all claims that share an arm.
FAR = 1_000_000
_CLAIMS_APART = 10_000
#: Seeds at each value of a range looked through, and of each knockout: they explain a verdict and do not decide it.
FEW_SEEDS, KNOCKOUT_SEEDS = 20, 40

Arms = dict[str, Scenario]


def far_from(claim: str) -> int:
    """What is added to the seeds of the second arm of a claim's placebo."""
    return FAR + zlib.crc32(claim.encode()) % 10_000 * _CLAIMS_APART


def knockout_key(name: str) -> str:
    """The variant in which a knockout is laid over all arms."""
    return f"knockout {name}"


def where_key(sweep: int, point: int) -> str:
    """The variant at one value of one range looked through."""
    return f"where {sweep} {point}"


@dataclass(frozen=True)
class Plan:
    """A claim with its scenarios: variant -> arm -> scenario.

    The base variant has every arm, the others what the effect needs.
    """

    file: ClaimFile
    variants: Mapping[str, Arms]

    @property
    def claim(self) -> Claim:
        return self.file.claim

    def seeds(self, variant: str, seeds: Sequence[int]) -> Sequence[int]:
        """The seeds a variant is run with, from those the claim has."""
        if variant.startswith("where "):
            return seeds[:FEW_SEEDS]
        return seeds[:KNOCKOUT_SEEDS] if variant.startswith("knockout ") else seeds

    @property
    def effect_arms(self) -> tuple[str, ...]:
        """The arms the effect is made of, moved ones too."""
        return tuple(effect_arms(self.claim))

    @property
    def reference(self) -> str:
        """The arm the placebo of two names runs twice."""
        return reference_arm(self.claim.effect)


def effect_arms(claim: Claim) -> list[str]:
    """The arms the effect is made of, moved ones too."""
    named = list(arms_named(claim.effect))
    if isinstance(claim.effect, KneeShift):
        named += [MOVED.format(arm) for arm in named]
    return named


def plans_of(files: Sequence[Path]) -> list[Plan]:
    """The plans of claims. Raises UsageError that lists every mistake in all of them."""
    plans: list[Plan] = []
    wrong: list[str] = []
    for path in files:
        try:
            plans.append(plan_of(read_claim(path)))
        except UsageError as problem:
            wrong.append(str(problem))
    names: dict[str, Path] = {}
    for plan in plans:
        other = names.setdefault(plan.claim.id, plan.file.path)
        if other != plan.file.path:
            wrong.append(f"{plan.file.path} and {other} are both claim {plan.claim.id}; give one of them")
    if wrong:
        raise UsageError("\n".join(wrong))
    return plans


def plan_of(file: ClaimFile) -> Plan:
    """The scenarios of a claim. Raises UsageError with the place of every mistake."""
    claim, maker = file.claim, _Maker(file)
    variants: dict[str, Arms] = {BASE: maker.arms(list(claim.arms), {}, ())}
    named = list(arms_named(claim.effect))
    if not maker.wrong:
        for name, knockout in claim.knockouts.items():
            variants[knockout_key(name)] = maker.arms(named, knockout.set, ("knockouts", name, "set"))
        for n, sweep in enumerate(claim.where):
            for k, value in enumerate(sweep.values):
                place = ("where", n, "values", k)
                variants[where_key(n, k)] = maker.arms(named, {sweep.path: value}, place, sweep.arms)
    if maker.wrong:
        raise refuse(maker.wrong, str(file.path))
    return Plan(file, variants)


class _Maker:
    """Makes the scenarios of a claim and collects what is wrong with them."""

    def __init__(self, file: ClaimFile) -> None:
        self.file = file
        self.wrong: list[str] = []

    def arms(
        self, names: Sequence[str], over: Mapping[str, Any], where: Where, only: Sequence[str] | None = None
    ) -> Arms:
        """These arms, and those moved, with something laid over all of them, or over some only."""
        claim = self.file.claim
        made: Arms = {}
        for name in names:
            laid = over if only is None or name in only else {}
            layers = [(claim.set, ("set",)), (claim.arms[name].set, ("arms", name, "set")), (laid, where)]
            scenario = self._scenario(name, layers)
            if scenario is not None:
                made[name] = scenario
        if isinstance(claim.effect, KneeShift):
            for name in arms_named(claim.effect):
                moved = (claim.effect.moved.set, ("effect", "moved", "set"))
                layers = [(claim.set, ("set",)), (claim.arms[name].set, ("arms", name, "set"))]
                scenario = self._scenario(name, [*layers, (over, where), moved])
                if scenario is not None:
                    made[MOVED.format(name)] = scenario
        return made

    def _scenario(self, arm: str, layers: Sequence[tuple[Mapping[str, Any], Where]]) -> Scenario | None:
        claim = self.file.claim
        settings: dict[str, Any] = {"days": claim.days}
        place: dict[str, Where] = {"days": ("days",)}
        for layer, where in layers:
            for path, value in layer.items():
                settings.pop(path, None)  # what is set later is also made later
                settings[path] = value
                place[path] = where if where[:1] == ("where",) else (*where, path)
        try:
            base = _loaded(claim.arms[arm].scenario, self.file.path.parent)
        except UsageError as problem:
            self._note(("arms", arm, "scenario"), f"arms.{arm}.scenario: {problem}")
            return None
        try:
            return base.override(settings)
        except UsageError as problem:
            blamed = next(
                (where for path, where in place.items() if f"override {path}:" in str(problem)), ("arms", arm)
            )
            self._note(blamed, f"arm {arm}: {problem}")
            return None

    def _note(self, where: Where, text: str) -> None:
        note = f"{self.file.place(where)}: {text}"
        if note not in self.wrong:
            self.wrong.append(note)


@lru_cache(maxsize=256)
def _loaded(name: str, beside: Path) -> Scenario:
    return load_scenario(find(name, beside=beside))
