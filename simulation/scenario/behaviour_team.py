"""How people respond to those who run the groups, and how these respond: the sections of `model.rules_team`."""

# fmt: off
from __future__ import annotations

from .parameter import Section, parameter


class Replies(Section):
    """What an answer to a question is worth."""

    answer_satisfaction: float = parameter(0.03, "share of what is missing per answered question", "An answer pleases", low=0, high=1, draw=(0.01, 0.08), mechanism="answer_satisfaction", off=0.0)
    expert_worth: float = parameter(1.0, "1", "An answer by the makers of the product is worth 1 + this of a clerk's", low=0, high=10, draw=(0.3, 2.0), mechanism="reply_quality", off=0.0)
    expert_hours: float = parameter(1.0, "1", "An answer by the makers takes 1 + this times as long", low=0, high=20, draw=(0.3, 3.0))
