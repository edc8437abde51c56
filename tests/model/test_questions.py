"""Members' questions: asked one at a time, answered or given up, and what an answer does."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest
from made_histories import history, result

from simulation.model.columns import MEMBER
from simulation.model.community import Community
from simulation.scenario import load_scenario

WORLD: dict[str, Any] = {
    "days": 50,
    "groups.count": 5,
    "groups.members_at_start": 120,
    "market.people": 4000,
    "behaviour.talk.question_share": 0.4,
    "strategy.calendar": [{"post": "topic_prompt", "per_day": 1}],
}


def lived(key: int = 4, **changes: Any) -> Community:
    return Community(load_scenario("baseline", {**WORLD, **changes}), key=key).run()


def total(model: Community, name: str) -> float:
    return float(model.history[name].sum())


def test_the_queue_of_a_group_is_its_members_with_an_open_question() -> None:
    model = Community(load_scenario("baseline", {**WORLD, "operators.hours_per_day": 0.9}), key=4)
    waiting = []
    for _ in range(30):
        model.step()
        people = model.columns.people
        asking = people[(people["asking"] == 1) & (people["status"] == MEMBER)]
        counts = np.bincount(asking["group"], minlength=5)
        assert np.array_equal(counts, model.today("waiting")[:-1])
        waiting.append(counts.sum())
    assert max(waiting) > 5


def test_questions_are_answered_given_up_vanish_with_leavers_or_are_still_open() -> None:
    model = lived(**{"behaviour.leaving.base": 0.02, "operators.hours_per_day": 1.0})
    people = model.columns.people
    open_at_end = ((people["asking"] == 1) & (people["status"] == MEMBER)).sum()
    vanished = ((people["asking"] == 1) & (people["status"] != MEMBER)).sum()
    settled = total(model, "answered") + total(model, "given_up")
    assert total(model, "questions") == settled + open_at_end + vanished
    assert vanished > 0
    assert total(model, "answered") > 0
    assert total(model, "given_up") > 0


def test_with_hours_to_spare_a_question_is_answered_the_same_day() -> None:
    model = lived(**{"mechanisms.operator_hours": False})
    assert total(model, "questions") > 50
    assert total(model, "answered") == total(model, "questions")
    assert total(model, "waited") == 0


@pytest.mark.parametrize("delay", [1, 3])
def test_no_answer_comes_before_its_delay_is_over(delay: int) -> None:
    model = lived(**{"strategy.service.delay": delay, "mechanisms.operator_hours": False})
    assert total(model, "waited") == delay * total(model, "answered") > 0
    assert (total(model, "given_up") > 0) == (delay > 1), "who waits may give up"
    assert model.history["answered"][:delay].sum() == 0


def test_without_service_every_question_is_given_up_and_askers_lose_voice() -> None:
    served = lived(**{"mechanisms.operator_hours": False})
    ignored = lived(**{"mechanisms.operator_hours": False, "strategy.service.answer": False})
    assert total(ignored, "answered") == 0
    assert total(ignored, "given_up") > 50
    asked = served.columns.people["first_question"] >= 0
    both = asked & (ignored.columns.people["first_question"] >= 0)
    assert served.columns.people["voice"][both].mean() > ignored.columns.people["voice"][both].mean()
    assert (
        served.columns.people["satisfaction"][both].mean()
        > ignored.columns.people["satisfaction"][both].mean()
    )


def test_answers_by_the_makers_build_more_trust_and_take_more_hours() -> None:
    clerk = lived(**{"mechanisms.operator_hours": False})
    maker = lived(**{"mechanisms.operator_hours": False, "strategy.service.expert": 1.0})
    asked = (clerk.columns.people["first_question"] >= 0) & (maker.columns.people["first_question"] >= 0)
    assert maker.columns.people["trust"][asked].mean() > clerk.columns.people["trust"][asked].mean()
    each = [total(m, "hours_reply") / total(m, "answered") for m in (clerk, maker)]
    assert each[1] == pytest.approx(2 * each[0]), "expert_hours is 1"


def test_service_for_questions_changes_nothing_where_nobody_asks() -> None:
    silent = {"behaviour.talk.question_share": 0.0}
    one = lived(**silent)
    other = lived(**silent, **{"strategy.service.delay": 5, "strategy.service.expert": 1.0})
    assert one.history.tobytes() == other.history.tobytes()


def test_speak_again_share_looks_at_first_questions_seen_14_days() -> None:
    rows = [
        {"first_question": 0, "spoke_again": 5},
        {"first_question": 3, "spoke_again": 17},
        {"first_question": 3, "spoke_again": 18},  # on the 15th day after
        {"first_question": 15, "spoke_again": -1},
        {"first_question": 16, "spoke_again": 17},  # not seen for 14 days
        {"first_question": -1, "spoke_again": -1},
        {"first_question": 0, "spoke_again": 1, "planted": 1},
    ]
    assert result(history(30), rows).summary["speak_again_share"] == pytest.approx(2 / 4)
    assert result(history(14), rows[:1]).summary["speak_again_share"] is None
