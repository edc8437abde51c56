"""The behavioural rules: pure scalar functions, one idea each. Sources and ranges of the parameters: docs/model.md.

Every rule runs as plain Python and compiled, with the same bits: no powers with constant exponents, exponents and
divisors bounded. Levels are assumed unless a source is named; each parameter's range of doubt stands in the schema.
"""

from __future__ import annotations

import math
from typing import Any

from .compiled import rule

#: Where the outside option is neutral: between mean (2.82) and median (2.97) of log(1 + groups) under evidence E9.
USUAL_RIVALS = 2.9

Section = Any  # a section of behavioural parameters, as a record or a namespace


@rule
def logistic(x: float) -> float:
    """Share 0..1 from log-odds; the exponent is bounded so that it never overflows."""
    return 1.0 / (1.0 + math.exp(-max(-40.0, min(40.0, x))))


@rule
def saturating(x: float, half: float) -> float:
    """0..1, one half at `half`: diminishing returns. x >= 0, half > 0."""
    return x / (x + half)


@rule
def clip(x: float, low: float, high: float) -> float:
    """x within [low, high]."""
    return max(low, min(high, x))


# --- visiting and reading -------------------------------------------------------------------------------------


@rule
def visit_log_odds(
    expected: float, belonging: float, memory: float, fatigue: float, muted: int, rivals: float, p: Section
) -> float:
    """Log-odds that a member looks today, against the outside option.

    expected in -1..1; belonging, memory, fatigue in 0..1; rivals: log(1 + competing groups). An agent acts when benefit
    exceeds cost (form: Ren & Kraut 2014); weights assumed. The distribution of competing groups is evidence E9.
    """
    pull = p.value_weight * expected + p.belonging_weight * belonging + p.memory_weight * memory
    push = p.fatigue_weight * fatigue + p.muted_penalty * muted
    return p.base + pull - push - p.rivals_weight * (rivals - USUAL_RIVALS)


@rule
def share_read(volume: float, attention: float, p: Section) -> float:
    """Share (0..1) of what is unread that a visit takes in: attention against volume, both in messages."""
    return attention / (attention + p.crowding * volume)


@rule
def overload(volume: float, attention: float, p: Section) -> float:
    """How far (0..1) volume exceeds attention; 0 up to as much as attention could take in."""
    excess = max(0.0, p.crowding * volume / max(attention, 0.1) - 1.0)
    return excess / (1.0 + excess)


@rule
def unwanted_promotion(read: float, tolerance: float, welcome: float) -> float:
    """Promotional messages beyond tolerance and need. read, tolerance in messages a visit; welcome in 0..1."""
    return max(0.0, read - tolerance) * (1.0 - welcome)


@rule
def welcome(need: float, trust: float, deal: float) -> float:
    """How welcome (0..1) promotion is: to the trusting with a need, and to deal seekers with a need."""
    return need * max(trust, deal)


# --- talking --------------------------------------------------------------------------------------------------


@rule
def freshness(topics: float, half: float) -> float:
    """How fresh (0..1) talk is at a stock of topics per present member."""
    return max(0.0, topics) / (max(0.0, topics) + half)


@rule
def inclination_to_speak(
    talk: float,
    voice: float,
    belonging: float,
    fresh: float,
    strictness: float,
    talk_p: Section,
    chill: float,
) -> float:
    """Multiplier of a person's speaking: talkativeness (mean 1), voice, belonging, fresh topics, less the chill.

    strictness (0..1): of moderation, as far as it is carried out.
    """
    return talk * voice * (1.0 + talk_p.belonging_pull * belonging) * fresh * (1.0 - chill * strictness)


@rule
def voice_after(voice: float, answered: float, encouragement: float, discouragement: float) -> float:
    """Voice (0..1) after a day on which one spoke; answered: share (0..1) of messages that drew an answer."""
    gain = encouragement * answered * (1.0 - voice)
    loss = discouragement * (1.0 - answered) * voice
    return clip(voice + gain - loss, 0.0, 1.0)


