"""Discovery on functions that fail where we know, through sweep, tables, PRIM and fresh cases."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest
from known import MEASURE, Function, noise, small

from simulation.questions.conditions import Condition
from simulation.questions.discover import Answer, Question
from simulation.questions.discover import ask as answer_of
from simulation.questions.discover_tables import as_json, cases_table, rules_table
from simulation.questions.rounds import Effort, rounds_in
from simulation.questions.space import Space
from simulation.report.questions.discover_words import sentences

SPACE = Space(
    {
        "strategy.coupon.depth": {"range": (0.0, 0.5)},
        "operators.groups_per_operator": {"range": (5, 20)},
        "submodels.buying": {"values": ["multiplicative", "additive"]},
        "product.quality": {"range": (0.1, 0.9)},
    }
)


def fails(values: dict[str, Any], seed: int) -> float:
    bad = values["strategy.coupon.depth"] > 0.3 and values["operators.groups_per_operator"] > 12
    return (-100.0 if bad else 100.0) + noise(values, seed, 20.0)


def ask(folder: Path, known: Any = fails, samples: int = 400) -> Answer:
    question = Question(small(folder), SPACE, Condition(MEASURE, "<", 0.0), samples=samples, replicates=2)
    with rounds_in(folder / "out", question, Effort(executor=Function(known))) as rounds:
        return answer_of(question, rounds)


def test_conditions_of_failure_are_found_and_hold_in_fresh_cases(tmp_path: Path) -> None:
    answer = ask(tmp_path)
    (one,) = answer.conditions
    (rule,) = one.rules
    ends = {end.path: end for end in rule.box.ends}
    assert set(ends) == {"strategy.coupon.depth", "operators.groups_per_operator"}
    assert ends["strategy.coupon.depth"].low == pytest.approx(0.3, abs=0.03)
    assert ends["operators.groups_per_operator"].low in (12, 13, 14)
    assert rule.fresh.density > 0.85
    assert rule.fresh.coverage > 0.8
    low, high = rule.fresh.interval
    assert low <= rule.fresh.density <= high
    assert rule.fresh.all_cases == 200
    first = sentences(answer, "en")[1]
    assert "coupon depth is " in first
    assert "groups per operator is " in first


def test_fresh_cases_are_other_points_with_other_seeds(tmp_path: Path) -> None:
    ask(tmp_path, samples=60)
    import pandas as pd

    tables = [
        pd.read_parquet(tmp_path / "out" / "rounds" / part / "runs.parquet") for part in ("cases", "fresh")
    ]
    assert not set(tables[0]["seed"]) & set(tables[1]["seed"])
    depths = [set(table["strategy.coupon.depth"]) for table in tables]
    assert not depths[0] & depths[1]


def test_in_noise_nothing_is_claimed(tmp_path: Path) -> None:
    answer = ask(tmp_path, lambda values, seed: noise(values, seed, 1.0))
    (one,) = answer.conditions
    for rule in one.rules:  # one may get through by chance: fresh cases show what it is worth
        assert rule.fresh.interval[0] < 0.5
    assert "chance" in " ".join(sentences(answer, "en")) or one.rules


@pytest.mark.parametrize(
    ("value", "said"), [(1.0, "So few failures (0)"), (-1.0, "Only 0 cases do not fail")]
)
def test_what_never_or_always_fails_is_said_to(tmp_path: Path, value: float, said: str) -> None:
    answer = ask(tmp_path, lambda values, seed: value, samples=40)
    assert answer.conditions[0].rules == ()
    assert any(said in text for text in sentences(answer, "en"))


def test_tables_and_json_hold_every_rule_and_case(tmp_path: Path) -> None:
    answer = ask(tmp_path)
    rules = rules_table(answer)
    assert set(rules["factor"]) == {"strategy.coupon.depth", "operators.groups_per_operator"}
    assert np.isnan(rules["high"]).all()
    cases = cases_table(answer)
    assert len(cases) == 600
    assert cases["fresh"].sum() == 200
    said = as_json(answer)
    assert said["conditions"][0]["rules"][0]["fresh"]["density"] == pytest.approx(rules["density"].iloc[0])
