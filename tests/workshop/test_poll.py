"""How long a page waits for its first answer."""

from __future__ import annotations

import importlib.util
import threading
import time
from typing import Any

import pytest

from simulation.workshop.compute import Laboratory
from simulation.workshop.lanes import Call
from simulation.workshop.session import Session
from simulation.workshop.state import State

if importlib.util.find_spec("streamlit") is None:
    pytest.skip("streamlit is not installed: pip install 'grouplife[workshop]'", allow_module_level=True)

from streamlit.runtime.state import SafeSessionState, SessionState

from simulation.workshop.pages.poll import first

pytestmark = pytest.mark.xdist_group("laboratory")


class CutOff(BaseException):
    """What Streamlit raises where another request of the browser has come in."""


class Requests:
    """Streamlit's own session state, and whether a newer request is there."""

    def __init__(self) -> None:
        self.newer = False
        self.state = SafeSessionState(SessionState(), self._look)

    def _look(self) -> None:
        if self.newer:
            raise CutOff


def session(lab: Laboratory, widgets: Any) -> Session:
    return Session("one", {"state": State(base="baseline")}, lab, lambda: None, widgets)


def test_a_page_that_waits_is_cut_off_by_a_lever_moved_meanwhile(lab: Laboratory) -> None:
    requests = Requests()
    slow = lab.ask("one", [Call("slow", time.sleep, (20.0,), 30.0)], "cut")
    threading.Timer(0.3, lambda: setattr(requests, "newer", True)).start()
    start = time.monotonic()
    with pytest.raises(CutOff):
        first(session(lab, requests.state), slow, 1, 15.0)
    assert time.monotonic() - start < 10.0
    slow.dropped = True


def test_a_page_waits_no_longer_than_it_may_nor_than_it_needs(lab: Laboratory) -> None:
    at = session(lab, Requests().state)
    quick = lab.ask("one", [Call("quick", int, (1,))], "quick")
    first(at, quick, 1, 100.0)
    assert quick.done
    first(at, quick, 2, 100.0)  # nothing more will come
    slow = lab.ask("one", [Call("slow too", time.sleep, (20.0,), 30.0)], "long")
    start = time.monotonic()
    first(at, slow, 1, 0.5)
    assert 0.4 < time.monotonic() - start < 10.0
    slow.dropped = True
