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
from simulation.report.figures.claims import found_figure, thumbnail
from simulation.report.figures.claims_where import has_where, where_figure
from simulation.report.ledger.amounts import effect_text, share_text
from simulation.report.ledger.pages import MARK, Context, page
from simulation.report.ledger.table import row_of
from simulation.report.ledger.titles import measure_words
from simulation.report.ledger.words import (
    KIND_MEANS,
    KINDS,
    REASONS,
    STRENGTHS,
    THEME_NAMES,
    VERDICTS,
    broken_sentence,
    placebo_sentence,
)
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


def test_a_page_says_when_there_is_no_verdict_and_what_to_do(ledger, tmp_path):
    outcome = ledger.outcomes[0]
    cases = {
        "failed": (
            replace(
                outcome, verdict="inconclusive", reason="failed", strength=None, failed=("no sky",), failed_runs=11
            ),
            ("Runs of this claim failed", "11 runs failed; the first: no sky"),
            ("11 次运行失败；第一次：no sky",),
        ),
        "not_defined": (
            replace(outcome, verdict="inconclusive", reason="not_defined", strength=None),
            ("no value in most runs", "Choose a measure"),
            ("请换一个",),
        ),
    }  # fmt: skip
    for reason, (one, en, zh) in cases.items():
        whole = replace(ledger, outcomes=(one, *ledger.outcomes[1:]))
        write_pages(whole, tmp_path / reason, "grouplife claims", workers=1)
        for path, words in (("T1.md", en), ("zh/T1.md", zh)):
            text = (tmp_path / reason / "claims" / path).read_text(encoding="utf-8")
            assert all(word in text for word in words), text
            assert "not supported" not in text.split("##")[0]
        assert [claim.claim.id for claim in whole.broken()] == ["T1"]
        assert broken_sentence(one, "en").startswith("T1: ")
        assert broken_sentence(one, "zh").startswith("T1：")


def test_a_knockout_that_cannot_show_says_so_and_gives_no_share(ledger, tmp_path):
    outcome = ledger.outcomes[0]
    name, one = next(iter(outcome.knockouts.items()))
    stuck = replace(one, share=None, no_share="at_bounds")
    whole = replace(ledger, outcomes=(replace(outcome, knockouts={name: stuck}), *ledger.outcomes[1:]))
    write_pages(whole, tmp_path, "grouplife claims", workers=1)
    assert "cannot show |" in (tmp_path / "claims" / "T1.md").read_text(encoding="utf-8")
    assert "看不出 |" in (tmp_path / "claims" / "zh" / "T1.md").read_text(encoding="utf-8")
    assert "cannot show" in (tmp_path / "claims.md").read_text(encoding="utf-8")
    assert "cannot show" in " ".join(row_of(whole.outcomes[0], "en"))


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_the_placebos_are_called_too_many_or_too_few_where_chance_does_not_allow_them(
    ledger, lang, monkeypatch
):
    def said_of(**found) -> str:
        kind = {"n": 70, "supported": 0, "intervals": 70, "beyond_luck": 3}
        whole = {
            "n": 140,
            "supported": 0,
            "allowed": 7,
            "intervals": 140,
            "beyond_luck": 7,
            "chance": [2, 13],
        }
        monkeypatch.setattr(
            Ledger, "placebos", lambda self: {**whole, "two_names": kind, "shuffled": kind, **found}
        )
        return placebo_sentence(ledger, lang)

    few, wide, narrow, many = (
        said_of(), said_of(beyond_luck=1), said_of(beyond_luck=14), said_of(supported=8),
    )  # fmt: skip
    alone = said_of(n=7, supported=1, allowed=0)
    assert ("of so few it may be luck" if lang == "en" else "可能只是运气") in alone
    if lang == "en":
        assert "at most 5 % may, 7: so it is" in few
        assert "2 to 13: as chance has it" in few
        assert "intervals are wider than they say" in wide
        assert "do not trust the rest" in narrow
        assert "do not trust the rest" in many
    else:
        assert "符合" in few
        assert "与偶然相符" in few
        assert "更宽" in wide
        assert "不可信" in narrow
        assert "不可信" in many


def test_pages_of_a_few_claims_do_not_replace_those_of_others(docs, tmp_path):
    check_docs(tmp_path, ["T1"])
    check_docs(docs, ["T1", "T2", "K9"])
    check_docs(docs)
    with pytest.raises(
        UsageError, match=r"holds the pages of 1 other claims \(T2\), which pages of T1 would"
    ):
        check_docs(docs, ["T1"])


def test_a_folder_that_cannot_be_written_is_told_before_the_runs(tmp_path):
    (tmp_path / "file").write_text("x", encoding="utf-8")
    for path in (tmp_path / "file", tmp_path / "file" / "docs"):
        with pytest.raises(UsageError, match="is a file"):
            check_docs(path)
    assert not (tmp_path / "new").exists()
    check_docs(tmp_path / "new" / "docs")
    assert not (tmp_path / "new").exists()
