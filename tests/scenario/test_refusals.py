"""A mistake in a file is answered with file, line, field, what was given, what is allowed, nearest name."""

from __future__ import annotations

import pytest

from simulation.errors import GrouplifeError, UsageError
from simulation.scenario import load_scenario


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("dayz: 90\n", ["plan.yaml:1: dayz", "did you mean days?", "allowed in a scenario: name, title"]),
        ("calendar: []\n", ["did you mean strategy.calendar?"]),
        (
            "strategy:\n  coupon:\n    dept: 0.2\n",
            ["plan.yaml:3: strategy.coupon.dept", "did you mean depth?"],
        ),
        ("days: 1000\n", ["plan.yaml:1: days: given 1000, allowed: a whole number from 1 to 730 [days]"]),
        ("days: 0\n", ["given 0"]),
        ("days: 3.5\n", ["given 3.5, allowed: a whole number"]),
        ("days: ninety\n", ["given 'ninety'"]),
        ("days: '90 days'\n", ["bare number"]),
        ("days: on\n", ["given on, allowed: a whole number"]),
        ("days:\n", ["given nothing"]),
        ("product: {price: 0}\n", ["given 0, allowed: a number above 0 to 1,000,000 [CNY]"]),
        ("market:\n", ["market: given nothing, allowed: a mapping with people", "delete the line"]),
        ("market: 5\n", ["market: given 5, allowed: a mapping with people"]),
        (
            "mechanisms: {topic_depletoin: off}\n",
            ["mechanisms.topic_depletoin", "did you mean topic_depletion?"],
        ),
        ("mechanisms: {noise: 3}\n", ["given 3, allowed: on or off"]),
        (
            "submodels: {death: topic_deplete}\n",
            ["allowed: topic_depletion, lost_reciprocity, turnover", "did you mean topic_depletion?"],
        ),
        ("market: {rivals: [0.5, 0.5]}\n", ["given a list of 2, allowed: a list of 4 numbers"]),
        ("market: {rivals: [0.5, 0.5, 0.5, 0.5]}\n", ["market.rivals", "add up to 2", "add up to 1"]),
        ("name: Big Plan\n", ["plan.yaml:1: name", "lower-case"]),
        ("title: {en: On}\n", ["title.en: given on, allowed: a text", "in quotes", "title.zh: missing"]),
        ("title: {en: Big, small, zh: 大}\n", ["unknown name 'small'"]),
        ("content: {Quiz: {spark: 1}}\n", ["content.Quiz", "'Quiz' cannot be used"]),
        (
            "strategy: {calendar: {post: coupon, per_day: 1}}\n",
            ["strategy.calendar: given a mapping", "dash"],
        ),
        (
            "strategy:\n  calendar:\n    - {post: coupn, per_day: 1}\n",
            [
                "plan.yaml:3: strategy.calendar[0].post",
                "did you mean coupon?",
                "allowed: coupon, livestream_reminder",
            ],
        ),
        (
            "strategy: {calendar: [{post: coupon}]}\n",
            ["given none, allowed: exactly one of per_day, per_week, on_days"],
        ),
        ("strategy: {calendar: [{per_day: 1}]}\n", ["strategy.calendar[0].post: missing"]),
        ("strategy: {calendar: [{post: coupon, per_day: 1, per_week: 2}]}\n", ["given per_day and per_week"]),
        (
            "strategy: {calendar: [{post: coupon, on_days: [3, 900]}]}\n",
            ["strategy.calendar[0].on_days[1]: given 900", "0 to 730"],
        ),
        (
            "groups: {count: 400, members_at_start: 200}\n",
            ["more members than people", "= 80,000", "50,000", "raise market.people"],
        ),
        (
            "groups: {cap: 100}\n",
            ["groups.members_at_start: given 200, allowed: up to groups.cap, which is 100"],
        ),
        ("extends: [baseline]\n", ["plan.yaml:1: extends"]),
        ("strategy: {extends: baseline}\n", ["extends can only stand at the top"]),
    ],
)
def test_a_mistake_names_its_place_and_the_way_out(refusal, text, says):
    message = refusal(text)
    for part in says:
        assert part in message


def test_all_mistakes_are_listed_at_once_in_the_order_of_the_file(refusal):
    message = refusal(
        """\
        days: 9999
        dayz: 3
        strategy:
          calendar:
            - {post: couppon, per_dya: 3}
          kocs:
        groups: {cap: 100}
        timeline:
          - {when: {measure: trust, below: 5}, set: {strategy.coupon.depth: 0}}
        """
    )
    lines = message.splitlines()
    assert lines[0].startswith("7 mistakes in ")
    numbers = [int(line.split("plan.yaml:")[1].split(":")[0]) for line in lines[1:]]
    assert numbers == [1, 2, 5, 5, 6, 7, 9]


def test_a_mistake_in_a_parent_is_placed_in_the_parent(write):
    write("\n\ndays: 9999\n", "base.yaml")
    with pytest.raises(UsageError, match=r"base\.yaml:3: days"):
        load_scenario(write("extends: base.yaml\nmarket: {people: 9000}\n"))


def test_a_mistake_in_a_list_that_replaces_the_parents_is_placed_in_the_child(write):
    write("strategy:\n  calendar:\n    - {post: coupon, per_day: 1}\n", "base.yaml")
    path = write("extends: base.yaml\nstrategy: {calendar: [{post: coupon, per_day: 99}]}\n")
    with pytest.raises(UsageError, match=r"plan\.yaml:2: strategy\.calendar\[0\]\.per_day: given 99"):
        load_scenario(path)


def test_a_mistake_in_the_value_of_an_alias_is_placed_where_the_alias_stands(refusal):
    message = refusal(
        """\
        market: {deal_mean: &high 5}
        product:
          margin: *high
        """
    )
    assert "plan.yaml:1: market.deal_mean" in message
    assert "plan.yaml:3: product.margin" in message


def test_errors_carry_the_exit_codes_of_the_command_line():
    assert GrouplifeError("x").exit_code == 1
    assert UsageError("x").exit_code == 2


@pytest.mark.parametrize("given", ["25", "25%"])
def test_a_percentage_for_a_share_is_told_how_to_write_it(refusal, given):
    assert "write 0.25 for 25 %" in refusal(f"strategy:\n  coupon:\n    depth: {given}\n")


def test_a_full_width_colon_is_answered_with_a_plain_one_and_a_space(refusal):
    assert "write an ASCII colon and a space: price: 120" in refusal("product:\n  price：120\n")


def test_a_spreadsheet_is_called_one(tmp_path):
    (tmp_path / "plan.yaml").write_bytes(b"PK\x03\x04\x14")
    with pytest.raises(UsageError, match="this is an Excel file"):
        load_scenario(tmp_path / "plan.yaml")


def test_a_check_across_fields_blames_the_file_asked_for_if_it_sets_one_of_them(write):
    write("groups:\n  count: 100\n", "parent.yaml")
    child = write("extends: parent.yaml\nmarket:\n  people: 1000\n", "child.yaml")
    with pytest.raises(UsageError, match=r"child\.yaml:3: groups: more members than people"):
        load_scenario(child)
