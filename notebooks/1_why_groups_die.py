# %% [markdown] tags=["en"]
# # 1 Why groups die
#
# Twenty groups of about two hundred customers, opened on one day, run as most brands run theirs: some coupons,
# some news of the product, a question now and then. Half a year later most are dead. **What killed them?**
#
# Three suspects:
#
# - *topics*: what there was to say has been said;
# - *the operator*: lost heart as the response fell, and posts less and worse;
# - *promotion*: people are tired of being sold to, and look no more.
#
# > **Guess first.** Write down for each suspect: without it, how many of 100 groups would still have died by
# > day 91?

# %% [markdown] tags=["zh"]
# # 1 群为什么会死
#
# 二十个群，每群约两百名顾客，同一天开张，按多数品牌的常规来运营：发些优惠券，发些新品消息，偶尔问个问题。半年后
# 大多数群死了。**是什么杀死了它们？**
#
# 三个嫌疑：
#
# - *话题*：能聊的都聊完了；
# - *运营*：回应越来越少，人灰了心，发得少了，也差了；
# - *推销*：成员被卖东西卖烦了，不再打开。
#
# > **先猜。** 对每个嫌疑写下：如果没有它，到第 91 天，每 100 个群里还会死掉几个？

# %% tags=["en"]
LANG = "en"  # the language of figures and sentences

# %% tags=["zh"]
LANG = "zh"  # 图和句子用的语言

# %%
# %matplotlib inline
from simulation import compare, load_scenario
from simulation.report import figures


def arm(name, en, zh, **changes):
    changes = {path.replace("__", "."): value for path, value in changes.items()}
    return load_scenario("baseline", {"name": name, "title": {"en": en, "zh": zh}, **changes})


# %% [markdown] tags=["en"]
# ## The experiment: take one suspect away at a time
#
# Every arm meets the *same people with the same luck*: who is talkative, who looks in on which day, when a
# child falls ill. Only the mechanism named is switched off, so what differs between two arms is that mechanism
# and nothing else.

# %% [markdown] tags=["zh"]
# ## 实验：每次拿掉一个嫌疑
#
# 每个方案面对的是*同一批人、同样的随机数*：谁健谈，谁哪天会打开，都一样。只关掉所说的那个机制，所以两个方案之间的
# 差别就是这个机制，别无其他。

# %%
suspects = [
    load_scenario("baseline"),
    arm("no_zeal", "An operator who never tires", "运营永不灰心", mechanisms__operator_enthusiasm=False),
    arm("no_fatigue", "Nobody tires of promotion", "推销不惹人烦", mechanisms__promotion_fatigue=False),
    arm("endless", "Topics without end", "话题无穷", mechanisms__topic_depletion=False),
]
result = compare(suspects, replicates=12, ensemble=0)

# %%
figures.group_survival(result, lang=LANG)[0].figure

# %% [markdown] tags=["en"]
# **How to read it.** A group counts as dead on a day when the member messages of its last 28 days are fewer
# than a tenth of those of its first 28. Three definitions of death stand side by side, because on real channels
# they disagree. Dark bands are luck: what other draws of people and days would change.
#
# The topics carry it. With topics that never run out hardly a group dies; a tireless operator saves a few, and
# members who never tire of promotion save some more for a while. Talk uses topics up faster than posts,
# newcomers and life bring new ones. That is why *more posts of the same kind* is not the cure.

# %% [markdown] tags=["zh"]
# **怎么读图。** 某天往前 28 天的成员消息不到开头 28 天的十分之一，群在这天就算死了。三种死亡定义并排给出，因为
# 在真实频道上它们并不一致。深色带是随机波动：换一批人、换些日子会带来的变化。
#
# 关键是话题。话题若用不完，几乎没有群会死；不灰心的运营能救几个，不惹人烦的推销再多救一些，但只是一时。聊天消耗
# 话题，比内容、新人和生活带来新话题更快。所以*同样的内容多发几条*不是解药。

# %%
dead = result.runs.groupby("scenario")[["ever_dead_share_day_91", "ever_dead_share_day_175"]].mean()
dead.loc[list(result.names)].round(2)

# %% [markdown] tags=["en"]
# What the text says is checked here, so that it cannot go stale:

# %% [markdown] tags=["zh"]
# 上面的文字在这里核对，以免过时：

# %%
early, late = dead["ever_dead_share_day_91"], dead["ever_dead_share_day_175"]
assert late["baseline"] > 0.75  # most groups die
assert late["endless"] < 0.05  # not without the end of topics
assert early["endless"] < early["no_fatigue"] < early["no_zeal"] < early["baseline"]
assert late["no_fatigue"] > 0.6  # patience only delays it

# %% [markdown] tags=["en"]
# ## What we do not know
#
# Is it so, or did we build it so? The exhaustion of topics is *one theory* of why talk dies. Two others are
# taken as seriously: talk dies because **nobody answers**, or because **the talkative move on**. Each can be
# fitted to how real channels decayed, none can be ruled out by them. Here is usual practice under each, and the
# cure *useful content* beside it.

