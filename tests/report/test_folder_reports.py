"""`grouplife report`: a page of any results folder, in both languages, that says what was found and how sure it is."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure
from matplotlib.text import Text
from typer.testing import CliRunner

from simulation.cli import app
from simulation.errors import GrouplifeError, UsageError
from simulation.experiments.compare import compare
from simulation.experiments.reading import open_results
from simulation.experiments.run import run_many
from simulation.experiments.save import save_comparison, save_replicates
from simulation.experiments.store import ResultsFolder
from simulation.report.folder_report import report
from simulation.report.fonts import fonts_for
from simulation.report.page import render
from simulation.report.runs.arms import Arm, Findings
from simulation.report.runs.factors import factors_of
from simulation.report.runs.figures import by_factor, by_level, lines_of, side_by_side
from simulation.report.runs.heat import heat
from simulation.report.runs.layout import Laid, lay_out
from simulation.report.runs.page import render_runs
from simulation.report.runs.sentences import sentences
from simulation.report.runs.shape import Asked, asked_of
from simulation.scenario import Scenario, load_scenario
from simulation.sweeps.expand import expand
from simulation.sweeps.runner import sweep

LANGUAGES = ("en", "zh")
CHINESE = re.compile(r"[\u4e00-\u9fff]")
SMALL = {"days": 40, "groups.count": 3, "groups.members_at_start": 40, "market.people": 600}
#: Plans by what they vary.
PLANS: dict[str, dict[str, Any]] = {
    "none": {},
    "one": {"factors": {"strategy.calendar[0].per_day": [1, 2, 4]}},
    "cross": {"factors": {"product.price": [40, 80], "mechanisms.promotion_fatigue": [True, False]}},
    "map": {"factors": {"product.price": [40, 60, 80, 100, 120], "operators.wage": [10, 20, 30, 40, 50]}},
    "many": {
        "levers": {"product.price": {"range": [40, 160]}, "operators.wage": {"range": [10, 60]}},
        "design": "latin_hypercube",
        "samples": 12,
    },
    "worlds": {
        "factors": {"product.price": [40, 80]},
        "uncertainties": {
            "market.deal_mean": {"range": [0.2, 0.6]},
            "submodels.death": ["turnover", "topic_depletion"],
        },
        "uncertainty_samples": 6,
        "ensemble": 2,
    },
}  # fmt: skip


def bases() -> dict[str, Scenario]:
    return {name: load_scenario(name).override(SMALL) for name in ("coupon_spam", "value_content")}


def plan(name: str, **more: Any) -> dict[str, Any]:
    return {
        "name": name,
        "scenarios": list(bases()),
        "replicates": 2,
        "keep": [],
        **PLANS.get(name, {}),
        **more,
    }


@pytest.fixture(scope="session")
def folders(tmp_path_factory) -> dict[str, Path]:
    """A small sweep of each kind."""
    root = tmp_path_factory.mktemp("sweeps")
    for name in PLANS:
        sweep(expand(plan(name), bases()), root / name, workers=1, command=f"grouplife sweep <{name}>.yaml")
    return {name: root / name for name in PLANS}


def asked(path: Path) -> Asked:
    return asked_of(open_results(path))


def text_of(html: str) -> str:
    """What a reader reads: no pictures, no style."""
    plain = re.sub(r"<style>.*?</style>|<img[^>]*>|<details>.*?</details>", "", html, flags=re.S)
    return re.sub(r"<[^>]+>", "", plain)


# --- the page -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", PLANS)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_page_is_one_file_that_fetches_nothing(folders, name, lang):
    html = render_runs(open_results(folders[name]), lang)

    assert len(html.encode()) < 3_000_000
    assert not re.findall(r"(?:src|href)=['\"](?!data:|#)", html)
    assert html.count("<li>") >= 3
    assert html.count("<img") >= 2
    assert f"grouplife sweep &lt;{name}&gt;.yaml" in html
    assert open_results(folders[name]).manifest["plan"]["hash"] in html
    assert ("strategy." in text_of(html)) is False
    assert "nan" not in text_of(html).lower().replace("finan", "")


@pytest.mark.parametrize("name", PLANS)
def test_a_chinese_page_speaks_chinese(folders, name):
    words = text_of(render_runs(open_results(folders[name]), "zh"))

    for english in (" seeds", "beyond luck", "averaged", "levers", "what we do not know", "groups per"):
        assert english not in words


@pytest.mark.parametrize("lang", LANGUAGES)
def test_levers_and_what_is_not_controlled_are_told_apart(folders, lang):
    html = render_runs(open_results(folders["worlds"]), lang)
    levers, worlds = (
        html.split(f'id="{part}"')[1].split("</section>")[0] for part in ("differences", "worlds")
    )
    price, deal = ("price", "deal proneness") if lang == "en" else ("价格", "优惠敏感度")

    assert price in levers
    assert deal not in levers
    assert deal in worlds
    assert price not in re.sub(r"<img[^>]*>", "", worlds)
    crossed = {"en": "with what we do not know", "zh": "计入未知因素"}[lang]
    assert crossed in levers
    assert {"en": "was not examined", "zh": "没有检验"}[lang] not in html


def test_without_uncertainties_the_page_says_that_doubt_is_missing(folders):
    html = render_runs(open_results(folders["one"]), "en")

    assert "What we do not know (parameters, theories, the market) was not crossed here" in html
    assert 'id="worlds"' not in html


def test_the_question_of_a_plan_heads_its_page(tmp_path):
    more = {"question": {"en": "Is <this> it?", "zh": "是这样吗？"}}
    sweep(expand(plan("none", **more), bases()), tmp_path / "out", workers=1)

    assert "<h1>Is &lt;this&gt; it?</h1>" in render_runs(open_results(tmp_path / "out"), "en")
    assert "<h1>是这样吗？</h1>" in render_runs(open_results(tmp_path / "out"), "zh")


def test_measures_are_those_asked_for_else_those_of_the_plan(tmp_path, folders):
    named = {"measures": ["open_rate_day_10", "orders_day_30"]}
    sweep(expand(plan("none", **named), bases()), tmp_path / "out", workers=1)

    assert lay_out(open_results(tmp_path / "out")).measures == ("open_rate_day_10", "orders_day_30")
    one = lay_out(open_results(folders["none"]), ["operator_hours_day_30"])
    assert one.measures == ("operator_hours_day_30",)


@pytest.mark.parametrize(
    ("measure", "told"),
    [
        ("opn_rate_day_30", "did you mean open_rate_day_30"),
        ("open_rate_day_31", "was not kept in .*; kept are, for example: open_rate_day_30"),
        ("seed", "unknown measure"),
        (
            "open_rate_day_91",
            "has no value in any run .* beyond their horizon.*; with values, for example: open_rate_day_30",
        ),
    ],
)
def test_a_measure_that_cannot_be_shown_is_refused(folders, measure, told):
    with pytest.raises(UsageError, match=told):
        report(folders["none"], measures=[measure])
    assert not (folders["none"] / "report.html").exists()


@pytest.mark.parametrize(("lang", "told"), [("en", "has the same mean, "), ("zh", "有数值的 2 个组合都相同")])
def test_what_nothing_moves_has_no_best_and_no_worst(tmp_path, lang, told):
    off = {
        "scenarios": ["coupon_spam"],
        "factors": {"operators.wage": [20, 40]},
        "measures": ["orders_day_30"],
    }
    sweep(expand(plan("tied", **off), bases()), tmp_path / "tied", workers=1)

    (first, *_) = sentences(asked(tmp_path / "tied"), [], lang)

    assert told in first


@pytest.mark.parametrize(
    ("lang", "told"), [("en", "Only 2 combinations of what is not controlled"), ("zh", "只交叉了 2 种")]
)
def test_few_worlds_are_told_not_to_be_a_range(tmp_path, lang, told):
    two = {"uncertainties": {"market.deal_mean": [0.2, 0.6]}}
    sweep(expand(plan("two", **two), bases()), tmp_path / "two", workers=1)

    assert told in text_of(render_runs(open_results(tmp_path / "two"), lang))


def test_failed_runs_are_listed_with_their_error(tmp_path):
    asked_for = expand(plan("one", factors={"groups.members_at_start": [40, 50]}), bases())
    import dataclasses

    import pandas as pd

    points = pd.DataFrame({"groups.members_at_start": [40, 5000]})  # more members than people
    sweep(dataclasses.replace(asked_for, points=points), tmp_path / "out", workers=1)

    html = render_runs(open_results(tmp_path / "out"), "en")

    failures = html.split('id="failures"')[1].split("</section>")[0].replace("<wbr>", "")
    assert "4 of 8 runs failed" in failures
    assert "coupon_spam" in failures
    assert "value_content" in failures
    assert "Traceback" in failures


def test_an_unfinished_sweep_has_a_page_that_says_so(tmp_path):
    sweep(expand(plan("one"), bases()), tmp_path / "out", workers=1, limit=5)

    done = CliRunner().invoke(app, ["report", str(tmp_path / "out")])

    assert done.exit_code == 0, done.output
    html = (tmp_path / "out" / "report.html").read_text(encoding="utf-8")
    assert "the sweep is not finished: 5 runs are here and 7 are left to do" in html
    assert "7 left to do" in html.split('id="manifest"')[1]


def test_one_seed_shows_no_luck_and_says_so(tmp_path):
    sweep(expand(plan("none", replicates=1), bases()), tmp_path / "out", workers=1)

    assert "one run cannot show luck" in text_of(render_runs(open_results(tmp_path / "out"), "en"))


# --- other folders --------------------------------------------------------------------------------------------


def test_a_run_has_a_page_of_its_own(tmp_path):
    scenario = bases()["coupon_spam"]
    with ResultsFolder(tmp_path / "out", "run") as folder:
        save_replicates(run_many(scenario, 3, 1, "columns", workers=1), folder, "grouplife run coupon_spam")

    for lang in LANGUAGES:
        written = report(tmp_path / "out", lang=lang)
        assert written.made
        assert "coupon_spam" in written.path.read_text(encoding="utf-8")


def test_the_page_of_a_comparison_is_the_one_it_was_made_with(tmp_path):
    made = compare(list(bases().values()), replicates=2, ensemble=2, workers=1)
    made = made.written_to(str(tmp_path / "out"), "grouplife compare coupon_spam value_content")
    with ResultsFolder(tmp_path / "out", "compare") as folder:
        save_comparison(made, folder)

    for lang in LANGUAGES:
        written = report(tmp_path / "out", tmp_path / f"{lang}.html", lang)
        assert written.path.read_text(encoding="utf-8") == render(made, lang)
    with pytest.raises(UsageError, match="--measure is of sweeps and runs"):
        report(tmp_path / "out", measures=["open_rate_day_30"])


def question(path: Path, kind: str = "sensitivity", lang: str = "en") -> None:
    with ResultsFolder(path, kind) as folder:
        if lang:
            folder.write_text("report.html", f'<!DOCTYPE html>\n<html lang="{lang}">its own')
        command = f"grouplife {kind} baseline --lang {lang} --out x"
        folder.publish({"grouplife": "0.1.0", "format": 1, "kind": kind, "command": command})


def test_a_question_keeps_its_own_report(tmp_path):
    question(tmp_path / "q")

    same = report(tmp_path / "q")
    copied = report(tmp_path / "q", tmp_path / "copy.html", "en")

    assert (same.path, same.made) == (tmp_path / "q" / "report.html", False)
    assert copied.path.read_text(encoding="utf-8").endswith("its own")
    with pytest.raises(UsageError, match=r"is in English.*grouplife sensitivity baseline --out x --lang zh"):
        report(tmp_path / "q", lang="zh")


def test_a_folder_without_any_report_says_so(tmp_path):
    question(tmp_path / "q", "validate", "")

    with pytest.raises(UsageError, match="results of grouplife validate, which have no report of this kind"):
        report(tmp_path / "q")


def test_what_cannot_be_written_is_one_message(folders, tmp_path):
    (tmp_path / "file").write_text("x")
    with pytest.raises(UsageError, match="is a folder; give the name of a file in it"):
        report(folders["none"], tmp_path)
    with pytest.raises(GrouplifeError, match="cannot write the report to"):
        report(folders["none"], tmp_path / "file" / "page.html")


# --- what the numbers are ---------------------------------------------------------------------------------------


def laid(values: np.ndarray, made: np.ndarray | None = None) -> Laid:
    """Made-up runs of one measure: [scenarios, points, worlds, seeds]."""
    import pandas as pd

    made = np.isfinite(values) if made is None else made
    points = pd.DataFrame({"product.price": np.arange(values.shape[1], dtype=float)})
    worlds = pd.DataFrame(index=range(values.shape[2]))
    seeds = np.arange(values.shape[3])
    return Laid(None, ("a", "b")[: len(values)], points, worlds, 0, seeds, {"orders_day_30": values}, made, 0)  # type: ignore[arg-type]


def test_differences_are_paired_by_seed():
    luck = np.random.default_rng(1).normal(0, 100, 20)
    found = Findings(laid(np.stack([luck, luck + 3.0])[:, None, None, :]))

    gap = found.contrast("orders_day_30", Arm(1, (0,)), Arm(0, (0,)))

    assert gap.mean == pytest.approx(3.0)
    assert gap.luck == pytest.approx((3.0, 3.0))
    assert gap.all == (None, None)


def test_more_seeds_shrink_luck_and_not_what_we_do_not_know():
    rng = np.random.default_rng(2)
    worlds = np.linspace(-50, 50, 21)[None, None, :, None]
    wide = [
        Findings(laid(worlds + rng.normal(0, 10, (1, 1, 1, seeds)))).level("orders_day_30", Arm(0, (0,)))
        for seeds in (10, 160)
    ]

    luck, every = (
        [np.ptp(pair) for pair in pairs] for pairs in ([w.luck for w in wide], [w.all for w in wide])
    )

    assert luck[1] < 0.5 * luck[0]
    assert every == pytest.approx([95, 95], abs=8)  # with the luck left in a world, which seeds shrink


def test_what_we_do_not_know_counts_the_luck_left_in_each_world_too():
    rng = np.random.default_rng(8)
    noise = rng.normal(0.0, 10.0, (1, 1, 2, 4))
    found = Findings(laid(np.array([-1.0, 1.0])[:, None] * 20.0 + noise)).level("orders_day_30", Arm(0, (0,)))
    means = noise.mean(axis=3)[0, 0] + np.array([-20.0, 20.0])

    assert found.all[0] < means[0] - 5.0
    assert found.all[1] > means[1] + 5.0


def test_two_arms_are_set_against_each_other_in_the_worlds_both_have_met():
    worlds = np.broadcast_to(10.0 * np.arange(10)[:, None], (2, 1, 10, 3)).copy()
    worlds[1, 0, 4:] = np.nan  # stopped before
    found = Findings(laid(worlds))

    gap = found.contrast("orders_day_30", Arm(1, (0,)), Arm(0, (0,)))
    pair = found.pair({"first": Arm(0, (0,)), "second": Arm(1, (0,))}, ("orders_day_30",))

    assert (gap.mean, gap.luck, gap.all) == (0.0, (0.0, 0.0), (0.0, 0.0))
    levels = pair.effects["scenarios"]
    assert levels["first"]["orders_day_30"]["mean"] == levels["second"]["orders_day_30"]["mean"] == 15.0

    worlds[0, 0, :4] = np.nan  # nothing in common: nothing is said
    assert Findings(laid(worlds)).contrast("orders_day_30", Arm(1, (0,)), Arm(0, (0,))).mean is None


def test_seeds_that_only_some_points_have_are_left_out():
    values = np.zeros((1, 2, 1, 6))
    values[0, 1, 0] = 10.0
    values[0, 0, 0, 3:] = np.nan  # the stopping rule gave point 1 more seeds

    found = Findings(laid(values)).level("orders_day_30", Arm(0, (0, 1)))

    assert found.mean == pytest.approx(5.0)
    assert found.runs == 3


def test_where_points_are_drawn_what_else_they_met_is_doubt():
    values = np.array([0.0, 8.0, 1.0, 9.0])[None, :, None, None] + np.zeros((1, 1, 1, 4))
    first, second = Arm(0, (0, 1)), Arm(0, (2, 3))

    blind, seeing = (
        Findings(laid(values), drawn).contrast("orders_day_30", second, first) for drawn in (False, True)
    )

    assert blind.luck == pytest.approx((1.0, 1.0))
    assert seeing.luck[0] < 0 < seeing.luck[1]


def test_values_that_are_drawn_are_put_together_in_parts():
    import pandas as pd

    table = pd.DataFrame(
        {"product.price": np.linspace(40, 160, 24), "operators.wage": np.linspace(60, 10, 24)}
    )
    price, wage = factors_of(table, [])

    assert len(price.levels) == 6
    assert sorted(row for level in price.levels for row in level.rows) == list(range(24))
    assert [len(level.rows) for level in wage.levels] == [4] * 6
    assert price.levels[0].low == 40


# --- the figures ----------------------------------------------------------------------------------------------


def figures(found: Asked, lang: str, width: float) -> list[Figure]:
    fonts, first = fonts_for(lang), found.laid.measures[0]
    if found.kind == "none":
        return [side_by_side(found, fonts, width)]
    if found.kind == "one":
        drawn = [lines_of(found, found.levers[0], fonts, width)]
        return [
            *drawn,
            *([by_factor(found, first, found.uncertain, fonts, width, True)] if found.uncertain else []),
        ]
    if found.kind == "many":
        return [by_factor(found, first, found.levers, fonts, width)]
    one, two = found.levers
    return [by_level(found, first, one, two, fonts, width), heat(found, first, one, two, fonts, width)]


@pytest.mark.parametrize("name", PLANS)
@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("width", [8.8, 4.1])
def test_no_two_texts_of_a_figure_touch_and_none_leaves_it(folders, name, lang, width):
    for figure in figures(asked(folders[name]), lang, width):
        renderer = FigureCanvasAgg(figure).get_renderer()
        figure.draw(renderer)
        boxes = [(text.get_text(), text.get_window_extent(renderer)) for text in drawn_texts(figure)]
        for number, (words, box) in enumerate(boxes):
            assert box.x0 > -2, words
            assert box.x1 < figure.bbox.x1 + 2, words
            assert box.y0 > -2, words
            for other, second in boxes[number + 1 :]:
                wide = min(box.x1, second.x1) - max(box.x0, second.x0)
                tall = min(box.y1, second.y1) - max(box.y0, second.y0)
                assert min(wide, tall) < 2.5, (words, other)


def drawn_texts(figure: Figure) -> list[Text]:
    """Every text one sees: ticks beyond the ends of an axis are there, but not drawn."""
    found: list[Text] = []
    for axes in figure.axes:
        found += axes.texts
        for axis, (low, high) in ((axes.xaxis, axes.get_xlim()), (axes.yaxis, axes.get_ylim())):
            found.append(axis.label)
            found += [tick.label1 for tick in axis.get_major_ticks() if low <= tick.get_loc() <= high]
    return [text for text in found if text.get_visible() and text.get_text().strip()]


def test_what_a_plan_varies_decides_what_is_drawn(folders):
    kinds = {name: asked(path).kind for name, path in folders.items()}

    assert kinds == {
        "none": "none", "one": "one", "cross": "cross", "map": "cross", "many": "many", "worlds": "one",
    }  # fmt: skip
    assert [one.path for one in asked(folders["worlds"]).uncertain] == ["market.deal_mean", "submodels.death"]
