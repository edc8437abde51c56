"""The tables and the summary: money adds up, days mean what they say, every measure is defined."""

from __future__ import annotations

import math
import pickle
import time

import numpy as np
import pytest
from made_histories import history, result, talk

from simulation.model.columns import HISTORY, PERSON
from simulation.model.community import Community
from simulation.model.definitions import DAILY, FAMILIES, GROUP, MEASURES, RUN, measure
from simulation.model.observed import Observed, everyone_who_joined
from simulation.model.result import RunResult, observe
from simulation.scenario import load_scenario
from simulation.scenario.schema import Scenario

ISSUE_NAMES = (
    *(f"{kind}_share_day_{day}" for kind in ("dead", "ever_dead", "silent") for day in (49, 91, 175)),
    "stillborn_share", "open_rate_day_91", "member_messages_day_91",
    *(f"incremental_profit_day_{day}" for day in (14, 30, 90, 180)),
    "orders_day_30", "orders_day_180", "left_share_day_91", "mute_share_day_91", "referred_joins",
    "referral_saturation_day", "gini_posts", "reproduction_number_day_30",
)  # fmt: skip


# --- words ----------------------------------------------------------------------------------------


def test_every_measure_has_words_in_both_languages_a_unit_and_a_formula() -> None:
    for name, entry in {**GROUP, **DAILY, **RUN}.items():
        assert entry.name == name
        for words in (entry.title, entry.definition):
            assert set(words) == {"en", "zh"}, name
            assert words["en"].isascii(), name
            assert any("\u4e00" <= letter <= "\u9fff" for letter in words["zh"]), name
        assert entry.definition["en"].endswith("."), name
        assert entry.unit, name
        assert entry.formula, name
        assert entry.observability in ("observable", "hidden", "accounts"), name
        assert entry.level in ("daily", "run", "group"), name


def test_every_column_of_every_table_is_defined_and_every_definition_is_measured() -> None:
    seen = result(history(30))
    assert list(seen.daily.columns) == ["day", *DAILY]
    assert list(seen.groups.columns) == ["group", *GROUP]
    assert list(seen.summary) == list(RUN)


def test_the_names_of_the_json_object_are_all_there() -> None:
    assert set(ISSUE_NAMES) <= set(RUN)


def test_what_the_schema_hides_from_operators_is_hidden_here_too() -> None:
    from simulation.scenario.schema import HIDDEN_MEASURES, OBSERVABLE_CONDITIONS

    for name in HIDDEN_MEASURES:
        assert name not in MEASURES or MEASURES[name].observability == "hidden", name
    for name in OBSERVABLE_CONDITIONS:
        assert name not in MEASURES or MEASURES[name].observability != "hidden", name


def test_a_family_is_defined_at_any_day_and_an_unknown_name_lists_the_known() -> None:
    at = measure("open_rate_day_77")
    assert at.title["en"] == "Open rate, day 77"
    assert "7 days up to day 77" in at.definition["en"]
    assert at.unit == "share"
    assert measure("revenue_day_5").unit == "CNY"
    with pytest.raises(KeyError, match=r"unknown measure 'opne_rate'.*open_rate_day_91"):
        measure("opne_rate")


def test_measures_and_results_travel_between_processes() -> None:
    assert pickle.loads(pickle.dumps(measure("cac"))) == measure("cac")
    seen = result(history(40, messages=3, active_28=9))
    again = pickle.loads(pickle.dumps(seen))
    assert again.summary == seen.summary
    assert again.daily.equals(seen.daily)


# --- days -----------------------------------------------------------------------------------------


def test_day_91_is_the_end_of_the_91st_day_and_money_is_over_the_first_days() -> None:
    days = np.arange(120)
    made = history(120, present=1000, muted=days, orders=1, margin=10.0, visits=100)
    seen = result(made)
    assert seen.summary["mute_share_day_91"] == 90 / 1000
    assert seen.summary["orders_day_90"] == 90
    assert seen.summary["incremental_profit_day_30"] == 300
    assert seen.summary["orders_day_180"] is None
    assert seen.value("mute_share_day_120") == 119 / 1000
    assert seen.value("mute_share_day_121") is None
    assert seen.value("mute_share_day_0") is None