# %% [markdown] tags=["zh"]
# ## 我们不知道的
#
# 事实如此，还是我们造成这样？话题耗尽只是聊天为什么会死的*一种理论*。另外两种同样认真对待：聊天死于**没人回应**，
# 或死于**爱说话的人走了**。每一种都能拟合真实频道的衰退，哪一种也排除不了。下面是每种理论下的常规做法，旁边是*多
# 发有用内容*这剂药。

# %%
import pandas as pd

rows = {}
for theory in ("topic_depletion", "lost_reciprocity", "turnover"):
    plans = compare(
        ["baseline", "value_content"], replicates=8, ensemble=0, overrides={"submodels.death": theory}
    )
    means = plans.runs.groupby("scenario")[["ever_dead_share_day_91", "ever_dead_share_day_175"]].mean()
    rows[theory] = means.T.unstack()
theories = pd.DataFrame(rows).round(2)
theories

# %%
usual, content = theories.loc["baseline"], theories.loc["value_content"]
assert (usual.loc["ever_dead_share_day_175"] > 0.7).all()  # under every theory most groups die
assert content.loc["ever_dead_share_day_175", "topic_depletion"] < 0.1  # here content cures
assert content.loc["ever_dead_share_day_91", "lost_reciprocity"] < 0.1  # here it buys months ...
assert content.loc["ever_dead_share_day_175", "lost_reciprocity"] > 0.6  # ... and no more
assert content.loc["ever_dead_share_day_91", "turnover"] > 0.25  # and here not even that

# %% [markdown] tags=["en"]
# Most groups die under every theory. What differs is the **cure**. Where topics are the matter, useful content
# keeps groups alive. Where answers are, it buys some months. Where the talkative simply leave, it helps little.
# *More seeds will never settle this; watching who answers whom would.*
#
# **What would change our mind:** logs of real groups in which questions are answered promptly, topics are
# plenty, and talk dies all the same.
#
# ## Exercises
#
# 1. Halve `behaviour.topics.depletion` instead of switching the mechanism off. Is that enough?
# 2. Open groups whose members have more in common: `groups.common_ground` 3 instead of 1.
# 3. A tireless operator saved few groups. Does he earn more? Look at `incremental_profit_day_180`.
#
# ## Answers

# %% [markdown] tags=["zh"]
# 在每种理论下，大多数群都会死。不同的是**解药**。症结在话题时，有用的内容能让群活下去；症结在没人回应时，只能多
# 撑几个月；爱说话的人说走就走时，帮助不大。*多跑多少随机种子也定不了案；看看谁回应了谁，才行。*
#
# **什么会改变我们的看法**：真实群的记录里，提问很快有人答，话题也很多，聊天却照样死掉。
#
# ## 练习
#
# 1. 不关掉机制，只把 `behaviour.topics.depletion` 减半，够不够？
# 2. 开群时找共同点更多的人：把 `groups.common_ground` 从 1 改成 3。
# 3. 永不灰心的运营没救下几个群。那他挣得更多吗？看 `incremental_profit_day_180`。
#
# ## 答案

# %%
half = load_scenario("baseline").behaviour.topics.depletion / 2
more = [
    suspects[0],
    arm("half", "Topics last longer", "话题更耐用", behaviour__topics__depletion=half),
    arm("ground", "More in common", "共同点更多", groups__common_ground=3),
    suspects[1],
]
answers = compare(more, replicates=8, ensemble=0)
measures = ["ever_dead_share_day_91", "ever_dead_share_day_175", "incremental_profit_day_180"]
answers.runs.groupby("scenario")[measures].mean().loc[list(answers.names)].round(2)

# %%
dead = answers.runs.groupby("scenario")[measures].mean()
assert 0.3 < dead.loc["half", measures[0]] < dead.loc["baseline", measures[0]]
assert dead.loc["ground", measures[0]] < dead.loc["half", measures[0]]
low, high = answers.effects["differences"]["no_zeal-baseline"]["incremental_profit_day_180"]["luck"]
assert high < 0

# %% [markdown] tags=["en"]
# 1. No: it delays death, half as fast is not slow enough.
# 2. It helps more: people with much in common find something to talk about by themselves.
# 3. He earns less, beyond luck: he goes on making posts that sell, which cost hours and which ever fewer read.
#    Losing heart saves money, and kills groups a little sooner. *Alive and profitable are two questions.*

# %% [markdown] tags=["zh"]
# 1. 不够：只是推迟，慢一半还不够慢。
# 2. 帮助更大：共同点多的人，自己就能找到话说。
# 3. 挣得更少，而且超出随机波动：他照旧发推销内容，花着工时，看的人却越来越少。灰心省了钱，也让群早死一点。*活着和赚
#    钱是两回事。*
