"""Dotted paths: set, refused, and read back."""

from __future__ import annotations

from contextlib import suppress

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulation.errors import UsageError
from simulation.scenario import flatten, load_scenario
from simulation.scenario.fields import spot_at
from simulation.scenario.mechanisms import ABOUT, PARAMETERS
from simulation.scenario.paths import parse_path, show_path

SPAM = load_scenario("coupon_spam")


@pytest.mark.parametrize(
    ("text", "path", "value"),
    [
        ("strategy.calendar[0].per_day=5", "strategy.calendar[0].per_day", 5.0),
        (" strategy.calendar[0].per_day = 5", "strategy.calendar[0].per_day", 5.0),
        ("days=90", "days", 90),
        ("days=90.0", "days", 90),
        ("mechanisms.noise=off", "mechanisms.noise", False),
        ("submodels.death=turnover", "submodels.death", "turnover"),
        ("content.coupon.load=2", "content.coupon.load", 2.0),
        ("content.coupon={load: 2}", "content.coupon.load", 2.0),
        ("market.rivals=[0.1, 0.2, 0.3, 0.4]", "market.rivals", (0.1, 0.2, 0.3, 0.4)),
        ("strategy.calendar=[{post: activity, per_week: 2}]", "strategy.calendar[0].post", "activity"),
        ("strategy.calendar[0]={post: activity, on_days: [3]}", "strategy.calendar[0].on_days", (3,)),
        ("strategy.kocs={per_group: 5, planted: yes}", "strategy.kocs.planted", True),
        ("question='Why = why?'", "question.zh", "Why = why?"),
        ("behaviour.referral.finite_contacts=0", "behaviour.referral.finite_contacts", 0),
        ("timeline=[{on: 3, set: {strategy.coupon.depth: 0.1}}]", "timeline[0].on", 3),
    ],
)
def test_a_text_sets_a_path(text, path, value):
    changed = SPAM.override([text])
    assert flatten(changed)[path] == value
    assert type(flatten(changed)[path]) is type(value)


def test_a_mapping_sets_paths_and_takes_numpy_values():
    changed = SPAM.override(
        {
            "days": np.int64(90),
            "product.price": np.float64(10),
            "market.rivals": np.full(4, 0.25),
            "mechanisms.noise": "off",
        }
    )
    assert (changed.days, changed.product.price, changed.market.rivals) == (90, 10.0, (0.25,) * 4)
    assert not changed.mechanisms.noise


def test_a_mapping_for_a_section_keeps_what_it_does_not_name():
    changed = load_scenario("kocs_in_spam").override({"strategy.kocs": {"care": 0.9}})
    assert (changed.strategy.kocs.care, changed.strategy.kocs.per_group) == (0.9, 5)


def test_a_new_kind_of_post_can_be_added_and_posted():
    changed = SPAM.override({"content.quiz": {"spark": 2.0}, "strategy.calendar[0].post": "quiz"})
    assert changed.content["quiz"].spark == 2.0


def test_the_later_of_two_overrides_counts():
    assert SPAM.override(["days=30", "days=40"]).days == 40


def test_no_overrides_change_nothing():
    assert SPAM.override({}) == SPAM.override([]) == SPAM


