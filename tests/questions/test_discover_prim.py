"""PRIM: a planted box is found, chance is not taken for a rule."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

from simulation.questions.discover_prim import Box, End, boxes, quasi_p


def cases(count: int, columns: int, seed: int) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    table = pd.DataFrame(rng.random((count, columns)), columns=[f"x{k}" for k in range(columns)])
    table["theory"] = pd.array(rng.choice(["a", "b", "c"], count), dtype=object)
    table["groups"] = rng.integers(5, 21, count)
    table["on"] = rng.random(count) < 0.5
    return table


@pytest.mark.parametrize("columns", [4, 60])
def test_a_planted_box_is_found_among_numbers_whole_numbers_and_names(columns: int) -> None:
    table = cases(600, columns, 1)
    inside = ((table.x0 > 0.6) & (table.groups > 12) & (table.theory != "a")).to_numpy()
    failed = inside ^ (np.random.default_rng(2).random(600) < 0.05)
    box = boxes(table, failed)[0]
    ends = {end.path: end for end in box.ends}
    assert set(ends) == {"x0", "groups", "theory"}
    assert ends["x0"].low == pytest.approx(0.6, abs=0.06)
    assert ends["x0"].high is None
    assert ends["groups"].low in (12, 13, 14)
    assert set(ends["theory"].values or ()) == {"b", "c"}
    assert max(box.qp.values()) < 1e-4


def test_a_second_way_to_fail_is_a_second_rule() -> None:
    table = cases(800, 4, 3)
    first, second = (table.x0 > 0.7).to_numpy(), (table.on & (table.x1 < 0.2)).to_numpy()
    found = boxes(table, first | second)
    assert [{end.path for end in box.ends} for box in found[:2]] == [{"x0"}, {"on", "x1"}]


def test_chance_is_no_rule() -> None:
    rules = 0
    for seed in range(20):
        failed = np.random.default_rng(100 + seed).random(400) < 0.3
        rules += len(boxes(cases(400, 10, seed), failed))
    assert rules <= 3


def test_a_band_in_the_middle_has_two_ends() -> None:
    table = cases(800, 3, 4)
    box = boxes(table, ((table.x0 > 0.3) & (table.x0 < 0.55)).to_numpy())[0]
    (end,) = box.ends
    assert end.low == pytest.approx(0.3, abs=0.05)
    assert end.high == pytest.approx(0.55, abs=0.05)


def test_an_end_that_does_nothing_has_a_large_quasi_p() -> None:
    table = cases(500, 2, 5)
    failed = (table.x0 > 0.5).to_numpy()
    qp = quasi_p(table, failed, (End("x0", low=0.5), End("x1", low=0.2)), np.ones(500, dtype=bool))
    assert qp["x0"] < 1e-6 < 0.05 < qp["x1"]


def test_a_box_holds_what_lies_within_all_its_ends() -> None:
    table = pd.DataFrame({"a": [1.0, 2.0, 3.0], "b": pd.array(["u", "v", "v"], dtype=object)})
    box = Box((End("a", low=2.0), End("b", values=("v",))), {})
    assert box.holds(table).tolist() == [False, True, True]
