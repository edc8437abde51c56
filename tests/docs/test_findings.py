"""docs/findings.md holds every table, each filled, and says what made them; its words carry no numbers."""

from __future__ import annotations

import re
from pathlib import Path
from types import ModuleType

import pytest

import simulation
from simulation.evidence import questions

DOCS = Path(__file__).resolve().parents[2] / "docs"
PAGE = (DOCS / "findings.md").read_text(encoding="utf-8")


@pytest.fixture
def findings(monkeypatch: pytest.MonkeyPatch) -> ModuleType:
    """The script, whose neighbours are in its own folder."""
    monkeypatch.syspath_prepend(str(DOCS))
    import findings as script  # type: ignore[import-not-found]

    return script


def tables() -> dict[str, str]:
    return dict(re.findall(r"<!-- (\w+):begin -->\n(.*?)<!-- \1:end -->", PAGE, flags=re.DOTALL))


def test_the_page_has_a_place_for_every_table_and_no_other(findings: ModuleType) -> None:
    assert sorted(tables()) == sorted(["stamp", *findings.TABLES])


def test_every_table_is_filled_and_every_row_complete() -> None:
    for name, text in tables().items():
        rows = [line for line in text.splitlines() if line]
        assert len(rows) >= 3, name
        assert len({line.count("|") for line in rows}) == 1, name
        assert not re.search(r"\b(nan|inf|None|null)\b", text), name


def test_the_page_says_what_made_it(findings: ModuleType) -> None:
    stamp = tables()["stamp"]
    assert f"`{findings.COMMAND}`" in stamp
    assert re.search(r"\| date \| \d{4}-\d\d-\d\d \|", stamp)
    assert f"Grouplife {simulation.__version__}, rules `" in stamp
    assert f"{questions.FULL.seeds} seeds" in stamp
    assert "\nfindings:" in (DOCS.parent / "Makefile").read_text(encoding="utf-8")


def test_the_first_lines_say_whose_groups_were_measured() -> None:
    assert "volunteer" in PAGE[:1500]
    assert "not brand groups" in PAGE[:1500]


def test_words_quote_no_result() -> None:
    """A number with a decimal point or a percent sign can only come from a run, or is a choice of the plan."""
    words = re.sub(r"<!-- (\w+):begin -->.*?<!-- \1:end -->|`[^`]*`|\]\([^)]*\)", "", PAGE, flags=re.DOTALL)
    assert not re.findall(r"\d+\.\d+|\d+ ?%", words)


def test_every_question_has_its_arms() -> None:
    arms = questions.arms_of(questions.QUICK)
    assert {*questions.PLANS, *questions.CAMPAIGNS, *questions.RIVALS, *questions.KOCS} <= set(arms)
    assert set(questions.KOCS.values()) <= set(arms)
    spreading, endless = arms["spreading"].scenario, arms["endless"].scenario
    assert spreading.mechanisms.finite_contacts
    assert not endless.mechanisms.finite_contacts
