"""What holds of any run whatever: shares in 0..1, deaths that stay counted, money that adds up."""

from __future__ import annotations

from typing import Any

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st
from made_histories import people
from numpy.typing import NDArray

from simulation.model.columns import HISTORY, HISTORY_FLOATS
from simulation.model.definitions import DAILY, GROUP, RUN
from simulation.model.lives import lives
from simulation.model.observed import Observed, everyone_who_joined
from simulation.model.result import RunResult
from simulation.model.spread import gini_by_group
from simulation.scenario.schema import Scenario

COSTS = (
    "cost_hours", "cost_reward", "cost_koc", "cost_acquisition", "cost_campaign", "cost_commission",
)  # fmt: skip


@st.composite
def runs(draw: st.DrawFn) -> RunResult:
    """Any run the model could record: counts that respect what they are parts of."""
    days, groups, heads = draw(st.integers(1, 200)), draw(st.integers(1, 6)), draw(st.integers(0, 40))
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    made = np.zeros((days, groups + 1), HISTORY)
    shape = made.shape
    level = rng.gamma(0.5, draw(st.sampled_from((0.0, 0.3, 3.0, 30.0))), groups + 1)
    falling = np.exp(-np.arange(days)[:, None] * rng.choice((0.0, 0.02, 0.2), groups + 1))
    opened, closed = rng.integers(0, days + 1, (2, groups + 1)) * rng.integers(0, 2, (2, groups + 1))
    day = np.arange(days)[:, None]
    is_open = (day >= opened) & ((closed == 0) | (day < closed))
    made["open"] = is_open
    made["leaves"] = rng.integers(0, 3, shape) * is_open
    made["present"] = rng.integers(0, 300, shape) * is_open
    made["visits"] = rng.binomial(made["present"] + made["leaves"], 0.3)
    made["muted"] = rng.binomial(made["present"], 0.2)
    made["active_28"] = rng.binomial(made["present"], 0.1)
    made["messages"] = rng.poisson(level * falling) * is_open
    made["replies"] = rng.binomial(made["messages"], 0.4)
    made["invitations"] = rng.poisson(3, shape)
    made["referred"] = rng.binomial(2, 0.3, shape)
    made["hunters"] = rng.binomial(made["referred"], 0.5)
    made["exhausted"][1:] = rng.binomial(made["invitations"][:-1], 0.5)
    made["orders"] = rng.poisson(0.2, shape)
    for name in ("answered", "waiting", "waited", "given_up"):
        made[name] = rng.integers(0, 3, shape)
    for name in HISTORY_FLOATS:
        if name in (
            "trust",
            "satisfaction",
            "fatigue",
            "belonging",
            "memory",
            "freshness",
            "quality",
            "news",
            "budget",
        ):
            made[name] = rng.random(shape)
        else:
            made[name] = rng.gamma(1.0, 10.0, shape)
    for name in HISTORY.names or ():
        if name not in ("orders", "margin", "baseline_margin", "revenue"):
            made[name][:, -1] = 0
    rows = [
        {
            "joined": (joined := int(rng.integers(0, days))),
            "left": int(rng.integers(joined, days)) if rng.random() < 0.3 else -1,
            "first_post": int(rng.integers(joined, days)) if rng.random() < 0.5 else -1,
            "posts_total": int(rng.geometric(0.1)) - 1,
            "group": int(rng.integers(0, groups)),
            "channel": int(rng.integers(0, 3)),
            "planted": int(rng.random() < 0.1),
            "generation": int(rng.integers(0, 4)),
            "invites_accepted": int(rng.integers(0, 3)),
        }
        for _ in range(heads)
    ]
    plan = {"referral": {"start": int(rng.integers(0, 50)), "length": int(rng.integers(0, 200))}}
    spec = Scenario(strategy=plan)
    return RunResult(spec, 1, Observed(made, everyone_who_joined(people(rows)), spec))


def in_range(values: NDArray[Any]) -> bool:
    values = values[~np.isnan(values)]
    return bool(((values >= 0.0) & (values <= 1.0)).all())


@settings(max_examples=60, deadline=None)
@given(runs())
def test_shares_lie_within_0_and_1(run: RunResult) -> None:
    for name, entry in DAILY.items():
        assert entry.unit != "share" or in_range(run.daily[name].to_numpy(float)), name
    for name, entry in GROUP.items():
        assert entry.unit != "share" or in_range(run.groups[name].to_numpy(float)), name
    for name, entry in RUN.items():
        value = run.summary[name]
        assert value is None or np.isfinite(value), name
        assert entry.unit != "share" or value is None or 0.0 <= value <= 1.0, name


