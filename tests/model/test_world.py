"""The world at the start: one more person changes only their own circles and at most one seat."""

from __future__ import annotations

import numpy as np
import pytest

from simulation.model.community import Community
from simulation.model.network import degrees, draw_contacts
from simulation.scenario import load_scenario

TRAITS = (
    "talk",
    "deal",
    "attention",
    "tolerance",
    "rivals",
    "need_pace",
    "awareness",
    "theme_first",
    "theme_second",
)


def community(**more: object) -> Community:
    return Community(
        load_scenario("baseline", {"market.people": 6000, "groups.count": 5, "days": 60, **more}), key=4
    )


def test_one_more_person_leaves_all_other_traits_identical() -> None:
    a, b = community(), community(**{"market.people": 6001})
    for trait in TRAITS:
        # talkativeness of founders carries their group's bias; who founds is tested below
        same = a.columns.people[trait] == b.columns.people[trait][:6000]
        assert same.mean() > 0.999, trait


def test_people_are_the_same_whenever_they_are_drawn() -> None:
    drawn_first, drawn_when_met = community(days=30), community(days=30)
    first = drawn_first.columns.people  # who asks for all gets those drawn whom nobody has met yet
    assert (first["attention"] > 0.0).all()
    assert (drawn_when_met.columns.life["attention"] == 0.0).mean() > 0.5, "strangers cost nothing"
    drawn_first.run()
    drawn_when_met.run()
    assert drawn_first.history.tobytes() == drawn_when_met.history.tobytes()
    assert drawn_first.columns.people.tobytes() == drawn_when_met.columns.people.tobytes()


def test_one_more_person_takes_at_most_one_seat() -> None:
    a, b = community(), community(**{"market.people": 6001})
    moved = a.columns.people["group"] != b.columns.people["group"][:6000]
    assert moved.sum() <= 1


def test_one_more_person_changes_only_their_own_circles() -> None:
    a, b = draw_contacts(4, 6000, (2.0, 2.2, 2.2)), draw_contacts(4, 6001, (2.0, 2.2, 2.2))
    assert np.array_equal(a.circle, b.circle[:, :6000])
    changed = np.flatnonzero(degrees(a.circle, a.start) != degrees(b.circle, b.start)[:6000])
    own = set(b.circle[:, 6000])
    assert all(own & set(a.circle[:, i]) for i in changed)


def test_one_more_person_changes_little_of_a_whole_run() -> None:
    # groups of one operator share hours, and newcomers come by rank: leave both out
    alone = {"operators.groups_per_operator": 1, "strategy.growth.public_per_day": 0}
    a, b = community(**alone).run(), community(**{"market.people": 6001, **alone}).run()
    visits_a, visits_b = a.history["visits"].sum(axis=1), b.history["visits"].sum(axis=1)
    # the newcomer may join one group; the other groups must not notice
    unaffected = [k for k in range(5) if np.array_equal(a.history["visits"][:, k], b.history["visits"][:, k])]
    assert len(unaffected) >= 3
    assert abs(visits_a.sum() - visits_b.sum()) < 0.02 * visits_a.sum()


def test_contacts_are_mutual_clustered_and_heavy_tailed() -> None:
    net = draw_contacts(1, 20_000, (2.0, 2.2, 2.2))
    found = degrees(net.circle, net.start)
    assert found.mean() > 10
    assert found.max() > 4 * found.mean()
    for kind in range(3):
        sizes = np.diff(net.start[kind])
        assert sizes.sum() == 20_000, "everyone is in exactly one circle of each kind"


def test_groups_differ() -> None:
    groups = community(**{"groups.count": 20}).columns.groups[:-1]
    for trait in ("ground", "talk_bias", "start_size"):
        assert len(np.unique(groups[trait])) > 10, trait


def test_the_market_may_be_just_large_enough() -> None:
    model = community(**{"market.people": 1000, "groups.members_at_start": 200, "groups.size_sigma": 0})
    assert model.columns.present.tolist() == [200] * 5


@pytest.mark.parametrize("ground", [0.5, 4.0])
def test_common_ground_draws_those_whom_the_theme_concerns(ground: float) -> None:
    model = community(**{"groups.common_ground": ground, "groups.ground_sigma": 0})
    members = model.members()
    if ground < 1:
        assert members["relevance"].mean() < 0.5
    else:
        assert members["relevance"].mean() > 0.6
