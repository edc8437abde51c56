"""The page "compare": two to four strategies, the same people and luck; who wins when."""

from __future__ import annotations

import html
from typing import Any

import streamlit as st

from ...errors import UsageError
from ...scenario.labels import theme_name
from ..charts import COLOURS
from ..comparing import (
    BY,
    LEAST,
    LETTERS,
    MOST,
    Arm,
    Contest,
    Strategy,
    arms,
    command,
    contest_of,
    files,
    keep,
    of_upload,
)
from ..compute import SEEDS, Runs
from ..contest import Outcome
from ..contest_words import answer, contest_chart, crossing_lines, end_table, when_line
from ..session import Session
from ..state import library_scenario, shelves
from ..uploads import from_upload
from .keep import ENSEMBLE, RUNS, report_of
from .poll import again, first
from .show import chart_of, plain, trouble_box

FIRST_RUNS = 2
FIRST_SECONDS = 0.7
AGAIN_SECONDS = 0.5
STEPS = (1, 2, 4, 8, 16, SEEDS)  # runs of each strategy at which the page is drawn
MOST_LINES = 4  # of what the common world changes in one strategy
#: Shelves of the first box that are none of the library's.
MINE, FILE = "\0mine", "\0file"


def show(at: Session) -> None:
    """Draw the page."""
    contest, trouble = contest_of(at.state)
    with st.container(key="compare"):
        left, right = st.columns([1, 2], gap="medium")
        with left:
            if trouble:
                st.warning(plain(trouble))
            _choose(at, contest)
        try:
            found = _arms(at, contest)
        except UsageError as wrong:
            with right:
                st.error(plain(str(wrong)))
            return
        with left:
            _share(at, found)
        with right:
            _measure(at, contest)
            _answer(at, contest, found)


def _arms(at: Session, contest: Contest) -> list[Arm]:
    """What is run, made once for each choice: the page is drawn again as runs come in."""
    kept = at.memory.get("arms")
    if kept is None or kept[:2] != (contest, at.state):
        kept = (contest, at.state, arms(contest, at.state))
        at.memory["arms"] = kept
    found: list[Arm] = kept[2]
    return found


# ---------------------------------------------------------------------------------------- who is compared


def _choose(at: Session, contest: Contest) -> None:
    st.caption(at.say("compare.intro"))
    trouble_box(at)
    for place, one in enumerate(contest.who):
        with st.container(key=f"strategy_{LETTERS[place]}"):
            _strategy(at, contest, place, one)
    with st.container(horizontal=True, vertical_alignment="center", key="who_more"):
        if len(contest.who) < MOST:
            st.button(at.say("compare.add"), key="add_strategy", on_click=at.press, args=(_add,))
        with st.popover(at.say("compare.upload"), key="add_file"):
            st.file_uploader(
                at.say("compare.upload"),
                type=["yaml", "yml"],
                key=at.key("compare_file"),
                label_visibility="collapsed",
            )
            at.drawn(at.key("compare_file"), None, _uploaded, at.key("compare_file"))
    shown = st.toggle(
        at.say("compare.same_world"),
        contest.same,
        key=at.key("same_world"),
        help=at.say("compare.same_world_help"),
    )
    at.shows(at.key("same_world"), shown, contest.same, _world, at.key("same_world"))


def _strategy(at: Session, contest: Contest, place: int, one: Strategy) -> None:
    """The boxes of one strategy: where it is from, and which."""
    letter = LETTERS[place]
    said = html.escape(at.say("compare.strategy", letter=letter))
    found = shelves()
    top = [MINE, *([FILE] if one.file else []), *found]
    theme = MINE if one.mine else FILE if one.file else library_scenario(one.base).theme
    key = at.key(f"from {place}")
    with st.container(horizontal=True, vertical_alignment="center"):
        st.html(
            f'<span class="gl-letter" style="background:{COLOURS[place]}" title="{said}">{letter}</span>',
            width=24,
        )
        shown = st.selectbox(
            at.say("compare.source"),
            top,
            index=top.index(theme),
            format_func=lambda name: _shelf(at, name),
            key=key,
            width=128,
            label_visibility="collapsed",
        )
        at.shows(key, shown, theme, _from, place, key)
        if theme not in (MINE, FILE):
            names, key = found[theme], at.key(f"strategy {place} {theme}")
            shown = st.selectbox(
                at.say("play.scenario"),
                names,
                index=names.index(one.base),
                format_func=lambda name: getattr(library_scenario(name).title, at.lang),
                key=key,
                label_visibility="collapsed",
            )
            at.shows(key, shown, one.base, _which, place, key)
        else:
            base = library_scenario(at.state.base if one.mine else one.base).title
            told = at.say(
                "compare.mine_is" if one.mine else "compare.file_is",
                file=one.file,
                title=getattr(base, at.lang),
            )
            st.html(f'<div class="gl-quiet">{html.escape(told)}</div>', width="stretch")
        if len(contest.who) > LEAST:
            st.button(
                "×",
                key=f"remove_{place}",
                help=at.say("compare.remove", letter=letter),
                on_click=at.press,
                args=(_remove, place),
                type="tertiary",
            )


