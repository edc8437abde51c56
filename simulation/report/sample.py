"""What figures and sentences are made from: runs of one or more scenarios, whatever they came from.

`collect` takes a Comparison, one RunResult or several, and gives a `Sample`: the same tables under the same
names.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import numpy as np
import pandas as pd
from numpy.typing import NDArray

Floats = NDArray[np.float64]
DEFAULT = -1  # the ensemble member that is the default parameter set


@dataclass(frozen=True)
class Sample:
    """Runs to be shown.

    names: scenarios in the order given; scenarios: their specifications (missing ones are allowed); daily:
    one row a run and day with run_id, scenario, seed, member, day and the measures; groups: one row a group
    and run; runs: one row a run; ensemble: number of ensemble members (0: what we do not know was not
    examined); effects, crossing: as in Comparison, empty where the sample is of single runs.
    """

    names: tuple[str, ...]
    scenarios: Mapping[str, Any]
    daily: pd.DataFrame
    groups: pd.DataFrame
    runs: pd.DataFrame
    replicates: int
    ensemble: int
    effects: Mapping[str, Any] = field(default_factory=dict)
    crossing: Mapping[str, Any] = field(default_factory=dict)

    @cached_property
    def days(self) -> int:
        """Days lived by the longest run."""
        return int(self.daily["day"].max()) + 1 if len(self.daily) else 0

    @cached_property
    def computed(self) -> dict[Any, Any]:
        """What has been worked out of these tables already; a report draws every curve twice."""
        return {}

    def curves(self, measure: str, scenario: str, ensemble: bool = False) -> pd.DataFrame:
        """Daily values of a measure: one row a run (index seed, member), one column a day.

        Empty if unmeasured.
        """
        if measure not in self.daily.columns:
            return pd.DataFrame()
        part = self._part(scenario, ensemble)
        return part[measure].unstack("day") if len(part) else pd.DataFrame()

    def _part(self, scenario: str, ensemble: bool) -> pd.DataFrame:
        key = ("part", scenario, ensemble)
        if key not in self.computed:
            rows = (self.daily["scenario"] == scenario) & ((self.daily["member"] >= 0) == ensemble)
            part = self.daily[rows].set_index(["seed", "member", "day"])
            self.computed[key] = part[~part.index.duplicated()]
        found: pd.DataFrame = self.computed[key]
        return found

    def spec(self, scenario: str, path: str, default: Any = None) -> Any:
        """A value of a scenario's specification by dotted path, or the default where there is none."""
        found: Any = self.scenarios.get(scenario)
        for name in path.split("."):
            found = getattr(found, name, None)
            if found is None:
                return default
        return found

    def opens_groups(self, scenario: str) -> bool:
        """False for a counterfactual that opens no group at all."""
        return bool(self.spec(scenario, "groups.open", True))


def collect(results: Any) -> Sample:
    """A Sample from a Comparison, a Sample, a RunResult or several RunResults."""
    if isinstance(results, Sample):
        return results
    if hasattr(results, "effects") and hasattr(results, "names"):
        return Sample(
            names=tuple(results.names),
            scenarios=results.scenarios,
            daily=results.daily,
            groups=results.groups,
            runs=results.runs,
            replicates=int(results.replicates),
            ensemble=int(results.ensemble),
            effects=results.effects,
            crossing=results.crossing,
        )
    single = hasattr(results, "daily") and hasattr(results, "summary")
    return _from_runs([results] if single else list(results))


def _from_runs(runs: Iterable[Any]) -> Sample:
    daily, groups, rows = [], [], []
    scenarios: dict[str, Any] = {}
    for number, result in enumerate(runs):
        scenario = result.scenario
        name = str(getattr(scenario, "name", scenario))
        scenarios.setdefault(name, scenario)
        key = {"run_id": f"run {number}", "scenario": name, "seed": result.key, "member": DEFAULT}
        daily.append(result.daily.assign(**key))
        groups.append(result.groups.assign(**key))
        rows.append({**key, **result.summary})
    if not rows:
        raise ValueError("nothing to show: give a Comparison, a RunResult or several RunResults")
    return Sample(
        names=tuple(scenarios),
        scenarios=scenarios,
        daily=pd.concat(daily, ignore_index=True),
        groups=pd.concat(groups, ignore_index=True),
        runs=pd.DataFrame(rows),
        replicates=max(sum(row["scenario"] == name for row in rows) for name in scenarios),
        ensemble=0,
    )


def split_pair(pair: str, names: Iterable[str]) -> tuple[str, str]:
    """The scenarios (B, A) of a pair written "B-A"; scenario names may contain hyphens themselves."""
    known = list(names)
    for second in known:
        for first in known:
            if f"{second}-{first}" == pair:
                return second, first
    raise ValueError(f"{pair} is no pair of the scenarios {', '.join(known)}")


def paired_members(sample: Sample, second: str, first: str, measures: Sequence[str]) -> pd.DataFrame:
    """Paired differences second minus first of ensemble runs: index member, one column a measure."""
    runs = sample.runs[sample.runs["member"] >= 0]
    arms = [runs[runs["scenario"] == name].set_index("member")[list(measures)] for name in (second, first)]
    both = arms[0].index.intersection(arms[1].index)
    return (arms[0].loc[both] - arms[1].loc[both]).astype(float)
