"""Measures of a whole run about those who run the groups, the firm behind them, and what they answer."""

from __future__ import annotations

from .measure import Row

# fmt: off
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
)
# fmt: on
