"""Votes on a claim, pooled in the room: one a visitor, changeable until revealed or until one saw the runs."""

from __future__ import annotations

import threading
from collections import Counter
from typing import Literal, cast

from .room import ROOM, Rooms

Choice = Literal["agree", "disagree", "depends"]
CHOICES: tuple[Choice, ...] = ("agree", "disagree", "depends")
_VOTES, _CLOSED, _REVEALED, _ROUND = "votes", "closed", "revealed", "round"


class Ballot:
    """The votes of one room on one claim."""

    _lock = threading.Lock()  # between looking whether one may vote and voting

    def __init__(self, rooms: Rooms, claim: str, room: str = ROOM) -> None:
        self._rooms, self._room, self.claim = rooms, room, claim

    def _topic(self, name: str) -> str:
        return f"debate {self.claim} {name}"

    def _get(self, name: str) -> dict[str, object]:
        return self._rooms.get(self._room, self._topic(name))

    def cast(self, who: str, choice: Choice) -> bool:
        """Vote, or vote otherwise; False where it is too late or the room is full."""
        with self._lock:
            if choice not in CHOICES or not self.open_to(who):
                return False
            return self._rooms.put(self._room, self._topic(_VOTES), who, choice)

    def open_to(self, who: str) -> bool:
        """Whether this visitor may still vote."""
        return not self.revealed and who not in self._get(_CLOSED)

    def vote_of(self, who: str) -> Choice | None:
        """What a visitor voted."""
        return cast("Choice | None", self._get(_VOTES).get(who))

    def close_to(self, who: str, number: int) -> None:
        """This visitor has seen the runs: their vote of this round stands, or they have none."""
        with self._lock:
            if self.round == number and who not in self._get(_CLOSED):
                self._rooms.put(self._room, self._topic(_CLOSED), who, True)

    @property
    def revealed(self) -> bool:
        """Whether the facilitator has shown the votes to all."""
        return bool(self._get(_REVEALED))

    def reveal(self) -> None:
        """Show the votes to all, and take no more."""
        self._rooms.put(self._room, self._topic(_REVEALED), "all", True)

    def begin_anew(self) -> None:
        """Forget all votes, and let everybody vote."""
        with self._lock:
            for name in (_VOTES, _CLOSED, _REVEALED):
                self._rooms.clear(self._room, self._topic(name))
            self._rooms.put(self._room, self._topic(_ROUND), "all", self.round + 1)

    @property
    def round(self) -> int:
        """How often voting was begun anew."""
        found = self._get(_ROUND).get("all", 0)
        return found if isinstance(found, int) else 0

    def seen_by(self, who: str) -> bool:
        """Whether a visitor may see the counts: after voting, or once they are revealed."""
        return self.revealed or self.vote_of(who) is not None

    @property
    def voters(self) -> int:
        """How many have voted."""
        return len(self._get(_VOTES))

    @property
    def counts(self) -> dict[Choice, int]:
        """Votes by choice."""
        found = Counter(self._get(_VOTES).values())
        return {choice: found[choice] for choice in CHOICES}
