"""A community in Mesa's own viewer: solara run docs/mesa_page.py (pip install 'grouplife[mesa-viz]').

Everything here is Mesa's: SolaraViz steps the model, its plots read the model's data collector, its sliders make a new
model. Only the picture of the members is our own.
"""

from __future__ import annotations

from typing import Any

import numpy as np
import solara
from matplotlib.figure import Figure
from mesa.visualization import Slider, SolaraViz, make_plot_component
from mesa.visualization.utils import update_counter

from simulation import Community, load_scenario
from simulation.model.columns import LEADER

#: What a member can be, in the order in which they are drawn over each other: colour, marker.
LOOKS = {
    "not looking": ("#c8c8c8", "o"),
    "muted": ("#8a6d3b", "x"),
    "looked today": ("#1b7a70", "o"),
    "spoke today": ("#cb5410", "s"),
    "KOC": ("#0b2f55", "D"),
}
ACROSS = 25  # members in a row of dots


class Viewed(Community):
    """A small community whose levers are arguments, as Mesa's sliders need them.

    plan: a scenario of the library. key: the seed. groups: how many. kocs: planted in each group. coupon_depth: off the
    price.
    """

    def __init__(
        self,
        plan: str = "coupon_spam",
        key: int = 1,
        groups: int = 4,
        kocs: int = 0,
        coupon_depth: float = 0.25,
    ) -> None:
        scenario = load_scenario(
            plan,
            {
                "groups.count": groups,
                "groups.members_at_start": 100,
                "market.people": 5000,
                "strategy.kocs.per_group": kocs,
                "strategy.kocs.planted": True,
                "strategy.coupon.depth": coupon_depth,
            },
        )
        super().__init__(scenario, key=key)


def states(model: Community, group: int) -> np.ndarray:
    """What each member of a group is today, as an index into LOOKS: shape [members present], by seat."""
    c = model.columns
    rows = c.roster[group, : c.present[group]]
    people = c.daily[rows]
    found = np.zeros(len(rows), dtype=int)
    found[people["muted"] == 1] = 1
    found[people["opened"] == 1] = 2
    if model.day:
        found[people["last_post"] == model.day - 1] = 3
    found[people["role"] == LEADER] = 4
    return found


def draw_members(model: Community) -> Figure:
    """The members of the groups as dots."""
    count = min(4, len(model.columns.present))
    figure = Figure(figsize=(8, 3.0 * ((count + 1) // 2)), layout="constrained")
    panels: Any = figure.subplots((count + 1) // 2, 2, squeeze=False)
    for number, axes in enumerate(panels.flat):
        axes.set_axis_off()
        if number >= count:
            continue
        found = states(model, number)
        place = np.arange(len(found))
        for index, (name, (colour, marker)) in enumerate(LOOKS.items()):
            here = place[found == index]
            axes.scatter(here % ACROSS, -(here // ACROSS), s=22, c=colour, marker=marker, label=name)
        talk = int(model.today("messages")[number])
        axes.set_title(f"group {number + 1}: {len(found)} members, {talk} messages", fontsize=9, loc="left")
        axes.set_xlim(-1, ACROSS)
    handles, labels = panels.flat[0].get_legend_handles_labels()
    figure.legend(handles, labels, loc="outside lower center", ncols=len(LOOKS), fontsize=8, frameon=False)
    figure.suptitle(f"day {model.day}", fontsize=10)
    return figure


@solara.component
def Members(model: Community) -> None:
    """The picture, drawn anew after each step."""
    update_counter.get()
    solara.FigureMatplotlib(draw_members(model), format="png")


levers = {
    "plan": {
        "type": "Select",
        "label": "Plan",
        "value": "coupon_spam",
        "values": ["coupon_spam", "baseline", "value_content", "self_organising", "neglect"],
    },
    "key": Slider("Seed", 1, 1, 50, 1),
    "groups": Slider("Groups", 4, 1, 20, 1),
    "kocs": Slider("Planted KOCs a group", 0, 0, 10, 1),
    "coupon_depth": Slider("Coupon depth", 0.25, 0.0, 0.9, 0.05),
}

page = SolaraViz(
    Viewed(),
    components=[
        Members,
        make_plot_component("member_messages"),
        make_plot_component({"visits": "#1b7a70", "orders": "#cb5410"}),
        make_plot_component("members_present"),
    ],
    model_params=levers,
    name="Grouplife",
)
