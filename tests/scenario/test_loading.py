"""Names, files and `extends`."""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
import time
from pathlib import Path

import pytest

from simulation.errors import UsageError
from simulation.scenario import Scenario, library, load, load_scenario
from simulation.scenario.strategy import default_content

LIBRARY = sorted(library())


@pytest.mark.parametrize("name", LIBRARY)
def test_every_scenario_of_the_library_loads_under_its_own_name_with_words_in_both_languages(name):
    scenario = load_scenario(name)
    assert scenario.name == name.rsplit("/", 1)[-1]
    assert scenario.question is not None
    assert any("\u4e00" <= c <= "\u9fff" for c in scenario.title.zh + scenario.question.zh)
    assert scenario.title.en != "Untitled"


def test_a_path_text_and_a_path_object_and_a_library_name_reach_the_same_scenario():
    path = library()["baseline"]
    assert load_scenario("baseline") == load_scenario(path) == load_scenario(str(path))


def test_a_scenario_is_taken_as_it_is_and_overridden():
    scenario = load_scenario("baseline")
    assert load_scenario(scenario) is scenario
    assert load_scenario(scenario, ["days=30"]).days == 30


def test_loading_takes_a_few_milliseconds():
    load_scenario("coupon_spam")
    times = []
    for _ in range(5):
        start = time.perf_counter()
        load_scenario("coupon_spam")
        times.append(time.perf_counter() - start)
    assert min(times) < 0.015


def test_a_child_says_only_what_differs(write):
    write("days: 90\nmarket: {people: 9000, deal_mean: 0.6}\ntheme: trial\n", "base.yaml")
    child = load_scenario(write("extends: base.yaml\nmarket: {people: 8000}\n"))
    assert (child.days, child.market.people, child.market.deal_mean, child.theme) == (90, 8000, 0.6, "trial")


def test_lists_of_a_child_replace_those_of_its_parent(write):
    write(
        """
        strategy: {calendar: [{post: coupon, per_day: 3}, {post: activity, per_week: 1}]}
        timeline: [{on: 5, set: {days: 3}}]
        """,
        "base.yaml",
    )
    child = load_scenario(
        write("extends: base.yaml\nstrategy: {calendar: [{post: activity, per_day: 1}]}\ntimeline: []\n")
    )
    assert [entry.post for entry in child.strategy.calendar] == ["activity"]
    assert child.timeline == ()


def test_name_title_and_question_are_not_inherited(write):
    write("name: old\ntitle: {en: Old, zh: 旧}\nquestion: Why?\n", "base.yaml")
    child = load_scenario(write("extends: base.yaml\n", "My Plan 2.yaml"))
    assert (child.name, child.title.en, child.question) == ("my_plan_2", "my_plan_2", None)


def test_a_file_named_in_chinese_still_gets_a_name(write):
    assert load_scenario(write("days: 30\n", "方案.yaml")).name == "scenario"


def test_a_bare_text_stands_for_both_languages(write):
    scenario = load_scenario(write("question: What happens?\n"))
    assert scenario.question.en == scenario.question.zh == "What happens?"


def test_extends_reaches_the_library_and_files_relative_to_the_file(write):
    write("extends: coupon_spam\ndays: 100\n", "plans/parent.yaml")
    write("extends: ../plans/parent.yaml\n", "plans/child.yaml")
    loaded = load(write("extends: plans/child\n"))
    assert loaded.scenario.days == 100
    assert loaded.scenario.strategy == load_scenario("coupon_spam").strategy
    assert [path.stem for path in loaded.files[:4]] == ["plan", "child", "parent", "coupon_spam"]


def test_a_circle_of_extends_is_refused_with_the_chain(write):
    write("extends: b.yaml\n", "a.yaml")
    write("extends: c.yaml\n", "b.yaml")
    write("extends: a.yaml\n", "c.yaml")
    with pytest.raises(
        UsageError, match=r"circle: .*plan\.yaml -> .*a\.yaml -> .*b\.yaml -> .*c\.yaml -> .*a\.yaml"
    ):
        load_scenario(write("extends: a.yaml\n"))


def test_a_file_that_extends_itself_is_refused(write):
    with pytest.raises(UsageError, match="circle"):
        load_scenario(write("extends: plan.yaml\n"))


def test_a_missing_parent_is_refused_with_file_line_chain_and_nearest_name(write):
    write("# on top\nextends: baselin\n", "parent.yaml")
    with pytest.raises(UsageError) as refused:
        load_scenario(write("extends: parent.yaml\n"))
    message = str(refused.value)
    assert "parent.yaml:2: extends" in message
    assert "did you mean baseline?" in message
    assert "plan.yaml ->" in message


