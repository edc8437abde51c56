"""Scores of submissions: everybody's with the same fresh seeds, places shared where luck could have made the order."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from ..experiments.intervals import luck_intervals
from ..report.numbers import Lang, amounts, range_text, with_unit
from .challenges import Budget, Challenge, Quantity
from .charts import Floats
from .seen import Hidden, hidden_side
from .texts import say
from .working import Answer

START = "start"


@dataclass(frozen=True)
class Score:
    """What a submission came to.

    goal: [seeds] in the order of the seeds, NaN where a run has no value or failed. budgets: mean of each, None where
    fewer than half of all seeds have a value. hidden: what no operator could see, means over the runs. failed: how many
    runs failed, again and again.
    """

    goal: Floats
    budgets: tuple[float | None, ...]
    hidden: Hidden
    failed: int = 0

    @property
    def mean(self) -> float | None:
        """Of the goal."""
        return _mean(self.goal)

    @property
    def interval(self) -> tuple[float, float] | None:
        """95 % interval of the mean, from luck."""
        low, high = luck_intervals(self.goal[:, None])[0]
        return None if math.isnan(low) else (float(low), float(high))


def score_of(challenge: Challenge, answers: Sequence[Answer | None]) -> Score:
    """The score of a setting from its runs, in the order of the seeds; None where a run failed."""
    there = [one for one in answers if one is not None]
    summaries = [one.summary for one in there]
    ran = [n for n, one in enumerate(answers) if one is not None]

    def of(quantity: Quantity) -> Floats:
        values = np.full(len(answers), np.nan)
        if there:
            values[ran] = quantity.of(summaries)
        return values

    budgets = tuple(_mean(of(one)) for one in challenge.budgets)
    return Score(of(challenge.goal), budgets, hidden_side(there), len(answers) - len(there))


def _mean(values: Floats) -> float | None:
    known = values[~np.isnan(values)]
    return float(known.mean()) if known.size and known.size * 2 >= values.size else None


def overruns(challenge: Challenge, score: Score) -> list[tuple[Budget, float]]:
    """Budgets that are broken, and by how much."""
    found = []
    for budget, value in zip(challenge.budgets, score.budgets, strict=True):
        missed = math.inf if value is None else budget.condition.missed(value)
        if missed > 0:
            found.append((budget, missed))
    return found


@dataclass(frozen=True)
class Row:
    """A line of the board. state: placed, out (disqualified), valueless, waiting, or start (no team).

    place: 1 for the first; shared: with others, whom luck does not tell apart from the best of them.
    """

    id: str
    team: str
    state: str
    place: int = 0
    shared: bool = False
    value: str = ""
    spread: str = ""
    note: str = ""


def board(
    challenge: Challenge, teams: Sequence[tuple[str, str]], scores: dict[str, Score], lang: Lang
) -> list[Row]:
    """The board: (id, team) of the entries in their order; the best first, then those without a place."""
    placed, out, valueless, waiting = [], [], [], []
    for id_, team in teams:
        score = scores.get(id_)
        if score is None:
            waiting.append(Row(id_, team, "waiting", note=say("challenge.being_scored", lang)))
        elif broken := overruns(challenge, score):
            note = _joined([_broken(broken, lang), _lost(score, lang)], lang)
            out.append(_row(challenge, id_, team, "out", score, lang, note))
        elif score.mean is None:
            note = _joined([say("challenge.no_value", lang), _lost(score, lang)], lang)
            valueless.append(Row(id_, team, "valueless", note=note))
        else:
            placed.append((score.mean, id_, team, score))
    sign = challenge.goal.goal.sign
    placed.sort(key=lambda one: sign * one[0])
    places = _places([one[3] for one in placed])
    rows = []
    for (_, id_, team, score), place in zip(placed, places, strict=True):
        row = _row(challenge, id_, team, "placed", score, lang, "")
        shared = places.count(place) > 1
        note = _joined([say("challenge.tie", lang) if shared else "", _lost(score, lang)], lang)
        rows.append(Row(row.id, team, "placed", place, shared, row.value, row.spread, note))
    start = scores.get(START)
    if start is not None and teams:
        broken = overruns(challenge, start)
        breaks = say("challenge.would_break", lang, note=_broken(broken, lang)) if broken else ""
        note = _joined([breaks, _lost(start, lang)], lang)
        reference = _row(challenge, START, say("challenge.as_handed", lang), "start", start, lang, note)
        return [*rows, *valueless, *out, *waiting, reference]
    return [*rows, *valueless, *out, *waiting]


def _row(challenge: Challenge, id_: str, team: str, state: str, score: Score, lang: Lang, note: str) -> Row:
    mean, pair = score.mean, score.interval
    value = "–" if mean is None else text_of(challenge.goal, mean, lang)
    spread = "" if pair is None else spread_of(challenge.goal, pair, lang)
    return Row(id_, team, state, value=value, spread=spread, note=note)


def _places(scores: Sequence[Score]) -> list[int]:
    """Places of scores that are sorted: one is shared by all whose paired difference to its best may be luck."""
    places: list[int] = []
    head = 0
    for n, score in enumerate(scores):
        if n and not _may_be_luck(scores[head], score):
            head = n
        places.append(head + 1)
    return places


def _may_be_luck(one: Score, other: Score) -> bool:
    gaps = one.goal - other.goal  # seed by seed: the same people with the same luck
    low, high = luck_intervals(gaps[:, None])[0]
    return bool(math.isnan(low) or low <= 0.0 <= high)


def _lost(score: Score, lang: Lang) -> str:
    """How many runs there are not."""
    given = {"n": score.failed, "of": len(score.goal)}
    return say("challenge.runs_failed", lang, **given) if score.failed else ""


def _joined(parts: Sequence[str], lang: Lang) -> str:
    return {"en": "; ", "zh": "；"}[lang].join(part for part in parts if part)


def _broken(broken: Sequence[tuple[Budget, float]], lang: Lang) -> str:
    parts = []
    for budget, missed in broken:
        if math.isinf(missed):
            parts.append(say("challenge.budget_unknown", lang, title=getattr(budget.title, lang)))
            continue
        key = "over" if budget.at_most is not None else "short"
        limit = budget.at_most if budget.at_most is not None else budget.at_least or 0.0
        told = {
            "title": getattr(budget.title, lang),
            "by": text_of(budget, missed, lang),
            "limit": text_of(budget, limit, lang),
        }
        parts.append(say(f"challenge.{key}", lang, **told))
    return _joined(parts, lang)


def text_of(one: Quantity, value: float, lang: Lang) -> str:
    """A value as people read it."""
    unit = getattr(one.unit, lang) if one.unit is not None else ""
    return with_unit(amounts([value], one.scale, lang)[0], [value], one.scale, unit, lang)


def spread_of(one: Quantity, pair: tuple[float, float], lang: Lang) -> str:
    """An interval as people read it."""
    return with_unit(range_text(pair, one.scale, lang), list(pair), one.scale, "", lang)
