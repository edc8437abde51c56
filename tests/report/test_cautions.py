"""What is said of arms that are unlike, and of what lies beyond the horizon."""

from __future__ import annotations

from simulation.report.cautions import cautions, never
from simulation.scenario import load_scenario

BASELINE = load_scenario("baseline")


def test_arms_of_unlike_size_price_or_market_are_said_to_be_and_how_to_make_them_alike():
    changes = {"name": "big", "groups.count": 30, "product.price": 120, "strategy.kocs.per_group": 0}
    (english,) = cautions([BASELINE, BASELINE.override(changes)], "en")
    assert "number of groups (groups.count), price (product.price);" in english
    assert "size, price or market rather than plan" in english
    assert "--set groups.count=" in english
    (chinese,) = cautions([BASELINE, BASELINE.override(changes)], "zh")
    assert "群数（groups.count）、价格（product.price）" in chinese


def test_unlike_plans_on_the_same_ground_get_no_caution():
    assert cautions([BASELINE, load_scenario("coupon_spam"), load_scenario("no_group")], "en") == []


def test_what_is_planned_beyond_the_horizon_is_said_to_never_happen():
    late = {
        "days": 60,
        "strategy.referral": {"start": 60, "length": 30},
        "timeline": [{"on": 59, "set": {"product.price": 90}}, {"on": 90, "set": {"product.price": 70}}],
    }
    referral, entry = never(BASELINE.override(late), "en")
    assert "strategy.referral.start) on day 60 never happens, the last day is 59" in referral
    assert "entry 2 of the timeline on day 90" in entry
    assert "不会发生" in never(BASELINE.override(late), "zh")[0]


def test_kocs_chosen_among_members_are_said_to_count_and_planted_ones_are_not_named():
    own = BASELINE.override({"name": "own", "strategy.kocs.per_group": 2})
    planted = own.override({"name": "outside", "strategy.kocs.planted": True})
    (note,) = cautions([BASELINE, own, planted], "en")
    assert note.startswith("the KOCs of own are chosen among members")
