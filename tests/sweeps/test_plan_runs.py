"""The runs of a plan: their numbers, their seeds, what they set, and when there are enough."""

from __future__ import annotations

import math
import pickle
import tracemalloc
from itertools import islice, pairwise
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from simulation.experiments.ensemble import draw_ensemble
from simulation.report.plans import plan_rows
from simulation.sweeps.expand import Sweep, expand, runs
from simulation.sweeps.plan_schema import Until
from simulation.sweeps.stopping import enough, halfwidth

PLAN: dict[str, Any] = {
    "scenarios": ["coupon_spam", "value_content"],
    "factors": {"strategy.calendar[0].per_day": [1, 2, 4]},
    "uncertainties": {"product.margin": [0.3, 0.5]},
    "replicates": 3,
    "seed": 11,
}
UNTIL = {"measure": "trust_day_91", "halfwidth": 0.01, "least": 4, "most": 11, "step": 3}


def until(**more: Any) -> dict[str, Any]:
    return {**{key: value for key, value in PLAN.items() if key != "replicates"}, "until": {**UNTIL, **more}}


def test_every_cell_meets_the_same_seeds() -> None:
    sweep = expand(PLAN)
    made = list(runs(sweep))
    assert [run.run_id for run in made] == list(range(36))
    seeds: dict[tuple[int, ...], list[int]] = {}
    for run in made:
        seeds.setdefault(run[1:5], []).append(run.seed)
    assert len(seeds) == 12
    assert all(found == [11, 12, 13] for found in seeds.values())


def test_the_runs_of_a_cell_stand_together() -> None:
    cells = [run[1:5] for run in runs(expand(PLAN))]
    assert cells == sorted(cells)


@pytest.mark.parametrize("plan", [PLAN, until(), {**PLAN, "ensemble": 3}], ids=["fixed", "until", "ensemble"])
def test_a_number_tells_its_run(plan: dict[str, Any]) -> None:
    sweep = expand(plan)
    made = list(runs(sweep))
    assert [run.run_id for run in made] == list(range(sweep.most_runs))
    assert made == [sweep.spec(number) for number in range(sweep.most_runs)]
    with pytest.raises(IndexError, match=f"the plan has {sweep.most_runs}"):
        sweep.spec(sweep.most_runs)


def test_more_seeds_and_fewer_cells_leave_the_numbers_as_they_were() -> None:
    sweep = expand(until())
    assert [(block.start, block.stop) for block in sweep.blocks] == [(0, 4), (4, 7), (7, 10), (10, 11)]
    assert (sweep.least_runs, sweep.most_runs) == (48, 132)
    whole = {run.run_id: run for run in runs(sweep, sweep.blocks[1])}
    some = list(runs(sweep, sweep.blocks[1], cells=sweep.cells_at(1, 2)))
    assert some == [whole[run.run_id] for run in some]
    assert {(run.scenario, run.point) for run in some} == {(1, 2)}
    assert [run.seed for run in some] == [15, 16, 17] * 2
    with pytest.raises(ValueError, match="none of the plan's blocks"):
        next(runs(sweep, range(4, 8)))


def test_a_cell_sets_its_levers_and_uncertainties() -> None:
    sweep = expand(PLAN)
    cell = sweep.cell(sweep.cells - 1)
    assert sweep.settings(cell) == {"product.margin": 0.5, "strategy.calendar[0].per_day": 4.0}
    scenario = sweep.scenario_of(cell)
    assert (scenario.name, scenario.product.margin) == ("value_content", 0.5)
    assert scenario.strategy.calendar[0].per_day == 4.0
    with pytest.raises(IndexError, match="no cell 12"):
        sweep.cell(12)


def test_a_member_of_the_ensemble_is_drawn_as_in_a_comparison_and_yields_to_the_plan() -> None:
    sweep = expand(
        {"scenarios": ["baseline"], "ensemble": 4, "seed": 5, "factors": {"content.coupon.deal": [0.33]}}
    )
    drawn = draw_ensemble(4, 5, sweep.scenarios)
    for number in range(4):
        cell = sweep.cell(number)
        assert cell.member == number
        assert sweep.settings(cell) == {
            **drawn.overrides(sweep.scenarios[0], number),
            "content.coupon.deal": 0.33,
        }


def test_a_theory_that_is_a_lever_brings_its_own_fits() -> None:
    sweep = expand(
        {
            "scenarios": ["baseline"],
            "ensemble": 6,
            "factors": {"submodels.death": ["topic_depletion", "turnover"]},
        }
    )
    for number in range(sweep.cells):
        cell = sweep.cell(number)
        chosen = sweep.points["submodels.death"].iat[cell.point]
        assert sweep.ensemble is not None
        assert sweep.settings(cell) == sweep.ensemble.overrides(
            sweep.scenarios[0], cell.member, theory=chosen
        )
        assert sweep.settings(cell)["submodels.death"] == chosen


