"""The documentation tells the truth of today: tables as in the code, nothing left out, links that resolve."""

from __future__ import annotations

import importlib.util
import inspect
import re
from pathlib import Path
from types import ModuleType
from urllib.parse import unquote

import pytest

from simulation.model import chance, rules, rules_arrive, rules_customer, rules_team
from simulation.model.columns import GROUP, HISTORY, OPERATOR, PERSON
from simulation.model.definitions import DAILY, FAMILIES, RUN
from simulation.model.definitions import GROUP as GROUP_MEASURES
from simulation.scenario.behaviour import Behaviour
from simulation.scenario.mechanisms import ABOUT

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
PAGES = sorted(
    [
        *ROOT.glob("README*.md"),
        *DOCS.rglob("*.md"),
        *(ROOT / name / "README.md" for name in ("results", "notebooks")),
    ]
)
PHASES = sorted(p.name for p in (ROOT / "simulation/model/phases").glob("*.py") if p.name != "__init__.py")


def load_update() -> ModuleType:
    spec = importlib.util.spec_from_file_location("docs_update", DOCS / "update.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


update = load_update()


def page(name: str) -> str:
    return (DOCS / name).read_text(encoding="utf-8")


def by_hand(name: str) -> str:
    """A page without what is generated."""
    return re.sub(r"<!-- (\w+):begin -->.*?<!-- \1:end -->", "", page(name), flags=re.DOTALL)


def in_code(text: str) -> set[str]:
    """Every word in code type, in spans and in blocks."""
    spans = re.findall(r"```.*?```|`[^`\n]+`", text, flags=re.DOTALL)
    return set(re.findall(r"\w+", " ".join(spans)))


# --- tables -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "table", [f"{name}#{table}" for name, tables in update.TABLES.items() for table in tables]
)
def test_a_generated_table_says_what_the_code_says(table: str) -> None:
    name, _, part = table.partition("#")
    text = page(name)
    assert update.refreshed(text, part, update.TABLES[name][part]()) == text, "stale: run `make docs`"


def test_refreshing_replaces_one_table_and_nothing_else() -> None:
    text = "before\n<!-- a:begin -->\nold\n<!-- a:end -->\nbetween\n<!-- b:begin -->\n<!-- b:end -->\nafter\n"
    fresh = update.refreshed(text, "a", "| new |\n")
    assert fresh == text.replace("old\n", "\n| new |\n\n")
    assert update.refreshed(fresh, "a", "| new |\n") == fresh


def test_a_page_without_a_place_for_its_table_is_refused() -> None:
    with pytest.raises(ValueError, match="no place for the table 'a': write <!-- a:begin -->"):
        update.refreshed("nothing here", "a", "| new |\n")


