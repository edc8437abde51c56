"""Every word exists in both languages, and none stands in the pages."""

from __future__ import annotations

import ast
import re
import string
from pathlib import Path

import pytest

from simulation.workshop.texts import TEXTS, say

PACKAGE = Path(__file__).resolve().parents[2] / "simulation" / "workshop"
SOURCES = sorted(PACKAGE.rglob("*.py"))
PAGES = [PACKAGE / "app.py", *sorted((PACKAGE / "pages").glob("*.py"))]
HAN = re.compile("[\u4e00-\u9fff]")


def fields(text: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(text) if name}


def test_every_text_is_there_in_both_languages_with_the_same_values() -> None:
    for module, texts in TEXTS.items():
        for key, (en, zh) in texts.items():
            assert zh.strip(), f"{module}.{key}"
            assert fields(en) == fields(zh), f"{module}.{key}"
            assert not HAN.search(en) or key in ("zh",), f"{module}.{key}: Chinese in the English text"


def test_every_text_that_is_asked_for_exists() -> None:
    asked = set()
    for source in SOURCES:
        asked |= set(re.findall(r"\bsay\(\s*\"([a-z]+\.[a-z_]+)\"", source.read_text(encoding="utf-8")))
    assert len(asked) > 30
    for key in asked:
        module, _, name = key.partition(".")
        assert name in TEXTS[module], key


def test_a_text_there_is_not_is_named() -> None:
    with pytest.raises(KeyError, match=r"play\.nothing"):
        say("play.nothing", "en")


@pytest.mark.parametrize("page", PAGES, ids=lambda path: path.name)
def test_no_words_stand_in_the_pages(page: Path) -> None:
    tree = ast.parse(page.read_text(encoding="utf-8"))
    documented = [
        node.body[0].value
        for node in ast.walk(tree)
        if isinstance(node, (ast.Module, ast.FunctionDef, ast.ClassDef))
        and node.body
        and isinstance(node.body[0], ast.Expr)
    ]
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and node not in documented:
            text = re.sub(r"<[^>]*(>|$)", "", node.value)
            assert not HAN.search(text.replace("（", "").replace("；", "")), text
            assert not re.search(r"[A-Za-z]{3,} [A-Za-z]{3,}", text.replace("scenario ", "")), (
                f"{page.name}: {text}"
            )


def test_only_the_pages_need_streamlit() -> None:
    for source in SOURCES:
        if source not in PAGES:
            text = source.read_text(encoding="utf-8")
            assert not re.search(r"^\s*(import|from) streamlit", text, re.M), source.name
