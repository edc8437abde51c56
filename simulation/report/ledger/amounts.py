"""Effects and levels as people read them: on one scale, with the unit of the claim's measure."""

from __future__ import annotations

import math
from collections.abc import Sequence

from ...evidence.claims.outcome import Found, KnockoutFound, Outcome, PartFound
from ..definitions import unit_text
from ..numbers import MINUS, Lang, Scale, amounts, plain, with_unit
from .words import EDGE, NO_SHARE, UNITS, pick, said

#: Within this share of what counts the mean lies on its edge.
_NEAR = 0.1


def scale_of(unit: str) -> Scale:
    """How numbers of a unit are written."""
    if unit == "share":
        return "percent"
    if unit.split("/")[0] == "CNY":
        return "money"
    return "days" if unit in ("day", "days") else "plain"


def unit_words(unit: str, lang: Lang, gap: bool = False) -> str:
    """The unit's word; gap: of a difference, so that shares differ by points."""
    if unit in UNITS:
        return said(UNITS, unit, lang)
    if unit == "share":
        return pick(lang, "points", "个百分点") if gap else "%"
    if unit == "day" and gap:
        return pick(lang, "days", "天")
    if unit == "CNY":
        return ""
    if unit.startswith("CNY/"):
        return f"/{unit_text(unit[4:], lang)}"
    return unit_text(unit, lang) if unit not in ("ratio", "value", "1") else ""


def money_words(lang: Lang, per: str) -> str:
    """What a money axis counts in."""
    return pick(lang, f"thousand CNY{per}", f"万元{per}") if not per else pick(lang, f"CNY{per}", f"元{per}")


def gap_text(values: Sequence[float], unit: str, lang: Lang, finer: int = 0) -> list[str]:
    """Differences with their sign, on one scale, without unit; finer: figures more than usual."""
    scale = scale_of(unit)
    if unit in ("correlation", "doublings"):
        return [plain(value, 2 + finer, signed=True) for value in values]
    return amounts(list(values), scale, lang, signed=True, finer=finer)


def effect_text(found: Found, unit: str, lang: Lang, with_words: bool = True, finer: int = 0) -> str:
    """ "−2.4 (−2.8 to −2.0) messages/group/day" """
    if math.isnan(found.mean):
        return "–"
    ends = [] if math.isnan(found.low) else [found.low, found.high]
    texts = gap_text([found.mean, *ends], unit, lang, finer)
    words = texts[0] + (
        pick(lang, f" ({texts[1]} to {texts[2]})", f"（{texts[1]} 至 {texts[2]}）") if ends else ""
    )
    return dressed(words, [found.mean, *ends], unit, lang, gap=True) if with_words else words


def dressed(text: str, values: Sequence[float], unit: str, lang: Lang, gap: bool = False) -> str:
    """A bare text with its unit."""
    scale = scale_of(unit)
    words = unit_words(unit, lang, gap)
    if scale == "money":
        text = with_unit(text, list(values), "money", "", lang).replace("） ", "）")
        return f"{text}{words}" if words else text
    if words == "%" or not words:
        return f"{text}{words}"
    return f"{text}{words}" if text.endswith("）") else f"{text} {words}"


def near_least(part: PartFound) -> bool:
    """Whether the mean lies within a tenth of the smallest effect that counts, on the side that is judged."""
    seen = -part.effect.mean * part.sense if part.verdict == "opposite" else part.effect.mean * part.sense
    return part.least > 0.0 and abs(seen - part.least) <= _NEAR * part.least


def found_text(outcome: Outcome, lang: Lang, part: int | None = None) -> str:
    """The effect of a comparison (the one that decides), in figures enough to tell it from what counts."""
    one = outcome.part if part is None else outcome.parts[part]
    return effect_text(one.effect, outcome.claim.effect_unit, lang, finer=_finer(one, outcome, lang))


def edge_text(outcome: Outcome, lang: Lang) -> str:
    """Words for a table where the mean lies next to the smallest effect that counts; else nothing."""
    return pick(lang, f", {EDGE[0]}", f"，{EDGE[1]}") if near_least(outcome.part) else ""


def _finer(part: PartFound, outcome: Outcome, lang: Lang) -> int:
    """How many figures more than usual tell the mean from the smallest effect that counts."""
    mean, least = abs(part.effect.mean), part.least
    if not near_least(part) or mean == least:
        return 0
    unit = outcome.claim.effect_unit
    ends = [end for end in (part.effect.low, part.effect.high) if not math.isnan(end)]
    for finer in range(4):
        shown = gap_text([mean, *ends], unit, lang, finer)[0].lstrip("+")
        if _number(shown) != _number(_bare(least, unit, lang, finer)):
            return finer
    return 4


def _number(text: str) -> float:
    """What a bare text says, however many noughts it ends in."""
    return float(text.replace(",", ""))


def _bare(least: float, unit: str, lang: Lang, finer: int) -> str:
    if unit in ("correlation", "doublings"):
        return plain(least, 2 + finer)
    return amounts([least], scale_of(unit), lang, finer=finer)[0]


def least_text(outcome: Outcome, lang: Lang, with_words: bool = True, part: int | None = None) -> str:
    """The smallest effect that counts, of a comparison (the one that decides)."""
    one = outcome.part if part is None else outcome.parts[part]
    least, unit = one.least, outcome.claim.effect_unit
    text = _bare(least, unit, lang, _finer(one, outcome, lang))
    return dressed(text, [least], unit, lang, gap=True) if with_words else text


def level_text(mean: float | None, luck: tuple[float | None, float | None], unit: str, lang: Lang) -> str:
    """A level with its interval from luck: "3.1 (2.8 to 3.4)"."""
    if mean is None:
        return "–"
    ends = [end for end in luck if end is not None]
    texts = amounts([mean, *ends], scale_of(unit), lang)
    text = texts[0]
    if len(ends) == 2:
        text += pick(lang, f" ({texts[1]} to {texts[2]})", f"（{texts[1]} 至 {texts[2]}）")
    return dressed(text, [mean, *ends], unit, lang)


#: A share no larger is none in whole percent.
ROUNDS_TO_NONE = 0.005


def share_text(share: float | None) -> str:
    """A share as whole percent; a dash where there is none."""
    if share is None or math.isnan(share):
        return "–"
    return f"{MINUS if share < -ROUNDS_TO_NONE else ''}{abs(100 * share):.0f}%"


def gone_text(knockout: KnockoutFound, lang: Lang, ends: bool = False) -> str:
    """The share that goes with a knockout, with its interval where `ends`; in words or a dash where there is none."""
    share = knockout.share
    if share is None:
        return said(NO_SHARE, knockout.no_share, lang) if knockout.no_share in NO_SHARE else "–"
    if not ends:
        return share_text(share.mean)
    low, high = share_text(share.low), share_text(share.high)
    return share_text(share.mean) + pick(lang, f" ({low} to {high})", f"（{low} 至 {high}）")


def number_text(value: object) -> str:
    """A value of a range as short as can be."""
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return str(value)
    return f"{value:,.4g}" if abs(value) < 1e6 else f"{value:,.0f}"
