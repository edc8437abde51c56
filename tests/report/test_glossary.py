"""The words a report uses are explained in it, once, in its language; words it does not use are not."""

from __future__ import annotations

from importlib import resources

import pytest

from simulation.report.glossary import PLACE, TERMS, terms_in, with_glossary

PAGES = ("fit.html", "question.html", "report.html", "runs.html")


@pytest.mark.parametrize("name", PAGES)
def test_every_page_has_one_place_for_its_words(name):
    text = resources.files("simulation.report").joinpath("templates", name).read_text(encoding="utf-8")
    assert text.count(PLACE) == 1


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_every_term_is_found_by_its_own_title(lang):
    for term in TERMS:
        title, says = term.says(lang)
        assert term.stands_in(title, lang), title
        assert says.endswith("。" if lang == "zh" else ".")


def test_only_the_words_a_page_uses_are_explained_and_not_those_of_its_style_or_file_names():
    page = f"<style>.luck {{}}</style><p title='operator'>A KOC meets 3 dead groups.</p>{PLACE}"
    shown = with_glossary(page, "en")
    assert PLACE not in shown
    assert [word for word, _ in terms_in("A KOC meets 3 dead groups.", "en")] == ["KOC", "Dead group"]
    assert "<dt>KOC</dt>" in shown
    assert "<dt>Dead group</dt>" in shown
    assert "Operator" not in shown
    assert "<dt>Luck</dt>" not in shown


def test_a_page_without_such_words_has_no_section():
    assert with_glossary(f"<p>nothing</p>{PLACE}", "en") == "<p>nothing</p>"
