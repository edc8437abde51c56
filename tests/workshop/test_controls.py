"""Levers come from the schema: every one of them sets what it says and nothing else."""

from __future__ import annotations

import pytest

from simulation import load_scenario
from simulation.report.numbers import LANGUAGES
from simulation.scenario import diff
from simulation.scenario.library import library
from simulation.workshop.controls import MAIN, controls, section_name, sections, value_of, written

BASE = load_scenario("baseline")
TIMED = load_scenario("baseline", {"timeline": [{"on": 5, "set": {"strategy.calendar[1].per_week": 4}}]})


def lever(key: str, scenario=BASE):
    return next(one for one in controls(scenario) if one.key == key)


@pytest.mark.parametrize("name", sorted(library()))
def test_every_lever_shows_the_value_the_scenario_has_within_its_range(name: str) -> None:
    scenario = load_scenario(name)
    for one in controls(scenario):
        value = value_of(one, scenario)
        if one.kind in ("slider", "posts"):
            assert one.low <= value <= one.high, one.key
            places = (value - one.low) / one.step
            assert abs(places - round(places)) < 1e-6, f"{one.key}: a slider cannot stand at {value}"
        if one.kind == "choice":
            assert value in one.options


def test_writing_back_what_is_there_changes_nothing() -> None:
    for one in controls(TIMED):
        same = TIMED.override(written(one, TIMED, value_of(one, TIMED)))
        assert not diff(TIMED, same), one.key


@pytest.mark.parametrize("path", sorted(MAIN))
def test_a_main_lever_moves_its_own_value_over_its_whole_range(path: str) -> None:
    one = lever(path)
    assert one.group == "main"
    for end in (one.low, one.high):
        moved = BASE.override(written(one, BASE, end))
        assert {changed for changed, _, _ in diff(BASE, moved)} <= {path}
        assert value_of(one, moved) == end


def test_posts_of_a_kind_keep_their_place_and_rhythm_so_that_a_timeline_still_finds_them() -> None:
    reminder = lever("strategy.calendar:livestream_reminder", TIMED)
    moved = TIMED.override(written(reminder, TIMED, 0))
    assert value_of(reminder, moved) == 0
    assert moved.timeline == TIMED.timeline
    assert [entry.post for entry in moved.strategy.calendar] == [
        entry.post for entry in TIMED.strategy.calendar
    ]


def test_a_kind_that_is_not_posted_can_be() -> None:
    activity = lever("strategy.calendar:activity")
    assert value_of(activity, BASE) == 0
    assert value_of(activity, BASE.override(written(activity, BASE, 3))) == 3


def test_posts_on_days_and_elsewhere_are_left_alone() -> None:
    extra = [
        {"post": "coupon", "on_days": [3]},
        {"post": "coupon", "per_week": 2, "via": "moments"},
        {"post": "coupon", "per_day": 1},
    ]
    scenario = BASE.override({"strategy.calendar": extra})
    coupon = lever("strategy.calendar:coupon", scenario)
    assert value_of(coupon, scenario) == 7
    moved = scenario.override(written(coupon, scenario, 14)).strategy.calendar
    assert moved[:2] == scenario.strategy.calendar[:2]
    assert moved[2].per_day == 2


def test_every_lever_has_a_name_in_both_languages_and_how_people_respond_is_no_lever() -> None:
    for one in controls(BASE):
        for lang in LANGUAGES:
            assert one.title[lang], one.key
            assert one.path not in one.title[lang] or one.path == "days", f"{one.key} has no name"
            assert all(one.option(value, lang) for value in one.options)
        assert any("\u4e00" <= c <= "\u9fff" or c.isupper() for c in one.title["zh"]), one.key
        assert not one.path.startswith("behaviour.")
    for section in sections(controls(BASE)):
        assert section_name(section, "zh") != section
