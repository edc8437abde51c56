"""The forms an effect can take: what a claim's file says under `effect`. The arithmetic is in `forms`."""

from __future__ import annotations

from typing import Annotated, Any, Literal, Self

from pydantic import Field, model_validator

from ...scenario.parameter import Finding, Section, Unfit

Name = Annotated[str, Field(pattern=r"^[A-Za-z0-9][A-Za-z0-9_.-]{0,59}$")]
Names = Annotated[tuple[Name, ...], Field(min_length=1, max_length=64)]
Pair = tuple[Name, Name]
Expression = Annotated[str, Field(min_length=1, max_length=400)]
Need = Literal["all", "any"]
#: What is moved from one level to the next; the arms of a curve, in order of their level.
Levels = Annotated[tuple[float, ...], Field(min_length=2, max_length=40)]


class Difference(Section):
    """value(of) - value(against), run by run; against several, or in several pairs: all must hold, or any."""

    form: Literal["difference"]
    of: Name | None = Field(None, description="The arm the claim is about")
    against: Name | Names | None = Field(None, description="The arm, or arms, it is compared with")
    pairs: Annotated[tuple[Pair, ...], Field(min_length=1, max_length=64)] | None = Field(
        None, description="Instead of `of` and `against`: pairs [of, against]"
    )
    need: Need = Field("all", description="Of several pairs: all must hold (the weakest decides), or any")

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        plain = self.of is not None and self.against is not None
        if plain == (self.pairs is not None) or (self.of is None) != (self.against is None):
            raise Unfit(Finding((), "allowed: `of` with `against`, or `pairs`"))
        return self


class Level(Section):
    """value(of) - threshold."""

    form: Literal["level"]
    of: Name = Field(description="The arm")
    threshold: float = Field(description="What its measure is held against, in the unit of the measure")
    share_of_level: bool = Field(
        False,
        description="Whether a knockout's share is of the measure itself, not of its distance from the threshold",
    )


class _Curve(Section):
    """Arms in order of a level."""

    arms: Names = Field(description="The arms, in order of the level")
    levels: Levels = Field(description="The level of each arm, ascending")

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if len(self.arms) != len(self.levels):
            raise Unfit(
                Finding(
                    ("levels",), f"given {len(self.levels)} levels, allowed: one an arm ({len(self.arms)})"
                )
            )
        if list(self.levels) != sorted(set(self.levels)):
            raise Unfit(Finding(("levels",), "allowed: levels that rise from arm to arm"))
        return self


class Trend(_Curve):
    """value(last) - value(first)."""

    form: Literal["trend"]


class SignChange(_Curve):
    """The last level lies on the claimed side of zero, the first on the other: both must hold."""

    form: Literal["sign_change"]


class Peak(_Curve):
    """The best level between the ends less the better end; chosen on half the seeds, valued on the other."""

    form: Literal["peak"]

    @model_validator(mode="after")
    def _has_inside(self) -> Self:
        return _at_least(self, 3, "a peak needs a level between the two ends: three levels or more")


class Moved(Section):
    """What moves the knee, laid over all arms."""

    set: dict[str, Any] = Field(min_length=1, description="Dotted path -> value")


class KneeShift(_Curve):
    """log2 of (knee under `moved` / knee); the knee is where half the fall from the best level is lost.

    Where a curve does not fall beyond luck, and by `fall` at least, there is no knee and nothing to move.
    """

    form: Literal["knee_shift"]
    moved: Moved = Field(description="The other world, in which the knee lies elsewhere")
    fall: float = Field(
        0.1,
        gt=0,
        lt=1,
        description="The smallest fall to the last level that makes a knee, as a share of the best",
    )

    @model_validator(mode="after")
    def _positive(self) -> Self:
        if self.levels[0] <= 0.0:
            raise Unfit(
                Finding(("levels",), "a knee lies between levels on a log scale: allowed are levels above 0")
            )
        return _at_least(self, 3, "a knee needs three levels or more")


class Interaction(Section):
    """(d - c) - (b - a) of cells [[a, b], [c, d]]."""

    form: Literal["interaction"]
    cells: tuple[Pair, Pair] = Field(description="[[a, b], [c, d]]: the effect is (d - c) - (b - a)")


class Synergy(Section):
    """(all - none) less the sum of (part - none): what the parts do together beyond what each does alone."""

    form: Literal["synergy"]
    all: Name = Field(description="The arm with all parts")
    none: Name = Field(description="The arm with none")
    parts: Names = Field(description="The arms with one part each")


class Minus(Section):
    """A second rank correlation, taken off the first."""

    measure: Expression = Field(description="A measure or a formula")
    with_: Expression = Field(alias="with", description="What it is correlated with")


