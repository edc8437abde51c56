"""The page "challenge": a goal, a budget, a few tries, one submission; what was hidden is shown at the end."""

from __future__ import annotations

import html
from collections.abc import Mapping
from typing import Any

import streamlit as st

from ...errors import UsageError
from ..challenges import (
    Budget,
    Challenge,
    as_state,
    challenges,
    fitting,
    practice_seeds,
    setting,
)
from ..controls import Control, value_of
from ..scoring import text_of
from ..seen import Seen, as_seen, practice_charts
from ..session import Session
from ..state import to_yaml
from ..tournament import Stage, Try, tournament
from . import challenge_end, challenge_lead
from .lever import lever, moved_to
from .poll import again, first
from .show import chart_of, plain, table, trouble_box

FIRST_SECONDS = 1.5
AGAIN_SECONDS = 0.5


def show(at: Session) -> None:
    """Draw the page."""
    stage = tournament().stage()
    challenge, values = _playing(at, stage)
    if at.leads:
        challenge_lead.show(at, challenge, stage)
    with st.container(key="challenge"):
        left, right = st.columns([1, 1.9], gap="medium")
        with left:
            trouble_box(at)
            _task(at, challenge, stage)
            _plan(at, challenge, values)
        with right:
            over = stage.closed or tournament().mine(at.visitor, challenge) is not None
            if over:  # what counts now comes first
                challenge_end.show(at, challenge, stage, values)
            if not over or tournament().tries(at.visitor, challenge):
                _tries(at, challenge, stage, values)
            if not over:
                challenge_end.show(at, challenge, stage, values)
    st.caption(at.say("shell.model"))


def _playing(at: Session, stage: Stage) -> tuple[Challenge, dict[str, Any]]:
    """The challenge the session is at, and the plan it has made: both from the link, as far as they fit."""
    every = challenges()
    kept = at.state.more.get("challenge", {})
    said = kept.get("name", "") if isinstance(kept, dict) else None
    name = stage.challenge or (said if said in every else next(iter(every)))
    challenge = every[name]
    try:
        if said and said not in every:
            raise UsageError(at.say("challenge.setting_unknown"))
        values = fitting(challenge, kept.get("set", {}), at.lang) if said == name else {}
    except UsageError as wrong:
        at.memory["trouble"] = (at.say("challenge.link_wrong"), str(wrong))
        values = {}
        _keep(at, challenge, values)
    return challenge, values


def _keep(at: Session, challenge: Challenge, values: dict[str, Any]) -> None:
    more = {**at.state.more, "challenge": {"name": challenge.name, "set": values}}
    at.change(at.state.with_(more=more))


# ---------------------------------------------------------------------------------------- task and plan


def _task(at: Session, challenge: Challenge, stage: Stage) -> None:
    every = challenges()
    if stage.challenge:
        st.html(f'<div class="gl-title">{html.escape(getattr(challenge.title, at.lang))}</div>')
    else:
        shown = st.selectbox(
            at.say("challenge.choose"),
            list(every),
            index=list(every).index(challenge.name),
            format_func=lambda name: getattr(every[name].title, at.lang),
            key=at.key("challenge"),
        )
        at.shows(at.key("challenge"), shown, challenge.name, _choose, at.key("challenge"))
    st.markdown(plain(getattr(challenge.task, at.lang)))
    goal = at.say(f"challenge.goal_{challenge.goal.better}", title=getattr(challenge.goal.title, at.lang))
    limits = "".join(f"\n- {plain(_limit(at, one))}" for one in challenge.budgets)
    st.markdown(
        f"**{plain(goal)}**\n\n{at.say('challenge.budgets')}{'：' if at.lang == 'zh' else ':'}{limits}"
    )
    st.caption(at.say("challenge.rules"))


def _limit(at: Session, one: Budget) -> str:
    most = one.at_most is not None
    bound = one.at_most if one.at_most is not None else one.at_least or 0.0
    limit = text_of(one, bound, at.lang)
    return at.say(
        f"challenge.at_{'most' if most else 'least'}", title=getattr(one.title, at.lang), limit=limit
    )


def _choose(at: Session, key: str) -> None:
    name = at.widgets.get(key)
    if name in challenges():
        _keep(at, challenges()[name], {})


def _plan(at: Session, challenge: Challenge, values: dict[str, Any]) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        st.html(f'<div class="gl-head">{at.say("challenge.levers")}</div>', width="content")
        st.button(
            at.say("challenge.reset"),
            key="plan_reset",
            on_click=at.press,
            args=(_reset,),
            disabled=not values,
        )
        with st.popover(at.say("challenge.keep"), key="plan_keep"):
            st.caption(at.say("challenge.link"))
            st.code(at.link(), language=None, wrap_lines=True)
            st.download_button(
                at.say("challenge.yaml"),
                to_yaml(as_state(challenge, values, at.state)),
                file_name=f"{challenge.name}.yaml",
                mime="application/yaml",
                on_click="ignore",
                key="plan_yaml",
            )
    scenario = setting(challenge, values)
    posts = [one for one in challenge.controls.values() if one.kind == "posts"]
    others = [one for one in challenge.controls.values() if one.kind != "posts"]
    for place, head, levers in (("plan_posts", "play.posts", posts), ("plan", "play.levers", others)):
        if levers:
            st.html(f'<div class="gl-head">{at.say(head)}</div>')
            with st.container(key=place):
                for one in levers:
                    lever(at, one, value_of(one, scenario), _moved, f"{challenge.name} ")


