"""Hash, difference, flat view, and the scenario as it takes effect."""

from __future__ import annotations

import pytest

from simulation.scenario import Scenario, diff, effective, flatten, library, load_scenario, scenario_hash
from simulation.scenario.mechanisms import ABOUT, NEUTRAL
from simulation.scenario.parameter_table import parameter_rows

SPAM = load_scenario("coupon_spam")
BASELINE = load_scenario("baseline")


def test_the_hash_is_of_what_is_said_and_not_of_how_it_is_labelled_or_written(write):
    text = "days: 90\nproduct: {price: 50}\ntimeline: [{on: 3, set: {strategy.coupon.depth: 1e-1}}]\n"
    other = (
        "name: other\ntitle: T\nquestion: Q\ntheme: shelf\nproduct:\n  price: 50.0\n  margin: 0.6\ndays: 90\n"
    )
    other += "timeline: [{on: 3, set: {strategy.coupon.depth: 0.1}}]\n"
    one, two = load_scenario(write(text, "one.yaml")), load_scenario(write(other, "two.yaml"))
    assert scenario_hash(one) == scenario_hash(two)
    assert len(scenario_hash(one)) == 16
    assert int(scenario_hash(one), 16) >= 0


def test_the_order_of_kinds_of_post_in_a_file_does_not_count(write):
    one = load_scenario(write("content: {quiz: {spark: 1}, poll: {spark: 2}, coupon: {load: 2}}\n", "a.yaml"))
    two = load_scenario(write("content: {coupon: {load: 2}, poll: {spark: 2}, quiz: {spark: 1}}\n", "b.yaml"))
    assert scenario_hash(one) == scenario_hash(two)
    assert list(one.content) == list(two.content)


def test_every_value_counts_for_the_hash():
    plain = scenario_hash(BASELINE)
    for path, value in (
        ("days", 181),
        ("mechanisms.noise", False),
        ("behaviour.talk.base_rate", 0.2),
        ("submodels.buying", "additive"),
    ):
        assert scenario_hash(BASELINE.override({path: value})) != plain


def test_scenarios_of_the_library_all_say_something_else():
    hashes = [scenario_hash(load_scenario(name)) for name in library()]
    assert len(set(hashes)) == len(hashes)


@pytest.mark.parametrize("mechanism", sorted(ABOUT))
def test_switching_a_mechanism_off_sets_its_parameters_to_neutral_and_no_others(mechanism):
    switched = BASELINE.override({f"mechanisms.{mechanism}": False})
    changed = {path: new for path, _, new in diff(switched, effective(switched))}
    assert set(changed) <= set(NEUTRAL[mechanism])
    flat = flatten(effective(switched))
    for path, neutral in NEUTRAL[mechanism].items():
        assert flat[path] == neutral
        assert type(flat[path]) is type(flatten(BASELINE)[path])
    assert not getattr(effective(switched).mechanisms, mechanism)


def test_a_scenario_with_all_mechanisms_on_takes_effect_as_it_is_written():
    assert effective(BASELINE) == BASELINE
    off = BASELINE.override({"mechanisms": dict.fromkeys(ABOUT, False)})
    assert effective(effective(off)) == effective(off)
    assert Scenario.model_validate(effective(off).model_dump(by_alias=True), strict=True) == effective(off)


def test_a_difference_names_path_and_both_values():
    changed = BASELINE.override({"strategy.coupon.depth": 0.5, "mechanisms.noise": False, "name": "other"})
    assert diff(BASELINE, changed) == [
        ("strategy.coupon.depth", 0.25, 0.5),
        ("mechanisms.noise", True, False),
    ]
    assert diff(BASELINE, BASELINE) == []


def test_entries_of_a_calendar_differ_by_number_or_as_a_whole():
    calendar = [
        {"post": "coupon", "per_day": 2},
        {"post": "activity", "per_week": 1},
        {"post": "coupon", "on_days": [3]},
    ]
    found = diff(SPAM, SPAM.override({"strategy.calendar": calendar}))
    assert found == [
        ("strategy.calendar[0].per_day", 3.0, 2.0),
        (
            "strategy.calendar[1]",
            {"post": "livestream_reminder", "per_week": 4.0, "via": "group"},
            {"post": "activity", "per_week": 1.0, "via": "group"},
        ),
        ("strategy.calendar[2]", None, {"post": "coupon", "on_days": (3,), "via": "group"}),
    ]


def test_what_a_timeline_sets_and_a_new_kind_of_post_differ_as_a_whole():
    other = BASELINE.override(
        ["timeline=[{on: 3, set: {strategy.coupon.depth: 0.1}}]", "content.quiz={spark: 1}"]
    )
    found = {path: new for path, _, new in diff(BASELINE, other)}
    assert found["timeline[0]"] == {"on": 3, "set": {"strategy.coupon.depth": 0.1}}
    assert found["content.quiz"]["spark"] == 1.0


def test_the_difference_turned_round_swaps_the_values():
    back = [(path, new, old) for path, old, new in diff(SPAM, BASELINE)]
    assert sorted(back, key=str) == sorted(diff(BASELINE, SPAM), key=str)


def test_the_flat_view_has_every_value_by_its_path():
    flat = flatten(
        SPAM.override(["timeline=[{when: {measure: orders, below: 3}, set: {strategy.coupon.depth: 0.1}}]"])
    )
    assert flat["strategy.calendar[0].per_day"] == 3.0
    assert flat["timeline[0].when.for"] == 1
    assert flat["timeline[0].set"] == {"strategy.coupon.depth": 0.1}
    assert flat["market.rivals"] == SPAM.market.rivals


def test_the_parameter_table_says_unit_range_and_source_of_every_behavioural_parameter():
    rows = {row.parameter: row for row in parameter_rows()}
    behavioural = [path for path in flatten(BASELINE) if path.startswith("behaviour.")]
    assert set(behavioural) <= set(rows)
    for path in behavioural:
        row = rows[path]
        assert row.meaning, path
        assert row.unit, path
        assert row.range, path
        assert row.source, path
        assert row.source != "assumed" or row.range_of_doubt, path
