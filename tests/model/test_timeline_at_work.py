"""Dated and conditional changes take effect on their day, and react only to what an operator could see."""

from __future__ import annotations

import numpy as np
import pytest

from simulation.errors import UsageError
from simulation.model.community import Community
from simulation.model.timeline import observable
from simulation.scenario import load_scenario
from simulation.scenario.schema import HIDDEN_MEASURES, OBSERVABLE_CONDITIONS

SMALL = {
    "days": 60,
    "groups.count": 4,
    "groups.members_at_start": 80,
    "market.people": 2000,
    "operators.hours_per_day": 12,
}
DAILY = {"strategy.calendar": [{"post": "coupon", "per_day": 1}]}


def lived(timeline: list[dict], **more: object) -> Community:  # type: ignore[type-arg]
    return Community(
        load_scenario(
            "baseline",
            {**SMALL, **DAILY, "mechanisms.operator_enthusiasm": False, "timeline": timeline, **more},
        ),
        key=3,
    ).run()


def test_a_dated_change_takes_effect_on_its_day_and_not_before() -> None:
    changed = lived([{"on": 20, "set": {"strategy.calendar[0].per_day": 3}}])
    plain = lived([])
    assert np.array_equal(changed.history[:20]["posts"], plain.history[:20]["posts"])
    assert (changed.history[20:, :-1]["posts"] == 3).all()
    assert (changed.history[:20].tobytes()) == plain.history[:20].tobytes()


def test_a_condition_fires_once_after_its_days_in_a_row() -> None:
    model = lived(
        [
            {
                "when": {"measure": "members_present", "above": 10, "for": 5},
                "set": {"strategy.calendar[0].per_day": 0},
            }
        ]
    )
    fired = [day for day, _ in model.timeline.applied]
    # conditions look back over seven days, so the first day they can hold is day 7
    assert fired == [11]
    assert model.history[:11, :-1]["posts"].all()
    assert not model.history[11:, :-1]["posts"].any()


def test_a_condition_that_never_holds_never_fires() -> None:
    model = lived([{"when": {"measure": "orders", "above": 1e6}, "set": {"strategy.calendar[0].per_day": 0}}])
    assert model.timeline.applied == []


@pytest.mark.parametrize("measure", sorted(OBSERVABLE_CONDITIONS))
def test_every_observable_can_be_read(measure: str) -> None:
    assert observable(lived([]), measure) >= 0


@pytest.mark.parametrize("measure", HIDDEN_MEASURES)
def test_a_condition_on_what_wechat_hides_is_refused_with_the_reason(measure: str) -> None:
    with pytest.raises(UsageError, match="hidden from an operator"):
        lived([{"when": {"measure": measure, "below": 1}, "set": {"strategy.calendar[0].per_day": 0}}])
