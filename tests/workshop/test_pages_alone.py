"""The pages drawn without a browser: what they make of links and of files that are wrong."""

from __future__ import annotations

import importlib.util
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

import simulation.workshop
from simulation.workshop import compute
from simulation.workshop.compute import Laboratory
from simulation.workshop.state import State

if importlib.util.find_spec("streamlit") is None:
    pytest.skip("streamlit is not installed: pip install 'grouplife[workshop]'", allow_module_level=True)

pytestmark = pytest.mark.xdist_group("laboratory")
APP = Path(simulation.workshop.__file__).with_name("app.py")
Draw = Callable[[State], Any]


@pytest.fixture(scope="module")
def lab() -> Iterator[Laboratory]:
    made = Laboratory(workers=1)
    yield made
    made.close()


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
