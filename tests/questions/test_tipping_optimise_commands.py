"""`grouplife tipping` and `grouplife optimise` as processes: killed, resumed, refused."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pandas as pd
import pytest
import yaml

from simulation import load_results, load_scenario

ROOT = Path(__file__).resolve().parents[2]
LEVER = "strategy.calendar[0].per_day=0.1..10:log"
TIPPING = [
    "tipping",
    "tiny.yaml",
    "--factor",
    LEVER,
    "--points",
    5,
    "--replicates",
    3,
    "--ensemble",
    4,
    "--threshold",
    0.3,
]
OPTIMISE = [
    "optimise", "tiny.yaml", "--factor", LEVER, "--factor", "operators.groups_per_operator=5,10,20", "--trials", 24,
    "--replicates", 2, "--check", 3, "--subject-to", "operator_hours_day_55 < 100000",
]  # fmt: skip


@pytest.fixture
def place(tmp_path):
    """A folder with a small scenario."""
    small = {
        "extends": "coupon_spam", "days": 55, "groups": {"count": 5, "members_at_start": 25}, "market": {"people": 400},
    }  # fmt: skip
    (tmp_path / "tiny.yaml").write_text(yaml.safe_dump(small))
    return tmp_path


def command(*arguments: object) -> list[str]:
    return [sys.executable, "-m", "simulation", *map(str, arguments)]


def environment() -> dict[str, str]:
    return {**os.environ, "PYTHONPATH": f"{ROOT}{os.pathsep}{os.environ.get('PYTHONPATH', '')}"}


def grouplife(folder: Path, *arguments: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        command(*arguments),
        env=environment(),
        cwd=folder,
        capture_output=True,
        text=True,
        timeout=200,
        check=False,
    )


def test_tipping_ends_in_words_a_table_and_a_report(place):
    done = grouplife(place, *TIPPING, "--workers", 1)

    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    assert lines[0].split()[:4] == ["coupon", "posts", "a", "day"]
    assert lines[-1] == "Report: results/tipping_tiny/report.html" or lines[-1].endswith("report.html")
    folder = place / lines[-1].removeprefix("Report: ")
    found = load_results(folder.parent)
    assert found.manifest["kind"] == "tipping"
    assert set(found.runs["round"]) >= {"01", "ensemble"}
    assert len(found.table("curve")) == 401
    assert found.units("points")["mean"] == "share"
    page = folder.read_text()
    assert "http" not in page.replace("http://www.w3.org", "").replace("http-equiv", "")


def test_two_levers_make_a_map_in_chinese_too(place):
    arguments = [
        "tipping",
        "tiny.yaml",
        "--factor",
        LEVER,
        "--factor",
        "strategy.coupon.depth=0..0.5",
        "--points",
        4,
        "--replicates",
        2,
    ]

    done = grouplife(place, *arguments, "--workers", 1, "--out", "map", "--lang", "zh")

    assert done.returncode == 0, done.stderr
    assert "报告: map/report.html" in done.stdout
    assert "优惠券每天条数" in done.stdout
    said = json.loads((place / "map" / "answer.json").read_text())
    assert len(said["slices"]) == 5


def test_optimise_saves_plans_that_compare_takes(place):
    pytest.importorskip("optuna")

    done = grouplife(place, *OPTIMISE, "--workers", 1, "--out", "found", "--json")

    assert done.returncode == 0, done.stderr
    said = json.loads(done.stdout)
    assert said["trials"] == 24
    assert said["feasible"] == 24
    roles = {role for plan in said["chosen"] for role in plan["roles"]}
    assert roles == {"knee", "ever_dead_share_day_49", "incremental_profit_day_55", "operator_hours_day_55"}
    for plan in said["chosen"]:
        scenario = load_scenario(place / "found" / f"{plan['name']}.yaml")
        assert scenario.operators.groups_per_operator == plan["levers"]["operators.groups_per_operator"]
        assert scenario.days == 55
        assert set(plan["measures"]) == roles - {"knee"}
    compared = grouplife(
        place, "compare", "tiny.yaml", f"found/{said['chosen'][0]['name']}.yaml", "--replicates", 2, "--ensemble", 0,
        "--workers", 1, "--quiet",
    )  # fmt: skip
    assert compared.returncode == 0, compared.stderr


def test_what_is_chosen_is_judged_by_seeds_that_had_no_part_in_choosing(place):
    pytest.importorskip("optuna")
    grouplife(place, *OPTIMISE, "--workers", 1, "--out", "found")

    runs = load_results(place / "found").runs
    search = runs[runs["round"].str.fullmatch(r"\d+|base")]
    fresh = runs[~runs["round"].str.fullmatch(r"\d+|base")]
    assert set(search["seed"]) == {1, 2}
    assert set(fresh["seed"]) == {3, 4, 5}
    said = json.loads((place / "found" / "answer.json").read_text())
    first = said["chosen"][0]
    point = fresh[fresh["round"].str.startswith("check") & (fresh["point"] == 0)]
    measure = "incremental_profit_day_55"
    assert first["measures"][measure]["fresh"] == pytest.approx(point[measure].mean())


def test_a_longer_search_begins_as_a_shorter_one_did(place):
    pytest.importorskip("optuna")
    grouplife(place, *OPTIMISE, "--workers", 1, "--out", "found")
    short = pd.read_parquet(place / "found" / "plans.parquet")

    longer = grouplife(place, *OPTIMISE, "--workers", 1, "--out", "found", "--trials", 40)

    assert longer.returncode == 0, longer.stderr
    plans = pd.read_parquet(place / "found" / "plans.parquet")
    assert len(plans) == 40
    same = ["trial", "strategy.calendar[0].per_day", "ever_dead_share_day_49"]
    pd.testing.assert_frame_equal(plans[same].head(24), short[same])


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["tipping", "coupon_spam", "--factor", "product.price=1,2"], "allowed: a range"),
        (
            ["tipping", "coupon_spam", *["--factor", "product.price=1..2"] * 3],
            "allowed: one, or two for a map",
        ),
        (
            ["tipping", "coupon_spam", "--factor", "product.price=1..2", "--measure", "orders_day_30"],
            "--threshold: orders_day_30",
        ),
        (["tipping", "coupon_spam", "--factor", "product.price=1..2", "--points", "3"], "--points: given 3"),
        (["tipping", "nowhere", "--factor", "product.price=1..2"], "unknown scenario"),
        (["optimise", "coupon_spam"], "give --factor PATH=low..high"),
        (["optimise", "coupon_spam", "--factor", "product.price=1..2", "--trials", "3"], "--trials: given 3"),
        (
            ["optimise", "coupon_spam", "--factor", "product.price=1..2", "--subject-to", "x"],
            "--subject-to: given",
        ),
    ],
)
def test_what_cannot_be_is_one_message_and_nothing_is_written(place, arguments, told):
    done = grouplife(place, *arguments)

    assert done.returncode == 2
    assert told in done.stderr
    assert "Traceback" not in done.stderr
    assert not (place / "results").exists()


def test_without_optuna_it_says_what_to_install(place):
    (place / "optuna.py").write_text("raise ImportError('not here')\n")
    path = f"{place}{os.pathsep}{environment()['PYTHONPATH']}"

    done = subprocess.run(
        command("optimise", "coupon_spam", "--factor", "product.price=1..2"), cwd=place, capture_output=True, text=True,
        env={**environment(), "PYTHONPATH": path}, timeout=60, check=False,
    )  # fmt: skip

    assert done.returncode == 2
    assert "pip install 'grouplife[optimise]'" in done.stderr
