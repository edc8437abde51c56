"""What drives a measure, in plain words and tables."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from ...questions.sensitivity_screening import BY_LUCK
from ...scenario import Scenario
from ..numbers import Lang, counted, plain
from ..wording import measure_title
from ..words import tidy
from .amounts import change_text, changes, changes_unit
from .names import Names, joined, numeric, scenario_name
from .page import Table
from .sensitivity_texts import say
from .texts import failed_note, kept_note

if TYPE_CHECKING:
    import pandas as pd

    from ...questions.sensitivity import Answer
    from ...questions.sensitivity_indices import Indices

#: Factors told of in a sentence, shown in a table.
_TOLD, _SHOWN = 3, 20
#: Of all effects of a factor, the share that goes one way from which a direction is told.
_ONE_WAY = 0.8
#: An effect below this share of the largest is called small.
_SMALL = 0.1
#: Share of the variance from which acting together, or luck, is worth a word.
_WORTH_A_WORD = 0.05


def sentences(answer: Answer, lang: Lang) -> list[str]:
    """The answer, one or two sentences a scenario and measure."""
    scenarios = answer.question.bases
    named, names = {one.name: one for one in scenarios}, Names(lang, scenarios)
    found = [
        _moved(measure, named[name], table, names) for (name, measure), table in answer.screening.items()
    ]
    found += [_shared(measure, named[name], one, names) for (name, measure), one in answer.indices.items()]
    return [tidy(text).replace(" 每", "每") for text in found]


def notes(answer: Answer, lang: Lang) -> list[str]:
    """What a reader should know besides."""
    asked = answer.question
    found = [
        *kept_note(asked.space.kept, Names(lang, asked.bases)),
        *failed_note(answer.failed, answer.runs, lang),
    ]
    if asked.replicates == 1:
        found.append(
            "with one seed nothing tells an effect from luck; take --replicates 4"
            if lang == "en"
            else "只有一个随机种子，分不清效应与随机波动；请用 --replicates 4"
        )
    moved = [table[table["mu_star"] > 0]["luck_p_least"].max() for table in answer.screening.values()]
    weak = max((float(one) for one in moved if np.isfinite(one)), default=0.0)
    if weak > BY_LUCK:
        # what luck gives least often is one half to the power of moves x (seeds - 1)
        moves = max(1.0, -math.log2(weak) / max(1, asked.replicates - 1))
        seeds = 1 + math.ceil(-math.log2(BY_LUCK) / moves)
        found.append(
            "few different moves and few seeds hardly rule luck out: of 100 factors that do nothing up to "
            f"{100 * weak:.0f} stand out; take --replicates {seeds}"
            if lang == "en"
            else "不同的移动和随机种子太少，难以排除随机波动：100 个毫无作用的因素中，"
            f"最多会有 {100 * weak:.0f} 个显得突出；请用 --replicates {seeds}"
        )
    for (_, measure), table in answer.screening.items():
        wanted = (asked.samples if asked.method == "morris" else None) or asked.trajectories
        used = int(table["trajectories"].iloc[0])
        if used < wanted:
            title = measure_title(measure, lang)
            found.append(
                f"{title}: {used} of {wanted} trajectories have a value at every point; the others were left out"
                if lang == "en"
                else f"{title}：{wanted} 条轨迹中只有 {used} 条每个点都有数值，其余略去"
            )
    return found


def _verdict(row: Any, lang: Lang) -> str:
    """Whether a factor stands out, and where luck alone gives as much too often for that, how often."""
    if row.stands_out:
        return say("yes", lang)
    if row.luck_p > BY_LUCK and row.mu_star > 0:
        return say("no_luck", lang, n=max(1, round(1.0 / row.luck_p)))
    return say("no", lang)


def direction(row: Any) -> str:
    """The key of which way a factor moves the measure."""
    if not numeric(row.factor):
        return ""
    if row.mu_star == 0:
        return ""
    if abs(row.mu) < _ONE_WAY * row.mu_star:
        return "either"
    return "raises" if row.mu > 0 else "lowers"


def _moved(measure: str, scenario: Scenario, table: pd.DataFrame, names: Names) -> str:
    lang, en = names.lang, names.lang == "en"
    name, title = scenario_name(scenario, lang), measure_title(measure, lang)
    out = table[table["stands_out"]]
    start = f"{title}, {name}: " if en else f"{name}，{title}："
    nothing = int((table["mu_star"] == 0).sum())
    if nothing == len(table):
        return start + ("none of the factors changes it at all." if en else "没有一个因素对它有任何影响。")
    if not len(out):
        first: Any = next(table.itertuples())
        low, high = changes(measure, [first.mu_star_low, first.mu_star_high], lang)
        return start + (
            f"none of {counted(len(table), 'factor')} moves it beyond luck. The strongest, not told from luck: "
            f"{_effect(first, measure, names)} ({low} to {high})."
            if en
            else f"{len(table)} 个因素中，没有一个的作用超出随机波动。最强但分不清是否随机波动的是："
            f"{_effect(first, measure, names)}"
            f"（{low} 至 {high}）。"
        )
    told = [_effect(row, measure, names) for row in out.head(_TOLD).itertuples()]
    small = int((table["mu_star"] < _SMALL * table["mu_star"].iloc[0]).sum()) - nothing
    if en:
        many = f"of {counted(len(table), 'factor')}, {len(out)} move{'s' if len(out) == 1 else ''} it beyond luck"
        tail = (
            [f"{small} move{'s' if small == 1 else ''} it by less than a tenth of the strongest"]
            if small
            else []
        )
        tail += [f"{nothing} not at all"] if nothing else []
        return (
            f"{start}{many}. Over their ranges, {joined(told, lang)}. {joined(tail, lang)}".rstrip(". ") + "."
        )
    tail = [f"{small} 个因素的作用不到最强者的十分之一"] if small else []
    tail += [f"{nothing} 个毫无作用"] if nothing else []
    end = "，".join(tail) + "。" if tail else ""
    return f"{start}{len(table)} 个因素中，{len(out)} 个的作用超出随机波动。在各自范围内：{'；'.join(told)}。{end}"


def _effect(row: Any, measure: str, names: Names) -> str:
    lang = names.lang
    way = direction(row)
    size = change_text(measure, row.mu_star, lang)
    name = names.factor(row.factor)
    if lang == "en":
        verb = {"raises": "raises it by", "lowers": "lowers it by", "either": "moves it, up or down, by"}
        return f"{name} {verb.get(way, 'moves it by')} {size}"
    verb = {"raises": "使其升高", "lowers": "使其降低", "either": "使其升或降"}
    return f"{name}{verb.get(way, '改变')} {size}"


def _shared(measure: str, scenario: Scenario, one: Indices, names: Names) -> str:
    lang, en = names.lang, names.lang == "en"
    name, title = scenario_name(scenario, lang), measure_title(measure, lang)
    start = f"{title}, {name}: " if en else f"{name}，{title}："
    if not len(one.table):
        return start + (
            "it is the same at every point: nothing drives it."
            if en
            else "在每个点上都相同，没有因素起作用。"
        )
    first = [_share(row, names) for row in one.table.head(_TOLD).itertuples()]
    together = max(0.0, 1.0 - float(one.table["s1"].clip(lower=0).sum()))
    spread = change_text(measure, one.sd, lang)
    text = (
        f"{start}over the ranges it varies by {spread} (standard deviation); of that variance, {'; '.join(first)}."
        if en
        else f"{start}在各范围内变化的标准差为 {spread}；方差之中，{'；'.join(first)}。"
    )
    if together > _WORTH_A_WORD:
        share = f"{100 * together:.0f}%"
        text += f" {share} goes with factors acting together." if en else f"{share} 来自因素的共同作用。"
    if one.luck > _WORTH_A_WORD:
        share = f"{100 * one.luck:.0f}%"
        text += (
            f" Other seeds would deal as much as {share} of it otherwise; more --replicates make that less."
            if en
            else f"换随机种子，其中多达 {share} 会有所不同；增加 --replicates 可减少。"
        )
    return text


def _share(row: Any, names: Names) -> str:
    lang, name = names.lang, names.factor(row.factor)
    alone, low, high, total = (
        f"{100 * min(1.0, max(0.0, value)):.0f}" for value in (row.s1, row.s1_low, row.s1_high, row.st)
    )
    if lang == "en":
        return f"{alone}% ({low} to {high}) goes with {name} alone, {total}% with it and all it acts together with"
    return f"{name}单独占 {alone}%（{low} 至 {high}），连同共同作用占 {total}%"


# ---------------------------------------------------------------------------------------- tables


def effects_rows(measure: str, table: pd.DataFrame, space: Mapping[str, Any], names: Names) -> Table:
    """The strongest factors with mu*, interval, sigma, luck, direction."""
    lang = names.lang
    shown = table[table["mu_star"] > 0].head(_SHOWN)
    keys = ("mu_star", "mu_star_low", "mu_star_high", "sigma", "luck")
    sizes = [float(getattr(row, key)) for row in shown.itertuples() for key in keys]
    flat = changes(measure, sizes, lang)
    rows = []
    for n, row in enumerate(shown.itertuples()):
        size, low, high, sigma, luck = flat[n * len(keys) : (n + 1) * len(keys)]
        span = f"{low} 至 {high}" if lang == "zh" else f"{low} to {high}"
        way, path = direction(row), str(row.factor)
        rows.append(
            [
                f"{n + 1}. {names.factor(path)}", names.varied(path, space[path]), size, span,
                sigma, luck, say(way, lang) if way else "–", _verdict(row, lang),
            ]
        )  # fmt: skip
    unit = changes_unit(measure, sizes, lang)
    head = [
        say("factor", lang), say("range", lang), say("effect", lang, unit=unit) if unit else say("effect_plain", lang),
        *(say(key, lang) for key in ("interval", "sigma", "luck", "direction", "stands_out")),
    ]  # fmt: skip
    more = len(table) - len(shown)
    return Table(head, rows, (2, 3, 4, 5), more=say("more_factors", lang, n=more) if more > 0 else "")


def shares_rows(one: Indices, space: Mapping[str, Any], names: Names) -> Table:
    """Every factor with its indices."""
    lang = names.lang
    rows = []
    rows_of: Iterable[Any] = one.table.itertuples()
    for row in rows_of:
        spans = []
        for value, low, high in ((row.s1, row.s1_low, row.s1_high), (row.st, row.st_low, row.st_high)):
            numbers = [plain(100.0 * float(x), 0) for x in (value, low, high)]
            spans.append(
                f"{numbers[0]}% ({numbers[1]} to {numbers[2]})"
                if lang == "en"
                else f"{numbers[0]}%（{numbers[1]} 至 {numbers[2]}）"
            )
        rows.append(
            [names.factor(str(row.factor)), names.varied(str(row.factor), space[str(row.factor)]), *spans]
        )
    head = [say(key, lang) for key in ("factor", "range", "s1", "st")]
    return Table(head, rows, (2, 3))
