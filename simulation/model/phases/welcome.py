"""A newcomer who has been promised a welcome is welcomed on the day of joining or the next, or is disappointed."""

from __future__ import annotations

from typing import Any

from .. import chance
from ..compiled import rule


@rule
def await_welcome(m: Any, x: Any, g: Any, p: Any) -> None:
    """The morning of a newcomer who waits for a welcome."""
    if m.awaiting == 0:
        return
    age = p.day - m.joined
    if age >= 2:
        m.awaiting = 0
        g.today.neglected += 1
        m.trust -= p.onboarding.neglect_trust * m.trust
        m.expected = max(-1.0, m.expected - p.onboarding.neglect_value)
        return
    u = chance.uniforms(p.key, chance.WELCOME, age, m.slot, 0)
    if u[0] < g.welcome_share:
        m.awaiting = 0
        g.today.onboarded += 1
        m.trust += p.onboarding.welcome_trust * (1.0 - m.trust)
        m.belonging += p.onboarding.welcome_belonging * (1.0 - m.belonging)
