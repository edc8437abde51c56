"""Sensitivity on functions whose indices are known, through sweep, journal, tables and analysis."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from known import MEASURE, Function, small

from simulation.errors import GrouplifeError, UsageError
from simulation.questions.rounds import Effort, rounds_in
from simulation.questions.sensitivity import Answer, Question
from simulation.questions.sensitivity import ask as answer_of
from simulation.questions.sensitivity_screening import effects, elementary, most_influential
from simulation.questions.space import Space
from simulation.sweeps import designs

#: Three fields whose whole range is mapped to -pi..pi, and one the function does not know.
PATHS = ("product.price", "operators.wage", "strategy.growth.cost_per_join", "product.quality")
SPACE = Space(
    {PATHS[0]: {"range": (10.0, 20.0)}, PATHS[1]: {"range": (30.0, 50.0)}, PATHS[2]: {"range": (1.0, 3.0)}}
)
#: Ishigami & Homma 1990 with a = 7, b = 0.1: first-order and total indices.
A, B = 7.0, 0.1
VARIANCE = A**2 / 8 + B * math.pi**4 / 5 + B**2 * math.pi**8 / 18 + 0.5
V1 = 0.5 * (1 + B * math.pi**4 / 5) ** 2
V13 = B**2 * math.pi**8 * (1 / 18 - 1 / 50)
S1 = {PATHS[0]: V1 / VARIANCE, PATHS[1]: A**2 / 8 / VARIANCE, PATHS[2]: 0.0}
ST = {PATHS[0]: (V1 + V13) / VARIANCE, PATHS[1]: A**2 / 8 / VARIANCE, PATHS[2]: V13 / VARIANCE}


def ishigami(values: dict[str, Any], seed: int) -> float:
    x = []
    for path, how in SPACE.factors.items():
        low, high = how["range"]
        x.append(math.pi * (2.0 * (values[path] - low) / (high - low) - 1.0))
    return math.sin(x[0]) + A * math.sin(x[1]) ** 2 + B * x[2] ** 4 * math.sin(x[0]) + 0.1 * seed


def ask(folder: Path, known: Any = ishigami, space: Space = SPACE, **more: Any) -> Answer:
    question = Question(small(folder), space, (MEASURE,), **{"replicates": 2, **more})
    executor = known if isinstance(known, Function) else Function(known)
    with rounds_in(folder / "out", question, Effort(executor=executor)) as rounds:
        return answer_of(question, rounds)


def test_sobol_indices_of_ishigami_come_out_through_the_whole_pipeline(tmp_path: Path) -> None:
    answer = ask(tmp_path, method="sobol", samples=1024)
    one = answer.indices["small", MEASURE]
    assert one.sd == pytest.approx(math.sqrt(VARIANCE), rel=0.03)
    assert one.luck == pytest.approx(0.0, abs=1e-9)  # a seed that shifts every point is no luck of a point
    for row in one.table.itertuples():
        assert row.s1 == pytest.approx(S1[row.factor], abs=0.05)
        assert row.st == pytest.approx(ST[row.factor], abs=0.05)
        assert row.s1_low <= S1[row.factor] <= row.s1_high
        assert row.st_low <= ST[row.factor] <= row.st_high
    assert answer.runs == 1024 * 5 * 2


def test_a_sobol_question_that_was_stopped_goes_on_to_the_same_indices(tmp_path: Path) -> None:
    whole = ask(tmp_path / "a" if (tmp_path / "a").mkdir() is None else tmp_path, method="sobol", samples=32)
    (tmp_path / "b").mkdir()
    stopped = Function(ishigami, dies_after=100)
    with pytest.raises(KeyboardInterrupt):
        ask(tmp_path / "b", stopped, method="sobol", samples=32)
    rest = Function(ishigami)
    again = ask(tmp_path / "b", rest, method="sobol", samples=32)
    assert 0 < rest.runs < whole.runs
    assert again.indices["small", MEASURE].table.equals(whole.indices["small", MEASURE].table)


def test_screening_ranks_ishigami_and_tells_a_factor_without_effect(tmp_path: Path) -> None:
    space = Space({**SPACE.factors, PATHS[3]: {"range": (0.1, 0.9)}})
    answer = ask(tmp_path, space=space, samples=40)
    table = answer.screening["small", MEASURE].set_index("factor")
    assert list(table.index)[-1] == PATHS[3]
    assert table.loc[PATHS[3], "mu_star"] == pytest.approx(0.0, abs=1e-9)
    assert not table.loc[PATHS[3], "stands_out"]
    assert table.loc[list(PATHS[:3]), "stands_out"].all()
    # x3 acts through x1 alone: it moves up as often as down
    assert table.loc[PATHS[2], "sigma"] > table.loc[PATHS[2], "mu_star"]


def test_indices_of_the_most_influential_follow_a_screening(tmp_path: Path) -> None:
    space = Space({**SPACE.factors, PATHS[3]: {"range": (0.1, 0.9)}})
    answer = ask(tmp_path, space=space, method="sobol", top=3, samples=64)
    assert set(answer.chosen) == set(PATHS[:3])
    rounds = sorted(path.name for path in (tmp_path / "out" / "rounds").iterdir() if path.is_dir())
    assert [name.partition("_")[0] for name in rounds] == ["indices", "screening"]


def test_indices_after_a_screening_in_the_same_folder_use_its_runs(tmp_path: Path) -> None:
    space = Space({**SPACE.factors, PATHS[3]: {"range": (0.1, 0.9)}})
    screened, both = Function(ishigami), Function(ishigami)
    first = ask(tmp_path, screened, space=space)
    ask(tmp_path, both, space=space, method="sobol", top=3, samples=8)
    assert screened.runs == first.runs
    assert both.runs == 8 * 5 * 2


def test_nothing_that_matters_leaves_no_indices_to_take(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="none of the factors changes"):
        ask(tmp_path, lambda values, seed: 1.0, method="sobol", top=2)


def test_a_measure_that_does_not_vary_has_no_indices(tmp_path: Path) -> None:
    answer = ask(tmp_path, lambda values, seed: float(seed), method="sobol", samples=8)
    one = answer.indices["small", MEASURE]
    assert one.sd == 0.0
    assert one.table.empty


def test_pure_luck_does_not_stand_out() -> None:
    unit = designs.morris(30, 20, 1)
    rng = np.random.default_rng(5)
    table = effects([f"x{k}" for k in range(30)], unit, rng.normal(size=(len(unit), 4)))
    assert table["stands_out"].sum() <= 2
    assert table["mu_star"].mean() == pytest.approx(table["luck"].mean(), rel=0.1)


@pytest.mark.parametrize("seeds", [2, 4])
def test_of_two_factors_whose_trajectories_repeat_their_points_luck_stands_out_no_more_often(
    seeds: int,
) -> None:
    found = 0
    for number in range(150):
        unit = designs.morris(2, 10, number + 1)
        rng = np.random.default_rng(number)
        _, point = np.unique(unit.round(6), axis=0, return_inverse=True)
        values = np.where(
            rng.random((point.max() + 1, seeds)) < 0.3, 0.05, 0.0
        )  # one group of twenty, or none
        found += int(effects(["a", "b"], unit, values[point.ravel()])["stands_out"].sum())
    assert found <= 0.025 * 300


def test_luck_that_a_factor_deals_by_its_level_does_not_stand_out() -> None:
    """It comes again in every move of a seed, so the moves are no findings of their own."""
    found = 0
    for number in range(30):
        unit = designs.morris(10, 10, number + 1)
        table = np.random.default_rng(number).normal(size=(10, 4, 4))
        values = table[np.arange(10), (3 * unit).round().astype(int)].sum(axis=1)
        found += int(effects([f"x{k}" for k in range(10)], unit, values)["stands_out"].sum())
    assert found <= 0.03 * 300


def test_what_only_one_seed_has_a_value_of_is_not_told_from_luck() -> None:
    unit = designs.morris(3, 6, 1)
    values = np.full((len(unit), 4), np.nan)
    values[:, 0] = unit @ np.array([3.0, 1.0, 0.0])
    table = effects(["a", "b", "c"], unit, values)
    assert not table["stands_out"].any()
    assert (
        effects(["a", "b", "c"], unit, values[:, :1])["stands_out"].sum() == 2
    )  # a note says what one seed tells


def test_with_enough_seeds_a_small_effect_is_told_from_luck() -> None:
    rng = np.random.default_rng(3)
    unit = designs.morris(2, 10, 1)
    values = 0.5 * unit[:, :1] + rng.normal(0.0, 0.2, size=(len(unit), 8))
    table = effects(["a", "b"], unit, values).set_index("factor")
    assert table["stands_out"].to_dict() == {"a": True, "b": False}
    assert table.loc["a", "luck_p"] <= 0.01 < table.loc["b", "luck_p"]


def test_with_few_seeds_and_trajectories_what_all_agree_on_stands_out() -> None:
    unit = designs.morris(2, 4, 1)
    table = effects(["a", "b"], unit, unit @ np.array([[2.0], [0.0]]) + np.array([[0.0, 7.0]]))
    assert table.set_index("factor")["stands_out"].to_dict() == {"a": True, "b": False}
    assert (table["luck_p"] >= 0.8 * table["luck_p_least"]).all()


def test_what_one_of_four_seeds_makes_does_not_stand_out_however_many_trajectories_repeat_it() -> None:
    unit = designs.morris(2, 10, 1)
    values = np.full((len(unit), 4), 0.7)
    values[:, 1] += 0.05 * (unit[:, 0] > 0.5)  # one group more, in one seed
    first = effects(["a", "b"], unit, values).set_index("factor").loc["a"]
    assert first["mu_star"] > 0.0
    assert first["mu_star_low"] == 0.0
    assert not first["stands_out"]
    values += 0.05 * (unit[:, :1] > 0.5)  # all seeds agree
    assert effects(["a", "b"], unit, values).set_index("factor").loc["a", "stands_out"]


def test_a_trajectory_with_a_point_without_value_is_left_out() -> None:
    unit = designs.morris(2, 6, 1)
    values = unit @ np.array([[3.0], [1.0]]) + np.zeros((1, 2))
    values[4, 0] = np.nan  # one seed of a point: the other one counts
    assert effects(["a", "b"], unit, values)["trajectories"].iloc[0] == 6
    values[4] = np.nan
    table = effects(["a", "b"], unit, values)
    assert table["trajectories"].iloc[0] == 5
    assert table["mu_star"].to_list() == pytest.approx([3.0, 1.0])
    values[3:] = np.nan
    with pytest.raises(GrouplifeError, match="only 1 of 6 trajectories"):
        effects(["a", "b"], unit, values)


def test_elementary_effects_are_those_salib_averages() -> None:
    from SALib.analyze import morris

    unit = designs.morris(4, 8, 3)
    values = np.sin(3.0 * unit).sum(axis=1) * (1.0 + unit[:, 0])
    mine = elementary(unit, values[:, None])[:, :, 0]
    theirs = morris.analyze(designs.problem(4), unit, values, num_levels=designs.MORRIS_LEVELS)
    np.testing.assert_allclose(np.abs(mine).mean(axis=0), theirs["mu_star"])
    np.testing.assert_allclose(mine.std(axis=0, ddof=1), theirs["sigma"])


def test_the_most_influential_matter_to_any_of_the_measures() -> None:
    unit = designs.morris(3, 6, 1)
    first = effects(["a", "b", "c"], unit, unit @ np.array([[100.0], [1.0], [0.0]]))
    second = effects(["a", "b", "c"], unit, unit @ np.array([[0.0], [0.01], [0.0]]))
    assert set(most_influential([first, second], 3)) == {"a", "b"}
