"""How fast sweeps are, what the runner costs, and how much memory and disk. Prints a table, and JSON beside it.

    python benchmarks/sweep.py [--quick] [--only NAME ...] [--out FILE]

Parts: default (runs of the default scenario, on one process and on two; overhead; disk), memory (of the parent, with
tiny runs), batch_run (mesa.batch_run with the agents engine on the same plan), dask (on loopback, beside the pool).
Absolute times depend on the machine; the ratios are each taken in one run. Every sweep is a process of its own.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]

TINY = {"days": 2, "groups": {"count": 1, "members_at_start": 2}, "market": {"people": 20}}

#: One sweep: {plan, out, workers, scheduler} as JSON in, what it cost as JSON out.
ONE = """
import json, resource, sys, time
from pathlib import Path
from simulation import run
from simulation.model.warm import warm_up
from simulation.sweeps.expand import expand
from simulation.sweeps.runner import sweep as conduct
job = json.loads(sys.argv[1])
warm_up()
sweep = expand(job["plan"])
if job["workers"] == 1:  # load what is compiled: a worker's start is measured apart
    run(sweep.scenarios[0], seed=10**6, threads=1)
first = []
def watch(status):
    if status.done and not first:
        first.append((time.perf_counter(), status.done))
started = time.perf_counter()
done = conduct(sweep, job["out"], workers=job["workers"], scheduler=job["scheduler"], watch=watch)
seconds = time.perf_counter() - started
manifest = json.loads((Path(job["out"]) / "manifest.json").read_text())
size = sum(path.stat().st_size for path in Path(job["out"]).glob("*.parquet"))
print(json.dumps({
    "runs": done.runs, "failed": done.failed, "seconds": seconds, "start_s": first[0][0] - started,
    "work_s": manifest["sweep"]["work_seconds"], "bytes_a_run": size / done.runs,
    "peak_mib": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024,
    "steady_a_s": (done.runs - first[0][1]) / (seconds - (first[0][0] - started)),
}))
"""

#: As many runs by a plain loop: what the runner is measured against.
LOOP = """
import json, sys, time
from simulation import run
from simulation.sweeps.expand import expand, runs
sweep = expand(json.loads(sys.argv[1])["plan"])
run(sweep.scenarios[0], seed=10**6, threads=1)
started = time.perf_counter()
for spec in runs(sweep):
    run(sweep.scenario_of(spec), seed=spec.seed, threads=1).summary
