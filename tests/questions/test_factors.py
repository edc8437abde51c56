"""What a question varies: the same words for all of them, and whole sets of factors."""

from __future__ import annotations

import pytest

from simulation import load_scenario
from simulation.errors import UsageError
from simulation.experiments.ensemble import DOUBTFUL
from simulation.questions.factors import named_factors
from simulation.questions.levers import levers_of
from simulation.questions.ranges import doubts, levers
from simulation.questions.space import space_of
from simulation.sweeps.factor_schema import Factor
from simulation.sweeps.factors import axis


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
    assert groups.value(0.5) == 7
    assert isinstance(groups.value(0.33), int)
    assert price.values == (50.0, 80.0)
    assert price.now(spam) == spam.product.price


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ("product.price=", "write PATH=low..high"),
        ("=1..2", "write PATH=low..high"),
        ("market.people", "no range of doubt is known"),
        ("product.prise", "did you mean"),
        ("product.price=1", "given 1 alone"),
        ("product.price=200..100", "the lower end first; write 100..200"),
        ("product.price=a..b", "two numbers, as in 1..10"),
        ("product.price=0..nan", "two numbers, as in 1..10"),
        ("product.price=1..2:cubic", "given :cubic, allowed: :log"),
        ("strategy.coupon.depth=0..0.5:log", "above 0, for scale is log"),
        ("strategy.coupon.depth=0..5", "allowed"),
        ("strategy.coupon.dept=0..0.5", "did you mean"),
        ("strategy.calendar[9].per_day=1..2", "there is no entry 9"),
        ("operators.groups_per_operator=2.5..9", "allowed"),
        ("product.price=80,80", "given twice"),
        ("submodels.death=1..2", "list values"),
    ],
)
def test_a_factor_that_cannot_be_says_what_can(spam, given, told):
    with pytest.raises(UsageError, match=r"^factor ") as wrong:
        levers_of([given], spam)

    assert told in str(wrong.value)
    assert "\n" not in str(wrong.value)


def test_a_factor_is_given_once(spam):
    with pytest.raises(UsageError, match="given twice; keep one"):
        levers_of(["product.price=1..2", "product.price=3..4"], spam)


def test_a_path_alone_runs_over_its_range_of_doubt_or_around_what_the_plan_sets(spam):
    (price,) = levers_of(["product.price"], spam, ranges_only=True)
    doubt = named_factors(["behaviour.opening.base"], [spam])["behaviour.opening.base"]

    assert price.range == (spam.product.price / 2, spam.product.price * 2)
    assert tuple(doubt["range"]) == (
        DOUBTFUL["behaviour.opening.base"][0],
        DOUBTFUL["behaviour.opening.base"][2],
    )
    with pytest.raises(UsageError, match="there is no range of it"):
        levers_of(["submodels.death"], spam, ranges_only=True)


def test_where_a_range_is_needed_values_are_refused(spam):
    with pytest.raises(UsageError, match=r"^factor product.price: given '1,2', allowed: a range, as in"):
        levers_of(["product.price=1,2"], spam, ranges_only=True)


def test_a_path_that_one_of_the_scenarios_lacks_is_told_with_its_name(spam):
    long = [entry.model_dump(exclude_none=True) for entry in spam.strategy.calendar] * 2
    longer = spam.override({"name": "longer", "strategy.calendar": long})
    path = f"strategy.calendar[{len(long) - 1}].per_week=1..2"

    assert named_factors([path], [longer])
    with pytest.raises(UsageError, match=f"in the scenario {spam.name}: there is no entry"):
        named_factors([path], [longer, spam])


def test_everything_with_a_range_of_doubt_is_varied_over_it() -> None:
    found, kept = doubts([load_scenario("baseline")])
    assert not kept
    for path, (low, _, high) in DOUBTFUL.items():
        if low < high:
            assert tuple(found[path]["range"]) == (low, high)
    assert found["submodels.death"]["values"] == ("topic_depletion", "lost_reciprocity", "turnover")


def test_what_a_scenario_sets_itself_is_kept_and_told() -> None:
    scenario = load_scenario("baseline").override(
        {"submodels.death": "turnover", "behaviour.opening.base": -1.0}
    )
    found, kept = doubts([load_scenario("baseline"), scenario])
    assert {"submodels.death", "behaviour.opening.base"} <= set(kept)
    assert not {"submodels.death", "behaviour.opening.base"} & set(found)


def test_levers_are_what_every_scenario_chooses_from_half_to_double_within_bounds() -> None:
    spam, value = load_scenario("coupon_spam"), load_scenario("value_content")
    found = levers([spam])
    assert found["strategy.calendar[0].per_day"]["range"] == (1.5, 6.0)
    assert found["operators.groups_per_operator"]["range"] == (5, 20)
    assert found["strategy.purchase_ease"]["range"][1] == 1.0  # a share ends there
    assert "operators.wage" not in found
    assert "strategy.referral.bait_inviter" not in found  # 0: not part of the plan
    assert set(levers([spam, value])) <= set(found)


def test_every_factor_fits_its_field() -> None:
    for name in ("coupon_spam", "franchise_copycat", "channel_mix"):
        space = space_of([load_scenario(name)], "all", [])
        for path, how in space.factors.items():
            axis(path, Factor.model_validate(how))


def test_a_named_factor_counts_before_the_sets_own() -> None:
    space = space_of([load_scenario("coupon_spam")], "levers", ["product.price=60..90"])
    assert space.factors["product.price"]["range"] == (60.0, 90.0)
    assert len(space_of([load_scenario("coupon_spam")], None, ["product.price=60..90"]).factors) == 1


@pytest.mark.parametrize(
    ("text", "how"),
    [
        ("product.price=60..90", {"range": (60.0, 90.0), "scale": "linear"}),
        ("product.price=60..90:log", {"range": (60.0, 90.0), "scale": "log"}),
        ("product.price = 60, 90", {"values": [60, 90]}),
        ("strategy.service.answer=on,off", {"values": [True, False]}),
        ("submodels.buying=additive,multiplicative", {"values": ["additive", "multiplicative"]}),
    ],
)
def test_ways_to_name_a_factor(text: str, how: dict[str, object]) -> None:
    path, found = next(iter(named_factors([text], [load_scenario("baseline")]).items()))
    assert found == how
    assert path == text.partition("=")[0].strip()


def test_a_scenario_with_nothing_to_vary_says_what_to_do() -> None:
    with pytest.raises(UsageError, match="name what to vary"):
        space_of([load_scenario("no_group")], None, [])
