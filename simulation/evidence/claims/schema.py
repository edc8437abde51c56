"""What a claim's file may say: quote, contrast, arms, measure, effect, knockouts, ranges looked through."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Annotated, Any, Literal, Self

from pydantic import Field, model_validator

from ...model.definitions import RUN, family_of, measure
from ...model.definitions.asked import wrong_with
from ...scenario.parameter import Finding, Section, Unfit
from ...scenario.paths import nearest
from ...scenario.schema import Words
from ...scenario.schema_export import DIALECT, tidied
from .formula import Unreadable, names_in, terms_of
from .shapes import (
    Crossing,
    Difference,
    Form,
    KneeShift,
    Level,
    Name,
    RankCorrelation,
    WinnerShare,
    arms_named,
)

THEMES = ("lifecycle", "content", "people", "operators", "referral", "money", "context")
Theme = Literal["lifecycle", "content", "people", "operators", "referral", "money", "context"]
Kind = Literal["emergent", "assumption", "accounting", "calibrated_to", "wired_in"]
Settings = dict[str, Any]
Share = Annotated[float, Field(ge=-1, le=100)]
#: The most `seeds_times` may be.
MOST_TIMES = 20
#: The smallest effect that counts where a file says nothing, by unit; absolute. Anything else: `REST`, relative.
LEAST = {"share": 0.05, "correlation": 0.2, "day": 7.0, "doublings": math.log2(1.1)}
REST = 0.1


class Text(Words):
    """A longer text in both languages; a bare text stands for both."""

    en: str = Field(min_length=1, max_length=3000, description="English")
    zh: str = Field(min_length=1, max_length=3000, description="Chinese")


class ClaimArm(Section):
    """One arm: a scenario of the library, and what is set in it."""

    scenario: str = Field(
        min_length=1, max_length=400, description="A scenario: a library name, or a file beside the claim"
    )
    set: Settings = Field(default_factory=dict, description="Dotted path -> value, in this arm")
    title: Words | None = Field(None, description="Name of the arm; the scenario's title where there is none")


class Knockout(Section):
    """What is laid over all arms to see how much of the effect goes with it."""

    set: Settings = Field(min_length=1, description="Dotted path -> value, in all arms")
    title: Words | None = Field(None, description="Name of the knockout")


class Sweep(Section):
    """A range looked through: the effect at each value, laid over all arms."""

    path: str = Field(min_length=1, max_length=200, description="Dotted path in the scenario")
    values: Annotated[tuple[int | float | bool | str, ...], Field(min_length=2, max_length=20)] = Field(
        description="The values, in order"
    )
    arms: tuple[Name, ...] | None = Field(
        None, min_length=1, max_length=64, description="The arms it is laid over; all where not given"
    )


class Claim(Section):
    """A claim of the trade: what was said, how it is tested, what would count as true."""

    id: str = Field(pattern=r"^[A-Za-z][A-Za-z0-9_-]{0,29}$", description="The file's name without .yaml")
    theme: Theme = Field(description="Shelf of the ledger")
    source: str | None = Field(
        None, min_length=1, max_length=200, description="The article; none of a question of one's own"
    )
    stated: Literal["said", "implied"] | None = Field(
        None, description="Whether the article says it or takes it as given"
    )
    kind: Kind = Field(
        description="emergent: can be wrong in the model; assumption: the knockout removes its own "
        "definition; accounting: follows from hours or heads; calibrated_to: its level was fitted; "
        "wired_in: a rule says it"
    )
    quote: str | None = Field(
        None, min_length=1, max_length=1000, description="The article's words, in Chinese"
    )
    claim: Words = Field(description="Our paraphrase")
    contrast: Words = Field(description="What is compared, in one sentence")
    teaches: Text = Field(description="What to look at and discuss, whatever the verdict")
    days: int = Field(180, ge=1, le=730, description="Horizon of all arms [days]")
    set: Settings = Field(default_factory=dict, description="Dotted path -> value, in all arms")
    arms: Annotated[dict[Name, ClaimArm], Field(min_length=1, max_length=64)] = Field(
        description="The arms, in the order they are shown"
    )
    measure: str = Field(
        min_length=1, max_length=400, description="A measure of the run, at any day, or a formula of such"
    )
    measure_title: Words | None = Field(None, description="Name of the measure; needed for a formula")
    unit: str | None = Field(None, max_length=40, description="Its unit; needed for a formula")
    effect: Annotated[Form, Field(discriminator="form")] = Field(description="What is made of the arms")
    expect: Literal["above", "below"] = Field(description="The sign the claim gives the effect")
    min_effect: float | None = Field(
        None, gt=0, description="The smallest effect that counts; by default by unit: share 0.05, correlation 0.2, "
        "day 7, anything else 0.1 relative"
    )  # fmt: skip
    relative: bool | None = Field(
        None,
        description="Whether min_effect is a share of the larger |mean| of the arms compared; with `reported`, of the "
        "arm compared with",
    )
    knockouts: Annotated[dict[Name, Knockout], Field(max_length=20)] = Field(
        default_factory=dict, description="Name -> what is set in all arms"
    )
    also: Annotated[tuple[str, ...], Field(max_length=20)] = Field(
        (), description="Other measures shown for every arm; they decide nothing"
    )
    where: Annotated[tuple[Sweep, ...], Field(max_length=10)] = Field((), description="Ranges looked through")
    contradicts: Annotated[tuple[str, ...], Field(max_length=10)] = Field(
        (), description="Claims that say otherwise"
    )
    boundary: str | None = Field(
        None, description="The path of `where` that shows where one claim ends and the other begins"
    )
    note: Text | None = Field(None, description="What else a reader should know")
    seeds_times: int = Field(
        1,
        ge=1,
        le=MOST_TIMES,
        description="How many times the usual seeds: near what counts",
    )
    reported: tuple[Share, Share] | None = Field(
        None,
        description="The range the article gives for the effect, low and high, as a share of the level of the arm "
        "compared with (0.1 is 10 %); shown beside what is found, decides nothing",
    )

    @model_validator(mode="after")
    def _sound(self) -> Self:
        findings = [*_arm_findings(self), *_measure_findings(self), *_other_findings(self)]
        if findings:
            raise Unfit(*findings)
        return self

    @property
    def sign(self) -> float:
        """+1 where the claim says the effect is above zero, -1 where it says below."""
        return 1.0 if self.expect == "above" else -1.0

    @property
    def effect_unit(self) -> str:
        """Unit of the effect."""
        match self.effect:
            case KneeShift():
                return "doublings"
            case RankCorrelation():
                return "correlation"
            case WinnerShare():
                return "share"
            case _:
                return self.measure_unit

    @property
    def measure_unit(self) -> str:
        """Unit of the measure."""
        return self.unit if self.unit is not None else measure(self.measure).unit

    @property
    def least(self) -> tuple[float, bool]:
        """The smallest effect that counts, and whether it is a share of the level of the arms compared."""
        if self.min_effect is not None:
            return self.min_effect, bool(self.relative)
        if self.relative:
            return REST, True
        return (LEAST[self.effect_unit], False) if self.effect_unit in LEAST else (REST, True)

    def expressions(self) -> tuple[str, ...]:
        """Every measure or formula the effect rests on, the primary one first; the terms of a level's formula too."""
        terms = terms_of(self.measure) if isinstance(self.effect, Level) else ()
        return tuple(dict.fromkeys([*(text for _, text in _expressions(self)), *terms]))

    def measures(self) -> tuple[str, ...]:
        """Every measure of a run that is needed, those only shown too."""
        texts = (*self.expressions(), *self.also)
        return tuple(dict.fromkeys(name for text in texts for name in names_in(text)))


