"""What a page shows of runs: charts, and sentences that say what changed and whether it is beyond luck."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

import numpy as np

from ..experiments.intervals import FEW, estimates
from ..model.definitions import measure
from ..model.lives import DEATH
from ..report.bands import Curve
from ..report.labels import Labels
from ..report.numbers import Lang
from ..report.wording import measure_title
from ..report.words import Difference, difference_sentence
from ..scenario import Scenario
from ..scenario.words import difference_lines
from .charts import Chart, Line, chart, curve_of
from .controls import post_controls, value_of, written
from .days import column, reached
from .texts import say
from .working import Answer

#: What is told of two settings, in this order: families of measures, told at their last day within the horizon.
TOLD = (
    "dead_share",
    "member_messages",
    "open_rate",
    "mute_share",
    "orders",
    "incremental_profit",
    "referred_joins",
)
SHARES = (0.0, 1.0)
NEVER = (0.0, np.inf)


def charts(
    now: Sequence[Answer],
    before: Sequence[Answer],
    scenario: Scenario,
    lang: Lang,
    of: int = 100,
) -> list[Chart]:
    """Survival, activity, trust and fatigue, money, referral; `before` as grey lines, none where it is empty.

    scenario: the one that `now` was run with. of: so many groups survival is counted of; of 100, settings with more
    groups and with fewer compare.
    """
    days = scenario.days

    def alive(runs: Sequence[Answer]) -> Curve:
        counts = [of * column(run.daily, "groups_alive") / len(run.groups["founded"]) for run in runs]
        return curve_of(counts, (0.0, float(of)))

    def drawn(name: str, runs: Sequence[Answer], limits: tuple[float, float] | None = NEVER) -> Curve:
        return curve_of([column(run.daily, name) for run in runs], limits)

    def both(draw: Callable[[Sequence[Answer]], Curve]) -> list[Line]:
        lines = [Line(say("charts.now", lang), draw(now), 0)]
        if before:
            lines.append(Line(say("charts.before", lang), draw(before), "ghost"))
        return lines

    def of_column(name: str, limits: tuple[float, float] | None = NEVER) -> list[Line]:
        return both(lambda runs: drawn(name, runs, limits))

    def unit(name: str, **values: object) -> str:
        return say(f"charts.{name}_unit", lang, **values)

    def feelings() -> list[Line]:
        lines = []
        for number, name in enumerate(("trust", "fatigue")):
            label = say(f"charts.{name}", lang)
            lines.append(Line(label, drawn(name, now, SHARES), number))
            if before:
                earlier = say("charts.before", lang)
                lines.append(Line(f"{label} {earlier}", drawn(name, before, SHARES), "ghost", earlier))
        return lines

    def title(name: str) -> str:
        return say(f"charts.{name}", lang)

    return [
        chart(
            title("groups_alive"),
            unit("groups_alive", n=of, day=DEATH.judged_from),
            both(alive),
            days,
            lang,
            low=0.0,
            high=float(of),
        ),
        chart(
            title("money"),
            unit("money"),
            of_column("cumulative_incremental_profit", None),
            days,
            lang,
            form="money",
        ),
        chart(title("activity"), unit("activity"), of_column("member_messages_per_group"), days, lang),
        chart(title("feelings"), unit("feelings"), feelings(), days, lang, low=0.0, high=1.0),
        chart(title("referral"), unit("referral"), of_column("cumulative_referred_joins"), days, lang),
    ]


def told_measures(runs: Iterable[Answer]) -> list[str]:
    """The measures of TOLD that have a value in some run, each at its last day that has one."""
    return reached(TOLD, {name for run in runs for name, value in run.summary.items() if value is not None})


def differences(now: Sequence[Answer], before: Sequence[Answer]) -> list[Difference]:
    """Now minus before, paired by seed, with the interval from luck; empty with fewer than `FEW` pairs."""
    earlier = {run.seed: run for run in before}
    pairs = [(run, earlier[run.seed]) for run in now if run.seed in earlier]
    if len(pairs) < FEW:
        return []
    names = told_measures(run for pair in pairs for run in pair)
    values = np.array([[_gap(a.summary.get(n), b.summary.get(n)) for n in names] for a, b in pairs])
    limits = np.array([(-1.0, 1.0) if measure(n).unit == "share" else (-np.inf, np.inf) for n in names])
    found = estimates(
        values.reshape(len(pairs), len(names)), np.empty((0, len(names))), limits.reshape(-1, 2)
    )
    return [
        Difference(n, "now", "before", e.mean, _known(e.luck), None, e.defined, e.runs)
        for n, e in zip(names, found, strict=True)
    ]


def _gap(now: float | None, before: float | None) -> float:
    return np.nan if now is None or before is None else now - before


def _known(pair: tuple[float | None, float | None]) -> tuple[float, float] | None:
    low, high = pair
    return None if low is None or high is None else (low, high)


def sentences(found: Sequence[Difference], lang: Lang) -> tuple[list[str], list[str]]:
    """What is beyond luck as sentences, and the names of the measures in which luck may have made the difference."""
    spoken = {"now": say("play.now", lang), "before": say("play.before", lang)}
    names = Labels(spoken, spoken)
    clear: list[str] = []
    unclear: list[str] = []
    for one in found:
        if one.verdict in ("clear", "luck_only"):
            text = difference_sentence(one, names, lang)
            clear.append(text[:1].upper() + text[1:] + ("。" if lang == "zh" else "."))
        elif one.verdict != "none":
            unclear.append(measure_title(one.measure, lang))
    return clear, unclear


def changed_lines(before: Scenario, now: Scenario, lang: Lang) -> list[str]:
    """What was changed, a line each, in the words of the levers."""
    if before == now:
        return []
    lines, calendar = [], before
    for one in post_controls(now):
        if one.post in before.content:
            old, new = value_of(one, before), value_of(one, now)
            if old != new:
                unit = say("levers.unit_posts", lang)
                lines.append(f"{one.title[lang]}{'：' if lang == 'zh' else ': '}{old:g} → {new:g} {unit}")
                calendar = calendar.override(written(one, calendar, new))
    # what the levers of posts do not say is said as the library says it
    return [*lines, *difference_lines(calendar, now, lang)]
