"""`grouplife calibrate`: fit every theory of why talk dies to the patterns marked `calibrate`, and write the fits."""

from __future__ import annotations

import zlib
from collections.abc import Callable, Sequence
from dataclasses import asdict
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from ...errors import UsageError
from ...experiments.conduct import Progress, check_numbers, cores
from ...experiments.executors import MAX_WORKERS, standing
from ...experiments.fitted import THEORIES, THEORY
from ...model.warm import warm_up
from ...scenario import Scenario, load_scenario, scenario_hash
from .journal import Journal
from .procedure import Effort, Fitted, fit
from .simulate import OBSERVED, REFERENCE_SCENARIO, Trial, look
from .space import RANGES
from .tables import write_fits

Floats = NDArray[np.float64]

BUDGET = 3000
LEAST_BUDGET, MOST_BUDGET = 4, 1_000_000
_TRIALS_A_BATCH = 8


def calibrate(
    out: Path | str,
    budget: int = BUDGET,
    seed: int = 1,
    workers: int | None = None,
    resume: bool = False,
    progress: Progress | None = None,
    say: Callable[[str], None] | None = None,
    theories: Sequence[str] = THEORIES,
) -> dict[str, Fitted]:
    """Calibrate each theory, and write its fits to the folder `out`: a table and what made it.

    budget: points of the parameter space looked at while narrowing, for each theory; the other stages go with
    it. seed: of everything random: the same fits with any number of workers, and after any interruption.
    resume: go on where an unfinished calibration of the same model and settings stopped. progress(runs done,
    runs at most). say: hears what goes on. Raises UsageError, GrouplifeError.
    """
    check_numbers(1, seed, workers)
    if type(budget) is not int or not LEAST_BUDGET <= budget <= MOST_BUDGET:
        raise UsageError(
            f"budget must be a whole number from {LEAST_BUDGET} to {MOST_BUDGET}, not {budget!r}"
        )
    unknown = [theory for theory in theories if theory not in THEORIES]
    if unknown or not theories:
        given = ", ".join(unknown) or "none"
        raise UsageError(f"theory: given {given}, allowed: {', '.join(THEORIES)}")
    folder, effort, tell = Path(out), Effort(budget), say or (lambda text: None)
    references = {theory: reference_of(theory) for theory in THEORIES}
    made_by = settings_of(references, effort, seed)
    with Journal(folder, made_by, resume) as journal:
        if resume and journal.kept:
            tell(f"going on: {journal.kept:,} points are known from before")
        elif resume and journal.other:
            tell("the journal is of another model or other settings; starting anew")
        warm_up()  # compiled here once, the workers only load it
        with standing(_workers(workers), look, references) as carry_out:
            bench = _Bench(journal, carry_out, effort.total * len(theories), progress)
            found: dict[str, Fitted] = {}
            for number, theory in enumerate(theories):
                tell(f"{theory} ({number + 1} of {len(theories)})")
                found[theory] = fit(theory, effort, seed, bench.look)
                bench.done = (number + 1) * effort.total  # what the theory left unspent is done too
                write_fits(folder, found[theory], made_by)
    return found


def reference_of(theory: str) -> Scenario:
    """The reference communities under a theory."""
    return load_scenario(REFERENCE_SCENARIO).override({THEORY: theory})


def settings_of(references: dict[str, Scenario], effort: Effort, seed: int) -> dict[str, Any]:
    """Everything a calibration depends on."""
    from ... import __version__
    from ...model.compiled import source_hash

    return {
        "grouplife": __version__,
        "model": source_hash(),
        "reference": {theory: scenario_hash(scenario) for theory, scenario in references.items()},
        "ranges": f"{zlib.crc32(repr(sorted(RANGES.items())).encode()):08x}",
        "observed": len(OBSERVED),
        "seed": seed,
        "budget": effort.points,
        "effort": asdict(effort),
    }


def _workers(asked: int | None) -> int:
    return min(cores(), MAX_WORKERS) if asked is None else asked


class _Bench:
    """Looks at trials: what the journal knows is not run again, the rest is, and is written down as it comes."""

    def __init__(
        self, journal: Journal, carry_out: Callable[..., Any], total: int, progress: Progress | None
    ) -> None:
        self.journal, self.carry_out, self.total, self.progress = journal, carry_out, total, progress
        self.done = 0

    def look(self, trials: Sequence[Trial]) -> Floats:
        new = [trial for trial in trials if self.journal.find(trial) is None]
        self._count([trial for trial in trials if self.journal.find(trial) is not None])
        batches = [new[n : n + _TRIALS_A_BATCH] for n in range(0, len(new), _TRIALS_A_BATCH)]
        for position, values in self.carry_out(batches) if batches else ():
            self.journal.write(zip(batches[position], values, strict=True))
            self._count(batches[position])
        found = [self.journal.find(trial) for trial in trials]
        return np.array(found, dtype=np.float64).reshape(len(trials), len(OBSERVED))

    def _count(self, trials: Sequence[Trial]) -> None:
        self.done += sum(trial.runs for trial in trials)
        if self.progress is not None:
            self.progress(min(self.done, self.total), self.total)
