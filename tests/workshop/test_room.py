"""What a room shares, and what free text may be."""

from __future__ import annotations

import pytest

from simulation.workshop.ballot import Ballot
from simulation.workshop.room import LEADER, MAX_NAME, Rooms, may_lead, plain_name


def test_what_one_says_replaces_what_one_said_and_rooms_are_apart() -> None:
    rooms = Rooms()
    rooms.put("a", "K1", "x", "yes")
    rooms.put("a", "K1", "x", "no")
    rooms.put("a", "K1", "y", "yes")
    rooms.put("b", "K1", "x", "yes")
    assert rooms.get("a", "K1") == {"x": "no", "y": "yes"}
    assert rooms.get("b", "K1") == {"x": "yes"}
    assert rooms.get("c", "K1") == {}


def test_what_is_given_out_is_a_copy() -> None:
    rooms = Rooms()
    rooms.put("a", "K1", "x", 1)
    rooms.get("a", "K1")["x"] = 2
    assert rooms.get("a", "K1") == {"x": 1}


def test_neither_rooms_nor_entries_grow_without_end() -> None:
    rooms = Rooms(most_rooms=3, most_entries=4)
    for room in range(10):
        for who in range(10):
            rooms.put(str(room), "t", str(who), who)
    assert [room for room in map(str, range(10)) if rooms.get(room, "t")] == ["7", "8", "9"]
    assert len(rooms.get("9", "t")) == 4


def test_a_topic_that_is_full_refuses_who_is_new_and_keeps_what_others_said() -> None:
    rooms = Rooms(most_entries=2)
    assert rooms.put("a", "t", "first", 1)
    assert rooms.put("a", "t", "second", 1)
    assert not rooms.put("a", "t", "third", 1)
    assert rooms.put("a", "t", "first", 2), "may change what they said"
    assert rooms.get("a", "t") == {"first": 2, "second": 1}
    ballot = Ballot(Rooms(most_entries=1), "T1")
    assert ballot.cast("first", "agree")
    assert not ballot.cast("second", "agree")


def test_a_name_is_one_short_printable_line() -> None:
    assert plain_name("  Team\n\x00 \u202eA\u200b  一队 ") == "Team A 一队"
    assert len(plain_name("x" * 1000)) == MAX_NAME
    assert plain_name("\n\t") == ""


def test_only_the_token_that_was_printed_makes_a_facilitator(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(LEADER, "right")
    assert may_lead("right")
    assert not any(map(may_lead, ("", "wrong", "righ", "right ", "正确")))
    monkeypatch.delenv(LEADER)
    assert not may_lead(""), "a server without a token has no facilitator"


def test_what_was_said_on_a_topic_can_be_forgotten() -> None:
    rooms = Rooms()
    rooms.put("a", "K1", "x", 1)
    rooms.put("a", "K2", "x", 2)
    rooms.clear("a", "K1")
    rooms.clear("b", "K1")
    assert rooms.get("a", "K1") == {}
    assert rooms.get("a", "K2") == {"x": 2}