def _moved(at: Session, one: Control, key: str) -> None:
    """A lever was moved."""
    moved, value = moved_to(at, one, key)
    if not moved:
        return
    challenge, values = _playing(at, tournament().stage())
    found = {**values, one.key: value}
    if value == value_of(one, challenge.start):
        del found[one.key]
    try:
        setting(challenge, found)
    except UsageError as wrong:
        at.memory["trouble"] = (at.say("messages.setting_wrong"), str(wrong))
        at.renew(at.state)  # the control goes back to what holds
        return
    if found != values:
        _keep(at, challenge, found)


def _reset(at: Session) -> None:
    challenge, _ = _playing(at, tournament().stage())
    _keep(at, challenge, {})
    at.renew(at.state)


# ---------------------------------------------------------------------------------------- tries


def _tries(at: Session, challenge: Challenge, stage: Stage, values: dict[str, Any]) -> None:
    made = tournament().tries(at.visitor, challenge)
    over = stage.closed or tournament().mine(at.visitor, challenge) is not None
    left = challenge.practices - len(made)
    same = bool(made) and made[-1].values == values
    with st.container(horizontal=True, vertical_alignment="center"):
        st.button(
            at.say("challenge.practise"),
            key="practise",
            type="primary",
            disabled=over or left <= 0 or same,
            help=at.say("challenge.try_same" if same else "challenge.try_help", worlds=challenge.worlds),
            on_click=at.press,
            args=(_try,),
        )
        told = at.say("challenge.tries_left", left=left, most=challenge.practices)
        st.html(f'<div class="gl-quiet">{told}</div>', width="content")
    if not made:
        st.info(at.say("challenge.no_tries"))
        return
    if made[-1].seen is None:
        _run(at, challenge, made[-1])
    _seen(at, challenge, made)


def _try(at: Session) -> None:
    """The plan as it is now is tried."""
    stage = tournament().stage()
    challenge, values = _playing(at, stage)
    tournament().practise(at.visitor, challenge, values)


def _run(at: Session, challenge: Challenge, last: Try) -> None:
    """Have the last try run; keep of it what an operator sees."""
    try:
        runs = at.lab.ask_runs(
            at.id, [setting(challenge, last.values)], practice_seeds(challenge), "challenge_try", at.lang
        )
    except UsageError as wrong:
        st.error(plain(str(wrong)))
        return
    first(at, runs, challenge.worlds, FIRST_SECONDS)
    there = runs.complete() == challenge.worlds
    answers = runs.answers()[0]
    if there and answers:
        last.seen = as_seen(challenge, answers)
    elif there:
        st.warning(plain(runs.trouble(at.lang)))
    else:
        again(at, _wait, AGAIN_SECONDS, "try_wait", challenge, last.values)


def _wait(at: Session, challenge: Challenge, plan: Mapping[str, Any]) -> None:
    seeds = practice_seeds(challenge)
    runs = at.lab.ask_runs(at.id, [setting(challenge, plan)], seeds, "challenge_try", at.lang)
    st.html(f'<div class="gl-quiet">{at.say("challenge.trying")}</div>')
    if runs.complete() == challenge.worlds:
        st.rerun()


def _seen(at: Session, challenge: Challenge, made: list[Try]) -> None:
    """What an operator sees of the last try, and the numbers of all."""
    known = [(number, one.values, one.seen) for number, one in enumerate(made, 1) if one.seen is not None]
    if not known:
        return
    _, plan, now = known[-1]
    before = known[-2][2] if len(known) > 1 else None
    st.html(f'<div class="gl-head" data-tries="{len(known)}">{at.say("challenge.seen")}</div>')
    with st.container(key="charts_try"):
        for number, one in enumerate(practice_charts(now, before, setting(challenge, plan), at.lang)):
            chart_of(one, f"try{number}")
    st.caption(at.say("challenge.means", worlds=challenge.worlds))
    names = ("try", "orders", "joins", "leaves", "members", "talk", "dead")
    titles = [at.say(f"challenge.col_{name}") for name in names]
    budgets = [getattr(one.title, at.lang) for one in challenge.budgets]
    prize = [] if challenge.goal.hidden else [getattr(challenge.goal.title, at.lang)]
    table([*titles, *budgets, *prize], [_line(at, challenge, number, seen) for number, _, seen in known])


def _line(at: Session, challenge: Challenge, number: int, seen: Seen) -> list[str]:
    cells = [str(number), f"{seen.orders:,.0f}", f"{seen.joins:,.0f}", f"{seen.leaves:,.0f}"]
    cells += [f"{seen.members:,.0f}", f"{seen.messages:.1f}", f"{seen.dead:.1f}"]
    for one, used in zip(challenge.budgets, seen.budgets, strict=True):
        text = "–" if used is None else text_of(one, used, at.lang)
        broken = used is not None and one.condition.missed(used) > 0
        cells.append(at.say("challenge.broken", value=text) if broken else text)
    if not challenge.goal.hidden:
        cells.append("–" if seen.goal is None else text_of(challenge.goal, seen.goal, at.lang))
    return cells
