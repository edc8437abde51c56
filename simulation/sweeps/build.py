"""Working a plan out: its scenarios, its points, its uncertainties, and whether all of them go together."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from ..errors import UsageError
from ..experiments.ensemble import Ensemble, draw_ensemble
from ..model.definitions.asked import wrong_with
from ..scenario import Scenario, load_scenario
from ..scenario.labels import field_name, kind_name
from ..scenario.library import find
from ..scenario.mistakes import show
from ..scenario.overrides import changed_scenario
from ..scenario.parameter import Finding
from . import designs
from .expand import Cell, Sweep
from .factors import Axis, axes_of, listed_axes, within
from .plan_file import PlanFile
from .plan_schema import SAMPLES, UNCERTAINTY_SAMPLES, Plan

if TYPE_CHECKING:
    import pandas as pd

#: Most points of a grid: nobody waits for more.
MAX_GRID = 100_000
#: Most points of any design, and of the uncertainties.
MAX_POINTS = 1_000_000
#: Points tried before anything runs, over all scenarios; the others are tried when they run.
TRIED = 200
_SHOWN = 3  # mistakes of points told at once

_CALENDAR = re.compile(r"strategy\.calendar\[(\d+)\]")

Points = tuple["pd.DataFrame", NDArray[np.int64], NDArray[np.float64]]


def build(file: PlanFile, bases: Mapping[str, Scenario]) -> Sweep:
    """The sweep of a plan. Raises UsageError that lists every mistake with its place.

    bases: scenarios that are read already, by what the plan calls them.
    """
    plan = file.plan
    scenarios = _scenarios(file, bases)
    if plan.design == "list":
        levers, wrong = listed_axes(plan.points)
    else:
        levers, wrong = axes_of("levers", plan.levers)
        more, others = axes_of("factors", plan.factors)
        levers, wrong = [*levers, *more], [*wrong, *others]
    uncertainties, others = axes_of("uncertainties", plan.uncertainties)
    wrong += others
    wrong += _paths(plan, [*levers, *uncertainties], scenarios)
    wrong += _measures(plan, scenarios)
    wrong = wrong or [*_too_many(plan, levers, len(scenarios)), *_too_many_uncertain(plan, uncertainties)]
    if wrong:
        raise file.refuse(wrong)
    points, rows, unit = _points(plan, levers)
    sweep = Sweep(
        plan=plan,
        scenarios=tuple(scenarios),
        points=points,
        uncertain=_uncertain(plan, uncertainties),
        rows=rows,
        unit=unit,
        units={one.path: one.unit for one in (*levers, *uncertainties)},
        text=file.text,
        ensemble=_ensemble(file, scenarios),
        notes=(
            *_notes([*levers, *uncertainties], len(rows), len(points)),
            *_unlike([*levers, *uncertainties], scenarios),
        ),
    )
    wrong = _impossible(sweep)
    if wrong:
        raise file.refuse(wrong)
    return sweep


# ---------------------------------------------------------------------------------------- scenarios


def _scenarios(file: PlanFile, bases: Mapping[str, Scenario]) -> list[Scenario]:
    """The bases, with the plan's horizon."""
    found: list[Scenario] = []
    wrong: list[Finding] = []
    for n, name in enumerate(file.plan.scenarios):
        try:
            known = bases.get(name)
            scenario = load_scenario(find(name, beside=file.folder)) if known is None else known
            if file.plan.days is not None:
                scenario = scenario.override({"days": file.plan.days})
        except UsageError as problem:
            wrong.append(Finding(("scenarios", n), str(problem)))
            continue
        if scenario.name in {other.name for other in found}:
            text = f"another scenario of this plan is called {scenario.name} too; give one another `name`"
            wrong.append(Finding(("scenarios", n), text))
        found.append(scenario)
    if wrong:
        raise file.refuse(wrong)
    return found


def _ensemble(file: PlanFile, scenarios: Sequence[Scenario]) -> Ensemble | None:
    if not file.plan.ensemble:
        return None
    try:
        return draw_ensemble(file.plan.ensemble, file.plan.seed, scenarios)
    except UsageError as problem:
        raise file.refuse([Finding(("ensemble",), str(problem))]) from None


# ---------------------------------------------------------------------------------------- fields


