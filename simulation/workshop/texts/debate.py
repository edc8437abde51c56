"""The words of the page "debate"."""

TEXTS: dict[str, tuple[str, str]] = {
    "claim": ("Claim", "说法"),
    "quote": ("In the words of the trade", "业内原话"),
    "compared": ("What is compared", "比较什么"),
    "vote": ("First vote: what do you think?", "先投票：你怎么看？"),
    "agree": ("Agree", "同意"),
    "disagree": ("Disagree", "不同意"),
    "depends": ("It depends", "看情况"),
    "vote_first": (
        "Vote, then the room's votes and the experiment open.",
        "投票之后才能看到大家的票数并运行实验。",
    ),
    "voted": ("{n} voted", "{n} 人已投票"),
    "changeable": (
        "You may change your vote until it is revealed or you run the experiment.",
        "公布结果或运行实验之前可以改票。",
    ),
    "closed": (
        "Your vote stands: you have seen the experiment.",
        "已看过实验，投票不再更改。",
    ),
    "revealed": ("The facilitator has revealed the votes.", "主持人已公布投票结果。"),
    "reveal": ("Reveal the votes", "公布投票"),
    "anew": ("Vote anew", "重新投票"),
    "leads": ("You are the facilitator.", "你是主持人。"),
    "run": ("Run the experiment", "运行实验"),
    "cost": (
        "{runs} runs, {rounds} seeds for each arm; some {seconds} s of computing.",
        "共 {runs} 次运行，每个方案 {rounds} 个随机种子，约需计算 {seconds} 秒。",
    ),
    "cost_heavy": (
        "A heavy one: {arms} arms run with {rounds} seeds each instead of {most} ({runs} runs, some {seconds} s of "
        "computing). The interval stays wider than in the full ledger.",
        "计算量较大：{arms} 个方案各用 {rounds} 个随机种子，而不是 {most} 个"
        "（共 {runs} 次运行，约需计算 {seconds} 秒）。"
        "区间会比完整检验更宽。",
    ),
    "rounds": ("{done} of {wanted} seeds", "{done} / {wanted} 个随机种子"),
    "waiting": ("The first runs are coming …", "首批运行即将完成……"),
    "so_far": ("So far", "目前"),
    "too_early": ("Too few seeds yet for a verdict.", "随机种子还太少，暂不下结论。"),
    "effect": ("The experiment", "实验"),
    "effect_unit": (
        "{unit}; {side}; grey: too small to count",
        "{unit}；{side}；灰带：小于最小有意义差异",
    ),
    "no_unit": ("no unit", "无单位"),
    "filling": ("How the interval closes", "区间怎样收窄"),
    "filling_unit": (
        "the effect that decides, by number of seeds; grey: too small to count",
        "起决定作用的效应，按随机种子数；灰带：小于最小有意义差异",
    ),
    "seeds": ("seeds", "随机种子"),
    "claimed_right": ("claimed →", "说法 →"),
    "claimed_left": ("← claimed", "← 说法"),
    "arms": ("What was run", "运行了什么"),
    "arm": ("arm", "方案"),
    "members_note": (
        "Here plans are held against each other over plausible worlds, so each seed is another set of parameters.",
        "此条比较的是各种可能环境下哪个方案胜出，因此每个随机种子对应一组不同的参数。",
    ),
    "carries": ("What carries it?", "靠什么起作用？"),
    "carries_help": (
        "Each knockout switches one thing off in all arms. Which do you think takes the effect away?",
        "每项都在所有方案中关掉一个机制。你认为关掉哪一项，效应就会消失？",
    ),
    "knock": ("Run the knockouts", "运行关闭实验"),
    "knock_cost": (
        "{runs} runs with {rounds} seeds each, some {seconds} s of computing.",
        "共 {runs} 次运行，各 {rounds} 个随机种子，约需计算 {seconds} 秒。",
    ),
    "if": ("if {what}", "假如{what}"),
    "gone": ("{share} gone", "减少 {share}"),
    "grows": ("grows by {share}", "反而增大 {share}"),
    "gone_help": (
        "Gone: the share of the effect that goes with it; above 100 % the effect turns round.",
        "减少：关掉后效应减少的部分；超过 100% 为反转。",
    ),
    "gone_help_level": (
        "Gone: the share of the measure itself that goes with it, not of its distance to the number claimed; above "
        "100 % it turns round.",
        "减少：关掉后指标本身（不是它与所说数字之差）减少的部分；超过 100% 为反转。",
    ),
    "full": ("The full ledger", "完整检验"),
    "full_verdict": (
        "{verdict}: {effect}, with {seeds} seeds and {ensemble} plausible sets of parameters.",
        "{verdict}：{effect}（{seeds} 个随机种子、{ensemble} 组可能的参数）。",
    ),
    "full_agree": (
        "{share} of the sets of parameters share the sign.",
        "{share} 的参数组方向一致。",
    ),
    "full_opposite": (
        "{share} of the sets of parameters share the sign found, which is not the one claimed.",
        "{share} 的参数组与所得方向一致（与说法相反）。",
    ),
    "full_other": (
        "It was made with another version of the model: runs here may differ.",
        "由另一版本的模型得出，与此处的运行可能不同。",
    ),
    "full_none": (
        "No ledger was made on this computer. The verdict that comes with Grouplife, with 60 seeds and 100 plausible "
        "sets of parameters, is on the claim's page in docs/claims; this makes it anew:",
        "这台电脑上没有做过完整检验。Grouplife 自带的结论含 60 个随机种子、100 组可能参数，"
        "见 docs/claims 中该说法的页面；"
        "也可用以下命令重新得出：",
    ),
    "discuss": ("To discuss", "讨论"),
    "only_luck": (
        "This is luck alone (other seeds), in a model: what we do not know is in the full ledger.",
        "此处只计随机波动（不同随机种子），且出自模型：我们不知道的部分见完整检验。",
    ),
    "none": ("There are no claims here.", "此处没有可辩论的说法。"),
    "gone_claim": (
        "This link names a claim that is not here ({name}), so the first one is shown.",
        "链接中的说法（{name}）在此不存在，已显示第一条。",
    ),
}
