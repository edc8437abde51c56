"""Submitting, the leaderboard, and what was hidden until then."""

from __future__ import annotations

from typing import Any

import streamlit as st

from ...errors import UsageError
from ...report.numbers import value_text
from ..answers import changed_lines, charts
from ..challenges import Challenge, as_state, setting
from ..room import MAX_NAME
from ..scoring import START, board
from ..seen import Hidden, hidden_sentences
from ..session import Session
from ..state import State, to_yaml
from ..tournament import Entry, Stage, tournament
from .poll import again, first
from .show import chart_of, plain, table

AGAIN_SECONDS = 2.0
FIRST_SECONDS = 1.0


def show(at: Session, challenge: Challenge, stage: Stage, values: dict[str, Any]) -> None:
    """What stands below the tries."""
    mine = tournament().mine(at.visitor, challenge)
    _submit(at, challenge, stage, values, mine)
    drawn = _where(at, challenge)
    again(at, _board, AGAIN_SECONDS, "board", challenge, drawn)
    scores = tournament().scores(challenge)
    if stage.revealed:
        _all(at, challenge, stage, mine)
    elif mine is not None and mine.id in scores and not stage.challenge:  # a room waits for its facilitator
        _hidden(at, challenge, stage, mine)


Where = tuple[Stage, str, bool, int]


def _where(at: Session, challenge: Challenge) -> Where:
    """What the page around the board depends on; the facilitator's box also counts the submissions."""
    mine = tournament().mine(at.visitor, challenge)
    scored = mine is not None and mine.id in tournament().scores(challenge)
    count = len(tournament().entries(challenge)) if at.leads else 0
    return tournament().stage(), mine.id if mine else "", scored, count


# ---------------------------------------------------------------------------------------- submitting


def _submit(
    at: Session, challenge: Challenge, stage: Stage, values: dict[str, Any], mine: Entry | None
) -> None:
    st.html(f'<div class="gl-head">{at.say("challenge.submit_head")}</div>')
    refused = at.memory.pop("refused", None)
    if refused:
        st.error(plain(f"{at.say('challenge.refused')} {refused}"))
    if mine is not None:
        with st.container(horizontal=True, vertical_alignment="center"):
            st.success(plain(at.say("challenge.submitted", team=mine.team)))
            _yaml(at, challenge, mine, "mine_yaml")
        return
    if stage.closed:
        st.info(at.say("challenge.closed"))
        return
    with st.form("submit_form", border=False, enter_to_submit=False):
        with st.container(horizontal=True, vertical_alignment="bottom"):
            st.text_input(at.say("challenge.team"), max_chars=MAX_NAME, key="team_name", width=240)
            st.form_submit_button(
                at.say("challenge.submit"), on_click=at.press, args=(_hand_in,), key="submit_plan"
            )
        st.caption(at.say("challenge.submit_once"))


def _hand_in(at: Session) -> None:
    from .challenge import _playing

    challenge, values = _playing(at, tournament().stage())
    try:
        tournament().submit(at.visitor, str(at.widgets.get("team_name", "")), challenge, values, at.lang)
    except UsageError as wrong:
        at.memory["refused"] = str(wrong)


def _yaml(at: Session, challenge: Challenge, entry: Entry, key: str) -> None:
    st.download_button(
        at.say("challenge.yaml"),
        to_yaml(as_state(challenge, entry.values, at.state)),
        file_name=f"{challenge.name}_{entry.id}.yaml",
        mime="application/yaml",
        on_click="ignore",
        key=key,
    )


# ---------------------------------------------------------------------------------------- the board


def _board(at: Session, challenge: Challenge, drawn: Where) -> None:
    """The board as it stands; the page is drawn again when the room has moved on."""
    tournament().advance(at.lab, challenge, at.lang)
    if _where(at, challenge) != drawn:
        st.rerun()
    entries = tournament().entries(challenge)
    stage, mine, *_ = drawn
    head = at.say("challenge.board")
    st.html(f'<div class="gl-head">{head} · {at.say("challenge.round", number=stage.number)}</div>')
    if not entries:
        st.caption(at.say("challenge.board_empty"))
        return
    if stage.challenge and not stage.closed:  # what others earned would tell those who still try
        teams = "、" if at.lang == "zh" else ", "
        st.caption(plain(at.say("challenge.handed_in", teams=teams.join(one.team for one in entries))))
        return
    rows = board(challenge, [(one.id, one.team) for one in entries], tournament().scores(challenge), at.lang)
    lines = []
    for row in rows:
        place = str(row.place) if row.place else ""
        if row.shared:
            place = at.say("challenge.shared", place=row.place)
        team = at.say("challenge.you", team=row.team) if row.id == mine else row.team
        lines.append([place, team, row.value, row.spread, row.note])
    titles = [at.say(f"challenge.col_{name}") for name in ("place", "team", "spread", "note")]
    titles.insert(2, getattr(challenge.goal.title, at.lang))
    table(titles, lines, [f"gl-{row.state}{' gl-mine' if row.id == mine else ''}" for row in rows])
    st.caption(at.say("challenge.board_note", seeds=len(stage.seeds)))


