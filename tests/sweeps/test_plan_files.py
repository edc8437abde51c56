"""A plan file: what it may say, and how a mistake in it is told."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from textwrap import dedent

import jsonschema
import pytest
import yaml

from simulation.errors import UsageError
from simulation.scenario import load_scenario
from simulation.scenario.library import library, plans
from simulation.sweeps.expand import expand
from simulation.sweeps.plan_file import load_plan
from simulation.sweeps.plan_schema import plan_schema

GOOD = """\
name: mine
scenarios: [coupon_spam, value_content]
design: grid
replicates: 5
days: 30
levers:
  strategy.calendar[0].per_day: [1, 2]
  groups.count: {range: [5, 9], steps: 3}
uncertainties:
  product.margin: {range: [0.2, 0.6]}
uncertainty_samples: 4
measures: [trust_day_30]
"""

Write = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def write(text: str, name: str = "mine.yaml") -> Path:
        path = tmp_path / name
        path.write_text(dedent(text), encoding="utf-8")
        return path

    return write


def refusal(path: Path) -> str:
    with pytest.raises(UsageError) as refused:
        expand(path)
    text = str(refused.value)
    assert not any(word in text for word in ("pydantic", "Input should", "type=", "Traceback", "Unfit"))
    return text


def test_a_plan_says_what_is_crossed_with_what(write: Write) -> None:
    sweep = expand(write(GOOD))
    assert [scenario.name for scenario in sweep.scenarios] == ["coupon_spam", "value_content"]
    assert sweep.points["groups.count"].tolist() == [5, 7, 9, 5, 7, 9]
    assert (len(sweep.points), len(sweep.uncertain), sweep.cells) == (6, 4, 48)
    assert sweep.most_runs == sweep.least_runs == 240
    assert {scenario.days for scenario in sweep.scenarios} == {30}
    assert sweep.units["strategy.calendar[0].per_day"] == "posts/day"


def test_the_smallest_plan_is_just_its_scenarios(write: Write) -> None:
    sweep = expand(write("scenarios: [coupon_spam, value_content]\n", "tiny.yaml"))
    assert (sweep.plan.name, sweep.cells, sweep.most_runs) == ("tiny", 2, 80)


def test_scenarios_are_found_beside_the_plan(write: Write) -> None:
    write("extends: baseline\ndays: 20\n", "own.yaml")
    assert expand(write("scenarios: [own.yaml]\n")).scenarios[0].days == 20


def test_a_path_may_stand_bare_in_braces(write: Write) -> None:
    sweep = expand(write("scenarios: [coupon_spam]\nfactors: {strategy.calendar[0].per_day: [1, 2, 4]}\n"))
    assert sweep.points["strategy.calendar[0].per_day"].tolist() == [1.0, 2.0, 4.0]


@pytest.mark.parametrize(
    ("other", "says"),
    [
        ("product.margin", "product.margin is already listed under factors"),
        ("strategy.calendar[0]", "strategy.calendar[0].per_day lies in it"),
    ],
)
def test_no_path_is_varied_twice(write: Write, other: str, says: str) -> None:
    assert says in refusal(write(f"{GOOD}factors: {{{other}: [0.5]}}\n"))


@pytest.mark.parametrize("name", sorted(plans()))
def test_every_plan_of_the_library_can_be_run(name: str) -> None:
    assert expand(name).most_runs > 0
    assert name == load_plan(name).plan.name
    assert load_plan(name).plan.question is not None


def test_plans_are_no_scenarios() -> None:
    assert not set(plans()) & set(library())
    assert not any(name.startswith("plans/") for name in library())


def test_the_schema_takes_the_plans_of_the_library() -> None:
    schema = plan_schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    for path in plans().values():
        jsonschema.validate(yaml.safe_load(path.read_text(encoding="utf-8")), schema)
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate({"name": "a", "scenarios": ["baseline"], "desing": "grid"}, schema)


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("design: grid", "design: gird", ["design", "given 'gird'", "latin_hypercube", "did you mean grid"]),
        ("replicates: 5", "replicate: 5", ["unknown name 'replicate'", "did you mean replicates"]),
        ("replicates: 5", "replicates: 0", ["replicates: given 0", "from 1 to 100,000"]),
        ("replicates: 5", "samples: 5", ["samples", "the design here is grid"]),
        ("replicates: 5", "until: {measure: trust_day_30, halfwidth: 5, least: 9, most: 5}", ["until.most", "9"]),
        ("replicates: 5", "until: {measure: trust_day_30, halfwidth: five}", ["until.halfwidth", '"5%"']),
        ("replicates: 5", "until: {measure: trust_day_30, halfwidth: -1}", ["until.halfwidth", "above 0"]),
        ("replicates: 5", "until: {measure: orders_day_30, halfwidth: 1}", ["until.measure", "not among measures"]),
        ("coupon_spam, v", "coupon_spma, v", ["scenarios[0]", "did you mean coupon_spam"]),
        ("coupon_spam, value_content", "baseline, baseline", ["scenarios[1]", "twice"]),
        ("  groups.count", "  groups.cuont", ["levers.groups.cuont", "did you mean groups.count"]),
        ("  groups.count", "  count", ["levers.count", "did you mean groups.count"]),
        ("  groups.count", "  groups", ["levers.groups", "no single value"]),
        ("  groups.count", "  title.en", ["is a label"]),
        ("range: [5, 9]", "range: [9, 5]", ["upside down", "[5, 9]"]),
        ("range: [5, 9]", "range: [5, 5]", ["one value"]),
        ("range: [5, 9]", "range: [0, 9]", ["given 0", "a whole number from 1 to 20,000"]),
        ("range: [5, 9]", "range: [5.5, 9]", ["given 5.5", "a whole number"]),
        ("range: [5, 9]", "values: [5, x]", ["levers.groups.count", "allowed beside range only"]),
        ("{range: [5, 9], steps: 3}", "[5, x]", ["values[1]", "given 'x'", "from 1 to 20,000"]),
        ("{range: [5, 9], steps: 3}", "[5, {a: 1}]", ["values[1]", "a mapping", "several scenarios"]),
        ("{range: [5, 9], steps: 3}", "[5, 6, 5.0]", ["twice"]),
        ("{range: [5, 9], steps: 3}", "[]", ["empty list", "one value or more"]),
        ("{range: [5, 9], steps: 3}", "7", ["given 7", "a list of values"]),
        (", steps: 3", "", ["a grid needs values", "latin_hypercube"]),
        (", steps: 3", ", distribution: {normal: {mean: 1, sd: 1}}", ["range and distribution", "exactly one of"]),
        ("calendar[0]", "calendar[4]", ["in the scenario coupon_spam", "no entry 4"]),
        ("per_day:", "per_week:", ["in the scenario coupon_spam", "already has per_day"]),
        ("[0.2, 0.6]", "[0.2, 6]", ["uncertainties.product.margin.range", "from 0 to 0.99 [share]"]),
        ("range: [0.2, 0.6]", "distribution: {normal: {mean: 5, sd: 0.1}}", ["distribution", "lies within"]),
        ("range: [0.2, 0.6]", "distribution: {gamma: {a: 5}}", ["unknown name 'gamma'", "lognormal"]),
        ("range: [0.2, 0.6]", "distribution: {normal: {mean: 5, sd: 0}}", ["sd", "given 0", "above 0"]),
        ("range: [0.2, 0.6]", "distribution: {uniform: {low: 1, high: 0}}", ["low below high"]),
        ("[trust_day_30]", "[trust_day_40]", ["measures[0]", "beyond the horizon", "day 30"]),
        ("[trust_day_30]", "[turst_day_30]", ["measures[0]", "did you mean trust_day_30"]),
    ],
)  # fmt: skip
def test_a_mistake_names_file_line_and_what_is_allowed(
    write: Write, old: str, new: str, says: list[str]
) -> None:
    assert GOOD.count(old) == 1
    line = GOOD[: GOOD.index(old)].count("\n") + 1
    text = refusal(write(GOOD.replace(old, new)))
    assert f"mine.yaml:{line}:" in text
    assert all(word in text for word in says), text


def test_all_mistakes_are_told_at_once(write: Write) -> None:
    text = GOOD.replace("groups.count", "groups.cuont").replace("[0.2, 0.6]", "[0.2, 6]")
    told = refusal(write(text))
    assert all(word in told for word in ("2 mistakes", "groups.cuont", "product.margin"))


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("measures: trust_day_30", ["a list of at most 2000", "[trust_day_30]"]),
        ("factors: {fits: [a.csv]}", ["factors.fits", "a scenario for each"]),
        (
            "factors: {strategy.calendar[0].post: [coupon, tea]}",
            ["mine.yaml:2", "baseline cannot be run", "'tea'"],
        ),
        ("design: sobol", ["empty design", "levers"]),
        ("design: list", ["empty design", "points"]),
        (
            "design: latin_hypercube\nfactors: {groups.count: {range: [5, 9]}}\nsamples: 0",
            ["samples", "from 1"],
        ),
        ("design: sobol\nfactors: {groups.count: {range: [5, 9]}}\nsamples: 9", ["power of two", "8 or 16"]),
        ("design: morris\nfactors: {groups.count: {range: [5, 9]}}\nsamples: 900000", ["1,800,000 points"]),
        (
            "design: list\npoints: [{product.price: 9}, {product.margin: 9}]",
            ["points[1]", "has no product.price"],
        ),
        (
            "design: list\npoints: [{product.price: 9}, {product.price: 0}]",
            ["points[1].product.price", "above 0"],
        ),
        ("uncertainty_samples: 4", ["no uncertainties"]),
        ("factors: {groups: {count: 3}}", ["factors.groups", "unknown name 'count'", "values, range"]),
    ],
)
def test_a_design_that_cannot_be_made_is_refused(write: Write, text: str, says: list[str]) -> None:
    told = refusal(write(f"scenarios: [baseline]\n{text}\n"))
    assert all(word in told for word in says), told


def test_too_large_a_grid_is_counted_and_another_design_named(write: Write) -> None:
    fields = ("deal", "load", "spark", "information", "hours")
    levers = "\n".join(f"  content.coupon.{name}: {{range: [0.1, 1], steps: 20}}" for name in fields)
    told = refusal(write(f"scenarios: [baseline]\nlevers:\n{levers}\n"))
    assert all(word in told for word in ("3,200,000 points", "latin_hypercube", "samples: 250"))


def test_values_that_do_not_go_together_are_told_before_anything_runs(write: Write) -> None:
    told = refusal(
        write("scenarios: [baseline]\nlevers: {groups.count: [10, 400], market.people: [4000, 90000]}\n")
    )
    assert "baseline cannot be run with groups.count: 400, market.people: 4000" in told
    assert "more members than people" in told


def test_values_may_go_together_that_do_not_fit_the_scenario_alone(write: Write) -> None:
    people = load_scenario("baseline").market.people
    count = people // load_scenario("baseline").groups.members_at_start + 1
    sweep = expand(
        write(f"scenarios: [baseline]\nlevers: {{groups.count: [{count}], market.people: [{2 * people}]}}\n")
    )
    assert sweep.scenario_of(sweep.cell(0)).groups.count == count


def test_plain_data_make_a_plan_too() -> None:
    sweep = expand({"scenarios": ["baseline"], "factors": {"product.price": [50, 90]}})
    assert sweep.points["product.price"].tolist() == [50.0, 90.0]
    with pytest.raises(UsageError, match=r"did you mean product\.price"):
        expand({"scenarios": ["baseline"], "factors": {"product.prize": [50, 90]}})


def test_a_plan_that_is_nowhere_is_told_with_the_nearest_name() -> None:
    with pytest.raises(UsageError, match="did you mean first_look"):
        load_plan("first_lok")
    with pytest.raises(UsageError, match=r"no such file: nowhere/a\.yaml"):
        load_plan("nowhere/a.yaml")
