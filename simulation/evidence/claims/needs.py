"""Which runs claims need, each once however many claims and arms share it, and the tasks for those missing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from ...experiments.ensemble import Ensemble
from ...experiments.work import Task, Work
from ...scenario import Scenario, scenario_hash
from .forms import Values
from .formula import names_in, value_of
from .plan import BASE, Plan, far_from
from .shapes import WinnerShare
from .store import Key, RunStore, digest_of, hash_of

Floats = NDArray[np.float64]
#: Variants that are no overrides: the members of the ensemble, and the reference arm with other luck.
MEMBERS, AGAIN = "members", "again"


@dataclass(frozen=True)
class Effort:
    """How often everything is run: seeds `seed`, `seed + 1`, …; member k of the ensemble with seed `seed + k`."""

    seeds: int
    members: int
    seed: int

    def seeds_of(self, plan: Plan) -> tuple[int, ...]:
        """The seeds of every arm of a claim."""
        return tuple(range(self.seed, self.seed + self.seeds * plan.claim.seeds_times))


@dataclass
class ClaimRuns:
    """The runs of one claim: variant -> arm -> keys, in the order of seeds or members."""

    plan: Plan
    keys: dict[str, dict[str, list[Key]]]

    def all(self) -> list[Key]:
        """Every run it rests on, once."""
        return list(
            dict.fromkeys(key for arms in self.keys.values() for keys in arms.values() for key in keys)
        )

    def column(self, store: RunStore, variant: str, arm: str, expression: str) -> Floats:
        """A measure or formula of an arm, run by run."""
        keys = self.keys[variant][arm]
        table = {
            name: np.array([store.value(key, name) for key in keys], dtype=np.float64)
            for name in names_in(expression)
        }
        return value_of(expression, table)

    def values(self, store: RunStore, variant: str, arms: Sequence[str]) -> Values:
        """Every expression of the effect for these arms."""
        wanted = self.plan.claim.expressions()
        return {(arm, text): self.column(store, variant, arm, text) for arm in arms for text in wanted}


@dataclass
class Needs:
    """All runs needed, in the order of the claims."""

    effort: Effort
    ensemble: Ensemble
    measures: dict[str, dict[str, None]] = field(default_factory=dict)  # by scenario
    recipes: dict[Key, tuple[Scenario, int]] = field(default_factory=dict)
    _hashes: dict[str, str] = field(default_factory=dict)
    _digests: dict[tuple[str, int], str] = field(default_factory=dict)
    #: id of a scenario the plans hold -> its hash as written
    _names: dict[int, str] = field(default_factory=dict)

    def add(self, plan: Plan) -> ClaimRuns:
        """What a claim needs."""
        effort = self.effort
        keys: dict[str, dict[str, list[Key]]] = {}
        for variant, arms in plan.variants.items():
            seeds = plan.seeds(variant, effort.seeds_of(plan))
            keys[variant] = {
                arm: [self._key(plan, scenario, seed) for seed in seeds] for arm, scenario in arms.items()
            }
        base = plan.variants[BASE]
        far = [seed + far_from(plan.claim.id) for seed in effort.seeds_of(plan)]
        keys[AGAIN] = {plan.reference: [self._key(plan, base[plan.reference], seed) for seed in far]}
        if self.ensemble.members:
            keys[MEMBERS] = {
                arm: [
                    self._key(plan, base[arm], effort.seed + member, member)
                    for member in range(self.ensemble.members)
                ]
                for arm in plan.effect_arms
            }
        if isinstance(plan.claim.effect, WinnerShare):
            keys = {
                variant: arms
                for variant, arms in keys.items()
                if not variant.startswith(("knockout", "where"))
            }
        return ClaimRuns(plan, keys)

    def _key(self, plan: Plan, scenario: Scenario, seed: int, member: int = -1) -> Key:
        written = self._written(scenario)
        digest = "" if member < 0 else self._digest(scenario, written, member)
        key = Key(self._hashes[written], seed, digest)
        self.recipes.setdefault(key, (scenario, member))
        self.measures.setdefault(key.scenario, {}).update(dict.fromkeys(plan.claim.measures()))
        return key

    def _written(self, scenario: Scenario) -> str:
        written = self._names.get(id(scenario))
        if written is None:
            written = self._names[id(scenario)] = scenario_hash(scenario)
            self._hashes[written] = hash_of(scenario)
        return written

    def _digest(self, scenario: Scenario, written: str, member: int) -> str:
        if (written, member) not in self._digests:
            self._digests[written, member] = digest_of(self.ensemble.overrides(scenario, member))
        return self._digests[written, member]

    def missing(self, store: RunStore) -> list[Key]:
        """The runs the store does not have with every measure wanted, in order."""
        wanted: Mapping[str, Sequence[str]] = {name: list(found) for name, found in self.measures.items()}
        return [key for key in self.recipes if not store.has(key, wanted[key.scenario])]

    def work(self, keys: Sequence[Key]) -> tuple[Work, list[Task]]:
        """The work and tasks of these runs; a task's run_id is the place of its key."""
        index: dict[int, int] = {}
        scenarios: list[Scenario] = []
        measures: list[tuple[str, ...]] = []
        tasks = []
        for place, key in enumerate(keys):
            scenario, member = self.recipes[key]
            if id(scenario) not in index:
                index[id(scenario)] = len(scenarios)
                scenarios.append(scenario)
                measures.append(tuple(self.measures[key.scenario]))
            tasks.append(Task(place, index[id(scenario)], key.seed, member, detail=False))
        return Work(tuple(scenarios), self.ensemble, measures=tuple(measures)), tasks
