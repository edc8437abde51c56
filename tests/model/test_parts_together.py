"""Where coming in, customers and those who run the groups meet: classes and teams, moments and closings."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from simulation.model.community import Community
from simulation.model.result import observe
from simulation.scenario import load_scenario

SMALL: dict[str, Any] = {
    "days": 40,
    "market.people": 3000,
    "groups.count": 4,
    "groups.members_at_start": 60,
    "strategy.growth.public_per_day": 5,
}


def lived(engine: str = "columns", **changes: Any) -> Community:
    return Community(load_scenario("baseline", {**SMALL, **changes}), key=3, engine=engine).run()


@pytest.mark.parametrize("engine", ["columns", "agents"])
def test_an_operator_whose_classes_are_not_open_yet_takes_no_stock(engine: str) -> None:
    late = {
        "strategy.funnel": {"classes": 2, "every": 20, "length": 10},
        "operators.groups_per_operator": 1,  # the last operator has the class that opens on day 20
        "operators.gives_up_after": 5,
        "operators.budget_follows_credit": True,
    }
    operators = lived(engine, **late).columns.operators
    assert np.isfinite([operators[name] for name in ("level", "best", "budget", "zeal")]).all()
    assert operators["days"].tolist() == [40, 40, 10, 10], "days without an open group do not count"
    assert operators["gone"][2:].tolist() == [0, 0]
    assert (operators["budget"][2:] == 1.0).all(), "no budget is reviewed before 28 days of work"


def test_moments_end_with_the_work_of_their_operator() -> None:
    """The classes close; what was posted to them on their last day is not seen for ever."""
    run = lived(
        **{
            "strategy.calendar": [{"post": "product_news", "per_day": 1, "via": "moments"}],
            "strategy.funnel": {"classes": 3, "every": 5, "length": 5},
            "operators.groups_per_operator": 1,
        }
    )
    seen = run.history["moments_seen"]
    assert seen[:15].sum() > 0
    closed = run.columns.groups[1:-1]
    assert (closed["moments_posts"] == 0.0).all()


def test_those_let_go_see_the_moments_their_operator_goes_on_posting() -> None:
    run = lived(
        **{
            "strategy.calendar": [{"post": "product_news", "per_day": 1, "via": "moments"}],
            "strategy.funnel": {"classes": 1, "every": 1, "length": 5, "step_up_orders": 99},
            "operators.groups_per_operator": 4,
        }
    )
    assert run.history["dismissed"].sum() > 0
    assert run.history["moments_seen"][30:, -1].sum() > 0


def test_hours_of_welcome_go_to_newcomers_who_can_still_be_welcomed() -> None:
    run = lived(
        **{
            "strategy.service.onboarding": True,
            "strategy.growth.public_per_day": 30,
            "behaviour.workload.onboarding": 0.5,
            "behaviour.onboarding.sop_saves": 0,
            "operators.hours_per_day": 4,
        }
    )
    hours, welcomed = run.history["hours_onboarding"].sum(), run.history["onboarded"].sum()
    assert run.history["neglected"].sum() > 0, "the world must be short of hours"
    assert hours / welcomed == pytest.approx(0.5, rel=0.25)


def test_moments_are_the_operators_own_whatever_its_groups_try() -> None:
    model = Community(
        load_scenario(
            "baseline",
            {
                **SMALL,
                "operators.kpi": "activity",
                "operators.steer_every": 7,
                "strategy.calendar": [{"post": "coupon", "per_day": 3, "via": "moments"}],
            },
        ),
        key=3,
    )
    for _ in range(40):
        model.step()
        posts = model.columns.groups["moments_posts"][:-1]
        assert len(set(posts.tolist())) == 1


def test_lifetime_value_of_members_leaves_out_the_clients_of_resellers() -> None:
    selling = {"strategy.resellers": {"per_group": 10, "from_day": 0}, "behaviour.reselling.pitch_rate": 1.0}
    selling["product.need_interval"] = 5
    model = lived(**selling)
    result = observe(model)
    clients = model.history["client_margin"].sum()
    assert clients > 0
    members = (result.members["status"] != "client").sum()
    assert members < len(result.members)
    of_members = model.history["margin"].sum() - clients
    assert result.summary["ltv_per_joiner"] == pytest.approx(of_members / members)
