"""The firm behind the groups: what feedback made of its product, and the news there is to tell of it.

Settled once a morning, in plain Python, under both engines alike; the steps read it as parameters of the day.
"""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from . import chance
from .pack import as_namespace
from .rules_team import freshness_of_news, learned_after, news_after, quality_after

if TYPE_CHECKING:
    from .community import Community


class Firm:
    """State of the firm. learned: share (0..1) of what the product lacked that feedback has made good; news: products'
    worth of news not told yet."""

    def __init__(self, stock: float) -> None:
        self.learned = 0.0
        self.news = stock

    def morning(self, model: Community) -> None:
        """Take in yesterday's feedback and posts, launch what is due; set the day's quality and freshness of news."""
        p, product = model.parameters[0], model.spec.product
        feedback = model.spec.strategy.service.feedback
        if feedback > 0.0 and model.day > 0:
            reached = float(model.history["answered"][model.day - 1, :-1].sum()) * feedback
            self.learned = learned_after(self.learned, reached, as_namespace(p["feedback"]))
        quality = quality_after(product.quality, self.learned)
        news = self._news(model) if product.range > 0 else 1.0
        p["product"]["quality"], p["plan"]["news"] = quality, news
        today = model.columns.groups["today"]
        today["quality"], today["news"] = quality, news

    def _news(self, model: Community) -> float:
        section = as_namespace(model.parameters[0]["news"])
        posts = 0.0
        if model.day > 0:
            yesterday = model.history[model.day - 1, :-1]
            posts = float(yesterday["product_posts"].sum()) / max(1, int(yesterday["open"].sum()))
        launches = launches_due(model.key, model.day, model.spec.product.launches_per_year)
        self.news = news_after(self.news, posts, launches, section)
        return freshness_of_news(self.news, section)


def launches_due(key: int, day: int, per_year: float) -> int:
    """Launches on a day: spread evenly over the year, from a phase drawn by key."""
    phase = chance.uniforms(key, chance.LAUNCH, 0, 0, 0)[0]
    return math.floor((day + 1) * per_year / 365.0 + phase) - math.floor(day * per_year / 365.0 + phase)
