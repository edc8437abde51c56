"""When a group is dead, silent, revived, stillborn, censored: the definitions, case by case."""

from __future__ import annotations

import numpy as np
import pytest
from made_histories import history, observed, result, talk

from simulation.model.lives import DEATH, DeathRule, lives, trailing


def one(messages: np.ndarray, posters: int = 5, **more: object):  # type: ignore[no-untyped-def]
    """One group."""
    return lives(messages[:, None], np.array([posters]), **more)  # type: ignore[arg-type]


def test_a_group_below_a_tenth_of_its_first_four_weeks_is_dead() -> None:
    # 280 in the first 28 days; 27 in the last 28 before day 91
    group = one(talk((28, 10), (35, 10), (1, 0), (27, 1), (10, 0)))
    at = group.at(91)
    assert at.ratio[0] == pytest.approx(27 / 280)
    assert at.dead[0]
    assert not group.at(90).dead[0]


def test_exactly_a_tenth_is_not_dead() -> None:
    for first in range(1, 60):
        group = one(talk((1, 10 * first), (55, 0), (1, first), (40, 0)))
        assert not group.at(60).dead[0], first
        assert one(talk((1, 10 * first), (55, 0), (1, first - 1), (40, 0))).at(60).dead[0], first


def test_the_clock_starts_with_the_first_member_message() -> None:
    late, early = one(talk((20, 0), (28, 4), (60, 0))), one(talk((28, 4), (60, 0)))
    assert (late.start[0], early.start[0]) == (20, 0)
    for day in (49, 56, 80):
        assert late.at(day).dead[0] == early.at(day).dead[0]
    assert late.ever_dead_day[0] == early.ever_dead_day[0]
    assert late.observed_days[0] == 88


def test_day_91_ends_week_12_and_looks_back_over_weeks_9_to_12() -> None:
    messages = talk((28, 10), (100, 0))
    messages[62] = 100  # the last day of week 8
    assert one(messages).at(91).silent[0]
    messages[63] = 1  # the first day of week 9
    assert not one(messages).at(91).silent[0]
    messages[63], messages[91] = 0, 1  # the first day of week 13
    assert one(messages).at(91).silent[0]


def test_windows_that_overlap_can_hide_a_death_but_never_make_one() -> None:
    rng = np.random.default_rng(1)
    messages = rng.poisson(rng.gamma(0.4, 1.0, (120, 300)))
    group = lives(messages, np.full(300, 9))
    first = group.first_messages
    for day in (35, 42, 49):
        at = group.at(day)
        row = group.start + day - 1
        # judged without the days that both windows share, every such death is one too
        shared = np.array([messages[row[g] - 27 : group.start[g] + 28, g].sum() for g in range(300)])
        later = at.ratio * first - shared
        assert (later[at.judged & at.dead] < 0.10 * first[at.judged & at.dead]).all()


def test_ever_dead_remembers_and_status_forgets() -> None:
    group = one(talk((28, 10), (40, 0), (60, 10)))
    assert group.at(60).dead[0]
    assert not group.at(120).dead[0]
    assert group.at(120).ever_dead[0]
    assert group.ever_dead_day[0] == 54  # 1 + 27 of the first window: 20 left in it on day 54


def test_deaths_before_day_56_are_left_out_of_the_stricter_count() -> None:
    group = one(talk((2, 100), (50, 0), (80, 10)))
    assert group.ever_dead_day[0] < 56
    assert group.at(91).ever_dead[0]
    assert not group.at(91).ever_dead_from_56[0]


def test_revived_takes_28_days_in_a_row_above() -> None:
    # dead; 28 messages within four weeks for 18 days only; dead again; then above for good
    messages = talk((28, 10), (40, 0), (1, 20), (9, 0), (1, 8), (40, 0), (60, 10))
    group = one(messages)
    above = trailing(messages, 28) / 280 >= 0.10
    assert above[78:96].all()
    assert not above[96]
    assert group.revived_day[0] == 119 + 3 + 27
    assert np.isnan(one(talk((28, 10), (100, 0))).revived_day[0])


@pytest.mark.parametrize(("messages", "posters", "stillborn"), [(9, 3, True), (10, 2, True), (10, 3, False)])
def test_stillborn_is_fewer_than_ten_messages_or_three_posters(
    messages: int, posters: int, stillborn: bool
) -> None:
    group = one(talk((1, messages), (100, 0)), posters)
    assert group.stillborn[0] == stillborn
    assert group.judgeable[0] != stillborn
    assert group.stillborn_share() == float(stillborn)
    assert group.at(91).groups == int(not stillborn)


