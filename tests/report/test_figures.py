"""Figures: every one on real results, in both languages and widths; labels, empty panels, survival."""

from __future__ import annotations

import io
import warnings
from itertools import pairwise

import matplotlib as mpl
import numpy as np
import pandas as pd
import pytest
from made_reports import small
from scipy import stats

from simulation import run
from simulation.experiments.compare import Comparison
from simulation.model.lives import DEATH
from simulation.report.bands import banded, lifetimes, survival
from simulation.report.captions import COSTS, NOTES, PANELS, TITLES
from simulation.report.figures import FIGURES, NARROW, WIDE
from simulation.report.figures.canvas import COLOURS, clipped, line_look, spread, text_width, wrapped
from simulation.report.fonts import LATIN, fonts_for
from simulation.report.labels import labels
from simulation.report.sample import Sample, collect, split_pair

pytestmark = pytest.mark.xdist_group("report figures")
SHEETS = (("en", WIDE), ("zh", WIDE), ("zh", NARROW))
EVERY = [(name, lang, width) for name in FIGURES for lang, width in SHEETS]


def drawn(axes) -> str:
    """The figure as SVG; a missing glyph or font is an error."""
    buffer = io.StringIO()
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        axes[0].figure.savefig(buffer, format="svg")
    return buffer.getvalue()


def inside(axes) -> None:
    """Nothing that is written runs over the edge of the sheet."""
    sheet = axes[0].figure
    sheet.draw_without_rendering()
    for text in (text for one in axes for text in one.texts):
        box = text.get_window_extent()
        assert box.x0 >= sheet.bbox.x0 - 1, text
        assert box.x1 <= sheet.bbox.x1 + 1, text
        assert box.y1 <= sheet.bbox.y1 + 1, text


def said(axes) -> str:
    return "\n".join(text.get_text() for one in axes for text in one.texts)


@pytest.mark.parametrize(("name", "lang", "width"), EVERY)
def test_every_figure_is_drawn_without_missing_glyphs_and_within_its_sheet(
    comparison, name, lang, width, caplog
):
    axes = FIGURES[name](comparison, lang=lang, width=width)
    assert drawn(axes)
    inside(axes)
    assert not [record for record in caplog.records if "font" in record.getMessage().lower()]


@pytest.mark.parametrize("name", FIGURES)
def test_every_figure_is_drawn_where_much_is_missing(awkward, name):
    for lang, width in (("zh", WIDE), ("en", NARROW)):
        axes = FIGURES[name](awkward, lang=lang, width=width)
        inside(axes)
        for one in axes:  # a panel shows something, or says why not
            assert one.lines or one.patches or one.collections or said([one])
    drawn(axes)


@pytest.mark.parametrize("name", FIGURES)
def test_figures_take_a_single_run_and_several(name):
    one = run(small("baseline", days=40), seed=1)
    two = run(small("baseline", days=40), seed=2)
    for results in (one, [one, two]):
        drawn(FIGURES[name](results))


def test_without_chinese_fonts_labels_are_english_and_never_boxes(comparison):
    fonts = fonts_for("zh", [LATIN])
    assert fonts.replaced
    assert not fonts_for("en", [LATIN]).replaced
    for name, figure in FIGURES.items():
        axes = figure(comparison, lang="zh", fonts=fonts)
        drawn(axes)
        assert said(axes).isascii() or all(ord(letter) < 0x2E80 for letter in said(axes)), name


def test_chinese_labels_are_used_where_a_font_has_them(comparison):
    if fonts_for("zh").replaced:
        pytest.skip("no Chinese font is installed here")
    assert "整天发优惠券" in said(FIGURES["activity"](comparison, lang="zh"))


def test_a_title_the_fonts_cannot_draw_gives_way_to_the_name(comparison):
    fonts = fonts_for("zh")
    scenario = comparison.scenarios["baseline"]
    title = scenario.title.model_copy(update={"zh": "常规\U0001f680"})
    sample = collect(comparison)
    odd = Sample(
        **{
            **{name: getattr(sample, name) for name in sample.__dataclass_fields__},
            "scenarios": {**sample.scenarios, "baseline": scenario.model_copy(update={"title": title})},
        }
    )
    assert labels(odd, "zh", fonts).beside("baseline") == "baseline"
    drawn(FIGURES["mood"](odd, lang="zh"))


def test_drawing_leaves_matplotlib_as_it_was(comparison):
    before = dict(mpl.rcParams)
    drawn(FIGURES["survival"](comparison, lang="zh"))
    assert dict(mpl.rcParams) == before


@pytest.mark.parametrize("name", [name for name in FIGURES if name != "forest"])
def test_labels_beside_lines_do_not_overlap(comparison, awkward, name):
    for results in (comparison, awkward):
        for axes in FIGURES[name](results):
            figure = axes.figure
            figure.draw_without_rendering()
            edge = axes.get_window_extent().x1
            boxes = [text.get_window_extent() for text in axes.texts if text.get_window_extent().x0 > edge]
            boxes.sort(key=lambda box: box.y0)
            for below, above in pairwise(boxes):
                assert above.y0 >= below.y1 - 1.5
            for box in boxes:
                assert box.x1 <= figure.bbox.x1


def test_too_few_days_to_judge_are_said_to_be_so(comparison):
    result = run(small("baseline", days=20), seed=1)
    assert str(DEATH.judged_from) in said(FIGURES["survival"](result))
    assert "没有可以判断的群" in said(FIGURES["survival"](result, lang="zh"))


