"""What a search found, told in sentences and tables, English and Chinese."""

from __future__ import annotations

import math

from ...questions.optimise import Answer, Chosen
from ...questions.optimise_tables import Checked, checked, now
from ..numbers import Lang
from ..wording import measure_title
from ..words import tidy
from .amounts import bare, condition_text, measure_range, measure_value, spoken, states, with_interval
from .names import Names, scenario_name
from .optimise_texts import say
from .page import Table

_ROWS = 40


def letter(answer: Answer, chosen: Chosen) -> str:
    """What a chosen plan is called in the figures."""
    return "ABCDEFGH"[answer.chosen.index(chosen)]


def role(chosen: Chosen, lang: Lang) -> str:
    """What a plan was chosen for."""
    said = [
        say("knee", lang) if name == "knee" else say("best", lang, measure=spoken(name, lang))
        for name in chosen.roles
    ]
    return ("、" if lang == "zh" else ", ").join(said)


def letters(answer: Answer, lang: Lang) -> str:
    """Which letter is which plan."""
    colon = "：" if lang == "zh" else ": "
    said = [f"{letter(answer, one)}{colon}{role(one, lang)}" for one in answer.chosen]
    return ("；".join(said) + "。") if lang == "zh" else "; ".join(said) + "."


def sentences(answer: Answer, lang: Lang) -> list[str]:
    """The answer in words."""
    return [tidy(text) for text in _sentences(answer, lang)]


def _sentences(answer: Answer, lang: Lang) -> list[str]:
    tried, kept, best = len(answer.points), int(answer.feasible.sum()), len(answer.front)
    rules = [condition_text(one, lang) for one in answer.question.conditions]
    if lang == "zh":
        first = f"试过 {tried} 个方案"
        first += f"，其中 {kept} 个满足条件（{'；'.join(rules)}）" if rules else ""
        first += f"；有 {best} 个没有被其他方案在所有目标上超过。" if best else "。"
    else:
        first = f"Of {tried} plans tried"
        first += f" {kept} keep the conditions ({'; '.join(rules)}), and" if rules else ""
        first += f" {best} are not beaten by another in every goal."
    if not best:
        none = (
            "没有方案满足条件：放宽条件或范围。"
            if lang == "zh"
            else "No plan keeps the conditions: relax them, or widen the ranges."
        )
        return [first, none]
    told = [first, *(_plan(answer, one, lang) for one in answer.chosen)]
    return [*told, _against(answer, answer.chosen[0], lang), _curse(answer, lang), *_broken(answer, lang)]


def _plan(answer: Answer, chosen: Chosen, lang: Lang) -> str:
    names = Names(lang, answer.question.bases)
    levers = ("、" if lang == "zh" else ", ").join(
        f"{names.factor(one.path)} {names.value(one.path, chosen.values[one.path])}"
        for one in answer.question.levers
    )
    found = []
    for goal in answer.question.goals:
        one = checked(answer, chosen, goal.measure)
        span = measure_range(goal.measure, one.luck, lang)
        text = (
            states(goal.measure, bare(goal.measure, one.fresh, lang), lang)
            if math.isfinite(one.fresh)
            else "–"
        )
        found.append(f"{text}（{span}）" if lang == "zh" and span else f"{text} ({span})" if span else text)
    name = letter(answer, chosen)
    head = role(chosen, lang)
    if lang == "zh":
        return f"{head}（{name}）：{levers}。新种子下：{'；'.join(found)}。"
    return f"{head[:1].upper()}{head[1:]} ({name}): {levers}. With fresh seeds {'; '.join(found)}."


def _against(answer: Answer, chosen: Chosen, lang: Lang) -> str:
    """Where a plan is clearly better and worse than the scenario as it is."""
    better: list[str] = []
    worse: list[str] = []
    unclear: list[str] = []
    for goal in answer.question.goals:
        low, high = (end * goal.sign for end in checked(answer, chosen, goal.measure).gain_luck)
        low, high = min(low, high), max(low, high)
        place = better if high < 0 else worse if low > 0 else unclear
        place.append(spoken(goal.measure, lang))
    name, who = scenario_name(answer.question.scenario, lang), letter(answer, chosen)
    if lang == "zh":
        parts = [f"更好：{'、'.join(better)}"] * bool(better) + [f"更差：{'、'.join(worse)}"] * bool(worse)
        parts += [f"差别不明：{'、'.join(unclear)}"] * bool(unclear)
        return f"{who} 与{name}现状相比（仅计随机波动）——{'；'.join(parts)}。"
    parts = [f"better in {', '.join(better)}"] * bool(better) + [f"worse in {', '.join(worse)}"] * bool(worse)
    parts += [f"not clearly different in {', '.join(unclear)}"] * bool(unclear)
    return f"Against {name} as it is, {who} is {'; '.join(parts)} (luck alone)."


