"""`grouplife sensitivity` and `grouplife discover` as a user types them, on the model itself."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest
from known import small_scenario

from simulation import load_results

FACTORS = ["--factor", "strategy.coupon.depth=0..0.5", "--factor", "operators.groups_per_operator=1..10"]


def grouplife(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "simulation", *arguments]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=280)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    found = tmp_path_factory.mktemp("questions")
    small_scenario(found, "tiny")
    return found


SCREENING = ("sensitivity", "tiny.yaml", *FACTORS, "--samples", "3", "--replicates", "2", "--workers", "1")
DISCOVERY = (
    "discover", "tiny.yaml", *FACTORS, "--fails-if", "profit_day_10 < 0", "--samples", "20", "--replicates", "1",
    "--workers", "1",
)  # fmt: skip


def test_a_screening_ends_in_sentences_tables_and_a_report(folder: Path) -> None:
    done = grouplife(folder, *SCREENING)
    assert done.returncode == 0, done.stderr
    assert "Incremental profit, by day 12, tiny: of 2 factors" in done.stdout
    assert "coupon depth" in done.stdout
    out = folder / "results" / "sensitivity_tiny"
    table = pd.read_parquet(out / "effects.parquet")
    assert set(table["factor"]) == {"strategy.coupon.depth", "operators.groups_per_operator"}
    assert not (out / "effects.csv").exists()
    runs = load_results(out).runs
    assert set(runs["round"]) == {"screening_3"}
    assert len(runs) == 2 * len(runs["point"].unique())
    page = (out / "report.html").read_text()
    assert "What drives incremental profit, by day 12 in tiny?" in page
    assert "independently of the others" in page
    assert "http:" not in page.replace("http://www.w3.org", "")
    assert "https:" not in page
    again = grouplife(folder, *SCREENING, "--json", "--quiet")
    said = json.loads(again.stdout)
    assert [row["mu_star"] for row in said["effects"]] == pytest.approx(table["mu_star"].tolist())


def test_the_same_numbers_come_out_on_two_workers(folder: Path) -> None:
    one = grouplife(folder, *SCREENING, "--csv", "--json", "--quiet", "--out", "one")
    two = grouplife(folder, *SCREENING[:-1], "2", "--csv", "--json", "--quiet", "--out", "two")
    assert {**json.loads(one.stdout), "out": ""} == {**json.loads(two.stdout), "out": ""}
    assert (folder / "one" / "effects.csv").read_bytes() == (folder / "two" / "effects.csv").read_bytes()


def test_indices_of_named_factors_speak_chinese(folder: Path) -> None:
    done = grouplife(
        folder, "sensitivity", "tiny.yaml", *FACTORS, "--method", "sobol", "--samples", "8", "--replicates", "1",
        "--workers", "1", "--lang", "zh", "--out", "sobol", "--measure", "profit_day_10",
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "方差之中" in done.stdout
    assert "注意：只有一个随机种子" in done.stderr
    assert "什么决定利润，前 10 天？" in (folder / "sobol" / "report.html").read_text().replace("<wbr>", "")


def test_discovery_ends_in_rules_or_says_why_not(folder: Path) -> None:
    done = grouplife(folder, *DISCOVERY)
    assert done.returncode == 0, done.stderr
    assert "of 30 cases" in done.stdout
    out = folder / "results" / "discover_tiny"
    assert len(pd.read_parquet(out / "cases.parquet")) == 30
    assert (out / "report.html").exists()


def test_overrides_reach_the_runs(folder: Path) -> None:
    plain = grouplife(folder, *DISCOVERY, "--json", "--quiet", "--out", "plain")
    other = grouplife(folder, *DISCOVERY, "--json", "--quiet", "--out", "other", "--set", "operators.wage=0")
    first, second = (
        pd.read_parquet(folder / name / "cases.parquet")["profit_day_10"] for name in ("plain", "other")
    )
    assert json.loads(plain.stdout)["scenarios"] == json.loads(other.stdout)["scenarios"]
    assert (second > first).all()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("sensitivity", "tiny.yaml", "--factor", "product.prise=1..2"), "did you mean"),
        (("sensitivity", "tiny.yaml", "--factor", "product.price=9..2"), "the lower end first; write 2..9"),
        (
            ("sensitivity", "tiny.yaml", "--factor", "product.price=cheap"),
            "'cheap' alone, allowed: a range, as in 1..10",
        ),
        (("sensitivity", "tiny.yaml", "--factor", "product.quality=0..7"), "factor product.quality: given 7"),
        (("sensitivity", "tiny.yaml", "--factor", "product.need_interval"), "no range of doubt is known"),
        (("sensitivity", "tiny.yaml", "--measure", "profit_day_100"), "beyond the horizon"),
        (("sensitivity", "tiny.yaml", "--measure", "proft_day_10"), "did you mean profit_day_10"),
        (("sensitivity", "tiny.yaml", "--method", "sobol", "--samples", "20", *FACTORS), "a power of two"),
        (("sensitivity", "tiny.yaml", "tiny.yaml"), "tiny.yaml is named twice"),
        (("sensitivity", "tiny.yaml", "--samples", "1"), "--samples: given 1, allowed: 2 to"),
        (("discover", "tiny.yaml", "--fails-if", "profit_day_10 = 3"), "one of > >= < <="),
        (("discover", "tiny.yaml", "--fails-if", "happiness > 3"), "unknown measure"),
        (("discover", "tiny.yaml", "--samples", "3"), "--samples: given 3, allowed: 20 to"),
    ],
)
def test_what_cannot_be_asked_is_refused_before_anything_runs(
    folder: Path, arguments: tuple[str, ...], said: str
) -> None:
    done = grouplife(folder, *arguments, "--out", "refused")
    assert done.returncode == 2, done.stdout + done.stderr
    assert said in done.stderr
    assert "Traceback" not in done.stderr
    assert not (folder / "refused").exists()
