"""What a plan file may say of one factor: values, a range, or a distribution."""

from __future__ import annotations

from typing import Annotated, Any, Literal, Self

from pydantic import Field, WithJsonSchema, model_validator

from ..scenario.mistakes import show
from ..scenario.parameter import Finding, Section, Unfit

#: Whole data are told what is wrong with them in our words, see `wrong_value`.
Value = Annotated[Any, WithJsonSchema({"type": ["number", "boolean", "string"]})]


class Normal(Section):
    """Bell-shaped (scipy.stats.norm with loc, scale)."""

    mean: float = Field(description="Mean, in the unit of the field")
    sd: float = Field(gt=0, description="Standard deviation, in the unit of the field")


class Uniform(Section):
    """Everything from low to high alike (scipy.stats.uniform)."""

    low: float = Field(description="Lowest, in the unit of the field")
    high: float = Field(description="Highest, in the unit of the field")

    @model_validator(mode="after")
    def _upright(self) -> Self:
        return _rising(self, ("low", "high"))


class Triangular(Section):
    """Rising from low to the mode, falling to high (scipy.stats.triang)."""

    low: float = Field(description="Lowest, in the unit of the field")
    mode: float = Field(description="Most likely, in the unit of the field")
    high: float = Field(description="Highest, in the unit of the field")

    @model_validator(mode="after")
    def _upright(self) -> Self:
        return _rising(self, ("low", "high"), between="mode")


class LogNormal(Section):
    """A normal distribution of the logarithm (scipy.stats.lognorm with scale=median, s=log_sd)."""

    median: float = Field(gt=0, description="Median, in the unit of the field")
    log_sd: float = Field(gt=0, le=10, description="Standard deviation of the natural logarithm [log-sd]")


class Distribution(Section):
    """Exactly one of them."""

    normal: Normal | None = Field(None, description="mean, sd")
    uniform: Uniform | None = Field(None, description="low, high")
    triangular: Triangular | None = Field(None, description="low, mode, high")
    lognormal: LogNormal | None = Field(None, description="median, log_sd")

    @model_validator(mode="after")
    def _one(self) -> Self:
        given = [name for name in type(self).model_fields if getattr(self, name) is not None]
        if len(given) != 1:
            names = ", ".join(type(self).model_fields)
            text = f"given {' and '.join(given) or 'none'}, allowed: exactly one of {names}"
            raise Unfit(Finding((), text))
        return self

    @property
    def shape(self) -> Normal | Uniform | Triangular | LogNormal:
        """The one that is given."""
        found = self.normal or self.uniform or self.triangular or self.lognormal
        assert found is not None
        return found


class Factor(Section):
    """How one path of the scenarios is varied."""

    values: Annotated[tuple[Value, ...], Field(min_length=1, max_length=10_000)] | None = Field(
        None, description="The values it takes; a bare list says the same"
    )
    range: tuple[float, float] | None = Field(None, description="[low, high], both included")
    distribution: Distribution | None = Field(
        None, description="normal, uniform, triangular or lognormal, within what the field allows"
    )
    scale: Literal["linear", "log"] = Field("linear", description="Of a range: how it is spread")
    steps: int | None = Field(
        None,
        ge=2,
        le=10_000,
        description="Of a range in a grid: this many values from low to high, evenly spread",
    )

    @model_validator(mode="before")
    @classmethod
    def _bare(cls, given: Any) -> Any:
        if isinstance(given, (list, tuple)) and not given:
            raise Unfit(Finding((), "given an empty list, allowed: one value or more"))
        if isinstance(given, (list, tuple)):
            return {"values": tuple(given)}
        if not isinstance(given, (dict, Factor)):
            text = f"given {show(given)}, allowed: a list of values, or a mapping with values, range or distribution"
            raise Unfit(Finding((), text))
        return given

    @model_validator(mode="after")
    def _one_way(self) -> Self:
        ways = ("values", "range", "distribution")
        given = [name for name in ways if getattr(self, name) is not None]
        if len(given) != 1:
            text = f"given {' and '.join(given) or 'none'}, allowed: exactly one of {', '.join(ways)}"
            raise Unfit(Finding((), text))
        if self.range is not None:
            _check_range(self.range, self.scale)
        for name, field in (("scale", self.scale != "linear"), ("steps", self.steps is not None)):
            if field and self.range is None:
                raise Unfit(Finding((name,), f"allowed beside range only, not beside {given[0]}"))
        for n, value in enumerate(self.values or ()):
            if wrong_value(value):
                raise Unfit(Finding(("values", n), wrong_value(value)))
        if self.values is not None and len(set(_told_apart(self.values))) < len(self.values):
            raise Unfit(Finding(("values",), "a value is given twice; keep one"))
        return self


Factors = Annotated[dict[Annotated[str, Field(min_length=1, max_length=200)], Factor], Field(max_length=500)]


def wrong_value(value: Any) -> str:
    """What is wrong with one value of a factor; empty if nothing."""
    if isinstance(value, (bool, int, float)) or (isinstance(value, str) and 0 < len(value) <= 400):
        return ""
    text = f"given {show(value)}, allowed: a number, on or off, or a text"
    if isinstance(value, (dict, list, tuple)):
        text += "; to vary a whole section write several scenarios"
    return text


def _told_apart(values: tuple[Any, ...]) -> list[Any]:
    """On is not 1, but 1 is 1.0."""
    return [(isinstance(value, bool), value) for value in values]


def _check_range(given: tuple[float, float], scale: str) -> None:
    low, high = given
    if low == high:
        text = f"given [{low:g}, {high:g}], which is one value; write [{low:g}] for a single value"
        raise Unfit(Finding(("range",), text))
    if low > high:
        text = f"given [{low:g}, {high:g}], upside down; write [{high:g}, {low:g}]"
        raise Unfit(Finding(("range",), text))
    if scale == "log" and low <= 0:
        raise Unfit(Finding(("range",), f"given from {low:g} on, allowed: above 0, for scale is log"))


def _rising(self: Any, names: tuple[str, str], between: str | None = None) -> Any:
    low, high = (getattr(self, name) for name in names)
    if not low < high:
        raise Unfit(Finding((), f"given from {low:g} to {high:g}, allowed: low below high"))
    if between is not None and not low <= getattr(self, between) <= high:
        raise Unfit(Finding((between,), f"given {getattr(self, between):g}, allowed: {low:g} to {high:g}"))
    return self
