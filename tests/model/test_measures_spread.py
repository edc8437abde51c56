"""Gini, R, K, saturation and exhaustion against values worked out by hand."""

from __future__ import annotations

import numpy as np
import pytest
from made_histories import history, observed, result, talk

from simulation.model.spread import (
    campaign_days,
    exhausted_share,
    first_third_share,
    gini,
    gini_by_group,
    reproduction_number,
    saturation_day,
)
from simulation.scenario.schema import Scenario


def mean_difference_gini(values: list[int]) -> float:
    """The definition: mean absolute difference over twice the mean."""
    x = np.array([v for v in values if v > 0], float)
    return float(np.abs(x[:, None] - x[None, :]).mean() / (2 * x.mean()))


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([5, 5, 5, 5], 0.0),
        ([7], 0.0),
        ([0, 0, 3, 3], 0.0),
        ([1, 3], 0.25),
        ([1, 2, 3, 4], 0.25),
        ([1] * 9 + [91], 0.81),
    ],
)
def test_gini_of_known_values(values: list[int], expected: float) -> None:
    assert gini(values) == pytest.approx(expected)
    assert gini(values) == pytest.approx(mean_difference_gini(values))


def test_gini_of_nobody_is_nan() -> None:
    assert np.isnan(gini([0, 0]))
    assert np.isnan(gini([]))


def test_gini_by_group_is_gini_within_each_group() -> None:
    rng = np.random.default_rng(3)
    posts, group = rng.geometric(0.1, 500) - 1, rng.integers(-1, 8, 500)
    found = gini_by_group(posts, group, 9)
    for g in range(8):
        assert found[g] == pytest.approx(mean_difference_gini(posts[group == g].tolist()))
    assert np.isnan(found[8])


def test_gini_of_a_run_takes_large_enough_groups_and_no_planted_leaders() -> None:
    big = [{"posts_total": n, "group": 0} for n in (1, 1, 2, 2, 3, 5, 8, 13, 21, 34)]
    planted = [{"posts_total": 5000, "group": 0, "planted": 1}]
    small = [{"posts_total": 49, "group": 1}] * 2
    summary = result(history(30, 2), big + planted + small).summary
    assert summary["gini_posts"] == pytest.approx(mean_difference_gini([1, 1, 2, 2, 3, 5, 8, 13, 21, 34]))
    assert result(history(30, 2), small).summary["gini_posts"] is None


def test_reproduction_number_is_replies_per_message_over_four_weeks() -> None:
    messages, replies = talk((28, 4), (28, 1), (28, 0)), talk((28, 1), (56, 0))
    found = reproduction_number(messages, replies)
    assert np.isnan(found[3])  # 16 messages
    assert found[4] == pytest.approx(0.25)  # 20
    assert found[55] == 0.0
    assert np.isnan(found[83])


def test_referral_is_saturated_when_joins_stay_below_a_tenth_of_the_peak() -> None:
    campaign = np.zeros(100, bool)
    campaign[10:80] = True
    referred = talk((10, 3), (10, 20), (10, 4), (70, 1))
    # 7-day sums: peak 140; they fall below 14 when the last 4s are down to two, on row 34
    assert saturation_day(referred, campaign) == 34 + 1
    assert saturation_day(np.where(np.arange(100) == 75, 90, referred), campaign) is None
    assert saturation_day(referred * 0, campaign) is None
    assert saturation_day(referred, campaign & False) is None
    assert saturation_day(np.full(100, 5), campaign) is None


def test_first_third_counts_joins_while_the_campaign_runs_only() -> None:
    campaign = np.zeros(60, bool)
    campaign[10:40] = True
    referred = talk((10, 99), (10, 6), (20, 2), (20, 99))
    assert first_third_share(referred, campaign) == pytest.approx(60 / 100)
    assert first_third_share(referred * 0, campaign) is None


def test_exhausted_attempts_are_counted_on_the_morning_after() -> None:
    campaign = np.zeros(60, bool)
    campaign[10:40] = True
    invitations, exhausted = np.full(60, 10), talk((11, 7), (15, 0), (15, 6), (19, 9))
    assert exhausted_share(exhausted, invitations, campaign) == pytest.approx(15 * 6 / 300)
    assert exhausted_share(exhausted, invitations, campaign, last=28) == pytest.approx(15 * 6 / 280)
    assert exhausted_share(exhausted, invitations * 0, campaign) is None


