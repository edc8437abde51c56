"""From a plan to its runs: base scenarios x points of the design x uncertainties x seeds, in one fixed order.

A *cell* is everything of a run but its seed: scenario, point, uncertainty, member. Cells are numbered
scenario by scenario, point by point, uncertainty by uncertainty, member by member. Seeds come in *blocks*
(one block, or those of the stopping rule), and runs are numbered block by block, in a block cell by cell, in
a cell seed by seed. So the number of a run never depends on how many blocks are made, on which cells go on,
or on the order in which runs finish, and the runs of one cell stand together: a worker builds their scenario
once.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

import numpy as np
from numpy.typing import NDArray

from ..experiments.ensemble import Ensemble
from ..experiments.fitted import THEORY
from ..scenario import Scenario, scenario_hash
from .plan_file import Source, load_plan
from .plan_schema import Plan

if TYPE_CHECKING:
    import pandas as pd

#: Replicates where a plan says nothing.
REPLICATES = 40
#: Runs up to which the daily table is kept where a plan says nothing.
DAILY_RUNS = 2000


class RunSpec(NamedTuple):
    """One run.

    run_id: its number in the plan, for ever. scenario, point, uncertainty: rows of the sweep's tables.
    member: of the ensemble, -1: the scenario's own parameters. seed: the same people and luck in every cell.
    """

    run_id: int
    scenario: int
    point: int
    uncertainty: int
    member: int
    seed: int


class Cell(NamedTuple):
    """What the runs with different seeds have in common."""

    scenario: int
    point: int
    uncertainty: int
    member: int


@dataclass(frozen=True, eq=False)
class Sweep:
    """A plan worked out. It travels to a worker as it is: a few tables, no run.

    scenarios: the bases, with the plan's horizon, levers and uncertainties not yet set. points: one row a
    different point of the levers, one column a path, values as the scenario takes them; one row without
    columns where nothing is varied. uncertain: the same of the uncertainties. rows: the row of `points` of
    each point of the design, in the design's order (a Sobol or Morris design may meet a point twice: analyse
    `Y[rows]`). unit: [design's points x levers] their place 0..1 in the range of each lever, NaN of a list.
    units: of each path, as its field has it. text: the plan as written. notes: what a reader should know, in
    English and Chinese.
    """

    plan: Plan
    scenarios: tuple[Scenario, ...]
    points: pd.DataFrame
    uncertain: pd.DataFrame
    rows: NDArray[np.int64]
    unit: NDArray[np.float64]
    units: Mapping[str, str]
    text: str = ""
    ensemble: Ensemble | None = None
    notes: tuple[Mapping[str, str], ...] = ()

    @property
    def members(self) -> int:
        """Members of the ensemble each point meets, at least one: the scenario's own parameters."""
        return max(1, self.plan.ensemble)

    @property
    def cells(self) -> int:
        """Different things to run, each with every seed."""
        return len(self.scenarios) * len(self.points) * len(self.uncertain) * self.members

    @property
    def blocks(self) -> tuple[range, ...]:
        """The replicates (numbered from 0) of each block: one, or those the stopping rule adds one by one."""
        until = self.plan.until
        if until is None:
            return (range(self.plan.replicates or REPLICATES),)
        ends = [*range(until.least, until.most, until.step), until.most]
        starts = [0, *ends[:-1]]
        return tuple(range(start, end) for start, end in zip(starts, ends, strict=True))

    @property
    def least_runs(self) -> int:
        """Runs made in any case."""
        return self.cells * self.blocks[0].stop

    @property
    def most_runs(self) -> int:
        """Runs made if the stopping rule never stops."""
        return self.cells * self.blocks[-1].stop

    @property
    def keep(self) -> tuple[str, ...]:
        """Tables kept beside `runs`."""
        if self.plan.keep is not None:
            return self.plan.keep
        return ("daily",) if self.most_runs <= DAILY_RUNS else ()

    @cached_property
    def hash(self) -> str:
        """Content hash, 16 hex digits: of what the plan says and of its scenarios, but for names and questions."""
        said = self.plan.model_dump(
            mode="json", exclude={"name", "question", "scenarios", "levers", "factors"}
        )
        said["levers"] = {path: factor.model_dump(mode="json") for path, factor in self.plan.chosen.items()}
        said["scenarios"] = [(one.name, scenario_hash(one)) for one in self.scenarios]
        text = json.dumps(said, separators=(",", ":"), ensure_ascii=True)
        return hashlib.sha256(text.encode()).hexdigest()[:16]

    def cell(self, number: int) -> Cell:
        """What a cell is. number: 0 to cells - 1."""
        if not 0 <= number < self.cells:
            raise IndexError(f"there is no cell {number}: the sweep has {self.cells}")
        rest, member = divmod(number, self.members)
        rest, uncertainty = divmod(rest, len(self.uncertain))
        scenario, point = divmod(rest, len(self.points))
        return Cell(scenario, point, uncertainty, member if self.plan.ensemble else -1)

    def cells_at(self, scenario: int, point: int) -> range:
        """The cells of one scenario and point: all their uncertainties and members. The stopping rule's unit."""
        each = len(self.uncertain) * self.members
        first = (scenario * len(self.points) + point) * each
        return range(first, first + each)

    def spec(self, run_id: int) -> RunSpec:
        """The run of a number. run_id: 0 to most_runs - 1."""
        for block in self.blocks:
            if 0 <= run_id < self.cells * block.stop:
                cell, place = divmod(run_id - self.cells * block.start, len(block))
                return RunSpec(run_id, *self.cell(cell), self.plan.seed + block.start + place)
        raise IndexError(f"there is no run {run_id}: the plan has {self.most_runs}")

    def row(self, table: Literal["points", "uncertain"], row: int) -> dict[str, Any]:
        """One row of `points` or `uncertain` as plain values, by path."""
        found: dict[str, Any] = {}
        frame: pd.DataFrame = getattr(self, table)
        for path in frame.columns:
            value: Any = frame[path].iat[row]
            found[str(path)] = value.item() if hasattr(value, "item") else value
        return found

    def settings(self, cell: Cell | RunSpec) -> dict[str, Any]:
        """What the cell sets in its scenario, by dotted path: the ensemble's draw, then uncertainties, then levers."""
        own = {**self.row("uncertain", cell.uncertainty), **self.row("points", cell.point)}
        if self.ensemble is None or cell.member < 0:
            return own
        base = self.scenarios[cell.scenario]
        return {**self.ensemble.overrides(base, cell.member, theory=own.get(THEORY)), **own}

    def scenario_of(self, cell: Cell | RunSpec) -> Scenario:
        """The scenario that runs in a cell. Raises UsageError where its values do not go together."""
        return self.scenarios[cell.scenario].override(self.settings(cell))


def runs(sweep: Sweep, block: range | None = None, cells: Iterable[int] | None = None) -> Iterator[RunSpec]:
    """The runs in order of run_id, one at a time: nothing is held but the one.

    block: one of `sweep.blocks`, None: all of them. cells: only these, ascending; None: all.
    """
    wanted = None if cells is None else tuple(cells)
    for one in sweep.blocks if block is None else (block,):
        if one not in sweep.blocks:
            raise ValueError(f"{one} is none of the plan's blocks: {sweep.blocks}")
        for number in range(sweep.cells) if wanted is None else wanted:
            cell = sweep.cell(number)
            first = sweep.cells * one.start + number * len(one)
            for place, replicate in enumerate(one):
                yield RunSpec(first + place, *cell, sweep.plan.seed + replicate)


def expand(source: Source, bases: Mapping[str, Scenario] | None = None) -> Sweep:
    """The runs a plan asks for. source: a Plan, a name of the library, a file, plain data.

    bases: scenarios that are read already, by what the plan calls them.

    Raises UsageError, placed in the plan, where a scenario cannot be read, a path or value does not fit, the
    design has far too many points, or values do not go together in one of the first points.
    """
    from .build import build  # which makes a Sweep

    return build(load_plan(source), bases or {})
