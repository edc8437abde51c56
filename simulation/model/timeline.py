"""The timeline at work: dated changes, and conditions on what an operator could see."""

from __future__ import annotations

from typing import TYPE_CHECKING

from ..scenario import apply_change
from ..scenario.schema import Change, Scenario

if TYPE_CHECKING:
    from .community import Community

_WINDOW = 7


class Timeline:
    """Applies a scenario's timeline day by day; each change once."""

    def __init__(self, spec: Scenario) -> None:
        self.pending: list[Change] = list(spec.timeline)
        self.streak = [0] * len(self.pending)
        self.applied: list[tuple[int, Change]] = []

    def apply(self, model: Community) -> Scenario | None:
        """The scenario as changed this morning, or None where nothing changes."""
        if not self.pending:
            return None
        spec = None
        kept: list[Change] = []
        streaks: list[int] = []
        for change, streak in zip(self.pending, self.streak, strict=True):
            due, streak = self._due(change, streak, model)
            if due:
                spec = apply_change(spec or model.spec, change.set)
                self.applied.append((model.day, change))
            else:
                kept.append(change)
                streaks.append(streak)
        self.pending, self.streak = kept, streaks
        return spec

    def _due(self, change: Change, streak: int, model: Community) -> tuple[bool, int]:
        if change.on is not None:
            return model.day == change.on, 0
        condition = change.when
        if condition is None or model.day < _WINDOW:
            return False, 0
        value = observable(model, condition.measure)
        low = condition.below is not None and value < condition.below
        high = condition.above is not None and value > condition.above
        streak = streak + 1 if low or high else 0
        return streak >= condition.for_, streak


def observable(model: Community, name: str) -> float:
    """What an operator could see this morning of `scenario.schema.OBSERVABLE_CONDITIONS`, over the last 7 days."""
    past = model.history[max(0, model.day - _WINDOW) : model.day, :-1]
    if name == "members_present":
        return float(past["present"][-1].sum())
    if name == "questions_unanswered":
        return float(past["waiting"][-1].sum())
    if name == "member_messages":
        return float(past["messages"].sum(axis=1).mean() / max(1, past["open"][-1].sum()))
    return float(past[name].sum(axis=1).mean())
