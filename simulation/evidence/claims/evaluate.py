"""From the runs of a claim to what was found about it."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from ...experiments.ensemble import Ensemble
from ...experiments.intervals import Estimate, estimates
from ...model.definitions import RUN, family_of, measure
from .forms import MOVED, Asked, Part, Values, curve_of, knees, means_of, need_of, parts_of, steps_alike
from .measuring import (
    alike,
    asked_of,
    found_of,
    judged_alone,
    judged_parts,
    least_of,
    lies_at_bounds,
    share_gone,
    share_of,
    turns_of,
)
from .needs import AGAIN, MEMBERS, ClaimRuns
from .outcome import Found, KnockoutFound, NoShare, Outcome, PartFound, Placebo, Share, SweepFound
from .placebos import shuffled, two_names
from .plan import BASE, Plan, knockout_key, where_key
from .schema import Claim
from .shapes import Difference, KneeShift, Level, Peak, Trend, WinnerShare, pairs_of
from .store import RunStore
from .unknowns import unknowns_of
from .verdict import Judged, Strength, Verdict, strength_of, with_doubt

Floats = NDArray[np.float64]


class Evaluation:
    """One claim being evaluated: its values, and what has been found so far."""

    def __init__(self, runs: ClaimRuns, store: RunStore, ensemble: Ensemble, errors: Sequence[str]) -> None:
        self.runs, self.store, self.ensemble = runs, store, ensemble
        self.plan: Plan = runs.plan
        self.claim: Claim = runs.plan.claim
        self.errors = tuple(errors)  # of failed runs, one each
        self.arms = self.plan.effect_arms
        self.by_member = isinstance(self.claim.effect, WinnerShare)
        self.base = runs.values(store, BASE, self.arms)
        self.drawn = runs.values(store, MEMBERS, self.arms) if MEMBERS in runs.keys else None
        self.parts = self._base_parts()
        self.effects, self.place, self.judged = judged_parts(self.claim, self.parts, self.claim.sign)
        if self.by_member and self.judged.reason in ("too_few_seeds", "not_defined"):
            self.judged = Judged("inconclusive", "no_ensemble", -math.inf)
        if self.errors:  # those that ran are no fair sample: a run may fail because of what is claimed
            self.judged = Judged("inconclusive", "failed", -math.inf)

    def outcome(self) -> Outcome:
        """Everything found."""
        members = self._member_effects()
        agree = self._agreement(members)
        shared = agree.share if agree is not None and agree.members else None
        verdict, reason = with_doubt(self.judged, shared)
        doubted = self._doubted(members)
        return Outcome(
            claim=self.claim,
            seeds=len(next(iter(self.runs.keys[BASE].values()))),
            members=self.ensemble.members,
            verdict=verdict,
            reason=reason,
            strength=self._strength(verdict, reason, members, shared),
            seeds_needed=self.judged.seeds_needed,
            decides=self.place,
            parts=tuple(self._part(n, members) for n in range(len(self.parts))),
            agree=agree,
            turned=self.way < 0,
            doubted=doubted,
            still=float(np.mean(members[doubted] == 0.0)) if members else None,
            theories=self._theories(members),
            arms=self._estimates(self.claim.measure),
            also={name: self._estimates(name) for name in self.claim.also},
            titles=self._titles(),
            knockouts=self._knockouts(),
            sweeps=tuple(self._sweep(n) for n in range(len(self.claim.where))),
            unknowns=unknowns_of(self.ensemble.draws, members[doubted], self.way) if members else (),
            placebos=self._placebos(),
            turned_round=self._turned_round(members),
            extra=self._extra(),
            failed=tuple(dict.fromkeys(self.errors)),
            failed_runs=len(self.errors),
            rows=tuple(self._rows(members)),
        )

    def _asked(self, choice: Values | None = None) -> Asked:
        return asked_of(self.claim, choice)

    def _base_parts(self) -> list[Part]:
        if not self.by_member:
            return parts_of(self._asked(), self.base)
        empty = {key: np.empty(0) for key in self.base}
        return parts_of(self._asked(), empty if self.drawn is None else self.drawn)

    # --- the ensemble -------------------------------------------------------------------------------------

    def _member_effects(self) -> list[Floats]:
        """By part, the effect in each member, positive as claimed; nothing without an ensemble."""
        if self.drawn is None or self.by_member:
            return []
        sign = self.claim.sign
        return [sign * part.sense * part.runs for part in parts_of(self._asked(self.base), self.drawn)]

    @property
    def way(self) -> float:
        """-1 where what was found is the opposite of the claim, so that members agree with what was found."""
        return -1.0 if self.judged.verdict == "opposite" else 1.0

    @property
    def _any(self) -> bool:
        """Whether one part is enough; that the opposite is so takes them all."""
        return need_of(self.claim.effect) == "any" and self.way > 0

    def _agreement(self, members: list[Floats]) -> Share | None:
        """The share of the ensemble with the sign, in all parts that must have it at once."""
        return _beyond(alike(members, self.way, self._any)) if members else None

    def _doubted(self, members: list[Floats]) -> int:
        """The part that decides how far the verdict carries: that which shares least, of `any` that shares most."""
        if len(members) < 2:
            return self.place
        shares = [_beyond(self.way * effect).share for effect in members]
        if all(math.isnan(share) for share in shares):
            return self.place
        return int(np.nanargmax(shares) if self._any else np.nanargmin(shares))

    def _strength(
        self, verdict: Verdict, reason: str, members: list[Floats], shared: float | None
    ) -> Strength | None:
        if not members or verdict == "inconclusive":
            return None
        if reason == "contested" or verdict != "not_supported":
            return strength_of(shared)
        effect = members[self.place]
        small = effect[~np.isnan(effect)] < least_of(self.claim, self.parts[self.place])
        return strength_of(float(small.mean()) if len(small) else None)

    def _theories(self, members: list[Floats]) -> dict[str, dict[str, Share]]:
        """The share of the ensemble with the sign, in all parts that must have it, by submodel and form."""
        if not members:
            return {}
        effect, draws = alike(members, self.way, self._any), self.ensemble.draws
        found: dict[str, dict[str, Share]] = {}
        for column in [name for name in draws.columns if str(name).startswith("submodels.")]:
            forms = draws[column].to_numpy()
            found[str(column)] = {str(form): _beyond(effect[forms == form]) for form in sorted(set(forms))}
        return found

    # --- parts --------------------------------------------------------------------------------------------

    def _part(self, n: int, members: list[Floats]) -> PartFound:
        part, effect = self.parts[n], self.effects[n]
        sense = part.sense * self.claim.sign
        _, judged = judged_alone(self.claim, part)
        spread = agree = None
        if members:
            agree = _beyond(self.way * members[n])
            estimate = estimates(part.runs[:, None], (sense * members[n])[:, None])[0]
            low, high = estimate.all
            if low is not None and high is not None:
                spread = (float(np.nanmin([low, effect.low])), float(np.nanmax([high, effect.high])))
        return PartFound(part.name, effect, sense, least_of(self.claim, part), judged.verdict, spread, agree)

    # --- arms ---------------------------------------------------------------------------------------------

    def _estimates(self, expression: str) -> dict[str, Estimate]:
        """Every arm's estimate of a measure; of the arms of the effect with the ensemble."""
        unit = self.claim.measure_unit if expression == self.claim.measure else _unit_of(expression)
        limits = np.array([[0.0, 1.0]]) if unit == "share" else None
        found = {}
        for arm in self.runs.keys[BASE]:
            values = self.runs.column(self.store, BASE, arm, expression)
            drawn = np.empty(0)
            if MEMBERS in self.runs.keys and arm in self.runs.keys[MEMBERS]:
                drawn = self.runs.column(self.store, MEMBERS, arm, expression)
            found[arm] = estimates(values[:, None], drawn[:, None], limits)[0]
        return found

    def _titles(self) -> dict[str, dict[str, str]]:
        """Arm -> its name in both languages: its own, the scenario's where that tells arms apart, else its key."""
        used = Counter(arm.scenario for arm in self.claim.arms.values())
        plain = Counter(arm.scenario for arm in self.claim.arms.values() if arm.title is None and not arm.set)
        found = {}
        for arm, scenario in self.plan.variants[BASE].items():
            moved = arm not in self.claim.arms
            own = self.claim.arms[arm.removesuffix(MOVED.format("")) if moved else arm]
            if own.title is not None:
                words = own.title.model_dump()
            elif used[own.scenario] == 1 or (not own.set and plain[own.scenario] == 1):
                words = scenario.title.model_dump()
            else:
                key = arm.removesuffix(MOVED.format(""))
                words = {"en": key, "zh": key}
            if moved:
                words = {"en": MOVED.format(words["en"]), "zh": f"{words['zh']}（移动后）"}
            found[arm] = words
        return found

    # --- knockouts and ranges -----------------------------------------------------------------------------

    def _variant(self, key: str) -> Part:
        """The part that decides, in another variant."""
        return parts_of(self._asked(), self.runs.values(self.store, key, self.arms))[self.place]

    def _knockouts(self) -> dict[str, KnockoutFound]:
        form = self.claim.effect
        # what the share is of: the effect, or of a level that says so the measure itself
        level = form.threshold if isinstance(form, Level) and form.share_of_level else 0.0
        found = {}
        for name, knockout in self.claim.knockouts.items():
            key = knockout_key(name)
            if key not in self.runs.keys:
                continue
            knocked, paired = self._variant(key), self._paired(key)
            whole = replace(paired, runs=paired.runs + level)
            share, why = None, self._no_share(key, found_of(whole))
            if why is None:
                share = share_gone(whole.runs, knocked.runs + level)
                why = "not_defined" if share is None else None
            title = knockout.title.model_dump() if knockout.title is not None else None
            found[name] = KnockoutFound(title, found_of(knocked), share, why)
        return found

    def _paired(self, variant: str) -> Part:
        """The part that decides, from the runs of the base whose seeds the variant has: it may have fewer."""
        runs = self._seeds_of(variant)
        return parts_of(self._asked(), {key: values[:runs] for key, values in self.base.items()})[self.place]

    def _seeds_of(self, variant: str) -> int:
        return len(next(iter(self.runs.keys[variant].values())))

    def _no_share(self, variant: str, whole: Found) -> NoShare | None:
        """Why a knockout cannot have a share; whole: what it would be a share of, with the same seeds."""
        form, measure, runs = self.claim.effect, self.claim.measure, self._seeds_of(variant)
        arms = pairs_of(form)[self.place] if isinstance(form, Difference) else self.arms
        if self.claim.measure_unit == "share" and lies_at_bounds(
            [self.base[arm, measure][:runs] for arm in arms],
            [self.runs.column(self.store, variant, arm, measure) for arm in arms],
        ):
            return "at_bounds"
        return None if whole.low > 0.0 or whole.high < 0.0 else "luck"

    def _sweep(self, n: int) -> SweepFound:
        sweep = self.claim.where[n]
        points: list[Found] = []
        verdicts: list[Verdict] = []
        for k in range(len(sweep.values)):
            if where_key(n, k) not in self.runs.keys:
                return SweepFound(sweep.path, sweep.values, (), (), ())
            part = self._variant(where_key(n, k))
            effect, judged = judged_alone(self.claim, part)
            points.append(effect)
            verdicts.append(judged.verdict)
        turns = turns_of(sweep.values, [point.mean for point in points])
        return SweepFound(sweep.path, sweep.values, tuple(points), tuple(verdicts), turns)

    # --- placebos -----------------------------------------------------------------------------------------

    def _placebos(self) -> dict[str, Placebo]:
        if self.errors:
            return {}
        reference, expression = self.plan.reference, self.claim.measure
        first = self.runs.column(self.store, BASE, reference, expression)
        second = self.runs.column(self.store, AGAIN, reference, expression)
        found = {
            "two_names": two_names(self.claim, first, second),
            "shuffled": shuffled(self.claim, self.base, self.parts),
        }
        return {kind: one for kind, one in found.items() if one is not None}

    def _turned_round(self, members: list[Floats]) -> Verdict:
        """The verdict if the claim said the opposite."""
        if self.errors:
            return "inconclusive"
        _, _, judged = judged_parts(self.claim, self.parts, -self.claim.sign)
        way = 1.0 if judged.verdict == "opposite" else -1.0
        shared = _beyond(alike(members, way)) if members else None
        return with_doubt(judged, shared.share if shared is not None and shared.members else None)[0]

    def _extra(self) -> dict[str, float]:
        form = self.claim.effect
        if isinstance(form, (Trend, Peak)):
            means = means_of(curve_of(form.arms, self.claim.measure, self.base))
            found = {"steps_alike": steps_alike(means, self.claim.sign)}
            best = int(np.argmax(self.claim.sign * means)) if not np.isnan(means).any() else -1
            return found | ({"best_level": form.levels[best]} if best >= 0 else {})
        if isinstance(form, KneeShift):
            before, after = knees(form, self.claim.measure, self.base)
            return {"knee": before, "knee_moved": after}
        return {}

    def _rows(self, members: list[Floats]) -> list[tuple[str, str, int, int, float]]:
        """Every run's effect: part, variant, seed, member, value."""
        rows = []
        seeds = [key.seed for key in next(iter(self.runs.keys[BASE].values()))]
        for n, part in enumerate(self.parts):
            if len(part.runs) == len(seeds) and not part.pooled:
                rows += [
                    (part.name, BASE, seed, -1, float(x)) for seed, x in zip(seeds, part.runs, strict=True)
                ]
            if members:
                sense = self.claim.sign * part.sense
                drawn = zip(range(len(members[n])), sense * members[n], strict=True)
                rows += [(part.name, MEMBERS, seeds[0] + k, k, float(x)) for k, x in drawn]
        return rows


def _beyond(effect: Floats) -> Share:
    """The share of members in which the effect is above zero."""
    return share_of(effect[~np.isnan(effect)] > 0.0)


def _unit_of(expression: str) -> str:
    return measure(expression).unit if expression in RUN or family_of(expression) else ""


def evaluate(runs: ClaimRuns, store: RunStore, ensemble: Ensemble, errors: Mapping[object, str]) -> Outcome:
    """What was found about one claim. errors: of failed runs, by key."""
    return Evaluation(runs, store, ensemble, [errors[key] for key in runs.all() if key in errors]).outcome()
