"""Member, KOC, Operator: Mesa agents that are thin views of their own row."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import mesa

from .columns import GROUP, HISTORY, OPERATOR, PERSON, STATUS_NAMES
from .views import Fields, row_class, row_properties

if TYPE_CHECKING:
    from .community import Community


class RowAgent(mesa.Agent):
    """An agent over one row of the columns: reading an attribute reads the row, setting it writes the row."""

    def __init__(self, model: Community, fields: Fields, row: int) -> None:
        super().__init__(model)
        self._fields = fields
        self._row = row


def _with_rows(cls: type, dtype: Any) -> type:
    for name, accessor in row_properties(dtype).items():
        setattr(cls, name, accessor)
    return cls


class Member(RowAgent):
    """A person in a group. Attributes: the fields of `columns.PERSON` (meaning and unit there), and these."""

    @property
    def home(self) -> Any:
        """The group the member is in, as a view of its row."""
        return self.model.group_views[self.group]

    @property
    def status_name(self) -> str:
        """prospect, member, left, blocked, outside or client."""
        return STATUS_NAMES[self.status]

    def __repr__(self) -> str:
        return f"{type(self).__name__}(slot={self.slot}, group={self.group}, {self.status_name})"


class KOC(Member):
    """A member whose word moves others, chosen or planted."""


class Operator(RowAgent):
    """Staff who run groups first .. first + count - 1. Attributes: the fields of `columns.OPERATOR`."""

    def __repr__(self) -> str:
        return f"Operator(slot={self.slot}, zeal={self.zeal:.2f})"


_with_rows(Member, PERSON)
_with_rows(Operator, OPERATOR)

GroupView: Any = row_class("GroupView", GROUP, "A group's row as an object; `today` is its day.")
DayView: Any = row_class("DayView", HISTORY, "A group's day as an object.")
