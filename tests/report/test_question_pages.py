"""Reports on what drives a measure and when a strategy fails, of answers made up."""

from __future__ import annotations

import re

import numpy as np
import pandas as pd
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg

from simulation import Scenario, load_scenario
from simulation.questions.conditions import Condition
from simulation.questions.discover import Answer as Discovery
from simulation.questions.discover import Cases, conditions
from simulation.questions.discover import Question as Fails
from simulation.questions.origin import Origin
from simulation.questions.sensitivity import Answer as Sensitivity
from simulation.questions.sensitivity import Question
from simulation.questions.sensitivity_indices import indices
from simulation.questions.sensitivity_screening import effects
from simulation.questions.space import space_of
from simulation.report.fonts import fonts_for
from simulation.report.numbers import LANGUAGES, Lang
from simulation.report.questions import discover_page, discover_words, sensitivity_page, sensitivity_words
from simulation.report.questions.discover_figures import cases_figure, rules_figure
from simulation.report.questions.names import Names
from simulation.report.questions.page import render
from simulation.report.questions.sensitivity_figures import effects_figure, shares_figure
from simulation.report.wording import measure_title
from simulation.sweeps import designs

DEAD = "ever_dead_share_day_91"
PROFIT = "incremental_profit_day_180"
HERE = Origin(("coupon_spam",), ("days=170",))
MANIFEST = {
    "seeds": {"first": 1, "count": 4}, "command": "grouplife <x>", "grouplife": "0", "model": "m", "created": "now",
    "duration_seconds": 12.0, "ensemble": 0, "scenarios": [{"name": "coupon_spam", "hash": "h"}], "out": "results/x",
}  # fmt: skip


def named() -> Scenario:
    return load_scenario("coupon_spam").override(
        {"title": {"en": "<b>x", "zh": "<b>很长很长很长很长很长很长的名字"}}
    )


@pytest.fixture(scope="module")
def drives() -> Sensitivity:
    """Thirty levers, two measures; the first three matter, the last three do nothing."""
    space = space_of([named()], "levers", [])
    paths = space.paths
    weights = np.r_[0.4, -0.2, 0.1, np.full(len(paths) - 6, 0.001), np.zeros(3)]
    rng = np.random.default_rng(1)
    unit = designs.morris(len(paths), 8, 1)
    dead = 0.5 + 0.2 * (unit @ weights)[:, None] + rng.normal(0.0, 0.002, (len(unit), 4)) * (unit[:, :1] > 0)
    tables = {
        ("coupon_spam", DEAD): effects(paths, unit, dead),
        ("coupon_spam", PROFIT): effects(paths, unit, 1e5 * dead),
    }
    chosen = paths[:3]
    points = designs.sobol(3, 64, 1)
    shares = {
        ("coupon_spam", DEAD): indices(chosen, (points @ weights[:3] + points[:, 0] * points[:, 1])[:, None])
    }
    asked = Question({"coupon_spam": named()}, space, (DEAD, PROFIT), "sobol", "levers", top=3, origin=HERE)
    return Sensitivity(asked, tables, shares, chosen, 1000, 2)


@pytest.fixture(scope="module")
def fails() -> Discovery:
    """Fails with deep coupons and many groups an operator, or where talk dies by turnover and the price is high."""
    rng = np.random.default_rng(2)
    table = pd.DataFrame(
        {
            "strategy.coupon.depth": 0.5 * rng.random(900),
            "operators.groups_per_operator": rng.integers(5, 21, 900),
            "product.price": 40 + 80 * rng.random(900),
            "submodels.death": pd.array(
                rng.choice(["topic_depletion", "lost_reciprocity", "turnover"], 900), dtype=object
            ),
        }
    )
    bad = (table["strategy.coupon.depth"] > 0.3) & (table["operators.groups_per_operator"] > 12)
    bad |= (table["submodels.death"] == "turnover") & (table["product.price"] > 90)
    value = np.where(bad, 0.8, 0.2)

    def part(rows: slice) -> Cases:
        return Cases(table[rows].reset_index(drop=True), value[rows], value[rows] > 0.5, 1)

    asked = Fails(
        {"coupon_spam": named()}, space_of([named()], "levers", []), Condition(DEAD, ">", 0.5), origin=HERE
    )
    found = conditions(named(), part(slice(0, 600)), part(slice(600, 900)))
    return Discovery(asked, (found,), 2700, 0)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_pages_say_it_in_either_language_and_escape_names(
    drives: Sensitivity, fails: Discovery, lang: Lang
) -> None:
    for page in (
        sensitivity_page.page_of(drives, MANIFEST, lang),
        discover_page.page_of(fails, MANIFEST, lang),
    ):
        html = render(page, lang)
        assert "--set days=170" in html
        for asked in (DEAD, PROFIT)[: 2 if page.kicker == sensitivity_page.say("kicker", lang) else 1]:
            assert measure_title(asked, lang) in html[html.index('id="definitions"') :]
        assert "<b>x" not in html
        assert "grouplife &lt;x&gt;" in html
        assert not re.search(
            r"\bnan\b|\bNone\b|[{}]\d", re.sub(r"<style>.*?</style>|data:[^\"]*", "", html, flags=re.S)
        )
        assert html.count("data:image/svg+xml,") >= 4
        assert len(html.encode()) < 3_000_000
        if lang == "zh":
            told = "".join(page.sentences) + page.caution + page.heading
            assert not re.search(r"\b(the|over|of|fails)\b", told)


