"""The real workshop, served by its own command, and a real browser with the network cut.

Tests that use them carry `pytestmark = pytest.mark.xdist_group("workshop pages")`, so that they share one server.
"""

from __future__ import annotations

import importlib.util
import shutil
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from visitors import PATIENCE, Visitor, Workshop, start

from simulation.workshop.compute import Laboratory

#: Of the tests with a browser these run with all others, as a smoke test; the rest is a campaign: two browsers and a
#: server with its workers want the machine for themselves.
SMOKE = ("test_a_lever_moves_the_curves", "test_a_broken_link_gives_one_message")


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        browses = item.path.parent.name == "workshop" and "visit" in getattr(item, "fixturenames", ())
        if browses and not item.name.startswith(SMOKE):
            item.add_marker("campaign")


def needs_streamlit() -> None:
    if importlib.util.find_spec("streamlit") is None:
        pytest.skip("streamlit is not installed: pip install 'grouplife[workshop]'")


@pytest.fixture(scope="module")
def lab() -> Iterator[Laboratory]:
    made = Laboratory(workers=2)
    yield made
    made.close()


@pytest.fixture(scope="session")
def workshop(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Workshop]:
    needs_streamlit()
    running = start(tmp_path_factory.mktemp("workshop"))
    yield running
    running.stop()


@pytest.fixture(scope="session")
def chromium() -> Iterator[Any]:
    needs_streamlit()
    api = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    path = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
    if path is None:
        pytest.skip("there is no chromium on the PATH: apt install chromium")
    with api.sync_playwright() as playwright:
        # no name is resolved: what is not on this computer cannot be reached
        rules = "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", rules])
        yield browser
        browser.close()


@pytest.fixture
def visit(workshop: Workshop, chromium: Any) -> Iterator[Callable[..., Visitor]]:
    """Makes visitors; at the end none may have asked anything of another computer, or seen an error."""
    made: list[Visitor] = []

    def visit(width: int = 1280, height: int = 900, **options: Any) -> Visitor:
        context = chromium.new_context(
            viewport={"width": width, "height": height}, accept_downloads=True, **options
        )
        context.set_default_timeout(PATIENCE)
        visitor = Visitor(context.new_page(), context, workshop.url)
        local = (workshop.url, workshop.url.replace("http", "ws"), "data:", "blob:")

        def look(request: Any) -> None:
            if not request.url.startswith(local):
                visitor.strayed.append(request.url)

        def hear(message: Any) -> None:
            if message.type == "error":
                visitor.complaints.append(message.text)

        context.on("request", look)
        visitor.page.on("websocket", lambda socket: look(socket))
        visitor.page.on("console", hear)
        visitor.page.on("pageerror", lambda error: visitor.complaints.append(str(error)))
        made.append(visitor)
        return visitor

    yield visit
    for visitor in made:
        visitor.context.close()
    assert [visitor.strayed for visitor in made if visitor.strayed] == []
    assert [visitor.complaints for visitor in made if visitor.complaints] == []
