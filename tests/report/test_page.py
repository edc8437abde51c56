"""The report as a file: whole, offline, in both languages, whatever a scenario says."""

from __future__ import annotations

import dataclasses
import json
import re
import stat
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from made_reports import parse

from simulation.errors import GrouplifeError
from simulation.experiments.compare import Comparison
from simulation.model.measures import MEASURES
from simulation.report import render, sentences, write_report
from simulation.report.figures import FIGURES
from simulation.report.fonts import LATIN, fonts_for
from simulation.report.phrases import PHRASES
from simulation.report.svg import data_uri
from simulation.scenario.schema import Words

pytestmark = pytest.mark.xdist_group("report pages")
LANGUAGES = ("en", "zh")


@pytest.fixture(scope="module")
def pages(comparison: Comparison) -> dict[str, str]:
    return {lang: render(comparison, lang) for lang in LANGUAGES}


@pytest.fixture(scope="module")
def awkward_page(awkward: Comparison) -> str:
    return render(awkward, "zh")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_page_is_well_formed_and_in_its_language(pages, lang):
    page = parse(pages[lang])
    assert page.language == {"en": "en", "zh": "zh-CN"}[lang]
    assert "script" not in page.tags
    for key in ("differences", "pictures", "sure", "plans", "definitions", "appendix", "manifest"):
        assert key in page.ids
        assert PHRASES[key][lang] in page.text


@pytest.mark.parametrize("lang", LANGUAGES)
def test_nothing_is_fetched_from_anywhere(pages, lang):
    page = parse(pages[lang])
    for reference in page.references:
        assert reference.startswith(("data:image/svg+xml,", "#")), reference[:80]
        if reference.startswith("#"):
            assert reference[1:] in page.ids
    assert "url(" not in page.styles
    assert "@import" not in page.styles
    assert len(page.pictures) == 16
    for picture in page.pictures:
        root = ET.fromstring(picture)
        for element in root.iter():
            for name, value in element.attrib.items():
                assert not value.startswith(("http", "//", "file", "data")), (element.tag, name, value)
                if name.endswith("href"):
                    assert value.startswith("#")
        assert not [element for element in root.iter() if element.tag.endswith(("image", "script", "text"))]


def test_the_page_weighs_less_than_three_megabytes(pages, awkward_page):
    assert all(len(page.encode()) < 3_000_000 for page in (*pages.values(), awkward_page))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_first_screen_has_the_answer_and_says_where_the_patterns_come_from(pages, comparison, lang):
    opening = parse(pages[lang].split('<section id="differences">')[0] + "</main></body></html>").text
    for sentence in sentences(comparison, lang):
        assert sentence in opening
    assert PHRASES["caution"][lang] in opening


def test_every_definition_used_is_quoted(pages):
    for lang in LANGUAGES:
        text = parse(pages[lang]).text
        for name in ("dead_share_day_49", "ever_dead_share_day_91", "silent_share_day_91", "stillborn_share"):
            assert re.sub(r"\s+", " ", MEASURES[name].definition[lang]) in text


def test_the_manifest_tells_command_seeds_versions_and_hashes(comparison, pages):
    told, text = comparison, parse(pages["en"]).text
    assert "grouplife compare a <b>" in text
    assert "1 to 5" in text
    for entry in told.manifest["scenarios"]:
        assert entry["hash"] in text
        assert entry["text"].splitlines()[0] in text
    assert told.manifest["versions"]["numba"] in text


def test_what_differs_between_the_plans_is_listed(pages):
    assert "coupon 3 a day" in parse(pages["en"]).text
    assert "优惠券 每天 3 条" in parse(pages["zh"]).text


def test_the_same_picture_is_the_same_bytes(comparison):
    one, two = (data_uri(FIGURES["activity"](comparison)[0].figure) for _ in range(2))
    assert one == two


def test_scenario_texts_cannot_become_markup(comparison):
    nasty = Words(en="x", zh="<b>$坏$</b>{{7*7}}<script>alert(1)</script>")
    scenarios = {
        name: one.model_copy(update={"title": nasty if name == "baseline" else one.title, "question": nasty})
        for name, one in comparison.scenarios.items()
    }
    bad = dataclasses.replace(
        comparison, scenarios=scenarios, notes=("<img src=x onerror=y>",), manifest={**comparison.manifest}
    )
    page = parse(render(bad, "zh"))
    assert "script" not in page.tags
    assert "b" not in page.tags
    assert nasty.zh in page.text
    assert "<img src=x onerror=y>" in page.text


def test_a_comparison_with_little_to_say_still_makes_a_whole_page(awkward, awkward_page):
    page = parse(awkward_page)
    assert all(len(sentences(awkward, lang)) == 3 for lang in LANGUAGES)
    assert "nan" not in page.text.lower().split()
    assert "None" not in page.text


def test_without_a_chinese_font_the_figures_speak_english_and_the_page_says_so(comparison, pages):
    page = parse(render(comparison, "zh", fonts=fonts_for("zh", [LATIN])))
    assert PHRASES["english_labels"]["zh"] in page.text
    if not fonts_for("zh").replaced:
        assert PHRASES["english_labels"]["zh"] not in parse(pages["zh"]).text


def test_the_report_is_written_whole_or_not_at_all(comparison, tmp_path):
    path = write_report(comparison, tmp_path / "deep" / "report.html", "en")
    assert path.read_text(encoding="utf-8").rstrip().endswith("</html>")
    assert stat.S_IMODE(path.stat().st_mode) == 0o644
    assert [one.name for one in path.parent.iterdir()] == ["report.html"]
    (tmp_path / "file").write_text("")
    with pytest.raises(GrouplifeError, match="cannot write the report"):
        write_report(comparison, tmp_path / "file" / "report.html", "en")


def test_another_language_is_refused_with_those_there_are(comparison):
    with pytest.raises(ValueError, match="en, zh"):
        render(comparison, "fr")  # type: ignore[arg-type]


def test_templates_are_part_of_the_package():
    folder = Path(__import__("simulation.report", fromlist=["x"]).__file__).parent / "templates"
    assert {one.name for one in folder.iterdir()} >= {"report.html", "report.css"}
    json.dumps(sorted(PHRASES))  # phrases are plain text
    assert all(set(texts) == {"en", "zh"} for texts in PHRASES.values())
