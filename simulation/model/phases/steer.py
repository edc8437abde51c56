"""Steering by KPI: half of an operator's groups try more promotion, half less, and the mix follows what did better.

Operators do not know which kinds of posts serve their KPI; they see what WeChat and the till show, and a survey if one
is run. The halves change sides every period, so that lasting differences between groups cancel over two periods; with
one group only, times are compared.
"""

from __future__ import annotations

from typing import Any

from .. import chance
from ..columns import ACTIVITY, FIXED, REPEAT_ORDERS, RETENTION, SALES, SURVEYED
from ..compiled import rule
from ..rules_team import kpi_lead, mix_after, survey_error


@rule
def side_of(o: Any, k: int) -> int:
    """Which side group k tries this period: 1 more promotion, -1 less."""
    return 1 if (k - o.first + o.period) % 2 == 0 else -1


@rule
def steer(o: Any, groups: Any, p: Any) -> None:
    """The evening of an operator measured by a KPI: count; at the end of a period compare, and shift the mix."""
    if o.steered_by != p.operators.kpi:
        o.steered_by = p.operators.kpi
        o.period = 0
        start_period(o)
    for k in range(o.first, o.first + o.count):
        t = groups[k].today
        if side_of(o, k) == 1:
            o.kpi_more += counted(t, p)
            o.seen_more += t.present
        else:
            o.kpi_less += counted(t, p)
            o.seen_less += t.present
    o.since += 1
    if o.since >= p.operators.steer_every:
        lead = compare(o, groups, p)
        if o.period > 0:
            o.mix = mix_after(o.mix, 0.5 * (lead + o.lead_before), p.operators.pressure, p.steering)
        o.lead_before = lead
        o.period += 1
        start_period(o)


@rule
def start_period(o: Any) -> None:
    """Nothing counted yet."""
    o.since = 0
    o.kpi_more = 0.0
    o.kpi_less = 0.0
    o.seen_more = 0.0
    o.seen_less = 0.0


@rule
def counted(t: Any, p: Any) -> float:
    """What a group's day adds to the count behind a KPI."""
    if p.operators.kpi == ACTIVITY:
        return float(t.messages)
    if p.operators.kpi == SALES:
        return float(t.revenue)
    if p.operators.kpi == RETENTION:
        return float(t.leaves)
    if p.operators.kpi == REPEAT_ORDERS:
        return float(p.product.price * (t.repeat_sold - p.coupon.depth * t.repeat_sold_coupon) / FIXED)
    return 0.0


@rule
def compare(o: Any, groups: Any, p: Any) -> float:
    """Log ratio of the KPI between the half that tried more promotion and the half that tried less."""
    more, less, least = o.kpi_more, o.kpi_less, 1.0
    if p.operators.kpi == SALES or p.operators.kpi == REPEAT_ORDERS:
        least = p.product.price
    elif p.operators.kpi == RETENTION:
        more = 1.0 - more * o.since / max(1.0, o.seen_more)
        less = 1.0 - less * o.since / max(1.0, o.seen_less)
        least = 0.01
    elif p.operators.kpi == SURVEYED:
        u = chance.uniforms(p.key, chance.SURVEY, p.day, o.slot, 0)
        error_more, error_less = chance.normal_pair(u[0], u[1])
        more = survey(o, groups, 1, error_more, p)
        less = survey(o, groups, -1, error_less, p)
        least = 0.01
    # one group alone is on one side only: what it does now is held against what it did before
    if o.seen_less <= 0.0:
        return kpi_lead(more, 1.0, least)
    if o.seen_more <= 0.0:
        return kpi_lead(1.0, less, least)
    return kpi_lead(more, less, least)


@rule
def survey(o: Any, groups: Any, side: int, error: float, p: Any) -> float:
    """Mean satisfaction of the groups on a side, as a small survey finds it; error: a standard normal."""
    total = 0.0
    present = 0
    for k in range(o.first, o.first + o.count):
        if side_of(o, k) == side:
            t = groups[k].today
            total += t.satisfaction * t.present
            present += t.present
    return total / max(1.0, present) + error * survey_error(p.operators.survey_size, present)
