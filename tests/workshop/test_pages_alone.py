"""The pages drawn without a browser: what they make of links and of files that are wrong."""

from __future__ import annotations

import importlib.util
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import simulation.workshop
from simulation.cli_workshop import own_scenarios
from simulation.workshop import compute
from simulation.workshop.ballot import Ballot
from simulation.workshop.comparing import first_contest
from simulation.workshop.compute import Laboratory
from simulation.workshop.debating import claims
from simulation.workshop.room import rooms
from simulation.workshop.state import State

if importlib.util.find_spec("streamlit") is None:
    pytest.skip("streamlit is not installed: pip install 'grouplife[workshop]'", allow_module_level=True)

pytestmark = pytest.mark.xdist_group("laboratory")
APP = Path(simulation.workshop.__file__).with_name("app.py")
Draw = Callable[[State], Any]


@pytest.fixture
def draw(lab: Laboratory, monkeypatch: pytest.MonkeyPatch) -> Draw:
    """Draws the page of a state and gives what stands on it; no error may."""
    from streamlit.testing.v1 import AppTest

    monkeypatch.setattr(compute, "_LABORATORY", lab)

    def draw(state: State) -> Any:
        page = AppTest.from_file(str(APP), default_timeout=200.0)
        for name, value in state.query().items():
            page.query_params[name] = value
        page.run()
        assert not page.exception, page.exception
        return page

    return draw


PICTURE = "![p](http://elsewhere.example/p.png)"


@pytest.mark.parametrize(
    "link",
    [
        State.model_construct(tab="debate", lang="en", base=PICTURE, changes={}, seed=1, more={}),
        State(tab="debate", base="baseline", changes={PICTURE: 1}),
    ],
)
def test_what_a_broken_link_says_is_shown_as_it_stands(draw: Draw, link: State) -> None:
    told = draw(link).warning[0].value
    assert "http" in told
    assert "![" not in told
    assert "](" not in told


@pytest.fixture
def half_broken(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of one's own with a scenario that can be read, and one that cannot and stands first."""
    (tmp_path / "a_broken.yaml").write_text("days: many\n", encoding="utf-8")
    (tmp_path / "ours.yaml").write_text("days: 30\ntheme: alone\n", encoding="utf-8")
    monkeypatch.setenv("GROUPLIFE_SCENARIOS", str(tmp_path))
    return tmp_path


def test_a_scenario_that_cannot_be_read_is_not_offered_and_takes_no_page_down(
    draw: Draw, half_broken: Path
) -> None:
    page = draw(State(tab="watch", base="ours"))
    offered = page.selectbox[0].options
    assert len(offered) > 5
    assert not any("broken" in one for one in offered)


def test_one_s_own_setting_is_never_compared_with_a_scenario_that_cannot_be_read(half_broken: Path) -> None:
    assert first_contest(State(base="ours")).who[1].base not in ("a_broken", "ours")


def test_the_command_names_the_scenarios_of_one_s_own_that_cannot_be_read(
    half_broken: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    own_scenarios(half_broken)
    told = capsys.readouterr()
    said = " ".join((told.out + told.err).split())
    assert "a_broken.yaml" in said
    assert "days" in said
    assert "ours.yaml" not in said


def report_page() -> None:
    """The report of a comparison that is refused, in a session of its own."""
    import streamlit as st

    from simulation.workshop.compute import laboratory
    from simulation.workshop.pages.keep import report_of
    from simulation.workshop.session import Session
    from simulation.workshop.state import State

    state = State(base="baseline")
    if "state" not in st.session_state:
        st.session_state["state"] = state
    at = Session("reporter", st.session_state, laboratory(), st.rerun, st.session_state)  # type: ignore[arg-type]
    at.hear()
    report_of(at, (state.scenario(),), "told")  # one is nothing to compare


def test_a_report_that_failed_says_why_and_can_be_asked_for_again(
    lab: Laboratory, monkeypatch: pytest.MonkeyPatch
) -> None:
    from streamlit.testing.v1 import AppTest

    monkeypatch.setattr(compute, "_LABORATORY", lab)
    page = AppTest.from_function(report_page, default_timeout=200.0).run()
    for _ in range(2):
        assert len(page.button) == 1
        page.button[0].click().run()
        end = time.monotonic() + 240.0  # a busy machine is slow
        while not page.error and time.monotonic() < end:
            time.sleep(0.2)
            page.run()
        assert "report" in page.error[0].value


def experiment_page() -> None:
    """The experiment on the first claim, in a session of its own."""
    import streamlit as st

    from simulation.workshop.ballot import Ballot
    from simulation.workshop.compute import laboratory
    from simulation.workshop.debating import claims
    from simulation.workshop.pages.debate import _experiment
    from simulation.workshop.room import rooms
    from simulation.workshop.session import Session
    from simulation.workshop.state import State

    if "state" not in st.session_state:
        st.session_state["state"] = State(base="baseline")
    name = next(iter(claims()))
    at = Session("debater", st.session_state, laboratory(), st.rerun, st.session_state)  # type: ignore[arg-type]
    at.hear()
    _experiment(at, name, Ballot(rooms(), name))


def test_who_ran_the_experiment_has_it_no_more_once_voting_is_begun_anew(
    lab: Laboratory, monkeypatch: pytest.MonkeyPatch
) -> None:
    from streamlit.testing.v1 import AppTest

    monkeypatch.setattr(compute, "_LABORATORY", lab)
    name = next(iter(claims()))
    page = AppTest.from_function(experiment_page, default_timeout=200.0).run()
    session, ballot = "debater", Ballot(rooms(), name)
    for _ in range(2):
        assert ballot.cast(session, "agree")
        page.run()
        page.button(f"run {name}").click().run()
        assert not page.exception
        assert not any(one.key == f"run {name}" for one in page.button)
        assert not ballot.open_to(session), "has seen runs"
        ballot.begin_anew()
        page.run()
        assert page.button(f"run {name}").disabled, "vote first"
    lab.ask(session, [], "debate")


def test_what_cannot_be_watched_is_told_everybody_in_their_own_language(draw: Draw) -> None:
    nothing = State(tab="watch", base="no_group")
    for lang, said in (("en", "opens no group"), ("zh", "不建群"), ("en", "opens no group")):
        for _ in range(50):  # it waits some seconds itself
            page = draw(nothing.with_(lang=lang))
            if page.error:
                break
        assert said in page.error[0].value


def test_a_control_that_fails_says_so_once_and_the_page_stays_usable(draw: Draw) -> None:
    page = draw(State(lang="en", base="baseline"))
    memory = page.session_state["grouplife"]

    def broken(at: Any) -> None:
        raise RuntimeError("a fault of ours")

    memory.setdefault("pressed", []).append((broken, ()))
    page.run()
    assert not page.exception
    assert "fault of the program" in page.error[0].value
    assert page.slider, "the levers are still there"
    page.run()
    assert not page.error


def test_a_report_names_a_changed_setting_by_its_changes_and_another_scenario_by_its_own_title() -> None:
    from simulation.workshop.pages.keep import told_apart

    first = State(base="baseline").scenario()
    changed = told_apart(first, first.override({"strategy.coupon.depth": 0.5}))
    assert changed.question is not None
    assert "50%" in changed.question.en.replace(" ", "")
    assert changed.title.zh.endswith("（已改）")
    other = State(base="value_content").scenario()
    assert told_apart(first, other).title == other.title
    alike = told_apart(first, first.model_copy())
    assert (alike.title, alike.question) == (first.title, first.question), (
        "nothing to tell, and no empty text"
    )
