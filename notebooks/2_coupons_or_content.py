# %% [markdown] tags=["en"]
# # 2 Coupons against content: the crossing
#
# Coupons cost ten minutes to make and sell today. An article that helps people costs more than an hour and
# sells nothing by itself. Everybody in the trade knows the sentence that follows: *coupons win the month,
# content wins the year.* **On which day do they cross?**
#
# Both plans make 25 posts a week for the same twenty groups. `coupon_spam` sends coupons and live-stream
# reminders, `value_content` sends useful articles, questions and one coupon.
#
# > **Guess first.** The day from which content is ahead in money earned so far: __. And by how much after half
# > a year?

# %% [markdown] tags=["zh"]
# # 2 优惠券对内容：何时反超
#
# 做一张优惠券十分钟，今天就出单。写一篇对人有用的文章要一个多小时，本身什么也不卖。业内人人会说下一句：*券赢在
# 当月，内容赢在全年。* **到底哪一天反超？**
#
# 两个方案都给同样的二十个群每周发 25 条。`coupon_spam` 发优惠券和直播提醒；`value_content` 发有用的文章、话题，
# 每周一张券。
#
# > **先猜。** 内容从第几天起，累计赚得更多：第 __ 天。半年后差多少？

# %% tags=["en"]
LANG = "en"  # the language of figures and sentences

# %% tags=["zh"]
LANG = "zh"  # 图和句子用的语言

# %%
# %matplotlib inline
import pandas as pd
from IPython.display import Markdown

from simulation import compare
from simulation.report import figures, sentences

result = compare(["coupon_spam", "value_content"], replicates=10, ensemble=30)
figures.cumulative_profit(result, lang=LANG)[0].figure

# %% [markdown] tags=["en"]
# **How to read it.** Money is *incremental*: each person also lives a life without the groups, on the same
# needs and luck, and what they would have bought anyway is taken off. Dark bands are luck. Light bands add what
# we do not know: thirty plausible sets of parameters and rival theories.

# %% [markdown] tags=["zh"]
# **怎么读图。** 利润是*增量*：每个人还过着一份没有群的生活，需要和随机数都一样，本来就会买的要扣掉。深色带是随机波动；
# 浅色带加上我们不知道的：三十组可能的参数和互相竞争的理论。

# %%
Markdown("\n".join(f"- {said}" for said in sentences(result, LANG)))

# %%
crossing = result.crossing["value_content-coupon_spam"]
crossing["day"], *([round(day) for day in crossing[kind]] for kind in ("luck", "all"))

# %% [markdown] tags=["en"]
# Content is ahead within a month, not within a year. Why so early? Look at who is still there to be sold to.

# %% [markdown] tags=["zh"]
# 内容不到一个月就领先，用不着一年。为什么这么早？看看还有谁在。

# %%
figures.activity(result, lang=LANG)[0].figure

# %% [markdown] tags=["en"]
# The coupon that nobody sees sells nothing. And of the orders it does bring, part is only brought forward, and
# each gives away a quarter of the price.

# %% [markdown] tags=["zh"]
# 没人看见的券卖不出东西。而它带来的订单里，一部分只是提前买了，每一单还让出四分之一的价格。

# %%
own = result.runs[result.runs["member"] < 0].groupby("scenario")
table = own[["orders_day_30", "coupon_orders_day_30", "open_rate_day_30", "cost_day_30"]].mean().T
table.round(2)

# %%
assert crossing["leader"] == "value_content"
assert 7 < crossing["day"] < 30  # within a month
assert table.loc["open_rate_day_30", "coupon_spam"] < 0.5 * table.loc["open_rate_day_30", "value_content"]
assert table.loc["cost_day_30", "value_content"] > 1.5 * table.loc["cost_day_30", "coupon_spam"]

# %% [markdown] tags=["en"]
# ## When the trade's sentence is right
#
# The light band of the crossing is wide. One question decides more of it than any number: *how do people come
# to buy?* Either need, trust and having the brand in mind **multiply** (without one of them, nothing), or they
# **add up**. The ensemble holds both. In which of its worlds do coupons lead after a month, in which after half
# a year?

# %% [markdown] tags=["zh"]
# ## 什么时候业内的说法是对的
#
# 反超日的浅色带很宽。其中一个问题比任何数字都关键：*人是怎么决定买的？* 需要、信任、想得起来，三者是**相乘**（缺
# 一不可），还是**相加**？两种情形都考虑了。在哪些可能的世界里，券一个月后领先？哪些世界里半年后还领先？

# %%
worlds = result.daily[(result.daily["member"] >= 0) & result.daily["day"].isin([29, 179])]
money = worlds.pivot_table("cumulative_incremental_profit", ["member", "day"], "scenario")
ahead = (money["coupon_spam"] > money["value_content"]).unstack("day")
buying = result.draws.set_index("member")["submodels.buying"]
lead = ahead.groupby(buying).mean().rename(columns={29: "day 30", 179: "day 180"})
lead.round(2)