print(json.dumps({"seconds": time.perf_counter() - started}))
"""

MESA = """
import json, sys, time
import mesa
from simulation import Community
from simulation.sweeps.expand import expand
job = json.loads(sys.argv[1])
sweep = expand(job["plan"])
Community(sweep.scenarios[0], key=10**6, engine="agents").step()
started = time.perf_counter()
rows = mesa.batch_run(
    Community,
    {"scenario": list(sweep.scenarios), "key": [sweep.plan.seed + k for k in sweep.blocks[0]], "engine": ["agents"]},
    number_processes=1, max_steps=10**6, data_collection_period=-1, display_progress=False,
)
print(json.dumps({"runs": len(rows), "seconds": time.perf_counter() - started}))
"""


def measured(
    code: str, plan: dict[str, Any], workers: int = 1, scheduler: str | None = None
) -> dict[str, float]:
    with tempfile.TemporaryDirectory(prefix="grouplife-bench-") as folder:
        job = {"plan": plan, "out": f"{folder}/out", "workers": workers, "scheduler": scheduler}
        path = f"{ROOT}{os.pathsep}{os.environ.get('PYTHONPATH', '')}"
        done = subprocess.run(
            [sys.executable, "-c", code, json.dumps(job)],
            env={**os.environ, "PYTHONPATH": path}, cwd=folder, capture_output=True, text=True, check=False,
        )  # fmt: skip
    if done.returncode:
        raise SystemExit(done.stderr)
    found: dict[str, float] = json.loads(done.stdout.splitlines()[-1])
    return found


def default_runs(quick: bool) -> dict[str, Any]:
    """Runs of the default scenario: time on two processes, efficiency, the runner's overhead, disk a run."""
    count = 40 if quick else 1000
    plan = {"name": "bench", "scenarios": ["baseline"], "replicates": count}
    few = {**plan, "replicates": max(20, count // 5)}
    two = measured(ONE, plan, workers=2)
    one = measured(ONE, few, workers=1)
    loop = measured(LOOP, few)
    return {
        "runs": count,
        "seconds_2": two["seconds"],
        "efficiency_2": two["steady_a_s"] / (2.0 * one["steady_a_s"]),
        "efficiency_2_with_start": (two["runs"] / two["seconds"])
        / (2.0 * few["replicates"] / one["seconds"]),
        "overhead": one["seconds"] / loop["seconds"] - 1.0,
        "bytes_a_run": two["bytes_a_run"],
    }


def memory(quick: bool, scenario: str) -> dict[str, Any]:
    """Peak memory of the parent with more and more tiny runs."""
    counts = (100, 1_000) if quick else (100, 10_000, 100_000)
    found = {}
    for count in counts:
        plan = {"name": "bench", "scenarios": [scenario], "replicates": count, "keep": []}
        found[str(count)] = measured(ONE, plan, workers=2)["peak_mib"]
    return {"peak_mib": found}


def against_batch_run(quick: bool) -> dict[str, Any]:
    """The same plan by mesa.batch_run with every member a Mesa agent, on one process each."""
    days, count = (20, 2) if quick else (180, 6)
    plan = {"name": "bench", "scenarios": ["coupon_spam", "value_content"], "replicates": count, "days": days}
    ours, theirs = measured(ONE, plan, workers=1), measured(MESA, plan)
    return {"runs": ours["runs"], "sweep_s": ours["seconds"], "batch_run_s": theirs["seconds"],
            "ratio": theirs["seconds"] / ours["seconds"]}  # fmt: skip


def dask_beside_pool(quick: bool) -> dict[str, Any]:
    """Two workers each on the same plan; start-up apart."""
    plan = {"name": "bench", "scenarios": ["baseline"], "replicates": 40 if quick else 400}
    pool, dask = measured(ONE, plan, workers=2), measured(ONE, plan, workers=2, scheduler="local")
    return {"pool_a_s": pool["steady_a_s"], "dask_a_s": dask["steady_a_s"],
            "dask_slower": pool["steady_a_s"] / dask["steady_a_s"] - 1.0, "pool_start_s": pool["start_s"],
            "dask_start_s": dask["start_s"]}  # fmt: skip


def rows_of(found: dict[str, Any]) -> list[tuple[str, str, str]]:
    """What was measured, the number, the bound."""
    rows = []
    if "default" in found:
        d = found["default"]
        bound = "120 s" if d["runs"] == 1000 else ""
        rows += [
            (f"{d['runs']} default runs on 2 processes", f"{d['seconds_2']:.1f} s", bound),
            ("efficiency on 2 processes, start-up apart", f"{d['efficiency_2']:.2f}", "0.85"),
            ("the same, start-up included", f"{d['efficiency_2_with_start']:.2f}", ""),
            ("runner beside a plain loop", f"{100 * d['overhead']:+.1f} %", "5 %"),
            ("disk a run", f"{d['bytes_a_run'] / 1000:.1f} KB", "50 KB"),
        ]
    for count, peak in found.get("memory", {}).get("peak_mib", {}).items():
        rows.append((f"parent's peak memory, {int(count):,} tiny runs", f"{peak:.0f} MiB", "500 MiB"))
    if "batch_run" in found:
        b = found["batch_run"]
        rows.append(
            (f"mesa.batch_run, agents engine, {b['runs']:.0f} runs", f"{b['ratio']:.0f} x slower", "")
        )
    if "dask" in found:
        d = found["dask"]
        rows.append(("Dask beside the pool, 2 workers", f"{100 * d['dask_slower']:+.1f} % time", "15 %"))
        rows.append(("start-up, pool / Dask", f"{d['pool_start_s']:.1f} / {d['dask_start_s']:.1f} s", ""))
    return rows


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--quick", action="store_true", help="a few runs each, to see that it works")
    parser.add_argument("--only", nargs="*", choices=("default", "memory", "batch_run", "dask"))
    parser.add_argument("--out", type=Path, default=ROOT / "results" / "benchmarks_sweep.json")
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="grouplife-bench-") as folder:
        tiny = Path(folder) / "tiny.yaml"
        tiny.write_text(json.dumps({"extends": "baseline", **TINY}))  # JSON is YAML
        parts: dict[str, Callable[[], dict[str, Any]]] = {
            "default": lambda: default_runs(given.quick),
            "memory": lambda: memory(given.quick, str(tiny)),
            "batch_run": lambda: against_batch_run(given.quick),
            "dask": lambda: dask_beside_pool(given.quick),
        }
        found: dict[str, Any] = {"quick": given.quick, "cores": os.cpu_count()}
        for name, part in parts.items():
            if not given.only or name in given.only:
                started = time.monotonic()
                found[name] = part()
                print(f"{name}: {time.monotonic() - started:.0f} s", file=sys.stderr)
    for what, number, bound in rows_of(found):
        print(f"{what:45} {number:>14}   {bound}")
    given.out.parent.mkdir(parents=True, exist_ok=True)
    given.out.write_text(json.dumps(found, indent=1) + "\n")


if __name__ == "__main__":
    main()
