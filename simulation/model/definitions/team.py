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
)
# fmt: on
