from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path

import mesa
import numpy as np
import pandas as pd
import pytest
from small_sweeps import Deadly, sweep_of, tables, with_impossible_point

from simulation import Community, load_results, run
from simulation.errors import GrouplifeError, UsageError
from simulation.report.sweeps import summary
from simulation.sweeps.expand import runs
from simulation.sweeps.journal import FOLDER
from simulation.sweeps.runner import sweep
from simulation.sweeps.schedule import Schedule
from simulation.sweeps.status import Meter

LEVER = {"factors": {"strategy.coupon.depth": [0.1, 0.3]}}


@pytest.fixture
def plan(tmp_path):
    return sweep_of(tmp_path, **LEVER)


def journal_file(out: Path) -> Path:
    return out / FOLDER / "sweep.json"


# --- tables -----------------------------------------------------------------------------------------------


def test_the_tables_hold_what_single_runs_give(tmp_path, plan):
    sweep(plan, tmp_path / "out", workers=1)

    found = load_results(tmp_path / "out")

    assert list(found.runs.columns)[:8] == [
        "run_id", "scenario", "point", "uncertainty", "member", "seed", "strategy.coupon.depth", "error"
    ]  # fmt: skip
    assert found.runs["run_id"].tolist() == [spec.run_id for spec in runs(plan)]
    for spec in list(runs(plan))[::7]:
        alone = run(plan.scenario_of(spec), seed=spec.seed)
        row = found.runs.iloc[spec.run_id]
        assert row["scenario"] == plan.scenarios[spec.scenario].name
        for name, value in alone.summary.items():
            assert row[name] == value or (value is None and np.isnan(row[name]))
        for name in ("daily", "groups", "members"):
            own = found.table(name)
            own = own[own["run_id"] == spec.run_id].iloc[:, 6:].reset_index(drop=True)
            pd.testing.assert_frame_equal(
                own, getattr(alone, name), check_exact=True, check_categorical=False
            )


def test_columns_carry_their_units(tmp_path, plan):
    sweep(plan, tmp_path / "out", workers=1)

    found = load_results(tmp_path / "out")

    assert found.units("runs")["strategy.coupon.depth"] == "share"
    assert found.units("runs")["incremental_profit_day_180"] == "CNY"
    assert found.units("daily")["open_rate"] == "share"
    assert found.units("points") == {"point": "number", "strategy.coupon.depth": "share"}


def test_the_manifest_says_what_made_the_tables(tmp_path, plan):
    sweep(plan, tmp_path / "out", workers=1, command="grouplife sweep small")

    manifest = load_results(tmp_path / "out").manifest

    assert manifest["kind"] == "sweep"
    assert manifest["command"] == "grouplife sweep small"
    assert manifest["plan"]["hash"] == plan.hash
    assert "strategy.coupon.depth" in manifest["plan"]["text"]
    assert manifest["seeds"] == {"first": 1, "count": 6}
    assert manifest["sweep"]["runs"] == 24
    assert manifest["sweep"]["complete"] is True
    assert [entry["name"] for entry in manifest["scenarios"]] == ["quiet", "loud"]


def test_any_number_of_workers_gives_the_same_files(tmp_path, plan):
    sweep(plan, tmp_path / "one", workers=1)
    sweep(plan, tmp_path / "two", workers=2)

    assert tables(tmp_path / "one") == tables(tmp_path / "two")


def test_a_plan_without_tables_keeps_one_row_a_run(tmp_path):
    sweep(
        sweep_of(tmp_path, keep=[], measures=["open_rate_day_10", "orders_day_12"]),
        tmp_path / "out",
        workers=1,
    )

    found = load_results(tmp_path / "out")

    assert sorted(found.manifest["files"]) == ["errors.parquet", "runs.parquet"]
    assert list(found.runs.columns)[6:] == ["error", "open_rate_day_10", "orders_day_12"]
    assert found.runs["open_rate_day_10"].notna().all()