def test_a_stale_table_is_named_and_mended(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in update.TABLES:
        text = page(name).replace(
            "`behaviour.topics.depletion` | What a message", "`behaviour.topics.depletion` | Whatever"
        )
        (tmp_path / name).write_text(text, encoding="utf-8")
    monkeypatch.setattr(update, "HERE", tmp_path)
    assert update.main(["--check"]) == 1
    assert update.stale(write=False) == ["docs/model.md#parameters"]
    assert update.main([]) == 0
    assert update.main(["--check"]) == 0
    assert (tmp_path / "model.md").read_text(encoding="utf-8") == page("model.md")


def test_an_unknown_argument_is_refused_and_nothing_written(capsys: pytest.CaptureFixture[str]) -> None:
    assert update.main(["--chek"]) == 2
    assert "--chek" in capsys.readouterr().err


# --- nothing is left out ----------------------------------------------------------------------------------


@pytest.mark.parametrize("mechanism", sorted(ABOUT))
def test_every_mechanism_is_described_where_it_works(mechanism: str) -> None:
    details = by_hand("model.md").partition("## 7 Submodels")[2]
    switches = " ".join(re.findall(r"\*Switch(?:es)?:\*[^.]*\.", details)) + " `finite_contacts`"
    assert f"`{mechanism}`" in switches
    assert f"`{mechanism}`" in details


@pytest.mark.parametrize("phase", PHASES)
def test_every_phase_is_described(phase: str) -> None:
    assert f"`phases/{phase}`" in by_hand("model.md")


def test_every_rule_is_named() -> None:
    written = [
        name
        for module in (rules, rules_arrive, rules_customer, rules_team)
        for name, f in inspect.getmembers(module, inspect.isfunction)
        if f.__module__ == module.__name__
    ]
    assert len(written) > 20
    assert not set(written) - in_code(by_hand("model.md"))


@pytest.mark.parametrize(
    "row", [PERSON, GROUP, OPERATOR, HISTORY], ids=["person", "group", "operator", "history"]
)
def test_every_state_variable_is_described(row: object) -> None:
    described = by_hand("model.md").partition("## 2 Entities")[2].partition("## 3 Process")[0]
    assert not set(row.names) - in_code(described)  # type: ignore[attr-defined]


def test_every_stream_of_chance_is_in_the_table_with_its_number() -> None:
    streams = {
        n: v for n, v in vars(chance).items() if n.isupper() and not n.startswith("_") and isinstance(v, int)
    }
    found: dict[str, int] = {}
    for names, numbers in re.findall(
        r"^\| ((?:`[A-Z_]+`(?:, )?)+) \| ([\d, ]+) \|", page("model.md"), re.MULTILINE
    ):
        found |= dict(zip(re.findall(r"[A-Z_]+", names), map(int, numbers.split(",")), strict=True))
    assert found == streams


def test_every_measure_is_in_its_table() -> None:
    named = in_code(page("measures.md"))
    families = {family.name(day) for family in FAMILIES for day in family.days}
    assert not (set(DAILY) | set(GROUP_MEASURES) | (set(RUN) - families)) - named
    assert not {f"{f.base}_{'week' if f.how == 'clock_week' else 'day'}_N" for f in FAMILIES} - named


def test_the_first_page_says_whose_groups_the_patterns_come_from() -> None:
    assert "No pattern used for calibration comes from brand-run groups" in page("model.md")[:3000]


# --- links ------------------------------------------------------------------------------------------------


def anchors(text: str) -> set[str]:
    """Anchors of a page: given ones, and those GitHub makes of headings."""
    text = re.sub(r"```.*?```", "", text, flags=re.DOTALL)
    given, found = set(re.findall(r'<a id="([^"]+)"></a>', text)), set[str]()
    for heading in re.findall(r"^#+ +(.+?) *$", text, flags=re.MULTILINE):
        plain = re.sub(r"\[([^\]]*)\]\([^)]*\)|[`*]", r"\1", heading).lower()
        slug = re.sub(r"[^\w\- ]", "", plain).replace(" ", "-")
        number = 0
        while (name := f"{slug}-{number}" if number else slug) in found:
            number += 1
        found.add(name)
    return given | found


def links(text: str) -> list[str]:
    text = re.sub(r"```.*?```|`[^`\n]*`", "", text, flags=re.DOTALL)
    return [t for t in re.findall(r"\[[^\]]*\]\(([^)\s]+)\)", text) if not re.match(r"\w+:", t)]


@pytest.mark.parametrize("path", PAGES, ids=lambda p: str(p.relative_to(ROOT)))
def test_internal_links_and_anchors_resolve(path: Path) -> None:
    broken = []
    for link in links(path.read_text(encoding="utf-8")):
        file, _, anchor = unquote(link).partition("#")
        target = (path.parent / file).resolve() if file else path
        if not target.exists() or (
            anchor and target.suffix == ".md" and anchor not in anchors(target.read_text(encoding="utf-8"))
        ):
            broken.append(link)
    assert not broken


def test_no_anchor_is_given_twice() -> None:
    for path in PAGES:
        given = re.findall(r'<a id="([^"]+)"></a>', path.read_text(encoding="utf-8"))
        assert len(given) == len(set(given)), path


@pytest.mark.parametrize("section", Behaviour.model_fields)
def test_every_section_of_parameters_has_an_anchor(section: str) -> None:
    assert f'<a id="{section}"></a>' in page("model.md")


def test_what_docstrings_refer_to_is_there() -> None:
    for source in [*ROOT.glob("simulation/**/*.py"), *ROOT.glob("scenarios/**/*.yaml")]:
        for file, anchor in re.findall(
            r"(docs/[\w/\-]+\.md)(?:#([\w\-]+))?", source.read_text(encoding="utf-8")
        ):
            assert (ROOT / file).exists(), f"{source}: {file}"
            if anchor:
                assert anchor in anchors((ROOT / file).read_text(encoding="utf-8")), (
                    f"{source}: {file}#{anchor}"
                )


@pytest.mark.parametrize("name", ["model.md", "measures.md"])
def test_files_the_pages_name_exist(name: str) -> None:
    for file in re.findall(r"`([\w/]+\.(?:py|yaml|md))`", by_hand(name)):
        assert (ROOT / file).exists() or (ROOT / "simulation/model" / file).exists(), file
