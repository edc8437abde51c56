"""Changes on the way are tried out when the scenario is read."""

from __future__ import annotations

import pytest

from simulation.errors import UsageError
from simulation.scenario import apply_change, load_scenario
from simulation.scenario.schema import HIDDEN_MEASURES, OBSERVABLE_CONDITIONS
from simulation.scenario.timeline import START_ONLY

BASE = """\
strategy:
  calendar:
    - {post: coupon, per_day: 3}
timeline:
"""


def test_dated_and_conditional_changes_are_read(write):
    scenario = load_scenario(
        write(
            BASE
            + """\
  - {on: 60, set: {strategy.calendar[0].per_day: 1}}
  - {when: {measure: member_messages, below: 5, for: 7}, set: {strategy.calendar[0].per_day: 0}}
"""
        )
    )
    dated, conditional = scenario.timeline
    assert (dated.on, dated.set) == (60, {"strategy.calendar[0].per_day": 1})
    assert (conditional.when.measure, conditional.when.below, conditional.when.for_) == (
        "member_messages",
        5,
        7,
    )


@pytest.mark.parametrize(
    ("entry", "says"),
    [
        (
            "{on: 60, set: {strategy.calendar[1].per_day: 1}}",
            ["plan.yaml:5: timeline[0].set.strategy.calendar[1].per_day", "one entry, number 0"],
        ),
        ("{on: 60, set: {strategy.calendar[0].per_day: 100}}", ["given 100, allowed: a number from 0 to 50"]),
        ("{on: 60, set: {strategy.calendar[0].per_week: 1}}", ["already has per_day (3)"]),
        ("{on: 60, set: {strategy.coupn.depth: 0.1}}", ["did you mean strategy.coupon.depth?"]),
        ("{on: 60, set: {}}", ["timeline[0].set"]),
        ("{on: 60}", ["timeline[0].set: missing"]),
        (
            "{set: {strategy.coupon.depth: 0.1}}",
            ["given neither, allowed: exactly one of on (a day), when (a condition)"],
        ),
        ("{on: 3, when: {measure: orders, below: 1}, set: {strategy.coupon.depth: 0.1}}", ["given both"]),
        ("{on: -1, set: {strategy.coupon.depth: 0.1}}", ["timeline[0].on: given -1"]),
        (
            "{when: {measure: orders}, set: {strategy.coupon.depth: 0.1}}",
            ["given neither, allowed: exactly one of below, above"],
        ),
        (
            "{when: {measure: ordrs, below: 1}, set: {strategy.coupon.depth: 0.1}}",
            ["unknown measure 'ordrs'; did you mean orders?"],
        ),
        (
            "{when: {measure: orders, below: 1, for: 0}, set: {strategy.coupon.depth: 0.1}}",
            ["timeline[0].when.for: given 0"],
        ),
        (
            "{when: {measure: orders, below: 1, fro: 3}, set: {strategy.coupon.depth: 0.1}}",
            ["did you mean for?"],
        ),
        ("{on: 3, set: {groups.count: 3}}", ["cannot change later: groups are founded at the start"]),
        ("{on: 3, set: {groups: {count: 3}}}", ["cannot change later"]),
        ("{on: 3, set: {market.people: 60000}}", ["cannot change later: the people are drawn at the start"]),
        ("{on: 3, set: {timeline: []}}", ["a timeline cannot change itself"]),
    ],
)
def test_a_change_that_could_not_be_made_is_refused_at_the_start(refusal, entry, says):
    message = refusal(BASE + f"  - {entry}\n")
    for part in says:
        assert part in message


@pytest.mark.parametrize("measure", HIDDEN_MEASURES)
def test_a_condition_on_what_an_operator_cannot_see_is_refused_with_the_reason(refusal, measure):
    message = refusal(
        BASE + f"  - {{when: {{measure: {measure}, below: 1}}, set: {{strategy.coupon.depth: 0}}}}\n"
    )
    assert "plan.yaml:5: timeline[0].when.measure" in message
    assert f"{measure} is hidden from an operator: WeChat does not show it" in message
    assert "allowed: member_messages" in message


@pytest.mark.parametrize("measure", OBSERVABLE_CONDITIONS)
def test_a_condition_on_what_an_operator_sees_is_accepted(write, measure):
    load_scenario(
        write(BASE + f"  - {{when: {{measure: {measure}, above: 1}}, set: {{strategy.coupon.depth: 0}}}}\n")
    )


@pytest.mark.parametrize(
    "path", [p for p in START_ONLY if p not in ("timeline", "title", "question", "market")]
)
def test_what_is_used_only_at_the_start_exists_and_cannot_be_set_later(refusal, path):
    assert "cannot change later" in refusal(BASE + f"  - on: 5\n    set:\n      {path}: 1\n")
    from simulation.scenario.fields import spot_at
    from simulation.scenario.paths import parse_path

    assert spot_at(parse_path(path)) is not None


def test_a_dated_change_is_tried_on_what_the_ones_before_it_leave(write, refusal):
    longer = "  - {on: 90, set: {strategy.calendar[1].per_week: 2}}\n"
    two = "[{post: coupon, per_day: 1}, {post: activity, per_week: 1}]"
    whole = f"  - {{on: 30, set: {{strategy.calendar: {two}}}}}\n"
    scenario = load_scenario(write(BASE + longer + whole))
    assert len(scenario.timeline) == 2
    assert "one entry, number 0" in refusal(BASE + longer + whole.replace("on: 30", "on: 120"))


def test_a_conditional_change_must_fit_whenever_it_may_come(refusal):
    message = refusal(
        BASE
        + """\
  - {on: 30, set: {strategy.calendar: []}}
  - {when: {measure: orders, below: 1}, set: {strategy.calendar[0].per_day: 1}}
"""
    )
    assert "plan.yaml:6: timeline[1]" in message


def test_an_override_that_breaks_the_timeline_is_refused(write):
    scenario = load_scenario(write(BASE + "  - {on: 30, set: {strategy.calendar[0].per_day: 1}}\n"))
    with pytest.raises(
        UsageError, match=r"timeline\[0\]\.set\.strategy\.calendar\[0\]\.per_day: .* no entries"
    ):
        scenario.override({"strategy.calendar": []})


def test_a_change_is_made_without_trying_the_timeline_again(write):
    scenario = load_scenario(
        write(BASE + "  - {on: 30, set: {strategy.calendar: [{post: activity, per_week: 1}]}}\n")
    )
    later = apply_change(scenario, scenario.timeline[0].set)
    assert later.strategy.calendar[0].post == "activity"
    assert later.timeline == scenario.timeline
    with pytest.raises(UsageError, match="timeline: override strategy"):
        apply_change(later, {"strategy.calendar[0].per_day": 1})