# --- learning -------------------------------------------------------------------------------------------------


@rule
def talking_spell(threshold: float, talk: float, p: Section) -> float:
    """Days for which one talks on before moving on, under the rival submodel turnover: Weibull of mean p.spell.

    threshold: standard exponential; talk: talkativeness, 1 on average, which shortens the spell. Activity periods in
    online communities mix many short ones with a few very long ones (Ciampaglia & Vancheri 2010).
    """
    drawn = math.exp(math.log(max(1e-12, threshold)) / p.shape) / math.gamma(1.0 + 1.0 / p.shape)
    return p.spell * drawn * math.exp(-p.burnout * math.log(max(0.01, talk)))


@rule
def worth_of_visit(
    information: float,
    deals: float,
    social: float,
    unwanted: float,
    overloaded: float,
    noise: float,
    p: Section,
) -> float:
    """What a visit turned out to be worth (-1..1). All inputs in 0..1 but unwanted, in messages.

    noise: share of noise in what was read, times how much was read, with diminishing returns.
    """
    good = p.information_worth * information + p.deal_worth * deals + p.social_worth * social
    bad = p.promotion_cost * unwanted / (1.0 + unwanted) + p.overload_cost * overloaded + p.noise_cost * noise
    return clip(good - bad - p.visit_cost, -1.0, 1.0)


@rule
def expected_after(expected: float, worth: float, p: Section) -> float:
    """Expected value of a visit (-1..1) after one more: exponential smoothing."""
    return expected + p.learning_rate * (worth - expected)


@rule
def fatigue_after(fatigue: float, unwanted: float, p: Section) -> float:
    """Fatigue (0..1) after unwanted promotional messages; recovery comes with the day."""
    return fatigue + (1.0 - fatigue) * (1.0 - math.exp(-p.rate * min(unwanted, 100.0)))


@rule
def trust_after_promotion(trust: float, unwanted: float, deal: float, p: Section) -> float:
    """Trust (0..1) left after unwanted promotion: in proportion to what there is to lose; a deal seeker minds less."""
    return trust * math.exp(-p.promotion_erosion * min(unwanted, 100.0) * (1.0 - deal))


@rule
def trust_after_good(trust: float, information: float, answered: float, words: float, p: Section) -> float:
    """Trust (0..1) after relevant information (0..1), answers and KOC messages: a share of what is missing."""
    gain = p.building * information + p.answer_building * answered + p.word_of_koc * words
    return trust + (1.0 - trust) * min(gain, 0.5)


# --- buying ---------------------------------------------------------------------------------------------------


@rule
def need_level(since: float, pace: float) -> float:
    """Need (0..1) `since` days after it was last met: rises evenly; pace: share of a need that comes back a day."""
    return clip(since * pace, 0.0, 1.0)


@rule
def exposure(awareness: float, recall: float) -> float:
    """Chance (0..1) that one in need thinks of the brand: awareness, or having met it lately."""
    return awareness + (1.0 - awareness) * recall


@rule
def price_response(reference: float, price: float, deal: float, p: Section) -> float:
    """Multiplier of the buying hazard from the price against the price expected (both as shares of list price).

    A saving draws the deal-prone, coupon_lift times the gap; a price above the reference puts everyone off,
    loss_aversion times the gap.
    """
    gap = (reference - price) / max(reference, 0.05)
    if gap >= 0.0:
        return 1.0 + p.coupon_lift * deal * gap
    return max(0.0, 1.0 + p.loss_aversion * gap)


@rule
def buying_hazard(need: float, trust: float, seen: float, pace: float, additive: int, p: Section) -> float:
    """Hazard of an order a day; need, trust, seen (exposure) in 0..1, pace in needs per day.

    Two rival forms: all three must be there (product), or each counts by itself (mean).
    """
    if additive == 1:
        return p.rate * p.additive_scale * (need + trust + seen) * pace / 3.0
    return p.rate * need * trust * seen * pace