def test_sentences_name_the_strongest_with_their_direction_and_size(drives: Sensitivity) -> None:
    first = sensitivity_words.sentences(drives, "en")[0]
    assert "of 31 factors, 3 move it beyond luck" in first
    told = re.search(
        r"raises it by ([\d.]+) of 100 groups, .* lowers it by ([\d.]+) .* raises it by ([\d.]+) ", first
    )
    assert told is not None
    assert [float(number) for number in told.groups()] == pytest.approx([8.0, 4.0, 2.0], abs=0.3)
    assert "28 move it by less than a tenth of the strongest" in first
    assert "CNY" in sensitivity_words.sentences(drives, "en")[1]
    assert "2 of 1,000 runs failed" in sensitivity_words.notes(drives, "en")[0]


def test_a_rule_is_told_with_its_fresh_numbers(fails: Discovery) -> None:
    told = discover_words.sentences(fails, "en")
    rules = [text for text in told if text.startswith("It fails in")]
    assert len(rules) == 2
    assert any("coupon depth is" in text and "groups per operator is" in text for text in rules)
    assert any("theory of why talk dies is the talkative burn out" in text for text in rules)
    for rule, text in zip(fails.conditions[0].rules, rules, strict=True):
        assert f"{100 * rule.fresh.density:.0f}% (" in text
        assert f"Where the rule was found it was {100 * rule.found.density:.0f}%" in text
    assert any(text.startswith("Together the rules have") for text in told)


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("width", [8.8, 4.1])
def test_no_label_of_a_figure_lies_outside_it_or_on_another(
    drives: Sensitivity, fails: Discovery, lang: Lang, width: float
) -> None:
    fonts = fonts_for(lang)
    one, names = fails.conditions[0], Names(fonts.lang, (named(),))
    figures = [
        effects_figure(DEAD, drives.screening["coupon_spam", DEAD], names, width, fonts),
        effects_figure(PROFIT, drives.screening["coupon_spam", PROFIT], names, width, fonts),
        shares_figure(drives.indices["coupon_spam", DEAD], names, width, fonts),
        rules_figure(one, names, width, fonts),
        cases_figure(one, DEAD, names, width, fonts),
    ]
    for figure in figures:
        renderer = FigureCanvasAgg(figure).get_renderer()
        figure.draw(renderer)
        whole = figure.bbox
        for axes in figure.axes:
            (x0, x1), (y0, y1) = axes.get_xlim(), axes.get_ylim()
            ticks = [label for label in axes.get_xticklabels() if x0 <= label.get_position()[0] <= x1]
            ticks += [label for label in axes.get_yticklabels() if y0 <= label.get_position()[1] <= y1]
            shown = []
            for text in [*ticks, axes.xaxis.label, axes.yaxis.label, *axes.texts]:
                box = text.get_window_extent(renderer)
                if not text.get_text() or box.width == 0:
                    continue
                shown.append((text.get_text(), box))
                assert box.x0 >= whole.x0 - 1, (text.get_text(), "left")
                assert box.x1 <= whole.x1 + 1, (text.get_text(), "right")
                assert box.y0 >= whole.y0 - 1, (text.get_text(), "below")
            for n, (words, box) in enumerate(shown):
                for other, beside in shown[n + 1 :]:
                    apart = box.x1 <= beside.x0 + 1 or beside.x1 <= box.x0 + 1
                    apart |= box.y1 <= beside.y0 + 1.5 or beside.y1 <= box.y0 + 1.5
                    assert apart, (words, other)
