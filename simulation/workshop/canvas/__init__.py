"""What runs in the browser: the picture of one group, and what has parts of a page drawn again.

The picture is a small component of plain HTML, CSS and JavaScript. It takes a recording and its words, loads nothing,
and asks nothing of the server.
"""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files

#: In the order in which they are joined into one module: the last one exports what Streamlit calls.
SCRIPTS = ("looks.js", "stage.js", "timeline.js", "player.js")


@lru_cache(maxsize=1)
def parts() -> tuple[str, str, str]:
    """(HTML, CSS, JavaScript) of the component."""
    here = files(__package__)
    html, css = ((here / name).read_text(encoding="utf-8") for name in ("picture.html", "picture.css"))
    return html, css, "\n".join((here / name).read_text(encoding="utf-8") for name in SCRIPTS)


@lru_cache(maxsize=1)
def tick() -> str:
    """The JavaScript that asks for a part of a page again."""
    return (files(__package__) / "tick.js").read_text(encoding="utf-8")
