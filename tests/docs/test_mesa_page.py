"""The page of docs/mesa.md in Mesa's own viewer: it draws, and it steps."""

from __future__ import annotations

import importlib.util
import warnings
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

ROOT = Path(__file__).resolve().parents[2]
WHY = "the extra mesa-viz is not installed: pip install 'grouplife[mesa-viz]'"


def load_page() -> ModuleType:
    spec = importlib.util.spec_from_file_location("mesa_page", ROOT / "docs" / "mesa_page.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # Solara has remarks on how Mesa uses its hooks
        spec.loader.exec_module(module)
    return module


def inside(widget: Any) -> list[Any]:
    found = [widget]
    for child in getattr(widget, "children", None) or ():
        if not isinstance(child, str):
            found += inside(child)
    return found


def test_the_page_is_drawn_and_its_step_button_lives_a_day() -> None:
    solara = pytest.importorskip("solara", reason=WHY)
    page = load_page()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        box, render = solara.render(solara.AppLayout(children=[page.page]), handle_error=False)
        try:
            (step,) = [w for w in inside(box) if getattr(w, "children", None) == ["Step"]]
            step.click()
            step.click()
            words = [c for w in inside(box) for c in getattr(w, "children", None) or () if isinstance(c, str)]
            (grid,) = [w for w in inside(box) if type(w).__name__ == "GridLayout"]
        finally:
            render.close()
    assert {"Step: 2", "Time: 2.0"} & set(words), "Mesa to 3.4, and from 3.5 on"
    assert len(grid.items) == 4


def test_members_are_drawn_by_what_they_do() -> None:
    pytest.importorskip("solara", reason=WHY)
    page = load_page()
    model = page.Viewed("value_content", key=2, groups=3, kocs=2)
    model.step()
    names = list(page.LOOKS)
    states = [names[index] for index in page.states(model, 0)]
    assert len(states) == model.columns.present[0]
    assert states.count("KOC") == 2
    assert {"looked today", "not looking"} < set(states)
    titles = [axes.get_title(loc="left") for axes in page.draw_members(model).axes]
    assert [title[:7] for title in titles] == ["group 1", "group 2", "group 3", ""]
