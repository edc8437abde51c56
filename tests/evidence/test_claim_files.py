"""Claim files: read whole, or refused with file, line, what was given and what is allowed."""

from __future__ import annotations

from pathlib import Path

import jsonschema
import pytest
import yaml

from simulation import UsageError, library
from simulation.evidence.claims.library import claims_in, in_order, selected
from simulation.evidence.claims.needs import AGAIN, Effort, Needs
from simulation.evidence.claims.plan import (
    BASE,
    FEW_SEEDS,
    KNOCKOUT_SEEDS,
    knockout_key,
    plan_of,
    plans_of,
    where_key,
)
from simulation.evidence.claims.reading import read_claim
from simulation.evidence.claims.schema import claim_schema
from simulation.evidence.claims.skeleton import write_skeleton
from simulation.experiments.ensemble import Ensemble
from simulation.scenario.library import CLAIMS, home
from simulation.scenario.mechanisms import PARAMETERS

HERE = Path(__file__).parent / "claims"
PATHS = (
    "{path: groups.common_ground, values: [0.2, 0.4, 5]}\ncontradicts: [T2]\nboundary: groups.common_ground"
)


@pytest.fixture
def changed(tmp_path):
    """T1 with a line replaced, as a file; and the line it stands in."""

    def change(old: str, new: str) -> tuple[Path, int]:
        text = (HERE / "T1.yaml").read_text(encoding="utf-8")
        assert old in text
        path = tmp_path / "T1.yaml"
        path.write_text(text.replace(old, new), encoding="utf-8")
        return path, text[: text.index(old)].count("\n") + 1

    return change


def test_a_claim_is_read_with_its_defaults_by_unit():
    claim = read_claim(HERE / "T1.yaml").claim
    assert claim.least == (0.05, False)
    assert claim.sign == -1.0
    assert set(claim.measures()) == {"open_rate_day_40", "mute_share_day_40", "orders_day_40"}
    ratio = read_claim(HERE / "T2.yaml").claim
    assert ratio.least == (0.1, True)
    assert set(ratio.measures()) == {"orders_day_40", "members_present_day_40"}


def test_a_plan_lays_knockouts_and_values_over_all_arms():
    plan = plan_of(read_claim(HERE / "T1.yaml"))
    base = plan.variants[BASE]
    assert {arm: scenario.days for arm, scenario in base.items()} == {"spam": 40, "value": 40}
    assert base["value"].strategy.coupon.depth == 0.1
    assert not plan.variants[knockout_key("learning")]["spam"].mechanisms.expectation_learning
    assert plan.variants[where_key(0, 2)]["value"].groups.common_ground == 5


def test_a_claim_near_what_counts_gets_more_seeds_and_what_explains_it_has_the_first_of_them(tmp_path):
    path = tmp_path / "T1.yaml"
    path.write_text((HERE / "T1.yaml").read_text(encoding="utf-8") + "seeds_times: 3\n", encoding="utf-8")
    needs = Needs(Effort(seeds=30, members=0, seed=5), Ensemble(0, 5, {}))
    runs = needs.add(plan_of(read_claim(path)))
    seeds = {
        variant: {tuple(key.seed for key in keys) for keys in arms.values()}
        for variant, arms in runs.keys.items()
        if variant != AGAIN
    }
    assert seeds[BASE] == {tuple(range(5, 95))}
    assert seeds[knockout_key("learning")] == {tuple(range(5, 5 + KNOCKOUT_SEEDS))}
    assert seeds[where_key(0, 0)] == {tuple(range(5, 5 + FEW_SEEDS))}
    assert all(len(keys) == 90 for keys in runs.keys[AGAIN].values())


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("measure: open_rate_day_40", "measure: open_rat_day_40", ["'open_rat_day_40'", "mean open_rate_day_40"]),
        ("measure: open_rate_day_40", "measure: open_rate_day_91", ["beyond the horizon", "day 40"]),
        ("also: [mute_share_day_40, orders_day_40]", "also: [mute_share_day_40, zeal]", ["also[1]", "zeal"]),
        ("  spam: {scenario: coupon_spam}", "  spam: {scenario: coupon_spma}", ["arms.spam.scenario", "coupon_spam"]),
        ("against: value", "against: valu", ["unknown arm 'valu'", "did you mean value"]),
        ("form: difference", "form: diference", ["unknown form 'diference'", "did you mean difference", "trend"]),
        ("form: difference, of", "form: level, of", ["effect.threshold", "missing"]),
        ("expect: below", "expect: lower", ["expect", "given 'lower'", "above, below"]),
        ("theme: content", "theme: contents", ["did you mean content"]),
        ("kind: emergent", "", ["kind: missing"]),
        ("boundary: groups.common_ground", "boundary: product.price", ["boundary", "groups.common_ground"]),
        ("contradicts: [T2]", "contradicts: [T1]", ["contradict itself"]),
        ("note: {en: A note., zh: 备注。}", "notes: hm", ["unknown name 'notes'", "did you mean note"]),
        (PATHS, "{path: groups.comon_ground, values: [0.2, 0.4, 5]}", ["groups.comon_ground"]),
        ("strategy.coupon.depth: 0.1", "strategy.coupon.depth: 7", ["strategy.coupon.depth", "from 0 to 0.9"]),
        ("mechanisms.promotion_fatigue: off", "mechanisms.fatigue: off", ["mechanisms", "promotion_fatigue"]),
        ("id: T1", "id: T9", ["given 'T9'", "'T1'"]),
        ("days: 40", "days: 0", ["days", "from 1 to 730"]),
    ],
)  # fmt: skip
def test_a_mistake_names_file_line_and_what_is_allowed(changed, old, new, says):
    path, line = changed(old, new)
    with pytest.raises(UsageError) as refused:
        plans_of([path])
    text = str(refused.value)
    assert f"T1.yaml:{line if new else 2}:" in text
    assert all(word in text for word in says), text