class RankCorrelation(Section):
    """Spearman's correlation over the arms of `measure` and `with` in each run, less another or a threshold.

    With `elsewhere` two comparisons, both of which must hold: that, and that less the same in another world.
    """

    form: Literal["rank_correlation"]
    arms: Names = Field(description="The arms that are ranked")
    with_: Expression = Field(alias="with", description="The other measure or formula")
    minus: Minus | None = Field(None, description="Another correlation, taken off")
    threshold: float | None = Field(
        None, ge=-1, le=1, description="Taken off instead; 0 where neither is given"
    )
    elsewhere: Names | None = Field(
        None,
        description="The same plans, one for one, in another world: what is found here must also exceed what is "
        "found there",
    )

    @model_validator(mode="after")
    def _enough(self) -> Self:
        if self.minus is not None and self.threshold is not None:
            raise Unfit(Finding((), "given both minus and threshold, allowed: one of them"))
        if self.elsewhere is not None and len(self.elsewhere) != len(self.arms):
            given, asked = len(self.elsewhere), len(self.arms)
            raise Unfit(
                Finding(("elsewhere",), f"given {given} arms, allowed: one for each of the {asked} arms")
            )
        return _at_least(self, 3, "a rank correlation needs three arms or more")


class Regret(Section):
    """Each row's own best plan less the plan best over all rows; chosen on half the seeds, valued on the other."""

    form: Literal["regret"]
    rows: Annotated[dict[Name, Names], Field(min_length=2, max_length=20)] = Field(
        description="Row -> its arms, the plans in the same order in every row"
    )

    @model_validator(mode="after")
    def _rectangular(self) -> Self:
        if len({len(plans) for plans in self.rows.values()}) > 1 or len(next(iter(self.rows.values()))) < 2:
            raise Unfit(Finding(("rows",), "allowed: the same plans in every row, two or more"))
        return self


class Crossing(Section):
    """Early the gap lies the other way round than claimed, late as claimed: both must hold."""

    form: Literal["crossing"]
    of: Name = Field(description="The arm the claim is about")
    against: Name = Field(description="The arm it crosses")
    early: Expression = Field(description="A measure or formula of the early days")
    late: Expression = Field(description="The same of the late days")


class WinnerShare(Section):
    """Share of pairs of ensemble members in which the same plan wins, less a threshold.

    Members are other people with other parameters: other markets.
    """

    form: Literal["winner_share"]
    arms: Names = Field(description="The plans; the one with the highest measure wins")
    threshold: float = Field(1.0, ge=0, le=1, description="Share of pairs it is held against")

    @model_validator(mode="after")
    def _several(self) -> Self:
        return _at_least(self, 2, "a winner needs two arms or more")


Form = (
    Difference
    | Level
    | Trend
    | SignChange
    | Peak
    | KneeShift
    | Interaction
    | Synergy
    | RankCorrelation
    | Regret
    | Crossing
    | WinnerShare
)
#: form -> what it may say.
FORMS: dict[str, type[Section]] = {
    "difference": Difference,
    "level": Level,
    "trend": Trend,
    "sign_change": SignChange,
    "peak": Peak,
    "interaction": Interaction,
    "synergy": Synergy,
    "knee_shift": KneeShift,
    "rank_correlation": RankCorrelation,
    "regret": Regret,
    "crossing": Crossing,
    "winner_share": WinnerShare,
}


def _at_least(form: Any, count: int, text: str) -> Any:
    if len(form.arms) < count:
        raise Unfit(Finding(("arms",), text))
    return form


def pairs_of(form: Difference) -> tuple[Pair, ...]:
    """The pairs (of, against) of a difference."""
    if form.pairs is not None:
        return form.pairs
    assert form.of is not None
    against = (form.against,) if isinstance(form.against, str) else form.against or ()
    return tuple((form.of, other) for other in against)


def arms_named(form: Form) -> tuple[str, ...]:
    """The arms an effect rests on, each once, in the order of the file."""
    named: list[str] = []
    match form:
        case Difference():
            named = [arm for pair in pairs_of(form) for arm in pair]
        case Level():
            named = [form.of]
        case Interaction():
            named = [arm for pair in form.cells for arm in pair]
        case Synergy():
            named = [form.all, form.none, *form.parts]
        case Regret():
            named = [arm for plans in form.rows.values() for arm in plans]
        case Crossing():
            named = [form.of, form.against]
        case RankCorrelation():
            named = [*form.arms, *(form.elsewhere or ())]
        case _:
            named = list(form.arms)
    return tuple(dict.fromkeys(named))


def reference_arm(form: Form) -> str:
    """The arm others are held against; the first where none is."""
    match form:
        case Difference():
            return pairs_of(form)[0][1]
        case Crossing():
            return form.against
        case Synergy():
            return form.none
        case _:
            return arms_named(form)[0]