def test_a_group_that_never_spoke_is_stillborn_once_four_weeks_have_passed() -> None:
    silent, too_short = np.zeros((40, 1), int), np.zeros((27, 1), int)
    always = lives(silent, silent, open_=silent + 1)
    assert always.stillborn[0]
    assert always.at(35).groups == 0
    assert np.isnan(lives(too_short, too_short, open_=too_short + 1).stillborn_share())
    by_row = always.stillborn_share_by_row()
    assert np.isnan(by_row[26])
    assert by_row[27] == 1.0


def test_shares_of_nobody_are_nan_and_none_never_zero() -> None:
    group = one(talk((20, 5)))
    assert np.isnan(group.at(91).share("dead"))
    assert result(history(20, messages=5, active_28=9)).summary["dead_share_day_91"] is None
    assert result(history(100)).summary["dead_share_day_91"] is None
    assert result(history(100)).summary["stillborn_share"] == 1.0


def test_a_day_beyond_the_horizon_has_no_value() -> None:
    seen = result(history(91, messages=5, active_28=9))
    assert seen.summary["dead_share_day_91"] == 0.0
    assert seen.summary["dead_share_day_175"] is None
    assert seen.value("dead_share_day_92") is None


def test_a_group_closed_by_plan_is_censored_and_not_dead() -> None:
    is_open = np.ones((120, 2), int)
    is_open[70:, 0] = 0
    messages = np.full((120, 2), 3) * is_open
    seen = observed(history(120, 2, messages=messages, active_28=9, open=is_open))
    assert seen.lives.observed_days.tolist() == [70, 120]
    assert not seen.lives.ever_dead.any()
    assert seen.lives.at(91).judged.tolist() == [False, True]
    assert result(seen.history).groups["closed"].tolist() == [70, -1]


def test_a_group_opened_late_has_its_own_clock() -> None:
    is_open = np.ones((200, 1), int)
    is_open[:30] = 0
    group = result(history(200, messages=talk((30, 0), (28, 10), (142, 0)), active_28=9, open=is_open)).groups
    assert group.loc[0, "opened"] == group.loc[0, "founded"] == 30
    assert group.loc[0, "ever_dead_age"] == group.loc[0, "ever_dead_day"] - 29
    assert group.loc[0, "status_dead_day_91"] == 1.0


def test_planted_messages_and_operator_posts_keep_no_group_alive() -> None:
    messages = talk((28, 10), (72, 0))
    kept_busy = history(100, messages=messages, active_28=9, planted_messages=50, posts=5)
    assert result(kept_busy).summary["silent_share_day_91"] == 1.0


def test_looking_once_a_week_finds_no_more_deaths_than_looking_daily() -> None:
    rng = np.random.default_rng(2)
    group = lives(
        rng.poisson(rng.gamma(0.3, 1.0, (200, 400)) * np.exp(-np.arange(200) / 60)[:, None]), np.full(400, 9)
    )
    weekly = group.by_week()
    for week in (5, 7, 12, 25):
        day = 7 * week + 7
        both = weekly.at(day).judged
        assert (both == group.at(day).judged).all()
        assert (weekly.at(day).dead == group.at(day).dead).all()
        assert (weekly.at(day).silent == group.at(day).silent).all()
        assert not (weekly.at(day).ever_dead & ~group.at(day).ever_dead).any()
    assert weekly.at(182).share("ever_dead") < group.at(182).share("ever_dead")


def test_weeks_and_days_that_do_not_fit_are_refused() -> None:
    weekly = one(talk((30, 5)), step_days=7)
    with pytest.raises(ValueError, match="clock day 50 is not the end of a step of 7 days"):
        weekly.at(50)
    with pytest.raises(ValueError, match="not whole steps"):
        one(talk((30, 5)), step_days=5)
    with pytest.raises(ValueError, match=r"\[rows, groups\]"):
        lives(np.zeros((3, 2)), np.zeros(3))


def test_the_definition_is_one_object_that_can_be_varied() -> None:
    messages = talk((28, 10), (63, 2))
    assert not one(messages).at(91).dead[0]
    assert one(messages, rule=DeathRule(dead_below=0.5)).at(91).dead[0]
    assert (DEATH.window, DEATH.dead_below, DEATH.judged_from) == (28, 0.10, 35)