def _paths(plan: Plan, axes: Sequence[Axis], scenarios: Sequence[Scenario]) -> list[Finding]:
    """Paths that a scenario does not have, such as an entry of a list that is too short there."""
    found: list[Finding] = []
    for one in axes:
        value = one.at(np.array([0.5]))[0]
        for scenario in scenarios:
            _, mistakes = changed_scenario(scenario, {one.path: value})
            # what is wrong inside the scenario may be mended by the other factors; the path itself is not
            texts = [m.text for m in mistakes if m.path and not m.where]
            if texts:
                found.append(Finding(_place(plan, one.path), f"in the scenario {scenario.name}: {texts[0]}"))
                break
    return found


def _place(plan: Plan, path: str) -> tuple[str | int, ...]:
    """Where a path is written in the plan."""
    for section in ("levers", "factors", "uncertainties"):
        if path in getattr(plan, section):
            return (section, path)
    return ("points", 0, path)


def _measures(plan: Plan, scenarios: Sequence[Scenario]) -> list[Finding]:
    """Measures of days that no scenario reaches."""
    if plan.days is not None or "days" in plan.chosen or "days" in plan.uncertainties:
        return []  # the schema has looked, or it depends on the point
    longest = max(scenario.days for scenario in scenarios)
    asked: list[tuple[tuple[str | int, ...], str]] = [
        (("measures", n), name) for n, name in enumerate(plan.measures)
    ]
    if plan.until is not None:
        asked.append((("until", "measure"), plan.until.measure))
    told = [(where, wrong_with(name, longest)) for where, name in asked]
    return [Finding(where, text) for where, text in told if text is not None]


# ---------------------------------------------------------------------------------------- points


def _points(plan: Plan, axes: Sequence[Axis]) -> Points:
    """Different points, the row of each of the design's points among them, and its places 0..1."""
    paths = [one.path for one in axes]
    if plan.design == "list":
        columns = [[one.typed(point[one.path]) for point in plan.points] for one in axes]
        table = designs.frame(paths, columns, len(plan.points))
        unit = np.full((len(plan.points), len(axes)), np.nan)
    elif plan.design == "grid":
        rows, unit = designs.grid(axes)
        table = designs.frame(paths, [[row[k] for row in rows] for k in range(len(axes))], len(rows))
    else:
        unit = designs.sampled(plan.design, len(axes), plan.effort, plan.seed)
        table = designs.table_of(axes, unit, designs.MORRIS_EDGE if plan.design == "morris" else 0.0)
    points, rows_of = designs.distinct(table)
    return points, rows_of, unit


def _uncertain(plan: Plan, axes: Sequence[Axis]) -> pd.DataFrame:
    """Points of the uncertainties: drawn, or all combinations of values; each counts the same."""
    paths = [one.path for one in axes]
    if not axes or _all_combinations(plan, axes):
        rows, _ = designs.grid(axes)
        return designs.frame(paths, [[row[k] for row in rows] for k in range(len(axes))], len(rows))
    samples = plan.uncertainty_samples or UNCERTAINTY_SAMPLES
    places = designs.latin_hypercube(len(axes), samples, plan.seed, designs.UNCERTAINTIES)
    return designs.table_of(axes, places)


def _all_combinations(plan: Plan, axes: Sequence[Axis]) -> bool:
    return plan.uncertainty_samples is None and all(one.factor.values is not None for one in axes)


def _too_many(plan: Plan, axes: Sequence[Axis], scenarios: int) -> list[Finding]:
    """A design nobody waits for, with one that will do."""
    if plan.design == "grid" and designs.grid_size(axes) > MAX_GRID:
        sizes = " x ".join(str(len(one.levels or ())) for one in axes)
        text = (
            f"a grid of {sizes} = {designs.grid_size(axes):,} points, allowed: up to {MAX_GRID:,}; write design: "
            f"latin_hypercube with samples: {suggested_samples(len(axes))}, which spreads points evenly over all "
            "of them, or list fewer values"
        )
        return [Finding(("design",), text)]
    if plan.design in SAMPLES:
        count = designs.points_of(plan.design, len(axes), plan.effort)
        if count > MAX_POINTS:
            most = MAX_POINTS // designs.points_of(plan.design, len(axes), 1)
            text = f"given {plan.effort:,}, which makes {count:,} points; allowed: up to {most:,} here"
            return [Finding(("samples",), text)]
    return []


def _too_many_uncertain(plan: Plan, axes: Sequence[Axis]) -> list[Finding]:
    size = designs.grid_size(axes) if axes else 1
    if _all_combinations(plan, axes) and size > MAX_GRID:
        text = f"{size:,} combinations, allowed: up to {MAX_GRID:,}; write uncertainty_samples: 20 to draw from them"
        return [Finding(("uncertainties",), text)]
    return []


