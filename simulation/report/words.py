"""What a comparison says, in plain words: differences with both kinds of doubt.

Every statement carries its doubt: *luck* (other seeds) and *what we do not know* (parameters, submodels).
Where an interval spans zero it says so, and never a direction.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from .labels import Labels, labels
from .numbers import Lang, amounts, day_text, interval, known, plain, value_text, with_unit
from .sample import Sample, collect, split_pair
from .wording import KEY, TABLE, Wording, measure_title, split_day, wording

#: clear: beyond luck and what we do not know; luck_only: beyond luck, not beyond what we do not know (or that
#: was not examined); unclear: luck may have made it; same: no difference in any run; none: no value.
Verdict = Literal["clear", "luck_only", "unclear", "same", "none"]
HALF_A_GROUP = 0.005  # of 100 groups


@dataclass(frozen=True)
class Difference:
    """One measure of two scenarios, second minus first.

    mean, luck, all in units of the measure, None where nothing can be said (`all` also where there is no
    ensemble); defined, runs: in how many pairs of runs the measure exists in both.
    """

    measure: str
    second: str
    first: str
    mean: float | None
    luck: tuple[float, float] | None
    all: tuple[float, float] | None
    defined: int | None = None
    runs: int | None = None

    def __post_init__(self) -> None:
        if wording(self.measure).pattern == "groups":
            for name in ("luck", "all"):
                object.__setattr__(self, name, _settled(getattr(self, name)))

    @property
    def verdict(self) -> Verdict:
        if self.mean is None:
            return "none"
        if self.mean == 0 and all(pair in (None, (0.0, 0.0)) for pair in (self.luck, self.all)):
            return "same" if self.luck is not None else "unclear"
        if self.all is not None and _one_sided(self.all):
            return "clear"
        return "luck_only" if self.luck is not None and _one_sided(self.luck) else "unclear"

    def turned(self) -> Difference:
        """The same difference told from the other side."""
        mean = None if self.mean is None else -self.mean
        return Difference(
            self.measure,
            self.first,
            self.second,
            mean,
            _turned(self.luck),
            _turned(self.all),
            self.defined,
            self.runs,
        )


def _settled(pair: tuple[float, float] | None) -> tuple[float, float] | None:
    """An interval of shares of groups whose ends within half a group of 100 are zero: nobody acts on less."""
    if pair is None:
        return None
    low, high = (0.0 if abs(end) <= HALF_A_GROUP else end for end in pair)
    return low, high


def _numbers(values: Sequence[float], word: Wording, lang: Lang) -> list[str]:
    """Numbers of one difference; groups of 100 are whole unless all are below one."""
    if word.pattern == "groups" and max(map(abs, values)) >= 0.01:
        return [plain(100.0 * value, 0) for value in values]
    return amounts(values, word.scale, lang)


def _one_sided(pair: tuple[float, float]) -> bool:
    return pair[0] > 0 or pair[1] < 0


def _turned(pair: tuple[float, float] | None) -> tuple[float, float] | None:
    return None if pair is None else (-pair[1], -pair[0])


def difference_of(sample: Sample, pair: str, measure: str) -> Difference:
    """The difference of a pair "B-A" in one measure, as the comparison holds it."""
    second, first = split_pair(pair, sample.names)
    entry: Mapping[str, Any] = sample.effects.get("differences", {}).get(pair, {}).get(measure) or {}
    return Difference(
        measure,
        second,
        first,
        known(entry.get("mean")),
        interval(entry.get("luck")),
        interval(entry.get("all")) if sample.ensemble else None,
        entry.get("defined"),
        sample.replicates,
    )


# --- one difference


def _when(measure: str, lang: Lang) -> str:
    _, day = split_day(measure)
    if day is None:
        return ""
    by = wording(measure).by
    if lang == "zh":
        return f"{'截至' if by else ''}第 {day} 天"
    return f"{'by' if by else 'at'} day {day}"


def _spread(
    pair: tuple[float, float], scale_with: Sequence[float], word: Wording, told: bool, lang: Lang
) -> str:
    """An interval in words: "33 to 47", or "5 fewer to 12 more" where it spans zero.

    told: the sentence has already said which way; otherwise a one-sided interval says it: "0 to 2 fewer".
    """
    low, high = pair
    texts = _numbers([abs(value) for value in (*scale_with, low, high)], word, lang)[-2:]
    zero = [text.strip("0.,") == "" for text in texts]
    if low < 0 < high and not any(zero):
        if lang == "zh":  # not 至: "至多" would read as "at most"
            return f"从{word.less[lang]} {texts[0]} 到{word.more[lang]} {texts[1]}"
        return f"{texts[0]} {word.less[lang]} to {texts[1]} {word.more[lang]}"
    first, last = (texts[1], texts[0]) if abs(low) > abs(high) else (texts[0], texts[1])
    comparative = (word.less if abs(low) > abs(high) else word.more)[lang]
    span = first if first == last else f"{first} 至 {last}" if lang == "zh" else f"{first} to {last}"
    if told or all(zero):
        return span
    return f"{comparative} {span}" if lang == "zh" else f"{span} {comparative}"


def doubt_text(difference: Difference, ensemble: bool, lang: Lang) -> str:
    """The two kinds of doubt: "33 to 47 from luck, 12 to 58 with what we do not know"."""
    word = wording(difference.measure)
    ends = [end for pair in (difference.luck, difference.all) if pair for end in pair]
    scale_with = [value for value in (difference.mean, *ends) if value is not None]
    told = difference.verdict in ("clear", "luck_only")
    parts = []
    if difference.luck is None:
        parts.append("只有一次运行，看不出随机波动" if lang == "zh" else "one run cannot show luck")
    else:
        text = _spread(difference.luck, scale_with, word, told, lang)
        parts.append(
            f"仅计随机波动{'' if text.startswith('从') else ' '}{text}"
            if lang == "zh"
            else f"{text} from luck"
        )
    if difference.all is not None:
        text = _spread(difference.all, scale_with, word, told, lang)
        parts.append(
            f"计入未知因素{'' if text.startswith('从') else ' '}{text}"
            if lang == "zh"
            else f"{text} with what we do not know"
        )
    elif not ensemble:
        parts.append("未知因素没有检验" if lang == "zh" else "what we do not know was not examined")
    if difference.defined is not None and difference.runs and difference.defined < difference.runs:
        seen, of = difference.defined, difference.runs
        parts.append(
            f"{of} 对运行中有 {seen} 对可比" if lang == "zh" else f"measured in {seen} of {of} pairs of runs"
        )
    return "，".join(parts) if lang == "zh" else ", ".join(parts)


def _size(difference: Difference, lang: Lang) -> tuple[str, str]:
    """The size of a difference with its unit, and the comparative that says its direction."""
    word = wording(difference.measure)
    mean = difference.mean or 0.0
    ends = [end for pair in (difference.luck, difference.all) if pair for end in pair]
    every = [abs(value) for value in (mean, *ends)]
    number = _numbers(every, word, lang)[0]
    comparative = (word.less if mean < 0 else word.more)[lang]
    return with_unit(number, every, word.scale, word.unit[lang], lang), comparative


def difference_phrase(difference: Difference, names: Labels, lang: Lang) -> str:
    """What differs, without its doubt: "at day 91 B has 40 of 100 groups fewer dead than A"."""
    word = wording(difference.measure)
    b, a = names.say(difference.second), names.say(difference.first)
    size, comparative = _size(difference, lang)
    noun, when = word.noun[lang], _when(difference.measure, lang)
    if lang == "zh":
        opening = f"{when}，" if when else ""
        if word.pattern == "groups":
            return tidy(f"{opening}每 100 个群中，{b}比{a}{comparative} {size}{noun}")
        return tidy(f"{opening}{b}的{noun}比{a}{comparative} {size}")
    opening = f"{when} " if when else ""
    if word.pattern in ("groups", "amount"):
        return f"{opening}{b} has {size} {comparative} {noun} than {a}"
    if word.pattern == "day":
        return f"{noun} {size} {comparative} in {b} than in {a}"
    return f"{opening}{noun} is {size} {comparative} in {b} than in {a}"


def difference_sentence(
    difference: Difference, names: Labels, lang: Lang, ensemble: bool = True, levels: str = ""
) -> str:
    """A difference with its doubt as one sentence, without a full stop.

    Honest where there is none to speak of.

    ensemble: whether what we do not know was examined; levels: said after the difference, e.g. ", 24
    against 50".
    """
    verdict = difference.verdict
    if verdict in ("clear", "luck_only"):
        phrase = difference_phrase(difference, names, lang) + levels
        doubt = doubt_text(difference, ensemble, lang)
        text = f"{phrase}（{doubt}）" if lang == "zh" else f"{phrase} ({doubt})"
        if verdict == "clear" or difference.all is None:
            return text
        turned = min(-difference.all[0], difference.all[1]) > 0
        if lang == "zh":
            return text + ("，未知因素可能使结论反转" if turned else "，计入未知因素也可能没有差异")
        return text + "; what we do not know could " + ("turn it round" if turned else "leave no difference")
    word = wording(difference.measure)
    b, a = names.say(difference.second), names.say(difference.first)
    noun, when = word.noun[lang], _when(difference.measure, lang)
    doubt = "" if verdict in ("none", "same") else doubt_text(difference, ensemble, lang)
    if lang == "zh":
        opening = f"{when}，" if when else ""
        matter = f"{b}与{a}在{noun}{'数量' if word.pattern == 'groups' else ''}上"
        ending = {"none": "无法比较：至少一方没有这个数值", "same": "没有差异"}.get(verdict)
        return tidy(f"{opening}{matter}{ending or f'没有明确差异{levels}（{doubt}）'}")
    opening = f" {when}" if when else ""
    matter = f"in groups {noun}" if word.pattern == "groups" else f"in {word.matter or noun}"
    if verdict == "none":
        return f"{b} and {a} cannot be compared{opening} {matter}: at least one of them has no such value"
    if verdict == "same":
        return f"no difference{opening} {matter} between {b} and {a}"
    return f"no clear difference{opening} {matter} between {b} and {a}{levels} ({doubt})"


def tidy(text: str) -> str:
    """Chinese text without the doubled or stray spaces that names in Latin letters bring along."""
    text = " ".join(text.split())
    for mark in "，。；：（）「」、":
        text = text.replace(f" {mark}", mark).replace(f"{mark} ", mark)
    return text


def signed_text(value: float, measure: str, lang: Lang) -> str:
    """A difference with its unit and its direction: "CNY 90,000 more"."""
    word = wording(measure)
    size = value_text(abs(value), word.scale, "" if word.pattern == "groups" else word.unit[lang], lang)
    comparative = (word.less if value < 0 else word.more)[lang]
    return f"{comparative} {size}" if lang == "zh" else f"{size} {comparative}"


# --- the table


@dataclass(frozen=True)
class Row:
    """One row of the table of differences, ready to print.

    pair: "B-A"; title: the measure; values: scenario -> its mean as text; words: the difference in words;
    doubt: both intervals in words; verdict as of Difference.
    """

    pair: str
    measure: str
    title: str
    words: str
    doubt: str
    verdict: Verdict
    values: Mapping[str, str] = field(default_factory=dict)


def pairs(sample: Sample) -> list[str]:
    """The pairs compared, those with the first scenario first."""
    every = list(sample.effects.get("differences", {}))
    first = sample.names[0] if sample.names else ""
    return sorted(every, key=lambda pair: first not in split_pair(pair, sample.names))


def table_rows(comparison: Any, lang: Lang, measures: Sequence[str] | None = None) -> list[Row]:
    """Rows of the table of differences, pair by pair; measures nobody has a value of are left out.

    measures: which ones, in order; None: the usual ones (`wording.TABLE`).
    """
    sample = collect(comparison)
    names = labels(sample, lang)
    rows = []
    for pair in pairs(sample):
        for measure in TABLE if measures is None else measures:
            if measured(sample, measure):
                rows.append(_row(sample, names, pair, measure, lang))
    return rows


def measured(sample: Sample, measure: str) -> bool:
    """True if at least one scenario has a value of the measure."""
    levels = sample.effects.get("scenarios", {})
    return any(
        known((levels.get(name, {}).get(measure) or {}).get("mean")) is not None for name in sample.names
    )


def key_measures(sample: Sample) -> list[str]:
    """The key measures somebody has a value of; on a short horizon whatever there is."""
    found = [name for name in KEY if measured(sample, name)]
    return found or [name for name in TABLE if measured(sample, name)]


def key_differences(sample: Sample) -> list[Difference]:
    """The key differences of all pairs, but for those that have no value."""
    every = (difference_of(sample, pair, name) for pair in pairs(sample) for name in key_measures(sample))
    return [difference for difference in every if difference.verdict != "none"]


def level_text(sample: Sample, scenario: str, measure: str, lang: Lang) -> str:
    """A scenario's own mean of a measure as text."""
    entry = sample.effects.get("scenarios", {}).get(scenario, {}).get(measure) or {}
    word = wording(measure)
    if word.pattern == "day":
        return day_text(entry.get("mean"), lang)
    unit = "" if word.pattern == "groups" else word.level_unit[lang]
    return value_text(entry.get("mean"), word.scale, unit, lang)


def _row(sample: Sample, names: Labels, pair: str, measure: str, lang: Lang) -> Row:
    difference = difference_of(sample, pair, measure)
    verdict = difference.verdict
    size, comparative = _size(difference, lang)
    if verdict == "none":
        words, doubt = ("无法比较" if lang == "zh" else "cannot be compared"), ""
    elif verdict == "same":
        words, doubt = ("没有差异" if lang == "zh" else "no difference"), ""
    else:
        per_hundred = "每 100 个群" if wording(measure).pattern == "groups" else ""
        words = f"{per_hundred}{comparative} {size}" if lang == "zh" else f"{size} {comparative}"
        if verdict == "unclear":
            words = "没有明确差异" if lang == "zh" else "no clear difference"
        doubt = doubt_text(difference, sample.ensemble > 0, lang)
    values = {name: level_text(sample, name, measure, lang) for name in (difference.second, difference.first)}
    return Row(pair, measure, measure_title(measure, lang), words, doubt, verdict, values)


def sentences(comparison: Any, lang: Lang) -> list[str]:
    """The three sentences that matter: who lives, who pays, and how sure we are."""
    from .answer import three_sentences

    return three_sentences(collect(comparison), lang)
