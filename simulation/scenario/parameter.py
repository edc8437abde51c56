"""How a parameter is declared: value, unit, allowed range, source, range of doubt, what switches it off."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from pydantic import BaseModel, ConfigDict, Field
from pydantic.fields import FieldInfo

ASSUMED = "assumed"


class Section(BaseModel):
    """Base of every part of a scenario: frozen, and an unknown field is a mistake."""

    model_config = ConfigDict(extra="forbid", frozen=True, validate_default=True, allow_inf_nan=False)


@dataclass(frozen=True)
class Finding:
    """A mistake no single field shows: where (steps from the section that finds it), what, of which fields."""

    where: tuple[str | int, ...]
    text: str
    fields: tuple[tuple[str | int, ...], ...] = ()


class Unfit(ValueError):
    """Raised by a section's own check; carries findings, so that messages can name file, line and field."""

    def __init__(self, *findings: Finding) -> None:
        super().__init__("; ".join(f.text for f in findings))
        self.findings = findings


@dataclass(frozen=True)
class ParameterNote:
    """What is known about one behavioural parameter.

    path: dotted path in the scenario; unit: of its value; low, high: allowed range; draw: range the ensemble
    draws from (None: known well enough, or chosen by the user); source: citation or "assumed"; mechanism and
    off: the switch that sets it to its neutral value, or None.
    """

    path: str
    about: str
    unit: str
    default: float
    low: float
    high: float
    draw: tuple[float, float] | None
    source: str
    mechanism: str | None
    off: float | None


def parameter(
    default: float,
    unit: str,
    about: str,
    *,
    low: float,
    high: float,
    draw: tuple[float, float] | None = None,
    source: str = ASSUMED,
    mechanism: str | None = None,
    off: float | None = None,
) -> Any:
    """Declare a behavioural parameter; an assumed one must say the range the ensemble draws from."""
    if source == ASSUMED and draw is None:
        raise TypeError(f"an assumed parameter needs a range of doubt: {about}")
    if draw is not None and not low <= draw[0] <= default <= draw[1] <= high:
        raise TypeError(f"default and range of doubt must lie within the allowed range: {about}")
    if (mechanism is None) != (off is None):
        raise TypeError(f"a mechanism and its neutral value belong together: {about}")
    extra: dict[str, Any] = {"unit": unit, "source": source}
    if draw is not None:
        extra["draw"] = list(draw)
    if mechanism is not None:
        extra["mechanism"] = mechanism
        extra["off"] = off
    return Field(default, ge=low, le=high, description=f"{about} [{unit}]", json_schema_extra=extra)


def notes_of(model: type[BaseModel], prefix: str) -> list[ParameterNote]:
    """Every parameter declared in a section and the sections inside it, in the order written."""
    found: list[ParameterNote] = []
    for name, field in model.model_fields.items():
        path = f"{prefix}.{name}"
        if isinstance(field.annotation, type) and issubclass(field.annotation, BaseModel):
            found.extend(notes_of(field.annotation, path))
            continue
        extra = field.json_schema_extra
        if not isinstance(extra, dict) or "source" not in extra:
            continue
        found.append(_note(path, field, extra))
    return found


def _note(path: str, field: FieldInfo, extra: dict[str, Any]) -> ParameterNote:
    low, high = bounds(field)
    draw = extra.get("draw")
    about = (field.description or "").rsplit(" [", 1)[0]
    return ParameterNote(
        path=path,
        about=about,
        unit=str(extra["unit"]),
        default=float(field.default),
        low=low,
        high=high,
        draw=(float(draw[0]), float(draw[1])) if draw else None,
        source=str(extra["source"]),
        mechanism=extra.get("mechanism"),
        off=extra.get("off"),
    )


def bounds(field: FieldInfo) -> tuple[float, float]:
    """The allowed range of a numeric field; infinite where none was declared."""
    low, high = float("-inf"), float("inf")
    for constraint in field.metadata:
        least, most = getattr(constraint, "ge", None), getattr(constraint, "le", None)
        low = low if least is None else float(least)
        high = high if most is None else float(most)
    return low, high
