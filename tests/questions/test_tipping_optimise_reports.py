"""What the answers are told in: both languages, figures that draw, numbers as people read them."""

from __future__ import annotations

import re

import numpy as np
import pytest
from made_answers import logistic, one_lever, question, two_levers
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.text import Text

from simulation import load_scenario
from simulation.questions.conditions import Condition, Goal
from simulation.questions.levers import levers_of
from simulation.questions.optimise import Answer, Chosen, Question
from simulation.report.fonts import LATIN, fonts_for
from simulation.report.questions import (
    discover_texts,
    optimise_page,
    optimise_texts,
    optimise_words,
    sensitivity_texts,
    tipping_page,
    tipping_texts,
    tipping_words,
)
from simulation.report.questions.amounts import states
from simulation.report.questions.names import Names
from simulation.report.questions.optimise_figures import fronts, settings
from simulation.report.questions.page import render
from simulation.report.questions.tipping_figures import curve, tipping_map

LANGUAGES = ("en", "zh")
CHINESE = re.compile(r"[\u4e00-\u9fff]")
MANIFEST = {
    "seeds": {"first": 1, "count": 20}, "command": "grouplife <b>", "grouplife": "0", "model": "m", "created": "now",
    "duration_seconds": 1.0, "ensemble": 20, "scenarios": [{"name": "coupon_spam", "hash": "h"}], "out": "results/<x>",
}  # fmt: skip


def searched(front: int = 8) -> Answer:
    """A search with a front whose ends are chosen; the search saw the best too well."""
    scenario = load_scenario("coupon_spam")
    levers = levers_of(
        ["strategy.calendar[0].per_day=0.1..6:log", "operators.groups_per_operator=5,10,20"], scenario
    )
    goals = (Goal("ever_dead_share_day_91", False), Goal("incremental_profit_day_180", True))
    asked = Question(
        scenario, levers, goals, (Condition("operator_hours_day_180", "<", 300.0),), 32, 10, 20, 1
    )
    rng = np.random.default_rng(1)
    dead = np.linspace(0.1, 0.8, 32)
    means = np.column_stack([dead, 1e5 * (dead - 0.3), rng.uniform(100, 200, 32)])
    means[-1, 2] = 400.0
    points = tuple(
        {"strategy.calendar[0].per_day": 0.1 + n / 8, "operators.groups_per_operator": (5, 10, 20)[n % 3]}
        for n in range(32)
    )

    def luck() -> np.ndarray:
        return rng.normal(0, [0.02, 1e3, 5], (20, 3))

    chosen = tuple(
        Chosen(roles, trial, points[trial], means[trial] + [0.05, -2e3, 0] + luck(), kept)
        for roles, trial, kept in (
            (("knee",), 4, True), (("ever_dead_share_day_91",), 0, True), (("incremental_profit_day_180",), 7, False)
        )
    )  # fmt: skip
    base = means[20] + luck()
    return Answer(
        asked,
        points,
        means,
        means[:, 2] < 300,
        tuple(range(front)),
        chosen if front else (),
        base,
        base,
        600,
        3,
    )


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_threshold_is_told_with_its_interval_and_sharpness(lang):
    first, second, third, last = tipping_words.sentences(one_lever(logistic(0.43, 0.06), ensemble=20), lang)

    assert re.search(r"4\.\d+", first)
    assert ("from living to dying" in first) == (lang == "en")
    assert ("由活转死" in first) == (lang == "zh")
    assert {"en": "coupon_spam", "zh": "「整天发优惠券」"}[lang] in third
    assert "%" in second
    assert "20" in last


def test_what_is_not_known_is_not_claimed():
    nothing = tipping_words.sentences(one_lever(lambda p: 0.1 + 0.2 * p[:, 0]), "en")
    assert nothing[0].startswith("Nothing tips from 0 to 10 of coupon posts a day")
    for sentence in tipping_words.sentences(one_lever(logistic(0.99, 0.2)), "en")[:1]:
        assert "beyond the range" in sentence or "leaves open" in sentence or "Nothing tips" in sentence