def test_members_of_the_ensemble_and_uncertainties_are_columns(tmp_path):
    plan = sweep_of(
        tmp_path, scenarios=["quiet"], ensemble=3, replicates=2, keep=[],
        uncertainties={"market.people": {"range": [200, 400]}}, uncertainty_samples=2,
    )  # fmt: skip
    sweep(plan, tmp_path / "out", workers=1)

    found = load_results(tmp_path / "out")

    assert len(found.runs) == 3 * 2 * 2
    assert set(found.runs["member"]) == {0, 1, 2}
    assert found.runs.groupby("uncertainty")["market.people"].nunique().tolist() == [1, 1]
    assert len(found.table("draws")) == 3
    assert len(found.table("uncertainties")) == 2


def test_tables_can_be_written_as_csv_then_or_later(tmp_path, plan):
    sweep(plan, tmp_path / "at once", workers=1, csv=True)
    sweep(plan, tmp_path / "later", workers=1)
    before = tables(tmp_path / "later")
    sweep(plan, tmp_path / "later", workers=1, csv=True)

    found = load_results(tmp_path / "later")
    sheet = pd.read_csv(tmp_path / "later" / "runs.csv")

    assert tables(tmp_path / "later") == before
    assert "runs.csv" in found.manifest["files"]
    for name in ("runs.csv", "daily.csv"):
        assert (tmp_path / "later" / name).read_bytes() == (tmp_path / "at once" / name).read_bytes()
    assert sheet["trust_day_30"].isna().all()
    assert sheet["open_rate_day_30"].equals(found.runs["open_rate_day_30"])
    assert sheet["scenario"].tolist() == found.runs["scenario"].tolist()


def test_mesas_own_batch_run_agrees(tmp_path, plan):
    sweep(plan, tmp_path / "out", workers=1)
    daily = load_results(tmp_path / "out").daily
    last = daily[(daily["day"] == 11) & (daily["point"] == 1)].set_index(["scenario", "seed"])

    theirs = mesa.batch_run(
        Community,
        {
            "scenario": [one.override({"strategy.coupon.depth": 0.3}) for one in plan.scenarios],
            "key": list(range(1, 7)),
        },
        max_steps=20,
        display_progress=False,
    )

    assert len(theirs) == 12
    for row in theirs:
        mine = last.loc[(row["scenario"].name, row["key"])]
        for name in ("members_present", "member_messages", "orders", "referred_joins"):
            assert row[name] == mine[name]


# --- what goes wrong ----------------------------------------------------------------------------------------


def test_a_failed_run_is_a_row_with_its_error_and_the_others_are_there(tmp_path, plan):
    whole = sweep_of(tmp_path, factors={"groups.members_at_start": [15]})
    sweep(whole, tmp_path / "whole", workers=1)

    outcome = sweep(with_impossible_point(plan), tmp_path / "out", workers=2)

    found = load_results(tmp_path / "out")
    failed = found.runs[found.runs["point"] == 1]
    assert (outcome.runs, outcome.failed) == (24, 12)
    assert failed["error"].str.contains("people").all()
    assert failed.iloc[:, 8:].isna().all().all()
    assert found.table("errors")["run_id"].tolist() == failed["run_id"].tolist()
    assert found.table("errors")["traceback"].str.startswith("Traceback").all()
    assert not set(found.daily["run_id"]) & set(failed["run_id"])
    assert "12 of 24 runs failed" in found.manifest["notes"][-1]
    sound = found.runs[found.runs["point"] == 0].drop(columns="run_id").reset_index(drop=True)
    pd.testing.assert_frame_equal(sound, load_results(tmp_path / "whole").runs.drop(columns="run_id"))


