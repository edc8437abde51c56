"""Phase 2, post: operators within their hours and zeal, KOCs by motivation."""

from __future__ import annotations

import math
from typing import Any

from .. import chance
from ..compiled import rule
from ..rules import clip, freshness, share_done
from ..rules_team import hours_to_coordinate, times_planned, welcome_hours
from .ask import remember_speaking
from .steer import side_of


@rule
def work(o: Any, groups: Any, p: Any) -> None:
    """An operator's day: make and post what is due, answer, welcome, moderate, look after KOCs, in that order.

    Hours kept for one-to-one service come off first, as far as there is anybody to serve.

    Making a post takes its hours once for all groups of the operator; posting and moderating take hours per open
    group (moments once, direct messages per contact), answering per question, welcoming per newcomer, care per KOC
    there is. What the hours do not cover is left undone. A disheartened operator makes fewer and poorer posts; one who
    has given up does nothing. Where no group is open there is no work.
    """
    first, last = o.first, o.first + o.count
    waiting = 0
    leaders = 0
    newcomers = 0
    opened = 0
    contacts = 0
    served = 0
    leaning = 0.0
    for k in range(first, last):
        g = groups[k]
        if g.today.open == 1:
            waiting += g.ripe
            newcomers += g.awaiting
            opened += 1
            leaning += mix_of(o, k, p)
        leaders += g.leaders
        contacts += g.contacts
        served += g.served
    if opened == 0:
        for k in range(first, last):
            clear_beside(groups[k])
        return
    effort = min(1.0, o.zeal)
    content = content_hours(p, effort, opened, contacts, leaning / opened)
    reply = p.workload.reply * p.plan.reply_effort
    answering = waiting * reply * p.plan.answer
    welcome = welcome_hours(p.workload.onboarding, p.operators.sop, p.onboarding)
    welcoming = newcomers * welcome
    watching = p.plan.strictness * p.workload.moderation * opened
    caring = p.plan.koc_care * leaders * p.workload.koc_care
    lost = hours_lost(o, p)
    hours = p.operators.hours_per_day * o.budget - lost
    serving = min(p.plan.service_hours, p.workload.one_to_one * served)
    if p.workload.scarce == 0:
        hours = content + answering + welcoming + watching + caring + 1.0
    else:
        serving = min(serving, hours)
        hours -= serving
    if o.gone == 1:
        hours = 0.0
        serving = 0.0
    met = min(1.0, serving / (p.workload.one_to_one * max(1, served)))
    posted = share_done(hours, content)
    hours = max(0.0, hours - content)
    answered = share_done(hours, answering) * p.plan.answer
    hours = max(0.0, hours - answering)
    welcomed = share_done(hours, welcoming)
    hours = max(0.0, hours - welcoming)
    watched = share_done(hours, watching)
    hours = max(0.0, hours - watching)
    cared = share_done(hours, caring)
    spare = max(0.0, hours - caring) / opened
    if p.workload.scarce == 0 and o.gone == 0:
        spare = 1e9
    quality = o.skill * (0.4 + 0.6 * effort)
    for k in range(first, last):
        g = groups[k]
        if p.plan.beside > 0 or g.moments_posts + g.direct_posts > 0.0:
            start_day_beside(g, o, p, posted * effort, quality)
        if g.today.open == 0:
            continue
        start_group_day(g, o, p, posted * effort, quality, mix_of(o, k, p))
        g.moderated = watched
        g.cared = cared * p.plan.koc_care
        g.answer_share = answered
        g.spare_hours = spare
        g.welcome_share = welcomed
        g.service_chance = met
        g.today.hours_service = p.workload.one_to_one * g.served * met
        g.today.zeal = 0.0 if o.gone == 1 else o.zeal
        g.today.mix = o.mix
        g.today.budget = o.budget
        g.today.hours_coordination = lost / opened
        g.today.hours_onboarding = g.awaiting * welcome * welcomed
        g.today.hours_content = content * posted / opened
        g.today.hours_reply = g.ripe * reply * answered
        g.today.hours_moderation = watching * watched / opened
        g.today.hours_koc = p.plan.koc_care * g.leaders * p.workload.koc_care * cared


