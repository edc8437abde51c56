"""What the figures of all questions have in common."""

from __future__ import annotations

from matplotlib.axes import Axes
from matplotlib.figure import Figure

from ..figures.canvas import COLOURS, GREY, SMALL, axes_in, clipped, text_width
from ..fonts import Fonts

DARK, PALE = COLOURS[0], "#b9c4cf"


def room(names: list[str], width: float) -> float:
    """Inches for names to the left of bars; those too long are cut."""
    most = 0.52 * width
    for n, name in enumerate(names):
        names[n] = clipped(name, most - 0.15, SMALL)
    return 0.15 + max((text_width(name, SMALL) for name in names), default=0.5)


def placed(figure: Figure, x: float, y: float, width: float, height: float, fonts: Fonts) -> Axes:
    """Axes at a place of the figure, all in inches from its lower left corner."""
    whole = figure.get_size_inches()
    return axes_in(figure, (x / whole[0], y / whole[1], width / whole[0], height / whole[1]), fonts)


def name_axis(axes: Axes, words: str, fonts: Fonts, side: str) -> None:
    """Write what an axis shows beside it. side: x or y."""
    write = axes.set_xlabel if side == "x" else axes.set_ylabel
    write(words, fontsize=SMALL, color=GREY, family=list(fonts.families), labelpad=2)
