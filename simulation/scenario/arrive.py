"""How people come in, as the brand decides it: channels, bursts, the gate, the ladder of opening classes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Annotated

from pydantic import Field

from .parameter import Finding, Section
from .paths import nearest

MAX_CHANNELS = 16
#: The values of a channel that nobody has measured; the ensemble draws them within the channel's `doubt`.
CHANNEL_VALUES = ("reach", "precision", "endorsement", "cost_per_join")


class Channel(Section):
    """One public channel: whom it reaches, how well it aims, what it lends, what it costs. Every number is assumed."""

    reach: float = Field(0.3, gt=0, le=1, description="Share of the market that can be reached on it [share]")
    precision: float = Field(
        0.0, ge=0, le=1, description="How far it is aimed at people whom the theme concerns [share]"
    )
    endorsement: float = Field(
        0.0, ge=0, le=1, description="How far somebody trusted vouches for the brand on it [share]"
    )
    bait: float = Field(0.0, ge=0, le=1000, description="Gift for joining by it [CNY]")
    cost_per_join: float = Field(
        15.0, ge=0, le=10000, description="Cost of one who comes, at the start [CNY]"
    )
    doubt: float = Field(0.4, ge=0, le=0.9, description="Ensemble: each value times 1 -/+ this share [share]")


def default_channels() -> dict[str, Channel]:
    """Four usual channels; every number assumed, with its doubt."""
    return {
        "official_account": Channel(reach=0.15, precision=0.6, endorsement=0.3, cost_per_join=12.0),
        "note_sharing": Channel(reach=0.25, precision=0.6, endorsement=0.5, cost_per_join=18.0),
        "short_video": Channel(reach=0.6, precision=0.2, endorsement=0.1, cost_per_join=8.0),
        "mini_program": Channel(reach=0.2, precision=0.4, endorsement=0.2, cost_per_join=10.0),
    }


Rate = Annotated[float, Field(ge=0, le=10000)]


class Burst(Section):
    """Many who come on one day: a live show, a post that goes round, an event."""

    on: int = Field(ge=0, le=730, description="Day on which they come [day]")
    people: int = Field(ge=0, le=1_000_000, description="How many come [people]")
    channel: str | None = Field(
        None, description="By which channel: a name from the channels table; none: the plain public channel"
    )


class Gate(Section):
    """What newcomers are asked for before they are let in; founders and planted KOCs are not."""

    question: float = Field(
        0.0, ge=0, le=1, description="Effort of the questions asked; 0: none, 1: a long form [share]"
    )
    deposit: float = Field(
        0.0,
        ge=0,
        le=10000,
        description="Deposit to put down, given back in full: no money changes hands [CNY]",
    )


class Funnel(Section):
    """Classes: groups opened for a time, out of which buyers step up into a lasting group."""

    classes: int = Field(
        0, ge=0, le=20_000, description="Classes: the last groups, empty and closed until their day; 0: none"
    )
    every: int = Field(30, ge=1, le=730, description="Days from the opening of one class to the next [days]")
    length: int = Field(14, ge=1, le=730, description="Days a class lasts before it is dissolved [days]")
    step_up_orders: int = Field(
        1, ge=0, le=1000, description="Orders since joining that carry one into a lasting group"
    )
    entry_price: float = Field(
        0.0,
        ge=0,
        le=1_000_000,
        description="Price of a place in a class, all of it margin; it puts off like a deposit [CNY]",
    )


def unknown_channels(
    rates: Iterable[str], bursts: Sequence[str | None], channels: Iterable[str]
) -> list[Finding]:
    """Findings where growth names a channel the table does not have."""
    known = list(channels)
    named: list[tuple[tuple[str | int, ...], str]] = [
        (("strategy", "growth", "channels", name), name) for name in rates
    ]
    named += [
        (("strategy", "growth", "bursts", i, "channel"), name)
        for i, name in enumerate(bursts)
        if name is not None
    ]
    findings = []
    for where, name in named:
        if name not in known:
            near = nearest(name, known)
            hint = f"did you mean {near}? " if near else ""
            findings.append(Finding(where, f"unknown channel {name!r}; {hint}allowed: {', '.join(known)}"))
    return findings


def too_many_classes(classes: int, count: int) -> list[Finding]:
    """A finding where the ladder leaves no lasting group."""
    if classes < 1 or classes < count:
        return []
    text = f"given {classes}, allowed: fewer than groups.count, which is {count}, so that a lasting group is left"
    where = ("strategy", "funnel", "classes")
    return [Finding(where, text, (where, ("groups", "count")))]