def suggested_samples(axes: int) -> int:
    """Points of a Latin hypercube that show the main effects of so many axes: some 50 an axis, 1000 at most."""
    return min(1000, 50 * max(1, axes))


# ---------------------------------------------------------------------------------------- all together


def _impossible(sweep: Sweep) -> list[Finding]:
    """The first points whose values do not go together in a scenario."""
    each = max(1, TRIED // len(sweep.scenarios))
    found: list[Finding] = []
    failed = 0
    for scenario, base in enumerate(sweep.scenarios):
        for place, point in enumerate(_tried(sweep.points, each)):
            uncertainty = place % len(sweep.uncertain)
            cell = Cell(scenario, point, uncertainty, place % sweep.members if sweep.plan.ensemble else -1)
            try:
                sweep.scenario_of(cell)
            except UsageError as problem:
                failed += 1
                if len(found) < _SHOWN:
                    values = {**sweep.row("points", point), **sweep.row("uncertain", uncertainty)}
                    said = ", ".join(f"{path}: {show(value)}" for path, value in values.items())
                    blamed = [path for path in values if f"override {path}:" in str(problem)]
                    where = _place(sweep.plan, blamed[-1]) if blamed else ()
                    found.append(Finding(where, f"{base.name} cannot be run with {said}: {problem}"))
    if failed > len(found):
        found.append(Finding((), f"so it is at {failed - len(found)} more of the points tried"))
    return found


def _tried(points: pd.DataFrame, count: int) -> list[int]:
    """The first points, after those at the ends of each axis."""
    ends: list[int] = []
    for path in points.columns:
        values = points[path].to_numpy()
        if values.dtype.kind in "if":
            ends += [int(values.argmin()), int(values.argmax())]
    return list(dict.fromkeys([*ends, *range(min(count, len(points)))]))


def _notes(axes: Sequence[Axis], design: int, different: int) -> list[Mapping[str, str]]:
    """What a reader should know of the points."""
    notes: list[Mapping[str, str]] = []
    if different < design:
        notes.append(
            {
                "en": f"{design:,} points of the design are {different:,} different ones; each is run once",
                "zh": f"设计的 {design:,} 个点中有 {different:,} 个不同的点；每个只运行一次",
            }
        )
    for one in axes:
        law = one.factor.distribution
        outside = 1.0 - within(law, one.spot) if law is not None else 0.0
        if outside > 0.05:
            low, high = one.bounds
            notes.append(
                {
                    "en": f"{100 * outside:.0f} % of the distribution of {one.path} lies outside {low:g} to {high:g}, "
                    "which is all the field allows, and is cut off",
                    "zh": f"{one.path} 的分布有 {100 * outside:.0f} % 在允许的 {low:g} 至 {high:g} 之外，已截去",
                }
            )
    return notes


def posts_at(path: str, scenarios: Sequence[Scenario]) -> dict[str, str]:
    """Scenario -> kind of post of the entry of the calendar that a path is about; empty for any other path."""
    found = _CALENDAR.match(path)
    if found is None:
        return {}
    place = int(found[1])
    return {
        one.name: one.strategy.calendar[place].post for one in scenarios if place < len(one.strategy.calendar)
    }


def _unlike(axes: Sequence[Axis], scenarios: Sequence[Scenario]) -> list[Mapping[str, str]]:
    """Places in the calendar that are not the same kind of post in all scenarios."""
    notes: list[Mapping[str, str]] = []
    paths = {one.path for one in axes}
    for path in dict.fromkeys(found[0] for one in axes if (found := _CALENDAR.match(one.path))):
        if f"{path}.post" in paths:
            continue  # varied too, so it is told
        kinds: dict[str, list[str]] = {}
        for name, kind in posts_at(path, scenarios).items():
            kinds.setdefault(kind, []).append(name)
        if len(kinds) < 2:
            continue
        en = "; ".join(f"{kind_name(kind, 'en')} in {', '.join(names)}" for kind, names in kinds.items())
        zh = "；".join(f"在 {'、'.join(names)} 中是{kind_name(kind, 'zh')}" for kind, names in kinds.items())
        notes.append(
            {
                "en": f"{field_name(path, 'en')} is not the same kind of post in all scenarios: {en}. This factor "
                "does not change the same thing in all of them",
                "zh": f"{field_name(path, 'zh')}在各场景中不是同一种内容：{zh}。这个因素改变的不是同一件事",
            }
        )
    return notes
