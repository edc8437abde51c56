"""Phases 3 and 4, open and read: does a member look today, and how much is taken in?"""

from __future__ import annotations

from typing import Any

from .. import chance
from ..columns import LEADER
from ..compiled import rule
from ..rules import logistic, need_level, overload, share_read, unwanted_promotion, visit_log_odds, welcome


@rule
def look(m: Any, x: Any, g: Any, p: Any) -> None:
    """Decide on a visit: value, belonging and memory against fatigue, muting and the outside option."""
    u = chance.uniforms(p.key, chance.LOOK, p.day - m.joined, m.slot, 0)
    if m.role != LEADER:  # a KOC may have spoken before
        m.said = 0
    odds = visit_log_odds(m.expected, m.belonging, m.memory, m.fatigue, m.muted, m.rivals, p.opening)
    m.opened = 1 if u[0] < logistic(odds) else 0
    g.today.visits += m.opened


@rule
def read(m: Any, x: Any, g: Any, p: Any) -> None:
    """Read up to one's attention; tell wanted from unwanted promotion."""
    if m.opened == 1:
        x.visits_total += 1
        x.read_share = share_read(g.volume, x.attention, p.attention)
        x.overload = overload(g.volume, x.attention, p.attention)
        promotions = g.load * x.read_share
        wanted = welcome(need_level(m.need_since, m.need_pace), m.trust, m.deal)
        x.unwanted = unwanted_promotion(promotions, x.tolerance, wanted)
