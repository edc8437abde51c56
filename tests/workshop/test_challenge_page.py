"""The page "challenge" in real browsers: teams try, submit, and see what was hidden; the facilitator leads."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from urllib.parse import urlencode

import pytest
from visitors import Visitor, Workshop, until

from simulation.workshop.challenges import challenges, setting
from simulation.workshop.state import State

pytestmark = pytest.mark.xdist_group("workshop pages")
Visit = Callable[..., Visitor]
SIXTY = challenges()["sixty_hours"]
#: On the page only once it is over.
HIDDEN = re.compile(r"fatigue|muted the group|incremental profit CNY|疲劳 0|免打扰，", re.I)


def at_challenge(visitor: Visitor, lang: str = "en", **values: object) -> Visitor:
    more = {"challenge": {"name": SIXTY.name, "set": values}}
    return visitor.open(State(tab="challenge", lang=lang, base="baseline", more=more))


@pytest.fixture
def leader(visit: Visit, workshop: Workshop) -> Iterator[Visitor]:
    """The facilitator, by the link that the command printed; leaves an empty room."""
    found: list[str] = []
    assert until(lambda: found.extend(re.findall(r"&(lead=[\w-]+)", workshop.log.read_text())) or found)
    visitor = visit()
    visitor.follow(urlencode({"tab": "challenge", "lang": "zh"}) + f"&{found[0]}")
    visitor.says("主持人")
    yield visitor
    visitor.page.locator(".st-key-lead_reset button").first.click()
    visitor.page.get_by_role("button", name="清空全场").click()
    visitor.says("还没有队伍提交")


def submit(visitor: Visitor, team: str, button: str = "Submit this plan") -> None:
    visitor.page.locator(".st-key-team_name input").fill(team)
    visitor.page.get_by_role("button", name=button).click()


@pytest.mark.timeout(900)
def test_two_teams_compete_and_the_facilitator_reveals(visit: Visit, leader: Visitor) -> None:
    assert "lead=" not in leader.page.url, "the token is not on the wall"
    one, two = at_challenge(visit()), at_challenge(visit(390, 844, has_touch=True), "zh")
    assert one.page.locator(".st-key-lead").count() == 0
    one.move("Coupon", -5)
    one.becomes(lambda state: state.more["challenge"]["set"] == {"strategy.calendar:coupon": 2})
    one.page.get_by_role("button", name="Try it out").click()
    one.page.wait_for_selector("[data-tries='1']")
    one.says("5 of 6 tries left")
    assert len(one.charts()) == 6
    assert not HIDDEN.search(one.text())
    submit(one, "<b>Rot</b>")
    one.says("Submitted as")
    submit(two, "二队", "提交此方案")
    for visitor in (one, two, leader):  # the board comes by itself
        visitor.says("<b>Rot</b>")
        visitor.page.locator("tr.gl-start").wait_for()
        assert until(lambda v=visitor: v.page.locator("tr.gl-placed").count() == 2, 150), visitor.text()
    leader.says("已提交 2 队")  # in the facilitator's box too, without a press
    one.says("What nobody could see")
    one.says("Without any groups")
    assert "没有群" in two.text()
    assert not re.search(r"\b(the|of|and|with)\b", two.text()), "English words on the Chinese page"
    assert one.state().more["challenge"]["set"] == {"strategy.calendar:coupon": 2}
    with one.page.expect_download() as waiting:
        one.page.locator(".st-key-mine_yaml button").click()
    assert "extends: baseline" in waiting.value.path().read_text(encoding="utf-8")
    leader.page.get_by_role("button", name="揭晓", exact=True).click()
    for visitor, said in ((one, "All teams"), (two, "所有队伍"), (leader, "所有队伍")):
        visitor.says(said)
        visitor.page.locator(".st-key-charts_hidden [data-testid=stVegaLiteChart]").first.wait_for()
    wide = two.page.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth")
    assert wide <= 390, "nothing sticks out"


def test_the_facilitator_chooses_and_closes_for_everybody(visit: Visit, leader: Visitor) -> None:
    team = at_challenge(visit())
    team.says("Twenty groups, 180 days")
    leader.page.locator(".st-key-lead input[role=combobox]").click()
    leader.page.get_by_role("option", name="拉来会下单的朋友").click()
    team.says("Members may invite friends")
    team.page.get_by_role("button", name="Submit this plan").wait_for()
    submit(team, "Early birds")
    team.says("Submitted: Early birds. Places are shown once submissions are closed")
    assert team.page.locator("tr.gl-placed").count() == 0
    assert not HIDDEN.search(team.text())
    leader.page.get_by_role("button", name="截止提交").click()
    late = at_challenge(visit())
    late.says("Submissions are closed")
    assert late.page.get_by_role("button", name="Submit this plan").count() == 0
    assert until(lambda: team.page.locator("tr.gl-placed").count() == 1, 150), team.text()
    assert "Without any groups" not in team.text()
    leader.page.get_by_role("button", name="揭晓", exact=True).click()
    team.says("Without any groups")


def test_a_try_is_of_the_plan_that_stands_on_the_levers(visit: Visit) -> None:
    visitor = at_challenge(visit())
    visitor.lever("Coupon").focus()
    for _ in range(6):
        visitor.page.keyboard.press("ArrowRight")
    visitor.page.get_by_role("button", name="Try it out").click()
    visitor.page.wait_for_selector("[data-tries='1']")
    assert visitor.lever("Coupon").input_value() == "13"
    visitor.becomes(lambda state: state.more["challenge"]["set"] == {"strategy.calendar:coupon": 13})
    assert visitor.page.get_by_role("button", name="Try it out").is_disabled(), "it was tried as it stands"


def test_a_link_restores_the_plan_and_one_beyond_the_rules_says_so(visit: Visit) -> None:
    visitor = at_challenge(visit(), **{"strategy.calendar:coupon": 3, "strategy.coupon.depth": 0.1})
    assert visitor.lever("Coupon depth (%)").input_value() == "10"
    other = at_challenge(visit(), **{"strategy.calendar:coupon": 500})
    other.says("does not allow")
    assert other.lever("Coupon").input_value() == str(7)
    guessed = visit().follow("tab=challenge&lang=en&lead=guessed")
    guessed.says("Leaderboard")
    assert guessed.page.locator(".st-key-lead").count() == 0
    guessed.says("not of this start of the workshop")


def test_the_setting_of_other_pages_is_left_alone(visit: Visit) -> None:
    visitor = at_challenge(visit())
    visitor.move("Coupon depth (%)", 1)
    visitor.becomes(lambda state: state.more["challenge"]["set"])
    assert visitor.state().changes == {}
    assert setting(SIXTY, visitor.state().more["challenge"]["set"]).strategy.coupon.depth == 0.3
