from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import textwrap
from pathlib import Path

import pandas as pd
import pyarrow.parquet as pq
import pytest

from simulation import Scenario, compare, scenario_hash
from simulation.errors import GrouplifeError, UsageError
from simulation.experiments.save import default_folder, save_comparison
from simulation.experiments.store import LOCK, MANIFEST, ResultsFolder, load_results

ROOT = Path(__file__).resolve().parents[2]
TABLE = pd.DataFrame({"run_id": [0, 1], "orders_day_30": [2.0, 3.0]})


def write(
    path: Path, kind: str = "compare", table: pd.DataFrame = TABLE, command: str = "grouplife test"
) -> None:
    with ResultsFolder(path, kind) as folder:
        folder.write_table("runs", table, {"orders_day_30": "orders"})
        folder.publish({"grouplife": "0", "format": 1, "kind": kind, "command": command})


def begin_and_fail(path: Path, error: BaseException) -> None:
    with ResultsFolder(path, "compare") as folder:
        folder.write_table("runs", TABLE * 2, {})
        raise error


def content(path: Path) -> dict[str, bytes]:
    return {str(p.relative_to(path)): p.read_bytes() for p in sorted(path.rglob("*")) if p.is_file()}


def test_a_comparison_comes_back_as_it_was(tmp_path, spam, value):
    made = compare([spam, value], replicates=2, ensemble=2, days=20)
    with ResultsFolder(tmp_path / "out", "compare") as folder:
        made = made.written_to(str(folder.path), "grouplife compare coupon_spam value_content")
        save_comparison(made, folder)

    found = load_results(tmp_path / "out")

    for name in ("runs", "daily", "groups"):
        pd.testing.assert_frame_equal(getattr(found, name), getattr(made, name), check_exact=True)
    pd.testing.assert_frame_equal(found.table("draws"), made.draws, check_exact=True, check_dtype=False)
    assert list(found.runs.columns)[:4] == ["run_id", "scenario", "seed", "member"]
    assert found.units("daily")["cumulative_incremental_profit"] == "CNY"
    assert found.units("runs")["open_rate_day_91"] == "share"
    assert found.units("draws")["behaviour.talk.base_rate"] == "messages per visit"
    effects = json.loads((tmp_path / "out" / "effects.json").read_text())
    assert effects["effects"] == made.effects


def test_the_manifest_tells_what_made_it_and_nothing_of_whose_machine(tmp_path, spam, value):
    made = compare([spam, value], replicates=2, ensemble=0, seed=4, days=5)
    with ResultsFolder(tmp_path / "out", "compare") as folder:
        save_comparison(made.written_to("out", "grouplife compare coupon_spam value_content"), folder)

    manifest = load_results(tmp_path / "out").manifest

    assert manifest["command"] == "grouplife compare coupon_spam value_content"
    assert manifest["seeds"] == {"first": 4, "count": 2}
    assert [entry["hash"] for entry in manifest["scenarios"]] == [
        scenario_hash(s) for s in made.scenarios.values()
    ]
    assert "coupon_spam" in manifest["scenarios"][0]["text"]
    assert manifest["versions"]["mesa"].startswith("3.")
    assert manifest["duration_seconds"] > 0
    assert set(manifest["machine"]) == {"platform", "cores"}
    for private in (os.uname().nodename, str(Path.home()) + "/"):
        assert private not in (tmp_path / "out" / MANIFEST).read_text()


def test_a_written_scenario_can_be_loaded_again(tmp_path, spam, value):
    from simulation import load_scenario

    made = compare([spam, value], replicates=1, ensemble=0, days=5)
    (tmp_path / "again.yaml").write_text(made.manifest["scenarios"][0]["text"])

    assert load_scenario(tmp_path / "again.yaml") == made.scenarios["coupon_spam"]


def test_equal_tables_are_equal_files(tmp_path):
    write(tmp_path / "a")
    write(tmp_path / "b")

    assert (tmp_path / "a" / "runs.parquet").read_bytes() == (tmp_path / "b" / "runs.parquet").read_bytes()


def test_results_of_the_same_command_are_replaced_and_that_is_known(tmp_path):
    write(tmp_path, command="grouplife compare a b")
    (tmp_path / "my notes.txt").write_text("kept")

    with ResultsFolder(tmp_path, "compare") as folder:
        assert folder.replaced == "grouplife compare a b"
        folder.write_table("daily", TABLE, {})
        folder.publish({"grouplife": "0", "format": 1, "kind": "compare"})

    assert sorted(p.name for p in tmp_path.iterdir()) == sorted(
        [LOCK, "daily.parquet", MANIFEST, "my notes.txt"]
    )


