"""A question's runs, round by round: which points come next depends on what the last ones showed.

Each round is a sweep of its own in a folder below the question's (rounds/01, rounds/02, …), so a question that is
stopped at any moment is asked again from the start and finds its finished rounds, and in the unfinished one its
finished runs. What a round asks depends only on what earlier ones found, and that on nothing but plan, seeds and
version: a question answered in ten sessions on any number of workers has the answer of one in a single session.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from ..errors import UsageError
from ..experiments.ensemble import draw_ensemble
from ..experiments.store import ResultsFolder, load_results, write_error
from ..experiments.version import made_with
from ..scenario import Scenario, scenario_hash
from ..sweeps import designs
from ..sweeps.expand import Sweep
from ..sweeps.plan_file import load_plan
from ..sweeps.runner import sweep
from ..sweeps.status import Status, Watch
from .levers import Lever

if TYPE_CHECKING:
    import pandas as pd

Values = NDArray[np.float64]
FOLDER = "rounds"
_ASKED = "question.json"


@dataclass(frozen=True)
class Conditions:
    """How runs are carried out; no result depends on any of it.

    expected: runs in all, as far as one can say, for the progress.
    """

    workers: int | None = None
    scheduler: str | None = None
    fresh: bool = False
    command: str = ""
    watch: Watch | None = None
    expected: int = 0


class Rounds:
    """The rounds of one question about one scenario.

    folder: entered, of the question. measures: of a run, those that are kept. asked: everything the runs depend on,
    as plain data, and versions of libraries that choose points. Raises UsageError where the folder holds the runs of
    another question, or of this one made with other versions.
    """

    def __init__(
        self,
        folder: ResultsFolder,
        scenario: Scenario,
        levers: Sequence[Lever],
        measures: Sequence[str],
        asked: Mapping[str, Any],
        how: Conditions,
        versions: Mapping[str, str] | None = None,
    ) -> None:
        self.folder = folder
        self.scenario = scenario
        self.levers = tuple(levers)
        self.measures = tuple(dict.fromkeys(measures))
        self.how = how
        self.runs = self.reused = self.failed = 0
        self.number = 0
        self._tables: list[pd.DataFrame] = []
        self._begin(
            {
                "question": {**asked, "scenario": [scenario.name, scenario_hash(scenario)]},
                "versions": {**made_with(), **(versions or {})},
            }
        )

    def run(
        self,
        points: Sequence[Mapping[str, Any]],
        seed: int,
        replicates: int,
        name: str = "",
        ensemble: int = 0,
    ) -> Values:
        """The measures of the runs at these points: [points, members, seeds, measures], failed or undefined NaN.

        points: path -> value of all levers, or all of them empty: the scenario as it is. name: of the round, by
        default its number. ensemble: members of the shipped ensemble, 0: the scenario's own parameters, one member.
        """
        if not name:
            self.number += 1
            name = f"{self.number:02d}"
        asked = self._sweep(points, seed, replicates, name, ensemble)
        target = self.folder.path / FOLDER / asked.plan.name
        before = self.runs
        outcome = sweep(
            asked, target, workers=self.how.workers, scheduler=self.how.scheduler, command=self.how.command,
            watch=lambda status: self._tell(before, status),
        )  # fmt: skip
        self.runs += outcome.runs
        self.reused += outcome.reused
        self.failed += outcome.failed
        table = load_results(target).runs
        self._tables.append(table.drop(columns="run_id").assign(round=asked.plan.name))
        shape = (len(asked.points), asked.members, replicates)
        found = np.full((*shape, len(self.measures)), np.nan)
        place = (table["point"], table["member"].clip(lower=0), table["seed"] - seed)
        found[tuple(np.asarray(index) for index in place)] = table[list(self.measures)].to_numpy(
            dtype=np.float64
        )
        return found[asked.rows]

    def table(self) -> pd.DataFrame:
        """All runs of all rounds so far: run_id anew, round, point, member, seed, values of the levers, measures."""
        import pandas as pd

        whole = pd.concat(self._tables, ignore_index=True)
        first = ["round", "scenario", "point", "member", "seed"]
        whole = whole[[*first, *(name for name in whole.columns if name not in (*first, "uncertainty"))]]
        whole.insert(0, "run_id", range(len(whole)))
        return whole

    # ------------------------------------------------------------------------------------ within

    def _sweep(
        self, points: Sequence[Mapping[str, Any]], seed: int, replicates: int, name: str, ensemble: int
    ) -> Sweep:
        plan = load_plan(
            {
                "name": name, "scenarios": [self.scenario.name], "replicates": replicates, "seed": seed, "keep": [],
                "measures": list(self.measures), "ensemble": ensemble,
                **({"design": "list", "points": [dict(point) for point in points]} if points[0] else {}),
            }
        )  # fmt: skip
        levers = [one for one in self.levers if one.path in points[0]]
        columns = [[one.axis.typed(point[one.path]) for point in points] for one in levers]
        table = designs.frame([one.path for one in levers], columns, len(points))
        different, rows = designs.distinct(table)
        return Sweep(
            plan=plan.plan,
            scenarios=(self.scenario,),
            points=different,
            uncertain=designs.frame([], [], 1),
            rows=rows,
            unit=np.full((len(points), len(levers)), np.nan),
            units={one.path: one.unit for one in levers},
            text=plan.text,
            ensemble=draw_ensemble(ensemble, seed, [self.scenario]) if ensemble else None,
        )

    def _tell(self, before: int, status: Status) -> None:
        if self.how.watch is None:
            return
        total = max(self.how.expected, before + status.total)
        done = before + status.done
        left = (total - done) / status.rate if status.rate > 0 else None
        self.how.watch(replace(status, done=done, total=total, failed=self.failed + status.failed, left=left))

    def _begin(self, asked: dict[str, Any]) -> None:
        """Claim the folder for this question, or find that it is claimed for it."""
        target = self.folder.path / FOLDER
        asked = json.loads(json.dumps(asked, ensure_ascii=False))
        try:
            if self.how.fresh and target.exists():
                shutil.rmtree(target)
            held = _held(target / _ASKED)
            if held is None:
                target.mkdir(exist_ok=True)
                _write(target / _ASKED, json.dumps(asked, ensure_ascii=False, indent=1) + "\n")
            elif held != asked:
                raise UsageError(self._refusal(asked, held))
        except OSError as problem:
            raise write_error(self.folder.path, problem) from problem
        self.folder.keep()

    def _refusal(self, asked: dict[str, Any], held: dict[str, Any]) -> str:
        choices = "--fresh discards them, another --out keeps both"
        mine, other = asked["question"], held.get("question", {})
        if mine != other:
            names = [name for name in mine if mine[name] != other.get(name)]
            return (
                f"--out {self.folder.path} holds the runs of another question (other {', '.join(names)}); "
                f"nothing is overwritten: {choices}"
            )
        others = held.get("versions", {})
        names = [
            f"{name} {others.get(name, 'none')}, now {version}"
            for name, version in asked["versions"].items()
            if others.get(name) != version
        ]
        return (
            f"--out {self.folder.path} holds runs of this question made with other versions ({'; '.join(names)}), "
            f"and runs of two versions cannot be mixed; go back to those versions, or: {choices}"
        )


def _held(path: Path) -> dict[str, Any] | None:
    """What a folder was claimed for; None if for nothing, {} if that cannot be read."""
    try:
        found = json.loads(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        return None
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _write(path: Path, text: str) -> None:
    draft = path.with_name(f".{path.name}.{os.getpid()}")
    with open(draft, "w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    os.replace(draft, path)
