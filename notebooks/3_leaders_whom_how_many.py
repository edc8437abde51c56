# %% [markdown] tags=["en"]
# # 3 KOCs: whom, how many
#
# A KOC is a member whose word moves others. Brands pick some, care for them and pay them. **Whom should one
# pick, and how many pay?**
#
# Here KOCs are chosen among the members on day 28, once one has seen them for four weeks, and cost ten yuan a
# day each.
#
# > **Guess first.** (a) Of 0, 2, 5, 10 a group: how many earn most? (b) Does it matter whether they are picked
# > at random, by how much they have spoken, or by how many people they know?

# %% [markdown] tags=["zh"]
# # 3 KOC：选谁，选几个
#
# KOC 是说话有人听的成员。品牌挑几位，维护他们，付他们报酬。**该挑谁，几个才划算？**
#
# 这里先观察四周，第 28 天从成员里选出 KOC，每人每天十元。
#
# > **先猜。**（一）每群 0、2、5、10 个，哪种赚得最多？（二）随机挑、按发言多少挑、按认识的人多少挑，有差别吗？

# %% tags=["en"]
LANG = "en"  # the language of figures and sentences

# %% tags=["zh"]
LANG = "zh"  # 图和句子用的语言

# %%
# %matplotlib inline
import tempfile
from pathlib import Path

from simulation import load_results, sweep
from simulation.report import figures

results = Path(tempfile.mkdtemp())
kocs = "strategy.kocs."
how_many = {
    "scenarios": ["coupon_spam", "value_content"],
    "factors": {
        kocs + "per_group": [0, 2, 5, 10],
        kocs + "from_day": [28],
        kocs + "pay": [10],
        kocs + "choose": ["behaviour"],
    },
    "replicates": 6,
    "keep": ["daily"],
}
sweep(how_many, results / "how_many")
found = load_results(results / "how_many")

# %% [markdown] tags=["en"]
# ## How many
#
# Two answers to one question: how many groups have died by day 175, and what the half-year earned.

# %% [markdown] tags=["zh"]
# ## 选几个
#
# 一个问题，两个答案：到第 175 天死过多少群；半年赚了多少。

# %%
measures = ["ever_dead_share_day_175", "incremental_profit_day_180"]
figures.response(found, kocs + "per_group", measures, lang=LANG)[0].figure

# %% [markdown] tags=["en"]
# On the left KOCs work wonders: even groups that only ever see coupons stay alive. On the right every further
# KOC loses money. Both are true. Two questions follow: *who is alive there?* And *what would a KOC be worth?*

# %% [markdown] tags=["zh"]
# 左图里 KOC 神通广大：连只发券的群也活了下来。右图里每多一个 KOC 就多亏一些。两边都是真的。于是有两个问题：*活
# 着的是谁？* 以及 *一个 KOC 值多少钱？*

# %%
mean = found.runs.groupby(["scenario", kocs + "per_group"])[measures].mean()
dead, profit = (mean[measure].unstack(0) for measure in measures)
assert dead.loc[0, "coupon_spam"] > 0.8 and dead.loc[5, "coupon_spam"] < 0.2
assert (profit.diff().dropna() < 0).all().all()  # every step to more of them costs money

# %% [markdown] tags=["en"]
# ## Who is alive there?
#
# The measure counts messages of *members*, and a member one has chosen is still a member. So bring five KOCs in
# **from outside** instead: the same talk and pay, but their own messages do not count. Whatever is alive now is
# alive without them.

# %% [markdown] tags=["zh"]
# ## 活着的是谁？
#
# 这个指标数的是*成员*的消息，而被选中的成员仍然是成员。所以换成从**外面**请五位 KOC 进来：说一样的话，拿一样的
# 钱，但他们自己的消息不算数。这时还活着的，才是没有他们也活着的。

# %%
from simulation import compare, load_scenario

planted = {"per_group": 5, "from_day": 28, "pay": 10, "planted": True}
chosen = {**planted, "planted": False, "choose": "behaviour"}


def with_kocs(name, en, zh, kocs):
    title = {"en": en, "zh": zh}
    return load_scenario("coupon_spam", {"name": name, "title": title, "strategy.kocs": kocs})


arms = [
    load_scenario("coupon_spam"),
    with_kocs("chosen", "Five chosen", "选出五位", chosen),
    with_kocs("planted", "Five planted", "请来五位", planted),
]
who = compare(arms, replicates=6, ensemble=12)
figures.activity(who, lang=LANG)[0].figure

# %%
deaths = who.runs[who.runs["member"] < 0].groupby("scenario")["ever_dead_share_day_175"].mean()
opened = who.runs[who.runs["member"] < 0].groupby("scenario")["open_rate_day_91"].mean()
deaths.round(2).to_dict(), opened.round(2).to_dict()

# %%
assert deaths["chosen"] < 0.2 and deaths["planted"] > 0.8
assert opened.max() < 1.6 * opened.min() < 0.3  # few look in, with or without KOCs

# %% [markdown] tags=["en"]
# In groups of coupons the life on the left was **the KOCs themselves**, talking among each other in a room few
# look into. A count of messages is easily bought. When somebody shows you a lively group, ask who speaks.
#
# ## What is one worth?
#
# Take their pay out of the accounts: what did they bring a day, each, and how much may one cost at most?

