"""Mornings of programmes for single customers: who resells, who is served one to one, and yesterday's pitches."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from .clients import (
    BEHAVIOUR,
    CONTACTS,
    RANDOM,
    SPEND,
    choose_resellers,
    choose_served,
    gather_pitches,
    settle_pitches,
)

if TYPE_CHECKING:
    from .community import Community

CHOICE = {"random": RANDOM, "behaviour": BEHAVIOUR, "contacts": CONTACTS, "spend": SPEND}


def settle_yesterdays_pitches(model: Community) -> None:
    """Resellers' pitches of yesterday, in keyed order."""
    c = model.columns
    if model.spec.strategy.resellers.per_group == 0:
        return
    sellers, luck = gather_pitches(c.rows, c.groups, c.roster, c.present, model.parameters)
    if len(sellers):
        sellers = sellers[np.argsort(luck, kind="stable")]
        settle_pitches(
            c.rows, c.row_of, c.market, c.groups, c.outsiders, c.state, *c.net, sellers, model.parameters
        )  # fmt: skip


def choose_customers(model: Community) -> None:
    """Choose resellers on their day, and members served one to one on theirs and every so many days after."""
    plan, day = model.spec.strategy, model.day
    if not model.spec.groups.open:
        return
    c = model.columns
    seats = (c.rows, c.groups, c.roster, c.present, c.contacts.circle, c.contacts.start)
    if plan.resellers.per_group > 0 and plan.resellers.from_day == day:
        choose_resellers(
            *seats, CHOICE[plan.resellers.choose], plan.resellers.per_group, model.parameters
        )  # fmt: skip
    service = plan.one_to_one
    since = day - service.from_day
    if service.hours_per_day > 0 and since >= 0:
        # a plan that begins by the timeline begins at once
        if since % service.every == 0 or not c.groups["served"].any():
            choose_served(*seats, CHOICE[service.choose], service.share, model.parameters)
