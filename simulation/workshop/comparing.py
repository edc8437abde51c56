"""Which strategies are compared, as a link holds them, and the scenarios that are run for them."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from ..errors import UsageError
from ..experiments.compare import arms_of
from ..report.numbers import Lang
from ..scenario import Scenario
from ..scenario.words import difference_lines
from .room import plain_name
from .state import (
    MAX_CHANGES,
    MAX_LINK,
    Path,
    State,
    default_base,
    differences,
    library_scenario,
    names,
    shelves,
    to_yaml,
)
from .texts import say

#: Where the page keeps its choice in the state.
KEPT = "compare"
LEAST, MOST = 2, 4
LETTERS = "ABCD"
#: What is compared day by day.
By = Literal["survival", "activity", "trust", "money", "referral"]
BY: tuple[By, ...] = ("survival", "activity", "trust", "money", "referral")
#: The world that is laid over all: who there is, how many groups of what size, for how long. How members were won and
#: what they have in common is the strategy's own.
WORLD = (
    "days",
    "market",
    "groups.count",
    "groups.members_at_start",
    "groups.size_sigma",
    "groups.talk_sigma",
    "groups.newcomers_sigma",
)


class Strategy(BaseModel):
    """One strategy: the setting of the page "play" (mine), or a library scenario with changes.

    file: the name of the file it was read from, of an uploaded one.
    """

    model_config = ConfigDict(extra="forbid", frozen=True)

    mine: bool = False
    base: str = Field("", max_length=200)
    changes: dict[Path, Any] = Field(default_factory=dict, max_length=MAX_CHANGES)
    file: str = Field("", max_length=40)


class Contest(BaseModel):
    """What is compared: two to four strategies, by which measure, in one world or each in its own."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    who: Annotated[tuple[Strategy, ...], Field(min_length=LEAST, max_length=MOST)]
    by: By = "money"
    same: bool = True

    def with_(self, place: int, strategy: Strategy) -> Contest:
        """With another strategy at a place."""
        who = [*self.who]
        who[place] = strategy
        return self.model_copy(update={"who": tuple(who)})


@dataclass(frozen=True)
class Arm:
    """A strategy as it is run.

    state: what says it whole; beside: its name next to a line; laid: what the common world changes in it, in words.
    """

    scenario: Scenario
    state: State
    title: str
    beside: str
    laid: tuple[str, ...]


# ---------------------------------------------------------------------------------------- the choice


def contest_of(state: State) -> tuple[Contest, str]:
    """What the state says is compared, and what is wrong with what it says (then the usual choice is given)."""
    kept = state.more.get(KEPT)
    if kept is None:
        return first_contest(state), ""
    try:
        contest = Contest.model_validate(kept)
        for one in contest.who:
            _own(one, state)
    except ValidationError:
        return first_contest(state), say("compare.broken", state.lang)
    except UsageError as wrong:
        return first_contest(state), f"{say('compare.broken', state.lang)}\n\n{wrong}"
    return contest, ""


def first_contest(state: State) -> Contest:
    """Where one starts: one's own setting against the library's it was made from, or the next on its shelf."""
    base = state.base or default_base()
    other = base
    if not state.changes:
        found = shelves().values()  # only what can be read
        shelf = next((one for one in found if base in one), [base])
        others = [name for one in (shelf, *found) for name in one if name != base]
        other = others[0] if others else base
    return Contest(who=(Strategy(mine=True), Strategy(base=other)))


def keep(state: State, contest: Contest) -> State:
    """The state with this choice. Raises UsageError where a link could not hold it."""
    plain = contest.model_dump(mode="json", exclude_defaults=True)
    found = state.with_(more={**state.more, KEPT: plain})
    if len(found.query()["s"]) > MAX_LINK:
        raise UsageError(say("compare.long", state.lang))
    return found


def of_upload(name: str, found: State) -> Strategy:
    """The strategy of a file; found: what `from_upload` made of it."""
    stem = re.sub(r"\.ya?ml$", "", name, flags=re.IGNORECASE)
    return Strategy(base=found.base, changes=found.changes, file=plain_name(stem, 40) or "file")


def _own(one: Strategy, state: State) -> State:
    """The state that says a strategy by itself. Raises UsageError where it does not hold."""
    if one.mine:
        return state
    if one.base not in names():
        raise UsageError(say("compare.unknown", state.lang, name=repr(one.base[:60])))
    found = state.with_(base=one.base, changes=one.changes)
    found.scenario()
    return found


# ---------------------------------------------------------------------------------------- as they are run


def title_of(one: Strategy, state: State) -> str:
    """What a strategy is called."""
    if one.mine:
        base = getattr(library_scenario(state.base or default_base()).title, state.lang)
        return say("compare.mine_changed" if state.changes else "compare.mine_plain", state.lang, title=base)
    title = str(getattr(library_scenario(one.base).title, state.lang))
    return one.file or (say("play.changed_title", state.lang, title=title) if one.changes else title)


def arms(contest: Contest, state: State) -> list[Arm]:
    """The scenarios to run, with names that differ, as `grouplife compare` names those of the files one may download.

    In one world the first strategy's people, groups and days are laid over the others. Raises UsageError where a
    strategy does not fit.
    """
    own = [_own(one, state) for one in contest.who]
    first = own[0].scenario()
    found = []
    for one, said in zip(contest.who, own, strict=True):
        before = said.scenario()
        laid = world_over(before, first) if contest.same else {}
        after = said.with_(changes={**said.changes, **laid}) if laid else said
        scenario = after.scenario()
        after = after.with_(changes=differences(library_scenario(after.base or default_base()), scenario))
        named = scenario.model_copy(update={"name": _name(one, scenario)})
        lines = tuple(difference_lines(before, scenario, state.lang)) if laid else ()
        title = title_of(one, state)
        beside = say("compare.mine", state.lang) if one.mine else title
        found.append(Arm(named, after, title, beside, lines))
    apart, _ = arms_of([one.scenario for one in found])
    return [replace(one, scenario=s) for s, one in zip(apart, found, strict=True)]


def world_over(scenario: Scenario, first: Scenario) -> dict[str, Any]:
    """What to set in a scenario to have it in the first one's world."""
    every = differences(scenario, first)
    return {path: value for path, value in every.items() if any(_within(path, top) for top in WORLD)}


def _within(path: str, top: str) -> bool:
    return path == top or path.startswith((f"{top}.", f"{top}["))


def _name(one: Strategy, scenario: Scenario) -> str:
    """A name as files of scenarios have."""
    given = f"{scenario.name[:50]}_mine" if one.mine else one.file or scenario.name
    plain = re.sub(r"[^a-z0-9_-]+", "_", given.lower()).strip("_-")[:60]
    return plain or scenario.name


def files(found: Sequence[Arm]) -> list[tuple[str, str]]:
    """Per strategy the name and text of a file that says all of it; `grouplife compare` of them gives what is shown."""
    return [(f"{one.scenario.name}.yaml", to_yaml(one.state)) for one in found]


def command(found: Sequence[Arm], seed: int, runs: int) -> str:
    """The command that compares the files, with what we do not know."""
    words = ["grouplife", "compare", *(f"{one.scenario.name}.yaml" for one in found)]
    words += ["--replicates", str(runs), "--ensemble", "40"]
    return " ".join([*words, "--seed", str(seed)] if seed != 1 else words)


def short(title: str, lang: Lang) -> str:
    """A title as it fits beside a line."""
    most = 9 if lang == "zh" else 18
    return title if len(title) <= most else f"{title[: most - 1].rstrip()}…"
