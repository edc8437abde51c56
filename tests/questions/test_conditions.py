"""What a command line may say of goals, conditions and thresholds."""

from __future__ import annotations

import numpy as np
import pytest

from simulation import load_scenario
from simulation.errors import UsageError
from simulation.questions.conditions import Condition, default_failure, goals_of, read_condition
from simulation.questions.measures import check_measure, deaths, default_threshold, tipping_measure


@pytest.fixture(scope="module")
def spam():
    return load_scenario("coupon_spam")


def test_without_goals_life_profit_and_work_count(spam):
    found = goals_of((), (), spam)

    assert [(goal.measure, goal.maximise) for goal in found] == [
        ("ever_dead_share_day_91", False), ("incremental_profit_day_180", True), ("operator_hours_day_180", False)
    ]  # fmt: skip
    short = goals_of((), (), spam.override({"days": 60}))
    assert [goal.measure for goal in short] == [
        "ever_dead_share_day_49", "incremental_profit_day_60", "operator_hours_day_60"
    ]  # fmt: skip


def test_a_strategy_fails_where_most_groups_die_or_where_that_is_too_soon_to_tell_at_a_loss(spam):
    assert str(default_failure([spam])) == "ever_dead_share_day_91 > 0.5"
    assert str(default_failure([spam, spam.override({"days": 30})])) == "incremental_profit_day_30 < 0"


@pytest.mark.parametrize(
    ("text", "condition"),
    [
        ("ever_dead_share_day_91 > 0.5", Condition("ever_dead_share_day_91", ">", 0.5)),
        ("ever_dead_share_day_91>=50%", Condition("ever_dead_share_day_91", ">=", 0.5)),
        ("incremental_profit_day_180 < -1,000", Condition("incremental_profit_day_180", "<", -1000.0)),
        ("operator_hours_day_180 ≤ 400", Condition("operator_hours_day_180", "<=", 400.0)),
    ],
)
def test_a_condition_is_a_measure_a_sign_and_a_number(spam, text, condition):
    assert read_condition(text, "--subject-to", [spam]) == condition


def test_a_condition_is_met_or_missed_by_so_much(spam):
    most = Condition("operator_hours_day_180", "<=", 400.0)
    least = Condition("open_rate_day_91", ">", 0.2)

    assert most.met(np.array([390.0, 400.0, 410.0, np.nan])).tolist() == [True, True, False, False]
    assert most.missed(410.0) == 10.0
    assert least.met(np.array([0.2, 0.3])).tolist() == [False, True]
    assert least.missed(0.1) == pytest.approx(0.1)
    assert str(least) == "open_rate_day_91 > 0.2"


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ("operator_hours < 60", "did you mean"),
        ("operator_hours_day_900 < 3", "beyond the horizon"),
        ("happiness > 3", "unknown measure"),
        *((text, 'as in "ever_dead_share_day_91 > 0.5"') for text in (
            "", "profit", "profit > much", "operator_hours_day_180 = 3", "> 3", "profit > nan", "profit > 3 > 2"
        )),
    ],
)  # fmt: skip
@pytest.mark.parametrize("option", ["--fails-if", "--subject-to"])
def test_a_condition_that_cannot_be_read_says_how(spam, option, given, told):
    with pytest.raises(UsageError, match=rf"^{option}: ") as wrong:
        read_condition(given, option, [spam])

    assert told in str(wrong.value)


def test_goals_are_measures_each_once_and_few(spam):
    with pytest.raises(UsageError, match=r"--maximise: unknown measure"):
        goals_of(["proft_day_180"], (), spam)
    with pytest.raises(UsageError, match="given twice"):
        goals_of(["profit_day_180"], ["profit_day_180"], spam)
    many = ["profit_day_180", "revenue_day_180", "open_rate_day_91", "trust_day_91", "orders_day_30"]
    with pytest.raises(UsageError, match="allowed: up to 4"):
        goals_of(many, (), spam)


def test_a_threshold_is_natural_or_asked_for(spam):
    assert default_threshold("ever_dead_share_day_91") == 0.5
    assert default_threshold("incremental_profit_day_180") == 0.0
    with pytest.raises(UsageError, match="--threshold: orders_day_30 has no natural one"):
        default_threshold("orders_day_30")
    with pytest.raises(UsageError, match="--measure: unknown measure"):
        check_measure("alive", [load_scenario("coupon_spam")], "--measure")
    with pytest.raises(UsageError, match="no group is judged dead or alive before day 49"):
        tipping_measure(spam.override({"days": 30}))
    assert deaths([spam, spam.override({"days": 30})]) is None
