"""Small things several pages show alike."""

from __future__ import annotations

import html
import re
from collections.abc import Sequence

import streamlit as st

from ..charts import Chart
from ..session import Session


def plain(text: str) -> str:
    """Text as it stands: what Markdown, its mathematics, colours or icons would make something of is escaped."""
    return re.sub(r"([\\`*_{}\[\]()<>#+\-.!|$~:&])", r"\\\1", text)


def chart_of(one: Chart, key: str) -> None:
    """A chart with its title and what its axis shows."""
    with st.container(key=f"chart_{key}"):
        st.html(
            f'<div class="gl-chart">{html.escape(one.title)}</div><div class="gl-quiet">{html.escape(one.unit)}</div>'
        )
        st.vega_lite_chart(one.data, one.spec, theme=None, width="stretch", key=key, alt=one.alt)


def plain_lines(text: str) -> str:
    """Text of several lines as it stands, each line a paragraph."""
    return "\n\n".join(plain(line) for line in text.splitlines() if line.strip())


def trouble_box(at: Session) -> None:
    """What went wrong with the last thing asked, until something else is set.

    Not once only: as runs come in the page is drawn again within the second, and nobody would have read it.
    """
    trouble = at.memory.get("trouble")
    if trouble is None:
        return
    shown, state = at.memory.get("trouble_at", (None, None))
    if shown is not trouble:
        at.memory["trouble_at"] = (trouble, at.state)
    elif state != at.state:
        del at.memory["trouble"], at.memory["trouble_at"]
        return
    head, detail = trouble
    lead = at.say("messages.in_english")
    lines = "\n".join(f"- {plain(line)}" for line in detail.splitlines() if line.strip())
    st.error("\n\n".join(part for part in (plain(head), lead, lines) if part))


def table(titles: Sequence[str], rows: Sequence[Sequence[str]], marks: Sequence[str] = ()) -> None:
    """A table of texts, escaped; `marks` are classes of the rows. On a telephone each row is a list with the titles."""
    heads = [html.escape(one, quote=True) for one in titles]
    head = "".join(f"<th>{one}</th>" for one in heads)
    lines = []
    for number, row in enumerate(rows):
        shown = zip(heads, row, strict=True)
        cells = "".join(f'<td data-head="{title}">{html.escape(cell)}</td>' for title, cell in shown)
        lines.append(f'<tr class="{html.escape(marks[number]) if marks else ""}">{cells}</tr>')
    st.html(f'<div class="gl-board"><table><tr>{head}</tr>{"".join(lines)}</table></div>')
