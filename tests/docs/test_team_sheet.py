"""What a facilitator prints for the teams."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from simulation.workshop.challenges import challenges

DOCS = Path(__file__).resolve().parents[2] / "docs"
SHEETS = ("team-sheet.html", "team-sheet.zh.html")


@pytest.mark.parametrize("name", SHEETS)
def test_a_team_sheet_fetches_nothing_and_has_a_line_for_every_try(name: str) -> None:
    text = (DOCS / name).read_text(encoding="utf-8")
    assert not re.search(r"https?:|src=|@import|url\(|<script", text)
    lines = re.findall(r"<tr><td>(\d)</td>", text)
    most = max(one.practices for one in challenges().values())
    assert lines == [str(n) for n in range(1, most + 1)]


def test_both_languages_have_the_same_parts() -> None:
    en, zh = ((DOCS / name).read_text(encoding="utf-8") for name in SHEETS)
    for tag in ("h2", "th", "td", "dt", "dd"):
        assert en.count(f"<{tag}") == zh.count(f"<{tag}"), tag
