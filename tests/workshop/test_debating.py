"""The page "debate" without a browser: votes, what is run for a claim, and that it is judged as the ledger judges."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from simulation.errors import UsageError
from simulation.evidence.claims.ledger import run_ledger
from simulation.evidence.claims.plan import plans_of
from simulation.experiments.version import model_version
from simulation.workshop.ballot import Ballot
from simulation.workshop.claim_charts import effect_chart, filling_chart
from simulation.workshop.claim_words import cost, full_lines, knockout_cost, level_rows
from simulation.workshop.compute import Laboratory
from simulation.workshop.debating import (
    LEAST,
    LEDGER_NAMED,
    ROUNDS,
    claims,
    done,
    experiment,
    full_verdict,
    outcome,
    shelves,
    step,
)
from simulation.workshop.lanes import Failure
from simulation.workshop.room import Rooms
from simulation.workshop.session import visitor_of

pytestmark = pytest.mark.xdist_group("laboratory")
CLAIM = """\
id: {id}
theme: content
kind: emergent
claim: {{en: More coupons buy talk., zh: 多发优惠券换来聊天。}}
contrast: {{en: Many coupons against none., zh: 很多优惠券对没有。}}
teaches: {{en: What do coupons do?, zh: 优惠券有什么用？}}
days: 60
set: {{groups.count: 3, groups.members_at_start: 40, market.people: 1000}}
arms:
  many: {{scenario: coupon_spam}}
  none: {{scenario: value_content}}
measure: member_messages_day_60
effect: {{form: difference, of: many, against: none}}
expect: above
seeds_times: 5
knockouts:
  fatigue: {{set: {{mechanisms.promotion_fatigue: off}}}}
where:
  - {{path: product.need_interval, values: [2, 60]}}
