"""Fitting the ensemble to a log: read, count, match, weigh, learn, look ahead."""

from __future__ import annotations

import re
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from ...errors import UsageError
from ...experiments.conduct import Progress, check_numbers
from ...experiments.ensemble import draw_ensemble
from ...experiments.run import as_scenario
from ...scenario import Scenario
from .cleaning import Log, read_log
from .facts import facts_of_log
from .forecast import MONTH, Misfit, draw_futures, misfit_of, state_of
from .history import History, history_of
from .learned import Learned, acts_on_talk, learn, point_of, rounded, theories, values_of
from .matching import LONGEST, Match, draw_own, match
from .scoring import coverage, forecast_table
from .simulate import Plan, Run, invited_by, simulate
from .weights import Fit, fit_members, fit_members_like, predicted
from .words import Note, note

if TYPE_CHECKING:
    import pandas as pd

Floats = NDArray[np.float64]

ENSEMBLE = 200
FORECAST = 84  # days
_LEAST_ENSEMBLE = 20
_TESTS = 3  # earlier days from which the model is tried on the window
_TEST_FROM = 42  # days of the window such a day has behind it at least
_POINT_RUNS = 6
_PILOTS = 8  # members that show how many join by invitation
_LEAST_AHEAD = 28  # days
_FEW_SETS = 25  # effective sets of parameters: fewer say too little of what is possible
_SILENT_TAIL = 365  # days after the last event that may be said to be silent


@dataclass(frozen=True, eq=False)
class Fitted:
    """A log with what the model makes of it.

    whole: all of the log; history: the days fitted. values, theory: of the members. learned: by parameter. point:
    what the log told, as a scenario holds it; point_rank: share of the members (by weight) that come nearer to the
    log than it; point_is_member: it is a whole member. predicted: 2.5 %, 50 %, 97.5 % of each statistic as the
    weighted members would show it.
    """

    name: str
    source: str
    base_source: str
    log: Log
    whole: History
    history: History
    match: Match
    ensemble: int
    seed: int
    fit: Fit
    values: Mapping[str, Floats]
    theory: NDArray[np.str_]
    learned: Sequence[Learned]
    theories: Mapping[str, Mapping[str, float]]
    point: Mapping[str, float]
    point_rank: float
    point_is_member: bool
    predicted: Floats
    misfit: Misfit
    forecast: pd.DataFrame
    coverage: Sequence[Mapping[str, Any]]
    notes: tuple[Note, ...]
    seconds: float

    @property
    def held_out(self) -> int:
        """Days of the log after the window."""
        return self.whole.days - self.history.days


