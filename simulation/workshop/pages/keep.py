"""Keeping and sharing a setting: link, YAML out and in, report."""

from __future__ import annotations

from typing import Any

import streamlit as st

from ...errors import UsageError
from ...report.numbers import LANGUAGES
from ...scenario import Scenario, scenario_hash
from ...scenario.schema import Words
from ..answers import changed_lines
from ..compute import failure_text
from ..lanes import Call, Failure
from ..session import Session
from ..state import MOST_WORDS, State, changed_title, to_yaml
from ..uploads import from_upload
from ..working import report_html
from .poll import again
from .show import plain, trouble_box

RUNS, ENSEMBLE = 20, 20
REPORT_SECONDS = 240.0


def show(at: Session) -> None:
    """What the popover holds; what was wrong with a file stands here too, for the popover covers the page."""
    trouble_box(at)
    st.caption(at.say("play.link"))
    st.code(at.link(), language=None, wrap_lines=True)
    st.download_button(
        at.say("play.yaml"),
        to_yaml(at.state),
        file_name=f"{at.state.base.replace('/', '_')}_changed.yaml",
        mime="application/yaml",
        on_click="ignore",
        key="yaml",
    )
    st.file_uploader(
        at.say("play.upload"),
        type=["yaml", "yml"],
        key=at.key("upload"),
    )
    at.drawn(at.key("upload"), None, _uploaded, at.key("upload"))
    _report(at)


def _uploaded(at: Session, key: str) -> None:
    given: Any = at.widgets.get(key)
    if given is None:
        return
    before = at.state
    try:
        state = from_upload(given.name, given.getvalue(), at.state)
    except UsageError as wrong:
        at.memory["trouble"] = (at.say("messages.upload_wrong", name=given.name), str(wrong))
        at.renew(before)
        return
    if not at.memory.get("held"):
        at.memory["before"] = before
    at.renew(state)


def _report(at: Session) -> None:
    before: State | None = at.memory.get("before")
    if before is None or before.scenario() == at.state.scenario():
        st.caption(at.say("play.report_needs"))
        return
    first = before.scenario()
    second = told_apart(first, at.state.scenario())
    told = at.say("play.report_help", runs=RUNS, ensemble=ENSEMBLE, seconds=20)
    report_of(at, (first, second), told)


def told_apart(first: Scenario, second: Scenario) -> Scenario:
    """The second as a report is to name it: a changed one says what was changed where others have their question."""
    values: dict[str, Any] = {"name": f"{second.name[:56]}_changed"}
    lines = {lang: changed_lines(first, second, lang) for lang in LANGUAGES}
    if second.name == first.name and all(lines.values()):
        between = {"en": "; ", "zh": "；"}
        values["title"] = Words(**changed_title(second))
        values["question"] = Words(
            **{lang: between[lang].join(lines[lang])[:MOST_WORDS] for lang in LANGUAGES}
        )
    return second.model_copy(update=values)


def report_of(at: Session, scenarios: tuple[Scenario, ...], told: str) -> None:
    """A button that has the report of a comparison made, and then one that hands it over. told: what it takes."""
    marks = tuple((one.name, scenario_hash(one)) for one in scenarios)
    key = ("report", marks, at.lang, at.state.seed)
    arguments = (scenarios, at.lang, at.state.seed, RUNS, ENSEMBLE)
    call = Call(key, report_html, arguments, REPORT_SECONDS, heavy=True)
    trouble = at.memory.get("report_trouble")
    if trouble is not None and trouble[0] == key:
        st.error(at.say("play.report_failed", why=plain(failure_text(trouble[1], at.lang))))
    if at.memory.get("report") != key:
        st.button(
            at.say("play.report_make"), key="report_make", help=told, on_click=at.press, args=(_make, call)
        )
        st.caption(told)
        return
    kept = at.memory.get("report_page")
    question = None if kept is not None else at.lab.ask(at.id, [call], "report")
    again(at, _wait, 1.0 if question is not None and not question.done else None, "report_wait", call)


def _make(at: Session, call: Call) -> None:
    at.lab.ask(at.id, [], "report")  # drops the one before: the same call that failed is a question answered
    at.memory["report"] = call.key
    at.memory.pop("report_page", None)
    at.memory.pop("report_trouble", None)


def _wait(at: Session, call: Call) -> None:
    found = at.memory.get("report_page")
    if found is None:
        question = at.lab.ask(at.id, [call], "report")
        found = question.results().get(call.key)
        if found is None:
            st.info(at.say("play.report_busy"))
            return
        if isinstance(found, Failure):  # it may be asked for again
            at.memory["report_trouble"] = (call.key, found)
            at.memory.pop("report", None)
        else:
            at.memory["report_page"] = found
        st.rerun()
    st.download_button(
        at.say("play.report"),
        found,
        file_name="report.html",
        mime="text/html",
        on_click="ignore",
        key="report_file",
    )
