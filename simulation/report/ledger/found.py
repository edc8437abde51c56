"""What was found about a claim, in sentences: the verdict, each comparison, and how far parameter sets share it."""

from __future__ import annotations

import math
from collections.abc import Iterator

from ...evidence.claims.outcome import Outcome, PartFound
from ...evidence.claims.shapes import Difference, WinnerShare, pairs_of
from ..numbers import plain
from .amounts import found_text, gap_text, least_text, near_least, share_text
from .context import Context
from .rules import missing_text, rule_text
from .titles import arm_words, part_words
from .words import EDGE, KIND_MEANS, REASONS, STRENGTH_MEANS, either, said, sign_words, verdict_text

#: Share of the ensemble without any difference from which that is worth a word.
_STILL = 0.05


def verdict_section(outcome: Outcome, at: Context) -> str:
    """The verdict with its reason, then what it rests on."""
    stop = at.say(". ", "。")
    text = f"**{verdict_text(outcome, at.lang)}{stop.strip()}** {said(REASONS, outcome.reason, at.lang)}"
    if outcome.strength is not None and outcome.reason != "contested":
        words = said(STRENGTH_MEANS, outcome.strength, at.lang)
        if outcome.agree is not None and outcome.agree.members < outcome.members:
            words += at.say(" (of those with a value)", "（仅就有取值的参数组而言）")
        text += f" {words[0].upper()}{words[1:]}{stop.strip()}"
    lines = [text, ""]
    for n in range(len(outcome.parts)):
        lines += _part_lines(outcome, n, at)
    if len(outcome.parts) > 1:
        lines.append(f"- {_together(outcome, at)}")
    lines += [f"- {words}" for words in _of_the_ensemble(outcome, at)]
    lines += [f"- {words}" for words in _beside_the_article(outcome, at)]
    if outcome.verdict == "inconclusive" and outcome.seeds_needed is not None:
        lines.append(
            at.say(
                f"- About {outcome.seeds_needed:,} seeds would decide; these were {outcome.seeds}.",
                f"- 约需 {outcome.seeds_needed:,} 个随机种子才能判定；本次 {outcome.seeds} 个。",
            )
        )
    lines.append(f"- {said(KIND_MEANS, outcome.claim.kind, at.lang)}")
    lines += [
        at.say(
            f"- {outcome.failed_runs:,} runs failed; the first: {text}",
            f"- {outcome.failed_runs:,} 次运行失败；第一次：{text}",
        )
        for text in outcome.failed[:1]
    ]
    extra = _extra_sentence(outcome, at)
    return "\n".join([*lines, *([f"- {extra}"] if extra else [])])


def _part_lines(outcome: Outcome, n: int, at: Context) -> Iterator[str]:
    """A comparison with its effect, both ranges and its share; of several, the ranges below it."""
    part = outcome.parts[n]
    several = len(outcome.parts) > 1
    yield f"- {_effect_sentence(outcome, n, at)}"
    dent = "  - " if several else "- "
    if part.spread is not None:
        low, high = gap_text(part.spread, outcome.claim.effect_unit, at.lang)
        yield dent + at.say(
            f"With what we do not know: {low} to {high} in 95 % of {outcome.members} plausible parameter sets.",
            f"加上我们不知道的：{outcome.members} 组合理参数中 95 % 落在 {low} 至 {high}。",
        )
    if several and part.agree is not None and part.agree.members:
        sign = sign_words(outcome, at.lang)
        yield dent + at.say(
            f"{share_text(part.agree.share)} of {part.agree.members} parameter sets share the {sign}.",
            f"{part.agree.members} 组参数中 {share_text(part.agree.share)} {sign}。",
        )


def _effect_sentence(outcome: Outcome, n: int, at: Context) -> str:
    part = outcome.parts[n]
    effect = found_text(outcome, at.lang, n)
    counts = least_text(outcome, at.lang, part=n)
    way = at.say(*(("above", "高于") if part.sense > 0 else ("below", "低于")))
    name = part_words(outcome, n, at.lang)
    rule = rule_text(outcome, n, at.lang)
    edge = at.say(f" It lies {EDGE[0]}.", f"{EDGE[1]}。") if near_least(part) else ""
    return at.say(
        f"{name}: {effect} (95 % interval from luck, {_runs(outcome, part, at)}). Claimed: {way} zero; it counts from "
        f"{counts} ({rule}).{edge}",
        f"{name}：{effect}（随机波动的 95 % 区间，{_runs(outcome, part, at)}）。说法：{way}零；最小有意义差异 {counts}"
        f"（{rule}）。{edge}",
    )


def _runs(outcome: Outcome, part: PartFound, at: Context) -> str:
    """On how many runs an effect rests, and how many had no value."""
    runs = part.effect.runs
    if isinstance(outcome.claim.effect, WinnerShare):
        return at.say(f"{runs} parameter sets compared with each other", f"{runs} 组参数两两相比")
    without = outcome.seeds - runs
    if without <= 0:
        return at.say(f"{runs} paired runs", f"{runs} 对运行")
    why = missing_text(outcome, at.lang)
    return at.say(
        f"{runs} paired runs; {without} of {outcome.seeds} had no value: {why}",
        f"{runs} 对运行；{outcome.seeds} 对中 {without} 对无取值：{why}",
    )