def test_an_override_leaves_the_scenario_as_it_was():
    before = flatten(SPAM)
    SPAM.override({"strategy.calendar[0].per_day": 9, "content.coupon.load": 3})
    assert flatten(SPAM) == before


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"stratgy.calendar[0].per_day": 1}, ["did you mean strategy.calendar[0].per_day?"]),
        ({"strategy.calender[1].per_week": 1}, ["did you mean strategy.calendar[1].per_week?"]),
        ({"coupon.depth": 0.1}, ["did you mean strategy.coupon.depth?"]),
        (
            {"behaviour.talk.base_rat": 0.1},
            ["did you mean behaviour.talk.base_rate?", "allowed in behaviour.talk: base_rate, "],
        ),
        ({"strategy.calendar[2].per_day": 1}, ["no entry 2", "2 entries, numbers 0 to 1"]),
        ({"timeline[0].on": 1}, ["timeline has no entries"]),
        ({"strategy.calendar.per_day": 1}, ["is a list", "strategy.calendar[0].per_day"]),
        ({"strategy[0]": 1}, ["strategy is no list"]),
        ({"days.x": 1}, ["days is a single value (180)"]),
        (
            {"strategy.calendar[0].per_week": 5},
            ["already has per_day (3)", "strategy.calendar[0]={post: coupon, per_week: ...}"],
        ),
        ({"strategy.calendar[0].per_day": None}, ["exactly one of per_day, per_week, on_days"]),
        (
            {"strategy.calendar[0].per_day": 500},
            ["strategy.calendar[0].per_day: given 500, allowed: a number from 0 to 50"],
        ),
        ({"strategy.calendar[0].per_day": -1}, ["given -1"]),
        ({"strategy.calendar[0].per_day": float("nan")}, ["given nan"]),
        ({"product.price": float("inf")}, ["given inf"]),
        ({"strategy.calendar[0].post": "cupon"}, ["did you mean coupon?"]),
        ({"content.quizz.load": 1}, ["no kind of post 'quizz'"]),
        ({"content.coupon.laod": 1}, ["did you mean content.coupon.load?"]),
        ({"market.people": 100}, ["override market.people", "more members than people"]),
        (
            {"days": "x", "groups.cap": 0},
            ["2 mistakes in the overrides", "override days", "override groups.cap"],
        ),
        ({"extends": "baseline"}, ["top of a scenario file"]),
        ({"": 1}, ["names its fields with dots"]),
        ({"a..b": 1}, ["cannot be read from '..b' on"]),
        ({"strategy.calendar[-1].per_day": 1}, ["cannot be read from '[-1]"]),
        ({"[0]": 1}, ["starts with a field"]),
        ({"strategy.calendar[0]per_day": 1}, ["cannot be read"]),
        (["days"], ["write PATH=VALUE"]),
        (["days="], ["write PATH=VALUE"]),
        (["=5"], ["write PATH=VALUE"]),
        (["days=[5"], ["not valid YAML"]),
        (["days=!!python/name:os.system"], ["is not allowed"]),
        (["days=.inf"], ["finite number"]),
        (["days=\udcff"], ["UTF-8"]),
        ({"days": object()}, ["allowed: a whole number"]),
        ({"days": np.float64}, ["allowed: a whole number"]),
        ({"timeline": [{"on": 3, "set": {"days": 3}}]}, ["timeline[0].set.days", "horizon is fixed"]),
    ],
)
def test_an_override_that_leads_nowhere_says_where_it_should(changes, says):
    with pytest.raises(UsageError) as refused:
        SPAM.override(changes)
    for part in says:
        assert part in str(refused.value)
    assert "pydantic" not in str(refused.value)


def test_the_rhythm_of_an_entry_is_changed_by_replacing_it_or_by_emptying_the_old_one():
    replaced = SPAM.override({"strategy.calendar[0]": {"post": "coupon", "per_week": 5}})
    emptied = SPAM.override({"strategy.calendar[0].per_day": None, "strategy.calendar[0].per_week": 5})
    assert replaced == emptied
    assert replaced.strategy.calendar[0].rate == pytest.approx(5 / 7)


def test_a_path_inside_what_a_timeline_entry_sets_can_be_overridden():
    dated = SPAM.override(["timeline=[{on: 3, set: {strategy.coupon.depth: 0.1}}]"])
    changed = dated.override({"timeline[0].set.strategy.coupon.depth": 0.2})
    assert changed.timeline[0].set == {"strategy.coupon.depth": 0.2}


PATHS = [
    *sorted(PARAMETERS),
    "product.price",
    "groups.common_ground",
    "strategy.coupon.depth",
    "content.activity.spark",
]


@settings(max_examples=150, deadline=None)
@given(data=st.data(), path=st.sampled_from(PATHS))
def test_what_is_set_within_its_range_is_read_back_and_nothing_else_moves(data, path):
    spot = spot_at(parse_path(path))
    low, high = spot.limit("ge", "gt"), spot.limit("le", "lt")
    numbers = (
        st.integers(int(low), int(high))
        if spot.kind == "whole"
        else st.floats(low, high, exclude_min=low == 0)
    )
    value = data.draw(numbers)
    changed = flatten(SPAM.override({path: value}))
    before = flatten(SPAM)
    assert changed.pop(path) == value
    before.pop(path)
    assert changed == before


@settings(max_examples=40, deadline=None)
@given(off=st.sets(st.sampled_from(sorted(ABOUT))), days=st.integers(1, 730))
def test_a_flat_scenario_overrides_another_into_itself(off, days):
    scenario = SPAM.override({"days": days} | {f"mechanisms.{name}": False for name in off})
    assert SPAM.override(flatten(scenario)) == scenario


@settings(max_examples=200, deadline=None)
@given(
    path=st.text("stragy.clend[0]_ =5", max_size=20),
    value=st.one_of(st.none(), st.integers(), st.text(max_size=5), st.floats()),
)
def test_whatever_path_is_given_it_is_set_or_refused_in_words(path, value):
    with suppress(UsageError):
        SPAM.override({path: value})


@given(
    st.lists(
        st.one_of(st.from_regex(r"[a-z_][a-z0-9_]{0,8}", fullmatch=True), st.integers(0, 99)),
        min_size=1,
        max_size=6,
    )
)
def test_a_path_is_read_back_from_its_text(steps):
    where = ("top", *steps)
    assert parse_path(show_path(where)) == where
