"""The JSON Schema that editors use."""

from __future__ import annotations

from typing import Any

from .schema import Scenario

DIALECT = "https://json-schema.org/draft/2020-12/schema"


def json_schema() -> dict[str, Any]:
    """What a scenario file may say, as JSON Schema (draft 2020-12): meanings, units, ranges, sources."""
    schema = tidied(Scenario.model_json_schema(by_alias=True, mode="validation"))
    properties = schema.pop("properties")
    extends = {
        "type": "string",
        "description": (
            "The scenario this one builds on: a library name or a file. Mappings merge, lists replace"
        ),
    }
    defs = schema.pop("$defs")
    words = {
        "type": "string",
        "minLength": 1,
        "maxLength": 400,
        "description": "The same text in both languages",
    }
    defs["Words"] = {"anyOf": [defs["Words"], words]}
    defs["ContentKind"].pop("required", None)
    return {
        "$schema": DIALECT,
        "title": "Grouplife scenario",
        **{key: value for key, value in schema.items() if key != "title"},
        "properties": {"extends": extends, **properties},
        "$defs": defs,
    }


def tidied(node: Any) -> Any:
    """Units of their own; truth values as editors with YAML 1.2 see them, to which `on` is a text."""
    if isinstance(node, list):
        return [tidied(item) for item in node]
    if not isinstance(node, dict):
        return node
    tidy = {
        key: tidied(value) for key, value in node.items() if not (key == "title" and isinstance(value, str))
    }
    about = tidy.get("description")
    if isinstance(about, str) and "unit" not in tidy and "[" in about and "]" in about:
        tidy["unit"] = about[about.rindex("[") + 1 : about.rindex("]")]
    if "patternProperties" in tidy:
        tidy["additionalProperties"] = False
    if tidy.get("type") == "boolean":
        del tidy["type"]
        tidy["enum"] = [True, False, "on", "off", "yes", "no"]
    return tidy
