"""What a tipping point is told in: sentences and tables, English and Chinese."""

from __future__ import annotations

import numpy as np

from ...questions.measures import is_death
from ...questions.tipping import Answer, Slice
from ...questions.tipping_tables import points_table
from ...questions.tipping_thresholds import Tip
from ..numbers import Lang
from ..wording import measure_title, wording
from ..words import tidy
from .amounts import bare, measure_range, measure_value, states
from .names import Names, scenario_name
from .page import Table

#: Shares of the range within which a passage is called sharp, beyond which gradual.
_SHARP, _GRADUAL = 0.1, 0.35
_ROWS = 60


def sentences(answer: Answer, lang: Lang) -> list[str]:
    """The answer in words."""
    return [tidy(text) for text in _sentences(answer, lang)]


def _sentences(answer: Answer, lang: Lang) -> list[str]:
    if answer.slices:
        return [*_of_map(answer, lang), *_now(answer, lang)]
    if not answer.tips:
        return [_never(answer, lang), *_now(answer, lang), *_unknown(answer, lang)]
    found = []
    for tip in answer.tips[:3]:
        found += [_tips(answer, tip, lang), _sharpness(answer, tip, lang)]
    return [*found, *_now(answer, lang), *_unknown(answer, lang)]


def _tips(answer: Answer, tip: Tip, lang: Lang) -> str:
    names = Names(lang, answer.question.bases)
    question = answer.question
    lever = question.levers[0]
    name, where = names.factor(lever.path), names.value(lever.path, lever.at(tip.at))
    span = interval(answer, tip, lang)
    level = bare(question.measure, question.threshold, lang)
    death = is_death(question.measure)
    may = "可能" if tip.low is None and tip.high is None else ""
    if lang == "zh":
        turn = f"社群{may}{'由活转死' if tip.rising else '由死转活'}" if death else f"{may}发生转变"
        beyond = states(question.measure, f"{level}{'以上' if tip.rising else '以下'}", lang)
        return f"{name}升过 {where} 时，{turn}（{span}）：再往上，{beyond}。"
    turn = "from living to dying" if tip.rising else "from dying to living"
    beyond = states(question.measure, f"{'more' if tip.rising else 'less'} than {level}", lang)
    tips = "may tip" if may else "tips"
    start = f"The community {tips} {turn}" if death else f"It {tips}"
    return f"{start} where {name} passes {where} ({span}): beyond, {beyond}."


def interval(answer: Answer, tip: Tip, lang: Lang) -> str:
    """The interval of a threshold in words."""
    names = Names(lang, answer.question.bases)
    lever = answer.question.levers[0]
    low, high = (None if end is None else lever.at(end) for end in (tip.low, tip.high))
    en = lang == "en"
    if low is not None and high is not None:
        span = names.span(lever.path, low, high)
        return f"95% from luck: {span}" if en else f"95% 区间，仅计随机波动：{span}"
    if low is None and high is None:
        return "luck leaves open whether within the range" if en else "因随机波动无法断定是否在范围之内"
    if low is None:
        end = names.value(lever.path, high)
        return (
            f"95% from luck: up to {end}, from below the range"
            if en
            else f"95% 区间：不超过 {end}，下端在范围之外"
        )
    end = names.value(lever.path, low)
    return f"95% from luck: from {end} to beyond the range" if en else f"95% 区间：{end} 以上，上端在范围之外"


def _sharpness(answer: Answer, tip: Tip, lang: Lang) -> str:
    names = Names(lang, answer.question.bases)
    question, lever = answer.question, answer.question.levers[0]
    levels = answer.quarters if tip.rising else answer.quarters[::-1]
    low, high = (bare(question.measure, level, lang) for level in levels)
    per = wording(question.measure).scale == "per_hundred"
    if lang == "zh":
        passage = f"从每 100 个群 {low}到 {high}" if per else f"从 {low} 到 {high}"
    else:
        passage = f"from {low} to {high}" + (" of 100 groups" if per else "")
    if tip.span is None or tip.width is None:
        if lang == "zh":
            return f"转变并不陡：所试范围内没有走完{passage}的全程。"
        return f"The change is not sharp: within the range tried it does not go all the way {passage}."
    span = names.span(lever.path, lever.at(tip.span[0]), lever.at(tip.span[1]))
    share = f"{100 * tip.width:.0f}"
    doubt = ""
    if tip.width_luck is not None:
        ends = tuple(f"{100 * end:.0f}" for end in tip.width_luck)
        doubt = f"（{ends[0]}% 至 {ends[1]}%）" if lang == "zh" else f" ({ends[0]} to {ends[1]}%)"
    kind = 0 if tip.width < _SHARP else 2 if tip.width > _GRADUAL else 1
    if lang == "zh":
        how = ("很陡", "较陡", "平缓")[kind]
        return f"转变{how}：{passage}，{names.factor(lever.path)}走过 {span}，占所试范围的 {share}%{doubt}。"
    how = ("sharp", "fairly sharp", "gradual")[kind]
    return f"The change is {how}: it goes {passage} from {span}, {share}% of the range tried{doubt}."


