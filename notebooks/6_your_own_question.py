# %% [markdown] tags=["en"]
# # 6 From your own question to an answer
#
# The other notebooks ask our questions. This one goes the whole way with **a question of one's own**: into a
# scenario, a sweep, an answer, and what the answer is worth. The example:
#
# > *We sell tea. Eight groups of about 120 customers, one colleague with three hours a day. How many useful
# > articles a week should she write, how many questions should she put to the groups? Does it pay?*
#
# Put your own numbers in and run it again.
#
# > **Guess first.** Articles a week: 1, 4, 7 or 14? Questions a week: 0 or 7?

# %% [markdown] tags=["zh"]
# # 6 从你自己的问题到答案
#
# 前面几本问的是我们的问题。这一本把**你自己的一个问题**走完全程：写成场景，做一次扫描，得出答案，再看这答案值多
# 少。例子：
#
# > *我们卖茶。八个群，每群约 120 名顾客，一位同事每天三小时。她每周该写几篇有用的文章，在群里抛几个话题？划算吗？*
#
# 换上你自己的数字，再跑一遍。
#
# > **先猜。** 每周几篇文章：1、4、7 还是 14？每周几个话题：0 还是 7？

# %% tags=["en"]
LANG = "en"  # the language of figures and sentences

# %% tags=["zh"]
LANG = "zh"  # 图和句子用的语言

# %% [markdown] tags=["en"]
# ## Step 1: a base that is yours
#
# A scenario is a YAML file that says only what differs from another one. A name it does not know is refused,
# with the nearest one there is.

# %% [markdown] tags=["zh"]
# ## 第一步：写一个自己的底子
#
# 场景是一个 YAML 文件，只写和另一个场景不同的地方。不认识的名字会被拒绝，并告诉你最接近的是哪个。

# %%
# %matplotlib inline
import tempfile
from pathlib import Path

from IPython.display import Markdown

from simulation import UsageError, compare, load_results, load_scenario, sweep
from simulation.report import figures, sentences

work = Path(tempfile.mkdtemp())
tea = work / "tea.yaml"
tea.write_text("""
name: tea
title: {en: Tea, zh: 茶}
extends: baseline
groups: {count: 8, members_at_start: 120}
market: {people: 12000}
product: {price: 80, margin: 0.5, need_interval: 40}
operators: {groups_per_operator: 8, hours_per_day: 3}
strategy:
  calendar:
    - {post: value_content, per_week: 7}
    - {post: topic_prompt, per_week: 1}
    - {post: coupon, per_week: 1}
  coupon: {depth: 0.15}
""")
try:
    load_scenario(tea, {"strategy.coupon.dept": 0.1})
except UsageError as problem:
    print(problem)

# %% [markdown] tags=["en"]
# ## Step 2: levers and uncertainties
#
# *Levers* are what we choose; every combination is run. What we do *not* choose is varied too: `ensemble` draws
# plausible parameters and rival theories. Every choice meets every one of these worlds.

# %% [markdown] tags=["zh"]
# ## 第二步：杠杆与未知
#
# *杠杆*是我们能选的，每种组合都跑。*不能*选的也要改变：`ensemble` 抽取可能的参数和互相竞争的理论。每个选择都要
# 面对每一个这样的世界。

# %%
articles, questions = "strategy.calendar[0].per_week", "strategy.calendar[1].per_week"
levers = {articles: [1, 4, 7, 14], questions: [0, 7]}
plan = {"scenarios": [str(tea)], "levers": levers}
sweep({**plan, "replicates": 3}, work / "luck")
sweep({**plan, "replicates": 1, "ensemble": 20}, work / "worlds")
luck, worlds = load_results(work / "luck"), load_results(work / "worlds")

# %%
shown = ["ever_dead_share_day_175", "incremental_profit_day_180"]
figures.response(luck, articles, shown, lang=LANG)[0].figure

# %%
profit = luck.runs.groupby([articles, questions])[shown[1]].mean().unstack()
profit.round(-2)

# %% [markdown] tags=["en"]
# (In the figure every number of questions counts alike; the table keeps them apart.) At default parameters the
# answer seems clear: write as much as there is time for.
#
# ## Step 3: how good is that answer where we are wrong?
#
# For each world and each choice, *regret* is what is lost against the best choice of that world. The choice
# with the best expectation under one set of parameters need not be the one to regret least.

# %% [markdown] tags=["zh"]
# （图中各种话题数一视同仁；表里分开列出。）在默认参数下，答案似乎很清楚：有多少时间就写多少。
#
# ## 第三步：我们错了的话，这个答案还有多好？
#
# 对每个世界、每个选择，*遗憾*是它比那个世界里最好的选择少赚多少。在一组参数下期望最高的选择，不一定是遗憾最小的
# 选择。

# %%
by_world = worlds.runs.pivot_table(shown[1], "member", [articles, questions])
regret = by_world.rsub(by_world.max(axis=1), axis=0)
regret.median().unstack().round(-2)

