"""Tables of fits: read with care, drawn from whole, and shipped in order."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from simulation import Scenario, compare, load_scenario
from simulation.errors import UsageError
from simulation.experiments.ensemble import DOUBTFUL, draw_ensemble
from simulation.experiments.fitted import SHIPPED, THEORIES, read_fits, shipped_fits
from simulation.experiments.notes import said
from simulation.scenario.mechanisms import PARAMETERS
from simulation.scenario.views import flatten
from simulation.scenario.words import explain

TABLE = """# made by hand
submodels.death,distance,behaviour.talk.base_rate,behaviour.topics.start,reference.groups.talk_sigma
topic_depletion,0.1,0.11,0.41,0.1
topic_depletion,0.2,0.12,0.42,0.2
topic_depletion,0.3,0.13,0.43,0.3
turnover,0.4,0.14,,0.4
"""
shipped = pytest.mark.skipif(not (SHIPPED / "topic_depletion.csv").exists(), reason=f"no fits in {SHIPPED}")


@pytest.fixture
def table(tmp_path: Path) -> Path:
    path = tmp_path / "mine.csv"
    path.write_text(TABLE, encoding="utf-8")
    return path


def test_a_table_is_read_by_theory_with_what_belongs_to_the_population_apart(table: Path) -> None:
    found = read_fits(table)
    assert set(found) == {"topic_depletion", "turnover"}
    assert found["topic_depletion"].count == 3
    np.testing.assert_array_equal(
        found["topic_depletion"].values["behaviour.topics.start"], [0.41, 0.42, 0.43]
    )
    assert set(found["turnover"].values) == {"behaviour.talk.base_rate"}
    assert set(found["turnover"].reference) == {"groups.talk_sigma"}


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            "behaviour.topics.start",
            "behaviour.topics.sart",
            r"mine.csv:2: .*did you mean behaviour.topics.start",
        ),
        (
            "behaviour.topics.start",
            "groups.count",
            r"mine.csv:2: groups.count is no parameter with a range of doubt",
        ),
        ("behaviour.topics.start", "behaviour.talk.base_rate", "mine.csv:2: given twice"),
        ("0.42", "-3", r"mine.csv:4: behaviour.topics.start: given '-3', allowed: 0 to 50"),
        ("0.42", "nan", "mine.csv:4: behaviour.topics.start"),
        ("0.42", "", "mine.csv:4: behaviour.topics.start: given ''"),
        ("0.42,0.2", "0.42", "mine.csv:4: given 4 cells, allowed: 5"),
        ("turnover,", "boredom,", "mine.csv:6: submodels.death: given 'boredom'"),
        ("submodels.death", "death", "mine.csv:2: there is no column submodels.death"),
    ],
)
def test_a_mistake_names_the_file_the_line_and_what_is_allowed(
    table: Path, old: str, new: str, said: str
) -> None:
    table.write_text(TABLE.replace(old, new), encoding="utf-8")
    with pytest.raises(UsageError, match=said):
        read_fits(table)


def test_an_empty_or_absent_table_is_refused(tmp_path: Path) -> None:
    (tmp_path / "empty.csv").write_text("# nothing\n")
    with pytest.raises(UsageError, match="holds no fits"):
        read_fits(tmp_path / "empty.csv")
    with pytest.raises(UsageError, match="cannot read"):
        read_fits(tmp_path / "absent.csv")


def test_a_member_holds_one_row_whole_and_its_theory(table: Path) -> None:
    scenario = Scenario(fits=str(table))
    drawn = draw_ensemble(40, 1, [scenario])
    rows = {(0.11, 0.41), (0.12, 0.42), (0.13, 0.43)}
    seen, theories = set(), []
    for member in range(40):
        got = drawn.overrides(scenario, member)
        theories.append(got["submodels.death"])
        if got["submodels.death"] == "topic_depletion":
            seen.add((got["behaviour.talk.base_rate"], got["behaviour.topics.start"]))
        else:
            assert got["behaviour.talk.base_rate"] == 0.14
            assert got["behaviour.topics.start"] == drawn.values["behaviour.topics.start"][member]
        assert "groups.talk_sigma" not in got
        reference = drawn.reference(scenario, member)
        assert reference["groups.talk_sigma"] == pytest.approx(10 * (got["behaviour.talk.base_rate"] - 0.1))
    assert seen == rows
    # a theory has the part of its rows: what a log says about theories is not lost
    assert {name: theories.count(name) for name in set(theories)} == {"topic_depletion": 30, "turnover": 10}


def test_a_scenario_that_names_its_theory_gets_that_theorys_fits(table: Path) -> None:
    scenario = Scenario(fits=str(table)).override({"submodels.death": "turnover"})
    drawn = draw_ensemble(12, 1, [scenario])
    got = [scenario.override(drawn.overrides(scenario, k)) for k in range(12)]
    assert {one.submodels.death for one in got} == {"turnover"}
    assert {one.behaviour.talk.base_rate for one in got} == {0.14}
    other = scenario.override({"submodels.death": "lost_reciprocity"})
    with pytest.raises(UsageError, match="holds fits of topic_depletion, turnover"):
        draw_ensemble(3, 1, [other]).overrides(other, 0)


def test_values_a_scenario_sets_itself_are_kept_and_arms_may_name_different_fits(table: Path) -> None:
    plain = Scenario().override({"behaviour.talk.base_rate": 0.07})
    own = Scenario(fits=str(table))
    drawn = draw_ensemble(9, 1, [plain, own])
    for member in range(9):
        assert "behaviour.talk.base_rate" not in drawn.overrides(plain, member)
        assert drawn.overrides(own, member)["behaviour.talk.base_rate"] >= 0.11


def test_a_draw_depends_on_seed_and_members_alone(table: Path) -> None:
    scenario = Scenario(fits=str(table))
    one, again = (draw_ensemble(20, 3, arms) for arms in ([scenario], [Scenario(), scenario]))
    other = draw_ensemble(20, 4, [scenario])
    overrides = [[drawn.overrides(scenario, k) for k in range(20)] for drawn in (one, again, other)]
    assert overrides[0] == overrides[1]
    assert overrides[0] != overrides[2]


def test_a_file_names_its_fits_from_its_own_folder(table: Path, tmp_path: Path) -> None:
    plan = tmp_path / "plan.yaml"
    plan.write_text("extends: baseline\nfits: mine.csv\n", encoding="utf-8")
    assert Path(load_scenario(plan).fits) == table
    child = tmp_path / "deeper" / "child.yaml"
    child.parent.mkdir()
    child.write_text("extends: ../plan.yaml\n", encoding="utf-8")
    assert Path(load_scenario(child).fits).samefile(table)
    plan.write_text("extends: baseline\ndays: 60\nfits: yours.csv\n", encoding="utf-8")
    with pytest.raises(UsageError, match=r"plan.yaml:3: fits: there is no file .*yours.csv"):
        load_scenario(plan)


def test_a_comparison_shows_what_each_member_held(table: Path) -> None:
    small = {"groups.count": 2, "groups.members_at_start": 20, "market.people": 400, "days": 40}
    arm = load_scenario("baseline").override({**small, "fits": str(table)})
    found = compare([arm, arm.override({"product.price": 90})], replicates=2, ensemble=3, workers=1)
    assert found.runs["error"].isna().all()
    assert len(found.draws) == 3
    drawn = draw_ensemble(3, 1, [arm])
    for member in range(3):
        ran = drawn.overrides(arm, member)
        held = found.draws.loc[member, ["submodels.death", "behaviour.talk.base_rate"]]
        assert held.tolist() == [ran["submodels.death"], ran["behaviour.talk.base_rate"]]


def test_a_scenario_made_of_a_fit_is_said_to_draw_from_it_and_not_to_keep_its_values(table: Path) -> None:
    small = {"groups.count": 2, "groups.members_at_start": 20, "market.people": 400, "days": 40}
    fitted = {"behaviour.talk.base_rate": 0.11, "behaviour.topics.start": 0.41}
    arm = load_scenario("baseline").override({**small, **fitted, "fits": str(table), "name": "ours"})
    made = {path: 2 * high / 3 for path, (low, _, high) in list(DOUBTFUL.items())[:9] if path not in fitted}
    other = arm.override({"name": "other", **made})
    more = len(draw_ensemble(2, 1, [arm]).kept(other)) - 5
    found = compare([arm, other], replicates=1, ensemble=2, workers=1)
    english, chinese = "\n".join(said(found.notes, "en")), "\n".join(said(found.notes, "zh"))
    assert "drawn from mine.csv (4 sets, worth 4: too few to rely on)" in english
    assert "取自 mine.csv（4 组参数，相当于 4 组：太少，不足为凭）" in chinese
    assert "set by ours" not in english
    assert more > 0
    assert f"… and {more} more" in english
    assert f"另有 {more} 个" in chinese
    assert "behaviour.talk.base_rate" not in english


# --- shipped ----------------------------------------------------------------------------------------------


@shipped
@pytest.mark.parametrize("theory", THEORIES)
def test_shipped_fits_are_of_parameters_that_exist_and_lie_in_their_doubt(theory: str) -> None:
    fits = shipped_fits()[theory]
    assert fits.count >= 20
    for path, values in fits.values.items():
        low, high = PARAMETERS[path].draw or (np.nan, np.nan)
        assert low <= values.min() <= values.max() <= high, path
    assert set(fits.reference) <= set(flatten(Scenario()))


@shipped
def test_an_ensemble_holds_rows_of_the_shipped_fits_and_so_their_correlations() -> None:
    scenario = load_scenario("baseline")
    drawn = draw_ensemble(300, 1, [scenario])
    assert not [path for path in shipped_fits()["topic_depletion"].values if path not in DOUBTFUL]
    for theory, fits in shipped_fits().items():
        table = np.column_stack(list(fits.values.values()))
        held = drawn.draws[drawn.draws["submodels.death"] == theory]
        assert len(held) == 100
        got = held[list(fits.values)].to_numpy()
        assert all((np.abs(table - row).max(axis=1) == 0.0).any() for row in got)
        assert len(np.unique(got, axis=0)) > 0.3 * min(fits.count, 100)
        for row in held.head(5).itertuples():
            got_one = drawn.overrides(scenario, int(row.member))
            assert [got_one[path] for path in fits.values] == list(held.loc[row.Index, list(fits.values)])


def test_fits_of_ones_own_are_explained_in_both_languages(table: Path) -> None:
    for lang, word in (("en", "Ensembles draw from the fits in"), ("zh", "参数集合取自拟合表")):
        told = [line for chapter in explain(Scenario(fits=str(table)), lang) for line in chapter.sentences]
        assert [line for line in told if word in line and str(table) in line]