def _never(answer: Answer, lang: Lang) -> str:
    names = Names(lang, answer.question.bases)
    question, lever = answer.question, answer.question.levers[0]
    curve, name = answer.surface, names.factor(lever.path)
    above = float(np.mean(curve.mean > question.threshold)) > 0.5
    ends = names.span(lever.path, lever.value(0.0), lever.value(1.0))
    level = bare(question.measure, question.threshold, lang)
    span = measure_range(question.measure, (float(curve.mean.min()), float(curve.mean.max())), lang)
    open_end = bool(((curve.low <= question.threshold) & (curve.high >= question.threshold)).any())
    per = wording(question.measure).scale == "per_hundred"
    all_along = states(question.measure, f"{span} 个" if per and lang == "zh" else span, lang)
    if lang == "zh":
        text = f"{name}从 {ends}，没有临界点：{all_along}，始终{'高于' if above else '低于'} {level}。"
        return text + ("不过仅凭随机波动也不能排除越过。" if open_end else "")
    text = (
        f"Nothing tips from {ends} of {name}: {all_along}, {'above' if above else 'below'} {level} all along."
    )
    return text + (" Luck leaves open whether it passes there." if open_end else "")


def _now(answer: Answer, lang: Lang) -> list[str]:
    """Where the scenario itself stands."""
    names = Names(lang, answer.question.bases)
    places = [place for place in answer.now if place is not None]
    question, curve = answer.question, answer.surface
    if len(places) < len(question.levers):
        return []
    nearest = int(((curve.at - np.array(places)) ** 2).sum(axis=1).argmin())
    value = states(question.measure, bare(question.measure, float(curve.mean[nearest]), lang), lang)
    span = measure_range(question.measure, (curve.low[nearest], curve.high[nearest]), lang)
    who = scenario_name(question.scenario, lang)
    between = "、" if lang == "zh" else ", "
    now = ((one, one.now(question.scenario)) for one in question.levers)
    values = between.join(f"{names.factor(one.path)} {names.value(one.path, value)}" for one, value in now)
    if lang == "zh":
        return [f"{who}现在（{values}）：{value}（{span}）。"]
    return [f"As it is, {who} has {values}: {value} ({span})."]


def _unknown(answer: Answer, lang: Lang) -> list[str]:
    """What other plausible parameters say."""
    names = Names(lang, answer.question.bases)
    unknown, lever = answer.unknown, answer.question.levers[0]
    if unknown is None:
        return []
    members, pair = len(unknown.at), unknown.range
    tipping = int((~np.isnan(unknown.at)).sum())
    span = "" if pair is None else names.span(lever.path, lever.at(pair[0]), lever.at(pair[1]))
    if lang == "zh":
        text = f"再计入我们不知道的：{members} 组可能的参数中，{tipping} 组在范围内有临界点"
        text += f"（中间 95%：{span}）" if span else ""
        text += f"，{unknown.below} 组始终低于阈值，{unknown.above} 组始终高于"
        return [
            f"{text}{f'，{unknown.back} 组越过后又回来' if unknown.back else ''}（每组每点一次运行，含随机波动）。"
        ]
    text = (
        f"With what we do not know: of {members} plausible sets of parameters {tipping} tip within the range"
    )
    text += f" (the middle 95%: {span})" if span else ""
    text += f"; {unknown.below} stay below the threshold all along, {unknown.above} above"
    text += f", {unknown.back} pass it and come back" if unknown.back else ""
    return [f"{text} (one run a point, its luck included)."]