def test_a_sweep_in_which_every_run_fails_says_why(tmp_path, plan):
    broken = with_impossible_point(plan)
    broken = replace(broken, points=broken.points.assign(**{"groups.members_at_start": [300, 400]}))

    with pytest.raises(GrouplifeError, match=r"all 24 runs failed; the first: .*people"):
        sweep(broken, tmp_path / "out", workers=1)


def test_a_run_that_kills_its_worker_is_lost_alone(tmp_path, plan):
    sweep(plan, tmp_path / "whole", workers=1)

    outcome = sweep(plan, tmp_path / "out", executor=Deadly(2, {7}))

    whole, found = load_results(tmp_path / "whole").runs, load_results(tmp_path / "out").runs
    assert outcome.failed == 1
    assert "killed (signal 9)" in found["error"][7]
    pd.testing.assert_frame_equal(
        found.drop(index=7).drop(columns="error"), whole.drop(index=7).drop(columns="error")
    )


def test_a_part_that_the_disk_spoilt_is_made_again(tmp_path, plan):
    sweep(plan, tmp_path / "whole", workers=1)
    sweep(plan, tmp_path / "out", workers=1, limit=20)
    parts = sorted((tmp_path / "out" / FOLDER).glob("*.part"))
    assert len(parts) > 2
    for part, place in zip(parts, (5, -40), strict=False):  # in the header of one, in the tables of another
        content = bytearray(part.read_bytes())
        content[place] ^= 255
        part.write_bytes(content)
    parts[-1].write_bytes(parts[-1].read_bytes()[:-9])

    sweep(plan, tmp_path / "out", workers=1)

    assert tables(tmp_path / "out") == tables(tmp_path / "whole")


# --- going on -----------------------------------------------------------------------------------------------


def test_a_limit_gives_tables_of_what_is_done_and_the_next_call_goes_on(tmp_path, plan):
    sweep(plan, tmp_path / "whole", workers=1)

    first = sweep(plan, tmp_path / "out", workers=1, limit=5)
    part = load_results(tmp_path / "out")
    rows = len(part.runs)  # read now
    second = sweep(plan, tmp_path / "out", workers=2, limit=9)
    third = sweep(plan, tmp_path / "out", workers=2)

    assert (first.made, first.missing, first.complete) == (5, 19, False)
    assert rows == 5
    assert part.manifest["sweep"]["complete"] is False
    assert (second.made, second.reused, second.missing) == (9, 5, 10)
    assert (third.made, third.reused, third.missing) == (10, 14, 0)
    assert tables(tmp_path / "out") == tables(tmp_path / "whole")
    assert not (tmp_path / "out" / FOLDER).exists()


def test_a_limit_of_none_makes_tables_of_what_was_stopped_and_nothing_else(tmp_path, plan):
    stopped = tmp_path / "out"

    def stop(status):
        if status.done >= 7:
            raise KeyboardInterrupt

    with pytest.raises(UsageError, match="no run of this plan is finished in"):
        sweep(plan, stopped, workers=1, limit=0)
    with pytest.raises(KeyboardInterrupt):
        sweep(plan, stopped, workers=1, watch=stop)
    with pytest.raises(UsageError, match="with --limit 0 makes tables of them"):
        load_results(stopped)

    with pytest.raises(UsageError, match="give one of them"):
        sweep(plan, stopped, workers=1, limit=0, fresh=True)

    found = sweep(plan, stopped, workers=1, limit=0)

    assert found.made == 0
    assert found.missing > 0
    assert len(load_results(stopped).runs) == found.runs == 24 - found.missing
    assert summary(found, "en").startswith(f"Tables of the {found.runs} runs")
    assert sweep(plan, stopped, workers=1).complete


def test_a_finished_sweep_is_not_made_again(tmp_path, plan):
    sweep(plan, tmp_path / "out", workers=1)
    before = {p: p.stat().st_mtime_ns for p in (tmp_path / "out").iterdir()}

    outcome = sweep(plan, tmp_path / "out", workers=1)

    assert (outcome.runs, outcome.made, outcome.complete) == (24, 0, True)
    assert {p: p.stat().st_mtime_ns for p in (tmp_path / "out").iterdir()} == before


