"""What is said of a difference: direction, doubt, and honesty where there is nothing to say."""

from __future__ import annotations

import dataclasses

import numpy as np
import pandas as pd
import pytest

from simulation.model.measures import MEASURES
from simulation.report.answer import three_sentences
from simulation.report.definitions import unit_text
from simulation.report.doubts import levers, paragraphs, theories
from simulation.report.labels import Labels
from simulation.report.numbers import amounts, interval, known, plain, range_text, value_text
from simulation.report.sample import Sample
from simulation.report.wording import KEY, TABLE, measure_title, wording
from simulation.report.words import (
    Difference,
    difference_of,
    difference_sentence,
    doubt_text,
    sentences,
    table_rows,
)

NAMES = Labels({"a": "a", "b": "b"}, {"a": "a", "b": "b"})
DEAD = "dead_share_day_91"


def difference(mean, luck=None, every=None, measure=DEAD, **more):
    return Difference(measure, "b", "a", mean, luck, every, **more)


def test_a_clear_difference_is_told_with_both_kinds_of_doubt():
    one = difference(-0.40, (-0.47, -0.33), (-0.58, -0.12))
    assert one.verdict == "clear"
    assert difference_sentence(one, NAMES, "en") == (
        "at day 91 b has 40 of 100 groups fewer dead than a "
        "(33 to 47 from luck, 12 to 58 with what we do not know)"
    )
    assert difference_sentence(one, NAMES, "zh") == (
        "第 91 天，每 100 个群中，b比a少 40 个死群（仅计运气 33 至 47，计入未知因素 12 至 58）"
    )


def test_a_positive_difference_says_more():
    one = difference(0.40, (0.33, 0.47), (0.12, 0.58))
    assert "40 of 100 groups more dead" in difference_sentence(one, NAMES, "en")
    assert "多 40 个死群" in difference_sentence(one, NAMES, "zh")


def test_the_same_difference_can_be_told_from_the_other_side():
    one = difference(-0.40, (-0.47, -0.33), (-0.58, -0.12)).turned()
    assert (one.second, one.first) == ("a", "b")
    assert one.luck == (0.33, 0.47)
    assert "a has 40 of 100 groups more dead than b" in difference_sentence(one, NAMES, "en")


def test_what_luck_may_have_made_is_no_clear_difference():
    one = difference(-0.04, (-0.10, 0.02), (-0.30, 0.20))
    assert one.verdict == "unclear"
    text = difference_sentence(one, NAMES, "en")
    assert text == (
        "no clear difference at day 91 in groups dead between b and a "
        "(10 fewer to 2 more from luck, 30 fewer to 20 more with what we do not know)"
    )
    assert "没有明确差异" in difference_sentence(one, NAMES, "zh")
    assert "从少 10 到多 2" in difference_sentence(one, NAMES, "zh")


def test_what_only_luck_cannot_have_made_may_still_turn_round():
    one = difference(-0.25, (-0.30, -0.20), (-0.51, 0.04))
    assert one.verdict == "luck_only"
    assert difference_sentence(one, NAMES, "en").endswith("what we do not know could turn it round")
    assert difference_sentence(one, NAMES, "zh").endswith("未知因素可能使结论反转")


def test_an_interval_that_ends_at_zero_leaves_room_for_no_difference_but_not_for_the_opposite():
    one = difference(-0.25, (-0.30, -0.20), (-0.51, 0.0))
    assert one.verdict == "luck_only"
    assert difference_sentence(one, NAMES, "en").endswith("could leave no difference")


def test_an_end_within_half_a_group_of_a_hundred_is_zero_in_words_and_verdict():
    one = difference(-0.25, (-0.30, -0.20), (-0.51, 0.001))
    text = difference_sentence(one, NAMES, "en")
    assert "0 to 51" in text
    assert text.endswith("could leave no difference")
    assert difference(-0.02, (-0.04, -0.004), (-0.05, 0.004)).verdict == "unclear"


