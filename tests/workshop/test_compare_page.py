"""The page "compare" in a real browser, against the real server, with the network cut."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from visitors import SMALL, Visitor

from simulation.workshop.comparing import KEPT, contest_of

pytestmark = pytest.mark.xdist_group("workshop pages")
Visit = Callable[..., Visitor]
HERE = SMALL.with_(tab="compare")
TWO = HERE.with_(more={KEPT: {"who": [{"mine": True}, {"base": "value_content"}], "by": "activity"}})


def columns(visitor: Visitor, count: int) -> None:
    """Wait until the table of end measures has so many columns."""
    visitor.page.wait_for_function(
        "n => document.querySelectorAll('.gl-table thead th').length == n", arg=count
    )


def test_a_measure_is_chosen_a_strategy_added_and_a_link_restores_both_in_chinese(visit: Visit) -> None:
    first = visit().open(TWO)
    first.answered()
    assert first.charts()[0].startswith("Activity")
    first.page.get_by_role("radio", name="Trust").click()
    first.becomes(lambda state: contest_of(state)[0].by == "trust")
    first.page.get_by_role("button", name="Add a strategy").click()
    first.becomes(lambda state: len(contest_of(state)[0].who) == 3)
    first.page.wait_for_selector(".st-key-strategy_C")
    first.answered()
    first.page.get_by_text("Who leads beyond luck").wait_for()
    columns(first, 4)
    first.page.locator(".st-key-share button").first.click()
    link = first.page.locator("[data-testid=stPopoverBody] code").inner_text().replace("\n", "")
    second = visit()
    second.page.goto(link.replace("lang=en", "lang=zh"))
    second.answered()
    columns(second, 4)
    assert second.charts()[0].startswith("信任")
    assert contest_of(second.state())[0] == contest_of(first.state())[0]
    numbers = [
        re.findall(r"−?[\d.,]+%?", v.page.locator(".gl-table td").nth(4).inner_text())
        for v in (first, second)
    ]
    assert numbers[0] == numbers[1] != []
    assert not re.search(r"[a-z]{4,} [a-z]{4,}", second.text().split("grouplife compare")[0])


def test_a_file_joins_the_comparison_and_a_bad_one_is_refused(visit: Visit) -> None:
    visitor = visit().open(TWO)
    visitor.answered(1)
    good = {
        "name": "ours.yaml",
        "mimeType": "application/yaml",
        "buffer": b"extends: baseline\nproduct: {price: 60}\n",
    }
    bad = {**good, "name": "bad.yaml", "buffer": b"extends: baseline\nproduct: {prise: 60}\n"}
    visitor.page.locator(".st-key-add_file button").first.click()
    visitor.page.locator("input[type=file]").set_input_files(good)
    visitor.becomes(lambda state: [one.file for one in contest_of(state)[0].who] == ["", "", "ours"])
    visitor.says("ours, from")
    visitor.page.keyboard.press("Escape")
    visitor.page.locator(".st-key-add_file button").first.click()
    visitor.page.locator("input[type=file]").set_input_files(bad)
    visitor.page.get_by_text("bad.yaml cannot be used").first.wait_for()
    assert len(contest_of(visitor.state())[0].who) == 3
    visitor.answered()
    assert "bad.yaml cannot be used" in visitor.text(), "it stays while runs come in"


def test_the_page_fits_a_telephone(visit: Visit) -> None:
    visitor = visit(390, 844, has_touch=True).open(TWO.with_(lang="zh"))
    visitor.answered()
    assert visitor.page.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth") <= 390
