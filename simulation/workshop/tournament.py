"""The tournament of a room: what is played, who submitted what, and what the facilitator decides.

All of it lies in `Rooms`, so that forgetting the room forgets the tournament.
"""

from __future__ import annotations

import secrets
import threading
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from ..errors import UsageError
from ..report.numbers import Lang
from .challenges import Challenge, fitting, setting
from .compute import SEEDS, Laboratory
from .room import ROOM, Rooms, plain_name, rooms
from .scoring import START, Score, score_of
from .seen import Seen
from .texts import say

AGAIN = 2  # times that runs of a submission which failed are asked for again
MOST_TEAMS = 60  # a challenge and round
PER_VISITOR = 12  # submissions of one browser, over all challenges and rounds
#: Fresh seeds lie from here on, far from those that any page practises with, and nobody can guess them.
FRESH_FROM = 1_000_000
_FRESH_TO = 900_000_000


@dataclass(frozen=True)
class Stage:
    """Where the room is. challenge: the one everybody plays, or "": each chooses. number: of the round.

    fresh: first of the seeds that submissions of this round are scored with.
    """

    challenge: str = ""
    closed: bool = False
    revealed: bool = False
    number: int = 1
    fresh: int = FRESH_FROM

    @property
    def seeds(self) -> range:
        """What everybody's submission is scored with."""
        return range(self.fresh, self.fresh + SEEDS)


@dataclass(frozen=True)
class Entry:
    """A submission. id: of no meaning. visitor: whose it is. values: the setting."""

    id: str
    team: str
    visitor: str
    values: Mapping[str, Any]


@dataclass
class Try:
    """A plan that was tried. seen: what an operator sees of it, once it is known."""

    values: Mapping[str, Any]
    seen: Seen | None = None


