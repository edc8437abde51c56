"""The rules of coming in, for any input."""

from __future__ import annotations

from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from simulation.model.joining import relevance, usual_relevance
from simulation.model.rules_arrive import (
    ban_hazard,
    share_passing,
    towards_usual,
    trust_after_endorsement,
    weight_of_coming,
)
from simulation.scenario.behaviour_arrive import Arrival, Gating, PlatformResponse

share = st.floats(0, 1)
money = st.floats(0, 10_000)
ARRIVAL, GATE, PLATFORM = Arrival(), Gating(), PlatformResponse()


@given(share, share, share, share)
def test_the_weight_of_coming_is_a_chance_that_interest_and_deal_proneness_raise(
    concern: float, deal: float, precision: float, pull: float
) -> None:
    weight = weight_of_coming(concern, deal, precision, pull, ARRIVAL)
    assert 0.0 < weight <= 1.0
    assert weight_of_coming(1.0, deal, precision, pull, ARRIVAL) >= weight
    assert weight_of_coming(concern, 1.0, precision, pull, ARRIVAL) >= weight
    assert weight_of_coming(concern, deal, 0.0, 0.0, ARRIVAL) == 1.0


@given(share, money, share, share)
def test_a_gate_keeps_the_more_out_the_more_it_asks_and_nobody_if_it_asks_nothing(
    question: float, deposit: float, concern: float, trust: float
) -> None:
    passing = share_passing(question, deposit, concern, trust, GATE)
    assert 0.0 < passing <= 1.0
    assert share_passing(0.0, 0.0, concern, trust, GATE) == 1.0
    assert share_passing(1.0, deposit, concern, trust, GATE) <= passing
    assert share_passing(question, 2 * deposit + 1, concern, trust, GATE) <= passing
    assert share_passing(question, deposit, 1.0, 1.0, GATE) == pytest.approx(1.0)


@given(share, share, share)
def test_a_trait_moves_from_the_usual_to_ones_own(own: float, usual: float, selection: float) -> None:
    felt = towards_usual(own, usual, selection)
    assert min(own, usual) - 1e-12 <= felt <= max(own, usual) + 1e-12
    assert towards_usual(own, usual, 0.0) == usual


@given(share, share)
def test_an_endorsement_never_lowers_trust_nor_makes_more_than_full_trust(trust: float, said: float) -> None:
    assert trust <= trust_after_endorsement(trust, said, ARRIVAL) <= 1.0
    assert trust_after_endorsement(trust, 0.0, ARRIVAL) == trust


@given(st.floats(0, 50), st.floats(0, 50))
def test_what_is_tolerated_is_never_banned(sent: float, tolerance: float) -> None:
    hazard = ban_hazard(sent, tolerance, PLATFORM)
    assert (hazard > 0.0) == (sent > tolerance)
    assert ban_hazard(sent, tolerance, SimpleNamespace(ban_rate=0.0)) == 0.0


@pytest.mark.parametrize("topics", [1, 2, 6, 50])
def test_the_usual_relevance_is_that_of_evenly_spread_interests(topics: int) -> None:
    pairs = [(a, b) for a in range(topics) for b in range(topics)]
    mean = sum(relevance(a, b, 0, 0.5) for a, b in pairs) / len(pairs)
    assert usual_relevance(topics) == pytest.approx(mean)
