"""Mesa's own tools work on a Community."""

from __future__ import annotations

import mesa
import numpy as np
import pytest

from simulation.errors import UsageError
from simulation.model.agents import KOC, Member, Operator
from simulation.model.community import Community
from simulation.scenario import Scenario, load_scenario

SMALL = {
    "days": 40,
    "groups.count": 4,
    "groups.members_at_start": 60,
    "market.people": 2000,
    "strategy.kocs": {"per_group": 2, "from_day": 3},
}


def small(**more: object) -> Scenario:
    return load_scenario("baseline", {**SMALL, **more})


def test_agents_by_type_holds_the_people_present_and_the_staff() -> None:
    model = Community(small(**{"behaviour.leaving.base": 0.05}), key=1)
    assert len(model.agents_by_type[Member]) == model.columns.present.sum()
    for _ in range(10):
        model.step()
    kinds = model.agents_by_type
    assert len(kinds[Operator]) == 1
    assert len(kinds[KOC]) == int((model.columns.people["role"][model.present_slots()] == 1).sum()) > 0
    assert len(kinds[Member]) + len(kinds[KOC]) == model.columns.present.sum()
    assert (model.columns.people["left"] >= 0).sum() > 0


def test_select_agg_and_shuffle_do_read_and_write_the_columns() -> None:
    model = Community(small(), key=1)
    model.step()
    members = model.agents_by_type[Member]
    visitors = members.select(lambda a: a.opened == 1)
    assert 0 < len(visitors) < len(members)
    assert members.agg("trust", np.mean) == np.mean(model.columns.people["trust"][[a.slot for a in members]])
    members.shuffle_do(lambda a: setattr(a, "fatigue", 0.5))
    assert (model.columns.people["fatigue"][[a.slot for a in members]] == 0.5).all()


def test_the_data_collector_collects_a_row_a_day() -> None:
    model = Community(small(), key=1).run()
    frame = model.datacollector.get_model_vars_dataframe()
    assert len(frame) == 40
    assert frame["member_messages"].sum() == model.history[:, :-1]["messages"].sum()
    assert frame["members_present"].iloc[-1] == model.columns.present.sum()


def test_batch_run_over_scenarios_and_keys_agrees_with_single_runs() -> None:
    rows = mesa.batch_run(
        Community,
        {"scenario": [small(), small(**{"strategy.calendar": []})], "key": [1, 2]},
        max_steps=60,
        display_progress=False,
    )
    assert len(rows) == 4
    single = Community(small(), key=2).run()
    row = next(r for r in rows if r["key"] == 2 and r["scenario"].strategy.calendar)
    assert row["Step"] in (39, 40)  # Mesa 3.3 counts the last step from 0
    assert row["members_present"] == single.columns.present.sum()


def test_batch_run_takes_the_name_of_a_library_scenario() -> None:
    rows = mesa.batch_run(
        Community, {"scenario": ["neglect"], "key": [1]}, max_steps=2, display_progress=False
    )
    assert rows[0]["members_present"] > 1000


def test_a_finished_model_stays_finished() -> None:
    model = Community(small(days=3), key=1).run()
    assert not model.running
    before = model.history.tobytes()
    model.step()
    assert model.day == 3
    assert model.history.tobytes() == before


def test_a_step_of_the_agents_engine_is_what_mesa_activates() -> None:
    model = Community(small(days=5), key=1, engine="agents").run()
    assert model.history[:, :-1]["visits"].sum() > 0


def test_the_generator_mesa_passes_stands_for_the_key() -> None:
    assert np.array_equal(
        Community(small(days=2), rng=7).columns.people["trust"],
        Community(small(days=2), key=7).columns.people["trust"],
    )


@pytest.mark.parametrize("key", [-1, 2**63, 1.5, "3", True, None])
def test_a_key_that_is_no_seed_is_refused(key: object) -> None:
    with pytest.raises(UsageError, match="allowed an integer from 0"):
        Community(small(days=2), key=key)  # type: ignore[arg-type]