@settings(max_examples=60, deadline=None)
@given(runs())
def test_deaths_stay_counted_and_status_implies_ever(run: RunResult) -> None:
    life = run.observed.lives
    assert not (life.dead & ~life.ever_dead).any()
    assert (life.ever_dead[1:] >= life.ever_dead[:-1]).all()
    assert not (life.silent & ~life.dead).any()
    assert not (life.dead & ~life.judged).any()
    assert not (life.stillborn & life.judgeable).any()
    judged = None
    for day in (35, 49, 91, 175):
        at = life.at(day)
        assert not (at.dead & ~at.ever_dead).any()
        assert not (at.ever_dead_from_56 & ~at.ever_dead).any()
        assert not (at.judged & (life.observed_days < day)).any()
        assert judged is None or not (at.judged & ~judged).any()
        judged = at.judged
    died = ~np.isnan(life.ever_dead_day)
    assert (life.ever_dead_day[died] >= 35).all()
    assert (life.ever_dead_day[died] <= life.observed_days[died]).all()
    revived = ~np.isnan(life.revived_day)
    assert (life.revived_day[revived] >= life.ever_dead_day[revived] + 28).all()


@settings(max_examples=60, deadline=None)
@given(runs())
def test_money_adds_up(run: RunResult) -> None:
    daily, made = run.daily, run.observed.history
    np.testing.assert_allclose(daily["cost"], sum(daily[name] for name in COSTS))
    np.testing.assert_allclose(daily["profit"], daily["contribution_margin"] - daily["cost"])
    total = made["margin"] - made["baseline_margin"] - sum(made[name] for name in COSTS)
    np.testing.assert_allclose(daily["incremental_profit"], total.sum(axis=1), atol=1e-6)
    np.testing.assert_allclose(
        daily["cumulative_incremental_profit"].iloc[-1],
        total.sum(),
        atol=1e-6 * max(1.0, np.abs(total).sum()),
    )
    assert run.value(f"orders_day_{run.observed.days}") == made["orders"].sum()
    assert daily["referred_joins"].sum() == run.summary["referred_joins"]


@settings(max_examples=60, deadline=None)
@given(runs(), st.integers(1, 200))
def test_what_was_measured_by_a_day_does_not_change_with_what_comes_after(run: RunResult, day: int) -> None:
    day = min(day, run.observed.days)
    early = RunResult(
        run.scenario, 1, Observed(run.observed.history[:day], run.observed.people, run.scenario)
    )
    for name in (
        "member_messages_per_group",
        "incremental_profit",
        "reproduction_number",
        "open_rate",
        "left_share",
    ):
        np.testing.assert_array_equal(early.daily[name], run.daily[name][:day])
    for clock_day in (35, 49, 91):
        then, later = early.observed.lives.at(clock_day), run.observed.lives.at(clock_day)
        assert (then.dead == (later.dead & then.judged)).all()
        assert (then.ever_dead == (later.ever_dead & then.judged)).all()


@given(st.lists(st.tuples(st.integers(0, 1000), st.integers(0, 3)), max_size=60))
def test_gini_lies_within_0_and_1_and_knows_neither_order_nor_scale(counts: list[tuple[int, int]]) -> None:
    posts, group = np.array([c[0] for c in counts], int), np.array([c[1] for c in counts], int)
    found = gini_by_group(posts, group, 4)
    assert in_range(found)
    np.testing.assert_allclose(found, gini_by_group(posts[::-1], group[::-1], 4))
    np.testing.assert_allclose(found, gini_by_group(posts * 7, group, 4), atol=1e-12)


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 2**32 - 1), st.integers(1, 30))
def test_groups_are_judged_alike_whatever_other_groups_there_are(seed: int, groups: int) -> None:
    rng = np.random.default_rng(seed)
    messages = rng.poisson(rng.gamma(0.3, 2.0, (150, groups)))
    together = lives(messages, np.full(groups, 5)).at(91)
    for g in range(groups):
        alone = lives(messages[:, [g]], np.array([5])).at(91)
        assert (alone.dead[0], alone.ever_dead[0], alone.silent[0]) == (
            together.dead[g],
            together.ever_dead[g],
            together.silent[g],
        )
