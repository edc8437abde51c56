"""One browser's session as pages see it: where it is, what it is set to, what it remembers, what its controls say.

Controls have no callbacks. Streamlit drops a callback, without a word, when another request of the browser comes in
while it runs, as happens on every page that looks at itself again and again. So a control that is drawn is noted with
the value it was drawn with, and before anything else of the next run what it says now is held against that: however
often a run is cut off, the difference is still there for the next one.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, MutableMapping
from dataclasses import dataclass, field
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

    id: of the session, for the laboratory. memory: what this session keeps between reruns; no other session sees it. A
    plain dict: asking Streamlit's own would let a run be cut off in the middle of what a button does. rerun: draw the
    page again from the top. widgets: what the controls say, by key (Streamlit's session state). url: the page's address
    without query, for links. visitor: of the browser, the same when the page is loaded again, for what one has said in
    the room.
    """

    id: str
    memory: MutableMapping[Any, Any]
    lab: Laboratory
    rerun: Callable[[], None]
    widgets: Mapping[Any, Any] = field(default_factory=dict)
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
        self.memory["drawn"] = {}

    def drawn(self, key: str, shown: Any, call: Callable[..., None], *args: Any) -> None:
        """Note a control: it shows `shown`; `call(session, *args)` once it says something else."""
        self.memory.setdefault("drawn", {})[key] = (shown, call, args)

    def shows(self, key: str, shown: Any, now: Any, call: Callable[..., None], *args: Any) -> None:
        """As `drawn`, for a control that shows a part of the state, which is `now`.

        What a control has been told before a run was cut off may be older than the state: then all are made anew.
        """
        self.drawn(key, shown, call, *args)
        if not alike(shown, now) and self.memory.get("mended") != self.generation:
            self.renew(self.state)
            self.memory["mended"] = self.generation
            self.rerun()

    def press(self, call: Callable[..., None], *args: Any) -> None:
        """What a button calls back: `call(session, *args)` once what the controls say has been heard.

        Nothing in here can be cut off, so no click is lost; and a lever moved just before counts.
        """
        self.memory.setdefault("pressed", []).append((call, args))

    def hear(self) -> None:
        """Carry out what controls were set to since they were drawn, then what buttons were pressed for.

        To be called before anything is drawn. The last drawn first: page and language stand on top, and what was set
        below holds before one leaves.
        """
        for key, (shown, call, args) in reversed(list(self.memory.get("drawn", {}).items())):
            if key in self.widgets and not alike(self.widgets[key], shown):
                try:
                    call(self, *args)
                except Exception:  # told once; the page must not fail again each time it is drawn
                    self.memory["drawn"].pop(key, None)
                    raise
        pressed = self.memory.get("pressed", [])
        while pressed:
            call, args = pressed[0]
            try:
                call(self, *args)
            except Exception:
                pressed.pop(0)
                raise
            pressed.pop(0)  # not before: where this is cut off it is done again

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


def alike(one: Any, two: Any) -> bool:
    """Whether two values of a control are one, but for rounding."""
    if isinstance(one, (int, float)) and isinstance(two, (int, float)):
        return abs(one - two) <= 1e-6 * max(1.0, abs(one), abs(two))
    return bool(one == two)


def _query(values: Mapping[str, str]) -> str:
    from urllib.parse import urlencode

    return urlencode(values)
