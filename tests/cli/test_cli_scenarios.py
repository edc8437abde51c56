"""The command as a user meets it: real processes, real files."""

from __future__ import annotations

import json
import os
import pty
import subprocess
import sys
import time
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from simulation.scenario import library, load_scenario

COMMANDS = ("run", "compare", "plan", "scenarios", "explain", "diff", "new", "schema")


def grouplife(
    *arguments: str, cwd: Path | None = None, **environment: str
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "simulation", *arguments],
        capture_output=True,
        text=True,
        cwd=cwd,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).parents[2]), "COLUMNS": "100", **environment},
        timeout=60,
        encoding="utf-8",
    )


def refused(*arguments: str, cwd: Path | None = None, **environment: str) -> str:
    done = grouplife(*arguments, cwd=cwd, **environment)
    assert done.returncode == 2, done
    assert done.stdout == ""
    assert done.stderr.startswith("error: ")
    assert "Traceback" not in done.stderr
    return done.stderr


def test_help_lists_every_command_with_examples_and_comes_at_once():
    times = []
    for _ in range(3):
        start = time.perf_counter()
        done = grouplife("--help")
        times.append(time.perf_counter() - start)
    assert done.returncode == 0
    for command in COMMANDS:
        assert f"\n  {command} " in done.stdout
    assert "Examples:" in done.stdout
    assert min(times) < 0.5
    assert grouplife().stdout == done.stdout


def test_help_loads_nothing_that_takes_time():
    heavy = "('numba', 'numpy', 'pandas', 'mesa', 'matplotlib', 'pydantic', 'yaml')"
    code = f"import sys, simulation.cli; print([m for m in {heavy} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_explains_itself_with_examples(command):
    done = grouplife(command, "--help")
    assert done.returncode == 0
    assert "Examples:" in done.stdout
    assert f"grouplife {command} " in done.stdout


def test_the_version_is_that_of_the_package():
    import simulation

    assert grouplife("--version").stdout == f"grouplife {simulation.__version__}\n"


def test_scenarios_lists_the_library_plainly_when_piped():
    done = grouplife("scenarios")
    lines = done.stdout.splitlines()
    assert len(lines) == 1 + len(library())
    assert "\x1b" not in done.stdout
    assert [line.split()[0] for line in lines[1:3]] == ["baseline", "no_group"]
    assert all(len({line.index("  ") for line in lines}) > 0 and line == line.rstrip() for line in lines)
    assert "整天发优惠券" in grouplife("scenarios", "--lang", "zh", "--theme", "content").stdout


def test_scenarios_as_json_is_one_object():
    done = grouplife("scenarios", "--json")
    listed = json.loads(done.stdout)["scenarios"]
    assert {entry["name"] for entry in listed} == set(library())
    assert set(listed[0]) == {"name", "theme", "title", "question", "path"}


def test_a_theme_that_is_not_there_is_refused_with_those_that_are():
    said = refused("scenarios", "--theme", "bsics")
    assert "themes: basics" in said
    assert "grouplife new my_base" in said
    assert "product.need_interval, product.price" in said
    assert "product.need_interval" in refused("scenarios", "--theme", "母婴群组", "--lang", "zh")


@pytest.mark.parametrize("words", ["裂变", "Referral", "one-yuan", "一元"])
def test_words_that_are_no_theme_are_looked_for_in_names_titles_and_questions(words):
    listed = grouplife("scenarios", "--theme", words)
    assert listed.returncode == 0, listed.stderr
    assert 1 < len(listed.stdout.splitlines()) < 20


def test_a_broken_scenario_of_ones_own_does_not_hide_the_others(tmp_path):
    (tmp_path / "broken.yaml").write_text("dayz: 3\n")
    (tmp_path / "sound.yaml").write_text("extends: baseline\ntheme: mine\n")
    done = grouplife("scenarios", GROUPLIFE_SCENARIOS=str(tmp_path))
    assert done.returncode == 0
    assert "\nsound " in done.stdout
    assert "broken cannot be read" in done.stderr
    listed = json.loads(grouplife("scenarios", "--json", GROUPLIFE_SCENARIOS=str(tmp_path)).stdout)[
        "scenarios"
    ]
    assert next(entry for entry in listed if "error" in entry)["name"] == "broken"


