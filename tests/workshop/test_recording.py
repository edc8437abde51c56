"""What is recorded of a group is what the model's own run says of it."""

from __future__ import annotations

import re
from typing import Any

import numpy as np
import pandas as pd
import pytest

from simulation import load_scenario, run
from simulation.errors import UsageError
from simulation.scenario import Scenario
from simulation.workshop import recording as module
from simulation.workshop.canvas import SCRIPTS, parts
from simulation.workshop.fates import Fate, fates, sentence, typical
from simulation.workshop.recording import Recording, Refusal, record
from simulation.workshop.recording import recorded as worker_answer
from simulation.workshop.stories import story
from simulation.workshop.texts import watch
from simulation.workshop.working import Kept

SMALL = {"groups.count": 4, "groups.members_at_start": 60, "market.people": 2000, "days": 70}
BUSY = load_scenario(
    "wild_referral",
    {**SMALL, "strategy.growth.public_per_day": 6, "strategy.growth.bait": 12, "strategy.kocs.per_group": 3},
)
GROUP = 2


@pytest.fixture(scope="module")
def recorded() -> Recording:
    return record(BUSY, 5, GROUP)


@pytest.fixture(scope="module")
def result() -> Any:
    return run(BUSY, seed=5, events=True)


@pytest.fixture(scope="module")
def events(result: Any) -> pd.DataFrame:
    """The run's own log of the group; members numbered as in the recording, by day of joining, then slot."""
    log = result.events
    mine = log[log["group"] == GROUP]
    joined = mine[mine["event"] == "join"].sort_values(["day", "member"])["member"].tolist()
    return mine.assign(number=mine["member"].map({slot: i for i, slot in enumerate(joined)}))


def of(events: pd.DataFrame, kind: str) -> pd.DataFrame:
    return events[events["event"] == kind]


def test_members_joins_leaves_and_messages_by_day_are_those_of_the_run(
    recorded: Recording, result: Any
) -> None:
    data = recorded.data()
    daily = result.group_daily[result.group_daily["group"] == GROUP]
    present, came, went = (np.zeros(data["days"], int) for _ in range(3))
    said, opened, muted, active = (np.zeros(data["days"], int) for _ in range(4))
    for one in data["members"]:
        came[one["from"]] += one["from"] > 0
        if one["left"] is not None:
            went[one["left"]] += 1
        for i, letter in enumerate(one["days"]):
            there = letter not in "xX"
            present[one["from"] + i] += there
            opened[one["from"] + i] += letter.isupper()
            muted[one["from"] + i] += letter in "mM"
            active[one["from"] + i] += letter in "aA"
        for i, words in enumerate(one["said"]):
            said[one["from"] + i] += int(words, 36)
    assert present.tolist() == daily["present"].tolist() == data["daily"]["present"]
    assert came.tolist() == daily["joins"].tolist()
    assert went.tolist() == (daily["leaves"] + daily["dismissed"]).tolist()
    assert said.tolist() == (daily["messages"] + daily["planted_messages"]).tolist()
    assert opened.tolist() == daily["visits"].tolist()
    assert muted.tolist() == daily["muted"].tolist()
    assert (active <= daily["active_28"].to_numpy()).all(), "the others of these have muted the group"
    assert sum(data["daily"]["orders"]) == sum(len(one["ordered"]) for one in data["members"])
    assert data["daily"]["zeal"] == pytest.approx(daily["zeal"].round(3).tolist())


def test_each_member_did_what_the_log_says(recorded: Recording, events: pd.DataFrame) -> None:
    members = recorded.data()["members"]
    assert len(members) == len(of(events, "join"))
    for event, field in (("join", "from"), ("mute", "muted"), ("leave", "left")):
        logged = dict(zip(of(events, event)["number"], of(events, event)["day"], strict=True))
        assert {i: one[field] for i, one in enumerate(members) if one[field] is not None} == logged
    for event, count in (("open", "visits"), ("message", "words")):
        logged = of(events, event).groupby("number")["count"].sum().to_dict()
        assert {i: one[count] for i, one in enumerate(members) if one[count]} == logged
    orders = of(events, "order").groupby("number")["day"].apply(list).to_dict()
    assert {i: one["ordered"] for i, one in enumerate(members) if one["ordered"]} == orders


