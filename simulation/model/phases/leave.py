"""Phase 9, leave: mute, leave, block. Hazards accumulate against thresholds drawn once a membership."""

from __future__ import annotations

from typing import Any

from ..columns import BLOCKED, LEFT
from ..compiled import rule
from ..rules import leave_hazard, mute_hazard


@rule
def consider_leaving(m: Any, g: Any, p: Any) -> None:
    """Mute, leave or stay; who leaves with little trust blocks the brand too. Planted KOCs are there to stay."""
    if m.planted == 1:
        return
    hazard = p.leaving.base
    if m.departed > 0:
        hazard += p.leaving.from_departed * m.departed
        if p.death == 1:
            m.voice -= min(0.9, p.lost_reciprocity.tie_loss * m.departed) * m.voice
        m.departed = 0
    if m.opened == 1:
        hazard += leave_hazard(m.fatigue, m.expected, m.overload, m.belonging, m.muted, p.leaving)
        if m.muted == 0:
            m.mute_hazard += mute_hazard(m.fatigue, m.overload, m.belonging, p.muting)
            if m.mute_hazard >= m.mute_threshold:
                m.muted = 1
                m.muted_day = p.day
                g.today.mutes += 1
    m.leave_hazard += hazard
    if m.leave_hazard >= m.leave_threshold:
        m.left = p.day
        g.leavers += 1
        g.today.leaves += 1
        if m.trust < p.leaving.block_trust:
            m.status = BLOCKED
            g.today.blocks += 1
        else:
            m.status = LEFT