def test_explain_says_what_a_scenario_says_in_both_languages():
    english = grouplife("explain", "coupon_spam").stdout
    assert english.startswith("Coupons all day (coupon_spam)\nWhat happens to a group")
    assert "- coupon (25% off): 3 a day\n" in english
    assert "What differs from baseline" in english
    assert max(map(len, english.splitlines())) > 100, "piped output is not wrapped"
    assert "与 baseline 的不同" in grouplife("explain", "coupon_spam", "--lang", "zh").stdout


def test_explain_shows_what_is_set_by_hand():
    done = grouplife("explain", "baseline", "--set", "strategy.coupon.depth=0.77", "--set", "days=90")
    assert "horizon: 180 days → 90 days" in done.stdout
    assert "→ 77 %" in done.stdout


def test_diff_shows_path_and_both_values():
    done = grouplife("diff", "baseline", "coupon_spam")
    assert done.returncode == 0
    assert done.stdout.splitlines()[0].split() == ["path", "baseline", "coupon_spam"]
    assert "strategy.calendar[0]" in done.stdout
    assert grouplife("diff", "baseline", "baseline").stdout.startswith("No differences")
    found = json.loads(grouplife("diff", "baseline", "coupon_spam", "--json").stdout)
    first = found["differences"][0]
    assert first["path"].startswith("strategy.calendar[0]")
    assert "3" in str(first["b"])


def test_new_writes_a_file_that_runs_and_never_overwrites(tmp_path):
    done = grouplife("new", "my_plan", "--from", "coupon_spam", cwd=tmp_path)
    assert done.returncode == 0
    path = tmp_path / "my_plan.yaml"
    text = path.read_text(encoding="utf-8")
    assert text.startswith("# yaml-language-server: $schema=schema.json\n")
    assert load_scenario(path).strategy == load_scenario("coupon_spam").strategy
    assert "exists and is left as it is" in refused("new", "my_plan", cwd=tmp_path)
    assert path.read_text(encoding="utf-8") == text
    assert [p.name for p in tmp_path.iterdir()] == ["my_plan.yaml"]


def test_new_builds_on_a_file_wherever_it_lies(tmp_path):
    (tmp_path / "mine.yaml").write_text("extends: baseline\ndays: 77\n")
    done = grouplife("new", "second", "--from", "mine.yaml", "--out", "plans/deep", cwd=tmp_path)
    assert done.returncode == 0, done
    assert load_scenario(tmp_path / "plans" / "deep" / "second.yaml").days == 77


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("new", "My Plan"), "lower-case"),
        (("new", "plans/x"), "--out"),
        (("new", "baseline"), "already has a scenario"),
        (("new", "x", "--from", "basline"), "did you mean baseline?"),
        (("schema", "--out", "."), "is a folder"),
        (("explain", "basline"), "did you mean baseline?"),
        (("explain", "baseline", "--set", "dayz=3"), "did you mean days?"),
        (("diff", "baseline"), "Missing argument 'B'"),
        (("explain", "baseline", "--lang", "fr"), "allowed: en, zh"),
        (("expalin",), "explain"),
        (("explain", "baseline", "--foo"), "See: grouplife explain --help"),
    ],
)
def test_a_command_that_cannot_be_done_says_why_and_ends_with_2(tmp_path, arguments, says):
    assert says in refused(*arguments, cwd=tmp_path)
    assert list(tmp_path.iterdir()) == []


def test_all_mistakes_of_a_file_come_in_one_message(tmp_path):
    (tmp_path / "plan.yaml").write_text("days: 9999\ndayz: 3\n")
    message = refused("explain", "plan.yaml", cwd=tmp_path)
    assert message.startswith("error: 2 mistakes in plan.yaml:\n  plan.yaml:1: days: given 9999")


def test_schema_prints_and_writes_the_schema_and_the_parameter_table(tmp_path):
    printed = json.loads(grouplife("schema").stdout)
    Draft202012Validator.check_schema(printed)
    done = grouplife("schema", "--out", "schema.json", cwd=tmp_path)
    assert done.returncode == 0
    assert json.loads((tmp_path / "schema.json").read_text(encoding="utf-8")) == printed
    table = grouplife("schema", "--parameters").stdout
    assert table.startswith(
        "| parameter | meaning | unit | range | range of doubt | default | source | mechanism |\n|---|"
    )
    assert "| `behaviour.talk.base_rate` |" in table


