"""The words of the page "watch"; those with braces that the picture fills in itself are handed to the browser."""

TEXTS: dict[str, tuple[str, str]] = {
    # what is chosen
    "scenario": ("Scenario", "场景"),
    "setting_changed": (
        "The setting of the page “{page}”, with changes: {what}",
        "沿用“{page}”页的设置，改动：{what}",
    ),
    "group": ("Group", "群"),
    "group_help": (
        "Typical: the middle one of the groups with the commonest fate in this run",
        "典型群：本次运行中结局最常见的那些群里，居中的一个",
    ),
    "typical": ("Typical group", "典型群"),
    "one_group": ("Group {n}", "{n} 号群"),
    "seed": ("Luck (seed)", "随机种子"),
    "seed_help": (
        "The same people and plan with other luck. The same seed always gives the same run.",
        "同样的人、同样的方案，换一批随机数。同一个种子总得到同一次运行。",
    ),
    "other_luck": ("Other luck", "换个种子"),
    "computing": ("The run is being recorded …", "正在记录这次运行……"),
    "no_groups": (
        "This scenario opens no group, so there is nothing to watch. Choose another scenario.",
        "这个场景不建群，没有可看的。请换一个场景。",
    ),
    "no_such_group": (
        "There is no group {given} in this setting; it has {most}. Choose another one.",
        "此设置中没有 {given} 号群，一共 {most} 个。请另选一个。",
    ),
    "too_long": (
        "A group of this size over so many days is too much for one picture: {given:,} member-days, allowed up to "
        "{most:,}. Make the horizon shorter or the largest size of a group smaller.",
        "这么大的群看这么多天，一张画面放不下：{given:,} 人·天，上限 {most:,}。请缩短天数或调低群人数上限。",
    ),
    "too_many_members": (
        "{given:,} people went through this group, too many for one picture. Choose another one or fewer days.",
        "先后有 {given:,} 人进过这个群，一张画面放不下。请换一个群，或缩短天数。",
    ),
    # what became of a group: in a list, and as a sentence
    "brief_alive": ("alive at the end", "到最后仍活着"),
    "brief_died": ("died on day {day}", "第 {day} 天死去"),
    "brief_revived": ("died on day {day}, revived", "第 {day} 天死去，后复活"),
    "brief_stillborn": ("stillborn", "夭折"),
    "brief_young": ("too young to judge", "尚不能判定"),
    "brief_dissolved": ("closed on day {day}", "第 {day} 天解散"),
    "brief_never": ("never opened", "未开群"),
    "fate_alive": (
        "This group is alive on day {days}: in its last {window} days members said {talk} % of what they said in the "
        "first {window}.",
        "这个群到第 {days} 天仍活着：最近 {window} 天的成员消息是最初 {window} 天的 {talk}%。",
    ),
    "fate_died": (
        "This group died on day {day}: over {window} days members said less than a tenth of what they said in the "
        "first {window}. At the end it was {talk} %.",
        "这个群在第 {day} 天死去：{window} 天里的成员消息不到最初 {window} 天的十分之一；到最后只有 {talk}%。",
    ),
    "fate_again": (
        "This group died on day {day}, came back for a while, and is dead again on day {days}: members say {talk} % of "
        "what they said in the first {window} days.",
        "这个群在第 {day} 天死去，中间活过来一阵，到第 {days} 天又成了死群：成员消息只有最初 {window} 天的 {talk}%。",
    ),
    "fate_silent": (
        "This group died on day {day}, and by day {days} no member had said a word for {window} days.",
        "这个群在第 {day} 天死去；到第 {days} 天，已有 {window} 天没有成员说过一句话。",
    ),
    "fate_revived": (
        "This group died on day {day} but came back: on day {days} members say {talk} % of what they said in the "
        "first {window} days.",
        "这个群在第 {day} 天死去，后来又活了过来：到第 {days} 天，成员消息是最初 {window} 天的 {talk}%。",
    ),
    "fate_stillborn": (
        "This group was stillborn: in its first {window} days hardly anybody said a word.",
        "这个群一开始就没活起来：最初 {window} 天几乎没人说话（夭折）。",
    ),
    "fate_young": (
        "This group lived too short within these {days} days to be called dead or alive.",
        "{days} 天太短，还不能判定这个群是死是活。",
    ),
    "fate_dissolved": (
        "This group was closed on day {day}, as planned, and was not dead until then.",
        "这个群按计划在第 {day} 天解散，此前没有死去。",
    ),
    "fate_never": ("This group never opened within these {days} days.", "这 {days} 天里，这个群始终没有开。"),
    "in_this_run": (
        "In this run {died} of {groups} groups died.",
        "本次运行的 {groups} 个群中共有 {died} 个死去。",
    ),
    "how_it_ends": ("How it ends", "结局"),
    "through": (
        "{joined} people passed through it; {left} left, {muted} muted it, {silent} never said a word.",
        "先后有 {joined} 人在群里：{left} 人离开，{muted} 人设了免打扰，{silent} 人从未发言。",
    ),
    "luck": (
        "One run among many (seed {seed}), and one group of {groups}. Other luck would make another story; how often "
        "groups die is on the page “{page}”.",
        "这只是许多次运行中的一次（种子 {seed}）、{groups} 个群中的一个。换个种子，故事就会不同；"
        "群有多大可能死去，请看“{page}”页。",
    ),
    "which": ("Group {n}.", "{n} 号群。"),
    "which_typical": ("Group {n}, the typical one of this run.", "{n} 号群，本次运行中的典型群。"),
    # the picture
    "picture": ("One group, day by day", "一个群，逐日回放"),
    "play": ("Play", "播放"),
    "pause": ("Pause", "暂停"),
    "back": ("One day back", "后退一天"),
    "on": ("One day on", "前进一天"),
    "speed": ("Speed", "速度"),
    "days_a_second": ("{n} days/s", "每秒 {n} 天"),
    "one_day_a_second": ("1 day/s", "每秒 1 天"),
    "day_of": ("Day {day} of {days}", "第 {day} 天 / 共 {days} 天"),
    "scrub": ("Day", "天"),
    "members": ("members", "在群"),
    "active": ("spoke in 28 days", "28 天内发言"),
    "muted": ("muted it", "免打扰"),
    "left": ("left so far", "累计离开"),
    "dead": ("dead group", "死群"),
    "closed": ("not open", "未开放"),
    "topics": ("Topic stock", "话题存量"),
    "topics_help": ("things to talk about per member", "每人还有多少可聊的话题"),
    "zeal": ("Operator’s energy", "运营热情"),
    "zeal_help": ("1 is ordinary; 0: has given up", "1 为平常；0 表示已放弃"),
    "operator": ("operator", "运营"),
    "today": ("Today", "当天"),
    "count_joins": ("joined {n}", "进群 {n}"),
    "count_mutes": ("muted {n}", "免打扰 {n}"),
    "count_leaves": ("left {n}", "离开 {n}"),
    "count_visits": ("opened by {n}", "打开 {n} 人"),
    "count_messages": ("messages {n}", "消息 {n}"),
    "count_orders": ("orders {n}", "下单 {n}"),
    "count_posts": ("posts {what}", "发布：{what}"),
    "messages_line": ("Messages a day", "每日消息"),
    "members_line": ("Members", "在群人数"),
    "campaign": ("referral campaign", "裂变活动"),
    "mark_died": ("dies", "死去"),
    "mark_again": ("dead again", "再次死去"),
    "mark_revived": ("revived", "复活"),
    "mark_closed": ("closed", "解散"),
    "mark_opened": ("opened", "开群"),
    "mark_burst": ("many come at once", "集中涌入"),
    "mark_change": ("plan changes", "方案调整"),
    "mark_ban": ("platform steps in", "平台封禁"),
    "mark_kocs": ("KOCs chosen", "选定 KOC"),
    "look_new": ("new, no word yet", "新成员（未发言）"),
    "look_active": ("active: spoke in 28 days", "活跃（28 天内发言）"),
    "look_lurking": ("lurking; darker: reads today", "潜水（深色：当天打开）"),
    "look_muted": ("muted", "免打扰"),
    "look_leaving": ("leaving", "正在离开"),
    "look_koc": ("KOC (pale: silent lately)", "KOC（浅色：近期未发言）"),
    "look_hunter": ("coupon hunter (pale: silent)", "羊毛党（浅色：未发言）"),
    "sign_talk": ("ring: speaks today", "圆环：当天发言"),
    "sign_order": ("¥: orders today", "¥：当天下单"),
    "sign_seat": ("who talks more sits nearer the middle", "发言越多，坐得越靠中间"),
    "story": ("A member’s story", "成员的故事"),
    "pick": ("Click a dot, or choose here …", "点击圆点，或在此选择……"),
    "member": ("Member {n}", "{n} 号成员"),
    "role_koc": ("KOC", "KOC"),
    "role_hunter": ("coupon hunter", "羊毛党"),
    "strip": ("State and messages over time", "状态与发言的变化"),
    # a member's story
    "founding": ("A founding member.", "建群时的成员。"),
    "founding_gift": (
        "A founding member, won with a gift of {gift:g} CNY.",
        "建群时的成员，靠 {gift:g} 元的礼品拉来。",
    ),
    "public": ("Joined on day {day} by {channel}.", "第 {day} 天由{channel}进群。"),
    "public_gift": (
        "Joined on day {day} by {channel}, with a gift of {gift:g} CNY for joining.",
        "第 {day} 天由{channel}进群，领了 {gift:g} 元的进群礼。",
    ),
    "friend": ("Joined on day {day}, invited by member {who}.", "第 {day} 天由 {who} 号成员邀请进群。"),
    "friend_reward": (
        "Joined on day {day}, invited by member {who} for a reward.",
        "第 {day} 天经裂变进群：{who} 号成员为拿奖励发出邀请。",
    ),
    "friend_elsewhere": (
        "Joined on day {day}, invited by a friend from another group.",
        "第 {day} 天由别群的好友邀请进群。",
    ),
    "friend_elsewhere_reward": (
        "Joined on day {day}, invited by a friend from another group for a reward.",
        "第 {day} 天经裂变进群：别群的好友为拿奖励发出邀请。",
    ),
    "planted": ("Brought in by the brand as a KOC on day {day}.", "第 {day} 天由品牌安排进群的 KOC。"),
    "moved_here": ("Moved up from an opening class on day {day}.", "第 {day} 天从训练营升入本群。"),
    "hunter": (
        "Would not have come without the reward: a coupon hunter.",
        "没有奖励就不会来：羊毛党。",
    ),
    "koc": ("Became a KOC on day {day}.", "第 {day} 天成为 KOC。"),
    "reseller": ("Became a reseller on day {day}.", "第 {day} 天成为分销员。"),
    "said_never": ("Never said a word.", "从未发言。"),
    "said_once": ("Spoke once, on day {first}.", "只发过一次言，在第 {first} 天。"),
    "said": (
        "Said {n} things, the first on day {first}, the last on day {last}.",
        "共发言 {n} 条，首条在第 {first} 天，最后一条在第 {last} 天。",
    ),
    "looked_never": ("Never opened the group, in {days} days.", "在群 {days} 天，从未打开。"),
    "looked_not_yet": ("Has not opened the group on the first day.", "进群第一天，还没打开过。"),
    "looked": (
        "Opened the group on {visits} of {days} days; read some {promotions} promotional messages.",
        "在群 {days} 天，打开过 {visits} 天；读了约 {promotions} 条促销。",
    ),
    "looked_no_promotion": (
        "Opened the group on {visits} of {days} days; read no promotion.",
        "在群 {days} 天，打开过 {visits} 天；没读到促销。",
    ),
    "looked_one": (
        "Opened the group on {visits} of {days} days; read one promotional message or so.",
        "在群 {days} 天，打开过 {visits} 天；读了约 1 条促销。",
    ),
    "ordered_never": ("Never ordered while in the group.", "在群期间从未下单。"),
    "ordered_once": ("Ordered once, on day {list}.", "下过一单，在第 {list} 天。"),
    "ordered_once_coupon": ("Ordered once, by coupon, on day {list}.", "用券下过一单，在第 {list} 天。"),
    "ordered": (
        "Ordered {n} times (days {list}), {coupons} of them by coupon.",
        "下单 {n} 次（第 {list} 天），其中用券 {coupons} 次。",
    ),
    "ordered_full": (
        "Ordered {n} times (days {list}), never by coupon.",
        "下单 {n} 次（第 {list} 天），都没用券。",
    ),
    "invited_none": ("Invited friends {n} times; nobody came.", "邀请好友 {n} 次，没有人来。"),
    "invited": ("Invited friends {n} times; {came} came.", "邀请好友 {n} 次，来了 {came} 人。"),
    "invited_once_none": ("Invited a friend once, who did not come.", "邀请过一位好友，没有来。"),
    "invited_once": ("Invited a friend, who came.", "邀请过一位好友，来了。"),
    "hushed": ("Muted the group on day {day}.", "第 {day} 天设了免打扰。"),
    "trust_fell": ("Trust fell from {a} to {b}.", "信任从 {a} 降到 {b}。"),
    "trust_rose": ("Trust rose from {a} to {b}.", "信任从 {a} 升到 {b}。"),
    "went_left": ("Left on day {day}.", "第 {day} 天退群。"),
    "went_blocked": ("Left on day {day} and blocked the brand.", "第 {day} 天退群，并拉黑了品牌。"),
    "went_dismissed": (
        "Was let go on day {day}, when the group was closed.",
        "第 {day} 天群解散，随之离开。",
    ),
    "went_moved": ("Moved on to a lasting group on day {day}.", "第 {day} 天升入长期群。"),
    "stays_n": ("Still there on day {day}, new.", "到第 {day} 天仍在群，是新成员。"),
    "stays_a": ("Still there on day {day}, active.", "到第 {day} 天仍在群，活跃。"),
    "stays_l": ("Still there on day {day}, lurking.", "到第 {day} 天仍在群，潜水。"),
    "stays_m": ("Still there on day {day}, muted.", "到第 {day} 天仍在群，设了免打扰。"),
    "comma": (", ", "、"),
    "and_more_days": ("{list} and later", "{list} 等"),
}

#: Those that the picture writes itself.
PICTURE = tuple(
    name
    for name in TEXTS
    if name.partition("_")[0] in ("count", "mark", "look", "sign", "role")
    or name
    in (
        "picture", "play", "pause", "back", "on", "speed", "days_a_second", "one_day_a_second", "day_of", "scrub",
        "members", "active", "muted", "left", "dead", "closed", "topics", "topics_help", "zeal", "zeal_help",
        "operator", "today", "messages_line", "members_line", "campaign", "story", "pick", "member", "strip", "comma",
    )
)  # fmt: skip
