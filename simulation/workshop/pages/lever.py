"""One lever as the browser shows it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import streamlit as st

from ..controls import Control
from ..session import Session


def lever(
    at: Session, one: Control, now: Any, moved: Callable[[Session, Control, str], None], where: str = ""
) -> None:
    """A control that stands at `now`; `moved(at, one, key)` is called when it was moved.

    where: tells controls of one lever apart that stand on different pages.
    """
    key = at.key(f"{where}{one.key}")
    common: dict[str, Any] = {"key": key, "help": one.help[at.lang]}
    label = one.label(at.lang)  # our own words: what would be escaped would be read out
    shown: Any
    given: Any
    if one.kind == "switch":
        given = bool(now)
        shown = st.toggle(label, given, **common)
    elif one.kind == "choice":
        given = str(now)
        shown = st.selectbox(
            label,
            one.options,
            one.options.index(given),
            format_func=lambda value: one.option(value, at.lang),
            **common,
        )
    elif one.kind in ("slider", "posts"):
        low, high, step, value = (float(x or 0.0) * _scale(one) for x in (one.low, one.high, one.step, now))
        if all(round(x, 6).is_integer() for x in (low, high, step, value)):
            low, high, step, value = (round(x) for x in (low, high, step, value))
        given = value
        shown = st.slider(label, low, high, value, step, format="%g", **common)
    else:
        low_, high_, now_ = (None if x is None else x * _scale(one) for x in (one.low, one.high, now))
        typed = int if one.whole else float
        given = now_
        shown = st.number_input(
            label,
            min_value=None if low_ is None else typed(low_),
            max_value=None if high_ is None else typed(high_),
            value=None if now_ is None else typed(now_),
            step=typed((one.step or 1.0) * _scale(one)),
            placeholder=at.say("levers.unset"),
            **common,
        )
    at.shows(key, shown, given, moved, one, key)


def moved_to(at: Session, one: Control, key: str) -> tuple[bool, Any]:
    """Whether a control was moved to something, and to what."""
    value = at.widgets.get(key)
    if key not in at.widgets or (value is None and not one.optional):
        return False, None
    if isinstance(value, (int, float)) and not isinstance(value, bool) and one.share:
        value = round(value / 100.0, 6)
    return True, value


def _scale(one: Control) -> float:
    """Shares are shown as percent."""
    return 100.0 if one.share else 1.0