def test_a_plan_without_groups_is_named_and_not_drawn_as_zero(awkward):
    for name in ("activity", "mood", "survival"):
        assert "no_group: no group is opened" in said(FIGURES[name](awkward))
    beside = said(FIGURES["profit"](awkward))
    assert "no_group" in beside  # there its line at zero is what all others are held against


def test_scenarios_look_different_without_colour():
    looks = [line_look(number) for number in range(20)]
    assert len(set(map(str, looks))) == 20
    assert len({str(dashes) for _, dashes in looks[:6]}) == 6
    lightness = sorted(0.3 * r + 0.59 * g + 0.11 * b for r, g, b in map(mpl.colors.to_rgb, COLOURS[:4]))
    assert min(np.diff(lightness)) > 0.03


def test_survival_is_kaplan_meier_with_censoring(comparison):
    sample = collect(comparison)
    for name in sample.names:
        life, table = survival(sample, name), lifetimes(sample, name)
        if life is None:
            continue
        died = table["died"].to_numpy()
        data = stats.CensoredData(uncensored=table["time"][died], right=table["time"][~died])
        assert np.allclose(life.alive, stats.ecdf(data).sf.evaluate(life.day))
        assert (np.diff(life.alive) <= 1e-12).all()
        assert (life.luck[0] <= life.alive + 0.25).all()


def made_sample(times: list[list[tuple[float, bool]]]) -> Sample:
    """A sample of runs, each a list of groups: (days, died or not)."""
    rows = [
        {
            "run_id": number,
            "scenario": "a",
            "member": -1,
            "stillborn": 0.0,
            "observed_days": days if not died else 200,
            "ever_dead_age": days if died else np.nan,
        }
        for number, groups in enumerate(times)
        for days, died in groups
    ]
    daily = pd.DataFrame({"scenario": "a", "seed": 1, "member": -1, "day": range(200)})
    return Sample(("a",), {}, daily, pd.DataFrame(rows), pd.DataFrame(), len(times), 0)


def test_the_survival_band_is_by_runs_so_that_alike_groups_of_a_run_count_once():
    alike = made_sample([[(60.0, True)] * 20, [(199.0, False)] * 20] * 3)
    mixed = made_sample([[(60.0, True), (199.0, False)] * 10] * 6)
    wide, none = survival(alike, "a"), survival(mixed, "a")
    assert wide is not None
    assert none is not None
    assert wide.alive[100] == none.alive[100] == 0.5
    assert wide.luck[1, 100] - wide.luck[0, 100] > 0.5
    assert none.luck[1, 100] - none.luck[0, 100] == 0.0


def test_stillborn_groups_are_in_no_survival_curve():
    sample = made_sample([[(60.0, True)]] * 2)
    sample.groups.loc[0, "stillborn"] = 1.0
    assert len(lifetimes(sample, "a")) == 1


def test_bands_hold_luck_inside_what_we_do_not_know():
    rng = np.random.default_rng(1)
    runs = pd.DataFrame(rng.normal(0, 1, (6, 30)))
    members = pd.DataFrame(rng.normal(0.5, 0.01, (40, 30)))
    one = banded(runs, members)
    assert (one.all[0] <= one.luck[0]).all()
    assert (one.luck[0] <= one.mean).all()
    assert (one.mean <= one.luck[1]).all()
    assert (one.luck[1] <= one.all[1]).all()
    assert np.isnan(banded(runs, pd.DataFrame()).all).all()
    assert np.isnan(banded(runs.iloc[:1], pd.DataFrame()).luck).all()


def test_a_day_most_runs_cannot_speak_of_is_left_out():
    runs = pd.DataFrame([[1.0, np.nan], [1.0, np.nan], [1.0, 5.0]])
    assert np.isnan(banded(runs, pd.DataFrame()).mean[1])


def test_spread_moves_apart_no_more_than_it_must():
    assert spread([1.0, 3.0], [0.2, 0.2], 0.0, 5.0) == [1.0, 3.0]
    close = spread([1.0, 1.0, 1.0], [0.5, 0.5, 0.5], 0.0, 5.0)
    assert sorted(close) == pytest.approx([0.5, 1.0, 1.5])
    top = spread([5.0, 4.9], [0.4, 0.4], 0.0, 5.0)
    assert max(top) <= 4.8
    assert top[0] > top[1]
    assert spread([], [], 0.0, 1.0) == []


def test_words_fit_the_room_they_are_given():
    assert text_width(clipped("a very long heading that cannot fit", 1.0, 8), 8) <= 1.0
    assert all(
        text_width(line, 8) <= 1.1 for line in wrapped("很长的一句话，需要换行才放得下。", 1.0, 8).split("\n")
    )


def test_pairs_are_told_apart_even_where_names_hold_hyphens():
    assert split_pair("b-c-a", ["a", "b-c"]) == ("b-c", "a")
    with pytest.raises(ValueError, match="is no pair"):
        split_pair("x-y", ["a", "b"])


def test_every_text_of_the_figures_is_there_in_both_languages():
    for table in (TITLES, PANELS, NOTES, COSTS):
        assert all(set(texts) == {"en", "zh"} and all(texts.values()) for texts in table.values())
    assert set(TITLES) == {*FIGURES, "response"}  # of sweeps, not of comparisons


def test_nothing_to_show_is_an_error_that_says_so():
    with pytest.raises(ValueError, match="nothing to show"):
        FIGURES["mood"]([])


def test_the_comparison_is_what_it_was(comparison: Comparison):
    columns = list(comparison.daily.columns)
    FIGURES["profit"](comparison)
    assert list(comparison.daily.columns) == columns
