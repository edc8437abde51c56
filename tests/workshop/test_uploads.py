"""Files that people upload: a good one becomes the setting, a bad one one clear message, and none reaches our files."""

from __future__ import annotations

from pathlib import Path

import pytest

from simulation import load_scenario, scenario_hash
from simulation.errors import UsageError
from simulation.scenario.library import library
from simulation.workshop.state import State, to_yaml
from simulation.workshop.uploads import MAX_BYTES, from_upload

START = State(tab="play", lang="en", base="baseline")
GOOD = b"extends: value_content\nstrategy: {coupon: {depth: 0.1}}\noperators: {hours_per_day: 2}\n"


def refused(data: bytes, name: str = "mine.yaml", state: State = START) -> str:
    with pytest.raises(UsageError) as told:
        from_upload(name, data, state)
    return str(told.value)


def test_a_file_becomes_the_setting_it_says_at_the_same_place(tmp_path: Path) -> None:
    state = from_upload("mine.yaml", GOOD, START.with_(tab="watch", lang="zh"))
    path = tmp_path / "mine.yaml"
    path.write_bytes(GOOD)
    assert scenario_hash(state.scenario()) == scenario_hash(load_scenario(path))
    assert (state.tab, state.lang, state.base) == ("watch", "zh", "value_content")


@pytest.mark.parametrize("name", sorted(library()))
def test_what_is_downloaded_loads_again_as_the_same(name: str) -> None:
    state = State(base=name).set({"operators.hours_per_day": 2.5})
    again = from_upload("again.yaml", to_yaml(state).encode(), START)
    assert scenario_hash(again.scenario()) == scenario_hash(state.scenario())


def test_a_file_that_extends_nothing_is_taken_too() -> None:
    assert from_upload("own.yaml", b"days: 77\n", START).scenario().days == 77


def test_a_mistake_names_the_file_the_line_and_what_is_allowed_and_no_folder_of_ours() -> None:
    told = refused(
        b"extends: baseline\nstrategy:\n  coupon: {depht: 3}\n  moderation: {strictness: 7}\n",
        "我的 plan.yaml",
    )
    assert "plan.yaml:3" in told
    assert "did you mean" in told
    assert "plan.yaml:4" in told
    assert "/tmp" not in told
    assert "grouplife-" not in told


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"extends: [", "mine.yaml"),
        (b"\xff\xfe\x00", "UTF-8"),
        (b"", "empty"),
        (b"just a text", "mapping"),
        (b"extends: baseline\nx: !!python/object/apply:os.system ['true']\n", "mine.yaml"),
        (b"a: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\nc: &c [*b,*b,*b,*b,*b,*b,*b,*b,*b]\n"
         b"d: &d [*c,*c,*c,*c,*c,*c,*c,*c,*c]\ne: &e [*d,*d,*d,*d,*d,*d,*d,*d,*d]\nf: [*e,*e,*e,*e,*e,*e,*e,*e]\n",
         "mine"),
        (b"extends: /etc/passwd\n", "library"),
        (b"extends: ../../scenarios/baseline.yaml\n", "library"),
        (b"extends: baselin\n", "baseline"),
        (b"extends: {a: 1}\n", "library"),
        (b"extends: [baseline]\n", "library"),
        (b"extends: 3\n", "library"),
        (b"extends: baseline\nfits: /etc/passwd\n", "fits"),
        (b"extends: baseline\nmarket: {people: 4000000}\n", "too large"),
        (b"#" * (MAX_BYTES + 1), "bytes"),
        (b"PK\x03\x04 a word file", "plain text"),
    ],
)  # fmt: skip
def test_what_is_no_scenario_of_ours_is_refused_in_words(data: bytes, words: str) -> None:
    told = refused(data)
    assert words in told
    assert "Traceback" not in told
    assert "root:" not in told, "no file of this computer is read"


def test_a_name_cannot_lead_out_of_its_folder(tmp_path: Path) -> None:
    outside = tmp_path / "x.yaml"
    assert from_upload(f"../../../..{outside}", GOOD, START).base == "value_content"
    assert not outside.exists()
    assert from_upload("..", GOOD, START).base == "value_content"
