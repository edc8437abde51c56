"""Phase 8, refer: organic and paid invitations along contacts; fakes through loopholes."""

from __future__ import annotations

from typing import Any

from .. import chance
from ..compiled import rule
from ..rules import organic_invitation, paid_invitation


@rule
def invite(m: Any, x: Any, g: Any, p: Any) -> None:
    """Propose at most one invitation on a visit; whom, is settled next morning among the contacts one has.

    The proposal is the member's own; what it meets (a contact already in, gone or unwilling) is settled for all
    members together, in an order drawn by key. Planted KOCs do not invite.
    """
    m.invite_to = 0
    if m.opened == 0 or m.planted == 1:
        return
    organic = organic_invitation(m.trust, m.satisfaction, p.referral)
    paid = 0.0
    rewarded = p.plan.campaign
    if p.plan.good_order_only == 1 and (x.good_order < 0 or p.day - x.good_order > 7):
        rewarded = 0
    if rewarded == 1:
        paid = paid_invitation(p.plan.inviter_pull, m.deal, m.trust, p.referral) * p.plan.ease
    if organic + paid <= 0.0:
        return
    u = chance.uniforms(p.key, chance.INVITE, p.day - m.joined, m.slot, 0)
    if u[0] < organic + paid:
        m.invite_to = 1
        # where there is a reward to be had it is taken, whatever the reason to invite
        x.invite_paid = rewarded
        g.today.paid_invitations += rewarded
        x.invites_sent += 1
        g.today.invitations += 1
        g.proposals += 1
    if rewarded == 1 and p.plan.loophole > 0.0:
        # fakes are for those whose deal proneness outweighs their trust
        greed = max(0.0, m.deal - m.trust)
        fakes = chance.poisson(u[3], p.referral.fake_rate * p.plan.loophole * p.plan.inviter_pull * greed)
        g.today.fakes += fakes
        g.today.rewards += fakes