def test_fresh_makes_all_anew(tmp_path, plan):
    sweep(plan, tmp_path / "out", workers=1, limit=5)
    other = sweep_of(tmp_path, replicates=2)

    outcome = sweep(other, tmp_path / "out", workers=1, fresh=True)

    assert (outcome.made, outcome.reused) == (4, 0)
    assert len(load_results(tmp_path / "out").runs) == 4


def test_fresh_discards_nothing_before_it_can_begin(tmp_path, plan):
    pytest.importorskip("distributed")
    sweep(plan, tmp_path / "out", workers=1, limit=5)
    before = {p: p.read_bytes() for p in (tmp_path / "out").rglob("*") if p.is_file()}

    with pytest.raises(UsageError, match="--scheduler"):
        sweep(plan, tmp_path / "out", scheduler="nowhere", fresh=True)

    assert {p: p.read_bytes() for p in (tmp_path / "out").rglob("*") if p.is_file()} == before


@pytest.mark.parametrize("limit", [None, 5])
def test_a_folder_of_another_plan_is_left_alone(tmp_path, plan, limit):
    sweep(plan, tmp_path / "out", workers=1, limit=limit)
    before = {p: p.read_bytes() for p in (tmp_path / "out").rglob("*") if p.is_file()}

    with pytest.raises(
        UsageError, match=r"sweep of another plan \(small\); --fresh discards it, another --out keeps"
    ):
        sweep(sweep_of(tmp_path, replicates=7), tmp_path / "out", workers=1)

    assert {p: p.read_bytes() for p in (tmp_path / "out").rglob("*") if p.is_file()} == before


@pytest.mark.parametrize("finished", [False, True])
def test_runs_of_another_version_are_not_mixed(tmp_path, plan, finished):
    out = tmp_path / "out"
    sweep(plan, out, workers=1, limit=None if finished else 5)
    path = out / "manifest.json" if finished else journal_file(out)
    said = json.loads(path.read_text())
    (said["sweep"] if finished else said)["versions"]["numba"] = "0.1"
    path.write_text(json.dumps(said))
    before = {p: p.read_bytes() for p in out.rglob("*") if p.is_file()}

    with pytest.raises(
        UsageError, match=r"other versions \(numba 0\.1 -> .*\).*go back to those versions, or: --fresh"
    ):
        sweep(plan, out, workers=1)

    assert {p: p.read_bytes() for p in out.rglob("*") if p.is_file()} == before


def test_results_of_another_command_are_left_alone(tmp_path, plan):
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "thesis.docx").write_text("years of work")

    with pytest.raises(UsageError, match="nothing is overwritten"):
        sweep(plan, tmp_path / "out", workers=1)

    assert [p.name for p in (tmp_path / "out").iterdir()] == ["thesis.docx"]


@pytest.mark.parametrize(("given", "told"), [({"workers": 0}, "workers"), ({"limit": -1}, "limit")])
def test_impossible_efforts_are_refused(tmp_path, plan, given, told):
    with pytest.raises(UsageError, match=f"{told} must be a whole number"):
        sweep(plan, tmp_path / "out", **given)
    assert not (tmp_path / "out").exists()


# --- the stopping rule --------------------------------------------------------------------------------------

UNTIL = {"measure": "orders_day_12", "halfwidth": "40%", "least": 4, "step": 4, "most": 24}


