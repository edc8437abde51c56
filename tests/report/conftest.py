"""Small real comparisons, made once a worker."""

from __future__ import annotations

import pytest
from made_reports import small

from simulation.experiments.compare import Comparison, compare


@pytest.fixture(scope="session")
def comparison() -> Comparison:
    """Three plans, 100 days, luck and ensemble."""
    arms = [small("coupon_spam"), small("value_content"), small("baseline")]
    found = compare(arms, replicates=5, ensemble=6, workers=1)
    return found.written_to("results/x", "grouplife compare a <b>")


@pytest.fixture(scope="session")
def awkward() -> Comparison:
    """Six plans, one without groups, two with campaigns; one run, few days: much that cannot be said."""
    plans = ("referral_burst", "referral_trusted", "no_group", "neglect", "kocs_in_spam", "self_organising")
    return compare([small(plan, days=33) for plan in plans], replicates=1, ensemble=0, workers=1)
