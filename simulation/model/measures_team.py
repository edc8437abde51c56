"""What is observed of those who run the groups, the firm behind them, and what they answer."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from . import spread
from .lives import Floats, judged_mean
from .observed import Observed

SPEAKS_WITHIN = 14  # days after a question


def divide(part: NDArray[Any], whole: NDArray[Any]) -> Floats:
    """part / whole, NaN (never 0) where there is nothing to divide by."""
    return np.divide(part, whole, out=np.full(np.shape(whole), np.nan), where=np.asarray(whole) > 0)


def daily_team(run: Observed) -> dict[str, NDArray[Any]]:
    """Columns of the daily table, each [days]."""
    return {"reply_latency": divide(run.inside("waited"), run.inside("answered"))}


def run_team(run: Observed, daily: Mapping[str, NDArray[Any]]) -> dict[str, Any]:
    """Entries of the summary; None where there is no value."""
    given_up, answered = run.inside("given_up").sum(), run.inside("answered").sum()
    return {
        "speak_again_share": _speak_again(run),
        "questions_given_up_share": spread.ratio(given_up, given_up + answered),
    }


def _speak_again(run: Observed) -> float | None:
    """Share of askers who spoke within 14 days after the day of their first question."""
    people = run.members
    if "first_question" not in people:
        return None
    asked, again = people["first_question"], people["spoke_again"]
    seen = (asked >= 0) & (asked <= run.days - 1 - SPEAKS_WITHIN)
    return judged_mean((again >= 0) & (again - asked <= SPEAKS_WITHIN), seen)
