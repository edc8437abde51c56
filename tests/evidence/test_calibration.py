"""The calibration: its distance by hand, its search on problems with a known answer, and a real one that is killed."""

from __future__ import annotations

import csv
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import numpy as np
import pytest

from simulation.errors import GrouplifeError, UsageError
from simulation.evidence.calibration.calibrate import calibrate
from simulation.evidence.calibration.distance import (
    CAP,
    FAMILIES,
    LEAST_WIDTH,
    TARGETS,
    deviations,
    distance,
    inside,
)
from simulation.evidence.calibration.journal import NAME, Journal
from simulation.evidence.calibration.procedure import Effort, screened
from simulation.evidence.calibration.simulate import OBSERVED, Trial, observed
from simulation.evidence.calibration.smc import Population, narrow
from simulation.evidence.calibration.space import COMMUNITIES, EVERYTHING, RANGES
from simulation.evidence.calibration.tables import together
from simulation.evidence.patterns import Pattern
from simulation.evidence.reference import share_by_size
from simulation.experiments.ensemble import DOUBTFUL
from simulation.experiments.fitted import read_fits
from simulation.experiments.run import run
from simulation.scenario import load_scenario
from simulation.scenario.views import flatten

MEASURED = np.array([target.value for target in TARGETS])


# --- distance ---------------------------------------------------------------------------------------------


def test_only_patterns_marked_calibrate_and_the_sizes_are_fitted() -> None:
    assert set(FAMILIES) == {"E3", "E3b", "E3c", "E4", "E5", "E6", "size"}


def test_a_deviation_is_in_half_widths_of_the_side_it_is_on() -> None:
    uneven = (Pattern("x", "", "m", 1.0, (0.5, 3.0)),)
    assert deviations([1.0], uneven) == pytest.approx(0.0)
    assert deviations([0.5], uneven) == pytest.approx(-1.0)
    assert deviations([2.0], uneven) == pytest.approx(0.5)
    assert deviations([100.0], uneven) == CAP
    assert deviations([np.nan], uneven) == CAP
    none = (Pattern("x", "", "m", 0.0, (0.0, 0.0)),)
    assert deviations([LEAST_WIDTH], none) == pytest.approx(1.0)


def test_distance_is_zero_at_what_was_measured_and_each_kind_of_evidence_counts_the_same() -> None:
    assert distance(MEASURED) == pytest.approx(0.0)
    assert inside(MEASURED).all()
    for name in dict.fromkeys(FAMILIES):
        off = MEASURED.copy()
        for k, target in enumerate(TARGETS):
            if target.evidence == name:
                off[k] = target.value + max(target.interval[1] - target.value, LEAST_WIDTH)
        assert distance(off) == pytest.approx(np.sqrt(1 / 7)), name


def test_distance_by_hand() -> None:
    off = MEASURED.copy()
    k = FAMILIES.index("E5")
    off[k] = 0.65 + 2 * 0.08  # two half widths above
    j = FAMILIES.index("E3b")
    off[j] = 0.30 - 0.07  # half of one below, of three numbers
    assert distance(off) == pytest.approx(np.sqrt((4.0 + 0.25 / 3) / 7))


# --- search -----------------------------------------------------------------------------------------------


def _searched(seed: int, budget: int = 4000) -> Population:
    """A ring of two of six dimensions: only what lies on it is near; the other four mean nothing."""
    rng = np.random.default_rng(seed)
    points = rng.random((200, 6))

    def far(some: np.ndarray) -> np.ndarray:
        return np.abs(np.hypot(some[:, 0] - 0.5, some[:, 1] - 0.5) - 0.3)

    search = narrow(Population(points, far(points)), budget, 0.01, rng)
    try:
        asked = next(search)
        while True:
            assert asked.min() >= 0.0
            assert asked.max() <= 1.0
            asked = search.send(far(asked))
    except StopIteration as done:
        return done.value  # type: ignore[no-any-return]


