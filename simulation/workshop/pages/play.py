"""The page "play": move a lever, see the community live or die."""

from __future__ import annotations

import time

import streamlit as st

from ...errors import UsageError
from ...report.words import Difference
from ...scenario.labels import theme_name
from ..answers import changed_lines, charts, differences, sentences
from ..compute import SEEDS, Runs
from ..controls import Control, controls, section_name, sections, value_of, written
from ..session import Session
from ..state import State, library_scenario, shelves
from . import keep
from .lever import lever, moved_to
from .poll import again, first
from .show import chart_of, plain, trouble_box

FIRST_RUNS = 2
FIRST_SECONDS = 0.7  # a page waits so long for its first answer before it shows what there is
AGAIN_SECONDS = 0.5
#: A lever moved again within so long is one move.
ONE_MOVE_SECONDS = 5.0
STEPS = (1, 2, 8, SEEDS)  # runs at which the page is drawn
MOST_LINES = 6  # of what was changed


def show(at: Session) -> None:
    """Draw the page."""
    with st.container(key="play"):
        left, right = st.columns([1, 2.3], gap="medium")
        with left:
            _choose(at)
            _levers(at)
        with right:
            _answer(at)


# ---------------------------------------------------------------------------------------- what is set


def _choose(at: Session) -> None:
    found = shelves()
    theme = library_scenario(at.state.base).theme
    with st.container(horizontal=True, key="choose"):
        shown = st.selectbox(
            at.say("play.theme"),
            list(found),
            index=list(found).index(theme),
            format_func=lambda name: theme_name(name, at.lang).partition("（")[0],
            key=at.key("theme"),
            width=140,
        )
        at.shows(at.key("theme"), shown, theme, _theme, at.key("theme"))
        names = found[theme]
        shown = st.selectbox(
            at.say("play.scenario"),
            names,
            index=names.index(at.state.base),
            format_func=lambda name: getattr(library_scenario(name).title, at.lang),
            key=at.key(f"scenario {theme}"),
        )
        key = at.key(f"scenario {theme}")
        at.shows(key, shown, at.state.base, _scenario, key)
    question = library_scenario(at.state.base).question
    if question is not None:
        st.caption(plain(getattr(question, at.lang)))


# What a control says may be carried out more than once, where a run is cut off: what is as it was is left alone.


def _theme(at: Session, key: str) -> None:
    theme = at.widgets.get(key)
    found = shelves()
    if theme in found and theme != library_scenario(at.state.base).theme:
        _go(at, at.state.with_(base=found[theme][0], changes={}))


def _scenario(at: Session, key: str) -> None:
    name = at.widgets.get(key)
    if name is not None and name != at.state.base:
        _go(at, at.state.with_(base=name, changes={}))


def _go(at: Session, state: State) -> None:
    """To a setting that did not come from a lever."""
    _remember(at)
    at.renew(state)


def _remember(at: Session, moved: str = "") -> None:
    """What is set becomes what was before, unless something else is held as that.

    moved: the lever. One that is moved on within moments is still being moved: before is where it started.
    """
    last, when = at.memory.get("moving", ("", 0.0))
    now = time.monotonic()
    at.memory["moving"] = (moved, now)
    still = moved and moved == last and now - when < ONE_MOVE_SECONDS
    if not at.memory.get("held") and not still:
        at.memory["before"] = at.state


def _levers(at: Session) -> None:
    every = _controls(at)
    with st.container(horizontal=True, vertical_alignment="center"):
        st.button(
            at.say("play.reset"),
            key="reset",
            help=at.say("play.reset_help"),
            on_click=at.press,
            args=(_reset,),
        )
        held = bool(at.memory.get("held"))
        st.button(
            at.say("play.unpin" if held else "play.pin"),
            key="pin",
            help=at.say("play.pin_help"),
            on_click=at.press,
            args=(_hold,),
            type="primary" if held else "secondary",
        )
        with st.popover(at.say("play.share"), key="share"):
            keep.show(at)
    trouble_box(at)
    st.html(f'<div class="gl-head">{at.say("play.posts")}</div>')
    with st.container(key="posts"):
        for one in every:
            if one.kind == "posts":
                lever(at, one, value_of(one, at.state.scenario()), _moved)
    st.html(f'<div class="gl-head">{at.say("play.levers")}</div>')
    with st.container(key="main"):
        for one in every:
            if one.group == "main" and one.kind != "posts":
                lever(at, one, value_of(one, at.state.scenario()), _moved)
    more = st.expander(at.say("play.more"), key="more", on_change="rerun")
    if more.open:  # some 150 levers: only those of one section are drawn
        with more:
            section = st.selectbox(
                at.say("play.section"),
                sections(every),
                format_func=lambda name: section_name(name, at.lang),
                key="section",
            )
            for one in every:
                if one.group == "more" and one.section == section:
                    lever(at, one, value_of(one, at.state.scenario()), _moved)


