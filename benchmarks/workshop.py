"""The workshop as a room meets it: seconds from a lever moved to the answer, ten at once, memory over many plays.

    python benchmarks/workshop.py [--plays 40] [--people 10] [--turns 5] [--moves 3000]

Alone, a lever is moved with the keyboard in a real browser, and the time taken until the curve is another one: the
browser's own drawing is in it. Ten at once move a lever in the same moment, without browsers (`wire`): in a room each
has a computer of its own, and ten browsers on one computer would measure themselves. Then six move on, each as soon as
the last answer is there: 3000 moves are an hour of ten people who move a lever every twelve seconds. Prints a table and
writes results/benchmarks-workshop.json. The bounds are those of a room that waits: 1 s alone, 3 s when ten play at
once, memory that does not grow once the kept answers fill their place.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import signal
import statistics
import sys
import time
from pathlib import Path
from tempfile import mkdtemp
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT), str(ROOT / "tests" / "workshop")]
MONEY = 1  # the second chart: every lever moves it
SLIDERS = ("Coupon", "Helpful content", "Product news", "Topic to talk about")


def memory(pid: int) -> tuple[float, float]:
    """Resident MB of a process, and of it with those below it."""
    from visitors import children

    pages = [int(Path(f"/proc/{p}/statm").read_text().split()[1]) for p in (pid, *children(pid))]
    size = os.sysconf("SC_PAGE_SIZE") / 1e6
    return pages[0] * size, sum(pages) * size


def moved(visitor: Any, name: str, step: int) -> float:
    """Seconds from a key pressed on a lever until the curve of money is another."""
    chart = f"document.querySelectorAll('[data-testid=stVegaLiteChart]')[{MONEY}]"
    visitor.lever(name).focus()
    before = visitor.page.evaluate(f"{chart}.getAttribute('aria-label')")
    start = time.perf_counter()
    visitor.page.keyboard.press("ArrowRight" if step > 0 else "ArrowLeft")
    visitor.page.wait_for_function(
        f"old => {{ const e = {chart}; const say = e && e.getAttribute('aria-label');"
        " return say && say !== old && say.includes('now ') }",
        arg=before,
        polling=20,
    )
    return time.perf_counter() - start


def visitors_of(browser: Any, url: str, count: int) -> list[Any]:
    from visitors import PATIENCE, Visitor

    made = []
    for _ in range(count):
        context = browser.new_context(viewport={"width": 1000, "height": 700})
        context.set_default_timeout(PATIENCE)
        made.append(Visitor(context.new_page(), context, url))
    return made


def main() -> None:
    """Measure and print."""
    words = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    words.add_argument("--plays", type=int, default=40, help="levers moved by one alone")
    words.add_argument("--people", type=int, default=10, help="people who play at once")
    words.add_argument("--turns", type=int, default=5, help="how often they all move a lever")
    words.add_argument("--moves", type=int, default=600, help="levers moved while memory is watched")
    given = words.parse_args()

    from playwright.sync_api import sync_playwright
    from visitors import start
    from wire import play_on, room

    from simulation.workshop.state import State

    running = start(Path(mkdtemp()))
    found: dict[str, Any] = {"load": os.getloadavg()[0], "cores": os.cpu_count()}
    server = running.processes()[1]
    print(f"load {found['load']:.1f} on {found['cores']} cores when it began", flush=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--no-sandbox"])
        (one,) = visitors_of(browser, running.url, 1)
        one.open(State(lang="en"))
        one.answered()
        one.charts()
        times = [moved(one, SLIDERS[k // 8 % len(SLIDERS)], 1) for k in range(given.plays)]
        found["answer_median_s"], found["answer_worst_s"] = statistics.median(times), max(times)
        told = f"median {found['answer_median_s']:.2f} s, worst {found['answer_worst_s']:.2f} (bound 1)"
        print(f"lever moved -> answer: {told}", flush=True)
        one.context.close()
        browser.close()
    waits = asyncio.run(room(running.url, given.people, given.turns, SLIDERS))
    found |= {
        "room_median_s": statistics.median(waits),
        "room_worst_s": max(waits),
        "people": given.people,
    }
    told = f"median {found['room_median_s']:.2f} s, worst {found['room_worst_s']:.2f} (bound 3)"
    print(f"{given.people} at once, {given.turns} times: {told}", flush=True)
    watched: list[dict[str, float]] = []

    def tell(moves: int) -> None:
        own, all_of_it = memory(server)
        watched.append({"moves": moves, "server_mb": own, "with_workers_mb": all_of_it})
        print(f"{moves} moves: server {own:.0f} MB, with its workers {all_of_it:.0f}", flush=True)

    asyncio.run(play_on(running.url, 6, given.moves, SLIDERS, tell))
    found["memory"] = watched
    running.stop(signal.SIGTERM)
    target = ROOT / "results" / "benchmarks-workshop.json"
    target.parent.mkdir(exist_ok=True)
    target.write_text(json.dumps(found, indent=1) + "\n")


if __name__ == "__main__":
    main()
