"""The claims of the library as a room tests them: what is run for one, and what the runs so far say.

Plans, effects and verdicts are those of the ledger (`grouplife claims`): the same scenarios, the same evaluation, fewer
seeds. Nothing here knows a claim by name.
"""

from __future__ import annotations

import json
import os
import threading
from collections import OrderedDict
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

from ..errors import UsageError
from ..evidence.claims.evaluate import evaluate
from ..evidence.claims.library import claims_library
from ..evidence.claims.needs import AGAIN, MEMBERS, ClaimRuns, Effort, Needs
from ..evidence.claims.outcome import Outcome
from ..evidence.claims.plan import BASE, Plan, effect_arms, knockout_key, plan_of
from ..evidence.claims.reading import ClaimFile, read_claim
from ..evidence.claims.schema import THEMES, Claim
from ..evidence.claims.shapes import WinnerShare
from ..evidence.claims.store import Key, RunStore
from ..experiments.conduct import guessed_seconds
from ..experiments.ensemble import draw_ensemble
from ..experiments.intervals import FEW
from .compute import check_size
from .lanes import Call, Failure
from .working import Measured, run_measured

#: Rounds (one run of every arm with one seed) of a claim: no more than this, and no fewer.
ROUNDS, LEAST = 30, 10
#: Seconds of one core that a claim, and its knockouts, may take in a room; what would take longer is run less often.
BUDGET = 40.0
RUN_SECONDS = 60.0
#: Rounds at which the page says anew what there is.
STEPS = (4, 6, 8, 10, 13, 16, 20, 25, ROUNDS)
#: Where the page keeps its claim in the state.
KNOWN = "claim"
#: Where `grouplife claims` leaves its ledger, from the folder the workshop was started in; or the file named here.
LEDGER, LEDGER_NAMED = Path("results/claims/ledger.json"), "GROUPLIFE_LEDGER"


# ---------------------------------------------------------------------------------------- the claims


def claims() -> dict[str, Claim]:
    """Id -> claim, in the order of the library; what cannot be read is left out."""
    found = {}
    for name, path in claims_library().items():
        try:
            found[name] = _file(path).claim
        except UsageError:
            continue
    return found


def shelves() -> dict[str, list[str]]:
    """Theme -> ids, in the order of themes."""
    every = claims()
    found = {theme: [name for name, claim in every.items() if claim.theme == theme] for theme in THEMES}
    return {theme: names for theme, names in found.items() if names}


def _file(path: Path) -> ClaimFile:
    return _read(path, path.stat().st_mtime_ns)


@lru_cache(maxsize=512)
def _read(path: Path, changed: int) -> ClaimFile:
    return read_claim(path)


# ---------------------------------------------------------------------------------------- what is run


@dataclass(frozen=True)
class Experiment:
    """A claim with its runs. base: round by round; knockouts: likewise, of the same seeds, fewer where they cost much.

    seconds, knockout_seconds: of one core, guessed.
    """

    plan: Plan
    needs: Needs
    runs: ClaimRuns
    base: tuple[tuple[Key, ...], ...]
    knockouts: tuple[tuple[Key, ...], ...]
    seconds: float
    knockout_seconds: float

    @property
    def claim(self) -> Claim:
        return self.plan.claim

    @cached_property
    def base_calls(self) -> list[Call]:
        """What workers do for the claim, each run once, round by round."""
        return self._calls(self.base)

    @cached_property
    def knockout_calls(self) -> list[Call]:
        """The same for its knockouts."""
        return self._calls(self.knockouts)

    def _calls(self, rounds: Sequence[Sequence[Key]]) -> list[Call]:
        return [self._call(key) for key in dict.fromkeys(key for one in rounds for key in one)]

    def mark(self, key: Key) -> Hashable:
        """What the laboratory knows a run by."""
        return ("claim", *key, tuple(self.needs.measures[key.scenario]))

    def _call(self, key: Key) -> Call:
        scenario, member = self.needs.recipes[key]
        set_ = self.needs.ensemble.overrides(scenario, member) if member >= 0 else {}
        measures = tuple(self.needs.measures[key.scenario])
        return Call(self.mark(key), run_measured, (scenario, set_, key.seed, measures), RUN_SECONDS)


def experiment(name: str, seed: int = 1) -> Experiment:
    """The experiment of a claim. Raises UsageError where there is no such claim, or where a file of it is wrong."""
    path = claims_library().get(name)
    if path is None:
        raise UsageError(f"unknown claim {name!r}")
    return _experiment(path, path.stat().st_mtime_ns, seed)


