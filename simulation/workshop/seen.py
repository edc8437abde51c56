"""Who sees what: an operator what WeChat and the books show, and only at the end what the model alone knows."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from ..model.definitions import DAILY as MEASURES
from ..model.lives import DEATH
from ..report.bands import Curve
from ..report.numbers import Lang, value_text
from ..scenario import Scenario
from .challenges import Challenge
from .charts import Chart, Floats, Line, chart, curve_of
from .days import WEEK, column
from .texts import say
from .working import DAILY, Answer

#: The daily columns that WeChat shows to those who run the groups, as the definitions mark them.
VISIBLE = tuple(name for name in DAILY if MEASURES[name].observability == "observable")
NEVER = (0.0, np.inf)


@dataclass(frozen=True)
class Seen:
    """A try as an operator sees it: the visible daily columns of each world [days], and sums up to the end.

    orders, joins, leaves, referred, posts: means over the worlds; members: at the end; messages: a group and day over
    the last 28; dead: groups dead at the end. budgets: what was used of each; goal: only where all of it is visible.
    """

    worlds: tuple[dict[str, Floats], ...]
    orders: float
    joins: float
    leaves: float
    referred: float
    posts: float
    members: float
    messages: float
    dead: float
    budgets: tuple[float | None, ...]
    goal: float | None


def as_seen(challenge: Challenge, answers: Sequence[Answer]) -> Seen:
    """What remains of runs when all that is hidden is taken away. answers: one or more."""
    worlds = tuple({name: run.daily[name] for name in VISIBLE} for run in answers)
    summaries = [run.summary for run in answers]

    def total(name: str) -> float:
        return float(np.mean([np.nansum(world[name]) for world in worlds]))

    def last(name: str) -> float:
        return float(np.mean([world[name][-1] for world in worlds]))

    def mean(values: Floats) -> float | None:
        known = values[~np.isnan(values)]
        return float(known.mean()) if known.size else None

    return Seen(
        worlds=worlds,
        orders=total("orders"),
        joins=total("joins"),
        leaves=total("leaves"),
        referred=total("referred_joins"),
        posts=total("posts"),
        members=last("members_present"),
        messages=last("member_messages_per_group"),
        dead=float(np.mean([column(world, "groups_dead")[-1] for world in worlds])),
        budgets=tuple(mean(one.of(summaries)) for one in challenge.budgets),
        goal=None if challenge.goal.hidden else mean(challenge.goal.of(summaries)),
    )


def practice_charts(now: Seen, before: Seen | None, scenario: Scenario, lang: Lang) -> list[Chart]:
    """A try and, in grey, the one before. scenario: the one that `now` was run with."""
    count, days = scenario.groups.count, scenario.days

    def both(name: str, limits: tuple[float, float] = NEVER) -> list[Line]:
        lines = [Line(say("challenge.this_try", lang), _curve(now, name, limits), 0)]
        if before is not None:
            lines.append(Line(say("challenge.last_try", lang), _curve(before, name, limits), "ghost"))
        return lines

    def drawn(name: str, daily: str, unit: str = "") -> Chart:
        told = unit or say(f"challenge.{name}_unit", lang)
        return chart(say(f"challenge.{name}", lang), told, both(daily), days, lang, height=160)

    alive = chart(
        say("charts.groups_alive", lang),
        say("charts.groups_alive_unit", lang, n=count, day=DEATH.judged_from),
        both("groups_alive", (0.0, float(count))),
        days,
        lang,
        height=160,
        low=0.0,
        high=float(count),
    )
    shown = [
        alive,
        drawn("talk", "member_messages_per_group", say("charts.activity_unit", lang)),
        drawn("members", "members_present"),
        drawn("orders", "cumulative_orders"),
        drawn("posted", "posts_a_week"),
    ]
    if scenario.strategy.referral.length:
        shown.append(drawn("friends", "cumulative_referred_joins"))
    else:
        shown.append(drawn("waiting", "questions_waiting"))
    return shown


def _curve(seen: Seen, name: str, limits: tuple[float, float]) -> Curve:
    """The mean over the worlds; three of them say nothing of luck that a band could show."""
    found = curve_of([column(world, name) for world in seen.worlds], limits)
    return replace(found, luck=np.array([found.mean, found.mean]))


# ---------------------------------------------------------------------------------------- at the end


@dataclass(frozen=True)
class Hidden:
    """What no operator could see, means over runs; NaN where unknown.

    trust, fatigue, muted, opened: at the end, 0..1 (opened: mean of the last week). orders: by all who ever joined;
    anyway: those the same people would have placed without groups. profit: in the books, CNY; incremental: really.
    """

    trust: float = np.nan
    fatigue: float = np.nan
    muted: float = np.nan
    opened: float = np.nan
    orders: float = np.nan
    anyway: float = np.nan
    profit: float = np.nan
    incremental: float = np.nan


def hidden_side(answers: Sequence[Answer]) -> Hidden:
    """What really was."""
    if not answers:
        return Hidden()

    def last(name: str, days: int = 1) -> float:
        values = [run.daily[name][-days:] for run in answers]
        known = [float(np.nanmean(one)) for one in values if not np.isnan(one).all()]
        return float(np.mean(known)) if known else np.nan

    def total(name: str) -> float:
        return float(np.mean([np.nansum(run.daily[name]) for run in answers]))

    return Hidden(
        trust=last("trust"),
        fatigue=last("fatigue"),
        muted=last("mute_share"),
        opened=last("open_rate", WEEK),
        orders=total("orders"),
        anyway=total("baseline_orders"),
        profit=total("profit"),
        incremental=total("incremental_profit"),
    )


def hidden_sentences(hidden: Hidden, days: int, lang: Lang) -> list[str]:
    """What really was, in sentences."""

    def share(value: float) -> str:
        return value_text(value, "percent", "%", lang)

    def money(value: float) -> str:
        return value_text(value, "money", "", lang)

    def count(value: float) -> str:
        return value_text(value, "days", "", lang)

    if np.isnan(hidden.orders):
        return []
    added = hidden.orders - hidden.anyway
    found = [
        say(
            "challenge.really_orders" if added >= 0 else "challenge.really_fewer",
            lang,
            days=days,
            orders=count(hidden.orders),
            anyway=count(hidden.anyway),
            added=count(abs(added)),
        ),
        say(
            "challenge.really_profit",
            lang,
            profit=money(hidden.profit),
            incremental=money(hidden.incremental),
        ),
    ]
    if not np.isnan(hidden.trust):
        found.append(
            say(
                "challenge.really_people",
                lang,
                trust=f"{hidden.trust:.2f}",
                fatigue=f"{hidden.fatigue:.2f}",
                muted=share(hidden.muted),
                opened=share(hidden.opened),
            )
        )
    return found