def test_what_cannot_be_written_is_said_in_one_line(tmp_path):
    (tmp_path / "file").write_text("")
    done = grouplife("schema", "--out", "file/schema.json", cwd=tmp_path)
    assert done.returncode == 1
    assert done.stderr.startswith("error: ")
    assert len(done.stderr.splitlines()) == 1
    done = grouplife("schema", "--out", "/proc/schema.json")
    assert done.returncode == 1
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("command", ["schema", "scenarios", "--help"])
def test_a_reader_that_stops_reading_is_no_error(command):
    done = subprocess.run(
        ["bash", "-c", f"set -o pipefail; {sys.executable} -m simulation {command} | head -c 1; true"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stderr == ""
    closed = subprocess.run(
        ["bash", "-c", f"{sys.executable} -m simulation {command} > >(exec 0<&-; sleep 1); echo done"],
        capture_output=True,
        text=True,
        check=True,
    )
    assert "Traceback" not in closed.stderr


def test_output_that_cannot_be_shown_does_not_stop_the_command():
    done = grouplife("scenarios", "--lang", "zh", PYTHONIOENCODING="ascii")
    assert done.returncode == 0
    assert "?" in done.stdout


@pytest.mark.parametrize(
    ("body", "code", "says"),
    [
        ("os.kill(os.getpid(), signal.SIGINT); time.sleep(5)", 130, "stopped: nothing was written\n"),
        ("raise Stopped('stopped: results/x is as it was')", 130, "stopped: results/x is as it was\n"),
        ("raise GrouplifeError('no room')", 1, "error: no room\n"),
        ("open('/nowhere/at/all')", 1, "error: /nowhere/at/all: No such file or directory\n"),
        ("raise MemoryError", 1, "error: out of memory; make the market, the groups or --workers smaller\n"),
    ],
)
def test_what_goes_wrong_on_the_way_ends_in_one_message_and_its_exit_code(body, code, says):
    program = (
        "import os, signal, time\n"
        "from simulation.cli import app, main\n"
        "from simulation.errors import GrouplifeError, Stopped\n"
        f"@app.command()\ndef work():\n    {body}\nmain(['work'])\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, timeout=30)
    assert (done.returncode, done.stdout, done.stderr) == (code, "", says)


def on_a_terminal(*arguments: str, **environment: str) -> str:
    """Output of the command where it believes to write to a terminal."""
    ours, theirs = pty.openpty()
    env = {**os.environ, "TERM": "xterm-256color", "COLUMNS": "60", **environment}
    for name in ("NO_COLOR", "FORCE_COLOR"):
        if name not in environment:
            env.pop(name, None)
    process = subprocess.Popen(
        [sys.executable, "-m", "simulation", *arguments], stdout=theirs, stderr=theirs, env=env
    )
    os.close(theirs)
    output = b""
    while True:
        try:
            part = os.read(ours, 65536)
        except OSError:
            break
        if not part:
            break
        output += part
    process.wait(timeout=60)
    os.close(ours)
    assert process.returncode == 0
    return output.decode()


def test_a_terminal_gets_style_and_no_color_is_honoured():
    styled = on_a_terminal("explain", "coupon_spam")
    assert "\x1b[1m" in styled
    bare = on_a_terminal("explain", "coupon_spam", NO_COLOR="1")
    assert "\x1b[3" not in bare
    assert max(len(line) for line in bare.replace("\x1b[1m", "").replace("\x1b[0m", "").splitlines()) <= 60
    assert "baseline" in on_a_terminal("scenarios")


def test_slips_on_the_command_line_are_answered_in_plain_words():
    assert "--lang: given 'fr', allowed: en, zh" in refused("explain", "baseline", "--lang", "fr")
    assert "--replicates: given 'abc', allowed: a whole number" in refused(
        "run", "baseline", "--replicates", "abc"
    )
    assert "--set product.price=100" in refused("run", "baseline", "--set", "product.price", "100")


def test_themes_are_listed_in_chinese_with_the_name_that_the_option_takes():
    assert "裂变（referral）" in grouplife("scenarios", "--lang", "zh").stdout


def test_a_device_is_not_replaced_by_a_file(tmp_path):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    done = grouplife("schema", "--out", str(pipe))
    assert done.returncode == 2
    assert "device or a pipe" in done.stderr
    assert pipe.is_fifo()
