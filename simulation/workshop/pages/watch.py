"""The page "watch": one group of one run as a living picture."""

from __future__ import annotations

from typing import Any

import streamlit as st

from ...errors import UsageError
from ...scenario import scenario_hash
from ...scenario.labels import field_name, kind_name
from ..answers import changed_lines
from ..canvas import parts
from ..compute import RUN_SECONDS, check_size, failure_text
from ..fates import sentence
from ..lanes import Call, Failure
from ..recording import Recording, Refusal, recorded
from ..session import Session
from ..state import library_scenario, shelves
from ..stories import story
from ..texts import watch
from .poll import again, first
from .show import plain

FIRST_SECONDS = 3.0  # a page waits so long for the recording before it shows that it is on its way
AGAIN_SECONDS = 0.5
MOST_SEED = 1_000_000_000
MOST_LINES = 3  # of what was changed
HTML, CSS, JS = parts()
PICTURE = st.components.v2.component("grouplife_watch", html=HTML, css=CSS, js=JS)


def show(at: Session) -> None:
    """Draw the page."""
    with st.container(key="watch"):
        found = _ask(at)
        _choose(at, found if isinstance(found, Recording) else None)
        if isinstance(found, Recording):
            _tell(at, found)
            _picture(at, found)
            with st.expander(at.say("watch.how_it_ends"), key=f"ends {found.seed} {found.group}"):
                _end(at, found)
            st.caption(at.say("shell.model"))
        elif isinstance(found, str):
            st.error(plain(found))
        else:
            again(at, _wait, AGAIN_SECONDS, "watch_wait")


# ---------------------------------------------------------------------------------------- what is asked


def _wanted(at: Session) -> tuple[int, int | None]:
    """(seed, group or None for the typical one) as the state has them; what a link may say is checked."""
    kept = at.state.more.get("watch")
    kept = kept if isinstance(kept, dict) else {}
    seed, group = kept.get("seed", at.state.seed), kept.get("group")
    seed = seed if isinstance(seed, int) and 0 <= seed <= MOST_SEED else at.state.seed
    count = at.state.scenario().groups.count
    return seed, group if isinstance(group, int) and 0 <= group < count else None


def _ask(at: Session, seconds: float = FIRST_SECONDS) -> Recording | str | None:
    """The recording, what is wrong, or None where it is on its way."""
    scenario = at.state.scenario()
    seed, group = _wanted(at)
    try:
        check_size(scenario, at.lang)
    except UsageError as wrong:
        return str(wrong)
    key = ("watch", scenario_hash(scenario), seed, group)
    question = at.lab.ask(at.id, [Call(key, recorded, (scenario, seed, group), RUN_SECONDS)], "watch")
    first(at, question, 1, seconds)
    found = question.results().get(key)
    if isinstance(found, Refusal):
        return found.text(at.lang)
    return failure_text(found, at.lang) if isinstance(found, Failure) else found


def _wait(at: Session) -> None:
    """While it is on its way."""
    st.info(at.say("watch.computing"))
    if _ask(at, 0.0) is not None:
        st.rerun()


# ---------------------------------------------------------------------------------------- what is chosen


