"""What a search found, told in sentences and tables, English and Chinese."""

from __future__ import annotations

import math
from collections.abc import Mapping

from ...questions.optimise import Answer, Chosen
from ...questions.optimise_tables import Checked, checked, now
from ..numbers import Lang
from ..wording import wording
from .amounts import (
    bare,
    lever_name,
    lever_value,
    measure_range,
    measure_value,
    spoken,
    states,
    title,
    with_interval,
)
from .sections import Table

_ROWS = 40

TEXTS: Mapping[str, Mapping[Lang, str]] = {
    "kicker": {"en": "Grouplife · search", "zh": "Grouplife · 寻优"},
    "heading": {"en": "What would serve {name} better?", "zh": "{name} 怎样做更好？"},
    "chosen": {"en": "The plans chosen, run again with fresh seeds", "zh": "选出的方案，用新种子重跑"},
    "chosen_how": {
        "en": "Search: mean of {replicates} seeds, all tried plans alike. Fresh: mean of {check} "
        "seeds that had no part in "
        "choosing, with the 95 % interval from luck. The best of many looks better in the search than it is; believe "
        "the fresh numbers. Against {name} as it is: difference with the same fresh seeds.",
        "zh": "搜索：所有试过的方案用同样 {replicates} 个种子的均值。新种子：{check} 个没有参与挑选的种子的均值，"
        "及运气的 95% 区间。"
        "众多方案中最好的一个，在搜索里看起来总比实际好；请以新种子为准。与 {name} 现状相比：同样新种子下的差异。",
    },
    "front": {"en": "Plans that no other beats in every goal", "zh": "没有被其他方案全面超过的方案"},
    "front_how": {
        "en": "Means of the search. All plans tried are in plans.parquet.",
        "zh": "搜索中的均值。试过的全部方案见 plans.parquet。",
    },
    "pictures": {"en": "What one goal costs in another", "zh": "目标之间的取舍"},
    "fig_front": {
        "en": "What does more of one goal cost in another?",
        "zh": "多得一个目标，要在另一个上付出多少？",
    },
    "fig_levers": {"en": "Which settings do the best plans have?", "zh": "最好的方案取什么值？"},
    "reading_front": {
        "en": "Grey: plans tried (crosses break a condition). Dark dots: not beaten in every goal. "
        "Letters: chosen, at their "
        "fresh means with 95 % intervals from luck; the triangle is {name} as it is. {letters}",
        "zh": "灰色：试过的方案（叉号违反条件）。深色点：没有被全面超过。字母：选出的方案，位于新种子均值，"
        "附运气的 95% 区间；"
        "三角为 {name} 现状。{letters}",
    },
    "reading_levers": {
        "en": "One line a lever, from its low end to its high end. Dots: plans not beaten; letters: "
        "those chosen; the triangle "
        "is {name} as it is. {letters}",
        "zh": "每个杠杆一行，左端最低、右端最高。点：没有被全面超过的方案；字母：选出的方案；"
        "三角为 {name} 现状。{letters}",
    },
    "next": {"en": "What to do next", "zh": "下一步"},
    "next_how": {
        "en": "The plans are scenario files. Whether a difference also holds with what we do not "
        "know, compare shows:",
        "zh": "选出的方案已存为场景文件。差异在计入我们不知道的之后是否还成立，用 compare 来看：",
    },
    "caution": {
        "en": "A search finds what is best in the model, at the parameters as they are, within the "
        "ranges given. Here only "
        "luck is counted; before acting on a plan, compare it with the ensemble.",
        "zh": "搜索得到的是模型里、以现有参数、在给定范围内最好的方案。这里只计了运气；照做之前，请用参数组对比。",
    },
    "failed": {"en": "{failed} of {runs} runs failed", "zh": "{runs} 次运行中有 {failed} 次失败"},
    "knee": {"en": "best compromise", "zh": "最佳折中"},
    "best": {"en": "best at {measure}", "zh": "{measure}最好"},
}


def say(key: str, lang: Lang, **fill: object) -> str:
    """A text in one language with its blanks filled in."""
    return TEXTS[key][lang].format(**fill)


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
    said = [f"{letter(answer, one)}: {role(one, lang)}" for one in answer.chosen]
    return ("；".join(said) + "。") if lang == "zh" else "; ".join(said) + "."


def sentences(answer: Answer, lang: Lang) -> list[str]:
    """The answer in words."""
    tried, kept, best = len(answer.points), int(answer.feasible.sum()), len(answer.front)
    rules = [one.said() for one in answer.question.conditions]
    if lang == "zh":
        first = f"试过 {tried} 个方案"
        first += f"，其中 {kept} 个满足条件（{'，'.join(rules)}）" if rules else ""
        first += f"；有 {best} 个没有被其他方案在所有目标上超过。" if best else "。"
    else:
        first = f"Of {tried} plans tried"
        first += f" {kept} keep the conditions ({', '.join(rules)}), and" if rules else ""
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
    levers = ("、" if lang == "zh" else ", ").join(
        f"{lever_name(one, lang)} {lever_value(one, chosen.values[one.path], lang)}"
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
    name, who = answer.question.scenario.name, letter(answer, chosen)
    if lang == "zh":
        parts = [f"更好：{'、'.join(better)}"] * bool(better) + [f"更差：{'、'.join(worse)}"] * bool(worse)
        parts += [f"差别不明：{'、'.join(unclear)}"] * bool(unclear)
        return f"{who} 与 {name} 现状相比（仅计运气）——{'；'.join(parts)}。"
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
            label = f"{letter(answer, chosen)} {chosen.name}" if n == 0 else ""
            rows.append(
                [
                    label,
                    title(measure, lang),
                    measure_value(measure, one.search, lang),
                    _fresh(measure, one, lang),
                    with_interval(measure, one.gain, one.gain_luck, lang),
                ]
            )
    return Table(head, rows)


def levers_rows(answer: Answer, lang: Lang) -> Table:
    """The settings of the chosen plans beside those of the scenario as it is."""
    own = now(answer)
    head = [
        "lever" if lang == "en" else "杠杆",
        *(f"{letter(answer, one)} {one.name}" for one in answer.chosen),
    ]
    head.append(answer.question.scenario.name)
    rows = [
        [
            lever_name(one, lang),
            *(lever_value(one, chosen.values[one.path], lang) for chosen in answer.chosen),
            lever_value(one, own[one.path], lang),
        ]
        for one in answer.question.levers
    ]
    return Table(head, rows)


def front_rows(answer: Answer, lang: Lang) -> Table:
    """The plans on the front, best at the first goal first."""
    question = answer.question
    head = [
        *(lever_name(one, lang) for one in question.levers),
        *(title(name, lang) for name in question.measures),
    ]
    first = question.goals[0]
    order = sorted(answer.front, key=lambda trial: first.sign * answer.means[trial, 0])
    rows = [
        [
            *(lever_value(one, answer.points[trial][one.path], lang) for one in question.levers),
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


def scale_unit(measure: str, lang: Lang) -> str:
    """What is written behind a measure's name on an axis."""
    scale = wording(measure).scale
    if scale == "per_hundred":
        return "（每百个群）" if lang == "zh" else ", of 100"
    if scale == "percent":
        return "，%" if lang == "zh" else ", %"
    if scale == "money":
        return "，万元" if lang == "zh" else ", thousand CNY"
    return ""