def test_campaign_days_follow_the_timeline() -> None:
    plan = {"start": 10, "length": 20}
    plain = Scenario(strategy={"referral": plan})
    assert np.flatnonzero(campaign_days(plain, 60)).tolist() == list(range(10, 30))
    prolonged = Scenario(
        strategy={"referral": plan}, timeline=[{"on": 25, "set": {"strategy.referral.length": 30}}]
    )
    assert np.flatnonzero(campaign_days(prolonged, 60)).tolist() == list(range(10, 40))
    stopped = Scenario(
        strategy={"referral": plan}, timeline=[{"on": 15, "set": {"strategy.referral.length": 0}}]
    )
    assert np.flatnonzero(campaign_days(stopped, 60)).tolist() == list(range(10, 15))
    # what came true counts, where it is known
    assert np.flatnonzero(campaign_days(stopped, 60, applied=())).tolist() == list(range(10, 30))


def test_k_counts_members_observed_two_weeks_by_generation() -> None:
    rows = [
        {"invites_accepted": 3},
        {"invites_accepted": 1, "left": 20},
        {"generation": 1, "joined": 40, "invites_accepted": 1, "channel": 2},
        {"generation": 1, "joined": 46, "invites_accepted": 0, "channel": 2},
        {"generation": 1, "joined": 47, "invites_accepted": 9, "channel": 2},  # observed 13 days
        {"invites_accepted": 50, "planted": 1, "channel": 3},
    ]
    summary = result(history(60), rows).summary
    assert summary["k_generation_0"] == 2.0
    assert summary["k_generation_1"] == 0.5
    assert summary["k_generation_2"] is None
    assert summary["k"] == 5 / 4


@pytest.mark.parametrize(
    ("accepted", "exhausted", "corrected", "subcritical"),
    [(2, 0, 1.0, 0.0), (1, 0, 0.5, 1.0), (1, 4, 0.5 / 0.6, 1.0), (1, 5, 1.0, 0.0), (1, 8, 2.5, 0.0)],
)
def test_spread_is_subcritical_where_fresh_contacts_would_not_help(
    accepted: int, exhausted: int, corrected: float, subcritical: float
) -> None:
    made = history(60, invitations=10, exhausted=exhausted)
    rows = [{"invites_accepted": accepted}, {"invites_accepted": 0}]
    summary = result(made, rows, strategy={"referral": {"start": 0, "length": 50}}).summary
    assert summary["contacts_exhausted_share"] == pytest.approx(exhausted / 10)
    assert summary["k"] == accepted / 2
    assert summary["k_corrected"] == pytest.approx(corrected)
    assert summary["spread_subcritical"] == subcritical


def test_those_won_by_invitation_do_not_make_a_spreading_campaign_look_subcritical() -> None:
    founders = [{"invites_accepted": 3}, {"invites_accepted": 3}]
    won = [{"generation": 1, "channel": 2, "invites_accepted": 0, "joined": 30}] * 6
    made = history(60, invitations=10)
    summary = result(made, founders + won, strategy={"referral": {"start": 0, "length": 50}}).summary
    assert summary["k"] == 6 / 8
    assert summary["k_corrected"] == 3.0
    assert summary["spread_subcritical"] == 0.0


def test_without_a_campaign_nothing_is_said_about_its_spread() -> None:
    summary = result(history(60, invitations=10, exhausted=5, referred=1), [{"invites_accepted": 1}]).summary
    for name in ("referral_saturation_day", "contacts_exhausted_share", "k_corrected", "spread_subcritical"):
        assert summary[name] is None, name
    assert summary["referred_joins"] == 60


def test_posters_among_joiners_within_eight_weeks() -> None:
    rows = [
        {"joined": 0, "first_post": 55},
        {"joined": 0, "first_post": 56},
        {"joined": 10, "first_post": -1},
        {"joined": 44, "first_post": 44},
        {"joined": 45, "first_post": 45},  # observed 55 days
        {"joined": 0, "first_post": 0, "planted": 1},
    ]
    assert result(history(100), rows).summary["joiners_posting_56_days"] == 2 / 4
    assert observed(history(50), rows).members["joined"].tolist() == [0, 0, 10, 44, 45]