def test_how_a_member_came_is_what_their_row_says(recorded: Recording, result: Any) -> None:
    rows = result.members
    rows = rows[rows["group"] == GROUP].sort_values(["joined", "slot"])
    members = recorded.data()["members"]
    slots = rows["slot"].tolist()
    assert len(rows) == len(members)
    assert {"founding", "public", "friend"} <= {one["by"]["how"] for one in members}
    for one, row in zip(members, rows.itertuples(), strict=True):
        assert one["by"]["how"] == row.channel
        assert one["hunter"] == row.hunter
        if row.channel == "public":
            assert one["by"]["gift"] == 12
        if row.channel == "friend":
            inviter = None if row.invited_by not in slots else slots.index(row.invited_by)
            assert one["by"]["who"] == inviter
            assert one["by"]["reward"] >= one["hunter"], "who came for the reward was invited for one"


def test_a_story_tells_what_happened_on_the_days_on_which_it_did(
    recorded: Recording, events: pd.DataFrame
) -> None:
    data = recorded.data()
    logged = {
        kind: of(events, kind).groupby("number")["day"].apply(list).to_dict()
        for kind in ("join", "mute", "leave", "message", "order")
    }
    for number, one in enumerate(data["members"]):
        en, zh = (" ".join(story(one, data["days"], lang)) for lang in ("en", "zh"))
        assert not re.search("[A-Za-z]{3,}", zh.replace("KOC", "")), zh
        assert "{" not in en + zh
        assert (
            ("Muted the group" in en)
            == ("设了免打扰" in zh.partition("到第")[0])
            == (number in logged["mute"])
        )
        assert ("Left on" in en) == (number in logged["leave"])
        assert ("Never said" in en) == (number not in logged["message"])
        for kind, days in logged.items():
            if kind == "join" and one["from"] == 0:
                continue  # founders
            for day in (*days.get(number, [])[:1], *days.get(number, [])[-1:]):
                if kind != "order" or len(days[number]) <= 6:
                    assert re.search(rf"\b{day + 1}\b", en), (kind, day + 1, en)
                    assert re.search(rf"(?<!\d){day + 1}(?!\d)", zh), (kind, day + 1, zh)
    told = " ".join(line for one in data["members"] for line in story(one, data["days"], "en"))
    assert "with a gift of 12 CNY" in told
    assert "for a reward" in told
    assert "KOC" in told


@pytest.mark.parametrize(
    "name", ["coupon_spam", "sales_steered", "segmented", "understaffed", "moments_seller", "side_job"]
)
def test_posts_by_kind_add_up_to_the_posts_of_the_run(name: str) -> None:
    scenario = load_scenario(name, SMALL)
    data = record(scenario, 3, 1).data()
    made = np.sum(list(data["posts"].values()), axis=0)
    assert made.tolist() == data["daily"]["posts"]
    posted = {entry.post for entry in scenario.strategy.calendar}
    assert set(data["posts"]) <= posted


def test_a_class_ends_with_everybody_let_go_or_moved_up() -> None:
    scenario = load_scenario(
        "one_yuan_ladder",
        {"groups.count": 6, "strategy.funnel.classes": 2, "market.people": 2500, "days": 80},
    )
    found = record(scenario, 2, 4)
    data = found.data()
    assert found.fate.kind in ("dissolved", "died", "stillborn")
    ends = {one["how"] for one in data["members"]}
    assert {"dismissed", "moved"} <= ends
    let_go = sum(one["how"] == "dismissed" for one in data["members"])
    assert let_go == sum(data["daily"]["dismissed"])
    closed = next(mark["day"] for mark in data["marks"] if mark["kind"] == "closed")
    assert all(one["left"] <= closed for one in data["members"])
    lasting = [record(scenario, 2, k).data() for k in range(4)]
    moved_in = sum(one["by"]["how"] == "moved" for group in lasting for one in group["members"])
    assert moved_in == sum(sum(group["daily"]["regrouped"]) for group in lasting) > 0


def test_nobody_shares_a_seat_and_the_talkative_sit_in_the_middle(recorded: Recording) -> None:
    data = recorded.data()
    for day in range(data["days"]):
        seats = [
            one["seat"] for one in data["members"] if one["from"] <= day < one["from"] + len(one["days"])
        ]
        assert len(seats) == len(set(seats))
    assert max(one["seat"] for one in data["members"]) < data["seats"]
    loudest = max(data["members"], key=lambda one: one["words"])
    assert loudest["seat"] == 0