# ---------------------------------------------------------------------------------------- the hidden side


def _all(at: Session, challenge: Challenge, stage: Stage, mine: Entry | None) -> None:
    """After the reveal: every team's hidden side, and any one of them closely."""
    entries = tournament().entries(challenge)
    scores = tournament().scores(challenge)
    known = [one for one in entries if one.id in scores]
    if not known:
        return
    st.html(f'<div class="gl-head">{_really(at, at.say("challenge.all_teams"))}</div>')
    rows = [[one.team, *_cells(at, scores[one.id].hidden)] for one in known]
    if START in scores:
        rows.append([at.say("challenge.as_handed"), *_cells(at, scores[START].hidden)])
    names = ("team", "incremental", "profit", "all_orders", "anyway", "trust", "fatigue", "muted", "opened")
    table([at.say(f"challenge.col_{name}") for name in names], rows)
    first, last = stage.seeds[0], stage.seeds[-1]
    st.caption(at.say("challenge.seeds", first=first, last=last, n=len(stage.seeds)))
    ids = [one.id for one in known]
    start = ids.index(mine.id) if mine is not None and mine.id in ids else 0
    chosen = st.selectbox(
        at.say("challenge.whose"),
        ids,
        index=start,
        format_func=lambda id_: next((one.team for one in known if one.id == id_), ""),
        key=at.key(f"whose:{stage.number}:{challenge.name}"),
        width=300,
    )
    _hidden(at, challenge, stage, next(one for one in known if one.id == chosen))


def _play_on(at: Session, state: State) -> None:
    at.renew(state)


def _really(at: Session, whose: str) -> str:
    return at.say("challenge.really_of", title=at.say("challenge.really"), whose=whose)


def _cells(at: Session, hidden: Hidden) -> list[str]:
    def money(value: float) -> str:
        return value_text(value, "money", "", at.lang)

    def share(value: float) -> str:
        return value_text(value, "percent", "%", at.lang)

    def feeling(value: float) -> str:
        return "–" if value != value else f"{value:.2f}"

    return [
        money(hidden.incremental),
        money(hidden.profit),
        value_text(hidden.orders, "days", "", at.lang),
        value_text(hidden.anyway, "days", "", at.lang),
        feeling(hidden.trust),
        feeling(hidden.fatigue),
        share(hidden.muted),
        share(hidden.opened),
    ]


def _hidden(at: Session, challenge: Challenge, stage: Stage, entry: Entry) -> None:
    """What really was with one team's plan."""
    scenario = setting(challenge, entry.values)
    st.markdown(f"**{plain(_really(at, entry.team))}**")
    lines = changed_lines(challenge.start, scenario, at.lang)
    between = {"en": "; ", "zh": "；"}[at.lang]
    told = between.join(lines) if lines else at.say("challenge.nothing_set")
    st.markdown(f"{at.say('challenge.what_set')}{'：' if at.lang == 'zh' else ':'} {plain(told)}")
    score = tournament().scores(challenge).get(entry.id)
    if score is not None:
        found = hidden_sentences(score.hidden, challenge.days, at.lang)
        st.markdown("\n".join(f"- {plain(text)}" for text in found))
    runs = at.lab.ask_runs(at.id, [scenario, challenge.start], stage.seeds, "challenge_hidden", at.lang)
    first(at, runs, len(stage.seeds), FIRST_SECONDS)
    count = runs.complete()
    if count < len(stage.seeds) and not runs.done:
        again(at, _wait, 1.0, "hidden_wait", challenge, stage, entry)
        return
    now, handed = runs.answers()
    with st.container(key="charts_hidden"):
        for number, one in enumerate(
            charts(
                now,
                handed if scenario != challenge.start else [],
                scenario,
                at.lang,
                of=scenario.groups.count,  # as in the tries, and as the limits have it
            )
        ):
            chart_of(one, f"hidden{number}")
    st.caption(f"{at.say('challenge.grey')} {at.say('charts.band')}")
    with st.container(horizontal=True):
        state = as_state(challenge, entry.values, at.state)
        st.button(at.say("challenge.play_on"), key="play_on", on_click=at.press, args=(_play_on, state))
        _yaml(at, challenge, entry, "hidden_yaml")


def _wait(at: Session, challenge: Challenge, stage: Stage, entry: Entry) -> None:
    scenarios = [setting(challenge, entry.values), challenge.start]
    runs = at.lab.ask_runs(at.id, scenarios, stage.seeds, "challenge_hidden", at.lang)
    st.html(f'<div class="gl-quiet">{at.say("challenge.trying")}</div>')
    if runs.done:
        st.rerun()