def _of_map(answer: Answer, lang: Lang) -> list[str]:
    question = answer.question
    second = question.levers[1]
    names = Names(lang, question.bases)
    first = names.factor(question.levers[0].path)
    other = names.factor(second.path)
    death = is_death(question.measure)
    told = []
    for part in answer.slices:
        value, where = names.value(second.path, part.value), _places(answer, part, lang)
        told.append(f"{other} {value} 时为 {where}" if lang == "zh" else f"{where} where {other} is {value}")
    if not any(part.tips for part in answer.slices):
        nothing = "图上各处都没有临界点。" if lang == "zh" else "Nothing tips anywhere on the map."
        return [nothing, *_share_of_map(answer, lang)]
    turn = "The community tips between living and dying" if death else "The threshold is passed"
    if lang == "zh":
        turn = "社群由活转死" if death else "越过阈值"
        said = f"{turn}时的{first}，随{other}而变：{'；'.join(told)}。"
    else:
        said = f"{turn} at {first} of {'; '.join(told)}."
    return [said, *_share_of_map(answer, lang)]


def _share_of_map(answer: Answer, lang: Lang) -> list[str]:
    """On how much of the map the measure is beyond the threshold."""
    question = answer.question
    share = float((answer.surface.mean > question.threshold).mean())
    low, high = np.quantile((answer.surface.draws > question.threshold).mean(axis=1), [0.025, 0.975])
    ends = f"{100 * min(float(low), share):.0f}", f"{100 * max(float(high), share):.0f}"
    level = bare(question.measure, question.threshold, lang)
    if lang == "zh":
        beyond = states(question.measure, f"{level}以上", lang)
        return [f"所试范围的 {100 * share:.0f}%（{ends[0]} 至 {ends[1]}）里，{beyond}。"]
    beyond = states(question.measure, f"more than {level}", lang)
    return [f"On {100 * share:.0f}% of the map ({ends[0]} to {ends[1]}) {beyond}."]


def _places(answer: Answer, part: Slice, lang: Lang) -> str:
    names = Names(lang, answer.question.bases)
    lever, question = answer.question.levers[0], answer.question
    if part.tips:
        between = "、" if lang == "zh" else " and "
        return between.join(names.value(lever.path, lever.at(tip.at)) for tip in part.tips[:3])
    above = float((part.curve.mean > question.threshold).mean()) > 0.5
    if lang == "zh":
        return "任何值（始终高于阈值）" if above else "无（始终低于阈值）"
    return "any value (always above)" if above else "no value (always below)"


# ---------------------------------------------------------------------------------------- tables


def points_rows(answer: Answer, lang: Lang, most: int = _ROWS) -> Table:
    """The points that were run, with means and intervals."""
    names = Names(lang, answer.question.bases)
    question = answer.question
    table = points_table(answer)
    head = [names.factor(one.path) for one in question.levers]
    head += (
        ["runs", "mean", "95% from luck"] if lang == "en" else ["运行次数", "均值", "95% 区间，仅计随机波动"]
    )
    head[-2] = measure_title(question.measure, lang)
    rows = [
        [
            *(names.value(one.path, row[one.path]) for one in question.levers),
            str(row["runs"]),
            measure_value(question.measure, row["mean"], lang),
            measure_range(question.measure, (row["low"], row["high"]), lang) or "–",
        ]
        for row in table.head(most).to_dict("records")
    ]
    more = len(table) - len(rows)
    note = (
        ""
        if more <= 0
        else f"… {more} more: points.parquet"
        if lang == "en"
        else f"……另有 {more} 行：points.parquet"
    )
    return Table(head, rows, range(len(question.levers), len(head) - 1), note)


def slices_rows(answer: Answer, lang: Lang) -> Table:
    """The threshold along the first lever at values of the second."""
    names = Names(lang, answer.question.bases)
    first, second = answer.question.levers
    ends = ["95% from luck", "at the low end", "at the high end"]
    if lang == "zh":
        ends = ["95% 区间，仅计随机波动", "低端", "高端"]
    head = [names.factor(second.path), names.factor(first.path), *ends]
    rows = []
    for part in answer.slices:
        edges = [measure_value(answer.question.measure, float(part.curve.mean[k]), lang) for k in (0, -1)]
        for tip in part.tips or (None,):
            where = _places(answer, part, lang) if tip is None else names.value(first.path, first.at(tip.at))
            span = (
                "–"
                if tip is None
                else interval(answer, tip, lang).rpartition(": " if lang == "en" else "：")[2]
            )
            rows.append([names.value(second.path, part.value), where, span, *edges])
    return Table(head, rows, (3, 4))
