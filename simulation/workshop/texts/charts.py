"""Titles and units of the charts."""

TEXTS: dict[str, tuple[str, str]] = {
    "day": ("day", "天"),
    "now": ("now", "现在"),
    "before": ("before", "之前"),
    "groups_alive": ("Groups alive", "存活的群"),
    "groups_alive_unit": (
        "of {n} groups, open and not dead that day; judged from day {day} on, the stillborn never",
        "{n} 个群中当日开着且未死的；第 {day} 天起判定，夭折群不判",
    ),
    "activity": ("Activity", "活跃"),
    "activity_unit": ("member messages per group and day", "每群每天成员消息（条）"),
    "feelings": ("Trust and fatigue", "信任与疲劳"),
    "feelings_unit": ("mean over members present, 0 to 1", "在群成员均值，0 到 1"),
    "trust": ("trust", "信任"),
    "fatigue": ("fatigue", "疲劳"),
    "money": ("Incremental profit", "增量利润"),
    "money_unit": ("CNY, cumulative, against no groups at all", "元，累计，对照为完全不建群"),
    "referral": ("Joined by referral", "转介绍入群"),
    "referral_unit": ("people, cumulative", "人，累计"),
    "band": ("Bands: 95 % interval of the mean.", "色带：均值的 95% 区间。"),
    "nothing": ("nothing to show yet", "暂无可显示的内容"),
}
