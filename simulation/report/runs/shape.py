"""What a folder of runs asked: scenarios side by side, one lever, two, or many; and what was not controlled."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

import numpy as np
import pandas as pd

from ...experiments.reading import Results
from ..labels import Labels, labels
from ..numbers import Lang
from ..sample import Sample
from ..wording import wording
from .arms import Arm, Findings
from .factors import Factor, Level, factors_of, with_value
from .layout import Laid, lay_out

#: none: nothing is varied. one: a lever. cross: all combinations of two. many: anything else.
Kind = Literal["none", "one", "cross", "many"]
#: Combinations of scenario and point above which the best of them is mostly the luckiest.
FEW_COMBINATIONS = 60


@dataclass(frozen=True)
class _Titled:
    title: Any


@dataclass(frozen=True, eq=False)
class Asked:
    """A folder of runs, ready to be told: the runs, what was varied, and what everything is called."""

    findings: Findings
    levers: tuple[Factor, ...]
    uncertain: tuple[Factor, ...]

    @property
    def laid(self) -> Laid:
        return self.findings.laid

    @property
    def kind(self) -> Kind:
        if len(self.levers) < 2:
            return "one" if self.levers else "none"
        if len(self.levers) == 2 and not any(one.parted for one in self.levers):
            first, second = self.levers
            both = {(a, b) for a in range(len(first.levels)) for b in range(len(second.levels))}
            met = {
                (a, b)
                for a, one in enumerate(first.levels)
                for b, two in enumerate(second.levels)
                if set(one.rows) & set(two.rows)
            }
            if met == both:
                return "cross"
        return "many"

    @property
    def combined(self) -> bool:
        """Whether single combinations are told; else levers, averaged over the others."""
        count = len(self.laid.scenarios) * len(self.laid.points)
        return count <= FEW_COMBINATIONS and not any(one.parted for one in self.levers)

    @property
    def planned(self) -> bool:
        """Whether a plan was carried out; else one scenario was run."""
        return bool(self.laid.results.manifest.get("kind") == "sweep")

    @property
    def worlds(self) -> int:
        """Combinations of what is not controlled that the points met."""
        return int(self.laid.made.any(axis=(0, 1, 3)).sum())

    @cached_property
    def sample(self) -> Sample:
        """Nothing but the scenarios' names and titles, for what draws and labels them."""
        titles = {
            str(entry["name"]): entry.get("title") or {}
            for entry in self.laid.results.manifest.get("scenarios", ())
        }
        nothing = pd.DataFrame({"day": []})
        known = {name: _Titled(_Words(titles.get(name, {}))) for name in self.laid.scenarios}
        return Sample(self.laid.scenarios, known, nothing, nothing, nothing, len(self.laid.seeds), 0)

    def names(self, lang: Lang) -> Labels:
        """What scenarios are called."""
        return labels(self.sample, lang)

    def arm(self, scenario: int, lever: Level | None = None, world: Level | None = None) -> Arm:
        """A scenario at a level of a lever, of something uncertain, or at all of them."""
        points = tuple(range(len(self.laid.points))) if lever is None else lever.rows
        return Arm(scenario, points, () if world is None else world.rows)

    def at(self, scenario: int, first: Level, second: Level) -> Arm:
        """A scenario at levels of two levers."""
        return Arm(scenario, tuple(sorted(set(first.rows) & set(second.rows))))

    def point_name(self, scenario: int, point: int, lang: Lang) -> str:
        """A scenario at a point in a sentence: "coupon_spam with price 40 CNY"."""
        said = []
        for factor in self.levers:
            level = next((one for one in factor.levels if point in one.rows), None)
            if level is not None:
                said.append(with_value(factor, level, lang))
        return self.level_name(scenario, said, lang)

    def level_name(self, scenario: int, said: list[str], lang: Lang) -> str:
        """A scenario with values of its levers."""
        name = self.names(lang).say(self.laid.scenarios[scenario])
        if not said:
            return name
        return f"{name.strip()}（{'，'.join(said)}）" if lang == "zh" else f"{name} with {' and '.join(said)}"

    def strength(self, factor: Factor, measure: str, uncertain: bool = False) -> float:
        """How far a measure moves over the levels of a factor, in the scenario where it moves furthest."""
        widest = 0.0
        for scenario in range(len(self.laid.scenarios)):
            arms = [self.along(scenario, level, uncertain) for level in factor.levels]
            means = [self.findings.level(measure, arm).mean for arm in arms]
            there = [mean for mean in means if mean is not None]
            widest = max(widest, max(there) - min(there)) if there else widest
        return widest

    def strongest(self, uncertain: bool = False) -> list[Factor]:
        """The factors, the strongest first: by their largest move of a shown measure beside the others'."""
        factors = list(self.uncertain if uncertain else self.levers)
        moves = np.array(
            [[self.strength(one, m, uncertain) for m in self.laid.measures] for one in factors]
        ).reshape(len(factors), -1)
        top = moves.max(axis=0, initial=0.0)
        share = np.divide(moves, top, out=np.zeros_like(moves), where=top > 0).max(axis=1, initial=0.0)
        return [factors[n] for n in np.argsort(-share, kind="stable")]

    def along(self, scenario: int, level: Level, uncertain: bool) -> Arm:
        """A scenario at a level of a lever, or of something uncertain."""
        return self.arm(scenario, None, level) if uncertain else self.arm(scenario, level)

    def ends(self, factor: Factor, scenario: int, measure: str, uncertain: bool) -> tuple[Level, Level]:
        """The levels that are set against each other: the ends of a range; of other values the furthest apart."""
        if factor.ordered or len(factor.levels) == 2:
            return factor.ends
        means = [
            self.findings.level(measure, self.along(scenario, one, uncertain)).mean for one in factor.levels
        ]
        there = [(mean, n) for n, mean in enumerate(means) if mean is not None]
        if not there:
            return factor.ends
        low, high = sorted((min(there)[1], max(there)[1]))
        return factor.levels[low], factor.levels[high]


@dataclass(frozen=True)
class _Words:
    said: Mapping[str, str]

    def __getattr__(self, lang: str) -> str:
        if lang.startswith("_"):
            raise AttributeError(lang)
        return str(self.said.get(lang, ""))


def asked_of(results: Results, measures: tuple[str, ...] = ()) -> Asked:
    """A folder of runs ready to be told. Raises as `lay_out`."""
    import yaml

    laid = lay_out(results, measures)
    said = []
    for entry in results.manifest.get("scenarios", ()):
        try:
            found = yaml.safe_load(str(entry.get("text", "")))
        except yaml.YAMLError:
            found = None
        said.append(found if isinstance(found, dict) else {})
    levers = factors_of(laid.points, said)
    # all combinations are balanced: whatever else a lever met, each of its values met
    whole = len(laid.points) == math.prod(len(one.levels) for one in levers)
    drawn = len(levers) > 1 and (not whole or any(one.parted for one in levers))
    return Asked(Findings(laid, drawn), levers, factors_of(laid.worlds, said))


def better_first(asked: Asked, measure: str) -> list[tuple[float, int, int]]:
    """Mean, scenario and point of every combination that has a value, the best first."""
    means = asked.findings.means(measure)
    sign = wording(measure).good or 1
    rows, columns = np.nonzero(np.isfinite(means))
    found = [(float(means[s, p]), int(s), int(p)) for s, p in zip(rows, columns, strict=True)]
    return sorted(found, key=lambda one: (-sign * one[0], one[1], one[2]))
