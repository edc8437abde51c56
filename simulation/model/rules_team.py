"""Behavioural rules of those who run the groups, the firm behind them, and what they answer; as in rules.py."""

from __future__ import annotations

import math
from typing import Any

from .compiled import rule
from .rules import clip, saturating

Section = Any  # a section of behavioural parameters, as a record or a namespace

#: Relevance of a theme that is one's first interest (joining.py).
FIRST_INTEREST = 0.85


# --- answers --------------------------------------------------------------------------------------------------


@rule
def chance_to_ask(said: int, question_share: float) -> float:
    """Chance (0..1) that one of `said` messages asks the operators something; question_share of each does."""
    none = 1.0
    for _ in range(min(said, 200)):
        none *= 1.0 - question_share
    return 1.0 - none


@rule
def reply_quality(expert: float, p: Section) -> float:
    """What an answer is worth, 1 from a clerk; expert: share (0..1) of answers given by the makers of the product."""
    return 1.0 + p.expert_worth * expert


@rule
def reply_effort(expert: float, p: Section) -> float:
    """Hours an answer takes, as a multiple of a clerk's; expert: share (0..1) given by the makers."""
    return 1.0 + p.expert_hours * expert


@rule
def satisfaction_after_answer(satisfaction: float, quality: float, p: Section) -> float:
    """Satisfaction (0..1) after an answer of a quality (1 is ordinary): a share of what is missing."""
    return satisfaction + (1.0 - satisfaction) * min(p.answer_satisfaction * quality, 1.0)


# --- the product ----------------------------------------------------------------------------------------------


@rule
def learned_after(learned: float, reached: float, p: Section) -> float:
    """Share (0..1) of what the product lacks that is made good, after a day; reached: questions the makers heard of."""
    return learned + p.rate * (1.0 - learned) * saturating(reached, p.half)


@rule
def quality_after(first: float, learned: float) -> float:
    """Quality (0..1) of a product that began at `first` and had a share `learned` of what it lacked made good."""
    return first + learned * (1.0 - first)


@rule
def news_after(news: float, posts: float, launches: int, p: Section) -> float:
    """News to tell, in products, after `posts` about the product in each group and some launches."""
    return max(0.0, news - p.use * posts) + launches


@rule
def freshness_of_news(news: float, p: Section) -> float:
    """How fresh (0..1) talk of the product is, against a range that never runs out of news."""
    return news / (news + p.half) if p.half > 0.0 else 1.0


# --- posts ----------------------------------------------------------------------------------------------------


@rule
def credibility(warmth: float, expertise: float, p: Section) -> float:
    """How far one is believed, from warmth and expertise (0..1 each); 1 for one who has neither.

    That expertise and trustworthiness of a source carry a message is Hovland & Weiss 1951; form and sizes assumed.
    """
    return 1.0 + p.warmth_weight * warmth + p.expertise_weight * expertise


@rule
def matched_relevance(relevance: float, matching: float) -> float:
    """Relevance (0..1) of posts chosen for one's interest: towards that of a first interest by `matching` (0..1)."""
    return relevance + matching * max(0.0, FIRST_INTEREST - relevance)


@rule
def coupons_of_segment(coupons: float, slot: int, day: int, segments: int) -> int:
    """Coupons that reach one of `segments` kinds of members today: shared out whole, each in turn day by day."""
    return (int(coupons) + (slot + day) % segments) // segments


# --- operators ------------------------------------------------------------------------------------------------


@rule
def times_planned(selling: int, mix: float) -> float:
    """How often (0..2) a post is made against plan, where posts lean to selling by mix (-1..1); selling: 0 or 1."""
    return 1.0 + mix if selling == 1 else 1.0 - mix


@rule
def kpi_lead(more: float, less: float, least: float) -> float:
    """Log ratio of a KPI between the half that sells more and the half that sells less; `least` bounds both."""
    return math.log(max(more, least) / max(less, least))


@rule
def mix_after(mix: float, lead: float, pressure: float, p: Section) -> float:
    """The mix (-1..1) after a trial: towards the half that did better, in proportion to its lead, by a step at most."""
    return clip(mix + p.step * pressure * clip(p.sensitivity * lead, -1.0, 1.0), -1.0, 1.0)


@rule
def survey_error(size: int, present: int) -> float:
    """Standard error of the mean satisfaction of so many members asked, of those there are; a person's sd is 0.25."""
    return 0.25 / math.sqrt(max(1.0, min(size, present)))


@rule
def hours_to_coordinate(team: int, sop: float, p: Section) -> float:
    """Hours a day each of a team loses to agreeing with the others on what procedures (sop, 0..1) leave open.

    The links of one member grow with the team (Brooks 1975, The Mythical Man-Month); hours per link assumed.
    """
    return p.coordination * (team - 1) * (1.0 - sop)


@rule
def welcome_hours(hours: float, sop: float, p: Section) -> float:
    """Hours to welcome a newcomer where procedures (sop, 0..1) save part of them."""
    return hours * (1.0 - p.sop_saves * sop)


@rule
def budget_after(budget: float, credited: float, spent: float, p: Section) -> float:
    """Budget (0..1, times the hours) after a review: towards the margin credited (CNY) over what was spent (CNY)."""
    return budget + p.rate * (clip(credited / max(spent, 0.01), 0.0, 1.0) - budget)


@rule
def own_and_common(response: float, expected: float, income: float, worked: float, weight: float) -> float:
    """A franchisee's reward (1 is ordinary): own income over hours at the wage, by weight (0..1), and response met."""
    common = response / max(expected, 0.001)
    return (1.0 - weight) * common + weight * income / max(worked, 0.01)