# %%
busiest = (14.0, 7.0)
calm = tuple(regret.median().idxmin())
pays = (by_world > 0).mean()
calm = float(calm[0]), float(calm[1])
calm, round(float(pays[busiest]), 2), round(float(pays[calm]), 2)

# %%
assert profit[7].idxmax() == profit[0].idxmax() == 14  # by default: write
assert calm[0] < 7 and calm[1] == 7  # least regret: write little, ask much
assert regret.median()[calm] < 0.9 * regret.median()[busiest]
assert regret.median()[calm] < 0.5 * regret.median()[(1.0, 0.0)]  # the questions do it
assert 0.3 < (by_world.max(axis=1) > 0).mean() < 0.7  # whether any pays is open

# %% [markdown] tags=["en"]
# Two answers, and the difference between them is the lesson.
#
# - *If our parameters were right*: write daily.
# - *Knowing that they may not be*: put a question to the groups every day, which costs little, and write little
#   until numbers of one's own are in.
#
# And a third answer, to a question nobody asked: in about half of the worlds *none* of these plans earns back
# its hours. Before tuning the calendar, find out in which kind of world you are. Which unknown decides that?

# %% [markdown] tags=["zh"]
# 两个答案，它们的差别才是这一课。
#
# - *假如我们的参数是对的*：每天写。
# - *知道参数可能不对*：每天在群里抛一个话题（花不了多少，哪儿都没有坏处），文章少写，等自己的数据出来再说。
#
# 还有第三个答案，回答的是一个也许没人问的问题：大约一半的世界里，这些方案*没有一个*能挣回工时。先别调日历，先弄
# 清自己在哪种世界。哪个未知起决定作用？

# %%
buying = worlds.table("draws").set_index("member")["submodels.buying"]
any_pays = (by_world.max(axis=1) > 0).groupby(buying).mean()
any_pays.round(2).to_dict()

# %%
assert any_pays["multiplicative"] > 0.8 and any_pays["additive"] < 0.2

# %% [markdown] tags=["en"]
# How people come to buy (notebook 2) decides nearly alone. One experiment tells the two kinds of world apart:
# leave two of the eight groups without any post for a month, and count orders.
#
# ## Step 4: say it with both doubts
#
# The two candidates, the same people with the same luck, in sentences one may forward:

# %% [markdown] tags=["zh"]
# 人是怎么决定买的（见第 2 本），几乎单独决定了这件事。一个实验就能分清两种世界：八个群里留两个，一个月什么都不
# 发，然后数订单。
#
# ## 第四步：把两种疑问都说出来
#
# 两个候选方案，同一批人、同样的随机数，写成可以转发的句子：

# %%
candidates = {"calm": calm, "busy": busiest}
arms = [
    load_scenario(
        tea,
        {
            "name": name,
            "title": {"en": name, "zh": {"calm": "少写", "busy": "多写"}[name]},
            articles: n,
            questions: q,
        },
    )
    for name, (n, q) in candidates.items()
]
both = compare(arms, replicates=8, ensemble=20)
Markdown("\n".join(f"- {said}" for said in sentences(both, LANG)))

# %%
figures.cumulative_profit(both, lang=LANG)[0].figure

# %% [markdown] tags=["en"]
# **What would change our mind:** a log of your own groups. `grouplife fit events.csv` weighs the worlds by what
# happened in yours (docs/fitting.md), and the light bands shrink. More seeds never shrink them.
#
# ## Exercises
#
# 1. A choice may also be judged by its *worst* regret. Does the same one win?
# 2. How much would it be worth to know the world before choosing? (Hint: the mean over worlds of the best
#    choice, less the best mean.)
#
# ## Answers

# %% [markdown] tags=["zh"]
# **什么会改变我们的看法**：你自己群的记录。`grouplife fit events.csv` 会按你的群里发生过的事给这些世界加
# 权（docs/fitting.md），浅色带就会变窄。多跑随机种子不会让它变窄。
#
# ## 练习
#
# 1. 也可以按*最坏*的遗憾来选。胜出的还是同一个吗？
# 2. 在选择之前就知道自己在哪个世界，值多少钱？（提示：每个世界最好选择的平均，减去平均最好的选择。）
#
# ## 答案

# %%
worst = regret.max()
least = tuple(float(x) for x in worst.idxmin())
worth_knowing = by_world.max(axis=1).mean() - by_world.mean().max()
print("least worst regret:", least, int(worst.min().round(-2)), "CNY; of", calm, int(worst[calm].round(-2)))
print("worth of knowing the world:", int(round(worth_knowing, -2)), "CNY")

# %%
assert least != calm
assert worth_knowing > 0

# %% [markdown] tags=["en"]
# 1. No, another one does. But the worst of twenty worlds is one single world, run with one seed: that is little
#    to build on.
# 2. The number printed last: a test that told the world before the choice may cost so much and no more.

# %% [markdown] tags=["zh"]
# 1. 不是，换了一个。但二十个世界里最坏的只是一个世界，只跑了一个种子：不足为凭。
# 2. 最后印出的数：一个能在选择之前告诉你身处哪个世界的测试，最多值这么多钱。
