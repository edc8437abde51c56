"""The page Streamlit runs: title, language and pages above, the page looked at below."""

from __future__ import annotations

import logging
import os
from importlib import import_module
from typing import cast

import streamlit as st
from streamlit.runtime.scriptrunner import get_script_run_ctx

from simulation.report.numbers import LANGUAGES, Lang
from simulation.workshop.compute import laboratory
from simulation.workshop.pages.show import plain_lines
from simulation.workshop.room import may_lead
from simulation.workshop.session import Session, visitor_of
from simulation.workshop.state import TABS, BadLink, State, Tab, default_base, from_query
from simulation.workshop.style import css
from simulation.workshop.texts import say

LOG = logging.getLogger(__name__)


def main() -> None:
    """Draw the page for one session."""
    context = get_script_run_ctx()
    id_ = context.session_id if context else "alone"
    at = Session(
        id=id_,
        memory=st.session_state.setdefault("grouplife", {}),
        widgets=cast("dict[object, object]", st.session_state),
        lab=laboratory(),
        rerun=st.rerun,
        url=(st.context.url or "").partition("?")[0],
        visitor=visitor_of(str(st.context.cookies.get("_streamlit_xsrf", "")), id_),
    )
    if may_lead(st.query_params.get("lead", "")):
        at.memory["leads"] = True  # and the token leaves the address, which the room may see on the wall
    elif st.query_params.get("lead"):
        at.memory["lead_refused"] = True
    trouble = _find_state(at)
    failed = _hear(at)
    st.set_page_config(page_title=at.say("shell.title"), page_icon="◉", layout="wide")
    st.html(css(at.lang))
    _top(at)
    if failed:
        st.error(at.say("messages.control_failed"))
    if at.memory.get("lead_refused") and not at.leads:
        st.warning(at.say("messages.lead_wrong"))
    if trouble:
        st.warning(plain_lines(trouble))  # it quotes the link, which anybody may have written
    query = at.state.query()
    if query != st.query_params.to_dict():
        at.memory["addresses"] = [*at.memory["addresses"][-20:], query]
        st.query_params.from_dict(query)
    # only the page looked at is imported and drawn: the others cost nothing
    import_module(f"simulation.workshop.pages.{at.state.tab}").show(at)


def _hear(at: Session) -> bool:
    """Carry out what the controls say; whether that failed. The page is drawn all the same, with all its controls."""
    try:
        at.hear()
    except Exception:  # a fault of ours: whoever serves reads it, the visitor goes on
        LOG.exception("control")
        at.renew(at.state)
        return True
    return False


def _find_state(at: Session) -> str:
    """Take over the state of the address where it is one we did not write; returns what is wrong with it."""
    given = {name: value for name, value in st.query_params.to_dict().items() if name != "lead"}
    if "state" in at.memory and given in at.memory["addresses"]:
        return ""  # also an older one: a lever moved before the browser had the newer address
    start = os.environ.get("GROUPLIFE_WORKSHOP_LANG", "en")
    lang: Lang = "zh" if start == "zh" else "en"
    at.memory["addresses"] = [given]
    try:
        at.renew(from_query(given, lang))
    except BadLink as wrong:
        asked = given.get("lang", lang)
        at.renew(State(lang=cast("Lang", asked) if asked in LANGUAGES else lang, base=default_base()))
        return str(wrong)
    return ""


def _top(at: Session) -> None:
    with st.container(horizontal=True, vertical_alignment="center", key="top"):
        st.html(f'<div class="gl-title">{at.say("shell.title")}</div>', width="content")
        tab = st.segmented_control(
            at.say("shell.tab"),
            TABS,
            default=at.state.tab,
            required=True,
            format_func=lambda tab: at.say(f"shell.{tab}"),
            key=at.key("tab"),
            label_visibility="collapsed",
        )
        lang = st.segmented_control(
            at.say("shell.language"),
            LANGUAGES,
            default=at.lang,
            required=True,
            format_func=lambda lang: say(f"shell.{lang}", at.lang),
            key=at.key("lang"),
            label_visibility="collapsed",
        )
        keys = at.key("tab"), at.key("lang")
        at.shows(keys[0], tab, at.state.tab, _go, *keys)
        at.shows(keys[1], lang, at.lang, _go, *keys)


def _go(at: Session, tab_key: str, lang_key: str) -> None:
    """Another page or language was chosen."""
    tab = cast("Tab", at.widgets.get(tab_key, at.state.tab))
    lang = cast("Lang", at.widgets.get(lang_key, at.lang))
    at.change(at.state.with_(tab=tab, lang=lang))


main()
