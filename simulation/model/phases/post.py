"""Phase 2, post: operators within their hours and zeal, KOCs by motivation."""

from __future__ import annotations

import math
from typing import Any

from .. import chance
from ..compiled import rule
from ..rules import freshness, share_done


@rule
def work(o: Any, groups: Any, p: Any) -> None:
    """An operator's day: make and post what is due, answer, moderate, look after KOCs, in that order of priority.

    Hours kept for one-to-one service come off first, as far as there is anybody to serve.

    Making a post takes its hours once for all groups of the operator; posting and moderating take hours per open
    group (moments once, direct messages per contact), answering per question, care per KOC there is. What the hours
    do not cover is left undone. A disheartened operator makes fewer and poorer posts. Where no group is open there is
    no work.
    """
    first, last = o.first, o.first + o.count
    waiting = 0.0
    leaders = 0
    opened = 0
    contacts = 0
    served = 0
    for k in range(first, last):
        waiting += groups[k].queue
        leaders += groups[k].leaders
        opened += groups[k].today.open
        contacts += groups[k].contacts
        served += groups[k].served
    if opened == 0:
        return
    effort = min(1.0, o.zeal)
    making = 0.0
    posting = 0.0
    for e in range(p.plan.entries):
        due = p.plan.due[e]
        if due > 0:
            making += due * p.plan.hours[p.plan.kind[e]] * effort
            if p.plan.via[e] == 0:
                posting += due * p.workload.posting * opened * effort
            elif p.plan.via[e] == 1:
                posting += due * p.workload.posting * effort
            else:
                posting += due * p.workload.direct * contacts * effort
    answering = waiting * p.workload.reply * p.plan.answer
    watching = p.plan.strictness * p.workload.moderation * opened
    caring = p.plan.koc_care * leaders * p.workload.koc_care
    hours = p.operators.hours_per_day
    serving = min(p.plan.service_hours, p.workload.one_to_one * served)
    if p.workload.scarce == 0:
        hours = making + posting + answering + watching + caring + 1.0
    else:
        serving = min(serving, hours)
        hours -= serving
    met = min(1.0, serving / (p.workload.one_to_one * max(1, served)))
    posted = share_done(hours, making + posting)
    hours = max(0.0, hours - (making + posting))
    answered = share_done(hours, answering) * p.plan.answer
    hours = max(0.0, hours - answering)
    watched = share_done(hours, watching)
    hours = max(0.0, hours - watching)
    cared = share_done(hours, caring)
    quality = o.skill * (0.4 + 0.6 * effort)
    for k in range(first, last):
        g = groups[k]
        if g.today.open == 0:
            continue
        start_group_day(g, o, p, posted * effort, quality)
        g.moderated = watched
        g.cared = cared * p.plan.koc_care
        g.answer_share = answered
        g.service_chance = met
        g.today.hours_service = p.workload.one_to_one * g.served * met
        g.today.zeal = o.zeal
        g.today.hours_content = (making + posting) * posted / opened
        g.today.hours_reply = g.queue * p.workload.reply * answered
        g.today.hours_moderation = watching * watched / opened
        g.today.hours_koc = p.plan.koc_care * g.leaders * p.workload.koc_care * cared


@rule
def start_group_day(g: Any, o: Any, p: Any, share: float, quality: float) -> None:
    """Today's posts, the same for all groups of an operator: of n due, n times `share`, rounded at random."""
    g.information = 0.0
    g.deal = 0.0
    g.load = 0.0
    g.spark = 0.0
    g.coupons = 0.0
    posts = 0
    if p.plan.beside > 0 or g.moments_posts + g.direct_posts > 0.0:
        clear_beside(g)
    for e in range(p.plan.entries):
        due = p.plan.due[e]
        if due > 0:
            u = chance.uniforms(p.key, chance.POST_MADE, p.day, o.slot, e)
            made = math.floor(due * share + u[0])
            kind = p.plan.kind[e]
            if p.plan.via[e] > 0:
                post_beside(g, p.plan.via[e], kind, made, quality, p)
                continue
            posts += made
            g.information += made * p.plan.information[kind] * quality
            g.deal += made * p.plan.deal[kind]
            g.load += made * p.plan.load[kind]
            g.spark += made * p.plan.spark[kind] * quality
            g.coupons += made * p.plan.coupon[kind]
    g.today.posts = posts


@rule
def clear_beside(g: Any) -> None:
    """No moments and no direct messages yet today."""
    g.moments_posts = 0.0
    g.moments_information = 0.0
    g.moments_load = 0.0
    g.moments_coupons = 0.0
    g.direct_posts = 0.0
    g.direct_information = 0.0
    g.direct_load = 0.0
    g.direct_coupons = 0.0


@rule
def post_beside(g: Any, via: int, kind: int, made: int, quality: float, p: Any) -> None:
    """Posts of a kind in moments (via 1) or as direct messages (via 2)."""
    if via == 1:
        g.moments_posts += made
        g.moments_information += made * p.plan.information[kind] * quality
        g.moments_load += made * p.plan.load[kind]
        g.moments_coupons += made * p.plan.coupon[kind]
    else:
        g.direct_posts += made
        g.direct_information += made * p.plan.information[kind] * quality
        g.direct_load += made * p.plan.load[kind]
        g.direct_coupons += made * p.plan.coupon[kind]


@rule
def lead(m: Any, x: Any, g: Any, p: Any) -> None:
    """A KOC posts by motivation, before others look. Planted KOCs' messages are counted apart."""
    u = chance.uniforms(p.key, chance.KOC_POST, p.day - m.joined, m.slot, 0)
    count = chance.poisson(u[0], p.leaders.posts_per_day * x.motivation)
    m.said = count
    if count > 0:
        g.koc_posts += count
        x.posts_total += count
        if x.first_post < 0:
            x.first_post = p.day
        m.last_post = p.day
        if m.planted == 1:
            g.today.planted_messages += count
        else:
            g.today.messages += count
            g.today.posters += 1


@rule
def open_group_day(g: Any, p: Any) -> None:
    """What awaits a visitor today: posts, KOC messages, yesterday's talk, advertisements; noise; fresh topics."""
    unmoderated = 1.0 - p.plan.strictness * g.moderated
    spam = p.moderation.spam_rate * g.today.present * 0.01 * unmoderated
    g.volume = g.today.posts + g.koc_posts + g.yesterday + spam
    g.noise = min(1.0, p.moderation.noise_base * unmoderated)
    g.spark += g.koc_posts * p.leaders.spark
    g.information += g.koc_posts * p.leaders.information
    if p.death == 0:
        g.today.freshness = freshness(g.topics, p.topics.half)
    else:
        g.today.freshness = 1.0
    g.heard = 0
    g.round_messages = 0
