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
from simulation.evidence.claims.outcome import Found, Share
from simulation.evidence.claims.plan import plans_of
from simulation.evidence.claims.shapes import Difference
from simulation.evidence.claims.verdict import Reason, Verdict
from simulation.report.figures.claims import found_figure, thumbnail
from simulation.report.figures.claims_where import has_where, where_figure
from simulation.report.ledger.amounts import effect_text, found_text, share_text
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


def told(ledger, outcome, lang="en") -> str:
    return page(outcome, Context(ledger, lang, "images", "claims.md", "other.md"), {})


def with_parts(outcome, **changed):
    one = replace(outcome.parts[0], name="other", **changed)
    form = Difference.model_validate({"form": "difference", "of": "spam", "against": ("value", "value")})
    claim = outcome.claim.model_copy(update={"effect": form})
    return replace(outcome, claim=claim, parts=(outcome.parts[0], one))


def test_each_comparison_is_told_with_its_share_and_then_all_together(ledger):
    outcome = ledger.outcomes[0]
    both = with_parts(outcome, agree=Share(0.5, 0.4, 0.6, 30))
    text = told(ledger, replace(both, agree=Share(0.42, 0.33, 0.52, 30)))
    assert text.count("it counts from") == 2
    assert "50% of 30 parameter sets share the sign claimed." in text
    assert "All together: 42% of 30 parameter sets share the sign claimed in all of them at once" in text
    assert "By theory, of all comparisons together as the verdict is" in text
    assert "合起来：30 组参数中 42% 各项同时与所称方向一致" in told(
        ledger, replace(both, agree=Share(0.42, 0.33, 0.52, 30)), "zh"
    )


def test_parameter_sets_without_a_value_are_counted_with_the_reason_on_the_page_and_in_the_tables(
    ledger, tmp_path
):
    outcome = ledger.outcomes[0]
    some = replace(outcome, agree=Share(1.0, 0.9, 1.0, 18))
    days = replace(some, claim=some.claim.model_copy(update={"measure": "first_profit_day"}))
    assert "12 of 30 parameter sets have no value and are not in this share: the day never comes" in told(
        ledger, days
    )
    assert "30 组参数中 12 组没有取值" in told(ledger, days, "zh")
    assert "100% (12 of 30 without a value)" in row_of(days, "en")
    write_pages(
        replace(ledger, outcomes=(some, *ledger.outcomes[1:])), tmp_path, "grouplife claims", workers=1
    )
    assert "100%（30 组中 12 组无取值）" in (tmp_path / "claims.zh.md").read_text(encoding="utf-8")


def test_runs_without_a_value_are_counted(ledger):
    outcome = ledger.outcomes[0]
    part = replace(outcome.parts[0], effect=replace(outcome.effect, runs=5))
    assert "5 paired runs; 3 of 8 had no value" in told(ledger, replace(outcome, parts=(part,)))


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_a_knockout_that_does_not_carry_the_effect_is_said_not_to(ledger, lang):
    outcome = ledger.outcomes[0]
    name, one = next(iter(outcome.knockouts.items()))
    words = "does not carry it" if lang == "en" else "并不是原因"
    for share, said_so in (
        (Found(-4.1, -4.2, -4.0), 1),
        (Found(0.0, -0.1, 0.1), 1),
        (Found(0.6, 0.5, 0.7), 0),
    ):
        found = replace(outcome, knockouts={name: replace(one, share=share, no_share=None)})
        assert told(ledger, found, lang).count(words) == said_so


def test_an_effect_next_to_what_counts_is_said_to_lie_on_its_edge_and_its_figures_differ(ledger):
    outcome = ledger.outcomes[0]
    part = replace(
        outcome.parts[0], effect=Found(-0.0499, -0.055, -0.045, 8), least=0.05, verdict="not_supported"
    )
    near = replace(outcome, parts=(part,))
    assert found_text(near, "en").startswith("−4.99 ")
    assert "It lies on the edge of what counts." in told(ledger, near)
    assert "on the edge of what counts" in " ".join(row_of(near, "en"))
    assert "正处在最小有意义差异的边缘" in told(ledger, near, "zh")
    assert "on the edge of what counts" not in told(ledger, outcome)


def test_of_an_opposite_claim_every_share_is_of_the_sign_found(ledger):
    other = replace(ledger.outcomes[0], verdict="opposite", reason="large_and_opposite", turned=True)
    text = told(ledger, other)
    assert "sign claimed" not in text
    assert "share the sign found" in text
    assert "(sign found)" in " ".join(row_of(other, "en"))


def test_what_counts_stands_with_the_rule_it_comes_from(ledger):
    one, two = ledger.outcomes
    assert "the same for every claim in this unit, fixed beforehand" in told(ledger, one)
    assert "(10 % of the larger arm, fixed beforehand)" in told(ledger, two)
    reported = replace(two, claim=two.claim.model_copy(update={"reported": (0.1, 0.3)}))
    assert "(10 % of “Value first”, fixed beforehand)" in told(ledger, reported)


def test_a_question_of_ones_own_is_called_so(ledger):
    outcome = ledger.outcomes[0]
    own = outcome.claim.model_copy(update={"quote": None, "source": None, "stated": None})
    assert "our own question" in told(ledger, replace(outcome, claim=own))
    assert "None" not in told(ledger, replace(outcome, claim=own))


def test_chinese_pages_use_the_words_operators_use_and_no_raw_names(docs):
    for path in (docs / "claims.zh.md", *(docs / "claims" / "zh").glob("*.md")):
        text = re.sub(r"`[^`]*`", "", path.read_text(encoding="utf-8"))
        for word in (
            "算数",
            "随之消失",
            "同号",
            "承担",
            "敲除",
            "运气",
            " 减 ",
            "lost_reciprocity",
            "topic_depletion",
        ):
            assert word not in text, (path, word)


def test_a_measure_is_not_shown_twice(ledger):
    outcome = ledger.outcomes[0]
    name = outcome.claim.measure
    twice = replace(outcome, also={name: outcome.arms, **outcome.also})
    head = next(line for line in told(ledger, twice).splitlines() if line.startswith("| arm | Open rate"))
    assert len(head.split("|")) == len(set(head.split("|"))) + 1


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
    assert ("too few to tell" if lang == "en" else "次数太少") in alone
    some = said_of(n=26, supported=2, allowed=1)
    assert ("of so few it may be luck" if lang == "en" else "可能只是随机波动") in some
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
