"""Designs: SALib's own points, an even spread, and values as the fields take them."""

from __future__ import annotations

import math
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from SALib.analyze import sobol as salib_analyze
from SALib.sample import morris as salib_morris
from SALib.sample import sobol as salib_sobol
from scipy import stats

from simulation.sweeps import designs
from simulation.sweeps.expand import Sweep, expand
from simulation.sweeps.factor_schema import Factor
from simulation.sweeps.factors import Axis, axis, limits

RANGES = {
    "product.price": {"range": [40, 160]},
    "product.quality": {"range": [0.2, 0.9]},
    "strategy.coupon.depth": {"range": [0.05, 0.5]},
}
PROBLEM = {
    "num_vars": 3,
    "names": list(RANGES),
    "bounds": [entry["range"] for entry in RANGES.values()],
}


def sweep(design: str, samples: int, factors: dict[str, Any] | None = None, seed: int = 7) -> Sweep:
    return expand(
        {
            "scenarios": ["baseline"],
            "design": design,
            "samples": samples,
            "factors": factors or RANGES,
            "seed": seed,
        }
    )


def of(path: str, **says: Any) -> Axis:
    return axis(path, Factor.model_validate(says))


def test_a_sobol_design_has_the_points_of_salib() -> None:
    made = sweep("sobol", 16)
    theirs = salib_sobol.sample(PROBLEM, 16, calc_second_order=False, seed=7)
    np.testing.assert_allclose(made.points.to_numpy()[made.rows], theirs, rtol=1e-12)


def test_a_morris_design_has_the_points_of_salib() -> None:
    made = sweep("morris", 6)
    theirs = salib_morris.sample(PROBLEM, 6, num_levels=designs.MORRIS_LEVELS, seed=7)
    np.testing.assert_allclose(made.points.to_numpy()[made.rows], theirs, rtol=1e-12)


def test_the_ends_of_a_distribution_in_a_morris_design_are_plausible_values() -> None:
    law = {"distribution": {"normal": {"mean": 500, "sd": 20}}}
    made = sweep("morris", 8, {"product.price": law, "product.quality": RANGES["product.quality"]})
    ends = stats.norm(500, 20).ppf([0.005, 0.995])
    assert made.points["product.price"].agg(["min", "max"]).tolist() == pytest.approx(ends.tolist(), rel=1e-6)
    assert made.points["product.quality"].agg(["min", "max"]).tolist() == pytest.approx([0.2, 0.9])


def test_a_sobol_design_tells_the_indices_of_a_known_function() -> None:
    # Ishigami & Homma 1990: S1 = 0.314, 0.442, 0; ST = 0.558, 0.442, 0.244
    x = -math.pi + 2.0 * math.pi * designs.sobol(3, 2048, 1)
    y = np.sin(x[:, 0]) + 7.0 * np.sin(x[:, 1]) ** 2 + 0.1 * x[:, 2] ** 4 * np.sin(x[:, 0])
    found = salib_analyze.analyze(designs.problem(3), y, calc_second_order=False, seed=1)
    np.testing.assert_allclose(found["S1"], [0.314, 0.442, 0.0], atol=0.03)
    np.testing.assert_allclose(found["ST"], [0.558, 0.442, 0.244], atol=0.03)


@pytest.mark.parametrize("design", ["latin_hypercube", "sobol", "morris"])
def test_a_seed_makes_one_design(design: str) -> None:
    assert sweep(design, 8).points.equals(sweep(design, 8).points)
    assert not sweep(design, 8).points.equals(sweep(design, 8, seed=8).points)


def test_a_latin_hypercube_takes_one_value_from_each_part_of_each_range() -> None:
    made = sweep("latin_hypercube", 50)
    for path, entry in RANGES.items():
        low, high = entry["range"]
        part = np.floor((made.points[path].to_numpy() - low) / (high - low) * 50)
        assert sorted(part.tolist()) == list(range(50))


def test_a_grid_is_every_combination_in_order() -> None:
    made = expand(
        {"scenarios": ["baseline"], "factors": {"product.price": [50, 90], "groups.count": [3, 1, 2]}}
    )
    assert list(made.points.itertuples(index=False, name=None)) == [
        (50.0, 3), (50.0, 1), (50.0, 2), (90.0, 3), (90.0, 1), (90.0, 2)
    ]  # fmt: skip


def test_a_list_keeps_its_points_and_runs_equal_ones_once() -> None:
    points = [{"product.price": 50, "groups.count": 3}, {"product.price": 90, "groups.count": 3}]
    made = expand(
        {"scenarios": ["baseline"], "design": "list", "points": [*points, {**points[0], "groups.count": 3.0}]}
    )
    assert made.points.to_dict("records") == points
    assert made.rows.tolist() == [0, 1, 0]


def test_points_of_whole_numbers_that_fall_together_are_run_once() -> None:
    made = sweep(
        "sobol",
        32,
        {"groups.count": {"range": [1, 3]}, "mechanisms.promotion_fatigue": {"values": [True, False]}},
    )
    assert len(made.points) == 6
    assert len(made.rows) == len(made.unit) == 32 * 4
    assert "each is run once" in made.notes[0]["en"]
    assert made.points.iloc[made.rows]["groups.count"].between(1, 3).all()


def test_uncertainties_that_list_values_are_all_combined_unless_samples_are_asked_for() -> None:
    plan = {
        "scenarios": ["baseline"],
        "uncertainties": {"product.price": [50, 90], "product.margin": [0.3, 0.5]},
    }
    assert len(expand(plan).uncertain) == 4
    drawn = expand({**plan, "uncertainty_samples": 10}).uncertain
    assert len(drawn) == 10
    assert drawn["product.price"].value_counts().to_dict() == {50.0: 5, 90.0: 5}


