"""The parts of a search: fronts, the sampler, plans as files."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as shapes

from simulation import load_scenario
from simulation.questions.levers import levers_of
from simulation.questions.optimise_pareto import front, knee
from simulation.questions.optimise_plans import write_plan
from simulation.questions.optimise_sampler import BATCH, Sampler
from simulation.scenario import scenario_hash


@settings(deadline=None, max_examples=60)
@given(
    shapes.arrays(np.float64, st.tuples(st.integers(1, 30), st.integers(1, 4)), elements=st.integers(0, 5))
)
def test_a_front_is_beaten_by_nobody_and_beats_or_equals_everybody_else(costs):
    kept = front(costs)

    assert len(kept)
    for row in range(len(costs)):
        beats = [(costs[best] <= costs[row]).all() and (costs[best] < costs[row]).any() for best in kept]
        same = [(costs[best] == costs[row]).all() for best in kept]
        assert any(beats) != (row in kept or any(same))


def test_a_plan_without_a_value_is_on_no_front():
    assert front(np.array([[np.nan, 0.0], [1.0, 1.0]])).tolist() == [1]


def test_the_knee_is_nearest_to_the_best_of_everything_whatever_the_units():
    costs = np.array([[0.0, 1000.0], [0.2, 200.0], [1.0, 0.0]])

    assert knee(costs) == 1
    assert knee(costs[:, ::-1]) == 1
    assert knee(np.array([[1.0, 2.0]])) == 0


@pytest.fixture
def space():
    pytest.importorskip("optuna")
    given = [
        "product.price=50..150",
        "operators.groups_per_operator=2..20",
        "strategy.coupon.depth=0.1,0.2,0.4",
    ]
    return levers_of(given, load_scenario("coupon_spam"))


def told(points):
    """Two goals that pull the price apart, and a condition on groups."""
    return [
        (
            [(p["product.price"] - 80) ** 2, p["product.price"] + p["operators.groups_per_operator"]],
            {"few": p["operators.groups_per_operator"] - 10.0},
        )
        for p in points
    ]


def search(levers, batches, seed=3):
    sampler = Sampler(levers, ["minimize", "minimize"], seed)
    found = []
    for _ in range(batches):
        points = sampler.ask(BATCH)
        sampler.tell(told(points))
        found.append(points)
    return found


def test_the_same_seed_and_results_propose_the_same_points(space):
    assert search(space, 4) == search(space, 4)
    assert search(space, 4)[:2] == search(space, 2)
    assert search(space, 1, seed=4) != search(space, 1)


def test_the_first_batch_is_spread_over_every_range(space):
    (first,) = search(space, 1)

    prices = sorted(point["product.price"] for point in first)
    parts = [int((price - 50) / 100 * BATCH) for price in prices]
    assert parts == list(range(BATCH))
    assert {point["strategy.coupon.depth"] for point in first} == {0.1, 0.2, 0.4}


def test_values_are_those_of_the_fields(space):
    points = [point for batch in search(space, 3) for point in batch]

    assert all(isinstance(point["operators.groups_per_operator"], int) for point in points)
    assert all(2 <= point["operators.groups_per_operator"] <= 20 for point in points)
    assert all(50 <= point["product.price"] <= 150 for point in points)


def test_it_learns_from_what_it_is_told(space):
    batches = search(space, 5)

    def missed(points):
        return np.mean([point["operators.groups_per_operator"] > 10 for point in points])

    assert missed(batches[-1]) < missed(batches[0])


def test_a_plan_that_failed_is_left_out(space):
    sampler = Sampler(space, ["minimize", "minimize"], 1)
    points = sampler.ask(BATCH)
    sampler.tell([None, *told(points)[1:]])

    assert len(sampler.ask(BATCH)) == BATCH


# --- plans as files ---------------------------------------------------------------------------------------


def kept(tmp_path, source, changes, settings=None):
    base = load_scenario(source, settings or {})
    chosen = base.override(changes)
    home = tmp_path / "results"
    home.mkdir()
    write_plan(home, home, "knee", str(source), chosen, {**(settings or {}), **changes}, "from\na test")
    return home / "knee.yaml", chosen


def test_a_plan_extends_its_scenario_and_says_what_differs(tmp_path):
    file, chosen = kept(tmp_path, "coupon_spam", {"strategy.calendar[0].per_day": 1.5, "product.price": 70.0})

    text = file.read_text()
    assert text.startswith("# from a test\nname: knee\n")
    assert "extends: coupon_spam" in text
    assert len(text.splitlines()) < 20
    assert scenario_hash(load_scenario(file)) == scenario_hash(chosen)


def test_a_plan_on_a_file_of_ones_own_names_it_from_where_it_lies(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "mine.yaml").write_text("extends: baseline\nproduct: {price: 55}\n")

    file, chosen = kept(tmp_path, "mine.yaml", {"strategy.coupon.depth": 0.3}, {"days": 60})

    assert "extends: ../mine.yaml" in file.read_text()
    assert scenario_hash(load_scenario(file)) == scenario_hash(chosen)


def test_a_plan_that_differences_cannot_say_is_written_whole(tmp_path):
    file, chosen = kept(
        tmp_path, "coupon_spam", {"strategy.calendar": [{"post": "coupon", "per_week": 2}]}, {}
    )
    other = load_scenario("coupon_spam").override({"product.price": 71, "strategy.coupon.depth": 0.3})
    write_plan(
        file.parent, file.parent, "odd", "coupon_spam", other, {"product.price": 71}, "a path is missing"
    )

    assert scenario_hash(load_scenario(file)) == scenario_hash(chosen)
    assert scenario_hash(load_scenario(file.parent / "odd.yaml")) == scenario_hash(other)
