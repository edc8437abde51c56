"""The table of voices, and the shares of posts written in each."""

from __future__ import annotations

import pytest

from simulation.errors import UsageError
from simulation.scenario import load_scenario
from simulation.scenario.labels import PERSONAS, field_name
from simulation.scenario.team import default_personas
from simulation.scenario.words import difference_lines


def test_voices_of_ones_own_stand_beside_the_given_ones(write):
    spec = load_scenario(
        write("personas: {guru: {expertise: 1}, expert: {warmth: 0.5}}\nstrategy: {personas: {guru: 1}}\n")
    )
    assert spec.personas["guru"].expertise == 1
    assert spec.personas["expert"].expertise == default_personas()["expert"].expertise
    assert set(default_personas()) < set(spec.personas)


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("{expert: 0.5, brand: 0.4}", "shares that add up to 0.9, allowed: shares that add up to 1"),
        ("{expret: 1}", "unknown persona 'expret'; did you mean expert? allowed: brand, helper"),
        ("{expert: 2}", "strategy.personas.expert: given 2"),
    ],
)
def test_shares_that_cannot_be_are_refused_with_place_and_reason(write, written, said):
    with pytest.raises(UsageError) as refused:
        load_scenario(write(f"days: 30\nstrategy:\n  personas: {written}\n"))
    assert said in str(refused.value)
    assert ":3: strategy.personas" in str(refused.value)


def test_a_persona_is_set_from_the_command_line():
    spec = load_scenario("baseline", ["strategy.personas.kol=0.3", "strategy.personas.brand=0.7"])
    assert spec.strategy.personas == {"kol": 0.3, "brand": 0.7}
    assert load_scenario("baseline", ["strategy.personas={koc: 1}"]).strategy.personas == {"koc": 1}


def test_voices_have_names_in_both_languages():
    assert set(PERSONAS) == set(default_personas())
    a = load_scenario("baseline", {"strategy.personas": {"kol": 1}})
    b = a.override({"strategy.personas": {"kol": 0.5, "expert": 0.5}, "personas.expert.warmth": 0.7})
    assert difference_lines(a, b, "zh") == (
        "专家：亲切感：30 % → 70 %",
        "KOL：内容人设：100 % → 50 %",
        "专家：内容人设：无 → 50 %",
    )
    assert field_name("strategy.personas.my_voice", "en") == "my voice: voices of the posts"