@pytest.mark.parametrize(
    "foreign", ["other files", "results of another command", "a manifest of something else"]
)
def test_a_folder_that_holds_something_else_is_left_alone(tmp_path, foreign):
    if foreign == "other files":
        (tmp_path / "thesis.docx").write_text("years of work")
    elif foreign == "results of another command":
        write(tmp_path, kind="sweep")
    else:
        (tmp_path / MANIFEST).write_text('{"name": "a web app"}')
    before = content(tmp_path)

    with pytest.raises(UsageError, match="nothing is overwritten"), ResultsFolder(tmp_path, "compare"):
        pass

    assert content(tmp_path) == before


def test_an_error_on_the_way_leaves_the_old_results(tmp_path):
    write(tmp_path)
    before = content(tmp_path)

    with pytest.raises(KeyboardInterrupt):
        begin_and_fail(tmp_path, KeyboardInterrupt())

    assert content(tmp_path) == before


def test_an_error_on_the_way_leaves_no_new_folder(tmp_path):
    with pytest.raises(ZeroDivisionError):
        begin_and_fail(tmp_path / "a" / "b", ZeroDivisionError())

    assert list(tmp_path.iterdir()) == []


def test_two_writers_cannot_have_one_folder(tmp_path):
    with ResultsFolder(tmp_path / "out", "compare") as first:
        with (
            pytest.raises(GrouplifeError, match="another grouplife is writing"),
            ResultsFolder(first.path, "compare"),
        ):
            pass
        first.write_table("runs", TABLE, {})
        first.publish({"grouplife": "0", "kind": "compare"})
    write(tmp_path / "out")


def test_a_killed_writer_leaves_the_folder_usable(tmp_path):
    write(tmp_path / "out")
    code = f"""
        import os, signal, pandas as pd
        from simulation.experiments.store import ResultsFolder
        with ResultsFolder({str(tmp_path / "out")!r}, "compare") as folder:
            folder.write_table("runs", pd.DataFrame({{"run_id": [1]}}), {{}})
            os.kill(os.getpid(), signal.SIGKILL)
    """
    subprocess.run([sys.executable, "-c", textwrap.dedent(code)], cwd=ROOT, check=False)

    assert len(load_results(tmp_path / "out").runs) == 2
    write(tmp_path / "out")
    assert not (tmp_path / "out" / ".partial").exists()


def test_a_full_disk_gives_one_clear_error_and_keeps_what_was_there(tmp_path):
    write(tmp_path)
    before = content(tmp_path)
    large = pd.DataFrame({"x": pd.Series(range(300_000)).sample(frac=1.0, random_state=1).to_numpy()})
    soft, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, hard))
    try:
        with pytest.raises(GrouplifeError, match=r"the disk is full.*what was there is unchanged"):
            write(tmp_path, table=large)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, (soft, hard))

    assert content(tmp_path) == before


@pytest.mark.parametrize("path", ["/proc/grouplife", "/dev/null/results"])
def test_what_cannot_be_written_says_so(path):
    with pytest.raises(GrouplifeError, match=r"cannot write to --out|is a file"), ResultsFolder(path, "run"):
        pass


def test_a_file_in_the_place_of_the_folder_is_refused(tmp_path):
    (tmp_path / "file").write_text("x")

    with pytest.raises(UsageError, match="is a file; give a folder"), ResultsFolder(tmp_path / "file", "run"):
        pass
    assert (tmp_path / "file").read_text() == "x"


def test_what_is_no_results_folder_cannot_be_loaded(tmp_path):
    with pytest.raises(UsageError, match="no such folder"):
        load_results(tmp_path / "nowhere")
    with pytest.raises(UsageError, match=r"it has no manifest\.json"):
        load_results(tmp_path)
    write(tmp_path)
    (tmp_path / "runs.parquet").write_bytes(b"not parquet")
    with pytest.raises(GrouplifeError, match="cannot read"):
        _ = load_results(tmp_path).runs
    with pytest.raises(GrouplifeError, match="no table 'daily'; it has: runs"):
        _ = load_results(tmp_path).daily


def test_results_of_a_newer_layout_are_refused(tmp_path):
    write(tmp_path)
    manifest = json.loads((tmp_path / MANIFEST).read_text())
    (tmp_path / MANIFEST).write_text(json.dumps({**manifest, "format": 99}))

    with pytest.raises(UsageError, match="update grouplife"):
        load_results(tmp_path)


def test_a_column_carries_its_unit(tmp_path):
    write(tmp_path)

    assert pq.read_schema(tmp_path / "runs.parquet").field("orders_day_30").metadata[b"unit"] == b"orders"


def test_the_default_folder_names_the_arms():
    arms = [Scenario(name=name) for name in ("a", "b", "c")]

    assert default_folder(arms) == Path("results/a_vs_b_vs_c")
    assert len(str(default_folder([Scenario(name="x" * 60)] * 20))) < 200
