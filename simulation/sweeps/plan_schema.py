"""What a plan file may say: scenarios, levers, uncertainties, design, replicates, when to stop."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Annotated, Any, Literal, Self

from pydantic import Field, model_validator

from ..experiments.conduct import MAX_ENSEMBLE, MAX_REPLICATES, MAX_SEED
from ..model.definitions.asked import wrong_with
from ..scenario.mistakes import show
from ..scenario.parameter import Finding, Section, Unfit
from ..scenario.schema import Words
from ..scenario.schema_export import DIALECT, tidied
from .factor_schema import Factor, Factors, Value, wrong_value

Design = Literal["grid", "list", "latin_hypercube", "sobol", "morris"]
Kept = Literal["daily", "groups", "members"]
#: Samples where a plan says nothing, by design; what they mean is in `Plan.samples`.
SAMPLES: Mapping[str, int] = {"latin_hypercube": 100, "sobol": 64, "morris": 20}
UNCERTAINTY_SAMPLES = 20
#: Most levers and uncertainties; most points of a design.
MAX_FACTORS = 500
MAX_SAMPLES = 1_000_000

_PERCENT = re.compile(r"\s*(\d{1,3}(?:\.\d{1,6})?)\s*[%％]\s*")

Point = Annotated[dict[str, Value], Field(min_length=1, max_length=MAX_FACTORS)]


class Until(Section):
    """Go on with more seeds until the mean is known well enough."""

    measure: str = Field(min_length=1, max_length=200, description="A measure of the run, at any day")
    halfwidth: Value = Field(
        description='Half the width of the 95 % interval of the mean over seeds: "5%" of the mean, or a number in '
        "the measure's unit"
    )
    least: int = Field(20, ge=2, le=MAX_REPLICATES, description="Seeds before the first look")
    most: int = Field(400, ge=2, le=MAX_REPLICATES, description="Seeds after which it stops all the same")
    step: int = Field(20, ge=1, le=MAX_REPLICATES, description="Seeds added at a time")

    @model_validator(mode="after")
    def _sound(self) -> Self:
        given = self.halfwidth
        number = isinstance(given, (int, float)) and not isinstance(given, bool)
        bound = _percent(given) if isinstance(given, str) else float(given) if number else None
        if bound is None or bound <= 0:
            text = f'given {show(given)}, allowed: a share of the mean, as in "5%", or a number above 0'
            raise Unfit(Finding(("halfwidth",), text))
        if self.most < self.least:
            text = f"given {self.most}, allowed: {self.least} (which is `least`) or more"
            raise Unfit(Finding(("most",), text, (("most",), ("least",))))
        return self

    @property
    def relative(self) -> bool:
        """Whether the half-width is a share of the mean."""
        return isinstance(self.halfwidth, str)

    @property
    def bound(self) -> float:
        """The half-width to reach: a share of |mean| where `relative`, else in the measure's unit."""
        if isinstance(self.halfwidth, str):
            return _percent(self.halfwidth) or 0.0
        return float(self.halfwidth)