def test_the_typical_group_is_the_middle_one_of_the_commonest_fate() -> None:
    def fate(group: int, kind: Any, day: int = -1, messages: int = 100) -> Fate:
        return Fate(group, kind, day, messages, 0.5, False, False)

    some = [fate(0, "alive"), fate(1, "died", 90), fate(2, "died", 40), fate(3, "died", 60), fate(4, "never")]
    assert typical(some) == 3
    assert (
        typical([fate(0, "alive", messages=9), fate(1, "alive", messages=5), fate(2, "alive", messages=7)])
        == 2
    )
    assert typical([fate(0, "dissolved", 14), fate(1, "alive")]) == 1
    with pytest.raises(ValueError, match="no group"):
        typical([fate(0, "never")])


def test_without_a_group_named_the_typical_one_is_recorded_and_its_fate_is_the_runs() -> None:
    scenario = load_scenario("baseline", {**SMALL, "days": 120})
    found = record(scenario, 1)
    whole = run(scenario, seed=1)
    assert found.group == found.typical == typical(fates(whole.group_arrays, whole.observed.lives))
    died = whole.groups["ever_dead_day"]
    assert [one.kind in ("died", "revived") for one in found.fates] == died.notna().tolist()
    for one in found.fates:
        told = sentence(one, found.days, "en")
        assert told
        assert not re.search("[A-Za-z]{3,}", sentence(one, found.days, "zh"))
        if one.kind == "died":
            assert f"day {int(died[one.group]) + 1}" in told
    assert isinstance(found, Kept), "the laboratory keeps it"
    assert record(scenario, 1) == found, "the same seed gives the same run"


def test_a_recording_is_bounded_and_what_is_larger_is_refused_in_both_languages(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    long = load_scenario(
        "baseline", {"days": 730, "groups.cap": 500, "groups.members_at_start": 450, "groups.count": 2}
    )
    found = record(long, 1, 0)
    assert 300_000 < len(found.text) <= module.MOST_BYTES
    assert found.size >= len(found.text)
    monkeypatch.setattr(module, "MOST_BYTES", 100_000)
    with pytest.raises(UsageError, match="too many"):
        record(long, 1, 0)
    monkeypatch.setattr(module, "MOST_MEMBER_DAYS", 100_000)
    with pytest.raises(UsageError, match="上限"):
        record(long, 1, 0, "zh")


@pytest.mark.parametrize(
    ("name", "group", "told"), [("no_group", None, "no group"), ("baseline", 99, "no group 100")]
)
def test_what_cannot_be_watched_is_told(name: str, group: int | None, told: str) -> None:
    with pytest.raises(UsageError, match=told):
        record(load_scenario(name, SMALL), 1, group)
    refusal = worker_answer(load_scenario(name, SMALL), 1, group)
    assert isinstance(refusal, Refusal)
    assert told in refusal.text("en")
    assert "群" in refusal.text("zh")
    assert isinstance(refusal, Kept)


def test_the_picture_has_every_word_it_asks_for_and_loads_nothing() -> None:
    html, css, js = parts()
    assert len(SCRIPTS) == 4
    asked = set(re.findall(r'data-t="(\w+)"', html)) | set(re.findall(r"\bwords\.(\w+)", js))
    asked |= {
        f"mark_{kind}"
        for kind in re.search(r"const SIGNS = \{(.*?)\}", js, re.S)[1].replace('"', "").split()[::2]
        for kind in [kind.strip(":,")]
    }  # type: ignore[index]
    asked |= set(re.findall(r'\["((?:look|sign)_\w+)"', js))
    assert asked <= set(watch.PICTURE), asked - set(watch.PICTURE)
    for text in (html, css, js):
        assert "http" not in text
        assert not re.search(r"@import|url\(|fetch\(|XMLHttp|innerHTML|eval\(", text)
        assert not re.search("[\u4e00-\u9fff]", text)


def test_every_scenario_small_enough_can_be_recorded() -> None:
    assert isinstance(Scenario().days, int)
    for name in ("hundred_founders", "late_market", "uncredited", "franchise_copycat"):
        data = record(load_scenario(name, {"days": 40}), 1).data()
        assert data["members"]
