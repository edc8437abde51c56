"""Where the time of a member-day goes: each step of a day alone over all members, in ns (least of five).

    python benchmarks/phases.py [MEMBERS]

Each step here walks through memory by itself, which the day's kernel does only twice; so the parts add up to more
than the whole, the more so the larger the community.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from typing import Any

from bench import spec_of_size

from simulation.model.community import Community
from simulation.model.compiled import entry
from simulation.model.engines import group_day, operators_day
from simulation.model.phases.buy import baseline, buy
from simulation.model.phases.converse import speak
from simulation.model.phases.learn import learn
from simulation.model.phases.leave import consider_leaving
from simulation.model.phases.look import look, read
from simulation.model.phases.observe import be_counted
from simulation.model.phases.post import open_group_day
from simulation.model.phases.refer import invite


@entry
def first_round(m: Any, x: Any, g: Any, p: Any) -> None:
    speak(m, x, g, p, 0)


def alone(step: Any) -> Any:
    """A kernel that takes one step for every member."""

    @entry
    def kernel(daily: Any, life: Any, groups: Any, roster: Any, present: Any, params: Any) -> None:
        for k in range(groups.shape[0] - 1):
            g = groups[k]
            for j in range(present[k]):
                step(daily[roster[k, j]], life[roster[k, j]], g, params[0])

    return kernel


@entry
def looking(daily: Any, life: Any, groups: Any, roster: Any, present: Any, params: Any) -> None:
    for k in range(groups.shape[0] - 1):
        g = groups[k]
        open_group_day(g, params[0])
        for j in range(present[k]):
            look(daily[roster[k, j]], life[roster[k, j]], g, params[0])


@entry
def whole_day(daily: Any, life: Any, groups: Any, roster: Any, present: Any, params: Any) -> None:
    for k in range(groups.shape[0] - 1):
        group_day(daily, life, groups[k], roster[k], present[k], params[0])


def main() -> None:
    members = int(sys.argv[1]) if len(sys.argv) > 1 else 4000
    model = Community(spec_of_size(members, 180), key=1)
    for _ in range(45):
        model.step()
    model.morning()
    c = model.columns
    operators_day(c.operators, c.groups, model.parameters)
    steps: dict[str, Callable[..., None]] = {"look": looking}
    named = {
        "read": read, "speak, first round": first_round, "learn": learn, "buy, with the counterfactual": buy,
        "  the counterfactual alone": baseline, "invite": invite, "leave": consider_leaving, "be counted": be_counted,
    }  # fmt: skip
    steps |= {name: alone(step) for name, step in named.items()} | {"a whole day": whole_day}
    for name, kernel in steps.items():
        times = []
        for _ in range(6):  # the first compiles
            daily, life, groups = c.daily.copy(), c.life.copy(), c.groups.copy()
            if name not in ("look", "a whole day"):
                looking(daily, life, groups, c.roster, c.present, model.parameters)
            roster = c.roster.copy()
            start = time.perf_counter()
            kernel(daily, life, groups, roster, c.present, model.parameters)
            times.append(time.perf_counter() - start)
        print(f"{name:<30} {min(times[1:]) / c.present.sum() * 1e9:6.1f} ns")


if __name__ == "__main__":
    main()