def _shelf(at: Session, name: str) -> str:
    if name == MINE:
        return at.say("compare.mine")
    return at.say("compare.uploaded") if name == FILE else theme_name(name, at.lang).partition("（")[0]


def _go(at: Session, contest: Contest, *, anew: bool = True) -> None:
    """To another choice; anew: the boxes are made again to show it."""
    try:
        state = keep(at.state, contest)
    except UsageError as wrong:
        at.memory["trouble"] = (at.say("messages.setting_wrong"), str(wrong))
        at.renew(at.state)
        return
    if anew:
        at.renew(state)
    else:
        at.change(state)


# What a control says may be carried out more than once, where a run is cut off: what is as it was is left alone.


def _from(at: Session, place: int, key: str) -> None:
    contest = contest_of(at.state)[0]
    shelf, one = at.widgets.get(key), contest.who[place]
    if shelf == MINE and not one.mine:
        _go(at, contest.with_(place, Strategy(mine=True)))
    elif shelf in (found := shelves()) and (
        one.mine or one.file or library_scenario(one.base).theme != shelf
    ):
        taken = {other.base for other in contest.who}
        free = [name for name in found[shelf] if name not in taken] or found[shelf]
        _go(at, contest.with_(place, Strategy(base=free[0])))


def _which(at: Session, place: int, key: str) -> None:
    contest, name = contest_of(at.state)[0], at.widgets.get(key)
    if name is not None and name != contest.who[place].base:
        _go(at, contest.with_(place, Strategy(base=name)), anew=False)


def _add(at: Session) -> None:
    """The next scenario of the last one's shelf that is not there yet."""
    contest = contest_of(at.state)[0]
    if len(contest.who) >= MOST:
        return
    last = contest.who[-1].base or at.state.base
    taken = {one.base for one in contest.who} | {at.state.base}
    found = shelves()
    near = found[library_scenario(last).theme]
    free = [name for name in (*near, *(n for names in found.values() for n in names)) if name not in taken]
    _go(at, contest.model_copy(update={"who": (*contest.who, Strategy(base=free[0] if free else last))}))


def _remove(at: Session, place: int) -> None:
    contest = contest_of(at.state)[0]
    who = (*contest.who[:place], *contest.who[place + 1 :])
    _go(at, contest.model_copy(update={"who": who}))


def _uploaded(at: Session, key: str) -> None:
    contest = contest_of(at.state)[0]
    given: Any = at.widgets.get(key)
    if given is None:
        return
    try:
        if len(contest.who) >= MOST:
            raise UsageError(at.say("compare.upload_full", most=MOST))
        one = of_upload(given.name, from_upload(given.name, given.getvalue(), at.state))
    except UsageError as wrong:
        at.memory["trouble"] = (at.say("messages.upload_wrong", name=given.name), str(wrong))
        at.renew(at.state)
        return
    _go(at, contest.model_copy(update={"who": (*contest.who, one)}))


def _world(at: Session, key: str) -> None:
    contest = contest_of(at.state)[0]
    same = bool(at.widgets.get(key, contest.same))
    if same != contest.same:
        _go(at, contest.model_copy(update={"same": same}), anew=False)


