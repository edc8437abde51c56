"""What only the facilitator sees of a challenge: choose, close, reveal, start over."""

from __future__ import annotations

import streamlit as st

from ..challenges import Challenge, challenges
from ..session import Session
from ..tournament import Stage, tournament


def show(at: Session, challenge: Challenge, stage: Stage) -> None:
    """Draw the facilitator's box."""
    every = challenges()
    with st.container(border=True, key="lead"):
        with st.container(horizontal=True, vertical_alignment="bottom"):
            options = ["", *every]
            shown = st.selectbox(
                at.say("challenge.lead_choose"),
                options,
                index=options.index(stage.challenge),
                format_func=lambda name: (
                    getattr(every[name].title, at.lang) if name else at.say("challenge.lead_free")
                ),
                key=at.key("lead_choose"),
                width=260,
            )
            # not `shows`: what another facilitator chose since is not taken back
            at.drawn(at.key("lead_choose"), shown, _choose, at.key("lead_choose"))
            st.button(
                at.say("challenge.lead_open" if stage.closed else "challenge.lead_close"),
                key="lead_close",
                disabled=stage.revealed,
                on_click=at.press,
                args=(_close, not stage.closed),
            )
            st.button(
                at.say("challenge.lead_reveal"),
                key="lead_reveal",
                disabled=stage.revealed,
                help=at.say("challenge.lead_reveal_help"),
                on_click=at.press,
                args=(_reveal,),
            )
            with st.popover(at.say("challenge.lead_reset"), key="lead_reset"):
                st.button(at.say("challenge.lead_round"), key="lead_round", on_click=at.press, args=(_renew,))
                st.button(
                    at.say("challenge.lead_forget"), key="lead_forget", on_click=at.press, args=(_forget,)
                )
        told = [
            f"**{at.say('challenge.lead')}**",
            at.say("challenge.lead_state", number=stage.number, count=len(tournament().entries(challenge))),
        ]
        if stage.closed:
            told.append(at.say("challenge.lead_revealed" if stage.revealed else "challenge.lead_closed"))
        st.caption(" ".join([*told, at.say("challenge.lead_help")]))


# Each asks again whether this is the facilitator: a control is only a control.


def _choose(at: Session, key: str) -> None:
    name = str(at.widgets.get(key, ""))
    if at.leads and (not name or name in challenges()):
        tournament().choose(name)


def _close(at: Session, closed: bool) -> None:
    if at.leads:
        tournament().close(closed)


def _reveal(at: Session) -> None:
    if at.leads:
        tournament().reveal()


def _renew(at: Session) -> None:
    if at.leads:
        tournament().renew()


def _forget(at: Session) -> None:
    if at.leads:
        tournament().forget()
        at.renew(at.state)
