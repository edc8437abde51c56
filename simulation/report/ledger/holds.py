"""What carries an effect, where it holds, and where the articles disagree."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ...evidence.claims.outcome import Outcome, Unknown
from ...evidence.claims.shapes import Level
from ...scenario.labels import value_text
from .amounts import effect_text, gone_text, number_text, share_text
from .context import Context, table
from .titles import knockout_words, part_words, path_words, unknown_words
from .words import NO_SHARE_MEANS, VERDICTS, either, said, sign_words, verdict_text


def carries_section(outcome: Outcome, at: Context) -> str:
    """The knockouts, and plainly which of them carries nothing."""
    unit = outcome.claim.effect_unit
    rows = []
    for name, one in outcome.knockouts.items():
        words = knockout_words(name, one.title, at.lang)
        rows.append((words, effect_text(one.effect, unit, at.lang), gone_text(one, at.lang, ends=True)))
    if not rows:
        return ""
    head = at.say("What carries it", "靠什么起作用")
    form = outcome.claim.effect
    of_level = isinstance(form, Level) and form.share_of_level
    what = at.say(*(("measure itself", "指标本身") if of_level else ("effect", "效应")))
    runs = max(one.effect.runs for one in outcome.knockouts.values())
    note = at.say(
        f"A knockout switches something off in all arms; the share is that of the {what} which goes with it "
        f"({runs} seeds, the same with it and without). "
        "Shares need not add up: mechanisms share effects. Above 100 % it turns round without it, below 0 % it grows.",
        f"在所有方案里关闭某机制（前后同样的 {runs} 个随机种子），看{what}减少多少。"
        "各项之和不必为一：机制之间会共同起作用。"
        "超过 100% 表示关掉它就反转，低于 0% 表示关掉它反而更大。",
    )
    note += "".join(
        at.say(" ", "") + said(NO_SHARE_MEANS, why, at.lang)
        for why in dict.fromkeys(one.no_share for one in outcome.knockouts.values())
        if why in NO_SHARE_MEANS
    )
    note += _of_the_part(outcome, outcome.decides, at)
    plainly = "\n".join(_not_carried(outcome, at))
    heads = {"en": ("if", "effect", "share gone"), "zh": ("假如", "效应", "关掉后效应减少")}
    return "\n\n".join(part for part in (f"## {head}", note, table(heads[at.lang], rows), plainly) if part)


def _of_the_part(outcome: Outcome, n: int, at: Context) -> str:
    """Which of several comparisons a table or a list is about."""
    if len(outcome.parts) < 2:
        return ""
    name = part_words(outcome, n, at.lang)
    return at.say(f" Of the comparisons this is about “{name}”.", f"这里只针对“{name}”这一项对比。")


def _not_carried(outcome: Outcome, at: Context) -> Iterator[str]:
    """Plain words for what was named as carrying the effect and does not."""
    for name, one in outcome.knockouts.items():
        if one.share is None or one.share.mean > 0.0:
            continue
        words = knockout_words(name, one.title, at.lang)
        if one.share.high < 0.0:
            yield at.say(
                f"- **“{words}” does not carry it**: with it the effect is larger, not smaller. What the claim rests "
                "on must be something else.",
                f"- **“{words}”并不是原因**：这样设定后效应更大而不是更小，起作用的必定是别的东西。",
            )
        else:
            yield at.say(
                f"- **“{words}” does not carry it**: the effect stays as it is.",
                f"- **“{words}”并不是原因**：这样设定后效应没有变小。",
            )


def where_section(outcome: Outcome, at: Context, figures: Mapping[str, bool]) -> str:
    """Ranges looked through, theories, and the unknowns that go with the effect."""
    lines = list(_sweep_lines(outcome, at))
    theories = [
        (
            path_words(name, at.lang),
            at.say(form.replace("_", " "), value_text("", form, "zh")),
            share_text(one.share),
            str(one.members),
        )
        for name, forms in outcome.theories.items()
        for form, one in forms.items()
    ]
    sign = sign_words(outcome, at.lang)
    heads = {
        "en": ("rival submodel", "form", f"share the {sign}", "parameter sets with a value"),
        "zh": ("竞争子模型", "形式", f"{sign}的比例", "有取值的参数组数"),
    }
    unknowns = [_unknown_line(one, at) for one in outcome.unknowns]
    if not lines and not theories and not unknowns:
        return ""
    parts = [f"## {at.say('Where it holds, and where it flips', '在哪里成立，在哪里翻转')}"]
    if figures.get(outcome.claim.id):
        parts.append(
            f"![{at.say('where it holds', '在哪里成立')}]({at.images}/{outcome.claim.id}_where_{at.lang}.png)"
        )
    if lines:
        parts.append("\n".join(lines) + _of_the_part(outcome, outcome.decides, at))
    if theories and len(outcome.parts) > 1:
        parts.append(
            at.say(
                "By theory, of all comparisons together as the verdict is:",
                "按理论，与结论一样把各项对比合起来看：",
            )
        )
    parts.append(table(heads[at.lang], theories))
    if unknowns:
        about = _of_the_part(outcome, outcome.doubted, at).strip()
        most = at.say("The unknowns that go with the effect most:", "与效应最相关的未知量：")
        parts.append(at.say(" ", "").join(text for text in (about, most) if text))
        parts.append("\n".join(unknowns))
    return "\n\n".join(part for part in parts if part)


def _unknown_line(one: Unknown, at: Context) -> str:
    """An unknown with how it goes with the effect."""
    name = unknown_words(one.name, at.lang)
    low, high = (f"{end:+.2f}" for end in one.interval)
    if at.lang == "en":
        beyond = "beyond chance among all unknowns" if one.stands_out else "which may be chance"
        return f"- {name}: rank correlation {one.rho:+.2f} ({low} to {high}), {beyond}."
    beyond = "在所有未知量中仍超出偶然" if one.stands_out else "可能是偶然"
    return f"- {name}：秩相关 {one.rho:+.2f}（{low} 至 {high}），{beyond}。"


def _sweep_lines(outcome: Outcome, at: Context) -> Iterator[str]:
    for sweep in outcome.sweeps:
        if not sweep.points:
            continue
        found: dict[str, list[str]] = {}
        for value, verdict in zip(sweep.values, sweep.verdicts, strict=True):
            found.setdefault(verdict, []).append(number_text(value))
        each = at.say("; ", "；").join(
            f"{_at_values(said(VERDICTS, verdict, at.lang), ', '.join(values), at)}"
            for verdict, values in found.items()
        )
        turns = ", ".join(number_text(turn) for turn in sweep.turns)
        turned = at.say(f". The sign turns near {turns}", f"。在 {turns} 附近变号") if turns else ""
        yield f"- {path_words(sweep.path, at.lang)}{at.say(': ', '：')}{each}{turned}{at.say('.', '。')}"


def _at_values(verdict: str, values: str, at: Context) -> str:
    """A verdict with the values at which it is so."""
    if at.lang == "en":
        return f"{verdict} at {values}"
    mark, word = verdict.split(" ", 1)
    return f"{mark} 取 {values} 时{word}"


def contradicted_section(outcome: Outcome, at: Context, figures: Mapping[str, bool]) -> str:
    """The claims that say otherwise, and the boundary between them."""
    lines: list[str] = []
    for name in outcome.claim.contradicts:
        other = at.outcome(name)
        if other is None:
            lines.append(
                at.say(
                    f"{name} says otherwise; it is not in this ledger.", f"{name} 说法相反，不在本次清单内。"
                )
            )
            continue
        lines.append(
            at.say(
                f"[{name}]({name}.md) says otherwise: {either(other.claim.claim, 'en')} "
                f"({verdict_text(other, 'en')}.)",
                f"[{name}]({name}.md) 说法相反：{either(other.claim.claim, 'zh')}（{verdict_text(other, 'zh')}。）",
            )
        )
        own = _boundary(outcome, at) or _boundary(other, at)
        if own:
            lines.append(own)
        if not _boundary(outcome, at) and figures.get(name) and other.claim.boundary:
            lines.append(f"![{name}]({at.images}/{name}_where_{at.lang}.png)")
    if not lines:
        return ""
    return f"## {at.say('Where the articles disagree', '文章之间的分歧')}\n\n" + "\n\n".join(lines)


def _boundary(outcome: Outcome, at: Context) -> str:
    """The boundary between a claim and the one that contradicts it, in words; nothing where none is named."""
    path = outcome.claim.boundary
    sweep = next((one for one in outcome.sweeps if one.path == path and one.points), None)
    if sweep is None:
        return ""
    name = path_words(sweep.path, at.lang)
    if sweep.turns:
        turns = ", ".join(number_text(turn) for turn in sweep.turns)
        return at.say(
            f"The boundary between them, looked for along {name}: the effect of {outcome.claim.id} turns near {turns}.",
            f"两者的界线沿 {name} 寻找：{outcome.claim.id} 的效应在 {turns} 附近变号。",
        )
    low, high = number_text(sweep.values[0]), number_text(sweep.values[-1])
    return at.say(
        f"The boundary between them was looked for along {name}, from {low} to {high}: the effect of "
        f"{outcome.claim.id} keeps its sign, so it does not lie there.",
        f"两者的界线沿 {name}（{low} 至 {high}）寻找：{outcome.claim.id} 的效应方向始终不变，界线不在其中。",
    )
