"""Measures, by day and of a whole run, of those who run the groups, the firm behind them, and what they answer."""

from __future__ import annotations

from .measure import Row

# fmt: off
DAILY_TEAM: tuple[Row, ...] = (
    (
        "product_posts", "posts/day", "observable", "product_posts", "Posts about the product", "产品内容数",
        "Of operators' posts those of kinds that tell news of the product, over all groups.",
        "运营发帖中讲产品新意的条数，所有群合计。",
    ),
    (
        "product_quality", "share", "hidden", "first quality + what feedback made good", "Product quality",
        "产品质量", "Satisfaction an order leaves that day; it rises where questions reach the makers.",
        "当天下单留下的满意度；提问传到产品方时会提高。",
    ),
    (
        "news_freshness", "share", "hidden", "news / (news + half)", "Freshness of product news",
        "产品新鲜度", "How fresh talk of the product is, 1 where news never runs out.",
        "讲产品的新鲜程度；新意用不完时为1。",
    ),
    (
        "promotional_mix", "mix", "observable", "mean of mix over open groups", "Shift to selling posts",
        "推销倾斜",
        "How far operators have shifted their posts to ones that sell: 0 as planned, 1 twice as many and none of "
        "the others, -1 the other way round.",
        "运营把内容向推销倾斜的程度：0为按计划，1为推销加倍、其余不发，-1相反。",
    ),
    (
        "operator_budget", "share", "accounts", "mean of budget over open groups", "Operators' budget", "运营预算",
        "Share of the hours first given that operators still have, where the budget follows credit.",
        "预算跟随归因时，运营仍有的工时占最初工时的比例。",
    ),
    (
        "shop_income", "CNY/day", "accounts", "shop_share x margin of group orders", "Shops' income", "门店收入",
        "What shops get of the margin of orders in their groups: a franchise, or the staff of shops of one's own.",
        "门店从所管群订单毛利中分得的金额：加盟店，或直营店员工。",
    ),
    (
        "shop_profit", "CNY/day", "accounts", "shop_income - cost_hours where it is a franchise", "Shops' profit",
        "门店利润", "Income of the shops, in a franchise less the hours they pay.",
        "门店收入，加盟时减去其自付的工时成本。",
    ),
    (
        "brand_incremental_profit", "CNY/day", "hidden", "incremental_profit - shop_profit",
        "Brand's incremental profit", "品牌增量利润",
        "What of the incremental profit is left to the brand; shops and brand together make the whole.",
        "增量利润中归品牌的部分；门店与品牌合计为全部。",
    ),
)
RUN_TEAM: tuple[Row, ...] = (
    (
        "speak_again_share", "share", "observable",
        "mean(spoke within 14 days after the day of their first question)", "Askers who speak again",
        "提问者再次发言占比",
        "Of the members who asked the operators something at least 14 days before the end (each by their "
        "first question), those who spoke again within the 14 days after the day of the question; who has "
        "left by then has not.",
        "在期末前至少14天向运营提过问的成员中（各以首次提问计），提问当天之后14天内再次发言者的占比；其间"
        "退群算作未再发言。",
    ),
    (
        "questions_given_up_share", "share", "hidden", "sum(given_up) / (sum(given_up) + sum(answered))",
        "Questions given up", "放弃等待的提问占比",
        "Of the questions that were answered or given up over the run, those whose asker gave up waiting.",
        "全程已答复或被放弃的提问中，提问者放弃等待者的占比。",
    ),
    (
        "orders_per_product_post", "orders/post", "observable",
        "mean over product_posts of sum7(orders) from the day of the post on", "Orders per product post",
        "每条产品内容的订单",
        "Orders of the whole community on the day of a post about the product and the 6 days after, mean over "
        "such posts (one in each group counts as one each); orders there would have been anyway included.",
        "产品内容发布当天及其后6天全社群的订单，对这些内容取均值（每群一条各算一条）；含本来就会有的订单。",
    ),
    (
        "effort_days", "days", "accounts",
        "count of days with operator_hours >= 0.5 x their mean of the first 28", "Days of effort", "投入天数",
        "Days on which operators worked at least half of their mean day in the first 28; none where they did not "
        "work then.",
        "运营工时不低于前28天日均一半的天数；前28天没有工时则无值。",
    ),
    (
        "onboarded_2_days_share", "share", "observable", "sum(onboarded) / (sum(onboarded) + sum(neglected))",
        "Welcomed within two days", "两天内迎新占比",
        "Of the newcomers promised a welcome, those who got it on the day of joining or the next; who left before "
        "is not counted.",
        "在承诺迎新的新成员中，入群当天或次日得到迎接者的占比；此前已退群者不计。",
    ),
)
# fmt: on