# %% [markdown] tags=["zh"]
# 在发券的群里，左图中的“活”就是 **KOC 自己**：几个人在没什么人看的房间里互相说话。消息数很容易买到。有人给你看
# 一个热闹的群，先问是谁在说话。
#
# ## 一个值多少钱？
#
# 把他们的报酬从账上拿掉：每人每天带来多少？最多能付多少？

# %%
daily = found.daily.merge(found.runs[["run_id", kocs + "per_group"]], on="run_id")
pay = daily.groupby(["scenario", kocs + "per_group"])["cost_koc"].sum().unstack(0) / 6  # six seeds
worth = (profit - profit.loc[0] + pay).div(pay / 10)  # pay / 10: days of KOCs
worth.loc[[2, 5, 10]].round(1) + 0.0

# %%
assert (worth.loc[2] > 0).all()  # KOCs bring something ...
assert worth.loc[[2, 5, 10]].max().max() < 10  # ... but less than ten yuan a day
assert worth.loc[2, "value_content"] > worth.loc[5, "value_content"] > worth.loc[10, "value_content"]
assert (worth.loc[[2, 5], "value_content"] > 1.5 * worth.loc[[2, 5], "coupon_spam"]).all()

# %% [markdown] tags=["en"]
# A KOC among content is worth many times one among coupons, the first ones more than the later, and none of
# them ten yuan a day. Perks of one or two yuan (samples, early access) would pay; wages do not.
#
# ## Whom

# %% [markdown] tags=["zh"]
# 内容群里的 KOC 比发券群里的值钱得多；头几个比后几个值钱；没有一个值每天十元。一两元的福利（样品、抢先体验）划
# 算，发工资就不划算。
#
# ## 选谁

# %%
whom = {
    "scenarios": ["value_content"],
    "factors": {
        kocs + "choose": ["random", "behaviour", "contacts"],
        kocs + "from_day": [28],
        kocs + "pay": [2],
        kocs + "per_group": [5],
    },
    "replicates": 12,
}
sweep(whom, results / "whom")
picked = load_results(results / "whom")
shown = ["member_messages_day_91", "incremental_profit_day_180"]
figures.response(picked, kocs + "choose", shown, lang=LANG)[0].figure

# %%
by_choice = picked.runs.pivot_table("incremental_profit_day_180", "seed", kocs + "choose")
gain = by_choice.sub(by_choice["random"], axis=0).drop(columns="random")
error = gain.std() / len(gain) ** 0.5
assert (gain.mean().abs() < 0.05 * by_choice["random"].mean()).all()
gain.mean().round(-2).to_dict(), error.round(-2).to_dict()

# %% [markdown] tags=["en"]
# The differences (with their standard errors above) are small beside the profit: in this model it hardly
# matters whom. That is **an assumption talking**: a KOC's word here counts the same whoever it is, and the
# chosen are kept going by care and an audience. If the widely known move more people, the model does not know
# it.
#
# **What is not known.** How much a word from a peer adds to trust (`behaviour.trust` in docs/model.md) is
# assumed, with a wide range; the light bands above are that. **What would change our mind:** orders in groups
# where KOCs were assigned by lot, against groups where they were picked.
#
# ## Exercises
#
# 1. Care instead of pay: set `strategy.kocs.care` to 0 and to 1. What happens to talk?
# 2. At which pay do two KOCs a group among content break even? Read it from the table, then test it.
#
# ## Answers

# %% [markdown] tags=["zh"]
# 差别（上面附有标准误）同利润相比很小：在这个模型里选谁几乎无所谓。这是**假设在说话**：这里不管是谁，KOC 的话分
# 量都一样，选上的人靠维护和听众才坚持下去。假如人脉广的人更能影响别人，模型并不知道。
#
# **我们不知道的。** 同伴的一句话增加多少信任（见 docs/model.md 的 `behaviour.trust`）是假设的，范围很宽；上图的
# 浅色带就是它。**什么会改变我们的看法**：抽签指定 KOC 的群与挑选 KOC 的群，各有多少订单。
#
# ## 练习
#
# 1. 用维护代替报酬：把 `strategy.kocs.care` 设为 0 和 1。聊天会怎样？
# 2. 内容群里每群两位 KOC，报酬多少正好持平？从表里读出来，再验证。
#
# ## 答案

# %%
care = {
    "scenarios": ["value_content"],
    "factors": {kocs + "care": [0, 1], kocs + "from_day": [28], kocs + "per_group": [5]},
    "replicates": 6,
}
sweep(care, results / "care")
messages = load_results(results / "care").runs.groupby(kocs + "care")["member_messages_day_180"].mean()

even = round(float(worth.loc[2, "value_content"]), 1)
two = {"strategy.kocs": {"per_group": 2, "from_day": 28, "pay": even, "choose": "behaviour"}}
test = compare(
    ["value_content", load_scenario("value_content", {"name": "two", **two})], replicates=6, ensemble=0
)
effect = test.effects["differences"]["two-value_content"]["incremental_profit_day_180"]["mean"]
messages.round(1).to_dict(), even, round(effect)

# %%
assert 1.0 < messages[1] / messages[0] < 1.3
assert abs(effect) < 0.03 * profit.loc[0, "value_content"]

# %% [markdown] tags=["en"]
# 1. A little less talk without care: motivation fades, but an audience keeps most of it up.
# 2. At the pay printed above the effect on profit is next to nothing, as it should be.

# %% [markdown] tags=["zh"]
# 1. 没有维护，聊天略少一些：动力会消退，但有听众，大部分还撑得住。
# 2. 按上面印出的报酬，对利润几乎没有影响，正该如此。
