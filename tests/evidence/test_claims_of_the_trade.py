"""A subset of the claims that come along, run as anybody runs them: `grouplife claims ... --json` and its pages.

What is expected holds for any claim. Which verdict one gets is no test's business.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

from simulation.evidence.claims.ledger import most_by_luck
from simulation.evidence.claims.library import selected
from simulation.evidence.claims.plan import Plan, plans_of

pytestmark = [pytest.mark.slow, pytest.mark.xdist_group("claims of the trade")]
SEEDS = 12
OF_A_THEME = 2


def cost(plan: Plan) -> int:
    """Member-days of one seed, of all that is not looked through besides."""
    return sum(
        scenario.days * scenario.groups.count * scenario.groups.members_at_start
        for key, arms in plan.variants.items()
        if not key.startswith("where")
        for scenario in arms.values()
    )


def smallest() -> list[str]:
    """The claims of each theme that are quickest to run."""
    themes: dict[str, list[Plan]] = {}
    for plan in sorted(plans_of(selected([])), key=cost):
        themes.setdefault(plan.claim.theme, []).append(plan)
    return [plan.claim.id for plans in themes.values() for plan in plans[:OF_A_THEME]]


@pytest.fixture(scope="module")
def ledger(tmp_path_factory) -> tuple[dict, Path]:
    out = tmp_path_factory.mktemp("subset") / "ledger"
    command = [sys.executable, "-m", "simulation", "claims", *smallest(), "--seeds", str(SEEDS)]
    done = subprocess.run(
        [*command, "--ensemble", "0", "--workers", "2", "--out", str(out), "--json", "--quiet"],
        capture_output=True,
        text=True,
        timeout=600,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout), out


def test_every_claim_is_judged_with_its_knockouts_and_none_fails(ledger):
    found, _ = ledger
    assert len(found["claims"]) >= OF_A_THEME * 5
    for claim in found["claims"]:
        assert claim["verdict"] in ("supported", "not_supported", "opposite", "inconclusive"), claim["id"]
        assert claim["failed"] == [], claim["id"]
        assert claim["knockouts"], claim["id"]
        if claim["verdict"] == "inconclusive":  # too few seeds, and nothing else
            assert claim["reason"] in ("too_few_seeds", "no_ensemble"), claim["id"]
            assert claim["seeds_needed"] is None or claim["seeds_needed"] > SEEDS, claim["id"]


def test_what_is_supported_is_beyond_luck_and_as_large_as_counts(ledger):
    for claim in ledger[0]["claims"]:
        if claim["verdict"] == "supported":
            assert claim["effect"]["lo"] > 0 or claim["effect"]["hi"] < 0, claim["id"]
            assert claim["turned_round"] != "supported", claim["id"]


def test_placebos_are_supported_no_oftener_than_chance_allows(ledger):
    placebos = ledger[0]["placebos"]
    assert placebos["n"] >= len(ledger[0]["claims"])
    assert placebos["supported"] <= max(placebos["allowed"], most_by_luck(placebos["n"]))
    assert placebos["beyond_luck"] <= placebos["chance"][1]


def test_each_claim_has_its_page_in_both_languages(ledger):
    found, out = ledger
    for claim in found["claims"]:
        for page in (
            out / "pages/claims" / f"{claim['id']}.md",
            out / "pages/claims/zh" / f"{claim['id']}.md",
        ):
            text = page.read_text(encoding="utf-8")
            for picture in [part.split(")")[0] for part in text.split("](")[1:] if ".png)" in part]:
                assert (page.parent / picture).exists(), picture
