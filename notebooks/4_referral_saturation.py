# %% [markdown] tags=["en"]
# # 4 Referral saturation
#
# "Referral has a ceiling", says the trade: a campaign starts with a rush and then runs dry. The usual answer is
# a bigger bait. **What is the ceiling made of, and does money lift it?**
#
# - `referral_burst`: a bait of 40 yuan for each side, paid on joining, small groups of strangers fed with
#   coupons.
# - `referral_trusted`: 15 yuan for each, paid on the friend's first order, asked of customers after five weeks
#   of good content.
#
# > **Guess first.** The bait is doubled. How many times as many friends come: __? And what does a customer who
# > stays cost then?

# %% [markdown] tags=["zh"]
# # 4 裂变饱和
#
# 业内说“裂变是有天花板的”：活动一开始很猛，然后就没人了。通常的对策是加大诱饵。**天花板是什么做的？花钱能抬高它
# 吗？**
#
# - `referral_burst`：双方各 40 元，进群就付；基数小，都是陌生人，平时只发券。
# - `referral_trusted`：双方各 15 元，好友首单才付；先给顾客发五周好内容，再请他们邀请。
#
# > **先猜。** 诱饵翻倍，来的好友是原来的几倍：__？这时留下一个顾客要花多少钱？

# %% tags=["en"]
LANG = "en"  # the language of figures and sentences

# %% tags=["zh"]
LANG = "zh"  # 图和句子用的语言

# %%
# %matplotlib inline
import tempfile
from pathlib import Path

import pandas as pd

from simulation import compare, load_results, load_scenario, run, sweep
from simulation.report import figures

both = compare(["referral_burst", "referral_trusted"], replicates=8, ensemble=16)
figures.referral(both, lang=LANG)[0].figure

# %% [markdown] tags=["en"]
# ## Does a bigger bait lift it?
#
# The same reward for both sides, from 5 to 80 yuan.

# %% [markdown] tags=["zh"]
# ## 加大诱饵能抬高它吗？
#
# 双方奖励相同，从 5 元到 80 元。

# %%
results = Path(tempfile.mkdtemp())
inviter, friend = "strategy.referral.bait_inviter", "strategy.referral.bait_friend"
baits = {
    "scenarios": ["referral_burst", "referral_trusted"],
    "design": "list",
    "points": [{inviter: yuan, friend: yuan} for yuan in (5, 10, 20, 40, 80)],
    "replicates": 6,
}
sweep(baits, results / "baits")
found = load_results(results / "baits")
figures.response(found, inviter, ["referred_joins", "cost_per_joiner_kept_90_days"], lang=LANG)[0].figure

# %%
shown = ["referred_joins", "hunter_share", "cost_per_joiner_kept_90_days", "incremental_profit_day_180"]
mean = found.runs.groupby(["scenario", inviter])[shown].mean()
joins, hunters, cost, profit = (mean[name].unstack(0) for name in shown)
base = {name: both.scenarios[name].groups for name in joins}
each = joins / {name: groups.count * groups.members_at_start for name, groups in base.items()}
each.round(3)  # friends a member of the base, by yuan of the reward

# %% [markdown] tags=["en"]
# Twice the bait never brings twice the friends, and ever more of them come for the bait alone. So a customer
# who stays gets cheaper at first, since more share the fixed cost of the campaign, and then dearer: for both
# plans there is a **best bait**, and it lies below the 40 yuan of the big one. At the same reward a member of
# the trusting groups brings about twice as many friends (a member: their groups are larger, too).

# %% [markdown] tags=["zh"]
# 诱饵翻倍，好友从来不会翻倍，而且越来越多是只冲着诱饵来的。所以留下一个顾客的成本先降（固定费用有更多人分摊），
# 后升：两个方案都有一个**最佳诱饵**，比大诱饵的 40 元小。奖励相同，有信任的群里每个成员带来的好友大约是两倍（按
# 人均算：那边的群也更大）。

# %%
growth = joins.iloc[1:].to_numpy() / joins.iloc[:-1].to_numpy()
assert (growth < 2).all() and (growth[-1] < growth[0]).all()  # twice the bait, fewer than twice the friends
assert hunters.loc[80, "referral_burst"] > hunters.loc[10, "referral_burst"]
assert (cost.idxmin() > 5).all() and (cost.idxmin() < 40).all()  # a best bait in between
assert 1.5 < each.loc[40, "referral_trusted"] / each.loc[40, "referral_burst"] < 3

# %% [markdown] tags=["en"]
# ## What is the ceiling made of?
#
# Two explanations that call for different cures. **Contacts run out**: friends are in already, or have said no.
# Or the campaign **never carried itself**: a member brings far less than one other (K), so every round is
# smaller than the one before. Take the first away, and see.

# %% [markdown] tags=["zh"]
# ## 天花板是什么做的？
#
# 两种解释，对策不同。**人脉用完了**：朋友已经在群里，或者拒绝过。或者活动**本来就传不下去**：一个成员带来的人（K）
# 远不足一个，一轮比一轮少。拿掉前一个试试。

# %%
no_end = {"mechanisms.finite_contacts": False}
endless = compare(list(both.names), replicates=6, ensemble=0, overrides=no_end)
usual = both.runs[both.runs["member"] < 0].groupby("scenario")
look = ["referred_joins", "k_generation_0", "contacts_exhausted_share"]
usual[look].mean().round(2)

# %%
more = endless.runs.groupby("scenario")["referred_joins"].mean() / usual["referred_joins"].mean()
assert (usual["k_generation_0"].mean() < 0.3).all()
assert (more < 1.4).all()
more.round(2).to_dict()

