"""Beside the group, between learn and buy: moments, direct messages, personal service.

Nothing here adds to a group's volume, talk or topics, and nothing here needs a visit.
"""

from __future__ import annotations

from typing import Any

from .. import chance
from ..columns import LEFT
from ..compiled import rule
from ..rules import (
    fatigue_after,
    need_level,
    saturating,
    trust_after_good,
    trust_after_promotion,
    unwanted_promotion,
    welcome,
)
from ..rules_customer import towards_one


@rule
def reach(m: Any, x: Any, g: Any, p: Any) -> None:
    """Moments and direct messages of today's operator reach a member who is a contact, looked or not.

    Who gets too many unwanted direct messages blocks the operator: no contact any more, but still in the group.
    """
    if m.contact == 0:
        return
    u = chance.uniforms(p.key, chance.BESIDE, p.day - m.joined, m.slot, 0)
    if g.moments_posts > 0 and u[0] < p.beside.moments_rate:
        see_moments(m, x, g, p)
        g.today.moments_seen += 1
    if g.direct_posts > 0 and u[1] < p.beside.direct_rate:
        unwanted = take_in(
            m, x, g.direct_posts, g.direct_information, g.direct_load, g.direct_coupons,
            p.beside.direct_intrusion, p,
        )  # fmt: skip
        g.today.direct_read += 1
        x.until_blocking -= p.beside.block_rate * unwanted
        if x.until_blocking <= 0.0:
            m.contact = 0
            g.contacts -= 1
            g.today.contact_blocks += 1


@rule
def glance(m: Any, x: Any, g: Any, out: Any, p: Any) -> None:
    """Who left without blocking still sees the moments of the operator of their old group, g; counted outside."""
    if m.contact == 0 or m.status != LEFT or g.moments_posts == 0:
        return
    u = chance.uniforms(p.key, chance.BESIDE, p.day - m.joined, m.slot, 0)
    if u[0] < p.beside.moments_rate:
        see_moments(m, x, g, p)
        out.today.moments_seen += 1


@rule
def see_moments(m: Any, x: Any, g: Any, p: Any) -> None:
    """Today's moments are taken in."""
    take_in(
        m, x, g.moments_posts, g.moments_information, g.moments_load, g.moments_coupons,
        p.beside.moments_intrusion, p,
    )  # fmt: skip


@rule
def take_in(
    m: Any, x: Any, posts: float, information: float, load: float, coupons: float, intrusion: float, p: Any
) -> float:
    """What messages beside the group do, each read alone; returns unwanted promotional messages.

    As posts read in a group do: information and recall, fatigue and trust, prices seen; unwanted promotion weighs by
    how intrusive the channel is. What a visit to the group is worth is not learned here.
    """
    need = need_level(m.need_since, m.need_pace)
    unwanted = unwanted_promotion(load, x.tolerance, welcome(need, m.trust, m.deal))
    m.fatigue = fatigue_after(m.fatigue, intrusion * unwanted, p.fatigue)
    m.trust = trust_after_promotion(m.trust, intrusion * unwanted, m.deal, p.trust)
    useful = saturating(information, p.attention.information_half) * x.relevance
    m.trust = trust_after_good(m.trust, useful, 0.0, 0.0, p.trust)
    m.recall = towards_one(m.recall, p.memory.impression * min(1.0, posts))
    if m.reached == 0:
        m.reached = 1
        x.beside_load = 0.0
        x.beside_coupons = 0.0
    x.beside_load += load
    x.beside_coupons += coupons
    return unwanted


@rule
def serve(m: Any, x: Any, g: Any, p: Any) -> None:
    """A member who is served one to one may be met today: trust, satisfaction, recall; the offer works in `buy`."""
    if m.served == 0:
        return
    u = chance.uniforms(p.key, chance.SERVICE, p.day - m.joined, m.slot, 0)
    if u[0] < g.service_chance:
        m.met = 1
        m.trust = towards_one(m.trust, p.service_contact.trust)
        m.satisfaction = towards_one(m.satisfaction, p.service_contact.satisfaction)
        m.recall = towards_one(m.recall, p.service_contact.recall)
        g.today.service_contacts += 1
