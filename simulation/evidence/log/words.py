"""What columns and events are called in logs, and what is said of a log, in both languages."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Event = Literal["join", "leave", "message"]
EVENTS: tuple[Event, ...] = ("join", "leave", "message")
JOIN, LEAVE, MESSAGE = range(3)
#: An event of this name is left out.
IGNORE = "ignore"

#: Names of columns that are understood without being told, in lower case.
COLUMNS: dict[str, tuple[str, ...]] = {
    "timestamp": (
        "timestamp", "time", "datetime", "date_time", "ts", "created_at", "sent_at", "date",
        "时间", "时间戳", "日期", "发送时间", "消息时间", "事件时间",
    ),
    "group": (
        "group", "group_id", "group_name", "groupid", "chat", "chat_id", "room", "roomid", "room_id", "channel",
        "群", "群名", "群名称", "群聊", "群id", "社群",
    ),
    "member": (
        "member", "member_id", "memberid", "user", "user_id", "userid", "sender", "author", "from",
        "成员", "用户", "用户id", "成员id", "发送者", "发送人", "昵称",
    ),
    "event": ("event", "event_type", "type", "action", "kind", "事件", "类型", "动作", "事件类型", "消息类型"),
}  # fmt: skip

#: Names of events that are understood without being told, in lower case.
EVENT_NAMES: dict[str, Event] = {
    **dict.fromkeys(
        ("join", "joined", "joins", "enter", "entered", "add", "added", "member_join", "channel_join",
         "入群", "进群", "加群", "加入", "加入群聊", "新成员"), "join"
    ),
    **dict.fromkeys(
        ("leave", "left", "leaves", "quit", "exit", "exited", "removed", "kicked", "kick", "member_leave",
         "退群", "离开", "退出", "移出", "被移出", "退出群聊"), "leave"
    ),
    **dict.fromkeys(
        ("message", "messages", "msg", "post", "posted", "text", "chat", "reply", "image", "voice", "video", "file",
         "link", "消息", "发言", "发消息", "文本", "图片", "语音", "视频", "文件", "链接", "回复", "表情"), "message"
    ),
}  # fmt: skip


@dataclass(frozen=True)
class Note:
    """One thing a reader of the log's numbers should know: a text and what fills its blanks."""

    key: str
    fill: Mapping[str, object]

    def say(self, lang: str) -> str:
        """The note in a language, "en" or "zh"."""
        return NOTES[self.key][1 if lang == "zh" else 0].format(**self.fill)


def note(key: str, **fill: object) -> Note:
    """A note by its key. Raises KeyError for an unknown one."""
    NOTES[key]
    return Note(key, fill)


