"""The page "debate": vote on a claim of the trade, then run the experiment that could refute it."""

from __future__ import annotations

import html

import streamlit as st

from ...errors import UsageError
from ...evidence.claims.outcome import Outcome
from ...evidence.claims.schema import Claim
from ...evidence.claims.shapes import Level
from ...report.ledger.titles import knockout_words, measure_words
from ...report.ledger.words import KIND_MEANS, REASONS, THEME_NAMES, said, verdict_text
from ..ballot import CHOICES, Ballot
from ..claim_charts import effect_chart, filling_chart
from ..claim_words import cost, full_lines, knockout_cost, level_rows
from ..compute import Question, failure_text
from ..debating import (
    KNOWN,
    STEPS,
    Experiment,
    claims,
    command,
    done,
    experiment,
    full_verdict,
    outcome,
    shelves,
    step,
)
from ..lanes import Failure
from ..room import rooms
from ..session import Session
from .poll import again, first
from .show import chart_of, plain, trouble_box

FIRST_SECONDS = 0.7
AGAIN_SECONDS = 0.7
VOTES_SECONDS = 2.0


def show(at: Session) -> None:
    """Draw the page."""
    every = claims()
    if not every:
        st.info(at.say("debate.none"))
        return
    name = at.state.more.get(KNOWN)
    wrong = name is not None and name not in every
    if not isinstance(name, str) or name not in every:
        name = next(iter(next(iter(shelves().values()))))
        if wrong:
            st.warning(plain(at.say("debate.gone_claim", name=repr(str(at.state.more[KNOWN])[:40]))))
    with st.container(key="debate"):
        left, right = st.columns([1, 1.6], gap="medium")
        with left:
            _choose(at, every, name)
            trouble_box(at)
            _claim(at, every[name])
            ballot = Ballot(rooms(), name)
            _vote(at, ballot)
        with right:
            _experiment(at, name, ballot)


# ---------------------------------------------------------------------------------------- the claim


def _choose(at: Session, every: dict[str, Claim], name: str) -> None:
    found = shelves()
    theme = every[name].theme
    with st.container(horizontal=True, key="choose"):
        shown = st.selectbox(
            at.say("play.theme"),
            list(found),
            index=list(found).index(theme),
            format_func=lambda one: said(THEME_NAMES, one, at.lang),
            key=at.key("claim_theme"),
            width=150,
        )
        at.shows(at.key("claim_theme"), shown, theme, _theme, at.key("claim_theme"))
        shown = st.selectbox(
            at.say("debate.claim"),
            found[theme],
            index=found[theme].index(name),
            format_func=lambda one: f"{one} · {getattr(every[one].claim, at.lang)}",
            key=at.key(f"claim {theme}"),
        )
        key = at.key(f"claim {theme}")
        at.shows(key, shown, name, _which, key)


# What a control says may be carried out more than once, where a run is cut off: what is as it was is left alone.


def _theme(at: Session, key: str) -> None:
    theme, found = at.widgets.get(key), shelves()
    if theme in found and at.state.more.get(KNOWN) not in found[theme]:
        at.renew(at.state.with_(more={**at.state.more, KNOWN: found[theme][0]}))


def _which(at: Session, key: str) -> None:
    name = at.widgets.get(key)
    if name is not None and name != at.state.more.get(KNOWN):
        at.change(at.state.with_(more={**at.state.more, KNOWN: name}))


def _claim(at: Session, claim: Claim) -> None:
    text = html.escape(getattr(claim.claim, at.lang))
    said_ = f'<div class="gl-quiet">{at.say("debate.quote")}</div>'
    quote = (
        f'<div class="gl-quote">{said_}<div lang="zh">{html.escape(claim.quote)}</div></div>'
        if claim.quote
        else ""
    )
    st.html(f'<div class="gl-claim">{text}</div>{quote}')
    st.markdown(f"**{at.say('debate.compared')}** {plain(getattr(claim.contrast, at.lang))}")


# ---------------------------------------------------------------------------------------- the vote


def _vote(at: Session, ballot: Ballot) -> None:
    st.html(f'<div class="gl-head">{at.say("debate.vote")}</div>')
    who = at.visitor
    now, free = ballot.vote_of(who), ballot.open_to(who)
    key = at.key(f"vote {ballot.claim} {ballot.round}")
    shown = st.segmented_control(
        at.say("debate.vote"),
        CHOICES,
        default=now,
        format_func=lambda one: at.say(f"debate.{one}"),
        key=key,
        disabled=not free,
        label_visibility="collapsed",
    )
    # not `shows`: another page of this browser may have voted otherwise since, and would be contradicted
    at.drawn(key, shown, _cast, ballot, who, key)
    again(at, _votes, VOTES_SECONDS, "votes", ballot, who, _seen(ballot, who))


