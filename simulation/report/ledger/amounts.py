"""Effects and levels as people read them: on one scale, with the unit of the claim's measure."""

from __future__ import annotations

import math
from collections.abc import Sequence

from ...evidence.claims.outcome import Found, KnockoutFound, Outcome
from ..definitions import unit_text
from ..numbers import MINUS, Lang, Scale, amounts, plain, with_unit
from .words import NO_SHARE, UNITS, pick, said


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


def gap_text(values: Sequence[float], unit: str, lang: Lang) -> list[str]:
    """Differences with their sign, on one scale, without unit."""
    scale = scale_of(unit)
    if unit in ("correlation", "doublings"):
        return [plain(value, 2, signed=True) for value in values]
    return amounts(list(values), scale, lang, signed=True)


def effect_text(found: Found, unit: str, lang: Lang, with_words: bool = True) -> str:
    """ "−2.4 (−2.8 to −2.0) messages/group/day" """
    if math.isnan(found.mean):
        return "–"
    ends = [] if math.isnan(found.low) else [found.low, found.high]
    texts = gap_text([found.mean, *ends], unit, lang)
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


def least_text(outcome: Outcome, lang: Lang, with_words: bool = True) -> str:
    """The smallest effect that counts."""
    least, unit = outcome.part.least, outcome.claim.effect_unit
    if unit in ("correlation", "doublings"):
        text = plain(least, 2)
    else:
        (text,) = amounts([least], scale_of(unit), lang)
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


def share_text(share: float | None) -> str:
    """A share as whole percent; a dash where there is none."""
    if share is None or math.isnan(share):
        return "–"
    return f"{MINUS if share < -0.005 else ''}{abs(100 * share):.0f}%"


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
