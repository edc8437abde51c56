"""How fast, how large, and how far from the limit of the machine. Prints a table and writes results/benchmarks.json.

    python benchmarks/bench.py [--quick]

Absolute times depend on the machine; what can be compared between machines are the ratios, each taken in one run.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]


def timed(work: Callable[[], Any]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def best_of(work: Callable[[], float], times: int) -> tuple[float, float]:
    """(median, minimum) of several measurements."""
    values = [work() for _ in range(times)]
    return statistics.median(values), min(values)


def spec_of_size(members: int, days: int) -> Any:
    """The default scenario with more groups of 200; a market of 1.5 people a member."""
    from simulation import load_scenario

    groups = members // 200
    people = max(math.ceil(members * 1.5), 10)
    inflow = 3.0 * groups / 20
    return load_scenario("baseline", {
        "groups.count": groups, "market.people": people, "days": days, "strategy.growth.public_per_day": inflow,
    })  # fmt: skip


#: A plan that uses everything there is, on top of what the default scenario does.
EVERYTHING: dict[str, Any] = {
    "strategy.kocs": {"per_group": 3, "pay": 2},
    "strategy.referral": {"start": 5, "length": 90, "bait_inviter": 10, "bait_friend": 10, "budget": 1e8},
    "strategy.gate": {"question": 0.3, "deposit": 5},
    "strategy.funnel": {"classes": 2},
    "strategy.service": {"delay": 1, "expert": 0.5, "onboarding": True, "feedback": 0.3},
    "strategy.one_to_one": {"hours_per_day": 1, "share": 0.2},
    "strategy.resellers": {"per_group": 2, "from_day": 14},
    "strategy.subscription": {"on": 30, "price": 300},
    "strategy.personas": {"expert": 0.5, "brand": 0.5},
    "strategy.segments": 2,
    "strategy.growth.channels": {"note_sharing": 1, "short_video": 1},
    "strategy.growth.precision": 0.3,
    "strategy.growth.bait": 3,
    "product.range": 5,
    "product.launches_per_year": 6,
    "product.deciders": 2,
    "market.basket_sigma": 0.5,
    "market.platform.tolerance": 0.5,
    "operators.kpi": "activity",
    "operators.sop": 0.5,
    "operators.budget_follows_credit": True,
}


def member_days(model: Any) -> int:
    today = model.history[:, :-1]
    return int(today["present"].sum() + today["leaves"].sum())


def engine_speed(
    members: int, days: int, threads: int, engine: str = "columns", everything: bool = False
) -> dict[str, float]:
    """Nanoseconds per member-day of a run, set-up apart; set-up in seconds. everything: all mechanisms in use."""
    from simulation.model.community import Community

    spec = spec_of_size(members, days)
    spec = spec.override(EVERYTHING) if everything else spec
    start = time.perf_counter()
    model = Community(spec, key=1, engine=engine, threads=threads)
    built = time.perf_counter()
    model.run()
    done = time.perf_counter()
    return {"setup_s": built - start, "run_s": done - built, "ns": (done - built) / member_days(model) * 1e9}


def bare_limits() -> dict[str, float]:
    """What a bare Philox call and a bare pass over the members' rows cost here and now, in ns."""
    import numpy as np

    from simulation.model import chance
    from simulation.model.columns import DAILY
    from simulation.model.compiled import entry

    @entry
    def draw(n: int) -> float:
        total = 0.0
        for i in range(n):
            total += chance.uniforms(1, 2, 3, i, 0)[0]
        return total

    @entry
    def pass_over(rows: Any) -> None:
        for i in range(rows.shape[0]):
            m = rows[i]
            m.trust += 1e-9
            m.until_order += m.trust
            m.said = 0

    rows = np.zeros(1_000_000, DAILY)
    small = rows[:4000]
    draw(10)
    pass_over(small)
    philox, _ = best_of(lambda: timed(lambda: draw(2_000_000)) / 2_000_000 * 1e9, 3)
    cached, _ = best_of(lambda: timed(lambda: [pass_over(small) for _ in range(250)]) / 1_000_000 * 1e9, 3)
    memory, _ = best_of(lambda: timed(lambda: pass_over(rows)) / 1_000_000 * 1e9, 3)
    return {"philox_ns": philox, "pass_4000_ns": cached, "pass_1000000_ns": memory}


def in_new_process(code: str, env: dict[str, str] | None = None) -> float:
    start = time.perf_counter()
    subprocess.run(
        [sys.executable, "-c", code],
        check=True,
        env={**os.environ, **(env or {})},
        cwd=ROOT,
        capture_output=True,
    )
    return time.perf_counter() - start


def start_up() -> dict[str, float]:
    """Seconds: --help, first run with nothing compiled, later start with a default run."""
    one = "from simulation import Community; Community('baseline').run()"
    help_s, _ = best_of(lambda: in_new_process("from simulation.cli import app; app(['--help'])"), 5)
    nothing, _ = best_of(lambda: in_new_process("pass"), 5)
    folder = tempfile.mkdtemp()
    try:
        cold = in_new_process(one, {"XDG_CACHE_HOME": folder, "HOME": folder})
    finally:
        shutil.rmtree(folder, ignore_errors=True)
    warm, _ = best_of(lambda: in_new_process(one), 3)
    return {"help_s": help_s, "python_alone_s": nothing, "first_use_s": cold, "later_start_with_run_s": warm}


def default_run() -> dict[str, float]:
    """Seconds of one default run, set-up and measures included, warm."""
    from simulation import load_scenario
    from simulation.experiments.run import run

    spec = load_scenario("baseline")
    run(spec, seed=1)
    median, least = best_of(lambda: timed(lambda: run(spec, seed=2).summary), 7)
    return {"median_s": median, "min_s": least}


