"""YAML is data: no code, no bombs, no surprises."""

from __future__ import annotations

import time
from contextlib import suppress

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from simulation.errors import UsageError
from simulation.scenario import load_scenario
from simulation.scenario.yaml_lines import MAX_BYTES, read_yaml

BOMB = "a: &a [x, x, x, x, x, x, x, x, x]\n" + "".join(
    f"{b}: &{b} [{', '.join([f'*{a}'] * 9)}]\n" for a, b in zip("abcdefgh", "bcdefghi", strict=True)
)


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "the file is empty"),
        ("# only a comment\n", "the file is empty"),
        ("---\n...\n", "the file is empty"),
        ("- a\n- b\n", "given a list, allowed: a mapping"),
        ("just words\n", "given a single value"),
        ("days： 90\n", "full-width"),
        ("days: 90\n---\ndays: 80\n", "plan.yaml:2: a second document"),
        (
            "days: !!python/object/apply:os.system ['true']\n",
            "the tag tag:yaml.org,2002:python/object/apply:os.system is not allowed",
        ),
        ("days: !!python/name:os.system\n", "is not allowed"),
        ("days: !custom 3\n", "the tag !custom is not allowed"),
        ("!!set {a, b}\n", "is not allowed"),
        ("days: !!timestamp 2001-01-01\n", "is not allowed"),
        ("days: 90\ndays: 80\n", "plan.yaml:2: days: given twice (first in line 1)"),
        ("market:\n  people: 9000\n  people: 8000\n", "plan.yaml:3: market.people: given twice"),
        ("base: &b {days: 3}\n<<: *b\n", "merge keys"),
        ("product: {price: .nan}\n", "given .nan, allowed: a finite number"),
        ("product: {price: -.inf}\n", "given -.inf"),
        ("product: {price: 1e999}\n", "too large"),
        ("product: {price: nan}\n", "given 'nan'"),
        ("days: " + "9" * 5000 + "\n", "allowed: a whole number"),
        ("days: " + "9" * 300 + "\n", "allowed: a whole number"),
        ("days: [90\n", "plan.yaml:"),
        ("market:\n\tpeople: 90\n", "spaces, not with tabs"),
        ("days: 'open\n", "not valid YAML"),
        ("days: @x\n", "in quotes"),
        ("days: *nowhere\n", "has no anchor"),
        ("market: &m {work: *m}\n", "stands inside what it stands for"),
        ("? [a, b]\n: 3\n", "a name is expected"),
        ("'': 3\n", "a name is missing"),
        ("days: \x07\n", "control character"),
        (BOMB, "once aliases are expanded"),
        ("days: " + "[" * 200_000, "nested deeper than 50"),
        ("- " * 50_000 + "a", "nested deeper than 50"),
        ("a: &a [[[[[[[[[[x]]]]]]]]]]\n" + "b: " + "[" * 45 + "*a" + "]" * 45, "nested deeper than 50"),
        ("days: [" + "1," * 120_000 + "]\n", "values once"),
        ("x" * (MAX_BYTES + 1), "more than 1,000,000 bytes"),
    ],
)
def test_what_is_no_plain_scenario_is_refused_at_once(refusal, text, says):
    start = time.perf_counter()
    assert says in refusal(text)
    assert time.perf_counter() - start < 2.0


