"""Reading a log: what is mended, what is refused, and what the message says."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from made_logs import write

from simulation.errors import UsageError
from simulation.evidence.log.cleaning import Log, read_log
from simulation.evidence.log.history import history_of

ROWS = [
    ("2026-01-05T09:00:00", "a", "ann", "join"),
    ("2026-01-05T09:01:00", "a", "bob", "join"),
    ("2026-01-05T10:00:05", "a", "ann", "message"),
    ("2026-01-06T10:00:06", "b", "bob", "message"),
    ("2026-01-07T10:00:07", "a", "bob", "leave"),
]


def told(log: Log) -> str:
    return " | ".join(note.say("en") for note in log.notes)


def same(one: Log, two: Log) -> bool:
    return (one.groups, one.members, one.first, one.days) == (
        two.groups,
        two.members,
        two.first,
        two.days,
    ) and all(
        np.array_equal(getattr(one, name), getattr(two, name)) for name in ("day", "group", "member", "kind")
    )


def refused(path: Path, **how: object) -> str:
    with pytest.raises(UsageError) as caught:
        read_log(path, **how)  # type: ignore[arg-type]
    return str(caught.value)


# --- what is read


def test_a_plain_log_is_read(tmp_path):
    log = read_log(write(tmp_path / "log.csv", ROWS))

    assert (log.groups, log.members, log.days, str(log.first)) == (("a", "b"), 2, 3, "2026-01-05")
    assert log.kind.tolist() == [0, 0, 2, 2, 1]
    assert "Asia/Shanghai" in told(log)


def test_rows_out_of_order_are_put_in_order_and_counted(tmp_path):
    log = read_log(write(tmp_path / "log.csv", [ROWS[2], *ROWS[:2], *ROWS[3:]]))

    assert same(log, read_log(write(tmp_path / "sorted.csv", ROWS)))
    assert "2 rows were out of order (the first: row 3)" in told(log)


def test_exact_duplicates_are_left_out_and_counted(tmp_path):
    log = read_log(write(tmp_path / "log.csv", [*ROWS, ROWS[2], ROWS[2]]))

    assert same(log, read_log(write(tmp_path / "once.csv", ROWS)))
    assert "2 exact duplicates were left out (the first: row 7)" in told(log)


def test_messages_alike_are_kept_where_times_are_given_to_the_minute(tmp_path):
    rows = [(f"2026-01-05 09:{n:02d}", "a", "ann", "message") for n in (1, 1, 2)]

    log = read_log(write(tmp_path / "log.csv", rows))

    assert len(log.day) == 3
    assert "given to the minute, so 1 messages that look alike were kept" in told(log)


def test_an_excel_export_is_read(tmp_path):
    path = tmp_path / "excel.csv"
    lines = ["sep=;", "timestamp;group;member;event", *(";".join(row) for row in ROWS)]
    path.write_bytes(b"\xef\xbb\xbf" + "\r\n".join(lines).encode())

    log = read_log(path)

    assert same(log, read_log(write(tmp_path / "plain.csv", ROWS)))
    assert "semicolon" in told(log)


@pytest.mark.parametrize(("encoding", "name"), [("utf-16", "UTF-16"), ("gb18030", "GB18030")])
def test_other_encodings_and_chinese_names_are_read(tmp_path, encoding, name):
    path = tmp_path / "群.csv"
    rows = [
        "时间,群名,昵称,类型,内容",
        "2026/1/5 09:00,美妆群,小王,入群,",
        '2026年1月6日 10:00,美妆群,小王,消息,"早,\n好"',
    ]
    path.write_bytes("\n".join(rows).encode(encoding))

    log = read_log(path)

    assert (log.groups, log.members, log.days, log.kind.tolist()) == (("美妆群",), 1, 2, [0, 2])
    assert name in told(log)
    assert "timestamp=时间" in told(log)


def test_columns_and_events_of_other_names_can_be_named(tmp_path):
    rows = [
        (when, group, who, {"join": "+", "leave": "-", "message": "talk"}[event])
        for when, group, who, event in ROWS
    ]
    path = write(
        tmp_path / "log.csv", [*rows, ("2026-01-07T10:00:08", "a", "ann", "wink")], "at,where,who,what"
    )

    log = read_log(
        path,
        {"timestamp": "at", "group": "Where", "member": "who", "event": "what"},
        event_names={"+": "join", "-": "leave", "TALK": "message", "wink": "ignore"},
    )

    assert same(log, read_log(write(tmp_path / "plain.csv", ROWS)))
    assert "1 rows with other events were left out: wink (1)" in told(log)


@pytest.mark.parametrize(
    "times",
    [
        ["1767603600", "1767690000"],
        ["1767603600000", "1767690000000"],
        ["46027.7083333333", "46028.7083333333"],  # Excel days, local
        ["2026-01-05T17:00:00+08:00", "2026-01-06T09:00:00Z"],
        ["2026/1/5 17:00", "2026/1/6 17:00"],
        ["2026-01-05 05:00 PM", "2026-01-06 05:00 PM"],
        ["13/01/2026 17:00", "14/01/2026 17:00"],
    ],
)
def test_times_in_many_forms_are_one_day_apart(tmp_path, times):
    rows = [(when, "a", "ann", "message") for when in times]

    log = read_log(write(tmp_path / "log.csv", rows))

    assert log.day.tolist() == [0, 1]
    assert str(log.first) in ("2026-01-05", "2026-01-13")


def test_the_time_zone_moves_a_message_to_another_day(tmp_path):
    path = write(
        tmp_path / "log.csv",
        [("2026-01-05T12:00:00Z", "a", "ann", "message"), ("2026-01-05T17:00:00Z", "a", "ann", "message")],
    )

    assert read_log(path, zone="UTC").day.tolist() == [0, 0]
    assert read_log(path, zone="Asia/Shanghai").day.tolist() == [0, 1]
    assert history_of(read_log(path, zone="Asia/Shanghai")).messages.tolist() == [[1], [1]]


@pytest.mark.parametrize(
    ("given", "zone"),
    [
        ("GMT+8", "UTC+08:00"),
        ("UTC+8", "UTC+08:00"),
        ("utc-5:30", "UTC-05:30"),
        ("+0800", "UTC+08:00"),
        ("北京", "Asia/Shanghai"),
        ("Asia/Beijing", "Asia/Shanghai"),
        ("Asia/Peking", "Asia/Shanghai"),
    ],
)
def test_a_zone_by_another_name_or_offset_is_taken_and_said(tmp_path, given, zone):
    path = write(tmp_path / "log.csv", [("2026-01-05T20:00:00Z", "a", "u", "message")])

    log = read_log(path, zone=given)

    assert log.zone == zone
    assert f"time zone {given}: taken as" in told(log)
    assert log.first.isoformat() == ("2026-01-05" if zone == "UTC-05:30" else "2026-01-06")


def test_an_offset_no_clock_has_is_refused(tmp_path):
    path = write(tmp_path / "log.csv", [("2026-01-05T20:00:00Z", "a", "u", "message")])

    assert "-14:00 to +14:00" in refused(path, zone="UTC+20")


def test_the_hours_of_most_talk_are_told_so_that_a_wrong_zone_shows(tmp_path):
    rows = [(f"2026-01-05T{hour:02d}:{n:02d}:00Z", "a", "u", "message") for hour in (3, 13) for n in range(9)]
    path = write(tmp_path / "log.csv", rows)

    assert "between 11:00 and 22:00, Asia/Shanghai (if that looks wrong: --timezone)" in told(read_log(path))
    assert "between 03:00 and 14:00, UTC" in told(read_log(path, zone="UTC"))


def test_talk_in_the_small_hours_makes_the_time_zone_doubtful(tmp_path):
    rows = [
        (f"2026-01-{day:02d}T03:00:{n:02d}", "a", "ann", "message") for day in range(1, 29) for n in (1, 2)
    ]

    assert "is the time zone Asia/Shanghai right?" in told(read_log(write(tmp_path / "log.csv", rows)))


def test_a_few_rows_that_cannot_be_read_are_left_out_and_named(tmp_path):
    good = [(f"2026-01-05T{n // 60:02d}:{n % 60:02d}:01", "a", "ann", "message") for n in range(400)]
    rows = [
        *good[:10],
        ("yesterday", "a", "ann", "message"),
        *good[10:20],
        ("2026-01-05T09:00:00", "", "ann", "join"),
    ]

    log = read_log(write(tmp_path / "log.csv", [*rows, *good[20:]]))

    assert len(log.day) == 400
    assert "2 of 402 rows could not be read" in told(log)
    assert "1 with no time that can be read; 1 with no group (rows 12, 23)" in told(log)


def test_a_text_over_several_lines_is_read_as_one_row(tmp_path):
    path = tmp_path / "log.csv"
    rows = [
        f'2026-01-{d:02d} 09:00:01,a,ann,message,"one, two\n\nthree, 2026, ""four""\nfive"'
        for d in range(1, 29)
    ]
    path.write_text("\n".join(["timestamp,group,member,event,text", *rows]) + "\n", encoding="utf-8")

    assert len(read_log(path).day) == 28


def test_quotes_inside_a_field_and_empty_lines_take_no_rows(tmp_path):
    path = tmp_path / "log.csv"
    rows = [f'2026-01-{d:02d} 09:00:01,a,5"ann,message\n' for d in range(1, 29)]
    path.write_text("timestamp,group,member,event\n\n" + "\n".join(rows), encoding="utf-8")

    assert len(read_log(path).day) == 28


def test_times_with_and_without_an_offset_are_counted_and_told(tmp_path):
    ends = ("Z", "", "", "+08:00", "", "soon")
    rows = [(f"2026-01-05T09:{n:02d}:01{ends[n % 6]}", "a", "ann", "message") for n in range(12)]
    good = [(f"2026-01-06T{n // 60:02d}:{n % 60:02d}:01", "a", "bob", "message") for n in range(400)]

    said = told(read_log(write(tmp_path / "log.csv", [*rows, *good])))

    assert "4 with an offset and 406 without, which were taken for local time of Asia/Shanghai" in said
    assert "times without an offset were taken" in said
    assert "in two ways" not in told(read_log(write(tmp_path / "plain.csv", good)))


def test_whose_time_it_is_does_not_hang_on_the_first_row(tmp_path):
    rows = [("2026-01-05T09:00:01Z", "a", "ann", "message"), ("2026-01-05T09:00:01", "a", "ann", "message")]
    excel = [("46027.7083333333", "a", "ann", "message")]

    assert "times without an offset were taken" in told(read_log(write(tmp_path / "log.csv", rows)))
    assert "times without an offset were taken" in told(read_log(write(tmp_path / "excel.csv", excel)))
    assert "times without an offset" not in told(read_log(write(tmp_path / "aware.csv", rows[:1])))


@pytest.mark.parametrize(("wrong", "way"), [("1995-03-01", "before"), ("2024-12-01", "after")])
def test_an_event_far_from_all_others_is_told_with_its_row_date_and_group(tmp_path, wrong, way):
    rows = [
        (f"2022-{month:02d}-{day:02d}T09:00:01", group, "ann", "message")
        for month in (1, 2, 3) for day in range(1, 29) for group in "abcd"
    ]  # fmt: skip
    rows.insert(7, (f"{wrong}T09:00:01", "c", "ann", "message"))

    log = read_log(write(tmp_path / "log.csv", rows))

    said = told(log)
    assert f"days {way} all the rest (the first: row 9, {wrong}; groups: c): a wrong clock?" in said
    assert "1 rows lie" in said
    assert "第 9 行" in " ".join(note.say("zh") for note in log.notes)
    assert "rows lie" not in told(read_log(write(tmp_path / "good.csv", rows[:7] + rows[8:])))


# --- what is refused


def _stray(row: str, kind: str) -> str:
    return {
        "opens a field": row.replace(",u", ',"u'),
        "opens the last field": row.replace(",message", ',"message'),
        "closes a field": row.replace(",message", '",message'),
    }[kind]


@pytest.mark.parametrize(
    ("marks", "first", "last", "lost"),
    [
        ({10: "opens a field", 623: "opens a field"}, 12, 625, 613),
        ({10: "opens a field", 623: "closes a field"}, 12, 625, 613),
        ({10: "opens a field"}, 12, 1001, 989),
        ({10: "opens the last field"}, 12, 1001, 989),
        ({10: "opens a field", 623: "opens a field", 700: "opens a field"}, 12, 625, 613),
        ({0: "opens a field"}, 2, 1001, 999),
    ],
)
def test_rows_that_a_stray_quotation_mark_takes_along_are_not_lost_in_silence(
    tmp_path, marks, first, last, lost
):
    rows = [
        f"2026-01-{1 + n // 600:02d}T{8 + n % 600 // 60:02d}:{n % 60:02d}:01,a,u{n % 7},message"
        for n in range(1000)
    ]
    for place, kind in marks.items():
        rows[place] = _stray(rows[place], kind)
    path = tmp_path / "log.csv"
    path.write_text("\n".join(["timestamp,group,member,event", *rows]) + "\n", encoding="utf-8")

    message = refused(path)

    assert (
        f"a quotation mark in row {first} opens a text that goes on to row {last}, and {lost} of the rows"
        in message
    )
    assert "close or remove the mark" in message
    assert ("1 more" in message) == (len(marks) > 2)


def test_a_stray_quotation_mark_is_found_however_much_it_takes_along(tmp_path):
    rows = [f"2026-01-05T09:{n % 60:02d}:01,a,{'u' * 50},message" for n in range(20_000)]
    rows[3] = rows[3].replace(",u", ',"u')
    path = tmp_path / "log.csv"
    path.write_text("\n".join(["timestamp,group,member,event", *rows]) + "\n", encoding="utf-8")

    assert "a quotation mark in row 5" in refused(path)


@pytest.mark.parametrize(
    ("header", "how", "said"),
    [
        ("timestamp,group,member,event,event", {}, "2 columns are called event (columns 4, 5)"),
        ("timestamp,group,member,event,Member", {}, "2 columns are called member (columns 3, 5)"),
        (
            "timestamp,group,member,event,event",
            {"columns": {"event": "event"}},
            "which of them holds the event",
        ),
    ],
)
def test_two_columns_of_one_name_are_refused(tmp_path, header, how, said):
    rows = [(*row, "x") for row in ROWS]

    message = refused(write(tmp_path / "log.csv", rows, header), **how)

    assert said in message
    assert "rename the others" in message


def test_a_column_named_exactly_is_taken_though_another_differs_by_case_only(tmp_path):
    rows = [(*row, "x") for row in ROWS]
    path = write(tmp_path / "log.csv", rows, "timestamp,group,member,event,Member")

    assert read_log(path, {"member": "member"}).members == 2


def test_many_rows_that_cannot_be_read_are_refused(tmp_path):
    rows = [("soon", "a", "ann", "message") if n % 10 == 0 else ROWS[2] for n in range(50)]

    message = refused(write(tmp_path / "log.csv", rows))

    assert "5 of 50 rows cannot be read: 5 with no time that can be read (rows 2, 12, 22, 32, 42)" in message
    assert "mend the export" in message


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "is empty"),
        (b"\n \n", "is empty"),
        (b"timestamp,group,member,event\n", "a header and no events"),
        (
            b"2026-01-05T09:00:00,a,ann,join\n2026-01-05T09:00:01,a,bob,join\n",
            "looks like an event, not like a header",
        ),
        (b"PK\x03\x04...", "Excel file"),
        (b"\x00\x01\x02\x03", "no text file"),
        (b"\xff\xfa\x81 \xff,\xff\n", "not text in UTF-8 or GB18030"),
        (
            b"timestamp,group,member\n2026-01-05,a,ann\n",
            "no column was recognised as event; the columns are: ",
        ),
        (b"when,group,member,event\n2026-01-05,a,ann,join\n", "say which with --timestamp NAME"),
        (b"timestamp,group,member,event\n2026-01-05,a,ann,sneeze\n", "events of unknown name: sneeze (1)"),
        (b"timestamp,group,member,event\n03/04/2026 09:00,a,ann,join\n", "can be read in two ways"),
        (b"timestamp,group,member,event\n0,a,ann,join\n", "1 of 1 rows cannot be read"),
        (
            b"timestamp,group,member,event\n2026-01-05,a,ann\n2026-01-05,a,bob\n",
            "3 fields instead of 4 (rows 2, 3)",
        ),
    ],
)
def test_what_is_no_log_is_refused_with_what_to_do(tmp_path, content, said):
    path = tmp_path / "log.csv"
    path.write_bytes(content)

    message = refused(path)

    assert said in message
    assert str(path) in message or "can be read in two ways" in message


def test_wrong_names_are_refused_with_the_nearest(tmp_path):
    path = write(tmp_path / "log.csv", ROWS)

    assert "did you mean Asia/Shanghai?" in refused(path, zone="Asia/Shangai")
    assert "no column 'memer' (--member); did you mean member?" in refused(path, columns={"member": "memer"})
    assert "was given for two things" in refused(path, columns={"member": "group"})
    assert "did you mean message?" in refused(path, event_names={"x": "mesage"})
    assert "no such file" in refused(tmp_path / "none.csv")
    assert "is a folder" in refused(tmp_path)


# --- invariants

rows = st.lists(
    st.tuples(
        st.integers(0, 40 * 86_400),
        st.sampled_from(["a", "b", "群"]),
        st.sampled_from(["ann", "bob", "cid"]),
        st.sampled_from(["join", "leave", "message"]),
    ),
    min_size=1,
    max_size=40,
    unique=True,
)


def _log(folder: Path, events: list[tuple[int, str, str, str]]) -> Log:
    base = pd.Timestamp("2026-01-05T00:00:01")
    text = [((base + pd.Timedelta(seconds=t)).isoformat(), *rest) for t, *rest in events]
    return read_log(write(folder / "log.csv", text))  # type: ignore[arg-type]


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(events=rows, data=st.data())
def test_neither_the_order_of_rows_nor_duplicates_matter(tmp_path, events, data):
    events = [(2 * t, *rest) for t, *rest in events] + [(1, "a", "ann", "message")]  # seconds are known
    mixed = data.draw(st.permutations([*events, *events[: len(events) // 2]]))

    one, two = history_of(_log(tmp_path, events)), history_of(_log(tmp_path, mixed))

    for name in ("messages", "posters", "active_28", "joins", "leaves", "present"):
        by_name = [dict(zip(h.names, getattr(h, name).T.tolist(), strict=True)) for h in (one, two)]
        assert by_name[0] == by_name[1], name


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(events=rows)
def test_the_history_equals_a_count_by_hand(tmp_path, events):
    events = [(2 * t, *rest) for t, *rest in events]
    history = history_of(_log(tmp_path, events))
    first = min(t for t, *_ in events) // 86_400

    for k, name in enumerate(history.names):
        there: set[str] = set()
        order = {"join": 0, "message": 1, "leave": 2}
        mine = sorted((t, order[event], who, event) for t, group, who, event in events if group == name)
        for day in range(history.days):
            today = [(who, event) for t, _, who, event in mine if t // 86_400 - first == day]
            for who, event in today:
                there = there - {who} if event == "leave" else there | {who}
            recent = {
                who for t, _, who, e in mine if e == "message" and day - 28 < t // 86_400 - first <= day
            }
            assert history.messages[day, k] == sum(event == "message" for _, event in today)
            assert history.posters[day, k] == len({who for who, event in today if event == "message"})
            assert history.active_28[day, k] == len(recent)
            assert history.present[day, k] == len(there)


def test_someone_without_a_join_joins_with_the_first_message(tmp_path):
    rows = [
        *ROWS,
        ("2026-01-08T10:00:00", "a", "cid", "message"),
        ("2026-01-08T11:00:00", "b", "dan", "leave"),
    ]

    history = history_of(read_log(write(tmp_path / "log.csv", rows)))

    said = " | ".join(note.say("en") for note in history.notes)
    assert "2 members spoke without a join" in said
    assert "1 left without a join" in said
    assert "5 places" in said
    assert history.present[-1].tolist() == [2, 1]
    assert history.joins.sum() - history.leaves.sum() == 3


def test_a_log_without_joins_says_so(tmp_path):
    rows = [
        (f"2026-01-{day:02d}T09:00:01", "a", who, "message") for day in range(1, 20) for who in ("ann", "bob")
    ]

    history = history_of(read_log(write(tmp_path / "log.csv", rows)))

    assert (history.joins_known, history.leaves_known) == (False, False)


def test_a_large_log_is_read_whole(tmp_path):
    count = 200_000
    rng = np.random.default_rng(1)
    seconds = np.sort(rng.choice(300 * 86_400, count, replace=False)) + 1_767_225_600
    members = rng.integers(0, 20_000, count)
    path = tmp_path / "large.csv"
    pd.DataFrame(
        {
            "timestamp": pd.Series(seconds.astype("datetime64[s]")).dt.strftime("%Y-%m-%d %H:%M:%S"),
            "group": rng.integers(0, 100, count),
            "member": members,
            "event": rng.choice(["join", "message"], count, p=[0.05, 0.95]),
        }
    ).to_csv(path, index=False)

    log = read_log(path)

    assert history_of(log).messages.shape == (300, 100)
    assert (len(log.day), len(log.groups), log.members) == (count, 100, len(np.unique(members)))
