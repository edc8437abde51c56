"""Phase 9, leave: mute, leave, block. Hazards run down thresholds drawn once a membership."""

from __future__ import annotations

from typing import Any

from ..columns import BLOCKED, LEFT
from ..compiled import rule
from ..rules import leave_hazard, mute_hazard


@rule
def consider_leaving(m: Any, x: Any, g: Any, p: Any) -> None:
    """Mute, leave or stay; who leaves with little trust blocks the brand too. Planted KOCs are there to stay."""
    if m.planted == 1:
        return
    hazard = p.leaving.base
    if m.departed > 0:
        hazard += p.leaving.from_departed * m.departed
        if p.death == 1:
            x.voice -= min(0.9, p.lost_reciprocity.tie_loss * m.departed) * x.voice
        m.departed = 0
    if m.opened == 1:
        hazard += leave_hazard(m.fatigue, m.expected, x.overload, m.belonging, m.muted, p.leaving)
        if m.muted == 0:
            x.until_muting -= mute_hazard(m.fatigue, x.overload, m.belonging, p.muting)
            if x.until_muting <= 0.0:
                m.muted = 1
                x.muted_day = p.day
                g.today.mutes += 1
    m.until_leaving -= hazard
    if m.until_leaving <= 0.0:
        x.left = p.day
        g.leavers += 1
        g.today.leaves += 1
        if m.trust < p.leaving.block_trust:
            m.status = BLOCKED
            g.today.blocks += 1
        else:
            m.status = LEFT
