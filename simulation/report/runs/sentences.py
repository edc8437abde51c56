"""The answer in three sentences: what lives, what pays, and how sure that is."""

from __future__ import annotations

from collections.abc import Sequence

from ...experiments.intervals import Estimate
from ..labels import Labels
from ..numbers import Lang, interval, known
from ..wording import measure_title, wording
from ..words import Difference, difference_of, difference_sentence, level_text, tidy
from .arms import Arm
from .factors import name_of, with_value
from .shape import Asked, better_first
from .tables import Pair, differences
from .texts import say
from .values import span, value


def sentences(asked: Asked, pairs: Sequence[Pair], lang: Lang) -> list[str]:
    """Three sentences with full stops. pairs: the differences shown, which say how sure it is."""
    told = [_about(asked, measure, lang) for measure in asked.laid.measures[:2]]
    if not told:
        told = [say("no_measure", lang)]
    return [_end(text, asked, lang) for text in (*told, _sure(asked, pairs, lang))]


def _about(asked: Asked, measure: str, lang: Lang) -> str:
    """What a measure did: best against worst, or the lever that moves it most."""
    ranked = better_first(asked, measure)
    if len({one[1:] for one in ranked}) < 2:
        scenario, point = ranked[0][1:]
        return _alone(asked, measure, Arm(scenario, (point,)), asked.point_name(scenario, point, lang), lang)
    if ranked[0][0] == ranked[-1][0]:
        number = value(measure, ranked[0][0], lang)
        return say("tied", lang, title=measure_title(measure, lang), value=number, n=len(ranked))
    if not asked.combined:
        return _most_moved(asked, measure, lang)
    (_, *best), (_, *worst) = ranked[0], ranked[-1]
    arms = {"second": best, "first": worst}
    spoken = {key: asked.point_name(place[0], place[1], lang) for key, place in arms.items()}
    text = _told(
        asked, measure, {key: Arm(place[0], (place[1],)) for key, place in arms.items()}, spoken, lang
    )
    if len(ranked) == 2:
        return text
    key = "best_worst_scenarios" if asked.kind == "none" else "best_worst"
    return say(key, lang, n=len(ranked), text=text)


def _most_moved(asked: Asked, measure: str, lang: Lang) -> str:
    """The lever that moves a measure most, at its best and at its worst level."""
    factor = max(asked.levers, key=lambda one: asked.strength(one, measure))
    sign = wording(measure).good or 1
    widest, best, worst = -1.0, (0, factor.levels[0]), (0, factor.levels[-1])
    for scenario in range(len(asked.laid.scenarios)):
        found = [
            (known(asked.findings.level(measure, asked.arm(scenario, one)).mean), one)
            for one in factor.levels
        ]
        there = sorted(((sign * mean, n) for n, (mean, _) in enumerate(found) if mean is not None))
        if len(there) > 1 and there[-1][0] - there[0][0] > widest:
            widest = there[-1][0] - there[0][0]
            best, worst = (scenario, factor.levels[there[-1][1]]), (scenario, factor.levels[there[0][1]])
    arms = {"second": asked.arm(*best), "first": asked.arm(*worst)}
    spoken = {
        key: asked.level_name(scenario, [with_value(factor, level, lang)], lang)
        for key, (scenario, level) in (("second", best), ("first", worst))
    }
    return say(
        "moved_most", lang, lever=name_of(factor, lang), text=_told(asked, measure, arms, spoken, lang)
    )


def _told(asked: Asked, measure: str, arms: dict[str, Arm], spoken: dict[str, str], lang: Lang) -> str:
    """The difference of two arms as a sentence, with their levels."""
    sample = asked.findings.pair({"first": arms["first"], "second": arms["second"]}, (measure,))
    difference: Difference = difference_of(sample, "second-first", measure)
    best, worst = (level_text(sample, key, measure, lang) for key in ("second", "first"))
    levels = f"，分别为 {best} 和 {worst}" if lang == "zh" else f", {best} against {worst}"
    return difference_sentence(difference, Labels(spoken, spoken), lang, sample.ensemble > 0, levels)


def _alone(asked: Asked, measure: str, arm: Arm, name: str, lang: Lang) -> str:
    found = asked.findings.level(measure, arm)
    text = say(
        "alone", lang, title=measure_title(measure, lang), value=value(measure, found.mean, lang),
        doubt=_doubt(measure, found, lang), name=name.strip(),
    )  # fmt: skip
    return text


def _doubt(measure: str, found: Estimate, lang: Lang) -> str:
    parts = []
    if interval(found.luck):
        luck = span(measure, found.luck, lang)
        parts.append(f"仅计随机波动 {luck}" if lang == "zh" else f"{luck} from luck")
    if interval(found.all):
        every = span(measure, found.all, lang)
        parts.append(f"计入未知因素 {every}" if lang == "zh" else f"{every} with what we do not know")
    if not parts:
        return ""
    return f"（{'，'.join(parts)}）" if lang == "zh" else f" ({', '.join(parts)})"


def _sure(asked: Asked, pairs: Sequence[Pair], lang: Lang) -> str:
    """Which lever moves what, and how many differences stand."""
    seeds, worlds = f"{len(asked.laid.seeds):,}", asked.worlds
    found = differences(pairs)
    if not found:
        rest = say("sure_alone_worlds", lang, worlds=worlds) if worlds > 1 else ""
        key = "sure_alone" if len(asked.laid.seeds) > 1 else "sure_one_seed"
        return say(key, lang, seeds=seeds, rest=rest) + (
            "" if worlds > 1 else say("sure_luck" if asked.planned else "sure_run", lang)
        )
    clear = sum(one.verdict == "clear" for one in found)
    lucky = clear + sum(one.verdict == "luck_only" for one in found)
    text = _levers(asked, lang) + say("sure", lang, total=len(found), lucky=lucky, seeds=seeds)
    if worlds > 1:
        return text + say("sure_worlds", lang, clear=clear, worlds=worlds)
    return text + say("sure_luck", lang)


def _levers(asked: Asked, lang: Lang) -> str:
    """The lever that moves each of the first two measures most, where there are several."""
    if len(asked.levers) < 2:
        return ""
    found: list[tuple[str, str]] = []
    for measure in asked.laid.measures[:2]:
        moves = [(asked.strength(factor, measure), name_of(factor, lang)) for factor in asked.levers]
        top, lever = max(moves, key=lambda one: one[0])
        if top > 0:
            title = measure_title(measure, lang)
            found.append((lever, title[:1].lower() + title[1:] if lang == "en" else title))
    if len(found) == 2 and found[0][0] == found[1][0]:
        (lever, one), (_, other) = found
        parts = [say("lever_moves_both", lang, lever=lever, measure=one, other=other)]
    else:
        parts = [say("lever_moves", lang, lever=lever, measure=one) for lever, one in found]
    between = "，" if lang == "zh" else " and "
    return say("levers_told", lang, n=len(asked.levers), parts=between.join(parts)) if parts else ""


def _end(text: str, asked: Asked, lang: Lang) -> str:
    """With a full stop, and a capital unless it opens with a scenario's name."""
    if lang == "zh":
        return tidy(text) + "。"
    named = any(text.startswith(name) for name in asked.laid.scenarios)
    return (text if named else text[:1].upper() + text[1:]) + "."
