"""The ledger's pages: whole in both languages, with links that resolve and figures that can be drawn."""

from __future__ import annotations

import math
import re
import warnings
from dataclasses import replace
from pathlib import Path

import pytest

from simulation import UsageError
from simulation.evidence.claims.ledger import Ledger, run_ledger
from simulation.evidence.claims.outcome import Found
from simulation.evidence.claims.plan import plans_of
from simulation.evidence.claims.verdict import Reason, Verdict
from simulation.report.figures.claims import found_figure, has_where, thumbnail, where_figure
from simulation.report.ledger.amounts import effect_text, share_text
from simulation.report.ledger.pages import MARK, Context, page
from simulation.report.ledger.titles import measure_words
from simulation.report.ledger.words import KIND_MEANS, KINDS, REASONS, STRENGTHS, THEME_NAMES, VERDICTS
from simulation.report.ledger.write import check_docs, write_pages

CLAIMS = Path(__file__).resolve().parents[1] / "evidence" / "claims"


@pytest.fixture(scope="module")
def ledger(tmp_path_factory) -> Ledger:
    plans = plans_of(sorted(CLAIMS.glob("*.yaml")))
    return run_ledger(plans, tmp_path_factory.mktemp("runs"), seeds=8, ensemble=30, workers=1)


@pytest.fixture(scope="module")
def docs(ledger, tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("docs")
    write_pages(ledger, folder, "grouplife claims", workers=1)
    return folder


def pages(docs: Path) -> list[Path]:
    return sorted(docs.rglob("*.md"))


def test_there_is_a_page_a_claim_in_both_languages(docs):
    names = {path.relative_to(docs).as_posix() for path in pages(docs)}
    assert names == {
        "claims.md",
        "claims.zh.md",
        *(f"claims/{x}T{n}.md" for x in ("", "zh/") for n in (1, 2)),
    }


def test_every_link_and_picture_resolves(docs):
    for path in pages(docs):
        text = path.read_text(encoding="utf-8")
        for target in re.findall(r"\]\(([^)]+)\)|src=\"([^\"]+)\"", text):
            assert (path.parent / (target[0] or target[1])).exists(), (path, target)


def test_pictures_are_light(docs):
    sizes = [path.stat().st_size for path in docs.rglob("*.png")]
    assert len(sizes) == 2 * (1 + 2 + 2)
    assert max(sizes) < 60_000


def test_a_page_quotes_the_article_and_says_what_was_found(docs, ledger):
    text = (docs / "claims" / "T1.md").read_text(encoding="utf-8")
    outcome = ledger.outcomes[0]
    assert text.startswith(MARK)
    for words in (
        outcome.claim.quote, "supported", "Who still looks in?", "A note.", "learning", "coupon_spam",
        "Where the articles disagree", "The boundary between them", "Placebos", "submodels.death", "Also seen",
        effect_text(outcome.effect, "share", "en"),
    ):  # fmt: skip
        assert words in text, words


def test_the_articles_range_stands_beside_what_was_found(ledger):
    outcome = ledger.outcomes[1]
    claim = outcome.claim.model_copy(update={"reported": (0.1, 0.3)})
    told = replace(outcome, claim=claim)
    level = outcome.arms["value"].mean
    found = share_text(outcome.effect.mean / level)
    for lang, words in (("en", "The article speaks of 10% to 30%"), ("zh", "文章说的是 10% 至 30%")):
        at = Context(ledger, lang, "images", "claims.md", "other.md")
        (line,) = [one for one in page(told, at, {}).splitlines() if words in one]
        assert found in line
        assert words not in page(outcome, at, {})


def test_a_formula_shown_besides_is_told_by_the_titles_of_its_measures(ledger):
    text = measure_words(ledger.outcomes[1], "zh", "joins_day_30 - 2 * orders_day_20")
    assert text == "入群人数，前30天 − 2 × 订单，前20天"


def test_a_chinese_page_has_no_english_sentence_of_ours(docs):
    text = (docs / "claims" / "zh" / "T1.md").read_text(encoding="utf-8")
    bare = re.sub(r"<!--.*?-->|`[^`]*`|\]\([^)]*\)|\[English\]", "", text)
    assert not re.findall(r"[A-Za-z]{3,} [a-z]{2,} [a-z]{2,}", bare)


def test_the_first_page_counts_verdicts_and_placebos(docs):
    text = (docs / "claims.md").read_text(encoding="utf-8")
    assert "Placebos: " in text
    assert "Turned round" in text
    assert "8 seeds an arm, 30 plausible parameter sets" in text
    assert "「复购=需求+信任+曝光」" in text


def test_every_verdict_reason_kind_and_theme_has_words():
    from typing import get_args

    from simulation.evidence.claims.schema import THEMES, Kind

    assert set(VERDICTS) == set(get_args(Verdict))
    assert set(REASONS) == set(get_args(Reason))
    assert set(KINDS) == set(KIND_MEANS) == set(get_args(Kind))
    assert set(THEME_NAMES) == set(THEMES)
    assert all(en and zh for table in (VERDICTS, REASONS, KINDS, STRENGTHS) for en, zh in table.values())


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_figures_can_be_drawn_of_whatever_was_found(ledger, lang):
    outcome = ledger.outcomes[0]
    nothing = Found(math.nan, math.nan, math.nan)
    bare = replace(
        outcome,
        parts=tuple(replace(part, effect=nothing, spread=None, agree=None) for part in outcome.parts),
        knockouts={}, sweeps=(), unknowns=(), theories={}, agree=None,
    )  # fmt: skip
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for one in (outcome, bare):
            for figure in (found_figure(one, lang), thumbnail(one)):
                figure.canvas.draw()
        where_figure(outcome, lang).canvas.draw()
    assert has_where(outcome)
    assert not has_where(bare)


def test_numbers_are_written_on_one_scale():
    assert effect_text(Found(-0.123, -0.2, -0.05), "share", "en") == "−12 (−20 to −5) points"
    assert effect_text(Found(12_345.0, 9_000.0, 15_000.0), "CNY", "zh").endswith("万元")
    assert effect_text(Found(math.nan, math.nan, math.nan), "share", "en") == "–"
    assert share_text(-0.06) == "−6%"


def test_pages_of_a_few_claims_do_not_replace_the_whole_ledger(tmp_path):
    with pytest.raises(UsageError, match="whole ledger"):
        check_docs(tmp_path, whole=False)
