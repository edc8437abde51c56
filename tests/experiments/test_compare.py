from __future__ import annotations

from dataclasses import replace

import numpy as np
import pandas as pd
import pytest

from simulation import compare, load_scenario, run
from simulation.errors import GrouplifeError, UsageError
from simulation.experiments.effects import LEAD_DAYS, crossing_days
from simulation.experiments.executors import InProcess
from simulation.experiments.run import run_many
from simulation.experiments.tables import DAILY_ROWS, detailed_seeds
from simulation.experiments.work import Record


@pytest.fixture(scope="module")
def comparison(spam, value):
    return compare([spam, value], replicates=4, ensemble=5, seed=11, workers=1)


def test_any_number_of_workers_gives_the_same_bits(comparison, spam, value):
    other = compare([spam, value], replicates=4, ensemble=5, seed=11, workers=3)

    for name in ("runs", "daily", "groups", "draws"):
        pd.testing.assert_frame_equal(getattr(other, name), getattr(comparison, name), check_exact=True)
    assert other.effects == comparison.effects
    assert other.crossing == comparison.crossing
    assert other.pairing == comparison.pairing


def test_arms_are_paired_by_seed_and_member(comparison):
    default = comparison.runs.query("member < 0")
    members = comparison.runs.query("member >= 0")

    for part in (default, members):
        a, b = (part[part["scenario"] == name][["seed", "member"]].to_numpy() for name in comparison.names)
        np.testing.assert_array_equal(a, b)
    assert list(default["seed"].unique()) == [11, 12, 13, 14] == list(comparison.seeds)
    assert list(members["member"].unique()) == [0, 1, 2, 3, 4]
    assert list(comparison.runs["run_id"]) == list(range(18))


def test_a_row_of_the_comparison_is_the_run_of_that_scenario_and_seed(comparison, value):
    alone = run(value, seed=12)
    found = comparison.runs.query("member < 0 and seed == 12 and scenario == 'value_content'").iloc[0]
    daily = comparison.daily.query("member < 0 and seed == 12 and scenario == 'value_content'")

    for name, expected in alone.summary.items():
        assert np.isnan(found[name]) if expected is None else found[name] == expected, name
    pd.testing.assert_frame_equal(
        daily[alone.daily.columns].reset_index(drop=True),
        alone.daily.reset_index(drop=True),
        check_exact=True,
    )


def test_a_member_runs_with_what_was_drawn_for_it(comparison, spam):
    draws = comparison.draws.iloc[3]
    overrides = {
        path: draws[path] for path in comparison.draws if path != "member" and "content." not in path
    }
    doubt = {kind: entry.doubt for kind, entry in spam.content.items()}
    for path in (path for path in comparison.draws if path.startswith("content.")):
        _, kind, name = path.split(".")
        overrides[path] = getattr(spam.content[kind], name) * (1 + doubt[kind] * draws[path])

    alone = run(spam, seed=14, overrides=overrides)

    found = comparison.runs.query("member == 3 and scenario == 'coupon_spam'").iloc[0]
    assert found["open_rate_day_60"] == alone.summary["open_rate_day_60"]
    assert found["open_rate_day_60"] != run(spam, seed=14).summary["open_rate_day_60"]


def test_a_difference_is_the_mean_of_paired_differences(comparison):
    default = comparison.runs.query("member < 0").set_index(["scenario", "seed"])["open_rate_day_60"]
    expected = (default["value_content"] - default["coupon_spam"]).mean()

    found = comparison.effects["differences"]["value_content-coupon_spam"]["open_rate_day_60"]

    assert found["mean"] == pytest.approx(expected)
    assert found["all"][0] <= found["luck"][0] <= found["mean"] <= found["luck"][1] <= found["all"][1]


def test_measures_beyond_the_horizon_are_null_in_every_arm_and_difference(comparison):
    for part in (*comparison.effects["scenarios"].values(), *comparison.effects["differences"].values()):
        assert part["incremental_profit_day_180"]["mean"] is None
        assert part["incremental_profit_day_180"]["luck"] == [None, None]
        assert part["incremental_profit_day_30"]["mean"] is not None


def test_every_pair_of_three_arms_is_compared(spam, value):
    third = load_scenario("baseline", {"groups.count": 2, "groups.members_at_start": 20})

    found = compare([spam, value, third], replicates=2, ensemble=0, days=20)

    pairs = ["value_content-coupon_spam", "baseline-coupon_spam", "baseline-value_content"]
    assert list(found.effects["differences"]) == pairs == list(found.crossing) == list(found.pairing)
    assert len(found.draws) == 0


def test_a_scenario_given_twice_gets_a_second_name_and_differs_in_nothing(spam):
    found = compare([spam, spam], replicates=3, ensemble=2)

    assert found.names == ("coupon_spam", "coupon_spam_2")
    assert any("every difference between them is zero" in note for note in found.notes)
    for name, effect in found.effects["differences"]["coupon_spam_2-coupon_spam"].items():
        assert effect["mean"] in (0.0, None), name
        assert effect["all"] in ([0.0, 0.0], [None, None]), name


def test_what_an_arm_sets_itself_is_kept_and_said(spam):
    own = spam.override({"behaviour.talk.reply_rate": 0.7}).model_copy(update={"name": "own"})

    found = compare([spam, own], replicates=1, ensemble=2, days=10)

    assert any(
        note.startswith("set by own, and so kept") and "behaviour.talk.reply_rate" in note
        for note in found.notes
    )
    assert not any(note.startswith("set by coupon_spam") for note in found.notes)


