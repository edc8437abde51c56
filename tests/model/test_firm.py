"""The firm: a product that feedback improves, news of it that runs out and is renewed by launches."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_histories import history, result

from simulation.model.community import Community
from simulation.model.firm import launches_due
from simulation.scenario import load_scenario

WORLD: dict[str, Any] = {
    "days": 60,
    "groups.count": 4,
    "groups.members_at_start": 150,
    "market.people": 4000,
    "behaviour.talk.question_share": 0.4,
    "strategy.calendar": [{"post": "product_news", "per_day": 1}, {"post": "topic_prompt", "per_day": 1}],
}


def lived(**changes: Any) -> Community:
    return Community(load_scenario("baseline", {**WORLD, **changes}), key=4).run()


def test_feedback_makes_a_better_product_but_not_without_the_groups() -> None:
    plain, heard = lived(), lived(**{"strategy.service.feedback": 1.0, "behaviour.feedback.rate": 0.05})
    quality = heard.history["quality"][:, 0]
    assert quality[0] == pytest.approx(0.65)
    assert (np.diff(quality) >= 0).all()
    assert quality[-1] > 0.75
    assert np.array_equal(plain.history["quality"], np.full_like(plain.history["quality"], 0.65))
    founders = plain.columns.people["joined"] == 0
    for name in ("baseline_orders", "baseline_trust", "baseline_satisfaction"):
        assert np.array_equal(plain.columns.people[name][founders], heard.columns.people[name][founders]), (
            name
        )


def test_a_change_of_the_product_on_the_way_keeps_what_feedback_had_made_good() -> None:
    model = lived(
        **{
            "strategy.service.feedback": 1.0,
            "behaviour.feedback.rate": 0.05,
            "timeline": [{"on": 40, "set": {"product.quality": 0.2}}],
        }
    )
    quality = model.history["quality"][:, 0]
    assert 0.2 < quality[40] < quality[39]


def test_a_narrow_range_is_told_out_sooner_than_a_wide_one() -> None:
    narrow, wide = lived(**{"product.range": 1}), lived(**{"product.range": 20})
    fresh = [m.history["news"][:, 0] for m in (narrow, wide, lived())]
    assert (fresh[0] <= fresh[1]).all()
    assert (fresh[1] < fresh[2]).all()
    assert (fresh[2] == 1.0).all()
    assert fresh[0][-1] == 0.0
    assert narrow.history["messages"].sum() < wide.history["messages"].sum()


def test_launches_are_news() -> None:
    told_out, renewed = (
        lived(**{"product.range": 1, "product.launches_per_year": per_year}) for per_year in (0, 52)
    )
    assert told_out.history["news"][-1, 0] < renewed.history["news"][-1, 0]


@given(st.integers(0, 2**40), st.floats(0, 365))
def test_launches_of_a_year_add_up_and_come_evenly(key: int, per_year: float) -> None:
    due = np.array([launches_due(key, day, per_year) for day in range(365)])
    assert abs(due.sum() - per_year) <= 1
    assert due.max() <= np.ceil(per_year / 365)
    passed = np.cumsum(due)
    assert (abs(passed - per_year * np.arange(1, 366) / 365) <= 1 + 1e-9).all()


def test_orders_per_product_post_are_those_of_the_week_from_the_post_on() -> None:
    posts = np.zeros(20, int)
    posts[[2, 18]] = 1  # the second is not seen for seven days
    orders = np.arange(20)
    made = history(20, 1, product_posts=posts, orders=orders)
    assert result(made).summary["orders_per_product_post"] == pytest.approx(orders[2:9].sum())
    assert result(history(20, 1, orders=orders)).summary["orders_per_product_post"] is None
    assert result(made[:6]).summary["orders_per_product_post"] is None
