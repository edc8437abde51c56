"""Resellers pitch, after refer: to whom, is settled next morning (clients.py)."""

from __future__ import annotations

from typing import Any

from .. import chance
from ..columns import RESELLER
from ..compiled import rule
from ..rules_customer import pitch_chance


@rule
def pitch(m: Any, x: Any, g: Any, p: Any) -> None:
    """Propose at most one pitch a day, looked or not: reselling needs no visit to the group."""
    if m.role != RESELLER:
        return
    u = chance.uniforms(p.key, chance.PITCH, p.day - m.joined, m.slot, 0)
    if u[0] < pitch_chance(m.trust, p.reselling):
        m.pitching = 1
        g.pitching += 1
        g.today.pitches += 1
