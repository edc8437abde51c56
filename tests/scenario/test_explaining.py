"""What a scenario says, in sentences."""

from __future__ import annotations

import re

import pytest

from simulation.scenario import flatten, library, load_scenario
from simulation.scenario.fields import every_path
from simulation.scenario.labels import CHOICES, FIELDS, KINDS, MEASURES
from simulation.scenario.mechanisms import PARAMETERS
from simulation.scenario.schema import OBSERVABLE_CONDITIONS
from simulation.scenario.strategy import default_content
from simulation.scenario.words import difference_lines, explain


def told(name: str, lang: str = "en", changes: tuple[str, ...] = (), parent: str | None = None) -> str:
    base = load_scenario(parent) if parent else None
    chapters = explain(load_scenario(name, changes), lang, base)
    return "\n".join("\n".join((chapter.heading, *chapter.sentences)) for chapter in chapters)


@pytest.mark.parametrize("name", sorted(library()))
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_every_scenario_of_the_library_is_told_in_both_languages(name, lang):
    text = told(name, lang, parent="baseline")
    assert len(text) > 100
    assert "None" not in text
    assert "{" not in text
    assert "nan" not in text.split()
    if lang == "zh":
        bare = re.sub(r"behaviour\.\S+.*|mechanisms\.\S+|[a-z_]+（", "", text)
        assert not re.search(r"\b(the|groups|people|operators|days|posts)\b", bare), bare


def test_a_coupon_plan_is_told_as_one():
    text = told("coupon_spam", parent="baseline")
    assert "coupon (25% off): 3 a day" in text
    assert "100% of them selling" in text
    assert "What differs from baseline" in text
    assert "优惠券（优惠 25%）：每天 3 条" in told("coupon_spam", "zh")


def test_the_counterfactual_is_told_without_operators():
    text = told("no_group")
    assert "No group is opened" in text
    assert "Operators" not in text


def test_those_who_run_the_groups_are_told_of():
    changes = (
        "strategy.service={delay: 2, expert: 0.5, feedback: 0.2, onboarding: on}",
        "strategy.personas={koc: 0.7, my_voice: 0.3}",
        "personas.my_voice={warmth: 1}",
        "strategy.segments=3",
        "strategy.shop_share=0.3",
        "product.range=5",
        "operators={kpi: sales, sop: 0.5, gives_up_after: 30, attribution: 0.4, franchise: on}",
        "operators.budget_follows_credit=on",
    )
    english, chinese = told("baseline", "en", changes), told("baseline", "zh", changes)
    for said in (
        "There is news to tell of 5 products, and 0 are launched a year.",
        "20% of the questions answered reach those who make it.",
        "Posts are written in the voice of: KOC 70%, my voice 30%.",
        "They are chosen for 3 kinds of members, each of whom gets 1/3 of them.",
        "An answer comes 2 days after the question at the earliest.",
        "50% of the answers are given by those who make the product.",
        "Newcomers are promised a welcome within two days.",
        "Their KPI is revenue: every 14 days they shift posts to what served it better in a trial.",
        "50% of the work is laid down in procedures",
        "stop after 30 days without a rise of response",
        "get 30% of the margin",
        "40% of the groups' orders are credited to them, and the budget follows.",
    ):
        assert said in english, said
    assert "考核指标是销售额：每 14 天" in chinese
    assert "归功于运营，预算随之增减。" in chinese
    assert len(chinese.splitlines()) == len(english.splitlines())


def test_changes_on_the_way_switches_and_parameters_are_told():
    changes = (
        "timeline=[{on: 60, set: {strategy.calendar[0].per_day: 1}}, "
        "{when: {measure: member_messages, below: 5, for: 7}, set: {strategy.moderation.strictness: 0.1}}]",
        "mechanisms.topic_depletion=off",
        "behaviour.talk.base_rate=0.2",
    )
    text = told("coupon_spam", "en", changes)
    assert "On day 60: coupon 1 a day." in text
    assert "Once member messages per group and day stay below 5 for 7 days in a row: " in text
    assert "strictness of moderation 10 %." in text
    assert "Switched off: topic_depletion (Talk uses topics up" in text
    usual = PARAMETERS["behaviour.talk.base_rate"].default
    assert f"behaviour.talk.base_rate: 0.2 messages per visit, usually {usual:g}" in text
    chinese = told("coupon_spam", "zh", changes)
    assert "第 60 天：优惠券 每天 1 条。" in chinese
    assert "连续 7 天低于 5" in chinese


