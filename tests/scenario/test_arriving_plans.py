"""What a scenario may say of channels, bursts, gates and classes, and what is refused."""

from __future__ import annotations

import pytest

from simulation.errors import UsageError
from simulation.experiments.ensemble import draw_ensemble
from simulation.scenario import load_scenario, scenario_hash
from simulation.scenario.arrive import default_channels
from simulation.scenario.words import explain


def test_channels_are_written_on_top_of_those_there_are(write):
    text = (
        "extends: baseline\n"
        "channels: {short_video: {cost_per_join: 5}, fair: {reach: 0.05}}\n"
        "strategy: {growth: {channels: {fair: 2, short_video: 3}, bursts: [{on: 3, people: 50, channel: fair}]}}\n"
    )
    s = load_scenario(write(text))
    assert s.channels["short_video"].cost_per_join == 5
    assert s.channels["short_video"].reach == default_channels()["short_video"].reach
    assert s.channels["fair"].reach == 0.05
    assert s.strategy.growth.bursts[0].channel == "fair"


def test_the_order_in_which_channels_are_written_does_not_matter():
    a, b = (
        load_scenario("baseline", {"strategy.growth.channels": dict(pairs)})
        for pairs in ([("short_video", 1), ("note_sharing", 2)], [("note_sharing", 2), ("short_video", 1)])
    )
    assert scenario_hash(a) == scenario_hash(b)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (
            "strategy: {growth: {channels: {short_vidoe: 2}}}",
            "unknown channel 'short_vidoe'; did you mean short_video?",
        ),
        (
            "strategy: {growth: {bursts: [{on: 3, people: 5, channel: tv}]}}",
            "strategy.growth.bursts[0].channel: unknown channel 'tv'; allowed: official_account",
        ),
        ("strategy: {funnel: {classes: 20}}", "given 20, allowed: fewer than groups.count, which is 20"),
        ("channels: {tv: {reach: 0}}", "channels.tv.reach: given 0, allowed: a number above 0 to 1"),
        ("channels: {tv: {price: 3}}", "unknown name 'price'"),
        ("strategy: {gate: {question: 2}}", "strategy.gate.question: given 2, allowed: a number from 0 to 1"),
        ("strategy: {growth: {bursts: [{on: 3}]}}", "strategy.growth.bursts[0].people: missing"),
        (
            "timeline: [{on: 3, set: {strategy.funnel.length: 5}}]",
            "cannot change later: classes are dated at the start",
        ),
        (
            "timeline: [{on: 3, set: {groups.bait: 5}}]",
            "cannot change later: founders are chosen at the start",
        ),
        (
            "timeline: [{on: 3, set: {market.platform.tolerance: 5}}]",
            "cannot change later: the people are drawn at the start",
        ),
    ],
)
def test_a_plan_that_cannot_be_is_refused_with_place_and_reason(text, said, write):
    with pytest.raises(UsageError) as refused:
        load_scenario(write(f"extends: baseline\n{text}\n", "plan.yaml"))
    assert said in str(refused.value)
    assert "plan.yaml:2" in str(refused.value)


def test_every_mistake_is_told_at_once(write):
    text = "extends: baseline\ndays: x\nstrategy: {growth: {channels: {tv: 1}}, funnel: {classes: 99}}\n"
    with pytest.raises(UsageError) as refused:
        load_scenario(write(text))
    for part in ("days", "unknown channel 'tv'", "given 99, allowed: fewer than groups.count"):
        assert part in str(refused.value)


def test_classes_need_no_people_at_the_start():
    sizes = {"market.people": 1000, "groups.count": 10, "groups.members_at_start": 200}
    with pytest.raises(UsageError, match="more members than people"):
        load_scenario("baseline", sizes)
    assert load_scenario("baseline", {**sizes, "strategy.funnel.classes": 6}).groups.count == 10


def test_the_timeline_may_take_up_a_channel():
    change = {"on": 5, "set": {"strategy.growth.channels.short_video": 4, "channels.short_video.bait": 3}}
    assert load_scenario("baseline", {"timeline": [change]}).timeline[0].on == 5


def test_the_ensemble_draws_the_channels_a_plan_uses_and_no_others():
    plain = load_scenario("baseline")
    plan = load_scenario("baseline", {"strategy.growth.channels": {"short_video": 4}})
    drawn = draw_ensemble(40, 1, [plain, plan])
    assert {path for path in drawn.values if path.startswith("channels.")} == {
        f"channels.short_video.{name}" for name in ("reach", "precision", "endorsement", "cost_per_join")
    }
    found = [drawn.overrides(plan, member)["channels.short_video.reach"] for member in range(40)]
    assert min(found) < 0.4 < 0.7 < max(found) <= 1
    assert not [path for path in drawn.overrides(plain, 0) if path.startswith("channels.")]
    plan.override(drawn.overrides(plan, 0))


def test_a_plan_of_coming_in_is_told_in_both_languages():
    changes = {
        "groups.bait": 10,
        "strategy.growth": {"channels": {"note_sharing": 3}, "bursts": [{"on": 9, "people": 800}], "bait": 5},
        "strategy.gate": {"question": 0.5},
        "strategy.funnel.classes": 4,
        "strategy.referral": {"length": 9, "trigger": "after_good_order", "budget": 900, "ease": 0.5},
    }
    for lang, parts in (
        (
            "en",
            (
                "3 newcomers a day by note sharing",
                "800 come at once",
                "The last 4 groups are classes",
                "900 CNY",
            ),
        ),
        ("zh", ("种草笔记每天新增 3 人", "一次涌入 800 人", "最后 4 个群是训练营", "900 元")),
    ):
        chapters = explain(load_scenario("baseline", changes), lang)
        text = "\n".join(sentence for chapter in chapters for sentence in chapter.sentences)
        assert [part for part in parts if part not in text] == []
