"""What a facilitator prints for the teams."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from simulation.model.lives import DEATH
from simulation.workshop.challenges import challenges

DOCS = Path(__file__).resolve().parents[2] / "docs"
SHEETS = ("team-sheet.html", "team-sheet.zh.html")


@pytest.mark.parametrize("name", SHEETS)
def test_a_team_sheet_fetches_nothing_and_has_a_line_for_every_try(name: str) -> None:
    text = (DOCS / name).read_text(encoding="utf-8")
    assert not re.search(r"https?:|src=|@import|url\(|<script", text)
    lines = re.findall(r"<th scope='row'>(\d)</th>", text)
    most = max(one.practices for one in challenges().values())
    assert lines == [str(n) for n in range(1, most + 1)]


def test_both_languages_have_the_same_parts() -> None:
    en, zh = ((DOCS / name).read_text(encoding="utf-8") for name in SHEETS)
    for tag in ("h2", "th", "td", "dt", "dd"):
        assert en.count(f"<{tag}") == zh.count(f"<{tag}"), tag


@pytest.mark.parametrize("name", SHEETS)
def test_a_team_sheet_says_when_a_group_is_dead_as_the_model_has_it(name: str) -> None:
    text = (DOCS / name).read_text(encoding="utf-8")
    terms = re.findall(r"<dd>(.*?)</dd>", text)
    tenth = {"en": "a tenth", "zh": "十分之一"}["zh" if ".zh." in name else "en"]
    assert DEATH.dead_below == 0.1
    assert tenth in terms[0]
    assert set(re.findall(r"\d+", terms[0])) == {str(DEATH.window), str(DEATH.judged_from)}
    numbers = {DEATH.least_messages, DEATH.least_posters, DEATH.window}
    assert {int(n) for n in re.findall(r"\d+", terms[1])} == numbers