def _controls(at: Session) -> list[Control]:
    """The levers, as they were when the controls were made: a range must not move under a finger."""
    kept = at.memory.get("controls")
    if kept is None or kept[0] != at.generation:
        kept = (at.generation, controls(at.state.scenario()))
        at.memory["controls"] = kept
    found: list[Control] = kept[1]
    return found


def _moved(at: Session, one: Control, key: str) -> None:
    """A lever was moved."""
    moved, value = moved_to(at, one, key)
    if not moved:
        return
    try:
        state = at.state.set(written(one, at.state.scenario(), value))
        state.query()
    except UsageError as wrong:
        at.memory["trouble"] = (at.say("messages.setting_wrong"), str(wrong))
        at.renew(at.state)  # the control goes back to what holds
        return
    if state != at.state:
        _remember(at, one.key)
        at.change(state)


def _reset(at: Session) -> None:
    _go(at, at.state.with_(changes={}))


def _hold(at: Session) -> None:
    at.memory["held"] = not at.memory.get("held")
    if at.memory["held"]:
        at.memory["before"] = at.state


# ---------------------------------------------------------------------------------------- the answer


def _answer(at: Session) -> None:
    """Ask, wait a moment, draw what is known; a small watch beside it draws the page again as more is."""
    try:
        runs = _ask(at)
    except UsageError as wrong:
        st.error(plain(str(wrong)))
        return
    first(at, runs, FIRST_RUNS, FIRST_SECONDS)
    progress = _progress(runs)
    with st.container(key="told"):
        again(at, _watch, None if runs.done else AGAIN_SECONDS, "watch", progress)
        _changes(at, runs)
    _draw(at, runs, progress[0])


def _progress(runs: Runs) -> tuple[int, bool]:
    """How many runs are drawn, a curve being drawn anew when it says more; and whether more will come."""
    there = runs.complete()
    return max((n for n in STEPS if n <= there), default=0), runs.done


def _watch(at: Session, drawn: tuple[int, bool]) -> None:
    """How far it is: cheap, for every visitor's page asks twice a second."""
    runs = _ask(at)
    told = at.say("play.runs", done=runs.complete(), wanted=len(runs.seeds))
    status = told if drawn[0] else at.say("play.computing")
    st.html(f'<div class="gl-quiet" data-runs="{drawn[0]}">{status}</div>')
    if _progress(runs) != drawn:
        st.rerun()


def _ask(at: Session) -> Runs:
    scenarios = [at.state.scenario()]
    before: State | None = at.memory.get("before")
    if before is not None:
        scenarios.append(before.scenario())
    seeds = range(at.state.seed, at.state.seed + SEEDS)
    return at.lab.ask_runs(at.id, scenarios, seeds, "play", at.lang)


def _changes(at: Session, runs: Runs) -> None:
    """What was changed, in words, and what went wrong."""
    before: State | None = at.memory.get("before")
    scenario = at.state.scenario()
    earlier = before.scenario() if before is not None else scenario
    lines = changed_lines(earlier, scenario, at.lang)
    rest = at.say("play.and_more", n=len(lines) - MOST_LINES) if len(lines) > MOST_LINES else ""
    said = f"**{at.say('play.changed')}** {plain('; '.join(lines[:MOST_LINES]) + rest)}"
    st.markdown(said if lines else at.say("play.start"))
    if trouble := runs.trouble(at.lang):
        st.warning(plain(trouble))


def _draw(at: Session, runs: Runs, count: int) -> None:
    """What so many runs say."""
    before: State | None = at.memory.get("before")
    scenario = at.state.scenario()
    earlier = before.scenario() if before is not None else scenario
    now, *others = runs.answers()
    now = now[:count]
    ghost = others[0] if earlier != scenario else []  # known already, so it stands while the new line comes
    with st.container(key="charts"):
        for number, one in enumerate(charts(now, ghost, scenario, at.lang)):
            chart_of(one, f"play{number}")
        _words(at, differences(now, ghost))
    notes = (at.say("charts.band"), at.say("play.only_luck"), at.say("shell.model"))
    with st.container(key="notes"):
        st.caption(" ".join(notes))


def _words(at: Session, found: list[Difference]) -> None:
    """Beyond luck or not, as the last of the charts' places."""
    clear, unclear = sentences(found, at.lang)
    with st.container(key="words"):
        if clear:
            lines = "\n".join(f"- {plain(text)}" for text in clear)
            st.markdown(f"**{at.say('play.beyond')}**\n\n{lines}")
        if unclear:
            between = {"en": "; ", "zh": "；"}[at.lang]
            st.caption(f"{at.say('play.within')}: {plain(between.join(unclear))}")