def test_a_search_finds_all_of_a_ring_and_leaves_the_rest_as_it_was() -> None:
    found = _searched(1)
    assert found.distances.max() <= 0.01
    assert found.distinct > 180
    angles = np.arctan2(found.points[:, 1] - 0.5, found.points[:, 0] - 0.5)
    assert np.histogram(angles, 6, (-np.pi, np.pi))[0].min() >= 4
    assert np.quantile(found.points[:, 2:], 0.95) - np.quantile(found.points[:, 2:], 0.05) > 0.8
    tolerances = [one.tolerance for one in found.rounds]
    assert tolerances == sorted(tolerances, reverse=True)


def test_a_search_keeps_to_its_budget_and_is_the_same_again() -> None:
    short = _searched(2, budget=450)
    assert sum(one.tried for one in short.rounds) <= 450
    assert np.array_equal(_searched(3).points, _searched(3).points)


def test_screening_tells_what_matters_from_what_does_not() -> None:
    rng = np.random.default_rng(1)
    cube = rng.random((400, len(EVERYTHING.paths)))
    prior = np.tile(np.append(MEASURED, np.zeros(len(OBSERVED) - len(TARGETS))), (400, 1))
    prior[:, 1] += 0.1 * (cube[:, 5] - 0.5) + 0.02 * rng.standard_normal(400)
    influence, least = screened(cube, prior)
    assert [path for path, (rho, _) in influence.items() if rho > least] == [EVERYTHING.paths[5]]
    assert influence[EVERYTHING.paths[5]][1] == TARGETS[1].measure


def test_pairs_that_trade_off_are_named() -> None:
    x = np.random.default_rng(1).random(100)
    space = EVERYTHING.chosen([0, 1, 2])
    found = together(np.column_stack([x, 1.0 - x, np.random.default_rng(2).random(100)]), space)
    assert found == [[space.paths[0], space.paths[1], -1.0]]


def test_every_range_is_one_of_doubt_or_of_the_communities_and_holds_their_own_values() -> None:
    assert set(RANGES) == set(DOUBTFUL) | set(COMMUNITIES)
    reference = load_scenario("reference_communities")
    for path, (low, high) in COMMUNITIES.items():
        assert low <= flatten(reference)[path] <= high, path


def test_a_point_sets_what_is_fitted_and_draws_the_rest_within_its_doubt() -> None:
    space = EVERYTHING.chosen(
        [EVERYTHING.paths.index(p) for p in ("behaviour.talk.base_rate", "groups.members_at_start")]
    )
    found = space.settings(np.array([0.0, 0.5]), np.random.default_rng(1))
    assert found["behaviour.talk.base_rate"] == DOUBTFUL["behaviour.talk.base_rate"][0]
    assert found["groups.members_at_start"] == 23
    assert set(found) == set(DOUBTFUL) | {"groups.members_at_start"}
    assert all(
        DOUBTFUL[path][0] <= value <= DOUBTFUL[path][2] for path, value in found.items() if path in DOUBTFUL
    )


def test_what_is_observed_is_what_the_summary_and_the_groups_say() -> None:
    result = run(load_scenario("reference_communities"), seed=4)
    found = dict(zip(OBSERVED, observed(result), strict=True))
    for target in TARGETS:
        if target.measure in result.summary:
            assert found[target.measure] == pytest.approx(result.summary[target.measure], nan_ok=True)
    groups = result.groups[result.groups["stillborn"] == 0]
    assert found["messages_28_p50"] == pytest.approx(groups["messages_28"].median())
    assert found["posters_28_p90"] == pytest.approx(np.percentile(groups["posters_28"], 90))
    kept = groups["ratio_week_12"].notna() & (groups["messages_28"] >= 10) & (groups["messages_28"] < 26)
    assert found["silent_share_week_12_size_0"] == pytest.approx(
        (groups.loc[kept, "ratio_week_12"] == 0).mean()
    )
    assert share_by_size is not None


