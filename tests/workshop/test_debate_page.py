"""The page "debate" in real browsers, against the real server, with the network cut."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from visitors import SMALL, Visitor, Workshop, until

from simulation.workshop.debating import KNOWN, claims, experiment

pytestmark = pytest.mark.xdist_group("workshop pages")
Visit = Callable[..., Visitor]


def cheapest() -> str:
    """The claim of the library that costs least, of those with knockouts."""
    light = [name for name, claim in claims().items() if claim.days <= 120 and claim.knockouts]
    return min(light[:12], key=lambda name: experiment(name).seconds)


def on(claim: str, lang: str = "en"):
    return SMALL.with_(tab="debate", lang=lang, more={KNOWN: claim})


def voted(visitor: Visitor, count: int) -> None:
    visitor.page.wait_for_selector(f'[data-voters="{count}"]')


def test_two_browsers_vote_see_each_other_and_run_the_experiment(visit: Visit, workshop: Workshop) -> None:
    claim = cheapest()
    ann, bob = visit().open(on(claim)), visit().open(on(claim, "zh"))
    run = ann.page.get_by_role("button", name="Run the experiment")
    run.wait_for()
    assert run.is_disabled(), "vote first"
    ann.page.get_by_role("radio", name="Disagree").click()
    ann.page.wait_for_selector(".gl-votes")
    voted(bob, 1)
    assert bob.page.locator(".gl-votes").count() == 0, "no counts before one has voted"
    bob.page.get_by_role("radio", name="看情况").click()
    bob.page.wait_for_selector(".gl-votes")
    for visitor in (ann, bob):
        voted(visitor, 2)
        assert visitor.page.locator(".gl-bar b").all_inner_texts() == ["0", "1", "1"]
    ann.page.get_by_role("radio", name="It depends").click()
    assert until(lambda: bob.page.locator(".gl-bar b").all_inner_texts() == ["0", "0", "2"], 150)
    ann.page.reload()
    voted(ann, 2)
    assert ann.page.locator(".gl-votes").count() == 1, "the page drawn anew is the same visitor"
    # the experiment
    ann.page.get_by_role("button", name="Run the experiment").click()
    ann.answered()
    ann.says("So far")
    ann.says("Your vote stands")
    assert ann.page.get_by_role("radio", name="Agree", exact=True).is_disabled()
    first = next(iter(claims()[claim].knockouts.values())).title
    if first is not None:
        ann.says(f"if {first.en}")  # what there is to guess among
    ann.page.get_by_role("button", name="Run the knockouts").click()
    ann.page.wait_for_function("document.querySelector('[data-knockouts]')?.dataset.knockouts > 7")
    ann.says("The full ledger")
    ann.says("To discuss")
    assert not re.search(r"[a-z]{4,} [a-z]{4,}", bob.text()), "English words on the Chinese page"


def test_the_facilitator_reveals_and_begins_anew(visit: Visit, workshop: Workshop) -> None:
    claim = list(claims())[-1]
    link = re.search(r"[?&]lead=(\S+)", workshop.log.read_text())
    assert link is not None
    guest = visit().open(on(claim))
    guest.page.wait_for_selector("[data-voters]")
    lead = visit()
    query = "&".join(f"{name}={value}" for name, value in on(claim).query().items())
    lead.follow(f"{query}&lead={link[1]}")
    lead.page.get_by_role("button", name="Reveal the votes").click()
    guest.says("The facilitator has revealed the votes")
    guest.page.wait_for_selector(".gl-votes")
    assert until(lambda: guest.page.get_by_role("radio", name="Agree", exact=True).is_disabled(), 150)
    assert guest.page.get_by_role("button", name="Vote anew").count() == 0
    lead.page.get_by_role("button", name="Vote anew").click()
    assert until(lambda: guest.page.get_by_role("radio", name="Agree", exact=True).is_enabled(), 150)


def test_the_page_fits_a_telephone(visit: Visit) -> None:
    visitor = visit(390, 844, has_touch=True).open(on(cheapest(), "zh"))
    visitor.page.wait_for_selector("[data-voters]")
    assert visitor.page.evaluate("document.querySelector('[data-testid=stMain]').scrollWidth") <= 390