# %%
assert lead.loc["additive", "day 30"] > 0.7  # coupons win the month where things add up
assert lead.loc["multiplicative", "day 30"] < 0.3  # and not where they multiply
assert lead["day 180"].max() < 0.4  # content wins the half-year in most worlds of both kinds

# %% [markdown] tags=["en"]
# Where things add up, the trade is right about the month. After half a year content leads in most worlds of
# either kind. Nobody has settled which kind we live in. Your own orders could: *do people who stopped reading
# also stop buying?*
#
# ## The lever: what an hour costs
#
# Content is paid in hours. Raise the wage, and the crossing moves.

# %% [markdown] tags=["zh"]
# 如果是相加，业内关于“当月”的说法就对。半年后，无论哪一种，内容在多数可能的世界里都领先。我们究竟活在哪一种里，
# 还没有人弄清。你自己的订单可以回答：*不再看群的人，是不是也不再买了？*
#
# ## 杠杆：一小时值多少钱
#
# 内容是用工时付账的。提高工资，反超日就会移动。

# %%
wages = {}
for wage in (30, 40, 80, 120, 240):  # CNY an hour; 40 is the default
    arms = compare(
        ["coupon_spam", "value_content"], replicates=5, ensemble=0, overrides={"operators.wage": wage}
    )
    profit = arms.runs.groupby("scenario")["incremental_profit_day_180"].mean().round(-3)
    wages[wage] = {"crossing": arms.crossing["value_content-coupon_spam"]["day"], **profit}
pd.DataFrame(wages).T.convert_dtypes()

# %%
days = [wages[wage]["crossing"] for wage in (30, 40, 80, 120)]
assert days == sorted(days) and days[-1] > 30
assert wages[240]["crossing"] is None
assert max(wages[240]["coupon_spam"], wages[240]["value_content"]) < 0

# %% [markdown] tags=["en"]
# The dearer the hour, the later the crossing; at six times the usual wage it never comes, and *neither* plan
# pays.
#
# **What would change our mind:** an A/B test on groups of your own that shows coupon groups ahead after three
# months.
#
# ## Exercises
#
# 1. Shallow coupons: set `strategy.coupon.depth` to 0.05. Does spam pay now? Does it catch up?
# 2. Half and half: `mixed_calendar` sends both. Is it half as good as content?
# 3. Content for fewer hours: what if one person makes it for all twenty groups (`operators.groups_per_operator`
#    20)?
#
# ## Answers

# %% [markdown] tags=["zh"]
# 一小时越贵，反超越晚；到常规工资的六倍，就永远不反超了，而且*两个*方案都亏。
#
# **什么会改变我们的看法**：在你自己的群里做 A/B 测试，三个月后发券的群仍然领先。
#
# ## 练习
#
# 1. 券浅一点：把 `strategy.coupon.depth` 设为 0.05。刷券现在划算了吗？追得上吗？
# 2. 一半一半：`mixed_calendar` 两样都发。它有内容一半好吗？
# 3. 少花工时做内容：如果一个人给全部二十个群做（`operators.groups_per_operator` 设为 20）呢？
#
# ## 答案

# %%
plans = ["coupon_spam", "value_content", "mixed_calendar"]
cases = {
    "as it is": {},
    "depth 0.05": {"strategy.coupon.depth": 0.05},
    "20 groups": {"operators.groups_per_operator": 20},
}
found = {
    name: compare(plans, replicates=5, ensemble=0, overrides=changes)
    .runs.groupby("scenario")["incremental_profit_day_180"]
    .mean()
    for name, changes in cases.items()
}
found = pd.DataFrame(found).loc[plans].round(-3)
found

# %%
assert found.loc["coupon_spam", "depth 0.05"] > 0 > found.loc["coupon_spam", "as it is"]
assert found.loc["value_content", "depth 0.05"] > 2 * found.loc["coupon_spam", "depth 0.05"]
assert found.loc["mixed_calendar", "as it is"] < 0.3 * found.loc["value_content", "as it is"]
assert found.loc["value_content", "20 groups"] > 1.1 * found.loc["value_content", "as it is"]

# %% [markdown] tags=["en"]
# 1. Shallow coupons pay: they give away less, and are little more than cheap advertisements. They stay far
#    behind content.
# 2. No. Mixing pays the hours of content and gives away the margin of coupons.
# 3. Yes: what is made once serves all groups, so content is cheap for those who have many. How far that goes is
#    notebook 5.

# %% [markdown] tags=["zh"]
# 1. 浅券划算：让利少，差不多就是便宜的广告；但远远追不上内容。
# 2. 没有。两样都发，既付内容的工时，又让出券的利润。
# 3. 是的：做一次，所有群都能用，所以群多的人做内容更便宜。能走多远，见第 5 本。