def test_groups_of_a_hundred_are_whole_unless_all_are_below_one():
    text = difference_sentence(difference(-0.042, (-0.064, -0.021), (-0.09, -0.012)), NAMES, "en")
    assert "4 of 100 groups fewer" in text
    assert "2 to 6 from luck, 1 to 9 with" in text
    assert "0.8 of 100" in difference_sentence(difference(0.008, (0.006, 0.009)), NAMES, "en", False)


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_nothing_measured_is_said_to_be_nothing(lang):
    one = difference(None)
    assert one.verdict == "none"
    text = difference_sentence(one, NAMES, lang)
    assert {"en": "cannot be compared", "zh": "无法比较"}[lang] in text
    assert "None" not in text


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_placebo_is_told_as_no_difference(lang):
    one = difference(0.0, (0.0, 0.0), (0.0, 0.0))
    assert one.verdict == "same"
    assert {"en": "no difference", "zh": "没有差异"}[lang] in difference_sentence(one, NAMES, lang)


def test_one_run_claims_no_direction():
    one = difference(-0.5)
    assert one.verdict == "unclear"
    assert "one run cannot show luck" in difference_sentence(one, NAMES, "en", ensemble=False)


def test_without_an_ensemble_the_unknown_is_said_to_be_unexamined():
    one = difference(-0.4, (-0.5, -0.3))
    assert one.verdict == "luck_only"
    assert "what we do not know was not examined" in difference_sentence(one, NAMES, "en", ensemble=False)
    assert "turn it round" not in difference_sentence(one, NAMES, "en", ensemble=False)


def test_a_measure_some_runs_lack_says_how_many_have_it():
    one = difference(12.0, (8, 16), (4, 30), "referral_saturation_day", defined=7, runs=12)
    assert "measured in 7 of 12 pairs of runs" in doubt_text(one, True, "en")
    assert "12 对运行中有 7 对" in doubt_text(one, True, "zh")
    assert "later in b than in a" in difference_sentence(one, NAMES, "en")


def test_money_is_told_on_one_scale():
    one = difference(-252_345.6, (-260_100, -243_800), (-320_000, 2_100), "incremental_profit_day_180")
    assert "CNY 252,000 less incremental profit" in difference_sentence(one, NAMES, "en")
    assert "244,000 to 260,000 from luck" in doubt_text(one, True, "en")
    assert "320,000 less to 2,000 more" in doubt_text(one, True, "en")
    assert "少 25.2 万元" in difference_sentence(one, NAMES, "zh")


def test_shares_of_members_are_told_in_points():
    one = difference(0.24, (0.23, 0.25), (0.07, 0.39), "open_rate_day_91")
    assert "the open rate is 24 percentage points higher in b than in a" in difference_sentence(
        one, NAMES, "en"
    )


def test_a_measure_without_words_of_its_own_takes_those_of_the_registry():
    name = "memory_day_91"
    assert name in MEASURES
    assert (
        MEASURES[name].title["en"].lower()[:6]
        in difference_sentence(difference(0.1, (0.05, 0.15), (0.01, 0.2), name), NAMES, "en").lower()
    )


def test_numbers_share_their_decimals():
    assert amounts([0.4, 0.333, 0.4691], "per_hundred", "en") == ["40", "33", "47"]
    assert amounts([0.0042, 0.02], "per_hundred", "en") == ["0.4", "2.0"]
    assert amounts([0.0, 0.05], "per_hundred", "en") == ["0", "5"]
    assert amounts([0.0004, 0.5], "per_hundred", "en") == ["0.04", "50"]  # never "0" for what is not 0
    assert plain(-1234.5, 0) == "\u22121,234"
    assert plain(-0.0001, 2) == "0.00"


def test_values_carry_their_unit_and_a_missing_one_is_a_dash():
    assert value_text(0.536, "percent", "%", "en") == "54%"
    assert value_text(1_234_567, "money", "", "en") == "CNY 1.23 million"
    assert value_text(123_456, "money", "", "zh") == "12.3 万元"
    assert value_text(None, "money", "", "en") == "–"
    assert value_text(float("nan"), "plain", "", "zh") == "–"
    assert range_text((0.1, 0.2), "percent", "zh") == "10 至 20"
    assert known("x") is None
    assert interval([None, 1.0]) is None
    assert interval([2.0, 1.0]) == (1.0, 2.0)


@pytest.mark.parametrize("measure", [*TABLE, *KEY])
def test_every_measure_of_the_table_exists_and_has_words_in_both_languages(measure):
    assert measure in MEASURES
    for lang in ("en", "zh"):
        assert measure_title(measure, lang)
        assert wording(measure).noun[lang]