@rule
def satisfaction_after(satisfaction: float, quality: float, p: Section) -> float:
    """Satisfaction (0..1) after an order of a product of a quality (0..1)."""
    return satisfaction + p.satisfaction_learning * (quality - satisfaction)


@rule
def trust_after_order(trust: float, satisfaction: float, p: Section) -> float:
    """Trust (0..1) after an order that left one more or less satisfied than 0.5."""
    return clip(trust + p.trust_from_satisfaction * (satisfaction - 0.5), 0.0, 1.0)


# --- muting, leaving ------------------------------------------------------------------------------------------


@rule
def mute_hazard(fatigue: float, overloaded: float, belonging: float, p: Section) -> float:
    """Hazard of muting on a visit; fatigue, overload, belonging in 0..1."""
    return (p.base + p.from_fatigue * fatigue * fatigue + p.from_overload * overloaded) * (1.0 - belonging)


@rule
def leave_hazard(
    fatigue: float, expected: float, overloaded: float, belonging: float, muted: int, p: Section
) -> float:
    """Hazard of leaving on a visit: from fatigue, negative value, overload; belonging holds, muting relieves."""
    push = (
        p.from_fatigue * fatigue * fatigue
        + p.from_low_value * max(0.0, -expected)
        + p.from_overload * overloaded
    )
    return push * (1.0 - belonging) * (1.0 - p.muted_relief * muted)


# --- inviting -------------------------------------------------------------------------------------------------


@rule
def bait_pull(bait: float, p: Section) -> float:
    """Pull (0..1) of a reward in CNY, with diminishing returns."""
    return bait / (bait + p.bait_half)


@rule
def organic_invitation(trust: float, satisfaction: float, p: Section) -> float:
    """Chance of an unpaid invitation on a visit; satisfaction 0.5 is neutral, so it counts double."""
    return p.organic_rate * trust * satisfaction * 2.0


@rule
def paid_invitation(pull: float, deal: float, trust: float, p: Section) -> float:
    """Chance of a paid invitation on a visit: the reward draws the deal-prone, trust lets one ask a friend."""
    return p.incentive_rate * pull * deal * (1.0 - p.trust_gate + p.trust_gate * trust)


@rule
def acceptance(
    tie: float, inviter_trust: float, pull: float, deal: float, relevance: float, inside: int, p: Section
) -> float:
    """Chance that an invitation is accepted; tie, trust, pull, deal, relevance in 0..1; inside: contacts in the group.

    More contacts inside help, with diminishing returns (form: Backstrom et al. 2006).
    """
    odds = (
        p.accept_base
        + p.accept_tie * tie
        + p.accept_trust * inviter_trust * tie
        + p.accept_interest * relevance
    )
    odds += p.accept_bait * pull * deal + p.accept_inside * math.log(1.0 + inside)
    return logistic(odds)


# --- operators, KOCs ------------------------------------------------------------------------------------------


@rule
def share_done(hours: float, needed: float) -> float:
    """Share (0..1) of a task done within the hours left; where there is none to do, whether it could be done."""
    if needed <= 0.0:
        return 1.0 if hours > 0.0 else 0.0
    return clip(hours / needed, 0.0, 1.0)


@rule
def zeal_after(zeal: float, response: float, expected: float, p: Section) -> float:
    """Zeal (0..1.5) after a day's response against the response expected: it follows, down to a floor."""
    target = clip(response / max(expected, 0.001), p.floor, 1.2)
    return zeal + p.rate * (target - zeal)


@rule
def motivation_after(motivation: float, open_rate: float, recognition: float, p: Section) -> float:
    """A KOC's motivation (0..1) follows audience (open rate) and recognition (0..1)."""
    audience = saturating(open_rate, p.audience_half)
    target = (1.0 - p.recognition_share) * audience + p.recognition_share * recognition
    return motivation + p.motivation_rate * (target - motivation)