def _choose(at: Session, found: Recording | None) -> None:
    seed, group = _wanted(at)
    with st.container(horizontal=True, vertical_alignment="bottom", key="watch_choose"):
        every = [name for shelf in shelves().values() for name in shelf]
        shown = st.selectbox(
            at.say("watch.scenario"),
            every,
            index=every.index(at.state.base),
            format_func=lambda name: getattr(library_scenario(name).title, at.lang),
            key=at.key("watch_scenario"),
            width=320,
        )
        key = at.key("watch_scenario")
        at.shows(key, shown, at.state.base, _scenario, key)
        count = at.state.scenario().groups.count
        place = st.selectbox(
            at.say("watch.group"),
            [None, *range(count)],
            index=0 if group is None else group + 1,
            format_func=lambda number: _called(at, number, found),
            help=at.say("watch.group_help"),
            key=at.key("watch_group"),
            width=260,
        )
        at.shows(at.key("watch_group"), place, group, _chosen, at.key("watch_group"), "group")
        luck = st.number_input(
            at.say("watch.seed"),
            min_value=0,
            max_value=MOST_SEED,
            value=seed,
            step=1,
            help=at.say("watch.seed_help"),
            key=at.key("watch_seed"),
            width=170,
        )
        at.shows(at.key("watch_seed"), luck, seed, _chosen, at.key("watch_seed"), "seed")
        st.button(at.say("watch.other_luck"), key="other_luck", on_click=at.press, args=(_other, seed))
    changes = changed_lines(library_scenario(at.state.base), at.state.scenario(), at.lang)
    if changes:
        between = {"en": "; ", "zh": "；"}[at.lang]
        told = between.join(changes[:MOST_LINES])
        if len(changes) > MOST_LINES:
            told += at.say("play.and_more", n=len(changes) - MOST_LINES)
        st.caption(at.say("watch.setting_changed", page=at.say("shell.play"), what=plain(told)))


def _called(at: Session, number: int | None, found: Recording | None) -> str:
    """A group in the list: with its fate, once that is known."""
    if number is None:
        return at.say("watch.typical")
    name = at.say("watch.one_group", n=number + 1)
    if found is None or number >= len(found.fates):
        return name
    return f"{name} · {found.fates[number].brief(at.lang)}"


# A browser may still send the value of a control that has been made anew since: what it says holds no more.


def _scenario(at: Session, key: str) -> None:
    name = at.widgets.get(key)
    if key == at.key("watch_scenario") and name is not None and name != at.state.base:
        at.renew(at.state.with_(base=name, changes={}, more=_more(at, group=None)))


def _chosen(at: Session, key: str, name: str) -> None:
    if key == at.key(f"watch_{name}") and key in at.widgets:
        at.change(at.state.with_(more=_more(at, **{name: at.widgets[key]})))


def _other(at: Session, seed: int) -> None:
    at.renew(at.state.with_(more=_more(at, seed=(seed + 1) % MOST_SEED, group=None)))


def _more(at: Session, **values: int | None) -> dict[str, Any]:
    seed, group = _wanted(at)
    chosen = {"seed": seed, "group": group, **values}
    return {**at.state.more, "watch": {name: value for name, value in chosen.items() if value is not None}}


# ---------------------------------------------------------------------------------------- what is shown


def _tell(at: Session, found: Recording) -> None:
    """Which group it is, and how much one group says; not how it ends, which the room is to guess."""
    which = "watch.which_typical" if found.group == found.typical else "watch.which"
    st.markdown(f"**{plain(at.say(which, n=found.group + 1))}**")
    luck = {"seed": found.seed, "groups": len(found.fates), "page": at.say("shell.play")}
    st.caption(at.say("watch.luck", **luck))


def _end(at: Session, found: Recording) -> None:
    """What became of the group, and of those who were in it."""
    members = found.data()["members"]
    through = at.say(
        "watch.through",
        joined=len(members),
        left=sum(one["how"] is not None for one in members),
        muted=sum(one["muted"] is not None for one in members),
        silent=sum(not one["words"] for one in members),
    )
    died = sum(one.kind in ("died", "revived") for one in found.fates)
    others = at.say("watch.in_this_run", died=died, groups=len(found.fates))
    st.markdown(f"**{plain(sentence(found.fate, found.days, at.lang))}** {plain(through)}\n\n{plain(others)}")


def _picture(at: Session, found: Recording) -> None:
    recording = found.data()
    for mark in recording["marks"]:
        mark["what"] = [field_name(path, at.lang) for path in mark["what"]]
    data = {
        "id": f"{scenario_hash(at.state.scenario())} {found.seed} {found.group}",
        "lang": at.lang,
        "recording": recording,
        "stories": [story(member, found.days, at.lang) for member in recording["members"]],
        "kinds": {kind: kind_name(kind, at.lang) for kind in recording["posts"]},
        "words": {name: at.say(f"watch.{name}") for name in watch.PICTURE},
    }
    PICTURE(key="picture", data=data)