def _cast(at: Session, ballot: Ballot, who: str, key: str) -> None:
    choice = at.widgets.get(key)
    if choice in CHOICES:
        ballot.cast(who, choice)


def _seen(ballot: Ballot, who: str) -> tuple[object, ...]:
    """What of the room's votes the rest of the page depends on."""
    return (ballot.round, ballot.revealed, ballot.vote_of(who), ballot.open_to(who))


def _votes(at: Session, ballot: Ballot, who: str, drawn: tuple[object, ...]) -> None:
    """The room's votes, looked at again and again; others come and go."""
    if _seen(ballot, who) != drawn:
        st.rerun()
    voted = at.say("debate.voted", n=ballot.voters)
    if ballot.seen_by(who):
        most = max(1, ballot.voters)
        bars = "".join(
            f'<div class="gl-bar"><span>{at.say(f"debate.{one}")}</span>'
            f'<i style="width:{100 * count / most:.0f}%"></i><b>{count}</b></div>'
            for one, count in ballot.counts.items()
        )
        st.html(
            f'<div class="gl-votes" data-voters="{ballot.voters}">{bars}<div class="gl-quiet">{voted}</div></div>'
        )
    else:
        st.html(
            f'<div class="gl-quiet" data-voters="{ballot.voters}">{voted}<br>{at.say("debate.vote_first")}</div>'
        )
    if ballot.revealed:
        st.caption(at.say("debate.revealed"))
    elif ballot.vote_of(who) is not None:
        st.caption(at.say("debate.changeable" if ballot.open_to(who) else "debate.closed"))
    if at.leads:
        st.caption(at.say("debate.leads"))
        with st.container(horizontal=True):
            if not ballot.revealed:
                st.button(at.say("debate.reveal"), key="reveal", on_click=ballot.reveal)
            st.button(at.say("debate.anew"), key="anew", on_click=ballot.begin_anew)


# ---------------------------------------------------------------------------------------- the experiment


def _experiment(at: Session, name: str, ballot: Ballot) -> None:
    try:
        one = experiment(name, at.state.seed)
    except UsageError as wrong:
        st.error(plain(str(wrong)))
        return
    ran: set[tuple[str, int, str]] = at.memory.setdefault("debated", set())
    number = ballot.round  # begun anew, nobody has run anything
    may = at.leads or ballot.seen_by(at.visitor)
    st.html(f'<div class="gl-head">{at.say("debate.effect")}</div>')
    if (name, number, "base") not in ran:
        st.caption(cost(one, at.lab.workers, at.lang))
        st.button(
            at.say("debate.run"),
            key=f"run {name}",
            type="primary",
            disabled=not may,
            on_click=at.press,
            args=(_run, name, "base", ballot),
            help=None if may else at.say("debate.vote_first"),
        )
        return
    ballot.close_to(at.visitor, number)
    base = at.lab.ask(at.id, one.base_calls, "debate")
    knocked = (name, number, "knockouts") in ran
    more = at.lab.ask(at.id, one.knockout_calls, "knockouts") if knocked and base.done else None
    if not base.done or (more is not None and not more.done):
        first(at, base, len(one.base[0]) * STEPS[0], FIRST_SECONDS)
    progress = _progress(one, base, more)
    open_ = not progress[2]
    again(at, _watch, AGAIN_SECONDS if open_ else None, "debate_watch", one, knocked, progress)
    _trouble(at, base, more)
    if progress[0]:
        _found(at, one, base, more, progress)
        _carries(at, one, name, ballot, knocked, base.done)
        _rest(at, one)


def _run(at: Session, name: str, what: str, ballot: Ballot) -> None:
    at.memory.setdefault("debated", set()).add((name, ballot.round, what))


Progress = tuple[int, int, bool]


def _progress(one: Experiment, base: Question, more: Question | None) -> Progress:
    """Rounds and rounds of knockouts that are drawn, and whether nothing more will come."""
    first = step(done(one, one.base, base.results()), len(one.base))
    if more is None:
        return first, 0, base.done
    second = step(done(one, one.knockouts, {**base.results(), **more.results()}), len(one.knockouts))
    return first, min(first, second), base.done and more.done