class OneFails(InProcess):
    """An executor on which one run comes back with an error."""

    def __init__(self, *run_ids: int) -> None:
        self.run_ids = run_ids

    def map(self, function, shared, batches):
        for position, batch in super().map(function, shared, batches):
            yield (
                position,
                [
                    Record(r.task, error="ValueError: no") if r.task.run_id in self.run_ids else r
                    for r in batch
                ],
            )


def test_a_failed_run_is_a_row_with_its_error_and_its_pair_is_left_out(comparison, spam, value):
    found = compare([spam, value], replicates=4, ensemble=5, seed=11, executor=OneFails(2))

    assert found.runs["error"].notna().sum() == 1
    assert found.runs.loc[2, "error"] == "ValueError: no"
    difference = found.effects["differences"]["value_content-coupon_spam"]["open_rate_day_60"]
    assert difference["defined"] == 3
    default = comparison.runs.query("member < 0 and seed != 12").set_index(["scenario", "seed"])[
        "open_rate_day_60"
    ]
    assert difference["mean"] == pytest.approx((default["value_content"] - default["coupon_spam"]).mean())
    assert any("1 of 18 runs failed" in note and "coupon_spam with seed 12" in note for note in found.notes)
    assert len(found.daily["run_id"].unique()) == 17


def test_when_every_run_fails_that_is_the_error(spam, value):
    with pytest.raises(
        GrouplifeError, match="all 4 runs failed; the first, coupon_spam with seed 1: ValueError: no"
    ):
        compare([spam, value], replicates=2, ensemble=0, executor=OneFails(*range(4)))


def test_progress_counts_every_run(spam, value):
    seen: list[tuple[int, int]] = []

    compare([spam, value], replicates=3, ensemble=1, days=5, progress=lambda *count: seen.append(count))

    assert seen[0] == (0, 8)
    assert seen[-1] == (8, 8)
    assert seen == sorted(seen)


@pytest.mark.parametrize(
    ("wrong", "message"),
    [
        ({"replicates": 0}, "replicates must be a whole number from 1 to 100000, not 0"),
        ({"replicates": 2.5}, "replicates must be a whole number"),
        ({"ensemble": 10_001}, "ensemble must be a whole number from 0 to 10000"),
        ({"workers": 65}, "workers must be a whole number from 1 to 64"),
        ({"seed": -1}, "seed must be a whole number from 0"),
        ({"engine": "rows"}, "engine must be columns or agents, not 'rows'"),
    ],
)
def test_impossible_numbers_are_refused(spam, value, wrong, message):
    with pytest.raises(UsageError, match=message):
        compare([spam, value], **wrong)


def test_one_scenario_is_no_comparison(spam):
    for scenarios in ([spam], "coupon_spam", []):
        with pytest.raises(UsageError, match="at least two scenarios"):
            compare(scenarios)


def test_replicates_of_one_scenario_are_its_runs(spam):
    found = run_many(spam, replicates=3, seed=5, workers=1)

    assert found.as_json()["summary"]["orders_day_30"] == pytest.approx(
        np.mean([run(spam, seed=k).summary["orders_day_30"] for k in (5, 6, 7)])
    )
    assert len(found.as_json()["luck"]["orders_day_30"]) == 2


def curve(*parts: tuple[float, int]) -> np.ndarray:
    return np.concatenate([np.full(days, level) for level, days in parts])


@pytest.mark.parametrize(
    ("difference", "day", "leader"),
    [
        (curve((-1.0, 20), (1.0, 20)), 21, 1),
        (curve((1.0, 20), (-1.0, 20)), 21, -1),
        (curve((-1.0, 20), (0.0, 3), (1.0, 20)), 24, 1),
        (curve((-1.0, 10), (1.0, 3), (-1.0, 2), (1.0, 20)), 16, 1),  # for good only from here on
        (curve((1.0, 40)), 0, 0),
        (curve((-1.0, LEAD_DAYS - 1), (1.0, 40)), 0, 0),  # too short a lead to be one
        (curve((-1.0, 40), (1.0, LEAD_DAYS - 1)), 0, 0),
        (curve((0.0, 40)), 0, 0),
        (curve((-1.0, 3), (1.0, 3)), 0, 0),
    ],
)
def test_profit_curves_cross_where_the_lead_changes_for_good(difference, day, leader):
    days, signs = crossing_days(difference[None, :])

    assert (days[0], signs[0]) == (day, leader)


def test_a_crossing_is_reported_with_its_doubt(spam, value):
    """Made of real runs: one arm's profit is turned into an early lead that is lost on day 31."""
    made = compare([spam, value], replicates=10, ensemble=6, days=60, executor=EarlyLead())

    found = made.crossing["value_content-coupon_spam"]

    assert 28 <= found["day"] <= 34
    assert found["leader"] == "value_content"
    assert found["all"][0] <= found["luck"][0] <= found["day"] <= found["luck"][1] <= found["all"][1]
    assert found["share_luck"] == 1.0
    assert found["share"] == 0.5  # three of six members do not cross


class EarlyLead(InProcess):
    """value_content leads from about day 31 on; in half of the ensemble it leads from the start."""

    def map(self, function, shared, batches):
        for position, batch in super().map(function, shared, batches):
            yield position, [self.bent(record) for record in batch]

    def bent(self, record: Record) -> Record:
        days = np.arange(60) + (record.task.seed % 3 - 1)
        lead = days - 29.5 if record.task.member % 2 or record.task.member < 0 else days + 9.5
        profit = lead if record.task.arm == 1 else np.zeros(60)
        return replace(record, daily={**record.daily, "cumulative_incremental_profit": profit})


def test_tables_of_very_many_runs_are_kept_within_bounds():
    assert detailed_seeds([180, 180], 1000) == 1000
    assert detailed_seeds([180, 180], 100_000) * 360 <= DAILY_ROWS
    assert detailed_seeds([730] * 20, 100_000) >= 40
