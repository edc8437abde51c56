from __future__ import annotations

import numpy as np
import pytest

from simulation import Scenario
from simulation.experiments.ensemble import CONTENT_VALUES, DOUBTFUL, SUBMODELS, draw_ensemble
from simulation.scenario.mechanisms import PARAMETERS

MEMBERS = 40


@pytest.fixture(scope="module")
def ensemble():
    return draw_ensemble(MEMBERS, 1, [Scenario()])


def test_every_parameter_in_doubt_is_drawn_within_its_range(ensemble):
    assert set(DOUBTFUL) == {path for path, note in PARAMETERS.items() if note.draw is not None}
    for path, (low, _, high) in DOUBTFUL.items():
        assert low <= ensemble.values[path].min() <= ensemble.values[path].max() <= high, path


def test_it_is_a_latin_hypercube_whose_median_is_the_default(ensemble):
    for path, (low, default, high) in DOUBTFUL.items():
        values = np.sort(ensemble.values[path])
        if low < default < high:
            assert values[MEMBERS // 2 - 1] <= default <= values[MEMBERS // 2], path
            share = np.where(
                values < default, (values - low) / (default - low), 1 + (values - default) / (high - default)
            )
            np.testing.assert_array_equal(np.floor(share * MEMBERS / 2 + 1e-9), np.arange(MEMBERS), path)


def test_no_two_quantities_move_together(ensemble):
    ranks = np.argsort(np.argsort([ensemble.values[path] for path in DOUBTFUL], axis=1), axis=1)
    correlation = np.corrcoef(ranks) - np.eye(len(ranks))

    assert np.abs(correlation).max() < 0.75
    assert np.abs(correlation).mean() < 0.2


def test_rival_submodels_have_equal_parts(ensemble):
    for path, names in SUBMODELS.items():
        counts = [np.count_nonzero(ensemble.values[path] == name) for name in names]
        assert max(counts) - min(counts) <= 1, path


def test_each_content_value_lies_within_its_doubt_and_bounds(ensemble):
    scenario = Scenario().override({"content.coupon.deal": 4.8})
    for member in range(MEMBERS):
        drawn = scenario.override(ensemble.overrides(scenario, member)).content
        for kind, entry in scenario.content.items():
            for name in CONTENT_VALUES:
                value, got = getattr(entry, name), getattr(drawn[kind], name)
                assert value * (1 - entry.doubt) - 1e-9 <= got <= min(value * (1 + entry.doubt), 40) + 1e-9
        assert drawn["coupon"].deal <= 5.0


def test_draws_do_not_depend_on_the_arms_nor_on_what_else_is_drawn(ensemble):
    other = Scenario().override({"content.poll": {"spark": 0.7}})
    both = draw_ensemble(MEMBERS, 1, [other, Scenario()])

    assert set(both.values) > set(ensemble.values)
    for path, values in ensemble.values.items():
        np.testing.assert_array_equal(values, both.values[path])


def test_another_seed_draws_other_members(ensemble):
    other = draw_ensemble(MEMBERS, 2, [Scenario()])

    assert all((other.values[path] != ensemble.values[path]).any() for path in DOUBTFUL)


def test_a_scenario_keeps_the_values_it_sets_itself(ensemble):
    scenario = Scenario().override({"behaviour.talk.reply_rate": 0.7, "submodels.death": "turnover"})

    drawn = [scenario.override(ensemble.overrides(scenario, k)) for k in range(MEMBERS)]

    assert {s.behaviour.talk.reply_rate for s in drawn} == {0.7}
    assert {s.submodels.death for s in drawn} == {"turnover"}
    assert len({s.behaviour.buying.rate for s in drawn}) == MEMBERS


def test_the_table_of_draws_has_a_row_a_member_and_a_column_a_quantity(ensemble):
    assert len(ensemble.draws) == MEMBERS
    assert set(ensemble.draws.columns) == {"member", *ensemble.values}
    assert set(SUBMODELS) < set(ensemble.draws.columns)


def test_borrowed_voices_are_drawn_within_their_doubt_and_only_where_they_speak():
    plain = Scenario()
    borrowed = plain.override({"strategy.personas": {"expert": 0.5, "brand": 0.5}})
    ensemble = draw_ensemble(MEMBERS, 1, [plain, borrowed])

    assert not any(path.startswith("personas.") for path in ensemble.overrides(plain, 0))
    seen = [borrowed.override(ensemble.overrides(borrowed, k)).personas for k in range(MEMBERS)]
    for name in ("expert", "brand"):
        entry = borrowed.personas[name]
        for value in ("warmth", "expertise"):
            middle, got = getattr(entry, value), [getattr(one[name], value) for one in seen]
            assert min(got) >= middle * (1 - entry.doubt) - 1e-9
            assert max(got) <= min(1.0, middle * (1 + entry.doubt)) + 1e-9
            assert max(got) - min(got) > 0.5 * entry.doubt * middle
    assert all(one["helper"] == borrowed.personas["helper"] for one in seen)