@pytest.mark.parametrize(
    ("raw", "says"),
    [
        (b"title: \xff\xfe\n", "plan.yaml:1: not UTF-8"),
        (b"days: 90\n# caf\xe9\n", "plan.yaml:2: not UTF-8"),
        ("days: 90".encode("utf-16"), "not UTF-8"),
        (b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR", "not UTF-8"),
        (b"\x00\x01\x02\x03" * 100, "control character"),
    ],
)
def test_bytes_that_are_no_text_are_refused(tmp_path, raw, says):
    path = tmp_path / "plan.yaml"
    path.write_bytes(raw)
    with pytest.raises(UsageError) as refused:
        load_scenario(path)
    assert says in str(refused.value)


def test_a_byte_order_mark_and_windows_line_ends_do_no_harm(tmp_path):
    path = tmp_path / "plan.yaml"
    path.write_bytes("\ufeffdays: 90\r\ntitle: {en: a, zh: 甲}\r\n".encode())
    scenario = load_scenario(path)
    assert (scenario.days, scenario.title.zh) == (90, "甲")


def test_on_off_yes_and_no_are_names_where_a_name_stands_and_switches_where_a_value_does(write):
    scenario = load_scenario(
        write(
            """\
            mechanisms: {topic_depletion: off, noise: on, chill: No, muting: YES}
            timeline:
              - on: 60
                set: {strategy.coupon.depth: 0.1}
            """
        )
    )
    assert scenario.timeline[0].on == 60
    assert not scenario.mechanisms.topic_depletion
    assert not scenario.mechanisms.chill
    assert scenario.mechanisms.noise
    assert scenario.mechanisms.muting


def test_a_path_with_an_index_needs_no_quotes_inside_braces(write):
    """YAML itself does not take it, but it is how people (and our documents) write it."""
    scenario = load_scenario(
        write(
            """\
            # a comment on strategy.calendar[0].per_day: stays a comment
            strategy: {calendar: [{post: coupon, per_day: 3}]}
            timeline:
              - {on: 60, set: {strategy.calendar[0].per_day: 1, "strategy.coupon.depth": 0.1}}
              - {on: 70, set: {"strategy.calendar[0].per_day": 2}}
              - on: 80
                set:
                  strategy.calendar[0].per_day: 3
            """
        )
    )
    assert [change.set["strategy.calendar[0].per_day"] for change in scenario.timeline] == [1, 2, 3]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("5", 5),
        ("-3", -3),
        ("50_000", 50000),
        ("010", 10),
        ("+7", 7),
        ("1e3", 1000.0),
        (".5", 0.5),
        ("2.", 2.0),
        ("1.5e-3", 0.0015),
        ("on", True),
        ("Off", False),
        ("yes", True),
        ("~", None),
        ("null", None),
        ("'5'", "5"),
        ("12:30", "12:30"),
        ("2020-01-01", "2020-01-01"),
        ("0x10", "0x10"),
        ("!!str 5", "5"),
        ("!!int 5", 5),
        ("! 5", "5"),
        ("[1, [2]]", (1, (2,))),
        ("{on: 1, 3: x}", {"on": 1, "3": "x"}),
        ("1.2.3", "1.2.3"),
    ],
)
def test_values_are_read_as_a_strategist_means_them(text, value):
    read = read_yaml(text, "text").data
    assert read == value
    assert type(read) is type(value)


YAMLISH = st.lists(
    st.sampled_from(
        [
            "days",
            "market",
            "strategy",
            "calendar",
            "timeline",
            "extends",
            "baseline",
            "post",
            "coupon",
            "set",
            ": ",
            ":",
            "\n",
            "\n  ",
            "\n    ",
            "- ",
            "{",
            "}",
            "[",
            "]",
            ", ",
            "&a ",
            "*a",
            "!!str ",
            "!x ",
            "'",
            '"',
            "|\n",
            ">",
            "5",
            "-1",
            "0.5",
            "on",
            "null",
            "<<",
            "# ",
            "---\n",
            "\t",
            "%",
            "strategy.calendar[0].per_day",
            "。",
        ]
    ),
    max_size=40,
).map("".join)


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=st.one_of(YAMLISH, st.text(max_size=80)))
def test_whatever_a_file_holds_it_loads_or_is_refused_in_words(tmp_path, text):
    path = tmp_path / "any.yaml"
    path.write_text(text, encoding="utf-8", errors="surrogatepass", newline="")
    with suppress(UsageError):
        load_scenario(path)


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(raw=st.binary(max_size=200))
def test_whatever_bytes_a_file_holds_it_loads_or_is_refused_in_words(tmp_path, raw):
    path = tmp_path / "any.yaml"
    path.write_bytes(raw)
    with suppress(UsageError):
        load_scenario(path)
