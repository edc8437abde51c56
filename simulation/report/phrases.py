"""Fixed wording of the report page in both languages: headings, explanations, labels of the manifest."""

from __future__ import annotations

from collections.abc import Mapping

from .numbers import Lang

PHRASES: dict[str, Mapping[Lang, str]] = {
    "kicker": {"en": "Grouplife · comparison", "zh": "Grouplife · 方案对比"},
    "or": {"en": " or ", "zh": "，还是"},
    "compared": {"en": "What is compared", "zh": "对比的方案"},
    "answer": {"en": "The answer", "zh": "结论"},
    "caution": {
        "en": "Read this first. No pattern used to calibrate this model was measured in groups run by a "
        "brand: "
        "they come from open chat communities and from surveys. Trust the order of the plans and the "
        "reasons for it "
        "more than any level, and fit the model to your own log before you rely on a number.",
        "zh": "请先读这一段。校准本模型所用的规律，没有一条来自品牌自己运营的群："
        "它们来自公开的聊天社区和问卷调查。"
        "方案之间的先后及其原因，比任何绝对数值更可信；要依靠具体数字，请先用自己的数据校准。",
    },
    "notes": {"en": "Also note", "zh": "另请注意"},
    "differences": {"en": "The differences in words", "zh": "用文字说差异"},
    "differences_how": {
        "en": "How the first plan of each heading differs from the second. Runs are paired: the same "
        "people with the "
        "same luck meet both plans. In grey, two kinds of doubt, each as a 95% interval: luck alone "
        "(other seeds), and "
        "what we do not know as well (parameters, rival theories). Where luck alone spans zero, no "
        "direction is claimed.",
        "zh": "每个标题中，前一个方案相对后一个方案的差异。运行是配对的：同样的人、同样的随机数，"
        "分别遇到两种方案。"
        "灰字是两种不确定，各为 95% 区间：只计随机波动（换随机种子），以及再计入我们不知道的（参数与不同理论）。"
        "只计随机波动的区间就跨过零时，不说方向。",
    },
    "differences_more": {
        "en": "The key measures; every other measure is in the appendix.",
        "zh": "这里是关键指标；其余指标见附录。",
    },
    "appendix": {"en": "Appendix: every measure", "zh": "附录：全部指标"},
    "appendix_less": {
        "en": "Shown are the pairs with the first plan; the --json output and the results folder hold all "
        "of them.",
        "zh": "这里只列出与第一个方案的对比；--json 输出和结果文件夹中有全部对比。",
    },
    "against": {"en": "{b} against {a}", "zh": "{b}对比{a}"},
    "measure": {"en": "Measure", "zh": "指标"},
    "difference": {"en": "Difference", "zh": "差异"},
    "verdict": {"en": "Sure?", "zh": "把握"},
    "verdict_clear": {"en": "yes", "zh": "明确"},
    "verdict_luck_only": {"en": "beyond luck only", "zh": "仅超出随机波动"},
    "verdict_unclear": {"en": "not clear", "zh": "不明确"},
    "verdict_same": {"en": "the same", "zh": "相同"},
    "verdict_none": {"en": "no value", "zh": "无数值"},
    "unit_groups": {"en": "of 100 groups", "zh": "每 100 个群"},
    "pictures": {"en": "The evidence in pictures", "zh": "用图看证据"},
    "pictures_how": {
        "en": "Lines are means over {runs} runs at default parameters. The dark band is luck: a 95% "
        "interval of that "
        "mean over seeds. {light} The same plan has the same colour and dashes in every figure.",
        "zh": "线是默认参数下 {runs} 次运行的均值。深色带是随机波动：该均值随种子变动的 95% 区间。{light}"
        "同一方案在各图中颜色与线型相同。",
    },
    "light_band": {
        "en": "The light band adds what we do not know: 95% of {members} plausible sets of parameters and "
        "theories.",
        "zh": "浅色带再计入我们不知道的：{members} 组可能的参数与理论中的 95%。",
    },
    "light_whisker": {
        "en": "The thin bars at the right edge add what we do not know: 95% of {members} plausible sets of "
        "parameters and theories, on the last day.",
        "zh": "右侧细竖线再计入我们不知道的：最后一天，{members} 组可能的参数与理论中的 95%。",
    },
    "no_light": {
        "en": "What we do not know was not examined, so there is no light band.",
        "zh": "没有检验我们不知道的，所以没有浅色带。",
    },
    "english_labels": {
        "en": "",
        "zh": "这台电脑没有安装中文字体，图中文字因此用英文；方案以其英文名称标出。",
    },
    "sure": {
        "en": "How sure are we, and what would change our mind?",
        "zh": "有多大把握？什么会让我们改变看法？",
    },
    "theories": {"en": "Does it depend on the theory?", "zh": "结论取决于理论吗？"},
    "theory": {"en": "Theory", "zh": "理论"},
    "members": {"en": "Members", "zh": "组数"},
    "levers": {"en": "Which unknowns move it most?", "zh": "哪些未知最能改变结果？"},
    "pairing": {"en": "What pairing gained", "zh": "配对的收益"},
    "pairing_how": {
        "en": "Giving both plans the same people and the same luck narrows the difference. A ratio of 4 "
        "means: as good "
        "as four times the runs without pairing; 1 means nothing gained; below 1, the two plans drive the "
        "same "
        "people apart.",
        "zh": "让两个方案面对同样的人和同样的随机数，可以缩小差异的误差。比值 4 "
        "表示相当于不配对时四倍的运行次数；"
        "1 表示没有收益；小于 1 表示两个方案让同样的人走向相反。",
    },
    "pairing_ratio": {"en": "Variance ratio", "zh": "方差比"},
    "plans": {"en": "What differs between the plans", "zh": "方案之间的不同"},
    "plans_from": {"en": "From {a} to {b}", "zh": "从{a}到{b}"},
    "plans_same": {"en": "They say the same.", "zh": "内容相同。"},
    "plans_more": {
        "en": "… and {n} more: grouplife diff {a} {b}",
        "zh": "……另有 {n} 项：grouplife diff {a} {b}",
    },
    "definitions": {"en": "Definitions", "zh": "定义"},
    "definitions_how": {
        "en": "Every measure used above. Observable: WeChat shows it to an operator. Accounts: the firm's "
        "books show "
        "it. Hidden: only the model knows.",
        "zh": "上文用到的全部指标。可观察：微信里运营看得到；账目：公司账上看得到；隐藏：只有模型知道。",
    },
    "observable": {"en": "observable", "zh": "可观察"},
    "accounts": {"en": "accounts", "zh": "账目"},
    "hidden": {"en": "hidden", "zh": "隐藏"},
    "days_told": {"en": "likewise for day {days}", "zh": "第 {days} 天同理"},
    "incremental": {
        "en": "Incremental means: above what the same people would have bought without any group, at "
        "their own pace, "
        "from the day they joined; and after all costs.",
        "zh": "“增量”指：超出同样的人在没有群时、自入群日起按自己的节奏本来会买的部分，并扣除全部成本。",
    },
    "manifest": {"en": "How this was made", "zh": "结果是怎样得到的"},
    "full_text": {"en": "{name} in full (YAML, hash {hash})", "zh": "{name} 全文（YAML，哈希 {hash}）"},
    "footer": {
        "en": "One file, no network: everything is in this page.",
        "zh": "单个文件，不联网：全部内容都在本页。",
    },
    "contents": {"en": "Contents", "zh": "目录"},
    "m_command": {"en": "Command", "zh": "命令"},
    "m_grouplife": {"en": "Grouplife version", "zh": "Grouplife 版本"},
    "m_model": {"en": "Model source hash", "zh": "模型代码哈希"},
    "m_created": {"en": "Made", "zh": "生成时间"},
    "m_duration_seconds": {"en": "Took", "zh": "用时"},
    "m_seeds": {"en": "Seeds", "zh": "随机种子"},
    "m_replicates": {"en": "Replicates", "zh": "重复次数"},
    "m_ensemble": {"en": "Ensemble members", "zh": "未知因素组数"},
    "m_engine": {"en": "Engine", "zh": "引擎"},
    "m_versions": {"en": "Versions", "zh": "版本"},
    "m_machine": {"en": "Machine", "zh": "机器"},
    "m_scenarios": {"en": "Scenario hashes", "zh": "方案哈希"},
    "m_out": {"en": "Results", "zh": "结果文件夹"},
    "seconds": {"en": "{n} seconds", "zh": "{n} 秒"},
    "seeds_range": {"en": "{first} to {last}", "zh": "{first} 至 {last}"},
}


def phrase(key: str, lang: Lang, **fill: object) -> str:
    """A phrase in one language with its blanks filled in."""
    return PHRASES[key][lang].format(**fill)