# --- journal ----------------------------------------------------------------------------------------------


def _trial(number: int, runs: int = 1) -> Trial:
    return Trial("turnover", 0, number, ("a",), (0.5,), runs, 1)


def test_a_journal_keeps_whole_lines_and_forgets_a_torn_one(tmp_path: Path) -> None:
    values = np.arange(len(OBSERVED), dtype=np.float64)
    values[3] = np.nan
    with Journal(tmp_path, {"seed": 1}, resume=False) as journal:
        journal.write([(_trial(0), values), (_trial(1), values)])
    path = tmp_path / NAME
    path.write_text(path.read_text()[:-20])
    with Journal(tmp_path, {"seed": 1}, resume=True) as journal:
        assert journal.kept == 1
        np.testing.assert_array_equal(journal.find(_trial(0)), values)
        assert journal.find(_trial(1)) is None
        assert journal.find(_trial(0, runs=2)) is None  # the same name, another trial
        journal.write([(_trial(1), values)])
    with Journal(tmp_path, {"seed": 1}, resume=True) as journal:
        assert journal.kept == 2


def test_a_journal_of_other_settings_is_begun_anew(tmp_path: Path) -> None:
    with Journal(tmp_path, {"seed": 1}, resume=False) as journal:
        journal.write([(_trial(0), np.zeros(len(OBSERVED)))])
    with Journal(tmp_path, {"seed": 2}, resume=True) as journal:
        assert (journal.kept, journal.other) == (0, True)


def test_one_writer_at_a_time(tmp_path: Path) -> None:
    with (
        Journal(tmp_path, {}, resume=False),
        pytest.raises(GrouplifeError, match="another grouplife calibrates"),
    ):
        Journal(tmp_path, {}, resume=True).__enter__()


@pytest.mark.parametrize(
    ("given", "said"), [({"budget": 1}, "budget"), ({"theories": ["x"]}, "theory: given x")]
)
def test_wrong_input_is_refused_before_anything_is_run(
    tmp_path: Path, given: dict[str, object], said: str
) -> None:
    with pytest.raises(UsageError, match=said):
        calibrate(tmp_path / "new", **given)  # type: ignore[arg-type]
    assert not (tmp_path / "new").exists()


# --- the whole --------------------------------------------------------------------------------------------


def _command(out: Path, *more: str) -> list[str]:
    return [
        sys.executable,
        "-m",
        "simulation",
        "calibrate",
        "--budget",
        "8",
        "--theory",
        "turnover",
        "--out",
        str(out),
        *more,
    ]


def test_killed_and_resumed_it_ends_with_the_same_fits_with_any_number_of_workers(tmp_path: Path) -> None:
    whole, torn = tmp_path / "whole", tmp_path / "torn"
    subprocess.run(_command(whole, "--workers", "1"), check=True, capture_output=True, timeout=250)

    victim = subprocess.Popen(
        _command(torn, "--workers", "2"),
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline and victim.poll() is None:
        if (torn / NAME).exists() and (torn / NAME).read_text().count("\n") > 20:
            break
        time.sleep(0.02)
    os.killpg(victim.pid, signal.SIGKILL)
    victim.wait()
    assert not (torn / "turnover.csv").exists()

    done = subprocess.run(
        _command(torn, "--workers", "2", "--resume"), check=True, capture_output=True, text=True, timeout=250
    )
    assert "going on" in done.stderr
    for name in ("turnover.csv", "turnover.json"):
        assert (torn / name).read_text() == (whole / name).read_text()
    fits = read_fits(whole / "turnover.csv")["turnover"]
    assert 1 <= fits.count <= Effort(8).members
    with (whole / "turnover.csv").open() as file:
        far = [
            float(row["distance"])
            for row in csv.DictReader(line for line in file if not line.startswith("#"))
        ]
    assert far == sorted(far)
