"""A plan in words and rows, English and Chinese: what it varies, how much it runs, what that costs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from .numbers import Lang

if TYPE_CHECKING:
    from ..sweeps.estimate import Estimate
    from ..sweeps.expand import Sweep
    from ..sweeps.factor_schema import Factor

Row = tuple[str, str]
#: Rows of the design that are shown.
HEAD = 8
#: Runs above which a plan is called large.
MANY_RUNS = 100_000

_DESIGNS = {
    "grid": ("grid, all combinations", "网格（全部组合）"),
    "list": ("points as listed", "逐点列出"),
    "latin_hypercube": ("Latin hypercube", "拉丁超立方"),
    "sobol": ("Sobol", "Sobol 序列"),
    "morris": ("Morris", "Morris 轨迹"),
}
_KEPT = {
    "runs": ("runs", "运行"),
    "daily": ("daily", "每日"),
    "groups": ("groups", "群"),
    "members": ("members", "成员"),
}
_LAWS_ZH = {
    "normal": "正态分布",
    "uniform": "均匀分布",
    "triangular": "三角分布",
    "lognormal": "对数正态分布",
    "mean": "均值",
    "sd": "标准差",
    "low": "最低",
    "mode": "最可能",
    "high": "最高",
    "median": "中位数",
    "log_sd": "对数标准差",
}


def plan_rows(sweep: Sweep, cost: Estimate | None, lang: Lang) -> list[Row]:
    """What a plan asks for, line by line: heading, text. cost: None leaves time and disk out."""
    en = lang == "en"
    plan = sweep.plan
    rows: list[Row] = []
    if plan.question:
        rows.append(("question" if en else "问题", getattr(plan.question, lang)))
    rows.append(("scenarios" if en else "场景", ", ".join(one.name for one in sweep.scenarios)))
    rows.append(("design" if en else "设计", _DESIGNS[plan.design][0 if en else 1]))
    for heading, factors in (
        ("levers" if en else "可选因素", plan.chosen),
        ("uncertainties" if en else "不可控因素", plan.uncertainties),
    ):
        for place, (path, factor) in enumerate(factors.items()):
            said = f"{path}{_posts(sweep, path, lang)}: {factor_text(factor, lang)}"
            rows.append(
                ("" if place else heading, f"{said} [{sweep.units[path]}]" if sweep.units[path] else said)
            )
    rows.append(("cells" if en else "组合", _cells(sweep, lang)))
    rows.append(("seeds" if en else "随机种子", _seeds(sweep, lang)))
    rows.append(("runs" if en else "运行次数", _between(sweep.least_runs, sweep.most_runs, lang)))
    if cost is not None:
        rows.append(("time" if en else "时间", _time(cost, lang)))
        rows.append(("disk" if en else "磁盘", _disk(cost, lang)))
    return rows


def _posts(sweep: Sweep, path: str, lang: Lang) -> str:
    """Which posts a place in the calendar stands for, where all scenarios agree; a note says where they do not."""
    from ..scenario.labels import kind_name
    from ..sweeps.build import posts_at

    kinds = set(posts_at(path, sweep.scenarios).values())
    varied = {*map(str, sweep.points.columns), *map(str, sweep.uncertain.columns)}
    if len(kinds) != 1 or any(
        path.startswith(one.removesuffix(".post")) for one in varied if one.endswith(".post")
    ):
        return ""
    name = kind_name(kinds.pop(), lang)
    return f" ({name})" if lang == "en" else f"（{name}）"


def head_of(sweep: Sweep, lang: Lang) -> tuple[list[str], list[list[str]]]:
    """The first points of the levers: headings and rows. Empty rows where nothing is varied."""
    paths = [str(path) for path in sweep.points.columns]
    shown = min(HEAD, len(sweep.points)) if paths else 0
    rows = [[str(n), *(_value(v, lang) for v in sweep.row("points", n).values())] for n in range(shown)]
    return ["point" if lang == "en" else "点", *paths], rows


def warnings(sweep: Sweep, cost: Estimate | None, lang: Lang) -> list[str]:
    """What a reader should know before it runs."""
    from ..sweeps.build import suggested_samples

    en = lang == "en"
    found = [str(note[lang]) for note in sweep.notes]
    if sweep.most_runs > MANY_RUNS:
        text = f"{sweep.most_runs:,} runs are many" if en else f"{sweep.most_runs:,} 次运行很多"
        wanted = suggested_samples(len(sweep.points.columns))
        if sweep.plan.design == "grid" and len(sweep.points) > wanted:
            text += (
                f"; design: latin_hypercube with samples: {wanted} spreads {wanted:,} points evenly over the same "
                f"range instead of {len(sweep.points):,}"
                if en
                else f"；改用 design: latin_hypercube、samples: {wanted}，以 {wanted:,} 个点均匀覆盖同一范围，"
                f"代替 {len(sweep.points):,} 个点"
            )
        else:
            text += "; fewer samples or replicates may do" if en else "；可减少 samples 或 replicates"
        found.append(text)
    if cost is not None and cost.failed:
        tried = cost.failed + cost.trials
        found.append(
            f"{cost.failed} of {tried} trial runs failed; `grouplife sweep` will say why"
            if en
            else f"{tried} 次试运行中有 {cost.failed} 次失败；`grouplife sweep` 会说明原因"
        )
    return found


def factor_text(factor: Factor, lang: Lang) -> str:
    """How a factor is varied, in one line."""
    en = lang == "en"
    if factor.values is not None:
        shown = [_value(value, lang) for value in factor.values[:12]]
        return ", ".join(shown) + (", …" if len(factor.values) > 12 else "")
    if factor.range is not None:
        low, high = (f"{end:g}" for end in factor.range)
        text = f"{low} to {high}" if en else f"{low} 至 {high}"
        if factor.scale == "log":
            text += ", log scale" if en else "，对数刻度"
        if factor.steps is not None:
            text += f", {factor.steps} values" if en else f"，{factor.steps} 个取值"
        return text
    assert factor.distribution is not None
    said = factor.distribution.model_dump(exclude_none=True)
    name, numbers = next(iter(said.items()))
    words = {key: key.replace("_", " ") if en else _LAWS_ZH[key] for key in (name, *numbers)}
    inside = (", " if en else "，").join(f"{words[key]} {value:g}" for key, value in numbers.items())
    return f"{words[name]} ({inside})" if en else f"{words[name]}（{inside}）"


def as_json(sweep: Sweep, cost: Estimate | None) -> dict[str, Any]:
    """The plan worked out, as one object."""
    head = [sweep.row("points", n) for n in range(min(HEAD, len(sweep.points)))]
    found: dict[str, Any] = {
        "name": sweep.plan.name,
        "hash": sweep.hash,
        "design": sweep.plan.design,
        "scenarios": [one.name for one in sweep.scenarios],
        "levers": [str(path) for path in sweep.points.columns],
        "uncertainties": [str(path) for path in sweep.uncertain.columns],
        "units": dict(sweep.units),
        "points": len(sweep.points),
        "uncertainty_points": len(sweep.uncertain),
        "ensemble": sweep.plan.ensemble,
        "cells": sweep.cells,
        "seeds": {"first": sweep.plan.seed, "least": sweep.blocks[0].stop, "most": sweep.blocks[-1].stop},
        "runs": {"least": sweep.least_runs, "most": sweep.most_runs},
        "keep": list(sweep.keep),
        "head": head,
        "notes": warnings(sweep, cost, "en"),
    }
    if cost is not None:
        found["estimate"] = {
            "workers": cost.workers,
            "trials": cost.trials,
            "failed": cost.failed,
            "seconds_a_run": cost.seconds_a_run,
            "seconds": {"least": cost.least_seconds, "most": cost.most_seconds},
            "bytes_a_run": dict(cost.bytes_a_run),
            "bytes": {"least": cost.least_bytes, "most": cost.most_bytes},
        }
    return found


def _cells(sweep: Sweep, lang: Lang) -> str:
    """The product that makes the cells."""
    en = lang == "en"
    count = len(sweep.scenarios)
    parts = [(count, "scenario" if count == 1 else "scenarios", "个场景")]
    if len(sweep.points.columns):
        count = len(sweep.points)
        parts.append((count, "point" if count == 1 else "points", "个点"))
    if len(sweep.uncertain.columns):
        parts.append((len(sweep.uncertain), "points of the uncertainties", "个不可控因素的点"))
    if sweep.plan.ensemble:
        parts.append((sweep.plan.ensemble, "members of the ensemble", "个参数集合"))
    said = " x ".join(f"{count:,} {words}" if en else f"{count:,} {zh}" for count, words, zh in parts)
    return said if len(parts) == 1 else f"{sweep.cells:,} = {said}"


def _seeds(sweep: Sweep, lang: Lang) -> str:
    until, first = sweep.plan.until, sweep.plan.seed
    if until is None:
        count = len(sweep.blocks[0])
        return f"{count:,}, from {first}" if lang == "en" else f"{count:,} 个，自 {first} 起"
    width = f"{100 * until.bound:g} %" if until.relative else f"{until.bound:g}"
    if lang == "en":
        return (
            f"{until.least:,} to {until.most:,} by {until.step:,}, from {first}, until the 95 % interval of "
            f"{until.measure} is within {width} of the mean"
        )
    return (
        f"{until.least:,} 至 {until.most:,} 个，每次加 {until.step:,} 个，自 {first} 起，直到 {until.measure} 的 95 % "
        f"区间在均值上下 {width} 以内"
    )


def _between(least: int, most: int, lang: Lang) -> str:
    if least == most:
        return f"{least:,}"
    return f"{least:,} to {most:,}" if lang == "en" else f"{least:,} 至 {most:,}"


def _time(cost: Estimate, lang: Lang) -> str:
    en = lang == "en"
    if not cost.trials:
        return "unknown: no trial run came through" if en else "未知：试运行均未成功"
    least, most = duration_text(cost.least_seconds, lang), duration_text(cost.most_seconds, lang)
    span = least if least == most else f"{least} to {most}" if en else f"{least}至{most}"
    a_run = f"{cost.seconds_a_run:.2g}"
    if en:
        processes = "one worker" if cost.workers == 1 else f"{cost.workers} workers"
        return f"about {span} on {processes}; an estimate from {cost.trials} trial runs, {a_run} s each"
    return f"约{span}（{cost.workers} 个进程）；按 {cost.trials} 次试运行估计，每次 {a_run} 秒"


def _disk(cost: Estimate, lang: Lang) -> str:
    en = lang == "en"
    if not cost.bytes_a_run:
        return "unknown" if en else "未知"
    least, most = size_text(cost.least_bytes), size_text(cost.most_bytes)
    span = least if least == most else f"{least} to {most}" if en else f"{least} 至 {most}"
    tables = ", ".join(_KEPT[name][0 if en else 1] for name in cost.bytes_a_run)
    each = size_text(sum(cost.bytes_a_run.values()))
    return f"about {span}, {each} a run ({tables})" if en else f"约 {span}，每次运行 {each}（{tables}）"


def duration_text(seconds: float, lang: Lang) -> str:
    """A length of time to about two figures, in the unit one would say it in."""
    units = (
        (86_400.0, "days", "天"),
        (3600.0, "hours", "小时"),
        (60.0, "minutes", "分钟"),
        (1.0, "seconds", "秒"),
    )
    size, en, zh = next((unit for unit in units if seconds >= 2 * unit[0]), units[-1])
    count = seconds / size
    text = f"{count:.1f}" if count < 9.95 and size > 1.0 else f"{max(1, round(count))}"
    word = en if text != "1" else en.removesuffix("s")
    return f"{text} {word}" if lang == "en" else f"{text} {zh}"


def size_text(size: float) -> str:
    """Bytes to about two figures."""
    for unit in ("B", "KB", "MB", "GB"):
        if size < 999.5:
            return f"{size:.1f} {unit}" if size < 9.95 and unit != "B" else f"{size:.0f} {unit}"
        size /= 1000.0
    return f"{size:.1f} TB" if size < 9.95 else f"{size:,.0f} TB"


def _value(value: Any, lang: Lang) -> str:
    if isinstance(value, bool):
        return {"en": ("off", "on"), "zh": ("关", "开")}[lang][value]
    return f"{value:.5g}" if isinstance(value, float) else str(value)