# --- the three sentences


def made(
    levels: dict[str, dict[str, float]], gaps: dict[str, dict[str, tuple]], ensemble: int = 20, **crossing
) -> Sample:
    """A sample that holds these means, and these differences as (mean, luck, all)."""
    nothing = pd.DataFrame({"scenario": [], "seed": [], "member": [], "day": []})
    effects = {
        "scenarios": {
            name: {
                m: {"mean": value, "luck": [value, value], "all": [value, value]} for m, value in one.items()
            }
            for name, one in levels.items()
        },
        "differences": {
            pair: {m: {"mean": mean, "luck": luck, "all": every} for m, (mean, luck, every) in one.items()}
            for pair, one in gaps.items()
        },
    }
    return Sample(
        tuple(levels),
        {},
        nothing,
        nothing,
        nothing,
        12,
        ensemble,
        effects,
        {k.replace("_", "-"): v for k, v in crossing.items()},
    )


LEVELS = {
    "a": {DEAD: 0.5, "incremental_profit_day_30": 30_000.0, "incremental_profit_day_180": 5_000.0},
    "b": {DEAD: 0.1, "incremental_profit_day_30": 10_000.0, "incremental_profit_day_180": 95_000.0},
}
GAPS = {
    "b-a": {
        DEAD: (-0.4, [-0.47, -0.33], [-0.58, -0.12]),
        "incremental_profit_day_30": (-20_000.0, [-22_000.0, -18_000.0], [-30_000.0, -5_000.0]),
        "incremental_profit_day_180": (90_000.0, [80_000.0, 100_000.0], [20_000.0, 160_000.0]),
    }
}
CROSSING = {"pair": "b-a", "day": 74, "luck": [61, 88], "all": [40, 150], "share": 0.78}


def test_the_answer_tells_life_money_and_doubt():
    life, money, doubt = three_sentences(made(LEVELS, GAPS, b_a=CROSSING), "en")
    assert life == (
        "At day 91 b has 40 of 100 groups fewer dead than a, 10 against 50 of 100 "
        "(33 to 47 from luck, 12 to 58 with what we do not know)."
    )
    assert money.startswith("By day 180 b has CNY 90,000 more incremental profit than a")
    assert "by day 30 it had CNY 20,000 less" in money
    assert (
        "cross on day 74 (61 to 88 from luck, 40 to 150 with what we do not know, in 78% of the ensemble"
        in money
    )
    assert "of 3 key differences 3 are beyond luck (12 seeds) and 3 beyond what we do not know" in doubt


def test_the_answer_in_chinese_tells_the_same():
    life, money, doubt = three_sentences(made(LEVELS, GAPS, b_a=CROSSING), "zh")
    assert "少 40 个死群" in life
    assert "第 74 天相交" in money
    assert "3 项关键差异中" in doubt
    assert all(text.endswith("。") for text in (life, money, doubt))


def test_an_unclear_answer_names_no_winner():
    gaps = {
        "b-a": {
            name: (mean, [-abs(mean) * 2, abs(mean) * 3], [-abs(mean) * 4, abs(mean) * 5])
            for name, (mean, _, _) in GAPS["b-a"].items()
        }
    }
    life, money, doubt = three_sentences(made(LEVELS, gaps), "en")
    assert life.startswith("No clear difference")
    assert money.startswith("No clear difference")
    assert "0 are beyond luck" in doubt


def test_the_answer_says_when_the_unknown_was_not_examined():
    doubt = three_sentences(made(LEVELS, GAPS, ensemble=0), "en")[2]
    assert "was not examined" in doubt


def test_with_three_plans_the_answer_is_of_the_best_and_the_worst_and_places_the_third():
    levels = {**LEVELS, "c": {DEAD: 0.3, "incremental_profit_day_180": 40_000.0}}
    gaps = {**GAPS, "c-a": {}, "c-b": {}}
    life, money, _ = three_sentences(made(levels, gaps), "en")
    assert "between them c 30" in life
    assert "between them c CNY 40,000" in money


def test_real_results_are_told_in_three_sentences(comparison):
    for lang in ("en", "zh"):
        told = sentences(comparison, lang)
        assert len(told) == 3
        assert not any(word in text for text in told for word in ("None", "nan", "inf"))


