"""The page "watch" in a real browser, against the real server, with the network cut."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from visitors import SMALL, Visitor

from simulation.workshop.recording import Recording, record
from simulation.workshop.state import State
from simulation.workshop.stories import story

pytestmark = pytest.mark.xdist_group("workshop pages")
Visit = Callable[..., Visitor]
WATCH = SMALL.with_(tab="watch")


def expected(state: State, seed: int = 1, group: int | None = None) -> Recording:
    return record(state.scenario(), seed, group)


def drawn(visitor: Visitor) -> Visitor:
    visitor.page.wait_for_selector(".gw-canvas")
    visitor.page.wait_for_function(f"{DAY} >= 1")
    return visitor


#: The day shown, as the slider has it; in a script the shadow root must be entered by hand.
DAY = (
    "+(document.querySelector('[data-testid=stBidiComponentIsolated]')"
    "?.shadowRoot?.querySelector('.gw-scrub')?.value || 0)"
)


def counters(visitor: Visitor) -> dict[str, int]:
    names = ("present", "active_28", "muted", "left")
    return {name: int(visitor.page.locator(f"[data-count={name}]").inner_text()) for name in names}


def scrub(visitor: Visitor, day: int) -> None:
    """Go to a day (from 1) with the keyboard."""
    visitor.page.locator(".gw-scrub").focus()
    visitor.page.keyboard.press("Home")
    for _ in range(day - 1):
        visitor.page.keyboard.press("ArrowRight")


def of_day(recording: Recording, day: int) -> dict[str, int]:
    data = recording.data()
    found = {name: data["daily"][name][day - 1] for name in ("present", "active_28", "muted")}
    left = sum(one["left"] is not None and one["left"] < day for one in data["members"])
    return {**found, "left": left}


def shown(visitor: Visitor) -> bytes:
    picture: bytes = visitor.page.locator(".gw-canvas").screenshot()
    return picture


def story_told(visitor: Visitor) -> list[str]:
    found: list[str] = visitor.page.locator(".gw-story li").all_inner_texts()
    return found


def test_a_group_plays_and_every_day_shows_what_the_run_counted(visit: Visit) -> None:
    visitor = drawn(visit().open(WATCH))
    typical = expected(WATCH)
    visitor.says("One run among many (seed 1)")
    assert f"Group {typical.group + 1}, the typical one" in visitor.text()
    assert "people passed through it" not in visitor.text(), "the end is not told first"
    visitor.page.get_by_text("How it ends").click()
    visitor.says("people passed through it")
    assert counters(visitor) == of_day(typical, 1)
    for day in (2, 23):
        scrub(visitor, day)
        assert visitor.page.evaluate(DAY) == day
        assert counters(visitor) == of_day(typical, day)
        assert f"Day {day} of 60" in visitor.page.locator(".gw-day").inner_text()
    visitor.page.locator(".gw-on").click()
    assert counters(visitor) == of_day(typical, 24)
    before = shown(visitor)
    visitor.page.locator(".gw-speed").select_option("16")
    visitor.page.locator(".gw-play").click()
    assert "Pause" in visitor.page.locator(".gw-play").inner_text()
    visitor.page.wait_for_function(f"{DAY} > 27")
    assert shown(visitor) != before
    visitor.page.wait_for_function(f"{DAY} === 60")
    visitor.page.get_by_text("Play", exact=True).last.wait_for()
    assert counters(visitor) == of_day(typical, 60)


def test_a_click_on_a_dot_tells_a_story_and_the_list_does_too(visit: Visit) -> None:
    visitor = drawn(visit().open(WATCH))
    recording = expected(WATCH)
    members = recording.data()["members"]
    box = visitor.page.locator(".gw-canvas").bounding_box()
    # from the middle to the right until a dot is met: the inmost seat lies some thirty pixels out
    for x in range(26, 200, 8):
        visitor.page.mouse.click(box["x"] + box["width"] / 2 + x, box["y"] + box["height"] / 2)
        if story_told(visitor):
            break
    number = int(visitor.page.locator(".gw-pick").input_value())
    assert story_told(visitor) == story(members[number], recording.days, "en")
    left = next(i for i, one in enumerate(members) if one["how"] == "left")
    visitor.page.locator(".gw-pick").select_option(str(left))
    assert f"Left on day {members[left]['left'] + 1}." in story_told(visitor)
    scrub(visitor, 5)
    visitor.page.get_by_role("radio", name="中文").click()
    visitor.says("这是模型")
    visitor.page.get_by_text("当天", exact=True).wait_for()
    assert story_told(visitor) == story(members[left], recording.days, "zh"), "the member stays chosen"
    assert visitor.page.locator(".gw-pick").input_value() == str(left), "in the list too"
    assert visitor.page.locator(".gw-play").inner_text().strip() == "播放"
    assert visitor.page.evaluate(DAY) == 5, "and the day stays"
    texts = visitor.page.locator(".gw").inner_text()
    assert not re.search(r"[a-z]{4,} [a-z]{4,}", visitor.text() + texts), "English words on the Chinese page"


def test_another_group_and_other_luck_can_be_chosen_and_a_link_restores_them(visit: Visit) -> None:
    visitor = drawn(visit().open(WATCH))
    visitor.page.get_by_role("button", name="Other luck").click()
    visitor.says("(seed 2)")
    visitor.page.locator(".st-key-watch_choose [data-testid=stSelectbox]").nth(1).click()
    visitor.page.get_by_role("option").nth(2).click()
    visitor.becomes(lambda state: state.more.get("watch") == {"seed": 2, "group": 1})
    other = expected(WATCH, 2, 1)
    visitor.says("Group 2")
    again = visit(390, 844, has_touch=True)
    again.page.goto(visitor.page.url.replace("lang=en", "lang=zh"))
    drawn(again)
    again.says("2 号群")
    scrub(again, 30)
    assert counters(again) == of_day(other, 30)
    wide = again.page.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth")
    assert wide <= 390, "nothing sticks out of a telephone"


def test_who_wants_no_motion_gets_days_one_by_one_and_a_scenario_without_groups_says_so(visit: Visit) -> None:
    visitor = drawn(visit(reduced_motion="reduce").open(WATCH))
    visitor.page.locator(".gw-canvas").focus()
    visitor.page.keyboard.press(" ")
    visitor.page.wait_for_function(f"{DAY} > 2")
    visitor.page.keyboard.press(" ")
    day = visitor.page.evaluate(DAY)
    still = shown(visitor)
    visitor.page.keyboard.press("ArrowLeft")
    assert visitor.page.evaluate(DAY) == day - 1
    visitor.page.keyboard.press("ArrowRight")
    assert shown(visitor) == still, "a day always looks the same"
    nobody = visit().open(State(tab="watch", lang="en", base="no_group"))
    nobody.says("there is nothing to watch")
