"""The words of the page "compare"."""

TEXTS: dict[str, tuple[str, str]] = {
    "intro": (
        "The same people with the same luck meet each strategy, so what differs is the strategy.",
        "同一批人、同样的随机数，分别遇上各个方案：差别只来自方案本身。",
    ),
    "strategy": ("Strategy {letter}", "方案 {letter}"),
    "source": ("From", "来源"),
    "mine": ("My setting", "我的设置"),
    "mine_plain": ("My setting ({title})", "我的设置（{title}）"),
    "mine_changed": ("My setting ({title}, changed)", "我的设置（{title}，已改）"),
    "uploaded": ("My file", "我的文件"),
    "mine_is": (
        "From “Play”: {title}",
        "来自“试一试”：{title}",
    ),
    "file_is": ("{file}, from {title}", "{file}，基于「{title}」"),
    "add": ("Add a strategy", "添加方案"),
    "remove": ("Take away {letter}", "去掉 {letter}"),
    "upload": ("Add a YAML file", "添加 YAML 文件"),
    "upload_full": (
        "There are {most} strategies already: take one away first.",
        "已有 {most} 个方案：请先去掉一个。",
    ),
    "measure": ("Compared by", "比什么"),
    "same_world": ("All in the world of A", "统一用 A 的环境"),
    "same_world_help": (
        "The first strategy's people, days, number and size of groups are laid over all. Off: each keeps its own, "
        "and then part of what differs is the world, not the strategy.",
        "把第一个方案的人群、天数、群数和群规模套用到所有方案。关闭后各用各的，差别便有一部分来自环境而非方案。",
    ),
    "laid": ("{letter} in the world of A: {lines}", "{letter} 改用 A 的环境：{lines}"),
    "survival": ("Groups alive", "存活的群"),
    "survival_unit": ("share of the groups, not dead that day", "当日未死的群占比"),
    "survival_noun": ("groups alive", "存活群占比"),
    "survival_points": ("points", "个百分点"),
    "activity": ("Activity", "活跃"),
    "activity_unit": ("member messages per group and day", "每群每天成员消息（条）"),
    "activity_noun": ("member messages", "成员消息"),
    "trust": ("Trust", "信任"),
    "trust_unit": ("mean over members present", "在群成员均值"),
    "trust_noun": ("trust", "信任"),
    "money": ("Profit", "利润"),
    "money_unit": (
        "incremental profit in CNY, cumulative, against no groups at all",
        "增量利润（元），累计，对照为完全不建群",
    ),
    "money_noun": ("incremental profit", "增量利润"),
    "referral": ("Referral", "裂变"),
    "referral_unit": ("people who joined by referral, cumulative", "转介绍入群人数，累计"),
    "referral_noun": ("joins by referral", "转介绍入群人数"),
    "answer_clear": (
        "{a} ends ahead in {noun}, beyond luck: on day {day} it has {gap} more than {b}, the next ({range}).",
        "{a}的{noun}最终领先，超出随机波动：第 {day} 天比次之的 {b} 多 {gap}（{range}）。",
    ),
    "answer_open": (
        "Nobody ends ahead in {noun} beyond luck: on day {day} {a} has {gap} more than {b}, but luck alone could "
        "make that ({range}).",
        "{noun}最终没有明确的领先者：第 {day} 天 {a}比 {b}多 {gap}，但仅随机波动就可能造成这一差距（{range}）。",
    ),
    "answer_same": (
        "{a} and {b} end alike in {noun}: not one run differs on day {day}.",
        "{a}与 {b}的{noun}最终一样：第 {day} 天没有一次运行有差别。",
    ),
    "answer_soon": (
        "Too few runs yet to say who leads …",
        "运行次数还太少，暂不能说谁领先……",
    ),
    "answer_none": (
        "Fewer than two of these strategies have a value in {noun}, so there is nothing to compare.",
        "这些方案中有{noun}数值的不足两个，无从比较。",
    ),
    "named": ("{letter} ({title})", "{letter}「{title}」"),
    "range": ("{low} to {high}", "{low} 至 {high}"),
    "ends": (" ({low} to {high})", "（{low} 至 {high}）"),
    "nobody": ("undecided", "未分高下"),
    "span": ("day {first}–{last} {who}", "第 {first}–{last} 天 {who}"),
    "when": ("Who leads beyond luck: {spans}.", "谁的领先超出随机波动：{spans}。"),
    "crosses": (
        "{a} overtakes {b} for good on day {day} ({range} from luck).",
        "{a}在第 {day} 天超过 {b}，此后一直领先（随机波动 {range}）。",
    ),
    "crosses_in": (
        " Only {share} % of resamples of the runs cross so: it may be luck.",
        "重抽样中只有 {share}% 如此相交，可能只是随机波动。",
    ),
    "no_crossing": (
        "No two curves cross for good.",
        "没有曲线发生稳定的交叉。",
    ),
    "table": ("At the end", "最终结果"),
    "table_help": (
        "Below each value: the paired difference to A with its 95 % interval. Bold: beyond luck; ?: luck may have "
        "made it.",
        "数值下方为与 A 的配对差异及 95% 区间。加粗：超出随机波动；?：可能只是随机波动。",
    ),
    "of_hundred": (" (of 100)", "（每 100 个）"),
    "same": ("no difference", "没有差异"),
    "doubt": (
        "Bands and intervals are luck alone (other seeds). What we do not know (parameters, rival theories) is mostly "
        "larger; it is examined by the report, or on the command line, with the files below “Keep and share”:",
        "色带与区间只计随机波动（不同随机种子）。我们不知道的（参数、不同理论）通常更大：可用报告检验，"
        "或下载“保存与分享”中的文件后在命令行运行：",
    ),
    "strip": (
        "The strip above the curves: who is ahead of all others beyond luck that day; ? where nobody is.",
        "曲线上方的色条：当天谁领先所有其他方案且超出随机波动；? 表示未分高下。",
    ),
    "yaml": ("YAML of {letter}", "{letter} 的 YAML"),
    "link": ("Link to this comparison", "此比较的链接"),
    "report_help": (
        "All strategies, {runs} seeds and {ensemble} plausible sets of parameters each: some {seconds} seconds",
        "所有方案，各 {runs} 个随机种子、{ensemble} 组可能的参数，约 {seconds} 秒",
    ),
    "broken": (
        "The comparison this link holds cannot be read, so the usual one is shown.",
        "链接中的比较方案无法读取，已改为默认比较。",
    ),
    "unknown": ("there is no scenario {name} here", "此处没有场景 {name}"),
    "long": (
        "Together these strategies are too much for a link: take one away, or compare the files on the command line.",
        "这些方案加起来超出链接能容纳的长度：请去掉一个，或在命令行中比较文件。",
    ),
}