@rule
def content_hours(p: Any, effort: float, opened: int, contacts: int, mix: float) -> float:
    """Hours to make what is due, once for all groups of an operator, and to post it: into each open group, once in
    moments, to each contact.
    """
    making = 0.0
    posting = 0.0
    for e in range(p.plan.entries):
        due = p.plan.due[e]
        if due > 0:
            kind = p.plan.kind[e]
            often = times_planned(p.plan.selling[kind], mix)
            making += due * p.plan.hours[kind] * effort * often
            if p.plan.via[e] == 0:
                posting += due * p.workload.posting * opened * effort * often
            elif p.plan.via[e] == 1:
                posting += due * p.workload.posting * effort * often
            else:
                posting += due * p.workload.direct * contacts * effort * often
    return making + posting


@rule
def hours_lost(o: Any, p: Any) -> float:
    """Hours of an operator's day that go into agreeing with colleagues; all of them at most."""
    if o.gone == 1:
        return 0.0
    have = p.operators.hours_per_day * o.budget
    return min(have, hours_to_coordinate(p.operators.team, p.operators.sop, p.team))


@rule
def mix_of(o: Any, k: int, p: Any) -> float:
    """How far (-1..1) group k's posts lean to selling today: by what the KPI has taught, and half try either side."""
    if p.operators.kpi == 0:
        return float(o.mix)
    return clip(o.mix + side_of(o, k) * p.steering.step, -1.0, 1.0)


@rule
def start_group_day(g: Any, o: Any, p: Any, share: float, quality: float, mix: float) -> None:
    """Today's posts: of n due, n times `share`, rounded at random, alike in all groups of an operator of one mix."""
    g.information = 0.0
    g.deal = 0.0
    g.load = 0.0
    g.spark = 0.0
    g.coupons = 0.0
    posts = 0
    for e in range(p.plan.entries):
        due = p.plan.due[e]
        if due > 0 and p.plan.via[e] == 0:
            u = chance.uniforms(p.key, chance.POST_MADE, p.day, o.slot, e)
            kind = p.plan.kind[e]
            made = math.floor(due * share * times_planned(p.plan.selling[kind], mix) + u[0])
            worth = quality
            if p.plan.about_product[kind] == 1:
                g.today.product_posts += made
                worth *= p.plan.news
            posts += made
            g.information += made * p.plan.information[kind] * worth
            g.deal += made * p.plan.deal[kind]
            g.load += made * p.plan.load[kind]
            g.spark += made * p.plan.spark[kind] * worth
            g.coupons += made * p.plan.coupon[kind]
    g.today.posts = posts
    g.posted = float(posts)
    # each kind of members gets its own; coupons are shared out where they are seen (buy)
    if p.plan.segments > 1:
        part = 1.0 / p.plan.segments
        g.posted *= part
        g.information *= part
        g.deal *= part
        g.load *= part
        g.spark *= part


@rule
def start_day_beside(g: Any, o: Any, p: Any, share: float, quality: float) -> None:
    """Today's moments and direct messages: the operator's own, the same for all groups, also for those closed since.

    So the trial of more or less selling by groups does not reach them; they follow what the KPI has taught so far.
    """
    clear_beside(g)
    for e in range(p.plan.entries):
        due = p.plan.due[e]
        if due > 0 and p.plan.via[e] > 0:
            u = chance.uniforms(p.key, chance.POST_MADE, p.day, o.slot, e)
            kind = p.plan.kind[e]
            made = math.floor(due * share * times_planned(p.plan.selling[kind], o.mix) + u[0])
            worth = quality
            if p.plan.about_product[kind] == 1:
                worth *= p.plan.news
                if g.today.open == 1:
                    g.today.product_posts += made
            post_beside(g, p.plan.via[e], kind, made, worth, p)


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
        remember_speaking(m, x, p)
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
    g.volume = g.posted + g.koc_posts + g.yesterday + spam
    g.noise = min(1.0, p.moderation.noise_base * unmoderated)
    g.spark += g.koc_posts * p.leaders.spark
    g.information += g.koc_posts * p.leaders.information
    if p.death == 0:
        g.today.freshness = freshness(g.topics, p.topics.half)
    else:
        g.today.freshness = 1.0
    g.heard = 0
    g.round_messages = 0
    # counted anew in the evening
    g.queue = 0
    g.ripe = 0
    g.awaiting = 0