def test_rows_for_the_terminal_hold_every_pair_and_their_doubt(comparison):
    rows = table_rows(comparison, "en")
    assert {row.pair for row in rows} == set(comparison.effects["differences"])
    for row in rows:
        assert set(row.values) <= set(comparison.names)
        assert len(row.values) == 2
        assert row.words
        assert row.doubt or row.verdict in ("same", "none")


def test_differences_are_those_of_the_comparison(comparison):
    from simulation.report.sample import collect

    pair = next(iter(comparison.effects["differences"]))
    found = difference_of(collect(comparison), pair, DEAD)
    assert found.mean == comparison.effects["differences"][pair][DEAD]["mean"]


# --- what would change our mind


def drawn(slope: float, members: int = 30) -> tuple[Sample, pd.DataFrame]:
    """An ensemble in which the difference in deaths follows one unknown, and theories differ in sign."""
    rng = np.random.default_rng(3)
    lever, rest = rng.random(members), rng.random((members, 40))
    theory = np.array(["turnover", "topic_depletion"])[np.arange(members) % 2]
    dead = slope * lever + 0.01 * rng.random(members) - np.where(theory == "turnover", 2.0, 0.0)
    rows = [
        {"scenario": name, "seed": k, "member": k, DEAD: value, "incremental_profit_day_180": 100.0 * k % 7}
        for k in range(members)
        for name, value in (("a", 0.0), ("b", dead[k]))
    ]
    sample = dataclasses.replace(made(LEVELS, GAPS, ensemble=members), runs=pd.DataFrame(rows))
    draws = pd.DataFrame(rest, columns=[f"behaviour.x{k}" for k in range(40)])
    draws.insert(0, "member", range(members))
    return sample, draws.assign(**{"behaviour.fatigue.rate": lever, "submodels.death": theory})


def test_the_unknown_that_moves_a_difference_is_named_and_no_other():
    sample, draws = drawn(slope=30.0)
    life, money = levers(sample, draws, NAMES, "en")
    assert "behaviour.fatigue.rate" in life
    assert "behaviour.x" not in life
    assert "none stands out" in money


def test_too_small_an_ensemble_names_no_unknown():
    sample, draws = drawn(slope=30.0, members=12)
    (text,) = levers(sample, draws, NAMES, "en")
    assert "too small" in text
    assert "cannot give an interval of 95%" in " ".join(paragraphs(sample, draws, NAMES, "en"))


def test_theories_that_disagree_are_said_to_disagree():
    sample, draws = drawn(slope=1.0)
    found = theories(sample, draws, "en")
    assert found is not None
    assert {row.theory for row in found.rows} == {"turnover", "topic_depletion"}
    assert "do not all agree" in found.verdict
    assert theories(dataclasses.replace(sample, ensemble=0), draws, "en") is None


def test_theories_far_apart_are_named_as_the_largest_unknown():
    sample, draws = drawn(slope=0.1)
    life, money = levers(sample, draws, NAMES, "en")
    assert "the largest unknown is the theory of why talk dies" in life
    assert "the largest unknown" not in money
    assert "最大的未知是群聊为何消亡的理论" in levers(sample, draws, NAMES, "zh")[0]


def test_the_middle_of_the_ensemble_stands_beside_the_profit_of_the_defaults():
    sample, _ = drawn(slope=1.0)
    assert "; middle of what we think possible: " in three_sentences(sample, "en")[1]
    assert "可能情形的中位：" in three_sentences(sample, "zh")[1]


def test_definitions_carry_the_titles_of_the_tables(comparison):
    from simulation.report.definitions import entries
    from simulation.report.sample import collect

    for lang in ("en", "zh"):
        told = {entry.name: entry for entry in entries(collect(comparison), lang)}
        for name in ("ever_dead_share_day_91", "reproduction_number_day_30"):
            assert told[name].title == measure_title(name, lang)
        assert "KOC" in told["dead_share_day_49"].text


def test_every_unit_of_a_measure_has_chinese_words():
    parts = {part for one in MEASURES.values() for part in one.unit.split("/")}
    assert [part for part in sorted(parts) if unit_text(part, "zh") == part] == []
