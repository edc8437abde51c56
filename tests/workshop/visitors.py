"""A running workshop and its visitors, for the tests of its pages."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from simulation.workshop.state import State, from_query

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 150_000  # milliseconds: a busy machine is slow, and no test measures time


def free_port() -> int:
    with socket.socket() as trial:
        trial.bind(("127.0.0.1", 0))
        return int(trial.getsockname()[1])


def children(pid: int) -> list[int]:
    """The processes below one, at any depth."""
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit():
            try:
                parent = int((entry / "stat").read_text().rpartition(")")[2].split()[1])
            except OSError:
                continue
            if parent == pid:
                found += [int(entry.name), *children(int(entry.name))]
    return found


def alive(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"


def until(true: Callable[[], Any], seconds: float = 30.0) -> bool:
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if true():
            return True
        time.sleep(0.1)
    return False


@dataclass
class Workshop:
    """A running workshop: the command's process, the page's address, and what it said."""

    process: subprocess.Popen[str]
    url: str
    log: Path

    def processes(self) -> list[int]:
        return [self.process.pid, *children(self.process.pid)]

    def stop(self, how: int = signal.SIGINT) -> int:
        self.process.send_signal(how)
        return self.process.wait(30)


def start(folder: Path, *arguments: str, port: int | None = None) -> Workshop:
    """The command, once its page answers."""
    port = port or free_port()
    log = folder / f"workshop-{port}.log"
    with log.open("w") as said:
        process = subprocess.Popen(
            [sys.executable, "-m", "simulation", "workshop", "--no-browser", "--port", str(port), *arguments],
            stdout=said,
            stderr=subprocess.STDOUT,
            text=True,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
        )
    started = until(lambda: "The workshop is at" in log.read_text() or process.poll() is not None, 90)
    assert started, log.read_text()
    assert process.poll() is None, log.read_text()
    return Workshop(process, f"http://127.0.0.1:{port}", log)


#: A setting that runs in a hundredth of a second: what is tested is the page.
SMALL = State(lang="en", base="baseline").set(
    {"days": 60, "groups.count": 4, "groups.members_at_start": 60, "market.people": 2000}
)


@dataclass
class Visitor:
    """A browser's page in a session of its own."""

    page: Any
    context: Any
    url: str
    strayed: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def open(self, state: State = SMALL) -> Visitor:
        return self.follow(urlencode(state.query()))

    def follow(self, query: str) -> Visitor:
        """Open the page with a query of one's own."""
        self.page.goto(f"{self.url}/?{query}", wait_until="commit")
        self.page.wait_for_selector(".gl-title")
        return self

    def state(self) -> State:
        """What the address says."""
        return from_query(self.page.evaluate("Object.fromEntries(new URLSearchParams(location.search))"))

    def becomes(self, true: Callable[[State], Any]) -> None:
        """Wait until the address says so."""
        assert until(lambda: true(self.state()), PATIENCE / 1000), self.state()

    def says(self, text: str) -> None:
        """Wait until the page says so."""
        self.page.get_by_text(text).first.wait_for()

    def answered(self, runs: int = 30) -> None:
        """Wait until the page shows an answer of so many runs."""
        self.page.wait_for_function(
            "n => { const e = document.querySelector('[data-runs]'); return e && +e.dataset.runs >= n }",
            arg=runs,
        )

    def charts(self) -> list[str]:
        """What the charts say to those who cannot see them: title and where each line ends."""
        self.page.wait_for_selector("[data-testid=stVegaLiteChart] svg.marks")
        found = self.page.locator("[data-testid=stVegaLiteChart]")
        return [found.nth(i).get_attribute("aria-label") or "" for i in range(found.count())]

    def lever(self, name: str) -> Any:
        return self.page.locator(f'input[type=range][aria-label="{name}"]')

    def move(self, name: str, steps: int) -> None:
        """Move a lever by so many steps, with the keyboard."""
        self.lever(name).focus()
        for _ in range(abs(steps)):
            self.page.keyboard.press("ArrowRight" if steps > 0 else "ArrowLeft")

    def text(self) -> str:
        return str(self.page.locator("[data-testid=stMainBlockContainer]").inner_text())
