"""Take fits over from a finished calibration: python docs/calibration.py results/calibration

Checks them, copies them to simulation/experiments/fits/ (they are shipped with the package), draws the figures of
docs/calibration.md in both languages and refreshes its tables. `make calibrate` runs this after the calibration.
"""

from __future__ import annotations

import json
import shutil
import sys
from collections.abc import Sequence
from pathlib import Path

import calibration_tables
import update

from simulation.errors import GrouplifeError
from simulation.experiments.fitted import SHIPPED, THEORIES, read_fits
from simulation.report.figures.evidence import fits

#: What the fits of all theories must share; the budget may differ.
SAME = ("grouplife", "model", "reference", "ranges")

HERE = Path(__file__).resolve().parent


def main(arguments: Sequence[str]) -> int:
    """Take over, draw, refresh; returns the exit code."""
    if len(arguments) != 1:
        print("usage: python docs/calibration.py FOLDER, as in results/calibration", file=sys.stderr)
        return 2
    folder = Path(arguments[0])
    missing = [
        f"{theory}.{end}"
        for theory in THEORIES
        for end in ("csv", "json")
        if not (folder / f"{theory}.{end}").exists()
    ]
    if missing:
        print(
            f"{folder} lacks {', '.join(missing)}; run: grouplife calibrate --out {folder} --resume",
            file=sys.stderr,
        )
        return 1
    try:
        reports = {
            theory: json.loads((folder / f"{theory}.json").read_text(encoding="utf-8")) for theory in THEORIES
        }
        counts = {theory: read_fits(folder / f"{theory}.csv")[theory].count for theory in THEORIES}
    except (GrouplifeError, ValueError) as problem:
        print(problem, file=sys.stderr)
        return 1
    if len({json.dumps([report["made_by"][what] for what in SAME]) for report in reports.values()}) != 1:
        print(
            f"the fits in {folder} were made with different rules or ranges; calibrate all theories again",
            file=sys.stderr,
        )
        return 1
    SHIPPED.mkdir(exist_ok=True)
    for theory in THEORIES:
        for end in ("csv", "json"):
            shutil.copyfile(folder / f"{theory}.{end}", SHIPPED / f"{theory}.{end}")
    for lang in ("en", "zh"):
        fits(reports, lang).savefig(HERE / "images" / f"fits_{lang}.png", dpi=110, facecolor="white")
    calibration_tables.reports.cache_clear()
    print(f"calibration: {', '.join(f'{n} fits of {theory}' for theory, n in counts.items())} taken over.")
    return update.main([])


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