def _share(at: Session, found: list[Arm]) -> None:
    """Link, files, report."""
    with st.popover(at.say("play.share"), key="share"):
        st.caption(at.say("compare.link"))
        st.code(at.link(), language=None, wrap_lines=True)
        for letter, (name, text) in zip(LETTERS, files(found), strict=False):
            st.download_button(
                at.say("compare.yaml", letter=letter),
                text,
                file_name=name,
                mime="application/yaml",
                on_click="ignore",
                key=f"yaml_{letter}",
            )
        seconds = 10 * len(found)
        told = at.say("compare.report_help", runs=RUNS, ensemble=ENSEMBLE, seconds=seconds)
        report_of(at, tuple(arm.scenario for arm in found), told)


# ---------------------------------------------------------------------------------------- who wins when


def _measure(at: Session, contest: Contest) -> None:
    key = at.key("by")
    shown = st.segmented_control(
        at.say("compare.measure"),
        BY,
        default=contest.by,
        required=True,
        format_func=lambda by: at.say(f"compare.{by}"),
        key=key,
        label_visibility="collapsed",
    )
    at.shows(key, shown, contest.by, _by, key)


def _by(at: Session, key: str) -> None:
    contest, by = contest_of(at.state)[0], at.widgets.get(key)
    if by in BY and by != contest.by:
        _go(at, contest.model_copy(update={"by": by}), anew=False)


def _answer(at: Session, contest: Contest, found: list[Arm]) -> None:
    try:
        runs = _ask(at, found)
    except UsageError as wrong:
        st.error(plain(str(wrong)))
        return
    first(at, runs, FIRST_RUNS, FIRST_SECONDS)
    progress = _progress(runs)
    count = progress[0]
    outcome = Outcome(found, [one[:count] for one in _paired(runs)], contest.by)
    st.markdown(f"**{plain(answer(outcome, at.lang))}**" if count else at.say("play.computing"))
    again(at, _watch, None if runs.done else AGAIN_SECONDS, "compare_watch", found, progress)
    if trouble := runs.trouble(at.lang):
        st.warning(plain(trouble))
    chart_of(contest_chart(outcome, at.lang), "compare")
    with st.container(key="when"):
        if told := when_line(outcome, at.lang):
            st.markdown(plain(told))
        if lines := crossing_lines(outcome, at.lang):
            st.markdown("\n".join(f"- {plain(line)}" for line in lines))
    st.html(f'<div class="gl-head">{at.say("compare.table")}</div>{end_table(outcome, at.lang)}')
    _notes(at, contest, found)


def _notes(at: Session, contest: Contest, found: list[Arm]) -> None:
    between = {"en": "; ", "zh": "；"}[at.lang]
    for letter, arm in zip(LETTERS, found, strict=False):
        if contest.same and arm.laid:
            rest = at.say("play.and_more", n=len(arm.laid) - MOST_LINES) if len(arm.laid) > MOST_LINES else ""
            lines = between.join(arm.laid[:MOST_LINES]) + rest
            st.caption(plain(at.say("compare.laid", letter=letter, lines=lines)))
    notes = (at.say("compare.strip"), at.say("compare.table_help"), at.say("shell.model"))
    st.caption(" ".join(notes))
    st.caption(at.say("compare.doubt"))
    st.code(command(found, at.state.seed, SEEDS), language=None, wrap_lines=True)


def _paired(runs: Runs) -> list[list[Any]]:
    """Per strategy the runs whose seed every strategy has been run with."""
    every = runs.answers()
    seeds = set.intersection(*({run.seed for run in one} for one in every))
    return [[run for run in one if run.seed in seeds] for one in every]


def _ask(at: Session, found: list[Arm]) -> Runs:
    seeds = range(at.state.seed, at.state.seed + SEEDS)
    return at.lab.ask_runs(at.id, [arm.scenario for arm in found], seeds, "compare", at.lang)


def _progress(runs: Runs) -> tuple[int, bool]:
    """How many runs are drawn, and whether more will come."""
    there = runs.complete()
    return max((n for n in STEPS if n <= there), default=0), runs.done


def _watch(at: Session, found: list[Arm], drawn: tuple[int, bool]) -> None:
    """How far it is."""
    runs = _ask(at, found)
    told = at.say("play.runs", done=runs.complete(), wanted=len(runs.seeds))
    status = told if drawn[0] else at.say("play.computing")
    st.html(f'<div class="gl-quiet" data-runs="{drawn[0]}">{status}</div>')
    if _progress(runs) != drawn:
        st.rerun()
