"""What a command line may say of levers, goals and conditions."""

from __future__ import annotations

import pytest

from simulation import load_scenario
from simulation.errors import UsageError
from simulation.questions.goals import conditions_of, goals_of
from simulation.questions.levers import levers_of
from simulation.questions.measures import check_measure, deaths, default_threshold


@pytest.fixture(scope="module")
def spam():
    return load_scenario("coupon_spam")


def test_a_range_has_places_and_values(spam):
    per_day, groups, price = levers_of(
        [
            "strategy.calendar[0].per_day=0.1..10:log",
            "operators.groups_per_operator=2..12",
            "product.price=50,80",
        ],
        spam,
    )

    assert per_day.value(0.5) == pytest.approx(1.0)
    assert per_day.place(1.0) == pytest.approx(0.5)
    assert per_day.post == "coupon"
    assert groups.value(0.5) == 7
    assert isinstance(groups.value(0.33), int)
    assert price.values == (50.0, 80.0)
    assert price.now(spam) == spam.product.price


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ("product.price", "write PATH=low..high or PATH=a,b,c"),
        ("product.price=1", "given 1 alone"),
        ("product.price=200..100", "the lower end first; write 100..200"),
        ("product.price=a..b", "two numbers, as in 1..10"),
        ("product.price=0..nan", "two numbers, as in 1..10"),
        ("product.price=1..2:cubic", "given :cubic, allowed: :log"),
        ("strategy.coupon.depth=0..0.5:log", "above 0 where the scale is log"),
        ("strategy.coupon.depth=0..5", "allowed"),
        ("strategy.coupon.dept=0..0.5", "did you mean"),
        ("strategy.calendar[9].per_day=1..2", "there is no entry 9"),
        ("operators.groups_per_operator=2.5..9", "allowed"),
        ("product.price=80,80", "given twice"),
        ("submodels.death=1..2", "list values"),
    ],
)
def test_a_lever_that_cannot_be_says_what_can(spam, given, told):
    with pytest.raises(UsageError, match=r"^lever ") as wrong:
        levers_of([given], spam)

    assert told in str(wrong.value)
    assert "\n" not in str(wrong.value)


def test_a_lever_is_given_once(spam):
    with pytest.raises(UsageError, match="given twice; keep one"):
        levers_of(["product.price=1..2", "product.price=3..4"], spam)


def test_without_goals_life_profit_and_work_count(spam):
    found = goals_of((), (), spam)

    assert [(goal.measure, goal.maximise) for goal in found] == [
        ("ever_dead_share_day_91", False), ("incremental_profit_day_180", True), ("operator_hours_day_180", False)
    ]  # fmt: skip
    short = goals_of((), (), spam.override({"days": 60}))
    assert [goal.measure for goal in short] == [
        "ever_dead_share_day_49", "incremental_profit_day_60", "operator_hours_day_60"
    ]  # fmt: skip


def test_a_condition_is_kept_or_missed(spam):
    (most,) = conditions_of(["operator_hours_day_180 <= 400"], spam)
    (least,) = conditions_of(["open_rate_day_91 > 0.2"], spam)

    assert (most.missed(390.0) < 0, most.missed(410.0)) == (True, 10.0)
    assert (least.missed(0.3) < 0, least.missed(0.1)) == (True, pytest.approx(0.1))
    assert least.said() == "open_rate_day_91 > 0.2"


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ("operator_hours < 60", "did you mean"),
        ("operator_hours_day_180 = 3", "allowed: MEASURE < NUMBER"),
        ("operator_hours_day_180 < lots", "allowed: MEASURE < NUMBER"),
        ("operator_hours_day_900 < 3", "beyond the horizon"),
    ],
)
def test_a_condition_that_cannot_be_read_says_how(spam, given, told):
    with pytest.raises(UsageError, match=r"^--subject-to: ") as wrong:
        conditions_of([given], spam)

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
        check_measure("alive", 180, "--measure")
    with pytest.raises(UsageError, match="no group is judged dead or alive before day 49"):
        deaths(spam.override({"days": 30}))
