from __future__ import annotations

import pytest

from simulation import Scenario, load_scenario

SMALL = {"groups.count": 3, "groups.members_at_start": 30, "market.people": 600, "days": 70}


@pytest.fixture(scope="session")
def spam() -> Scenario:
    return load_scenario("coupon_spam", SMALL)


@pytest.fixture(scope="session")
def value() -> Scenario:
    return load_scenario("value_content", SMALL)