"""
HEAVY = CLAIM.replace(
    "groups.count: 3, groups.members_at_start: 40, market.people: 1000", "days: 60"
).replace(
    "days: 60\nset: {{days: 60}}",
    "days: 700\nset: {{groups.count: 40, groups.members_at_start: 300, market.people: 60000}}",
)


@pytest.fixture
def library(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    (tmp_path / "T1.yaml").write_text(CLAIM.format(id="T1"), encoding="utf-8")
    (tmp_path / "T2.yaml").write_text(HEAVY.format(id="T2"), encoding="utf-8")
    (tmp_path / "T3.yaml").write_text("id: T3\n", encoding="utf-8")
    monkeypatch.setenv("GROUPLIFE_CLAIMS", str(tmp_path))
    return tmp_path


# ---------------------------------------------------------------------------------------- votes


def test_one_vote_a_visitor_that_may_be_changed() -> None:
    ballot = Ballot(Rooms(), "T1")
    assert ballot.cast("a", "agree")
    assert ballot.cast("b", "agree")
    assert ballot.cast("a", "depends")
    assert ballot.counts == {"agree": 1, "disagree": 0, "depends": 1}
    assert ballot.voters == 2


def test_counts_are_for_those_who_voted_or_for_all_once_revealed() -> None:
    ballot = Ballot(Rooms(), "T1")
    ballot.cast("a", "agree")
    assert ballot.seen_by("a")
    assert not ballot.seen_by("b")
    ballot.reveal()
    assert ballot.seen_by("b")
    assert not ballot.cast("b", "agree"), "too late"
    assert not ballot.cast("a", "disagree"), "too late to change"
    assert ballot.counts["agree"] == 1


def test_who_has_seen_the_runs_votes_no_more_and_others_do() -> None:
    ballot = Ballot(Rooms(), "T1")
    ballot.cast("a", "agree")
    ballot.close_to("a", ballot.round)
    assert not ballot.cast("a", "disagree")
    assert ballot.cast("b", "disagree")


def test_runs_seen_in_a_round_that_is_over_close_nothing() -> None:
    ballot = Ballot(Rooms(), "T1")
    before = ballot.round
    ballot.begin_anew()
    ballot.close_to("a", before)
    assert ballot.cast("a", "agree")


def test_voting_anew_forgets_votes_of_this_claim_and_this_room_alone() -> None:
    rooms = Rooms()
    one, other, elsewhere = Ballot(rooms, "T1"), Ballot(rooms, "T2"), Ballot(rooms, "T1", "next door")
    for ballot in (one, other, elsewhere):
        ballot.cast("a", "agree")
    one.reveal()
    before = one.round
    one.begin_anew()
    assert (one.voters, one.revealed, one.round) == (0, False, before + 1)
    assert other.voters == elsewhere.voters == 1
    assert one.cast("a", "disagree")


def test_a_browser_is_the_same_visitor_when_the_page_is_loaded_again() -> None:
    first = "2|d42187ca|96eea599753d73dd7b68ca1b4b5ab27f|1795344630"
    again = "2|6b757db8|29ba5febca6989afc43c3069f40e480d|1795344630"
    other = "2|6b757db8|30ba5febca6989afc43c3069f40e480d|1795344630"
    assert visitor_of(first, "a") == visitor_of(again, "b") != visitor_of(other, "a")
    assert visitor_of("", "a") == "a"
    assert visitor_of("2|||1", "a") == "a"
    assert visitor_of("something else", "a") == visitor_of("something else", "b") != "a"


def test_what_is_no_choice_is_no_vote() -> None:
    ballot = Ballot(Rooms(), "T1")
    assert not ballot.cast("a", "<b>maybe</b>")  # type: ignore[arg-type]
    assert ballot.voters == 0


# ---------------------------------------------------------------------------------------- what is run


def test_every_claim_of_the_library_is_on_a_shelf() -> None:
    every = claims()
    assert sum(map(len, shelves().values())) == len(every) > 40


@pytest.mark.slow
def test_every_claim_of_the_library_can_be_run_in_a_room() -> None:
    for name in claims():
        one = experiment(name)
        assert LEAST <= len(one.base) <= ROUNDS, name
        assert len(one.base_calls) <= 600, name


def test_a_broken_claim_is_left_out_and_an_unknown_one_refused(library: Path) -> None:
    assert list(claims()) == ["T1", "T2"]
    with pytest.raises(UsageError, match="unknown claim"):
        experiment("T9")


def test_it_is_judged_as_the_ledger_judges_the_same_seeds(
    library: Path, lab: Laboratory, tmp_path: Path
) -> None:
    one = experiment("T1")
    assert len(one.base) == ROUNDS
    assert len(one.base_calls) == 2 * ROUNDS, "more seeds than others, and ranges, are the ledger's"
    question = lab.ask("a", one.base_calls[:20], "debate")
    assert question.wait(20, 280.0) == 20
    more = lab.ask("a", one.knockout_calls[:20], "knockouts")
    assert more.wait(20, 280.0) == 20
    found = {**question.results(), **more.results()}
    assert done(one, one.base, question.results()) == 10
    shown = outcome(one, found, 10, 10)
    (library / "T1.yaml").write_text(CLAIM.format(id="T1").replace("seeds_times: 5\n", ""), encoding="utf-8")
    ledger = run_ledger(plans_of([library / "T1.yaml"]), tmp_path / "runs", seeds=10, ensemble=0, workers=1)
    meant = ledger.outcomes[0]
    assert (shown.verdict, shown.reason) == (meant.verdict, meant.reason)
    assert shown.effect == meant.effect
    assert shown.knockouts == meant.knockouts
    assert {a: e.mean for a, e in shown.arms.items()} == {a: e.mean for a, e in meant.arms.items()}
    assert outcome(one, found, 10, 10) is shown, "not worked out for every visitor again"
    (name, knocked), *_ = shown.knockouts.items()
    assert knocked.share is not None
    larger = replace(knocked, share=replace(knocked.share, mean=-0.15))
    told = effect_chart(replace(shown, knockouts={name: larger}), "en").alt
    assert "grows by 15%" in told
    assert "gone" not in told
    for lang in ("en", "zh"):
        drawn = effect_chart(shown, lang)
        assert len(drawn.data) == 2
        json.dumps(drawn.spec)
        assert (drawn.data["low"] <= drawn.data["mean"]).all()
        history = [(n, outcome(one, found, n)) for n in (4, 8, 10)]
        widths = filling_chart(history, ROUNDS, lang).data.eval("high - low")
        assert widths.iloc[-1] < widths.iloc[0]
        assert len(level_rows(shown, lang)) == 2


def test_a_run_that_fails_leaves_no_verdict(library: Path) -> None:
    one = experiment("T1")
    found = {call.key: Failure("failed", "broken") for call in one.base_calls}
    shown = outcome(one, found, 8)
    assert (shown.verdict, shown.reason) == ("inconclusive", "failed")
    assert shown.failed == ("broken",)


def test_a_heavy_claim_is_run_less_often_and_says_so(library: Path) -> None:
    heavy, light = experiment("T2"), experiment("T1")
    assert LEAST <= len(heavy.base) < ROUNDS
    assert len(heavy.knockouts) <= len(heavy.base)
    assert "heavy" in cost(heavy, 2, "en")
    assert "heavy" not in cost(light, 2, "en")
    assert "计算量较大" in cost(heavy, 2, "zh")
    assert knockout_cost(heavy, 2, "en")


def test_rounds_are_shown_in_steps_up_to_the_last() -> None:
    assert step(3, 30) == 0
    assert step(9, 30) == 8
    assert step(12, 12) == 12
    assert step(99, 12) == 12


# ---------------------------------------------------------------------------------------- the full ledger


def test_a_kept_ledger_is_told_with_how_it_was_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "ledger.json"
    monkeypatch.setenv(LEDGER_NAMED, str(path))
    assert full_verdict("T1") is None
    entry = {
        "id": "T1",
        "verdict": "opposite",
        "strength": "robust",
        "unit": "share",
        "seeds": 60,
        "effect": {"mean": -0.2, "lo": -0.3, "hi": -0.1},
        "ensemble_agree": 0.93,
        "ensemble_sign": "opposite",
    }
    whole = {"claims": [entry], "ensemble": 100, "model": model_version()}
    path.write_text(json.dumps(whole), encoding="utf-8")
    full = full_verdict("T1")
    assert full is not None
    assert full.same_model
    said = " ".join(full_lines(full, "en"))
    assert "opposite, robust" in said
    assert "60 seeds" in said
    assert "93%" in said
    assert "稳固" in " ".join(full_lines(full, "zh"))
    assert full_verdict("T2") is None
    path.write_text(json.dumps({**whole, "model": "other"}), encoding="utf-8")
    other = full_verdict("T1")
    assert other is not None
    assert "another version" in " ".join(full_lines(other, "en"))
    path.write_text("{broken", encoding="utf-8")
    assert full_verdict("T1") is None
