"""How people respond to those who run the groups, and how these respond: the sections of `model.rules_team`."""

# fmt: off
from __future__ import annotations

from .parameter import Section, parameter


class Replies(Section):
    """What an answer to a question is worth."""

    answer_satisfaction: float = parameter(0.03, "share of what is missing per answered question", "An answer pleases", low=0, high=1, draw=(0.01, 0.08), mechanism="answer_satisfaction", off=0.0)
    expert_worth: float = parameter(1.0, "1", "An answer by the makers of the product is worth 1 + this of a clerk's", low=0, high=10, draw=(0.3, 2.0), mechanism="reply_quality", off=0.0)
    expert_hours: float = parameter(1.0, "1", "An answer by the makers takes 1 + this times as long", low=0, high=20, draw=(0.3, 3.0))


class Feedback(Section):
    """What questions that reach the makers do for the product."""

    rate: float = parameter(0.004, "share of what is lacking per day", "How fast a product improves under all the feedback it can use", low=0, high=0.5, draw=(0.001, 0.01), mechanism="product_feedback", off=0.0)
    half: float = parameter(5.0, "questions a day", "Feedback at which a product improves half as fast as it can", low=0.1, high=1000, draw=(2.0, 15.0))


class News(Section):
    """News of the product: the more there is to tell, the fresher talk of it; posts use it up, launches bring it."""

    half: float = parameter(3.0, "products", "News at which talk of the product is half as fresh as it can be; 0: it never grows old", low=0, high=1000, draw=(1.0, 8.0), mechanism="product_news", off=0.0)
    use: float = parameter(0.08, "products per post", "What a post about the product uses up, in each group", low=0, high=5, draw=(0.03, 0.2), mechanism="product_news", off=0.0)


class Source(Section):
    """Who is believed: warmth and expertise of the voice in which posts are written."""

    warmth_weight: float = parameter(0.5, "1", "Credibility that full warmth adds", low=0, high=5, draw=(0.1, 1.0), mechanism="source_credibility", off=0.0)
    expertise_weight: float = parameter(0.5, "1", "Credibility that full expertise adds", low=0, high=5, draw=(0.1, 1.0), mechanism="source_credibility", off=0.0)


class Segments(Section):
    """Posts chosen for kinds of members instead of one broadcast."""

    accuracy: float = parameter(0.5, "share", "How well endless segments match posts to interests", low=0, high=1, draw=(0.2, 0.8), mechanism="segment_matching", off=0.0)


class Steering(Section):
    """Operators measured by a KPI find by trial which posts serve it."""

    step: float = parameter(0.25, "1", "How far half of an operator's groups try more promotion and half less, and how far the mix moves at most", low=0, high=1, draw=(0.1, 0.4), mechanism="kpi_steering", off=0.0)
    sensitivity: float = parameter(3.0, "1", "How strongly a difference of the KPI between the halves moves the mix, per e-fold", low=0, high=100, draw=(1.0, 10.0))


class Team(Section):
    """Working together: what operators must agree on with each other."""

    coordination: float = parameter(0.1, "hours a day per colleague", "Hours an operator loses to agreeing with each other one where nothing is laid down (links grow with the team: Brooks 1975)", low=0, high=8, draw=(0.03, 0.25), mechanism="coordination", off=0.0)


class Onboarding(Section):
    """A newcomer is welcomed, or not."""

    sop_saves: float = parameter(0.6, "share", "Hours of a welcome that full procedures save", low=0, high=1, draw=(0.3, 0.8))
    welcome_trust: float = parameter(0.03, "share of what is missing", "A welcome builds trust", low=0, high=1, draw=(0.01, 0.08), mechanism="onboarding", off=0.0)
    welcome_belonging: float = parameter(0.08, "share of what is missing", "A welcome makes one belong", low=0, high=1, draw=(0.02, 0.15), mechanism="onboarding", off=0.0)
    neglect_trust: float = parameter(0.06, "share", "Trust lost by one who is not welcomed within two days", low=0, high=1, draw=(0.02, 0.15), mechanism="onboarding", off=0.0)
    neglect_value: float = parameter(0.06, "value", "Expected value of a visit lost by one who is not welcomed within two days", low=0, high=1, draw=(0.02, 0.15), mechanism="onboarding", off=0.0)


class Budget(Section):
    """A budget that follows what accounting credits to the groups."""

    rate: float = parameter(0.5, "share per 28 days", "How fast the budget moves towards credited margin over cost", low=0, high=1, draw=(0.2, 0.8), mechanism="budget_feedback", off=0.0)
