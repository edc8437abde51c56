"""Who speaks for the brand: personas, and the shares of posts in which each does."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from pydantic import Field

from .parameter import Finding, Section
from .paths import nearest

MAX_PERSONAS = 16
#: The voice all others are measured against.
BRAND = "brand"


#: The values of a persona; the ensemble draws them within the persona's `doubt`.
PERSONA_VALUES = ("warmth", "expertise")


class Persona(Section):
    """A voice in which posts are written: how warm and how expert it is taken to be; assumed."""

    warmth: float = Field(
        0.0, ge=0, le=1, description="How close and caring the voice is taken to be [share]"
    )
    expertise: float = Field(0.0, ge=0, le=1, description="How much it is taken to know [share]")
    doubt: float = Field(0.4, ge=0, le=0.9, description="Ensemble: each value times 1 -/+ this share [share]")


def default_personas() -> dict[str, Persona]:
    """The plain brand voice and five that brands use instead; every number assumed."""
    return {
        BRAND: Persona(warmth=0.2, expertise=0.4),
        "helper": Persona(warmth=0.6, expertise=0.4),
        "expert": Persona(warmth=0.3, expertise=0.9),
        "kol": Persona(warmth=0.4, expertise=0.7),
        "koc": Persona(warmth=0.7, expertise=0.5),
        "companion": Persona(warmth=0.9, expertise=0.2),
    }


def persona_findings(shares: Mapping[str, Any], personas: Mapping[str, Any]) -> list[Finding]:
    """Findings where posts are to be spoken by a persona the table does not have, or shares do not add up to 1."""
    findings = []
    for name in shares:
        if name not in personas:
            near = nearest(name, personas)
            hint = f"did you mean {near}? " if near else ""
            text = f"unknown persona {name!r}; {hint}allowed: {', '.join(personas)}"
            findings.append(Finding(("strategy", "personas", name), text))
    total = sum(shares.values())
    if shares and not 0.999 <= total <= 1.001:
        text = (
            f"given shares that add up to {total:g}, allowed: shares that add up to 1 "
            f"(or none: the brand's own voice alone)"
        )
        findings.append(Finding(("strategy", "personas"), text))
    return findings
