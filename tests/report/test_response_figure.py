"""The figure of a sweep: measures against a factor."""

from __future__ import annotations

import io
import warnings
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from simulation import load_results, sweep
from simulation.experiments.reading import Results
from simulation.report import figures
from simulation.report.fonts import LATIN, fonts_for

PRICE, CHOICE = "product.price", "strategy.kocs.choose"
SHOWN = ["open_rate_day_30", "incremental_profit_day_30"]
SMALL = {"days": 31, "uncertainties": {"groups.count": [2], "market.people": [2000]}}

pytestmark = pytest.mark.xdist_group("response figure")


@pytest.fixture(scope="module")
def swept(tmp_path_factory: pytest.TempPathFactory) -> Results:
    plan = {
        **SMALL,
        "scenarios": ["coupon_spam", "value_content"],
        "factors": {PRICE: [40, 80, 160], CHOICE: ["random", "contacts"]},
        "replicates": 3,
    }
    out = tmp_path_factory.mktemp("sweep") / "plan"
    sweep(plan, out, workers=1)
    return load_results(out)


def saved(axes: list[Any]) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")  # a missing glyph is a warning
        axes[0].figure.savefig(io.BytesIO(), format="svg")


def said(axes: list[Any]) -> str:
    texts = [t.get_text() for one in axes for t in [*one.texts, one.xaxis.label, *one.get_xticklabels()]]
    return "\n".join([*texts, *(t.get_text() for t in axes[0].figure.texts)])


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("width", [figures.WIDE, figures.NARROW])
@pytest.mark.parametrize("factor", [PRICE, CHOICE])
def test_a_sweep_is_drawn_in_both_languages_and_widths(
    swept: Results, factor: str, width: float, lang: Any
) -> None:
    axes = figures.response(swept, factor, SHOWN, lang=lang, width=width)
    assert len(axes) == 2
    saved(axes)
    if lang == "en":
        assert "coupon_spam" in said(axes)
        assert "Open rate, day 30, %" in said(axes)


def test_the_lines_are_the_means_of_the_runs(swept: Results) -> None:
    axes = figures.response(swept, PRICE, [SHOWN[0]])[0]
    wanted = swept.runs[swept.runs["scenario"] == "value_content"].groupby(PRICE)[SHOWN[0]].mean()
    drawn = [line.get_ydata() for line in axes.lines if len(line.get_xdata()) == 3]
    assert any(np.allclose(np.asarray(y, dtype=float), wanted) for y in drawn)


def test_values_without_an_order_are_not_joined_by_a_line(swept: Results) -> None:
    axes = figures.response(swept, CHOICE, [SHOWN[0]])[0]
    drawn = [line for line in axes.lines if line.get_transform() == axes.transData]
    assert len(drawn) >= 2
    assert all(line.get_linestyle() == "None" for line in drawn if len(line.get_xdata()) > 1)
    assert "contacts" in said([axes])


def test_without_chinese_fonts_a_sweep_is_labelled_in_english(swept: Results) -> None:
    axes = figures.response(swept, CHOICE, SHOWN, lang="zh", fonts=fonts_for("zh", [LATIN]))
    saved(axes)
    assert all(ord(letter) < 0x2E80 for letter in said(axes))


def test_what_we_do_not_know_is_the_light_band(tmp_path: Path) -> None:
    plan = {**SMALL, "scenarios": ["baseline"], "factors": {PRICE: [40, 80]}, "replicates": 1, "ensemble": 4}
    sweep(plan, tmp_path / "plan", workers=1)
    axes = figures.response(load_results(tmp_path / "plan"), PRICE, [SHOWN[1]])[0]
    assert len(axes.collections) >= 2  # the bars of luck, and the band


def test_a_factor_or_measure_the_sweep_does_not_have_is_refused(swept: Results) -> None:
    with pytest.raises(ValueError, match=r"'product\.prise' is no column of the runs"):
        figures.response(swept, "product.prise", SHOWN)
    with pytest.raises(ValueError, match="'open_rate' is no column"):
        figures.response(swept, PRICE, ["open_rate"])
    with pytest.raises(ValueError, match="at least one measure"):
        figures.response(swept, PRICE, [])
