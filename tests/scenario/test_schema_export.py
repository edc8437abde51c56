"""The JSON Schema that editors use says what the loader says."""

from __future__ import annotations

import re
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from simulation.errors import UsageError
from simulation.scenario import json_schema, library, load_scenario
from simulation.scenario.starter import starter
from simulation.scenario.yaml_lines import read_yaml

SCHEMA = json_schema()


def lists(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: lists(item) for name, item in value.items()}
    return [lists(item) for item in value] if isinstance(value, tuple) else value


def accepts(text: str) -> bool:
    return Draft202012Validator(SCHEMA).is_valid(lists(read_yaml(text, "text").data))


def test_it_is_a_valid_schema_of_its_dialect():
    assert SCHEMA["$schema"] == "https://json-schema.org/draft/2020-12/schema"
    Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.parametrize("name", sorted(library()))
def test_it_accepts_every_scenario_of_the_library(name):
    data = lists(read_yaml(library()[name].read_text(encoding="utf-8"), name).data)
    assert [error.message for error in Draft202012Validator(SCHEMA).iter_errors(data)] == []


@pytest.mark.parametrize(
    "text",
    [
        "days: 1000",
        "days: x",
        "dayz: 3",
        "strategy: {calendar: [{per_day: 1}]}",
        "submodels: {death: boredom}",
        "mechanisms: {noise: 3}",
        "content: {Quiz: {spark: 1}}",
        "market: {rivals: [1, 0]}",
        "product: {price: 0}",
        "timeline: [{on: 3}]",
        "name: Big Plan",
        "title: {en: x}",
    ],
)
def test_it_refuses_what_the_loader_refuses(text, write):
    assert not accepts(text)
    with pytest.raises(UsageError):
        load_scenario(write(text))


@pytest.mark.parametrize(
    "text",
    [
        "extends: baseline",
        "title: A plan",
        "title: {en: x, zh: 甲}",
        "mechanisms: {noise: off}",
        "content: {quiz: {}}",
        "mechanisms: {noise: 'off'}",
        "timeline: [{on: 3, set: {strategy.coupon.depth: 0.1}}]",
        "market: {rivals: [1, 0, 0, 0]}",
        "content: {coupon: {load: 2}}",
        "strategy: {calendar: []}",
    ],
)
def test_it_accepts_what_the_loader_accepts(text, write):
    assert accepts(text)
    load_scenario(write(text))


def test_it_tells_units_ranges_and_meanings():
    days = SCHEMA["properties"]["days"]
    assert (days["unit"], days["minimum"], days["maximum"]) == ("days", 1, 730)
    rate = SCHEMA["$defs"]["Talk"]["properties"]["base_rate"]
    assert rate["unit"] == "messages per visit"
    assert rate["source"] == "assumed"
    assert len(rate["draw"]) == 2
    for name, part in SCHEMA["$defs"].items():
        for field, said in part.get("properties", {}).items():
            assert "description" in said or "$ref" in said, f"{name}.{field}"


@pytest.mark.parametrize("name", sorted(library()))
def test_a_starter_says_what_its_parent_says_and_all_its_suggestions_are_sound(name, write):
    parent = load_scenario(name)
    text = starter("my_plan", parent, name, "my_plan.yaml")
    scenario = load_scenario(write(text, "my_plan.yaml"))
    assert scenario.strategy == parent.strategy
    assert scenario.name == "my_plan"
    lines = text.splitlines()
    suggestion = re.compile(r"\s*# (\s*(- |set:|strategy\.)|[a-z]+:)")  # other comments are sentences
    for i, line in enumerate(lines):
        if i > 4 and suggestion.match(line):
            lines[i] = line.replace("# ", "", 1)
    full = load_scenario(write("\n".join(lines), "my_plan.yaml"))
    assert full.strategy.kocs.per_group == 3
    assert len(full.timeline) == 2
    assert not full.mechanisms.topic_depletion
    assert accepts("\n".join(lines))


@pytest.mark.parametrize("name", ["on", "123", "1e3", "null", "a-b"])
def test_a_starter_of_any_name_keeps_its_name(name, write):
    text = starter(name, load_scenario("baseline"), "baseline", f"{name}.yaml")
    assert load_scenario(write(text, f"{name}.yaml")).name == name
