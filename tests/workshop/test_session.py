"""What controls say is carried out, however often a run of the page is cut off."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from simulation.workshop.session import Session
from simulation.workshop.state import State


class CutOff(BaseException):
    """What Streamlit raises where another request of the browser has come in."""


def session(widgets: dict[Any, Any] | None = None) -> Session:
    def rerun() -> None:
        raise CutOff

    memory = {"state": State(base="baseline")}
    return Session("one", memory, None, rerun, {} if widgets is None else widgets)  # type: ignore[arg-type]


def test_what_a_control_was_set_to_is_carried_out_once_and_only_where_it_changed() -> None:
    at, heard = session({"a": 7, "b": 1.0}), []
    at.drawn("a", 7, lambda at, n: heard.append(n), 1)
    at.drawn("b", 1.0 + 1e-9, lambda at, n: heard.append(n), 2)
    at.drawn("gone", 3, lambda at, n: heard.append(n), 3)
    at.hear()
    assert heard == []
    at.widgets["a"] = 8  # type: ignore[index]
    at.hear()
    assert heard == [1]
    at.drawn("a", 8, lambda at, n: heard.append(n), 1)
    at.hear()
    assert heard == [1]


def test_a_run_that_is_cut_off_loses_nothing_that_was_set() -> None:
    at, heard = session({"a": 8}), []

    def cut_off(at: Session) -> None:
        if not heard:
            heard.append("cut off")
            raise CutOff
        heard.append("carried out")

    at.drawn("a", 7, cut_off)
    with pytest.raises(CutOff):
        at.hear()
    at.hear()
    assert heard == ["cut off", "carried out"]


def test_what_was_set_below_holds_before_the_page_or_the_language_changes() -> None:
    at, heard = session({"lang": "zh", "lever": 8}), []
    at.drawn("lang", "en", lambda at: heard.append("language"))
    at.drawn("lever", 7, lambda at: heard.append("lever"))
    at.hear()
    assert heard == ["lever", "language"]


def test_controls_that_were_made_anew_say_nothing_of_before() -> None:
    at, heard = session({"a": 8}), []
    at.drawn("a", 7, lambda at: heard.append("old"))
    at.renew(at.state.with_(base="coupon_spam"))
    at.hear()
    assert heard == []


def test_a_control_that_shows_what_no_longer_holds_is_made_anew_once() -> None:
    at = session()
    with pytest.raises(CutOff):
        at.shows("a", 7, 8, lambda at: None)
    assert at.generation == 1
    at.shows("a", 7, 8, lambda at: None)  # a value the control cannot show: no end of making it anew
    assert at.generation == 1
    at.shows("a", 8, 8, lambda at: None)


def test_a_lever_moved_just_before_a_button_is_pressed_counts_and_no_press_is_lost() -> None:
    at, heard = session({"lever": 8}), []

    def press(at: Session, what: str) -> None:
        heard.append(what)
        if len(heard) == 2:
            raise CutOff

    at.drawn("lever", 7, lambda at: at.change(at.state.with_(base="coupon_spam")))
    at.press(press, "first")
    at.press(lambda at, what: press(at, f"{what} with {at.state.base}"), "second")
    with pytest.raises(CutOff):
        at.hear()
    at.drawn("lever", 8, lambda at: None)
    at.hear()
    at.hear()
    assert heard == ["first", "second with coupon_spam", "second with coupon_spam"]


def test_what_fails_when_it_is_carried_out_fails_once() -> None:
    at = session({"a": 8})

    def fail(at: Session) -> None:
        raise ZeroDivisionError

    at.drawn("a", 7, fail)
    at.press(fail)
    for _ in range(2):  # the control's, then the button's
        with pytest.raises(ZeroDivisionError):
            at.hear()
    at.hear()


def test_a_lever_that_is_moved_on_leaves_before_where_it_started(monkeypatch: pytest.MonkeyPatch) -> None:
    play = pytest.importorskip("simulation.workshop.pages.play", exc_type=ImportError)
    now = [100.0]
    monkeypatch.setattr(play, "time", SimpleNamespace(monotonic=lambda: now[0]))  # of this page alone
    at = session()

    def move(lever: str, depth: float, after: float) -> float | None:
        now[0] += after
        play._remember(at, lever)
        at.change(at.state.set({"strategy.coupon.depth": depth}))
        return at.memory["before"].changes.get("strategy.coupon.depth")

    assert move("depth", 0.1, 60.0) is None
    assert move("depth", 0.2, 1.0) is None, "still being moved"
    assert move("other", 0.3, 1.0) == 0.2
    assert move("other", 0.4, 60.0) == 0.3