def test_open_rate_of_the_summary_does_not_depend_on_the_day_of_the_week() -> None:
    days = np.arange(120)
    by_weekday = [
        result(history(120, visits=np.where(days % 7 == weekday, 80, 10))).summary["open_rate_day_91"]
        for weekday in range(7)
    ]
    assert by_weekday == [pytest.approx(0.2)] * 7


def test_open_rate_counts_those_who_left_in_the_evening_as_there() -> None:
    assert result(history(10, present=90, leaves=10, visits=50)).daily["open_rate"].tolist() == [0.5] * 10


def test_left_share_counts_everyone_who_ever_joined() -> None:
    made = history(3, present=np.array([98, 95, 95]), leaves=np.array([2, 5, 0]), joins=np.array([0, 2, 0]))
    assert result(made).daily["left_share"].tolist() == [2 / 100, 7 / 102, 7 / 102]


def test_member_messages_are_per_open_group_and_day() -> None:
    is_open = np.ones((40, 4), int)
    is_open[:, 3] = 0
    seen = result(history(40, 4, messages=np.outer(talk((20, 6), (20, 0)), [1, 2, 3, 0]), open=is_open))
    assert seen.daily["member_messages_per_group"][0] == 12
    assert seen.daily["member_messages_per_group"][39] == pytest.approx(8 * 36 / (28 * 3))


def test_means_are_weighted_by_the_people_they_are_of() -> None:
    made = history(2, 2, present=np.array([[10, 30], [0, 0]]), trust=np.array([[0.2, 0.6], [0.0, 0.0]]))
    assert result(made).daily["trust"][0] == pytest.approx(0.5)
    assert math.isnan(result(made).daily["trust"][1])


def test_reply_latency_is_the_mean_wait_of_the_questions_answered_that_day() -> None:
    made = history(
        1,
        3,
        waited=np.array([[3, 2, 0]]),
        answered=np.array([[3, 1, 0]]),
        waiting=np.array([[0.0, 4.0, 0.0]]),
    )
    assert result(made).daily["reply_latency"][0] == pytest.approx((3 + 2) / (3 + 1))
    assert result(history(1)).summary["reply_latency_day_91"] is None


# --- money ----------------------------------------------------------------------------------------


def test_incremental_profit_is_margin_less_costs_less_the_counterfactual_people_who_left_included() -> None:
    made = history(
        10, 2, margin=100.0, baseline_margin=30.0,
        cost_hours=5.0, cost_reward=4.0, cost_koc=3.0, cost_acquisition=2.0, cost_campaign=1.0,
    )  # fmt: skip
    made["margin"][:, -1], made["baseline_margin"][:, -1] = 7.0, 9.0
    daily = result(made).daily
    assert daily["contribution_margin"].tolist() == [207.0] * 10
    assert daily["cost"].tolist() == [30.0] * 10
    assert daily["profit"].tolist() == [177.0] * 10
    assert daily["incremental_profit"].tolist() == [177.0 - 69.0] * 10
    assert daily["cumulative_incremental_profit"].iloc[-1] == 1080.0


@pytest.mark.parametrize(
    ("margin", "payback"),
    [
        (talk((10, 0), (50, 2)), 20),  # 1 a day spent: 10 down, up 1 a day
        (talk((60, 1)), 1),
        (talk((60, 0)), None),
        (talk((5, 3), (20, 0), (35, 5)), 28),  # up to 10, down to -10, up again: only the last crossing stays
        (talk((10, 5), (50, 0)), None),  # runs dry at the end
    ],
)
def test_payback_day_is_the_first_from_which_it_stays(margin: np.ndarray, payback: int | None) -> None:
    made = history(60, margin=margin.astype(float), cost_hours=1.0)
    found = result(made).summary
    assert found["payback_day"] == payback
    assert found["days_to_profit"] == (len(made) + 1 if payback is None else payback), "every run has a value"


def test_where_nothing_was_spent_there_is_nothing_to_pay_back() -> None:
    assert result(history(60, margin=3.0)).summary["payback_day"] is None


