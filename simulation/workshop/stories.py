"""A member's story, as sentences, from what a recording says of them. Days are told from 1, as in charts."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from ..report.numbers import Lang
from ..scenario.labels import channel_name
from .texts import say

_MOST_DAYS = 6  # of orders listed
_MOVED = 0.05  # from which a change of trust is told
Member = Mapping[str, Any]


def story(member: Member, days: int, lang: Lang) -> list[str]:
    """What happened to a member, in order: how they came, what they did, how it ended. days: of the recording."""
    parts = [_came(member, lang)]
    if member["hunter"]:
        parts.append(say("watch.hunter", lang))
    if member["koc"] is not None and not member["planted"]:
        parts.append(say("watch.koc", lang, day=member["koc"] + 1))
    if member["reseller"] is not None:
        parts.append(say("watch.reseller", lang, day=member["reseller"] + 1))
    parts += [_looked(member, lang), _said(member, lang), _ordered(member, lang)]
    if member["invited"][0]:
        parts.append(_invited(member, lang))
    if member["muted"] is not None:
        parts.append(say("watch.hushed", lang, day=member["muted"] + 1))
    first, last = member["trust"]
    if abs(last - first) >= _MOVED:
        key = "watch.trust_fell" if last < first else "watch.trust_rose"
        parts.append(say(key, lang, a=f"{first:.2f}", b=f"{last:.2f}"))
    parts.append(_ended(member, days, lang))
    return parts


def stayed(member: Member) -> int:
    """Days in the group: every day on which they could open it."""
    return len(member["days"]) - (member["how"] in ("dismissed", "moved"))


def _came(member: Member, lang: Lang) -> str:
    by, day = member["by"], member["from"] + 1
    how = by["how"]
    if how == "founding":
        gift = by["gift"]
        return say("watch.founding_gift", lang, gift=gift) if gift else say("watch.founding", lang)
    if how == "public":
        name = channel_name(by.get("channel"), lang)
        key = "watch.public_gift" if by.get("gift") else "watch.public"
        return say(key, lang, day=day, channel=name, gift=by.get("gift") or 0)
    if how == "friend":
        key = "friend" if by["who"] is not None else "friend_elsewhere"
        key += "_reward" if by["reward"] else ""
        return say(f"watch.{key}", lang, day=day, who=(by["who"] or 0) + 1)
    return say("watch.moved_here" if how == "moved" else "watch.planted", lang, day=day)


def _looked(member: Member, lang: Lang) -> str:
    days, visits, promotions = stayed(member), member["visits"], round(member["promotions"])
    if not visits:
        return say("watch.looked_not_yet" if days == 1 else "watch.looked_never", lang, days=days)
    key = {0: "looked_no_promotion", 1: "looked_one"}.get(promotions, "looked")
    return say(f"watch.{key}", lang, days=days, visits=visits, promotions=promotions)


def _said(member: Member, lang: Lang) -> str:
    if not member["words"]:
        return say("watch.said_never", lang)
    first, last = (day + 1 for day in member["spoke"])
    key = "watch.said_once" if member["words"] == 1 else "watch.said"
    return say(key, lang, n=member["words"], first=first, last=last)


def _ordered(member: Member, lang: Lang) -> str:
    days = [day + 1 for day in member["ordered"]]
    if not days:
        return say("watch.ordered_never", lang)
    between = "、" if lang == "zh" else ", "
    told = between.join(map(str, days[:_MOST_DAYS]))
    if len(days) > _MOST_DAYS:
        told = say("watch.and_more_days", lang, list=told)
    if len(days) == 1:
        key = "watch.ordered_once_coupon" if member["coupons"] else "watch.ordered_once"
        return say(key, lang, list=told)
    key = "watch.ordered" if member["coupons"] else "watch.ordered_full"
    return say(key, lang, n=len(days), coupons=member["coupons"], list=told)


def _invited(member: Member, lang: Lang) -> str:
    sent, came = member["invited"]
    key = ("invited_once" if sent == 1 else "invited") + ("" if came else "_none")
    return say(f"watch.{key}", lang, n=sent, came=came)


def _ended(member: Member, days: int, lang: Lang) -> str:
    if member["how"] is not None:
        return say(f"watch.went_{member['how']}", lang, day=member["left"] + 1)
    return say(f"watch.stays_{member['days'][-1].lower()}", lang, day=days)