def test_all_mistakes_of_all_files_are_told_at_once(changed, tmp_path):
    path, _ = changed("expect: below", "expect: lower")
    text = path.read_text(encoding="utf-8").replace("kind: emergent", "kind: emerged")
    path.write_text(text, encoding="utf-8")
    other = tmp_path / "T2.yaml"
    other.write_text("id: T2\n", encoding="utf-8")
    with pytest.raises(UsageError) as refused:
        plans_of([path, other])
    assert all(word in str(refused.value) for word in ("expect", "emerged", "T2.yaml", "arms: missing"))


@pytest.mark.parametrize("says", [
    {"form": "trend", "arms": ["spam", "value"], "levels": [1]},
    {"form": "trend", "arms": ["spam", "value"], "levels": [2, 1]},
    {"form": "peak", "arms": ["spam", "value"], "levels": [1, 2]},
    {"form": "difference", "of": "spam"},
    {"form": "difference", "of": "spam", "against": "value", "pairs": [["spam", "value"]]},
    {"form": "regret", "rows": {"a": ["spam", "value"], "b": ["spam"]}},
    {"form": "rank_correlation", "arms": ["spam", "value"], "with": "orders_day_40"},
    {"form": "rank_correlation", "arms": ["spam", "value", "spam"], "with": "orders_day_40", "elsewhere": ["spam"]},
])  # fmt: skip
def test_an_effect_that_cannot_be_worked_out_is_refused(tmp_path, says):
    data = yaml.safe_load((HERE / "T1.yaml").read_text(encoding="utf-8"))
    path = tmp_path / "T1.yaml"
    path.write_text(yaml.safe_dump({**data, "effect": says}, allow_unicode=True), encoding="utf-8")
    with pytest.raises(UsageError, match="effect"):
        read_claim(path)


@pytest.mark.parametrize(
    ("given", "says"),
    [("reported: [0.3, 0.1]", "the lower end first"), ("reported: [0.1]", "reported"),
     ("reported: [0.1, 0.3]\neffect: {form: level, of: spam, threshold: 0.5}", "form difference")],
)  # fmt: skip
def test_a_range_reported_that_cannot_be_shown_is_refused(tmp_path, given, says):
    lines = (HERE / "T1.yaml").read_text(encoding="utf-8").splitlines()
    kept = [line for line in lines if not (line.startswith("effect:") and "effect:" in given)]
    path = tmp_path / "T1.yaml"
    path.write_text("\n".join([*kept, given, ""]), encoding="utf-8")
    with pytest.raises(UsageError, match=says):
        read_claim(path)


@pytest.mark.parametrize("path", claims_in(home() / CLAIMS).values(), ids=lambda path: path.stem)
def test_a_range_looked_through_spans_all_that_is_doubted(path):
    """A claim that fails within half of the doubt says nothing about the other half."""
    narrow = []
    for sweep in read_claim(path).claim.where:
        note = PARAMETERS.get(sweep.path)
        if note is not None and note.draw is not None:
            low, high = note.draw
            if min(sweep.values) > low or max(sweep.values) < high:
                narrow.append(f"{sweep.path}: {sweep.values}, doubted {low} to {high}")
    assert not narrow


def test_claims_are_no_scenarios_and_are_found_by_id_theme_file_and_folder(monkeypatch):
    assert not any(name.startswith("claims") for name in library())
    monkeypatch.setenv("GROUPLIFE_CLAIMS", str(HERE))
    assert [path.stem for path in selected([])] == ["T1", "T2"]
    assert [path.stem for path in selected(["T2", "T1", "T2"])] == ["T2", "T1"]
    assert [path.stem for path in selected(["money"])] == ["T2"]
    assert [path.stem for path in selected([str(HERE / "T1.yaml")])] == ["T1"]
    assert [path.stem for path in selected([str(HERE)])] == ["T1", "T2"]
    with pytest.raises(UsageError, match="unknown claim 'T3'"):
        selected(["T3"])


def test_claims_are_listed_in_the_order_people_count():
    assert sorted(["K10", "K2", "L1", "K1b", "K1"], key=in_order) == ["K1", "K1b", "K2", "K10", "L1"]
    assert list(claims_in(HERE)) == ["T1", "T2"]


def test_editors_get_a_schema_that_the_claims_meet():
    schema = claim_schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    for path in HERE.glob("*.yaml"):
        jsonschema.validate(yaml.safe_load(path.read_text(encoding="utf-8")), schema)


def test_a_claim_is_found_by_its_id_in_any_case():
    assert selected(["k1", "O1B"]) == selected(["K1", "O1b"])


def test_a_new_claim_runs_as_it_stands_and_overwrites_nothing(tmp_path):
    path = write_skeleton(tmp_path / "ours")
    assert path.name == "ours.yaml"
    (plan,) = plans_of([path])
    assert plan.claim.id == "ours"
    assert plan.claim.source is plan.claim.quote is plan.claim.stated is None
    with pytest.raises(UsageError, match="nothing is overwritten"):
        write_skeleton(path)
    with pytest.raises(UsageError, match="cannot be a claim's id"):
        write_skeleton(tmp_path / "2 much.yaml")
    with pytest.raises(UsageError, match="there is no folder"):
        write_skeleton(tmp_path / "none" / "ours.yaml")