def fit_log(
    path: Path | str,
    *,
    base: Scenario | str | Path = "baseline",
    columns: Mapping[str, str | None] | None = None,
    event_names: Mapping[str, str] | None = None,
    timezone: str = "Asia/Shanghai",
    until: str | None = None,
    forecast: int | None = None,
    ensemble: int = ENSEMBLE,
    seeds: int | None = None,
    seed: int = 1,
    name: str | None = None,
    workers: int | None = None,
    progress: Progress | None = None,
) -> Fitted:
    """Fit the ensemble to a log.

    base: the plan that ran meanwhile. until: end of the days fitted, a date or a number of days; what comes after is
    held back and scored; days after the last event count as silent. forecast: days ahead; None: what is held back,
    at least 84. ensemble: members drawn; seeds: runs of each; None: as many as time allows, 3 at most. seed: of all
    chance. The same log, base, ensemble and seed give the same result on any number of workers. Raises UsageError for
    what cannot be fitted.
    """
    started = time.monotonic()
    scenario, log, days, ahead = check_fit(
        path, base=base, columns=columns, event_names=event_names, timezone=timezone, until=until, forecast=forecast,
        ensemble=ensemble, seeds=seeds, seed=seed, workers=workers,
    )  # fmt: skip
    whole, history = history_of(log, max(log.days, days)), history_of(log, days)
    matched = match(history, scenario, ahead, ensemble, seeds)
    looks = _looks(matched.window)
    drawn = draw_ensemble(ensemble, seed, [matched.scenario])
    own = draw_own(scenario, ensemble, seed)
    plan = Plan(matched.scenario, drawn, tuple(matched.inflow), looks, seed, own=own)
    matched = replace(matched, invited=invited_by(plan, range(_PILOTS)))
    plan = replace(plan, invited=tuple(matched.invited))
    tasks = [(member, number) for number in range(matched.seeds) for member in range(ensemble)]
    total = len(tasks) + _POINT_RUNS
    runs = simulate(plan, tasks, workers, _part(progress, 0, total))
    fitted = _weighed(history, matched, runs, len(looks) - 1)
    values, theory = values_of(drawn, plan.scenario, own)
    learned = learn(
        {path: values[path] for path in values if acts_on_talk(path) or path in own}, fitted.weight
    )
    point, rank, whole_member = _point(
        plan, learned, values, theory, fitted, _part(progress, len(tasks), total)
    )
    misfit = misfit_of(_tests(log, matched, history.days, runs, looks))
    state = state_of(*_counts(history, matched.groups))
    futures = draw_futures(state, runs, fitted.weight, ahead // MONTH, misfit)
    table = forecast_table(futures, history, matched.groups, whole if whole.days > days else None)
    said = history.messages[:, matched.groups].sum(axis=0)
    sizes = {history.names[k]: int(n) for k, n in zip(matched.groups, said, strict=True)}
    return Fitted(
        name=name or name_of(Path(path)),
        source=Path(path).name,
        base_source=base.name if isinstance(base, Scenario) else str(base),
        log=log,
        whole=whole,
        history=history,
        match=matched,
        ensemble=ensemble,
        seed=seed,
        fit=fitted,
        values=values,
        theory=theory,
        learned=learned,
        theories=theories(theory, fitted.weight),
        point=point,
        point_rank=rank,
        point_is_member=whole_member,
        predicted=predicted(fitted, runs, len(looks) - 1, len(matched.groups), (0.025, 0.5, 0.975)),
        misfit=misfit,
        forecast=table,
        coverage=coverage(table, sizes),
        notes=(
            *log.notes,
            *_tail(log, days),
            *_doubts(log.days - days, ensemble, fitted.ess),
            *matched.notes,
        ),
        seconds=time.monotonic() - started,
    )


def check_fit(
    path: Path | str,
    *,
    base: Scenario | str | Path,
    columns: Mapping[str, str | None] | None,
    event_names: Mapping[str, str] | None,
    timezone: str,
    until: str | None,
    forecast: int | None,
    ensemble: int,
    seeds: int | None,
    seed: int,
    workers: int | None,
) -> tuple[Scenario, Log, int, int]:
    """(the plan, the log, days fitted, days ahead) as asked, before anything runs or is written. Raises UsageError."""
    check_numbers(1 if seeds is None else seeds, seed, workers, ensemble=ensemble, name="--seeds")
    if ensemble < _LEAST_ENSEMBLE:
        raise UsageError(
            f"--ensemble: given {ensemble}, allowed: {_LEAST_ENSEMBLE} and more, to weigh them by the log"
        )
    scenario = as_scenario(base)
    log = read_log(path, columns, timezone, event_names)
    days = days_until(log, until)
    return scenario, log, days, days_ahead(log, days, forecast)


def name_of(path: Path) -> str:
    """A scenario's name from a file's."""
    plain = re.sub(r"[^a-z0-9]+", "_", path.stem.lower()).strip("_")[:48]
    return plain or "own_log"


def days_until(log: Log, until: str | None) -> int:
    """Days fitted, from what the user said: a number of days, or the last date."""
    if until is None:
        return log.days
    given = until.strip()
    if given.isdecimal() and len(given) < 10:
        days = int(given)
    else:
        try:
            days = (date.fromisoformat(given.replace("/", "-")) - log.first).days + 1
        except ValueError:
            raise UsageError(
                f"--until: given {until!r}, allowed: a date as 2026-03-31, or a number of days"
            ) from None
    most = log.days + _SILENT_TAIL
    if not 1 <= days <= most:
        raise UsageError(
            f"--until: given {until!r}, allowed: 1 to {most} days, or a date from {log.first} to {log.date(most - 1)}; "
            f"the log goes from {log.first} to {log.date(log.days - 1)}"
        )
    return days


def days_ahead(log: Log, days: int, forecast: int | None) -> int:
    """Days looked ahead, in whole months of 28 days."""
    if forecast is not None and not _LEAST_AHEAD <= forecast <= LONGEST - _LEAST_AHEAD:
        raise UsageError(
            f"--forecast: given {forecast}, allowed: {_LEAST_AHEAD} to {LONGEST - _LEAST_AHEAD} days"
        )
    wanted = max(FORECAST, log.days - days) if forecast is None else forecast
    if forecast is None:  # the longest that the model's horizon leaves
        wanted = max(_LEAST_AHEAD, min(wanted, LONGEST - min(days, LONGEST // 2)))
    return wanted // MONTH * MONTH


def _tail(log: Log, days: int) -> list[Note]:
    if days <= log.days:
        return []
    return [
        note("silent_tail", last=log.date(log.days - 1).isoformat(), until=log.date(days - 1).isoformat())
    ]


def _doubts(held: int, members: int, worth: float) -> list[Note]:
    found = []
    if 0 < held < MONTH:
        found.append(note("held_too_short", count=held, least=MONTH))
    if worth < _FEW_SETS:
        found.append(note("few_sets", members=members, worth=worth))
    return found


def _looks(window: int) -> tuple[int, ...]:
    """Days of the clock at which facts are taken: some from which the model is tried, and the last."""
    tests = [window - MONTH * n for n in range(_TESTS, 0, -1)]
    return (*(day for day in tests if day >= _TEST_FROM), window)


def _weighed(history: History, matched: Match, runs: Sequence[Run], look: int) -> Fit:
    facts = facts_of_log(history, matched.groups, matched.window)
    return fit_members(facts, runs, look, joins=history.joins_known, leaves=history.leaves_known)


def _counts(history: History, groups: NDArray[np.int64]) -> tuple[Any, Any, Any, Any, Any]:
    together = history.together[np.ix_(groups, groups)]
    life = history.lives
    first = np.where(life.judgeable, life.first_messages, 0)[groups]
    return history.messages[:, groups], history.active_28[:, groups], history.start[groups], together, first


def _tests(log: Log, matched: Match, days: int, runs: Sequence[Run], looks: Sequence[int]) -> list[Any]:
    """The model tried on the window: weighed by a part of it, and set against what came in the rest."""
    found = []
    for look, day in enumerate(looks[:-1]):
        cut = days - (looks[-1] - day)
        early = history_of(log, cut)
        groups = np.flatnonzero(early.start >= 0)
        groups = groups[cut - early.start[groups] <= day]
        if len(groups) < 1 or early.messages.sum() == 0:
            continue
        tried = replace(matched, groups=groups, age=cut - early.start[groups])
        weight = _weighed(early, tried, runs, look).weight
        months = (days - cut) // MONTH
        futures = draw_futures(state_of(*_counts(early, groups)), runs, weight, months, draws=500)
        later = history_of(log, days)
        place = [later.names.index(early.names[k]) for k in groups]
        rest = later.messages[cut : cut + MONTH * months, place]
        found.append((futures, rest.reshape(months, MONTH, len(place)).sum(axis=1).T))
    return found


def _point(
    plan: Plan,
    learned: Sequence[Learned],
    values: Mapping[str, Floats],
    theory: NDArray[np.str_],
    fitted: Fit,
    progress: Progress | None,
) -> tuple[dict[str, float], float, bool]:
    """(what the scenario holds, share of weight nearer to the log, whether it is a whole member).

    The weighted medians of what the log told, if they fit themselves: taken one by one they need not go together.
    Where most of the weight lies nearer, the member that counts most takes their place, with all that acts on talk.
    """
    medians = point_of(learned)
    tasks = [(0, number) for number in range(_POINT_RUNS)]
    runs = simulate(replace(plan, point=tuple(medians.items()), at_point=True), tasks, 1, progress)
    own = fit_members_like(fitted, runs, -1)
    nearer = float(fitted.weight[fitted.distance < own.distance[0]].sum())
    holds = theory == plan.scenario.submodels.death
    if nearer <= 0.5 or not holds.any():
        return medians, nearer, False
    best = int(np.where(holds, fitted.weight, -1.0).argmax())
    nearest = {one.path: rounded(float(values[one.path][best])) for one in learned}
    return nearest, float(fitted.weight[fitted.distance < fitted.distance[best]].sum()), True


def _part(progress: Progress | None, before: int, total: int) -> Progress | None:
    if progress is None:
        return None
    return lambda done, _: progress(before + done, total)
