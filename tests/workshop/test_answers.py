"""Charts and sentences of runs: what a page shows must be what the runs say."""

from __future__ import annotations

import json

import numpy as np
import pytest

from simulation import load_scenario
from simulation.report.figures.canvas import COLOURS as REPORT_COLOURS
from simulation.report.numbers import LANGUAGES
from simulation.workshop.answers import changed_lines, charts, differences, sentences
from simulation.workshop.charts import COLOURS, Line, chart, curve_of
from simulation.workshop.working import Answer, run_light

SMALL = {"groups.count": 4, "groups.members_at_start": 60, "market.people": 2000, "days": 120}
NOW = load_scenario("coupon_spam", SMALL)
BEFORE = load_scenario("value_content", SMALL)
SEEDS = range(1, 10)


@pytest.fixture(scope="module")
def runs() -> tuple[list[Answer], list[Answer]]:
    return [run_light(NOW, seed) for seed in SEEDS], [run_light(BEFORE, seed) for seed in SEEDS]


def rows(one, line):
    return one.data[one.data["line"] == line].set_index("day")


def test_a_curve_is_the_mean_of_the_runs_within_its_interval(runs) -> None:
    now, _ = runs
    money = charts(now, [], NOW, "en")[1]
    shown = rows(money, "now")
    meant = np.mean([one.daily["cumulative_incremental_profit"] for one in now], axis=0)
    assert np.allclose(shown["value"], meant[shown.index.to_numpy(dtype=int) - 1])
    assert (shown["low"] <= shown["value"]).all()
    assert (shown["value"] <= shown["high"]).all()


def test_groups_alive_are_those_open_and_not_dead(runs) -> None:
    now, _ = runs
    shown = rows(charts(now, [], NOW, "en")[0], "now")
    assert shown["value"].iloc[0] == 100.0  # of 100
    dead = np.mean([one.daily["status_dead_share"][-1] * one.daily["groups_judged"][-1] for one in now])
    assert shown["value"].iloc[-1] == pytest.approx(100.0 * (1.0 - dead / NOW.groups.count))
    assert shown["low"].min() >= 0


def test_survival_can_be_counted_of_the_groups_there_are(runs) -> None:
    now, _ = runs
    count = NOW.groups.count
    hundred, there = (charts(now, [], NOW, "en", of=n)[0] for n in (100, count))
    assert np.allclose(rows(there, "now")["value"] * 100 / count, rows(hundred, "now")["value"])
    assert f"of {count} groups" in there.unit


def test_settings_with_unlike_numbers_of_groups_are_drawn_on_one_scale(runs) -> None:
    now, _ = runs
    more = [run_light(NOW.override({"groups.count": 2 * NOW.groups.count}), 1)]
    survival = charts(now, more, NOW, "en")[0]
    assert rows(survival, "now")["value"].iloc[0] == rows(survival, "before")["value"].iloc[0] == 100.0


def test_the_setting_before_is_a_ghost_in_every_chart_and_both_languages(runs) -> None:
    now, before = runs
    for lang, ghost in (("en", "before"), ("zh", "之前")):
        drawn = charts(now, before, NOW, lang)
        assert len(drawn) == 5
        for one in drawn:
            assert one.data["line"].str.contains(ghost).any(), one.title
            assert one.data["text"].str.contains(ghost).any()
            json.dumps(one.spec)  # plain data: nothing is fetched, nothing runs
            assert "http" not in json.dumps(one.spec)


def test_without_runs_there_are_charts_without_lines() -> None:
    for one in charts([], [], NOW, "en"):
        assert one.data.empty


def test_a_chart_keeps_its_specification_while_runs_come_in_so_that_the_browser_redraws_only_lines(
    runs,
) -> None:
    now, before = runs
    few, many = charts(now[:2], before, NOW, "en"), charts(now, before, NOW, "en")
    assert [one.spec for one in few] == [one.spec for one in many]