def test_a_sweep_travels_to_a_worker_and_says_the_same_there() -> None:
    sweep = expand({**PLAN, "ensemble": 3})
    there: Sweep = pickle.loads(pickle.dumps(sweep))
    assert there.hash == sweep.hash
    assert there.settings(there.cell(7)) == sweep.settings(sweep.cell(7))


def test_the_hash_tells_what_runs_and_not_how_it_is_called() -> None:
    own = expand(PLAN).hash
    assert expand({**PLAN, "name": "other", "question": "Why?"}).hash == own
    levers = {"levers" if key == "factors" else key: value for key, value in PLAN.items()}
    assert expand(levers).hash == own
    assert expand({**PLAN, "seed": 12}).hash != own
    assert expand({**PLAN, "scenarios": ["coupon_spam", "baseline"]}).hash != own
    assert expand({**PLAN, "factors": {"strategy.calendar[0].per_day": [1, 2, 5]}}).hash != own


def test_tables_kept_by_default_do_not_grow_without_bound() -> None:
    assert expand(PLAN).keep == ("daily",)
    assert expand({**PLAN, "replicates": 1000}).keep == ()
    assert expand({**PLAN, "keep": ["groups"]}).keep == ("groups",)


def test_a_hundred_thousand_runs_are_never_held_at_once() -> None:
    sweep = expand({**PLAN, "replicates": 10_000})
    tracemalloc.start()
    count = sum(1 for _ in runs(sweep))
    first = list(islice(runs(sweep), 2))
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert (count, len(first)) == (120_000, 2)
    assert peak < 1_000_000


# ----------------------------------------------------------------------------------------------- stopping


def test_the_halfwidth_is_that_of_students_interval() -> None:
    values = np.array([1.0, 2.0, 3.0, 4.0, np.nan])
    assert halfwidth(values) == pytest.approx(3.182446 * np.std([1, 2, 3, 4], ddof=1) / 2.0)
    assert math.isinf(halfwidth(np.array([1.0, np.nan])))


def test_few_seeds_of_noise_are_not_enough_and_many_are() -> None:
    noise = np.random.default_rng(1).normal(10.0, 2.0, (1, 2000))
    rule = Until(measure="trust_day_91", halfwidth="2%")
    assert rule.relative
    assert not enough(rule, noise[:, :20])
    assert enough(rule, noise)
    assert enough(Until(measure="trust_day_91", halfwidth=2.0), noise[:, :20])


def test_uncertainties_are_averaged_over_before_seeds_are_counted() -> None:
    seeds = np.random.default_rng(2).normal(0.0, 0.01, 20)
    cells = np.array([[5.0], [15.0]]) + seeds  # the points differ much, the seeds hardly
    assert enough(Until(measure="trust_day_91", halfwidth=0.1), cells)


def test_runs_that_failed_are_left_out_and_none_at_all_is_never_enough() -> None:
    rule = Until(measure="trust_day_91", halfwidth=0.1)
    assert enough(rule, np.array([[1.0, np.nan, 1.0, 1.0]]))
    assert not enough(rule, np.full((2, 30), np.nan))


@settings(deadline=None, max_examples=50)
@given(st.integers(2, 60), st.integers(0, 200), st.integers(1, 70))
def test_blocks_follow_each_other_up_to_the_most(least: int, more: int, step: int) -> None:
    sweep = expand(
        {"scenarios": ["no_group"], "until": {**UNTIL, "least": least, "most": least + more, "step": step}}
    )
    blocks = sweep.blocks
    assert blocks[0] == range(least)
    assert blocks[-1].stop == least + more
    assert all(one.stop == other.start and len(other) <= step for one, other in pairwise(blocks))


def test_a_place_in_the_calendar_that_is_another_post_elsewhere_is_told() -> None:
    sweep = expand(PLAN)
    (note,) = sweep.notes
    assert "coupon in coupon_spam; helpful content in value_content" in note["en"]
    assert "在 coupon_spam 中是" in note["zh"]
    (note,) = expand({**PLAN, "scenarios": ["coupon_spam", "brand_burst", "baseline", "value_content"]}).notes
    assert "coupon in coupon_spam, brand_burst, baseline; helpful content in value_content" in note["en"]
    varied = {"strategy.calendar[0].post": ["coupon", "topic_prompt"], **PLAN["factors"]}
    assert not expand({**PLAN, "factors": varied}).notes
    assert not expand({**PLAN, "scenarios": ["coupon_spam"]}).notes
    assert not expand({**PLAN, "factors": {"product.price": [60, 80]}}).notes
    rows = dict(plan_rows(expand({**PLAN, "scenarios": ["coupon_spam"]}), None, "en"))
    assert rows["levers"].startswith("strategy.calendar[0].per_day (coupon): 1, 2, 4")
