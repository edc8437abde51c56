"""Grouplife: a laboratory for communities in brand-run chat groups.

    from simulation import load_scenario, run, compare, Community

Names are imported on first use, so that `import simulation` costs nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

#: public name -> module it lives in
_HOME = {
    "Scenario": "simulation.scenario",
    "diff": "simulation.scenario",
    "effective": "simulation.scenario",
    "flatten": "simulation.scenario",
    "json_schema": "simulation.scenario",
    "library": "simulation.scenario",
    "load_scenario": "simulation.scenario",
    "scenario_hash": "simulation.scenario",
    "Community": "simulation.model",
    "MEASURES": "simulation.model.measures",
    "RunResult": "simulation.model.result",
    "run": "simulation.experiments.run",
    "Comparison": "simulation.experiments.compare",
    "compare": "simulation.experiments.compare",
    "load_results": "simulation.experiments.reading",
    "expand": "simulation.sweeps.expand",
    "sweep": "simulation.sweeps.runner",
    "GrouplifeError": "simulation.errors",
    "ResultsWarning": "simulation.errors",
    "UsageError": "simulation.errors",
}

__all__ = ["__version__", *_HOME]

if TYPE_CHECKING:
    from .errors import GrouplifeError as GrouplifeError
    from .errors import ResultsWarning as ResultsWarning
    from .errors import UsageError as UsageError
    from .experiments.compare import Comparison as Comparison
    from .experiments.compare import compare as compare
    from .experiments.reading import load_results as load_results
    from .experiments.run import run as run
    from .model import Community as Community
    from .model.measures import MEASURES as MEASURES
    from .model.result import RunResult as RunResult
    from .scenario import Scenario as Scenario
    from .scenario import diff as diff
    from .scenario import effective as effective
    from .scenario import flatten as flatten
    from .scenario import json_schema as json_schema
    from .scenario import library as library
    from .scenario import load_scenario as load_scenario
    from .scenario import scenario_hash as scenario_hash
    from .sweeps.expand import expand as expand
    from .sweeps.runner import sweep as sweep


def __getattr__(name: str) -> Any:
    home = _HOME.get(name)
    if home is None:
        raise AttributeError(
            f"module 'simulation' has no attribute {name!r}; it has: {', '.join(sorted(_HOME))}"
        )
    value = getattr(import_module(home), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