def _watch(at: Session, one: Experiment, knocked: bool, drawn: Progress) -> None:
    """How far it is."""
    base = at.lab.ask(at.id, one.base_calls, "debate")
    more = at.lab.ask(at.id, one.knockout_calls, "knockouts") if knocked and base.done else None
    wanted, rounds, found = len(one.base), one.base, base.results()
    if more is not None:
        wanted, rounds, found = len(one.knockouts), one.knockouts, {**found, **more.results()}
    told = at.say("debate.rounds", done=done(one, rounds, found), wanted=wanted)
    text = told if drawn[0] else at.say("debate.waiting")
    st.html(f'<div class="gl-quiet" data-runs="{drawn[0]}" data-knockouts="{drawn[1]}">{text}</div>')
    if _progress(one, base, more) != drawn:
        st.rerun()


def _trouble(at: Session, *questions: Question | None) -> None:
    for question in questions:
        failed = (
            [] if question is None else [r for r in question.results().values() if isinstance(r, Failure)]
        )
        if failed:
            st.warning(plain(at.say("messages.run_failed", why=failure_text(failed[0], at.lang))))
            return


def _found(at: Session, one: Experiment, base: Question, more: Question | None, progress: Progress) -> None:
    """The effect so far, the verdict so far, how the interval closed."""
    results = {**base.results(), **(more.results() if more is not None else {})}
    found = outcome(one, results, progress[0], progress[1])
    _verdict(at, one, found, progress[0])
    chart_of(effect_chart(found, at.lang), "effect")
    if found.knockouts:
        form = one.claim.effect
        of_level = isinstance(form, Level) and form.share_of_level
        st.caption(at.say("debate.gone_help_level" if of_level else "debate.gone_help"))
    history = [
        (n, outcome(one, results, n))
        for n in (*STEPS, len(one.base))
        if n <= progress[0] and n <= len(one.base)
    ]
    with st.container(key="more_of_it", horizontal=True):
        with st.container(width=420):
            chart_of(filling_chart(history, len(one.base), at.lang), "filling")
        with st.container():
            st.html(_levels(at, found))


def _verdict(at: Session, one: Experiment, found: Outcome, rounds: int) -> None:
    if rounds < min(STEPS[2], len(one.base)):
        st.markdown(at.say("debate.too_early"))
        return
    why = said(REASONS, found.reason, at.lang)
    lead = at.say("debate.so_far")
    colon = {"en": ": ", "zh": "："}[at.lang]
    st.markdown(f"**{lead}{colon}{plain(verdict_text(found, at.lang))}** {plain(why)}")


def _levels(at: Session, found: Outcome) -> str:
    """The arms with their levels."""
    measure = html.escape(measure_words(found, at.lang))
    rows = "".join(
        f"<tr><th>{html.escape(title)}</th><td>{html.escape(text)}</td></tr>"
        for title, text in level_rows(found, at.lang)
    )
    head = f"<tr><th>{at.say('debate.arm')}</th><th>{measure}</th></tr>"
    return (
        f'<div class="gl-chart">{at.say("debate.arms")}</div><div class="gl-wide"><table class="gl-table">'
        f"<thead>{head}</thead><tbody>{rows}</tbody></table></div>"
    )


def _carries(at: Session, one: Experiment, name: str, ballot: Ballot, knocked: bool, ready: bool) -> None:
    if not one.knockouts or knocked:
        return
    st.html(f'<div class="gl-head">{at.say("debate.carries")}</div>')
    between = {"en": " ", "zh": ""}[at.lang]
    words = (
        knockout_words(key, None if what.title is None else what.title.model_dump(), at.lang)
        for key, what in one.claim.knockouts.items()
    )
    st.markdown("\n".join(f"- {plain(at.say('debate.if', what=text))}" for text in words))
    st.caption(between.join((at.say("debate.carries_help"), knockout_cost(one, at.lab.workers, at.lang))))
    st.button(
        at.say("debate.knock"),
        key=f"knock {name}",
        disabled=not ready,
        on_click=at.press,
        args=(_run, name, "knockouts", ballot),
    )


def _rest(at: Session, one: Experiment) -> None:
    """The full verdict, where there is one, and what to discuss."""
    claim = one.claim
    st.html(f'<div class="gl-head">{at.say("debate.full")}</div>')
    full = full_verdict(claim.id)
    if full is None:
        st.caption(at.say("debate.full_none"))
        st.code(command(claim.id), language=None)
    else:
        st.markdown(plain(" ".join(full_lines(full, at.lang))))
    st.html(f'<div class="gl-head">{at.say("debate.discuss")}</div>')
    st.markdown(plain(getattr(claim.teaches, at.lang)))
    if claim.note is not None:
        st.caption(plain(getattr(claim.note, at.lang)))
    st.caption(plain(f"{said(KIND_MEANS, claim.kind, at.lang)} {at.say('debate.only_luck')}"))
