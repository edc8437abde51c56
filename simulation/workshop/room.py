"""What the people in a room share: votes and results by room. Nothing else passes between sessions."""

from __future__ import annotations

import hmac
import os
import threading
import unicodedata

MAX_NAME = 24

#: The room that everybody on this server is in.
ROOM = "room"
#: Where the command leaves the facilitator's token for the server it starts.
LEADER = "GROUPLIFE_WORKSHOP_LEADER"


def may_lead(token: str) -> bool:
    """Whether it is the facilitator's token, which `grouplife workshop` printed in a link."""
    known = os.environ.get(LEADER, "")
    return bool(known) and hmac.compare_digest(token.encode(), known.encode())


def plain_name(text: str, most: int = MAX_NAME) -> str:
    """Free text as it may be shown to others: one short line, no control or invisible characters.

    Markup stays text only where the page escapes it; this keeps it short and printable.
    """
    kept = "".join(
        c if unicodedata.category(c)[0] != "C" else " " for c in unicodedata.normalize("NFC", text)
    )
    return " ".join(kept.split())[:most].strip()


class Rooms:
    """Plain data by room and topic, changed under one lock.

    Bounded: the room longest unused goes first; a topic that is full takes nobody new.
    """

    def __init__(self, most_rooms: int = 100, most_entries: int = 500) -> None:
        self._lock = threading.Lock()
        self._rooms: dict[str, dict[str, dict[str, object]]] = {}
        self._most_rooms, self._most_entries = most_rooms, most_entries

    def put(self, room: str, topic: str, who: str, what: object) -> bool:
        """Set what one participant said on a topic; said again, it replaces what was said before.

        False where the topic is full and this participant new to it: nobody loses what they said to a newcomer.
        """
        with self._lock:
            topics = self._rooms.pop(room, {})
            self._rooms[room] = topics
            entries = topics.setdefault(topic, {})
            if who not in entries and len(entries) >= self._most_entries:
                return False
            entries[who] = what
            while len(self._rooms) > self._most_rooms:
                del self._rooms[next(iter(self._rooms))]
            return True

    def get(self, room: str, topic: str) -> dict[str, object]:
        """What everybody in the room said on a topic, by participant: a copy."""
        with self._lock:
            return dict(self._rooms.get(room, {}).get(topic, {}))

    def topics(self, room: str) -> list[str]:
        """What something was said on in a room."""
        with self._lock:
            return list(self._rooms.get(room, {}))

    def clear(self, room: str, topic: str) -> None:
        """Forget what everybody in the room said on a topic."""
        with self._lock:
            self._rooms.get(room, {}).pop(topic, None)

    def forget(self, room: str) -> None:
        """Forget everything that was said in a room."""
        with self._lock:
            self._rooms.pop(room, None)


_ROOMS = Rooms()


def rooms() -> Rooms:
    """The rooms of this process."""
    return _ROOMS
