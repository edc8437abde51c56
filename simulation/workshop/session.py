"""One browser's session as pages see it: where it is, what it is set to, what it remembers."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, MutableMapping
from dataclasses import dataclass
from typing import Any

from ..report.numbers import Lang
from .compute import Laboratory
from .state import State
from .texts import say


def visitor_of(cookie: str, session: str) -> str:
    """Who it is: the browser, by the token in the server's cookie; the session where there is none.

    A page drawn anew is a session of its own, and would have a second vote, a second submission and new tries. The
    cookie is written anew each time with another mask ("2|mask|token under it|time"); what is under the mask stays.
    """
    try:
        _, mask, masked, _ = cookie.split("|")
        key, hidden = bytes.fromhex(mask), bytes.fromhex(masked)
        token = bytes(byte ^ key[k % len(key)] for k, byte in enumerate(hidden))
    except (ValueError, ZeroDivisionError):
        token = cookie.encode()
    return hashlib.sha256(token).hexdigest()[:24] if token else session


@dataclass
class Session:
    """What a page is given.

    id: of the session, for the laboratory. memory: what this session keeps between reruns; no other session sees it.
    rerun: draw the page again from the top. url: the page's address without query, for links. visitor: of the browser,
    the same when the page is loaded again, for what one has said in the room.
    """

    id: str
    memory: MutableMapping[Any, Any]
    lab: Laboratory
    rerun: Callable[[], None]
    url: str = ""
    visitor: str = ""

    def __post_init__(self) -> None:
        self.visitor = self.visitor or self.id

    @property
    def state(self) -> State:
        """Where the session is."""
        found: State = self.memory["state"]
        return found

    @property
    def lang(self) -> Lang:
        """Language of everything shown."""
        return self.state.lang

    def say(self, key: str, **values: object) -> str:
        """A text of `texts` in the session's language."""
        return say(key, self.lang, **values)

    def change(self, state: State) -> None:
        """Go to another state; the address follows when the page is drawn."""
        self.memory["state"] = state

    def renew(self, state: State) -> None:
        """Go to a state that did not come from the page's own controls: they are made anew to show it."""
        self.memory["state"] = state
        self.memory["generation"] = self.generation + 1

    @property
    def leads(self) -> bool:
        """Whether this is the facilitator: came by the link with the token."""
        return self.memory.get("leads") is True

    @property
    def generation(self) -> int:
        """Part of the keys of controls that show the state."""
        return int(self.memory.get("generation", 0))

    def key(self, name: str) -> str:
        """Key of a control that shows a part of the state."""
        return f"{self.generation}:{self.lang}:{name}"

    def link(self) -> str:
        """A link that restores the state."""
        return f"{self.url}?{_query(self.state.query())}"


def _query(values: Mapping[str, str]) -> str:
    from urllib.parse import urlencode

    return urlencode(values)