def test_cac_divides_acquisition_rewards_and_campaign_by_those_acquired() -> None:
    rows = [{"channel": 0}, {"channel": 1}, {"channel": 2}, {"channel": 2}, {"channel": 3, "planted": 1}]
    made = history(10, cost_acquisition=3.0, cost_reward=2.0, cost_campaign=1.0, cost_hours=99.0, referred=1)
    summary = result(made, rows).summary
    assert summary["joins_by_acquisition"] == 3
    assert summary["cac"] == pytest.approx(60 / 3)
    assert result(made, rows[:1]).summary["cac"] is None


def test_customers_kept_are_those_observed_and_still_there_after_90_days() -> None:
    rows = [
        {"channel": 1, "joined": 5},
        {"channel": 1, "joined": 5, "left": 94, "status": 2},
        {"channel": 2, "joined": 5, "left": 95, "status": 2},
        {"channel": 1, "joined": 31},  # observed 89 days
        {"channel": 0, "joined": 0},
    ]
    summary = result(history(120, cost_acquisition=1.0), rows).summary
    assert summary["joiners_kept_90_days"] == 2
    assert summary["kept_90_days_share"] == pytest.approx(2 / 3)
    assert summary["cost_per_joiner_kept_90_days"] == 60


def test_contribution_per_joiner_counts_people_who_left() -> None:
    made = history(10, margin=9.0)
    made["margin"][:, -1] = 1.0
    assert result(made, [{}, {"left": 3, "status": 2}]).summary["ltv_per_joiner"] == 50.0


def test_silent_groups_that_sell_are_shown() -> None:
    orders = np.zeros((91, 2), int)
    orders[80, 1] = 1
    seen = result(
        history(91, 2, messages=np.outer(talk((28, 9), (63, 0)), [1, 1]), active_28=9, orders=orders)
    )
    assert seen.summary["silent_share_day_91"] == 1.0
    assert seen.summary["silent_but_selling_share_day_91"] == 0.5
    assert seen.groups["commercially_alive"].tolist() == [0.0, 1.0]


def test_no_group_at_all_has_no_deaths_but_money() -> None:
    made = history(100, 3, open=0, present=0)
    made["margin"][:, -1] = made["baseline_margin"][:, -1] = 5.0
    seen = result(made, [{"status": 4}] * 4)
    for name in (
        "dead_share_day_91",
        "ever_dead_share_day_91",
        "stillborn_share",
        "open_rate_day_91",
        "gini_posts",
    ):
        assert seen.summary[name] is None, name
    assert seen.summary["contribution_margin_day_30"] == 150
    assert seen.summary["incremental_profit_day_30"] == 0
    assert (seen.groups["founded"] == -1).all()


# --- tables ---------------------------------------------------------------------------------------


def test_members_are_all_who_ever_joined_in_plain_words() -> None:
    members = result(
        history(5), [{"status": 1}, {"status": 0, "joined": -1}, {"status": 3, "left": 2, "role": 1}]
    ).members
    assert members["slot"].tolist() == [0, 2]
    assert members["status"].tolist() == ["member", "blocked"]
    assert members["role"].tolist() == ["member", "koc"]


def test_group_daily_holds_each_group_on_each_day() -> None:
    messages = np.outer(talk((28, 9), (35, 0)), [1, 2, 0])
    table = result(history(63, 3, messages=messages, active_28=9)).group_daily
    assert len(table) == 63 * 3
    last = table[table["day"] == 62].set_index("group")
    assert last["status_dead"].tolist() == [True, True, False]
    assert last["judged"].tolist() == [True, True, False]
    assert table.groupby("day")["messages"].sum().tolist() == messages.sum(axis=1).tolist()


def test_a_result_stays_what_it_was_when_the_people_change() -> None:
    rows = np.zeros(3, PERSON)
    copied = everyone_who_joined(rows)
    rows["orders"] = 9
    assert copied["orders"].tolist() == [0, 0, 0]


def test_a_history_with_other_fields_is_summed_up_field_by_field() -> None:
    made = history(30, 3, messages=2, margin=1.5, active_28=9)
    narrow = np.zeros(made.shape, [("note", "i4"), *[(name, HISTORY[name]) for name in HISTORY.names or ()]])
    for name in HISTORY.names or ():
        narrow[name] = made[name]
    plain, other = (
        result(made),
        RunResult(Scenario(), 1, Observed(narrow, result(made).observed.people, Scenario())),
    )
    assert plain.daily.equals(other.daily)