class Plan(Section):
    """An experiment: which scenarios, varied how, run how often."""

    name: str = Field(pattern=r"^[a-z0-9][a-z0-9_-]{0,63}$", description="The file's name without .yaml")
    question: Words | None = Field(None, description="What the experiment asks")
    scenarios: Annotated[
        tuple[Annotated[str, Field(min_length=1, max_length=400)], ...], Field(min_length=1)
    ] = Field(max_length=1000, description="Names of the library, or files beside the plan")
    levers: Factors = Field(
        default_factory=dict,
        description="What we choose: dotted path of a scenario -> values, range or distribution",
    )
    factors: Factors = Field(
        default_factory=dict, description="The same as levers; both may be given, no path twice"
    )
    uncertainties: Factors = Field(
        default_factory=dict,
        description="What we do not control: dotted path -> values, range or distribution; crossed with every point "
        "of the levers",
    )
    design: Design = Field(
        "grid",
        description="How points of the levers are chosen: grid (all combinations of values), list (`points`), "
        "latin_hypercube, sobol or morris (`samples`)",
    )
    samples: int | None = Field(
        None, ge=1, le=MAX_SAMPLES,
        description="latin_hypercube: points (100); sobol: base samples N, of N * (levers + 2) points (64, a power "
        "of two); morris: trajectories of levers + 1 points each (20)",
    )  # fmt: skip
    points: Annotated[tuple[Point, ...], Field(max_length=MAX_SAMPLES)] = Field(
        (), description="Of the design list: dotted path -> value, of each point"
    )
    uncertainty_samples: int | None = Field(
        None, ge=1, le=MAX_SAMPLES,
        description="Points of the uncertainties, a Latin hypercube (20; all combinations where all list values)",
    )  # fmt: skip
    ensemble: int = Field(
        0, ge=0, le=MAX_ENSEMBLE,
        description="Members of the shipped ensemble of plausible parameters, crossed with every point; 0: the "
        "scenarios' own parameters",
    )  # fmt: skip
    replicates: int | None = Field(
        None, ge=1, le=MAX_REPLICATES, description="Seeds of every point, the same for all (40)"
    )
    until: Until | None = Field(
        None, description="Instead of `replicates`: as many seeds as the answer needs"
    )
    seed: int = Field(1, ge=0, le=MAX_SEED, description="First seed; the design is drawn from it too")
    days: int | None = Field(None, ge=1, le=730, description="Horizon of all scenarios [days]")
    measures: Annotated[tuple[str, ...], Field(max_length=2000)] = Field(
        (), description="Measures of the run that are kept; all of the summary where none is given"
    )
    keep: Annotated[tuple[Kept, ...], Field(max_length=3)] | None = Field(
        None, description="Tables kept beside one row a run; daily for up to 2000 runs where not given"
    )

    @model_validator(mode="after")
    def _sound(self) -> Self:
        findings = [*_twice(self), *_of_design(self), *_of_stopping(self), *_of_measures(self)]
        if findings:
            raise Unfit(*findings)
        return self

    @property
    def chosen(self) -> dict[str, Factor]:
        """The levers, under whichever name they are given, in the order of the file."""
        return {**self.levers, **self.factors}

    @property
    def effort(self) -> int:
        """Samples of the design, given or by default."""
        return self.samples if self.samples is not None else SAMPLES.get(self.design, 1)


def plan_schema() -> dict[str, Any]:
    """What a plan file may say, as JSON Schema (draft 2020-12)."""
    schema = tidied(Plan.model_json_schema(by_alias=True, mode="validation"))
    factor = schema["$defs"]["Factor"]
    short = {**factor["properties"]["values"]["anyOf"][0], "description": "Short for values"}
    schema["$defs"]["Factor"] = {"anyOf": [factor, short]}
    words = {**schema["$defs"]["Words"]["properties"]["en"], "description": "The same text in both languages"}
    schema["$defs"]["Words"] = {"anyOf": [schema["$defs"]["Words"], words]}
    return {"$schema": DIALECT, **schema, "title": "Grouplife plan"}


# ---------------------------------------------------------------------------------------- checks


def _percent(text: str) -> float | None:
    """The share that a text like "5%" means, or None."""
    found = _PERCENT.fullmatch(text)
    return float(found[1]) / 100.0 if found else None


def _twice(plan: Plan) -> Iterator[Finding]:
    """A path that is both a lever and something else, or that lies inside another."""
    seen: dict[str, str] = {}
    for section in ("levers", "factors", "uncertainties"):
        for path in getattr(plan, section):
            for other, where in seen.items():
                if _same(path, other):
                    what = (
                        f"{other} is already listed under {where}" if path == other else f"{other} lies in it"
                    )
                    what = what if len(other) >= len(path) else f"it lies in {other}, listed under {where}"
                    yield Finding((section, path), f"{what}; keep one")
            seen[path] = section
    for path in plan.points[0] if plan.points else ():
        for other in plan.uncertainties:
            if _same(path, other):
                text = f"{other} is already listed under uncertainties; keep one"
                yield Finding(("points", 0, path), text)
    for n, name in enumerate(plan.scenarios):
        if name in plan.scenarios[:n]:
            yield Finding(("scenarios", n), f"{name} is listed twice; keep one")