def test_a_chain_of_extends_is_not_endless(write):
    for i in range(20):
        write(f"extends: f{i + 1}.yaml\n", f"f{i}.yaml")
    with pytest.raises(UsageError, match="deeper than 16"):
        load_scenario(write("days: 3\n", "f20.yaml").with_name("f0.yaml"))


@pytest.mark.parametrize(
    ("source", "says"),
    [
        ("coupon_spamm", "did you mean coupon_spam?"),
        ("no_such_thing_at_all", "The library has: "),
        ("missing.yaml", "no such file"),
        ("baseline.yaml", "the library has a scenario baseline"),
        ("a" * 5000, "cannot read"),
        ("nul\0byte.yaml", ""),
        ("", ""),
    ],
)
def test_an_unknown_name_is_refused_with_what_there_is(source, says, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    with pytest.raises(UsageError) as refused:
        load_scenario(source)
    assert says in str(refused.value)


def test_a_misspelt_file_gets_the_nearest_file(write, tmp_path):
    write("days: 30\n")
    with pytest.raises(UsageError, match=r"did you mean .*plan\.yaml"):
        load_scenario(tmp_path / "plam.yaml")


def test_a_folder_is_refused(tmp_path):
    with pytest.raises(UsageError, match="is a folder"):
        load_scenario(tmp_path)


def test_a_pipe_is_refused_and_not_waited_for(tmp_path):
    os.mkfifo(tmp_path / "pipe.yaml")
    with pytest.raises(UsageError, match="no regular file"):
        load_scenario(tmp_path / "pipe.yaml")


def test_a_part_of_the_content_table_keeps_the_rest_of_it(write):
    scenario = load_scenario(write("content: {coupon: {load: 2}, quiz: {spark: 2}}\n"))
    assert scenario.content["coupon"].load == 2.0
    assert scenario.content["coupon"].deal == default_content()["coupon"].deal
    assert list(scenario.content) == [*default_content(), "quiz"]


def test_scenarios_of_ones_own_are_found_in_the_folder_the_environment_names(write, tmp_path, monkeypatch):
    write("days: 12\n", "shelf/deep/mine.yaml")
    monkeypatch.setenv("GROUPLIFE_SCENARIOS", str(tmp_path / "shelf"))
    assert load_scenario("deep/mine").days == 12
    write("days: 12\n", "shelf/baseline.yaml")
    with pytest.raises(UsageError, match="rename"):
        load_scenario("deep/mine")
    monkeypatch.setenv("GROUPLIFE_SCENARIOS", str(tmp_path / "nowhere"))
    with pytest.raises(UsageError, match="no folder"):
        load_scenario("baseline")


def test_a_scenario_survives_the_way_to_a_worker():
    scenario = load_scenario("kocs_in_spam", ["timeline=[{on: 3, set: {strategy.coupon.depth: .1}}]"])
    assert pickle.loads(pickle.dumps(scenario)) == scenario
    code = "import pickle, sys; print(pickle.load(sys.stdin.buffer).name)"
    done = subprocess.run(
        [sys.executable, "-c", code], input=pickle.dumps(scenario), capture_output=True, check=True
    )
    assert done.stdout.strip() == b"kocs_in_spam"


def test_a_scenario_cannot_be_changed():
    scenario = load_scenario("baseline")
    with pytest.raises(ValueError, match="frozen"):
        scenario.days = 3


def test_importing_the_package_loads_nothing_heavy():
    code = (
        "import sys, simulation; print(any(m in sys.modules for m in ('pydantic', 'numpy', 'yaml', 'mesa')))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "False"


def test_an_unknown_name_of_the_package_says_what_there_is():
    import simulation

    assert simulation.Scenario is Scenario
    with pytest.raises(AttributeError, match="load_scenario"):
        simulation.load_scenaria  # noqa: B018


def test_an_installed_package_finds_its_scenarios(tmp_path):
    """As in a wheel: no checkout around it, the scenarios in `_scenarios`."""
    import shutil

    import simulation

    source = Path(simulation.__file__).parent
    shutil.copytree(
        source, tmp_path / "simulation", ignore=shutil.ignore_patterns("__pycache__", "_scenarios")
    )
    shutil.copytree(library()["baseline"].parent, tmp_path / "simulation" / "_scenarios")
    code = "from simulation import load_scenario as l, library; print(library()['coupon_spam'], l('baseline').days)"
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=tmp_path, capture_output=True, text=True, check=True
    )
    assert done.stdout.split() == [str(tmp_path / "simulation" / "_scenarios" / "coupon_spam.yaml"), "180"]