@pytest.mark.slow
def test_a_million_members_are_summed_up_within_seconds() -> None:
    days, groups, heads = 180, 5000, 1_000_000
    rng = np.random.default_rng(5)
    made = np.zeros((days, groups + 1), HISTORY)
    made["open"][:, :-1], made["present"], made["active_28"] = 1, 200, 9
    made["messages"] = rng.poisson(2.0, made.shape)
    rows = np.zeros(heads, PERSON)
    rows["group"], rows["posts_total"] = rng.integers(0, groups, heads), rng.geometric(0.2, heads) - 1
    start = time.perf_counter()
    seen = RunResult(Scenario(), 1, Observed(made, everyone_who_joined(rows), Scenario()))
    assert seen.summary["dead_share_day_91"] == 0.0
    assert time.perf_counter() - start < 10  # about 1.5 s on a quiet machine


def test_a_default_run_is_summed_up_within_milliseconds() -> None:
    rng = np.random.default_rng(6)
    made = history(180, 20, messages=rng.poisson(3.0, (180, 20)), active_28=9, present=200)
    rows = [{"group": slot % 20, "posts_total": slot % 7} for slot in range(5000)]
    people = result(made, rows).observed.people
    times = []
    for _ in range(5):
        start = time.perf_counter()
        seen = RunResult(Scenario(), 1, Observed(made, people, Scenario()))
        assert len(seen.summary) + len(seen.daily) + len(seen.groups) > 0
        times.append(time.perf_counter() - start)
    assert min(times) < 0.06  # about 4 ms on a quiet machine


def test_families_name_days_of_their_own() -> None:
    names = [family.name(day) for family in FAMILIES for day in family.days]
    assert len(names) == len(set(names))


# --- a run of the model ---------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def lived() -> tuple[Community, RunResult]:
    spec = load_scenario(
        "referral_burst",
        {"market.people": 4000, "groups.count": 4, "groups.members_at_start": 100, "days": 120},
    )
    model = Community(spec, key=3).run()
    return model, observe(model, spec)


def test_everyone_who_joined_is_present_or_left(lived: tuple[Community, RunResult]) -> None:
    model, seen = lived
    members, last = seen.members, seen.daily.iloc[-1]
    founders = (members["channel"] == "founding").sum()
    assert founders + seen.daily["joins"].sum() == len(members)
    assert last["members_present"] + seen.daily["leaves"].sum() == len(members)
    assert (members["left"] >= 0).sum() == seen.daily["leaves"].sum()
    assert (members["status"] == "member").sum() == last["members_present"] == model.columns.present.sum()


def test_counts_of_people_and_of_days_agree(lived: tuple[Community, RunResult]) -> None:
    _, seen = lived
    members, daily = seen.members, seen.daily
    assert members["orders"].sum() == daily["orders"].sum()
    assert members["spend"].sum() == pytest.approx(daily["revenue"].sum())
    assert members["posts_total"].sum() == daily["member_messages"].sum() + daily["planted_messages"].sum()
    assert members["visits_total"].sum() == daily["visits"].sum()
    assert (members["channel"] == "friend").sum() == daily["referred_joins"].sum() > 0
    assert members["invites_accepted"].sum() == daily["referred_joins"].sum()
    assert daily["exhausted_invitations"].sum() + daily["referred_joins"].sum() <= daily["invitations"].sum()
    assert seen.groups["messages_total"].sum() == daily["member_messages"].sum()


def test_a_result_before_the_first_day_is_refused_and_one_on_the_way_is_as_far_as_lived(
    lived: tuple[Community, RunResult],
) -> None:
    whole = lived[1]
    model = Community(whole.scenario, key=3)
    with pytest.raises(ValueError, match="not lived a day"):
        observe(model)
    for _ in range(40):
        model.step()
    early = observe(model, whole.scenario)
    assert len(early.daily) == 40
    assert early.summary["orders_day_30"] == whole.summary["orders_day_30"]
    assert early.summary["open_rate_day_91"] is None
    model.run()
    assert len(early.daily) == 40
    assert early.summary["k"] is not None