def _same(one: str, other: str) -> bool:
    """Whether two paths mean the same place, or one lies in the other."""
    short, long = sorted((one, other), key=len)
    return long == short or long.startswith((f"{short}.", f"{short}["))


def _of_design(plan: Plan) -> Iterator[Finding]:
    """What does not fit the design."""
    sampled = plan.design in SAMPLES
    if plan.samples is not None and not sampled:
        text = f"is of the designs {', '.join(SAMPLES)}; the design here is {plan.design}: leave it away"
        yield Finding(("samples",), text, (("samples",), ("design",)))
    if plan.design == "list":
        if not plan.points:
            yield Finding(("points",), "empty design: list the points, as in points: [{product.price: 90}]")
        if plan.chosen:
            where = "levers" if plan.levers else "factors"
            yield Finding((where,), "the design list takes its paths from points: leave this away")
    elif plan.points:
        text = (
            f"is of the design list; the design here is {plan.design}: write design: list, or leave it away"
        )
        yield Finding(("points",), text, (("points",), ("design",)))
    for n, point in enumerate(plan.points):
        for path, value in point.items():
            if wrong_value(value):
                yield Finding(("points", n, path), wrong_value(value))
        missing = [path for path in plan.points[0] if path not in point]
        surplus = [path for path in point if path not in plan.points[0]]
        if missing or surplus:
            text = f"has no {missing[0]}" if missing else f"sets {surplus[0]}, which the first point does not"
            yield Finding(("points", n), f"{text}; allowed: the same paths in every point")
    if sampled and not plan.chosen:
        text = f"empty design: {plan.design} needs something to vary; list it under levers"
        yield Finding(("design",), text)
    if plan.design == "sobol" and plan.effort & (plan.effort - 1):
        near = 1 << max(1, plan.effort.bit_length() - 1)
        text = f"given {plan.effort}, allowed: a power of two for sobol, as {near} or {2 * near}"
        yield Finding(("samples",), text)
    if plan.design == "morris" and plan.effort < 2:
        yield Finding(("samples",), f"given {plan.effort}, allowed: 2 or more trajectories for morris")
    if plan.uncertainty_samples is not None and not plan.uncertainties:
        text = "there are no uncertainties to draw from; list them, or leave it away"
        yield Finding(("uncertainty_samples",), text)
    for section in ("levers", "factors"):
        for path, factor in getattr(plan, section).items():
            if plan.design == "grid" and factor.values is None and factor.steps is None:
                text = (
                    "a grid needs values: write them as a list, give the range `steps`, or choose design: "
                    "latin_hypercube"
                )
                yield Finding((section, path), text)
            elif plan.design != "grid" and factor.steps is not None:
                text = f"belongs to a grid; the design here is {plan.design}: leave it away"
                yield Finding((section, path, "steps"), text)
    for path, factor in plan.uncertainties.items():
        if factor.steps is not None:
            text = "belongs to a lever in a grid; uncertainties are drawn: leave it away"
            yield Finding(("uncertainties", path, "steps"), text)


def _of_stopping(plan: Plan) -> Iterator[Finding]:
    if plan.until is None:
        return
    if plan.replicates is not None:
        text = "given beside until, which decides how many: leave one away (until.least, until.most bound it)"
        yield Finding(("replicates",), text, (("replicates",), ("until",)))
    wrong = wrong_with(plan.until.measure, plan.days)
    if wrong is not None:
        yield Finding(("until", "measure"), wrong)
    if plan.measures and plan.until.measure not in plan.measures:
        text = f"{plan.until.measure} is not among measures; add it there"
        yield Finding(("until", "measure"), text, (("until", "measure"), ("measures",)))


def _of_measures(plan: Plan) -> Iterator[Finding]:
    for n, name in enumerate(plan.measures):
        wrong = wrong_with(name, plan.days)
        if wrong is not None:
            yield Finding(("measures", n), wrong)
        elif name in plan.measures[:n]:
            yield Finding(("measures", n), f"{name} is listed twice; keep one")
    if plan.keep is not None and len(set(plan.keep)) < len(plan.keep):
        yield Finding(("keep",), "a table is listed twice; keep one")