def claim_schema() -> dict[str, Any]:
    """What a claim's file may say, as JSON Schema (draft 2020-12)."""
    schema = tidied(Claim.model_json_schema(by_alias=True, mode="validation"))
    return {"$schema": DIALECT, **schema, "title": "Grouplife claim"}


def _expressions(claim: Claim) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Measures and formulas of the effect with their place in the file."""
    yield ("measure",), claim.measure
    match claim.effect:
        case Crossing(early=early, late=late):
            yield ("effect", "early"), early
            yield ("effect", "late"), late
        case RankCorrelation(with_=other, minus=minus):
            yield ("effect", "with"), other
            if minus is not None:
                yield ("effect", "minus", "measure"), minus.measure
                yield ("effect", "minus", "with"), minus.with_


def _arm_findings(claim: Claim) -> Iterator[Finding]:
    for name in arms_named(claim.effect):
        if name not in claim.arms:
            near = nearest(name, claim.arms)
            hint = f"did you mean {near}? " if near else ""
            yield Finding(("effect",), f"unknown arm {name!r}; {hint}the arms are: {', '.join(claim.arms)}")


def _measure_findings(claim: Claim) -> Iterator[Finding]:
    places = [*_expressions(claim), *((("also", n), text) for n, text in enumerate(claim.also))]
    for where, text in places:
        try:
            names = names_in(text)
        except Unreadable as unreadable:
            yield Finding(where, str(unreadable))
            continue
        for name in names:
            wrong = wrong_with(name, claim.days)
            if wrong is not None:
                yield Finding(where, wrong)
    if claim.measure not in RUN and family_of(claim.measure) is None:
        for field in ("measure_title", "unit"):
            if getattr(claim, field) is None:
                yield Finding((field,), "missing: a formula needs a title and a unit of its own")


def _other_findings(claim: Claim) -> Iterator[Finding]:
    for n, sweep in enumerate(claim.where):
        for name in sweep.arms or ():
            if name not in claim.arms:
                yield Finding(
                    ("where", n, "arms"), f"unknown arm {name!r}; the arms are: {', '.join(claim.arms)}"
                )
    if claim.boundary is not None and claim.boundary not in {one.path for one in claim.where}:
        paths = ", ".join(one.path for one in claim.where) or "none yet"
        yield Finding(
            ("boundary",), f"given {claim.boundary!r}, allowed: a path listed under where ({paths})"
        )
    if claim.id in claim.contradicts:
        yield Finding(("contradicts",), "a claim cannot contradict itself")
    if claim.reported is not None:
        low, high = claim.reported
        if low > high:
            yield Finding(("reported",), f"given {low:g} to {high:g}, allowed: the lower end first")
        if not isinstance(claim.effect, Difference):
            yield Finding(
                ("reported",),
                f"allowed: with the form difference, where it is a share of the arm compared with, not with "
                f"{claim.effect.form}",
            )
    if claim.relative and claim.effect_unit in ("doublings", "correlation"):
        yield Finding(
            ("relative",), f"allowed: off, for an effect in {claim.effect_unit} has no mean to be a share of"
        )