def _together(outcome: Outcome, at: Context) -> str:
    """The line under several comparisons."""
    need = getattr(outcome.claim.effect, "need", "all")
    rule = at.say(
        *(
            ("All of these must hold", "以上须同时成立")
            if need == "all"
            else ("One of these is enough", "以上有一项成立即可")
        )
    )
    place = outcome.doubted if outcome.reason == "contested" else outcome.decides
    name = part_words(outcome, place, at.lang)
    return at.say(f"{rule}; “{name}” decides.", f"{rule}；起决定作用的是“{name}”。")


def _of_the_ensemble(outcome: Outcome, at: Context) -> Iterator[str]:
    """How many parameter sets share the sign, how many have no value and why, and in how many nothing differs."""
    if isinstance(outcome.claim.effect, WinnerShare):
        yield at.say(
            "The parameter sets are themselves what is compared here, so there is no share of them that agrees, and no "
            "word for how firm the verdict is.",
            "此条比较的就是各组参数本身，因此没有“方向一致的比例”，也不评定稳固程度。",
        )
        return
    one = outcome.agree
    if one is None:
        return
    sign = sign_words(outcome, at.lang)
    if one.members:
        ends = f"{share_text(one.low)} {at.say('to', '至')} {share_text(one.high)}"
        several = len(outcome.parts) > 1
        each = at.say("one run each, its luck included", "每组一次运行，含随机波动")
        first = at.say("All together: ", "合起来：") if several else ""
        yield first + at.say(
            f"{share_text(one.share)} of {one.members} parameter sets share the {sign}"
            f"{_at_once(outcome, at)} ({ends}; {each}).",
            f"{one.members} 组参数中 {share_text(one.share)} {_at_once(outcome, at)}{sign}（{ends}；{each}）。",
        )
    without = outcome.members - one.members
    if without:
        why = missing_text(outcome, at.lang)
        yield at.say(
            f"{without} of {outcome.members} parameter sets have no value and are not in this share: {why}.",
            f"{outcome.members} 组参数中 {without} 组没有取值，不计入上述比例：{why}。",
        )
    if outcome.still is not None and outcome.still >= _STILL:
        still = share_text(outcome.still)
        yield at.say(
            f"In {still} of them there is no difference at all, neither way.",
            f"其中 {still} 没有任何差异。",
        )


def _at_once(outcome: Outcome, at: Context) -> str:
    if len(outcome.parts) < 2:
        return ""
    if getattr(outcome.claim.effect, "need", "all") == "any" and not outcome.turned:
        return at.say(" in one at least", "至少一项")
    return at.say(" in all of them at once", "各项同时")


def _beside_the_article(outcome: Outcome, at: Context) -> Iterator[str]:
    """The range the article gives beside what is found, both as shares of the arm compared with."""
    claim, effect = outcome.claim, outcome.effect
    if claim.reported is None or not isinstance(claim.effect, Difference):
        return
    against = pairs_of(claim.effect)[outcome.decides][1]
    level = outcome.arms[against].mean
    if not level or math.isnan(effect.mean):
        return
    mean, *ends = (share_text(value / level) for value in (effect.mean, *sorted((effect.low, effect.high))))
    low, high = (share_text(end) for end in claim.reported)
    name = arm_words(outcome, against, at.lang)
    yield at.say(
        f"The article speaks of {low} to {high}; found: {mean} ({ends[0]} to {ends[1]}) of the level of "
        f"“{name}”.",
        f"文章说的是 {low} 至 {high}；这里得到 {mean}（{ends[0]} 至 {ends[1]}），以“{name}”的水平为基数。",
    )


def _extra_sentence(outcome: Outcome, at: Context) -> str:
    extra = outcome.extra
    if "knee" in extra:
        one, two = plain(extra["knee"], 2), plain(extra["knee_moved"], 2)
        return at.say(f"The knee lies at {one}, moved at {two}.", f"拐点在 {one}，移动后在 {two}。")
    if "steps_alike" in extra:
        share = share_text(extra["steps_alike"])
        best = f"{extra['best_level']:g}" if "best_level" in extra else "–"
        return at.say(
            f"{share} of the steps from level to level go the claimed way; the best level is {best}.",
            f"相邻级之间 {share} 的变化与说法同向；最佳为 {best}。",
        )
    return ""


def head_source(outcome: Outcome, at: Context) -> str:
    """The article's words and where they stand; of a question of one's own that it is one."""
    claim = outcome.claim
    if claim.source is None:
        words = at.say("our own question", "自己的问题")
    else:
        words = at.say(f"article {claim.source}", f"文章 {claim.source}")
        if claim.stated is not None:
            said_ = claim.stated == "said"
            words += at.say(", said" if said_ else ", implied", "，明言" if said_ else "，隐含")
    quote = claim.quote or either(claim.claim, at.lang)
    return f"> {quote}\n>\n> — {words}"