def _curse(answer: Answer, lang: Lang) -> str:
    """What the search saw of the best at each goal, and what is left of it."""
    told = []
    for goal in answer.question.goals:
        best = next(one for one in answer.chosen if goal.measure in one.roles)
        found = checked(answer, best, goal.measure)
        pair = measure_value(goal.measure, found.search, lang), _fresh(goal.measure, found, lang)
        told.append(f"{spoken(goal.measure, lang)} {pair[0]} → {pair[1]}")
    if lang == "zh":
        return f"各目标最好的方案，搜索中看到的 → 新种子下的：{'；'.join(told)}。"
    return f"The best at each goal, as the search saw it → with fresh seeds: {'; '.join(told)}."


def _fresh(measure: str, found: Checked, lang: Lang) -> str:
    return with_interval(measure, found.fresh, found.luck, lang)


def _broken(answer: Answer, lang: Lang) -> list[str]:
    names = [letter(answer, one) for one in answer.chosen if not one.kept]
    if not names or not answer.question.conditions:
        return []
    said = ("、" if lang == "zh" else ", ").join(names)
    if lang == "zh":
        return [f"注意：用新种子重跑时，{said} 不满足条件。"]
    return [f"Mind: with fresh seeds {said} {'does' if len(names) == 1 else 'do'} not keep the conditions."]


# ---------------------------------------------------------------------------------------- tables


def chosen_rows(answer: Answer, lang: Lang) -> Table:
    """Each chosen plan and measure: in the search, with fresh seeds, against the scenario as it is."""
    head = ["plan", "measure", "search", "fresh", "against as it is"]
    if lang == "zh":
        head = ["方案", "指标", "搜索", "新种子", "与现状相比"]
    rows = []
    for chosen in answer.chosen:
        for n, measure in enumerate(answer.question.measures):
            one = checked(answer, chosen, measure)
            label = letter(answer, chosen) if n == 0 else ""
            rows.append(
                [
                    label,
                    measure_title(measure, lang),
                    measure_value(measure, one.search, lang),
                    _fresh(measure, one, lang),
                    with_interval(measure, one.gain, one.gain_luck, lang),
                ]
            )
    return Table(head, rows)


def levers_rows(answer: Answer, lang: Lang) -> Table:
    """The settings of the chosen plans beside those of the scenario as it is."""
    names = Names(lang, answer.question.bases)
    own = now(answer)
    head = [
        "lever" if lang == "en" else "杠杆",
        *(letter(answer, one) for one in answer.chosen),
    ]
    head.append(scenario_name(answer.question.scenario, lang).strip())
    rows = [
        [
            names.factor(one.path),
            *(names.value(one.path, chosen.values[one.path]) for chosen in answer.chosen),
            names.value(one.path, own[one.path]),
        ]
        for one in answer.question.levers
    ]
    return Table(head, rows, more=letters(answer, lang))


def front_rows(answer: Answer, lang: Lang) -> Table:
    """The plans on the front, best at the first goal first."""
    names = Names(lang, answer.question.bases)
    question = answer.question
    head = [
        *(names.factor(one.path) for one in question.levers),
        *(measure_title(name, lang) for name in question.measures),
    ]
    first = question.goals[0]
    order = sorted(answer.front, key=lambda trial: first.sign * answer.means[trial, 0])
    rows = [
        [
            *(names.value(one.path, answer.points[trial][one.path]) for one in question.levers),
            *(
                measure_value(name, float(answer.means[trial, k]), lang)
                for k, name in enumerate(question.measures)
            ),
        ]
        for trial in order[:_ROWS]
    ]
    left = len(order) - len(rows)
    more = (
        ""
        if left <= 0
        else f"… {left} more: plans.parquet"
        if lang == "en"
        else f"……另有 {left} 个：plans.parquet"
    )
    return Table(head, rows, range(len(head)), more)
