"""The targets are those of the evidence, and the real channels give them."""

from __future__ import annotations

import csv
from collections import defaultdict
from pathlib import Path

import numpy as np
import pytest
import yaml

from simulation.evidence.patterns import BY_SIZE, DEATHS, DEATHS_BY_DAY, PEOPLE, SIZES, TALK_LEFT, Pattern
from simulation.model.definitions import RUN
from simulation.model.lives import Lives, lives

SHARED = Path(__file__).resolve().parents[3] / "shared"
needs_data = pytest.mark.skipif(not (SHARED / "data").exists(), reason=f"no channel data in {SHARED}")


@pytest.mark.parametrize("target", [*DEATHS, *DEATHS_BY_DAY, *TALK_LEFT, *PEOPLE], ids=lambda t: t.measure)
def test_every_target_is_of_a_measure_and_inside_its_interval(target: Pattern) -> None:
    assert target.measure in RUN
    assert target.holds(target.value)


@pytest.mark.skipif(not (SHARED / "evidence.yaml").exists(), reason=f"no evidence in {SHARED}")
def test_targets_are_those_of_the_evidence() -> None:
    table = {
        row["id"]: row
        for row in yaml.safe_load((SHARED / "evidence.yaml").read_text(encoding="utf-8"))["patterns"]
    }
    for name in ("E3", "E3b", "E3c"):
        targets = [t for t in DEATHS if t.evidence == name]
        assert [t.value for t in targets] == table[name]["value"]
        assert [list(t.interval) for t in targets] == table[name]["interval"]
    for week, points in table["E4"]["value"].items():
        assert [t.value for t in TALK_LEFT if t.measure.startswith(f"ratio_week_{week}_")] == points
    for target in PEOPLE[:2]:
        assert [target.value, *target.interval] == [
            table[target.evidence]["value"],
            *table[target.evidence]["interval"],
        ]


@pytest.fixture(scope="module")
def channels() -> Lives:
    """All channels observed for 182 days, by week, as in tests/model/test_measures_evidence.py."""

    def rows(name: str) -> list[dict[str, str]]:
        with (SHARED / "data" / name).open(newline="", encoding="utf-8") as file:
            return list(csv.DictReader(file))

    table = {(row["org"], row["gid"]): row for row in rows("channels.csv")}
    weeks: dict[tuple[str, str], dict[int, int]] = defaultdict(dict)
    for row in rows("channel_weeks.csv"):
        weeks[row["org"], row["gid"]][int(row["week"])] = int(row["msgs"])
    kept = [key for key in weeks if float(table[key]["obs_days"]) >= 182]
    messages = np.array([[weeks[key].get(week, 0) for key in kept] for week in range(26)])
    return lives(messages, np.array([int(table[key]["posters_w0_3"]) for key in kept]), step_days=7)


@needs_data
def test_the_channels_give_the_targets_by_day_and_size(channels: Lives) -> None:
    for target in DEATHS_BY_DAY:
        kind, day = target.measure.split("_share_day_")
        assert round(channels.at(int(day)).share(kind), 2) == target.value, target
    for what, weeks in BY_SIZE.items():
        for week, measured in weeks.items():
            at = channels.at(7 * week + 7)
            for (low, high), (value, _) in zip(SIZES, measured, strict=True):
                kept = at.judged & (channels.first_messages >= low) & (channels.first_messages < high)
                assert round(float(getattr(at, what)[kept].mean()), 2) == value, (what, week, low)
    assert round(channels.stillborn_share(), 2) == PEOPLE[2].value


@needs_data
def test_each_class_of_size_holds_a_third_of_the_channels(channels: Lives) -> None:
    first = channels.first_messages[channels.judgeable]
    assert [int(((first >= low) & (first < high)).sum()) for low, high in SIZES] == [15, 14, 14]


@needs_data
def test_intervals_are_those_of_a_bootstrap_over_channels(channels: Lives) -> None:
    rng = np.random.default_rng(1)
    kept = np.flatnonzero(channels.judgeable)
    again = kept[rng.integers(0, len(kept), (20_000, len(kept)))]
    for target in DEATHS_BY_DAY:
        kind, day = target.measure.split("_share_day_")
        shares = getattr(channels.at(int(day)), kind)[again].mean(axis=1)
        assert np.allclose(np.quantile(shares, (0.025, 0.975)), target.interval, atol=0.03), target
    for target in TALK_LEFT:
        week, percent = (int(part) for part in target.measure.removeprefix("ratio_week_").split("_p"))
        points = np.percentile(channels.at(7 * week + 7).ratio[again], percent, axis=1)
        found = np.quantile(points, (0.025, 0.975))
        assert np.allclose(found, target.interval, rtol=0.1, atol=0.03), (target, found)
