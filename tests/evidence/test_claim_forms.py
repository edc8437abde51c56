"""Every form of effect against hand-computed numbers, and none of them finds an effect in noise."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest

from simulation.evidence.claims import forms
from simulation.evidence.claims.forms import MOVED, Asked, knee, parts_of, rank_correlations
from simulation.evidence.claims.formula import Unreadable, names_in, terms_of, value_of
from simulation.evidence.claims.measuring import asked_of, found_in, found_of, least_of, share_gone, share_of
from simulation.evidence.claims.reading import read_claim
from simulation.evidence.claims.shapes import FORMS
from simulation.evidence.claims.verdict import judge


def effect(form: str, values: dict[str, list[float]], sign: float = 1.0, choice=None, **says):
    """The parts of a form whose arms have these values of the measure m."""
    asked = FORMS[form].model_validate({"form": form, **says})
    table = {(arm, "m"): np.array(runs, dtype=float) for arm, runs in values.items()}
    if choice is not None:
        choice = {(arm, "m"): np.array(runs, dtype=float) for arm, runs in choice.items()}
    return parts_of(Asked(asked, "m", sign, choice), table)


def test_a_difference_is_paired_and_each_arm_it_is_against_is_a_part_of_its_own():
    parts = effect("difference", {"a": [1, 2], "b": [0, 5], "c": [1, math.nan]}, of="a", against=("b", "c"))
    assert [part.runs.tolist()[0] for part in parts] == [1.0, 0.0]
    assert parts[0].runs.tolist() == [1.0, -3.0]
    assert math.isnan(parts[1].runs[1])
    assert parts[0].scale == 2.5  # the larger |mean| of the two arms


def test_a_percentage_an_article_gives_is_of_the_arm_compared_with():
    claim = read_claim(Path(__file__).parent / "claims" / "T2.yaml").claim
    values = {("spam", claim.measure): np.array([15.0]), ("value", claim.measure): np.array([10.0])}
    for reported, least in ((None, 1.5), ((0.1, 0.3), 1.0)):
        told = claim.model_copy(update={"reported": reported})
        (part,) = parts_of(asked_of(told), values)
        assert least_of(told, part) == pytest.approx(least)


def test_pairs_are_parts():
    parts = effect("difference", {"a": [3], "b": [1], "c": [10]}, pairs=(("a", "b"), ("c", "a")))
    assert [part.runs[0] for part in parts] == [2.0, 7.0]


def test_level_trend_interaction_and_synergy():
    assert effect("level", {"a": [0.7]}, of="a", threshold=0.5)[0].runs[0] == pytest.approx(0.2)
    rising = effect("trend", {"a": [1], "b": [9], "c": [4]}, arms=("a", "b", "c"), levels=(1, 2, 3))
    assert rising[0].runs[0] == 3.0
    four = {"a": [1], "b": [2], "c": [10], "d": [15]}
    assert effect("interaction", four, cells=(("a", "b"), ("c", "d")))[0].runs[0] == 4.0
    whole = effect("synergy", four, all="d", none="a", parts=("b", "c"))[0]
    assert whole.runs[0] == (15 - 1) - ((2 - 1) + (10 - 1))


def test_early_against_late_in_one_arm_counts_as_a_share_of_the_larger():
    form = FORMS["level"].model_validate({"form": "level", "of": "a", "threshold": 0.0})
    values = {
        ("a", text): np.array([number]) for text, number in (("x - y / 2", -1.0), ("x", 9.0), ("y / 2", 10.0))
    }
    (part,) = parts_of(Asked(form, "x - y / 2", -1.0), values)
    assert (part.runs[0], part.scale) == (-1.0, 10.0)
    assert terms_of("x - (y + 2) / z + 1") == ("x", "(y + 2) / z")


def test_a_crossing_has_an_early_part_that_goes_the_other_way():
    form = FORMS["crossing"].model_validate(
        {"form": "crossing", "of": "a", "against": "b", "early": "e", "late": "l"}
    )
    table = {("a", "e"): [1.0], ("b", "e"): [3.0], ("a", "l"): [9.0], ("b", "l"): [4.0]}
    parts = parts_of(Asked(form, "m", 1.0), {key: np.array(value) for key, value in table.items()})
    assert [(part.runs[0], part.sense) for part in parts] == [(-2.0, -1.0), (5.0, 1.0)]


def test_a_peak_is_chosen_on_one_half_and_valued_on_the_other():
    # even runs say b, odd runs say c: each half is valued by the other's choice; a is the better end
    values = {"a": [1, 1, 1, 1], "b": [9, 0, 9, 0], "c": [0, 5, 0, 5], "d": [0, 0, 0, 0]}
    (part,) = effect("peak", values, arms=("a", "b", "c", "d"), levels=(0, 1, 2, 3))
    assert part.runs.tolist() == [0 - 1, 0 - 1, 0 - 1, 0 - 1]
    (part,) = effect("peak", values, choice=values, arms=("a", "b", "c", "d"), levels=(0, 1, 2, 3))
    assert part.runs.tolist() == [8, -1, 8, -1]


def test_regret_is_what_one_plan_for_all_costs():
    values = {"ax": [5, 5], "ay": [1, 1], "bx": [0, 0], "by": [3, 3]}
    (part,) = effect("regret", values, rows={"a": ("ax", "ay"), "b": ("bx", "by")})
    assert part.runs.tolist() == [1.5, 1.5]  # x is best on average; b loses 3 by it


def test_a_knee_lies_where_half_the_fall_is_lost_on_a_log_scale():
    assert knee(np.array([10.0, 10.0, 0.0]), (1, 4, 16)) == pytest.approx(8.0)
    assert knee(np.array([10.0, 6.0, 0.0]), (1, 2, 4)) == pytest.approx(2.0 * 2 ** (1 / 6))
    assert math.isnan(knee(np.array([1.0, 2.0, 3.0]), (1, 2, 4)))
    assert math.isnan(knee(np.array([1.0, 1.0, 1.0]), (1, 2, 4)))
    assert math.isnan(knee(np.array([1.0, 1.0, 0.95]), (1, 2, 4)))  # too small a fall to bend by
    assert not math.isnan(knee(np.array([1.0, 1.0, 0.95]), (1, 2, 4), fall=0.02))


LEVELS = (1, 2, 4, 8, 16)


def share_with_a_knee(curve: np.ndarray, sd: float, runs: int = 30, trials: int = 300) -> float:
    rng = np.random.default_rng(8)
    form = FORMS["knee_shift"].model_validate(
        {"form": "knee_shift", "arms": list("abcde"), "levels": LEVELS, "moved": {"set": {"days": 3}}}
    )
    count = 0
    for _ in range(trials):
        table = curve + sd * rng.normal(size=(runs, len(curve)))
        values = {
            (name.format(arm), "m"): table[:, n] for name in ("{}", MOVED) for n, arm in enumerate("abcde")
        }
        count += not math.isnan(forms.knees(form, "m", values)[0])
    return count / trials


@pytest.mark.parametrize("sd", [0.001, 0.2, 2.0])
def test_a_flat_curve_has_no_knee_by_luck(sd):
    # its best level is another in each trial; a knee in noise may be found in 1 of 40 at most
    assert share_with_a_knee(np.ones(5), sd) <= 0.025


def test_a_curve_that_falls_has_a_knee_and_one_that_hardly_falls_has_none():
    assert share_with_a_knee(np.array([1.0, 1.0, 0.9, 0.7, 0.5]), 0.1, trials=50) == 1.0
    assert share_with_a_knee(np.array([1.0, 1.0, 1.0, 0.98, 0.96]), 0.01, trials=50) == 0.0


def test_a_knee_that_is_not_there_does_not_move():
    flat, falling = [1.0, 1.01, 0.99, 1.0] * 3, [0.5, 0.52, 0.49, 0.5] * 3
    base = {"a": flat, "b": flat[::-1], "c": flat}
    says = {"arms": ("a", "b", "c"), "levels": (1, 2, 4), "moved": {"set": {"days": 3}}}
    for moved in (base, {**base, "c": falling}):
        values = {**base, **{MOVED.format(arm): column for arm, column in moved.items()}}
        assert np.isnan(effect("knee_shift", values, **says)[0].runs).all()
        assert np.isnan(effect("knee_shift", values, choice=values, **says)[0].runs).all()


def test_a_knee_shift_is_counted_in_doublings():
    runs = {"a": [10.0] * 5, "b": [10.0] * 5, "c": [0.0] * 5, "d": [0.0] * 5}
    moved = {"a": [10.0] * 5, "b": [10.0] * 5, "c": [10.0] * 5, "d": [0.0] * 5}
    values = {**runs, **{MOVED.format(arm): column for arm, column in moved.items()}}
    (part,) = effect(
        "knee_shift", values, arms=("a", "b", "c", "d"), levels=(1, 2, 4, 8), moved={"set": {"days": 3}}
    )
    assert part.runs == pytest.approx(np.full(5, 1.0))
    assert part.pooled


def test_a_rank_correlation_may_have_to_exceed_that_of_the_same_plans_elsewhere():
    form = FORMS["rank_correlation"].model_validate(
        {"form": "rank_correlation", "arms": ("a", "b", "c"), "with": "y", "elsewhere": ("x", "v", "w")}
    )
    m = {"a": 1, "b": 2, "c": 3, "x": 1, "v": 2, "w": 3}
    y = {"a": 10, "b": 20, "c": 30, "x": 20, "v": 10, "w": 30}
    values = {(arm, "m"): np.array([float(v)]) for arm, v in m.items()}
    values |= {(arm, "y"): np.array([float(v)]) for arm, v in y.items()}
    here, beyond = parts_of(Asked(form, "m", 1.0), values)
    assert here.runs[0] == pytest.approx(1.0)
    assert beyond.runs[0] == pytest.approx(1.0 - 0.5)  # Spearman's of 1, 2, 3 with 2, 1, 3 is 0.5


def test_rank_correlations_are_spearmans():
    one, two = np.array([[1.0, 2.0, 3.0], [1.0, 2.0, 2.0]]), np.array([[3.0, 9.0, 1.0], [5.0, 5.0, 5.0]])
    found = rank_correlations(one, two)
    assert found[0] == pytest.approx(-0.5)
    assert math.isnan(found[1])


def test_winner_share_is_the_share_of_pairs_with_one_winner():
    values = {"a": [9, 9, 9, 0], "b": [1, 1, 1, 5]}
    (part,) = effect("winner_share", values, arms=("a", "b"), threshold=1.0)
    assert part.runs.mean() == pytest.approx(3 / 6 - 1.0)


# --- no effect in noise ---------------------------------------------------------------------------------


def supported_in_noise(form: str, names: list[str], says, trials: int = 400, runs: int = 30) -> float:
    rng = np.random.default_rng(5)
    count = 0
    for _ in range(trials):
        shared = rng.normal(size=runs)
        values = {arm: shared + rng.normal(size=runs) for arm in names}
        (part,) = effect(form, values, **says)
        found = found_of(part)
        count += judge(found.mean, found.low, found.high, 0.05, runs).verdict == "supported"
    return count / trials


@pytest.mark.parametrize(
    ("form", "arms", "says"),
    [
        ("difference", ["a", "b"], {"of": "a", "against": "b"}),
        ("peak", list("abcdefgh"), {"arms": tuple("abcdefgh"), "levels": tuple(range(8))}),
        ("regret", list("abcdefghi"), {"rows": {"x": tuple("abc"), "y": tuple("def"), "z": tuple("ghi")}}),
    ],
)
def test_noise_is_supported_no_more_often_than_chance_allows(form, arms, says):
    # 1 in 40 by construction; 400 trials of it exceed 5 % once in some thousand
    assert supported_in_noise(form, arms, says) <= 0.05


def test_a_knee_that_stays_is_not_found_to_move_by_noise():
    rng = np.random.default_rng(7)
    curve, arms, count = np.array([10.0, 9.0, 5.0, 2.0, 1.0]), list("abcde"), 0
    for _ in range(150):
        names = [*arms, *map(MOVED.format, arms)]
        values = {arm: curve[n % 5] + rng.normal(size=30) for n, arm in enumerate(names)}
        says = {"arms": tuple(arms), "levels": (1, 2, 4, 8, 16), "moved": {"set": {"days": 3}}}
        found = found_of(effect("knee_shift", values, **says)[0])
        count += judge(found.mean, found.low, found.high, 0.01, 30).verdict == "supported"
    assert count <= 0.06 * 150


def test_choosing_and_valuing_on_the_same_runs_would_find_peaks_in_noise():
    """What the halves are for: without them noise has a winner."""
    rng = np.random.default_rng(6)
    arms = list("abcdefgh")
    means = []
    for _ in range(100):
        values = {arm: rng.normal(size=30) for arm in arms}
        says = {"arms": tuple(arms), "levels": tuple(range(8))}
        means.append([effect("peak", values, choice=same, **says)[0].runs.mean() for same in (values, None)])
    cursed, honest = np.mean(means, axis=0)
    assert cursed > 0.1
    assert abs(honest) < 0.06


# --- shares and formulas ----------------------------------------------------------------------------------


def test_the_share_gone_is_paired_and_has_an_interval():
    base = np.array([2.0, 4.0, 6.0, 8.0])
    gone = share_gone(base, base / 4.0)
    assert gone is not None
    assert gone.mean == gone.low == gone.high == pytest.approx(0.75)
    assert share_gone(base, base[:2]) is None


def test_wilsons_interval_of_a_share():
    share = share_of(np.array([True] * 9 + [False]))
    assert (round(share.low, 3), round(share.high, 3)) == (0.596, 0.982)


def test_a_measure_without_a_value_in_most_runs_gives_no_effect():
    assert math.isnan(found_in(np.array([1.0, math.nan, math.nan])).mean)
    assert found_in(np.array([1.0, 2.0, math.nan])).mean == 1.5


def test_a_formula_is_worked_out_run_by_run():
    values = {"a": np.array([1.0, 4.0]), "b": np.array([2.0, 0.0])}
    assert value_of("(a - 2*b) / 3", values).tolist() == [-1.0, 4.0 / 3.0]
    ratio = value_of("a / b", values)
    assert ratio[0] == 0.5
    assert math.isnan(ratio[1])
    assert names_in("a - b + a") == ("a", "b")
    assert value_of("1.5e1 * a - .5 + 2.", values).tolist() == [16.5, 61.5]


REFUSED = [
    "a ** 2",
    "__import__('os')",
    "a.b",
    "a if b else c",
    "1 + 2",
    "a +",
    "a[0]",
    "@a",
    "a // b",
    "a; b",
    "a + 1j",
    "a * 0x10",
    "1_000 * a",
    "1e5j * a",
    "a * 0b1",
    "a + True",
    "None * a",
    "a + 1e400",
    "a + １",
    "-" * 390 + "a",
    " + ".join(["a"] * 130),
]


@pytest.mark.parametrize("text", REFUSED)
def test_nothing_but_arithmetic_is_a_formula(text):
    with pytest.raises(Unreadable):
        names_in(text)


def test_every_form_has_its_arithmetic():
    assert set(forms._MAKERS) == set(FORMS.values())
