"""The page "debate"."""

from __future__ import annotations

import streamlit as st

from ..session import Session


def show(at: Session) -> None:
    """Draw the page."""
    st.info(at.say("shell.not_yet"))
