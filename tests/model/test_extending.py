"""A mechanism of one's own: a subclass of Community that acts before the evening (docs/mesa.md)."""

from __future__ import annotations

from typing import Any

import numpy as np

from simulation import Community, load_scenario, observe
from simulation.model import chance
from simulation.model.columns import MEMBER
from simulation.scenario import Scenario

SMALL = {"days": 20, "groups.count": 2, "groups.members_at_start": 60, "market.people": 2000}


def small() -> Scenario:
    return load_scenario("value_content", SMALL)


class WithGifts(Community):
    """Some of those who look in today, drawn by lot, get a gift that costs, and trust more."""

    def __init__(self, scenario: Scenario, gift: float = 0.0, **settings: Any) -> None:
        super().__init__(scenario, **settings)
        self.gift = gift

    def evening(self) -> None:
        people, life = self.columns.rows
        today = self.columns.groups["today"]
        here = np.flatnonzero((people["status"] == MEMBER) & (people["opened"] == 1))
        luck = [chance.uniforms(self.key, 1000, self.day, int(people["slot"][row]), 0)[0] for row in here]
        lucky = here[np.array(luck) < 0.1]
        people["trust"][lucky] += 0.01 * self.gift * (1.0 - people["trust"][lucky])
        today["cost_reward"] += self.gift * np.bincount(life["group"][lucky], minlength=len(today))
        super().evening()


def test_a_mechanism_at_its_neutral_value_leaves_every_bit_as_it_was() -> None:
    plain, neutral = Community(small(), key=3).run(), WithGifts(small(), gift=0.0, key=3).run()
    assert plain.history.tobytes() == neutral.history.tobytes()
    assert plain.members().tobytes() == neutral.members().tobytes()


def test_a_mechanism_acts_alike_under_both_engines_and_any_order() -> None:
    one = WithGifts(small(), gift=5.0, key=3).run()
    two = WithGifts(small(), gift=5.0, key=3, engine="agents", activation="reverse").run()
    assert one.history.tobytes() == two.history.tobytes()
    assert one.members().tobytes() == two.members().tobytes()


def test_what_a_mechanism_pays_is_in_the_accounts_of_its_result() -> None:
    plain = observe(Community(small(), key=3).run()).daily
    given = observe(WithGifts(small(), gift=5.0, key=3).run()).daily
    kinds = [name for name in given.columns if name.startswith("cost_")]
    assert plain["cost_reward"].sum() == 0 < given["cost_reward"].sum()
    assert np.allclose(given["cost"], given[kinds].sum(axis=1))
    assert given["trust"].iloc[-1] > plain["trust"].iloc[-1]


def test_streams_of_chance_from_1000_on_are_left_to_extensions() -> None:
    used = [v for n, v in vars(chance).items() if n.isupper() and n[0] != "_" and isinstance(v, int)]
    assert max(used) < 1000
