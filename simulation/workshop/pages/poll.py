"""Parts of a page that look again and again, each time some moments after they have been drawn.

Streamlit's own way (`run_every`) asks by the clock, whether the last question was answered or not: ten pages on a busy
computer ask faster than they can be answered, and what is asked piles up. It also goes on asking when nothing more
will come, and on such a computer sometimes never begins. Here the browser asks once the answer to the last question
stands on the page; as long as none comes, every few seconds once more.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Protocol

import streamlit as st

from ..canvas import tick
from ..session import Session

SLICE_SECONDS = 0.1
LATE_SECONDS = 6.0  # an answer that has not come by then was lost
TICK = st.components.v2.component("grouplife_tick", html="<i hidden></i>", js=tick())


class Coming(Protocol):
    """What is found bit by bit."""

    @property
    def done(self) -> bool:
        """Whether nothing more will come."""
        ...

    def wait(self, count: int, seconds: float, /) -> int:
        """Wait until so much is there, or so long; returns how much is."""
        ...


def first(at: Session, coming: Coming, count: int, seconds: float) -> None:
    """Wait for so much, but no longer than that; a lever moved meanwhile cuts it off.

    To draw a page with nothing on it, and then again, costs everybody more than to wait here.
    """
    until = time.monotonic() + seconds
    while (left := until - time.monotonic()) > 0:
        if coming.wait(count, min(SLICE_SECONDS, left)) >= count or coming.done:
            return
        _ = "tab" in at.widgets  # asking Streamlit for anything ends this run where the browser wants another


def again(at: Session, part: Callable[..., None], seconds: float | None, key: str, *args: object) -> None:
    """Draw `part(at, *args)`, alone again after so many seconds; None: not again."""

    def drawn() -> None:
        part(at, *args)
        if seconds is not None:
            number = int(at.memory.get("ticks", 0)) + 1
            at.memory["ticks"] = number
            data = {"number": number, "wait": round(1000 * seconds), "late": round(1000 * LATE_SECONDS)}
            with st.container(key=f"tick_{key}"):
                TICK(key=f"{key} tick", data=data, on_tick_change=_asked)

    st.fragment(drawn, key=key)()


def _asked() -> None:
    """The browser asks: the part is drawn again, that is all."""
