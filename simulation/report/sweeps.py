"""What a sweep found, in rows: English and Chinese."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from .numbers import Lang, range_text, value_text
from .plans import duration_text
from .wording import measure_title, wording

if TYPE_CHECKING:
    from ..sweeps.expand import Sweep
    from ..sweeps.runner import Outcome
    from ..sweeps.status import Status

#: Rows of the table; measures in it.
ROWS = 12
_MEASURES = 3
#: What is shown where a plan does not say what it is after, as far as runs have it.
_HEADLINES = (
    "dead_share_day_91",
    "dead_share_day_49",
    "incremental_profit_day_180",
    "incremental_profit_day_90",
    "incremental_profit_day_30",
    "open_rate_day_91",
    "open_rate_day_30",
)


def result_table(sweep: Sweep, outcome: Outcome, lang: Lang) -> tuple[list[str], list[list[str]], int]:
    """Headings, one row a scenario and point with means and intervals from luck, and how many more rows there are."""
    from ..sweeps.stopping import by_seed

    measures = _shown(sweep, outcome)
    runs = _columns(outcome, measures)
    levers = [str(path) for path in sweep.points.columns]
    headings = [{"en": "scenario", "zh": "场景"}[lang], *levers, {"en": "runs", "zh": "运行次数"}[lang]]
    headings += [measure_title(name, lang) for name in measures]
    rows: list[list[str]] = []
    units = [(s, p) for s in range(len(sweep.scenarios)) for p in range(len(sweep.points))]
    for scenario, point in units[:ROWS]:
        here = (runs["scenario"] == sweep.scenarios[scenario].name) & (runs["point"] == point)
        own = runs[here]
        row = [sweep.scenarios[scenario].name, *(_value(v) for v in sweep.row("points", point).values())]
        row.append(f"{len(own):,}")
        for name in measures:
            grid = own.pivot_table(name, ["uncertainty", "member"], "seed", dropna=False)
            means = by_seed(grid.to_numpy(dtype=np.float64)) if len(grid) else np.empty(0)
            row.append(_estimate(name, means, _interval(name, means), lang))
        rows.append(row)
    return headings, rows, max(0, len(units) - ROWS)


def told(sweep: Sweep, outcome: Outcome, lang: Lang) -> list[str]:
    """What a reader of the tables should know."""
    en = lang == "en"
    found = [str(note[lang]) for note in sweep.notes]
    if outcome.failed:
        found.append(
            f"{outcome.failed:,} of {outcome.runs:,} runs failed; the table errors says why"
            if en
            else f"{outcome.runs:,} 次运行中有 {outcome.failed:,} 次失败，原因见 errors 表"
        )
    if outcome.open and sweep.plan.until is not None:
        scenario, point = outcome.open[0]
        first = sweep.scenarios[scenario].name + (f", point {point}" if en else f"，点 {point}")
        most = sweep.plan.until.most
        found.append(
            f"{len(outcome.open):,} of scenarios and points did not reach the interval asked for within {most:,} "
            f"seeds, such as {first}"
            if en
            else f"有 {len(outcome.open):,} 个场景与点在 {most:,} 个随机种子内未达到要求的区间，例如 {first}"
        )
    if outcome.missing:
        same = outcome.made > 0  # else --limit 0 made none, and would again
        found.append(
            f"{outcome.missing:,} runs are left to do; the same command{'' if same else ' without --limit 0'} goes on "
            "from there"
            if en
            else f"还有 {outcome.missing:,} 次运行未做；再次执行同一命令{'' if same else '（去掉 --limit 0）'}即可继续"
        )
    return found


def summary(outcome: Outcome, lang: Lang) -> str:
    """One line: what was made, and how fast."""
    if not outcome.made and outcome.missing:
        return (
            f"Tables of the {outcome.runs:,} runs that are finished; none were made."
            if lang == "en"
            else f"已写出 {outcome.runs:,} 次已完成运行的数据表；没有新的运行。"
        )
    if not outcome.made:
        return (
            f"Nothing to do: all {outcome.runs:,} runs were there."
            if lang == "en"
            else f"无事可做：{outcome.runs:,} 次运行均已完成。"
        )
    spent, rate = duration_text(outcome.seconds, lang), outcome.made / max(outcome.seconds, 0.01)
    if lang == "en":
        kept = f"; {outcome.reused:,} were there already" if outcome.reused else ""
        return f"{outcome.made:,} runs in {spent}, {rate:.2g} a second{kept}."
    kept = f"；另有 {outcome.reused:,} 次此前已完成" if outcome.reused else ""
    return f"{outcome.made:,} 次运行，用时{spent}，每秒 {rate:.2g} 次{kept}。"


def progress_line(name: str, status: Status) -> str:
    """How far a sweep is, for where there is no terminal."""
    parts = [f"{name}: {status.done:,} of {'at most ' if status.open else ''}{status.total:,} runs"]
    if status.rate > 0:
        parts.append(f"{status.rate:.3g} a second")
    if status.left is not None and status.done < status.total:
        parts.append(f"{'at most ' if status.open else ''}{duration_text(status.left, 'en')} left")
    if status.failed:
        parts.append(f"{status.failed:,} failed")
    return ", ".join(parts)


def _shown(sweep: Sweep, outcome: Outcome) -> list[str]:
    """The measures of the table: what the plan names, or headlines that the horizon reaches."""
    until, days = sweep.plan.until, max(scenario.days for scenario in sweep.scenarios)
    if sweep.plan.measures or until is not None:
        named = [*([until.measure] if until is not None else []), *sweep.plan.measures]
        return list(dict.fromkeys(named))[:_MEASURES]
    reached = [name for name in _HEADLINES if int(name.rpartition("_")[2]) <= days]
    firsts: dict[str, str] = {}
    for name in reached:
        firsts.setdefault(name.partition("_day_")[0], name)
    return list(firsts.values())[:_MEASURES]


def _columns(outcome: Outcome, measures: Sequence[str]) -> Any:
    """Keys and these measures of the runs; nothing else is read."""
    import pyarrow.parquet as pq

    wanted = ["scenario", "point", "uncertainty", "member", "seed", *measures]
    return pq.read_table(outcome.out / "runs.parquet", columns=wanted).to_pandas()


def _interval(name: str, means: Any) -> Any:
    """From luck, as far as it is possible at all: shares lie in 0..1."""
    from ..experiments.intervals import luck_intervals
    from ..model.definitions import measure

    if not len(means):
        return None
    found = luck_intervals(means[:, None])[0]
    return np.clip(found, 0.0, 1.0) if measure(name).unit == "share" else found


def _estimate(name: str, means: Any, interval: Any, lang: Lang) -> str:
    there = means[~np.isnan(means)]
    if not len(there):
        return "–"
    word = wording(name)
    text = value_text(float(there.mean()), word.scale, word.level_unit[lang], lang)
    if interval is None or np.isnan(interval).any():
        return text
    span = range_text((float(interval[0]), float(interval[1])), word.scale, lang)
    return f"{text} ({span})" if lang == "en" else f"{text}（{span}）"


def _value(value: Any) -> str:
    return f"{value:.5g}" if isinstance(value, float) else str(value)