#: key -> (English, Chinese)
NOTES: dict[str, tuple[str, str]] = {
    "encoding": ("the file is not UTF-8; it was read as {name}", "文件不是 UTF-8 编码，按 {name} 读取"),
    "separator": ("fields are separated by {name}", "字段以{name}分隔"),
    "columns": ("columns read: {pairs}", "读取的列：{pairs}"),
    "unordered": (
        "{count:,} rows were out of order (the first: row {row}); they were put in order of time",
        "{count:,} 行不按时间排列（第一处：第 {row} 行），已按时间重排",
    ),
    "duplicates": (
        "{count:,} exact duplicates were left out (the first: row {row})",
        "去掉了 {count:,} 行完全重复的记录（第一处：第 {row} 行）",
    ),
    "coarse": (
        "times are given to the {unit}, so {count:,} messages that look alike were kept: they may be several",
        "时间只精确到{unit}，{count:,} 条相同的消息予以保留：可能本来就是几条",
    ),
    "unparsable": (
        "{count:,} of {rows:,} rows could not be read and were left out: {why} (rows {shown})",
        "{rows:,} 行中有 {count:,} 行无法读取，已略去：{why}（第 {shown} 行）",
    ),
    "ignored": (
        "{count:,} rows with other events were left out: {names}",
        "略去 {count:,} 行其他事件：{names}",
    ),
    "zone": (
        "days are those of {zone}; times without an offset were taken for its local time",
        "按 {zone} 的日历计日；没有写明时差的时间视为当地时间",
    ),
    "zone_aware": ("days are those of {zone}", "按 {zone} 的日历计日"),
    "mixed": (
        "times are written in two ways: {aware:,} with an offset and {naive:,} without, which were taken for local "
        "time of {zone}; if the export mixes clocks, a part of the log is moved by hours: write all with an offset",
        "时间有两种写法：{aware:,} 个写明时差，{naive:,} 个没有（视为 {zone} 当地时间）；如果导出混用了时钟，"
        "部分记录会错开几小时：请统一写明时差",
    ),
    "far_before": (
        "{count:,} rows lie {days:,} days before all the rest (the first: row {row}, {date}; groups: {groups}): a "
        "wrong clock? A group's age counts from its first message, and one that is too old takes no part in the fit; "
        "mend or remove these rows if they are a mistake",
        "有 {count:,} 行比其余记录早 {days:,} 天（最早：第 {row} 行，{date}；群：{groups}）：时钟是否有误？"
        "群龄从第一条消息算起，过老的群不参与拟合；如属错误，请改正或删去这些行",
    ),
    "far_after": (
        "{count:,} rows lie {days:,} days after all the rest (the first: row {row}, {date}; groups: {groups}): a wrong "
        "clock? The days in between count as silent; mend or remove these rows if they are a mistake",
        "有 {count:,} 行比其余记录晚 {days:,} 天（最早：第 {row} 行，{date}；群：{groups}）：时钟是否有误？"
        "其间的日子按沉默计；如属错误，请改正或删去这些行",
    ),
    "night": (
        "{share:.0f} % of the messages fall between midnight and six in the morning: is the time zone {zone} right?",
        "{share:.0f}% 的消息落在零点到六点之间：时区 {zone} 对吗？",
    ),
    "day_first": (
        "dates such as {example} were read as {order}",
        "像 {example} 这样的日期按{order}读取",
    ),
    "numbers": ("times were read as {kind}", "时间按{kind}读取"),
    "implicit": (
        "{count:,} members spoke without a join in the log; they count as joining with their first message",
        "{count:,} 名成员没有入群记录就发言了，视为首次发言时入群",
    ),
    "no_joins": (
        "the log does not record joins (or hardly any), so the sizes of the groups and how many of those who join "
        "ever speak are not known; sizes are those of the scenario {base}",
        "日志没有（或几乎没有）入群记录，因此不知道群有多大、入群的人有多少会发言；群规模沿用方案 {base}",
    ),
    "no_leaves": (
        "the log records no leaves: how fast people leave is not fitted",
        "日志没有退群记录：退群快慢没有拟合",
    ),
    "left_unseen": (
        "{count:,} left without a join in the log; they count as there from that day",
        "{count:,} 人没有入群记录就退群，视为当天在群",
    ),
    "pairs": (
        "{people:,} people are in {pairs:,} places: someone in several groups counts as a member of each",
        "{people:,} 人占 {pairs:,} 个位置：一人在几个群，就算几个群的成员",
    ),
    "bulk": (
        "{share:.0f} % of the joins fall on one day ({day}): an import; those who joined before a group's eighth "
        "day are its members at the start",
        "{share:.0f}% 的入群发生在同一天（{day}）：应为批量导入；群开口第八天之前入群的都算起始成员",
    ),
    "posts_unknown": (
        "what operators posted is not in the log: the model posts as in the scenario {base}; say which plan ran "
        "with --from",
        "日志里没有运营发了什么：模型按方案 {base} 发布；用 --from 指明当时的方案",
    ),
    "silent_groups": (
        "{count:,} groups have no message within the days fitted and take no part: {names}",
        "有 {count:,} 个群在拟合期内没有消息，不参与：{names}",
    ),
    "old_groups": (
        "{count:,} groups are older than the model's horizon of {days} days and take no part in the fit",
        "有 {count:,} 个群的年龄超过模型的 {days} 天上限，不参与拟合",
    ),
    "large_groups": (
        "groups of more people than the plan's cap of {cap}: {count}; they are simulated at the cap",
        "人数超过方案上限 {cap} 人的群：{count} 个，按上限模拟",
    ),
    "few_groups": (
        "few groups take part ({count}): the log says little of how groups differ, and how sure it is of the rest is "
        "taken from the model",
        "参与的群太少（{count} 个）：关于群与群的差别，日志说不了多少；其余的误差大小取自模型",
    ),
    "held_too_short": (
        "{count} days held back: too few to score, {least} needed",
        "留作检验的只有 {count} 天：太少，无法打分，至少要 {least} 天",
    ),
    "few_sets": (
        "after weighing, the {members} sets of parameters are worth {worth:.0f}: too few to rely on the ends of "
        "intervals; draw more with --ensemble",
        "加权之后，{members} 组参数只相当于 {worth:.0f} 组：太少，区间两端不足为凭；用 --ensemble 多抽一些",
    ),
    "talk_hours": (
        "most talk falls between {first:02d}:00 and {last:02d}:00, {zone} (if that looks wrong: --timezone)",
        "发言多在 {first:02d}:00 至 {last:02d}:00（{zone}）；如果不像，请用 --timezone 指明时区",
    ),
    "fixed_zone": (
        "time zone {given}: taken as a fixed offset, {zone}",
        "时区 {given}：按固定时差 {zone} 计",
    ),
    "named_zone": ("time zone {given}: taken as {zone}", "时区 {given}：按 {zone} 计"),
    "silent_tail": (
        "the log holds nothing after {last}; the days until {until} count as silent",
        "日志在 {last} 之后没有记录；到 {until} 为止的日子按沉默计",
    ),
}
