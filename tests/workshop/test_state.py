"""What a link holds: it restores the setting, and one that cannot be read says so once and starts afresh."""

from __future__ import annotations

import base64
import json
import subprocess
import sys
import zlib
from pathlib import Path

import pytest

from simulation import load_scenario, scenario_hash
from simulation.errors import UsageError
from simulation.report.numbers import LANGUAGES
from simulation.scenario.library import library
from simulation.workshop.state import (
    MAX_JSON,
    MAX_LINK,
    BadLink,
    State,
    default_base,
    differences,
    from_query,
    library_scenario,
    shelves,
    to_yaml,
)

ROOT = Path(__file__).resolve().parents[2]
COUPONS = {"strategy.coupon.depth": 0.1, "operators.hours_per_day": 3.0, "days": 60}


def packed(data: object) -> str:
    raw = zlib.compress(json.dumps(data).encode())
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


def test_a_link_restores_place_language_and_setting() -> None:
    state = State(tab="watch", lang="zh", base="value_content", seed=7, more={"group": 3}).set(COUPONS)
    assert from_query(state.query()) == state
    assert state.query()["tab"] == "watch", "where one is can be read in the link"
    assert state.query()["lang"] == "zh"


def test_a_link_without_a_setting_starts_where_everybody_starts_in_its_own_language() -> None:
    assert from_query({}, "zh") == State(lang="zh", base=default_base())
    assert from_query({"lang": "en"}, "zh").lang == "en"


@pytest.mark.parametrize(
    "text",
    [
        "nonsense!",
        "A" * 40,
        packed([1, 2]),
        packed({"c": {}}),
        packed({"b": "baseline", "c": {"strategy.coupon.depht": 1}}),
        packed({"b": "baseline", "c": {"days": 10_000}}),
        packed({"b": "baseline", "c": {f"x{i}": 1 for i in range(500)}}),
        packed({"b": "no_such_scenario"}),
        packed({"b": "../../etc/passwd"}),
        packed({"b": "baseline", "c": "days"}),
        packed({"b": "baseline", "r": -1}),
        State(base="baseline").set(COUPONS).query()["s"][:-12],
        base64.urlsafe_b64encode(zlib.compress(b" " * 30_000_000)).decode(),  # unfolds to far more than it is
        "A" * (MAX_LINK + 1),
    ],
)
def test_a_link_that_cannot_be_read_gives_one_message_in_its_language(text: str) -> None:
    for lang, words in (("en", "link"), ("zh", "链接")):
        with pytest.raises(BadLink) as told:
            from_query({"s": text, "lang": lang})
        assert words in str(told.value)
        assert len(str(told.value)) < 1500


def test_a_state_larger_than_a_link_may_be_is_refused() -> None:
    with pytest.raises(UsageError):
        State().with_(more={"note": "x" * (MAX_JSON + 1)})


def test_what_says_the_same_as_the_library_is_no_change() -> None:
    state = State(base="baseline").set(COUPONS)
    depth = load_scenario("baseline").strategy.coupon.depth
    assert set(state.changes) == set(COUPONS)
    assert "strategy.coupon.depth" not in state.set({"strategy.coupon.depth": depth}).changes


def test_a_wrong_setting_is_refused_with_the_words_of_the_loader() -> None:
    with pytest.raises(UsageError, match=r"strategy\.coupon\.depth.*allowed"):
        State(base="baseline").set({"strategy.coupon.depth": 3})


@pytest.mark.parametrize("name", sorted(library()))
def test_every_scenario_comes_back_from_its_differences_to_the_default(name: str) -> None:
    base, wanted = library_scenario(default_base()), library_scenario(name)
    rebuilt = base.override(differences(base, wanted))
    if set(wanted.content) >= set(base.content):  # entries of a table can be added, not taken away
        assert scenario_hash(rebuilt) == scenario_hash(wanted)


def test_the_yaml_of_a_state_says_the_same_and_compare_takes_it(tmp_path: Path) -> None:
    calendar = [{"post": "value_content", "per_week": 3}, {"post": "coupon", "on_days": [5, 9]}]
    state = State(base="baseline").set({**COUPONS, "strategy.calendar": calendar})
    path = tmp_path / "mine.yaml"
    path.write_text(to_yaml(state), encoding="utf-8")
    assert scenario_hash(load_scenario(path)) == scenario_hash(state.scenario())
    small = ["--set", "market.people=900", "--set", "groups.count=2", "--set", "groups.members_at_start=40"]
    done = subprocess.run(
        [sys.executable, "-m", "simulation", "compare", "baseline", str(path), "--replicates", "1", "--ensemble", "0",
         "--days", "20", "--workers", "1", "--out", str(tmp_path / "out"), "--json", *small],
        capture_output=True, text=True, timeout=200, cwd=ROOT,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr


def test_every_scenario_stands_on_one_shelf_and_the_basics_come_first() -> None:
    found = shelves()
    assert next(iter(found)) == "basics"
    assert sorted(name for names in found.values() for name in names) == sorted(library())
    assert set(LANGUAGES) == {"en", "zh"}
