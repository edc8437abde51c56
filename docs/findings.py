"""Run what docs/findings.md reports, and write its tables. The words between them are written by hand.

    python docs/findings.py             some minutes on two cores; writes docs/findings.md
    python docs/findings.py --quick     a few runs only; prints the tables, and writes nothing

A table stands between `<!-- name:begin -->` and `<!-- name:end -->`. `make findings` runs this; read the words
again afterwards, they do not change by themselves.
"""

from __future__ import annotations

import argparse
import datetime
import hashlib
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path

from findings_numbers import table
from findings_tables import TABLES
from update import refreshed

from simulation import __version__, scenario_hash
from simulation.evidence import questions as ask
from simulation.evidence.panel import Arm, run_panel
from simulation.model.compiled import source_hash

PAGE = Path(__file__).resolve().parent / "findings.md"
COMMAND = "make findings"


def sources(arms: Mapping[str, Arm]) -> tuple[str, str]:
    """Hashes of the model's rules, and of what all arms say."""
    text = "".join(scenario_hash(arm.scenario) for arm in arms.values())
    return source_hash(), hashlib.sha256(text.encode()).hexdigest()[:12]


def stamp(effort: ask.Effort, arms: Mapping[str, Arm], runs: int, minutes: float) -> str:
    """What made the tables."""
    model, scenarios = sources(arms)
    today = datetime.datetime.now(datetime.UTC).date().isoformat()
    rows = [
        ("command", f"`{COMMAND}`"),
        ("date", today),
        ("version", f"Grouplife {__version__}, rules `{model}`, scenarios `{scenarios}`"),
        ("luck", f"{effort.seeds} seeds at default parameters ({effort.map} for the map of coupon depths)"),
        ("all", f"{effort.members} members of the ensemble, one paired run each; {effort.wide} for the three plans of "
         f"question 3; {effort.theory} for knockouts in question 2, of which the third that hold the theory count"),
        ("runs", f"{runs:,} of {len(arms)} arms in {minutes:.0f} minutes"),
    ]  # fmt: skip
    return table(("made by", ""), rows)


def progress() -> Callable[[int, int], None]:
    """Prints a line every 5 %."""
    started, told = time.monotonic(), -1

    def tell(done: int, total: int) -> None:
        nonlocal told
        if done * 20 // total > told:
            told = done * 20 // total
            spent = time.monotonic() - started
            left = f", {spent * (total - done) / done / 60:.1f} minutes left" if done else ""
            print(f"findings: {done} of {total} runs{left}", flush=True)

    return tell


def main(arguments: Sequence[str]) -> int:
    """Run, and write the page; returns the exit code."""
    parser = argparse.ArgumentParser(
        prog="findings.py", description="Run and write the tables of docs/findings.md."
    )
    parser.add_argument("--quick", action="store_true", help="a few runs only; print, and write nothing")
    parser.add_argument("--workers", type=int, default=2, help="worker processes (default: 2)")
    given = parser.parse_args(arguments)
    effort = ask.QUICK if given.quick else ask.FULL
    arms, started = ask.arms_of(effort), time.monotonic()
    before = sources(arms)
    panel = run_panel(arms, effort.seeds, effort.wide, workers=given.workers, progress=progress())
    failed = panel.runs["error"].dropna()
    if len(failed) or sources(ask.arms_of(effort)) != before:
        problem = (
            f"{len(failed)} runs failed: {failed.iloc[0]}" if len(failed) else "the sources changed meanwhile"
        )
        print(f"findings: {problem}; nothing written.", file=sys.stderr)
        return 1
    made = {"stamp": stamp(effort, arms, len(panel.runs), (time.monotonic() - started) / 60)}
    made |= {name: build(panel) for name, build in TABLES.items()}
    if given.quick:
        print("\n".join(f"{name}\n\n{text}" for name, text in made.items()))
        return 0
    text = PAGE.read_text(encoding="utf-8")
    for name, fresh in made.items():
        text = refreshed(text, name, fresh)
    PAGE.write_text(text, encoding="utf-8")
    print(f"findings: wrote {len(made)} tables to docs/{PAGE.name}. Read its words again.")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
