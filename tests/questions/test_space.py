"""What a question varies."""

from __future__ import annotations

import pytest

from simulation import load_scenario
from simulation.errors import UsageError
from simulation.experiments.ensemble import DOUBTFUL
from simulation.questions.space import doubts, levers, named_factor, space_of
from simulation.sweeps.factor_schema import Factor
from simulation.sweeps.factors import axis


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
    path, found = named_factor(text, [load_scenario("baseline")])
    assert found == how
    assert path == text.partition("=")[0].strip()


def test_a_scenario_with_nothing_to_vary_says_what_to_do() -> None:
    with pytest.raises(UsageError, match="name what to vary"):
        space_of([load_scenario("no_group")], None, [])