def shown(figure: Figure) -> list[Text]:
    """The texts of a figure; matplotlib keeps labels of ticks beyond the axis too, and does not draw them."""
    found = list(figure.texts)
    for axes in figure.axes:
        found += [*axes.texts, axes.xaxis.label, axes.yaxis.label]
        for axis in (axes.xaxis, axes.yaxis):
            low, high = sorted(axis.get_view_interval())
            found += [tick.label1 for tick in axis.get_major_ticks() if low <= tick.get_loc() <= high]
    return found


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("width", [8.8, 4.1])
def test_every_figure_draws_in_both_languages_without_text_outside_or_on_text(lang, width):
    answers = [
        curve(one_lever(logistic(0.43, 0.06), ensemble=20), width, fonts_for(lang)),
        curve(
            one_lever(lambda p: (2 * p[:, 0] - 1) ** 2, lever="product.price=20..2000:log"),
            width,
            fonts_for(lang),
        ),
        tipping_map(two_levers(logistic(0.5, 0.1)), width, fonts_for(lang)),
        fronts(searched(), width, fonts_for(lang)),
        settings(searched(), width, fonts_for(lang)),
    ]
    for figure in answers:
        canvas = FigureCanvasAgg(figure)
        canvas.draw()
        room = figure.bbox
        drawn = [one for one in shown(figure) if one.get_text().strip() and one.get_visible()]
        boxes = [(one.get_text(), one.get_window_extent(canvas.get_renderer())) for one in drawn]
        boxes = [(said, box) for said, box in boxes if box.width > 0]
        for n, (said, box) in enumerate(boxes):
            assert box.x0 >= -2, said
            assert box.x1 <= room.x1 + 2, said
            assert box.y0 >= -2, said
            assert box.y1 <= room.y1 + 2, said
            for other, second in boxes[:n]:
                across = min(box.x1, second.x1) - max(box.x0, second.x0)
                along = min(box.y1, second.y1) - max(box.y0, second.y0)
                assert min(across, along) < 3, (said, other)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_pages_hold_everything_in_their_language(lang):
    pages = [
        tipping_page.page_of(one_lever(logistic(0.43, 0.06), ensemble=20), MANIFEST, lang),
        tipping_page.page_of(two_levers(logistic(0.5, 0.1)), MANIFEST, lang),
        optimise_page.page_of(searched(), MANIFEST, lang),
        optimise_page.page_of(searched(0), MANIFEST, lang),
    ]
    for page in pages:
        text = render(page, lang)
        assert "grouplife &lt;b&gt;" in text
        assert "<b>" not in text
        assert "{" not in re.sub(r"<style>.*?</style>|data:[^\"]*", "", text, flags=re.DOTALL)
        for sentence in (*page.sentences, page.caution, page.heading):
            assert bool(CHINESE.search(sentence)) == (lang == "zh"), sentence


def test_fresh_seeds_are_what_is_told_of_the_chosen():
    told = optimise_words.sentences(searched(), "en")

    assert told[0].startswith(
        "Of 32 plans tried 31 keep the conditions (operator hours by day 180 below 300), and 8"
    )
    assert told[1].startswith("Best compromise (A): coupon posts a day")
    assert any("as the search saw it" in sentence for sentence in told)
    assert told[-1] == "Mind: with fresh seeds C does not keep the conditions."
    assert optimise_words.sentences(searched(0), "en")[-1].startswith("No plan keeps the conditions")


def test_every_text_is_there_in_both_languages():
    for texts in (tipping_texts.TEXTS, optimise_texts.TEXTS, sensitivity_texts.TEXTS, discover_texts.TEXTS):
        for key, both in texts.items():
            assert set(both) == set(LANGUAGES), key
            words = re.search(r"[a-z]{3}", re.sub(r"{\w+}|mu|sigma", "", both["en"]))
            assert CHINESE.search(both["zh"]) or not words, key
            fields = [set(re.findall(r"{(\w+)}", both[lang])) for lang in LANGUAGES]
            assert fields[0] == fields[1], key


def test_without_a_chinese_font_figures_speak_english():
    figure = curve(one_lever(logistic(0.43, 0.06)), 8.8, fonts_for("zh", installed=[LATIN]))

    assert not any(
        CHINESE.search(text.get_text()) for text in figure.findobj(lambda one: hasattr(one, "get_text"))
    )


def test_numbers_are_said_once_with_their_unit():
    names = Names("en", question().bases)

    assert names.factor("strategy.calendar[0].per_day") == "coupon posts a day"
    assert names.axis("strategy.calendar[0].per_day") == "coupon posts a day"
    assert Names("en").factor("strategy.calendar[0].per_day") == "calendar, entry 1, posts a day"
    assert names.span("product.price", 12.345, 20.0) == "12.3 to 20 CNY"
    assert states("dead_share_day_91", "12", "en") == "12 of 100 groups are dead at day 91"
    assert states("operator_hours_day_180", "12", "en") == "operator hours by day 180 are 12"
    assert states("open_rate_day_91", "12 %", "en") == "the open rate at day 91 is 12 %"