def test_seeds_are_added_only_where_the_interval_is_too_wide(tmp_path):
    plan = sweep_of(tmp_path, replicates=None, keep=[], until=UNTIL)
    outcome = sweep(plan, tmp_path / "out", workers=1)

    found = load_results(tmp_path / "out").runs
    for number, scenario in enumerate(plan.scenarios):
        values = found[found["scenario"] == scenario.name]["orders_day_12"]
        seeds = len(values)
        assert seeds in (4, 8, 12, 16, 20, 24)
        widths = {n: half_width(values[:n]) / abs(values[:n].mean()) for n in range(4, seeds + 1, 4)}
        assert all(width > 0.4 for n, width in widths.items() if n < seeds)
        assert (widths[seeds] > 0.4) == ((number, 0) in outcome.open)


def half_width(values) -> float:
    from scipy import stats

    return float(stats.t.ppf(0.975, len(values) - 1) * values.std() / np.sqrt(len(values)))


def test_how_many_seeds_are_added_depends_neither_on_workers_nor_on_stops(tmp_path):
    plan = sweep_of(tmp_path, replicates=None, until={**UNTIL, "halfwidth": "25%"})
    sweep(plan, tmp_path / "whole", workers=1)

    while not sweep(plan, tmp_path / "bits", workers=1, limit=7).complete:
        pass
    sweep(plan, tmp_path / "two", workers=2)

    assert len(load_results(tmp_path / "whole").runs) > 8
    assert tables(tmp_path / "bits") == tables(tmp_path / "whole") == tables(tmp_path / "two")


def test_a_rule_that_is_never_met_is_told(tmp_path):
    plan = sweep_of(tmp_path, replicates=None, keep=[], until={**UNTIL, "halfwidth": 1e-9, "most": 8})

    outcome = sweep(plan, tmp_path / "out", workers=1)
    again = sweep(plan, tmp_path / "out", workers=1)

    assert outcome.open == again.open == ((0, 0), (1, 0))
    assert load_results(tmp_path / "out").manifest["sweep"]["open"] == [[0, 0], [1, 0]]


# --- how work is dealt out ----------------------------------------------------------------------------------


def test_scenarios_take_turns_and_every_run_comes_once(tmp_path):
    plan = sweep_of(tmp_path, replicates=2000, keep=[])
    schedule = Schedule(plan, 2)
    done = np.zeros(plan.most_runs, dtype=bool)
    done[::3] = True

    batches = list(schedule.batches(plan.blocks[0], range(plan.cells), done, 10_000))

    dealt = [spec.run_id for batch in batches for spec in batch]
    assert sorted(dealt) == np.flatnonzero(~done).tolist()
    assert all(len({spec.scenario for spec in batch}) == 1 for batch in batches)
    half = [spec.scenario for batch in batches[: len(batches) // 2] for spec in batch]
    assert 0.4 < np.mean(half) < 0.6


def test_batches_follow_the_speed_that_is_seen(tmp_path):
    plan = sweep_of(tmp_path, replicates=5000, keep=[])
    schedule = Schedule(plan, 1)
    done = np.zeros(plan.most_runs, dtype=bool)
    batches = schedule.batches(plan.blocks[0], range(plan.cells), done, 10_000)

    schedule.learn(next(batches), 0.1)
    schedule.learn(next(batches), 0.1)
    for _ in range(20):
        batch = next(batches)
        schedule.learn(batch, len(batch) * 0.01)

    assert 50 < len(next(batches)) < 150


def test_the_rate_is_that_of_the_last_minute():
    now = 0.0
    meter = Meter(0, clock=lambda: now)
    for second in range(1, 301):
        now = float(second)
        status = meter.status(done=10 * min(second, 200) + max(0, second - 200), total=3000, failed=0)

    assert status.rate == pytest.approx(1.0, rel=0.1)
    assert status.left == pytest.approx(3000 - status.done, rel=0.1)


def test_paths_in_messages_are_those_given(tmp_path, plan, monkeypatch):
    monkeypatch.chdir(tmp_path)
    sweep(plan, "out", workers=1, limit=2)
    with pytest.raises(UsageError, match=re.escape("--out out holds")):
        sweep(sweep_of(tmp_path, replicates=3), "out", workers=1)