# %% [markdown] tags=["en"]
# Friends without end would hardly bring more: the ceiling here is **K**, not the number of contacts. The
# campaign does not run *dry*, it was never more than a trickle fed by the first members. More bait widens it a
# little. What would lift it is what makes one invite at all: trust, and coming back to the group.
#
# Would contacts ever be the ceiling? In a world where people invite gladly and accept easily, yes:

# %% [markdown] tags=["zh"]
# 就算朋友无穷无尽，也多来不了几个：这里的天花板是 **K**，不是人脉。活动不是*枯竭*了，它从来就只是第一批成员养着
# 的细流。加诱饵只能让细流宽一点。真能抬高它的，是让人愿意邀请的东西：信任，以及还会回到群里。
#
# 人脉什么时候才是天花板？在大家乐于邀请、也容易答应的世界里：

# %%
spreading = {
    "market.people": 6000,
    "groups.count": 10,
    "strategy.referral.length": 90,
    "behaviour.referral.incentive_rate": 0.25,
    "behaviour.referral.accept_base": -3.2,
}
names = [("few", "Finite", "人脉有限", {}), ("endless", "Endless", "人脉无尽", no_end)]
arms = [
    load_scenario("referral_trusted", {"name": n, "title": {"en": en, "zh": zh}, **spreading, **changes})
    for n, en, zh, changes in names
]
gladly = compare(arms, replicates=6, ensemble=0)
figures.referral(gladly, lang=LANG)[0].figure

# %%
look = ["referred_joins", "k_corrected", "contacts_exhausted_share_last_28"]
glad = gladly.runs.groupby("scenario")[look].mean().loc[["few", "endless"]]
glad.round(2)

# %%
assert glad.loc["few", "k_corrected"] > 2 * usual["k_corrected"].mean().max()
assert glad.loc["few", "contacts_exhausted_share_last_28"] > 0.5
assert glad.loc["endless", "referred_joins"] > 1.5 * glad.loc["few", "referred_joins"]

# %% [markdown] tags=["en"]
# Here most attempts of the last month meet somebody who is in, was in, or said no; with friends without end
# about twice as many would come. Which world is yours? *Ask ten members who refused to invite, and ten who
# tried in vain.*
#
# **What is not known.** How readily people invite and accept is assumed: no public data say. The light bands of
# the first figure are that, and they are wide. **What would change our mind:** a campaign whose third week
# brings more than its first.
#
# ## Exercises
#
# 1. Pay on the first order instead of on joining, in `referral_burst`. What happens to hunters and fake
#    accounts?
# 2. All year instead of sixty days: `always_on_referral` asks after a good order. How do its joins spread?
# 3. Close the loopholes: `strategy.referral.loophole` 0 instead of 0.8.
#
# ## Answers

# %% [markdown] tags=["zh"]
# 在这里，最后一个月的多数邀请碰上的是已在群里、来过、或者拒绝过的人；若朋友无穷无尽，来的人大约会是两倍。你在哪
# 个世界？*问问十位不愿邀请的成员，再问问十位邀请了却没成的。*
#
# **我们不知道的。** 人们有多愿意邀请、多容易答应，都是假设：没有公开数据。第一张图的浅色带就是它，很宽。**什么
# 会改变我们的看法**：有一场裂变，第三周带来的人比第一周多。
#
# ## 练习
#
# 1. 在 `referral_burst` 里，改成首单才付，而不是进群就付。羊毛党和假账号会怎样？
# 2. 不是六十天，而是全年：`always_on_referral` 在一次好的购物之后邀请。它的新人怎样分布？
# 3. 堵上漏洞：把 `strategy.referral.loophole` 从 0.8 改成 0。
#
# ## 答案

# %%
cases = {"as it is": {}, "first order": {"strategy.referral.pay_on": "first_order"}}
cases["no loophole"] = {"strategy.referral.loophole": 0}
rows = {
    name: compare(list(both.names), replicates=6, ensemble=0, days=120, overrides=changes)
    .runs.groupby("scenario")[["fake_joins", "hunter_share", "referred_joins"]]
    .mean()
    .loc["referral_burst"]
    for name, changes in cases.items()
}
year = run("always_on_referral", seed=1).daily["referred_joins"]
quarters = [int(year[start : start + 90].sum()) for start in (30, 120, 210)]
print("friends won in three quarters of a year:", quarters)
pd.DataFrame(rows).round(2)

# %%
assert rows["as it is"]["fake_joins"] > 50 > 5 > rows["first order"]["fake_joins"]
assert rows["first order"]["referred_joins"] < 0.6 * rows["as it is"]["referred_joins"]
assert rows["first order"]["hunter_share"] < 0.8 * rows["as it is"]["hunter_share"]
assert rows["no loophole"]["fake_joins"] < 5
assert rows["no loophole"]["referred_joins"] > 0.7 * rows["as it is"]["referred_joins"]
assert 0.5 * quarters[0] < quarters[2] < quarters[1] < quarters[0]

# %% [markdown] tags=["en"]
# 1. Fake accounts vanish, they do not order, and hunters grow fewer. But so do the friends: strangers do not
#    order at once, so the reward comes late or never.
# 2. No rush and no end: the quarters shrink slowly.
# 3. The fakes go and the friends stay. Rules are cheaper than rewards.

# %% [markdown] tags=["zh"]
# 1. 假账号没有了（它们不下单），羊毛党也少了。但真朋友同样少了：陌生人不会马上下单，奖励来得晚，甚至不来。
# 2. 没有冲高，也没有枯竭，只是一季比一季慢慢减少。
# 3. 假的走了，真的还在。规则比奖励便宜。
