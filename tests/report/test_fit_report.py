"""The report of a fit: whole, offline, in both languages."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ET
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from made_reports import parse

from simulation.evidence.log.fit import Fitted, fit_log
from simulation.evidence.log.words import NOTES, note
from simulation.report.fitting.figures import FIGURES
from simulation.report.fitting.page import render_fit
from simulation.report.fitting.sentences import chance_table, judged, sentences
from simulation.report.fitting.texts import TEXTS, statistic_name
from simulation.report.fonts import LATIN, fonts_for

pytestmark = pytest.mark.xdist_group("fit report")
LANGUAGES = ("en", "zh")
CHINESE = re.compile(r"[\u4e00-\u9fff]")


@pytest.fixture(scope="module")
def fitted(tmp_path_factory) -> Fitted:
    """A fit to a log with awkward names."""
    path = tmp_path_factory.mktemp("log") / "a<b>.csv"
    rng = np.random.default_rng(2)
    rows = []
    for group in range(5):
        for day in range(84):
            for n in range(int(rng.poisson(4.0 / (1 + day / 14)))):
                when = pd.Timestamp("2026-01-05T09:00:01") + pd.Timedelta(days=day, seconds=int(60 * n))
                rows.append((when.isoformat(), f"<b>{group}&", f"u{rng.integers(8)}", "message"))
        rows += [("2026-01-05T08:00:00", f"<b>{group}&", f"u{n}", "join") for n in range(10)]
    pd.DataFrame(rows, columns=["timestamp", "group", "member", "event"]).to_csv(path, index=False)
    return fit_log(
        path,
        base="reference_communities",
        timezone="UTC",
        until="56",
        forecast=28,
        ensemble=20,
        seeds=1,
        workers=1,
    )


@pytest.fixture(scope="module")
def pages(fitted: Fitted) -> dict[str, str]:
    return {lang: render_fit(fitted, lang, Path("out"), "grouplife fit a<b>.csv") for lang in LANGUAGES}


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_page_is_whole_and_fetches_nothing(pages, fitted, lang):
    page = parse(pages[lang])

    assert page.language == {"en": "en", "zh": "zh-CN"}[lang]
    assert "script" not in page.tags
    for key in ("answer", "groups", "fit", "learned", "forecast", "coverage", "next", "manifest"):
        assert key in page.ids
    for reference in page.references:
        assert reference.startswith(("data:image/svg+xml,", "#")), reference[:80]
        assert not reference.startswith("#") or reference[1:] in page.ids
    assert len(page.pictures) == 2 * len(FIGURES)
    for picture in page.pictures:
        ET.fromstring(picture)
    assert len(pages[lang].encode()) < 2_000_000


@pytest.mark.parametrize("lang", LANGUAGES)
def test_names_from_the_log_are_shown_as_they_are(pages, lang):
    assert "<b>0" not in pages[lang]
    assert "<b>0&" in parse(pages[lang]).text


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_answer_and_the_notes_are_in_the_language(pages, fitted, lang):
    text = parse(pages[lang]).text
    for sentence in sentences(fitted, lang):
        assert sentence in text
        assert bool(CHINESE.search(sentence)) == (lang == "zh"), sentence
    for one in fitted.notes:
        assert one.say(lang) in text
    for n, statistic in enumerate(fitted.fit.statistics):
        name = statistic_name(statistic.family, statistic.name, lang)
        assert name in text, n
        assert bool(CHINESE.search(name)) == (lang == "zh"), name


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_name_of_a_statistic_stands_by_itself(lang):
    assert (
        statistic_name("typical", "day_0_7", lang)
        == {
            "en": "messages a day in a typical group, days 0 to 7",
            "zh": "典型的群每天消息，第 0 至 7 天",
        }[lang]
    )


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_forecast_says_how_many_groups_are_dead_and_which(pages, fitted, lang):
    text = parse(pages[lang]).text
    _, rows, _ = chance_table(fitted, lang, 40)
    assert {row[0] for row in rows} == set(fitted.history.names)
    shown = [float(row[1].rstrip("%")) for row in rows if row[1] != "–"]
    assert shown == sorted(shown, reverse=True)
    assert len(shown) == judged(fitted)
    totals = fitted.forecast[(fitted.forecast["kind"] == "total") & (fitted.forecast["measure"] == "dead")]
    assert (totals["low_80"] <= totals["high_80"]).all()
    assert totals["observed"].notna().all()
    assert totals["mean"].iloc[-1] == pytest.approx(sum(shown) / 100, abs=0.05 + 0.005 * len(shown))
    for words in {"en": ("Dead groups", "less than a tenth"), "zh": ("死群", "不到该群头 28 天的十分之一")}[
        lang
    ]:
        assert words in text


def test_the_page_says_how_to_go_on(pages):
    assert "grouplife compare out/a_b.yaml my_plan.yaml" in pages["en"]
    assert "grouplife new my_plan --from out/a_b.yaml" in pages["zh"]


def test_every_text_is_there_in_both_languages():
    for key, text in TEXTS.items():
        assert set(text) == {"en", "zh"}, key
        assert not CHINESE.search(text["en"]), key
        blanks = {lang: set(re.findall(r"{(\w+)", text[lang])) for lang in LANGUAGES}
        assert blanks["en"] == blanks["zh"], key
    for key, (en, zh) in NOTES.items():
        assert not CHINESE.search(en), key
        assert CHINESE.search(zh), key
        assert set(re.findall(r"{(\w+)", en)) >= set(re.findall(r"{(\w+)", zh)), key
    with pytest.raises(KeyError):
        note("no such note")


def test_without_a_chinese_font_figures_speak_english(fitted):
    fonts = fonts_for("zh", [LATIN])
    page = render_fit(fitted, "zh", Path("out"), "grouplife fit", fonts)

    assert TEXTS["english_labels"]["zh"] in page
