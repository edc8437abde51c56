"""The notebooks: as their sources say, alike in both languages, fit for paper, and true when run."""

from __future__ import annotations

import ast
import re
import sys
from pathlib import Path

import nbformat
import pytest

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "notebooks"))

import build  # noqa: E402

SOURCES = build.sources()
BOTH = [(source, lang) for source in SOURCES for lang in build.LANGUAGES]
KILOBYTES = 400
LINES = 34  # of a cell of code: more does not stay on one page with what it shows
COMMAND = "run `make notebooks`"


def named(value: object) -> str:
    return value.stem if isinstance(value, Path) else str(value)


def published(source: Path, lang: str) -> nbformat.NotebookNode:
    return nbformat.read(build.written_to(source, lang), as_version=4)


def outputs(notebook: nbformat.NotebookNode) -> list[nbformat.NotebookNode]:
    return [output for cell in notebook.cells for output in cell.get("outputs", [])]


def test_there_are_seven_and_no_stray_ones() -> None:
    assert [source.name.split("_")[0] for source in SOURCES] == list("1234567")
    written = {build.written_to(source, lang) for source, lang in BOTH}
    assert set((ROOT / "notebooks").glob("*.ipynb")) == written


@pytest.mark.parametrize(("source", "lang"), BOTH, ids=named)
def test_a_notebook_says_what_its_source_says(source: Path, lang: str) -> None:
    wanted, there = build.build(source, lang), published(source, lang)
    nbformat.validate(there)
    assert [c.source for c in there.cells] == [c.source for c in wanted.cells], f"stale: {COMMAND}"


@pytest.mark.parametrize("source", SOURCES, ids=named)
def test_both_languages_share_their_code_and_their_order(source: Path) -> None:
    english, chinese = (build.build(source, lang) for lang in build.LANGUAGES)
    assert build.code(english) == build.code(chinese)
    assert [c.cell_type for c in english.cells] == [c.cell_type for c in chinese.cells]
    for one, other in zip(english.cells, chinese.cells, strict=True):
        if one.cell_type == "markdown":  # headings, exercises and answers stand in the same places
            marks = [re.findall(r"^(#+ |\d\. |- |> )", cell.source, re.MULTILINE) for cell in (one, other)]
            assert {m for m in marks[0] if m[0] != ">"} == {m for m in marks[1] if m[0] != ">"}
            assert marks[0].count("## ") == marks[1].count("## ")


@pytest.mark.parametrize(("source", "lang"), BOTH, ids=named)
def test_the_cell_of_words_sets_the_language_and_nothing_else(source: Path, lang: str) -> None:
    cells = [c.source for c in build.build(source, lang).cells if "words" in c.metadata.get("tags", [])]
    (statement,) = ast.parse(cells[0]).body
    assert len(cells) == 1
    assert isinstance(statement, ast.Assign)
    assert ast.unparse(statement) == f"LANG = '{lang}'"


@pytest.mark.parametrize(("source", "lang"), BOTH, ids=named)
def test_words_are_in_the_language_of_the_notebook(source: Path, lang: str) -> None:
    for cell in build.build(source, lang).cells:
        if cell.cell_type == "markdown":
            chinese = len(re.findall(r"[\u4e00-\u9fff]", cell.source))
            assert (chinese > 0.2 * len(re.sub(r"`[^`]*`", "", cell.source))) == (lang == "zh"), cell.source
            assert not re.search(
                r"[\u4e00-\u9fff]\n[\u4e00-\u9fff]", cell.source
            )  # would be drawn as a space


@pytest.mark.parametrize(("source", "lang"), BOTH, ids=named)
def test_a_notebook_reads_well_on_paper(source: Path, lang: str) -> None:
    notebook, path = published(source, lang), build.written_to(source, lang)
    assert path.stat().st_size < KILOBYTES * 1000
    shown = outputs(notebook)
    assert not [o for o in shown if o.output_type == "error" or o.get("name") == "stderr"]
    assert sum("image/png" in o.get("data", {}) for o in shown) >= 1
    said = "\n".join([*build.texts(notebook), *(c.source for c in notebook.cells)])
    assert not re.search(r"(?<!\w)/(tmp|home|root|work|usr|Users)/|Warning", said)
    for cell in notebook.cells:
        if cell.cell_type == "code":
            assert len(cell.source.splitlines()) <= LINES
            assert cell.execution_count is not None
    for text in build.texts(notebook):
        assert len(text.splitlines()) <= 20


@pytest.mark.parametrize("source", SOURCES, ids=named)
def test_it_asks_for_a_guess_tells_the_unknown_and_answers_its_exercises(source: Path) -> None:
    words = "\n".join(c.source for c in build.build(source, "en").cells if c.cell_type == "markdown")
    code = "\n".join(build.code(build.build(source, "en")))
    for part in ("**Guess first.**", "## Exercises", "## Answers", "would change our mind"):
        assert part in " ".join(words.split())
    exercises, _, answers = words.partition("## Exercises")[2].partition("## Answers")
    assert re.findall(r"^(\d)\.", exercises, re.M) == re.findall(r"^(\d)\.", answers, re.M)
    assert code.count("assert ") >= 5


@pytest.mark.slow
@pytest.mark.timeout(1800)
@pytest.mark.xdist_group("notebooks")
@pytest.mark.parametrize("source", SOURCES, ids=named)
def test_a_fresh_run_shows_what_is_published(source: Path) -> None:
    fresh = build.run(build.build(source, "en"))
    assert build.texts(fresh) == build.texts(published(source, "en")), f"stale: {COMMAND}"


@pytest.mark.parametrize("source", SOURCES, ids=named)
def test_the_chinese_one_was_run_with_the_english_one(source: Path) -> None:
    english, chinese = (published(source, lang) for lang in build.LANGUAGES)

    def language_free(notebook: nbformat.NotebookNode) -> list[str]:
        """Printed and shown values; sentences are written in the language of the notebook."""
        return [
            o.text if o.output_type == "stream" else o.data.get("text/plain", "")
            for o in outputs(notebook)
            if "text/markdown" not in o.get("data", {})
        ]

    plain = [
        [re.sub(r"<Figure size [^>]*>", "", text) for text in language_free(notebook)]
        for notebook in (english, chinese)
    ]
    assert plain[0] == plain[1], f"stale: {COMMAND}"


def test_a_cell_of_words_without_a_language_is_refused(tmp_path: Path) -> None:
    source = tmp_path / "8_stray.py"
    source.write_text("# %% [markdown]\n# Words for whom?\n", encoding="utf-8")
    with pytest.raises(ValueError, match=r"8_stray\.py: tag this cell of words"):
        build.build(source, "en")