def test_levers_and_uncertainties_are_drawn_apart() -> None:
    both = {"product.price": {"range": [50, 90]}}
    made = expand(
        {"scenarios": ["baseline"], "design": "latin_hypercube", "samples": 20, "levers": both,
         "uncertainties": {"product.quality": {"range": [0.0, 1.0]}}, "uncertainty_samples": 20}
    )  # fmt: skip
    price, quality = made.points["product.price"].rank(), made.uncertain["product.quality"].rank()
    assert price.tolist() != quality.tolist()


# ------------------------------------------------------------------------------------------------ factors

PLACES = st.lists(st.floats(0.0, 1.0), min_size=1, max_size=50).map(np.array)
FIELDS = st.sampled_from(["groups.count", "product.price", "product.margin", "operators.groups_per_operator"])


@settings(deadline=None)
@given(PLACES, FIELDS, st.sampled_from(["linear", "log"]), st.data())
def test_a_range_stays_within_its_ends_and_rises_with_the_place(
    places: np.ndarray[Any, Any], path: str, scale: str, data: st.DataObject
) -> None:
    whole = "count" in path or "groups_per" in path
    ends = st.integers(1, 500) if whole else st.floats(0.001, 0.99)
    low, high = sorted(data.draw(st.lists(ends, min_size=2, max_size=2, unique=True)))
    one = of(path, range=(low, high), scale=scale)
    found = one.at(np.sort(places))
    assert all(low <= value <= high for value in found)
    assert found == sorted(found)
    assert all(type(value) is (int if whole else float) for value in found)
    assert one.at(np.array([0.0, 1.0])) == pytest.approx([low, high])


@settings(deadline=None)
@given(PLACES, st.floats(-2.0, 3.0), st.floats(0.05, 5.0))
def test_a_distribution_stays_within_the_field(places: np.ndarray[Any, Any], mean: float, sd: float) -> None:
    one = (
        of("product.quality", distribution={"normal": {"mean": mean, "sd": sd}}) if _meets(mean, sd) else None
    )
    if one is not None:
        found = one.at(np.sort(places))
        assert all(0.0 <= value <= 1.0 for value in found)
        assert found == sorted(found)


def _meets(mean: float, sd: float) -> bool:
    return float(stats.norm.cdf(1.0, mean, sd) - stats.norm.cdf(0.0, mean, sd)) > 0.011


def test_whole_numbers_share_a_range_evenly() -> None:
    found = of("groups.count", range=(1, 4)).at((np.arange(4000) + 0.5) / 4000)
    assert [found.count(value) for value in (1, 2, 3, 4)] == [1000] * 4


def test_listed_values_get_the_same_part_each() -> None:
    found = of("submodels.death", values=["turnover", "topic_depletion"]).at((np.arange(10) + 0.5) / 10)
    assert found == ["turnover"] * 5 + ["topic_depletion"] * 5


def test_a_log_scale_is_even_in_the_logarithm() -> None:
    assert of("product.price", range=(1, 100), scale="log").at(np.array([0.5])) == pytest.approx([10.0])
    assert of("product.price", range=(1, 100), scale="log", steps=3).levels == pytest.approx(
        (1.0, 10.0, 100.0)
    )


@pytest.mark.parametrize(
    ("says", "law"),
    [
        ({"normal": {"mean": 500, "sd": 20}}, stats.norm(500, 20)),
        ({"uniform": {"low": 40, "high": 90}}, stats.uniform(40, 50)),
        ({"triangular": {"low": 40, "mode": 60, "high": 140}}, stats.triang(0.2, 40, 100)),
        ({"lognormal": {"median": 80, "log_sd": 0.4}}, stats.lognorm(0.4, scale=80)),
    ],
)
def test_a_distribution_is_that_of_scipy(says: dict[str, Any], law: Any) -> None:
    places = np.linspace(0.01, 0.99, 21)
    np.testing.assert_allclose(of("product.price", distribution=says).at(places), law.ppf(places), rtol=1e-6)


def test_a_distribution_is_cut_off_and_not_heaped_up_at_the_bounds() -> None:
    one = of("product.quality", distribution={"normal": {"mean": 0.0, "sd": 0.5}})
    found = np.array(one.at((np.arange(2000) + 0.5) / 2000))
    law = stats.truncnorm(0.0, 2.0, scale=0.5)
    np.testing.assert_allclose(found, law.ppf((np.arange(2000) + 0.5) / 2000), atol=1e-6)
    assert (found == 0.0).sum() == 0


def test_much_of_a_distribution_cut_off_is_noted_in_both_languages() -> None:
    factors = {"product.quality": {"distribution": {"normal": {"mean": 0.0, "sd": 0.5}}}}
    notes = sweep("latin_hypercube", 4, factors).notes
    assert "52 % of the distribution of product.quality" in notes[0]["en"]
    assert "product.quality" in notes[0]["zh"]


def test_a_bound_that_is_not_itself_allowed_is_never_met() -> None:
    one = of("product.price", distribution={"normal": {"mean": 0.0, "sd": 1.0}})
    assert limits(one.spot)[0] > 0.0
    assert min(one.at(np.array([0.0, 1e-12]))) > 0.0


def test_what_the_timeline_sets_is_checked_as_the_field_it_sets(tmp_path: Any) -> None:
    path = tmp_path / "later.yaml"
    path.write_text('extends: baseline\ntimeline: [{on: 9, set: {"product.price": 70}}]\n', encoding="utf-8")
    made = expand({"scenarios": [str(path)], "factors": {"timeline[0].set.product.price": [50, 90]}})
    assert made.units["timeline[0].set.product.price"] == "CNY"
    assert made.scenario_of(made.cell(1)).timeline[0].set == {"product.price": 90.0}
