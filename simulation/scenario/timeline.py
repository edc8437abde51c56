"""The timeline's changes are tried out when a scenario is read, so that none fails on its day."""

from __future__ import annotations

from .mistakes import Mistake
from .overrides import changed_scenario
from .paths import Where, parse_path, show_path
from .schema import Change, Scenario

#: What is used only at the start, so that changing it later would do nothing (or tear the run): path -> why.
START_ONLY: dict[str, str] = {
    "name": "it names the scenario",
    "title": "it names the scenario",
    "question": "it describes the scenario",
    "theme": "it describes the scenario",
    "days": "the horizon is fixed at the start",
    "timeline": "a timeline cannot change itself",
    "market": "the people are drawn at the start",
    "groups.open": "groups are opened at the start",
    "groups.count": "groups are founded at the start",
    "groups.members_at_start": "it is used at the start",
    "groups.size_sigma": "it is drawn at the start",
    "groups.cap": "seats are laid out at the start",
    "strategy.kocs.per_group": "KOCs are chosen once, on strategy.kocs.from_day",
    "strategy.kocs.choose": "KOCs are chosen once, on strategy.kocs.from_day",
    "strategy.kocs.planted": "KOCs are chosen once, on strategy.kocs.from_day",
    "strategy.kocs.from_day": "KOCs are chosen once, on the day given at the start",
    "strategy.resellers.per_group": "resellers are chosen once, on strategy.resellers.from_day",
    "strategy.resellers.choose": "resellers are chosen once, on strategy.resellers.from_day",
    "strategy.resellers.from_day": "resellers are chosen once, on the day given at the start",
    "groups.contacts_share": "one-to-one contacts are drawn at the start",
    "groups.common_ground": "it is drawn at the start",
    "groups.ground_sigma": "it is drawn at the start",
    "groups.talk_sigma": "it is drawn at the start",
    "groups.newcomers_sigma": "it is drawn at the start",
    "groups.customers": "it is used at the start",
    "groups.precision": "founders are chosen at the start",
    "groups.bait": "founders are chosen at the start",
    "strategy.funnel.classes": "classes are set aside at the start",
    "strategy.funnel.every": "classes are dated at the start",
    "strategy.funnel.length": "classes are dated at the start",
    "operators.groups_per_operator": "groups are given to operators at the start",
    "operators.skill": "it is drawn at the start",
    "operators.skill_sigma": "it is drawn at the start",
    "operators.zeal": "it is zeal at the start; from then on zeal follows response",
    "product.need_interval": "needs are drawn at the start",
    "product.range": "it is the stock of news at the start",
    "fits": "parameters are drawn before the start",
    "submodels": "the theory holds for a whole run",
    "behaviour.topics.start": "it is used at the start",
    "behaviour.buying.awareness_start": "it is drawn at the start",
}


def timeline_mistakes(scenario: Scenario) -> list[Mistake]:
    """Every mistake in the timeline: paths that do not exist or come too late, values out of range.

    Dated changes are tried one after the other in the order of their days; a conditional one must fit the
    scenario both as it starts and as the dated ones leave it: more of its place in time cannot be known.
    """
    mistakes = [m for i, change in enumerate(scenario.timeline) for m in _start_only(i, change)]
    dated = [(change.on, i) for i, change in enumerate(scenario.timeline) if change.on is not None]
    state = scenario
    for _, i in sorted(dated):
        changed, found = _tried(state, i, scenario.timeline[i])
        mistakes.extend(found)
        state = changed or state
    for i, change in enumerate(scenario.timeline):
        if change.on is None:
            mistakes.extend(_tried(scenario, i, change)[1] or _tried(state, i, change)[1])
    return mistakes


def _start_only(i: int, change: Change) -> list[Mistake]:
    found = []
    for path in change.set:
        try:
            steps = parse_path(path)
        except ValueError:
            continue  # _tried says what is wrong with it
        why = next(
            (START_ONLY[p] for n in range(1, len(steps) + 1) if (p := show_path(steps[:n])) in START_ONLY),
            None,
        )
        if why is None and steps in (
            ("groups",),
            ("operators",),
            ("product",),
            ("behaviour",),
            ("strategy",),
            ("strategy", "kocs"),
            ("strategy", "resellers"),
            ("strategy", "funnel"),
        ):
            why = "some of it is used only at the start; set single fields"
        if why is not None:
            found.append(Mistake(("timeline", i, "set", path), f"cannot change later: {why}"))
    return found


def _tried(scenario: Scenario, i: int, change: Change) -> tuple[Scenario | None, list[Mistake]]:
    """The scenario with one change made, or its mistakes, placed in the timeline."""
    changed, mistakes = changed_scenario(scenario, change.set)
    found = []
    for mistake in mistakes:
        place: Where = ("timeline", i, "set", mistake.path) if mistake.path else ("timeline", i, "set")
        inner = show_path(mistake.where)
        found.append(Mistake(place, mistake.text if inner in ("", mistake.path) else str(mistake)))
    return changed, found
