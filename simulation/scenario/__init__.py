"""What a scenario may say, and how it is read."""

from .library import library
from .loader import Loaded, load, load_scenario
from .overrides import apply_change, override
from .schema import Scenario
from .schema_export import json_schema
from .views import diff, effective, flatten, scenario_hash

__all__ = [
    "Loaded",
    "Scenario",
    "apply_change",
    "diff",
    "effective",
    "flatten",
    "json_schema",
    "library",
    "load",
    "load_scenario",
    "override",
    "scenario_hash",
]