def large_run(members: int, days: int) -> dict[str, float]:
    """A very large community in a process of its own, so that peak memory is its own."""
    code = (
        "import json,resource,sys,time; sys.path.insert(0, 'benchmarks'); import bench;"
        f"s=time.perf_counter(); r=bench.engine_speed({members},{days},2);"
        "r['wall_s']=time.perf_counter()-s;"
        "r['peak_mib']=resource.getrusage(resource.RUSAGE_SELF).ru_maxrss/1024; print(json.dumps(r))"
    )
    done = subprocess.run([sys.executable, "-c", code], check=True, cwd=ROOT, capture_output=True, text=True)
    return json.loads(done.stdout.splitlines()[-1])  # type: ignore[no-any-return]


def measure(quick: bool) -> dict[str, Any]:
    times = 3 if quick else 5
    days = 60 if quick else 180
    engine_speed(4000, 5, 1)  # compile and warm up
    found: dict[str, Any] = {"bare": bare_limits(), "sizes": {}, "threads": {}}
    for members, repeat in ((4000, times * 2), (10_000, times), (100_000, max(1, times // 2))):
        runs = [engine_speed(members, days, 2) for _ in range(repeat)]
        found["sizes"][members] = {k: statistics.median(r[k] for r in runs) for k in runs[0]}
    found["sizes"][1_000_000] = large_run(1_000_000, days)
    engine_speed(4000, 40, 1, everything=True)  # what only these plans compile
    found["everything"] = {
        members: statistics.median(
            engine_speed(members, days, 2, everything=True)["ns"] for _ in range(repeat)
        )
        for members, repeat in ((4000, times), (100_000, 1))
    }
    for members in (10_000, 40_000, 200_000):
        one = engine_speed(members, 30, 1)["ns"]
        found["threads"][members] = one / engine_speed(members, 30, 2)["ns"]
    large = found["sizes"]
    steps = [(10_000, 100_000), (100_000, 1_000_000)]
    found["growth_exponent"] = max(
        1 + math.log(large[b]["ns"] / large[a]["ns"]) / math.log(b / a) for a, b in steps
    )
    found["agents"] = engine_speed(2000, 20 if quick else 40, 1, "agents")
    found["agents"]["times_columns"] = found["agents"]["ns"] / large[4000]["ns"]
    found["default_run"] = default_run()
    found["start"] = start_up()
    found["machine"] = {
        "python": platform.python_version(),
        "system": platform.system(),
        "cores": os.cpu_count(),
    }
    return found


def show(found: dict[str, Any]) -> None:
    bare = found["bare"]
    print(f"bare Philox call {bare['philox_ns']:.1f} ns; bare pass over a row {bare['pass_4000_ns']:.1f} ns at 4 000, "
          f"{bare['pass_1000000_ns']:.1f} ns at 1 000 000")  # fmt: skip
    print(
        f"\n{'members':>10} {'ns/member-day':>14} {'x bare Philox':>14} {'set-up s':>9} {'run s':>8} {'bound ns':>9}"
    )
    bounds = {4000: 150, 10_000: None, 100_000: 100, 1_000_000: 100}
    for members, row in found["sizes"].items():
        bound = bounds.get(int(members))
        print(f"{int(members):>10,} {row['ns']:>14.0f} {row['ns'] / bare['philox_ns']:>14.1f} {row['setup_s']:>9.3f} "
              f"{row['run_s']:>8.2f} {bound or '':>9}")  # fmt: skip
    for members, speed in found["everything"].items():
        bound = "(bound 150 ns)" if int(members) >= 100_000 else ""
        print(f"all mechanisms in use, {int(members):>9,} members  {speed:.0f} ns a member-day   {bound}")
    big = found["sizes"].get(1_000_000) or found["sizes"]["1000000"]
    print(f"\ngrowth exponent from 10 000 up      {found['growth_exponent']:.3f}   (bound 1.1)")
    print(
        f"a million members, in all            {big['wall_s']:.1f} s, {big['peak_mib']:.0f} MiB   "
        "(bounds at 180 days: 25 s, 2048 MiB)"
    )
    for members, gain in found["threads"].items():
        print(f"two threads against one at {int(members):>8,}  {gain:.2f} x")
    agents, run, start = found["agents"], found["default_run"], found["start"]
    rows = [
        ("agents engine, a member-day", f"{agents['ns'] / 1000:.1f} us", "40 us"),
        ("agents engine against columns", f"{agents['times_columns']:.0f} x", ""),
        ("default run, set-up and measures, median", f"{run['median_s']:.3f} s", "0.2 s"),
        ("--help", f"{start['help_s']:.2f} s", "0.5 s"),
        ("  of which Python alone", f"{start['python_alone_s']:.2f} s", ""),
        ("first use, compiling", f"{start['first_use_s']:.1f} s", "12 s"),
        ("later start with a run", f"{start['later_start_with_run_s']:.1f} s", "2 s"),
    ]
    for what, value, bound in rows:
        print(f"{what:<42} {value:>9}   {'(bound ' + bound + ')' if bound else ''}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quick", action="store_true", help="fewer repeats, 60 days")
    parser.add_argument("--out", type=Path, default=ROOT / "results" / "benchmarks.json")
    options = parser.parse_args()
    found = measure(options.quick)
    show(found)
    options.out.parent.mkdir(parents=True, exist_ok=True)
    options.out.write_text(json.dumps(found, indent=1))
    print(f"\nwritten to {options.out}")


if __name__ == "__main__":
    main()