def test_a_plan_that_asks_more_hours_than_there_are_is_told_so():
    assert "more than there are" in told("value_content", changes=("operators.hours_per_day=1",))
    assert "unlimited" in told(
        "value_content", changes=("operators.hours_per_day=1", "mechanisms.operator_hours=off")
    )


def test_what_concerns_single_customers_is_told_where_there_is_any():
    assert "reseller" not in told("baseline")
    changes = (
        "strategy.calendar[0].via=moments",
        "strategy.resellers={per_group: 3, choose: spend, commission: 0.15}",
        "strategy.one_to_one={hours_per_day: 2, share: 0.1}",
        "strategy.subscription={on: 30, price: 300, length: 90}",
        "strategy.purchase_ease=0.5",
        "product.deciders=5",
        "market.sellers=2",
    )
    text, chinese = told("baseline", "en", changes), told("baseline", "zh", changes)
    for part in (
        "coupon (25% off): 1 a day, in moments",
        "50% of members are one-to-one contacts",
        "3 resellers in each group from day 0, chosen by who spent most so far, get 15%",
        "keeps 2 hours a day for one-to-one service of 10% of the members",
        "A subscription of 90 days for 300 CNY is on offer for 10 days from day 30.",
        "Ordering takes members some trouble",
        "5 people must say yes",
        "2 rival sellers",
    ):
        assert part in text
    for part in ("（朋友圈）", "分销员", "一对一服务", "订阅", "便利度", "5 人先后同意", "2 家同类卖家"):
        assert part in chinese


def test_direct_messages_take_hours_in_what_is_told():
    posts = "strategy.calendar=[{post: coupon, per_day: 2, via: direct}]"
    assert "more than there are" in told("baseline", changes=(posts, "operators.hours_per_day=4"))
    assert "leaves time" in told("baseline", changes=(posts.replace("direct", "moments"),))


def test_a_difference_is_told_with_names_and_units():
    a = load_scenario("baseline")
    b = a.override(
        {"strategy.referral.length": 10, "strategy.coupon.depth": 0.5, "strategy.calendar[1].per_week": 9}
    )
    assert difference_lines(a, b) == (
        "calendar, entry 2, posts a week: 2 posts/week → 9 posts/week",
        "coupon depth: 25 % → 50 %",
        "length of the referral campaign: 0 days → 10 days",
    )
    assert difference_lines(a, b, "zh")[1:] == ("优惠券力度：25 % → 50 %", "裂变天数：0 天 → 10 天")
    assert difference_lines(a, a) == ()


def test_every_field_a_strategist_sets_has_a_name_in_both_languages():
    flat = flatten(load_scenario("baseline"))
    own = (
        "behaviour.", "mechanisms.", "content.", "channels.", "personas.", "strategy.calendar[", "title.", "question.",
    )  # fmt: skip
    wanted = [path for path in flat if not path.startswith(own) and path not in ("name", "theme")]
    assert [path for path in wanted if path not in FIELDS] == []
    paths = set(every_path())
    short = {path.rsplit(".", 1)[-1] for path in paths}
    assert [path for path in FIELDS if path not in paths | short] == []


def test_kinds_measures_and_choices_have_names_in_both_languages():
    assert set(KINDS) == set(default_content())
    assert set(MEASURES) == set(OBSERVABLE_CONDITIONS)
    assert {"topic_depletion", "lost_reciprocity", "turnover", "multiplicative", "additive"} <= set(CHOICES)
