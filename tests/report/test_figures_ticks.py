"""Tick labels of the figures."""

from __future__ import annotations

import pytest
from matplotlib.figure import Figure

from simulation.report.figures.canvas import scaled


@pytest.mark.parametrize(
    ("ends", "per", "says"),
    [
        ((52.0, 54.5), 1.0, {"52.5", "54.0"}),
        ((0.0, 60.0), 1.0, {"0", "20"}),
        ((-12_300.0, -12_100.0), 1_000.0, {"−12.20"}),
        ((0.0, 1.2), 1.0, {"0.2", "1"}),
    ],
)
def test_no_two_ticks_of_an_axis_say_the_same(ends, per, says):
    figure = Figure(figsize=(4, 2))
    axes = figure.add_subplot()
    axes.set_xlim(*ends)
    axes.xaxis.set_major_formatter(scaled(per))
    figure.canvas.draw()
    labels = [label.get_text() for label in axes.get_xticklabels()]
    assert len(set(labels)) == len(labels)
    assert says <= set(labels)