@lru_cache(maxsize=24)
def _experiment(path: Path, changed: int, seed: int) -> Experiment:
    file = _read(path, changed)
    # the effect and its knockouts; ranges looked through, and more seeds than others, are the ledger's
    less = file.claim.model_copy(update={"where": (), "boundary": None, "seeds_times": 1})
    whole = plan_of(replace(file, content=less))
    arms = effect_arms(less)
    wanted = [BASE, *(knockout_key(name) for name in whole.claim.knockouts)]
    variants = {
        name: {arm: whole.variants[name][arm] for arm in arms} for name in wanted if name in whole.variants
    }
    plan = replace(whole, variants=variants)
    for scenarios in variants.values():
        for scenario in scenarios.values():
            check_size(scenario)
    by_member = isinstance(plan.claim.effect, WinnerShare)
    once = sum(guessed_seconds(scenario) for scenario in variants[BASE].values()) * (2 if by_member else 1)
    rounds = _rounds(once)
    effort = Effort(rounds, rounds if by_member else 0, seed)
    needs = Needs(effort, draw_ensemble(effort.members, seed, list(variants[BASE].values())))
    runs = needs.add(plan)
    base = _by_round(runs, [BASE, *([MEMBERS] if by_member else [])], rounds)
    knocked = [name for name in wanted[1:] if name in runs.keys]
    each = sum(guessed_seconds(scenario) for name in knocked for scenario in variants[name].values())
    fewer = min(rounds, _rounds(each)) if knocked else 0
    return Experiment(plan, needs, runs, base, _by_round(runs, knocked, fewer), rounds * once, fewer * each)


def _rounds(seconds: float) -> int:
    """How many rounds of so many seconds each a room can wait for."""
    return max(LEAST, min(ROUNDS, int(BUDGET / max(seconds, 1e-9))))


def _by_round(runs: ClaimRuns, variants: Sequence[str], rounds: int) -> tuple[tuple[Key, ...], ...]:
    if not variants:
        return ()
    return tuple(
        tuple(keys[k] for name in variants for keys in runs.keys[name].values()) for k in range(rounds)
    )


# ---------------------------------------------------------------------------------------- what was found


def done(one: Experiment, rounds: Sequence[Sequence[Key]], found: Mapping[Hashable, Any]) -> int:
    """Rounds, from the first on, that have all their runs."""
    count = 0
    for keys in rounds:
        if not all(one.mark(key) in found for key in keys):
            break
        count += 1
    return count


def step(count: int, most: int) -> int:
    """The rounds that are shown of so many that are there."""
    return max((n for n in (*STEPS, most) if n <= min(count, most)), default=0)


_KEPT: OrderedDict[tuple[int, int, int], tuple[Experiment, Outcome]] = OrderedDict()
_LOCK = threading.Lock()


def outcome(one: Experiment, found: Mapping[Hashable, Any], rounds: int, knockout_rounds: int = 0) -> Outcome:
    """What so many rounds say, and so many of the knockouts: as the ledger would judge these runs.

    found: by `mark`, a Measured or a Failure each.
    """
    key = (id(one), rounds, knockout_rounds)
    with _LOCK:
        kept = _KEPT.get(key)
    if kept is not None and kept[0] is one:
        return kept[1]
    store = RunStore(Path(), version="workshop")  # never opened: it lives in memory
    errors: dict[object, str] = {}
    for run in dict.fromkeys(
        k for part in (*one.base[:rounds], *one.knockouts[:knockout_rounds]) for k in part
    ):
        result = found.get(one.mark(run))
        if isinstance(result, Measured):
            store.runs[run] = result.values
        elif isinstance(result, Failure):
            errors[run] = result.text or result.kind
    judged = evaluate(_cut(one, rounds, knockout_rounds), store, one.needs.ensemble, errors)
    if not errors:
        with _LOCK:
            _KEPT[key] = (one, judged)
            while len(_KEPT) > 64:
                _KEPT.popitem(last=False)
    return judged


def _cut(one: Experiment, rounds: int, knockout_rounds: int) -> ClaimRuns:
    """The claim's runs up to so many rounds."""
    keys = {}
    for variant, arms in one.runs.keys.items():
        most = rounds if variant in (BASE, MEMBERS, AGAIN) else knockout_rounds
        if most:
            keys[variant] = {arm: found[:most] for arm, found in arms.items()}
    return ClaimRuns(one.plan, keys)


# ---------------------------------------------------------------------------------------- the full ledger


@dataclass(frozen=True)
class Full:
    """What a kept ledger says of a claim. same_model: whether it was made with the model that runs here."""

    entry: Mapping[str, Any]
    seeds: int
    ensemble: int
    same_model: bool


def full_verdict(name: str) -> Full | None:
    """What the ledger that `grouplife claims` left says of a claim; None where there is none."""
    from ..experiments.version import model_version

    path = Path(os.environ.get(LEDGER_NAMED) or LEDGER)
    try:
        ledger = _ledger(path, path.stat().st_mtime_ns)
        entry = next((one for one in ledger["claims"] if one["id"] == name), None)
        if entry is None:
            return None
        return Full(
            entry, int(entry["seeds"]), int(ledger["ensemble"]), ledger.get("model") == model_version()
        )
    except (OSError, ValueError, KeyError, TypeError):
        return None


def command(name: str) -> str:
    """The command that makes the full verdict."""
    return f"grouplife claims {name}"


@lru_cache(maxsize=2)
def _ledger(path: Path, changed: int) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found


assert LEAST >= FEW