class Tournament:
    """What one room plays. Safe to use from many sessions."""

    def __init__(self, shared: Rooms, room: str = ROOM) -> None:
        self._rooms, self._room = shared, room
        self._lock = threading.Lock()

    # ------------------------------------------------------------------------------------ the stage

    def stage(self) -> Stage:
        """Where the room is; the first who asks opens the first round."""
        with self._lock:
            return self._stage()

    def _stage(self) -> Stage:
        found = self._rooms.get(self._room, "stage").get("stage")
        if isinstance(found, Stage):
            return found
        return self._set(Stage(fresh=_fresh()))

    def _set(self, stage: Stage) -> Stage:
        self._rooms.put(self._room, "stage", "stage", stage)
        return stage

    def choose(self, challenge: str) -> None:
        """Everybody plays this challenge, or, with "", each the one they choose."""
        with self._lock:
            self._set(replace(self._stage(), challenge=challenge))

    def close(self, closed: bool = True) -> None:
        """Take no more submissions, or some again; what was revealed stays closed until a new round."""
        with self._lock:
            stage = self._stage()
            self._set(replace(stage, closed=closed or stage.revealed))

    def reveal(self) -> None:
        """Show everybody what was hidden. Nothing can be submitted after that."""
        with self._lock:
            self._set(replace(self._stage(), closed=True, revealed=True))

    def renew(self) -> None:
        """A new round: the board is empty, the seeds are others."""
        with self._lock:
            stage = self._stage()
            for topic in self._rooms.topics(self._room):
                if topic.startswith(("entries ", "scores ", "again ", "tries ")):
                    self._rooms.clear(self._room, topic)
            self._set(Stage(challenge=stage.challenge, number=stage.number + 1, fresh=_fresh()))

    def forget(self) -> None:
        """Empty the whole room, other pages' votes too. Rounds go on counting: browsers remember theirs."""
        with self._lock:
            stage = self._stage()
            self._rooms.forget(self._room)
            self._set(Stage(number=stage.number + 1, fresh=_fresh()))

    # ------------------------------------------------------------------------------------ submissions

    def submit(
        self, visitor: str, team: str, challenge: Challenge, values: Mapping[str, Any], lang: Lang
    ) -> Entry:
        """Take a setting from a team. Raises UsageError with what is in the way, for the reader of the page."""
        name = plain_name(team)
        kept = fitting(challenge, dict(values), lang)
        with self._lock:
            stage = self._stage()
            there = self._entries(challenge)
            made = self._rooms.get(self._room, "submissions").get(visitor, 0)
            count = made if isinstance(made, int) else 0
            if stage.closed:
                raise UsageError(say("challenge.refused_closed", lang))
            if not name:
                raise UsageError(say("challenge.refused_nameless", lang))
            if any(one.visitor == visitor for one in there):
                raise UsageError(say("challenge.refused_again", lang))
            if any(one.team.casefold() == name.casefold() for one in there):
                raise UsageError(say("challenge.refused_taken", lang))
            if count >= PER_VISITOR:
                raise UsageError(say("challenge.refused_many", lang, most=PER_VISITOR))
            if len(there) >= MOST_TEAMS:
                raise UsageError(say("challenge.refused_full", lang, most=MOST_TEAMS))
            entry = Entry(secrets.token_hex(8), name, visitor, kept)
            if not self._rooms.put(self._room, "submissions", visitor, count + 1):
                raise UsageError(say("challenge.refused_crowd", lang))
            self._rooms.put(self._room, f"entries {challenge.name}", entry.id, entry)
            return entry

    def entries(self, challenge: Challenge) -> list[Entry]:
        """What was submitted in this round, in its order."""
        with self._lock:
            return self._entries(challenge)

    def _entries(self, challenge: Challenge) -> list[Entry]:
        found = self._rooms.get(self._room, f"entries {challenge.name}").values()
        return [one for one in found if isinstance(one, Entry)]

    def mine(self, visitor: str, challenge: Challenge) -> Entry | None:
        """What the visitor submitted in this round."""
        return next((one for one in self.entries(challenge) if one.visitor == visitor), None)

    # ------------------------------------------------------------------------------------ tries

    def tries(self, visitor: str, challenge: Challenge) -> list[Try]:
        """What the visitor has tried in this round, in its order."""
        with self._lock:
            return self._tries(visitor, challenge)

    def _tries(self, visitor: str, challenge: Challenge) -> list[Try]:
        found = self._rooms.get(self._room, f"tries {challenge.name}").get(visitor)
        return list(found) if isinstance(found, tuple) else []

    def practise(self, visitor: str, challenge: Challenge, values: Mapping[str, Any]) -> None:
        """Try a plan; nothing where it was the last one tried, where no try is left or it is over."""
        with self._lock:
            made = self._tries(visitor, challenge)
            over = self._stage().closed or any(one.visitor == visitor for one in self._entries(challenge))
            same = bool(made) and made[-1].values == values
            if not over and not same and len(made) < challenge.practices:
                tries = (*made, Try(dict(values)))
                self._rooms.put(self._room, f"tries {challenge.name}", visitor, tries)

    # ------------------------------------------------------------------------------------ scores

    def scores(self, challenge: Challenge) -> dict[str, Score]:
        """By id of the entry; "start": the setting as it was handed out."""
        found = self._rooms.get(self._room, f"scores {challenge.name}").items()
        return {name: one for name, one in found if isinstance(one, Score)}

    def score(self, challenge: Challenge, entry: str, score: Score, number: int) -> None:
        """Keep the score of an entry, unless its round is over."""
        with self._lock:
            if self._stage().number == number:
                self._rooms.put(self._room, f"scores {challenge.name}", entry, score)

    def _asked(self, challenge: Challenge, entry: str) -> int:
        """How often the entry's runs have been asked for again."""
        found = self._rooms.get(self._room, f"again {challenge.name}").get(entry, 0)
        return found if isinstance(found, int) else 0

    def _ask_again(self, challenge: Challenge, entry: str, asked: int, number: int) -> None:
        """Count that failed runs are asked for again; once, however many pages find out at a time."""
        with self._lock:
            if self._stage().number == number and self._asked(challenge, entry) == asked:
                self._rooms.put(self._room, f"again {challenge.name}", entry, asked + 1)

    def advance(self, lab: Laboratory, challenge: Challenge, lang: Lang) -> None:
        """See to the scores that are missing: have them run, keep those that are known by now.

        Every page that shows the board calls it, so that a team that closes its browser is scored all the same. Runs
        that failed are asked for again, `AGAIN` times; after that the score is kept without them, and says so.
        """
        stage, scores = self.stage(), self.scores(challenge)
        plans = [(one.id, setting(challenge, one.values)) for one in self.entries(challenge)]
        if plans:
            plans.append((START, challenge.start))
        for id_, scenario in plans:
            if id_ not in scores:
                asked = self._asked(challenge, id_)
                who = (
                    f"challenge {stage.number} {id_} {asked}"  # another question each time, or nothing is run
                )
                runs = lab.ask_runs(who, [scenario], stage.seeds, challenge.name, lang)
                if runs.complete() == len(stage.seeds):
                    found = {one.seed: one for one in runs.answers()[0]}
                    if len(found) < len(stage.seeds) and asked < AGAIN:
                        self._ask_again(challenge, id_, asked, stage.number)
                        continue
                    score = score_of(challenge, [found.get(seed) for seed in stage.seeds])
                    self.score(challenge, id_, score, stage.number)


def _fresh() -> int:
    return FRESH_FROM + secrets.randbelow(_FRESH_TO - FRESH_FROM)


_TOURNAMENT = Tournament(rooms())


def tournament() -> Tournament:
    """The tournament of this process."""
    return _TOURNAMENT
