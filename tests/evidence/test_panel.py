"""A panel pairs runs as `compare` does, also where arms meet different numbers of ensemble members."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from simulation import compare, load_scenario
from simulation.evidence.influence import influences
from simulation.evidence.panel import ANYTHING, SHARE, Arm, Panel, Values, run_panel
from simulation.evidence.reference import share_by_size

SMALL = {"groups.count": 3, "groups.members_at_start": 30, "market.people": 600, "days": 70}


@pytest.fixture(scope="module")
def panel() -> Panel:
    arms = {
        "spam": Arm(load_scenario("coupon_spam", SMALL), members=4, tables=True),
        "value": Arm(load_scenario("value_content", SMALL), members=2, seeds=2),
    }
    return run_panel(arms, seeds=3, ensemble=4, workers=1)


def test_each_arm_is_run_as_often_as_it_asks(panel: Panel) -> None:
    assert len(panel.values("spam", "open_rate_day_30").default) == 3
    assert len(panel.values("spam", "open_rate_day_30").drawn) == 4
    assert len(panel.values("value", "open_rate_day_30").default) == 2
    assert len(panel.values("value", "open_rate_day_30").drawn) == 2
    assert set(panel.daily["scenario"]) == {"spam"}


def test_differences_are_those_of_compare(panel: Panel) -> None:
    gap = panel.values("spam", "orders_day_30") - panel.values("value", "orders_day_30")
    arms = [load_scenario(name, SMALL) for name in ("value_content", "coupon_spam")]
    same = compare(arms, replicates=3, ensemble=4, workers=1).runs
    wide = same.pivot(index=["member", "seed"], columns="scenario", values="orders_day_30")
    found = (wide["coupon_spam"] - wide["value_content"]).to_numpy()
    # in order of member: seeds 1 to 3 at default parameters, then members 0 to 3
    assert gap.default.tolist() == found[:2].tolist()
    assert gap.drawn.tolist() == found[3:5].tolist()


def test_sums_of_days_are_those_of_the_summary(panel: Panel) -> None:
    orders = panel.values("spam", "orders_day_30")
    found = panel.sums("spam", "orders", 0, 30)
    assert np.allclose(found.default, orders.default)
    assert np.allclose(found.drawn, orders.drawn)


def test_a_ratio_to_nothing_has_no_value() -> None:
    found = Values(np.array([1.0, 2.0]), np.array([3.0])) / Values(np.array([0.0, 4.0]), np.array([0.0]))
    assert np.isnan(found.default[0])
    assert found.default[1] == 0.5
    assert np.isnan(found.drawn).all()


def test_members_are_picked_by_what_they_drew() -> None:
    values = Values(np.array([1.0]), np.array([1.0, 2.0, 3.0]))
    assert values.where([True, False, True, True]).drawn.tolist() == [1.0, 3.0]


def test_both_kinds_of_doubt_and_their_limits() -> None:
    values = Values(np.array([0.2, 0.4, 0.3]), np.array([0.0, 0.9]))
    found = values.estimate(SHARE)
    assert found.mean == pytest.approx(0.3)
    assert found.all[0] < 0.1
    assert found.all[1] > 0.8
    assert values.estimate(ANYTHING).luck[0] < found.luck[1]
    assert values.rest().default.tolist() == pytest.approx([0.8, 0.6, 0.7])


def test_death_by_size_is_that_of_the_groups_table(panel: Panel) -> None:
    shares = share_by_size(panel, "spam", "dead", 7, None).default
    assert len(shares) == 3
    summary = panel.values("spam", "dead_share_week_7").default
    assert np.allclose(shares, summary, equal_nan=True)


def test_what_decides_a_difference_is_found_and_noise_is_not() -> None:
    rng = np.random.default_rng(1)
    n = 300
    draws = pd.DataFrame({"member": np.arange(n), "submodels.form": rng.permutation(["a", "b"] * (n // 2))})
    draws["strong"], draws["weak"] = rng.random(n), rng.random(n)
    draws = draws.assign(**{f"idle_{k}": rng.random(n) for k in range(20)})
    gap = 10.0 * (draws["submodels.form"] == "b") - 2.0 * draws["strong"] + 0.1 * rng.random(n)
    found = {one.name: one for one in influences(draws, gap.to_numpy(), "submodels.form")}
    assert found["submodels.form: b"].rho > 0.8
    assert found["strong"].rho < -0.9
    assert found["strong"].interval[0] < found["strong"].rho < found["strong"].interval[1]
    assert found["strong"].stands_out
    assert not any(one.stands_out for name, one in found.items() if name.startswith("idle"))