def test_labels_of_lines_that_end_together_stand_apart() -> None:
    flat = curve_of([np.full(50, 3.0), np.full(50, 3.0)])
    near = curve_of([np.full(50, 3.01), np.full(50, 3.01)])
    high = curve_of([np.full(50, 10.0), np.full(50, 10.0)])
    made = chart("t", "u", [Line("a", flat, 0), Line("b", near, 1), Line("c", high, 2)], 50, "en", height=200)
    at = made.data.dropna(subset="at").set_index("line")["at"]
    assert at["b"] - at["a"] > 0.5
    assert at["c"] == pytest.approx(10.0)


def test_one_run_has_no_interval(runs) -> None:
    now, _ = runs
    shown = rows(charts(now[:1], [], NOW, "en")[2], "now")
    assert (shown["low"] == shown["value"]).all()


def test_the_words_say_what_is_beyond_luck_and_what_is_not(runs) -> None:
    now, before = runs
    found = differences(now, before)
    clear, unclear = sentences(found, "en")
    said = " ".join(clear)
    assert "the new setting" in said
    assert "from luck" in said
    opened = next(one for one in found if one.measure.startswith("open_rate"))
    gaps = [a.summary[opened.measure] - b.summary[opened.measure] for a, b in zip(now, before, strict=True)]
    assert opened.mean == pytest.approx(np.mean(gaps))
    assert len(clear) + len(unclear) == len([one for one in found if one.verdict != "none"])
    assert "新设置" in " ".join(sentences(found, "zh")[0])


def test_the_same_setting_differs_in_nothing_and_few_runs_say_nothing(runs) -> None:
    now, before = runs
    assert sentences(differences(now, now), "en")[0] == []
    assert differences(now[:3], before[:3]) == []


def test_what_was_changed_is_told_in_the_words_of_the_levers() -> None:
    base = load_scenario("baseline")
    more = [
        {"post": "coupon", "per_day": 2},
        *[e.model_dump(exclude_none=True) for e in base.strategy.calendar[1:]],
    ]
    moved = base.override({"strategy.calendar": more, "operators.hours_per_day": 2})
    assert changed_lines(base, moved, "en") == [
        "Coupon: 7 → 14 a week",
        "operator hours a day: 6 hours → 2 hours",
    ]
    assert changed_lines(base, moved, "zh")[0] == "优惠券：7 → 14 条/周"
    assert changed_lines(base, base, "en") == []


def test_colours_are_those_of_the_reports() -> None:
    assert COLOURS == REPORT_COLOURS
    assert set(LANGUAGES) == {"en", "zh"}


def test_no_interval_is_drawn_of_two_runs_nor_on_a_day_that_two_speak_of() -> None:
    two = [np.array([1.0, 2.0]), np.array([2.0, 3.0])]
    assert np.isnan(curve_of(two).luck).all()
    found = curve_of([*two, np.array([3.0, np.nan])])
    assert np.isfinite(found.luck[:, 0]).all()
    assert np.isnan(found.luck[:, 1]).all()
    assert np.isfinite(found.mean).all()


def test_labels_stand_apart_also_where_an_interval_stretches_the_axis() -> None:
    wide = [np.array([0.0, 1.0]), np.array([300.0, 1.0]), np.array([0.0, 1.2]), np.array([0.0, 1.4])]
    lines = [Line("now", curve_of(wide)), Line("before", curve_of([one * 0.7 for one in wide]), "ghost")]
    at = chart("t", "u", lines, 2, "en").data.dropna(subset="at")["at"]
    drawn = max(line.curve.luck[1].max() for line in lines)
    assert at.max() - at.min() >= drawn * 14 / 190, "14 of 190 pixels"


@pytest.mark.parametrize("ends", [{"low": 0.0, "high": 100.0}, {}])
def test_labels_of_lines_that_end_at_zero_stay_above_the_axis(ends) -> None:
    flat = [np.array([50.0, 0.0])] * 4
    lines = [Line("now", curve_of(flat)), Line("before", curve_of(flat), "ghost")]
    at = chart("t", "u", lines, 2, "en", **ends).data.dropna(subset="at")["at"]
    assert at.min() >= 0.0
    assert at.max() - at.min() > 3.0
